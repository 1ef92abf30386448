"""One translation put into the text of a PO file, all else left as it stands, to the letter. Called by the page of `preview`.

What is written is what `locale update` would write there: see `po_files`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from babel.messages.pofile import unescape
from msgspec import Struct

from generator.text.catalogs import Key
from generator.text.extraction import Message
from generator.translating.po_files import FUZZY, format_entry, format_strings, make_entry
from generator.translating.po_header import STRING

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_STRINGS = re.compile(r'[ \t]*(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)[ \t]*((?:"(?:[^"\\]|\\.)*"\s*)+)')


class Block(Struct, frozen=True):
    """The lines of one entry in the text of a PO file."""

    key: Key
    start: int
    """Where it begins in the text."""
    text: str
    strings: tuple[str, ...]
    """The translation: one string, or one for each plural form."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What translators have written on it."""
        lines = (line.rstrip() for line in _LINE.findall(self.text))
        return tuple(line[2:] for line in lines if line.startswith("# "))

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.start + len(self.text)


def list_blocks(text: str) -> Iterator[Block]:
    """The entries of a PO file in their order, without its head and without obsolete ones."""
    start = 0
    for lines in _part(text):
        block = "".join(lines)
        if block.strip() and not any(line.startswith("#~") for line in lines):
            found: dict[str, str] = {}
            for name, strings in _STRINGS.findall("".join(line for line in lines if not line.lstrip().startswith("#"))):
                found[name] = "".join(map(unescape, re.findall(STRING, strings)))
            if found.get("msgid"):
                translation = tuple(string for name, string in found.items() if name.startswith("msgstr"))
                yield Block((found.get("msgctxt", ""), found["msgid"]), start, block, translation)
        start += len(block)


def _part(text: str) -> Iterator[list[str]]:
    """The lines of each entry: one ends where a line after its translation is no string."""
    lines: list[str] = []
    is_translated = False
    for line in _LINE.findall(text):
        bare = line.strip()
        if not bare or (is_translated and not bare.startswith(('"', "msgstr"))):
            if lines:
                yield lines
            lines, is_translated = [], False
            if not bare:
                yield [line]
                continue
        lines.append(line)
        is_translated |= bare.startswith("msgstr")
    if lines:
        yield lines


def find_block(text: str, key: Key) -> Block | None:
    """The entry of a message, or None."""
    return next((block for block in list_blocks(text) if block.key == key), None)


def put_translation(text: str, block: Block, strings: Sequence[str]) -> str:
    """The text with another translation of an entry, which isn't fuzzy any more."""
    return replace_block(text, block, _rewrite(block, strings))


def replace_block(text: str, block: Block, lines: str) -> str:
    """The text with other lines in place of an entry."""
    return f"{text[: block.start]}{lines}{text[block.end :]}"


def _rewrite(block: Block, strings: Sequence[str]) -> str:
    ending = "\r\n" if "\r\n" in block.text else "\n"
    kept = []
    is_string = False
    for line in block.text.replace("\r\n", "\n").rstrip("\n").split("\n"):
        bare = line.strip()
        is_string = bare.startswith("msgstr") or (is_string and bare.startswith('"'))
        if bare.startswith("#,"):
            flags = [flag for flag in map(str.strip, bare[2:].split(",")) if flag and flag != FUZZY]
            kept += [f"#, {', '.join(flags)}"] if flags else []
        elif not is_string and not bare.startswith("#|"):
            kept.append(line)
    is_plural = any(line.lstrip().startswith("msgid_plural") for line in kept)
    kept += "\n".join(format_strings(strings, is_plural=is_plural)).split("\n")
    return ending.join(kept) + (ending if block.text.endswith("\n") else "")


def add_translation(text: str, message: Message, strings: Sequence[str], order: Mapping[Key, int]) -> str:
    """The text with an entry for a message that it doesn't have: after the last of those that come before it in `order`."""
    ending = "\r\n" if "\r\n" in text else "\n"
    entry = "\n".join(format_entry(make_entry(message, strings), len(strings))).replace("\n", ending) + ending
    rank = order.get(message.key, len(order))
    before = [block for block in list_blocks(text) if order.get(block.key, -1) < rank]
    end = before[-1].end if before else _find_head_end(text)
    return f"{text[:end]}{ending}{entry}{text[end:]}"


def _find_head_end(text: str) -> int:
    """Where the head of a PO file ends: its first entry, whose text is empty."""
    end = 0
    for lines in _part(text):
        end += sum(map(len, lines))
        if any(line.startswith("msgstr") for line in lines):
            return end
    return end


def take_away(text: str, block: Block) -> str:
    """The text without an entry, and without the empty line before it."""
    before = text[: block.start]
    for ending in ("\r\n", "\n"):
        if before.endswith(ending * 2):
            before = before.removesuffix(ending)
            break
    return before + text[block.end :]
