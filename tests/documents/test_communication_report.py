from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from generator.documents.communication_report import COMMUNICATION_REPORT
from generator.errors import InputError
from tests.documents.contracts import EXAMPLES, ON
from tests.documents.reports import YEAR, compose, copy_examples, edit, gather, write_contract, write_report
from tests.documents.tree_text import write_tree
from tests.loading import load_contract, load_report

GOLDEN = Path(__file__).parent / "golden"
CLEANING = EXAMPLES / "contracts/cleaning.yaml"


def make_text(path=YEAR, on=ON, langs=("sv",)):
    return write_tree(compose(COMMUNICATION_REPORT, path, on, langs))


def section(text, heading):
    """What stands under a heading of the second level, until the next or the last page."""
    return re.split(r"\n## |\n\[page\]", text.partition(f"\n## {heading}\n")[2])[0].strip()


def find_goals(report):
    """The words of the chart, and the rows of the table, of the goals."""
    text = make_text(report)
    chart = section(text, "Har vi nått våra mål?").partition("Nådda mål: ")[2].partition("\n")[2].strip()
    rows = text.partition("[table grid] Våra mål\n")[2].partition("    ---\n")[2].partition("\n\n")[0]
    return chart.split(" | ")[1::2], [row.strip().split(" | ")[1:] for row in rows.splitlines()]


@pytest.mark.parametrize("langs", [("sv",), ("en",), ("sv", "en")], ids="-".join)
def test_the_whole_text(langs, golden):
    golden(GOLDEN / f"communication-report.2026.{'-'.join(langs)}.txt", make_text(langs=langs))


# The figures, counted by hand from the three example contracts


def test_the_figures_of_the_year():
    text = make_text()
    assert text.partition("[table figures]\n")[2].partition("\n\n")[0] == (
        "    Avtal med krav på tillbörlig aktsamhet | 3\n    Uppföljningar i perioden | 1\n"
        "    Upptäckta avvikelser | 2\n    Deltagare i utbildning | 35"
    )
    done, figures = section(text, "Vad vi har gjort"), text.partition("## Siffrorna bakom rapporten")[2].replace("    ", "")
    assert (
        "    Avtal som har följts upp någon gång | 2 av 3, 67~%\n    Revisioner | 1\n"
        "    Kostnad för revisionerna | 142~000~kronor exklusive mervärdesskatt\n"
        "    Avvikelser | 2 upptäckta, 0 avslutade och 2 öppna\n"
        "    Från upptäckt avvikelse till godkänd plan, median | 37~dagar, räknat på 2 av 2 avvikelser\n"
        "    Åtgärder klara i tid | 1 av 5, 20~%\n" in done
    )
    # Audited and found in May; the plans approved on the 17th of June and the 1st of July.
    assert "\nMaj~2026 | 0 | 1 | 2 | 0 | 0\nJuni~2026 | 0 | 0 | 0 | 1 | 0\nJuli~2026 | 0 | 0 | 0 | 1 | 0\n" in figures
    assert "\nAllvarliga | 1 | 0 | 1\nStörre | 1 | 0 | 1\n" in figures
    training = section(text, "Hur har vi investerat i utbildning och kompetens?")
    assert training.endswith(
        "Sammanlagt hade utbildningarna 35~deltagare. Räknat på alla deltagare blev det 94~timmar."  # 24 × 3 + 11 × 2
    )
    assert "\nAtt leda ett uppföljningsmöte | 2026-10-06 | 11 | 2\n" in training.replace("    ", "")


def test_charts_say_in_words_what_they_show():
    lines = make_text().splitlines()
    assert [line.strip() for line in lines if line.startswith(("    Stapeldiagram", "    Tidslinje"))] == [
        "Stapeldiagram: resultatet för varje mål, med ett märke vid målvärdet. Nådda mål: 1 av 2.",
    ]


def begin(tmp_path, first):
    """The year's report from another day on."""
    return edit(copy_examples(tmp_path), ("{from: 2026-01-01", f"{{from: {first}"))


@pytest.mark.parametrize(
    ("first", "on", "is_drawn"),
    [
        ("2026-05-01", date(2026, 6, 30), False),  # The fifth event is the plan that was approved on the 1st of July.
        ("2026-05-01", date(2026, 7, 1), True),
        ("2026-02-01", date(2026, 7, 1), True),  # Three months of six are empty.
        ("2026-01-01", date(2026, 7, 1), False),
    ],
)
def test_few_events_and_mostly_empty_months_are_not_drawn(tmp_path, first, on, is_drawn):
    assert ("[figure] Månad för månad" in make_text(begin(tmp_path, first), on=on)) is is_drawn


def test_what_never_happened_in_the_period_has_no_row_in_the_drawing(tmp_path):
    drawn = (
        make_text(begin(tmp_path, "2026-02-01"), on=date(2026, 7, 1))
        .partition("[figure] Månad för månad")[2]
        .partition("\n\n")[0]
    )
    shown = ["Uppföljningar", "Upptäckta avvikelser", "Godkända åtgärdsplaner"]
    assert [row for row in (*shown, "Uppstartsmöten", "Avslutade avvikelser") if f" | {row}" in drawn] == shown


def test_training_after_the_day_has_not_been_given():
    training = section(make_text(on=date(2026, 10, 5)), "Hur har vi investerat i utbildning och kompetens?")
    assert training.endswith("Sammanlagt hade utbildningarna 24~deltagare. Räknat på alla deltagare blev det 72~timmar.")
    assert "uppföljningsmöte" not in training


@pytest.mark.parametrize(("old", "people", "hours"), [("participants: 24, ", 11, 22), (", hours: 3", 35, 22)])
def test_training_that_does_not_say_how_much_is_told(tmp_path, old, people, hours):
    text = make_text(edit(copy_examples(tmp_path), (old, "")))
    training = section(text, "Hur har vi investerat i utbildning och kompetens?")
    assert training.endswith(f"hade utbildningarna {people}~deltagare. Räknat på alla deltagare blev det {hours}~timmar.")
    assert "- **Utbildning:** deltagare gånger timmar, där vi vet båda." in text


def test_a_report_is_not_dated_before_its_period():
    with pytest.raises(InputError) as caught:
        make_text(on=date(2025, 12, 31))
    assert [finding.subject for finding in caught.value.findings] == ["period.from"]


# Goals


def test_a_goal_without_a_figure_shows_what_is_typed():
    assert find_goals(YEAR) == (
        ["67~%, mål 100~%", "100~%, mål 100~%"],
        [["100~%", "67~%", "[warn: Inte än]"], ["100~%", "100~%", "[good: Ja]"]],
    )


def test_goals_are_named_at_their_bars():
    goals = section(make_text(), "Har vi nått våra mål?")
    assert "    Alla avtal med kontraktsvillkoret är uppföljda minst en gång. | 67~%, mål 100~% | Alla allvarliga" in goals


@pytest.mark.parametrize("result", ["result: 67, ", "", "result: 100, "])
def test_the_computed_result_is_shown_and_decides(tmp_path, result):
    report = edit(copy_examples(tmp_path), ("target: 100, result: 67}", f"target: 100, {result}figure: contracts_followed_up}}"))
    shown, rows = find_goals(report)
    assert (shown[0], rows[0]) == ("67~%, mål 100~%", ["100~%", "67~% // 2 av 3", "[warn: Inte än]"])


@pytest.mark.parametrize(("target", "state"), [("66", "[good: Ja]"), ("67", "[warn: Inte än]"), ("66.66", "[good: Ja]")])
def test_a_goal_is_reached_by_the_exact_number(tmp_path, target, state):
    # Two of three are 66.666… per cent, shown as 67.
    report = edit(copy_examples(tmp_path), ("target: 100, result: 67}", f"target: {target}, figure: contracts_followed_up}}"))
    assert find_goals(report)[1][0][-2:] == ["67~% // 2 av 3", state]


def test_goals_that_nobody_has_measured_are_named_and_nothing_more(tmp_path):
    report = edit(copy_examples(tmp_path), (", result: 67}", "}"), (", result: 100}", "}"))
    text = make_text(report)
    assert section(text, "Har vi nått våra mål?") == (
        "- Alla avtal med kontraktsvillkoret är uppföljda minst en gång.\n"
        "- Alla allvarliga avvikelser har en godkänd åtgärdsplan inom 30 dagar."
    )
    assert "Vi har nått" not in text
    assert "Våra mål" not in text


def test_the_officer_is_told_of_goals_without_a_result(tmp_path):
    report = edit(copy_examples(tmp_path), (", result: 67}", "}"))
    told = [(finding.subject, finding.severity) for finding in gather(report)[0].warnings if "no result" in finding.message]
    assert told == [("goals[0].measure", "warning")]


# What is published with it


def publish(tmp_path, fields):
    """The text of the year's report with more fields."""
    report = copy_examples(tmp_path)
    others = report.read_text(encoding="utf-8").partition("publication:")[0]
    report.write_text(f"{others}publication: {fields}\n", encoding="utf-8")
    return make_text(report)


def test_the_title_is_the_organisations_own_or_else_says_which_years(tmp_path):
    assert publish(tmp_path / "own", "{title: Våra inköp}").startswith("[sv]\n\n# Våra inköp\n")
    assert make_text().startswith("[sv]\n\n# Vårt ansvar i leveranskedjan 2026\n")
    longer = edit(copy_examples(tmp_path), ("from: 2026-01-01", "from: 2025-07-01"))
    assert make_text(longer).startswith("[sv]\n\n# Vårt ansvar i leveranskedjan 2025–2026\n")
    assert make_text(CLEANING).startswith("[sv]\n\n# Vårt ansvar i leveranskedjan: ")


def test_a_foreword_and_a_contact_are_shown_as_far_as_they_are_filled_in(tmp_path):
    text = publish(tmp_path / "a", '{foreword: {text: "Vi bryr oss."}, contact: {name: Inköp, phone: "+46 10 100 00 00"}}')
    assert section(text, "Förord") == "Vi bryr oss."
    assert section(text, "Kontakt") == "[table facts]\n    Frågor om rapporten | Inköp\n    Telefon | +46 10 100 00 00"
    signed = publish(tmp_path / "b", "{foreword: {text: Vi bryr oss., name: Karin Holm, title: Ordförande}}")
    assert section(signed, "Förord") == "Vi bryr oss.\n\n**Karin Holm, ordförande**"
    assert "## Kontakt" not in signed
    assert "## Förord" not in publish(tmp_path / "c", "{title: Vårt år}")


def test_a_foreword_names_nobody_who_may_not_be_named(tmp_path):
    with pytest.raises(InputError) as caught:
        publish(tmp_path, "{foreword: {text: Tack vare Tomas Berg går det bra.}}")
    assert [finding.subject for finding in caught.value.findings] == ["publication.foreword.text"]


def test_of_what_is_not_filled_in_nothing_is_printed(tmp_path):
    write_contract(tmp_path, "RE-1")
    headings = re.findall("^ *(#+ .*)", make_text(write_report(tmp_path)), re.MULTILINE)
    assert headings == ["# Vårt ansvar i leveranskedjan 2026", "## Siffrorna bakom rapporten", "### Så har vi räknat"]


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
