"""What an officer may call things: documents, formats and layouts by their Swedish names, contracts by what they are called."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


@pytest.fixture
def inside(workspace, monkeypatch):
    """The workspace, with the user standing in it."""
    monkeypatch.chdir(workspace)
    return Path.cwd()


@pytest.mark.parametrize("name", ["inbjudan", "Inbjudan till uppstartsmöte", "INBJUDAN", "invitation"])
def test_a_document_is_understood_by_what_it_is_called(run, workspace, name):
    done = run("generate", name, workspace / "contracts/wound-care.yaml", "--lang", "sv", "--format", "webb", "--out", "o")
    assert (done.code, done.out) == (0, "o/RE-2026-0118/invitation.sv.html\n")


def test_a_pack_is_understood_by_what_it_is_called(run, workspace):
    assert "kickoff-pack  Uppstartspaket, ett paket med: invitation" in run("documents", language="sv").out
    wanted = (workspace / "contracts/wound-care.yaml", "--lang", "sv", "--format", "html", "--out", "o")
    done = run("generate", "uppstartspaket", *wanted)
    assert (done.code, "o/RE-2026-0118/kickoff-pack/01-invitation.sv.html\n" in done.out) == (0, True)


@pytest.mark.parametrize("name", ["reminder", "påminnelse", "Påminn", "written warning", "skriftlig  varning"])
def test_a_step_is_understood_by_what_it_is_called(run, workspace, name):
    contract = workspace / "contracts/surgical-instruments.yaml"
    key = "reminder" if "minn" in name.casefold() or name == "reminder" else "written_warning"
    said = [run("escalate", contract, "D2", "--step", each, "--on", "2026-11-22") for each in (name, key)]
    assert said[0].out == said[1].out
    assert (said[0].err, said[0].code) == (said[1].err, said[1].code)
    assert "no such step" not in said[0].err


def test_words_for_several_steps_or_none_are_asked_for(run, workspace):
    done = run("escalate", workspace / "contracts/surgical-instruments.yaml", "D2", "--step", "hot", language="sv")
    assert (done.code, "hot" in done.err) == (1, True)


def test_a_document_that_may_be_one_of_several_is_asked_for(run, workspace):
    done = run("generate", "uppföljning", workspace, language="sv")
    assert done.code == 0
    done = run("generate", "upp", workspace, language="sv")
    assert done.code == 2
    assert "'upp' kan betyda flera dokument [RE9027]\n" in done.err
    assert ": slides (uppstartsmöte), followup-plan (uppföljningsplan), chain-form" in done.err


@pytest.mark.parametrize(
    ("name", "hint"),
    [("åtgärdplanen", "action-plan"), ("inbjuden till uppstartsmöte", "invitation"), ("invitaton", "invitation")],
)
def test_the_nearest_document_is_told(run, workspace, name, hint):
    done = run("generate", name, workspace, language="sv")
    assert done.code == 2
    assert done.err.endswith(f"det finns inget dokument '{name}' [RE6019]\n  tips: menade du '{hint}'?\n")


def test_a_layout_is_understood_by_what_it_is_called(run, workspace, monkeypatch):
    monkeypatch.chdir(workspace)
    assert run("layout", "new", "brev", "--to", "x.docx").code == 0
    done = run("layout", "new", "brevpapper", "--to", "y.docx", language="sv")
    assert done.code == 2
    assert "'brevpapper' är inget av 'letter', 'report', 'form', 'slides', 'logo'" in done.err


@pytest.mark.parametrize(
    ("command", "name", "hint"),
    [
        ("generate action-plan", "RE-2024-0370", "menade du 'RE-2024-0307'?"),
        ("due", "surgical-instrument5", "menade du 'RE-2024-0307'?"),
        ("generate all", "99999", "de som finns: RE-2023-0044 (contracts/cleaning.yaml), RE-2024-0307"),
    ],
)
def test_a_contract_that_is_not_there_is_told_with_the_nearest(run, inside, command, name, hint):
    assert inside.name == "region"
    done = run(*command.split(), name, language="sv")
    assert done.code == 2
    assert f"här finns inget avtal, ingen fil och ingen mapp som heter '{name}' [RE9013]\n  tips: {hint}" in done.err


@pytest.mark.usefixtures("inside")
def test_a_file_that_is_not_there_is_told_as_a_path(run):
    done = run("generate", "all", "avtal/a14.yaml", language="sv")
    said = "här finns inget avtal, ingen fil och ingen mapp som heter 'avtal/a14.yaml' [RE9013]"
    assert (done.code, said in done.err) == (2, True)


def test_each_who_has_something_to_do_is_told_once(run, workspace):
    done = run("due", workspace, "--for", "Kalle", "--on", "2026-11-22")
    known = re.search("there is something for: (.*)", done.err)
    assert done.code == 2
    assert known
    assert known[1].split(", ") == [
        "Jonas Lindqvist (buyer.sustainability)", "Maria Hellström (buyer.manager)", "Åsa Öberg (buyer.officer)",
    ]  # fmt: skip


@pytest.mark.parametrize("arguments", [("due", "--ics"), ("due", "--xlsx"), ("overview", "--html"), ("calendar", "--out")])
def test_a_slip_of_the_pen_makes_no_folders(run, inside, arguments):
    command, option = arguments
    done = run(command, option, "finns/inte/x.file", "--on", "2026-11-22", language="sv")
    assert (done.code, "det finns ingen mapp 'finns/inte'" in done.err) == (2, True)
    assert not (inside / "finns").exists()


def test_the_usual_file_of_a_calendar_makes_its_folder(run, workspace, monkeypatch):
    monkeypatch.chdir(workspace)
    done = run("calendar", "--on", "2026-11-22")
    assert (done.code, done.out) == (0, "output/calendar.ics\n")


@pytest.mark.usefixtures("inside")
def test_a_register_that_nobody_has_filled_in_is_told(run):
    assert run("new", "--workbook", "register.xlsx").code == 0
    done = run("new", "--from", "register.xlsx", language="sv")
    assert (done.code, "det finns inget avtal i den här filen än" in done.err) == (1, True)


def test_a_language_of_the_settings_without_a_translation_is_told(run, workspace):
    settings = workspace / "realisera.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"(?m)^languages = .*", 'languages = ["sv", "xx"]', text), encoding="utf-8")
    done = run("check", workspace)
    assert done.code == 1
    assert "region/realisera.toml: error: languages: there is no translation into 'xx' [RE2098]\n" in done.out
    assert done.out.count("xx") == 2


@pytest.mark.parametrize("step", ["påminnelse", "PÅM", "reminder", "påminnelse-1"])
def test_a_letter_and_what_is_recorded_of_it_take_the_swedish_name_of_the_step(run, workspace, step):
    path = workspace / "contracts/surgical-instruments.yaml"
    chosen = ("--deviation", "D2", "--step", step, "--lang", "sv", "--format", "html", "--on", "2026-11-22")
    made = run("generate", "escalation-letter", path, *chosen)
    is_there = not step.endswith("-1")
    assert (made.code, "escalation-letter.D2.reminder.sv.html" in made.out) == (0 if is_there else 1, is_there)
    tried = run("record", path, "D2", step, "received", "2026-10-06", "--dry-run")
    assert (tried.code, "received: 2026-10-06" in tried.out) == (0 if is_there else 1, is_there)
