"""What is drawn on a page, as it is read and in that order. Called by `finishing`.

Typst draws what is written from right to left word by word as the words stand on the line, each marked as reversed; readers turn
the letters of each, and take the words as they come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from generator.rendering.typst.objects import Objects

if TYPE_CHECKING:
    import pikepdf

    Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage

_REVERSED = b"/ReversedChars"
_SOFT_HYPHEN = re.compile(rb"<FEFF([0-9A-F]+?)(?:00AD)+>")
"""What a glyph stands for beside the soft hyphens after it, as Typst says it; a hyphen that is drawn stands for them alone."""
_AFTER_GLYPH = re.compile(rb"> <([0-9A-F]{4,}?)(?:00AD)+>")
"""The same in the table of a font."""
_PAGE = re.compile(rb"<</Type/Page/.*/Contents (\d+) 0 R")
_FONT = re.compile(rb"<</Type/Font/.*/ToUnicode (\d+) 0 R")
_STARTS = frozenset({"BDC", "BMC"})
_SHOWS = frozenset({"TJ", "Tj"})


def drop_soft_hyphens(objects: Objects) -> None:
    """Leave out soft hyphens at which no word is broken, on all pages: nobody sees them, and searches would trip over them.

    Source: ISO 32000-1:2008, 14.8.2.2.3 (hyphenation).
    """
    for number in _list_pages(objects):
        shown = objects.read_stream(number)
        if b"00AD>" in shown:
            objects.change_stream(number, _SOFT_HYPHEN.sub(rb"<FEFF\1>", shown))
    for number in _list_targets(objects, _FONT):
        table = objects.read_stream(number)
        if b"00AD>" in table:
            objects.change_stream(number, _AFTER_GLYPH.sub(rb"> <\1>", table))


def order_words(objects: Objects) -> None:
    """Put the words of what is written from right to left in their own order, on all pages.

    Source: ISO 32000-1:2008, 14.8.2.3.3 (reverse-order show strings).
    """
    for number in _list_pages(objects):
        shown = objects.read_stream(number)
        if _REVERSED in shown:
            objects.change_stream(number, _order_page(shown))


def _list_pages(objects: Objects) -> list[int]:
    """The streams of what is drawn on each page."""
    return _list_targets(objects, _PAGE)


def _list_targets(objects: Objects, kind: re.Pattern[bytes]) -> list[int]:
    """The streams that objects of a kind name, each once."""
    return list(dict.fromkeys(int(found[1]) for _, content in objects.items() if (found := kind.match(content))))


def _order_page(shown: bytes) -> bytes:
    import pikepdf  # noqa: PLC0415 (few documents are written from right to left)

    with pikepdf.new() as pdf:
        ordered = list(_order(pikepdf.parse_content_stream(pdf.make_stream(shown))))
        return pikepdf.unparse_content_stream(ordered)


def _order(instructions: Sequence[Instruction]) -> Iterator[Instruction]:
    text: list[Instruction] | None = None
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator == "ET":
            yield from _order_text(text or [])
            text = None
        if text is None:
            yield instruction
        else:
            text.append(instruction)
        if operator == "BT":
            text = []


def _order_text(text: Sequence[Instruction]) -> Iterator[Instruction]:
    """One piece of text, all in one direction. Each word says its own font and place, so any of them may come first."""
    words = list(_split(text))
    is_reversed = any(str(word[0].operator) == "BMC" and str(word[0].operands[0]) == _REVERSED.decode() for word in words)
    for word in reversed(words) if is_reversed else words:
        yield from word


def _split(text: Sequence[Instruction]) -> Iterator[list[Instruction]]:
    """The words, each with what is said of it."""
    word: list[Instruction] = []
    depth = 0
    for instruction in text:
        operator = str(instruction.operator)
        word.append(instruction)
        depth += (operator in _STARTS) - (operator == "EMC")
        if not depth and (operator == "EMC" or operator in _SHOWS):
            yield word
            word = []
    if word:
        yield word
