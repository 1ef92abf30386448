"""The layout in `templates/typst/`: a region's files over the product's own, and nothing from elsewhere. Called by `writer`."""

from __future__ import annotations

import re

from generator.errors import Finding, Place, TextError
from generator.rendering.sources import read_drawing, read_text
from generator.text.extraction import list_said
from generator.workspace import Files

FOLDER = "templates/typst"
MAIN = "main.typ"
_PACKAGE = re.compile(r'"@[\w-]+/[^"]*"')


class Templates:
    """The files of the layout, by name, and the words in them that are translated."""

    def __init__(self, files: Files) -> None:
        """Reads all files.

        Raises:
            TextError: one is not UTF-8, or brings in a package, which would be fetched from elsewhere.
        """
        names = [name.removeprefix(f"{FOLDER}/") for name in files.list_names(f"{FOLDER}/**/*")]
        self.sources = {name: files.read(f"{FOLDER}/{name}") for name in names if files.find(f"{FOLDER}/{name}")}
        self.logo = read_drawing(files, "logo.svg")
        self.words: dict[str, None] = {}
        for name in self.sources:
            if name.endswith(".typ"):
                text = read_text(files, f"typst/{name}")
                _check_packages(text, name)
                self.words |= dict.fromkeys(list_said(text))


def _check_packages(source: str, name: str) -> None:
    if package := _PACKAGE.search(source):
        place = Place(f"{FOLDER}/{name}", source.count("\n", 0, package.start()) + 1)
        hint = "copy what you need of it into templates/typst/: a document fetches nothing from elsewhere"
        raise TextError(Finding("a layout uses no packages", place, package[0], hint))
