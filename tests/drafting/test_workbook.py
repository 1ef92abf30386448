"""The workbook that explains itself: nothing in it is a formula, and what it is filled in with can be read again."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from generator.contract.understanding import find_words
from generator.drafting.layout import Agreed, find_heads, read_layout
from generator.drafting.register import read_register
from generator.drafting.workbook import write_workbook
from generator.files.spreadsheets import read_tables
from generator.workspace import Files

FILES = Files()
KINDS = read_layout(FILES)
OPTIONS = {"clause.version": ("2023", "generation-c")}


@pytest.fixture(scope="module")
def data():
    return write_workbook(KINDS, FILES, OPTIONS, str, date(2026, 11, 27))


def test_each_heading_is_explained_and_has_an_example(data):
    book = openpyxl.load_workbook(BytesIO(data))
    assert book.sheetnames == [
        "Avtal",
        "Anbudsområden",
        "Leveranskedja",
        "Produkter",
        "Risker",
        "Uppföljning",
        "Avvikelser",
        "Läs mig",
    ]
    for sheet, kind in zip(book.worksheets[:-1], KINDS.values(), strict=True):
        headings = [column.heading for column in kind.columns]
        assert [cell.value for cell in sheet[1]] == (["Avtal", *headings] if kind.list else headings)
        assert [cell.coordinate for cell in sheet[1] if not (cell.comment and cell.comment.text.strip())] == []
        assert str(sheet["A2"].value).startswith("Exempel: ")


def test_what_may_be_chosen_is_in_the_words_of_the_field(data):
    book = openpyxl.load_workbook(BytesIO(data))
    lists = {
        str(rule.sqref).split(":")[0][:-1]: rule.formula1
        for rule in book["Avtal"].data_validations.dataValidation
        if rule.type == "list"
    }
    headings = {cell.value: cell.column_letter for cell in book["Avtal"][1]}
    assert lists[headings["Ramavtal"]] == '"ja,nej"'
    assert lists[headings["Nivå på kontraktsvillkoren"]] == '"basnivå,avancerad nivå"'
    assert lists[headings["Generation av kontraktsvillkoren"]] == '"2023,generation-c"'


def test_no_cell_is_a_formula(data):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in archive.read(name)


def test_its_examples_are_passed_over_and_can_be_read_where_they_are_real(data):
    tables = read_tables(Path("r.xlsx"), data)
    heads = list(find_heads(tables, KINDS, Agreed()))
    assert [head.unknown for head in heads] == [{}] * len(KINDS)
    assert read_register(heads, find_words(FILES), {}).drafts == ()
    book = openpyxl.load_workbook(BytesIO(data))
    for sheet in book.worksheets[:-1]:
        sheet["A2"].value = str(sheet["A2"].value).removeprefix("Exempel: ")
    out = BytesIO()
    book.save(out)
    read = read_register(list(find_heads(read_tables(Path("r.xlsx"), out.getvalue()), KINDS, Agreed())), find_words(FILES), {})
    assert (read.findings, len(read.drafts)) == ((), 1)
    values = read.drafts[0].values
    assert (values["id"], values["value"], values["risks"][0]["countries"]) == (
        "RE-2026-0118",
        {"amount": "12000000", "currency": "SEK", "basis": "whole_period"},
        ["MY", "TH"],
    )
