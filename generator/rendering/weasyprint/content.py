"""What is drawn on a page of a PDF, marked so that it is read as it was written. For `tags`, and WeasyPrint 70."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pydyf
from msgspec import Struct
from weasyprint.document import Page
from weasyprint.formatting_structure import boxes

from generator.rendering.letters import PRIVATE

_FONT = re.compile(rb"/(\S+) \S+ Tf")
_GLYPHS = re.compile(rb"<([0-9a-f]*)>")
_GLYPH = re.compile(rb"[0-9a-f]{4}")
_SOFT_HYPHEN = "\u00ad"

Meanings = Mapping[bytes, Mapping[bytes, str]]
"""What glyphs stand for, by font, as a page writes both."""


class MarkedPage(Page):  # type: ignore[misc] # WeasyPrint has no types
    """A page that remembers what it drew: its stream, and the number of the marked content that each box became."""

    def __init__(self, page: Page) -> None:
        super().__init__(page._page_box)  # noqa: SLF001 (nothing public leads to the boxes)
        self.stream: Any = None
        self.marks: dict[Any, int] = {}

    @property
    def box(self) -> Any:
        """The box of the whole page."""
        return self._page_box

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Draw the page."""
        super().paint(stream, scale)
        _name_nameless_glyphs(stream._fonts.values())  # noqa: SLF001 (the fonts of the document, which end here)
        self.stream = stream
        self.marks = {box: mark["mcid"] for box, mark in stream._tags.items()}  # noqa: SLF001 (emptied by WeasyPrint right after)


class Content(Struct, frozen=True):
    """Marked content: a piece of text, or a drawing."""

    page: int
    number: int
    """As WeasyPrint numbered it."""


def read_meanings(fonts: Iterable[Any]) -> Meanings:
    """The letters that the glyphs of each font stand for."""
    return {font.hash.encode(): {b"%04x" % glyph: text for glyph, text in font.to_unicode.items()} for font in fonts}


def mark_content(
    page: MarkedPage, number: int, artifacts: Mapping[Content, Mapping[str, str]], meanings: Meanings
) -> dict[int, int]:
    """The new number of each piece of marked content on the page, by the old one, once all artifacts are marked as such.

    A piece whose glyphs don't give back its letters one by one (shared glyphs, composed letters, writing from right to
    left, characters that are never drawn, white space on its own) gets its text said outright.
    """
    owned = {content.number: kind for content, kind in artifacts.items() if content.page == number}
    texts = {mark: _read_box(box) for box, mark in page.marks.items() if isinstance(box, boxes.TextBox)}
    drawn = _read_glyphs(page.stream.stream, meanings)
    numbers: dict[int, int] = {}
    items = page.stream.stream
    for place, item in enumerate(items):
        if not isinstance(item, pydyf.Dictionary) or "MCID" not in item:
            continue
        old = item["MCID"]
        if old in owned:
            items[place - 1 : place + 1] = ["/Artifact", pydyf.Dictionary(owned[old])]
            continue
        item["MCID"] = numbers[old] = len(numbers)
        if old in texts and (texts[old] != drawn[old] or PRIVATE.search(texts[old])):
            item["ActualText"] = pydyf.String(texts[old])
    return numbers


def _name_nameless_glyphs(fonts: Iterable[Any]) -> None:
    """Give each glyph that stands for no letter of its own a space without width: PDF/A wants every glyph to have a meaning."""
    for font in fonts:
        font.to_unicode |= {glyph: "\u200b" for glyph, text in font.to_unicode.items() if not text}


def _read_box(box: Any) -> str:
    """The text of a box: a soft hyphen stands for the hyphen that shows where a word was broken, and no others are read."""
    text: str = box.text
    hyphen = box.style["hyphenate_character"]
    end = _SOFT_HYPHEN if text.endswith((_SOFT_HYPHEN + hyphen, hyphen)) else ""
    return text.removesuffix(hyphen if end else "").replace(_SOFT_HYPHEN, "") + end


def _read_glyphs(items: Sequence[Any], meanings: Meanings) -> dict[int, str]:
    """The letters that a reader makes of the glyphs, by number of the marked content."""
    texts: dict[int, str] = {}
    open_marks: list[int | None] = []
    font: Mapping[bytes, str] = {}
    for place, item in enumerate(items):
        if item == b"BDC":
            mark = items[place - 1].get("MCID")
            open_marks.append(mark)
            texts.setdefault(mark, "")
        elif item == b"BMC":
            open_marks.append(None)
        elif item == b"EMC":
            open_marks.pop()
        elif isinstance(item, bytes):
            if chosen := _FONT.fullmatch(item):
                font = meanings[chosen[1]]
            elif item.endswith(b"] TJ") and open_marks and open_marks[-1] is not None:
                glyphs = _GLYPH.findall(b"".join(_GLYPHS.findall(item)))
                texts[open_marks[-1]] += "".join([font.get(glyph, "") for glyph in glyphs])
    return texts
