from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner

from generator.build.orders import ALL, make_orders
from generator.build.render import Builder
from generator.cli import main
from generator.documents import DOCUMENTS
from generator.errors import RealiseraError
from generator.masking.case import Masker
from generator.output.store import STORE
from generator.pipeline import Pipeline
from tests.masking.secrets import HIDDEN, MASKS, OTHERS, SECRETS, WORKSPACE, find_leaks, mask_file, move, write_contract

DAYS = (date(2024, 7, 1), date(2026, 11, 22))
SOME = {
    "document-review docx",
    "self-assessment xlsx",
    "self-assessment html",
    "chain-form xlsx",
    "audit-protocol pdf",
    "action-plan docx",
    "risk-analysis html",
    "intake html",
}
"""Documents in a format of which the files are compared: forms, workbooks, drawings, and what names sites."""
CHANGES = {
    "found: 2026-05-18": "found: 2026-03-02",
    "142000": "98500",
    "32500000": "7654321",
    "country: PK": "country: BD",
    "countries: [PK]": "countries: [BD]",
    "severity: 5": "severity: 3",
    "severity: 4": "severity: 2",
}
"""Values of what is hidden that is no text, and others."""


def write_twin(folder, hidden, changes):
    """A contract file that differs from another in nothing but what is hidden."""
    path = write_contract(folder, OTHERS, hidden)
    text = path.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


def make_files(path, out, slug, form):
    """The bytes of all files of a document in a format, on the first day that has any."""
    pipeline = Pipeline(WORKSPACE, out, masker=Masker(WORKSPACE, "leave"))
    for day in reversed(DAYS):
        orders = make_orders(slug, on=day, languages=("sv+en",), formats=(form,), where_it_fits=True)
        if any(result.state == "made" for result in pipeline.generate(orders, [path])):
            break
    files = {file.relative_to(out).as_posix(): file.read_bytes() for file in out.rglob("*") if file.is_file()}
    return {name: data for name, data in files.items() if not name.endswith((".json", ".lock", ".sqlite"))}


def list_documents(path, place):
    """The fingerprint of each document of a contract's masked edition, by its file."""
    builder, known = Builder(WORKSPACE), {}
    case = move(mask_file(path), place)
    for day in DAYS:
        plan = builder.plan(case, make_orders(ALL, on=day, languages=("sv",)))
        for planned in plan.documents:
            for file in planned.files:
                try:
                    _, inputs = builder.list_inputs(planned, plan, file.rpartition(".")[2], ())
                    known[file, day] = inputs.fingerprint
                except RealiseraError as problem:
                    known[file, day] = str(problem.findings)
    return known


def list_kinds():
    """The documents and formats that are tried."""
    # It is made of reports, which have tests of their own.
    kinds = [f"{each.slug} {form}" for each in DOCUMENTS if each.slug != "communication-report" for form in each.formats]
    assert set(kinds) >= SOME
    return [kind for kind in kinds if kind in SOME or len(kinds) <= MASKS]


@pytest.mark.parametrize("kind", list_kinds())
def test_files_of_contracts_that_differ_only_in_what_is_hidden_are_the_same_and_say_nothing_of_it(tmp_path, kind):
    slug, form = kind.split()
    first = make_files(write_contract(tmp_path, SECRETS, HIDDEN), tmp_path / "one", slug, form)
    second = make_files(write_twin(tmp_path, HIDDEN, CHANGES), tmp_path / "two", slug, form)
    assert first
    assert [name for name in first if ".masked." not in name] == []
    assert [leak for name, data in first.items() for leak in find_leaks(tmp_path / "one" / name, data, SECRETS)] == []
    assert first.keys() == second.keys()
    assert [name for name, data in first.items() if second[name] != data] == []


def test_an_archive_and_the_manifest_say_nothing_of_what_is_hidden(tmp_path):
    out = tmp_path / "made"
    path = write_contract(tmp_path, SECRETS)
    pipeline = Pipeline(WORKSPACE, out, masker=Masker(WORKSPACE, "leave"))
    orders = make_orders("kickoff-pack", on=DAYS[0], languages=("sv",), formats=("html", "pptx"), as_archive=True)
    assert {result.state for result in pipeline.generate(orders, [path])} == {"made"}
    archives = list(out.rglob("*.zip"))
    assert [archive.name for archive in archives if ".masked." not in archive.name] == []
    assert [leak for file in out.rglob("*.pptx") for leak in find_leaks(file, file.read_bytes(), SECRETS)] == []
    assert [leak for file in archives for leak in find_leaks(file, file.read_bytes(), SECRETS) if "text" not in leak] == []
    manifest = (out / "manifest.json").read_text(encoding="utf-8")
    assert json.loads(manifest)["files"]
    assert [secret for secret in SECRETS if secret in manifest] == []
    assert [secret for secret in SECRETS if secret.encode() in (out / STORE).read_bytes()] == []


@pytest.mark.long
@pytest.mark.parametrize(("hidden", "changes"), [(HIDDEN[:1], {}), (HIDDEN, CHANGES)][-1 if MASKS < 100 else 0 :])
def test_contracts_that_differ_only_in_what_is_hidden_become_the_same_documents(tmp_path, hidden, changes):
    (tmp_path / "twin").mkdir()
    paths = (write_contract(tmp_path, SECRETS, hidden), write_twin(tmp_path / "twin", hidden, changes))
    first, second = (list_documents(path, tmp_path / "contract.yaml") for path in paths)
    assert len(first) > 50
    assert first == second


def test_the_search_finds_what_stands_in_a_file(tmp_path):
    secrets = (SECRETS[0], "Rävå-Smidet & Co", SECRETS[2])  # the fonts have no Chinese
    path = write_contract(tmp_path, secrets)
    orders = make_orders("risk-analysis", on=DAYS[1], languages=("sv",), formats=("docx", "pdf", "html"))
    results = list(Pipeline(WORKSPACE, tmp_path).generate(orders, [path]))
    assert len(results) == 3
    for result in results:
        leaks = find_leaks(result.path, result.path.read_bytes(), secrets)
        assert {leak for leak in leaks if leak.startswith("text")} == {f"text: {secret}" for secret in secrets}


def test_nothing_that_is_made_says_what_the_contracts_file_is_called(tmp_path):
    path = write_contract(tmp_path, SECRETS).rename(tmp_path / "smedjan-zq.yaml")
    options = ["--masked", "--leave-short", "--lang", "sv", "--out", str(tmp_path / "out")]
    orders = (
        ["action-plan", "--email", "--on", "2026-11-22"],
        ["kickoff-pack", "--zip", "--format", "html", "--on", "2024-07-01"],
    )
    for order in orders:
        made = CliRunner().invoke(main, ["generate", *order, str(path), *options])
        assert made.exit_code == 0, made.output
    files = [file for file in (tmp_path / "out").rglob("*") if file.is_file()]
    assert {".pdf", ".docx", ".html", ".zip", ".eml", ".json"} <= {file.suffix for file in files}
    assert [leak for file in files for leak in find_leaks(file, file.read_bytes(), ("smedjan-zq",))] == []
