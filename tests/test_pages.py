"""The commands that the English pages show are commands of the program, what can be run of them runs, and what is shown is true.

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
TOLD = re.compile(r"\S+\.\w+\S*: ")
"""What begins what a page shows of what is printed of a file."""
OF_CATALOG = re.compile(r'#[.,]? |msg(?:ctxt|id) "')
"""What begins what a page shows of a catalog."""
OF_HEAD = re.compile(r'"(X-\w+(?:-\w+)*): ')
"""What begins a line of a catalog's head."""
TYPED = re.compile(r"(?:\$ )?(?:\.venv/bin/)?(?:realisera|cd|dask|eval|git|make|pip|podman) ")
"""What begins a block of what is typed."""
BEFORE = {"usage": ["new --workbook register.xlsx"]}
"""What makes what a page's commands need, where another page shows it."""


def list_commands(page: Path) -> Iterator[list[str]]:
    """The words of each command of ours in the blocks of a page, without what is said beside it."""
    for block in re.findall(r"^ *```(?:\w*)\n(.*?)^ *```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            typed = re.sub(r" {2,}#.*| \|.*|^\$ ", "", line.strip())
            if found := re.match(r"(?:\.venv/bin/)?realisera (?P<rest>[^<]*)$", typed):
                yield shlex.split(found["rest"])


TRANSLATING = ROOT / "docs/translating.md"
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


def change_register(folder: Path) -> list[str]:
    """A register that says something else than last time, of a contract whose title was changed; the command that takes it."""

    def write(title: str, ends: str) -> None:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.title = "Avtal"
        sheet.append(["Diarienummer", "Avtalets namn", "Leverantör", "Avtalet börjar", "Avtalet slutar"])
        sheet.append(["RE 1", title, "Handskhuset AB", "2026-01-01", ends])
        book.save(folder / "register.xlsx")

    write("Handskar", "2027-12-31")
    assert run(["new", "--from", "register.xlsx"]).exit_code == 0
    contract = folder / "contracts/RE-1.yaml"
    contract.write_text(contract.read_text(encoding="utf-8").replace("title: Handskar", "title: Eget"), encoding="utf-8")
    write("Nytt", "2028-12-31")
    return ["new", "--from", "register.xlsx", "--update"]


def lose_placeholder(folder: Path) -> list[str]:
    """A catalog of a workspace in which a placeholder is lost, on the line that the page has; the command that finds it."""
    name = "locales/en/LC_MESSAGES/documents.po"
    (folder / name).parent.mkdir(parents=True)
    [(line, placeholder)] = re.findall(
        rf"{name}:(\d+): .* placeholder (\S+ \S+ \S+) is missing", TRANSLATING.read_text(encoding="utf-8")
    )
    [source] = (
        text
        for text in re.findall(r'^msgid "(.*)"$', TRANSLATING.read_text(encoding="utf-8"), re.MULTILINE)
        if placeholder in text
    )
    head = (ROOT / name).read_text(encoding="utf-8").partition("\n\n")[0].splitlines()
    lines = [*head, *[""] * (int(line) - 1 - len(head)), f'msgid "{source}"', 'msgstr "Tell us who is in the supply chain."', ""]
    (folder / name).write_text("\n".join(lines), encoding="utf-8")
    return ["locale", "check", "en"]


@pytest.mark.usefixtures("workspace")
def test_the_sentence_that_a_translator_is_to_look_for_is_there() -> None:
    page = " ".join(TRANSLATING.read_text(encoding="utf-8").split())
    [words] = (words for page, words in COMMANDS if page == TRANSLATING and words[:2] == ["generate", "chain-form"])
    done = run([word.removeprefix("examples/") for word in words])
    [made] = re.findall(r"Open `(.*?)`", page)
    [sentence] = re.findall(r'Look for the sentence "(.*?)"', page)
    assert (done.exit_code, made in done.output.splitlines()) == (0, True), done.output
    text = re.sub(r"<[^>]*>", "", Path(made).read_text(encoding="utf-8"))
    assert sentence in " ".join(text.split())


SHOWN = {"new-contracts": (write_cell, change_register), "translating": (lose_placeholder,)}
"""What makes what each page shows of files, in order."""


def list_blocks(page: Path) -> list[str]:
    """The blocks of a page that say no language."""
    blocks = re.findall(r"^ *```(\w*)\n(.*?)^ *```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [dedent(block) for language, block in blocks if not language]


def list_shown(page: Path) -> list[str]:
    """The blocks of a page that show what is printed."""
    return [block for block in list_blocks(page) if TOLD.match(block)]


def test_whatever_is_shown_is_typed_or_compared() -> None:
    kinds = (TYPED, TOLD, OF_CATALOG, OF_HEAD)
    assert [
        (page.stem, block) for page in PAGES for block in list_blocks(page) if not any(kind.match(block) for kind in kinds)
    ] == []
    assert {page.stem: len(list_shown(page)) for page in PAGES if list_shown(page)} == {name: len(SHOWN[name]) for name in SHOWN}


@pytest.mark.parametrize(
    ("name", "number"),
    [pytest.param(name, number, id=f"{name}-{number}") for name in SHOWN for number in range(len(SHOWN[name]))],
)
def test_what_a_page_shows_is_what_is_printed(name: str, number: int, workspace: Path) -> None:
    printed = run(SHOWN[name][number](workspace)).output.replace(f"{workspace}/", "")
    shown = list_shown(ROOT / f"docs/{name}.md")[number].replace("/home/kim/realisera/", "")
    assert shown in printed, printed


def test_what_a_page_shows_of_a_catalog_stands_in_one() -> None:
    catalogs = [(ROOT / f"locales/{lang}/LC_MESSAGES/documents.po").read_text(encoding="utf-8") for lang in ("en", "de")]
    blocks = [block for page in PAGES for block in list_blocks(page) if OF_CATALOG.match(block)]
    assert len(blocks) >= 6
    assert [block for block in blocks if not any(f"\n{block}" in catalog for catalog in catalogs)] == []
    heads = [found[1] for page in PAGES for block in list_blocks(page) if (found := OF_HEAD.match(block))]
    assert heads
    assert [head for head in heads if f'\n"{head}: ' not in catalogs[1]] == []
