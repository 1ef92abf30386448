"""The content controls of a Word file that anybody may have saved, with Word or with another program. Called by `reading`.

LibreOffice 7.4 leaves out the names of controls, and which of them nobody has filled in. So our files say the names of all of
them, in order, and the words that stand in empty ones, among their properties, which it keeps.

Source: ECMA-376 part 1, 17.5.2.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from generator.files.office.revisions import accept_changes
from generator.files.zip_parts import read_part

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_LARGEST = 50_000_000
"""Bytes that a part may have when it is unpacked."""
_DOCUMENT, _CORE = "word/document.xml", "docProps/core.xml"
_KEYWORDS = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"
_BREAKS = frozenset({f"{_W}br", f"{_W}cr"})
_ON = frozenset({"1", "true", "on"})
_EN_SPACE = "\u2002"
TICKED = "yes"
"""What a box holds that is ticked."""


class Control(NamedTuple):
    """A field as it stands in a file."""

    name: str
    options: Mapping[str, str]
    """Codes of what there was to choose between, by words."""
    text: str
    label: str = ""
    """What people call it, in the language of the form; nothing where a program has lost that."""
    cell: str = ""
    """Where it stands in a workbook."""


def read_controls(data: bytes, stamp: Mapping[str, str]) -> list[Control]:
    """The controls of a Word file that have names, in order.

    Raises:
        Exception: one of `DAMAGED`, or a SyntaxError, where the file can't be read.
    """
    root = _parse(data, _DOCUMENT)
    accept_changes(root)
    controls = [each for each in root.iter(f"{_W}sdt") if each.find(f"{_W}sdtPr/{_W}docPartObj") is None]
    names = [_read_value(each, f"{_W}sdtPr/{_W}tag") for each in controls]
    known = stamp.get("fields", "").split()
    if not any(names) and len(known) == len(names):
        names = known
    empty = frozenset(stamp.get("empty", "").split("|"))
    return [_read_control(each, name, empty) for each, name in zip(controls, names, strict=True) if name]


def read_keywords(data: bytes) -> tuple[str, ...]:
    """The keywords of an Office file, which for ours are registration numbers; none where it has none.

    Raises:
        Exception: as for `read_controls`.
    """
    try:
        found = _parse(data, _CORE).find(_KEYWORDS)
    except KeyError:
        return ()
    words = (found.text or "").split(",") if found is not None else ()
    return tuple(word.strip() for word in words if word.strip())


def _parse(data: bytes, name: str) -> etree._Element:
    """A part as XML, with no entities and nothing from elsewhere.

    Raises:
        Exception: as for `read_controls`.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        part = read_part(file, name, _LARGEST)
    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError
    return root


def _read_control(control: etree._Element, name: str, empty: frozenset[str]) -> Control:
    properties = control.find(f"{_W}sdtPr")
    label = _read_value(control, f"{_W}sdtPr/{_W}alias")
    box = control.find(f"{_W}sdtPr/{_W14}checkbox")
    if box is not None:
        checked = box.find(f"{_W14}checked")
        is_ticked = checked is not None and checked.get(f"{_W14}val", "1") in _ON
        return Control(name, {}, TICKED if is_ticked else "", label)
    items = properties.iter(f"{_W}listItem") if properties is not None else ()
    options = {" ".join(str(item.get(f"{_W}displayText", "")).split()): str(item.get(f"{_W}value", "")) for item in items}
    date = control.find(f"{_W}sdtPr/{_W}date")
    text = _read_text(control).strip(_EN_SPACE + " \n")
    if control.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None or text in empty:
        return Control(name, options, "", label)
    chosen = date.get(f"{_W}fullDate", "")[:10] if date is not None else ""
    return Control(name, options, chosen or text, label)


def _read_text(control: etree._Element) -> str:
    """What stands in a control: its paragraphs and line breaks as lines."""
    parts = control.iter(f"{_W}p", f"{_W}t", f"{_W}tab", *_BREAKS)
    return "".join((part.text or "") if part.tag == f"{_W}t" else " " if part.tag == f"{_W}tab" else "\n" for part in parts)


def _read_value(control: etree._Element, path: str) -> str:
    found = control.find(path)
    return found.get(f"{_W}val", "") if found is not None else ""
