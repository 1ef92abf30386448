"""The escalation ladder as stairs: each step once, where one stands, and the days."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from generator.contract.choices import Sanction
from generator.contract.ladder import Ladder, LadderStep
from generator.contract.values import FrozenMap, RoleReference
from generator.documents.charts import WIDTH
from generator.documents.clause_guide import CLAUSE_GUIDE
from generator.documents.escalation_record import ESCALATION_RECORD
from generator.documents.ladder_chart import draw_climb, draw_ladder
from tests.documents.contracts import ON, change, compose, make_subject, read_example

CONTRACT = read_example("surgical-instruments")
LOG = CONTRACT.deviations[1].escalation


def climb(changes=None, item="D2", on=ON):
    subject = make_subject(change(CONTRACT, changes or {}), item, on)
    return draw_climb(subject.assess_deviation(subject.deviation))


def find_title(document, subject, *langs):
    return next(compose(document, subject, *langs).find_all("svg")).title


def make_ladder(count):
    keys = [f"s{number}" for number in range(count)]
    officer = (RoleReference("buyer.officer"),)
    steps = {key: LadderStep(name=f"steg {key}", decided_by=officer, letter=("Hej.",)) for key in keys}
    return Ladder(FrozenMap(steps), is_own=True)


def test_each_step_is_there_once_with_its_state_and_days():
    found = [(stair.number, stair.state, stair.day, stair.answered, stair.place) for stair in climb().stairs]
    assert found == [
        (1, "taken", date(2026, 5, 20), date(2026, 6, 10), None),
        (2, "taken", date(2026, 10, 5), None, None),
        (3, "taken", date(2026, 10, 26), date(2026, 11, 9), None),
        (4, "taken", date(2026, 11, 17), None, "here"),
        (5, "ahead", None, None, "next"),
        (6, "ahead", None, None, None),
        (7, "ahead", None, None, None),
        (8, "ahead", None, None, None),
    ]


def test_an_answer_is_known_from_its_day():
    assert [stair.answered for stair in climb(on=date(2026, 11, 8)).stairs][2] is None
    assert [stair.answered for stair in climb(on=date(2026, 11, 9)).stairs][2] == date(2026, 11, 9)


def test_a_settled_deviation_says_when_and_nothing_comes_next():
    chart = climb(item="D3")
    assert (chart.closed, [stair.place for stair in chart.stairs if stair.place]) == (date(2025, 8, 20), ["here"])


def test_what_was_left_out_and_what_there_is_not_are_shown_as_such():
    log = (LOG[0], LOG[2].model_copy(update={"date": date(2026, 10, 26)}))
    states = [stair.state for stair in climb({"deviations.1.escalation": log, "framework_agreement": False}).stairs]
    assert states == ["taken", "missing", "taken", "ahead", "ahead", "barred", "ahead", "ahead"]


def test_the_text_alternative_says_each_step_its_state_its_days_and_where_one_stands():
    subject = make_subject(CONTRACT, "D2", ON)
    assert find_title(ESCALATION_RECORD, subject, "sv") == (
        "Trappa, nedifrån och upp.\n1. Dialog: 20\xa0maj\xa02026. Svar kom 10\xa0juni\xa02026."
        "\n2. Påminnelse: 5\xa0oktober\xa02026. Inget svar."
        "\n3. Skriftlig varning: 26\xa0oktober\xa02026. Svar kom 9\xa0november\xa02026."
        "\n4. Möte med ledningen: 17\xa0november\xa02026. Svar senast 1\xa0december\xa02026."
        " Här står vi."
        "\n5. Vite: Tidigast 2\xa0december\xa02026. Härnäst."
        "\n6. Avropsstopp: Inte taget."
        "\n7. Uppsägning: Inte taget."
        "\n8. Omedelbar uppsägning: Inte taget."
    )
    assert "4. Meeting with management: 17\xa0November\xa02026. Reply by 1\xa0December\xa02026. We are here." in find_title(
        ESCALATION_RECORD, subject, "en"
    )


def test_the_ladder_as_such_has_the_steps_that_the_contract_has_and_nobody_stands_on_it():
    chart = draw_ladder(make_subject(CONTRACT).ladder, ON, change(CONTRACT, {"framework_agreement": False}))
    assert ([stair.number for stair in chart.stairs], {stair.state for stair in chart.stairs}) == (
        [1, 2, 3, 4, 5, 7, 8],  # the numbers of the whole ladder, as where a deviation climbs it
        {"ahead"},
    )
    assert not any(stair.place for stair in chart.stairs)
    assert "Inte taget" not in find_title(CLAUSE_GUIDE, make_subject(CONTRACT), "sv")


@pytest.mark.parametrize("count", [1, 3, 9, 10, 12])
def test_a_ladder_of_any_length_climbs_to_the_right_and_leaves_room_for_words(count):
    chart = draw_ladder(make_ladder(count), ON, CONTRACT)
    assert len(chart.stairs) == count
    assert all(low.top > high.top + chart.step and low.x < high.x for low, high in pairwise(chart.stairs))
    assert chart.stairs[-1].top >= 0
    assert chart.stairs[0].top + chart.step <= chart.height
    assert WIDTH - chart.stairs[-1].x >= WIDTH // 2


def test_a_sanction_that_nobody_agreed_on_is_no_step():
    ladder = make_subject(CONTRACT).ladder
    shown = draw_ladder(ladder, ON, change(CONTRACT, {"clause.terms.penalty": None})).stairs
    assert len(shown) == len([step for step in ladder.steps.values() if step.sanction is not Sanction.PENALTY])
