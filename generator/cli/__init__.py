"""The command `realisera`: the only room that prints, exits, and reads the clock and the environment. One module a group."""

from __future__ import annotations

import click

from generator import __version__
from generator.cli import batch, check, diff, documents, due, escalate, generate, locale, preview, schema, verify
from generator.cli.commands import Group
from generator.cli.words import _, add_examples


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=add_examples(
        _(
            "Documents for carrying out a contract.\n\n"
            "Describe the contract once, in a YAML file, and get every document in Swedish, English or both side by side, "
            "as Word, PDF and web page."
        ),
        _("realisera check contracts/            find every mistake"),
        "realisera generate action-plan contracts/a14.yaml",
        _("realisera documents                   which documents there are"),
    ),
)
@click.version_option(__version__, prog_name="realisera")
def main() -> None:
    """Entry point of the command."""


COMMANDS = (
    generate.generate,
    batch.batch,
    check.check,
    escalate.escalate,
    documents.documents,
    due.due,
    locale.locale,
    preview.preview,
    schema.schema,
    verify.verify,
    diff.diff,
)
for command in COMMANDS:
    main.add_command(command)
