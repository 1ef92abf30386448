"""The documents' English is plain: the catalog has none of the expressions that a reader who knows no Swedish stumbles over."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from generator.errors import Place
from generator.text.catalogs import Entry, load_catalog
from generator.workspace import Files

EXPRESSIONS = [
    (r"\broutines?\b", "the routine for checking ages", "procedure"),
    (r"\bsee(s|ing)? to it that\b", "See to it that every child has a place.", "make sure that"),
    (r"^besides\b", "Besides the contracts in the table, we have one more.", "in addition to"),
    (r"\b(become|get|make \w+ \w+) better\b", "Things have become better.", "improve"),
    (r"\bonly read papers\b", "Do not only read papers.", "rely on paperwork alone"),
    (r"\bhave the management adopt\b", "Have the management adopt a policy.", "ask your management to adopt"),
    (r"\bright to decide\b", "time, knowledge and the right to decide", "authority"),
    (r"\b(will be|everything is) ready\b", "when each action will be ready", "will be completed"),
    (r"\bfailure\b", "while the failure lasts", "the breach, which continues until it is remedied"),
    (r"\}\} with errors\b", "{{ view.files }} with errors.", "contain errors, or are not counted because of errors"),
    (r"\b(begun weeks?|weeks? begun)\b", "For each begun week", "each week, or part of a week"),
    (r"\bexposed\b", "Exposed groups", "vulnerable"),
    (r"\btime to answer\b", "when the time to answer runs out", "the deadline for your reply"),
    (r"\bends already\b", "but the contract ends already on {{ view.ends }}", "ends earlier, on"),
    (r"^came\b|\bhas not come\b|\bdid not come\b", "Came {day}", "received, not yet received"),
    (r"\bhas not answered\b|\bno answer\b|\banswer(ed)? (is |was )?due\b", "The supplier has not answered", "reply"),
    (r"\bput out\b", "Is work put out to many?", "outsourced"),
    (r"\bverifications\b", "Support the answers with verifications.", "evidence (verification)"),
    (r"\bworks? actively\b", "suppliers that work actively", "take this work seriously"),
    (
        r"\bkeeps? (to )?the (contract )?clause\b|\bclause is kept\b",
        "The supplier keeps the contract clause.",
        "comply with the clause",
    ),
    (r"\banother day off\b", "a Saturday, a Sunday or another day off", "a public holiday"),
    (
        r"\b(a|the|every|each) child\b[^.]*\b(it (is|was|can|gets)|its (education|schooling|family|name))\b",
        "until the child has finished its schooling",
        "he or she",
    ),
    (r"\bmask(s|ed|ing)?\b", "We mask what is secret.", "redact"),
    (r"\bofficial documents?\b", "It becomes an official document.", "public document"),
    (r"\bglobal (trade )?unions\b", "authorities and global trade unions", "global union federations"),
    (r"\bfollow(ed|s|ing)? up\b", "The contract has been followed up.", "monitor"),
    (r"\bin in\b", "Fill them in in the contract file.", "enter … in"),
    (r"\b(made|is|be made) probable\b", "The deviation has been made probable.", "shown to be probable"),
    (r"(?<!merely )\bbecause a (sub-)?supplier\b", "We claim no penalty because a supplier refuses.", "merely because"),
    (r"\byou will (also )?(send|pay|deliver|report|take|have|comply|reply)\b", "You will also pay for the audit.", "you must"),
    (r"\bneed a talk\b|\btalks\b", "Some questions need a talk.", "discuss, conversations"),
    (r"\b(of|with) persons\b", "without names of persons", "people's names, who is responsible"),
    (r"\btell(s)? of\b", "It refuses to tell of its part.", "disclose, tell about"),
    (r"\balso at\b", "Deviations are common, also at good suppliers.", "even among, including at"),
    (r"\bend your business\b", "Do not end your business with the factory.", "stop doing business with"),
    (r"\bget an action plan\b", "Every deviation must get an action plan.", "have an action plan"),
    (
        r"\N{RIGHT SINGLE QUOTATION MARK}",
        "the child\N{RIGHT SINGLE QUOTATION MARK}s name",
        "the straight apostrophe that the rest of the catalog has",
    ),
]
"""What isn't said, in any case of letters; a text that says it; and what is said in its place."""


def find_expressions(entries: Iterable[Entry]) -> list[str]:
    """Every expression in a translation, as the place, the words found and what is better."""
    return [
        f"{entry.place}: '{found.group()}' is better said as {better}"
        for entry in entries
        for text in entry.strings
        for expression, _example, better in EXPRESSIONS
        for found in re.finditer(expression, text, re.IGNORECASE | re.MULTILINE)
    ]


def make_entry(text: str) -> Entry:
    """A translation with one form."""
    return Entry((text,), fuzzy=False, place=Place("documents.po", 1))


def test_no_expression_stands_in_the_catalog() -> None:
    assert find_expressions(load_catalog(Files(), "en").entries.values()) == []


@pytest.mark.parametrize(("example", "better"), [row[1:] for row in EXPRESSIONS])
def test_each_expression_is_found(example: str, better: str) -> None:
    (finding,) = find_expressions([make_entry(example)])
    assert finding.startswith("documents.po:1: '")
    assert finding.endswith(f"' is better said as {better}")


def test_an_expression_on_a_later_line_and_in_a_plural_form_is_found() -> None:
    entry = Entry(("{n} week", "Two.\nBesides, {n} begun weeks"), fuzzy=False, place=Place("documents.po", 7))
    assert [finding.split(" is ")[0] for finding in find_expressions([entry])] == [
        "documents.po:7: 'Besides'",
        "documents.po:7: 'begun weeks'",
    ]


@pytest.mark.parametrize(
    "said",
    [
        "No penalty is charged merely because a supplier refuses.",
        "Be ready by that day. What you will do, and who does it.",
        "The child goes to school until he or she is grown. It takes time.",
        "A child whose factory loses its customer can end up in more dangerous work.",
        "The follow-up plan shows what is monitored.",
        "We hope that the products can be put in order.",
    ],
)
def test_what_is_plain_is_left(said: str) -> None:
    assert find_expressions([make_entry(said)]) == []
