"""Composes documents whose texts say which message they come from. For previews: no file is ever made of such a tree.

Each text stands in a mark such as `data-message="en 3fa9c2d1b07e fuzzy"`: its language, the id of its message, its state. The
marks change nothing else: without them the tree is that of the document itself.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from html import unescape
from typing import Any

from markupsafe import Markup, escape
from msgspec.structs import replace

from generator.contract.models import Money
from generator.errors import Finding, Place
from generator.preview.states import State, find_state
from generator.text.catalogs import Catalog, Key
from generator.text.composing import Composer
from generator.text.language import SOURCE, Language
from generator.text.placeholders import hide_placeholders
from generator.text.sandbox import Sandbox
from generator.text.tree import CELLS, TEXT_BLOCKS, Element
from generator.text.wording import END, Terms, Wording, split_box
from generator.workspace import Files

MARK = "data-message"
_HOLDERS = TEXT_BLOCKS | CELLS
_LENGTH = 12
_PLAIN = ("words", "label", "placeholder")
"""The attributes that say words only."""
_OPENED = re.compile(rf'<span {MARK}="([^"]*)">')
_BEGIN, _MIDDLE, _END = "\ufdd0", "\ufdd1", "\ufdd2"
"""What stands around the words of a layout: letters that no text may have."""
_SAID = re.compile(f"{_BEGIN}([A-Za-z0-9-]+ [0-9a-f]+ [a-z]+){_MIDDLE}([^{_END}]*){_END}")
_LISTS = re.compile(r'(<ul class="words"(?: lang="([^"]*)")?[^>]*>)(.*?</ul>)', re.DOTALL)
"""What a web page has in the place of a drawing where there is no room for one."""
_ITEM = re.compile(r"<li>(.*?)</li>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_PARTS = re.compile(r"<(title|style|script|option|textarea)\b.*?</\1>|<[^>]*>|[^<]+", re.DOTALL)
"""The tags of a page, those that hold words only with those words, and the text between them."""


class Trace:
    """Which messages were said, by ids that a message has for good."""

    def __init__(self) -> None:
        self._keys: dict[str, Key] = {}
        self.said: dict[str, None] = {}
        """The messages that were said since this was last emptied, in order."""

    def note(self, text: str, context: str) -> str:
        """The id of a message."""
        digest = hashlib.sha256(f"{context}\0{text}".encode()).hexdigest()[:_LENGTH]
        self._keys[digest] = (context, text)
        self.said[digest] = None
        return digest

    def find(self, message: str) -> Key | None:
        """The context and the source text of the message with an id, or None."""
        return self._keys.get(message)


class _TracedWording(Wording):
    """Writes as any wording does, and marks what comes from a message."""

    def __init__(self, trace: Trace, catalog: Catalog, terms: Terms, data_language: str) -> None:
        super().__init__(Language(catalog.lang), catalog, terms, data_language)
        self._trace = trace
        self._states: dict[Key, State] = {}
        self.plain: dict[str, str] = {}
        """What was written as words only, for a drawing or a place to fill in, with the mark that it had."""

    def renew(self, catalog: Catalog) -> None:
        """Say the same from another catalog of the language, also in templates that are compiled already."""
        self._catalog = catalog
        for known in (self._states, self._found, self._said, self.plain):
            known.clear()

    def write_plain(self, value: Any) -> str:
        plain = super().write_plain(value)
        marks = list(map(unescape, _OPENED.findall(value))) if isinstance(value, Markup) else []
        if marks:
            self.plain[plain] = next(filter(self._has_words, marks), marks[0])
        return plain

    def _has_words(self, mark: str) -> bool:
        """Whether the message of a mark says more than what is filled in: `{id}: {what}` doesn't."""
        key = self._trace.find(mark.split()[1])
        return key is not None and any(map(str.isalpha, hide_placeholders(key[1])))

    def translate_block(self, text: str, place: Place, context: str, missing: list[Finding]) -> str:
        box, words = split_box(super().translate_block(text, place, context, missing))
        return f'{box}{{{{ _message("{self.describe(text, context)}") }}}}{words}{{{{ _end }}}}'

    def say(self, text: str, context: str = "", **values: Any) -> Markup:
        return self._enclose(super().say(text, context, **values), text, context)

    def count(self, number: int | Decimal, unit: str, **values: Any) -> Markup:
        counted = super().count(number, unit, **values)
        return self._enclose(counted, self._terms["counts"][unit][0])

    def _say_money(self, money: Money, unit: str) -> Markup:
        return self._enclose(super()._say_money(money, unit), unit, "money")

    def _enclose(self, said: Markup, text: str, context: str = "") -> Markup:
        return open_mark(self.describe(text, context)) + said + END

    def describe(self, text: str, context: str = "") -> str:
        """What the mark of a message says."""
        key = (context, text)
        if key not in self._states:
            self._states[key] = find_state(self._catalog, key)
        return f"{self.language.tag} {self._trace.note(text, context)} {self._states[key]}"


def open_mark(description: str) -> Markup:
    """The beginning of what comes from a message."""
    return Markup(f'<span {MARK}="{escape(description)}">')  # noqa: S704 (escaped)


class TracedComposer(Composer):
    """Composes as any composer does, and marks what comes from a message."""

    def __init__(self, files: Files, data_language: str, trace: Trace, find_catalog: Callable[[str], Catalog]) -> None:
        super().__init__(files, data_language)
        self._trace = trace
        self._find_catalog = find_catalog
        self._traced: dict[str, _TracedWording] = {}
        self._stale: set[str] = set()

    def forget_catalog(self, lang: str) -> None:
        """Let go of what comes from a language's catalog; what is compiled of components is kept."""
        self._stale.add(lang)
        self._contents = {key: content for key, content in self._contents.items() if key[1] != lang}

    def forget_content(self, name: str) -> None:
        """Let go of what comes from a content file."""
        self._contents = {key: content for key, content in self._contents.items() if key[0] != name}

    def _find_wording(self, lang: str) -> Wording:
        if lang in self._stale and lang in self._traced:
            self._traced[lang].renew(self._find_catalog(lang))
        self._stale.discard(lang)
        return super()._find_wording(lang)

    def _make_wording(self, lang: str, terms: Terms) -> Wording:
        self._traced[lang] = _TracedWording(self._trace, self._find_catalog(lang), terms, self._data_language)
        return self._traced[lang]

    def _find_environment(self, lang: str) -> Sandbox:
        environment = super()._find_environment(lang)
        environment.globals["_message"] = open_mark
        return environment

    def _parse(self, html: str, lang: str) -> Element:
        plain = self._traced[lang].plain if lang in self._traced else {}
        return mark_plain(lift_marks(super()._parse(html, lang)), plain)

    def mark_lists(self, page: str, lang: str) -> str:
        """A page in a language with marks on the lines that stand in the place of a drawing on a narrow screen."""

        def mark(words: re.Match[str]) -> str:
            traced = self._traced.get(words[2] or lang)
            return words[1] + _ITEM.sub(lambda item: _mark_item(item, traced.plain), words[3]) if traced else words[0]

        return _LISTS.sub(mark, page)

    def make_translate(self, langs: tuple[str, ...], *, draft: bool) -> Callable[..., str]:
        """What says the words of layouts, each with a mark that only `show_marks` can read."""
        translate = super().make_translate(langs, draft=draft)
        shown = next((lang for lang in langs if lang != SOURCE), SOURCE)

        def say(text: str, context: str = "") -> str:
            said = translate(text, context)
            wording = self._find_wording(shown)
            described = wording.describe(text, context) if isinstance(wording, _TracedWording) else ""
            return f"{_BEGIN}{described}{_MIDDLE}{said}{_END}" if described else said

        return say


def lift_marks(element: Element) -> Element:
    """The tree with each mark that holds all of a block's text on the block itself."""
    children = tuple(child if isinstance(child, str) else lift_marks(child) for child in element.children)
    only = children[0] if len(children) == 1 else None
    if element.tag in _HOLDERS and isinstance(only, Element) and MARK in only.attributes and only.tag == "span":
        return replace(element, attributes={**element.attributes, MARK: only.attributes[MARK]}, children=only.children)
    return replace(element, children=children)


def mark_plain(element: Element, plain: Mapping[str, str], drawn: str = "") -> Element:
    """The tree with marks on what drawings say, line by line, and on places to fill in whose label or hint is a message."""
    marks = [plain[element.attributes[name]] for name in _PLAIN if element.attributes.get(name) in plain]
    mark = marks[0] if marks else drawn if element.tag == "text" else ""
    children: list[Element | str] = []
    drawn = ""
    for child in element.children:
        if isinstance(child, str):
            children.append(child)
            continue
        if child.tag == "text":
            # The lines after the first don't say their words.
            is_first, goes_on = "words" in child.attributes, "room" in child.attributes
            drawn = plain.get(child.attributes["words"], "") if is_first else drawn if goes_on else ""
        children.append(mark_plain(child, plain, drawn))
    attributes = {**element.attributes, MARK: mark} if mark and MARK not in element.attributes else element.attributes
    return replace(element, attributes=attributes, children=tuple(children))


def _mark_item(item: re.Match[str], plain: Mapping[str, str]) -> str:
    """A line of a list, with the mark of its words if they have one."""
    mark = plain.get(unescape(_TAG.sub("", item[1])))
    return f'<li {MARK}="{escape(mark)}">{item[1]}</li>' if mark else item[0]


def show_marks(page: str) -> str:
    """A page in which the words of its layout have their marks: on what is read, and not in tags, titles and styles."""

    def show(part: re.Match[str]) -> str:
        if part[0].startswith("<"):
            return _SAID.sub(r"\2", part[0])
        return _SAID.sub(lambda said: f'<span {MARK}="{said[1]}">{said[2]}</span>', part[0])

    return _PARTS.sub(show, page)


def hide_marks(text: str) -> str:
    """The words of a layout without their marks."""
    return _SAID.sub(r"\2", text)


def list_marks(tree: Element) -> Iterator[tuple[str, str, State]]:
    """The language, the message and the state of each mark in a tree, in reading order."""
    for element in tree.walk():
        if MARK in element.attributes:
            language, message, state = element.attributes[MARK].split()
            yield language, message, State(state)
