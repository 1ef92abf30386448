"""What is wrong in a catalog, by codes that translators know. One module a family; called by `locale check` and by tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from babel.messages import Catalog
from babel.messages import Message as Entry
from msgspec.structs import replace

from generator.errors import Finding, Place, Severity
from generator.text.catalogs import Key
from generator.text.placeholders import NUMBER, REFUSED
from generator.translating.checks.characters import check_capital, check_entities, check_invisible, check_quotes
from generator.translating.checks.endings import check_end
from generator.translating.checks.figures import check_numbers, check_order
from generator.translating.checks.ignoring import CODE, check_ignored, read_ignored
from generator.translating.checks.likeness import check_unchanged, list_inconsistent
from generator.translating.checks.markup import check_lost_links, check_markdown, check_number, make_check
from generator.translating.checks.pairs import Check, Pair, list_strings
from generator.translating.checks.plurals import check_forms, check_rule, check_swapped, find_forms_of_one
from generator.translating.checks.spaces import check_no_break_spaces, check_spaces
from generator.translating.checks.terms import make_term_check
from generator.translating.checks.words import check_articles, check_negation, check_repeated, check_sentences
from generator.translating.glossary import Glossary
from generator.translating.po_files import as_tuple

_NUMBERS, _COUNTED = "numbers", "plural-number"
_ALONE: Mapping[str, Check] = {
    **{code: make_check(code) for code in REFUSED},
    "lost-links": check_lost_links,
    "markdown": check_markdown,
    _COUNTED: check_number,
    _NUMBERS: check_numbers,
    "number-order": check_order,
    "spaces": check_spaces,
    "no-break-spaces": check_no_break_spaces,
    "end-punctuation": check_end,
    "unchanged": check_unchanged,
    "sentences": check_sentences,
    "negation": check_negation,
    "entities": check_entities,
    "invisible": check_invisible,
    "capital": check_capital,
    "repeated": check_repeated,
    "quotes": check_quotes,
    "articles": check_articles,
}
"""The checks of one translation, by code, in the order in which they are told: what others may follow from comes first."""
_FUZZY = "fuzzy"
_GLOSSARY, _FORMS, _SWAPPED, _INCONSISTENT = "glossary", "plural-forms", "plural-swapped", "inconsistent"
CODES = (_FORMS, _SWAPPED, *_ALONE, _GLOSSARY, _INCONSISTENT)
"""All that can be asked to be ignored, in the same order."""
_ERRORS = frozenset({*REFUSED, "lost-links", "markdown", _FORMS, _COUNTED, _NUMBERS, "spaces"})
"""What a reader would be misled or stopped by; the rest are warnings."""
_FOLLOWED = frozenset({"placeholders", _COUNTED})
"""What wrong numbers follow from: somebody has written a value where it was to be filled in."""


class CatalogCheck:
    """Checks a catalog: what is translated in it, and isn't marked fuzzy."""

    def __init__(self, catalog: Catalog, file: str, *, source_language: str, language: str, glossary: Glossary) -> None:
        self._catalog, self._file = catalog, file
        self._languages = source_language, language
        self._checks = {**_ALONE, _GLOSSARY: make_term_check(glossary)}
        self._singular, self._singles = find_forms_of_one(catalog)

    def list_findings(self, only: Key | None = None) -> list[Finding]:
        """Everything that is wrong, or what is wrong with one message, in the order of lines and then of codes.

        The subject of each is its code.
        """
        entries = [entry for entry in self._catalog if entry.id and not entry.fuzzy and any(list_strings(entry))]
        told = list(_code(_FORMS, check_rule(self._catalog, self._languages[1]), Place(self._file, 1))) if only is None else []
        pairs = {id(entry): list(self._make_pairs(entry)) for entry in entries}
        firsts = [pairs[id(entry)][0] for entry in entries if pairs[id(entry)]]
        mixed = {id(pair): finding for pair, finding in list_inconsistent(firsts)}
        for entry in entries if only is None else [entry for entry in entries if _find_key(entry) == only]:
            found = list(self._check_entry(entry, pairs[id(entry)]))
            if pairs[id(entry)] and (finding := mixed.get(id(pairs[id(entry)][0]))):
                found += _code(_INCONSISTENT, iter([finding]), self._find_place(entry))
            told += self._leave_out_ignored(entry, found)
        unique = {str(finding): finding for finding in told}
        return sorted(unique.values(), key=_find_rank)

    def list_fuzzy(self) -> Iterator[Finding]:
        """A warning for each translation that is marked fuzzy: programs don't use it, so that its source is shown, or nothing.

        Source: GNU gettext, Fuzzy Entries: a translator has to look at them, and catalogs are compiled without them.
        """
        for entry in self._catalog:
            if entry.id and entry.fuzzy:
                message = "this translation is marked fuzzy, so that nothing uses it: '{text}'"
                hint = "read it against its source, mend it, and take the mark away"
                values = {"text": as_tuple(entry.id)[0]}
                yield Finding(message, self._find_place(entry), _FUZZY, hint, values, severity="warning")

    def _check_entry(self, entry: Entry, pairs: list[Pair]) -> Iterator[Finding]:
        place = self._find_place(entry)
        yield from _code(_FORMS, check_forms(entry, self._catalog), place)
        yield from _code(_SWAPPED, check_swapped(entry, self._singular), place)
        for pair in pairs:
            told: set[str] = set()
            for code, check in self._checks.items():
                if code == _NUMBERS and not told.isdisjoint(_FOLLOWED):
                    continue
                for finding in _code(code, check(pair), place):
                    told.add(code)
                    yield finding

    def _leave_out_ignored(self, entry: Entry, found: list[Finding]) -> Iterator[Finding]:
        ignored = read_ignored(entry)
        yield from (finding for finding in found if finding.subject not in ignored or finding.subject in REFUSED)
        told = {finding.subject for finding in found}
        if not told.isdisjoint(_FOLLOWED):
            told.add(_NUMBERS)
        yield from _code(CODE, check_ignored(ignored, told, CODES), self._find_place(entry))

    def _make_pairs(self, entry: Entry) -> Iterator[Pair]:
        strings = list_strings(entry)
        sources = [entry.id] if isinstance(entry.id, str) else list(entry.id)
        for number, string in enumerate(strings):
            if string:
                single = len(strings) > 1 and number in self._singles
                # One in words is of no use to a form that is that of 21 too.
                is_one = len(strings) > 1 and number == self._singular and (single or NUMBER in sources[0])
                source = sources[0] if is_one else sources[-1]
                yield Pair(source, string, *self._languages, self._find_place(entry), entry.context or "", covers_one=single)

    def _find_place(self, entry: Entry) -> Place:
        return Place(self._file, entry.lineno or 0)


def _find_key(entry: Entry) -> Key:
    return entry.context or "", as_tuple(entry.id)[0]


def _find_rank(finding: Finding) -> tuple[int, int]:
    """A finding's line and its code's place among the codes; what is wrong with a comment comes first."""
    rank = CODES.index(finding.subject) if finding.subject in CODES else -1
    return finding.place.line if finding.place else 0, rank


def _code(code: str, findings: Iterator[Finding], place: Place) -> Iterator[Finding]:
    severity: Severity = "error" if code in _ERRORS else "warning"
    return (replace(finding, place=place, subject=code, severity=severity) for finding in findings)
