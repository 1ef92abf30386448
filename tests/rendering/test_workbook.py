"""Forms as workbooks: only places to fill in can be changed, nothing is a formula, the same form is the same bytes."""

from __future__ import annotations

import io

import openpyxl
import pytest

from generator.rendering.fields import NAMES_FROM
from generator.rendering.workbook import WorkbookWriter
from generator.workspace import Files
from tests.rendering.pdf_samples import make_document

BODY = """<h1>Formulär: [ett]</h1><p>=1+1</p><ul><li>punkt</li><li class="check" name="t">kryss</li></ul>
<table class="facts"><caption>Fakta</caption><tbody><tr><th scope="row" width="32">Avtal</th><td>Kniv</td></tr></tbody></table>
<table class="grid"><caption>Frågor</caption><thead><tr><th width="50">Fråga</th><th width="20">Svar</th>
<th width="30">Dag</th></tr></thead>
<tbody><tr><td><strong>Ett</strong><br/>så</td><td class="blank" name="a" type="choice" options="yes Ja&#10;no Nej"></td>
<td class="blank" name="b" type="date"></td></tr></tbody></table><p>Skriv:</p><p class="blank" rows="4" name="c"></p>
<table class="signatures"><tbody><tr><td><p>För regionen</p><p class="blank"></p></td></tr></tbody></table>"""


@pytest.fixture(scope="module")
def sheet():
    made = WorkbookWriter(Files(None)).render(make_document(BODY, layout="form"))
    return openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]


def list_fields(sheet):
    cells = (cell for row in sheet.iter_rows() for cell in row if cell.column > NAMES_FROM and cell.value)
    return {str(cell.value).split("\n")[0]: sheet.cell(cell.row, cell.column - NAMES_FROM) for cell in cells}


def test_names_stand_out_of_sight_in_the_row_of_their_fields(sheet) -> None:
    fields = list_fields(sheet)
    assert list(fields) == ["t", "a", "b", "c"]
    assert [sheet.cell(field.row, 1).value for field in fields.values()][1:3] == ["Ett\nså", "Ett\nså"]
    assert all(sheet.column_dimensions[openpyxl.utils.get_column_letter(NAMES_FROM + 1)].hidden for _ in fields)
    assert sheet.cell(fields["a"].row, fields["a"].column + NAMES_FROM).value == "a\n# Ett så – Svar\nyes Ja\nno Nej"


def test_only_fields_can_be_changed(sheet) -> None:
    fields = {cell.coordinate for cell in list_fields(sheet).values()}
    free = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked and cell.value is None}
    assert sheet.protection.sheet
    assert fields <= free
    assert all(not sheet[each].protection.locked for each in fields)


def test_choices_and_dates_are_chosen_and_explained(sheet) -> None:
    fields = list_fields(sheet)
    rules = {str(rule.sqref): (rule.type, rule.formula1) for rule in sheet.data_validations.dataValidation}
    assert rules[fields["a"].coordinate] == ("list", '"Ja,Nej"')
    assert rules[fields["b"].coordinate][0] == "date"
    assert rules[fields["t"].coordinate] == ("list", '"x"')
    assert [fields[name].comment.text for name in "tab"] == ["kryss", "Ett så – Svar", "Ett så – Dag"]


def test_a_text_that_looks_like_a_formula_is_a_text(sheet) -> None:
    [cell] = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_the_same_form_is_the_same_bytes() -> None:
    document = make_document(BODY, layout="form")
    assert WorkbookWriter(Files(None)).render(document) == WorkbookWriter(Files(None)).render(document)
