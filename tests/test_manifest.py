"""The manifest is true at every moment, also when a run is killed."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator.errors import InputError
from generator.manifest import JOURNAL, MANIFEST, read_manifest
from tests.making import make_all, read_files

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-c", "from generator.cli import main; main(prog_name='realisera')"]


def check_truth(out: Path) -> set[str]:
    """The files that the manifest lists, each as it says."""
    entries = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["files"] if (out / MANIFEST).exists() else []
    for entry in entries:
        assert hashlib.sha256((out / entry["path"]).read_bytes()).hexdigest() == entry["sha256"]
    return {entry["path"] for entry in entries}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("files", [1, 5, 12])
def test_a_run_that_is_killed_leaves_a_true_manifest_and_the_next_knows_what_it_made(
    examples: Path, tmp_path: Path, files: int
) -> None:
    source = examples / "contracts/wound-care.yaml"
    make_all([source], tmp_path, ("sv",), ("html",))
    order = ["generate", "all", str(source), "--on", "2026-11-23", "--lang", "sv", "--format", "html", "--out", str(tmp_path)]
    with subprocess.Popen([*COMMAND, *order], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
        assert run.stdout
        for _ in range(files):
            run.stdout.readline()
        run.send_signal(signal.SIGKILL)
    check_truth(tmp_path)
    made = {entry.path for entry in read_manifest(tmp_path).values() if entry.date == "2026-11-23"}
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
    (tmp_path / MANIFEST).unlink()
    lines = [json.dumps(entry) for entry in entries]
    (tmp_path / JOURNAL).write_text("\n".join([*lines[:3], lines[3][:40]]), encoding="utf-8")
    assert sorted(read_manifest(tmp_path)) == sorted(entry["path"] for entry in entries[:3])
