"""Paragraphs as DrawingML: the text of placeholders, boxes, cells and notes. Called by `slides.shapes` and `slides.tables`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape

from generator.rendering.office.directions import split_directions
from generator.rendering.office.text import check_text, write_target
from generator.rendering.pagination.measuring import NOTE
from generator.rendering.pagination.paragraphs import BULLET, NUMBER, TICK, Paragraph, Run
from generator.rendering.pagination.template import PER_POINT, ListLevel
from generator.text.language import name_region, read_direction

Relate = Callable[[str], str]
"""An address to the id of the slide's relationship with it."""

_LINE_END = re.compile(r"\r\n?|\n")
_STATUS = {"good": "1B6B3A", "warn": "8A5300", "bad": "A3182B", "quiet": "55636C"}  # as in print.css
_HEAVY = frozenset({"warn", "bad"})
_MARK = "FFF1B8"  # likewise
LEFTWARD = ' algn="r" rtl="1"'
"""What a paragraph says that is written from right to left: PowerPoint doesn't turn its sides by itself."""
_DIGIT = 0.51  # as wide as a digit of Calibri, over its size
_TICK_FONT = "Segoe UI Symbol"


class TextWriter:
    """Writes the text of one slide or its notes."""

    def __init__(self, relate: Relate) -> None:
        self._relate = relate

    def write(self, paragraphs: Sequence[Paragraph], levels: Sequence[ListLevel], *, styled: bool, size: float = 0) -> str:
        """The `a:p` elements of paragraphs; one that is empty where there is none, since a text has at least one.

        Args:
            paragraphs: what to write.
            levels: how each level of text is set where it will stand.
            styled: whether a style sets bullets and indents; in cells and notes none does.
            size: in points, where all text has a size of its own.
        """
        return "".join(self._write_paragraph(each, levels, styled=styled, size=size) for each in paragraphs) or "<a:p/>"

    def _write_paragraph(self, paragraph: Paragraph, levels: Sequence[ListLevel], *, styled: bool, size: float) -> str:
        if paragraph.kind == "note" and (size or styled):
            size = (size or levels[max(paragraph.level, 0)].size) * NOTE
        look = f' sz="{round(size * 100)}"' if size else ""
        runs = "".join(self._write_run(run, look, paragraph) for run in paragraph.runs)
        return f"<a:p>{_write_properties(paragraph, levels, styled=styled)}{runs}</a:p>"

    def _write_run(self, run: Run, look: str, paragraph: Paragraph) -> str:
        properties = self._write_look(run, look, heading=paragraph.kind == "heading")
        lines = _LINE_END.split(check_text(_keep_order(run, paragraph.language)))
        return f"<a:br>{properties}</a:br>".join(
            f"<a:r>{properties}<a:t>{escape(line, quote=False)}</a:t></a:r>" if line else "" for line in lines
        )

    def _write_look(self, run: Run, look: str, *, heading: bool) -> str:
        marks = run.marks
        style = marks.style.lower()
        bold = ' b="1"' if marks.strong or heading or style in _HEAVY else ""
        italic = ' i="1"' if marks.emphasis else ""
        line = ' u="sng"' if style == "blank" else ""
        colour = '<a:schemeClr val="accent1"/>' if heading else ""
        if style in _STATUS:
            colour = f'<a:srgbClr val="{_STATUS[style]}"/>'
        inner = f"<a:solidFill>{colour}</a:solidFill>" if colour else ""
        if style == "untranslated":
            inner += f'<a:highlight><a:srgbClr val="{_MARK}"/></a:highlight>'
        if run.link:
            inner += f'<a:hlinkClick r:id="{self._relate(write_target(run.link))}"/>'
        return f'<a:rPr lang="{escape(name_region(marks.language))}"{look}{bold}{italic}{line}>{inner}</a:rPr>'


def _keep_order(run: Run, around: str) -> str:
    """The text of a run, with marks where its letters don't say which way it is written."""
    if read_direction(around) == read_direction(run.marks.language) == "ltr":
        return run.text
    return "".join(piece for piece, _ in split_directions(run.text, run.marks.language, around))


def _write_properties(paragraph: Paragraph, levels: Sequence[ListLevel], *, styled: bool) -> str:
    """Level, indents, direction and what stands before a paragraph: indents only where no style has them as they should be."""
    way = LEFTWARD if read_direction(paragraph.language) == "rtl" else ""
    if paragraph.level < 0:
        place = f' marL="0" indent="0"{way}' if styled else way
        return f"<a:pPr{place}>{'<a:buNone/>' if styled else ''}</a:pPr>" if place else ""
    level = levels[paragraph.level]
    left, hanging = level.indent, level.indent - (levels[paragraph.level - 1].indent if paragraph.level else 0)
    if paragraph.has_long_numbers:
        left, hanging = left + level.size * _DIGIT, hanging + level.size * _DIGIT
    place = f' marL="{round(left * PER_POINT)}"' if not styled or paragraph.has_long_numbers else ""
    if not paragraph.mark:
        place += ' indent="0"'
    elif place:
        place += f' indent="-{round(hanging * PER_POINT)}"'
    number = f' lvl="{paragraph.level}"' if paragraph.level else ""
    return f"<a:pPr{place}{number}{way}>{_write_mark(paragraph, styled=styled)}</a:pPr>"


def _write_mark(paragraph: Paragraph, *, styled: bool) -> str:
    if not paragraph.mark:
        return "<a:buNone/>"
    if paragraph.mark == NUMBER:
        start = f' startAt="{paragraph.start}"' if paragraph.start != 1 else ""
        return f'<a:buFont typeface="+mj-lt"/><a:buAutoNum type="arabicPeriod"{start}/>'
    if paragraph.mark == TICK:
        return f'<a:buFont typeface="{_TICK_FONT}"/><a:buChar char="{TICK}"/>'
    return "" if styled else f'<a:buFont typeface="Arial"/><a:buChar char="{BULLET}"/>'
