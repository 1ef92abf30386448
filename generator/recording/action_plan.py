"""A supplier's own action plan, in the form that was sent to it, as edits of the contract file. Called by `recording.forms`.

What is ours to say, such as that the plan is approved, is left out whoever has filled it in.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from generator.contract.choices import ActionKind, DeviationSeverity
from generator.contract.editing import Value
from generator.contract.messages import FieldPath, shorten
from generator.contract.models import Deviation
from generator.documents.action_plan import ROWS, SLUG
from generator.errors import N_, Finding, InputError
from generator.recording.answers import Reading, Returned, check_owner, choose_new, list_stray, read_all, read_both, read_past
from generator.recording.days import read_day
from generator.recording.grammar import PLACEHOLDER
from generator.recording.quoting import quote_path
from generator.recording.writing import Edit, find_free_id, look_up, order_keys

_PARTS = ("description", "kind", "responsible", "authority", "starts", "due", "evidence")
_PROSE = frozenset({"description", "authority", "evidence"})
_DAYS = frozenset({"starts", "due"})
_TEXTS: Mapping[str, FieldPath] = {
    "root-cause": ("root_cause",),
    "remedy.reached": ("action_plan", "remedy", "reached"),
    "remedy.evidence": ("action_plan", "remedy", "evidence"),
    "remedy.no-retaliation": ("action_plan", "remedy", "no_retaliation"),
    "remedy.request": ("action_plan", "remedy", "request"),
    "trading.prices": ("action_plan", "trading_conditions", "prices"),
    "trading.lead-times": ("action_plan", "trading_conditions", "lead_times"),
}
"""The texts of the form, each with its field."""
_REQUESTED, _DISPUTE = "remedy.requested", "dispute.reason"
_OURS = ("plan.requested", "plan.due", "plan.received", "plan.approved", "plan.approved-by")
"""What the buyer fills in."""


class _Told(Struct, frozen=True):
    """An action as the form tells of it, by the keys of the contract file."""

    start: str
    """What its fields are named by."""
    values: Mapping[str, Value]

    @property
    def row(self) -> str:
        return self.start.rpartition(".")[2]


def read_plan(returned: Returned, deviation: Deviation, *, replaces: bool) -> Reading:
    """What a plan says: its actions and what belongs to it as edits, and all that is to be told of it.

    Raises:
        InputError: it is the form of something else or says nothing, the plan is settled, or a value is none that can be.
    """
    check_owner(returned, SLUG)
    said = {name.removeprefix(f"{returned.item}."): value for name, value in returned.form.values.items() if value}
    if not any(name not in _OURS for name in said):
        hint = "answers are read from the fields to fill in, in a workbook the yellow cells: check that they stand there"
        raise InputError(Finding("no answers were found in this form", returned.place, hint=hint))
    _check_open(returned, deviation, replaces=replaces)
    starts = [f"{returned.item}.actions.{row}" for row in range(1, ROWS + 1)]
    read, aside = read_both(
        lambda: read_all(starts, lambda start: _read_action(returned, start)), lambda: tuple(_list_aside(returned, said))
    )
    told = [action for action in read.values() if action.values]
    named = [action for action in told if "description" in action.values]
    edits = [*_list_actions(returned, deviation, named), *aside]
    findings = (
        *returned.form.findings,
        *_list_lacking(returned, deviation, told, said),
        *_list_strangers(returned, told),
        *_list_ours(returned, said),
        *list_stray(returned.form, frozenset(_list_names(returned))),
    )
    return Reading(choose_new(returned, edits, replaces=replaces), findings)


def _check_open(returned: Returned, deviation: Deviation, *, replaces: bool) -> None:
    """Check that the plan isn't settled already.

    Raises:
        InputError: the deviation is closed, or the plan is approved and nothing is to be replaced.
    """
    plan = deviation.action_plan
    if deviation.closed:
        values = {"deviation": deviation.id, "day": deviation.closed.isoformat()}
        raise InputError(Finding("{deviation} was closed on {day}, so nothing is planned for it", returned.place, values=values))
    if plan and plan.approved and not replaces:
        values = {"deviation": deviation.id, "day": plan.approved.isoformat()}
        hint = "to change it by this form, add --replace"
        raise InputError(Finding("the plan for {deviation} was approved on {day}", returned.place, hint=hint, values=values))


def _list_names(returned: Returned) -> Iterator[str]:
    """The names of all fields that the form has."""
    for row in range(1, ROWS + 1):
        yield from (f"{returned.item}.actions.{row}.{part}" for part in _PARTS)
    yield from (f"{returned.item}.{name}" for name in (*_TEXTS, *_OURS, _REQUESTED, _DISPUTE))


def _read_action(returned: Returned, start: str) -> _Told:
    """What the form tells of an action.

    Raises:
        InputError: a value is none that can be.
    """
    said = {part: words for part in _PARTS if (words := returned.form.values.get(f"{start}.{part}", ""))}
    values = read_all(said, lambda part: _read_value(returned, f"{start}.{part}", part, said[part]))
    return _Told(start, {part: value for part, value in values.items() if value})


def _read_value(returned: Returned, name: str, part: str, said: str) -> Value:
    """A value as a contract file has it; nothing for somebody who is no contact.

    Raises:
        InputError: it is none that can be.
    """
    if part in _PROSE:
        return returned.write_prose(said)
    if part == "responsible":
        return _find_role(returned, said)
    meant = returned.words.understand(ActionKind, said) if part == "kind" else _read_days(returned, said)
    if len(meant) != 1:
        choices = returned.form.choices.get(name, ())
        values = {"field": returned.form.describe(name), "value": shorten(said), "known": ", ".join(choices)}
        hint = "find out what is meant, and choose it in the form: {known}" if choices else "write it in the form as YYYY-MM-DD"
        raise InputError(Finding("'{value}' in {field} can't be understood", returned.place, hint=hint, values=values))
    return meant[0]


def _read_days(returned: Returned, said: str) -> tuple[str, ...]:
    found = read_day(said, returned.on, ahead=True)
    return (found.isoformat(),) if found else ()


def _find_role(returned: Returned, said: str) -> str:
    """The contact of that name or address, as a contract file refers to it; nothing where there is none."""
    contract, wanted = returned.case.contract, " ".join(said.casefold().split())
    sides = {"supplier": contract.supplier.contacts, "buyer": contract.buyer.contacts}
    roles = (
        f"{side}.{role}"
        for side, contacts in sides.items()
        for role, person in contacts.items()
        if wanted.startswith(person.name.casefold()) or wanted == (person.email or "").casefold()
    )
    return next(roles, "")


def _list_actions(returned: Returned, deviation: Deviation, told: Sequence[_Told]) -> Iterator[Edit]:
    """The edits that put actions into the file: of one that says what an action there does its fields, of others an item each."""
    path: FieldPath = (*returned.path, "action_plan", "actions")
    held = look_up(returned.held, path)
    places = {_simplify(each.get("description")): number for number, each in enumerate(held or ()) if isinstance(each, dict)}
    taken = [action.id for action in (deviation.action_plan.actions if deviation.action_plan else ())]
    for action in told:
        place = places.get(_simplify(action.values["description"]))
        if place is not None:
            fields = {part: value for part, value in action.values.items() if part != "description"}
            yield from (Edit((*path, place, part), value, spread=path) for part, value in fields.items())
            continue
        taken.append(find_free_id("A", taken))
        yield Edit(path, order_keys(path, {"id": taken[-1], **action.values}), is_item=True, spread=path)


def _simplify(value: object) -> str:
    """A text as it is compared, in whichever language it is there."""
    words = next(iter(value.values()), "") if isinstance(value, Mapping) else value
    return " ".join(str(words).casefold().split())


def _list_aside(returned: Returned, said: Mapping[str, str]) -> Iterator[Edit]:
    """The edits of what the plan says beside its actions.

    Raises:
        InputError: the day of a request is none that has been.
    """
    for name, field in _TEXTS.items():
        if name in said:
            spread = field[:-1] if len(field) > 1 else field
            yield Edit((*returned.path, *field), returned.write_prose(said[name]), spread=(*returned.path, *spread))
    if _REQUESTED in said:
        day = read_past(returned.form, f"{returned.item}.{_REQUESTED}", returned.on)
        yield Edit((*returned.path, "action_plan", "remedy", "requested"), day.isoformat())
    if _DISPUTE in said:
        yield _make_dispute((*returned.path, "dispute"), returned, said[_DISPUTE])


def _make_dispute(path: FieldPath, returned: Returned, said: str) -> Edit:
    """The edit that says what the supplier doesn't agree with: raised today, where that isn't entered."""
    reason = returned.write_prose(said)
    if look_up(returned.held, path) is None:
        return Edit(path, {"raised": returned.on.isoformat(), "reason": reason}, spread=path)
    return Edit((*path, "reason"), reason, spread=path)


# What is told


def _list_lacking(returned: Returned, deviation: Deviation, told: Sequence[_Told], said: Mapping[str, str]) -> Iterator[Finding]:
    """Warnings of what a plan owes and this one doesn't say."""
    ask = N_("ask the supplier for it")
    for part, message in (
        ("description", N_("rows that don't say what is to be done are left out: {rows}")),
        ("due", N_("actions without a last day, so the plan can't be approved yet: {rows}")),
        ("evidence", N_("nothing is said of what will show that these actions are done: {rows}")),
        ("authority", N_("nobody is said to have the authority to carry out these actions: {rows}")),
    ):
        rows = [action.row for action in told if part not in action.values]
        if rows:
            yield returned.warn(message, hint=ask, rows=", ".join(rows))
    if told and not any(action.values.get("kind") == ActionKind.PREVENTIVE for action in told):
        yield returned.warn(N_("no action is said to keep the fault from coming back"), hint=ask)
    if not ("root-cause" in said or deviation.root_cause):
        yield returned.warn(N_("the plan doesn't say why the deviation came about"), hint=ask)
    if deviation.severity is DeviationSeverity.SEVERE and not any(name.startswith("remedy.") for name in said):
        yield returned.warn(N_("nothing is said of how those who were harmed get remedy"), hint=ask)
    plan = deviation.action_plan
    if not (plan and plan.received):
        command = f"realisera record {quote_path(returned.case.path)} {deviation.id} plan received"
        message = N_("the day that the plan came isn't entered")
        yield returned.warn(message, hint=N_("record it: {command}"), command=command)


def _list_strangers(returned: Returned, told: Sequence[_Told]) -> Iterator[Finding]:
    """A warning for each who is to do something and is no contact: nobody is entered for that."""
    for action in told:
        said = returned.form.values.get(f"{action.start}.responsible", "")
        if said and "responsible" not in action.values:
            message = N_("'{name}' in {field} is nobody among the contacts, so nobody is entered there")
            hint = N_("enter the person, and read the form again: {command}")
            file = quote_path(returned.case.path)
            command = f"realisera record {file} contact supplier.{PLACEHOLDER} --name {shlex.quote(shorten(said))}"
            field = returned.form.describe(f"{action.start}.responsible")
            yield returned.warn(message, hint=hint, name=shorten(said), field=field, command=command)


def _list_ours(returned: Returned, said: Mapping[str, str]) -> Iterator[Finding]:
    ours = [returned.form.describe(f"{returned.item}.{name}") for name in _OURS if name in said]
    if ours:
        yield returned.warn(N_("these fields are ours to fill in, so they are left out: {fields}"), fields=", ".join(ours))
