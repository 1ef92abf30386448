"""What CONTRIBUTING.md tells is done, line by line, in a copy of the product: each step works, and so does what comes of it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
TAKEN = ("generator", "content", "templates", "locales", "examples", "docs", "tools")
"""What the copy has, beside the pages."""
CHAPTERS = ("Add a document type", "Change an input field", "Add a step to the escalation ladder", "Add a language")
CONTRACTS = "examples/contracts"
BLOCK = re.compile(r"^(?P<indent> *)```(?P<kind>\w+) ?(?P<file>\S*)\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)
PAIR = re.compile(r'msgid "(.*)"\nmsgstr "(.*)"')

pytestmark = pytest.mark.long


class Step(NamedTuple):
    """A block of a chapter: a file to write or to change, or commands to give."""

    kind: str
    file: str
    text: str


def list_steps(chapter: str) -> Iterator[Step]:
    """The steps of a chapter, in order."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    [text] = re.findall(rf"^## {chapter}\n(.*?)(?=^## )", page, re.MULTILINE | re.DOTALL)
    for block in BLOCK.finditer(text):
        yield Step(block["kind"], block["file"], textwrap.dedent(block["text"]))


class Copy:
    """A copy of the product, on which steps are done."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in TAKEN:
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", "pictures"))
        for name in ("ARCHITECTURE.md", "Makefile"):
            shutil.copyfile(ROOT / name, root / name)
        self._put_program("python", f'exec {sys.executable} "$@"')
        self._put_program("realisera", f"exec {sys.executable} -c 'from generator.cli import main; main()' \"$@\"")

    def _put_program(self, name: str, line: str) -> None:
        path = self.root / ".venv/bin" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        path.chmod(0o755)

    def do(self, step: Step) -> str:
        """Do what a step tells; what it printed, where it is commands."""
        if step.kind == "sh":
            return self.run(step.text)
        path = self.root / step.file
        if step.kind == "diff":
            path.write_text(change(path.read_text(encoding="utf-8"), step.text), encoding="utf-8")
        elif step.kind == "po":
            path.write_text(translate(path.read_text(encoding="utf-8"), step.text), encoding="utf-8")
        else:
            assert not path.exists()
            path.write_text(step.text, encoding="utf-8")
        return ""

    def run(self, commands: str) -> str:
        """Give commands as somebody does who stands in the product's folder; the environment is set up already."""
        environment = {**os.environ, "PYTHONPATH": str(self.root), "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}
        script = f'set -e\nmake() {{ command make --silent --old-file=develop "$@"; }}\n{commands}'
        done = subprocess.run(
            ["sh", "-c", script], cwd=self.root, env=environment, check=False, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, f"{commands}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def read(self, name: str) -> str:
        """What a file says."""
        return (self.root / name).read_text(encoding="utf-8")


def change(text: str, diff: str) -> str:
    """A text with a change, whose place is told by the lines around it."""
    lines = diff.splitlines(keepends=True)
    old, new = ("".join(line[1:] for line in lines if line[0] != sign) for sign in "+-")
    assert text.count(old) == 1, f"there is no one place for:\n{diff}"
    return text.replace(old, new)


def translate(catalog: str, pairs: str) -> str:
    """A catalog with translations of texts that had none."""
    for source, translation in PAIR.findall(pairs):
        old = f'\nmsgid "{source}"\nmsgstr ""\n'
        assert catalog.count(old) == 1, f"this is not a text without a translation: {source}"
        catalog = catalog.replace(old, f'\nmsgid "{source}"\nmsgstr "{translation}"\n')
    return catalog


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A copy of the product, as it is."""
    return Copy(tmp_path_factory.mktemp("copy") / "product")


@pytest.fixture(scope="module")
def told(copy: Copy) -> dict[str, str]:
    """What the commands of each chapter printed; all chapters have been followed, one after the other."""
    return {chapter: "".join(copy.do(step) for step in list_steps(chapter)) for chapter in CHAPTERS}


def test_the_type_is_made_and_listed(copy: Copy, told: dict[str, str]) -> None:
    made = [line for line in told["Add a document type"].splitlines() if line.startswith("output/")]
    forms = ("docx", "pdf", "html")
    assert made == [f"output/RE-2026-0118/contract-card.{lang}.{form}" for lang in ("sv", "sv-en") for form in forms]
    page = copy.read("output/RE-2026-0118/contract-card.sv.html")
    assert "<h1>Avtalskort</h1>" in page
    assert "Contract card" in copy.read("output/RE-2026-0118/contract-card.sv-en.html")
    assert "\ncontract-card  Avtalskort\n" in copy.run(".venv/bin/realisera documents")
    assert "| Contract card | `contract-card` | own use |" in copy.read("docs/usage.md")
    assert "`contract_card`" in copy.read("ARCHITECTURE.md")


@pytest.mark.usefixtures("told")
def test_the_field_is_read_and_stands_in_the_schema(copy: Copy) -> None:
    schema = json.loads(copy.read("docs/contract.schema.json"))
    assert schema["$defs"]["Buyer"]["properties"]["unit"]["description"] == "The unit that answers for the contract."
    contract = copy.read(f"{CONTRACTS}/wound-care.yaml")
    filled = change(contract, " buyer:\n+  unit: {sv: Inköp, en: Purchasing}\n")
    (copy.root / "filled.yaml").write_text(filled, encoding="utf-8")
    program = (
        "from pathlib import Path; from generator import Workspace, open_case; "
        "print(open_case(Path('filled.yaml'), Workspace.find(Path('examples'))).contract.buyer.unit.get('en'))"
    )
    assert copy.run(f'.venv/bin/python -c "{program}"') == "Purchasing\n"


def test_the_step_can_be_taken(copy: Copy, told: dict[str, str]) -> None:
    assert "step: second_dialogue, date: 2026-11-22, decided_by: buyer.officer" in copy.read("output/tried.yaml")
    made = "output/RE-2024-0307/escalation-letter.D1.second_dialogue.en.html"
    assert f"{made}\n" in told["Add a step to the escalation ladder"]
    assert "We want to go through the deviation with you once more" in copy.read(made)


def test_documents_are_there_in_the_language(copy: Copy, told: dict[str, str]) -> None:
    assert "output/RE-2026-0118/contract-card.fi.html\n" in told["Add a language"]
    page = copy.read("output/RE-2026-0118/contract-card.fi.html")
    assert '<html lang="fi">' in page
    assert "<h1>Sopimuskortti</h1>" in page
