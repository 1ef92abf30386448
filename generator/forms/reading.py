"""A form that came back, as values by the names of its fields: the one place that reads them, whatever the form is about.

Nothing in such a file is trusted: it may be huge, hold macros or entities, or be another file altogether. Links in it lead
nowhere, since only the parts that hold text are opened. What a value means, the caller knows.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from generator.errors import Finding, InputError, Place
from generator.files.spreadsheets import LARGEST, make_clean, name_cell, read_tables, write_cell
from generator.files.zip_parts import DAMAGED
from generator.forms.word import Control, read_controls, read_keywords
from generator.rendering.fields import LABELLED, NAMES_FROM
from generator.rendering.stamps import is_zip, read_stamp

LONGEST_VALUE = 10_000
"""Letters that a field may hold: a contract file holds no novels."""
_DOCUMENT = "word/document.xml"
_WORKBOOK = "xl/workbook.xml"
_MACROS = ("vbaproject", "macrosheets/", "activex/")
_HINT = "fill in the Word file or the workbook that was sent out, and save it as docx or xlsx"


class FilledForm(Struct, frozen=True):
    """What a form says that came back."""

    path: Path
    values: Mapping[str, str]
    """What each field holds, by its name; nothing where nobody filled it in."""
    registration_numbers: tuple[str, ...] = ()
    """Those of the contract that it says it belongs to; none where a program has lost that."""
    document: str = ""
    """The slug of the document that it is, where that is known."""
    language: str = ""
    """The languages that it was sent in, such as `sv+en`, where that is known."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """What people call each field: its label, and its cell in a workbook."""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What there is to choose between in each field, in the words of the form."""
    findings: tuple[Finding, ...] = ()
    """What is doubtful: fields that stand there twice and say different things."""

    def list_names(self, start: str) -> tuple[str, ...]:
        """The names of fields that begin so, in the order of the form."""
        return tuple(name for name in self.values if name.startswith(start))

    def describe(self, name: str) -> str:
        """What people call a field; its name where the file doesn't say."""
        return self.labels.get(name) or name


def read_form(path: Path, data: bytes) -> FilledForm:
    """The form in a Word file or a workbook.

    Raises:
        InputError: it is none that can be read, holds macros, is too large, or has no fields with names.
    """
    place = Place(str(path))
    if len(data) > LARGEST:
        raise InputError(Finding("the file is larger than {limit} bytes", place, values={"limit": str(LARGEST)}))
    names = _list_parts(data, place)
    if any(mark in name.lower() for name in names for mark in _MACROS):
        raise InputError(Finding("the file holds macros", place, hint="save it as docx or xlsx, which have none"))
    try:
        stamp, keywords = read_stamp(data), read_keywords(data)
        controls = read_controls(data, stamp) if _DOCUMENT in names else _read_cells(path, data)
    except (*DAMAGED, SyntaxError) as problem:
        hint = "open it in Word or Excel and save it again"
        raise InputError(Finding("the file is damaged, or far too large when unpacked", place, hint=hint)) from problem
    if not controls:
        raise InputError(Finding("no fields of a form are in this file", place, hint=_HINT))
    values, findings = _gather(controls, place)
    labels = {each.name: _describe(each) for each in controls}
    choices = {each.name: tuple(each.options) for each in controls}
    return FilledForm(path, values, keywords, stamp.get("document", ""), stamp.get("language", ""), labels, choices, findings)


def _list_parts(data: bytes, place: Place) -> frozenset[str]:
    """The names of the parts of the file.

    Raises:
        InputError: it is neither a Word file nor a workbook.
    """
    names: frozenset[str] = frozenset()
    if is_zip(data):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as file:
                names = frozenset(file.namelist())
        except DAMAGED:
            names = frozenset()
    if _DOCUMENT not in names and _WORKBOOK not in names:
        raise InputError(Finding("this is neither a Word file nor a workbook", place, hint=_HINT))
    return names


def _read_cells(path: Path, data: bytes) -> list[Control]:
    """The cells of a workbook that have names out of sight."""
    return [
        _read_cell(str(row[column]), write_cell(row[column - NAMES_FROM]), name_cell(number, column - NAMES_FROM))
        for table in read_tables(path, data)
        for number, row in enumerate(table.rows)
        for column in range(NAMES_FROM, len(row))
        if isinstance(row[column], str) and str(row[column]).strip()
    ]


def _read_cell(hidden: str, text: str, cell: str) -> Control:
    """A field of a workbook: out of sight stand its name, its label, and the codes of what there was to choose between."""
    name, *lines = hidden.split("\n")
    label = "".join(line.removeprefix(LABELLED) for line in lines[:1] if line.startswith(LABELLED))
    pairs = (line.partition(" ") for line in (lines[1:] if label else lines))
    return Control(name.strip(), {words.strip(): code for code, _, words in pairs}, text, label.strip(), cell)


def _describe(control: Control) -> str:
    """What people call a field, after its cell in a workbook."""
    name = control.label or control.name
    return f"{control.cell} ({name})" if control.cell else name


def _gather(controls: list[Control], place: Place) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """The values by name. Where a field stands there twice, the one that is filled in counts.

    Raises:
        InputError: a field holds more than fields may.
    """
    values: dict[str, str] = {}
    doubts: list[Finding] = []
    for control in controls:
        value = make_clean(control.options.get(control.text.strip(), control.text).strip())
        if len(value) > LONGEST_VALUE:
            said = {"field": _describe(control), "limit": str(LONGEST_VALUE)}
            raise InputError(Finding("the field {field} holds more than {limit} letters", place, values=said))
        known = values.get(control.name, "")
        if known and value and known != value:
            said = {"field": _describe(control), "first": known[:60], "second": value[:60]}
            message = "the field {field} says two things: '{first}' and '{second}'; the first counts"
            doubts.append(Finding(message, place, values=said, severity="warning"))
        values[control.name] = known or value
    return values, tuple(doubts)
