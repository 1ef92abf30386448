"""The example of a package that brings a document, installed as anybody would: it is there for every command."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.making import read_files
from tests.page_reading import read_page
from tests.rendering import pdf_reading, word_reading

ROOT = Path(__file__).parent.parent
PLUGIN = ROOT / "examples" / "plugin"
PACKAGE = PLUGIN / "realisera_site_visit"
CONTRACT = ROOT / "examples" / "contracts" / "surgical-instruments.yaml"
COMMAND = "from generator.cli import main; main(prog_name='realisera')"
METADATA = "Metadata-Version: 2.1\nName: {name}\nVersion: 2.5\n"

pytestmark = pytest.mark.long


@dataclass(frozen=True)
class Run:
    """What came of a run."""

    code: int
    out: str
    err: str


def install(source: Path, site: Path) -> None:
    """Install a package for those who have `site` on their path; nothing is fetched."""
    options = ("--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check")
    subprocess.run([sys.executable, "-m", "pip", "install", *options, "--target", site, source], check=True)


def put_package(site: Path, name: str, code: str, entry: str) -> Path:
    """A package as it lies there when it is installed."""
    folder, about = site / name, site / f"{name}-2.5.dist-info"
    for each in (folder, about):
        each.mkdir(parents=True)
    (folder / "__init__.py").write_text(code, encoding="utf-8")
    (about / "METADATA").write_text(METADATA.format(name=name), encoding="utf-8")
    (about / "entry_points.txt").write_text(f"[realisera.documents]\n{entry}\n", encoding="utf-8")
    return folder


def execute(site: Path, *words: object, program: str = COMMAND, folder: Path | None = None) -> Run:
    """Run the command, or another program, with what is installed in `site`."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(site)]), "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}
    command = [sys.executable, "-c", program, *map(str, words)]
    done = subprocess.run(command, check=False, capture_output=True, env=environment, cwd=folder, timeout=120)
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the example is installed in, from a copy: a build leaves nothing in the source."""
    folder = tmp_path_factory.mktemp("plugin")
    install(shutil.copytree(PLUGIN, folder / "source"), folder / "site")
    shutil.rmtree(folder / "source")
    return folder / "site"


def test_it_is_among_the_documents(site: Path) -> None:
    rows = json.loads(execute(site, "documents", "--json").out)
    assert rows[-1] == {
        "slug": "site-visit",
        "name": "Protokoll från platsbesök",
        "per": "activity",
        "for": "internal",
        "formats": ["docx", "pdf", "html"],
        "needs": ["monitoring.activities[].responsible (or monitoring.responsible)"],
        "pack": None,
        "place": None,
        "answers": ["monitoring_to_do"],
    }


@pytest.fixture(scope="module")
def made(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's document of one activity, in Swedish and in both languages, in every format."""
    out = tmp_path_factory.mktemp("made")
    languages = ("--lang", "sv", "--lang", "sv+en")
    done = execute(
        site, "generate", "site-visit", CONTRACT, *languages, "--pdf-engine", "typst", "--on", "2026-11-22", "--out", out
    )
    assert (done.code, done.out.count("\n")) == (0, 6), done.err
    return out / "RE-2024-0307"


@pytest.mark.parametrize("language", ["sv", "sv-en"])
def test_all_formats_say_the_same(made: Path, language: str) -> None:
    page, word, pdf = ((made / f"site-visit.M3.{language}.{form}").read_bytes() for form in ("html", "docx", "pdf"))
    said = read_page(page)
    assert word_reading.read_text(word) == said
    assert pdf_reading.read_text(pdf) == said


def test_it_says_what_the_contract_says_in_both_languages(made: Path) -> None:
    page = (made / "site-visit.M3.sv-en.html").read_text(encoding="utf-8")
    assert (
        '<span lang="sv">Protokoll från platsbesök</span> / <span lang="en" class="second">Record of a site visit</span>' in page
    )
    assert '<p class="lead">Fill in the record on site.' in page
    assert "Crescent Surgical Works" in page
    # Two deviations are open; the third is closed.
    assert [title in page for title in ("Requirements are not passed on", "Children in a forging workshop", "risk analysis")] == [
        True,
        True,
        False,
    ]


def test_a_batch_makes_it_in_several_processes_when_it_is_due(site: Path, tmp_path: Path) -> None:
    wishes = ("--lang", "sv", "--format", "html", "--out", tmp_path, "--jobs", 2)
    day = ("--on", "2027-02-10", "--within", "30d")
    done = execute(site, "batch", CONTRACT, *wishes, *day)
    assert "RE-2024-0307/site-visit.M3.sv.html" in done.out


def test_what_is_due_names_the_command_that_makes_it(site: Path) -> None:
    duties = json.loads(execute(site, "due", CONTRACT, "--on", "2027-02-10", "--json").out)
    commands = {(duty["kind"], duty["item"]): duty["command"] for duty in duties}
    assert commands["monitoring_to_do", "M3"] == f"realisera generate site-visit {CONTRACT} --activity M3"


def test_it_can_be_verified(site: Path, made: Path) -> None:
    done = execute(site, "verify", made / "site-visit.M3.sv.docx", "--contract", CONTRACT)
    assert done.code == 0, done.out + done.err


def test_a_workspace_may_say_it_in_words_of_its_own(site: Path, tmp_path: Path) -> None:
    region = shutil.copytree(ROOT / "examples", tmp_path / "region", ignore=shutil.ignore_patterns("plugin"))
    (region / "content").mkdir()
    text = (PACKAGE / "content/site-visit.md").read_text(encoding="utf-8")
    (region / "content/site-visit.md").write_text(text.replace("# Protokoll från platsbesök", "# Besöksnotat"), encoding="utf-8")
    source = region / "contracts/surgical-instruments.yaml"
    wishes = ("--lang", "sv", "--format", "html", "--out", tmp_path / "out")
    assert execute(site, "generate", "site-visit", source, *wishes, "--on", "2026-11-22").code == 0
    assert "<h1>Besöksnotat</h1>" in (tmp_path / "out/RE-2024-0307/site-visit.M3.sv.html").read_text(encoding="utf-8")


def test_it_can_be_completed_by_a_shell(site: Path) -> None:
    program = (
        "from click.shell_completion import ShellComplete\n"
        "from generator.cli import main\n"
        "complete = ShellComplete(main, {}, 'realisera', '_REALISERA_COMPLETE').get_completions\n"
        "print([item.value for words in (['generate'], ['batch', '--only']) for item in complete(words, 'si')])\n"
    )
    assert execute(site, program=program).out == "['site-visit', 'site-visit']\n"


# Catalogs


def test_its_catalogs_are_in_step_and_hold_its_own_texts_only(site: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(PACKAGE, tmp_path / PACKAGE.name, ignore=shutil.ignore_patterns("__pycache__"))
    before = read_files(folder)
    for words in (["extract"], ["update"]):
        done = execute(site, "locale", *words, folder=folder)
        assert done.code == 0, done.out + done.err
    assert read_files(folder) == before


def test_its_catalogs_can_be_checked_where_it_is_not_installed(tmp_path: Path) -> None:
    done = execute(tmp_path, "locale", "check", "--strict", folder=PACKAGE)
    assert (done.code, done.err) == (0, "Catalogs checked: 1. Findings: 0.\n")


# What is wrong


def test_one_that_fails_is_named_and_the_rest_is_made(site: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    put_package(broken, "broken_visit", "import no_such_thing\n", "broken-visit = broken_visit:VISIT")
    both = Path(os.pathsep.join([str(broken), str(site)]))
    told = (
        "warning: the document 'broken-visit' of the package broken_visit can't be used: broken_visit:VISIT fails: "
        "ModuleNotFoundError: No module named 'no_such_thing' [RE3052]\n"
        "  hint: install another version of it, or take it out: pip uninstall broken_visit\n"
    )
    wishes = ("--lang", "sv", "--format", "html", "--out", tmp_path, "--on", "2026-11-22")
    done = execute(both, "generate", "site-visit", CONTRACT, *wishes)
    assert (done.code, done.err[: len(told)]) == (0, told)
    assert execute(both, "documents").err == told
    checked = execute(both, "check", ROOT / "examples")
    assert checked.code == 1
    assert told.replace("warning", "error", 1) in checked.out


def test_one_that_takes_a_name_of_the_products_changes_nothing(tmp_path: Path) -> None:
    folder = put_package(tmp_path / "site", "taker", "raise SystemExit\n", "action-plan = taker:PLAN")
    (folder / "content").mkdir()
    (folder / "content/action-plan.md").write_text("# Något annat\n", encoding="utf-8")
    wishes = ("--lang", "sv", "--format", "html", "--out", tmp_path, "--deviation", "D2", "--on", "2026-11-22")
    done = execute(tmp_path / "site", "generate", "action-plan", CONTRACT, *wishes)
    assert done.code == 0
    assert done.err.startswith(
        "warning: the package taker isn't used: its document 'action-plan' has the name of one of realisera [RE3054]\n"
    )
    assert "<h1>Åtgärdsplan</h1>" in (tmp_path / "RE-2024-0307/action-plan.D2.sv.html").read_text(encoding="utf-8")
