"""`generate`: what is made, what is told where, and how it ends."""

from __future__ import annotations

import json

import pytest

QUICK = ("--on", "2026-11-22", "--format", "html")


def make(run, *sources, more=()):
    return run("generate", "action-plan", *sources, *QUICK, *more)


def test_each_file_is_named_on_standard_output(run, contract, tmp_path):
    made = make(run, contract)
    paths = [f"output/RE-2024-0307/action-plan.{item}.{lang}.html" for item in ("D1", "D2") for lang in ("sv", "en", "sv-en")]
    assert (made.code, made.out.split(), made.err) == (0, paths, "Made: 6. Unchanged: 0. Kept: 0. Failed: 0.\n")
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.glob("output/*/*")) == sorted(paths)
    manifest = json.loads((tmp_path / "output" / "manifest.json").read_text(encoding="utf-8"))
    assert [f"output/{entry['path']}" for entry in manifest["files"]] == sorted(paths)


def test_one_file_needs_no_summing_up(run, contract):
    made = make(run, contract, more=("--lang", "en", "--deviation", "D1", "--out", "elsewhere"))
    assert (made.code, made.out, made.err) == (0, "elsewhere/RE-2024-0307/action-plan.D1.en.html\n", "")


def test_languages_and_formats_multiply(run, contract):
    more = ("--lang", "sv", "--lang", "sv+en", "--format", "docx", "--deviation", "D1")
    names = [f"action-plan.D1.{lang}.{form}" for lang in ("sv", "sv-en") for form in ("docx", "html")]
    assert make(run, contract, more=more).out.split() == [f"output/RE-2024-0307/{name}" for name in names]


def test_a_workspace_stands_for_its_contracts(run, workspace, contract):
    assert make(run, workspace).out == make(run, workspace / "contracts").out == make(run, contract).out


def test_a_file_that_is_named_twice_is_made_once(run, contract):
    assert make(run, contract, contract.resolve(), contract.parent).out == make(run, contract).out


def test_only_yaml_files_that_are_not_hidden_are_contracts(run, workspace, contract):
    folder = workspace / "contracts"
    (folder / "notes.txt").write_text("not a contract")
    (folder / ".draft.yaml").write_text("not a contract")
    (folder / ".old").mkdir()
    (folder / ".old" / "a.yaml").write_text("not a contract")
    (folder / "folder.yaml").mkdir()
    (folder / "2024").mkdir()
    contract.rename(folder / "2024" / "A.YAML")
    made = make(run, folder)
    assert (made.code, len(made.out.split())) == (0, 6)


def test_what_is_wrong_with_one_contract_stops_no_other(run, workspace, contract):
    broken = workspace / "contracts" / "a-broken.yaml"
    broken.write_text(contract.read_text(encoding="utf-8").replace("currency: SEK", "currency: kr"), encoding="utf-8")
    made = make(run, workspace)
    assert (made.code, len(made.out.split())) == (1, 6)
    assert made.err.startswith("region/contracts/a-broken.yaml:")
    assert made.err.endswith("Made: 6. Unchanged: 0. Kept: 0. Failed: 1.\n")


def test_two_contracts_with_one_id_do_not_overwrite_each_other(run, workspace, contract):
    (workspace / "contracts" / "z-copy.yaml").write_bytes(contract.read_bytes())
    made = make(run, workspace)
    assert (made.code, len(made.out.split())) == (1, 6)
    assert f"z-copy.yaml:3:5: error: id: the id 'RE-2024-0307' is that of {contract} too [RE6004]\n" in made.err


def test_warnings_are_results_and_errors_are_not(run, contract):
    text = contract.read_text(encoding="utf-8")
    contract.write_text(text.replace("closed: null", ""), encoding="utf-8")
    english = make(run, contract, more=("--lang", "en"))
    warned = [line for line in english.out.splitlines() if ": warning: " in line]
    strict = make(run, contract, more=("--lang", "en", "--strict"))
    assert english.code == 0
    assert strict.code == bool(warned)
    assert strict.err.count(": error: ") == len(warned) == len(set(warned))


def test_a_mistake_in_a_text_is_told_once(run, workspace, contract):
    (workspace / "content").mkdir()
    (workspace / "content" / "action-plan.md").write_text("# Plan\n\n{{ view.ownr }}\n", encoding="utf-8")
    made = make(run, contract, more=("--lang", "sv"))
    assert (made.code, made.out, made.err.count("'view.ownr' is undefined")) == (1, "", 1)
    assert made.err.endswith("Made: 0. Unchanged: 0. Kept: 0. Failed: 2.\n")


def test_text_that_is_not_translated_is_refused_or_marked(run, workspace, contract):
    (workspace / "content").mkdir()
    (workspace / "content" / "action-plan.md").write_text("# Plan\n\nEtt nytt stycke.\n", encoding="utf-8")
    refused = make(run, contract, more=("--lang", "en"))
    assert (refused.code, refused.out) == (1, "")
    assert "content/action-plan.md:3: error: not translated into en: 'Ett nytt stycke.' [RE4016]\n  hint: " in refused.err
    assert make(run, contract, more=("--lang", "en", "--draft")).code == 0


def test_where_there_is_nothing_to_make_that_is_said(run, workspace):
    made = make(run, workspace / "contracts" / "wound-care.yaml")
    assert (made.code, made.out) == (0, "")
    assert made.err.startswith("Nothing to make")


def test_a_deviation_that_is_not_there_is_an_error(run, contract):
    made = make(run, contract, more=("--deviation", "D9"))
    assert (made.code, made.out) == (1, "")
    assert f"{contract}:" in made.err
    assert "'D9' [RE6098]\n  hint: its deviations: D1, D2, D3\n" in made.err


# Reports


def make_reports(run, document, *sources, more=()):
    return run("generate", document, *sources, *QUICK, "--lang", "sv", *more)


FOREWORD = """publication:
  foreword: {text: {sv: Vi tar ansvar., en: We take responsibility.}}
  contact: {name: {sv: Hållbarhetsenheten, en: Sustainability unit}, email: hallbarhet@region.example}
"""


@pytest.fixture
def report(workspace):
    """The report over the year, with all that is to be published."""
    path = workspace / "reports" / "2026.yaml"
    others = path.read_text(encoding="utf-8").partition("publication:")[0]
    path.write_text(others + FOREWORD, encoding="utf-8")
    return path


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.usefixtures("report")
@pytest.mark.parametrize(
    ("document", "folders"),
    [
        ("communication-report", ["halvar-2026-1", "hallbarhet-2026"]),
        ("evaluation-report", ["RE-2023-0044", "halvar-2026-1", "hallbarhet-2026"]),
    ],
)
def test_of_a_workspace_reports_are_made_of_what_they_fit(run, workspace, document, folders):
    made = make_reports(run, document, workspace)
    assert (made.code, made.out.split()) == (0, [f"output/{folder}/{document}.sv.html" for folder in folders])


def test_of_one_contract_a_report_is_made_when_it_is_asked_for(run, contract):
    for document in ("evaluation-report", "communication-report"):
        made = make_reports(run, document, contract)
        assert (made.code, made.out, made.err) == (0, f"output/RE-2024-0307/{document}.sv.html\n", "")
    assert "evaluation-report" not in make_reports(run, "all", contract).out


def test_all_of_a_report_file_is_every_report(run, report):
    made = make_reports(run, "all", report)
    names = ["evaluation-report", "communication-report", "yearly-plan"]
    assert (made.code, made.out.split()) == (0, [f"output/hallbarhet-2026/{name}.sv.html" for name in names])


def test_a_document_of_a_contract_is_not_made_of_a_report(run, report, contract):
    made = make_reports(run, "action-plan", report, contract)
    assert (made.code, len(made.out.split())) == (1, 2)
    assert made.err == (
        f"{report}:10:9: error: period: action-plan is made of a contract, and this is a report [RE6021]\n"
        "  hint: name a contract file; a report becomes evaluation-report, communication-report and yearly-plan\n"
        "Made: 2. Unchanged: 0. Kept: 0. Failed: 1.\n"
    )


def test_a_report_is_made_without_the_contracts_that_have_mistakes_and_they_are_told(run, report, contract):
    change(contract, "currency: SEK}, result", "currency: kr}, result")
    made = make_reports(run, "evaluation-report", report)
    assert (made.code, made.out) == (1, "output/hallbarhet-2026/evaluation-report.sv.html\n")
    assert made.err.startswith("region/contracts/surgical-instruments.yaml:")
    assert made.err.endswith("Made: 1. Unchanged: 0. Kept: 0. Failed: 1.\n")


def test_a_report_without_any_contract_that_can_be_read_is_made_and_told(run, workspace, report):
    for path in (workspace / "contracts").glob("*.yaml"):
        path.write_text("{", encoding="utf-8")
    made = make_reports(run, "all", report)
    names = ("evaluation-report", "yearly-plan")
    assert (made.code, made.out.split()) == (1, [f"output/hallbarhet-2026/{name}.sv.html" for name in names])
    assert made.err.count(": error: ") == 3 + 3  # of the files, and of what can't be published


def test_a_report_that_names_somebody_is_not_published(run, report, tmp_path):
    change(report, "sv: Utlagt arbete", "sv: Utlagt arbete hos Ravi Forging Cooperative")
    made = make_reports(run, "communication-report", report)
    assert (made.code, made.out) == (1, "")
    assert made.err == (
        f"{report}:19:5: error: lessons[1]: this text names 'Ravi Forging Cooperative', which may not be published [RE6037]\n"
        "  hint: write it without the name: what is published names no persons, no sub-suppliers and nothing confidential\n"
        "Made: 0. Unchanged: 0. Kept: 0. Failed: 1.\n"
    )
    assert list(tmp_path.glob("output/*/*")) == []
    assert make_reports(run, "evaluation-report", report).code == 0


def test_a_result_that_is_contradicted_is_a_warning_told_once(run, report):
    change(report, "result: 67}", "result: 70, figure: contracts_followed_up}")
    made = run("generate", "communication-report", report, *QUICK)
    assert (made.code, len(made.out.splitlines())) == (0, 5)
    assert made.out.startswith(f"{report}:13:199: warning: goals[0].measure.result: the result is 70, but ")


def test_a_report_is_not_dated_before_its_period(run, report):
    made = run("generate", "evaluation-report", report, "--on", "2025-12-31", "--format", "html", "--lang", "sv")
    assert (made.code, made.out) == (1, "")
    assert f"{report}:10:16: error: period.from: the document is dated 2025-12-31, before " in made.err


def test_a_report_and_a_contract_with_one_id_do_not_overwrite_each_other(run, workspace, report):
    change(report, "id: hallbarhet-2026", "id: RE-2023-0044")
    made = make_reports(run, "evaluation-report", workspace)
    assert made.code == 1
    assert f"{report}:3:5: error: id: the id 'RE-2023-0044' is that of region/contracts/cleaning.yaml too [RE6004]\n" in made.err
    assert made.out.split().count("output/RE-2023-0044/evaluation-report.sv.html") == 1


def test_reports_are_checked(run, report):
    assert run("check", report).code == 0
    change(report, "unit: count", "unit: pieces")
    found = run("check", report)
    assert (found.code, found.out.startswith(f"{report}:16:")) == (1, True)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("acton-plan", "."), "Error: there is no document 'acton-plan' [RE6019]\n  hint: did you mean 'action-plan'?\n"),
        (("sonnet", "."), "Error: there is no document 'sonnet' [RE6019]\n  hint: there are: "),
        (
            ("action-plan", ".", "--lang", "nl"),
            "Error: there is no translation into 'nl' [RE2098]\n  hint: there are: sv, de, en\n",
        ),
        (
            ("action-plan", ".", "--lang", "sv+sv"),
            "'sv+sv' is not a language [RE9044]\n  hint: write one such as sv, en or de, or two ",
        ),
        (
            ("action-plan", ".", "--lang", "sv+en+fi"),
            "'sv+en+fi' is not a language [RE9044]\n  hint: write one such as sv, en or de, or two ",
        ),
        (("action-plan", ".", "--on", "2026-02-30"), "'2026-02-30' is not a date [RE7042]\n  hint: write it as YYYY-MM-DD\n"),
        (("action-plan", ".", "--on", "20261122"), "'20261122' is not a date [RE7042]\n  hint: write it as YYYY-MM-DD\n"),
        (
            ("action-plan", ".", "--lang", "sv,en"),
            "'sv,en' is not a language [RE9044]\n  hint: write --lang sv --lang en for each by itself, or two side by side, ",
        ),
        (("action-plan", "nope.yaml"), "there is no contract, file or folder 'nope.yaml' here [RE9013]\n"),
        (("action-plan", "empty"), "Error: there is no contract file in empty [RE9042]\n"),
        (("action-plan", ".", "--format", "odt"), "'odt' is not one of "),
        (("action-plan", ".", "--out", "region/realisera.toml"), "Directory 'region/realisera.toml' is a file.\n"),
        (("action-plan",), "Missing argument 'SOURCE...'.\n"),
        (("action-plan", ".", "--languages"), "No such option '--languages'. Did you mean '--lang'?\n"),
    ],
)
def test_wrong_usage_makes_nothing(run, workspace, tmp_path, args, told):
    (tmp_path / "empty").mkdir()
    made = run("generate", *args)
    assert workspace.is_dir()
    assert (made.code, made.out, (tmp_path / "output").exists()) == (2, "", False)
    assert told in made.err
