"""`batch`: what is made, what is told where, and how it ends."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest

from generator.output.store import STORE
from tests.cli.conftest import ROOT, check_events
from tests.making import read_files

pytestmark = pytest.mark.usefixtures("workspace")
QUICK = ("--on", "2026-11-22", "--format", "html", "--lang", "sv", "--jobs", "1")
PLANS = ("--only", "action-plan")
COMMAND = [sys.executable, "-c", "from generator.cli import main; main(prog_name='realisera')", "batch", "region"]
SUM = re.compile(r"Made: (\d+)\. Unchanged: (\d+)\. Kept: (\d+)\. Failed: (\d+)\. Time: \d+ s\.\n")


def make(run, *more, code=0):
    done = run("batch", "region", *QUICK, *more)
    assert done.code == code, done.err
    return done


def count(done):
    """How many files were made, are unchanged, were kept, and failed."""
    return tuple(map(int, SUM.search(done.err).groups()))


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# What is made


def test_what_is_due_is_made_and_named_and_summed_up(run):
    done = make(run)
    names = ("01-invitation", "02-agenda", "03-clause-guide", "04-contacts", "05-monitoring", "06-minutes", "08-checklist")
    names += ("09-self-assessment.M2", "10-chain-form.M3")
    pack = [f"output/RE-2026-0118/kickoff-pack/{name}.sv.html" for name in names]
    warning, hint, *files = done.out.splitlines()
    assert warning.endswith("nobody has decided which products M2 looks at, so a proposal stands in the document [RE6099]")
    assert hint == "  hint: decide by writing products: [P1], or others"
    assert files == [*pack, "output/RE-2026-0118/secrecy-review.B1.sv.html"]
    assert count(done) == (10, 0, 0, 0)
    assert SUM.fullmatch(done.err)


def test_an_evaluation_that_is_due_is_made_though_nothing_is_written_of_it(run, contract):
    # It comes before the decision on extension, which is due on 31 May 2027.
    report = "output/RE-2024-0307/evaluation-report.sv.html"
    days = ("2027-04-30", "2027-05-01", "2028-05-01")  # On the last of them the contract has ended.
    made = [run("batch", contract, *QUICK, "--on", day, "--out", f"{day}/output").out.split() for day in days]
    assert [f"{day}/{report}" in files for day, files in zip(days, made, strict=True)] == [False, True, True]


def test_how_far_ahead_it_looks(run):
    # The meeting is on 8 December, and the invitation is to be sent by 17 November.
    assert count(make(run, "--on", "2026-11-16", "--within", "0d")) == (0, 0, 0, 0)
    assert count(make(run, "--on", "2026-11-16", "--within", "1d")) == (9, 0, 0, 0)


def test_only_certain_documents_due_or_not(run):
    done = make(run, *PLANS, "--only", "risk-analysis")
    assert [path.partition("/")[2] for path in done.out.split()] == [
        "RE-2024-0307/action-plan.D1.sv.html",
        "RE-2024-0307/action-plan.D2.sv.html",
        "RE-2024-0307/risk-analysis.sv.html",
        "RE-2026-0118/risk-analysis.sv.html",
    ]


@pytest.mark.parametrize(
    ("condition", "contracts"),
    [
        ("category=Kirurgiska instrument", "4"),
        ("category=surgical INSTRUMENTS", "4"),
        ("category=*", "46"),
        ("supplier.name=nordic*", "4"),
        ("id=RE-202[34]*", "34"),
        ("supply_chain[].country=DE", "4"),
        ("clause.level=basic", "3"),
        ("framework_agreement=true", "46"),
        ("category=Läkemedel", ""),
    ],
)
def test_only_contracts_that_say_something(run, condition, contracts):
    made = make(run, "--only", "followup-plan", "--where", condition).out.split()
    assert made == [
        f"output/{name}/followup-plan.sv.html"
        for name in ("RE-2023-0044", "RE-2024-0307", "RE-2026-0118")
        if name[6] in contracts
    ]


@pytest.mark.parametrize("more", [("--where", "category=Nothing"), ("--within", "0d")])
def test_nothing_to_make_is_told(run, more):
    done = run("batch", "region", "--on", "2024-01-01", "--format", "html", "--lang", "sv", "--jobs", "1", *more)
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines()[-1] in {
        "No contract fits the conditions, or nothing is due of those that do.",
        "Nothing is due.",
    }


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_file_whose_name_is_no_text_stops_nothing(run, contract):
    strange = contract.with_name(os.fsdecode(b"kirurgi\xe5.yaml"))
    strange.write_text(contract.read_text(encoding="utf-8").replace("id: RE-2024-0307", "id: strange"), encoding="utf-8")
    done = make(run, *PLANS, code=1)
    assert count(done) == (2, 0, 0, 1)
    assert "the name of this file can't be read" in done.err
    again = make(run, *PLANS, code=1)
    assert count(again) == (0, 2, 0, 1)


def test_conditions_all_hold(run):
    both = ("--only", "followup-plan", "--where", "id=RE-*", "--where", "supplier.country=SE", "--where", "clause.level=advanced")
    assert {path.split("/")[1] for path in make(run, *both).out.split()} <= {"RE-2024-0307", "RE-2026-0118"}


@pytest.mark.parametrize("condition", ["category", "catgory=x", "supplier.nam=x", "=x", ""])
def test_a_condition_that_is_none_is_wrong_usage(run, workspace, condition):
    done = make(run, "--where", condition, code=2)
    assert f"'{condition}' is no condition" in done.err
    assert not (workspace.parent / "output").exists()


@pytest.mark.parametrize("more", [("--only", "acton-plan"), ("--only", "action-plan", "--format", "pptx")])
def test_a_document_that_there_is_not_is_wrong_usage(run, more):
    done = run("batch", "region", "--on", "2026-11-22", "--jobs", "1", *more)
    assert done.code == 2


def test_what_is_due_has_not_every_format(run):
    done = run("batch", "region", "--on", "2026-11-22", "--lang", "sv", "--format", "pptx", "--jobs", "1")
    assert (done.code, done.out) == (0, "output/RE-2026-0118/kickoff-pack/07-slides.sv.pptx\n")


def test_the_languages_are_those_of_each_contract(run, contract):
    change(contract, "format: 1\n", "format: 1\nlanguages: [en]\n")
    done = run("batch", "region", "--on", "2026-11-22", "--format", "html", "--jobs", "1", *PLANS, "--only", "followup-plan")
    made = {tuple(path.split("/")[1:]) for path in done.out.split() if path.startswith("output/")}
    assert {name.split(".")[-2] for region, name in made if region == "RE-2024-0307"} == {"en"}
    assert {name.split(".")[-2] for region, name in made if region == "RE-2026-0118"} == {"sv", "en", "sv-en"}


def test_a_folder_without_contracts_is_wrong_usage(run, tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert "there is no contract file in ." in run("batch").err


# What is wrong, and what somebody changed


def test_a_bad_contract_stops_nothing_and_is_told_with_why(run, contract):
    for name in ("a", "z"):
        text = (
            contract.read_text(encoding="utf-8")
            .replace("id: RE-2024-0307", f"id: {name}")
            .replace("currency: SEK", "currency: kr")
        )
        (contract.parent / f"{name}.yaml").write_text(text, encoding="utf-8")
    done = make(run, *PLANS, code=1)
    assert len(done.out.split()) == 2
    assert count(done) == (2, 0, 0, 2)
    assert "region/contracts/a.yaml:" in done.err
    assert "region/contracts/z.yaml:" in done.err
    assert re.search(r"\n  2: .*kr.*  \(region/contracts/a.yaml, region/contracts/z.yaml\)\n$", done.err)
    again = make(run, *PLANS, code=1)
    assert (again.out, count(again)) == ("", (0, 2, 0, 2))


def test_trouble_with_the_output_folder_is_told_once_with_the_sum_at_the_end(run, workspace):
    (workspace.parent / "file").touch()
    done = make(run, *PLANS, "--out", "file/below", code=1)
    assert (
        done.err.splitlines()[0]
        == "file/below: error: documents can't be put into this folder: a part of the path is a file, not a folder [RE6080]"
    )
    assert done.err.count("error: ") == 1
    assert count(done) == (0, 0, 0, 1)


def test_a_contract_in_a_language_without_translation_is_told(run, contract):
    change(contract, "format: 1\n", "format: 1\nlanguages: [fi]\n")
    done = run("batch", "region", "--on", "2026-11-22", "--format", "html", "--jobs", "1", *PLANS)
    assert (done.code, done.out) == (1, "")
    assert "error: languages[0]: there is no translation into 'fi'" in done.err


def test_why_each_file_was_made(run, workspace, contract):
    plans = [f"output/RE-2024-0307/action-plan.{item}.sv.html" for item in ("D1", "D2")]
    explain = (*PLANS, "--explain")
    assert make(run, *explain).out.splitlines() == [f"{path}  (new)" for path in plans]
    assert make(run, *explain).out.splitlines() == [f"{path}  (unchanged)" for path in plans]
    (workspace.parent / plans[1]).unlink()
    assert make(run, *explain).out.splitlines() == [f"{plans[0]}  (unchanged)", f"{plans[1]}  (it was gone)"]
    change(contract, "Nordic Instruments Trading AB", "Nordic Instruments AB")
    assert make(run, *explain).out.splitlines() == [f"{path}  (its text has changed)" for path in plans]
    again = run("batch", "region", *QUICK, *explain, "--on", "2026-11-23")
    reasons = ("unchanged", "its text has changed, its letterhead or date has changed")
    assert again.out.splitlines() == [f"{path}  ({why})" for path, why in zip(plans, reasons, strict=True)]


def test_the_next_night_tells_what_keeps_its_date_and_fresh_dates_it_anew(run):
    make(run, "--only", "risk-analysis")
    night = ("--only", "risk-analysis", "--on", "2026-11-23")
    kept, fresh = make(run, *night, "--explain"), make(run, *night, "--explain", "--fresh")
    assert count(kept)[1] == count(fresh)[0] == len(kept.out.splitlines()) > 1
    assert {line.partition("  ")[2] for line in kept.out.splitlines()} == {"(unchanged)"}
    assert {line.partition("  ")[2] for line in fresh.out.splitlines()} == {"(its date alone, as asked for)"}


def test_a_file_that_somebody_changed_is_kept_and_named_and_that_is_no_failure(run, workspace):
    make(run, *PLANS)
    plan = workspace.parent / "output/RE-2024-0307/action-plan.D2.sv.html"
    plan.write_text("edited", encoding="utf-8")
    done = make(run, *PLANS)
    warning = "warning: RE-2024-0307/action-plan.D2.sv.html: this file was changed after it was made, so it is kept [RE6074]\n"
    assert done.out == f"{warning}  hint: move it away to have it made anew, or replace it with --force\n"
    assert (count(done), plan.read_text(encoding="utf-8")) == ((0, 1, 1, 0), "edited")
    forced = make(run, *PLANS, "--force", "--explain")
    assert count(forced) == (1, 1, 0, 0)
    assert forced.out.splitlines() == [
        "output/RE-2024-0307/action-plan.D1.sv.html  (unchanged)",
        "output/RE-2024-0307/action-plan.D2.sv.html  (it had been changed by hand)",
    ]
    assert plan.read_text(encoding="utf-8") != "edited"


def test_generate_keeps_it_too(run, workspace, contract):
    make(run, *PLANS)
    plan = workspace.parent / "output/RE-2024-0307/action-plan.D2.sv.html"
    plan.write_text("edited", encoding="utf-8")
    order = ("generate", "action-plan", contract, "--on", "2026-11-22", "--lang", "sv", "--format", "html")
    assert "so it is kept" in run(*order).out
    assert plan.read_text(encoding="utf-8") == "edited"
    run(*order, "--force")
    assert plan.read_text(encoding="utf-8") != "edited"


# Several processes


@pytest.mark.long
def test_two_processes_make_the_same_and_tell_the_same(start, run, workspace, monkeypatch):
    alone = make(run, *PLANS, "--only", "risk-analysis", "--out", "alone")
    monkeypatch.chdir(workspace.parent)
    several = start("batch", "region", *QUICK[:-1], "2", *PLANS, "--only", "risk-analysis", "--out", "several")
    assert several.out == alone.out.replace("alone/", "several/")
    assert count(several) == count(alone)
    assert read_files(workspace.parent / "several") == read_files(workspace.parent / "alone")
    order = ("--on", "2026-11-22", "--format", "html", "--lang", "sv", "--jobs", "2", "--out", "ordered")
    ordered = start("generate", "action-plan", "region", *order)
    assert (ordered.code, len(ordered.out.split())) == (0, 2)
    assert all(
        (workspace.parent / path).read_bytes() == (workspace.parent / path.replace("ordered", "alone")).read_bytes()
        for path in ordered.out.split()
    )


# How it is told


def open_batch(workspace, *more, **streams):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}
    return subprocess.Popen([*COMMAND, *more], cwd=workspace.parent, env=environment, start_new_session=True, **streams)


def copy_contracts(contract, number):
    for each in range(number):
        change(shutil.copyfile(contract, contract.with_name(f"{each}.yaml")), "id: RE-2024-0307", f"id: C{each}")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo terminals")
def test_on_a_terminal_progress_stands_in_a_line_that_is_gone_in_the_end(workspace, contract):
    import pty  # noqa: PLC0415 (not on Windows)

    copy_contracts(contract, 12)
    ours, theirs = pty.openpty()
    with open_batch(workspace, *QUICK, *PLANS, stdout=subprocess.PIPE, stderr=theirs) as run:
        os.close(theirs)
        told = b""
        while part := read_part(ours):
            told += part
        assert run.stdout.read().count(b"\n") == 13
    lines = told.decode().split("\r\x1b[K")
    assert re.fullmatch(r"Contract \d+ of 15\. Files: \d+, \d+ a minute\.( Time left: \d+ s\.)?", lines[1])
    assert SUM.fullmatch(lines[-1].replace("\r\n", "\n"))
    assert all("\n" not in line for line in lines[:-1])


def read_part(terminal):
    """What a terminal shows next; nothing once the other end is closed."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


def test_elsewhere_progress_is_lines_now_and_then(run, monkeypatch):
    monkeypatch.setattr("generator.cli.telling._SELDOM", 0)
    told = make(run, *PLANS).err.splitlines()
    assert "\r" not in "".join(told)
    assert all(re.fullmatch(r"Contract \d of 3\. Files: \d+, \d+ a minute\.( Time left: .*\.)?", line) for line in told[:-1])
    assert len(told) > 2


def test_contracts_of_which_nothing_is_due_count_for_the_time_that_is_left(run, contract, monkeypatch):
    copy_contracts(contract, 5)
    monkeypatch.setattr("generator.cli.telling._SELDOM", 0.0)
    told = make(run, "--where", "id=RE-2026-0118", "--only", "contacts").err.splitlines()
    contracts = [int(line.split()[1]) for line in told if line.startswith("Contract ")]
    assert (contracts[0], contracts[-1], contracts) == (1, 8, sorted(contracts))
    assert ["Time left: " in line for line in told if line.startswith("Contract ")] == [number < 8 for number in contracts]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")
@pytest.mark.parametrize(("jobs", "files"), [("1", 1), ("2", 0), ("2", 1)])
@pytest.mark.long
def test_an_interrupt_ends_it_cleanly_and_the_same_command_goes_on(run, workspace, contract, jobs, files):
    copy_contracts(contract, 8)
    order = ("--on", "2026-11-22", "--format", "html", "--lang", "sv", "--verbose", "--jobs", jobs, *PLANS)
    with open_batch(workspace, *order, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as stopped:
        if files:
            stopped.stdout.readline()
        else:
            wait_for(workspace.parent / "output/.making")
        os.killpg(stopped.pid, signal.SIGINT)
        _, err = stopped.communicate(timeout=60)
    assert (stopped.returncode, err.decode()) == (
        130,
        "Stopped. What was made is in its place; the same command goes on from there.\n",
    )
    out = workspace.parent / "output"
    assert {path.name for path in out.rglob(".*")} <= {STORE}
    done = run("batch", "region", *order[:-3], "1", *PLANS)
    assert (done.code, sum(count(done))) == (0, 18)
    run("batch", "region", *order[:-3], "1", *PLANS, "--out", "undisturbed")
    assert read_files(out) == read_files(workspace.parent / "undisturbed")


@pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")
@pytest.mark.long
def test_programs_are_told_last_that_it_was_stopped(workspace, contract):
    copy_contracts(contract, 8)
    order = ("--on", "2026-11-22", "--format", "html", "--lang", "sv", "--json", "--log", "night.log", "--jobs", "1", *PLANS)
    with open_batch(workspace, *order, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as stopped:
        first = stopped.stdout.readline()
        os.killpg(stopped.pid, signal.SIGINT)
        rest, _ = stopped.communicate(timeout=60)
    told = (first + rest).decode()
    check_events(told)
    events = list(map(json.loads, told.splitlines()))
    assert (stopped.returncode, events[0]["event"], events[-1]) == (130, "file", {"event": "stopped"})
    assert "sum" not in {event["event"] for event in events}
    log = (workspace.parent / "night.log").read_text(encoding="utf-8").splitlines()
    assert json.loads(log[-1])["event"] == "stopped"


def wait_for(path):
    for _ in range(600):
        if path.exists():
            return
        time.sleep(0.05)
    pytest.fail(f"{path} has not come")
