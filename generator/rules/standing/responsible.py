"""Whose a duty is: the person at the buyer who sees to it, by the roles of the contract. Part of `standing`.

Nothing here changes what is to be done: a contract that names nobody has the same duties, and they are the officer's.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator.contract.choices import Sanction
from generator.contract.ladder import Ladder
from generator.contract.models import Action, Contract, Person
from generator.contract.values import RoleReference
from generator.rules.standing.duty import Duty, DutyKind

OFFICER = RoleReference("buyer.officer")
MANAGER = RoleReference("buyer.manager")

_OF_MONITORING = frozenset({DutyKind.SECRETARIAT_TO_ASK, DutyKind.MONITORING_TO_PLAN})
_OF_ACTIVITIES = frozenset({DutyKind.MONITORING_TO_DATE, DutyKind.MONITORING_TO_NOTIFY, DutyKind.MONITORING_TO_DO})
_OF_ACTIONS = frozenset({DutyKind.ACTION_TO_DATE, DutyKind.ACTION_DUE, DutyKind.EVIDENCE_TO_REPLACE})
_OF_MANAGERS = frozenset({DutyKind.INVESTIGATION_TO_DECIDE, DutyKind.EXTENSION_TO_DECIDE, DutyKind.DECISION_DUE})
_OF_SANCTIONS = {DutyKind.PENALTY_AT_MAXIMUM: Sanction.PENALTY, DutyKind.SUSPENSION_LIMIT: Sanction.CALL_OFF_SUSPENSION}


class Responsible(Struct, frozen=True):
    """Who sees to a duty: a role of the buyer's, and the person in it, if the contract names one."""

    role: RoleReference
    person: Person | None

    @property
    def name(self) -> str:
        """The person's name; nothing where nobody is named."""
        return self.person.name if self.person else ""

    @property
    def identity(self) -> tuple[str, str]:
        """What makes it the same person in another role or contract: the name, and the address where one is known."""
        return (self.name.casefold(), (self.person.email or "").casefold()) if self.person else ("", self.role)

    def answers_to(self, wanted: str) -> bool:
        """Whether somebody asks for this one: by role (`buyer.officer` or `officer`), or by part of the name or address."""
        asked = wanted.strip().casefold()
        if not asked:
            return False
        known = (self.name, (self.person.email or "") if self.person else "")
        return asked in {self.role, self.role.role} or any(asked in each.casefold() for each in known)


def find_responsible(duty: Duty, contract: Contract, ladder: Ladder) -> Responsible:
    """Who sees to a duty: the first of those whose it may be that the contract names, else the officer.

    Monitoring is that of who is responsible for the activity, or else for monitoring as a whole. What the supplier is to do is
    followed up by the officer. A step of the ladder, and what follows a sanction, is that of who may decide it; other decisions
    are the manager's.

    Source: the contract format (`responsible` of monitoring, activities and actions), and the ladder's `decided_by`; the
    guidance: decide who monitors. That the rest is the officer's, and decisions the manager's, is this product's own.
    """
    known = contract.buyer.contacts
    wanted = _list_roles(duty, contract, ladder)
    role = next((each for each in wanted if each and each.side == "buyer" and each.role in known), OFFICER)
    return Responsible(role, known.get(role.role))


def _list_roles(duty: Duty, contract: Contract, ladder: Ladder) -> Iterator[RoleReference | None]:
    """Those whose it may be, first come first."""
    if duty.kind in _OF_ACTIVITIES:
        yield next(each.responsible for each in contract.monitoring.activities if each.id == duty.item)
    if duty.kind in _OF_ACTIVITIES | _OF_MONITORING:
        yield contract.monitoring.responsible
    if duty.kind in _OF_ACTIONS:
        yield _find_action(contract, duty.item).responsible
    if step := _find_step(duty, ladder):
        yield from ladder.steps[step].decided_by
    if duty.kind in _OF_MANAGERS:
        yield MANAGER


def _find_step(duty: Duty, ladder: Ladder) -> str | None:
    """The step of the ladder that a duty is to decide on, or to decide what follows."""
    if duty.kind is DutyKind.STEP_DUE:
        return str(duty.facts["step"])
    sanction = _OF_SANCTIONS.get(duty.kind)
    return ladder.find_sanction(sanction) if sanction else None


def _find_action(contract: Contract, item: str) -> Action:
    """The action that an item such as `D2 A3` names."""
    deviation, _, action = item.partition(" ")
    plan = next(each.action_plan for each in contract.deviations if each.id == deviation)
    return next(each for each in plan.actions if each.id == action) if plan else Action.model_construct()
