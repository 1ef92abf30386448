"""Fields to fill in, as Word's content controls: places to write, dates, choices, and boxes to tick. For `runs` and `tables`.

A field is tagged with its name, which is what a program finds it by, and titled with its label, which is what a screen reader
says. It holds words such as "write here", or else spaces, until somebody writes in it; Word knows that these are no answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.rendering.fields import BETWEEN, LONGEST_NAME
from generator.rendering.office.text import write_line, write_text
from generator.text.language import name_region

if TYPE_CHECKING:
    from generator.rendering.fields import Field
    from generator.rendering.word.styles import Styles

_EN_SPACE = "\u2002"
_ROOM = {"": 5, "blank": 28}  # en spaces, by character style
_BOX = "\u2610"
_LETTER, _BESIDE, _MOST_LINES = 105, 270, 2
"""How wide a letter is about and what is free beside it in a cell, in twentieths of a point; the most lines of a placeholder."""
_CHECKBOX = (
    '<w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w14:checked w14:val="0"/>'
    '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>'
    "</w14:checkbox>"
)
_LINES = '<w:text w:multiLine="1"/>'


class Fields:
    """Writes the fields of one document, each with a number of its own."""

    def __init__(self, styles: Styles, language: str) -> None:
        self._styles = styles
        self._language = name_region(language)
        self._count = 0

    def write(self, field: Field, style: str = "", width: int | None = None) -> str:
        """The field, as wide as its character style wants it.

        Args:
            field: what is to be filled in.
            style: its character style, if it has one.
            width: of the cell that it fills, in twentieths of a point: where its words would make a row high, dots stand there.
        """
        if field.kind == "tick":
            return self._write(field, _CHECKBOX, "checkbox", _BOX)
        text = field.placeholder or _EN_SPACE * _ROOM[style]
        if field.placeholder and width is not None and len(text) * _LETTER > _MOST_LINES * (width - _BESIDE):
            text = "…"
        look = style or ("quiet" if field.placeholder else "")
        return self._write(field, f"<w:showingPlcHdr/>{self._write_kind(field)}", look, text)

    def _write_kind(self, field: Field) -> str:
        match field.kind:
            case "date":
                return (
                    f'<w:date><w:dateFormat w:val="yyyy-MM-dd"/><w:lid w:val="{write_line(self._language)}"/>'
                    '<w:storeMappedDataAs w:val="date"/><w:calendar w:val="gregorian"/></w:date>'
                )
            case "choice":
                items = (
                    f'<w:listItem w:displayText="{write_line(words)}" w:value="{write_line(code)}"/>'
                    for code, words in field.options
                )
                return f"<w:dropDownList>{''.join(items)}</w:dropDownList>"
            case "line":
                return "<w:text/>"
            case _:
                return _LINES

    def _write(self, field: Field, kind: str, style: str, text: str) -> str:
        self._count += 1
        title = f'<w:alias w:val="{write_line(_shorten(field.label))}"/>'
        tag = f'<w:tag w:val="{write_line(field.name)}"/><w:id w:val="{self._count}"/>'
        look = f'<w:rPr><w:rStyle w:val="{self._styles[style].id}"/></w:rPr>' if style else ""
        own = "" if style == "quiet" else look  # what is written there isn't grey
        content = f'<w:r>{look}<w:t xml:space="preserve">{write_text(text)}</w:t></w:r>'
        return f"<w:sdt><w:sdtPr>{own}{title}{tag}{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def _shorten(label: str) -> str:
    """A label that fits: where it names a row and a column, the column stays."""
    if len(label) <= LONGEST_NAME:
        return label
    row, between, column = label.rpartition(BETWEEN)
    room = LONGEST_NAME - 1 - len(between) - len(column)
    return f"{row[:room].rstrip()}…{between}{column}" if row and room > 0 else f"{label[: LONGEST_NAME - 1].rstrip()}…"
