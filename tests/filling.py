"""Fills in forms as a supplier does: the controls of a Word file, the cells of a workbook."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import openpyxl
from lxml import etree

from generator.rendering.fields import NAMES_FROM

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


def fill_word(data: bytes, values: Mapping[str, str]) -> bytes:
    """The form with these values in the controls of these names; a box is ticked whatever its value is."""

    def fill(root: etree._Element) -> None:
        for control in root.iter(f"{_W}sdt"):
            tag = control.find(f"{_W}sdtPr/{_W}tag")
            name = tag.get(f"{_W}val", "") if tag is not None else ""
            if name not in values:
                continue
            for empty in list(control.iter(f"{_W}showingPlcHdr")):
                empty.getparent().remove(empty)  # type: ignore[union-attr]
            for box in control.iter(f"{_W14}checked"):
                box.set(f"{_W14}val", "1")
            next(control.iter(f"{_W}t")).text = values[name]

    return change_part(data, "word/document.xml", fill)


def save_as_libreoffice(data: bytes) -> bytes:
    """The form as LibreOffice 7.4 saves it: without the names of controls, and without the mark of those that are empty."""

    def lose(root: etree._Element) -> None:
        for mark in list(root.iter(f"{_W}tag", f"{_W}showingPlcHdr")):
            mark.getparent().remove(mark)  # type: ignore[union-attr]

    return change_part(data, "word/document.xml", lose)


def change_part(data: bytes, name: str, change: Callable[[etree._Element], None]) -> bytes:
    """The Office file with a part changed."""
    root = etree.fromstring(read_part(data, name))
    change(root)
    return replace_part(data, name, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def read_part(data: bytes, name: str) -> bytes:
    """A part of an Office file."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read(name)


def replace_part(data: bytes, name: str, part: bytes) -> bytes:
    """The Office file with another part in place of one, or beside the others."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as file, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for each in file.namelist():
            if each != name:
                made.writestr(each, file.read(each))
        made.writestr(name, part)
    return out.getvalue()


def fill_workbook(data: bytes, values: Mapping[str, object]) -> bytes:
    """The form with these values in the cells whose names stand out of sight, as another program saves it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            name = str(cell.value or "").split("\n")[0]
            if cell.column > NAMES_FROM and name in values:
                filled = book.worksheets[0].cell(cell.row, cell.column - NAMES_FROM)
                filled.value = values[name]  # type: ignore[assignment]
                filled.data_type = "s" if isinstance(values[name], str) else filled.data_type  # no formula
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
