"""Word files. Called by `pipeline`.

A document's tree becomes the body of a layout that a region's own people edit in Word: `templates/word/<slug>.docx` where
there is one, else `templates/word/<layout>.docx`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.errors import Finding, Place, TextError
from generator.rendering.word_body import write_body
from generator.rendering.word_layout import Layout
from generator.rendering.word_package import APPLICATION, CORE
from generator.rendering.word_runs import name_language, write_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.text.tree import Document
    from generator.workspace import Files


class WordWriter:
    """Makes Word files with the layouts of a workspace, each opened once."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._layouts: dict[tuple[str, str], Layout] = {}

    def render(self, document: Document) -> bytes:
        """The document as a Word file.

        Raises:
            TextError: the layout is missing or wrong.
            RenderError: something in the document cannot be shown in Word.
        """
        language = document.languages[0]
        layout = self._find_layout(document.slug, document.layout, language)
        body = write_body(document.body, language, layout.styles, layout.first_list, layout.text_width)
        return layout.fill(_list_fields(document), body, {CORE: _write_core(document), APPLICATION: _write_application(document)})

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
            self._layouts[name, language] = Layout(name, data, language)
        return self._layouts[name, language]


def _list_fields(document: Document) -> Mapping[str, Any]:
    """What the tags of a layout may use."""
    return {"document": document, "letterhead": document.letterhead, "_": document.translate}


def _write_core(document: Document) -> str:
    """Title, sender and date as they are shown in lists of files."""
    date = f"{document.date.isoformat()}T00:00:00Z"
    title, subject, author, keywords = (
        write_line(text) for text in (document.title, document.subject, document.author, ", ".join(document.keywords))
    )
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject><dc:creator>{author}</dc:creator>"
        f"<cp:keywords>{keywords}</cp:keywords><cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{date}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{date}</dcterms:modified>'
        f"<dc:language>{name_language(document.languages[0])}</dc:language></cp:coreProperties>"
    )


def _write_application(document: Document) -> str:
    return (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>realisera</Application><Company>{write_line(document.author)}</Company></Properties>"
    )
