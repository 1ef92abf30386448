from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.documents.evaluation_report import EVALUATION_REPORT
from generator.errors import InputError
from tests.documents.contracts import EXAMPLES, ON
from tests.documents.reports import YEAR, compose, copy_examples, edit, make_subject, write_contract, write_report
from tests.documents.tree_text import write_tree
from tests.loading import load_contract, load_report

GOLDEN = Path(__file__).parent / "golden"
AUDITED = (
    "monitoring: {activities: [{id: M1, method: audit, planned: 2026-03, done: 2026-03-01, cost: {amount: %s, currency: %s}}]}"
)


def make_text(path=YEAR, on=ON, langs=("sv",)):
    return write_tree(compose(EVALUATION_REPORT, path, on, langs))


def section(text, heading):
    """What stands under a heading of the second level, until the next."""
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0].strip()


def find_contract(name):
    return EXAMPLES / f"contracts/{name}.yaml"


@pytest.mark.parametrize("langs", [("sv",), ("en",), ("sv", "en")], ids="-".join)
def test_the_whole_text(langs, golden):
    golden(GOLDEN / f"evaluation-report.2026.{'-'.join(langs)}.txt", make_text(langs=langs))


@pytest.mark.parametrize("name", ["cleaning", "surgical-instruments"])
def test_the_whole_text_of_one_contract(name, golden):
    golden(GOLDEN / f"evaluation-report.{name}.sv.txt", make_text(find_contract(name)))


# The figures, counted by hand from the three example contracts


def test_three_contracts_two_of_them_followed_up_one_of_them_in_the_period():
    text = make_text()
    assert text.partition("[table figures]\n")[2].partition("\n\n")[0] == (
        "    Avtal med kontraktsvillkoren | 3\n    Uppföljda i perioden | 33~%\n    Revisioner | 1\n    Upptäckta avvikelser | 2"
    )
    assert "    Basnivå | 1 | 0 | 1\n    Avancerad nivå | 2 | 1 | 1\n" in section(
        text, "I vilka avtal har kontraktsvillkoren använts?"
    )
    followed_up = section(text, "Vilka avtal har följts upp?")
    assert followed_up.startswith(
        "Under perioden har vi följt upp 1 av 3~avtal. Någon gång till och med periodens slut har 2 av dem följts upp.\n"
    )
    assert "    Revision | 1\n" in followed_up


def test_one_audit_of_one_contract_and_supplier_and_what_it_cost():
    text = make_text()
    audits = section(text, "Hur många revisioner har gjorts per avtal och leverantör?")
    assert "    Kirurgiska instrument för flergångsbruk | RE 2024-00307 | 1 | 142~000~SEK\n" in audits
    assert audits.endswith("    Nordic Instruments Trading AB | 1 | 1 | 142~000~SEK")
    costs = section(text, "Vad har revisionerna kostat?")
    assert "    Revisioner | 142~000~SEK\n    All uppföljning | 142~000~SEK\n" in costs


def test_two_deviations_found_none_closed():
    effect = section(make_text(), "Vilken positiv effekt har vi haft?")
    assert "    Allvarliga | 1 | 0 | 1\n    Större | 1 | 0 | 1\n" in effect
    assert "    Arbetares rättigheter | 1 | 0 | 1\n    Processen för tillbörlig aktsamhet | 1 | 0 | 1\n" in effect
    assert (
        "    Från upptäckt till godkänd plan, median | 37~dagar\n    Längsta tiden till godkänd plan | 44~dagar\n"
        "    Godkända planer | 2 av 2\n"
        "    Åtgärder klara i tid | 1 av 5, 20~%\n" in effect
    )
    assert "    Klara i tid | 1\n    Klara för sent | 2\n    Inte klara | 2\n" in effect
    assert "    Dialog | 2\n    Påminnelse | 1\n    Skriftlig varning | 1\n    Möte med ledningen | 1\n" in effect


def test_plans_that_are_waited_for_are_told():
    # D1 and D2 were found on the 18th of May; the plan of D2 was approved on the 17th of June.
    days = [date(2026, 6, 16), date(2026, 6, 17), date(2026, 7, 1)]
    rows = [[line.strip() for line in make_text(on=day).splitlines() if "odkänd plan" in line] for day in days]
    assert rows == [
        ["Från upptäckt till godkänd plan, median | Ingen plan är godkänd", "Väntar på godkänd plan | 2, som längst 29~dagar"],
        [
            "Från upptäckt till godkänd plan, median | 30~dagar",
            "Längsta tiden till godkänd plan | 30~dagar",
            "Väntar på godkänd plan | 1, som längst 30~dagar",
        ],
        ["Från upptäckt till godkänd plan, median | 37~dagar", "Längsta tiden till godkänd plan | 44~dagar"],
    ]


def test_of_little_nothing_is_drawn_and_no_figure_stands_twice():
    text = make_text()
    assert "[figure]" not in text
    assert "Siffrorna bakom diagrammen" not in text


@pytest.mark.parametrize(("number", "is_drawn"), [(4, False), (5, True)])
def test_of_fewer_than_five_deviations_nothing_is_drawn(tmp_path, number, is_drawn):
    found = "".join(f"  - {{id: D{each}, found: 2026-05-01, severity: minor}}\n" for each in range(number))
    write_contract(tmp_path, "RE-1", rest=f"deviations:\n{found}")
    text = make_text(write_report(tmp_path))
    effect, last = section(text, "Vilken positiv effekt har vi haft?"), section(text, "Siffrorna bakom diagrammen")
    assert ("[figure] Efter allvarlighetsgrad" in effect, "[table grid] Efter allvarlighetsgrad" in effect) == (
        is_drawn,
        not is_drawn,
    )
    assert last.startswith("[table grid] Avvikelser efter allvarlighetsgrad\n") == is_drawn


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (
            date(2026, 12, 31),
            "Beslut ska fattas senast den 31~december~2026. Ingen avvikelse är öppen. Avtalet har följts upp under perioden.",
        ),
        (date(2027, 1, 1), "Beslut skulle ha fattats senast den 31~december~2026, för 1~dag sedan."),
        (date(2027, 4, 1), "Avtalet upphörde den 31~mars~2027. Ingen avvikelse är öppen."),
    ],
)
def test_the_decision_comes_first_and_is_late_after_its_day(on, words):
    text = make_text(find_contract("cleaning"), on)
    assert text.partition("[lead] ")[2].startswith(words)


@pytest.mark.parametrize(("done", "word"), [("2026-03-10", ""), ("2027-03-10", "inte "), (None, "inte ")])
def test_the_lead_says_whether_the_contract_was_followed_up_in_the_period(tmp_path, done, word):
    activity = f"monitoring: {{activities: [{{id: M1, method: dialogue, planned: 2026-03, done: {done}}}]}}\n" if done else ""
    text = make_text(write_contract(tmp_path, "RE-1", rest=activity))
    said = f"Avtalet har {word}följts upp under perioden."
    assert (said in text.partition("[lead] ")[2].partition("\n")[0], said in section(text, "Vilka avtal har följts upp?")) == (
        True,
        True,
    )


def test_many_contracts_say_the_worst_first():
    lead = make_text().partition("[lead] ")[2].partition("\n")[0]
    assert lead == "Fyra av fem åtgärder blev inte klara i tid. Två avvikelser är öppna. Ett av tre avtal har aldrig följts upp."


def test_money_of_two_currencies_stands_apart(tmp_path):
    for name, amount, currency in (("RE-1", "38500", "SEK"), ("RE-2", "1500.50", "EUR")):
        write_contract(tmp_path, name, rest=AUDITED % (amount, currency))
    text = make_text(write_report(tmp_path))
    assert "    Revisioner | 1~500,50~EUR // 38~500~SEK\n" in section(text, "Vad har revisionerna kostat?")
    assert "RE-2 | 1 | 1~500,50~EUR\n" in text or "1~500,50~EUR\n" in text
    assert "40~000,50" not in text


# What is left out


def test_contracts_outside_the_period_are_told_and_not_counted(tmp_path):
    report = edit(copy_examples(tmp_path), ("{from: 2026-01-01, to: 2026-12-31}", "{from: 2020-01-01, to: 2020-12-31}"))
    text = make_text(report)
    assert section(text, "I vilka avtal har kontraktsvillkoren använts?").startswith(
        "Inget avtal med kontraktsvillkoren gällde under perioden.\n\nUtanför perioden, och därför inte medräknade: 3~avtal.\n"
    )
    assert "[figure]" not in text
    assert [line for line in text.splitlines() if "–~%" in line or "None" in line] == []


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_contract_files_with_mistakes_are_named(tmp_path, lang):
    report = copy_examples(tmp_path)
    assert "[blockquote]" not in make_text(report)
    for name in ("cleaning", "wound-care"):
        edit(tmp_path / f"region/contracts/{name}.yaml", ("format: 1", "format: one"))
    said = {
        "sv": "Siffrorna är ofullständiga. Avtalsfiler med fel är inte medräknade: cleaning.yaml, wound-care.yaml.",
        "en": "The figures are incomplete. These contract files have errors and are not counted: cleaning.yaml, wound-care.yaml.",
    }
    text = make_text(report, langs=(lang,))
    assert said[lang] in text
    assert text.partition("[table figures]\n")[2].partition("\n")[0].endswith(" | 1")


def test_where_no_contract_can_be_read_the_report_says_so(tmp_path):
    (tmp_path / "RE-1.yaml").write_text("{", encoding="utf-8")
    text = make_text(write_report(tmp_path))
    assert "inte medräknade: RE-1.yaml." in text
    assert text.partition("[table figures]\n")[2].startswith("    Avtal med kontraktsvillkoren | 0\n")


def test_a_report_is_not_dated_before_its_period():
    assert make_text(on=date(2026, 1, 1))
    with pytest.raises(InputError) as caught:
        make_text(on=date(2025, 12, 31))
    assert str(caught.value) == (
        "error: period.from: the document is dated 2025-12-31, before the days that it is about begin on 2026-01-01\n"
        "  hint: choose a later --on"
    )


def test_a_report_needs_an_organisation(tmp_path):
    report = edit(copy_examples(tmp_path), ("organisation: Region Exempel\n", ""))
    with pytest.raises(InputError) as caught:
        make_text(report)
    assert str(caught.value) == (
        "error: organisation: the document evaluation-report needs this field\n  hint: add it to the contract file"
    )


# One contract


def test_one_contract_leads_to_a_decision():
    assert section(make_text(find_contract("cleaning")), "Beslut") == (
        "[table facts]\n"
        "    Gäller | Vad som ska hända när avtalet upphör\n"
        "    Avtalet upphör | 2027-03-31\n"
        "    Beslut senast | 2026-12-31\n\n"
        "### Rekommendation\n\n"
        "Använd kontraktsvillkoret på basnivå även i nästa upphandling."
    )
    assert section(make_text(), "Beslut") == ""


@pytest.mark.parametrize(
    ("on", "about", "ends", "by"),
    [
        # The first extension was decided on 2026-05-20.
        ("2026-05-19", "Förlängning till och med 2027-08-31", "2026-08-31", "2026-05-31"),
        ("2026-05-20", "Förlängning till och med 2028-08-31", "2027-08-31", "2027-05-31"),
        ("2026-11-22", "Förlängning till och med 2028-08-31", "2027-08-31", "2027-05-31"),
    ],
)
def test_the_decision_is_on_the_next_extension(on, about, ends, by):
    text = section(make_text(find_contract("surgical-instruments"), date.fromisoformat(on)), "Beslut")
    assert f"    Gäller | {about}\n    Avtalet upphör | {ends}\n    Beslut senast | {by}\n" in text


def test_of_a_contract_that_has_ended_the_decision_is_on_what_replaces_it():
    text = section(make_text(find_contract("cleaning"), date(2027, 4, 1)), "Beslut")
    assert "    Gäller | Vad som ska ersätta avtalet\n    Avtalet upphörde | 2027-03-31\n" in text


def test_without_any_day_to_decide_by_that_is_said(tmp_path):
    text = section(make_text(write_contract(tmp_path, "RE-1")), "Beslut")
    assert "    Beslut senast | Ingen dag är angiven\n" in text


def test_words_that_are_missing_get_lines_to_write_on(tmp_path):
    full, empty = make_text(find_contract("cleaning")), make_text(write_contract(tmp_path, "RE-1"))
    assert "____" not in full
    assert section(empty, "Att ta med till nästa upphandling").count("____") == 4
    assert section(empty, "Beslut").count("____") == 3
    assert section(empty, "Vilken positiv effekt har vi haft?").startswith("### Avvikelser\n")


def test_one_contract_is_told_of_from_when_it_was_signed():
    text = make_text(find_contract("surgical-instruments"))
    assert "Den gäller från och med 28~juni~2024 till och med 22~november~2026." in text
    # A dialogue about D3 in 2025 is added to the two of 2026, and D3 was closed.
    effect = section(text, "Vilken positiv effekt har vi haft?")
    assert "    Mindre | 1 | 1 | 0\n" in effect
    assert "    Dialog | 3\n" in effect
    assert "    Åtgärder klara i tid | 2 av 6, 33~%\n" in effect


def test_one_contract_is_not_told_of_before_it_was_signed():
    contract = find_contract("surgical-instruments")
    assert make_text(contract, date(2024, 6, 28))
    with pytest.raises(InputError) as caught:
        make_text(contract, date(2024, 6, 27))
    assert [finding.subject for finding in caught.value.findings] == ["dates"]


def test_of_all_documents_it_is_made_where_an_evaluation_has_begun():
    made = [EVALUATION_REPORT.list_items(load_contract(find_contract(name)).contract, ON) for name in ("cleaning", "wound-care")]
    assert made == [("",), ()]
    assert EVALUATION_REPORT.list_items(load_report(YEAR).report, ON) == ("",)


def test_names_may_stand_in_it(tmp_path):
    report = edit(copy_examples(tmp_path), ("Utlagt arbete", "Utlagt arbete hos Ravi Forging Cooperative"))
    assert "Utlagt arbete hos Ravi Forging Cooperative" in make_text(report)
    assert len(make_subject(EVALUATION_REPORT, report).named) == 1


def test_a_framework_agreement_with_several_suppliers_counts_once_and_that_is_said(tmp_path):
    done = "monitoring: {activities: [{id: M1, method: dialogue, done: 2026-03-01}]}"
    for rank, rest in enumerate(("", done), 1):
        join = ("framework_agreement: false", f"framework_agreement: true\nframework: {{id: RA-1, rank: {rank}}}")
        write_contract(tmp_path, f"RE-{rank}", join, rest=rest)
    write_contract(tmp_path, "RE-3")
    text = make_text(write_report(tmp_path))
    assert "    Avtal med kontraktsvillkoren | 2\n" in text
    assert "har vi följt upp 1 av 2~avtal" in text
    said = (
        "Ett ramavtal med flera leverantörer räknas som ett avtal, och som uppföljt när någon av leverantörerna har följts upp."
    )
    assert f"{said} Det gäller 1~ramavtal med sammanlagt 2~leverantörer." in text
    assert said not in make_text()


def test_one_contract_tells_its_changes_and_what_it_is_worth_now(tmp_path):
    change = (
        "changes: [{date: 2026-02-01, description: Fler enheter, ground: additional_order, ends: 2026-12-31, "
        "value: {amount: 500, currency: SEK}, penalty: {amount: 5, currency: SEK}, decision_number: RE 9}]"
    )
    agreed = ('version: "2023"', 'version: "2023"\n  terms: {penalty: {amount: 10, currency: SEK}}')
    path = write_contract(tmp_path, "RE-1", agreed, rest=change)
    text = make_text(path)
    assert "    Avtalstid | 2023-04-01 – 2026-12-31" in text
    assert "    Värde exklusive mervärdesskatt | 500~SEK" in text
    assert "Kompletterande beställning (LOU 17~kap.~11~§) | RE 9" in text
    assert "En ändring gör det avtalade vitet mindre eller tar bort det." in text
    assert "Ändringar av avtalet" not in make_text(path, date(2026, 1, 31))


UNSHOWN = (
    "    dispute: {raised: 2026-06-01, reason:",
    "    closed: 2026-11-20\n    dispute: {raised: 2026-06-01, reason:",
)


def test_one_contract_tells_what_remained_of_a_deviation_when_it_was_closed(tmp_path):
    contract = copy_examples(tmp_path).parent.parent / "contracts/surgical-instruments.yaml"
    assert "återstod" not in make_text(contract)
    text = make_text(edit(contract, UNSHOWN))
    assert "Det här återstod när avvikelse D1 avslutades den 20~november~2026:\n\n- Åtgärd A3 var inte klar.\n" in text


def test_many_contracts_count_what_was_closed_before_all_was_shown(tmp_path):
    year = copy_examples(tmp_path)
    edit(year.parent.parent / "contracts/surgical-instruments.yaml", UNSHOWN)
    words = "Avvikelser som avslutades innan planen var godkänd, åtgärderna utförda och verifikaten godtagna: 1."
    assert (words in make_text(year), "som avslutades innan" in make_text()) == (True, False)
