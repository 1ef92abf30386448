"""Composes documents whose texts say which message they come from. For previews: no file is ever made of such a tree.

Each text stands in a mark such as `data-message="en 3fa9c2d1b07e fuzzy"`: its language, the id of its message, its state. The
marks change nothing else: without them the tree is that of the document itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from generator.contract.models import Money
from generator.errors import Finding, Place
from generator.preview.states import State, find_state
from generator.text.catalogs import Catalog, Key
from generator.text.composing import Composer
from generator.text.language import Language
from generator.text.sandbox import Sandbox
from generator.text.tree import CELLS, TEXT_BLOCKS, Element
from generator.text.wording import END, Terms, Wording, split_box
from generator.workspace import Files

MARK = "data-message"
_HOLDERS = TEXT_BLOCKS | CELLS
_LENGTH = 12


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

    def renew(self, catalog: Catalog) -> None:
        """Say the same from another catalog of the language, also in templates that are compiled already."""
        self._catalog = catalog
        for known in (self._states, self._found, self._said):
            known.clear()

    def translate_block(self, text: str, place: Place, context: str, missing: list[Finding]) -> str:
        box, words = split_box(super().translate_block(text, place, context, missing))
        return f'{box}{{{{ _message("{self._describe(text, context)}") }}}}{words}{{{{ _end }}}}'

    def say(self, text: str, context: str = "", **values: Any) -> Markup:
        return self._enclose(super().say(text, context, **values), text, context)

    def count(self, number: int | Decimal, unit: str, **values: Any) -> Markup:
        counted = super().count(number, unit, **values)
        return self._enclose(counted, self._terms["counts"][unit][0])

    def _say_money(self, money: Money, unit: str) -> Markup:
        return self._enclose(super()._say_money(money, unit), unit, "money")

    def _enclose(self, said: Markup, text: str, context: str = "") -> Markup:
        return open_mark(self._describe(text, context)) + said + END

    def _describe(self, text: str, context: str = "") -> str:
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
        return lift_marks(super()._parse(html, lang))


def lift_marks(element: Element) -> Element:
    """The tree with each mark that holds all of a block's text on the block itself."""
    children = tuple(child if isinstance(child, str) else lift_marks(child) for child in element.children)
    only = children[0] if len(children) == 1 else None
    if element.tag in _HOLDERS and isinstance(only, Element) and MARK in only.attributes and only.tag == "span":
        return replace(element, attributes={**element.attributes, MARK: only.attributes[MARK]}, children=only.children)
    return replace(element, children=children)


def list_marks(tree: Element) -> Iterator[tuple[str, str, State]]:
    """The language, the message and the state of each mark in a tree, in reading order."""
    for element in tree.walk():
        if MARK in element.attributes:
            language, message, state = element.attributes[MARK].split()
            yield language, message, State(state)
