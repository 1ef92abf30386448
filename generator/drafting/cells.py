"""From a cell to what the file is to hold: what means one thing is written in the strict form, what means two is refused.

What means nothing is left as it is, so that the contract's own checks say what is wrong with it. Called by `register` and `cli`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from generator.contract import fields
from generator.contract.choices import Choice
from generator.contract.messages import shorten
from generator.contract.models import SUMS, Duration
from generator.contract.shape import find_item
from generator.contract.understanding import Words, find_duration, refuse_several
from generator.errors import Finding, Place
from generator.files.spreadsheets import Cell, write_cell

CURRENCY = "SEK"
"""What an amount is in that says no currency: registers here are kept in kronor."""
_CODES = (fields.Day, fields.Cpv, fields.Country, fields.Id, fields.Section, fields.Languages, fields.Reference)
"""Types of which several may stand in a cell with commas between them: none has one itself."""
_DAYS = (fields.Day, fields.Planned)


@dataclass(frozen=True, slots=True)
class CellError(Exception):
    """What is wrong with a cell."""

    finding: Finding


def means_duration(text: str) -> bool:
    """Whether it says how long a contract runs, as people write it in place of its last day: `3 år`."""
    return find_duration(text) is not None


def read_cell(kind: Any, cell: Cell, words: Words, place: Place, field: str) -> Any:
    """What a field of this type is to hold: a text, a list of texts, or a map for money.

    Raises:
        CellError: what stands there can mean several things, or none that a cell of this type can.
    """
    if item := kind if "[]." in field else find_item(kind):
        return [_read_one(item, part, words, place, field) for part in _split(item, cell)]
    if kind in SUMS:
        return _read_sum(cell, words, place, field)
    if kind is Duration:
        return _read_duration(cell, place, field)
    return _read_one(kind, cell, words, place, field)


def _split(item: Any, cell: Cell) -> list[Cell]:
    """The parts of a cell that holds several things: by semicolons and line breaks, codes also by commas."""
    if not isinstance(cell, str):
        return [cell]
    is_code = item in _CODES or (isinstance(item, type) and issubclass(item, Choice))
    return [part.strip() for part in re.split(r"[;\n,]" if is_code else r"[;\n]", cell) if part.strip()]


def _read_one(kind: Any, cell: Cell, words: Words, place: Place, field: str) -> str:
    if isinstance(cell, int | float) and not isinstance(cell, bool) and kind in _DAYS:
        hint = "give the cell a date, or write it as YYYY-MM-DD"
        raise CellError(Finding("'{value}' is a number, not a date", place, field, hint, {"value": write_cell(cell)}))
    text = write_cell(cell)
    if not isinstance(cell, str):
        return text
    meant = words.understand(kind, text)
    if len(meant) > 1:
        raise CellError(refuse_several(text, meant, field, place))
    return meant[0] if meant else text


def _read_sum(cell: Cell, words: Words, place: Place, field: str) -> dict[str, str]:
    """An amount with its currency; nothing of it where no currency is said, which is for the caller to say."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return {"amount": write_cell(cell)}
    text = write_cell(cell)
    sums = words.understand_sum(text)
    if len(sums) > 1:
        raise CellError(refuse_several(text, sums, field, place))
    if not sums:
        hint = "write digits, and the currency after them, such as 12 000 000 SEK"
        raise CellError(Finding("'{value}' is not an amount of money", place, field, hint, {"value": shorten(text)}))
    (meant,) = sums
    return {"amount": meant.amount} | ({"currency": meant.currency} if meant.currency else {})


def _read_duration(cell: Cell, place: Place, field: str) -> dict[str, str]:
    """How long a contract runs: a number and what it counts."""
    text = write_cell(cell)
    found = find_duration(text)
    if not found:
        hint = "write a number and what it counts, such as 48 months"
        raise CellError(Finding("'{value}' is no time that a contract can run", place, field, hint, {"value": shorten(text)}))
    return found
