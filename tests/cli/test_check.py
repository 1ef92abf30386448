"""`check`: every finding, with its place and what to do."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys

import pytest

from generator.workspace import PACKAGE


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


DOUBTS = 3
"""How many warnings there are for the examples, all of risks that they haven't assessed."""


def test_nothing_is_wrong_with_the_examples_but_what_their_risk_analyses_lack(run, examples, monkeypatch):
    monkeypatch.chdir(examples)
    checked = run("check")
    assert (checked.code, checked.err) == (0, f"Files checked: 5. Findings: {DOUBTS}.\n")
    assert re.findall(r"^(\S+?):\d+:\d+: (\w+): ([\w.\[\]]+):", checked.out, re.MULTILINE) == [
        ("contracts/surgical-instruments.yaml", "warning", "supply_chain[2].country"),
        ("contracts/wound-care.yaml", "warning", "supply_chain[1].country"),
        ("contracts/wound-care.yaml", "warning", "risks"),
    ]
    assert run("check", examples).err == checked.err


def test_the_findings_of_a_contract_are_results(run, workspace, contract):
    change(contract, "currency: SEK", "currency: kr")
    line = contract.read_text(encoding="utf-8").split("currency: kr")[0].count("\n") + 1
    checked = run("check", workspace)
    assert checked.code == 1
    assert checked.out.startswith(f"region/contracts/surgical-instruments.yaml:{line}:")
    assert ": 'kr' is not a currency [RE2027]\n  hint: did you mean 'SEK'?\n" in checked.out
    assert checked.err.startswith("Files checked: 5. Findings: ")


def test_languages_without_a_translation_are_told(run, contract):
    text = contract.read_text(encoding="utf-8")
    contract.write_text(text.replace("\ntitle:", "\nlanguages: [sv, nl+xx]\ntitle:", 1), encoding="utf-8")
    made = run("generate", "action-plan", contract, "--on", "2026-11-22", "--format", "html", "--lang", "sv")
    for told in (run("check", contract).out, made.err):
        assert (
            "languages[1]: there is no translation into 'nl' [RE2098]\n  hint: make one with: realisera locale new nl\n" in told
        )
        assert "languages[1]: no language has the code 'xx' [RE4018]\n" in told
    assert made.code == 1


def test_findings_are_told_in_swedish(run, contract):
    change(contract, "currency: SEK", "currency: kr")
    checked = run("check", contract, language="sv")
    assert ": fel: " in checked.out
    assert ": 'kr' är ingen valuta [RE2027]\n  tips: menade du 'SEK'?\n" in checked.out
    assert checked.err.startswith("Kontrollerade filer: 1. Fel och varningar: ")


def test_findings_can_be_had_as_json(run, contract):
    cleaning = contract.with_name("cleaning.yaml")
    assert json.loads(run("check", "--json", cleaning).out) == []
    change(contract, "format: 1", "format: 2")
    checked = run("check", "--json", contract, cleaning)
    assert (checked.code, checked.err) == (1, "")
    assert json.loads(checked.out) == [
        {
            "file": "region/contracts/surgical-instruments.yaml",
            "line": 2,
            "column": 9,
            "severity": "error",
            "code": "RE2030",
            "subject": "format",
            "message": "'2' is not a format that can be read",
            "hint": "write format: 1",
        }
    ]


def test_a_file_that_is_named_twice_is_checked_once(run, contract):
    assert run("check", contract, contract.parent).err == f"Files checked: 3. Findings: {DOUBTS}.\n"


D3 = "    found: 2025-03-03\n    found_by: M1\n"
CLOSED = "    closed: 2025-08-20\n"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (CLOSED, "    closed: 2025-03-01\n", "error: deviations[2].closed: 2025-03-01 is before deviations[2].found, 2025-03-03"),
        (
            "date: 2025-03-10,",
            "date: 2025-08-21,",
            "error: deviations[2].escalation[0].date: 2025-08-21 is after deviations[2].closed, 2025-08-20",
        ),
        ("requested: 2025-03-10", "requested: 2025-03-02", "error: deviations[2].action_plan.requested: 2025-03-02 is before "),
        ("done: 2025-06-12", "done: 2025-03-02", "error: deviations[2].action_plan.actions[0].done: 2025-03-02 is before "),
        ("done: 2025-06-12", "done: 2025-04-10", "error: deviations[2].action_plan.actions[0].done: 2025-04-10 is before "),
        (
            "      received: 2025-04-02\n",
            "",
            "warning: deviations[2].action_plan.received: is missing, although the plan was approved",
        ),
        (
            "done: 2025-03-03",
            "done: 2025-03-03\n      notified: 2025-03-04",
            "error: monitoring.activities[0].notified: 2025-03-04 is after",
        ),
        ("signed: 2024-06-28", "signed: 2026-09-01", "error: dates.signed: 2026-09-01 is after dates.ends, 2026-08-31"),
        (
            "decide_by: 2026-05-31",
            "decide_by: 2026-09-01",
            "error: dates.extensions[0].decide_by: 2026-09-01 is after dates.ends",
        ),
        ("kickoff: {date: 2024-08-21", "kickoff: {date: 2028-09-01", "error: kickoff.date: 2028-09-01 is after "),
        ("planned: 2027-02", "planned: 2028-09", "warning: monitoring.activities[2].planned: 2028-09 is after "),
        (D3, D3.replace("M1", "M3"), "warning: deviations[2].found_by: 'M3' has found this, and isn't done [RE2080]"),
        (
            "done: 2025-06-12, ",
            "",
            "warning: deviations[2].action_plan.actions[0].done: is missing, although the deviation was closed",
        ),
        (
            CLOSED,
            "    closed: 2026-11-28\n",
            "error: deviations[2].closed: 2026-11-28 lies ahead: the day is 2026-11-27 [RE2056]",
        ),
        ("standstill_ends: 2024-06-20", "standstill_ends: 2024-06-13", "warning: dates.standstill_ends: 2024-06-13 is too early"),
        (
            "standstill_ends: 2024-06-20",
            "standstill_ends: 2024-06-22",
            "warning: dates.standstill_ends: 2024-06-22 is not a working day",
        ),
        (D3, "    found: 2024-08-31\n", "warning: deviations[2].found: 2024-08-31 is before dates.starts, 2024-09-01"),
        ("step: reminder", "step: management_meeting", "warning: deviations[1].escalation[1].step: reminder comes before"),
        (
            "step: management_meeting",
            "step: immediate_termination",
            "warning: deviations[1].escalation[3].step: none of the conditions",
        ),
    ],
)
def test_orders_of_dates_and_steps_that_cannot_be_or_tell_something(run, contract, old, new, told):
    text = contract.read_text(encoding="utf-8")
    assert old in text
    contract.write_text(new.join(text.rsplit(old, 1)), encoding="utf-8")
    checked = run("check", contract, "--on", "2026-11-27")
    assert told in checked.out
    assert checked.code == ("error: " in checked.out)


def test_errors_and_warnings_of_a_contract_come_together_in_order_of_place(run, contract):
    change(contract, CLOSED, "    closed: 2025-03-01\n")
    change(contract, "planned: 2027-02", "planned: 2028-09")
    lines = [line for line in run("check", contract, "--on", "2026-11-27").out.splitlines() if not line.startswith("  hint")]
    assert [line.split(": ")[1:3] for line in lines] == [
        ["warning", "monitoring.activities[2].planned"],
        ["error", "deviations[2].action_plan.requested"],
        ["error", "deviations[2].action_plan.received"],
        ["error", "deviations[2].action_plan.approved"],
        ["warning", "deviations[2].action_plan.actions[0].done"],
        ["error", "deviations[2].escalation[0].date"],
        ["error", "deviations[2].closed"],
    ]


def test_training_outside_the_period_of_a_report_is_told(run, workspace):
    report = workspace / "reports/2026.yaml"
    text = report.read_text(encoding="utf-8")
    first = text.split("date: ", 1)[1][:10]
    report.write_text(text.replace(f"date: {first}", "date: 2025-12-31", 1), encoding="utf-8")
    checked = run("check", report)
    assert (
        checked.code,
        ": warning: training[0].date: 2025-12-31 is before period.from, 2026-01-01 [RE2595]\n" in checked.out,
    ) == (
        0,
        True,
    )


def test_two_contracts_with_one_id_are_found(run, contract):
    shutil.copy(contract, contract.with_name("z.yaml"))
    checked = run("check", contract.parent)
    assert checked.code == 1
    assert (
        f"region/contracts/z.yaml:3:5: error: id: the id 'RE-2024-0307' is that of {contract} too [RE6004]\n"
        "  hint: give each contract an id of its own\n"
    ) in checked.out
    assert checked.out.count(": error: ") == 1


def test_two_suppliers_of_one_rank_under_a_framework_agreement_are_told(run, contract):
    change(contract, "\nbuyer:\n", "\nframework: {id: RA-1, rank: 1}\nbuyer:\n")
    other = shutil.copy(contract, contract.with_name("z.yaml"))
    change(other, "id: RE-2024-0307", "id: RE-2")
    checked = run("check", contract.parent)
    told = [line for line in checked.out.splitlines() if "rank" in line]
    assert checked.code == 0
    assert [line.partition(": ")[2] for line in told] == [
        f"warning: framework.rank: rank 1 under the framework agreement RA-1 is that of {contract} too [RE2050]",
        "check the rank in both files",
    ]
    change(other, "rank: 1", "rank: 2")
    assert "RA-1" not in run("check", contract.parent).out
    change(other, "id: RA-1, rank: 2", "id: RA-2, rank: 1")
    assert "RA-" not in run("check", contract.parent).out


def test_a_clause_that_is_not_there_is_found(run, contract):
    change(contract, 'version: "2023"', 'version: "1923"')
    checked = run("check", contract)
    assert checked.code == 1
    assert ": error: clause.version: there is no clause of version '1923' [RE3034]\n  hint: known versions: 2023" in checked.out


def test_a_reference_to_another_generation_of_the_clause_is_a_warning(run, contract):
    change(contract, 'version: "2023"', "version: generation-b")
    checked = run("check", contract)
    assert checked.code == 0
    told = re.findall(r": warning: (.*): section '(\S+)' is numbered as in (\S+), but .*\n  hint: write (\S+),", checked.out)
    assert len(told) == 11
    assert ("deviations[0].against", "2.4", "generation-c", "2.1.4") in told


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "content/action-plan.md",
            "# Plan\n\n{{ view.oficer.name }}\n",
            "content/action-plan.md:3: error: 'view.oficer' is undefined [RE4025]\n  hint: did you mean 'view.officer'?\n",
        ),
        (
            "content/action-plan.md",
            "Plan\n",
            (
                "content/action-plan.md:1: error: the text has no title "
                "[RE4013]\n  hint: begin it with a line such as # Åtgärdsplan\n"
            ),
        ),
        (
            "content/action-plan.md",
            "# Åtgärdsplan\n\nEtt nytt stycke.\n",
            "locales/en/LC_MESSAGES/documents.po: error: not translated into en: 'Ett nytt stycke.' [RE4016]\n",
        ),
        (
            "locales/en/LC_MESSAGES/documents.po",
            'msgid ""\nmsgstr ""\n"Language: en\\n"\n\nmsgid "kvartal {quarter}"\nmsgstr "Q{quarters}"\n',
            "locales/en/LC_MESSAGES/documents.po:5: error: placeholder {quarter} is missing in the translation [RE4029]\n",
        ),
        (
            "locales/en/LC_MESSAGES/documents.po",
            'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=bogus\\n"\n\nmsgid "a"\nmsgstr "b"\n',
            "locales/en/LC_MESSAGES/documents.po: error: this catalog can't be read: ",
        ),
        (
            "realisera.toml",
            'langages = ["sv"]\ndata_language = 1\n',
            "realisera.toml: error: langages: there is no such setting [RE3062]\n  hint: did you mean 'languages'?\n",
        ),
        (
            "templates/word/report.docx",
            "x",
            (
                "templates/word/report.docx: error: the layout is not a Word document "
                "[RE5007]\n  hint: save it in Word as a Word document"
            ),
        ),
        (
            "templates/page.html",
            "x",
            "templates/page.html: error: {{ body }}: the page leaves out the body of the document [RE5030]\n",
        ),
        (
            "content/clause/region.yaml",
            'sections: {"1": Åtaganden}\nparst: {}\n',
            "region.yaml:2:1: error: parst: there is no key 'parst' here [RE2002]\n  hint: did you mean 'parts'?\n",
        ),
        ("realisera.toml", "languages = [", "realisera.toml:1: error: this can't be read as TOML"),
        (
            "realisera.toml",
            'languages = ["xx"]\n',
            (
                "region/realisera.toml: error: languages: there is no translation into 'xx' [RE2098]\n"
                "  hint: make one with: realisera locale new xx\n"
            ),
        ),
    ],
)
def test_what_is_wrong_with_a_workspace_is_found_once(run, workspace, name, text, told):
    path = workspace / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    checked = run("check", workspace)
    assert checked.code == 1
    assert checked.out.count(told) == 1


def test_what_is_wrong_with_a_workspace_can_be_had_as_json(run, workspace):
    (workspace / "realisera.toml").write_text('languages = ["sv", "xx"]\n', encoding="utf-8")
    (workspace / "content").mkdir()
    (workspace / "content/action-plan.md").write_text("# Plan\n\n{{ view.oficer.name }}\n", encoding="utf-8")
    checked = run("check", workspace, "--json")
    assert (checked.code, checked.err) == (1, "")
    errors = [each for each in json.loads(checked.out) if each["severity"] == "error"]
    assert [(each["file"], each["line"], each["message"]) for each in errors] == [
        ("region/realisera.toml", 0, "there is no translation into 'xx'"),
        ("content/action-plan.md", 3, "'view.oficer' is undefined"),
    ]


def test_a_supplier_where_nobody_answers_for_due_diligence_is_told(run, workspace):
    contract = workspace / "contracts" / "cleaning.yaml"
    text = contract.read_text(encoding="utf-8")
    assert run("check", contract, "--on", "2026-11-22").out == "", text
    contract.write_text(text.replace("    due_diligence: {name: Samira", "    account: {name: Samira"), encoding="utf-8")
    told = run("check", contract, "--on", "2026-11-22")
    assert told.code == 0
    assert (
        "warning: supplier.contacts.due_diligence: nobody is named who answers for due diligence at the supplier [RE2068]"
        in told.out
    )


def test_a_contract_is_checked_without_what_makes_documents(examples):
    """Loading it would take twice as long as the check."""
    contract = examples / "contracts" / "surgical-instruments.yaml"
    program = (
        "import sys; from generator.cli import main\n"
        f"main(['check', {str(contract)!r}, '--on', '2026-11-22'], standalone_mode=False)\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & set(sys.argv[1:])))\n"
    )
    heavy = (
        "babel",
        "docx",
        "docxtpl",
        "fontTools",
        "jinja2",
        "markdown",
        "multiprocessing",
        "PIL",
        "pikepdf",
        "pydantic",
        "yaml",
    )
    done = subprocess.run([sys.executable, "-c", program, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "['pydantic', 'yaml']"


def test_a_clause_file_that_is_passed_over_by_its_name_is_told(run, workspace):
    clauses = workspace / "content/clause"
    clauses.mkdir(parents=True)
    (clauses / "egen.yml").write_bytes((PACKAGE / "content/clause/2023.yaml").read_bytes())
    told = run("check", workspace)
    where = f"{(clauses / 'egen.yml').as_posix()}: warning: is passed over, since its name doesn't end in .yaml"
    assert f"{where} [RE2104]\n  hint: rename it to egen.yaml" in told.out
    change(workspace / "contracts/cleaning.yaml", 'version: "2023"', "version: egen")
    hint = "rename content/clause/egen.yml to egen.yaml: by its name it is passed over"
    assert f"there is no clause of version 'egen' [RE3034]\n  hint: {hint}" in run("check", workspace).out
