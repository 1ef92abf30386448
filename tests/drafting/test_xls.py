"""Registers of old Excel: how far their cells reach is known before anybody unfolds them."""

from __future__ import annotations

from pathlib import Path

import pytest
import python_calamine

from generator.errors import InputError
from generator.files.spreadsheets import MOST_COLUMNS, MOST_ROWS, read_tables
from tests.drafting.xls import blank, formula, make_xls, number, numbers, record, shared, strings

PATH = Path("register.xls")
LONG = "x" * 32_767


@pytest.fixture
def unread(monkeypatch):
    """The library that unfolds cells, which is never to be asked."""

    class Unasked:
        @staticmethod
        def from_filelike(_file):
            raise AssertionError("it was asked to read")

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Unasked)


@pytest.mark.parametrize("wide", [False, True])
def test_it_is_read_with_texts_that_go_on_in_the_next_record(wide):
    texts = strings("Dnr", "RE 1", LONG, "Ek", wide=wide)
    (table,) = read_tables(PATH, make_xls(shared(1, 0, 1), shared(0, 0, 0), shared(1, 1, 2), shared(2, 1, 3), texts=texts))
    assert table.rows == [["Dnr", ""], ["RE 1", LONG], ["", "Ek"]]


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize(
    "cell",
    [
        number(MOST_ROWS, 0),
        number(0, MOST_COLUMNS),
        formula(MOST_ROWS, 0),
        shared(MOST_ROWS, 0, 0),
        numbers(0, MOST_COLUMNS - 1, MOST_COLUMNS),
        record(0x204, number(MOST_ROWS, 0)[4:10], b"\1\0x"),
    ],
    ids=["row", "column", "formula", "text", "numbers", "label"],
)
def test_a_cell_too_far_away_is_refused_before_it_is_read(cell):
    with pytest.raises(InputError, match="a sheet has more than"):
        read_tables(PATH, make_xls(number(0, 0), cell, texts=strings("Dnr")))


def test_the_farthest_cell_that_may_be_is_read():
    (table,) = read_tables(PATH, make_xls(number(0, 0), number(MOST_ROWS - 1, 1)))
    assert (len(table.rows), table.rows[-1]) == (MOST_ROWS, ["", 1])
    (table,) = read_tables(PATH, make_xls(number(0, 0), numbers(0, MOST_COLUMNS - 2, MOST_COLUMNS - 1)))
    assert len(table.rows[0]) == MOST_COLUMNS


def test_cells_that_are_only_formatted_do_not_count():
    (table,) = read_tables(PATH, make_xls(number(0, 0), blank(65_535, 255)))
    assert table.rows == [[1]]


@pytest.mark.usefixtures("unread")
def test_a_text_that_thousands_of_cells_share_is_refused_before_it_is_read():
    cells = [shared(row, 0, 1) for row in range(100_000_000 // len(LONG) + 1)]
    with pytest.raises(InputError, match="more text than can be read"):
        read_tables(PATH, make_xls(*cells, texts=strings("Dnr", LONG)))


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize(
    "data",
    [
        make_xls(number(0, 0), before=record(0x2F, b"\0\0")),
        make_xls(record(0x203, b"\0")),
        make_xls(number(0, 0), texts=record(0xFC, b"\1\0\0\0\1\0\0\0", b"\xff\x7f\0x")),
        make_xls(number(0, 0))[:900],
    ],
    ids=["password", "half a cell", "half a text", "half a file"],
)
def test_what_has_a_password_or_is_damaged_is_refused(data):
    with pytest.raises(InputError, match="the workbook can't be read"):
        read_tables(PATH, data)
