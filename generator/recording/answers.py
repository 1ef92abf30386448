"""What a supplier answered in a form that it sent back, as edits of the contract file, and all that is missing or contradicts it.

Called by `record`. Each kind of form has a module; here is what they share: that it is the form of this contract and activity,
that nobody asks for some of it, and that what is entered already isn't written over.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from msgspec import Struct

from generator.contract.case import Case
from generator.contract.editing import Value
from generator.contract.messages import FieldPath, shorten
from generator.contract.models import Activity
from generator.contract.nodes import Plain
from generator.contract.understanding import Words
from generator.errors import Finding, InputError, Place
from generator.forms.reading import FilledForm
from generator.recording.days import read_day
from generator.recording.writing import Edit, look_up

_SIGNED = {"answered-by": "name", "title": "title", "answered": "date"}
"""The fields of a form for who has answered, and when, each with its key in the contract file."""
K = TypeVar("K")
V = TypeVar("V")


class Returned(Struct, frozen=True):
    """A form that came back, with the contract that it is about."""

    form: FilledForm
    case: Case
    item: str
    """The activity or the deviation that it is about, by id."""
    path: FieldPath
    """Where that stands in the contract file."""
    held: Plain
    """What the contract file holds."""
    words: Words
    data_language: str
    on: date
    """The day that counts as today."""

    @property
    def place(self) -> Place:
        """What findings call the form."""
        return Place(str(self.form.path))

    def warn(self, message: str, subject: str = "", hint: str = "", **values: str) -> Finding:
        """Something that is told of the form, and stops nothing."""
        return Finding(message, self.place, subject, hint, values, "warning")

    def write_prose(self, text: str) -> str | Mapping[str, str]:
        """A text in the language of the form, as a contract file has it."""
        language = self.form.language
        return text if language in {"", self.data_language} or "+" in language else {language: text}


class Reading(Struct, frozen=True):
    """What becomes of a form."""

    edits: tuple[Edit, ...]
    findings: tuple[Finding, ...]
    """What is missing, and what contradicts the contract."""


def find_activity(case: Case, name: str) -> Activity:
    """The activity of that id.

    Raises:
        InputError: there is none.
    """
    activities = case.contract.monitoring.activities
    found = next((each for each in activities if each.id == name), None)
    if found is None:
        values = {"item": name, "known": ", ".join(each.id for each in activities) or "–"}
        raise InputError(Finding("this contract has no activity '{item}'", hint="its activities: {known}", values=values))
    return found


def check_owner(returned: Returned, document: str) -> None:
    """Check that a form is the one of that document, for this contract and this activity.

    Raises:
        InputError: it is another's.
    """
    form, place, item = returned.form, returned.place, returned.item
    check_contract(form, returned.case)
    if form.document and form.document != document:
        values = {"other": form.document, "document": document, "activity": item}
        raise InputError(Finding("this is the form {other}, and {activity} is answered in {document}", place, values=values))
    if not form.list_names(f"{item}."):
        others = dict.fromkeys(name.partition(".")[0] for name in form.values)
        values = {"others": ", ".join(others), "activity": item}
        raise InputError(Finding("this form answers {others}, not {activity}", place, values=values))


def check_contract(form: FilledForm, case: Case) -> None:
    """Check that a form is of this contract, where it says of which it is.

    Raises:
        InputError: it is another's.
    """
    number = case.contract.registration_number
    if form.registration_numbers and number not in form.registration_numbers:
        values = {"other": ", ".join(form.registration_numbers), "number": number}
        message = "this is a form of the contract {other}, not of {number}"
        raise InputError(Finding(message, Place(str(form.path)), values=values))


def list_signed(returned: Returned) -> list[str]:
    """The names of the fields for who has answered, and when."""
    return [f"{returned.item}.{part}" for part in _SIGNED]


def read_respondent(returned: Returned) -> list[Edit]:
    """Who has answered a form, and when, as edits; none where it doesn't say.

    Raises:
        InputError: the day is none that has been.
    """
    held = [*returned.path, "respondent"]
    said = {
        key: text
        for part, key in _SIGNED.items()
        if (text := " ".join(returned.form.values.get(f"{returned.item}.{part}", "").split()))
    }
    if "date" in said:
        said["date"] = read_past(returned.form, f"{returned.item}.answered", returned.on).isoformat()
    values: dict[str, Value] = {key: returned.write_prose(text) if key == "title" else text for key, text in said.items()}
    if look_up(returned.held, tuple(held)) is None:
        return [Edit(tuple(held), values)] if values else []
    return [Edit((*held, key), value) for key, value in values.items()]


def read_past(form: FilledForm, name: str, on: date) -> date:
    """The day in a field of a form.

    Raises:
        InputError: it is no day, or lies after `on`.
    """
    said = form.values[name]
    found = read_day(said, on, ahead=False)
    if found is None or found > on:
        values = {"field": form.describe(name), "value": shorten(said), "day": on.isoformat()}
        hint = "write it in the form as YYYY-MM-DD, not after {day}"
        message = "{field} is '{value}', which is no day that has been"
        raise InputError(Finding(message, Place(str(form.path)), hint=hint, values=values))
    return found


def check_filled_in(returned: Returned) -> None:
    """Check that a form says anything beside who has filled it in.

    Raises:
        InputError: it doesn't.
    """
    aside = list_signed(returned)
    if not any(value for name, value in returned.form.values.items() if name not in aside):
        hint = "answers are read from the fields to fill in, in a workbook the yellow cells: check that they stand there"
        raise InputError(Finding("no answers were found in this form", returned.place, hint=hint))


def read_all(keys: Iterable[K], read: Callable[[K], V]) -> dict[K, V]:
    """What is read of each.

    Raises:
        InputError: with all that is wrong with any of them.
    """
    values: dict[K, V] = {}
    findings: list[Finding] = []
    for key in keys:
        try:
            values[key] = read(key)
        except InputError as problem:
            findings += problem.findings
    if findings:
        raise InputError(*findings)
    return values


def read_both(first: Callable[[], K], second: Callable[[], V]) -> tuple[K, V]:
    """What is read by two ways.

    Raises:
        InputError: with all that is wrong by either.
    """
    findings: list[Finding] = []
    try:
        one = first()
    except InputError as problem:
        findings += problem.findings
    try:
        other = second()
    except InputError as problem:
        findings += problem.findings
    if findings:
        raise InputError(*findings)
    return one, other


def list_stray(form: FilledForm, known: Collection[str]) -> Iterator[Finding]:
    """A warning for fields that such a form doesn't have: nothing is done with what they hold."""
    stray = [name for name, value in form.values.items() if name not in known and value]
    message = "nobody asks for these fields of the form, so they are left out: {fields}"
    hint = "they may come from an earlier edition of the form"
    if stray:
        values = {"fields": ", ".join(map(form.describe, stray))}
        yield Finding(message, Place(str(form.path)), hint=hint, values=values, severity="warning")


def choose_new(returned: Returned, edits: list[Edit], *, replaces: bool) -> tuple[Edit, ...]:
    """The edits that change anything.

    Raises:
        InputError: something else is entered already, and isn't to be replaced.
    """
    new = [edit for edit in edits if edit.is_item or look_up(returned.held, edit.path) != edit.value]
    known = [edit for edit in new if not edit.is_item and look_up(returned.held, edit.path) is not None]
    if known and not replaces:
        hint = "to write what the form says in its place, add --replace"
        message = "{fields} are entered already, and the form says something else"
        said = ", ".join(f"{edit.place} ({look_up(returned.held, edit.path)} → {edit.value})" for edit in known)
        raise InputError(Finding(message, returned.place, hint=hint, values={"fields": said}))
    return tuple(new)
