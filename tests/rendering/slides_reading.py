"""Reads PowerPoint files for tests, on its own: nothing here knows how they were written."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import NamedTuple

from lxml import etree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FURNITURE = frozenset({"dt", "ftr", "sldNum"})
_SENDER = 10
"""Placeholders of a layout's own begin with this number; the only one is the sender on the title slide."""


class Shape(NamedTuple):
    """A shape of a slide: its kind, its placeholder's kind ("" for none), its paragraphs, what it is to
    those who can't see it, and its place where it has one of its own."""

    kind: str
    placeholder: str
    paragraphs: list[str]
    alternative: str
    box: tuple[int, int, int, int] | None


def read_parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def read_slides(data: bytes) -> list[list[Shape]]:
    """The shapes of each slide, in the order that a screen reader has."""
    return [[_read_shape(shape) for shape in _list_shapes(slide)] for slide in _list_slides(read_parts(data))]


def read_text(data: bytes) -> str:
    """The words of all slides in reading order without white space, apart from date, foot, number and sender.

    What is drawn is its alternative text.
    """
    shapes = [shape for slide in read_slides(data) for shape in slide if is_content(shape)]
    said = [[shape.alternative] if shape.kind == "pic" else shape.paragraphs for shape in shapes]
    return "".join("".join(text for paragraphs in said for text in paragraphs).split())


def read_titles(data: bytes) -> list[str]:
    """The title of each slide, "" where it has none."""
    return [
        next((" ".join(shape.paragraphs) for shape in slide if shape.placeholder in {"title", "ctrTitle"}), "")
        for slide in read_slides(data)
    ]


def read_notes(data: bytes) -> list[list[str]]:
    """The paragraphs of each slide's notes."""
    parts = read_parts(data)
    notes = []
    for name in _list_names(parts):
        found = [target for kind, target in _read_relations(parts, name).values() if kind.endswith("/notesSlide")]
        shapes = [shape for target in found for shape in _list_shapes(etree.fromstring(parts[target]))]
        notes.append([text for shape in map(_read_shape, shapes) if shape.placeholder == "body" for text in shape.paragraphs])
    return notes


def read_languages(data: bytes) -> list[tuple[str, str]]:
    """Language and text of each run with words."""
    return [
        (run.find(f"{A}rPr").get("lang"), run.findtext(f"{A}t"))
        for slide in _list_slides(read_parts(data))
        for run in slide.iter(f"{A}r")
    ]


def read_links(data: bytes) -> list[tuple[str, str]]:
    """Text and address of each link."""
    parts = read_parts(data)
    links = []
    for name in _list_names(parts):
        relations = _read_relations(parts, name)
        for run in etree.fromstring(parts[name]).iter(f"{A}r"):
            link = run.find(f"{A}rPr/{A}hlinkClick")
            if link is not None:
                links.append((run.findtext(f"{A}t"), relations[link.get(f"{R}id")][1]))
    return links


def read_layouts(data: bytes) -> list[str]:
    """The kind of the layout of each slide."""
    parts = read_parts(data)
    targets = [
        target
        for name in _list_names(parts)
        for kind, target in _read_relations(parts, name).values()
        if kind.endswith("/slideLayout")
    ]
    return [etree.fromstring(parts[target]).get("type", "") for target in targets]


def is_content(shape: Shape) -> bool:
    return shape.placeholder not in _FURNITURE | {"sender"}


def _list_names(parts: dict[str, bytes]) -> list[str]:
    """The parts of the slides, in the order in which they are shown."""
    name = "ppt/presentation.xml"
    relations = _read_relations(parts, name)
    return [relations[slide.get(f"{R}id")][1] for slide in etree.fromstring(parts[name]).iter(f"{P}sldId")]


def _list_slides(parts: dict[str, bytes]) -> list[etree._Element]:
    return [etree.fromstring(parts[name]) for name in _list_names(parts)]


def _read_relations(parts: dict[str, bytes], name: str) -> dict[str, tuple[str, str]]:
    folder, file = posixpath.split(name)
    found = {}
    for relation in etree.fromstring(parts[f"{folder}/_rels/{file}.rels"]):
        target = relation.get("Target", "")
        outside = relation.get("TargetMode") == "External"
        place = target if outside else posixpath.normpath(posixpath.join("/", folder, target))[1:]
        found[relation.get("Id", "")] = (relation.get("Type", ""), place)
    return found


def _list_shapes(slide: etree._Element) -> list[etree._Element]:
    tree = slide.find(f"{P}cSld/{P}spTree")
    assert tree is not None
    return [shape for shape in tree if shape.tag in {f"{P}sp", f"{P}pic", f"{P}graphicFrame"}]


def _read_shape(shape: etree._Element) -> Shape:
    place = next(shape.iter(f"{P}ph"), None)
    kind = "" if place is None else place.get("type", "obj")
    if place is not None and kind not in _FURNITURE and int(place.get("idx", "0")) > _SENDER:
        kind = "sender"
    properties = next(shape.iter(f"{P}cNvPr"))
    offset, extent = (
        next(shape.iter(f"{A}off"), None),
        next((each for each in shape.iter(f"{A}ext") if "cx" in each.attrib), None),
    )
    box = None
    if offset is not None and extent is not None and extent.get("cx"):
        box = tuple(int(part.get(name, "0")) for part, name in ((offset, "x"), (offset, "y"), (extent, "cx"), (extent, "cy")))
    return Shape(
        str(shape.tag).partition("}")[2],
        kind,
        [_read_paragraph(each) for each in shape.iter(f"{A}p")],
        properties.get("descr", ""),
        box,
    )


def _read_paragraph(paragraph: etree._Element) -> str:
    return "".join("\n" if part.tag == f"{A}br" else part.text or "" for part in paragraph.iter(f"{A}t", f"{A}br"))
