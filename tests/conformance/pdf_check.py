"""Finds in a PDF what veraPDF doesn't look for, and who listens to it, leafs through it or keeps it would miss.

Knows nothing of how the PDF was made.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache

import pikepdf
from fontTools.ttLib import TTFont

from generator.workspace import PACKAGE
from tests.conformance.pdf_content import check_content
from tests.conformance.pdf_tags import check_tags
from tests.rendering.pdf_reading import Artifact, Tag, read_all

_SAID_TWICE = {"Title": "dc:title", "Author": "dc:creator", "Subject": "dc:description", "Keywords": "pdf:Keywords"}
_LINK_WORDS = {"här", "here", "klicka här", "click here", "länk", "link", "läs mer", "read more"}
_FULL_NAME, _POSTSCRIPT_NAME = 4, 6
_RUNNING = {"Header", "Footer", "Pagination"}


def check_pdf(data: bytes) -> list[str]:
    """What is wrong, each with its place. Where content lies outside of the tag tree, there is no reading on."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = [*_check_catalog(pdf), *_check_metadata(pdf), *_check_fonts(pdf), *_check_annotations(pdf)]
        lost = list(check_content(pdf))
        if lost or "/Lang" not in pdf.Root:
            return found + lost
        tree, artifacts = read_all(data)
        return [*found, *_check_artifacts(artifacts, len(pdf.pages)), *_check_bookmarks(pdf, tree), *check_tags(tree)]


def _check_catalog(pdf: pikepdf.Pdf) -> Iterator[str]:
    if not pdf.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the window shows the name of the file, not the title"
    if not str(pdf.Root.get("/Lang", "")).strip():
        yield "the document has no language"
    if "/PageLabels" not in pdf.Root:
        yield "the pages have no labels"


def _check_metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as packet:
        for entry, name in _SAID_TWICE.items():
            value, other = str(pdf.docinfo.get(f"/{entry}", "")).strip(), packet.get(name, "")
            if not value:
                yield f"the metadata has no {entry}"
            elif value != (", ".join(other) if isinstance(other, list) else other):
                yield f"the metadata says two things as {entry}: {value!r} and {other!r}"


def _check_fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for font in pdf.objects:
        if not isinstance(font, pikepdf.Dictionary) or font.get("/Type") != "/Font" or "/DescendantFonts" in font:
            continue
        name = str(font.get("/BaseFont", font.get("/Name", "")))[1:].rpartition("+")[2]
        if name not in _list_shipped():
            yield f"the font {name} is none of ours"
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.get("/FontDescriptor", {}).keys()):
            yield f"the font {name} is not embedded"


@cache
def _list_shipped() -> frozenset[str]:
    names = set()
    for path in (PACKAGE / "templates" / "fonts").glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            name = font["name"].getDebugName(_POSTSCRIPT_NAME)
            names |= {name, font["name"].getDebugName(_FULL_NAME).replace(" ", "-")}  # Pango writes either
    return frozenset(names)


def _check_annotations(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, start=1):
        annotations = list(page.get("/Annots", ()))
        if annotations and page.get("/Tabs") != "/S":
            yield f"page {number}: the tabulator doesn't follow the text"
        for annotation in annotations:
            words = " ".join(str(annotation.get("/Contents", "")).split())
            if not words:
                yield f"page {number}: a link says nothing"
            elif words.casefold() in _LINK_WORDS:
                yield f"page {number}: a link doesn't say where to: {words}"


def _check_artifacts(artifacts: list[Artifact], pages: int) -> Iterator[str]:
    """Running heads and feet are artifacts and say so; no other text is one."""
    for artifact in artifacts:
        if artifact.kind not in _RUNNING:
            yield f"page {artifact.page + 1}: text that is not read: {artifact.text!r}"
    running = {artifact.page for artifact in artifacts if artifact.kind in {"Header", "Footer"}}
    for page in range(1, pages):  # the first slide has none
        if page not in running:
            yield f"page {page + 1}: no running head or foot"


def _check_bookmarks(pdf: pikepdf.Pdf, tree: Tag) -> Iterator[str]:
    with pdf.open_outline() as outline:
        bookmarks = list(_list_bookmarks(outline.root, 1))
    headings = [(int(tag.role[1]), _fold(tag.text())) for tag in tree.walk() if re.fullmatch("H[1-6]", tag.role)]
    missing = [heading for heading in headings if heading not in bookmarks]
    for _, heading in missing:
        yield f"no bookmark for {heading!r}"
    if not missing and bookmarks != headings:
        yield "the bookmarks are not those of the headings"


def _list_bookmarks(items: list[pikepdf.OutlineItem], level: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield level, _fold(item.title)
        yield from _list_bookmarks(item.children, level + 1)


def _fold(text: str) -> str:
    """Without white space, which a PDF has where a line ends, or not."""
    return "".join(text.replace("\u00ad", "").split())
