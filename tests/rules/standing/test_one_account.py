"""How a contract stands is worked out in `rules.standing` and nowhere else: who shows it asks there, and reads no raw field."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOMS = ("build", "cli", "documents", "preview", "recording")
PACKAGE = Path(__file__).parents[3] / "generator"
FACTS = frozenset(
    {
        "action_plan",
        "approved",
        "call_off_suspension_months",
        "closed",
        "decided",
        "extensions",
        "ground_excluded",
        "notice_days",
        "notified",
        "penalty",
        "received",
        "requested",
        "severe_remedied_at_once",
    }
)
"""Fields of a contract that phases, ends, stages, sanctions and duties follow from."""
ACCOUNTS = ("standing", "plan", "sanctions", "self", "run", "ending", "totals", "row", "view", "figures")
"""What the account itself, and what is made of it, is called."""
SHOWN_AS_THEY_STAND = {
    "build/edition.py": {"entry.decided"},  # When a secret was decided on, and not how the contract stands.
    "cli/duty_words.py": {"each.action_plan"},  # Whether there is one that may come back filled in.
    "documents/action_plan.py": {"deviation.action_plan"},  # Who approved it.
    "documents/changes.py": {"change.penalty"},  # What a change says of it.
    "documents/escalation_record.py": {"standing.deviation.ground_excluded"},  # The reason, in the contract's words.
    "documents/ladder.py": {"standing.deviation.ground_excluded"},
    "recording/action_plan.py": {"deviation.action_plan", "deviation.closed"},  # What stands in the file that is written.
    "recording/releases.py": {"entry.decided"},  # The day of a decision on secrecy, and not of one on a sanction.
    "documents/secrecy_review.py": {"request.received"},  # The day that it came on, and not whether it is open.
    "documents/situation.py": {"standing.deviation.severe_remedied_at_once"},  # That nobody has noted it.
}


def list_reads(path: Path) -> set[str]:
    """The expressions in a module that read such a field of anything else than the account."""
    nodes = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Attribute))
    reads = {ast.unparse(node) for node in nodes if node.attr in FACTS and isinstance(node.ctx, ast.Load)}
    return {read for read in reads if read.split(".")[-2] not in ACCOUNTS and "Sanction" not in read}


@pytest.mark.parametrize("room", ROOMS)
def test_no_raw_field_is_read_for_what_follows_from_it(room: str) -> None:
    found = {path.relative_to(PACKAGE).as_posix(): list_reads(path) for path in sorted((PACKAGE / room).rglob("*.py"))}
    assert {name: reads for name, reads in found.items() if reads - SHOWN_AS_THEY_STAND.get(name, set())} == {}
