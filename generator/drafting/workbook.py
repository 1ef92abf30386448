"""The workbook that explains itself: a sheet for each kind, comments on headings, lists to choose from, an example in grey.

Called by `cli`. No cell is a formula: all is written as text, and lists to choose from are plain ones.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from msgspec import Struct

from generator.contract import fields
from generator.contract.choices import Choice
from generator.contract.models import SUMS, Contract
from generator.contract.reading import FIRST_YEAR, LAST_YEAR
from generator.contract.schema import describe_field
from generator.contract.shape import find_item, find_type, strip
from generator.drafting.layout import KEY_HEADING, Column, Kind, read_guide
from generator.errors import N_
from generator.text.composing import read_terms
from generator.workspace import Files

Translate = Callable[[str], str]
_LAST_ROW = 2000
"""So far down the lists to choose from reach."""
_LONGEST_LIST = 255
"""The most letters of a list to choose from in Excel."""
_GUIDE = "Läs mig"
_EXAMPLE = "Exempel: "
_WIDEST_PAGE = 12
"""The most columns that can be read when all of them stand on one page."""


def write_workbook(
    kinds: Mapping[str, Kind], files: Files, options: Mapping[str, tuple[str, ...]], translate: Translate, on: date
) -> bytes:
    """The workbook as xlsx. `options` are what fields may hold that the workspace knows, such as the clause's generations."""
    import xlsxwriter  # noqa: PLC0415 (only who asks for a workbook has use for it)

    out = io.BytesIO()
    plain = dict.fromkeys(("strings_to_formulas", "strings_to_numbers", "strings_to_urls"), False)
    book = xlsxwriter.Workbook(out, {"in_memory": True, **plain})
    book.set_properties({"title": kinds["contracts"].name, "created": datetime.combine(on, time(), UTC)})
    formats = {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#DDE8EE"}),
        "needed": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#BFD8E2"}),
        "example": book.add_format(
            {"italic": True, "font_color": "#6B6B6B", "text_wrap": True, "valign": "top", "num_format": "@"}
        ),
        "text": book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
        "plain": book.add_format({"text_wrap": True, "valign": "top"}),
        "day": book.add_format({"valign": "top", "align": "left", "num_format": "yyyy-mm-dd"}),
        "number": book.add_format({"valign": "top", "num_format": "#,##0.##"}),
    }
    writer = _Writer(formats, read_terms(files), options, translate)
    for kind in kinds.values():
        writer.write(book.add_worksheet(kind.name), kind)
    guide = book.add_worksheet(_GUIDE)
    guide.set_column(0, 0, 110, formats["plain"])
    for number, line in enumerate(read_guide(files)):
        guide.write_string(number, 0, line, formats["plain"])
    book.close()
    return out.getvalue()


class _Writer(Struct, frozen=True):
    """Writes the sheets of a workbook."""

    formats: Mapping[str, Any]
    terms: Mapping[str, Mapping[str, Any]]
    options: Mapping[str, tuple[str, ...]]
    translate: Translate

    def write(self, sheet: Any, kind: Kind) -> None:
        """The headings with what they mean, an example, and what may be chosen."""
        key = (Column("", KEY_HEADING, example="RE 2026-00118", width=18),) if kind.list else ()
        for number, column in enumerate((*key, *kind.columns)):
            pattern = kind.find_pattern(column.field) if column.field else "registration_number"
            field = strip(find_type(Contract, pattern))
            sheet.set_column(number, number, column.width, self.formats[_choose_format(field)])
            sheet.write_string(0, number, column.heading, self.formats["needed" if _is_needed(kind, column) else "head"])
            comment = _explain(pattern, field, self.translate)
            sheet.write_comment(0, number, comment, {"x_scale": 2.4, "y_scale": 1.4, "font_size": 9})
            example = f"{_EXAMPLE}{column.example}" if number == 0 else column.example
            sheet.write_string(1, number, example, self.formats["example"])
            if rule := self.make_rule(column.field, field):
                sheet.data_validation(2, number, _LAST_ROW, number, rule)
        sheet.set_row(0, 48)
        sheet.set_row(1, 45)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
        if len(kind.columns) < _WIDEST_PAGE:
            sheet.fit_to_pages(1, 0)

    def make_rule(self, name: str, field: Any) -> dict[str, Any] | None:
        """What may be entered into a column: one of a list, a date, or anything."""
        chosen = self.options.get(name) or _list_choices(field, self.terms)
        if chosen and len(",".join(chosen)) <= _LONGEST_LIST and not any("," in each for each in chosen):
            return {"validate": "list", "source": list(chosen), "error_type": "warning" if find_item(field) else "stop"}
        if field == fields.Day:
            limits = {"minimum": date(FIRST_YEAR, 1, 2), "maximum": date(LAST_YEAR, 12, 31)}
            return {"validate": "date", "criteria": "between", "error_type": "warning", **limits}
        return None


def _is_needed(kind: Kind, column: Column) -> bool:
    """Whether a row makes no sense without the column."""
    return not column.field or (not kind.list and column.field in {"registration_number", "title", "supplier.name"})


def _choose_format(field: Any) -> str:
    """How the cells of a field are shown: what isn't a date or an amount is text, so that no program makes it another thing."""
    if field == fields.Day:
        return "day"
    return "number" if field in {*SUMS, fields.Number} or field == fields.Count else "text"


def _explain(pattern: str, field: Any, translate: Translate) -> str:
    """What is said of a column: what it is, and how several things are written in one cell."""
    said = translate(describe_field(pattern))
    return "\n".join([said, *_list_advice(pattern, field, translate)])


def _list_advice(pattern: str, field: Any, translate: Translate) -> Iterator[str]:
    if find_item(field) or "[]." in pattern.partition("dates.extensions")[2]:
        yield translate(N_("Several: with a semicolon between them."))
    if field in SUMS:
        yield translate(N_("In Swedish kronor, unless the cell or the column for it names another currency."))


def _list_choices(field: Any, terms: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """What a field may hold, in the words that people use."""
    inner = strip(find_item(field) or field)
    if isinstance(inner, type) and issubclass(inner, Choice):
        words = terms.get(inner.__name__, {})
        return tuple(str(words.get(member.value, member.value)) for member in inner)
    return ("ja", "nej") if inner == fields.YesNo else ()
