"""Whether a translation keeps what its source has beside words: placeholders, HTML, links, marks of Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from generator.errors import Finding
from generator.text.compiling import TAG, compile_content
from generator.text.placeholders import REFUSED, hide_placeholders, is_lack_of_number, list_links
from generator.translating.checks.pairs import Check, Pair

_MARKS = re.compile(r"[*_`\[\]\\<]")
_ELEMENT = re.compile(r"<(strong|em|a)\b[^>]*>")
_LEFT = re.compile(r"\*+|`|\[ \]|[\[\]]|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)")
_WRITTEN = {"strong": "**…**", "em": "*…*", "a": "[…](…)"}


def make_check(code: str) -> Check:
    """One of the checks for which a document refuses a translation."""
    refuse = REFUSED[code]

    def check(pair: Pair) -> Iterator[Finding]:
        return (finding for finding in refuse(pair.source, pair.translation, pair.place) if not is_lack_of_number(finding))

    return check


def check_number(pair: Pair) -> Iterator[Finding]:
    """Whether the number that is counted is there; a plural form that goes with one number only may do without it."""
    for finding in REFUSED["placeholders"](pair.source, pair.translation, pair.place):
        if is_lack_of_number(finding) and not pair.covers_one:
            yield finding


def check_lost_links(pair: Pair) -> Iterator[Finding]:
    """Whether each link of the source is there."""
    for link in Counter(list_links(pair.source)) - Counter(list_links(pair.translation)):
        yield Finding("the link {link} is missing in the translation", values={"link": link})


def check_markdown(pair: Pair) -> Iterator[Finding]:
    """Whether each mark of Markdown that is opened is closed, and as much is marked as in the source."""
    if not any(_MARKS.search(hide_placeholders(text)) for text in (pair.source, pair.translation)):
        return
    wanted, found = _read_marks(pair.source), _read_marks(pair.translation)
    for mark in dict.fromkeys([*wanted, *found]):
        values = {"mark": _WRITTEN.get(mark, mark), "wanted": str(wanted[mark]), "found": str(found[mark])}
        if wanted[mark] == found[mark] or mark == "a":
            continue
        if mark in _WRITTEN:
            yield Finding("{mark} stands {found} times in the translation, {wanted} times in the source", values=values)
        else:
            hint = "close each mark that is opened; a backslash before it makes it a letter"
            yield Finding("{mark} marks nothing in the translation", hint=hint, values=values)


@lru_cache(maxsize=4000)
def _read_marks(text: str) -> Counter[str]:
    """What the marks of a block come to where a document is made: how often each marks something, or is left as it is."""
    # Names stay for tags: Markdown takes marks around words only, and a tag stands for words.
    html = compile_content("x", "", lambda _text, _place, _context: TAG.sub("x", text))
    marked = Counter(match[1] for match in _ELEMENT.finditer(html))
    return marked + Counter(_LEFT.findall(re.sub(r"<[^>]*>", "", html)))
