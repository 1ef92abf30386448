"""Contracts are read one at a time: what is kept of them is small, and the same however many processes read them."""

from __future__ import annotations

import gc
from datetime import date, timedelta
from pathlib import Path

import pytest

from generator.build.executor import sharing
from generator.cli.portfolio import KeepDuties
from generator.contract.models import Contract
from generator.reporting.duties import Findings, read_contracts

ON = date(2026, 12, 2)
COUNT = 60
MOST_HELD = 20
"""Sixteen are kept for who opens them again."""


@pytest.fixture
def paths(examples: Path, tmp_path: Path) -> list[Path]:
    """Many contracts; one can't be read, and one has the id of another."""
    text = (examples / "contracts" / "surgical-instruments.yaml").read_text(encoding="utf-8")
    ids = [f"c{number}" for number in range(COUNT - 1)] + ["c3"]
    for number, name in enumerate(ids):
        (tmp_path / f"{number:02}.yaml").write_text(text.replace("id: RE-2024-0307", f"id: {name}", 1), encoding="utf-8")
    (tmp_path / "07.yaml").write_text("format: [", encoding="utf-8")
    return sorted(tmp_path.glob("*.yaml"))


def count_contracts() -> int:
    gc.collect()
    return sum(isinstance(each, Contract) for each in gc.get_objects())


@pytest.mark.usefixtures("frozen")
def test_of_a_contract_that_was_read_nothing_stays_but_what_is_kept(paths: list[Path]) -> None:
    before, held = count_contracts(), []
    for number, read in enumerate(read_contracts(paths, ON, KeepDuties(ON, ON + timedelta(days=400)))):
        held.append(read)
        if number in {30, COUNT - 1}:
            assert count_contracts() - before <= MOST_HELD
    assert sum(not isinstance(each, Findings) for each in held) == COUNT - 2


def test_many_processes_tell_what_one_does(paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    keep = KeepDuties(ON, ON, "officer", says_day=True, with_uids=True)
    alone = list(read_contracts(paths, ON, keep))
    monkeypatch.setattr(sharing, "_FEW", 10)
    monkeypatch.setattr(sharing, "_PART", 7)
    assert list(read_contracts(paths, ON, keep, jobs=2)) == alone
    wrong = [(number, each) for number, each in enumerate(alone) if isinstance(each, Findings)]
    assert [number for number, _ in wrong] == [7, COUNT - 1]
    assert "'c3' is that of" in str(wrong[1][1].all[0])
