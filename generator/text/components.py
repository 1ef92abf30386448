"""The macros that content files call by name, each compiled with the first text that uses it. Called by `text.composing`.

A document uses a few of them; to compile all takes a sixth of what the command takes for one document.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_MACRO = re.compile(r"\{%[-+]?\s*macro\s+(\w+)\b(?:(?!%[-+]?\s*macro\b).)*?\{%[-+]?\s*endmacro\s*[-+]?%\}", re.DOTALL)
"""A macro from its first tag to its last, with no other in it."""


class Components:
    """The macros of one file."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._macros = {match[1]: match[0] for match in _MACRO.finditer(source)}

    @property
    def names(self) -> Collection[str]:
        """What they are called."""
        return self._macros.keys()

    def cut(self, text: str, known: Collection[str]) -> str:
        """The source without macros that the text doesn't use or that are known; each line stays on the line that it is on.

        A word that is a macro's name counts as use, wherever it stands, and so does what stands between macros.
        """
        used: set[str] = set()
        waiting = [text, _MACRO.sub("", self._source)]
        while waiting:
            found = self._macros.keys() & set(re.findall(r"\w+", waiting.pop()))
            waiting += [self._macros[name] for name in found - used]
            used |= found
        wanted = used.difference(known)
        return _MACRO.sub(lambda macro: macro[0] if macro[1] in wanted else "\n" * macro[0].count("\n"), self._source)
