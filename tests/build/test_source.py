"""The figures of a report's contracts: what is counted, what is left out and told, and what it takes to read many."""

from __future__ import annotations

import os
import shutil
import tracemalloc
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from generator.build.fingerprints import Layouts
from generator.build.orders import Order
from generator.build.render import Builder
from generator.build.source import gather_contract
from generator.contract.case import Cases
from generator.contract.choices import Level
from generator.contract.values import FrozenMap
from generator.documents import DOCUMENTS
from generator.documents.agenda import AGENDA
from generator.documents.risk_analysis import RISK_ANALYSIS
from generator.errors import InputError
from generator.rendering.engines import choose_engine
from generator.rules.figures import Window
from generator.rules.sums import ActionCounts, Costs, DeviationCounts
from generator.rules.totals import find_median, find_worst, sum_training
from generator.workspace import find_workspace
from tests.documents.contracts import EXAMPLES, ON
from tests.documents.reports import copy_examples, edit, gather, write_contract, write_report
from tests.loading import load_contract, load_report

INSTRUMENTS = EXAMPLES / "contracts/surgical-instruments.yaml"
MANY = 100
"""`make bench` reads twenty times as many."""
AUDITED = """monitoring:
  activities:
    - {id: M1, method: audit, planned: 2026-03, done: %s, cost: {amount: %s, currency: %s}}
"""


def test_the_figures_of_the_year_by_hand():
    source, findings = gather()
    totals = source.totals
    assert (findings, source.left_out, source.named) == ((), (), ())
    assert source.warnings == ()
    assert source.window == Window(date(2026, 1, 1), ON)
    # The cleaning contract is at basic level and was followed up in 2024 and 2025; the instruments in 2025 and 2026; the wound
    # care was signed two days ago.
    assert totals.contracts == {Level.BASIC: 1, Level.ADVANCED: 2}
    assert (totals.not_in_period, totals.followed_up.total(), totals.followed_up_ever.total()) == (0, 1, 2)
    assert totals.activities == FrozenMap({"audit": 1})
    assert totals.costs == totals.audit_costs == Costs(FrozenMap({"SEK": Decimal(142000)}))
    assert [(row.registration_number, row.audits) for row in totals.list_audited_contracts()] == [("RE 2024-00307", 1)]
    assert [(row.name, row.audits) for row in totals.list_audited_suppliers()] == [("Nordic Instruments Trading AB", 1)]
    both = DeviationCounts(FrozenMap({"major": 1, "severe": 1}), FrozenMap({"due_diligence": 1, "labour_rights": 1}))
    assert (totals.found, totals.open, totals.closed) == (both, both, DeviationCounts())
    # Found on the 18th of May; approved on the 17th of June, 30 days later, and on the 1st of July, 44 days later.
    assert (totals.plan_days, totals.plan_days_waiting) == ({30: 1, 44: 1}, {})
    assert (find_median(totals.plan_days), find_worst(totals.plan_days)) == (Decimal(37), 44)
    # In time: D1.A1. Late: D1.A2 by six days, D2.A1 by five. Not done: D2.A2 and D2.A3. Due later: D1.A3, D2.A4.
    assert totals.actions == ActionCounts(in_time=1, late=2, not_done=2)
    steps = {"dialogue": 2, "management_meeting": 1, "reminder": 1, "written_warning": 1}
    assert (totals.steps_taken, totals.steps_passed_over, totals.penalties) == (FrozenMap(steps), FrozenMap(), FrozenMap())
    training = sum_training(source.report.training, source.window)
    assert (training.participants, training.hours) == (35, Decimal(24 * 3 + 11 * 2))


def test_before_all_contracts_nothing_is_counted(tmp_path):
    report = edit(copy_examples(tmp_path), ("{from: 2026-01-01, to: 2026-12-31}", "{from: 2020-01-01, to: 2020-12-31}"))
    source, findings = gather(report)
    assert (findings, source.totals.contracts.total(), source.totals.not_in_period) == ((), 0, 3)
    assert (source.totals.audits, source.totals.found.total, source.totals.actions.total) == (0, 0, 0)


@pytest.mark.parametrize(
    ("starts", "ends", "is_counted"),
    [
        ("2020-01-01", "2025-12-31", False),
        ("2020-01-01", "2026-01-01", True),
        ("2026-12-31", "2030-12-31", True),
        ("2027-01-01", "2030-12-31", False),
        ("2020-01-01", "2030-12-31", True),
    ],
)
def test_contracts_count_in_the_periods_that_they_touch(tmp_path, starts, ends, is_counted):
    write_contract(tmp_path, "RE-1", ("{starts: 2023-04-01, ends: 2027-03-31}", f"{{starts: {starts}, ends: {ends}}}"))
    source, _ = gather(write_report(tmp_path), date(2027, 6, 1))
    assert (source.totals.contracts.total(), source.totals.not_in_period) == (int(is_counted), int(not is_counted))


def test_what_happens_over_the_end_of_a_year_counts_in_the_year_that_it_happened(tmp_path):
    rest = """monitoring:
  activities:
    - {id: M1, method: dialogue, planned: 2026-12, done: 2026-12-31}
    - {id: M2, method: audit, planned: 2027-01, done: 2027-01-01}
deviations:
  - id: D1
    found: 2026-12-31
    found_by: M1
    against: environment
    severity: minor
    action_plan:
      requested: 2026-12-31
      received: 2027-01-04
      approved: 2027-01-10
      actions: [{id: A1, description: x, due: 2027-01-31, done: 2027-02-01}]
    closed: 2027-02-02
"""
    write_contract(tmp_path, "RE-1", rest=rest)
    counted = []
    for first, last in (("2026-01-01", "2026-12-31"), ("2027-01-01", "2027-12-31"), ("2026-12-01", "2027-02-28")):
        totals = gather(write_report(tmp_path, first, last), date(2027, 6, 1))[0].totals
        numbers = (totals.found.total, totals.open.total, totals.closed.total, totals.actions.late)
        counted.append((dict(totals.activities), *numbers, dict(totals.plan_days), dict(totals.plan_days_waiting)))
    assert counted == [
        ({"dialogue": 1}, 1, 1, 0, 0, {}, {0: 1}),
        ({"audit": 1}, 0, 0, 1, 1, {}, {}),
        ({"audit": 1, "dialogue": 1}, 1, 0, 1, 1, {10: 1}, {}),
    ]


def test_currencies_are_never_added_to_each_other(tmp_path):
    for name, amount, currency in (("RE-1", "38500", "SEK"), ("RE-2", "1500.50", "EUR"), ("RE-3", "0.50", "EUR")):
        write_contract(tmp_path, name, rest=AUDITED % ("2026-03-01", amount, currency))
    write_contract(
        tmp_path, "RE-4", rest="monitoring: {activities: [{id: M1, method: audit, planned: 2026-03, done: 2026-03-01}]}"
    )
    totals = gather(write_report(tmp_path))[0].totals
    assert totals.audit_costs == Costs(FrozenMap({"EUR": Decimal("1501.00"), "SEK": Decimal(38500)}), unknown=1)
    [supplier] = totals.list_audited_suppliers()
    assert (supplier.contracts, supplier.audits, supplier.costs) == (4, 4, totals.audit_costs)


# Contract files with mistakes


def test_a_contract_with_mistakes_is_named_and_not_counted(tmp_path):
    report = copy_examples(tmp_path)
    broken = edit(tmp_path / "region/contracts/surgical-instruments.yaml", ("amount: 142000, currency: SEK", "amount: mycket"))
    source, findings = gather(report)
    assert source.left_out == ("surgical-instruments.yaml",)
    assert source.totals.contracts == {Level.BASIC: 1, Level.ADVANCED: 1}
    assert {finding.place.file for finding in findings} == {str(broken)}
    assert [(finding.subject, finding.severity) for finding in findings] == [
        ("monitoring.activities[1].cost.currency", "error"),
        ("monitoring.activities[1].cost.amount", "error"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('version: "2023"', 'version: "1999"', "15:12: error: clause.version: "),
        ('against: "2.4"', 'against: "7.1"', "97:14: error: deviations[0].against: "),
        ("step: reminder", "step: rap_on_knuckles", "161:16: error: deviations[1].escalation[1].step: "),
    ],
)
def test_a_contract_that_does_not_fit_its_clause_or_ladder_is_left_out(tmp_path, old, new, told):
    report = copy_examples(tmp_path)
    broken = edit(tmp_path / "region/contracts/surgical-instruments.yaml", (old, new))
    source, [finding] = gather(report)
    assert (source.left_out, source.totals.contracts.total()) == ((broken.name,), 2)
    assert str(finding).startswith(f"{broken}:{told}")


def test_of_two_contracts_with_one_id_the_first_counts(tmp_path):
    write_contract(tmp_path, "RE-1")
    write_contract(tmp_path, "RE-2", ("id: RE-2", "id: re-1"))
    source, [finding] = gather(write_report(tmp_path))
    assert (source.left_out, source.totals.contracts.total()) == (("RE-2.yaml",), 1)
    assert str(finding) == (
        f"{tmp_path}/RE-2.yaml:3:5: error: id: the id 're-1' is that of {tmp_path}/RE-1.yaml too\n"
        "  hint: give each contract an id of its own"
    )


def test_a_report_may_have_no_contract_that_can_be_read(tmp_path):
    (tmp_path / "RE-1.yaml").write_text("format: 1\nid: [", encoding="utf-8")
    (tmp_path / "RE-2.yaml").write_bytes(b"\xff\xfe\x00")
    source, findings = gather(write_report(tmp_path))
    assert (source.left_out, source.totals.contracts.total()) == (("RE-1.yaml", "RE-2.yaml"), 0)
    assert [finding.place.file for finding in findings] == [f"{tmp_path}/RE-{number}.yaml" for number in (1, 2)]
    # Whom these files name can't be known, so nothing may be published.
    assert [finding.format_message() for finding in source.named] == [
        f"the names in RE-{number}.yaml can't be read, so nothing can be published" for number in (1, 2)
    ]


def test_a_file_that_is_left_out_is_named_whatever_its_name_is(tmp_path):
    (tmp_path / os.fsdecode(b"RE-\xe5.yaml")).write_text("id: [", encoding="utf-8")
    source, findings = gather(write_report(tmp_path))
    assert (source.left_out, len(findings)) == (("RE-\\udce5.yaml",), 1)
    assert [finding.values["file"] for finding in source.named] == ["RE-\\udce5.yaml"]


# Names in what is published


def test_the_reports_own_officer_is_looked_for(tmp_path):
    report = edit(copy_examples(tmp_path), ("sv: Tidiga uppstartsmöten", "sv: Jonas Lindqvists uppstartsmöten"))
    edit(report, ("contracts: [../contracts/*.yaml]", "contracts: [../contracts/cleaning.yaml]"))
    assert [(str(each.place), each.subject) for each in gather(report)[0].named] == [(f"{report}:18:5", "lessons[0]")]


@pytest.mark.parametrize(
    "changes",
    [
        (),
        (("amount: 142000", "amount: mycket"),),  # a mistake
        (("id: RE-2024-0307\n", "id: RE-2023-0044\n"),),  # the id of another
        (('version: "2023"', 'version: "1999"'),),  # no such clause
        (("format: 1\n", "format: 1\nformat: 1\n"),),  # a key twice
        (("signed: 2024-06-28", "signed: 2027-01-01"), ("starts: 2024-09-01\n  ends", "starts: 2027-01-01\n  ends")),
    ],
    ids=["counted", "mistake", "id", "clause", "double", "dates"],
)
def test_names_in_contracts_that_are_left_out_are_looked_for_too(tmp_path, changes):
    report = edit(copy_examples(tmp_path), ("Utlagt arbete", "Utlagt arbete hos Ravi Forging Cooperative"))
    edit(tmp_path / "region/contracts/surgical-instruments.yaml", *changes)
    assert [each.values["name"] for each in gather(report)[0].named] == ["Ravi Forging Cooperative"]


def test_figures_of_confidential_fields_are_not_to_be_published(tmp_path):
    report = copy_examples(tmp_path)
    contract = tmp_path / "region/contracts/surgical-instruments.yaml"
    edit(contract, ('fields: "deviations[].location"', 'fields: "monitoring.activities[].cost"'))
    [finding] = gather(report)[0].named
    assert str(finding) == (
        f"{report}:11:12: error: contracts: figures would be made of monitoring.activities[].cost in surgical-instruments.yaml, "
        "which is confidential\n  hint: leave that file out of the report, or take the field out of confidential"
    )


# Goals


def list_contradicted(report):
    """The warnings on results."""
    return [warning for warning in gather(report)[0].warnings if warning.subject.startswith("goals")]


def test_a_result_that_the_figures_contradict_is_a_warning(tmp_path):
    report = edit(copy_examples(tmp_path), ("result: 67}", "result: 66, figure: contracts_followed_up}"))
    [warning] = list_contradicted(report)
    assert str(warning) == (
        f"{report}:13:199: warning: goals[0].measure.result: the result is 66, but the contract files give 67\n"
        "  hint: check the result, or the contract files; the report shows what those give"
    )


@pytest.mark.parametrize(("result", "is_told"), [("67", False), ("66.7", False), ("66.67", False), ("66.6", True), ("100", True)])
def test_a_result_is_held_against_the_exact_number(tmp_path, result, is_told):
    report = edit(copy_examples(tmp_path), ("result: 67}", f"result: {result}, figure: contracts_followed_up}}"))
    assert bool(list_contradicted(report)) == is_told


# Fingerprints


def make_fingerprints(report, on=ON):
    """The fingerprints of a report's web pages, by path."""
    workspace = find_workspace(report)
    builder, layouts = Builder(workspace), Layouts(workspace.files)
    orders = [Order(document, on, formats=("html",)) for document in DOCUMENTS if document.is_over_figures]
    plan = builder.plan(load_report(report), orders)
    return {
        file: layouts.list_inputs(builder.compose(planned, plan)[0], choose_engine("html")).fingerprint
        for planned in plan.documents
        for file in planned.files
    }


def test_fingerprints_follow_what_a_report_says_and_nothing_else(tmp_path):
    report = copy_examples(tmp_path)
    wound_care = report.parent.parent / "contracts/wound-care.yaml"
    settings = report.parent.parent / "realisera.toml"
    seen = [make_fingerprints(report)]

    def differ():
        """Which documents have other fingerprints than before, in how many languages."""
        seen.append(make_fingerprints(report))
        return Counter(path.split("/")[1].split(".")[0] for path, known in seen[-1].items() if known != seen[-2][path])

    every = {"evaluation-report": 3, "communication-report": 3, "yearly-plan": 3}
    assert len(set(seen[0].values())) == len(seen[0]) == 3 * 3
    assert differ() == {}
    edit(wound_care, ("room Eken", "room Linden"))
    assert differ() == {}
    edit(wound_care, ("format: 1", "format: one"))
    assert differ() == every
    wound_care.unlink()
    assert differ() == every
    edit(report, ("participants: 24", "participants: 25"))
    assert differ() == {"communication-report": 3}
    assert not set(make_fingerprints(report, date(2026, 11, 23)).values()) & set(seen[-1].values())
    ladder = report.parent.parent / "content/ladder/own.yaml"
    ladder.parent.mkdir(parents=True)
    ladder.write_bytes((EXAMPLES.parent / "content/ladder/default.yaml").read_bytes())
    settings.write_text('ladder = "own"\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")
    assert differ() == {"evaluation-report": 3}  # It names the ladder.


# Many contracts


def write_many(folder, number):
    """Contracts that differ in what they are counted by."""
    text = INSTRUMENTS.read_text(encoding="utf-8")
    for each in range(number):
        changes = {
            "id: RE-2024-0307\n": f"id: RE-{each:04}\n",
            "registration_number: RE 2024-00307": f"registration_number: RE 2024-{each:05}",
            "level: advanced": "level: basic" if each % 10 == 0 else "level: advanced",
            "amount: 142000, currency: SEK": f"amount: {142000 + each}, currency: {'EUR' if each % 5 == 0 else 'SEK'}",
            "approved: 2026-07-01": f"approved: 2026-07-{1 + each % 28:02}",
            "done: 2026-11-06": "done: 2026-10-30" if each % 2 else "done: 2026-11-06",
            "closed: 2025-08-20": "closed: 2026-08-20" if each % 3 == 0 else "closed: 2025-08-20",
        }
        varied = text
        for old, new in changes.items():
            assert varied.count(old) == 1, old
            varied = varied.replace(old, new)
        (folder / f"RE-{each:04}.yaml").write_text(varied, encoding="utf-8")


def test_many_contracts_are_summed_up_without_being_kept(tmp_path):
    write_many(tmp_path, MANY)
    report = write_report(tmp_path)
    load_contract(tmp_path / "RE-0000.yaml")
    gather()  # so that what is kept for good isn't counted
    tracemalloc.start()
    try:
        loaded = load_contract(tmp_path / "RE-0001.yaml")
        one, _ = tracemalloc.get_traced_memory()
        del loaded
        tracemalloc.reset_peak()
        source, findings = gather(report)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < one * MANY / 5
    totals, numbers = source.totals, range(MANY)
    assert findings == ()
    assert totals.contracts == {Level.BASIC: MANY // 10, Level.ADVANCED: MANY * 9 // 10}
    assert totals.audits == MANY
    euros, kronor = (sum(142000 + each for each in numbers if (each % 5 == 0) is is_euro) for is_euro in (True, False))
    assert totals.audit_costs == Costs(FrozenMap({"EUR": Decimal(euros), "SEK": Decimal(kronor)}))
    assert (totals.found.total, totals.open.total, totals.closed.total) == (2 * MANY, 2 * MANY, len(range(0, MANY, 3)))
    # The plan of D2 takes 30 days; that of D1, 44 and up to 27 more: the middle two are 30 and 44.
    assert totals.plan_days[30] == MANY
    assert (find_median(totals.plan_days), find_worst(totals.plan_days)) == (Decimal(37), 44 + 27)
    assert totals.actions == ActionCounts(in_time=MANY + MANY // 2, late=MANY + MANY // 2, not_done=2 * MANY)
    assert [(row.name, row.contracts, row.audits) for row in totals.list_audited_suppliers()] == [
        ("Nordic Instruments Trading AB", MANY, MANY)
    ]
    assert len(totals.listed) == 40


# What a report says nothing on


def test_the_officer_is_told_what_a_report_says_nothing_on(tmp_path):
    write_contract(tmp_path, "RE-1")
    report = write_report(tmp_path)
    told = [str(warning).splitlines()[0].partition("warning: ")[2] for warning in gather(report)[0].warnings]
    assert told == [
        f"the report says nothing under {key}, and what is published leaves that part out"
        for key in ("goals", "next_goals", "lessons", "training", "effects", "publication")
    ]


def test_a_contact_that_nobody_can_reach_is_refused(tmp_path):
    write_contract(tmp_path, "RE-1")
    assert gather(write_report(tmp_path, rest="publication: {contact: {name: Enheten, link: https://region.example}}\n"))
    with pytest.raises(InputError) as caught:
        gather(write_report(tmp_path, rest="publication: {contact: {name: Enheten}}\n"))
    assert [finding.subject for finding in caught.value.findings] == ["publication.contact"]


@pytest.mark.parametrize(("plan", "warned"), [("approved: 2026-06-17", False), ("approved: 2027-06-17", True)])
def test_a_typed_result_that_reaches_its_goal_while_a_severe_deviation_lacks_a_plan_is_a_warning(tmp_path, plan, warned):
    report = copy_examples(tmp_path)
    edit(tmp_path / "region/contracts/surgical-instruments.yaml", ("approved: 2026-06-17", plan))
    told = [str(each) for each in list_contradicted(report)]
    assert any("nothing computes it; severe deviations without an approved plan: 1" in each for each in told) is warned


def test_a_mistake_in_a_file_of_typical_risks_stops_the_documents_that_propose_them_and_no_other(examples, tmp_path):
    root = shutil.copytree(examples, tmp_path / "region")
    (root / "content" / "risks").mkdir(parents=True)
    (root / "content" / "risks" / "textiles.yaml").write_text("risks: 1\n", encoding="utf-8")
    cases = Cases(find_workspace(root))
    source = gather_contract(cases.open(root / "contracts" / "wound-care.yaml"), cases)
    assert source.make_subject(AGENDA, date(2026, 11, 22), "").known_risks == ()
    with pytest.raises(InputError, match=r"content/risks/textiles\.yaml"):
        source.make_subject(RISK_ANALYSIS, date(2026, 11, 22), "")
