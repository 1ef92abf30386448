"""One language's words for everything: messages, terms, values. The templates of `text.composing` write through it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from datetime import date, time
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from html import unescape
from typing import Any

from jinja2.runtime import Undefined
from markupsafe import Markup, escape
from msgspec import Struct, field

from generator.contract.clause import CONTEXT, SourceText
from generator.contract.models import Money
from generator.contract.values import Month, OwnDay, Text, Title
from generator.errors import Finding, Place, TextError
from generator.text.catalogs import Catalog, Entry, catalog_name
from generator.text.dating import mark_dated
from generator.text.labels import break_label
from generator.text.language import SOURCE, Language, keep_references, keep_together, set_apart
from generator.text.placeholders import NUMBER, check_translation

TERMS = "content/terms.yaml"
_SUM = "{amount} {currency}"
_SPECIAL = re.compile("[&<>'\"]")
_BREAK = re.compile(r"<br\b[^>]*>")
_LINE, _MARK = re.compile(r"<br\b[^>]*>|</(?:div|p)>"), re.compile(r"<[^>]*>")
_TAGS = re.compile("[a-z]{2,3}(?:-[A-Z0-9][A-Za-z0-9]+)*")
"""Languages of a file name: after a hyphen, small letters begin the second of a pair, and anything else a region or script."""
Form = Callable[[Any, Any], Any]
"""A method of `Wording` that writes values of a class."""
_NUMBERED = re.compile(r"\s?\{n\}\s?")
"""The number of a counted thing, and the spaces beside it, at which no line is broken."""
_BOX = "[ ] "
"""How an item begins that is to be ticked."""
Terms = Mapping[str, Mapping[str, Any]]
"""The words of `content/terms.yaml`: groups of terms by name."""
PutWords = Callable[[str, str], str]
"""From a text, and a language, to the text."""


class Remarks(Struct):
    """What was noticed while one document was composed in one language."""

    missing: list[Finding] = field(default_factory=list)
    """Texts without a translation."""
    foreign: list[Text] = field(default_factory=list)
    """Prose of the contract that was shown in another language than the document's."""
    beside: tuple[str, ...] = ()
    """The other language of the document, where it has two: prose that isn't in this one is shown in that one first."""
    clause: Terms = field(default_factory=dict)
    """The words that the clause which the document is about has in place of those of `content/terms.yaml`."""
    put_words: PutWords | None = None
    """From the marks of what is masked in a text to words in a language; where nothing is masked, nothing."""


REMARKS: ContextVar[Remarks] = ContextVar("remarks")


class Wording:
    """Writes messages and values in one language, as markup in which every value is escaped."""

    def __init__(self, language: Language, catalog: Catalog, terms: Terms, data_language: str) -> None:
        self.language = language
        self._catalog = catalog
        self._terms = terms
        self._data_language = data_language
        self._is_leftward = language.direction == "rtl"
        self._forms: dict[type, Form] = {}
        self._found: dict[tuple[str, str], Entry] = {}
        self._said: dict[tuple[str, str], Markup] = {}
        before, after = set_apart(SOURCE, language.tag)
        self.untranslated = UNTRANSLATED + before, after + END
        """What stands around a text that isn't translated."""

    @property
    def awaits_lawyer(self) -> bool:
        """Whether the catalog says that no lawyer has read it yet."""
        return self._catalog.awaits_lawyer

    # Messages

    def translate_block(self, text: str, place: Place, context: str, missing: list[Finding]) -> str:
        """A block of content in this language, still Markdown; what has no translation is marked and noted in `missing`."""
        entry = self._find(text, context, place, missing)
        if entry:
            return keep_references(entry.strings[0])
        box, words = split_box(text)
        return f"{box}{{{{ _untranslated }}}}{words}{{{{ _end }}}}"

    def say(self, text: str, context: str = "", **values: Any) -> Markup:
        """A message in this language with each `{name}` replaced by its value."""
        if not values and (text, context) in self._said:
            return self._said[text, context]
        entry = self._find(text, context, None, REMARKS.get().missing)
        said = self._mark(entry.strings[0] if entry else text, values, marked=entry is None)
        if entry and not values:
            self._said[text, context] = said
        return said

    def count(self, number: int | Decimal, unit: str, **values: Any) -> Markup:
        """A number of something, in the form that goes with it: `1 dag`, `2 dagar`; with more values, a sentence about it.

        After a space in `unit` comes what it is counted for, as in `day within`: a language with cases has a form for that. A
        sentence has its numbers in words as far as those go: `Två av fyra åtgärder är klara.`
        """
        forms: Sequence[str] = self._terms["counts"].get(unit, ())
        if not forms:
            values = {"unit": unit, "known": ", ".join(self._terms["counts"])}
            raise TextError(Finding("nothing is counted in '{unit}'", hint="there are: {known}", values=values))
        entry = self._find(forms[0], find_use(unit), None, REMARKS.get().missing)
        if entry is None or self.language.tag == SOURCE:
            text = forms[number != 1]
        else:
            # A catalog's rule is for whole numbers; the last form is that of all other numbers.
            whole = self.language.find_whole(number)
            last = len(entry.strings) - 1
            text = entry.strings[last if whole is None else min(self._catalog.plural_index(whole), last)]
        values = {"n": number, **values}
        if forms[1].endswith("."):
            values = {name: self.write_in_words(value) for name, value in values.items()}
        if not isinstance(values["n"], str):
            text = _NUMBERED.sub(lambda found: keep_together(found[0]), text)
        elif text.startswith(NUMBER):
            values["n"] = self.write_capital(values["n"])
        return self._mark(text, values, marked=entry is None)

    def write_in_words(self, value: Any) -> Any:
        """A whole number as a word, where there is one for it: `två`; any other value as it is."""
        word = self._terms.get("numbers", {}).get(str(value)) if type(value) is int else None
        return value if word is None else self.say(word, "numbers")

    def _find(self, text: str, context: str, place: Place | None, missing: list[Finding]) -> Entry | None:
        if self.language.tag == SOURCE:
            return Entry((text,), fuzzy=False, place=place or Place(""))
        if (text, context) in self._found:
            return self._found[text, context]
        entry = self._catalog.find(text, context)
        if entry and entry.is_ready:
            broken = list(check_entry(text, entry, self._catalog))
            missing.extend(broken)
            if not broken:
                self._found[text, context] = entry
            return None if broken else entry
        message = (
            "the translation into {lang} is marked fuzzy: '{text}'"
            if entry and entry.fuzzy
            else "not translated into {lang}: '{text}'"
        )
        missing.append(
            Finding(
                message,
                entry.place if entry else place,
                hint="translate it in {catalog}, or use --draft to see it marked",
                values={"lang": self.language.tag, "text": text, "catalog": catalog_name(self.language.tag)},
            )
        )
        return None

    def _mark(self, text: str, values: Mapping[str, Any], *, marked: bool) -> Markup:
        markup = _fill(keep_references(text), {name: self.show(value) for name, value in values.items()})
        if not marked:
            return markup
        before, after = self.untranslated
        return before + markup + after

    # Values

    def show(self, value: Any) -> str:
        """A value as it stands in running text, as markup."""
        kind = type(value)
        if kind is str and not self._is_leftward:
            return escape(value) if _SPECIAL.search(value) else value
        return value if kind is Markup else escape(self.write(value))

    def write(self, value: Any) -> Any:
        """A value as it stands in running text."""
        kind = type(value)
        if kind is Markup:
            return value
        form = self._forms.get(kind)
        if form is None:
            form = self._forms[kind] = self.find_form(kind)
        return self._isolate(form(self, value)) if self._is_leftward else form(self, value)

    def _isolate(self, written: Any) -> Any:
        """What was written, kept apart from the text around it where that needs it."""
        return type(written)(self.language.isolate(written)) if isinstance(written, str) else written

    def _write_nothing(self, _value: None) -> str:
        raise TextError(Finding("a value is missing where the text needs one", hint="surround it with {% if … %}"))

    def _write_text(self, text: Text) -> Markup:
        return _mark_language(*self._choose(text))

    def _choose(self, text: Text) -> tuple[str, str]:
        """The words of a text, and their language where it isn't the document's."""
        lang = self.language.tag
        words = text.get(lang)
        if words is None:
            wanted = (*REMARKS.get().beside, self._data_language, *text.languages)
            known = [tag for tag in wanted if text.get(tag) is not None]
            lang = known[0] if known else self._data_language
            words = text.get(lang) or text.plain or ""
        if lang == self.language.tag:
            return words.strip("\n"), ""
        if not isinstance(text, Title):
            REMARKS.get().foreign.append(text)
        return words.strip("\n"), lang

    def _write_money(self, money: Money) -> Markup:
        return self._say_money(money, self._terms["money"].get(money.currency, _SUM))

    def _say_money(self, money: Money, unit: str) -> Markup:
        entry = self._find(unit, "money", None, REMARKS.get().missing)
        values = {"amount": self.language.write_amount(money.amount), "currency": money.currency}
        return self._mark(keep_together(entry.strings[0] if entry else unit), values, marked=entry is None)

    def find_term(self, term: Enum, group: str) -> SourceText:
        """The words of a group of terms for a fixed value, such as what a method of monitoring means.

        After a space in `group` comes how they are used, as in `ClauseWord about`: a language with cases has a form for that.
        """
        name, _, use = group.partition(" ")
        own = REMARKS.get().clause.get(name, {}).get(term.value)
        word = own or self._terms.get(group, {}).get(term.value)
        if word is None:
            values = {"value": term.value, "group": group}
            raise TextError(Finding("there is no word for {value}", Place(TERMS), group, "add it under {group}", values))
        return SourceText(word, f"{CONTEXT} {use}".strip() if own else group)

    def _write_choice(self, choice: Enum) -> Markup:
        return self._write_source(self.find_term(choice, type(choice).__name__))

    def _write_list(self, items: Sequence[Any]) -> Markup:
        return Markup(self.language.join([str(escape(self.write(item))) for item in items]))  # noqa: S704

    def _write_source(self, text: SourceText) -> Markup:
        return self.say(text.text, text.context)

    _FORMS: Mapping[type, Form] = {
        Markup: lambda _self, value: value,
        Undefined: lambda _self, value: value,
        type(None): _write_nothing,
        Enum: _write_choice,
        str: lambda _self, value: value,
        Text: _write_text,
        SourceText: _write_source,
        Money: _write_money,
        Month: lambda self, value: self.language.write_month(value.first_day),
        OwnDay: lambda self, value: mark_dated(self.language.write_day(value)),
        date: lambda self, value: self.language.write_day(value),
        time: lambda self, value: self.language.write_time(value),
        bool: _write_nothing,
        int: lambda self, value: self.language.write_number(value),
        Decimal: lambda self, value: self.language.write_number(value),
        tuple: _write_list,
    }

    @classmethod
    def find_form(cls, kind: type) -> Form:
        """How values of a class are written.

        Raises:
            TextError: they can't be.
        """
        for each, form in cls._FORMS.items():
            if issubclass(kind, each):
                return form
        raise TextError(Finding("a value of the kind {kind} can't be written", values={"kind": kind.__name__}))

    # Filters of templates

    @property
    def filters(self) -> Mapping[str, Callable[..., Any]]:
        """What templates write their values by."""
        return {
            "block": self.write_block,
            "after_name": self.write_after_name,
            "capital": self.write_capital,
            "short": self.write_short,
            "term": self.find_term,
            "count": self.count,
            "in_words": self.write_in_words,
            "dated": mark_dated,
            "country": self.language.name_country,
            "language_names": self.write_languages,
            "lines": self.write_lines,
            "plain": self.write_plain,
            "plain_lines": self.write_plain_lines,
            "percent": self.language.write_percent,
            "weekday": self.language.write_weekday,
            "month": self.language.write_month,
            "month_name": self.language.name_month,
        }

    def write_short(self, value: Any) -> Markup:
        """A date or a sum of money as it stands in a table, `2026-12-13`, `25 000 SEK`, or a number as it is; never broken."""
        if isinstance(value, Money):
            written: Any = self._say_money(value, _SUM)
        else:
            said = mark_dated(str(value)) if isinstance(value, OwnDay) else str(value)
            written = self._isolate(said) if isinstance(value, date | Month) else self.write(value)
        return Markup(f'<span class="nowrap">{escape(written)}</span>')  # noqa: S704 (escaped)

    def write_capital(self, value: Any) -> Markup:
        """A value with a capital first letter, for a term that begins a cell."""
        written = str(escape(self.write(value)))
        start = next((match.start() for match in re.finditer(r"<[^>]*>|&#?\w+;|(\w)", written) if match[1]), 0)
        return Markup(written[:start] + written[start : start + 1].upper() + written[start + 1 :])  # noqa: S704 (escaped above)

    def write_after_name(self, title: Any) -> Markup:
        """A person's title as it stands after the name: as Swedish has it there, in lower case, where it is in Swedish."""
        if not isinstance(title, Text):
            return escape(self.write(title))
        words, lang = self._choose(title)
        shown = lower_title(words) if (lang or self.language.tag) == SOURCE else words
        return escape(self._isolate(_mark_language(shown, lang)) if self._is_leftward else _mark_language(shown, lang))

    def write_languages(self, tags: str) -> str:
        """What the languages of a file are called, by what its name says of them: `svenska`, `svenska och engelska`."""
        return self.language.join([self.language.name_language(tag) for tag in _TAGS.findall(tags)])

    def write_plain(self, value: Any) -> str:
        """A value as words only, on one line, for what a drawing says: no mark of a language or a look can stand there."""
        markup = _LINE.sub(" ", str(escape(self.write(value))))
        if put_words := REMARKS.get().put_words:
            markup = put_words(markup, self.language.tag)
        return " ".join(part for part in re.split(r"[\t\n\r ]+", unescape(_MARK.sub("", markup))) if part)

    def write_plain_lines(self, value: Any) -> str:
        """The same with each line of the value on one of its own."""
        return "\n".join(filter(None, map(self.write_plain, map(Markup, _BREAK.split(str(escape(self.write(value))))))))

    def write_lines(self, value: Any, width: float, most: int = 2) -> tuple[str, ...]:
        """A value as lines of a drawing, none wider than `width` over the size of its letters."""
        return break_label(self.write_plain(value), width, most)

    def write_block(self, value: Any) -> Markup:
        """A value on a line of its own: a component as it is, prose as paragraphs."""
        if isinstance(value, Markup):
            return value
        if not isinstance(value, Text):
            return Markup(f"<p>{escape(self.write(value))}</p>")  # noqa: S704 (escaped)
        words, lang = self._choose(value)
        mark = f' lang="{escape(lang)}"' if lang else ""
        paragraphs = "".join([f"<p>{escape(part)}</p>" for part in re.split(r"\n\s*\n", words)])
        return Markup(f"<div{mark}>{paragraphs}</div>")  # noqa: S704 (escaped)


def find_use(unit: str) -> str:
    """What a thing is counted for, which is the context of its message: `within` of `day within`, nothing of `day`."""
    return unit.partition(" ")[2]


def check_entry(text: str, entry: Entry, catalog: Catalog, plural: str = "") -> Iterator[Finding]:
    """All for which a message's translation is refused; of the source, the plural is held against all forms but the first."""
    singles = catalog.single_forms if len(entry.strings) > 1 else ()
    for number, string in enumerate(entry.strings):
        source = plural if plural and number else text
        if len(entry.strings) > 1 and NUMBER not in source:
            source = NUMBER + source  # in words here: a language whose form is that of 21 too needs the number
        yield from check_translation(source, string, entry.place, may_lack_number=number in singles)


def lower_title(words: str) -> str:
    """A title with a small first letter, unless it begins with an abbreviation, or all its words have capitals as names have.

    `CSR-chef` and `Key Account Manager` stay as they are; `Avtalscontroller` and `Chef för CSR` don't.
    """
    first, *others = words.split() or [""]
    start = re.match(r"[^\W\d_]+", first)
    is_word = start is not None and len(start[0]) > 1 and start[0][0].isupper() and start[0][1:].islower()
    is_name = bool(others) and all(word[0].isupper() for word in others)
    return words if not is_word or is_name else words.replace(first[0], first[0].lower(), 1)


def _mark_language(words: str, lang: str) -> Markup:
    """Words as markup, marked with their language where they have one of their own."""
    return Markup(f'<span lang="{escape(lang)}">{escape(words)}</span>') if lang else escape(words)  # noqa: S704 (escaped)


UNTRANSLATED, END = Markup('<span class="untranslated" lang="sv">'), Markup("</span>")


def split_box(text: str) -> tuple[str, str]:
    """The box to tick that a list item begins with, if it does, and the rest: only what stands first in an item is a box."""
    return (_BOX, text.removeprefix(_BOX)) if text.startswith(_BOX) else ("", text)


def _fill(text: str, values: Mapping[str, str]) -> Markup:
    """`text` escaped, each `{name}` in it replaced by markup."""
    if not values:
        return escape(text)
    parts = _split(text)
    filled = "".join([values.get(part[1:-1], part) if number % 2 else part for number, part in enumerate(parts)])
    return Markup(filled)  # noqa: S704 (both sides are escaped)


@lru_cache(maxsize=10_000)
def _split(text: str) -> list[str]:
    """`text` escaped, cut so that every second part is a name in braces."""
    return re.split(r"(\{\w+\})", escape(text))
