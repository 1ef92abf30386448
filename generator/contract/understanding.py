"""What people write in a field, and the strict forms that it may mean. Called by `loading` for its hints, and by imports.

Terms come from the catalogs, in every language that there is; names of countries, months and currencies from Babel. Where what is
written can mean two things, both are given: nobody guesses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property, lru_cache
from itertools import product
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from msgspec import Struct

from generator.contract import fields
from generator.contract.choices import Area, Choice
from generator.contract.codes import COUNTRIES, COUNTRIES_ALSO_CALLED, CURRENCIES
from generator.contract.messages import shorten
from generator.contract.reading import DATE, FIRST_YEAR, LANGUAGE, LAST_YEAR, ROLE, SECTION, list_words
from generator.errors import Finding, Place, TextError
from generator.text.catalogs import list_known_languages, load_catalog
from generator.text.composing import read_data, read_terms
from generator.text.language import PSEUDO, SOURCE
from generator.workspace import Files

Meanings = tuple[str, ...]
"""Strict forms that something written may mean: none, one, or several."""

_REGISTER, _GLOSSARY = "content/register.yaml", "content/glossary.yaml"
_SHORTEST = 3
"""The fewest letters by which the beginning of a term is taken for the term."""
_ALIKE, _COUNTRIES_ALIKE = 0.75, 0.85
"""How much alike two terms are of which one is a slip of the pen, and two countries: Holland isn't Poland."""
_CENTURY = 2000
"""What is meant by a year of two digits."""
_MULTIPLES = {
    **dict.fromkeys(("tkr", "ksek", "tsek", "tusen kronor", "tusen"), 1_000),
    **dict.fromkeys(("mkr", "mnkr", "msek", "mnsek", "milj kr", "miljoner kronor", "miljoner", "miljon", "million"), 1_000_000),
    **dict.fromkeys(("mdkr", "mdr kr", "miljarder kronor", "miljarder"), 1_000_000_000),
}
"""How amounts are cut short."""
_KRONOR = frozenset({word for word in _MULTIPLES if re.search("kr|sek", word)})
"""Those that also say that they are in Swedish kronor."""
_YES = {**dict.fromkeys(("ja", "yes", "true", "sant", "j", "y", "x", "1"), "true")}
_NO = {**dict.fromkeys(("nej", "no", "false", "falskt", "n", "0"), "false")}
_NO_END = frozenset({"tv", "t.v", "open", "open ended", "no end", "inget slutdatum", "löpande"})
"""Other ways to write it than the terms."""
_WITHOUT_VAT = re.compile(r",?\s*\b(?:exkl(?:usive|\.)?|ex\.?|utan|excl(?:uding|\.)?)\s*(?:moms|vat)\.?$", re.IGNORECASE)
"""What is said of every amount of a contract anyhow."""
_WEEKDAY = re.compile(
    r"^(?:mån|tis|ons|tors|fre|lör|sön|mon|tues|wednes|thurs|fri|satur|sun)(?:dag|day)(?:en)?,? (?:den )?", re.IGNORECASE
)
_UNITS = {"years": ("år", "year"), "months": ("mån", "month"), "weeks": ("vecko", "vecka", "week"), "days": ("dag", "day")}
"""How what a duration counts begins, in Swedish and English."""
_TIME = re.compile(r"(?:kl\.? ?)?([01]?[0-9]|2[0-3])[.:]([0-5][0-9])(?:[.:]00)?")


class Sum(Struct, frozen=True):
    """An amount of money as somebody wrote it."""

    amount: str
    currency: str = ""
    """Its three letters; nothing where none was written."""

    def __str__(self) -> str:
        """It as people are told it."""
        return f"{self.amount} {self.currency}".strip()


def refuse_several(written: str, meanings: Iterable[object], subject: str, place: Place | None = None) -> Finding:
    """That what was written can mean several things, which are named: nobody guesses."""
    values = {"value": shorten(written), "meanings": list_words([str(each) for each in meanings])}
    return Finding("'{value}' can mean several things: {meanings}", place, subject, "write the one that is meant", values)


def simplify(text: str) -> str:
    """The text as it is compared: small letters, plain spaces in place of hyphens and the like, no marks around it."""
    words = re.sub(r"[\s_/\-–]+", " ", unicodedata.normalize("NFKC", text).casefold())
    return words.strip(" .,:;!\"'()")


def find_duration(text: str) -> dict[str, str] | None:
    """The number that a text says, by what it counts, such as `3 år`; None where it says no time."""
    found = re.fullmatch(r"([0-9]{1,4}) ?([^\W\d]+)\.?", text.strip())
    unit = next((key for key, starts in _UNITS.items() if found and found[2].casefold().startswith(starts)), None)
    return {unit: str(int(found[1]))} if found and unit else None


@lru_cache(maxsize=4)
def find_words(files: Files) -> Words:
    """The words of a workspace, read when they are first asked for."""
    return Words(files)


class Words:
    """What the fixed values of files are called, in every language that there is."""

    def __init__(self, files: Files) -> None:
        self._files = files

    @cached_property
    def locales(self) -> tuple[Locale, ...]:
        """The languages that there are, the one of the texts first."""
        found = []
        for tag in self._tags:
            with suppress(UnknownLocaleError, ValueError):
                found.append(Locale.parse(tag, sep="-"))
        return tuple(found)

    @cached_property
    def _tags(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([SOURCE, "en", *list_known_languages(self._files)]) - {PSEUDO: None}.keys())

    @cached_property
    def terms(self) -> Mapping[str, Mapping[str, set[str]]]:
        """The values of each group of terms by what they are called in any language, simplified."""
        found: dict[str, dict[str, set[str]]] = {}
        with suppress(TextError):
            source = read_terms(self._files)
            catalogs = [load_catalog(self._files, tag) for tag in self._tags if tag != SOURCE]
            for group, words in source.items():
                for value, word in words.items() if group != "counts" else ():
                    entries = (catalog.find(word, group) for catalog in catalogs)
                    for said in (word, value, *(entry.strings[0] for entry in entries if entry and entry.strings[0])):
                        found.setdefault(group, {}).setdefault(simplify(said), set()).add(value)
        return found

    def name_choices(self, kind: type[Choice]) -> list[str]:
        """The values of a kind, each with what the texts call it: `minor (mindre avvikelse)`."""
        called: Mapping[str, Any] = {}
        with suppress(TextError):
            called = read_terms(self._files).get(kind.__name__, {})
        return [f"{each.value} ({called[each.value]})" if each.value in called else each.value for each in kind]

    def means_no_end(self, written: str) -> bool:
        """Whether somebody wrote that a contract runs until further notice."""
        return simplify(written) in self.terms.get("Ends", {}).keys() | _NO_END

    @cached_property
    def headings(self) -> Mapping[str, tuple[str, ...]]:
        """The fields of a contract, as patterns, by what registers call them and their sheets, simplified."""
        found: dict[str, tuple[str, ...]] = {}
        with suppress(TextError):
            for kind in read_data(self._files, _REGISTER).values():
                for field, words in _list_headings(kind) if isinstance(kind, dict) else ():
                    for word in words:
                        known = found.get(simplify(word), ())
                        found[simplify(word)] = (*known, field)
        return found

    @cached_property
    def glossary(self) -> Mapping[str, tuple[str, ...]]:
        """What the field's own terms are in English, by their forms in any other language, simplified."""
        found: dict[str, tuple[str, ...]] = {}
        with suppress(TextError):
            for term, forms in read_data(self._files, _GLOSSARY)["terms"].items():
                english = _list_forms(forms.get("en", ()))
                others = (form for tag, said in forms.items() if tag != "en" for form in _list_forms(said))
                found |= dict.fromkeys(map(simplify, (term, *others)), english)
        return found

    def find_keys(self, written: str, section: str, keys: Iterable[str]) -> Meanings:
        """Those of the keys of a section, which a pattern names, that somebody may have meant by a word of another language."""
        simple, known = simplify(written), tuple(keys)
        start = f"{section}." if section else ""
        inside = (field.removeprefix(start) for field in self.headings.get(simple, ()) if field.startswith(start))
        meant = [re.split(r"[.\[]", field)[0] for field in inside]
        english = [term.replace(" ", "_").casefold() for term in self.glossary.get(simple, ())]
        meant += [name for term in english for name in (term, f"{term}s")]
        return tuple(dict.fromkeys(key for key in meant if key in known))

    @cached_property
    def countries(self) -> Mapping[str, set[str]]:
        """Countries by their names in any language, simplified, and by the other codes that they have."""
        found: dict[str, set[str]] = {}
        for locale in self.locales:
            for code, name in locale.territories.items():
                if code in COUNTRIES:
                    found.setdefault(simplify(name), set()).add(code)
        for code, others in get_global("territory_aliases").items():
            if len(others) == 1 and others[0] in COUNTRIES and code not in COUNTRIES:
                found.setdefault(code.casefold(), set()).add(others[0])
        for code, names in COUNTRIES_ALSO_CALLED.items():
            for name in names:
                found.setdefault(simplify(name), set()).add(code)
        return found | {code.casefold(): {code} for code in COUNTRIES}

    @cached_property
    def currencies(self) -> Mapping[str, set[str]]:
        """Currencies by their codes, their names in any language, and the signs that those languages have for one alone."""
        found: dict[str, set[str]] = {}
        for locale in self.locales:
            plurals = locale._data["currency_names_plural"]  # noqa: SLF001 (Babel shows them for one number at a time only)
            for code in CURRENCIES:
                names = [locale.currencies.get(code), locale.currency_symbols.get(code), *plurals.get(code, {}).values()]
                for name in filter(None, names):
                    found.setdefault(simplify(name), set()).add(code)
        for word, code in self._list_units():
            found[word] = {code}
        return found | {code.casefold(): {code} for code in CURRENCIES}

    def _list_units(self) -> Iterator[tuple[str, str]]:
        """What stands after an amount of a currency in running text, such as kronor."""
        for text, codes in self.terms.get("money", {}).items():
            if len(codes) == 1:
                yield simplify(re.sub(r"\{\w+\}", "", text)), next(iter(codes))
        yield "kr", "SEK"
        yield "krona", "SEK"

    @cached_property
    def months(self) -> Mapping[str, int]:
        """The months by their names in any language, whole and cut short."""
        return {
            simplify(name): number
            for locale in self.locales
            for width in ("wide", "abbreviated")
            for number, name in locale.months["format"][width].items()
        }

    @cached_property
    def languages(self) -> Mapping[str, str]:
        """The languages that documents can be made in, by their names in any of them."""
        names = ((tag, locale.languages.get(tag)) for tag in self._tags for locale in self.locales)
        return {simplify(name): tag for tag, name in names if name}

    # What a field may mean

    def understand(self, kind: Any, written: str) -> Meanings:
        """The strict forms that `written` may mean in a field of this type, each once, in order."""
        text = unicodedata.normalize("NFKC", written).strip()
        if isinstance(kind, type) and issubclass(kind, Choice):
            return self._understand_term(kind.__name__, [member.value for member in kind], text)
        read = _KINDS.get(kind)
        return tuple(dict.fromkeys(read(self, text))) if read and text else ()

    def guess(self, kind: Any, written: str) -> Meanings:
        """What `written` was probably meant to be: what it means, or else what is most like it."""
        if found := self.understand(kind, written):
            return found
        named = self._find_names(kind)
        simple = simplify(written)
        if len(simple) < _SHORTEST:
            return ()
        starts = {each for name, values in named.items() if _begin_alike(name, simple) for each in values}
        if starts:
            return tuple(sorted(starts))
        nearest = get_close_matches(simple, named, 1, _COUNTRIES_ALIKE if kind == fields.Country else _ALIKE)
        return tuple(sorted(named[nearest[0]])) if nearest else ()

    def _find_names(self, kind: Any) -> Mapping[str, set[str]]:
        if isinstance(kind, type) and issubclass(kind, Choice):
            return self.terms.get(kind.__name__, {})
        if kind == fields.Country:
            return self.countries
        return self.currencies if kind == fields.Currency else {}

    def _understand_term(self, group: str, values: Iterable[str], text: str) -> Meanings:
        simple = simplify(text)
        exact = {simplify(value): {value} for value in values}
        named = {**exact, **{name: found & set(values) for name, found in self.terms.get(group, {}).items()}}
        if simple in named:
            return tuple(sorted(named[simple]))
        found = {value for name, each in named.items() if len(simple) >= _SHORTEST and name.startswith(simple) for value in each}
        return tuple(sorted(found)) if len(found) == 1 else ()

    def _understand_country(self, text: str) -> Iterable[str]:
        return sorted(self.countries.get(simplify(text), ()))

    def _understand_currency(self, text: str) -> Iterable[str]:
        return sorted(self.currencies.get(simplify(text), ()))

    def _understand_against(self, text: str) -> Iterable[str]:
        return self._understand_term("Area", [area.value for area in Area], text) or self._understand_section(text)

    def _understand_section(self, text: str) -> Iterable[str]:
        found = re.fullmatch(rf"(?:[^\W\d]\w*\.?|§)? ?({SECTION})\.?", text)
        return [found[1]] if found else []

    def _understand_role(self, text: str) -> Iterable[str]:
        simple = simplify(text)
        found = self.terms.get("Role", {}).get(simple, set())
        return sorted(found) or ([text.lower()] if re.fullmatch(rf"(buyer|supplier)\.{ROLE}", text.lower()) else [])

    def _understand_yes_no(self, text: str) -> Iterable[str]:
        simple = simplify(text)
        return [word for word in (_YES.get(simple), _NO.get(simple)) if word]

    def _understand_day(self, text: str) -> Iterable[str]:
        """Days, in all orders of day, month and year that make a real one."""
        text = _WEEKDAY.sub("", re.sub("[\u2010-\u2013]", "-", text))
        text = re.sub(rf"^({DATE})[ T]00:00(:00(\.0+)?)?Z?$", r"\1", text)
        found = [day for year, month, number in self._list_days(text) if (day := _make_day(year, month, number))]
        return sorted(day.isoformat() for day in found)

    def _list_days(self, text: str) -> Iterator[tuple[int, int, int]]:
        if match := re.fullmatch(r"([0-9]{4})(?:[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})|([0-9]{2})([0-9]{2}))", text):
            year, month, number = (int(part) for part in match.groups() if part)
            yield year, month, number
        elif match := re.fullmatch(r"([0-9]{1,2})([-/. ]+)([0-9]{1,2})[-/. ]+([0-9]{4})", text):
            first, second, year = int(match[1]), int(match[3]), int(match[4])
            yield year, second, first
            if "." not in match[2]:
                yield year, first, second
        elif match := re.fullmatch(r"([0-9]{2})[-/.]?([0-9]{2})[-/.]?([0-9]{2})", text):
            a, b, c = (int(part) for part in match.groups())
            yield from ((_CENTURY + a, b, c), (_CENTURY + c, b, a))
        elif match := re.fullmatch(
            r"(?:den )?([0-9]{1,2})(?:\.|:[ae]|st|nd|rd|th)? ([^\W\d]+)\.?,? ([0-9]{4})", text, re.IGNORECASE
        ):
            yield int(match[3]), self.months.get(simplify(match[2]), 0), int(match[1])
        elif match := re.fullmatch(r"([^\W\d]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})", text, re.IGNORECASE):
            yield int(match[3]), self.months.get(simplify(match[1]), 0), int(match[2])

    def _understand_planned(self, text: str) -> Iterable[str]:
        if days := list(self._understand_day(text)):
            return days
        if match := re.fullmatch(r"([0-9]{4})[-/. ]([0-9]{1,2})", text):
            year, month = int(match[1]), int(match[2])
        elif match := re.fullmatch(r"([^\W\d]+)\.? ([0-9]{4})", text):
            year, month = int(match[2]), self.months.get(simplify(match[1]), 0)
        else:
            return []
        return [f"{year:04}-{month:02}"] if _make_day(year, month, 1) else []

    def _understand_time(self, text: str) -> Iterable[str]:
        found = _TIME.fullmatch(text.lower())
        return [f"{int(found[1]):02}:{found[2]}"] if found else []

    def _understand_number(self, text: str) -> Iterable[str]:
        return [each.amount for each in self.understand_sum(text)]

    def _understand_whole(self, text: str) -> Iterable[str]:
        found = (Decimal(number) for number in _list_numbers(text))
        return [str(int(number)) for number in found if number == number.to_integral_value()]

    def understand_sum(self, written: str) -> tuple[Sum, ...]:
        """The amounts that `written` may mean, each with its currency where it says one."""
        text = _WITHOUT_VAT.sub("", unicodedata.normalize("NFKC", written).strip()).removesuffix(":-").removesuffix(",-")
        match = re.fullmatch(r"([^\d\-]*)(-?\d[\d .,']*?)[. ]*([^\d]*)", text)
        if not match or match[2].startswith("-"):
            return ()
        before, digits, after = match.groups()
        unit = simplify(before or after)
        if before.strip() and after.strip():
            return ()
        parts = unit.split(" ") if unit else []
        multiple, word = _take_multiple(parts)
        codes = sorted(self.currencies.get(word, ())) if word else ["SEK" if unit in _KRONOR else ""]
        amounts = dict.fromkeys(_multiply(number, multiple) for number in _list_numbers(digits))
        return tuple(Sum(amount, code) for amount, code in product(amounts, codes))

    def _understand_cpv(self, text: str) -> Iterable[str]:
        found = re.match(r"([0-9]{8})(?: ?- ?([0-9]))?(?![0-9])", text)
        return [found[1] + (f"-{found[2]}" if found[2] else "")] if found else []

    def _understand_email(self, text: str) -> Iterable[str]:
        found = re.search(r"<(?:mailto:)?([^<>\s]+@[^<>\s]+)>\s*$", text) or re.fullmatch(r"(?:mailto:)([^<>\s]+@[^<>\s]+)", text)
        return [found[1]] if found else [text] if re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+", text) else []

    def _understand_link(self, text: str) -> Iterable[str]:
        if re.match("https?://", text, re.IGNORECASE):
            return [text]
        return [f"https://{text}"] if re.fullmatch(r"www\.[^\s/]+\.[^\s]+", text, re.IGNORECASE) else []

    def _understand_languages(self, text: str) -> Iterable[str]:
        parts = [simplify(part) for part in re.split(r"\+|&|/| och | and ", text.lower())]
        tags = [self.languages.get(part, part) for part in parts]
        return ["+".join(tags)] if 1 <= len(tags) <= 2 and all(re.fullmatch(LANGUAGE, tag) for tag in tags) else []  # noqa: PLR2004


def _list_headings(kind: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The fields of a kind of sheet, as patterns, each with its headings; and the list that its rows are items of."""
    around = kind.get("list", "")
    if around:
        yield around, (kind["name"], *kind.get("also", ()))
    for column in kind.get("columns", ()):
        yield f"{around}[].{column['field']}" if around else column["field"], (column["heading"], *column.get("also", ()))


def _list_forms(said: str | Iterable[str]) -> tuple[str, ...]:
    """The forms of a term, without the bar that ends its stem."""
    return tuple(form.replace("|", "") for form in ((said,) if isinstance(said, str) else said))


def _begin_alike(name: str, simple: str) -> bool:
    """Whether one begins with the other, or the name has a word that does."""
    return len(name) >= _SHORTEST and (simple.startswith(f"{name} ") or any(part.startswith(simple) for part in name.split(" ")))


def _make_day(year: int, month: int, number: int) -> date | None:
    with suppress(ValueError):
        return date(year, month, number) if FIRST_YEAR <= year <= LAST_YEAR else None
    return None


def _list_numbers(text: str) -> Iterator[str]:
    """The numbers that digits with signs between them may mean: `38.500` is two."""
    digits = re.sub(r"(?<=\d)[ '](?=\d{3}(?!\d))", "", text.strip())
    if re.fullmatch(r"\d{1,15}([.,]0+)?", digits) and not re.fullmatch(r"\d{1,3}[.,]000", digits):
        yield re.split("[.,]", digits)[0]
        return
    for decimal, thousand in ((".", ","), (",", ".")):
        whole, sign, rest = digits.partition(decimal)
        grouped = re.fullmatch(rf"\d{{1,3}}(?:\{thousand}\d{{3}})+|\d{{1,15}}", whole)
        if grouped and (not sign or re.fullmatch(r"\d{1,6}", rest)):
            yield whole.replace(thousand, "") + (f".{rest}" if rest else "")


def _take_multiple(parts: list[str]) -> tuple[int, str]:
    """By how much an amount is to be multiplied, by the words after it, and those that are left."""
    for count in range(len(parts), 0, -1):
        if multiple := _MULTIPLES.get(" ".join(parts[:count])):
            return multiple, " ".join(parts[count:])
    return 1, " ".join(parts)


def _multiply(number: str, multiple: int) -> str:
    return number if multiple == 1 else f"{(Decimal(number) * multiple).normalize():f}"


_KINDS: dict[Any, Callable[[Words, str], Iterable[str]]] = {
    fields.Country: Words._understand_country,  # noqa: SLF001 (a table of its own)
    fields.Currency: Words._understand_currency,  # noqa: SLF001
    fields.Against: Words._understand_against,  # noqa: SLF001
    fields.Section: Words._understand_section,  # noqa: SLF001
    fields.Reference: Words._understand_role,  # noqa: SLF001
    fields.YesNo: Words._understand_yes_no,  # noqa: SLF001
    fields.Day: Words._understand_day,  # noqa: SLF001
    fields.Planned: Words._understand_planned,  # noqa: SLF001
    fields.TimeOfDay: Words._understand_time,  # noqa: SLF001
    fields.Number: Words._understand_number,  # noqa: SLF001
    **dict.fromkeys((fields.Count, fields.Units, fields.Grade, fields.Year), Words._understand_whole),  # noqa: SLF001
    fields.Cpv: Words._understand_cpv,  # noqa: SLF001
    fields.Email: Words._understand_email,  # noqa: SLF001
    fields.Link: Words._understand_link,  # noqa: SLF001
    fields.Languages: Words._understand_languages,  # noqa: SLF001
}
"""How each type of field is understood; of others, what is written is what is meant."""
