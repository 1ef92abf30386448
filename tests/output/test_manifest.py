"""The manifest is true at every moment, also when a run is killed and when several run at once."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from generator.build.orders import make_orders
from generator.documents import MadeFile
from generator.errors import Finding, InputError, Place
from generator.files.atomic import write_file
from generator.output.journal import JOURNAL, MANIFEST, Entry, read_entries
from generator.output.manifest import MAKING, Manifest, Waiting
from generator.output.store import STORE
from generator.output.trouble import FolderError
from generator.pipeline import Pipeline
from generator.workspace import find_workspace
from tests.making import lose_manifest, make_all, read_files

ROOT = Path(__file__).parents[2]
LOCK = ".manifest.json.lock"
COMMAND = [sys.executable, "-c", "from generator.cli import main; main(prog_name='realisera')"]


def check_truth(out: Path) -> set[str]:
    """The files that the manifest lists, each as it says."""
    entries = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["files"] if (out / MANIFEST).exists() else []
    for entry in entries:
        assert hashlib.sha256((out / entry["path"]).read_bytes()).hexdigest() == entry["sha256"]
    return {entry["path"] for entry in entries}


def test_an_interrupt_just_as_the_journal_is_opened_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plan.html").write_bytes(b"a plan")
    sha256 = hashlib.sha256(b"a plan").hexdigest()
    manifest = Manifest(tmp_path)
    manifest.begin()
    open_file = Path.open

    def open_and_interrupt(path: Path, mode: str, encoding: str, newline: str) -> None:
        open_file(path, mode, encoding=encoding, newline=newline).close()
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "open", open_and_interrupt)
    with pytest.raises(KeyboardInterrupt), closing(manifest):
        manifest.add(Entry("plan.html", "action-plan", "RE-1", "sv", "html", "f", sha256, "2026-11-22"))
    assert {path.name for path in tmp_path.iterdir()} == {"plan.html", MANIFEST, STORE}
    assert check_truth(tmp_path) == {"plan.html"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("files", [1, 5, 12])
@pytest.mark.long
def test_a_run_that_is_killed_leaves_a_true_manifest_and_the_next_knows_what_it_made(
    examples: Path, tmp_path: Path, files: int
) -> None:
    source = examples / "contracts/wound-care.yaml"
    make_all([source], tmp_path, ("sv",), ("html",))
    order = [
        "generate",
        "all",
        str(source),
        "--verbose",
        "--on",
        "2026-11-23",
        "--lang",
        "sv",
        "--format",
        "html",
        "--out",
        str(tmp_path),
    ]
    with subprocess.Popen([*COMMAND, *order], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
        assert run.stdout
        told = 0
        while told < files:
            told += run.stdout.readline().endswith(b".html\n")
        run.send_signal(signal.SIGKILL)
    check_truth(tmp_path)
    made = {entry.path for entry in read_entries(tmp_path)[0].values() if entry.date == "2026-11-23"}
    assert len(made) >= files
    make_all([source], tmp_path, ("en",), ("html",))
    listed = check_truth(tmp_path)
    assert made <= listed
    assert not (tmp_path / JOURNAL).exists()


def test_a_file_that_is_gone_is_not_listed(examples: Path, tmp_path: Path) -> None:
    source = examples / "contracts/wound-care.yaml"
    make_all([source], tmp_path, ("sv",), ("html",))
    (tmp_path / "RE-2026-0118/risk-analysis.sv.html").unlink()
    make_all([source], tmp_path, ("en",), ("html",))
    listed = check_truth(tmp_path)
    assert "RE-2026-0118/risk-analysis.sv.html" not in listed
    assert listed == set(read_files(tmp_path)) - {MANIFEST}


def test_a_manifest_that_is_not_ours_stops_the_run_before_anything_is_made(examples: Path, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text("[]", encoding="utf-8")
    with pytest.raises(InputError, match="this manifest can't be read"):
        make_all([examples / "contracts/wound-care.yaml"], tmp_path, ("sv",), ("html",))
    assert list(read_files(tmp_path)) == [MANIFEST]


def test_a_journal_that_was_cut_off_counts_up_to_its_last_whole_line(examples: Path, tmp_path: Path) -> None:
    make_all([examples / "contracts/wound-care.yaml"], tmp_path, ("sv",), ("html",))
    entries = json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))["files"]
    lose_manifest(tmp_path)
    lines = [json.dumps(entry) for entry in entries]
    (tmp_path / JOURNAL).write_text("\n".join([*lines[:3], lines[3][:40]]), encoding="utf-8")
    assert sorted(read_entries(tmp_path)[0]) == sorted(entry["path"] for entry in entries[:3])


# Several runs at once

RUNS, TURNS = 3, 6
MAKE_IN_TURNS = """
import sys
from datetime import date, timedelta
from pathlib import Path
from generator.pipeline import Pipeline
from generator.build.orders import make_orders
from generator.workspace import find_workspace

out, number, turns, common, *sources = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), *map(Path, sys.argv[4:])
pipeline = Pipeline(find_workspace(common), out)
print("ready", flush=True)
sys.stdin.read(1)
for turn in range(turns):
    day = date(2026, 11, 22) + timedelta(days=number + turn)
    orders = make_orders("action-plan", on=day, languages=("sv",), formats=("html",))
    for outcome in pipeline.generate(orders, [sources[turn], common]):
        assert outcome.path, outcome
"""


@pytest.mark.long
def test_runs_at_once_into_one_folder_lose_nothing(examples: Path, tmp_path: Path) -> None:
    workspace, out = shutil.copytree(examples, tmp_path / "region"), tmp_path / "out"
    contract = workspace / "contracts/surgical-instruments.yaml"
    text = contract.read_text(encoding="utf-8")
    names = [f"{run}-{turn}" for run in range(RUNS) for turn in range(TURNS)]
    sources = [contract.with_name(f"{name}.yaml") for name in names]
    for source in sources:
        source.write_text(text.replace("id: RE-2024-0307", f"id: {source.stem}"), encoding="utf-8")
    runs = []
    for number in range(RUNS):
        own = sources[number * TURNS : (number + 1) * TURNS]
        words = [sys.executable, "-c", MAKE_IN_TURNS, out, number, TURNS, contract, *own]
        command = [str(word) for word in words]
        runs.append(subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE))
    for run in runs:
        assert run.stdout
        assert run.stdout.readline() == b"ready\n"
    for run in runs:
        assert run.stdin
        run.stdin.write(b"!")
        run.stdin.flush()
    assert [run.communicate(timeout=120)[1] for run in runs] == [b""] * RUNS
    made = {f"{name}/action-plan.{item}.sv.html" for name in [*names, "RE-2024-0307"] for item in ("D1", "D2")}
    assert check_truth(out) == made
    assert set(read_files(out)) - {LOCK} == made | {MANIFEST}


@pytest.mark.parametrize(
    "said",
    [
        "[",
        "[" * 100_000,
        '{"pid": 1e999, "host": "a"}',
        '{"pid": -1, "host": "a"}',
        '{"pid": 1, "host": null}',
        '{"pid": 1, "host": "\\u001b[31m"}',
    ],
    ids=["half", "deep", "endless", "no process", "no host", "what colours a terminal"],
)
def test_who_waits_for_another_run_says_so_at_once_with_whose_it_is(tmp_path: Path, said: str) -> None:
    told: list[Waiting] = []
    first, second = Manifest(tmp_path, tell_wait=told.append), Manifest(tmp_path, tell_wait=told.append)
    first.begin()
    assert told == []
    with pytest.raises(FolderError):
        second.begin(wait=0.1)
    (tmp_path / MAKING / "run.json").write_text(said, encoding="utf-8")
    with pytest.raises(FolderError):
        second.begin(wait=0.1)
    assert told == [Waiting(tmp_path, 0.1, os.getpid(), platform.node()), Waiting(tmp_path, 0.1)]
    with pytest.raises(FolderError):
        second.begin(wait=0)
    first.close()
    second.begin()
    second.close()
    assert (len(told), list(read_files(tmp_path))) == (2, [])


def test_a_folder_of_masked_documents_does_not_say_which_machine_makes_them(tmp_path: Path) -> None:
    told: list[Waiting] = []
    first, second = Manifest(tmp_path, "m"), Manifest(tmp_path, "m", tell_wait=told.append)
    first.begin()
    assert list(read_files(tmp_path)) == [LOCK]
    with pytest.raises(FolderError):
        second.begin(wait=0.1)
    first.close()
    assert told == [Waiting(tmp_path, 0.1)]


def test_nobody_is_told_of_a_run_that_was_killed_while_the_next_one_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / MAKING).mkdir()
    (tmp_path / MAKING / "run.json").write_text('{"pid": 1, "host": "gone"}', encoding="utf-8")
    first, there = Manifest(tmp_path), []
    monkeypatch.setattr(Manifest, "_read", lambda _: there.append((tmp_path / MAKING / "run.json").exists()))
    first.begin()
    first.close()
    assert there == [False]


def test_a_run_waits_for_another_and_is_told_if_that_goes_on_for_too_long(
    examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.output.manifest.PATIENCE", 0.1)
    first = Manifest(tmp_path)
    first.begin()
    with pytest.raises(InputError) as caught:
        make_all([examples / "contracts/wound-care.yaml"], tmp_path, ("sv",), ("html",))
    hint = "wait until it has ended, and give the same command again"
    assert caught.value.findings == (Finding("another run makes documents in this folder", Place(str(tmp_path)), hint=hint),)
    assert sorted(read_files(tmp_path)) == [".making/run.json", LOCK]
    first.close()
    outcomes = make_all([examples / "contracts/wound-care.yaml"], tmp_path, ("sv",), ("html",))
    assert {outcome.path.relative_to(tmp_path).as_posix() for outcome in outcomes if outcome.path} == check_truth(tmp_path)


def test_what_another_run_made_meanwhile_is_known(tmp_path: Path) -> None:
    first, second = Manifest(tmp_path), Manifest(tmp_path)
    entry = add_file(first, tmp_path, "A/x.sv.html", b"one")
    first.close()
    sha256 = hashlib.sha256(b"one").hexdigest()
    assert second.list_files("A", ("x",)) == (MadeFile("x", "", "sv", "A/x.sv.html", sha256),)
    other = add_file(second, tmp_path, "B/x.sv.html", b"two")
    second.close()
    assert read_entries(tmp_path)[0] == {entry.path: entry, other.path: other}


def test_nothing_is_created_where_nothing_is_made(examples: Path, tmp_path: Path) -> None:
    orders = make_orders("escalation-letter", on=date(2020, 1, 1), languages=("sv",))
    source = examples / "contracts/surgical-instruments.yaml"
    assert list(Pipeline(find_workspace(source), tmp_path / "out").generate(orders, [source])) == []
    assert list(tmp_path.iterdir()) == []


def test_files_are_listed_by_contract_and_document_with_whether_they_were_changed(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path)
    for path in ("A/x.sv.html", "A/x.en.html", "A/y.sv.html", "A/x.gone.html", "B/x.sv.html"):
        add_file(manifest, tmp_path, path, b"one")
    (tmp_path / "A/x.en.html").write_bytes(b"two")
    (tmp_path / "A/x.gone.html").unlink()
    sha256 = hashlib.sha256(b"one").hexdigest()
    known = (MadeFile("x", "", "en", "A/x.en.html", sha256, is_intact=False), MadeFile("x", "", "sv", "A/x.sv.html", sha256))
    assert manifest.list_files("A", ("x", "z")) == known
    manifest.close()
    assert manifest.list_files("A", ("x", "z")) == known


def add_file(manifest: Manifest, out: Path, path: str, data: bytes) -> Entry:
    """What the manifest knows of a file that was made; its path is `<contract>/<document>.<language>.html`."""
    manifest.begin()
    source, _, name = path.partition("/")
    document, language, _ = name.split(".")
    sha256 = write_file(out / path, data)
    entry = Entry(path, document, source, language, "engine", "0" * 64, sha256, "2026-11-22")
    manifest.add(entry)
    return entry
