"""Files, folders and streams that are not as they should be: a finding each, and never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from generator.cli.commands import Group

QUICK = ("--on", "2026-11-22", "--format", "html", "--lang", "sv")


def make(run, source, *more):
    return run("generate", "action-plan", source, *QUICK, *more)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "error: the file is empty [RE1008]\n  hint: begin with format: 1\n"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "error: the file is not UTF-8: byte 0x89 is not part of any letter [RE1007]\n"),
        (b"a: 1\x00", "cannot stand in a text [RE1010]\n"),
        (b"- a\n- b\n", "error: the file must hold keys with values [RE1009]\n"),
        (b"[" * 5000, "levels deep [RE1016]\n"),
        (b"a: *b\n", "is an alias, which is not allowed [RE1012]\n"),
        (b"PK\x03\x04", "cannot stand in a text [RE1010]\n"),
    ],
)
def test_a_contract_that_is_none(run, workspace, data, told):
    path = workspace / "contracts" / "a.yaml"
    path.write_bytes(data)
    made, checked = make(run, path), run("check", path)
    assert (made.code, made.out, checked.code) == (1, "", 1)
    assert told in made.err
    assert told in checked.out


def test_a_contract_that_is_a_pipe(run, workspace):
    path = workspace / "contracts" / "a.yaml"
    os.mkfifo(path)
    assert make(run, path).err.startswith(f"{path}: error: this is not a file that can be read [RE1003]\n  hint: name a file\n")
    assert run("check", path).code == 1


def test_a_contract_that_is_a_link_to_nowhere(run, workspace):
    path = workspace / "contracts" / "a.yaml"
    path.symlink_to("nowhere")
    assert f"{path}: error: there is no such file [RE1001]\n" in make(run, path.parent).err
    assert f"{path}: error: there is no such file [RE1001]\n" in run("check", workspace).out


@pytest.mark.parametrize("settings", [b"\xff", b"languages = ", b'languages = "sv"', b"[[letterhead]]"])
def test_settings_that_cannot_be_read(run, workspace, contract, monkeypatch, settings):
    (workspace / "realisera.toml").write_bytes(settings)
    made = make(run, contract)
    assert (made.code, made.out) == (1, "")
    assert "realisera.toml" in made.err
    monkeypatch.chdir(workspace)
    for command in (("documents",), ("locale", "status"), ("locale", "update", "en"), ("locale", "extract")):
        assert (run(*command).code, run(*command).err) == (1, made.err)


@pytest.mark.parametrize("out", ["file/below", "/dev/null/below", "x" * 300])
def test_a_folder_that_cannot_be_written_to(run, contract, tmp_path, out):
    (tmp_path / "file").touch()
    made = make(run, contract, "--out", out)
    assert (made.code, made.out) == (1, "")
    assert made.err.count(": error: documents can't be put into this folder: ") == 1
    assert made.err.endswith("Made: 0. Unchanged: 0. Kept: 0. Failed: 1.\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="everything may be written to by root")
def test_a_folder_that_may_not_be_written_to(run, contract, tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    made = make(run, contract, "--out", "closed")
    assert (made.code, made.out) == (1, "")
    assert "documents can't be put into this folder: you aren't allowed to" in made.err


@pytest.mark.parametrize("manifest", [b"{", b"\xff", b"[]", b'{"files": [5]}', b'{"files": [{"path": "a"}]}'])
def test_a_manifest_that_is_damaged_is_left_as_it_is(run, contract, tmp_path, manifest):
    path = tmp_path / "output" / "manifest.json"
    path.parent.mkdir()
    path.write_bytes(manifest)
    made = make(run, contract)
    assert made.code == 1
    assert "output/manifest.json: error: this manifest can't be read [RE6072]\n  hint: move it away" in made.err
    assert path.read_bytes() == manifest


@pytest.mark.parametrize("name", ["content/action-plan.md", "templates/components.html", "locales/en/LC_MESSAGES/documents.po"])
@pytest.mark.parametrize("data", [b"\xff", b"{{", b"{% if x %}", b"<p>", b'msgid "'])
def test_texts_that_are_damaged(run, workspace, contract, name, data):
    path = workspace / name
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    assert run("check", workspace).code == 1
    assert make(run, contract, "--lang", "en").code == 1


def test_any_other_trouble_with_a_file_is_a_finding(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en")

    @click.group(cls=Group)
    def outer() -> None:
        pass

    @outer.command()
    def inner() -> None:
        raise PermissionError(13, "Permission denied", "content/a.md")

    told = CliRunner().invoke(outer, ["inner"])
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == "content/a.md: error: this can't be read or written: you aren't allowed to [RE1035]\n"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("latin-1", "a-\\udce5-\\u670d.yaml"), ("utf-8", "a-\\udce5-\u670d.yaml"), ("ascii", "a-?-\u670d.yaml")],
)
def test_a_name_that_the_terminal_cannot_write_is_spelled_out(start, workspace, encoding, name):
    path = workspace / "a-\udce5-\u670d.yaml"
    path.write_text("format: 1", encoding="utf-8")
    told = start("check", path, PYTHONIOENCODING=encoding)
    assert told.code == 1
    assert told.out.startswith(f"region/{name}:1:1: error: id: is missing [RE2001]\n")


def test_a_reader_that_goes_away_ends_it_quietly(workspace):
    program = "from generator.cli import main; main(prog_name='realisera')"
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-c", program, "generate", "--help"], check=False, stdout=write, stderr=subprocess.PIPE, timeout=60
    )
    os.close(write)
    assert workspace.is_dir()
    assert b"Traceback" not in done.stderr
