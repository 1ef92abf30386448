"""A language that nobody speaks: longer words with å, ä and ö, in brackets. Called by `locale pseudo` and by tests.

What doesn't fit is cut off in it, and what isn't translated stands outside brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from babel.messages import Catalog

from generator.text.compiling import RESERVED, TAG
from generator.text.extraction import Message

OPENING, CLOSING = "[!! ", "!!]"
"""What stands around each text. Before a mark of exclamation no line ends, be there a space or not, so there is none."""
_LONGER = 0.4
"""How much longer a text becomes, beside its brackets."""
_KEPT = re.compile(
    rf"{TAG.pattern}|\{{\w+\}}|{RESERVED}|\]\(\s*<?[^\s)]*\)|<[a-z][a-z0-9+.-]*:[^<>\s]*>|&#?\w+;|\\.", re.DOTALL | re.IGNORECASE
)
"""What means something to the template or to Markdown."""
_BOX = "[ ] "
"""How an item begins that is to be ticked: no word, so it stays before the brackets."""
_VOWELS = str.maketrans("aeoAEO", "åäöÅÄÖ")
_TWICE = re.compile(r"([aeiouyåäö])", re.IGNORECASE)
_FILLER = "åäö"


def make_pseudo_catalog(messages: Iterable[Message]) -> Catalog:
    """A catalog that translates all the messages."""
    catalog = Catalog(locale="en", fuzzy=False)
    for message in messages:
        one = disguise(message.text)
        if message.plural:
            catalog.add((message.text, message.plural), (one, disguise(message.plural)), context=message.context or None)
        else:
            catalog.add(message.text, one, context=message.context or None)
    return catalog


def disguise(text: str) -> str:
    """A text in the language, with its tags, placeholders, links and Markdown as they are."""
    box = _BOX if text.startswith(_BOX) else ""
    pieces = _split(text.removeprefix(box))
    letters = sum(len(words) for words, _ in pieces)
    missing = round(letters * _LONGER)
    written = []
    for words, kept in pieces:
        longer, missing = _lengthen(words, missing)
        written.append(longer.translate(_VOWELS) + kept)
    filler = (_FILLER * missing)[:missing]
    return f"{box}{OPENING}{''.join(written)}{' ' if filler else ''}{filler}{CLOSING}"


def _split(text: str) -> list[tuple[str, str]]:
    """The words of a text, each piece with what is kept after it."""
    pieces, end = [], 0
    for match in _KEPT.finditer(text):
        pieces.append((text[end : match.start()], match[0]))
        end = match.end()
    return [*pieces, (text[end:], "")]


def _lengthen(words: str, missing: int) -> tuple[str, int]:
    """Words with as many vowels twice as letters are missing, and how many still are."""
    longer, count = _TWICE.subn(lambda match: match[0] * 2, words, count=missing) if missing else (words, 0)
    return longer, missing - count
