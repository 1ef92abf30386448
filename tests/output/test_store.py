"""The store of an output folder: what it takes over, what it costs to lose it, and what is told of its troubles."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from generator.errors import InputError
from generator.output.journal import (
    JOURNAL,
    MANIFEST,
    Entry,
    SourceEntry,
    list_entries,
    read_entries,
    read_own_entries,
    write_entry,
)
from generator.output.manifest import Manifest
from generator.output.store import STORE, Store

A, B = "RE-1/agenda.sv.html", "RE-2/agenda.sv.html"


def add(out: Path, *paths: str, sha256: str = "") -> None:
    """A run that makes these files."""
    with closing(Manifest(out)) as manifest:
        manifest.begin()
        manifest.forget(paths)
        for path in paths:
            file = out / path
            file.parent.mkdir(exist_ok=True)
            file.write_text(path, encoding="utf-8")
            manifest.add(make_entry(path, sha256))
        manifest.add_source(SourceEntry("a.yaml", "RE-1", "key", (A,)))


def make_entry(path: str, sha256: str = "") -> Entry:
    return Entry(path, "agenda", path.partition("/")[0], "sv", "web", "f", sha256, "2026-11-28")


def read_view(out: Path) -> Any:
    return json.loads((out / MANIFEST).read_text(encoding="utf-8"))


def list_paths(out: Path) -> list[str]:
    return list(read_entries(out)[0])


def ask(out: Path, question: str) -> list[Any]:
    with closing(sqlite3.connect(out / STORE, isolation_level=None)) as store:
        return list(store.execute(question))


def test_manifest_json_says_the_same_as_the_store(tmp_path: Path) -> None:
    add(tmp_path, B, A)
    files, sources = read_entries(tmp_path)
    view = read_view(tmp_path)
    assert [entry["path"] for entry in view["files"]] == list(files) == [A, B]
    assert (view["format"], [each["path"] for each in view["sources"]], list(sources)) == (1, ["a.yaml"], ["a.yaml"])
    assert [path.name for path in tmp_path.glob(".*")] == [STORE]


def test_an_output_folder_without_a_store_is_taken_over(tmp_path: Path) -> None:
    add(tmp_path, A)
    view = read_view(tmp_path)
    (tmp_path / STORE).unlink()
    assert list_paths(tmp_path) == [A]
    add(tmp_path, B)
    assert ask(tmp_path, "SELECT path FROM files ORDER BY path") == [(A,), (B,)]
    assert read_view(tmp_path)["files"][0] == view["files"][0]


def test_what_an_older_version_wrote_meanwhile_wins_over_the_store(tmp_path: Path) -> None:
    add(tmp_path, A, B)
    view = read_view(tmp_path)
    view["files"] = [view["files"][1] | {"sha256": "other"}]
    (tmp_path / MANIFEST).write_text(json.dumps(view), encoding="utf-8")
    assert {path: entry.sha256 for path, entry in read_entries(tmp_path)[0].items()} == {B: "other"}
    add(tmp_path, "RE-3/agenda.sv.html")
    assert list_paths(tmp_path) == [B, "RE-3/agenda.sv.html"]


def test_manifest_json_is_read_only_where_it_looks_otherwise_than_it_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(tmp_path, A, sha256="same")
    view, known = tmp_path / MANIFEST, (tmp_path / MANIFEST).stat()
    asked = list[Path]()
    real = Path.open
    monkeypatch.setattr(Path, "open", lambda self, *args, **more: asked.append(self) or real(self, *args, **more))
    assert list_paths(tmp_path) == [A]
    assert view not in asked
    later = (tmp_path / STORE).stat().st_mtime_ns + 10**9
    os.utime(view, ns=(later, later))
    assert list_paths(tmp_path) == [A]
    assert view in asked
    view.write_bytes(view.read_bytes().replace(b'"same"', b'"else"'))
    os.utime(view, ns=(later, later))
    assert view.stat().st_size == known.st_size
    assert [entry.sha256 for entry in read_entries(tmp_path)[0].values()] == ["else"]


def test_manifest_json_that_is_put_back_of_the_same_length_and_an_older_time_is_read(tmp_path: Path) -> None:
    add(tmp_path, A, sha256="same")
    view = tmp_path / MANIFEST
    known, before = view.stat(), view.read_bytes()
    earlier = known.st_mtime_ns - 10**12
    view.write_bytes(before.replace(b'"same"', b'"else"'))
    os.utime(view, ns=(earlier, earlier))
    assert (view.stat().st_size, view.stat().st_mtime_ns) == (known.st_size, earlier)
    assert [entry.sha256 for entry in read_entries(tmp_path)[0].values()] == ["else"]


def test_files_that_were_moved_away_long_ago_are_not_looked_for_by_each_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.output.manifest.MOST_VIEWED", 1)
    add(tmp_path, *(f"RE-1/{number}.sv.html" for number in range(9)))
    add(tmp_path, A)
    for path in tmp_path.glob("RE-1/?.sv.html"):
        path.unlink()
    looked = list[Path]()
    monkeypatch.setattr("generator.output.journal.is_there", lambda path: looked.append(path) or path.is_file())
    with closing(Manifest(tmp_path, "")):
        pass
    assert [path.name for path in looked if path.suffix == ".html"] == ["agenda.sv.html"]


def test_manifest_json_is_gone_while_it_might_not_be_true_and_there_in_the_end(tmp_path: Path) -> None:
    add(tmp_path, A)
    manifest = Manifest(tmp_path)
    manifest.forget([A])
    assert not (tmp_path / MANIFEST).exists()
    assert list_paths(tmp_path) == []
    manifest.close()
    assert read_view(tmp_path)["files"] == []


def test_a_run_that_changes_nothing_writes_it_where_it_is_lost(tmp_path: Path) -> None:
    add(tmp_path, A)
    whole = (tmp_path / MANIFEST).read_bytes()
    (tmp_path / MANIFEST).unlink()
    Manifest(tmp_path).close()
    assert (tmp_path / MANIFEST).read_bytes() == whole


def test_of_very_many_files_it_is_written_when_somebody_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.output.manifest.MOST_VIEWED", 1)
    add(tmp_path, A, B)
    assert not (tmp_path / MANIFEST).exists()
    assert list_paths(tmp_path) == [A, B]
    with closing(Manifest(tmp_path)) as manifest:
        manifest.complete_view()
    assert [entry["path"] for entry in read_view(tmp_path)["files"]] == [A, B]
    add(tmp_path, "RE-3/agenda.sv.html")
    assert not (tmp_path / MANIFEST).exists()


def test_files_that_are_gone_go_from_the_store_when_all_are_listed(tmp_path: Path) -> None:
    add(tmp_path, A, B)
    (tmp_path / A).unlink()
    add(tmp_path, "RE-3/agenda.sv.html")
    assert ask(tmp_path, "SELECT path FROM files ORDER BY path") == [(B,), ("RE-3/agenda.sv.html",)]


def test_the_entries_of_one_contract_are_read_alone(tmp_path: Path) -> None:
    add(tmp_path, B, A, "RE-1/a.sv.html")
    manifest = Manifest(tmp_path)
    manifest.add(make_entry("RE-1/0.sv.html"))
    (tmp_path / "RE-1/0.sv.html").write_text("", encoding="utf-8")
    assert list(read_own_entries(tmp_path, "RE-1")) == ["RE-1/0.sv.html", "RE-1/a.sv.html", A]
    manifest.close()
    assert list(read_own_entries(tmp_path, "RE-1")) == ["RE-1/0.sv.html", "RE-1/a.sv.html", A]


def test_entries_come_by_contract_also_those_that_only_the_journal_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.output.store._TOGETHER", 2)
    add(tmp_path, "RE-2/b", "RE-1/c", "RE-1-A/a", "RE-1/a", "RE-1/gone")
    (tmp_path / "RE-1/gone").unlink()
    (tmp_path / "RE-1/b").write_text("b", encoding="utf-8")
    newer = (make_entry("RE-1/b"), make_entry("RE-1/c", "newer"))
    (tmp_path / JOURNAL).write_text("".join(f"{write_entry(each)}\n" for each in newer), encoding="utf-8")
    found = list(list_entries(tmp_path))
    assert [entry.path for entry in found] == ["RE-1/a", "RE-1/b", "RE-1/c", "RE-1-A/a", "RE-2/b"]
    assert {entry.path: entry for entry in found} == read_entries(tmp_path)[0]
    assert found[2].sha256 == "newer"


def test_entries_are_saved_before_they_are_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.output.manifest._MOST_HELD", 3)
    manifest = Manifest(tmp_path)
    for number in range(6):
        manifest.add(make_entry(f"RE-1/{number}.sv.html"))
    assert ask(tmp_path, "SELECT count(*) FROM files") == [(4,)]
    manifest.close()
    assert ask(tmp_path, "SELECT count(*) FROM sqlite_master WHERE name = 'files'") == [(1,)]


def test_many_contracts_of_which_nothing_changes_are_saved_while_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.output.manifest._MOST_HELD", 3)
    with closing(Manifest(tmp_path)) as manifest:
        manifest.begin()
        for number in range(4):
            manifest.add_source(SourceEntry(f"{number}.yaml", f"RE-{number}", "key", ()))
        assert ask(tmp_path, "SELECT count(*) FROM sources") == [(4,)]
    assert len(read_entries(tmp_path)[1]) == 4


@pytest.mark.parametrize(
    "damage", [b"no database at all, but long enough to be looked at" * 99, b"SQLite format 3\0" + b"\xff" * 4096]
)
def test_a_damaged_store_is_told_with_what_to_do(tmp_path: Path, damage: bytes) -> None:
    add(tmp_path, A)
    (tmp_path / STORE).write_bytes(damage)
    with pytest.raises(InputError, match="this manifest can't be read") as caught:
        Manifest(tmp_path)
    (finding,) = caught.value.findings
    assert (finding.place and finding.place.file, finding.hint) == (
        str(tmp_path / STORE),
        "move it away; the next run writes a new one",
    )
    (tmp_path / STORE).unlink()
    assert list_paths(tmp_path) == [A]


@pytest.mark.parametrize("column", ["files SET entry", "facts SET fact"])
def test_letters_that_are_none_are_damage_too(tmp_path: Path, column: str) -> None:
    add(tmp_path, A)
    ask(tmp_path, f"UPDATE {column} = CAST(x'7bff7d' AS TEXT)")
    with pytest.raises(InputError, match="this manifest can't be read"), closing(Store(tmp_path)) as store:
        assert [*store.list_entries("files"), store.read_fact("view")]


def test_a_store_of_a_later_version_is_refused(tmp_path: Path) -> None:
    add(tmp_path, A)
    ask(tmp_path, "UPDATE facts SET fact = '2' WHERE name = 'format'")
    with pytest.raises(InputError, match="this manifest was written by a later version"):
        Manifest(tmp_path)


def test_a_store_that_somebody_holds_is_told_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.output.store._PATIENCE", 0.1)
    add(tmp_path, A)
    with closing(sqlite3.connect(tmp_path / STORE, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(InputError, match="this manifest can't be used: database is locked") as caught:
            Manifest(tmp_path)
    assert "that the folder's file system can lock files" in caught.value.findings[0].hint
    add(tmp_path, B)
    assert list_paths(tmp_path) == [A, B]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may write anywhere")
def test_a_folder_that_may_only_be_read_is_read(tmp_path: Path) -> None:
    add(tmp_path, A)
    tmp_path.chmod(0o500)
    try:
        assert list_paths(tmp_path) == [A]
        Manifest(tmp_path).close()
    finally:
        tmp_path.chmod(0o700)


def test_a_store_for_which_there_was_no_room_is_none(tmp_path: Path) -> None:
    (tmp_path / STORE).touch()
    store = Store(tmp_path)
    assert (bool(store), store.count_files(), list(store.list_entries("files"))) == (False, 0, [])
    assert (tmp_path / STORE).stat().st_size == 0
    store.write({"files": [("a.html", "a.yaml", "whole", "{}")]}, {}, {}, anew=False)
    assert store.find("files", "a.html") == "{}"
    store.close()
