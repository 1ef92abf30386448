"""A fault that a care unit told of in a form, as a possible deviation. Called by `record`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.contract.case import Case
from generator.contract.editing import Value
from generator.contract.messages import FieldPath
from generator.contract.nodes import Plain
from generator.documents.intake import FOUND, PRODUCT, REACH, SLUG, TELLER, TITLE, UNIT, WHAT
from generator.errors import Finding, InputError, Place
from generator.forms.reading import FilledForm
from generator.recording.answers import Reading, check_contract, list_stray, read_past
from generator.recording.writing import Edit, find_free_id, look_up, order_keys

_DEVIATIONS: FieldPath = ("deviations",)
_FIELDS = frozenset({TITLE, FOUND, WHAT, PRODUCT, UNIT, TELLER, REACH})


def read_fault(form: FilledForm, case: Case, held: Plain, on: date) -> Reading:
    """The possible deviation that a form tells of; nothing where it is entered already.

    Who told of it, and in which unit, stays in the form: the supplier reads what a deviation is described by.

    Raises:
        InputError: it is another form, of another contract, says nothing of what has happened, or its day is none that can be.
    """
    _check_owner(form, case)
    title, what = (form.values.get(name, "") for name in (TITLE, WHAT))
    if not (title or what):
        hint = "ask who sent it: what has happened?"
        raise InputError(Finding("the form says nothing of what has happened", Place(str(form.path)), hint=hint))
    fault: dict[str, Value] = {"found": _read_found(form, on).isoformat(), "suspected": "true"}
    fault |= {"title": title} if title else {}
    fault |= {"description": _name_product(what, form, case)} if what else {}
    told = [*form.findings, *list_stray(form, _FIELDS)]
    if not what:
        hint = "ask who sent it, and record it: realisera record CONTRACT {id} details --description …"
        message = "the form doesn't say what has happened, only what it is called"
        values = {"id": _find_id(case)}
        told.append(Finding(message, Place(str(form.path)), hint=hint, severity="warning", values=values))
    return Reading(tuple(_list_edits(fault, case, held)), tuple(told))


def _check_owner(form: FilledForm, case: Case) -> None:
    place = Place(str(form.path))
    if form.document not in {"", SLUG} or not form.list_names("intake."):
        values = {"other": form.document or "–"}
        hint = "name the activity that it answers, such as: realisera record a14 M2 --answers FILE"
        raise InputError(Finding("this is the form {other}, which tells of no fault", place, hint=hint, values=values))
    check_contract(form, case)


def _read_found(form: FilledForm, on: date) -> date:
    """The day that somebody saw it, or today where the form doesn't say.

    Raises:
        InputError: it is no day, or lies ahead.
    """
    return read_past(form, FOUND, on) if form.values.get(FOUND) else on


def _name_product(what: str, form: FilledForm, case: Case) -> str:
    """What has happened, with the product that it is about, unless that is named already."""
    names = {each.id: each.name for each in case.contract.products}
    name = form.values.get(PRODUCT, "")
    if chosen := names.get(name):
        name = chosen.plain or next(iter(chosen.by_language.values()), name)
    return what if not name or name.casefold() in what.casefold() else f"{what} ({name})"


def _find_id(case: Case) -> str:
    return find_free_id("D", [each.id for each in case.contract.deviations])


def _list_edits(fault: dict[str, Value], case: Case, held: Plain) -> Iterator[Edit]:
    """The new item, unless one like it is there."""
    known = look_up(held, _DEVIATIONS)
    for each in known if isinstance(known, list) else ():
        if isinstance(each, dict) and all(each.get(name) == fault.get(name) for name in ("found", "title", "description")):
            return
    item: dict[str, Value] = {"id": _find_id(case), **fault}
    yield Edit(_DEVIATIONS, order_keys(_DEVIATIONS, item), is_item=True)
