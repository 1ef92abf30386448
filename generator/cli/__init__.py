"""The command `realisera`: the only room that prints, exits, and reads the clock and the environment. One module a group."""

from __future__ import annotations

import click

from generator import __version__
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


main.add_late(
    __name__,
    {
        "batch": _("Make everything that is due."),
        "calendar": _("Make a calendar of what must be done."),
        "check": _("Find every mistake in contracts and texts."),
        "diff": _("Tell what differs in words between two documents."),
        "documents": _("List the documents."),
        "due": _("List what must be done, soonest first."),
        "escalate": _("Take the next step of the escalation ladder."),
        "explain": _("Tell what a code means, and how to mend it."),
        "generate": _("Make documents of contracts."),
        "init": _("Make a workspace: a folder with settings, for your contracts."),
        "layout": _("Check a region's own layouts, and start new ones."),
        "locale": _("Gather the texts to translate, and keep the catalogs in step."),
        "missing": _("Tell what the documents of a contract still lack."),
        "new": _("Make contract files from answers, a register or a notice."),
        "overview": _("Show all contracts at a glance."),
        "preview": _("Show documents as they will be, on a local web page."),
        "record": _("Put what has happened into a contract file."),
        "register": _("List documents for the registrar, as xlsx and csv."),
        "review": _("List what to look at before a masked edition is handed out."),
        "schema": _("Print the JSON Schema of contract or report files."),
        "undo": _("Take back what was recorded last."),
        "verify": _("Tell whether files are as they were made."),
        "withdraw": _("Withdraw a letter that wasn't sent."),
    },
)
