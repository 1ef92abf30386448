"""Compiled templates that are kept for the next run: the same words, from a folder that is its owner's alone."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from functools import partial
from pathlib import Path

import pytest

from generator.errors import TextError
from generator.text import code_cache
from generator.text.code_cache import CodeCache
from generator.text.composing import Composer
from generator.text.sandbox import Sandbox
from tests.text.workspaces import TITLE, make_view, put_files, write_translations

pytestmark = pytest.mark.skipif(not hasattr(os, "getuid"), reason="Windows gives each user a folder for temporary files")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Where code is kept."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.delenv("REALISERA_CACHE", raising=False)
    return tmp_path / "temporary" / f"realisera-{os.getuid()}"


def compile_nothing():
    """What must not be called."""
    raise AssertionError


def find_code(state, source, compile_source=None):
    """The code of a text in a state, kept or compiled."""
    environment = Sandbox(str)
    return CodeCache(state).find(environment, ("sv", "a.md", source), compile_source or partial(environment.compile, source))


def compose(files, state, lang="sv"):
    """What a text says in a new run."""
    return Composer(files, code_cache=CodeCache(state)).compose("letter", make_view(x="1"), (lang,)).tree.text()


def test_what_is_compiled_once_is_not_compiled_again(tmp_path, folder, monkeypatch):
    files = put_files(tmp_path / "w", {"content/letter.md": f"{TITLE}\n\n{{{{ facts(_('Avtal'), [(_('Avtal'), view.x)]) }}}}\n"})
    first = compose(files, "1")
    kept = sorted(folder.iterdir())
    assert kept
    monkeypatch.setattr(Sandbox, "compile", compile_nothing)
    assert compose(files, "1") == first
    assert sorted(folder.iterdir()) == kept


def test_languages_and_texts_do_not_mix(tmp_path):
    swedish = put_files(tmp_path / "a", {"content/letter.md": f"{TITLE}\n\nHej.\n"})
    both = {"locales/en/LC_MESSAGES/documents.po": write_translations({"Hej.": "Hello.", "Åtgärdsplan": "Action plan"})}
    english = put_files(tmp_path / "a", both)
    other = put_files(tmp_path / "b", {"content/letter.md": f"{TITLE}\n\nNej.\n"})
    for _ in range(2):
        assert compose(swedish, "1") == "ÅtgärdsplanHej."
        assert compose(english, "1", "en") == "Action planHello."
        assert compose(other, "1") == "ÅtgärdsplanNej."


def test_another_state_of_the_program_uses_nothing_of_the_last():
    find_code("1", "Hej")
    find_code("1", "Hej", compile_nothing)
    with pytest.raises(AssertionError):
        find_code("2", "Hej", compile_nothing)


def test_a_text_with_a_mistake_is_told_each_time(tmp_path):
    files = put_files(tmp_path / "w", {"content/letter.md": f"{TITLE}\n\n{{{{ view.y }}}}\n"})
    for _ in range(2):
        with pytest.raises(TextError, match=r"'view\.y' is undefined"):
            compose(files, "1")


@pytest.mark.parametrize("change", [lambda data: data[:20], lambda _: b"", lambda _: b"\x80\x04." * 9, lambda data: data[:-40]])
def test_a_damaged_file_is_compiled_anew(folder, change):
    code = find_code("1", "Hej {{ 1 }}")
    (kept,) = folder.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(change(whole))
    assert find_code("1", "Hej {{ 1 }}") == code
    assert kept.read_bytes() == whole


def test_no_damage_to_a_file_is_seen_in_what_is_said(folder):
    code = find_code("1", "Hej {{ 1 }}")
    (kept,) = folder.iterdir()
    whole = kept.read_bytes()
    for place in range(len(whole)):
        kept.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        assert find_code("1", "Hej {{ 1 }}") == code


def test_nothing_is_read_from_a_folder_that_is_somebody_elses_choice(tmp_path, folder):
    """Whoever makes a link where the folder is to be could have put anything where it leads."""
    theirs = tmp_path / "theirs"
    theirs.mkdir(0o755)
    folder.symlink_to(theirs)
    find_code("1", "Hej")
    assert not list(theirs.iterdir())
    assert stat.S_IMODE(theirs.stat().st_mode) == 0o755


def test_nothing_is_read_from_a_folder_that_others_may_write_in(folder):
    folder.mkdir()
    folder.chmod(0o777)
    find_code("1", "Hej")
    assert not list(folder.iterdir())


@pytest.mark.parametrize("value", ["off", "OFF", " off ", "0", "no", "False"])
def test_it_can_be_switched_off(folder, monkeypatch, value):
    monkeypatch.setenv("REALISERA_CACHE", value)
    find_code("1", "Hej")
    assert not folder.exists()


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    assert find_code("1", "Hej")


def test_a_text_is_read_as_markdown_once(tmp_path, monkeypatch):
    files = put_files(tmp_path / "w", {"content/letter.md": f"{TITLE}\n\nHej *du*.\n"})
    first = compose(files, "1")
    monkeypatch.setattr("generator.text.compiling._markdown", compile_nothing)
    assert compose(files, "1") == first


def test_a_text_that_is_not_translated_is_told_each_time(tmp_path):
    translated = {"locales/en/LC_MESSAGES/documents.po": write_translations({"Åtgärdsplan": "Action plan"})}
    files = put_files(tmp_path / "w", {"content/letter.md": f"{TITLE}\n\nHej.\n", **translated})
    for _ in range(2):
        with pytest.raises(TextError, match=r"Hej\."):
            compose(files, "1", "en")


def test_what_killed_runs_have_begun_counts_and_goes(folder, monkeypatch):
    monkeypatch.setattr(code_cache, "_MOST", 5)
    find_code("1", "Hej")
    for number in range(3):
        (folder / f"{code_cache._PREFIX}{number}{code_cache._BEGUN}").touch()
    assert len(list(folder.iterdir())) == 4
    for number in range(3, 5):
        find_code("1", f"Hej {number}")
    assert len(list(folder.iterdir())) == 1


def test_what_there_is_no_room_for_is_not_left_begun(folder, monkeypatch):
    find_code("1", "Hej")
    kept = list(folder.iterdir())
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(PermissionError))
    find_code("1", "Hej då")
    make = tempfile.NamedTemporaryFile

    def make_full(**options):
        file = make(**options)
        monkeypatch.setattr(file.file, "write", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")), raising=False)
        return file

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", make_full)
    find_code("1", "Hej igen")
    assert list(folder.iterdir()) == kept


def test_it_does_not_grow_without_end(folder, monkeypatch):
    monkeypatch.setattr(code_cache, "_MOST", 3)
    for number in range(8):
        find_code("1", f"Hej {number}")
        assert len(list(folder.iterdir())) <= 3
