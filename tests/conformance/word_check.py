"""Finds in a Word file what a validator doesn't look for, and who listens to it, fills it in or edits it would miss.

Knows nothing of how the file was made.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from tests.rendering.word_reading import W, text_of

_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_FILE_NAME = re.compile(r".+\.(png|svg|jpe?g|gif|emf)", re.IGNORECASE)
_BULLET = re.compile(r"\s*([•‣▪●○*·–—-]|\d{1,2}[.)]|[a-z]\))\s+\S")
_LONG = 17
"""How many headings under its title a text has that needs a table of contents."""

_BY_HAND = {
    "pPr": {
        "keepNext": "what stays together with what follows depends on the text",
        "pageBreakBefore": "which part begins a page depends on the document",
        "numPr": "a list that counts begins anew only by an instance of its own",
        "bidi": "the way of writing is a matter of language",
        "jc": "whether a column holds numbers depends on the table",
    },
    "rPr": {
        "b": "strong and emphasised at once: no one style says both",
        "bCs": "as b, in scripts from right to left",
        "i": "as b",
        "iCs": "as b, in scripts from right to left",
        "lang": "the language",
        "rtl": "the way of writing is a matter of language",
        "rFonts": "a hint of which script ambiguous signs are in, and no font",
    },
}
"""What paragraphs and runs may say beside their style, and why."""
_ROOM = {
    "table break": "keeps apart two tables, of which Word would make one",
    "gap": "a cell, and the document, can't end in a table",
    "letterhead end": "the letterhead can't end in a table",
    "table text": "a cell without words",
    "table heading": "a header cell without words",
    "blank cell": "a cell to write in",
    "blank line": "a line to sign on",
    "timeline cell": "a cell of a bar, which its colour tells",
    "reference value": "a reference that isn't there",
    "picture": "holds a picture",
}
"""Styles whose paragraphs may be empty, and why."""


def check_word(data: bytes) -> list[str]:
    """What is wrong, each with its place."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {name: etree.fromstring(file.read(name)) for name in file.namelist() if name.endswith(".xml")}
    body = parts["word/document.xml"]
    texts = [root for name, root in parts.items() if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name)]
    names = _name_styles(parts["word/styles.xml"])
    found = [*_check_properties(parts), *_check_headings(body, names), *_check_contents(body, names)]
    for text in texts:
        found += [*_check_styles(text, names), *_check_pictures(text)]
        found += [*_check_lists(text, parts["word/styles.xml"]), *_check_room(text, names)]
    return found + list(_check_tables(body, names))


def _check_properties(parts: dict[str, etree._Element]) -> Iterator[str]:
    title = parts["docProps/core.xml"].findtext(_TITLE)
    if not (title or "").strip():
        yield "the file has no title"
    default = parts["word/styles.xml"].find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    if default is None or not default.get(f"{W}val"):
        yield "the file has no language"


def _check_headings(body: etree._Element, names: dict[str, str]) -> Iterator[str]:
    before = 0
    for paragraph in body.iter(f"{W}p"):
        heading = re.fullmatch(r"heading (\d)", _name_style(paragraph, names))
        if heading is None:
            continue
        level = int(heading[1])
        if not text_of(paragraph).strip():
            yield f"an empty heading of level {level}"
        if level > before + 1:
            yield f"a heading of level {level} after one of level {before}: {_shorten(paragraph)}"
        before = level
    if not before:
        yield "there are no headings"


def _check_contents(body: etree._Element, names: dict[str, str]) -> Iterator[str]:
    """A table of contents says what the headings say, and leads to them."""
    headings = [p for p in body.iter(f"{W}p") if _name_style(p, names) in {"heading 2", "heading 3"}]
    codes = " ".join(code.text or "" for code in body.iter(f"{W}instrText"))
    entries = [p for p in body.iter(f"{W}p") if _name_style(p, names) in {"toc 2", "toc 3"}]
    if not entries and "TOC" not in codes:
        if len(headings) >= _LONG:
            yield "a long text has no table of contents"
        return
    if not re.search(r"\bTOC\b", codes):
        yield "the table of contents is no field"
    if [text_of(entry) for entry in entries] != [text_of(heading) for heading in headings]:
        yield "the table of contents doesn't say what the headings say"
    targets = [mark.get(f"{W}name") for heading in headings for mark in heading.iter(f"{W}bookmarkStart")]
    if [link.get(f"{W}anchor") for entry in entries for link in entry.iter(f"{W}hyperlink")] != targets:
        yield "the table of contents doesn't lead to the headings"


def _check_styles(text: etree._Element, names: dict[str, str]) -> Iterator[str]:
    for kind, style in (("pPr", "pStyle"), ("rPr", "rStyle")):
        for properties in text.iter(f"{W}{kind}"):
            parent = properties.getparent()
            if parent is None or parent.tag == f"{W}sdtPr":
                continue
            for each in properties:
                name = etree.QName(each).localname
                if name == style and each.get(f"{W}val") not in names:
                    yield f"a style that isn't there: {each.get(f'{W}val')}"
                elif name not in {style, *_BY_HAND[kind]} or _is_of_style(each, name):
                    yield f"{name} by hand, not by a style: {_shorten(parent)}"
    for paragraph in text.iter(f"{W}p"):
        if paragraph.find(f"{W}pPr/{W}pStyle") is None:
            yield f"a paragraph without a style: {_shorten(paragraph)}"


def _is_of_style(rule: etree._Element, name: str) -> bool:
    """Whether a rule that may stand by hand says more than it may: another font, or a column that isn't one of numbers."""
    return (name == "rFonts" and rule.keys() != [f"{W}hint"]) or (name == "jc" and rule.get(f"{W}val") not in {"right", "end"})


def _check_pictures(text: etree._Element) -> Iterator[str]:
    for picture in text.iter(_PICTURE):
        words = picture.get("descr", "").strip()
        if not words or _FILE_NAME.fullmatch(words):
            yield f"a picture doesn't say what it shows: {words!r}"


def _check_lists(text: etree._Element, styles: etree._Element) -> Iterator[str]:
    """Lists are numbered by their style or by themselves, not by signs that somebody typed; a sign alone in a cell is a mark."""
    numbered = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style") if style.find(f".//{W}numPr") is not None}
    for paragraph in text.iter(f"{W}p"):
        used = paragraph.find(f"{W}pPr/{W}pStyle")
        is_item = paragraph.find(f"{W}pPr/{W}numPr") is not None or (used is not None and used.get(f"{W}val") in numbered)
        is_mark = paragraph.getparent().tag == f"{W}tc" and len(paragraph.getparent().findall(f"{W}p")) == 1
        if not (is_item or is_mark) and _BULLET.match(text_of(paragraph)):
            yield f"a list that was typed: {_shorten(paragraph)}"


def _check_room(text: etree._Element, names: dict[str, str]) -> Iterator[str]:
    for paragraph in text.iter(f"{W}p"):
        style = _name_style(paragraph, names)
        if not text_of(paragraph).strip() and next(paragraph.iter(_PICTURE, f"{W}sdt"), None) is None and style not in _ROOM:
            yield f"an empty paragraph, in the style {style!r}"


def _check_tables(body: etree._Element, names: dict[str, str]) -> Iterator[str]:
    """Rows of headers say so: those at the top of a table whose style or cells are those of headers."""
    for table in body.iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        headed = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        looks = [_looks_like_header(row, names) for row in rows]
        look = table.find(f"{W}tblPr/{W}tblLook")
        first = look is not None and look.get(f"{W}firstRow") == "1"
        if first != any(headed) or (rows and looks[0] != headed[0]):
            yield f"a table whose header row isn't marked as one: {_shorten(table)}"
        if sorted(headed, reverse=True) != headed:
            yield f"a row of headers in the middle of a table: {_shorten(table)}"
        widths = {sum(int(_value(cell, "gridSpan") or 1) for cell in row.findall(f"{W}tc")) for row in rows}
        if len(widths) > 1:
            yield f"a table whose rows are not equally long: {_shorten(table)}"


def _looks_like_header(row: etree._Element, names: dict[str, str]) -> bool:
    """Whether all its words are set as those of headers are; the first cell may be that of its row."""
    cells = row.findall(f"{W}tc")
    styles = {_name_style(paragraph, names) for cell in cells[1:] or cells for paragraph in cell.iter(f"{W}p")}
    return styles == {"table heading"}


def _value(cell: etree._Element, name: str) -> str:
    found = cell.find(f"{W}tcPr/{W}{name}")
    return "" if found is None else found.get(f"{W}val", "")


def _name_styles(styles: etree._Element) -> dict[str, str]:
    """The names of styles by their ids."""
    return {
        style.get(f"{W}styleId", ""): name.get(f"{W}val", "").lower()
        for style in styles.iter(f"{W}style")
        for name in style.iterfind(f"{W}name")
    }


def _name_style(paragraph: etree._Element, names: dict[str, str]) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return names.get(style.get(f"{W}val", ""), "") if style is not None else "normal"


def _shorten(element: etree._Element) -> str:
    return repr(" ".join(text_of(element).split())[:60])
