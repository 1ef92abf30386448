"""Gives new findings their codes, and writes the reference pages in English and Swedish. Called by `make reference`."""
# ruff: noqa: INP001 (scripts, beside the package)

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from generator.finding_codes import HELP, read_help
from tools.finding_codes import update_files
from tools.finding_examples import read_examples, try_examples, write_help
from tools.gallery import write_gallery
from tools.reference.commands import write_commands
from tools.reference.fields import write_fields
from tools.reference.findings import write_messages, write_mistakes
from tools.reference.pages import ROOT

PAGES: dict[str, tuple[Callable[[str], str], str]] = {
    "docs/reference/fields.md": (write_fields, "en"),
    "docs/reference/commands.md": (write_commands, "en"),
    "docs/reference/messages.md": (write_messages, "en"),
    "docs/reference/mistakes.md": (write_mistakes, "en"),
    "docs/reference/gallery.md": (write_gallery, "en"),
    "docs/referens/dokument.md": (write_gallery, "sv"),
    "docs/referens/falt.md": (write_fields, "sv"),
    "docs/referens/kommandon.md": (write_commands, "sv"),
    "docs/referens/meddelanden.md": (write_messages, "sv"),
    "docs/referens/misstag.md": (write_mistakes, "sv"),
}
"""Each page, with what writes it and in which language."""


def write_pages(root: Path = ROOT) -> None:
    """Write all pages."""
    for name, (write, lang) in PAGES.items():
        (root / name).write_text(write(lang), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    update_files()
    HELP.write_text(write_help(try_examples(read_examples())), encoding="utf-8", newline="\n")
    read_help.cache_clear()
    write_pages()
