"""Tables as xlsx, read back by another library, and as csv: each cell holds what it was to hold, and none is a formula."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest

from generator.reporting import tables
from generator.reporting.tables import Column, MadeRows, Table, write_csv, write_xlsx

ON = date(2026, 11, 22)
COLUMNS = (Column("Dag", 11), Column("Rubrik", 40), Column("Sidor", 8))
ROWS = [(date(2026, 12, 8), "Åtgärdsplan D2, “åäö” 日本", 12), (None, "", None)]
DANGEROUS = ["=1+1", "+46 10 100", "-1", "@SUM(A1)", "\tx", "\rx", " =cmd", "\n=x", '=HYPERLINK("http://x.example")', "\uff1d1+1"]
HARMLESS = ["1-2", "a=b", "2024-00307", "007", "1E5", "https://region.example", "'=1"]


def read_sheet(data):
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(data))).active
    return sheet, [[cell.value for cell in row] for row in sheet.iter_rows()]


def read_csv(data):
    return list(csv.reader(io.StringIO(b"".join(data).decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_table_is_read_back_as_it_was():
    sheet, rows = read_sheet(write_xlsx(Table("Att göra", COLUMNS, ROWS, ON)))
    assert rows == [["Dag", "Rubrik", "Sidor"], [datetime(2026, 12, 8), ROWS[0][1], 12], [None, "", None]]  # noqa: DTZ001
    assert (sheet.title, sheet.freeze_panes, sheet.print_title_rows) == ("Att göra", "A2", "$1:$1")
    assert sheet["A2"].number_format == "yyyy-mm-dd"
    (table,) = sheet.tables.values()
    assert (table.ref, table.headerRowCount or 1) == ("A1:C3", 1)


def test_a_table_without_rows_has_its_head():
    sheet, rows = read_sheet(write_xlsx(Table("Att göra", COLUMNS, [], ON)))
    assert rows[0] == ["Dag", "Rubrik", "Sidor"]
    assert [table.ref for table in sheet.tables.values()] == ["A1:C2"]
    assert read_csv(write_csv(Table("Att göra", COLUMNS, [], ON))) == [["Dag", "Rubrik", "Sidor"]]


@pytest.mark.parametrize("text", [*DANGEROUS, *HARMLESS])
def test_no_cell_of_xlsx_is_a_formula_number_or_link(text):
    sheet, _ = read_sheet(write_xlsx(Table("x", COLUMNS, [(None, text, None)], ON)))
    assert (sheet["B2"].value, sheet["B2"].data_type, sheet["B2"].hyperlink) == (text.replace("\r", "_x000D_"), "s", None)
    # So that it stays a text, too, when somebody has edited the cell.
    assert sheet["B2"].quotePrefix is (text in DANGEROUS)
    assert sheet["B2"].number_format == "@"


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_csv_could_be_taken_for_a_formula_has_an_apostrophe(text):
    assert read_csv(write_csv(Table("x", COLUMNS, [(None, text, None)], ON)))[1] == ["", f"'{text}", ""]


@pytest.mark.parametrize("text", HARMLESS)
def test_csv_leaves_all_else_as_it_is(text):
    assert read_csv(write_csv(Table("x", COLUMNS, [(None, text, None)], ON)))[1] == ["", text, ""]


def test_csv_is_what_excel_reads_in_sweden():
    rows = [(date(2026, 12, 8), 'a;"b"', 12)]
    assert b"".join(write_csv(Table("x", COLUMNS, rows, ON))) == '\ufeffDag;Rubrik;Sidor\r\n2026-12-08;"a;""b""";12\r\n'.encode()


def test_the_same_table_gives_the_same_bytes_and_carries_its_own_day_alone():
    table = Table("Att göra", COLUMNS, ROWS, ON)
    whole = b"".join(write_xlsx(table))
    assert b"".join(write_xlsx(table)) == whole
    properties = openpyxl.load_workbook(io.BytesIO(whole)).properties
    assert (properties.created.date(), properties.modified.date(), properties.title) == (ON, ON, "Att göra")


@pytest.mark.parametrize(("title", "name"), [("a/b:c", "a-b-c"), ("å" * 40, "å" * 31), ("'x'", "-x-")])
def test_a_title_that_no_sheet_can_have_is_made_one(title, name):
    assert read_sheet(write_xlsx(Table(title, COLUMNS, ROWS, ON)))[0].title == name


def test_a_text_longer_than_a_cell_is_cut_where_that_is_seen():
    longest, longer = "å" * 32_767, "å" * 32_768
    _, rows = read_sheet(write_xlsx(Table("x", COLUMNS, [(None, longest, None), (None, longer, None)], ON)))
    assert (rows[1][1], rows[2][1]) == (longest, "å" * 32_766 + "…")
    _, rows = read_sheet(write_xlsx(Table("x", COLUMNS, [(None, "😀" * 16_384, None)], ON)))
    assert rows[1][1] == "😀" * 16_383 + "…"


def test_very_many_rows_are_written_as_they_come_and_say_the_same(monkeypatch):
    _, short = read_sheet(write_xlsx(Table("x", COLUMNS, ROWS, ON)))
    monkeypatch.setattr(tables, "_MOST_HELD", 1)
    sheet, rows = read_sheet(write_xlsx(Table("x", COLUMNS, ROWS, ON)))
    assert rows == short
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.auto_filter.ref) == ("A2", "$1:$1", "A1:C3")
    assert (sheet["A2"].number_format, sheet["B2"].number_format) == ("yyyy-mm-dd", "@")


def test_more_rows_than_a_sheet_holds_go_on_on_another(monkeypatch):
    monkeypatch.setattr(tables, "_MOST_HELD", 1)
    monkeypatch.setattr(tables, "_MOST_ROWS", 2)
    rows = [(None, str(number), number) for number in range(5)]
    book = openpyxl.load_workbook(io.BytesIO(b"".join(write_xlsx(Table("å" * 40, COLUMNS, rows, ON)))))
    assert book.sheetnames == ["å" * 31, "å" * 29 + " 2", "å" * 29 + " 3"]
    heading = tuple(column.title for column in COLUMNS)
    said = [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]
    assert said == [heading, *rows[:2], heading, *rows[2:4], heading, rows[4]]


def test_rows_are_made_when_they_are_asked_for():
    made = []
    rows = MadeRows(range(3), lambda number: made.append(number) or (None, "", number))
    assert (len(rows), made) == (3, [])
    assert list(rows) == [(None, "", 0), (None, "", 1), (None, "", 2)]
    assert (None, "", 2) in rows
    assert (None, "", 3) not in rows
