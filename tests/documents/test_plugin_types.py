"""Document types of other packages: one that can't be used is named and left out, and the rest is there."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType

import pytest
from msgspec.structs import replace

from generator.documents import DOCUMENTS, PACKS, find_answers, list_documents, list_packs
from generator.documents.action_plan import ACTION_PLAN
from generator.documents.plugin_types import Types, add_types, fill_packs
from generator.files.plugins import GROUP, Plugin
from generator.rules.standing import DutyKind
from generator.rules.standing.duty import make_duty
from tests.documents.contracts import ON, read_example

VISIT = replace(ACTION_PLAN, slug="visit", answers=(DutyKind.MONITORING_TO_DO,))


@pytest.fixture
def add(monkeypatch):
    """A function that adds the types of one package, by slug, to the product's own."""

    def make(**types):
        module = ModuleType("visits")
        vars(module).update(types)
        monkeypatch.setitem(sys.modules, "visits", module)
        slugs = {name: getattr(each, "slug", name) for name, each in types.items()}
        entries = tuple(EntryPoint(slug, f"visits:{name}", GROUP) for name, slug in slugs.items())
        return add_types(DOCUMENTS, PACKS, [Plugin("visit-package", "1.0", Path(), entries)])

    return make


def test_without_plugins_there_are_the_products_own():
    assert add_types(DOCUMENTS, PACKS, []) == Types(DOCUMENTS, PACKS)
    assert (list_documents(), list_packs()) == (DOCUMENTS, PACKS)


def test_types_of_plugins_come_last(add):
    types = add(VISIT=VISIT)
    assert types == Types((*DOCUMENTS, VISIT), PACKS)


def test_a_type_may_be_a_part_of_a_pack(add):
    part = replace(VISIT, pack="kickoff-pack", place=12, answers=())
    types = add(PART=part)
    assert types.documents == (*DOCUMENTS, part)
    assert types.packs[0].parts == (*PACKS[0].parts, part)


def test_parts_come_by_their_places_however_they_are_listed():
    assert fill_packs(PACKS, reversed(DOCUMENTS)) == PACKS
    assert [part.place for part in PACKS[0].parts] == [1, 2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"slug": "kickoff-pack"}, "a pack has that name"),
        ({"slug": "all"}, "a pack has that name"),
        ({"pack": "final-pack", "place": 1}, "there is no pack 'final-pack'"),
        ({"pack": "kickoff-pack"}, "it has no place in kickoff-pack"),
        ({"pack": "kickoff-pack", "place": 8}, "place 8 of kickoff-pack is taken by 'checklist'"),
    ],
)
def test_a_type_that_cannot_be_used_is_named_and_the_rest_is_there(add, changes, told):
    wrong = replace(VISIT, **changes)
    types = add(WRONG=wrong, CALL=replace(VISIT, slug="call"))
    assert [document.slug for document in types.documents[len(DOCUMENTS) :]] == ["call"]
    assert types.packs == PACKS
    [finding] = types.findings
    assert finding.format_message(str) == f"the document '{wrong.slug}' of the package visit-package can't be used: {told}"


@pytest.mark.parametrize("thing", [ACTION_PLAN.make_view, "visit", None])
def test_what_is_no_type_is_named(add, thing):
    [finding] = add(thing=thing).findings
    assert finding.format_message(str) == (
        "the document 'thing' of the package visit-package can't be used: visits:thing is no document type of that name"
    )


def test_a_type_has_the_name_that_its_entry_point_says(monkeypatch):
    module = ModuleType("visits")
    module.VISIT = VISIT
    monkeypatch.setitem(sys.modules, "visits", module)
    plugin = Plugin("visit-package", "1.0", Path(), (EntryPoint("other", "visits:VISIT", GROUP),))
    types = add_types(DOCUMENTS, PACKS, [plugin])
    assert types.documents == DOCUMENTS
    assert [finding.values["slug"] for finding in types.findings] == ["other"]


def test_code_that_fails_is_told_with_what_it_says(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "failing_visits.py").write_text("import no_such_thing\n", encoding="utf-8")
    entries = tuple(EntryPoint(slug, f"failing_visits:{slug}", GROUP) for slug in ("one", "two"))
    types = add_types(DOCUMENTS, PACKS, [Plugin("failing", "1.0", tmp_path, entries)])
    assert types.documents == DOCUMENTS
    assert [finding.format_message(str) for finding in types.findings] == [
        f"the document '{slug}' of the package failing can't be used: failing_visits:{slug} fails: "
        "ModuleNotFoundError: No module named 'no_such_thing'"
        for slug in ("one", "two")
    ]


def test_parts_of_packs_leave_tasks_to_their_packs():
    assert [part.slug for pack in PACKS for part in pack.parts if part.answers] == []


@pytest.mark.parametrize(
    ("kind", "item", "slugs"),
    [
        (DutyKind.KICKOFF, "", ["kickoff-pack"]),
        (DutyKind.KICKOFF_TO_PLAN, "", []),
        (DutyKind.MONITORING_TO_NOTIFY, "M3", ["monitoring-notice"]),
        (DutyKind.MONITORING_TO_NOTIFY, "M2", []),  # it is done
        (DutyKind.PLAN_TO_REQUEST, "D2", ["action-plan"]),
        (DutyKind.PLAN_TO_REQUEST, "D3", []),  # it is closed
        (DutyKind.EVALUATION_DUE, "", ["evaluation-report"]),
    ],
)
def test_a_duty_is_done_by_what_answers_it_and_has_something_for_it(kind, item, slugs):
    contract = read_example("surgical-instruments")
    assert [answer.slug for answer in find_answers(make_duty(kind, ON, item), contract, ON)] == slugs
