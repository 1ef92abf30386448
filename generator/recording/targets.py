"""What an event is about: from the names that somebody writes to its path in the contract file. Used by the table `events`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from generator.contract.choices import Sanction
from generator.contract.ladder_file import match_step
from generator.contract.messages import FieldPath
from generator.contract.models import Contract, Deviation
from generator.contract.reading import ROLE
from generator.contract.shape import find_type, list_patterns
from generator.errors import N_, Finding, InputError, join_names
from generator.rules.actions import find_latest_submission
from generator.rules.standing import Standing
from generator.rules.standing.phases import find_extension as find_next_extension

Slots = Mapping[str, str]
"""The names that were given, by what they are names of: `deviation`, `action`, `step`, `activity`, `role`, `field`."""


def find_contract(_standing: Standing, _slots: Slots) -> FieldPath:
    """The contract itself."""
    return ()


def find_actors(_standing: Standing, _slots: Slots) -> FieldPath:
    """The list of actors in the supply chain."""
    return ("supply_chain",)


def find_products(_standing: Standing, _slots: Slots) -> FieldPath:
    """The list of products."""
    return ("products",)


def find_risks(_standing: Standing, _slots: Slots) -> FieldPath:
    """The list of risks."""
    return ("risks",)


def find_changes(_standing: Standing, _slots: Slots) -> FieldPath:
    """The list of changes of the contract."""
    return ("changes",)


def find_questions(_standing: Standing, _slots: Slots) -> FieldPath:
    """The list of questions."""
    return ("kickoff", "questions")


def find_activities(_standing: Standing, _slots: Slots) -> FieldPath:
    """The list of activities."""
    return ("monitoring", "activities")


def find_deviations(_standing: Standing, _slots: Slots) -> FieldPath:
    """The list of deviations."""
    return ("deviations",)


def find_requests(_standing: Standing, _slots: Slots) -> FieldPath:
    """The list of requests for public documents."""
    return ("requests",)


def find_request(standing: Standing, slots: Slots) -> FieldPath:
    """A request for public documents.

    Raises:
        InputError: there is none of that name.
    """
    ids = [each.id for each in standing.contract.requests]
    return ("requests", _find(slots["request"], ids, N_("there is no request '{name}'")))


def find_activity(standing: Standing, slots: Slots) -> FieldPath:
    """An activity of monitoring.

    Raises:
        InputError: there is none of that name.
    """
    ids = [each.id for each in standing.contract.monitoring.activities]
    return ("monitoring", "activities", _find(slots["activity"], ids, N_("there is no monitoring activity '{name}'")))


def find_finder(standing: Standing, slots: Slots) -> Mapping[str, str]:
    """Which activity found a deviation, by its id.

    Raises:
        InputError: there is none of that name.
    """
    place = int(find_activity(standing, slots)[-1])
    return {"found_by": standing.contract.monitoring.activities[place].id}


def find_deviation(standing: Standing, slots: Slots) -> FieldPath:
    """A deviation.

    Raises:
        InputError: there is none of that name.
    """
    ids = [each.id for each in standing.contract.deviations]
    return ("deviations", _find(slots["deviation"], ids, N_("there is no deviation '{name}'")))


def find_plan(standing: Standing, slots: Slots) -> FieldPath:
    """The action plan of a deviation."""
    return (*find_deviation(standing, slots), "action_plan")


def find_actions(standing: Standing, slots: Slots) -> FieldPath:
    """The actions of its plan."""
    return (*find_plan(standing, slots), "actions")


def find_investigation(standing: Standing, slots: Slots) -> FieldPath:
    """The ground that is looked into."""
    return (*find_deviation(standing, slots), "investigation")


def find_action(standing: Standing, slots: Slots) -> FieldPath:
    """An action of a plan.

    Raises:
        InputError: there is none of that name.
    """
    place = find_deviation(standing, slots)
    plan = standing.assess_deviation(_get_deviation(standing.contract, place)).plan
    ids = [each.id for each in plan.actions]
    message = N_("the action plan of {deviation} has no action '{name}'")
    return (*place, "action_plan", "actions", _find(slots["action"], ids, message, deviation=slots["deviation"]))


def find_submissions(standing: Standing, slots: Slots) -> FieldPath:
    """The evidence handed in for an action."""
    return (*find_action(standing, slots), "submitted")


def find_submission(standing: Standing, slots: Slots) -> FieldPath:
    """The evidence that came last for an action.

    Raises:
        InputError: none has come.
    """
    path = find_action(standing, slots)
    plan = standing.assess_deviation(_get_deviation(standing.contract, path)).plan
    action = plan.actions[int(path[-1])]
    latest = find_latest_submission(action, date.max)
    if latest is None:
        message = "no evidence has come for {action} of {deviation}"
        hint = "record it first: {deviation} {action} evidence"
        raise InputError(Finding(message, hint=hint, values={"action": action.id, "deviation": slots["deviation"]}))
    return (*path, "submitted", action.submitted.index(latest))


def find_dispute(standing: Standing, slots: Slots) -> FieldPath:
    """That the supplier doesn't agree that there is a deviation."""
    return (*find_deviation(standing, slots), "dispute")


def find_entry(standing: Standing, slots: Slots) -> FieldPath:
    """The entry in the log of a deviation by which a step was taken, the last time if more than once; without a step, the last.

    Raises:
        InputError: no such step has been taken.
    """
    path = find_deviation(standing, slots)
    log = _get_deviation(standing.contract, path).escalation
    taken = [number for number, entry in enumerate(log) if not entry.skipped]
    if not taken:
        message = "no step of the escalation ladder has been taken for {deviation}"
        raise InputError(Finding(message, values={"deviation": slots["deviation"]}))
    if "step" not in slots:
        return (*path, "escalation", taken[-1])
    steps = {log[number].step: number for number in taken}
    step = match_step(standing.ladder, slots["step"])
    if step not in steps:
        values = {"deviation": slots["deviation"], "name": slots["step"], "known": join_names(map(standing.ladder.name, steps))}
        message = "the step '{name}' has not been taken for {deviation}"
        raise InputError(Finding(message, hint="there are: {known}", values=values))
    return (*path, "escalation", steps[step])


def find_termination(standing: Standing, slots: Slots) -> FieldPath:
    """The entry by which the contract was terminated with notice.

    Raises:
        InputError: there is none.
    """
    path = find_deviation(standing, slots)
    log, step = _get_deviation(standing.contract, path).escalation, standing.ladder.find_sanction(Sanction.TERMINATION)
    found = [number for number, entry in enumerate(log) if entry.step == step and not entry.skipped]
    if not found:
        message = "nobody has decided to terminate the contract for {deviation}"
        raise InputError(Finding(message, values={"deviation": slots["deviation"]}))
    return (*path, "escalation", found[-1])


def find_extension(standing: Standing, _slots: Slots) -> FieldPath:
    """The extension that is to be decided on next.

    Raises:
        InputError: there is none.
    """
    found = find_next_extension(standing.contract, standing.ending, standing.on)
    if found is None:
        raise InputError(Finding("the contract has no extension that is to be decided on"))
    return ("dates", "extensions", found[0])


def find_contact(_standing: Standing, slots: Slots) -> FieldPath:
    """A person among the contacts of a side.

    Raises:
        InputError: that isn't a side and a role.
    """
    side, _, role = slots["role"].partition(".")
    if side not in {"buyer", "supplier"} or not re.fullmatch(ROLE, role):
        message = "'{value}' is not a person's role; write one such as buyer.manager"
        raise InputError(Finding(message, values={"value": slots["role"]}))
    return (side, "contacts", role)


def find_field(_standing: Standing, slots: Slots) -> FieldPath:
    """Any field that holds one value, by its path as findings write it.

    Raises:
        InputError: contracts have no such field.
    """
    name = slots["field"]
    pattern = re.sub(r"\[\d+\]", "[]", name)
    known = pattern in set(list_patterns(Contract)) or find_type(Contract, pattern) is not None
    if not known or not re.fullmatch(r"\w+(\[\d+\]|\.\w+)*", name):
        hint = "write it as findings do: kickoff.place, risks[0].likelihood"
        raise InputError(Finding("contracts have no field '{name}'", hint=hint, values={"name": name}))
    return tuple(int(number) if number else key for number, key in re.findall(r"\[(\d+)\]|(\w+)", name))


OF_ANY_FILE = frozenset({find_contract, find_field, find_contact, find_actors, find_products, find_risks})
"""What can be found in a file that isn't whole yet."""


def _get_deviation(contract: Contract, path: FieldPath) -> Deviation:
    return contract.deviations[int(path[1])]


def _find(name: str, ids: Sequence[str], message: str, **values: str) -> int:
    """The place of an id, whatever its letters' case where that leaves one.

    Raises:
        InputError: there is none, or more than one.
    """
    if name in ids:
        return ids.index(name)
    found = [number for number, each in enumerate(ids) if each.casefold() == name.casefold()]
    if len(found) != 1:
        hint = "there are: {known}" if ids else "there are none yet"
        raise InputError(Finding(message, hint=hint, values={**values, "name": name, "known": ", ".join(ids)}))
    return found[0]
