"""`realisera new` and `realisera init`, as an officer meets them."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from generator.contract.nodes import read_nodes

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "examples/contracts/wound-care.yaml"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_register(path, *rows):
    path.write_text("\r\n".join(("Diarienummer;Avtalets namn;Leverantör;Start;Slut", *rows)) + "\r\n", encoding="utf-8")


def test_a_workspace_is_made_and_nothing_overwritten(run, here):
    (here / "avtal").mkdir()
    (here / "avtal/README.md").write_text("Eget", encoding="utf-8")
    made = run(
        "init", "avtal", "--organisation", 'Region "Ex\\empel"', "--clause", "generation-c", "--level", "basic", "--contract"
    )
    assert made.code == 0
    assert "avtal/README.md is there, and stays as it is" in made.out
    assert (here / "avtal/README.md").read_text(encoding="utf-8") == "Eget"
    settings = tomllib.loads((here / "avtal/realisera.toml").read_text(encoding="utf-8"))
    assert settings["letterhead"] == {"organisation": 'Region "Ex\\empel"'}
    assert settings["new_contract"] == {
        "buyer.name": 'Region "Ex\\empel"',
        "clause.version": "generation-c",
        "clause.level": "basic",
    }
    text = (here / "avtal/contracts/forsta-avtalet.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../schema/contract.schema.json\n")
    assert (here / "avtal/schema/contract.schema.json").is_file()
    before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    assert run("init", "avtal", "--organisation", "Annan").code == 0
    assert before == {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("here")
def test_what_init_makes_has_no_mistakes_but_blanks(run):
    assert run("init", ".", "--contract").code == 0
    checked = run("check")
    told = re.findall(r"error: ([\w.]+): (.*)", checked.out)
    assert told == [
        (field, "is missing [RE2001]") for field in ("registration_number", "title", "clause", "buyer", "supplier", "dates")
    ]


def test_init_refuses_what_there_is_not(run, here):
    assert "there is no 'x' [RE9028]\n  hint: there are: " in run("init", "a", "--clause", "x").err
    assert "its last digit does not match" in run("init", "a", "--organisation-number", "232199-9994").err
    (here / "logo.svg").write_text("<html/>", encoding="utf-8")
    assert "this is not a drawing as SVG" in run("init", "a", "--logo", "logo.svg").err
    (here / "logo.svg").write_text('<!DOCTYPE svg [<!ENTITY x "y">]><svg>&x;</svg>', encoding="utf-8")
    assert run("init", "a", "--logo", "logo.svg").code == 1
    assert not (here / "a").exists()


def test_good_rows_are_made_and_bad_ones_told(run, here):
    write_register(here / "r.csv", "RE 1;Handskar;Ek;2026-01-01;2027-12-31", "RE 2;Kök;Kök;8/12 2026;2027-12-31")
    made = run("new", "--from", "r.csv")
    assert (made.code, made.err) == (1, "Contract files made: 1. Refused: 1.\n")
    assert made.out.startswith(
        "r.csv:D3: error: dates.starts: '8/12 2026' can mean several things: 2026-08-12, 2026-12-08 [RE2100]\n"
    )
    assert "contracts/RE-1.yaml\n  to fill in: clause.level" in made.out
    assert not (here / "contracts/RE-2.yaml").exists()


def test_the_same_register_again(run, here):
    write_register(here / "r.csv", "RE 1;Handskar;Ek;2026-01-01;2027-12-31")
    run("new", "--from", "r.csv")
    path = here / "contracts/RE-1.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("title: Handskar", "title: Eget"), encoding="utf-8")
    write_register(here / "r.csv", "RE 1;Nytt;Ek;2026-01-01;2028-12-31")
    before = path.read_bytes()
    told = run("new", "--from", "r.csv")
    assert told.out == (
        "contracts/RE-1.yaml: title: Eget stays, since it was changed in the file; r.csv:B2 says Nytt\n"
        "contracts/RE-1.yaml: dates.ends: 2027-12-31 → 2028-12-31 (r.csv:E2), not taken\n"
    )
    assert (told.code, path.read_bytes()) == (0, before)
    assert run("new", "--from", "r.csv", "--update").code == 0
    assert path.read_bytes() == before.replace(b"2027-12-31", b"2028-12-31")
    assert run("new", "--from", "r.csv").out == "contracts/RE-1.yaml: nothing has changed\n"


def test_headings_of_ones_own_are_asked_for(run, here):
    (here / "r.csv").write_text("Nr i diariet;Avtalsbenämning;Anm\nRE 1;Handskar;x\n", encoding="utf-8")
    told = run("new", "--from", "r.csv")
    assert (told.code, "--mapping r.csv.mapping.yaml" in told.err) == (1, True)
    assert (
        "r.csv:B1: warning: nobody knows the heading 'Avtalsbenämning', so its column is passed over "
        "[RE9007]\n  hint: is it title?"
    ) in told.out
    proposed = run("new", "--from", "r.csv", "--mapping", "m.yaml")
    assert (proposed.code, proposed.out) == (0, "")
    lines = (here / "m.yaml").read_text(encoding="utf-8").splitlines()
    assert lines[-3:] == ['      "Nr i diariet": registration_number', '      "Avtalsbenämning": title', '      # "Anm":']
    assert run("new", "--from", "r.csv", "--mapping", "m.yaml").out.startswith("contracts/RE-1.yaml\n")


def test_a_workbook_is_written_once(run, here):
    assert run("new", "--workbook", "r.xlsx").code == 0
    before = (here / "r.xlsx").read_bytes()
    assert run("new", "--workbook", "r.xlsx").code == 2
    assert (here / "r.xlsx").read_bytes() == before


def test_one_contract_by_options_and_like_another(run, here):
    made = run(
        "new", "--like", EXAMPLE, "--set", "registration_number=RE 9", "--set", "supplier.country=Kina", "--set", "value=12 mkr"
    )
    assert made.code == 0
    values = read_nodes((here / "contracts/RE-9.yaml").read_bytes()).data
    assert (values["supplier"], values["value"]["amount"]) == ({"country": "CN"}, "12000000")
    assert {"deviations", "risks", "monitoring", "evaluation", "kickoff"} & set(values) == set()
    assert values["buyer"]["name"] == read_nodes(EXAMPLE.read_bytes()).data["buyer"]["name"]
    assert run("new", "--set", "registration_number=RE 9").out == "contracts/RE-9.yaml is there, and stays as it is\n"


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("args", "told"),
    [
        ((), "nothing is said of the contract [RE9032]\n  hint: say it with --from, --like or --set"),
        (("--update",), "--update and --mapping are for a register"),
        (("--set", "x"), "'x' is not FIELD=VALUE"),
        (("--set", "ttle=x"), "is not FIELD=VALUE"),
        (("--set", "title=x"), "say its registration number"),
    ],
)
def test_wrong_usage(run, args, told):
    done = run("new", *args)
    assert (done.code, told in done.err) == (2, True)


class Terminal:
    """The command on a terminal, answered line by line."""

    def __init__(self, folder, *args):
        self.master, slave = pty.openpty()
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "LANGUAGE": "en", "TERM": "dumb"}
        start = "from generator.cli import main; main(prog_name='realisera')"
        self.process = subprocess.Popen(
            [sys.executable, "-c", start, *args],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=folder,
            env=environment,
            close_fds=True,
        )
        os.close(slave)
        self.seen = ""

    def read_until(self, wanted):
        deadline = time.monotonic() + 30
        while wanted not in self.seen.rpartition("\0")[2]:
            assert time.monotonic() < deadline, self.seen
            if select.select([self.master], [], [], 0.2)[0]:
                try:
                    self.seen += os.read(self.master, 4096).decode(errors="replace")
                except OSError:
                    return
        self.seen += "\0"

    def answer(self, question, answer):
        self.read_until(question)
        os.write(self.master, f"{answer}\n".encode())

    def end(self):
        code = self.process.wait(30)
        while select.select([self.master], [], [], 0.2)[0]:
            try:
                self.seen += os.read(self.master, 4096).decode(errors="replace")
            except OSError:
                break
        os.close(self.master)
        return code


@pytest.mark.long
@pytest.mark.parametrize(
    ("said", "meant"), [("until further notice", {"until_further_notice": "true"}), ("3 år", {"duration": {"years": "3"}})]
)
def test_a_contract_by_questions_stopped_and_gone_on_with(here, said, meant):
    terminal = Terminal(here, "new")
    terminal.answer("Registration number", "RE 1")
    terminal.answer("What the contract is about", "Handskar")
    terminal.answer("contracting organisation", "Region Exempel")
    terminal.answer("Its organisation number", "232199-9994")
    terminal.answer("last digit does not match", "")
    terminal.answer("Officer in charge", "Åsa Öberg")
    terminal.read_until("e-mail")
    os.write(terminal.master, b"\x04")  # the end of what is typed stops as Ctrl-C does, and can't come too early to be heard
    assert terminal.end() == 1
    assert "The answers are kept" in terminal.seen
    assert not list((here / "contracts").glob("*.yaml"))
    terminal = Terminal(here, "new")
    terminal.answer("begun before (RE 1)", "")
    terminal.answer("The officer's e-mail", "o'brien@region.example")
    terminal.answer("Name of the supplier", "Ek & Co")
    terminal.answer("country", "Kina")
    for question in ("organisation number", "address", "due diligence at the supplier"):
        terminal.answer(question, "")
    terminal.answer("Generation", "generation-c")
    terminal.answer("Level", "?")
    terminal.answer("Basic or advanced", "adv")
    terminal.answer("action plan", "")
    terminal.answer("Penalty", "many")
    terminal.answer("not an amount", "20 000 kr")
    terminal.answer("most weeks", "8")
    terminal.answer("notice", "90")
    terminal.answer("framework", "ja")
    terminal.answer("worth", "38.500")
    terminal.answer("several things", "12 mkr")
    terminal.answer("CPV", "")
    terminal.answer("award decision", "")
    terminal.answer("signed", "")
    terminal.answer("First day", "1 mars 2026")
    terminal.answer("Last day", "2026-01-01")
    terminal.answer("before dates.starts", said)
    for question in ("kick-off meeting", "meeting begins", "meeting ends", "Where the meeting"):
        terminal.answer(question, "")
    assert terminal.end() == 0, terminal.seen
    values = read_nodes((here / "contracts/RE-1.yaml").read_bytes()).data
    assert values == {
        "format": "1",
        "id": "RE-1",
        "registration_number": "RE 1",
        "title": "Handskar",
        "framework_agreement": "true",
        "value": {"amount": "12000000", "currency": "SEK"},
        "clause": {
            "level": "advanced",
            "version": "generation-c",
            "terms": {"penalty": {"amount": "20000", "currency": "SEK", "max_weeks": "8"}, "notice_days": "90"},
        },
        "buyer": {"name": "Region Exempel", "contacts": {"officer": {"name": "Åsa Öberg", "email": "o'brien@region.example"}}},
        "supplier": {"name": "Ek & Co", "country": "CN"},
        "dates": {"starts": "2026-03-01", **meant},
    }
    assert not (here / "contracts/.new.json").exists()


@pytest.mark.long
def test_a_workspace_by_questions(here):
    terminal = Terminal(here, "init", "avtal", "--ladder", "default")
    terminal.answer("Name of the organisation", "Region Exempel")
    terminal.answer("Organisation number", "?")
    terminal.answer("Ten digits", "232199-9994")
    terminal.answer("last digit does not match", "2321999993")
    terminal.answer("Address", "")
    terminal.answer("Generation", "generation-x")
    terminal.answer("Write one of them", "generation-c")
    terminal.answer("Level", "2")
    terminal.answer("Languages", "sv xx")
    terminal.answer("no translation", "sv")
    terminal.answer("Logo", "nowhere.svg")
    terminal.answer("no such file", "")
    terminal.answer("first contract", "no")
    assert terminal.end() == 0, terminal.seen
    settings = tomllib.loads((here / "avtal/realisera.toml").read_text(encoding="utf-8"))
    assert (settings["languages"], settings["letterhead"]) == (["sv"], {"organisation": "Region Exempel"})
    assert settings["new_contract"] == {
        "buyer.name": "Region Exempel",
        "buyer.organisation_number": "2321999993",
        "clause.version": "generation-c",
        "clause.level": "advanced",
    }
    assert list((here / "avtal/contracts").iterdir()) == []
