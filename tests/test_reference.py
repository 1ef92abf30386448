"""The reference pages say what the program says, in both languages, and leave nothing out."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from generator.cli import main
from generator.cli.words import find_translation
from generator.contract import messages
from generator.contract.models import Contract
from generator.contract.report import Report
from generator.contract.shape import list_patterns
from tools.gallery import FOLDER, list_missing
from tools.reference.__main__ import PAGES
from tools.reference.messages import list_messages
from tools.reference.pages import ROOT, escape_cell, escape_text


@pytest.mark.parametrize(("name", "made"), PAGES.items(), ids=PAGES)
def test_pages_are_fresh(name: str, made: tuple[Callable[[str], str], str]) -> None:
    write, lang = made
    assert (ROOT / name).read_text(encoding="utf-8") == write(lang), "run make reference"


def test_every_field_is_told() -> None:
    told = set(re.findall(r"^\| `(\w+)`", (ROOT / "docs/reference/fields.md").read_text(encoding="utf-8"), re.MULTILINE))
    keys = {pattern.rpartition(".")[2].rstrip("[]") for kind in (Contract, Report) for pattern in list_patterns(kind)}
    assert keys - told == set()


def test_every_command_is_told() -> None:
    page = (ROOT / "docs/referens/kommandon.md").read_text(encoding="utf-8")
    assert [name for name in main.commands if f"## realisera {name}\n" not in page] == []
    assert "## realisera locale check\n" in page


@pytest.mark.parametrize(("name", "lang"), [("docs/reference/messages.md", "en"), ("docs/referens/meddelanden.md", "sv")])
def test_every_mistake_of_a_contract_is_told_with_what_to_do(name: str, lang: str) -> None:
    page, say = (ROOT / name).read_text(encoding="utf-8"), find_translation(lang)
    mistakes = [each for each in vars(messages).values() if isinstance(each, messages.Mistake)]
    assert len(mistakes) > 150
    told = [[escape_cell(escape_text(say(text))) if text else "" for text in (each.message, each.hint)] for each in mistakes]
    assert [row for row in told if f"{' | '.join(row)} |" not in page] == []


def test_a_message_goes_with_its_own_hint_where_names_are_used_twice() -> None:
    hints = {said.message: said.hint for said in list_messages("recording/releases.py")}
    assert hints["{name} was changed after it was made"] == "see how with: realisera verify"
    assert hints["{name} is a masked document"] == "look at what was sent, and correct the edition"


@pytest.mark.parametrize(
    ("text", "written"),
    [("'{value}' is *one*", r"'`{value}`' is \*one\*"), ("a|b <c>", r"a|b \<c\>"), ("{% if %} {{ x }}", "{% if %} {{ x }}")],
)
def test_markdown_takes_no_letter_of_a_message_for_its_own(text: str, written: str) -> None:
    assert escape_text(text) == written


def test_every_document_has_a_picture_and_all_of_them_stay_small() -> None:
    assert list(list_missing()) == [], "run make gallery"
    assert sum(path.stat().st_size for path in (ROOT / FOLDER).iterdir()) < 400_000
