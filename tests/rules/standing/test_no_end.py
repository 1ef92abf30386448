"""A contract that runs until further notice: it goes on, is evaluated all the same, and ends when it is terminated."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from generator.contract.models import Contract, Dates, Deviation, EscalationEntry, Evaluation, Terms
from generator.documents.obstacles import find_end
from generator.rules.standing import DutyKind, Phase, Standing
from tests.documents.contracts import LADDER, change, read_example

STARTS = date(2023, 4, 1)
CONTRACT: Contract = change(
    read_example("cleaning"),
    {"dates": Dates(starts=STARTS, until_further_notice=True), "evaluation": Evaluation(), "clause.terms": Terms(notice_days=90)},
)


def stand(on: date, **changes: Any) -> Standing:
    return Standing(change(CONTRACT, changes), {}, LADDER, on)


def terminate(day: date, **fields: Any) -> dict[str, Any]:
    log = (EscalationEntry(step="termination_with_notice", date=day, **fields),)
    return {"deviations": (Deviation(id="D1", found=STARTS, escalation=log),)}


@pytest.mark.parametrize("on", [STARTS, date(2026, 11, 27), date(2199, 12, 31)])
def test_it_runs_whatever_day_it_is(on: date) -> None:
    standing = stand(on)
    assert (standing.phase, standing.ending.day, standing.extension, find_end(standing)) == (Phase.RUNNING, None, None, None)


def test_it_is_to_be_evaluated_three_years_after_it_began() -> None:
    (duty,) = [each for each in stand(date(2030, 1, 1)).duties if each.kind is DutyKind.EVALUATION_DUE]
    assert (duty.day, duty.facts["runs_since"]) == (date(2026, 4, 1), STARTS)
    assert "ends" not in duty.facts


def test_the_day_of_the_contract_file_comes_first() -> None:
    standing = stand(date(2030, 1, 1), evaluation=Evaluation(decision_due=date(2028, 5, 5)))
    assert [each.day for each in standing.duties if each.kind is DutyKind.EVALUATION_DUE] == [date(2028, 5, 5)]


def test_a_termination_ends_it_after_the_notice() -> None:
    decided = date(2026, 5, 1)
    last = date(2026, 7, 30)
    assert [stand(on, **terminate(decided)).phase for on in (date(2026, 4, 30), decided, last, date(2026, 7, 31))] == [
        Phase.RUNNING,
        Phase.NOTICE_RUNNING,
        Phase.NOTICE_RUNNING,
        Phase.ENDED,
    ]
    assert stand(last, **terminate(decided)).ending.day == last


def test_a_reasonable_notice_without_a_day_leaves_it_open_until_the_day_is_set() -> None:
    changes = terminate(date(2026, 5, 1)) | {"clause.terms": Terms()}
    standing = Standing(change(CONTRACT, changes), {}, LADDER, date(2026, 6, 1))
    assert (standing.phase, standing.ending.day, standing.ending.is_fixed) == (Phase.NOTICE_RUNNING, None, False)
    assert DutyKind.END_TO_SET in {each.kind for each in standing.duties}
    told = next(each.facts for each in standing.duties if each.kind is DutyKind.EVALUATION_DUE)
    assert dict(told) == {"terminated": date(2026, 5, 1)}
    changes = terminate(date(2026, 5, 1), ends=date(2026, 6, 15)) | {"clause.terms": Terms()}
    assert Standing(change(CONTRACT, changes), {}, LADDER, date(2026, 6, 16)).phase is Phase.ENDED
