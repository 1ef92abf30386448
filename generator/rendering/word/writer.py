"""Word files. Called by `build.render`.

A document's tree becomes the body of a layout that a region's own people edit in Word: `templates/word/<slug>.docx` where
there is one, else `templates/word/<layout>.docx`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.errors import Finding, Place, TextError, blame
from generator.rendering.arranging import arrange
from generator.rendering.fields import read_field, settle_fields
from generator.rendering.office.package import APPLICATION, CORE
from generator.rendering.office.properties import write_application, write_core
from generator.rendering.page_fill import Reckoner
from generator.rendering.pictures import Rasteriser
from generator.rendering.stamps import add_seal
from generator.rendering.tightening import LOOSE
from generator.rendering.tree_checks import check_tree
from generator.rendering.word.body import write_body
from generator.rendering.word.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.text.tree import Document, Element
    from generator.workspace import Files


class WordWriter:
    """Makes Word files with the layouts of a workspace, each opened once."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._rasteriser = Rasteriser(files)
        self._reckoner = Reckoner(files)
        self._layouts: dict[tuple[str, str], Layout] = {}

    def render(self, document: Document) -> bytes:
        """The document as a Word file.

        Raises:
            TextError: the layout is missing or wrong.
            RenderError: something in the document cannot be shown in Word.
        """
        check_tree(document.body)
        language = document.languages[0]
        layout = self._find_layout(document.slug, document.layout, language)
        translate = document.translate if document.layout == "report" else None
        settled = settle_fields(document.body)
        arranged = self._reckoner.fill(document, arrange(settled), LOOSE).body
        body = write_body(arranged, document.languages, layout, self._rasteriser, translate)
        properties = {CORE: write_core(document), APPLICATION: write_application(document)}
        return layout.fill(_list_fields(document), body, properties, _add_fields(add_seal(document.stamp), settled))

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What is to be told of the layouts that were used so far."""
        return tuple(finding for layout in self._layouts.values() for finding in layout.warnings)

    def _find_layout(self, slug: str, layout: str, language: str) -> Layout:
        own = f"templates/word/{slug}.docx"
        name = own if self._files.find(own) else f"templates/word/{layout}.docx"
        if (name, language) not in self._layouts:
            try:
                data = self._files.read(name)
            except FileNotFoundError as problem:
                raise TextError(
                    Finding("the layout is missing", Place(name), hint="save one in Word at this path in the workspace")
                ) from problem
            with blame(name):
                self._layouts[name, language] = Layout(name, data, language, may_tighten=self._files.is_products(name))
        return self._layouts[name, language]


def _add_fields(stamp: Mapping[str, str], body: Element) -> Mapping[str, str]:
    """The stamp with what a form is read back by where a program loses it: names of fields, and the words of empty ones."""
    fields = [field for field in map(read_field, body.walk()) if field] if stamp else []
    if not fields:
        return stamp
    words = dict.fromkeys(field.placeholder for field in fields if field.placeholder)
    return {**stamp, "fields": " ".join(field.name for field in fields), "empty": "|".join(words)}


class _Letterhead(dict[str, str]):
    """The fields of the letterhead, whose names a layout may write in large letters."""

    def __missing__(self, name: str) -> str:
        for key, value in self.items():
            if key.lower() == name.lower():
                return value
        raise KeyError(name)


def _list_fields(document: Document) -> Mapping[str, Any]:
    """What the tags of a layout may use."""
    return {"document": document, "letterhead": _Letterhead(document.letterhead), "_": document.translate}
