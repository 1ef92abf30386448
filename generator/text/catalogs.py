"""Translations of document texts, read from gettext catalogs. Called by `text.composing` and by the locale tools."""

from __future__ import annotations

import gettext
import re
from collections import Counter
from collections.abc import Callable, Mapping
from email import message_from_string
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

from babel.messages import Catalog as Messages
from babel.messages import pofile
from msgspec import Struct

from generator.errors import Finding, Place, TextError, explain
from generator.text.language import SOURCE
from generator.workspace import Files

_LINE = re.compile(r'(#.*|((msgctxt|msgid|msgid_plural|msgstr(\[\d+\])?)\s*)?"([^"\\]|\\.)*")?')
"""What a line of a PO file can be: nothing, a comment, or a quoted string, perhaps after its keyword."""
_NOT_FOR_BABEL = re.compile(r'^[ \t]*(?:#~\|.*|"(?:POT-Creation|PO-Revision)-Date:[^"]*")$', re.MULTILINE)
"""What other programs write and Babel can't read: sources of obsolete entries, and dates that nobody filled in."""

_MOST_FORMS = 6
"""No language has more plural forms; Arabic has as many."""
_ENOUGH = 1001
"""How many numbers show a plural rule: no language has a form of its own for a greater one."""

Key = tuple[str, str]
"""Context (or nothing) and source text: what a message is looked up by."""


def catalog_name(lang: str, domain: str = "documents") -> str:
    """The path of a language's catalog, relative to a workspace."""
    return f"locales/{lang}/LC_MESSAGES/{domain}.po"


def list_known_languages(files: Files) -> tuple[str, ...]:
    """The languages that documents can be made in: that of the texts, and those with a catalog."""
    return tuple(dict.fromkeys([SOURCE, *(name.split("/")[1] for name in files.list_names(catalog_name("*")))]))


class Entry(Struct, frozen=True):
    """A message's translation: one string, or one per plural form. Fuzzy means that a translator must look at it again."""

    strings: tuple[str, ...]
    fuzzy: bool
    place: Place

    @property
    def is_ready(self) -> bool:
        """Whether it may stand in a document."""
        return not self.fuzzy and all(self.strings)


class Catalog(Struct, frozen=True, dict=True):
    """All translations into one language."""

    lang: str
    entries: Mapping[Key, Entry]
    plural_rule: str = "(n != 1)"
    awaits_lawyer: bool = False
    """Whether it says that no lawyer has read it yet."""

    @cached_property
    def plural_index(self) -> Callable[[int], int]:
        """Which plural form goes with a number, by the rule that the catalog itself states.

        Raises:
            TextError: the rule can't be read.
        """
        return read_plural_rule(self.plural_rule, Place(catalog_name(self.lang), 1))

    @cached_property
    def single_forms(self) -> frozenset[int]:
        """The plural forms that go with one number only, so that they may do without it: "one day"."""
        return find_single_forms(self.plural_index)

    def find(self, text: str, context: str = "") -> Entry | None:
        """The translation of a source text, or None."""
        return self.entries.get((context, text))


_HEAD = re.compile(r'^msgid ""\s*?\nmsgstr((?:\s*"(?:[^"\\]|\\.)*")+)', re.MULTILINE)
_LONGEST_HEAD = 16_000
"""Bytes within which the head of a catalog ends."""
_DOCUMENTS, _AWAITS_LAWYER = "X-Documents", "X-Awaits-Lawyer"
_ALL = "all"


def read_fields(path: Path) -> Mapping[str, str]:
    """The fields at the head of a catalog, by name, without reading the rest; read again only where the file has changed."""
    now = path.stat()
    return _read_head(path, now.st_mtime_ns, now.st_size)


@lru_cache(maxsize=64)
def _read_head(path: Path, _changed: int, _size: int) -> Mapping[str, str]:
    """The fields at the head of a catalog: asked for with every document that is planned."""
    with path.open("rb") as file:
        head = _HEAD.search(file.read(_LONGEST_HEAD).decode("utf-8-sig", "replace"))
    return MappingProxyType(dict(message_from_string(pofile.denormalize(head[1].strip())).items()) if head else {})


def read_documents(path: Path) -> frozenset[str] | None:
    """The documents that a catalog is for, by the names of their content files; None where it is for all."""
    names = read_fields(path).get(_DOCUMENTS, "").replace(",", " ").split() if path.exists() else []
    return frozenset(names) if names and _ALL not in names else None


def is_for(files: Files, lang: str, document: str) -> bool:
    """Whether a document is made in a language at all: some catalogs say which they are for.

    What the product has is there whatever a workspace's catalog says of itself; a catalog that says nothing is for the same as
    what it lies over.
    """
    paths = files.find_layers(catalog_name(lang)) if lang != SOURCE else ()
    said = [path for path in paths if read_fields(path).get(_DOCUMENTS)]
    return not said or any(documents is None or document in documents for documents in map(read_documents, said))


class _Messages(Messages):
    """Babel's catalog, which would make room for as many plural forms as its head says."""

    @property
    def num_plurals(self) -> int:
        """How many forms a counted thing has.

        Raises:
            _TooManyFormsError: no language has so many.
        """
        if not 0 < super().num_plurals <= _MOST_FORMS:
            raise _TooManyFormsError
        return super().num_plurals


class _TooManyFormsError(Exception):
    """The head of a catalog says that there are plural forms without end, or none."""


Read = Callable[[Path, str], Messages]
"""What reads a PO file, given its path and what findings call it."""


def read_plural_rule(rule: str, place: Place) -> Callable[[int], int]:
    """Which plural form goes with a number, by a rule as catalogs have it.

    Raises:
        TextError: it isn't one, or fails for some number.
    """
    try:
        plural_index: Callable[[int], int] = gettext.c2py(rule)
        for number in range(_ENOUGH):
            plural_index(number)
    except (ValueError, ArithmeticError, RecursionError, SyntaxError, MemoryError) as problem:
        hint = "copy the line Plural-Forms from another catalog of the language, or leave it out and update the catalog"
        raise TextError(Finding("the plural rule of this catalog can't be read", place, hint=hint)) from problem
    return plural_index


def find_single_forms(plural_index: Callable[[int], int]) -> frozenset[int]:
    """The plural forms of a rule that go with one number only."""
    found = Counter(plural_index(number) for number in range(_ENOUGH))
    return frozenset(form for form, times in found.items() if times == 1)


def load_catalog(files: Files, lang: str, read: Read | None = None) -> Catalog:
    """The catalog of a language: the workspace's entries over the product's own, message by message.

    Message by message, unlike all other files, so that a region that changes one paragraph translates one paragraph. `read` is
    what reads a file, where that isn't `read_catalog`.

    Raises:
        TextError: there is no such catalog, or it can't be read.
    """
    if lang == SOURCE:
        return Catalog(SOURCE, {})
    paths = files.find_layers(catalog_name(lang))
    if not paths:
        raise TextError(
            Finding(
                "there is no translation into '{lang}'",
                hint="make one with: realisera locale new {lang}",
                values={"lang": lang},
            )
        )
    entries: dict[Key, Entry] = {}
    rule, awaits_lawyer = "", False
    for path in reversed(paths):
        catalog = (read or read_catalog)(path, files.show(path))
        rule = rule or catalog.plural_expr
        awaits_lawyer = awaits_lawyer or read_fields(path).get(_AWAITS_LAWYER, "").lower() == "yes"
        for message in catalog:
            if message.id:
                strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
                text = message.id[0] if isinstance(message.id, tuple | list) else message.id
                place = Place(files.show(path), message.lineno or 0)
                entry = Entry(tuple(part or "" for part in strings), message.fuzzy, place)
                if entry.is_ready or (message.context or "", text) not in entries:
                    entries[message.context or "", text] = entry
    return Catalog(lang, entries, rule, awaits_lawyer)


def read_catalog(path: Path, shown_as: str | None = None) -> Messages:
    """A PO file as Babel's catalog. `shown_as` is what findings call the file.

    Raises:
        TextError: it isn't a PO file in UTF-8.
    """
    shown = shown_as or str(path)
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise _refuse(problem, shown) from problem
    return parse_catalog(data, shown)


def parse_catalog(data: bytes, shown: str) -> Messages:
    """What a PO file holds, as Babel's catalog. `shown` is what findings call the file.

    Raises:
        TextError: it isn't a PO file in UTF-8.
    """
    text = ""
    try:
        text = data.decode("utf-8-sig")
        _check_lines(text, shown)
        text = _NOT_FOR_BABEL.sub("", text)
        catalog = _Messages(charset="utf-8")
        pofile.PoFileParser(catalog, abort_invalid=True).parse(BytesIO(text.encode()))
        _ = catalog.num_plurals
    except _TooManyFormsError as problem:
        line = text[: text.find("nplurals")].count("\n") + 1
        hint = "copy the line Plural-Forms from another catalog of the language, or leave it out and update the catalog"
        values = {"most": str(_MOST_FORMS)}
        raise TextError(
            Finding(
                "no language has such a number of plural forms: they are from 1 to {most}",
                Place(shown, line),
                hint=hint,
                values=values,
            )
        ) from problem
    except (LookupError, ValueError, pofile.PoFileError) as problem:
        raise _refuse(problem, shown) from problem
    return catalog


def _refuse(problem: Exception, shown: str) -> TextError:
    """What is to be raised of a catalog that can't be read."""
    place = Place(shown, getattr(problem, "lineno", 0) or 0)
    said = explain(problem) if isinstance(problem, OSError | UnicodeError) else str(problem)
    return TextError(Finding("this catalog can't be read: {problem}", place, values={"problem": said}))


def _check_lines(text: str, shown: str) -> None:
    """Check that each line is one of a PO file; Babel would take half a string for a whole."""
    for number, line in enumerate(text.split("\n"), 1):
        if not _LINE.fullmatch(line.strip()):
            raise TextError(
                Finding("this line of the catalog has a quotation mark too few or too many, or no keyword", Place(shown, number))
            )
