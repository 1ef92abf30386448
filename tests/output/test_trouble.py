"""Trouble with the output folder as a whole is told once, with what to do; the next run goes on from there."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.build.executor.processes import start_processes
from generator.build.job import Result
from generator.build.orders import make_orders
from generator.errors import InputError
from generator.output.journal import MANIFEST, read_entries
from generator.output.manifest import Manifest
from generator.output.trouble import FolderError
from generator.pipeline import Pipeline
from generator.workspace import find_workspace
from tests.making import ON, mount, read_files

PLACE = "documents can't be put into this folder: "
NOBODY = 65534


@pytest.fixture(scope="module")
def sources(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Several contracts of one workspace."""
    contracts = shutil.copytree(examples, tmp_path_factory.mktemp("user") / "region") / "contracts"
    text = (contracts / "surgical-instruments.yaml").read_text(encoding="utf-8")
    for number in range(8):
        (contracts / f"{number}.yaml").write_text(text.replace("id: RE-2024-0307", f"id: C{number}"), encoding="utf-8")
    return sorted(contracts.glob("[0-9].yaml"))


def make(sources: list[Path], out: Path, jobs: int, watch: Callable[[Result], None] = lambda _: None) -> list[Result]:
    """What came of each file; somebody watches."""
    start = start_processes(jobs) if jobs > 1 else None
    orders = make_orders("action-plan", on=ON, languages=("sv",), formats=("html",))
    outcomes = []
    for outcome in Pipeline(find_workspace(*sources), out, start_executor=start).generate(orders, sources):
        outcomes.append(outcome)
        watch(outcome)
    return outcomes


def count_documents(out: Path) -> int:
    return sum(path.endswith(".html") for path in read_files(out))


def check_end(sources: list[Path], out: Path) -> None:
    """Check that the next run makes what lacks, and all is known and as it would have been."""
    assert {outcome.state for outcome in make(sources, out, 1)} <= {"made", "unchanged"}
    whole = out.with_name("whole")
    make(sources, whole, 1)
    # From each folder the contracts lie elsewhere, so that manifests differ in that.
    documents = [{path: data for path, data in read_files(each).items() if path != MANIFEST} for each in (out, whole)]
    assert documents[0] == documents[1]
    assert set(read_entries(out)[0]) == set(documents[0])
    assert not list(out.glob(".making"))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_disk_that_is_full_is_told_once_and_with_room_the_next_run_goes_on(
    sources: list[Path], tmp_path: Path, jobs: int
) -> None:
    disk = tmp_path / "disk"
    with mount(disk, "512k"):
        filler = disk / "filler"
        filler.write_bytes(bytes(200_000))
        for _ in range(2):
            with pytest.raises(FolderError, match=f"{PLACE}the disk is full") as caught:
                make(sources, disk / "out", jobs)
            assert [finding.hint for finding in caught.value.findings] == [
                "make room on the disk, or choose another folder with --out; the same command then goes on from here"
            ]
        known = read_entries(disk / "out")[0]
        assert set(known) <= set(read_files(disk / "out"))
        filler.unlink()
        subprocess.run(["mount", "-o", "remount,size=8m", disk], check=True)
        check_end(sources, disk / "out")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_folder_that_is_taken_away_is_told_once_and_the_next_run_makes_it_anew(
    sources: list[Path], tmp_path: Path, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.output.publish._TOGETHER", 1)
    out, seen = tmp_path / "out", []

    def take_away(outcome: Result) -> None:
        seen.append(outcome)
        if len(seen) == 3:
            out.rename(tmp_path / "elsewhere")

    with pytest.raises(FolderError, match="this folder was taken away while documents were made into it") as caught:
        make(sources, out, jobs, take_away)
    assert [finding.place and finding.place.file for finding in caught.value.findings] == [str(out)]
    assert len(seen) < 16
    shutil.rmtree(out, ignore_errors=True)
    check_end(sources, out)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("file/below", ("a part of the path is a file, not a folder", "put that right")),
        ("x" * 300, ("the path is too long", "a shorter path")),
        ("/proc/below", ("there is no such file or folder", "put that right")),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows says it otherwise")
def test_a_folder_that_cannot_be_made_is_told_once(
    sources: list[Path], tmp_path: Path, jobs: int, name: str, told: tuple[str, str]
) -> None:
    (tmp_path / "file").touch()
    (problem, hint), outcomes = told, list[Result]()
    with pytest.raises(FolderError) as caught:
        make(sources, tmp_path / name, jobs, outcomes.append)
    (finding,) = caught.value.findings
    assert (outcomes, finding.format_message(str), hint in finding.hint) == ([], PLACE + problem, True)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only the administrator can be somebody else")
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_folder_of_somebody_else_is_told_once(
    sources: list[Path], tmp_path: Path, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REALISERA_CACHE", "off")  # Nobody has none of what root keeps compiled,
    make(sources[:1], tmp_path / "warm", 1)  # and may not read where Python is.
    out = tmp_path / "out"
    out.mkdir(mode=0o755)
    closed = [path for path in (sources[0], *sources[0].parents, *tmp_path.parents, tmp_path) if path.stat().st_mode & 0o5 != 0o5]
    modes = {path: path.stat().st_mode for path in closed}
    try:
        for path, mode in modes.items():
            path.chmod(mode | 0o055)
        os.seteuid(NOBODY)
        with pytest.raises(FolderError, match=f"{PLACE}you aren't allowed to") as caught:
            make(sources, out, jobs)
    finally:
        os.seteuid(0)
        for path, mode in modes.items():
            path.chmod(mode)
    assert [finding.hint for finding in caught.value.findings] == [
        "choose another folder with --out, or ask whoever looks after this one"
    ]
    assert read_files(out) == {}
    check_end(sources, out)


def test_another_run_is_told_once(sources: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.output.manifest.PATIENCE", 0.1)
    other = Manifest(tmp_path / "out")
    other.begin()
    with pytest.raises(FolderError, match="another run makes documents in this folder") as caught:
        make(sources, tmp_path / "out", 1)
    assert [finding.hint for finding in caught.value.findings] == ["wait until it has ended, and give the same command again"]
    other.close()
    check_end(sources, tmp_path / "out")


@pytest.mark.skipif(os.name == "nt", reason="Windows has other limits")
def test_a_file_that_cannot_be_written_stops_no_other(sources: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "C3").mkdir(parents=True)
    (out / "C3/action-plan.D1.sv.html").mkdir()
    outcomes = make(sources, out, 1)
    assert [outcome.file for outcome in outcomes if outcome.state == "failed"] == ["C3/action-plan.D1.sv.html"]
    assert len(outcomes) == 2 * len(sources)
    shutil.rmtree(out / "C3")
    check_end(sources, out)


def test_trouble_is_input_that_is_wrong() -> None:
    assert issubclass(FolderError, InputError)
