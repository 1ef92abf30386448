"""No sentence is glued together from pieces that a language with cases can't say: in all texts, before anyone translates.

What is found by form alone: a counted thing after a preposition has a message of its own for that use; a list stands after a
whole sentence, not after a preposition; what stands after an article or an attribute is a fixed word; and a word of
ours, or a list, stands by itself: first in its text, after a colon, within brackets or after its number.
"""

from __future__ import annotations

import re
from enum import Enum
from pathlib import PurePath
from typing import get_origin

import pytest

from generator.contract.clause import ClauseWord, SourceText
from generator.documents import list_documents
from generator.text.compiling import read_blocks
from generator.text.composing import COMPONENTS, read_terms, read_text
from generator.text.names import find_type
from generator.workspace import Files

PREPOSITIONS = (
    r"(?:av|bakom|bland|efter|enligt|för|från|före|genom|hos|i|inom|innan|med|mellan|mot|om|på|sedan|till|under|ur|utom"
    r"|vid|än|över)"
)
ATTRIBUTES = r"(?:en|ett|ingen|inget|inga|samma|förra|nästa|varje|vår|vårt|våra|er|ert|era|denna|detta|dessa)"
FILES = Files()
SOURCES = {name: read_text(FILES, name) for name in (*FILES.list_names("content/*.md"), COMPONENTS)}
TERMS = read_terms(FILES)
_COUNT = r'\| ?count\("([\w ]+)"'
FIXED = re.compile(r"deviation|words\.\w+|view\.officer.*|.*\bname\b.*")
"""What may stand after an article: the clause's own word, which a translator sees as it is, and names."""


def find_uncased(source: str) -> list[str]:
    """What counts a thing after a preposition and doesn't say what for."""
    blocks = re.findall(rf"\b{PREPOSITIONS} (\{{\{{[^{{}}]*{_COUNT}[^{{}}]*\}}\}})", source, re.IGNORECASE)
    found = [tag for tag, unit in blocks if " " not in unit]
    for line in source.split("\n"):
        for name, unit in re.findall(rf"(\w+)=[\w.]+ {_COUNT}\)", line):
            is_after = re.search(rf"\b{PREPOSITIONS} \{{{name}\}}", line, re.IGNORECASE)
            sentences = re.findall(r'count\("(\w+)", ', line)
            is_after_in_terms = any(re.search(rf"\b{PREPOSITIONS} \{{{name}\}}", TERMS["counts"][each][0]) for each in sentences)
            if (is_after or is_after_in_terms) and " " not in unit:
                found.append(f"{name}: {unit}")
    return found


def find_unfinished(source: str, name: str) -> list[str]:
    """Paragraphs that end with a preposition, so that what follows must be in the case that it asks for."""
    blocks = read_blocks(source, name) if name != COMPONENTS else ()
    return [block.text for block in blocks if block.kind == "p" and re.search(rf"\b{PREPOSITIONS}$", block.text)]


def find_attributed(source: str) -> list[str]:
    """Values after an article or an attribute, but fixed words."""
    values = re.findall(rf"\b{ATTRIBUTES} \{{\{{? ?([^{{}}]*?) ?\}}\}}?", source)
    return [value for value in values if not FIXED.fullmatch(value)]


def find_stuck(source: str, name: str, view: type) -> list[str]:
    """Words of ours and lists that stand within a sentence, where another language asks for a case."""
    found = []
    for block in read_blocks(source, name):
        loops = dict(re.findall(r"\bfor (\w+) in (view(?:\.\w+)+)", "\n".join(source.split("\n")[: block.place.line])))
        for tag in re.finditer(r"\{\{ (\w+(?:\.\w+)+)(?! \| (?:count|length)\b)[^{}]*\}\}", block.text):
            kind = find_type(tag[1], view, loops)
            kind = get_origin(kind) or kind
            is_ours = isinstance(kind, type) and issubclass(kind, Enum | SourceText | tuple) and not issubclass(kind, ClauseWord)
            if is_ours and not re.search(r"(^|[:.] |[(]|[*]{2}|number \}\} )$", block.text[: tag.start()]):
                found.append(tag[1])
    return found


@pytest.mark.parametrize("document", list_documents(), ids=lambda document: document.slug)
def test_a_word_of_ours_or_a_list_stands_by_itself(document):
    name = f"content/{document.slug}.md"
    assert find_stuck(SOURCES[name], name, document.view) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nästa steg i trappan är {{ view.next }}.", ["view.next"]),
        ("Vi tar nästa steg i trappan: {{ view.next }}.", []),
        ("Vårt brev ({{ view.next }}) kom fram.", []),
        ("{{ view.next | capital }} är nästa steg.", []),
        ("Från oss till {{ view.about.supplier }}.", []),
    ],
)
def test_a_word_of_ours_within_a_sentence_is_found(text, found):
    view = next(document.view for document in list_documents() if document.slug == "escalation-letter")
    assert find_stuck(f"# Titel\n\n{text}\n", "content/x.md", view) == found


@pytest.mark.parametrize("name", SOURCES)
def test_a_counted_thing_after_a_preposition_says_what_it_is_counted_for(name):
    assert find_uncased(SOURCES[name]) == []


@pytest.mark.parametrize("name", [name for name in SOURCES if PurePath(name).suffix == ".md"])
def test_a_list_stands_after_a_sentence(name):
    assert find_unfinished(SOURCES[name], name) == []


@pytest.mark.parametrize("name", SOURCES)
def test_no_value_but_a_fixed_word_stands_after_an_article(name):
    assert find_attributed(SOURCES[name]) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('Svara inom {{ view.days | count("day") }}.', 1),
        ('Svara inom {{ view.days | count("day within") }}.', 0),
        ('Fristen är {{ view.days | count("day") }}.', 0),
        ('{{ _("Svara inom {days}.", days=view.days | count("day")) }}', 1),
        ('{{ _("Svara inom {days}.", days=view.days | count("day within")) }}', 0),
        ('{{ _("{days} kvar", days=view.days | count("day")) }}', 0),
        ('{{ view.n | count("answered_question", whole=view.asked | count("question")) }}', 1),
        ('{{ view.n | count("answered_question", whole=view.asked | count("question of")) }}', 0),
    ],
)
def test_what_is_counted_in_the_wrong_form_is_found(source, found):
    assert len(find_uncased(source)) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [("Avtalet kräver att ni berättar om\n\n- {{ x }}", 1), ("Avtalet kräver det här:\n\n- {{ x }}", 0)],
)
def test_a_list_after_a_preposition_is_found(source, found):
    assert len(find_unfinished(f"# Titel\n\n{source}\n", "content/x.md")) == found


def test_a_value_after_an_article_is_found():
    assert find_attributed("En {{ view.kind }} och en {{ words.severe_deviation }}, vårt förra {{ view.step }}") == ["view.step"]
