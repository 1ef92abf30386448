"""`realisera layout`: a region's own Word files, slides and logo. One module a command."""

from __future__ import annotations

import click

from generator.cli.commands import Group
from generator.cli.words import _


@click.group(cls=Group, help=_("docs/layouts.md tells how to make a layout in Word, step by step, and names every tag."))
def layout() -> None:
    """Commands for those who make layouts."""


layout.add_late(
    __name__,
    {
        "check": _("Tell what is wrong with a layout, and show what comes of it."),
        "new": _("Write a copy of the product's own layout to start from."),
    },
)
