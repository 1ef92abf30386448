"""What may stand in a contract file as it happened, and isn't to be recorded now. Called by `changing`.

The file tells what was; who records is told before it is so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.contract import messages
from generator.contract.case import Case
from generator.errors import N_, Finding
from generator.recording.writing import Edit
from generator.rules.standing.closing import find_overruled, list_rejected

_NEW_EVIDENCE = N_(
    "record new evidence when it comes, and that it is accepted: {deviation} {action} evidence; or take the rejection back"
)


def list_refusals(case: Case, edits: Sequence[Edit]) -> Iterator[Finding]:
    """The errors of closing a deviation over evidence that was rejected, or noting an action as done whose evidence was.

    Source: as for `rules.standing.closing.list_rejected` and `rules.actions`.
    """
    for edit in edits:
        match edit.path:
            case ("deviations", int(place), "closed"):
                deviation = case.contract.deviations[place]
                for name in list_rejected(deviation):
                    values = {"closed": str(edit.value), "deviation": deviation.id, "action": name}
                    subject = f"{deviation.id} {name}"
                    yield Finding(messages.EVIDENCE_REJECTED.message, subject=subject, hint=_NEW_EVIDENCE, values=values)
            case ("deviations", int(place), "action_plan", "actions", int(number), "done"):
                deviation = case.contract.deviations[place]
                name, rejected = find_overruled(deviation, number)
                if rejected:
                    values = {"done": str(edit.value), "rejected": str(rejected), "deviation": deviation.id, "action": name}
                    subject = f"{deviation.id} {name}"
                    yield Finding(messages.DONE_WITHOUT_EVIDENCE.message, subject=subject, hint=_NEW_EVIDENCE, values=values)
