"""What a file may tell as it happened, and nobody records now."""

from __future__ import annotations

import shutil

import pytest
from click.testing import CliRunner

from generator.cli import main


@pytest.fixture
def contract(tmp_path, examples):
    shutil.copytree(examples, tmp_path / "work")
    return tmp_path / "work" / "contracts" / "surgical-instruments.yaml"


def record(contract, *words, on):
    result = CliRunner().invoke(main, ["record", str(contract), *words, "--on", on], prog_name="realisera")
    return result.exit_code, result.output


@pytest.mark.parametrize(("words", "code"), [(("D2", "A2", "done"), "RE2106"), (("D2", "closed"), "RE2064")])
def test_what_was_rejected_is_neither_noted_as_done_nor_closed(contract, words, code):
    assert record(contract, "D2", "A2", "evidence", on="2026-10-01")[0] == 0
    assert record(contract, "D2", "A2", "evidence", "rejected", "--reason", "Osignerat", on="2026-11-20")[0] == 0
    before = contract.read_bytes()
    status, told = record(contract, *words, on="2026-11-20")
    assert (status != 0, code in told, "D2 A2 evidence" in told) == (True, True, True), told
    assert contract.read_bytes() == before
    assert record(contract, "D2", "A2", "evidence", on="2026-11-21")[0] == 0
    assert record(contract, *words, on="2026-11-21")[0] == 0
