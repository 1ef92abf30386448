"""Jinja and Markdown, which read and compile a text once for all tests of a process: it is most of what one document takes.

Other processes, such as the one that `test_same_bytes` holds against this one, compile as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache, cached_property
from types import CodeType
from typing import Any, ClassVar

from jinja2 import Environment, nodes

from generator.text.extraction import Message
from generator.text.sandbox import Sandbox
from generator.workspace import PACKAGE, Files

Key = tuple[str, ...]


class ParsingOnce(Environment):
    """What messages are extracted with; its trees are only read."""

    _trees: ClassVar[dict[Key, nodes.Template]] = {}

    def parse(self, source: str, name: str | None = None, filename: str | None = None) -> nodes.Template:
        """The tree that was made when the text was first parsed."""
        key = (source, str(name), str(filename))
        if key not in self._trees:
            self._trees[key] = super().parse(source, name, filename)
        return self._trees[key]


class CompilingOnce(ParsingOnce, Sandbox):
    """What documents are composed with; all that is compiled has the same settings."""

    _trees: ClassVar[dict[Key, nodes.Template]] = {}
    _codes: ClassVar[dict[Key, CodeType]] = {}

    @cached_property
    def _words(self) -> Key:
        """What constants in a text can become when it is compiled: the words of a language."""
        wording = self.finalize.__self__
        return wording.language.tag, wording._data_language, repr(wording._terms), repr(wording._catalog)

    def compile(self, source: Any, name: str | None = None, filename: str | None = None, **how: Any) -> Any:
        """The code that was made when the text was first compiled; a mistake is told anew each time."""
        if how or not isinstance(source, str):
            return super().compile(source, name, filename, **how)
        key = (source, str(name), str(filename), *self._words)
        if key not in self._codes:
            self._codes[key] = super().compile(source, name, filename)
        return self._codes[key]


class ExtractingOnce:
    """What gathers the messages of documents: those of the product itself once, on which every workspace builds."""

    def __init__(self, extract: Callable[[Files, Collection[str] | None], tuple[Message, ...]]) -> None:
        self._extract, self._own = extract, cache(lambda: extract(Files(PACKAGE), None))

    def __call__(self, files: Files, documents: Collection[str] | None = None) -> tuple[Message, ...]:
        """The messages, which nobody can change."""
        is_own = files._folders == (PACKAGE,) and documents is None
        return self._own() if is_own else self._extract(files, documents)


class ConvertingOnce:
    """Markdown's way from a text to HTML, which is gone once for each text and what its blocks are changed to."""

    def __init__(self, convert: Callable[[str, Callable[[str, str], str]], str]) -> None:
        self._convert = convert
        self._blocks: dict[str, list[tuple[str, str]]] = {}
        self._made: dict[tuple[str, ...], str] = {}

    def __call__(self, text: str, change: Callable[[str, str], str]) -> str:
        """What was made when the blocks were first changed to the same; they are changed each time, and in the same order."""
        if text not in self._blocks:
            self._blocks[text] = self._list_blocks(text)
        changed = [change(*block) for block in self._blocks[text]]
        if (text, *changed) not in self._made:
            rest = iter(changed)
            self._made[text, *changed] = self._convert(text, lambda _words, _kind: next(rest))
        return self._made[text, *changed]

    def _list_blocks(self, text: str) -> list[tuple[str, str]]:
        blocks: list[tuple[str, str]] = []

        def note(words: str, kind: str) -> str:
            blocks.append((words, kind))
            return words

        self._convert(text, note)
        return blocks
