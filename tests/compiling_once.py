"""Jinja, which reads and compiles a text once for all tests of a process: it is what takes longest when one document is made.

Other processes, such as the one that `test_same_bytes` holds against this one, compile as ever.
"""

from __future__ import annotations

from functools import cached_property
from types import CodeType
from typing import Any, ClassVar

from jinja2 import Environment, nodes

from generator.text.sandbox import Sandbox

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
