"""Reads Word files for tests, on its own: nothing here knows how they were written."""

from __future__ import annotations

import io
import zipfile
from typing import NamedTuple

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_MARKS = {f"{W}br": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-", f"{W}cr": "\n"}


class Run(NamedTuple):
    text: str
    style: str
    language: str


class Numbered(NamedTuple):
    text: str
    style: str
    level: int
    list: str


def read_parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def parse_part(data: bytes, name: str) -> etree._Element:
    return etree.fromstring(read_parts(data)[name])


def read_body(data: bytes) -> etree._Element:
    """The body without its table of contents, which says again what headings say."""
    body = parse_part(data, "word/document.xml").find(f"{W}body")
    assert body is not None
    for gallery in body.findall(f".//{W}docPartGallery"):
        contents = next(gallery.iterancestors(f"{W}sdt"))
        contents.getparent().remove(contents)  # type: ignore[union-attr]
    return body


def read_text(data: bytes) -> str:
    """The body's text in reading order, all white space removed."""
    return "".join("".join(read_paragraphs(data)).split())


def read_words(data: bytes) -> list[str]:
    """The body's words in reading order; a paragraph's end ends a word."""
    return "\n".join(read_paragraphs(data)).split()


def read_paragraphs(data: bytes) -> list[str]:
    """The text of each paragraph of the body, letter by letter; line ends are newlines, a picture is its description."""
    return [text_of(paragraph) + _describe_pictures(paragraph) for paragraph in read_body(data).iter(f"{W}p")]


def read_headers(data: bytes) -> dict[str, str]:
    """The text of headers and footers by part, `word/header1.xml`; paragraphs on lines of their own."""
    return {
        name: "\n".join(text_of(paragraph) for paragraph in etree.fromstring(content).iter(f"{W}p"))
        for name, content in read_parts(data).items()
        if name.startswith(("word/header", "word/footer")) and name.endswith(".xml")
    }


def read_default_language(data: bytes) -> str:
    language = parse_part(data, "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert language is not None
    return language.get(f"{W}val", "")


def read_runs(data: bytes) -> list[Run]:
    """The body's runs: text, id of the character style, language ("" for that of the file)."""
    return [
        Run(text_of(run), _value(run, f"{W}rPr/{W}rStyle"), _value(run, f"{W}rPr/{W}lang"))
        for run in read_body(data).iter(f"{W}r")
    ]


def read_languages(data: bytes) -> list[tuple[str, str]]:
    """Language and text of each run that isn't in the language of the file."""
    return [(run.language, run.text) for run in read_runs(data) if run.language]


def read_lists(data: bytes) -> list[Numbered]:
    """The paragraphs with a bullet or number: text, style, level from 0, id of the list ("" for the style's own)."""
    styled = {
        style.get(f"{W}styleId", ""): int(_value(style, f"{W}pPr/{W}numPr/{W}ilvl") or 0)
        for style in parse_part(data, "word/styles.xml").iter(f"{W}style")
        if style.find(f"{W}pPr/{W}numPr") is not None
    }
    items = []
    for paragraph in read_body(data).iter(f"{W}p"):
        style, number = _value(paragraph, f"{W}pPr/{W}pStyle"), paragraph.find(f"{W}pPr/{W}numPr")
        if number is not None:
            items.append(Numbered(text_of(paragraph), style, int(_value(number, f"{W}ilvl")), _value(number, f"{W}numId")))
        elif style in styled:
            items.append(Numbered(text_of(paragraph), style, styled[style], ""))
    return items


def read_styles(data: bytes) -> tuple[set[str], set[str]]:
    """The ids of the styles that the body uses, and of those that the file has."""
    body, styles = read_body(data), parse_part(data, "word/styles.xml")
    used = {tag.get(f"{W}val", "") for name in ("pStyle", "rStyle", "tblStyle") for tag in body.iter(f"{W}{name}")}
    return used, {style.get(f"{W}styleId", "") for style in styles.iter(f"{W}style")}


def read_links(data: bytes) -> list[tuple[str, str]]:
    """Text and address of each link in the body, or its bookmark after a #."""
    targets = {link.get("Id"): link.get("Target", "") for link in parse_part(data, "word/_rels/document.xml.rels")}
    return [
        (text_of(link), targets.get(link.get(f"{R}id"), f"#{link.get(f'{W}anchor')}"))
        for link in read_body(data).iter(f"{W}hyperlink")
    ]


def read_fills(row: etree._Element) -> list[str]:
    """The colour of each cell of a row, "" for none."""
    return [_value(cell, f"{W}tcPr/{W}shd", "fill") for cell in row.iter(f"{W}tc")]


class Field(NamedTuple):
    name: str
    tag: str
    kind: str
    text: str


def read_fields(data: bytes) -> list[Field]:
    """The body's content controls: what they are called, what a program finds them by, `text` or `box`, what they hold."""
    return [
        Field(
            _value(field, f"{W}sdtPr/{W}alias"),
            _value(field, f"{W}sdtPr/{W}tag"),
            "box" if field.find(f"{W}sdtPr/{_W14}checkbox") is not None else "text",
            "".join(text.text or "" for text in field.iter(f"{W}t")),
        )
        for field in read_body(data).iter(f"{W}sdt")
    ]


def text_of(element: etree._Element) -> str:
    """Its text; a box to tick is none, nor are the words of a field that nobody has filled in."""
    empty = (f"{_W14}checkbox", f"{W}showingPlcHdr")
    boxes = {run for box in element.iter(*empty) for run in box.getparent().getparent().iter(f"{W}r")}  # type: ignore[union-attr]
    return "".join(
        (tag.text or "") if tag.tag == f"{W}t" else _MARKS.get(str(tag.tag), "")
        for tag in element.iter(f"{W}t", *_MARKS)
        if tag.getparent().tag == f"{W}r" and tag.getparent() not in boxes  # type: ignore[union-attr]
    )


def _describe_pictures(paragraph: etree._Element) -> str:
    return "".join(picture.get("descr", "") for picture in paragraph.iter(_PICTURE))


def _value(element: etree._Element, path: str, attribute: str = "val") -> str:
    found = element.find(path)
    return found.get(f"{W}{attribute}", "") if found is not None else ""
