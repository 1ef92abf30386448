"""What may befall a run: a contract saved meanwhile, a clock set back, a damaged store, a killed run. Nothing is torn."""

from __future__ import annotations

import json
import shutil
import threading
from datetime import date
from pathlib import Path

import pytest

from generator.contract.case import open_case
from generator.errors import InputError
from generator.files.atomic import write_file
from generator.output.journal import MANIFEST, read_entries
from generator.output.manifest import MAKING
from generator.output.store import STORE
from generator.pipeline import make_documents
from generator.workspace import find_workspace
from tests.making import ON, lose_manifest, read_files


@pytest.fixture
def contract(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace") / "examples"
    shutil.copytree(examples, folder)
    return folder / "contracts/wound-care.yaml"


def make(contract: Path, out: Path, on: date = ON, document: str = "agenda") -> None:
    results = list(make_documents(document, [contract], find_workspace(contract), out, on=on, languages=["sv"], formats=["html"]))
    assert {result.state for result in results} <= {"made", "unchanged"}


def test_what_is_made_while_a_contract_is_saved_is_of_one_version_throughout(contract: Path, tmp_path: Path) -> None:
    old = contract.read_text(encoding="utf-8")
    new = old.replace("RE 2026-00118", "RE 2026-00119")
    assert new != old
    made = {}
    for number, text in enumerate((old, new)):
        write_file(contract, text.encode())
        make(contract, tmp_path / str(number), document="kickoff-pack")
        made[number] = read_files(tmp_path / str(number) / open_case(contract, find_workspace(contract)).contract.id)
    is_over = threading.Event()

    def save() -> None:
        while not is_over.is_set():
            for text in (old, new):
                write_file(contract, text.encode())

    saver = threading.Thread(target=save)
    saver.start()
    try:
        for run in range(3):
            out = tmp_path / f"run{run}"
            make(contract, out, document="kickoff-pack")
            (folder,) = (each for each in out.iterdir() if each.is_dir())
            assert read_files(folder) in made.values()
    finally:
        is_over.set()
        saver.join()


def test_a_clock_that_was_set_back_loses_nothing(contract: Path, tmp_path: Path) -> None:
    make(contract, tmp_path, date(2026, 11, 23))
    later = read_entries(tmp_path)[0]
    make(contract, tmp_path, ON)
    earlier = read_entries(tmp_path)[0]
    assert set(later) == set(earlier)
    assert {entry.date for entry in earlier.values()} == {ON.isoformat()}
    make(contract, tmp_path, date(2026, 11, 23))
    assert read_entries(tmp_path)[0] == later


@pytest.mark.parametrize("damage", [b"{", b"\x00" * 100, b"[]", b'{"files": 3}', "ÿ".encode("latin-1")])
def test_a_damaged_store_is_told_and_nothing_that_was_made_is_touched(contract: Path, tmp_path: Path, damage: bytes) -> None:
    make(contract, tmp_path)
    whole = read_files(tmp_path)
    (tmp_path / MANIFEST).write_bytes(damage)
    with pytest.raises(InputError) as problem:
        make(contract, tmp_path)
    assert {finding.place.file for finding in problem.value.findings if finding.place} == {str(tmp_path / MANIFEST)}
    assert read_files(tmp_path) == {**whole, MANIFEST: damage}
    (tmp_path / MANIFEST).write_bytes(whole[MANIFEST])
    make(contract, tmp_path)
    assert json.loads((tmp_path / MANIFEST).read_bytes()) == json.loads(whole[MANIFEST])


def test_what_a_killed_run_left_behind_is_cleared_away(contract: Path, tmp_path: Path) -> None:
    make(contract, tmp_path)
    whole = read_files(tmp_path)
    left = tmp_path / MAKING
    left.mkdir(exist_ok=True)
    (left / "half.docx").write_bytes(b"half")
    make(contract, tmp_path)
    assert not (left / "half.docx").exists()
    assert read_files(tmp_path) == whole


def test_a_store_that_is_lost_is_made_anew_from_what_is_made(contract: Path, tmp_path: Path) -> None:
    make(contract, tmp_path)
    whole = read_files(tmp_path)
    for lose in (lose_manifest, lambda out: (out / MANIFEST).unlink(), lambda out: (out / STORE).unlink()):
        lose(tmp_path)
        make(contract, tmp_path)
        assert read_files(tmp_path) == whole
    (tmp_path / MANIFEST).write_bytes(b"")
    make(contract, tmp_path)
    assert read_files(tmp_path) == whole
    shutil.rmtree(tmp_path / "RE-2026-0118")
    make(contract, tmp_path)
    assert read_files(tmp_path) == whole
