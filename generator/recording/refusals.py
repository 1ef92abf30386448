"""What may stand in a contract file as it happened, and isn't to be recorded now. Called by `changing`.

The file tells what was; who records is told before it is so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from generator.contract import messages
from generator.contract.case import Case
from generator.contract.messages import format_path
from generator.contract.models import Deviation
from generator.errors import N_, Finding
from generator.recording.writing import Edit
from generator.rules.actions import find_latest_submission, find_rejected

_NEW_EVIDENCE = N_(
    "record new evidence when it comes, and that it is accepted: {deviation} {action} evidence; or take the rejection back"
)


def list_refusals(case: Case, edits: Sequence[Edit]) -> Iterator[Finding]:
    """The errors of closing a deviation over evidence that was rejected.

    Source: the field's corrective action plans: one is closed when the evidence has been accepted.
    """
    for edit in edits:
        match edit.path:
            case ("deviations", int(place), "closed"):
                yield from _list_rejected(case.contract.deviations[place], edit)


def _list_rejected(deviation: Deviation, edit: Edit) -> Iterator[Finding]:
    closed, plan = deviation.closed, deviation.action_plan
    for number, action in enumerate(plan.actions if plan and closed else ()):
        last = find_latest_submission(action, date.max)
        if closed and find_rejected(action, closed) and not (last and last.accepted):
            values = {"closed": closed.isoformat(), "deviation": deviation.id, "action": action.id}
            subject = format_path((*edit.path[:2], "action_plan", "actions", number))
            yield Finding(messages.EVIDENCE_REJECTED.message, subject=subject, hint=_NEW_EVIDENCE, values=values)
