"""What a manifest knows can be asked file by file, also of files that have been moved away."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from msgspec.structs import replace

from generator.output.journal import MANIFEST, Entry, SourceEntry
from generator.output.manifest import Manifest
from generator.output.recall import Recall
from generator.output.store import STORE

B = Entry("RE-2/agenda.sv.html", "agenda", "RE-2", "sv", "web", "f", "22", "2026-11-28", inputs={"letterhead": "same"})
A = replace(B, path="RE-1/agenda.sv.html", source="RE-1", sha256="11")
COPY = replace(B, path="RE-3/agenda.sv.html", source="RE-3", inputs={"letterhead": "other"})
SOURCES = [SourceEntry(f"{name}.yaml", name, "key", (f"{name}/agenda.sv.html",)) for name in ("RE-2", "RE-1", "RE-3")]


def fill(out: Path, *, leave: bool = False) -> None:
    """A run that makes three files; with `leave`, one that was killed before all of it was stored."""
    manifest = Manifest(out)
    manifest.begin()
    for entry in (B, A, COPY):
        file = out / entry.path
        file.parent.mkdir(exist_ok=True)
        file.write_text(entry.path, encoding="utf-8")
        manifest.add(entry)
    for source in SOURCES:
        manifest.add_source(source)
    if leave:
        shutil.copytree(out, out.parent / "killed")
    manifest.close()


def sort(entries: tuple[Entry, ...]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.path)


def check(out: Path) -> None:
    recall = Recall(out)
    assert recall.find(A.path) == A
    assert recall.find("RE-1/agenda.sv.pdf") is None
    assert sort(recall.list_with_bytes("22")) == [B, COPY]
    assert recall.list_with_bytes("33") == ()
    assert sort(recall.list_with_letterhead("same")) == [A, B]
    assert [each.path for each in recall.list_sources(("RE-3", "RE-1", "RE-9", "RE-3"))] == ["RE-3.yaml", "RE-1.yaml"]


def test_all_that_is_stored_is_known_also_of_files_that_are_gone(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / A.path).unlink()
    check(tmp_path)


def test_what_only_the_journal_or_the_view_says_is_known_too(tmp_path: Path) -> None:
    fill(tmp_path / "out", leave=True)
    check(tmp_path / "killed")
    (tmp_path / "out" / STORE).unlink()
    check(tmp_path / "out")


def test_what_is_newer_counts(tmp_path: Path) -> None:
    fill(tmp_path)
    newer = replace(A, sha256="33", inputs={"letterhead": "new"})
    manifest = Manifest(tmp_path)
    manifest.begin()
    manifest.add(newer)
    recall = Recall(tmp_path)
    assert recall.find(A.path) == newer
    assert (recall.list_with_bytes("11"), recall.list_with_bytes("33")) == ((), (newer,))
    assert recall.list_with_letterhead("same") == (B,)
    manifest.close()


def test_of_a_manifest_that_is_none_of_ours_nothing_is_known(tmp_path: Path) -> None:
    for name, text in ((MANIFEST, "[]"), (STORE, "no store")):
        out = tmp_path / name
        out.mkdir()
        (out / name).write_text(text, encoding="utf-8")
        recall = Recall(out)
        assert (recall.find(A.path), recall.list_with_bytes("11"), recall.list_sources(("RE-1",))) == (None, (), ())


def test_a_store_that_is_damaged_while_it_is_asked_knows_nothing_more(tmp_path: Path) -> None:
    fill(tmp_path)
    with closing(Manifest(tmp_path)):
        recall = Recall(tmp_path)
    (tmp_path / STORE).write_bytes(b"no store")
    assert (recall.find(A.path), recall.list_with_bytes("11"), recall.list_sources(("RE-1",))) == (None, (), ())
