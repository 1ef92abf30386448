"""The year of a follow-up plan: what happens when, in order, and what is late."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from generator.contract.choices import Method
from generator.contract.models import Activity
from generator.contract.values import Month, RoleReference
from generator.documents.activities import list_activities
from generator.documents.coming_year import draw_year
from generator.documents.followup_plan import FOLLOWUP_PLAN
from tests.documents.contracts import change, compose, make_subject, read_example

CONTRACT = read_example("surgical-instruments")
ON = date(2026, 11, 20)


def make_activity(key, planned, **fields):
    return Activity(id=key, method=Method.DIALOGUE, planned=planned, responsible=RoleReference("buyer.officer"), **fields)


def make_subject_of(*activities, on=ON):
    changes = {"monitoring.activities": activities, "deviations": ()}
    return make_subject(change(CONTRACT, changes), on=on)


def draw(*activities, on=ON, **options):
    subject = make_subject_of(*activities, on=on)
    return draw_year(subject, list_activities(subject), **options)


def test_what_is_late_comes_first_then_all_in_order_of_time_with_the_days_of_the_contract():
    year = draw(
        make_activity("M3", Month(2027, 7)),
        make_activity("M1", date(2026, 11, 19)),
        make_activity("M2", date(2027, 3, 1)),
        make_activity("M0", Month(2026, 10), done=date(2026, 10, 5)),
    )
    assert [(lane.kind, lane.id, lane.is_late) for lane in year.lanes] == [
        ("activity", "M1", True),
        ("activity", "M2", False),
        ("extension", "", False),
        ("activity", "M3", False),
        ("end", "", False),
    ]
    assert all(one.middle < other.middle for one, other in pairwise(year.lanes))
    assert draw(make_activity("M2", date(2027, 3, 1)), with_contract=False).lanes[0].id == "M2"


def test_a_year_has_twelve_months_from_that_of_the_document():
    year = draw(make_activity("M1", date(2027, 10, 31)), make_activity("M2", date(2027, 11, 1)))
    assert (year.months[0].first, year.months[-1].first) == (date(2026, 11, 1), date(2027, 10, 1))
    assert [lane.id for lane in year.lanes if lane.kind == "activity"] == ["M1"]


def test_where_nothing_happens_within_a_year_it_begins_with_what_comes_first():
    year = draw(make_activity("M1", date(2028, 3, 10)))
    assert year.today_x is None
    assert [(lane.kind, lane.id) for lane in year.lanes] == [("activity", "M1")]
    assert year.lanes[0].told_x is not None


@pytest.mark.parametrize("activities", [(), (make_activity("M1", date(2026, 5, 1), done=date(2026, 5, 2)),)])
def test_with_nothing_left_to_do_there_is_no_drawing(activities):
    assert draw(*activities) is None


def test_a_month_takes_its_column_and_a_day_stands_in_it():
    year = draw(make_activity("M1", Month(2027, 2)), make_activity("M2", date(2027, 2, 14)))
    month, day = (lane for lane in year.lanes if lane.kind == "activity")
    assert (month.width, day.width) == (35, 14)
    assert month.x < day.x
    assert day.x + day.width < month.x + month.width


def test_a_day_to_tell_the_supplier_that_has_passed_is_not_asked_for():
    subject = make_subject_of(make_activity("M1", date(2026, 11, 21)))
    assert [lane.told_by for lane in draw_year(subject, list_activities(subject), with_contract=False).lanes] == [None]


def test_what_there_is_no_room_for_is_counted():
    year = draw(*(make_activity(f"M{n}", date(2027, 1 + n % 9, 1)) for n in range(14)))
    assert (len(year.lanes), year.more) == (12, 4)
    assert len(draw(*(make_activity(f"M{n}", Month(2027, 2)) for n in range(7)), most=5).lanes) == 5


def find_title(*langs):
    subject = make_subject_of(make_activity("M2", Month(2027, 2)), make_activity("M1", date(2026, 10, 1)))
    return next(drawing.title for drawing in compose(FOLLOWUP_PLAN, subject, *langs).find_all("svg") if drawing.title)


def test_the_text_alternative_says_what_happens_when_in_the_language_of_the_document():
    assert find_title("sv") == (
        "Tidslinje från och med november\xa02026 till och med oktober\xa02027."
        "\nM1: dialog. Skulle ha gjorts 1\xa0oktober\xa02026."
        "\nM2: dialog. Februari\xa02027, meddela senast 4\xa0januari\xa02027.\nFörlängning. Beslut senast 31\xa0maj\xa02027."
        "\nAvtalets sista dag. 31\xa0augusti\xa02027."
    )
    assert "M1: dialogue. Was to be done 1\xa0October\xa02026." in find_title("en")
