"""What all tests share: the examples, what is made of them, and golden files.

Golden files are refreshed by `pytest --refresh-goldens` and read in review.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from generator.cli import main
from generator.rendering import letters
from generator.text import calls, compiling, composing
from generator.translating import domains
from tests.compiling_once import CompilingOnce, ConvertingOnce, ExtractingOnce, ParsingOnce
from tests.making import share_making


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refresh-goldens", action="store_true", help="write golden files anew instead of comparing with them")


def pytest_configure() -> None:
    """What tests share is large and lasts, so the collector looks through it more seldom: it took a seventh of their time."""
    gc.set_threshold(100_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits for all documents of the examples is long."""
    for item in items:
        if {"made", "made_by_typst"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("long")


@pytest.fixture(autouse=True, scope="session")
def compile_once() -> Iterator[None]:
    """Texts are compiled once in this process, and fonts read once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiling, "_markdown", ConvertingOnce(compiling._markdown))
        patch.setattr(letters, "_read_letters", cache(letters._read_letters))
        patch.setattr(composing, "Sandbox", CompilingOnce)
        patch.setattr(calls, "Environment", ParsingOnce)
        patch.setattr(domains, "extract_documents", ExtractingOnce(domains.extract_documents))
        yield


def load_commands(group: click.Group = main) -> None:
    """Load each command, which has its help in the language that is set when it is loaded."""
    context = click.Context(group)
    for name in group.list_commands(context):
        _, command, _ = group.resolve_command(context, [name])
        if isinstance(command, click.Group):
            load_commands(command)


@pytest.fixture(autouse=True, scope="session")
def speak_english() -> None:
    """All commands have their help in English, whichever test comes first."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANGUAGE", "en")
        load_commands()


@pytest.fixture(autouse=True, scope="session")
def take_interrupts() -> None:
    """Ctrl-C reaches what tests start, also where they run in the background of a shell, which ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def frozen() -> Iterator[None]:
    """What is there before isn't looked through when a test collects, which else takes the longer, the more tests were before."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """A function that compares a text with a golden file, or writes it there."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--refresh-goldens"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"{path} is not there: run pytest --refresh-goldens"
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="session")
def examples() -> Path:
    """The workspace of examples."""
    return Path(__file__).parent.parent / "examples"


@pytest.fixture(scope="session")
def made(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All documents of the examples, made in the tests' own processes; to be looked at, not changed."""
    return share_making(examples, _share_folder(tmp_path_factory) / "all")


@pytest.fixture(scope="session")
def made_by_typst(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, as PDFs by Typst and web pages alone: records name the formats that there are of what they cite."""
    return share_making(examples, _share_folder(tmp_path_factory) / "typst", ("html", "pdf"), "typst")


def _share_folder(factory: pytest.TempPathFactory) -> Path:
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder
