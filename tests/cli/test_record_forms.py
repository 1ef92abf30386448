"""`record --answers`: what a supplier filled in goes into the contract file, and what is missing or contradicts it is told."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from generator.contract.nodes import read_nodes
from generator.recording.writing import look_up
from tests.filling import change_part, fill_word, fill_workbook, read_part, replace_part, save_as_libreoffice

ON = ("--on", "2026-11-22")
ANSWERS = {
    "M2.q-risk_analysis.answer": "Delvis",
    "M2.q-risk_analysis.note": "=HYPERLINK(1)",
    "M2.q-policy.answer": "Ja",
    "M2.q-policy.note": "Beslutad 2025-03-01.",
    "M2.q-policy.enclosed": "policy.pdf",
    "M2.q-forced_labour.answer": "Nej",
    "M2.s-S1.country": "Kina",
    "M2.s-S2.country": "Vietnam",
}
EXPECTED = [
    {"id": "policy", "answer": "yes", "note": "Beslutad 2025-03-01.", "enclosed": "policy.pdf"},
    {"id": "risk_analysis", "answer": "partly", "note": "=HYPERLINK(1)"},
    {"id": "forced_labour", "answer": "no"},
]


@pytest.fixture(autouse=True)
def a14(workspace, monkeypatch):
    """A contract with a self-assessment and an activity of transparency, in the workspace that one stands in."""
    monkeypatch.chdir(workspace)
    Path("contracts/surgical-instruments.yaml").unlink()
    return Path("contracts/wound-care.yaml").rename("contracts/a14.yaml")


def make_form(run, document, form, lang="sv"):
    made = run("generate", document, "contracts/a14.yaml", "--lang", lang, "--format", form, *ON)
    assert made.code == 0, made.err
    [path] = [line for line in made.out.splitlines() if line.endswith(f".{form}")]
    return Path(path).read_bytes()


def answer(run, data, name, *more, activity="M2"):
    Path(name).write_bytes(data)
    return run("record", "a14", activity, "--answers", name, *ON, *more)


def read(*path):
    return look_up(read_nodes(Path("contracts/a14.yaml").read_bytes()).data, path)


def read_answers():
    return read("monitoring", "activities", 1, "answers")


def fill(data, form, values):
    return fill_word(data, values) if form == "docx" else fill_workbook(data, values)


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_answers_go_into_the_file_and_what_is_wrong_is_told(run, form):
    said = answer(run, fill(make_form(run, "self-assessment", form), form, ANSWERS), f"svar.{form}")
    assert said.code == 0, said.err
    assert read_answers() == EXPECTED
    assert f"svar.{form}: warning: 20 of 23 questions have no answer: 2.1 b, " in said.out
    assert "nothing is enclosed that shows the answers to 2.2 b [RE7076]\n" in said.out
    assert "supply_chain[1].country: S2 is in 'Vietnam' by the form, and in IN by the contract [RE7077]" in said.out
    assert "S1 is in" not in said.out
    again = answer(run, Path(f"svar.{form}").read_bytes(), f"svar.{form}")
    assert again.err.endswith("The file says this already; nothing is changed.\n")
    run("undo", "a14")
    assert read_answers() is None


def test_a_file_that_libreoffice_saved_says_the_same(run):
    saved = save_as_libreoffice(fill_word(make_form(run, "self-assessment", "docx"), ANSWERS))
    assert answer(run, saved, "svar.docx").code == 0
    assert read_answers() == EXPECTED


@pytest.mark.parametrize(
    ("lang", "said", "note"), [("en", "Partly", "Adopted in 2025."), ("de", "Teilweise", "Im Jahr 2025 beschlossen.")]
)
def test_a_form_is_answered_in_its_own_language(run, lang, said, note):
    data = make_form(run, "self-assessment", "docx", lang)
    values = {"M2.q-policy.answer": said, "M2.q-policy.note": note}
    assert answer(run, fill_word(data, values), "answers.docx").code == 0
    assert read_answers() == [{"id": "policy", "answer": "partly", "note": {lang: note}}]


def test_the_difference_is_shown_and_with_dry_run_nothing_is_written(run):
    before = Path("contracts/a14.yaml").read_bytes()
    said = answer(run, fill_word(make_form(run, "self-assessment", "docx"), ANSWERS), "svar.docx", "--dry-run")
    lines = [line.removeprefix("+") for line in said.out.splitlines() if line.startswith("+")]
    at = lines.index("       answers:")
    assert lines[at + 1 : at + 4] == [
        '         - {id: policy, answer: yes, note: "Beslutad 2025-03-01.", enclosed: policy.pdf}',
        '         - {id: risk_analysis, answer: partly, note: "=HYPERLINK(1)"}',
        "         - {id: forced_labour, answer: no}",
    ]
    assert Path("contracts/a14.yaml").read_bytes() == before


def test_a_long_answer_stands_in_paragraphs_and_is_taken_back_whole(run):
    before = Path("contracts/a14.yaml").read_bytes()
    words = "Vi började 2024.\n\nSedan dess har vi frågat alla i första ledet, och hälften av dem i det andra."
    values = {"M2.q-policy.answer": "Ja", "M2.q-policy.note": words, "M2.q-safety.answer": "Nej"}
    assert answer(run, fill_workbook(make_form(run, "self-assessment", "xlsx"), values), "svar.xlsx").code == 0
    text = Path("contracts/a14.yaml").read_text(encoding="utf-8")
    written = """      answers:
        - id: policy
          answer: yes
          note: |-
            Vi började 2024.

            Sedan dess har vi frågat alla i första ledet, och hälften av dem i det andra.
        - {id: safety, answer: no}
"""
    assert written in text
    assert read_answers()[0]["note"] == words
    run("undo", "a14")
    assert Path("contracts/a14.yaml").read_bytes() == before


def test_other_answers_than_those_entered_are_refused_until_they_are_to_replace_them(run):
    form = make_form(run, "self-assessment", "xlsx")
    answer(run, fill_workbook(form, ANSWERS), "svar.xlsx")
    more = {**ANSWERS, "M2.q-policy.answer": "Delvis", "M2.q-safety.answer": "Ja"}
    refused = answer(run, fill_workbook(form, more), "svar.xlsx")
    assert refused.code == 1
    assert "activities[1].answers[0].answer (yes → partly) are entered already" in refused.err
    assert read_answers() == EXPECTED
    assert answer(run, fill_workbook(form, more), "svar.xlsx", "--replace").code == 0
    assert read_answers() == [{**EXPECTED[0], "answer": "partly"}, *EXPECTED[1:], {"id": "safety", "answer": "yes"}]


def test_forms_of_something_else_are_refused(run):
    form = make_form(run, "self-assessment", "docx")
    other = replace_part(form, "docProps/core.xml", read_part(form, "docProps/core.xml").replace(b"RE 2026-00118", b"RE 1-1"))
    assert "this is a form of the contract RE 1-1, not of RE 2026-00118" in answer(run, other, "a.docx").err
    renamed = replace_part(form, "word/document.xml", read_part(form, "word/document.xml").replace(b'"M2.', b'"M9.'))
    assert "this form answers M9, not M2" in answer(run, renamed, "a.docx").err
    assert "this is the form self-assessment, and M3 is answered in chain-form" in answer(run, form, "a.docx", activity="M3").err
    assert "M1 is of the method" in answer(run, form, "a.docx", activity="M1").err
    assert "this contract has no activity 'M7'" in answer(run, form, "a.docx", activity="M7").err
    assert run("record", "a14", "M2", "done", "--answers", "a.docx", *ON).code == 2


def test_what_nobody_asks_for_is_left_out_and_what_cant_be_an_answer_refused(run):
    stray = fill_word(make_form(run, "self-assessment", "docx"), {"M2.q-policy.answer": "Ja"})
    document = read_part(stray, "word/document.xml").replace(b"M2.q-policy.", b"M2.q-polka.")
    said = answer(run, replace_part(stray, "word/document.xml", document), "a.docx")
    assert "nobody asks for these fields of the form, so they are left out: 2.1 a, på plats" in said.out
    assert read_answers() is None
    form = make_form(run, "self-assessment", "xlsx")
    wrong = answer(run, fill_workbook(form, {"M2.q-policy.answer": "Kanske", "M2.q-safety.answer": "?"}), "a.xlsx")
    assert wrong.code == 1
    told = [line for line in wrong.err.splitlines() if "none of those that can be given" in line]
    assert ["B33 (2.1 a, på plats) is 'Kanske'" in told[0], " b, på plats) is '?'" in told[1]] == [True, True]
    assert wrong.err.count("hint: they are Ja, Delvis, Nej, Gäller inte oss\n") == 2


def test_a_form_that_nobody_filled_in_is_told(run):
    for activity, document in (("M2", "self-assessment"), ("M3", "chain-form")):
        signed = fill_workbook(make_form(run, document, "xlsx"), {f"{activity}.answered-by": "Tomas Berg"})
        told = answer(run, signed, "a.xlsx", activity=activity)
        assert (told.code, "no answers were found in this form [RE7007]\n" in told.err) == (1, True)


def test_who_answered_and_when_is_kept_and_told_in_the_review(run):
    signed = {"M2.answered-by": " Tomas  Berg", "M2.title": "Hållbarhetschef", "M2.answered": "2026-11-20"}
    form = make_form(run, "self-assessment", "docx")
    assert answer(run, fill_word(form, {**ANSWERS, **signed}), "svar.docx").code == 0
    held = {"name": "Tomas Berg", "title": "Hållbarhetschef", "date": "2026-11-20"}
    assert read("monitoring", "activities", 1, "respondent") == held
    made = run("generate", "document-review", "contracts/a14.yaml", "--lang", "sv", "--format", "html", *ON)
    text = Path(made.out.strip()).read_text(encoding="utf-8")
    assert ["Tomas Berg, hållbarhetschef" in text, "2026-11-20" in re.sub("[^0-9A-Za-z-]", "", text)] == [True, True]
    other = fill_word(form, {**ANSWERS, **signed, "M2.answered-by": "Eva Lind"})
    refused = answer(run, other, "svar.docx")
    assert (refused.code, "respondent.name (Tomas Berg → Eva Lind) are entered already" in refused.err) == (1, True)
    assert answer(run, other, "svar.docx", "--replace").code == 0
    assert read("monitoring", "activities", 1, "respondent") == {**held, "name": "Eva Lind"}


def test_who_answered_for_the_supply_chain_is_kept_and_a_day_that_lies_ahead_refused(run):
    form = make_form(run, "chain-form", "xlsx")
    values = {"M3.p-P1.1.legal_name": "Lakshmi Spinning Mills", "M3.answered-by": "Tomas Berg", "M3.answered": "2026-11-23"}
    before = Path("contracts/a14.yaml").read_bytes()
    wrong = {**values, "M3.p-P1.1.country": "Kungariket"}
    refused = answer(run, fill_workbook(form, wrong), "kedja.xlsx", activity="M3")
    assert (refused.code, Path("contracts/a14.yaml").read_bytes()) == (1, before)
    told = ["'2026-11-23', which is no day that has been" in refused.err, "can't be understood" in refused.err]
    assert told == [True, True]
    right = {**values, "M3.answered": date(2026, 11, 22)}
    assert answer(run, fill_workbook(form, right), "kedja.xlsx", activity="M3").code == 0
    assert read("monitoring", "activities", 2, "respondent") == {"name": "Tomas Berg", "date": "2026-11-22"}


def test_a_legal_name_given_for_an_actor_names_it_in_the_rows_too(run):
    before = read("supply_chain")
    values = {"M3.s-S2.legal_name": "Lakshmi Private Limited", "M3.p-P1.1.legal_name": "LAKSHMI Private Limited"}
    values |= {"M3.p-P1.1.address": "Mill Street 2", "M3.p-P1.2.legal_name": "lakshmi private limited"}
    said = answer(run, fill_workbook(make_form(run, "chain-form", "xlsx"), values), "kedja.xlsx", activity="M3")
    assert said.code == 0, said.err
    assert [each["id"] for each in read("supply_chain")] == [each["id"] for each in before]
    assert (read("supply_chain")[1]["legal_name"], read("supply_chain")[1]["address"]) == (
        values["M3.s-S2.legal_name"],
        ["Mill Street 2"],
    )


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_a_supply_chain_goes_into_the_file(run, form):
    data = make_form(run, "chain-form", form)
    values = {
        "M3.s-S1.legal_name": "Suzhou Gauze Manufacturing Company Limited",
        "M3.s-S1.address": "1 Canal Road; Suzhou 215000",
        "M3.s-S2.correction": "Spinneriet har flyttat.",
        "M3.p-P1.1.legal_name": "Lakshmi spinning mills",
        "M3.p-P1.1.address": "Mill Street 2",
        "M3.p-P1.2.legal_name": "Ginnery No. 4",
        "M3.p-P1.2.tier": "Led 4",
        "M3.p-P1.2.stage": "Råvaror",
        "M3.p-P1.2.country": "Uzbekistan",
        "M3.p-P1.3.country": "Kina",
        "M3.p-P1.unknown": "Vilka gårdar bomullen kommer från.",
    }
    before = read("supply_chain")
    said = answer(run, fill(data, form, values), f"kedja.{form}", activity="M3")
    assert said.code == 0, said.err
    changed = [
        {**before[0], "legal_name": values["M3.s-S1.legal_name"], "address": ["1 Canal Road", "Suzhou 215000"]},
        {**before[1], "legal_name": "Lakshmi spinning mills", "address": ["Mill Street 2"]},
        before[2],
    ]
    new = {
        "id": "S4",
        "name": "Ginnery No. 4",
        "legal_name": "Ginnery No. 4",
        "tier": "4",
        "stage": "raw_material",
        "country": "UZ",
    }
    assert read("supply_chain") == [*changed, new]
    assert (
        f"rows without a legal name are left out: {'B32 (3 – Juridiskt namn)' if form == 'xlsx' else '3 – Juridiskt namn'}"
        in said.out
    )
    assert "Rättelse" in said.out.partition(": Spinneriet har flyttat.")[0].splitlines()[-1]
    assert ": Vilka gårdar bomullen kommer från." in said.out
    assert run("check", "contracts/a14.yaml", *ON).code == 0


def test_an_actor_in_another_country_than_the_contract_has_is_refused(run):
    values = {"M3.p-P1.1.legal_name": "Lakshmi Spinning Mills", "M3.p-P1.1.country": "Vietnam"}
    form = make_form(run, "chain-form", "xlsx")
    refused = answer(run, fill_workbook(form, values), "kedja.xlsx", activity="M3")
    assert (refused.code, "supply_chain[1].country (IN → VN) are entered already" in refused.err) == (1, True)
    wrong = answer(run, fill_workbook(form, {**values, "M3.p-P1.1.country": "Kungariket"}), "kedja.xlsx", activity="M3")
    assert "'Kungariket' in F30 (1 – Land) can't be understood" in wrong.err


def test_the_review_shows_the_answers_and_proposes(run):
    answer(run, fill_word(make_form(run, "self-assessment", "docx"), ANSWERS), "svar.docx")
    made = run("generate", "document-review", "contracts/a14.yaml", "--lang", "sv", "--format", "html", *ON)
    text = Path(made.out.strip()).read_text(encoding="utf-8")
    said = "Tre av 23 frågor är besvarade. Ett svar kan vara en avvikelse. Ett svar kan vara en iakttagelse."
    assert said in text
    assert 'name="M2.r-policy.assessment"' in text
    assert "=HYPERLINK(1)" in text


def test_before_any_answer_the_review_says_what_to_do_first(run):
    unanswered = run("generate", "document-review", "contracts/a14.yaml", "--activity", "M2", *ON)
    assert (unanswered.code, list(Path().glob("output/**/document-review*"))) == (1, [])
    assert "monitoring.activities[1].answers: M2 has no answers to review" in unanswered.err
    assert "hint: first read the form that came back: realisera record RE-2026-0118 M2 --answers FILE" in unanswered.err
    other = run("generate", "document-review", "contracts/a14.yaml", "--activity", "M1", *ON)
    assert "this activity is no self-assessment but dialogue" in other.err
    unnamed = run("generate", "document-review", "contracts/a14.yaml", *ON)
    assert "document-review needs monitoring.activities[].answers" in unnamed.err


def test_dates_of_a_workbook_and_of_word_are_read_alike(run):
    from generator.forms.reading import read_form  # noqa: PLC0415 (what the command does with it is nothing)

    book = fill_workbook(make_form(run, "self-assessment", "xlsx"), {"M2.answered": date(2026, 12, 1)})
    assert read_form(Path("a.xlsx"), book).values["M2.answered"] == "2026-12-01"
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

    def pick(root):
        control = next(each for each in root.iter(f"{word}date"))
        control.set(f"{word}fullDate", "2026-12-01T00:00:00Z")

    form = fill_word(make_form(run, "self-assessment", "docx"), {"M2.answered": "den 1 december"})
    assert read_form(Path("a.docx"), change_part(form, "word/document.xml", pick)).values["M2.answered"] == "2026-12-01"
