"""The words that the product's own texts use: a name that is one of them may mean something else too. Called by `case`."""

from __future__ import annotations

import re

from generator.rules.spellings import normalize
from generator.workspace import Files

_TEXTS = ("content/*.md", "content/*.yaml", "locales/en/LC_MESSAGES/*.po")
_PLACEHOLDER = re.compile(r"\{[{%#].*?[}%#]\}|\{\w+\}|^#.*?$", re.MULTILINE)


def read_everyday_words(files: Files) -> frozenset[str]:
    """The words of the documents' texts, as `rules.spellings` reads them, in Swedish and English."""
    names = [name for pattern in _TEXTS for name in files.list_names(pattern)]
    texts = (_PLACEHOLDER.sub(" ", files.read(name).decode("utf-8", "replace")) for name in names)
    return frozenset(word for text in texts for line in text.split("\n") for word in normalize(line).split())
