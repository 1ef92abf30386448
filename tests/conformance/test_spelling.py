"""Every word of the documents and of the command is spelt as a dictionary has it, or stands in a list of our own."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest
from babel.messages import Message as Entry

from generator.text.catalogs import read_catalog
from generator.text.placeholders import hide_placeholders
from generator.workspace import PACKAGE
from tests.conformance.tools import HUNSPELL, require

OWN = Path(__file__).with_name("spelling")
"""Names, and words of the trade that no dictionary has: a list for each language, and one of what is typed."""
DICTIONARIES = {"sv": "sv_SE", "en": "en_GB", "de": "de_DE"}
CATALOGS = {
    "documents": ("locales/en/LC_MESSAGES/documents.po", "sv", "en"),
    "German documents": ("locales/de/LC_MESSAGES/documents.po", "sv", "de"),
    "cli": ("locales/sv/LC_MESSAGES/cli.po", "en", "sv"),
}
"""Each with the language of its sources and that of its translations."""
_CODE = re.compile(
    r"`[^`]*`|\w+://\S+|[\w.-]+@[\w.-]+|(?<!\w)--?[a-z][\w-]*|\S*[/_\\]\S*|\w+(?:\.\w+)+|\w+\[\S*|(?<!\w)[A-Z]{2,}\w*"
)
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


def list_words(texts: Iterable[str]) -> set[str]:
    """The words of texts, without values, addresses, options, names of files and what is written in capitals."""
    plain = (_CODE.sub(" ", hide_placeholders(text, " ")).replace("*", "") for text in texts)
    return {word for text in plain for word in _WORD.findall(text)}


def find_unknown(words: Iterable[str], language: str) -> set[str]:
    """Those that neither the dictionary of a language nor our own list has."""
    require(HUNSPELL)
    command = ["hunspell", "-d", DICTIONARIES[language], "-i", "utf-8", "-l"]
    done = subprocess.run(command, input="\n".join(sorted(words)), capture_output=True, text=True, encoding="utf-8", check=True)
    return set(done.stdout.split()) - read_own(language) - read_own("typed")


def read_own(name: str) -> set[str]:
    return set((OWN / f"{name}.txt").read_text(encoding="utf-8").split())


def list_texts(entry: Entry, side: str) -> list[str]:
    texts = entry.id if side == "source" else entry.string
    return [texts] if isinstance(texts, str) else list(texts or ())


@pytest.mark.parametrize("side", ["source", "translation"])
@pytest.mark.parametrize("name", CATALOGS)
def test_every_word_is_spelt_right(name: str, side: str) -> None:
    path, *languages = CATALOGS[name]
    entries = [entry for entry in read_catalog(PACKAGE / path) if entry.id]
    words = list_words(text for entry in entries for text in list_texts(entry, side))
    assert len(words) > 1000
    assert find_unknown(words, languages[side == "translation"]) == set()


def test_a_word_that_is_spelt_wrong_is_found() -> None:
    assert find_unknown(list_words(["En åtgärdplann för `xyzzy` {namnn}"]), "sv") == {"åtgärdplann"}


@pytest.mark.parametrize("language", DICTIONARIES)
def test_our_own_list_has_no_word_that_a_dictionary_has(language: str) -> None:
    require(HUNSPELL)
    own = sorted(read_own(language))
    command = ["hunspell", "-d", DICTIONARIES[language], "-i", "utf-8", "-l"]
    unknown = subprocess.run(command, input="\n".join(own), capture_output=True, text=True, encoding="utf-8", check=True).stdout
    assert sorted(unknown.split()) == own


def test_the_command_sets_values_between_the_same_marks_in_swedish_as_in_english() -> None:
    catalog, *_languages = CATALOGS["cli"]
    entries = [entry for entry in read_catalog(PACKAGE / catalog) if entry.id]
    said = [text for entry in entries for text in list_texts(entry, "translation")]
    assert sum("'{" in text for text in said) > 50
    assert [text for text in said if set(text) & set("”“’‘»«")] == []
