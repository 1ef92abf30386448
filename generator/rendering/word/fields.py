"""Fields to fill in, as Word's content controls: places to write, and boxes to tick. Called by `word.runs` and `word.tables`.

A field holds spaces until somebody writes in it, so that it adds no words to the text. It is named after what stands before
it, or after the headers of its row and column; the name is what a screen reader says and what a program finds it by.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from generator.rendering.office.text import write_line
from generator.text.language import ISOLATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.rendering.word.styles import Styles

_NO_ISOLATES = str.maketrans(dict.fromkeys(ISOLATES))
_EN_SPACE = "\u2002"
_LONGEST = 64  # letters in a name that Word's own dialogue takes
_ROOM = {"": 5, "blank": 28}  # en spaces, by character style
_BETWEEN = " – "
_EDGES = " :,;.–/…"
_CHECKBOX = (
    '<w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w14:checked w14:val="0"/>'
    '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>'
    "</w14:checkbox>"
)


class Fields:
    """Writes the fields of one document, each with a number and a tag of its own."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._count = 0
        self._tags: set[str] = set()

    def write_blank(self, names: Iterable[str], style: str = "") -> str:
        """A place to write in, as wide as its character style wants it."""
        kind = '<w:showingPlcHdr/><w:text w:multiLine="1"/>'
        return self._write(names, kind, style, _EN_SPACE * _ROOM[style])

    def write_box(self, name: str) -> str:
        """A box to tick."""
        return self._write((name,), _CHECKBOX, "checkbox", "\u2610")

    def _write(self, names: Iterable[str], kind: str, style: str, text: str) -> str:
        self._count += 1
        words = (" ".join(each.translate(_NO_ISOLATES).split()).strip(_EDGES) for each in names)
        name = _shorten(_BETWEEN.join(filter(None, words)))
        title = f'<w:alias w:val="{write_line(name)}"/>' if name else ""
        tag = f'<w:tag w:val="{self._make_tag(name)}"/><w:id w:val="{self._count}"/>'
        run = f'<w:rPr><w:rStyle w:val="{self._styles[style].id}"/></w:rPr>' if style else ""
        content = f'<w:r>{run}<w:t xml:space="preserve">{text}</w:t></w:r>'
        return f"<w:sdt><w:sdtPr>{run}{title}{tag}{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    def _make_tag(self, name: str) -> str:
        """What a program finds the field by: its name in small letters, numbered where there are several of it."""
        stem = re.sub(r"\W+", "-", name.lower())[: _LONGEST - 5].strip("-") or "field"
        tag = next(tag for number in count(1) if (tag := stem if number == 1 else f"{stem}-{number}") not in self._tags)
        self._tags.add(tag)
        return tag


def _shorten(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"
