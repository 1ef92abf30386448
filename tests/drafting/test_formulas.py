"""Cells with a formula: what it came to when the workbook was saved is read, and where nobody saved that, the cell is told."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from generator.errors import InputError
from generator.files.spreadsheets import read_tables


def write(path: Path) -> Path:
    """A workbook as programs write it that work nothing out: no cell has a result."""
    book = openpyxl.Workbook()
    book.active.title = "Avtal"
    book.active["A1"], book.active["B2"], book.active["D14"] = "Nr", 3, '=A1&"b"'
    book.create_sheet("Risker & mer")["C3"] = "=1+1"
    hidden = book.create_sheet("Dold")
    hidden["A1"], hidden.sheet_state = "=1+1", "hidden"
    book.save(path)
    return path


def test_each_cell_without_a_result_is_told_by_sheet_and_name(tmp_path):
    path = write(tmp_path / "register.xlsx")
    with pytest.raises(InputError) as told:
        read_tables(path, path.read_bytes())
    assert [str(finding).splitlines()[0] for finding in told.value.findings] == [
        f"{path}:Avtal!D14: error: this cell holds a formula, and the file doesn't say what comes of it",
        f"{path}:Risker & mer!C3: error: this cell holds a formula, and the file doesn't say what comes of it",
    ]


def test_no_more_than_twenty_of_a_sheet_are_told(tmp_path):
    path = tmp_path / "register.xlsx"
    book = openpyxl.Workbook()
    for row in range(1, 100):
        book.active.cell(row, 1, "=1+1")
    book.save(path)
    with pytest.raises(InputError) as told:
        read_tables(path, path.read_bytes())
    assert len(told.value.findings) == 20


def test_results_are_read(tmp_path):
    path = tmp_path / "register.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Avtal")
        sheet.write_formula("A1", '="a"&"b"', None, "ab")
        sheet.write_formula("B1", "=1+1", None, 2)
    (table,) = read_tables(path, path.read_bytes())
    assert [list(row) for row in table.rows] == [["ab", 2]]
