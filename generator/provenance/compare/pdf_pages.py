"""What is shown on the pages of a tagged PDF, by the numbers that its tags refer to it with. Called by `pdf_tags`.

Source: ISO 32000-1:2008, 9.10.3 (ToUnicode), 14.7.4 (marked content) and 14.9.4 (replacement text).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

import pikepdf
from msgspec import Struct, field

from generator.files.pdf_streams import StreamReader, TooLargeError

_OPERATORS = "BMC BDC EMC Tf TJ Tj ' \" Tm Td TD T* cm q Q"
_SOFT_HYPHEN = "\u00ad"
"""What says at the end of a line that its last word goes on."""
_RANGE = 65_536
"""Codes that a font can have."""
_LARGEST = 3_000_000
"""Bytes of a page: each two of them may be an instruction, which takes a hundred times as much room."""


class Font(Struct, frozen=True):
    """What the codes of a font stand for, and of how many bytes each code is."""

    size: int
    meanings: dict[int, str]

    def read(self, shown: pikepdf.Object) -> list[str]:
        """What each glyph that is shown stands for."""
        pieces = list(shown) if isinstance(shown, pikepdf.Array) else [shown]
        codes = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
        return [self.meanings.get(int.from_bytes(codes[at : at + self.size]), "") for at in range(0, len(codes), self.size)]


_NO_FONT = Font(1, {})


class _Mark(Struct):
    """Marked content that has begun."""

    role: str
    properties: pikepdf.Object
    pieces: list[str] = field(default_factory=list)

    def text(self) -> str:
        """What it says; glyphs may be drawn from right to left."""
        pieces = reversed(self.pieces) if self.role == "/ReversedChars" else self.pieces
        said = self.properties.get("/ActualText")
        return "".join(pieces) if said is None else str(said)


class PageReader:
    """Reads what is shown on a page."""

    def __init__(self, page: pikepdf.Page, streams: StreamReader) -> None:
        self.contents: dict[int, str] = {}
        """The text of each piece of marked content."""
        self._page, self._streams = page, streams
        self._marks: list[_Mark] = []
        self._font = _NO_FONT
        self._line: float = 0.0
        self._ends_in_word = False
        self._shown_at: float | None = None

    def read(self) -> dict[int, str]:
        """The text of each piece of marked content."""
        fonts = _read_fonts(self._page, self._streams)
        shown = self._streams.read(self._page.get("/Contents", pikepdf.Array()))
        if len(shown) > _LARGEST:
            raise TooLargeError
        with pikepdf.new() as blank, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is damaged is told by what it says, not by a library's remarks
            instructions = pikepdf.parse_content_stream(pikepdf.Stream(blank, shown), _OPERATORS)
        for instruction in instructions:
            operands = list(instruction.operands)
            match str(instruction.operator):
                case "BMC" | "BDC":
                    self._begin(*operands[:2])
                case "EMC" if self._marks:
                    self._end(self._marks.pop())
                case "Tf":
                    self._font = fonts.get(str(operands[0]), _NO_FONT)
                case "Tm" | "cm":
                    self._line = float(operands[5])
                case "Td" | "TD":
                    self._line += float(operands[1])
                case "T*":
                    self._line += 1
                case "TJ" | "Tj" | "'" | '"':
                    self._show(self._font.read(operands[-1]))
        return self.contents

    def _begin(self, role: pikepdf.Object, properties: pikepdf.Object | None = None) -> None:
        if isinstance(properties, pikepdf.Name):
            properties = self._page.Resources.Properties[str(properties)]
        self._marks.append(_Mark(str(role), properties if properties is not None else pikepdf.Dictionary()))

    def _end(self, mark: _Mark) -> None:
        """Put text where it belongs: what says no more than how it is read is a part of what is around it."""
        if mark.role == "/Artifact":
            return
        if "/MCID" in mark.properties:
            self.contents[int(mark.properties.MCID)] = mark.text()
        elif self._marks:
            self._marks[-1].pieces.append(mark.text())

    def _show(self, pieces: list[str]) -> None:
        if not self._marks or self._marks[0].role == "/Artifact":
            return
        if self._shown_at is not None and self._shown_at != self._line and not self._ends_in_word:
            # A PDF has no line ends: the last word of a line and the first of the next would become one.
            self._marks[-1].pieces.append(" ")
        self._shown_at = self._line
        self._marks[-1].pieces += pieces
        self._ends_in_word = any(str(mark.properties.get("/ActualText", "")).endswith(_SOFT_HYPHEN) for mark in self._marks)


def _read_fonts(page: pikepdf.Page, streams: StreamReader) -> dict[str, Font]:
    fonts = page.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
    return {
        str(name): read_font(streams.read(font.ToUnicode).decode("latin-1"))
        for name, font in fonts.items()
        if "/ToUnicode" in font
    }


def read_font(table: str) -> Font:
    """A font, by its table that leads from codes to text."""
    first = next(iter(_list_rows(table, "codespacerange", 2)), ("00", ""))[0]
    meanings = {int(code, 16): _decode(text) for code, text in _list_rows(table, "bfchar", 2)}
    for start, end, text in _list_rows(table, "bfrange", 3):
        codes = range(int(start, 16), min(int(end, 16), int(start, 16) + _RANGE) + 1)
        if text.startswith("["):
            meanings |= zip(codes, map(_decode, re.findall(r"<(.*?)>", text)), strict=False)
        else:
            meanings |= {code: _decode(f"{int(text, 16) + code - codes[0]:0{len(text)}x}") for code in codes}
    return Font(max(len(first) // 2, 1), meanings)


def _list_rows(table: str, kind: str, columns: int) -> Iterator[tuple[str, ...]]:
    """The rows of all parts of the table that are of a kind."""
    value = r"\s*(?:<([0-9A-Fa-f]*)>|(\[[^\]]*\]))"
    for part in re.findall(rf"begin{kind}(.*?)end{kind}", table, re.DOTALL):
        for row in re.finditer(value * columns, part):
            yield tuple(group for group in row.groups() if group is not None)


def _decode(code: str) -> str:
    return bytes.fromhex(code).decode("utf-16-be", "replace")
