"""`check`: every finding, with its place and what to do."""

from __future__ import annotations

import json
import re
import shutil

import pytest


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_nothing_is_wrong_with_the_examples(run, examples, monkeypatch):
    checked = run("check", examples)
    assert (checked.code, checked.out) == (0, "")
    monkeypatch.chdir(examples)
    checked = run("check")
    assert (checked.code, checked.out, checked.err) == (0, "", "Files checked: 5. Findings: 0.\n")


def test_the_findings_of_a_contract_are_results(run, workspace, contract):
    change(contract, "currency: SEK", "currency: kr")
    line = contract.read_text(encoding="utf-8").split("currency: kr")[0].count("\n") + 1
    checked = run("check", workspace)
    assert checked.code == 1
    assert checked.out.startswith(f"region/contracts/surgical-instruments.yaml:{line}:")
    assert ": 'kr' is not a currency\n  hint: write its three letters by ISO 4217" in checked.out
    assert checked.err.startswith("Files checked: 5. Findings: ")


def test_languages_without_a_translation_are_told(run, contract):
    text = contract.read_text(encoding="utf-8")
    contract.write_text(text.replace("\ntitle:", "\nlanguages: [sv, de+xx]\ntitle:", 1), encoding="utf-8")
    made = run("generate", "action-plan", contract, "--on", "2026-11-22", "--format", "html", "--lang", "sv")
    for told in (run("check", contract).out, made.err):
        assert "languages[1]: there is no translation into 'de'\n  hint: make one with: realisera locale new de\n" in told
        assert "languages[1]: no language has the code 'xx'\n" in told
    assert made.code == 1


def test_findings_are_told_in_swedish(run, contract):
    change(contract, "currency: SEK", "currency: kr")
    checked = run("check", contract, language="sv")
    assert ": fel: " in checked.out
    assert ": 'kr' är ingen valuta\n  tips: skriv dess tre bokstäver enligt ISO 4217, till exempel SEK eller EUR\n" in checked.out
    assert checked.err.startswith("Kontrollerade filer: 1. Fel och varningar: ")


def test_findings_can_be_had_as_json(run, contract):
    assert json.loads(run("check", "--json", contract).out) == []
    change(contract, "format: 1", "format: 2")
    checked = run("check", "--json", contract.parent)
    assert (checked.code, checked.err) == (1, "")
    assert json.loads(checked.out) == [
        {
            "file": "region/contracts/surgical-instruments.yaml",
            "line": 2,
            "column": 9,
            "severity": "error",
            "subject": "format",
            "message": "'2' is not a format that can be read",
            "hint": "write format: 1",
        }
    ]


def test_a_file_that_is_named_twice_is_checked_once(run, contract):
    assert run("check", contract, contract.parent).err == "Files checked: 3. Findings: 0.\n"


def test_two_contracts_with_one_id_are_found(run, contract):
    shutil.copy(contract, contract.with_name("z.yaml"))
    checked = run("check", contract.parent)
    assert checked.code == 1
    assert checked.out == (
        f"region/contracts/z.yaml:3:5: error: id: the id 'RE-2024-0307' is that of {contract} too\n"
        "  hint: give each contract an id of its own\n"
    )


def test_a_clause_that_is_not_there_is_found(run, contract):
    change(contract, 'version: "2023"', 'version: "1923"')
    checked = run("check", contract)
    assert checked.code == 1
    assert ": error: clause.version: there is no clause of version '1923'\n  hint: known versions: 2023" in checked.out


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
            "content/action-plan.md:3: error: 'view.oficer' is undefined\n  hint: did you mean 'view.officer'?\n",
        ),
        (
            "content/action-plan.md",
            "Plan\n",
            "content/action-plan.md:1: error: the text has no title\n  hint: begin it with a line such as # Åtgärdsplan\n",
        ),
        (
            "content/action-plan.md",
            "# Åtgärdsplan\n\nEtt nytt stycke.\n",
            "locales/en/LC_MESSAGES/documents.po: error: not translated into en: 'Ett nytt stycke.'\n",
        ),
        (
            "locales/en/LC_MESSAGES/documents.po",
            'msgid ""\nmsgstr ""\n"Language: en\\n"\n\nmsgid "kvartal {quarter}"\nmsgstr "Q{quarters}"\n',
            "locales/en/LC_MESSAGES/documents.po:5: error: placeholder {quarter} is missing in the translation\n",
        ),
        (
            "locales/en/LC_MESSAGES/documents.po",
            'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=bogus\\n"\n\nmsgid "a"\nmsgstr "b"\n',
            "locales/en/LC_MESSAGES/documents.po: error: this catalog can't be read: ",
        ),
        (
            "realisera.toml",
            'langages = ["sv"]\ndata_language = 1\n',
            "realisera.toml: error: langages: there is no such setting\n  hint: did you mean 'languages'?\n",
        ),
        (
            "templates/word/report.docx",
            "x",
            "templates/word/report.docx: error: the layout is not a Word document\n  hint: save it in Word as a Word document",
        ),
        (
            "templates/page.html",
            "x",
            "templates/page.html: error: {{ body }}: the page leaves out the body of the document\n",
        ),
        (
            "content/clause/region.yaml",
            'sections: {"1": Åtaganden}\nparst: {}\n',
            "region.yaml:2:1: error: parst: there is no key 'parst' here\n  hint: did you mean 'parts'?\n",
        ),
        ("realisera.toml", "languages = [", "realisera.toml: error: the settings can't be read: "),
        (
            "realisera.toml",
            'languages = ["xx"]\n',
            "error: there is no translation into 'xx'\n  hint: make one with: realisera locale new xx\n",
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
    found = [(each["file"], each["line"], each["message"]) for each in json.loads(checked.out)]
    assert found == [
        ("content/action-plan.md", 3, "'view.oficer' is undefined"),
        (None, None, "there is no translation into 'xx'"),
    ]
