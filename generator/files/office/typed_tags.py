"""The tags in a Word layout as people type them, brought into the form that Jinja reads. Called by `word`.

Word capitalises the first word of a line, breaks words over runs, and puts in spaces that don't break.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from generator.errors import Finding, Place, TextError
from generator.files.office.namespaces import W

_W = f"{{{W}}}"
_CLOSINGS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_OPENINGS = {closing: opening for opening, closing in _CLOSINGS.items()}
_ENDING = re.compile(r"\}\}|%\}|#\}")
_OPENING = re.compile(r"\{[{%#]")
_QUOTED = re.compile(r"('[^']*'|\"[^\"]*\"|[‘’][^‘’]*[‘’]|[“”„][^“”„]*[“”])")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\u3000\t\n"), " ")
_NOTHING = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"), None)
_CLEAN = str.maketrans({**_SPACES, **_NOTHING, **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212"), "-")})
_PREFIX = re.compile(r"^(\{\{)(-?)\s*(p|r|tr|tc)\s+(?!(?:if|is|in|and|or|not|else)\b)(?=[\w'\"‘’“”])", re.IGNORECASE)
_WORDS = "if|elif|else|endif|for|endfor|set|endset|macro|endmacro|filter|endfilter|with|endwith"
_BLOCK_PREFIX = re.compile(rf"^(\{{%)(-?)\s*(p|r|tr|tc)\s+(?=(?:{_WORDS})\b)", re.IGNORECASE)
_BLOCK_WORD = re.compile(rf"^(\{{%(?:p|r|tr|tc)?[-+]?\s*)({_WORDS})\b", re.IGNORECASE)
_OURS = re.compile(r"(?<![\w.])(?:document(?:\s*\.\s*\w+)*|letterhead|body)\b", re.IGNORECASE)
"""What a layout's tags may begin with, in whatever letters."""


class Tag(NamedTuple):
    """A tag in a text, and where it begins."""

    start: int
    text: str


def mend_tags(layout: str, root: etree._Element) -> None:
    """Bring each tag of a part into one piece of text, written as Jinja reads it.

    Raises:
        TextError: with each paragraph where one begins and doesn't end.
    """
    findings = [finding for paragraph in root.iter(f"{_W}p") for finding in _mend(layout, paragraph)]
    if findings:
        raise TextError(*findings)


def list_texts(paragraph: etree._Element) -> list[etree._Element]:
    """The pieces of text of a paragraph, without those of a box that is anchored in it."""
    return [text for text in paragraph.iter(f"{_W}t") if next(text.iterancestors(f"{_W}p"), None) is paragraph]


def read_paragraph(paragraph: etree._Element) -> str:
    """The text of a paragraph."""
    return "".join(text.text or "" for text in list_texts(paragraph))


def shorten(text: str) -> str:
    """A text as it is quoted in a message."""
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"  # noqa: PLR2004 (as long as a line)


def _mend(layout: str, paragraph: etree._Element) -> Iterator[Finding]:
    pieces = list_texts(paragraph)
    whole = "".join(piece.text or "" for piece in pieces)
    if "{" not in whole and "}" not in whole:
        return
    tags = find_tags(whole)
    outside = _blank(whole, tags)
    asking = (tag.text for tag in tags if not tag.text.startswith("{#"))  # a note may hold anything
    nested = (_OPENING.search(_QUOTED.sub("", text), 2) and _OPENING.match(text) for text in asking)
    if stray := _OPENING.search(outside) or next(filter(None, nested), None):
        yield Finding(
            "a tag begins with '{opening}' and doesn't end with '{closing}', in the paragraph '{text}'",
            Place(layout),
            hint="end it in the same paragraph, or put a space between the two signs where no tag is meant",
            values={"opening": stray[0], "closing": _CLOSINGS[stray[0]], "text": shorten(whole)},
        )
        return
    if loose := _ENDING.search(outside):
        yield Finding(
            "a tag ends with '{closing}' and doesn't begin with '{opening}', in the paragraph '{text}'",
            Place(layout),
            hint="begin it in the same paragraph, or put a space between the two signs where no tag is meant",
            values={"opening": _OPENINGS[loose[0]], "closing": loose[0], "text": shorten(whole)},
        )
        return
    for tag in reversed(tags):
        _replace(pieces, tag.start, tag.start + len(tag.text), clean_tag(tag.text))


def find_tags(text: str) -> list[Tag]:
    """The tags of a text in their order. One may hold braces between quotes, so each ends where it can for the first time.

    A text is read in linear time: what doesn't end is looked for once.
    """
    tags: list[Tag] = []
    place = 0
    unending: set[str] = set()
    while opening := _OPENING.search(text, place):
        closing = _CLOSINGS[opening[0]]
        end = -1 if closing in unending else text.find(closing, opening.end())
        if end < 0:
            unending.add(closing)
            place = opening.start() + 1
        else:
            place = end + len(closing)
            tags.append(Tag(opening.start(), text[opening.start() : place]))
    return tags


def _blank(text: str, tags: Iterable[Tag]) -> str:
    """What of a text is outside of its tags."""
    ends = [0, *(tag.start + len(tag.text) for tag in tags)]
    return "".join(text[end:start] for end, start in zip(ends, [*(tag.start for tag in tags), len(text)], strict=True))


def clean_tag(tag: str) -> str:
    """A tag as Jinja reads it: what stands in quotes stays as it is."""
    parts = _QUOTED.split(tag)
    tag = "".join(part if number % 2 else _OURS.sub(_lower, part.translate(_CLEAN)) for number, part in enumerate(parts))
    tag = _PREFIX.sub(_write_prefix, tag)
    tag = _BLOCK_PREFIX.sub(_write_prefix, tag)
    return _BLOCK_WORD.sub(lambda match: match[1] + match[2].lower(), tag)


def _lower(match: re.Match[str]) -> str:
    return match[0].lower()


def _write_prefix(match: re.Match[str]) -> str:
    return f"{match[1]}{match[3].lower()}{match[2]} "


def _replace(pieces: list[etree._Element], start: int, end: int, tag: str) -> None:
    """Write a tag into the piece that it begins in, and take its rest out of the others."""
    place = 0
    for piece in pieces:
        text = piece.text or ""
        first, last = max(start - place, 0), min(end - place, len(text))
        if first < last:
            begins = place + first == start
            changed = text[:first] + (tag if begins else "") + text[last:]
            if changed != text:
                piece.text = changed
                piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        place += len(text)
