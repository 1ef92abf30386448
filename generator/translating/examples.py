"""What stands in the place of each placeholder, found by composing the example contracts. Called by the locale commands.

The examples are the product's own, also for a region's texts: the names in its contracts are no translator's affair.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, time
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Any, get_args, get_origin

from markupsafe import Markup
from msgspec.structs import replace

from generator.build.orders import Order
from generator.build.plan import plan_documents
from generator.build.report_source import gather_report
from generator.build.source import ContractSource, Source, gather_contract
from generator.contract.case import Cases, ReportCase
from generator.contract.models import Money
from generator.contract.values import Month, Text
from generator.documents import list_documents
from generator.errors import Finding, Place, RealiseraError
from generator.text.catalogs import Key
from generator.text.composing import Composer, read_terms, read_text
from generator.text.dating import read_marks
from generator.text.extraction import Message
from generator.text.language import SOURCE
from generator.text.names import find_type
from generator.text.wording import Wording, find_use
from generator.workspace import PACKAGE, Files, Settings, Workspace

Heard = dict[tuple[Key, str], str]
"""What stood in the place of a placeholder of a message, such as `date, such as 1 mars 2027`."""
Lists = dict[type, str]
"""What stood where a list was written, by the kind of its items."""

_DAY = date(2026, 11, 22)
"""When the examples are made."""
_VALUE = re.compile(r"\{\{[-+]?\s*(.*?)\s*[-+]?\}\}", re.DOTALL)
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{\w+\}", re.DOTALL)
_KINDS: Mapping[type, str] = {
    date: "date",
    Month: "month",
    time: "time of day",
    Money: "sum of money",
    int: "number",
    Decimal: "number",
    tuple: "list",
    Text: "text",
    str: "text",
    Enum: "text",
}
_LOOKS = {
    r"\d{4}-\d\d-\d\d": "date",
    r"\d[\d ,.]*": "number",
    r"\d[\d ,.]*%": "per cent",
    r"\d[\d ,.]* \w+": "number and unit",
}
"""What a value that was written already is, by its look."""
_LONGEST = 60
_LOOP = re.compile(r"\bfor (\w+) in (view(?:\.\w+)+)")
_PATH = r"\w+(?:\.\w+)*"
_ARGUMENT = rf"((?:\w+\({_PATH}\)|{_PATH})(?: \| \w+(?:\(\"[\w ]+\"\))?)?)(?=[,)])"
"""What is handed over by name: a path or a macro of one, with its filter."""


class Examples:
    """What is known of placeholders from the example contracts, as the documents say them with the texts of some files."""

    def __init__(self, files: Files, texts: Mapping[str, type] = MappingProxyType({})) -> None:
        """Compose all documents of the examples. What can't be composed has none; what is wrong with it is told by others.

        `texts` has the views of content files that belong to no document, by the name of the file.
        """
        self._files = files
        self._views = {f"content/{slug}.md": view for slug, view in texts.items()}
        self._views |= {f"content/{document.slug}.md": document.view for document in list_documents()}
        self._heard: Heard = {}
        self._lists: Lists = {}
        self._terms = read_terms(files)
        workspace = Workspace(None, Settings(), files)
        wording = type("Listening", (_Listening,), {"heard": self._heard, "lists": self._lists})
        composer = Composer(files, SOURCE, wording)
        for source in _read_sources(Cases(workspace)):
            for document in (each for each in list_documents() if each.is_over_figures or isinstance(source, ContractSource)):
                _compose(composer, source, Order(document, _DAY, languages=(SOURCE,), where_it_fits=True), workspace)
        self._elsewhere: dict[str, str] = {}
        self._alike: dict[str, str] = {}
        for (_key, name), words in self._heard.items():
            self._elsewhere.setdefault(name, words)
            self._alike.setdefault(_name_last(name), words)

    def describe(self, message: Message) -> Message:
        """The message, its comment with a line for each placeholder of which something is known."""
        described = ((name, self._find(message, name)) for name in _list_placeholders(message))
        lines = [f"{name}: {words}" for name, words in described if words]
        return replace(message, comment="\n".join([message.comment, *lines])) if lines else message

    def _find(self, message: Message, name: str) -> str:
        """What was heard there, or what is known of what is handed over for it; else what stands in its place elsewhere.

        Where that is of one kind, and what is called like what is handed over of another, nothing is known.
        """
        if known := self._heard.get((message.key, name)):
            return known
        alike, handed = self._find_alike(message, name), self._find_argument(message, name)
        if not handed:
            return alike
        if known := self._find_same(message, handed):
            return known
        guess = self._alike.get(_name_last(handed), "")
        if not guess or _cut_kind(guess) == _cut_kind(alike):
            return alike
        # A day is often heard as a text, where a month may stand too.
        is_day = (_cut_kind(guess), _cut_kind(alike)) == ("date", "text")
        return guess if is_day or handed.endswith(") }}") else ""

    def _find_alike(self, message: Message, name: str) -> str:
        """What stands where the same placeholder is elsewhere; else what its view says it is, or one alike."""
        return self._find_same(message, name) or self._alike.get(_name_last(name), "")

    def _find_same(self, message: Message, name: str) -> str:
        return self._elsewhere.get(name) or self._count(name) or self._find_like(message, name)

    def _find_argument(self, message: Message, name: str) -> str:
        """What a template hands over for a `{name}` of a message, written as a placeholder of its own; "" if that isn't plain."""
        if name.startswith("{{"):
            return ""
        for place in message.places:
            if place.file.endswith((".md", ".html")):
                _before, _quote, after = read_text(self._files, place.file).partition(f'"{message.text}"')
                found = re.match(rf"(?:(?!_\(|%\}}).)*?\b{name[1:-1]}={_ARGUMENT}", after)
                if found:
                    return f"{{{{ {found[1]} }}}}"
        return ""

    def _find_kind(self, message: Message, name: str) -> Any:
        """The type of a value that no example has, by the view of the text that the message stands in; None if unknown."""
        path = re.fullmatch(r"\{\{ (\w+(?:\.\w+)*)(?: \| (capital|short|length|country))? \}\}", name)
        place = next((place for place in message.places if place.file in self._views), None)
        if not path:
            return None
        if path[2] == "length":
            return int
        kind = find_type(path[1], self._views[place.file], self._list_loops(place)) if place else None
        return self._find_short(path[1]) if kind is None and path[2] == "short" else kind

    def _find_short(self, path: str) -> Any:
        """The type of what is written short, by what is called the same elsewhere: a day, a month or a sum."""
        kind = _cut_kind(self._alike.get(path.rpartition(".")[2], ""))
        return next((type_ for type_ in (date, Month, Money) if _KINDS[type_] == kind), None)

    def _list_loops(self, place: Place) -> dict[str, str]:
        """What the loops before a place go through, by the names that items have there: of a name, the nearest."""
        lines = read_text(self._files, place.file).split("\n")[: place.line]
        return dict(_LOOP.findall("\n".join(lines)))

    def _find_like(self, message: Message, name: str) -> str:
        """The kind of a value, with what stood where another of that kind was written in running text; a list, of such items."""
        known = self._find_kind(message, name)
        if get_origin(known) is tuple:
            return self._lists.get(get_args(known)[0], "list")
        kind = next((words for type_, words in _KINDS.items() if isinstance(known, type) and issubclass(known, type_)), "")
        if kind in {"", "text"}:
            return kind
        like = [words for words in self._heard.values() if words.startswith(f"{kind}, such as ")]
        return next((words for words in like if re.search(r"\d .*[^\W\d]", words)), kind)

    def _count(self, name: str) -> str:
        counted = re.search(r'\| count\("([\w ]+)"\)', name)
        forms = self._terms["counts"].get(counted[1]) if counted else None
        return f"number and unit, such as {forms[1].replace('{n}', '3')}" if forms else ""


def _list_placeholders(message: Message) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(match.split()) for match in _PLACEHOLDER.findall(message.text)))


def _name_last(name: str) -> str:
    """What a placeholder is called, whatever it belongs to, with its filters: `since` of `{{ condition.since }}`.

    A macro gives something else than what it is given: `reach(view.officer)` is a `reach()`.
    """
    if macro := re.fullmatch(r"\{\{ (\w+)\(.*\) \}\}", name):
        return f"{macro[1]}()"
    found = re.fullmatch(r"\{\{ (?:\w+\.)*(\w+)( \|.*)? \}\}|\{(\w+)\}", name)
    return (found[3] or found[1] + (found[2] or "")) if found else name


def _read_sources(cases: Cases) -> Iterator[Source]:
    for room in ("contracts", "reports"):
        for path in sorted((PACKAGE / "examples" / room).glob("*.yaml")):
            case = cases.open(path)
            yield gather_report(case, cases, _DAY)[0] if isinstance(case, ReportCase) else gather_contract(case, cases)


def _compose(composer: Composer, source: Source, order: Order, workspace: Workspace) -> None:
    with suppress(RealiseraError):
        for planned in plan_documents(order, source, workspace).documents:
            with suppress(RealiseraError):
                composer.compose(order.document.slug, order.document.make_view(planned.subject), (SOURCE,))


class _Listening(Wording):
    """Writes as ever, and notes what is written in the place of each placeholder."""

    heard: Heard
    lists: Lists

    def __init__(self, *settings: Any) -> None:
        super().__init__(*settings)
        self._placeholders: list[tuple[Key, str]] = []

    @property
    def filters(self) -> Mapping[str, Callable[..., Any]]:
        """Those of any wording, and one that listens."""
        return {**super().filters, "heard": self._hear}

    def translate_block(self, text: str, place: Place, context: str, missing: list[Finding]) -> str:
        """The block, each value in it passed by the filter that listens."""

        def listen(tag: re.Match[str]) -> str:
            self._placeholders.append(((context, text), " ".join(tag[0].split())))
            return f"{{{{ ({tag[1]}) | heard({len(self._placeholders) - 1}) }}}}"

        return _VALUE.sub(listen, super().translate_block(text, place, context, missing))

    def _hear(self, value: Any, number: int) -> Any:
        self._note(*self._placeholders[number], value)
        return value

    def say(self, text: str, context: str = "", **values: Any) -> Markup:
        """The message, its values noted."""
        for name, value in values.items():
            self._note((context, text), f"{{{name}}}", value)
        return super().say(text, context, **values)

    def count(self, number: int | Decimal, unit: str, **values: Any) -> Markup:
        """A number of something; the number is noted, and what else is said of it."""
        if unit in self._terms["counts"]:
            for name, value in {"n": number, **values}.items():
                self._note((find_use(unit), self._terms["counts"][unit][0]), f"{{{name}}}", value)
        return super().count(number, unit, **values)

    def _say_money(self, money: Money, unit: str) -> Markup:
        self._note(("money", unit), "{amount}", money.amount)
        self._note(("money", unit), "{currency}", money.currency)
        return super()._say_money(money, unit)

    def _note(self, key: Key, name: str, value: Any) -> None:
        if (key, name) in self.heard:
            return
        written = read_marks(self.write_plain(value))[0].replace("\N{NO-BREAK SPACE}", " ")
        if written:
            shown = written if len(written) <= _LONGEST else f"{written[: _LONGEST - 1].rstrip()}…"
            words = self.heard[key, name] = f"{_name_kind(value, written)}, such as {shown}"
            if isinstance(value, tuple) and not isinstance(value[0], str):
                self.lists.setdefault(type(value[0]), words)


def _cut_kind(words: str) -> str:
    return words.partition(", such as ")[0]


def _name_kind(value: Any, written: str) -> str:
    if not isinstance(value, str):
        return next((name for kind, name in _KINDS.items() if isinstance(value, kind)), "text")
    return next((name for look, name in _LOOKS.items() if re.fullmatch(look, written)), "text")
