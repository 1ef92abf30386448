from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.documents.communication_report import COMMUNICATION_REPORT
from generator.errors import InputError
from tests.documents.contracts import EXAMPLES, ON
from tests.documents.reports import YEAR, compose, copy_examples, edit
from tests.documents.tree_text import write_tree
from tests.loading import load_contract, load_report

GOLDEN = Path(__file__).parent / "golden"
CLEANING = EXAMPLES / "contracts/cleaning.yaml"


def make_text(path=YEAR, on=ON, langs=("sv",)):
    return write_tree(compose(COMMUNICATION_REPORT, path, on, langs))


def section(text, heading):
    """What stands under a heading of the second level, until the next."""
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0].strip()


def find_goals(report):
    """The chart, and the rows of the table, of the goals."""
    text = section(make_text(report), "Har vi nått våra mål?")
    chart = next((line.strip() for line in text.splitlines() if line.startswith("    Mål 1")), "")
    rows = text.partition("    ---\n")[2].partition("\n\n")[0]
    return chart, [row.strip().split(" | ")[2:] for row in rows.splitlines()]


@pytest.mark.parametrize("langs", [("sv",), ("en",), ("sv", "en")], ids="-".join)
def test_the_whole_text(langs, golden):
    golden(GOLDEN / f"communication-report.2026.{'-'.join(langs)}.txt", make_text(langs=langs))


# The figures, counted by hand from the three example contracts


def test_the_figures_of_the_year():
    text = make_text()
    assert text.partition("[table figures]\n")[2].partition("\n\n")[0] == (
        "    Avtal med krav på tillbörlig aktsamhet | 3\n    Uppföljningar | 1\n"
        "    Upptäckta avvikelser | 2\n    Deltagare i utbildning | 35"
    )
    done = section(text, "Vad vi har gjort")
    assert (
        "    Avtal som har följts upp någon gång | 2 av 3, 67~%\n    Revisioner | 1\n"
        "    Kostnad för revisionerna | 142~000~SEK\n"
        "    Från upptäckt avvikelse till godkänd plan, median | 37~dagar, för 2 av 2\n"
        "    Åtgärder klara i tid | 1 av 5, 20~%\n" in done
    )
    # Audited and found in May; the plans approved on the 17th of June and the 1st of July.
    assert "    Maj~2026 | 0 | 1 | 2 | 0 | 0\n    Juni~2026 | 0 | 0 | 0 | 1 | 0\n    Juli~2026 | 0 | 0 | 0 | 1 | 0\n" in done
    assert "    Allvarliga | 1 | 0 | 1\n    Större | 1 | 0 | 1\n" in done
    training = section(text, "Hur har vi investerat i utbildning och kompetens?")
    assert training.startswith(
        "Sammanlagt 35~deltagare. Räknat på alla deltagare blev det 94~timmar utbildning."
    )  # 24 × 3 + 11 × 2
    assert training.endswith("    Att leda ett uppföljningsmöte | 2026-10-06 | 11 | 2")


def test_charts_say_in_words_what_they_show():
    lines = make_text().splitlines()
    assert [line.strip() for line in lines if line.startswith(("    Stapeldiagram", "    Tidslinje"))] == [
        "Stapeldiagram: resultatet för varje mål, med ett märke vid målvärdet. Nådda mål: 1 av 2.",
        "Tidslinje månad för månad. Uppföljningar: 1. Upptäckta avvikelser: 2. Avslutade avvikelser: 0.",
        "Stapeldiagram efter allvarlighetsgrad. Upptäckta avvikelser: 2. Avslutade: 0. Öppna: 2.",
    ]


def test_training_after_the_day_has_not_been_given():
    training = section(make_text(on=date(2026, 10, 5)), "Hur har vi investerat i utbildning och kompetens?")
    assert training.startswith("Sammanlagt 24~deltagare. Räknat på alla deltagare blev det 72~timmar utbildning.")
    assert "uppföljningsmöte" not in training


@pytest.mark.parametrize(("old", "people", "hours"), [("participants: 24, ", 11, 22), (", hours: 3", 35, 22)])
def test_training_that_does_not_say_how_much_is_told(tmp_path, old, people, hours):
    training = section(make_text(edit(copy_examples(tmp_path), (old, ""))), "Hur har vi investerat i utbildning och kompetens?")
    assert training.startswith(f"Sammanlagt {people}~deltagare. Räknat på alla deltagare blev det {hours}~timmar utbildning.")
    assert "Utbildningar utan uppgift om deltagare eller timmar är inte medräknade: 1.\n" in training


def test_a_report_is_not_dated_before_its_period():
    with pytest.raises(InputError) as caught:
        make_text(on=date(2025, 12, 31))
    assert [finding.subject for finding in caught.value.findings] == ["period.from"]


# Goals


def test_a_goal_without_a_figure_shows_what_is_typed():
    assert find_goals(YEAR) == (
        "Mål 1 | 67~% av 100~% | Mål 2 | 100~% av 100~%",
        [["100~%", "67~%", "–", "[warn: Inte än]"], ["100~%", "100~%", "–", "[good: Ja]"]],
    )


@pytest.mark.parametrize(
    ("measure", "chart", "row"),
    [
        ("result: 67, figure: contracts_followed_up", "67~% av 100~%", ["67~%", "67~% // 2 av 3", "[warn: Inte än]"]),
        ("figure: contracts_followed_up", "67~% av 100~%", ["–", "67~% // 2 av 3", "[warn: Inte än]"]),
        (
            "result: 100, figure: contracts_followed_up",
            "67~% av 100~%",
            ["100~%", "67~% // 2 av 3 // [bad: Stämmer inte med resultatet]", "[warn: Inte än]"],
        ),
    ],
)
def test_a_computed_result_stands_beside_the_typed_one_and_decides(tmp_path, measure, chart, row):
    report = edit(copy_examples(tmp_path), ("target: 100, result: 67}", f"target: 100, {measure}}}"))
    shown, rows = find_goals(report)
    assert (shown.partition(" | Mål 2")[0], rows[0]) == (f"Mål 1 | {chart}", ["100~%", *row])


@pytest.mark.parametrize(("target", "state"), [("66", "[good: Ja]"), ("67", "[warn: Inte än]"), ("66.66", "[good: Ja]")])
def test_a_goal_is_reached_by_the_exact_number(tmp_path, target, state):
    # Two of three are 66.666… per cent, shown as 67.
    report = edit(copy_examples(tmp_path), ("target: 100, result: 67}", f"target: {target}, figure: contracts_followed_up}}"))
    assert find_goals(report)[1][0][-2:] == ["67~% // 2 av 3", state]


def test_a_goal_that_nobody_measures_is_not_known(tmp_path):
    report = edit(copy_examples(tmp_path), (", result: 67}", "}"), (", result: 100}", "}"))
    text = section(make_text(report), "Har vi nått våra mål?")
    assert "Vi har nått" not in text
    assert "[figure]" not in text
    assert find_goals(report)[1] == [["100~%", "–", "–", "[quiet: Vet inte]"]] * 2


# What may not be said


def test_a_text_that_names_somebody_is_refused_and_all_such_texts_are_told(tmp_path):
    report = edit(
        copy_examples(tmp_path),
        ("en: Early kick-off meetings", "en: Tomas Berg's early kick-off meetings"),
        ("sv: Utlagt arbete", "sv: Utlagt arbete hos Ravi Forging Cooperative"),
    )
    with pytest.raises(InputError) as caught:
        make_text(report)
    hint = "  hint: write it without the name: what is published names no persons, no sub-suppliers and nothing confidential"
    assert str(caught.value) == (
        f"{report}:18:5: error: lessons[0]: this text names 'Tomas Berg', which may not be published\n{hint}\n"
        f"{report}:19:5: error: lessons[1]: this text names 'Ravi Forging Cooperative', which may not be published\n{hint}"
    )


def test_the_evaluation_of_a_contract_is_held_to_the_same(tmp_path):
    copy_examples(tmp_path)
    contract = edit(tmp_path / "region/contracts/cleaning.yaml", ("effects: Inhyrd personal", "effects: Samira Haddads personal"))
    with pytest.raises(InputError) as caught:
        make_text(contract)
    assert [finding.subject for finding in caught.value.findings] == ["evaluation.effects"]
    edit(contract, ("Samira Haddads", "Inhyrd"), ("recommendation: Använd", "recommendation: Fråga Samira Haddad. Använd"))
    assert "Samira" not in make_text(contract)


def test_files_with_mistakes_are_counted_and_not_named(tmp_path):
    report = copy_examples(tmp_path)
    edit(tmp_path / "region/contracts/cleaning.yaml", ("format: 1", "format: one"))
    text = make_text(report)
    assert "- **Saknas:** 1~avtalsfil med fel. Siffrorna är därför ofullständiga.\n" in text
    assert "cleaning" not in text


# What it is made of


def test_of_all_documents_it_is_made_of_reports_alone():
    assert COMMUNICATION_REPORT.list_items(load_report(YEAR).report, ON) == ("",)
    assert COMMUNICATION_REPORT.list_items(load_contract(CLEANING).contract, ON) == ()


def test_of_one_contract_it_tells_what_came_of_it():
    text = make_text(CLEANING)
    assert section(text, "Det här har blivit bättre") == "- Inhyrd personal får nu lön enligt kollektivavtal från första dagen."
    assert section(text, "Vad har vi lärt oss?") == "- Kräv förteckning över inhyrd personal redan vid avtalsstart."
    assert "Har vi nått våra mål?" not in text  # It had none, and what is published doesn't say so.
