"""What scripts and timers lean on: lines of JSON, the log, quiet runs, lists of contracts, the commands of the documentation."""

from __future__ import annotations

import json
import os
import platform
import re
import shlex
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import get_args

import pytest
from lxml import etree

from generator.build.job import State
from generator.cli.telling import _name_change
from generator.output.manifest import Manifest
from tests.cli.conftest import EVENTS, ROOT, check_events

pytestmark = pytest.mark.usefixtures("workspace")
QUICK = ("--on", "2026-11-22", "--format", "html", "--lang", "sv")
PLANS = [f"output/RE-2024-0307/action-plan.{item}.sv.html" for item in ("D1", "D2")]
NIGHTLY = ROOT / "docs/nightly.md"
SUM = {"event": "sum", "made": 0, "unchanged": 0, "kept": 0, "failed": 0}


def read(text):
    return [json.loads(line) for line in text.splitlines()]


def list_files(events):
    return [(each["state"], each["path"]) for each in events if each["event"] == "file"]


def generate(run, contract, *more):
    return run("generate", "action-plan", contract, *QUICK, *more)


def test_counts_say_what_happened(run, contract, workspace):
    assert generate(run, contract).err == "Made: 2. Unchanged: 0. Kept: 0. Failed: 0.\n"
    again = generate(run, contract)
    assert (again.out.split(), again.err) == (PLANS, "Made: 0. Unchanged: 2. Kept: 0. Failed: 0.\n")
    (workspace.parent / PLANS[0]).write_text("mine", encoding="utf-8")
    kept = generate(run, contract)
    assert kept.err.endswith("Made: 0. Unchanged: 1. Kept: 1. Failed: 0.\n")
    assert (kept.code, [line for line in kept.out.splitlines() if line.startswith("output/")][-1:]) == (0, [PLANS[1]])


@pytest.mark.parametrize("words", [("generate", "action-plan"), ("batch", "--jobs", "1", "--only", "action-plan")])
def test_each_thing_is_a_line_of_json_and_nothing_else_is_printed(run, contract, words):
    done = run(*words, contract, *QUICK, "--json")
    events = read(done.out)
    assert list_files(events) == [("made", path) for path in PLANS]
    assert events[0] == {
        "event": "file",
        "state": "made",
        "path": PLANS[0],
        "source": contract.as_posix(),
        "reasons": ["new"],
        "findings": [],
    }
    assert events[-1] == {**SUM, "made": 2}


def test_what_is_wrong_is_in_its_line(run, contract):
    contract.write_text("format: 1\n", encoding="utf-8")
    done = generate(run, contract, "--json")
    file, told = read(done.out)
    assert (done.code, file["state"], file["path"], told) == (1, "failed", None, {**SUM, "failed": 1})
    assert {finding["severity"] for finding in file["findings"]} == {"error"}
    assert set(file["findings"][0]) == {"file", "line", "column", "severity", "code", "subject", "message", "hint"}


def test_the_log_has_the_same_with_the_time_and_is_added_to(run, contract, workspace):
    log = workspace.parent / "night.log"
    printed = read(generate(run, contract, "--json", "--log", log).out)
    generate(run, contract, "--log", log)
    lines = read(log.read_text(encoding="utf-8"))
    assert all(datetime.fromisoformat(line.pop("time")).tzinfo for line in lines)
    assert lines[: len(printed)] == printed
    assert lines[-1] == {**SUM, "unchanged": 2}


def test_a_log_that_cannot_be_written_is_told(run, contract):
    done = generate(run, contract, "--log", "nowhere/night.log")
    assert (done.code, done.err) == (
        1,
        "nowhere/night.log: error: this can't be read or written: there is no such file or folder [RE1035]\n",
    )


def test_a_quiet_run_says_nothing_unless_something_is_wrong(run, contract):
    for words in (("generate", "action-plan", contract), ("batch", "region", "--jobs", "1", "--within", "0d")):
        done = run(*words, *QUICK, "--quiet")
        assert (done.code, done.out, done.err) == (0, "", "")
    contract.write_text("format: 1\n", encoding="utf-8")
    done = generate(run, contract, "--quiet")
    assert (done.code, done.out) == (1, "")
    assert done.err.endswith("Made: 0. Unchanged: 0. Kept: 0. Failed: 1.\n")


@pytest.mark.parametrize("words", [("generate", "action-plan"), ("batch", "--jobs", "1", "--only", "action-plan")])
def test_a_run_that_waits_for_another_says_so_at_once(run, contract, monkeypatch, words):
    monkeypatch.setattr("generator.output.manifest.PATIENCE", 0.2)
    with closing(Manifest(Path("output"))) as other:
        other.begin()
        done = run(*words, contract, *QUICK, "--json")
        quiet = run(*words, contract, *QUICK, "--quiet")
    who = {"pid": os.getpid(), "host": platform.node()}
    assert read(done.out)[0] == {"event": "waiting", "seconds": 0.2, **who}
    told = "Another run makes documents in output (process {pid} on {host}). Waiting for it, 0 s at most.\n"
    assert done.err.startswith(told.format(**who))
    assert "another run makes documents in this folder" in quiet.err
    assert ("Waiting" in quiet.err, done.code, quiet.code) == (False, 1, 1)


def test_a_step_of_the_ladder_is_told_too(run, contract):
    words = ("--on", "2026-12-02", "--decided-by", "buyer.manager", "--reason", "Inget svar.", "--lang", "sv", "--format", "html")
    done = run("escalate", contract, "D2", *words, "--json", "--quiet")
    warned, logged, made, told = read(done.out)
    letter = "output/RE-2024-0307/escalation-letter.D2.penalty.sv.html"
    assert (done.code, done.err) == (0, "")
    assert (warned["event"], warned["severity"]) == ("finding", "warning")
    assert logged == {"event": "logged", "contract": contract.as_posix(), "deviation": "D2", "step": "penalty"}
    assert (made["state"], made["path"], told) == ("made", letter, {**SUM, "made": 1})


def test_a_draft_of_an_e_mail_is_told_too(run, contract):
    events = read(generate(run, contract, "--json", "--email").out)
    drafts = [each["path"] for each in events if each["event"] == "draft"]
    assert drafts == [path.as_posix() for path in sorted(Path("output").rglob("*.eml"))]
    assert drafts
    assert generate(run, contract, "--quiet", "--email").out == ""


def test_contracts_are_taken_from_standard_input_and_from_files(run, contract, workspace):
    listed = f"# tonight\n\n{contract}\n"
    (workspace.parent / "list.txt").write_text(listed, encoding="utf-8-sig")
    for each, stdin in (("-", listed), ("@list.txt", "")):
        done = run("generate", "action-plan", each, *QUICK, stdin=stdin)
        assert (done.code, done.out.split()) == (0, PLANS)


@pytest.mark.parametrize(
    ("name", "told"), [("@empty.txt", "the list names no contract"), ("@nowhere.txt", "the list nowhere.txt can't be read")]
)
def test_a_list_that_names_nothing_is_wrong_usage(run, workspace, name, told):
    (workspace.parent / "empty.txt").write_text("\n# none\n", encoding="utf-8")
    done = run("batch", name)
    assert (done.code, told in done.err) == (2, True)


def test_each_event_of_the_schema_stands_in_the_documentation():
    table = NIGHTLY.read_text(encoding="utf-8").split("| `event` |")[1].split("\n\n")[0]
    told = {
        name: set(re.findall(r"`(\w+)`", fields)) for name, fields in re.findall(r"^\| `(\w+)` \| ([^|]*)\|", table, re.MULTILINE)
    }
    parts = EVENTS["$defs"]
    described = {name: set(parts[name]["properties"]) - {"event", "time"} for name in told}
    told["finding"] = set(parts["told"]["properties"])
    assert (described, EVENTS["oneOf"]) == (told, [{"$ref": f"#/$defs/{name}"} for name in told])


def test_the_schema_has_all_states_and_reasons():
    fields = EVENTS["$defs"]["file"]["properties"]
    assert set(fields["state"]["enum"]) == set(get_args(State))
    for reason in fields["reasons"]["items"]["enum"]:
        assert _name_change(reason)
    with pytest.raises(AssertionError):
        check_events('{"event": "sum", "made": 1, "unchanged": 0, "kept": 0, "failed": 0, "more": 0}')


def test_the_file_of_the_task_says_what_the_powershell_says():
    text = NIGHTLY.read_text(encoding="utf-8")
    task = etree.parse(ROOT / "docs/scheduled-task.xml")
    said = {part.tag.partition("}")[2]: part.text for part in task.iter()}
    assert f"-Execute '{said['Command']}'" in text
    assert f"-WorkingDirectory '{said['WorkingDirectory']}'" in text
    assert f"-Daily -At {said['StartBoundary'][11:16]}" in text
    assert f"-MultipleInstances {said['MultipleInstancesPolicy']}" in text
    assert "-StartWhenAvailable" in text


def list_commands():
    """The commands of the unit, the task and the image, as words."""
    text = NIGHTLY.read_text(encoding="utf-8")
    unit = re.search(r"^ExecStart=\S+/realisera (.*)$", text, re.MULTILINE)[1]
    task = re.search(r"-Argument '(.*)' -Work", text)[1]
    file = etree.parse(ROOT / "docs/scheduled-task.xml").findtext(".//{*}Exec/{*}Arguments")
    image = json.loads(re.search(r"^CMD (.*)$", text, re.MULTILINE)[1])
    return [shlex.split(unit), shlex.split(task), shlex.split(file), image]


@pytest.mark.parametrize("words", list_commands(), ids=["unit", "task", "file", "image"])
def test_the_commands_of_the_documentation_run_in_a_workspace(run, workspace, monkeypatch, words):
    monkeypatch.chdir(workspace)
    done = run(*words, "--on", "2026-11-22", "--format", "html", "--jobs", "1")
    assert (done.code, done.out, done.err) == (0, "", "")
    events = read(Path("night.log").read_text(encoding="utf-8"))
    assert events[-1]["made"] == len(list(Path("output").rglob("*.html"))) > 5


def test_the_image_installs_what_the_lock_has():
    """In this environment, in which all of it is, so that pip has nothing to fetch."""
    image = re.search(r"^```dockerfile\n(.*?)^```", NIGHTLY.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)[1]
    commands = re.findall(r"/opt/realisera/bin/pip (install .*?)(?: \\)?$", image, re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        words = shlex.split(command.replace("/src", str(ROOT)))
        asked = [sys.executable, "-m", "pip", *words, "--dry-run", "--no-index", "--disable-pip-version-check"]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_the_documentation_names_each_event_and_state_and_field():
    text = NIGHTLY.read_text(encoding="utf-8")
    names = ["file", "finding", "draft", "logged", "waiting", "sum", "stopped", "made", "unchanged", "kept", "failed", "left_out"]
    names += ["state", "path", "source", "reasons", "findings", "severity", "code", "subject", "message", "hint"]
    assert [name for name in names if f"`{name}`" not in text] == []
