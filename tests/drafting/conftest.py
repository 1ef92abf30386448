"""A workspace to draft in, and registers made in a few words."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter

from generator.drafting.saving import Saver
from generator.workspace import find_workspace

PLAIN = dict.fromkeys(("strings_to_formulas", "strings_to_numbers", "strings_to_urls"), False)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "realisera.toml").write_text('[new_contract]\n"clause.version" = "generation-c"\n', encoding="utf-8")
    (tmp_path / "contracts").mkdir()
    return tmp_path


@pytest.fixture
def saver(folder):
    return Saver(find_workspace(folder), folder / "contracts", str, date(2026, 11, 27))


@pytest.fixture
def write_sheets(tmp_path):
    """A function that writes a workbook of sheets, each a list of rows; dates are cells with dates."""

    def write(name, **sheets):
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True, **PLAIN})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(number, column, cell, day)
                    elif cell is not None:
                        sheet.write(number, column, cell)
        book.close()
        path = tmp_path / name
        path.write_bytes(out.getvalue())
        return path

    return write
