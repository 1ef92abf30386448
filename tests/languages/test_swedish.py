"""What the Swedish texts don't say: promises that the law leaves open, the product's own name, and turns that aren't Swedish."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXTS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for pattern in (
        "content/*.md",
        "content/terms.yaml",
        "content/ladder/*.yaml",
        "content/clause/*.yaml",
        "templates/components.html",
    )
    for path in sorted(ROOT.glob(pattern))
}
"""Every file that holds words of the documents."""
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
YAML_COMMENT = re.compile(r"(?m)^\s*#.*$")
VERBS = "Har|Hinner|Bygger|Hittar|Säger|Behöver|Förändras|Får|Kommer|Saknas"
UNCONDITIONAL = rf"(?<![\w,])({VERBS}) (ni|vi|guiden|inget|stoppet|beslutet|två) "

AVOIDED = {
    r"Ni får inget vite": "Vi begär inget vite om skälet är …",
    r"även medan den utreds": "medan vi utreder om det finns skäl",
    r"omedelbar verkan bara om": "enligt kontraktsvillkoren kan …: other terms may allow it too",
    r"anta att det finns en": "förekommer eller har förekommit",
    r"åtagit er att delta i program": "utveckla, eller delta i och bidra till, policyer och program",
    r"Vi är en myndighet": "Vi omfattas av offentlighetsprincipen",
    r"Läget avser": "Uppgifterna gäller",
    r"i linje med FN": "only what is true of how this analysis ranks",
    r"Vi hade inga mål|inte sammanfattat våra lärdomar": "not printed in what is published",
    r"[Rr]eviderat|[Rr]eviderade": "revision har gjorts, avtal med revision: reviderat means amended",
    r"vårt förra steg": "vårt förra brev",
    r"skulle ha kommit den ": "senast den",
    r"i stort\b": "i sin helhet",
    r"\bej\b": "inte",
    r"\bDessa\b": "De här",
    r"\bkv\. ": "kvartal",
    r"Timmar var\b": "Timmar per deltagare",
    r'"Gånger"': "Antal gånger",
    r"från det här brevet|från det att vi begär": "från vår begäran: a time limit has one starting point",
    UNCONDITIONAL: "a condition begins with om",
}
"""What isn't written, and what is said instead or why."""


def find(pattern: str) -> list[str]:
    """The places where a text says it; comments aside, and questions, which may begin with their verb."""
    found = []
    for name, text in TEXTS.items():
        said = (YAML_COMMENT if name.endswith(".yaml") else COMMENT).sub(lambda match: re.sub(r"[^\n]", "", match[0]), text)
        for number, line in enumerate(said.split("\n"), 1):
            sentences = re.split(r"(?<=[.!?]) ", line)
            found += [f"{name}:{number}: {each}" for each in sentences if re.search(pattern, each) and not each.endswith("?")]
    return found


@pytest.mark.parametrize("pattern", AVOIDED)
def test_it_is_not_said_so(pattern: str) -> None:
    assert find(pattern) == [], AVOIDED[pattern]


def test_the_search_finds_what_is_there_and_passes_over_comments() -> None:
    assert find(r"[Åå]tgärdsplan") != []
    assert find(r"the guidance that this product") == []


def test_only_what_the_officer_keeps_names_the_product() -> None:
    named = {name.partition(":")[0] for name in find(r"\brealisera\b(?! avtal)")}
    assert named <= {"content/escalation-record.md", "templates/components.html"}
    shown = {name for name, text in TEXTS.items() if "default_ladder_note(" in text}
    assert shown == {"content/checklist.md", "templates/components.html"}
