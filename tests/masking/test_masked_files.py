from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.build.orders import ALL, make_orders
from generator.build.render import Builder
from generator.errors import RealiseraError
from generator.masking.case import Masker
from generator.pipeline import Pipeline
from tests.masking.secrets import HIDDEN, OTHERS, SECRETS, WORKSPACE, find_leaks, mask_file, move, write_contract

DAYS = (date(2024, 7, 1), date(2026, 11, 22))


def make_all(path, out, languages):
    """What comes of each file, of all documents that fit on either day."""
    pipeline = Pipeline(WORKSPACE, out, masker=Masker(WORKSPACE, "leave"))
    for day in DAYS:
        is_first = day == DAYS[0]
        orders = make_orders("kickoff-pack" if is_first else ALL, on=day, languages=languages, as_archive=is_first)
        yield from pipeline.generate(orders, [path])


def list_documents(path, place):
    """The fingerprint of each document of a contract's masked edition, by its file."""
    builder, known = Builder(WORKSPACE), {}
    case = move(mask_file(path), place)
    for day in DAYS:
        plan = builder.plan(case, make_orders(ALL, on=day, languages=("sv+en",)))
        for planned in plan.documents:
            for file in planned.files:
                try:
                    _, inputs = builder.list_inputs(planned, plan, file.rpartition(".")[2], ())
                    known[file, day] = inputs.fingerprint
                except RealiseraError as problem:
                    known[file, day] = str(problem.findings)
    return known


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


@pytest.mark.parametrize(("hidden", "changes"), [(HIDDEN[:1], {}), (HIDDEN, CHANGES)], ids=["texts", "all kinds"])
def test_contracts_that_differ_only_in_what_is_hidden_become_the_same_documents(tmp_path, hidden, changes):
    first, second = tmp_path / "one", tmp_path / "two"
    found = []
    for folder, secrets in ((first, SECRETS), (second, OTHERS)):
        folder.mkdir()
        path = write_contract(folder, secrets, hidden)
        text = path.read_text(encoding="utf-8")
        for old, new in changes.items() if folder == second else ():
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        found.append(list_documents(path, Path("contract.yaml")))
    assert len(found[0]) > 50
    assert found[0] == found[1]


def test_no_file_says_what_is_hidden_and_all_say_what_edition_they_are(tmp_path):
    (tmp_path / "made").mkdir()
    path = write_contract(tmp_path, SECRETS)
    results = list(make_all(path, tmp_path / "made", ("sv+en",)))
    assert [result.findings for result in results if result.state == "failed"] == []
    files = [file for file in (tmp_path / "made").rglob("*") if file.is_file() and file.suffix != ".json"]
    assert len(files) > 40
    assert [file.name for file in files if ".masked." not in file.name] == []
    for file in files:
        data = file.read_bytes()
        if file.suffix == ".zip":
            continue
        assert find_leaks(file, data, SECRETS) == []
    manifest = (tmp_path / "made/manifest.json").read_text(encoding="utf-8")
    assert [secret for secret in SECRETS if secret in manifest] == []


def test_the_search_finds_what_stands_in_a_file(tmp_path):
    secrets = (SECRETS[0], "Rävå-Smidet & Co", SECRETS[2])  # the fonts have no Chinese
    path = write_contract(tmp_path, secrets)
    orders = make_orders("risk-analysis", on=DAYS[1], languages=("sv",), formats=("docx", "pdf", "html"))
    results = list(Pipeline(WORKSPACE, tmp_path).generate(orders, [path]))
    assert len(results) == 3
    for result in results:
        leaks = find_leaks(result.path, result.path.read_bytes(), secrets)
        assert {leak for leak in leaks if leak.startswith("text")} == {f"text: {secret}" for secret in secrets}
