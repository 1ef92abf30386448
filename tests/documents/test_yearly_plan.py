from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.documents.yearly_plan import YEARLY_PLAN
from generator.errors import InputError
from tests.documents.contracts import ON
from tests.documents.reports import YEAR, compose, copy_examples, edit, make_subject, write_contract, write_report
from tests.documents.tree_text import write_tree
from tests.documents.year import write_year

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """The report over thirty contracts."""
    return write_year(tmp_path_factory.mktemp("year"))


def make_text(path, on=ON, langs=("sv",)):
    return write_tree(compose(YEARLY_PLAN, path, on, langs))


def make_view(path, on=ON):
    return YEARLY_PLAN.make_view(make_subject(YEARLY_PLAN, path, on))


@pytest.mark.parametrize("langs", [("sv",), ("sv", "en")], ids="-".join)
def test_the_whole_text(year, langs, golden):
    golden(GOLDEN / f"yearly-plan.{'-'.join(langs)}.txt", make_text(year, langs=langs))


def test_all_contracts_stand_once_in_the_register_and_those_that_run_once_in_the_order_or_beside_it(year):
    view = make_view(year)
    names = sorted(f"A{key:02}" for key in range(30))
    assert sorted(row.id for row in view.register) == names
    placed = [each.row.id for each in view.ranking.ranked] + [row.id for row in view.ranking.unknown]
    assert sorted(placed) == [name for name in names if name not in {"A08", "A19", "A26"}]
    assert view.others == 3
    assert view.frameworks == 1
    assert [each.rank for each in view.ranking.ranked] == list(range(1, len(view.ranking.ranked) + 1))


def test_what_the_order_of_files_is_makes_no_difference(year, tmp_path):
    for number, path in enumerate(sorted(year.parent.glob("A*.yaml"))):
        (tmp_path / f"{99 - number}.yaml").write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    other = tmp_path / "plan.yml"
    other.write_text(year.read_text(encoding="utf-8").replace("A*.yaml", '"*.yaml"'), encoding="utf-8")
    assert make_text(other) == make_text(year)


def test_a_terminated_contract_with_an_open_deviation_is_shown_among_the_results_and_not_planned(year):
    view = make_view(year)
    assert "A19" in [row.id for row in view.results]
    assert "A19" not in [each.contract for each in view.work.activities]


@pytest.mark.parametrize(
    ("capacity", "have", "left"),
    [
        (40, "40~dagar", ["Kvar | 13~dagar"]),
        (27, "27~dagar", ["Kvar | 0~dagar"]),
        (26, "26~dagar", ["Fattas | [bad: 1~dag]"]),
        (None, "Inte angivet", []),
    ],
)
def test_the_days_are_held_against_what_there_is(tmp_path, capacity, have, left):
    text = make_text(write_year(tmp_path, capacity=capacity))
    facts = text.partition("Arbetsdagar\n")[2].partition("\n\n")[0]
    assert [line.strip() for line in facts.splitlines()] == [
        f"Vi har | {have}",
        "Planen kräver av oss | 27~dagar",
        "Gemensam uppföljning därutöver | 4~dagar",
        *left,
        "Uppföljningar utan uppgift om dagar | 4",
    ]
    assert ("Planen kräver en arbetsdag mer än vi har." in text) == (capacity == 26)


def test_each_result_has_its_shape_and_its_words(year):
    text = make_text(year)
    for words in (
        "bad: ■~Röd, inte åtgärdad i tid",
        "warn: ▲~Gul, hanteras",
        "quiet: ○~Inte uppföljt",
        "good: ●~Grön, ingen avvikelse",
    ):
        assert f" | [{words}] | " in text


def test_a_workspace_that_ranks_by_the_product_is_told_so(tmp_path):
    path = copy_examples(tmp_path)
    edit(path.parent.parent / "realisera.toml", ('# risk_order = "severity"', 'risk_order = "product"'))
    assert "Avtalen står efter sin högsta bedömda risk: sannolikhet gånger allvarlighet" in make_text(path)


def test_of_nothing_it_says_so(tmp_path):
    write_contract(tmp_path, "RE-1")
    text = make_text(write_report(tmp_path, "2036-01-01", "2036-12-31"))
    for words in (
        "Inget avtal i perioden har en bedömd risk",
        "Inga uppföljningar är planerade i perioden.",
        "Det finns inga avtal att visa resultat för.",
        "Inget mönster har hittats.",
        "Utanför perioden, och därför inte med i turordningen: 1~avtal.",
    ):
        assert words in text


def test_a_file_with_mistakes_is_named(tmp_path):
    write_contract(tmp_path, "RE-1")
    write_contract(tmp_path, "RE-2", ("level: basic", "level: best"))
    assert "Planen är ofullständig. Avtalsfiler med fel är inte med: RE-2.yaml." in make_text(write_report(tmp_path))


def test_without_an_organisation_it_isnt_made(tmp_path):
    path = edit(copy_examples(tmp_path), ("organisation: Region Exempel\n", ""))
    with pytest.raises(InputError, match="organisation"):
        make_view(path)


@pytest.mark.parametrize(("on", "is_over"), [(date(2026, 12, 31), False), (date(2027, 1, 1), True)])
def test_once_the_period_is_over_there_is_nothing_left_to_plan(on, is_over):
    report = make_subject(YEARLY_PLAN, YEAR).report
    finding = YEARLY_PLAN.find_report_obstacle(report, on)
    told = f"the plan is for the period of the report, which ended on 2026-12-31, before {on}"
    assert (finding.message.format_map(finding.values) if finding else None) == (told if is_over else None)
