"""`realisera locale`: catalogs for translators. One module a command."""

from __future__ import annotations

import click

from generator.cli.commands import Group
from generator.cli.words import _


@click.group(
    cls=Group,
    help=_("In a workspace, the catalogs hold what the workspace itself says; the product's own texts are translated already."),
)
def locale() -> None:
    """Commands for translators."""


locale.add_late(
    __name__,
    {
        "check": _("Find mistakes in the translations."),
        "extract": _("Write all texts to translate."),
        "new": _("Make the catalogs of one language more."),
        "pseudo": _("Write a catalog in a language that nobody speaks: en-XA."),
        "status": _("Tell how far each translation has come."),
        "update": _("Bring catalogs in step with the texts."),
    },
)
