from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.contract.choices import Area, AuditNotice, AuditPlace
from generator.contract.models import Audit
from generator.contract.values import Month
from generator.documents.action_plan import ACTION_PLAN
from generator.documents.audit_protocol import AUDIT_PROTOCOL
from generator.documents.monitoring import MONITORING
from generator.documents.monitoring_notice import MONITORING_NOTICE
from generator.documents.slides import SLIDES
from generator.errors import InputError
from tests.documents.contracts import ON, change, compose, make_subject, read_example
from tests.documents.tree_text import write_tree

GOLDEN = Path(__file__).parent / "golden"
CONTRACT = read_example("wound-care")
M4 = "monitoring.activities.3"
SPAN = {"from_": date(2027, 10, 4), "until": date(2027, 10, 29)}


OCTOBER = Month(2027, 10)


def hide(notice, planned=OCTOBER, **audit):
    return change(CONTRACT, {f"{M4}.audit": Audit(notice=notice, **audit), f"{M4}.planned": planned})


def make_view(contract=CONTRACT, item="M4"):
    return AUDIT_PROTOCOL.make_view(make_subject(contract, item))


def make_text(document, contract, item=""):
    return write_tree(compose(document, make_subject(contract, item), "sv"))


@pytest.mark.parametrize("langs", [("sv",), ("en",), ("sv", "en")], ids="-".join)
def test_the_whole_text(langs, golden):
    text = write_tree(compose(AUDIT_PROTOCOL, make_subject(CONTRACT, "M4"), *langs))
    golden(GOLDEN / f"audit-protocol.{CONTRACT.id}.M4.{'-'.join(langs)}.txt", text)


def test_one_for_each_audit_that_is_not_done():
    names = ("wound-care", "surgical-instruments", "cleaning")
    assert [AUDIT_PROTOCOL.list_items(read_example(name), ON) for name in names] == [("M4",), ("M3",), ()]


def test_nothing_but_an_audit_has_one():
    with pytest.raises(InputError) as caught:
        make_view(item="M1")
    assert [each.subject for each in caught.value.findings] == ["monitoring.activities[0].method"]


@pytest.mark.parametrize(
    ("places", "sites", "is_on_site"),
    [
        ((AuditPlace.OFFICE,), ("S1",), False),
        ((AuditPlace.SITE,), (), True),
        ((AuditPlace.OFFICE, AuditPlace.SITE), (), True),
        ((), ("S1",), True),
        ((), (), False),
    ],
)
def test_the_areas_of_the_code_are_looked_at_on_a_site(places, sites, is_on_site):
    view = make_view(change(CONTRACT, {f"{M4}.audit": Audit(places=places), f"{M4}.sites": sites}))
    assert view.is_on_site is is_on_site
    assert [row.area for row in view.rows if row.area] == (list(Area) if is_on_site else [])


def test_a_row_a_requirement_or_all_seven_where_none_is_chosen():
    assert [row.section.number for row in make_view().rows if row.section] == ["2.3", "2.4"]
    view = make_view(change(CONTRACT, {f"{M4}.requirements": ()}))
    assert [row.section.number for row in view.rows if row.section] == [f"2.{number}" for number in range(1, 8)]


def test_what_was_found_by_the_audit_stands_in_it_already():
    view = AUDIT_PROTOCOL.make_view(make_subject(read_example("surgical-instruments"), "M2"))
    assert [each.id for each in view.findings] == ["D1", "D2"]


def test_an_unannounced_audit_gets_no_notice():
    contract = hide(AuditNotice.UNANNOUNCED)
    assert MONITORING_NOTICE.list_items(contract, ON) == ("M1", "M2", "M3")
    with pytest.raises(InputError) as caught:
        MONITORING_NOTICE.make_view(make_subject(contract, "M4"))
    assert [each.subject for each in caught.value.findings] == ["monitoring.activities[3].audit.notice"]


def test_a_semi_announced_audit_names_its_span_and_never_its_day():
    contract = hide(AuditNotice.SEMI_ANNOUNCED, date(2027, 10, 13), **SPAN)
    text = make_text(MONITORING_NOTICE, contract, "M4").replace("~", " ")
    assert "från och med den 4 oktober 2027 till och med den 29 oktober 2027" in text
    assert "13 oktober" not in text


def test_a_day_without_a_span_is_not_told_of():
    with pytest.raises(InputError) as caught:
        MONITORING_NOTICE.make_view(make_subject(hide(AuditNotice.SEMI_ANNOUNCED, date(2027, 10, 13)), "M4"))
    assert [each.subject for each in caught.value.findings] == ["monitoring.activities[3].audit.from"]


@pytest.mark.parametrize(
    ("notice", "audit", "told"),
    [
        (AuditNotice.ANNOUNCED, {}, "2027-10-13"),
        (AuditNotice.SEMI_ANNOUNCED, SPAN, "2027-10-04 – 2027-10-29"),
        (AuditNotice.SEMI_ANNOUNCED, {}, "Meddelas inte i förväg"),
        (AuditNotice.UNANNOUNCED, {}, ""),
    ],
)
@pytest.mark.parametrize("document", [MONITORING, SLIDES], ids=lambda document: document.slug)
def test_what_welcomes_the_supplier_keeps_the_day_to_itself(document, notice, audit, told):
    text = make_text(document, hide(notice, date(2027, 10, 13), **audit)).replace("\u2060", "")
    assert document is SLIDES or told in text
    assert ("2027-10-13" in text) is (notice is AuditNotice.ANNOUNCED)


def test_an_action_plan_does_not_tell_when_an_unannounced_audit_verifies_it():
    def list_verified(contract):
        view = ACTION_PLAN.make_view(make_subject(contract, "D1"))
        return {row.verified_by.id for row in view.actions if row.verified_by}

    known = read_example("surgical-instruments")
    hidden = change(known, {"monitoring.activities.2.audit": Audit(notice=AuditNotice.UNANNOUNCED)})
    assert [list_verified(known), list_verified(hidden)] == [{"M3"}, set()]
