"""Files are there whole or not at all, keep their permissions, and are edited by one at a time."""

from __future__ import annotations

import hashlib
import os
import runpy
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import filelock
import pytest

from generator.contract.nodes import read_nodes
from generator.errors import Finding, InputError, Place
from generator.files import atomic
from generator.files.atomic import lock_file, write_file

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions and links")

ADD_TWENTY = """
import sys
from pathlib import Path
from generator.contract.editing import add_item
from generator.files.atomic import lock_file, write_file

path, name = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
sys.stdin.read(1)
for number in range(20):
    with lock_file(path):
        item = {"step": name, "reason": str(number)}
        write_file(path, add_item(path.read_bytes(), ("deviations", 0, "escalation"), item))
"""


def list_names(folder):
    return sorted(path.name for path in folder.iterdir())


# Writing


def test_a_file_is_written_whole_with_all_folders_to_it(tmp_path):
    path = tmp_path / "a/b/c.yaml"
    assert write_file(path, b"one") == hashlib.sha256(b"one").hexdigest()
    assert write_file(path, b"two") == hashlib.sha256(b"two").hexdigest()
    assert path.read_bytes() == b"two"
    assert list_names(path.parent) == ["c.yaml"]


def test_when_a_file_cannot_be_put_in_place_nothing_is_left_and_nothing_lost(tmp_path):
    path = tmp_path / "folder"
    path.mkdir()
    (path / "kept").touch()
    with pytest.raises(InputError) as caught:
        write_file(path, b"text")
    (finding,) = caught.value.findings
    assert (finding.message, finding.place) == ("this file can't be written: {problem}", Place(str(path)))
    assert (list_names(tmp_path), list_names(path)) == (["folder"], ["kept"])


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o666, 0o444])
def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path, mode):
    path = tmp_path / "contract.yaml"
    path.touch()
    path.chmod(mode)
    write_file(path, b"text")
    assert path.stat().st_mode & 0o7777 == mode


@POSIX
def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path):
    (tmp_path / "any").touch()
    write_file(tmp_path / "new", b"")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "any").stat().st_mode


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root gives a file to any group")
def test_a_file_that_is_replaced_keeps_its_group(tmp_path):
    path = tmp_path / "contract.yaml"
    path.touch()
    os.chown(path, -1, 4242)
    path.chmod(0o660)
    write_file(path, b"text")
    assert (path.stat().st_gid, path.stat().st_mode & 0o777) == (4242, 0o660)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root gives a file to any group")
def test_where_the_group_cannot_be_kept_no_other_gets_its_rights(tmp_path, monkeypatch):
    path = tmp_path / "contract.yaml"
    path.touch()
    os.chown(path, -1, 4242)
    path.chmod(0o664)

    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(os, "chown", refuse)
    write_file(path, b"text")
    assert (path.stat().st_gid, path.stat().st_mode & 0o777) == (os.getegid(), 0o644)


@POSIX
def test_a_link_goes_on_leading_to_its_file(tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "own").mkdir()
    file, link, another = tmp_path / "shared/contract.yaml", tmp_path / "own/contract.yaml", tmp_path / "own/another.yaml"
    file.write_bytes(b"old")
    link.symlink_to("../shared/contract.yaml")
    another.symlink_to("contract.yaml")
    write_file(another, b"new")
    assert (file.read_bytes(), link.is_symlink(), another.is_symlink(), file.is_symlink()) == (b"new", True, True, False)
    assert (list_names(file.parent), list_names(link.parent)) == (["contract.yaml"], ["another.yaml", "contract.yaml"])


@POSIX
def test_a_link_that_leads_to_itself_is_a_finding(tmp_path):
    link = tmp_path / "contract.yaml"
    link.symlink_to("contract.yaml")
    with pytest.raises(InputError, match="this file can't be written"):
        write_file(link, b"text")
    assert list_names(tmp_path) == ["contract.yaml"]


# Locking


def test_two_processes_that_edit_one_file_lose_nothing(tmp_path):
    path = tmp_path / "contract.yaml"
    path.write_text("# c\ndeviations:\n  - id: D1\n", encoding="utf-8")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    runs = [subprocess.Popen([sys.executable, "-c", ADD_TWENTY, str(path), name], cwd=ROOT, **pipes) for name in ("a", "b")]
    for run in runs:
        assert run.stdout.readline() == b"ready\n"
    for run in runs:
        run.stdin.write(b"!")
        run.stdin.flush()
    for run in runs:
        run.communicate()
    assert [run.returncode for run in runs] == [0, 0]
    nodes = read_nodes(path.read_bytes())
    escalation = nodes.data["deviations"][0]["escalation"]
    for name in ("a", "b"):
        assert [item["reason"] for item in escalation if item["step"] == name] == [str(number) for number in range(20)]
    assert (nodes.problems, len(escalation)) == ([], 40)
    assert list_names(tmp_path) == ["contract.yaml"]


def test_who_waits_too_long_is_told(tmp_path):
    path = tmp_path / "contract.yaml"
    caught = []

    def wait_for_it():
        try:
            with lock_file(path, wait=0.1):
                caught.append(None)
        except InputError as error:
            caught.extend(error.findings)

    with lock_file(path):
        assert list_names(tmp_path) == [".contract.yaml.lock"]
        thread = threading.Thread(target=wait_for_it)
        thread.start()
        thread.join()
    assert caught == [Finding("somebody else is editing this file", Place(str(path)), hint="try again in a moment")]
    assert list_names(tmp_path) == []


@POSIX
def test_two_names_of_one_file_share_the_lock(tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "link").symlink_to("shared")
    (tmp_path / "contract.yaml").symlink_to("link/contract.yaml")
    for name in ("shared/../shared/contract.yaml", "link/contract.yaml", "contract.yaml"):
        with lock_file(tmp_path / name):
            assert list_names(tmp_path / "shared") == [".contract.yaml.lock"]
    assert list_names(tmp_path) == ["contract.yaml", "link", "shared"]


@POSIX
def test_others_can_wait_for_the_lock(tmp_path):
    with lock_file(tmp_path / "contract.yaml"):
        assert (tmp_path / ".contract.yaml.lock").stat().st_mode & 0o777 == 0o666


def test_the_lock_is_given_back_after_a_failure(tmp_path):
    path = tmp_path / "contract.yaml"
    with pytest.raises(ZeroDivisionError), lock_file(path):
        raise ZeroDivisionError
    with lock_file(path, wait=0):
        pass
    assert list_names(tmp_path) == []


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path, monkeypatch):
    path = tmp_path / "contract.yaml"

    def refuse(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(filelock.FileLock, "_acquire", refuse)
    with pytest.raises(InputError) as caught, lock_file(path):
        pass
    (finding,) = caught.value.findings
    assert str(finding).splitlines() == [
        f"{path}: error: this file can't be edited: you aren't allowed to",
        f"  hint: check that {tmp_path.resolve()} is there and that you may write in it",
    ]


def test_a_folder_that_is_not_there_is_a_finding(tmp_path):
    with pytest.raises(InputError, match="this file can't be edited"), lock_file(tmp_path / "nowhere/contract.yaml"):
        pass
    assert list_names(tmp_path) == []


def test_what_comes_in_parts_stands_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    assert write_file(path, (part for part in (b"one ", b"two"))) == hashlib.sha256(b"one two").hexdigest()
    assert path.read_bytes() == b"one two"

    def fail() -> Iterator[bytes]:
        yield b"three"
        raise InterruptedError

    with pytest.raises(InputError):
        write_file(path, fail())
    assert [(each, each.read_bytes()) for each in tmp_path.iterdir()] == [(path, b"one two")]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells it")
def test_where_the_system_tells_what_files_are_denied_nothing_is_changed_to_learn_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(os, "umask", asked.append)
    loaded = runpy.run_path(str(Path(atomic.__file__)))
    assert asked == []
    monkeypatch.undo()
    assert loaded["read_umask"]() == loaded["_ask"]() == loaded["_AT_FIRST"]
