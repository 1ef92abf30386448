"""The commands that the English pages show are commands of the program, and what can be run of them runs.

The Swedish guides have a test of their own, which also compares what is printed.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import click
import openpyxl
import pytest
from click.testing import CliRunner, Result

from generator.cli import main

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted(page for page in (ROOT / "docs").glob("*.md") if page.stem not in {"kom-igang", "index"})]
DAY = "2026-11-23"
ELSEWHERE = {
    "README": "tests/test_readme.py runs its example",
    "interface": "tests/test_interface.py runs its examples",
    "plugins": "tests/test_plugin.py follows it",
    "nightly": "tests/cli/test_for_programs.py runs it",
    "cluster": "needs a scheduler: tests/build/executor/test_dask.py starts one",
    "recording": "tests/cli/test_record.py and tests/recording record what it names; here the words of its commands are checked",
    "translating": "writes into the product itself: tests/cli and tests/translating run each on a copy",
}
"""The pages whose commands are only held against the program here, and why."""
NOT_RUN = {
    "new": "asks questions: tests/cli/test_new.py answers them",
    "new --from annons.xml": "needs a notice: tests/drafting has some",
    "generate kickoff-pack": "the kick-off meeting of the example is over; tests/build makes packs",
    "withdraw": "needs a letter of that step: tests/cli/test_record.py withdraws one",
    "record a14 D2 A2 klar": "counts from today",
    "undo": "the example holds already what the page records before: tests/cli/test_record.py takes back",
}
"""The commands that aren't run here, by how they begin, and why. `new` alone is itself only."""
ENDS = {"escalate my-contracts/a14.yaml D2 --decided-by": 1, "new --from register.xlsx": 1}
"""The exit codes of those that are refused: the supplier still has time to answer the step before, and nobody has filled in the
workbook that the command before wrote."""
FINDING = re.compile(r"^\S+: (?:error|warning): ", re.MULTILINE)
"""What begins the lines that a page shows of what is printed."""
BEFORE = {"usage": ["new --workbook register.xlsx"]}
"""What makes what a page's commands need, where another page shows it."""


def list_commands(page: Path) -> Iterator[list[str]]:
    """The words of each command of ours in the blocks of a page, without what is said beside it."""
    for block in re.findall(r"^ *```(?:\w*)\n(.*?)^ *```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            typed = re.sub(r" {2,}#.*| \|.*|^\$ ", "", line.strip())
            if found := re.match(r"(?:\.venv/bin/)?realisera (?P<rest>[^<]*)$", typed):
                yield shlex.split(found["rest"])


COMMANDS = [(page, words) for page in PAGES for words in list_commands(page)]


def find_command(words: list[str]) -> tuple[click.Command, click.Context, list[str]]:
    """The command that words name, and those that are left."""
    command: click.Command = main
    context = click.Context(main, info_name="realisera")
    while isinstance(command, click.Group) and words:
        name, found, words = command.resolve_command(context, words)
        assert found
        command, context = found, click.Context(found, info_name=name, parent=context)
    return command, context, words


@pytest.mark.parametrize("words", [pytest.param(words, id=f"{page.stem}-{shlex.join(words)}") for page, words in COMMANDS])
def test_the_program_knows_each_command_and_option(words: list[str]) -> None:
    command, context, rest = find_command(words)
    given, _, _ = command.make_parser(context).parse_args(args=list(rest))
    choices = {option.name: option for option in command.params if isinstance(option.type, click.Choice)}
    for name, value in given.items():
        for each in value if isinstance(value, list | tuple) else [value]:
            if name in choices and isinstance(each, str):
                choices[name].type.convert(each, choices[name], context)


def test_enough_commands_are_found() -> None:
    assert len(COMMANDS) > 70


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the files that the pages speak of."""
    shutil.copytree(ROOT / "examples", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "en")
    (tmp_path / "contracts/surgical-instruments.yaml").rename(tmp_path / "contracts/a14.yaml")
    for folder in ("my-contracts", "my-reports", "sent", "output/RE-2024-0307"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(tmp_path / "contracts/a14.yaml", tmp_path / "my-contracts")
    report = (tmp_path / "reports/2026.yaml").read_text(encoding="utf-8").replace("surgical-instruments", "a14")
    for year in (2026, 2027):
        (tmp_path / f"my-reports/{year}.yaml").write_text(report, encoding="utf-8")
    made = "generate action-plan contracts/a14.yaml --lang sv --format pdf --format docx --out made --on 2026-10-01"
    sent = run(shlex.split(made))
    assert sent.exit_code == 0
    shutil.copy(tmp_path / "made/RE-2024-0307/action-plan.D1.sv.pdf", tmp_path / "sent")
    shutil.copy(tmp_path / "made/RE-2024-0307/action-plan.D1.sv.pdf", tmp_path / "letter.pdf")
    shutil.copy(tmp_path / "made/RE-2024-0307/action-plan.D1.sv.docx", tmp_path / "output/RE-2024-0307")
    return tmp_path


def run(words: list[str]) -> Result:
    """What comes of a command on one day, where it doesn't say one itself; in one language and format, where it says none."""
    command, _, _ = find_command(words)
    known = {name for option in command.params for name in option.opts}
    more = {"--on": DAY} | ({"--lang": "sv", "--format": "html"} if "--out" in known and "--masked" in known else {})
    added = [word for name, value in more.items() if name in known and name not in words for word in (name, value)]
    return CliRunner().invoke(main, [*words, *added], prog_name="realisera")


@pytest.mark.long
@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("name", [page.stem for page in PAGES if page.stem not in ELSEWHERE and list(list_commands(page))])
def test_each_command_of_a_page_runs(name: str) -> None:
    wrong = []
    for words in [*map(shlex.split, BEFORE.get(name, ())), *(words for page, words in COMMANDS if page.stem == name)]:
        typed = shlex.join(words)
        if any(typed == begin if begin == "new" else typed.startswith(begin) for begin in NOT_RUN):
            continue
        done = run(words)
        if done.exit_code != next((code for begin, code in ENDS.items() if typed.startswith(begin)), 0):
            wrong.append(f"{typed}: {done.exit_code}\n{done.output[-400:]}")
    assert not wrong, "\n".join(wrong)


def write_cell(folder: Path) -> list[str]:
    """A register with a sum that can mean several things, where the page has it; the command that reads it."""
    assert run(["new", "--workbook", "register.xlsx"]).exit_code == 0
    book = openpyxl.load_workbook(folder / "register.xlsx")
    sheet = book["Avtal"]
    headings = {str(cell.value): cell.column for cell in sheet[1]}
    sheet.cell(5, headings["Diarienummer"], "RE 2026-00420")
    sheet.cell(5, headings["Värde"], "38.500")
    book.save(folder / "register.xlsx")
    return ["new", "--from", "register.xlsx"]


def lose_placeholder(folder: Path) -> list[str]:
    """A catalog of a workspace in which a placeholder is lost, on the line that the page has; the command that finds it."""
    name = "locales/en/LC_MESSAGES/documents.po"
    (folder / name).parent.mkdir(parents=True)
    source = "Tabellen visar vad som ska göras och hur långt arbetet har kommit den {{ view.on }}."
    head = (ROOT / name).read_text(encoding="utf-8").partition("\n\n")[0].splitlines()
    lines = [*head, *[""] * (225 - len(head)), f'msgid "{source}"', 'msgstr "The table shows what will be done."', ""]
    (folder / name).write_text("\n".join(lines), encoding="utf-8")
    return ["locale", "check", "en"]


SHOWN = {"new-contracts": write_cell, "translating": lose_placeholder}
"""What makes the findings that a page shows."""


def list_shown(page: Path) -> list[str]:
    """The blocks of a page that show findings as they are printed."""
    blocks = re.findall(r"^ *```(?:\w*)\n(.*?)^ *```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [block for block in map(dedent, blocks) if FINDING.match(block)]


def test_what_pages_show_of_findings_is_printed_by_one_of_these() -> None:
    assert {page.stem for page in PAGES if list_shown(page)} == set(SHOWN)


@pytest.mark.parametrize("name", SHOWN)
def test_what_a_page_shows_is_what_is_printed(name: str, workspace: Path) -> None:
    printed = run(SHOWN[name](workspace)).output.replace(f"{workspace}/", "")
    for block in list_shown(ROOT / f"docs/{name}.md"):
        shown = block.replace("/home/kim/realisera/", "")
        assert shown in printed, printed
