"""The document tree as the body of a Word file: paragraphs, lists and tables in named styles. Called by `word`."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from generator.errors import Finding, RenderError
from generator.rendering.fields import read_field
from generator.rendering.lengths import count_lines
from generator.rendering.office.marks import Marks, mark_language, mark_status
from generator.rendering.word.contents import Contents
from generator.rendering.word.lasting import lasts
from generator.rendering.word.layout import Body, Layout
from generator.rendering.word.pictures import Pictures
from generator.rendering.word.runs import Runs, Setting, write_direction
from generator.rendering.word.styles import LEVELS
from generator.rendering.word.tables import Tables
from generator.rendering.word.together import TABLE_END, TABLE_START, is_kept_with_next, keep_with_next
from generator.text.language import read_direction
from generator.text.tree import Element, is_block, is_words, trim_line, write_once

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.rendering.fields import Field
    from generator.rendering.pictures import Rasteriser
    from generator.rendering.word.styles import Style

_DEEPEST = 3
_PARAGRAPHS = {"lead": "lead", "note": "note text", "blank": "blank line"}
_DIVISIONS = {"box": "box", "address": "envelope address", "closing": "signature"}
_WHOLE = frozenset({"figures", "matrix", "signatures", "small"})
"""Tables that stay on one page where they fit."""
_LIST_LINES = 10
"""The most lines of a list that does too: nobody lays the pages out again with less air so that its last item isn't alone."""
_MOST_LINES = 3
"""The most lines of a paragraph of which none stands on another page, since no line stands alone there."""
_FAMILIES = {"box": "box", "table text": "table", "table heading": "table"}
_FIRST = re.compile(r"<w:p><w:pPr><w:pStyle [^>]*/>(?:<w:keepNext/>)?")


def write_body(
    root: Element, languages: Sequence[str], layout: Layout, rasteriser: Rasteriser, translate: Callable[..., str] | None = None
) -> Body:
    """The body that a document tree becomes.

    Args:
        root: the tree.
        languages: of the document; the first is the layout's, which isn't said again of each text.
        layout: what the body stands in.
        rasteriser: of charts.
        translate: translates what a table of contents is called, where it has one if it is long.

    Raises:
        RenderError: something in the tree cannot be shown in Word.
        TextError: the layout lacks a style.
    """
    writer = _Writer(languages, layout, rasteriser, _make_lasting(tuple(languages), layout, rasteriser))
    if translate:
        writer.plan_contents(root, translate)
    return writer.write(root, layout.text_width)


@lru_cache(maxsize=16)
def _make_lasting(languages: Sequence[str], layout: Layout, rasteriser: Rasteriser) -> _Writer:
    """The writer of the parts that are the same in each document of a layout."""
    return _Writer(languages, layout, rasteriser)


class _Writer:
    """Writes one body, or the parts that are the same in many."""

    def __init__(self, languages: Sequence[str], layout: Layout, rasteriser: Rasteriser, lasting: _Writer | None = None) -> None:
        self._lasting: _Writer = lasting or self
        self._language = languages[0]
        self._styles = layout.styles
        self._runs = Runs(layout.styles, languages)
        self.tables: Tables = Tables(
            layout.styles,
            self._runs.fields,
            self._write_blocks,
            read_direction(self._language),
            lasting.tables if lasting else None,
        )
        self._pictures = Pictures(rasteriser)
        self._contents: Contents | None = None
        self._first_list = layout.first_list
        self._lists: list[str] = []
        self._writers = {
            "p": self._write_plain,
            **dict.fromkeys(("h1", "h2", "h3", "h4"), self._write_heading),
            **dict.fromkeys(("ul", "ol"), self._write_list),
            "table": self._write_table,
            "figure": self._write_figure,
            "section": self._write_section,
            "div": self._write_division,
            "blockquote": self._write_quotation,
        }

    def plan_contents(self, root: Element, translate: Callable[..., str]) -> None:
        self._contents = Contents(root, translate, self._styles, self._runs.write)

    def write(self, root: Element, text_width: int) -> Body:
        marks = mark_language(root, Marks(self._language))
        xml = self._write_blocks(root.children, Setting(marks, text_width))
        if xml.endswith(TABLE_END):
            xml += self.tables.end()
        return Body(xml, self._runs.links, self._lists, self._pictures.parts)

    def _write_blocks(self, children: Sequence[Element | str], setting: Setting) -> str:
        """Paragraphs and tables. Text between blocks makes a paragraph; neighbouring `columns` make one table.

        Those that lead to what follows are one of their own: LibreOffice keeps whole tables with the next block, no single rows.
        """
        if children and (is_words(children) or not any(map(is_block, children))):
            return self._write_paragraph(children, setting.style, setting.marks)
        written: list[str] = []
        for kind, group in groupby(children, _name_kind):
            parts = list(group)
            if kind == "text":
                text = trim_line(parts)
                blocks = [self._write_paragraph(text, setting.style, setting.marks)] if text else []
            elif kind.startswith("columns"):
                blocks = [self.tables.write_columns([part for part in parts if isinstance(part, Element)], setting)]
            else:
                blocks = [self._write_block(part, setting) for part in parts if isinstance(part, Element)]
            for block in blocks:
                if written and written[-1].endswith(TABLE_END) and block.startswith(TABLE_START):
                    written.append(self.tables.separate(is_kept=is_kept_with_next(written[-1])))
                written.append(block)
        return "".join(written)

    def _write_block(self, element: Element, setting: Setting) -> str:
        if lasts(element):
            return write_once(element, self._lasting.write_block_anew, setting)
        return self.write_block_anew(element, setting)

    def write_block_anew(self, element: Element, setting: Setting) -> str:
        write = self._writers.get(element.tag)
        if write is None:
            raise RenderError(Finding("<{tag}> cannot be shown in Word here", values={"tag": element.tag}))
        if "lang" in element.attributes:
            setting = setting._replace(marks=mark_language(element, setting.marks))
        return write(element, setting)

    def _write_section(self, element: Element, setting: Setting) -> str:
        return self._write_blocks(element.children, setting)

    def _write_quotation(self, element: Element, setting: Setting) -> str:
        return self._write_blocks(element.children, setting._replace(style="quote"))

    def _write_heading(self, element: Element, setting: Setting) -> str:
        contents = self._contents if element.tag in LEVELS else None
        before = contents.write(setting.marks) if contents else ""
        paragraph = self._write_paragraph(element.children, f"heading {element.tag[1]}", setting.marks)
        return before + (contents.mark(paragraph) if contents else paragraph)

    def _write_paragraph(
        self, children: Sequence[Element | str], style: str, marks: Marks, number: str = "", box: str = ""
    ) -> str:
        text = box + self._runs.write(children, marks)
        way = write_direction(marks.language, self._language) if marks.language != self._language else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{self._styles[style].id}"/>{number}{way}</w:pPr>{text}</w:p>'

    def _write_plain(self, element: Element, setting: Setting) -> str:
        style, marks = setting.style, setting.marks
        if "class" in element.attributes:
            style = next((style for name, style in _PARAGRAPHS.items() if name in element.classes), style)
            marks = mark_status(element, marks)
            if field := read_field(element):
                return self._write_lines(field, style)
            if "leads" in element.classes:
                return keep_with_next(self._write_paragraph(element.children, style, marks))
        return self._write_paragraph(element.children, style, marks)

    def _write_lines(self, field: Field, style: str) -> str:
        """Whole lines to write on: a field, and lines under it for who writes by hand."""
        line = f'<w:p><w:pPr><w:pStyle w:val="{self._styles[style].id}"/></w:pPr>{{}}</w:p>'
        return _keep_together(line.format(self._runs.fields.write(field)) + line.format("") * (field.rows - 1))

    def _write_division(self, element: Element, setting: Setting) -> str:
        classes = element.classes
        style = next((style for name, style in _DIVISIONS.items() if name in classes), setting.style)
        # What ends a letter begins with its greeting.
        split = 1 if "closing" in classes else 0
        xml = self._write_blocks(element.children[:split], setting._replace(style="closing"))
        rest = _join_lines(element.children[split:]) if split else element.children
        xml += self._write_blocks(rest, setting._replace(style=style))
        xml = _keep_together(xml) if "keep" in classes else xml
        return _begin_page(xml) if "page" in classes else xml

    def _write_table(self, element: Element, setting: Setting) -> str:
        xml = self._write_caption(element, setting) + self.tables.write(element, setting)
        return _keep_together(xml) if element.classes & _WHOLE else xml

    def _write_figure(self, element: Element, setting: Setting) -> str:
        picture = self._pictures.write(next(element.find_all("svg")), setting.width)
        paragraph = f'<w:p><w:pPr><w:pStyle w:val="{self._styles["picture"].id}"/></w:pPr><w:r>{picture}</w:r></w:p>'
        return self._write_caption(element, setting) + paragraph

    def _write_caption(self, element: Element, setting: Setting) -> str:
        return "".join(
            self._write_paragraph(caption.children, "caption", mark_language(caption, setting.marks))
            for caption in element.elements
            if caption.tag in {"caption", "figcaption"}
        )

    def _write_list(self, element: Element, setting: Setting) -> str:
        level, family = setting.level, _FAMILIES.get(setting.style)
        setting = setting._replace(marks=mark_status(element, setting.marks))
        if level == _DEEPEST:
            raise RenderError(Finding("lists stand in one another more than three deep"))
        counts = element.tag == "ol"
        suffix = f" {level + 1}" if level else ""
        style = "table text" if family == "table" else family or f"list {'number' if counts else 'bullet'}{suffix}"
        numbering = self._styles.find_numbering(f"{family} {'numbers' if counts else 'bullets'}" if family else style)
        list_id = self._restart(numbering, level, element.attributes.get("start", "1")) if counts else numbering.numbering
        number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>' if counts or family else ""
        within = setting._replace(style=style if family else f"list continue{suffix}", level=level + 1)
        xml = "".join(self._write_item(item, style, number, within) for item in element.elements)
        is_whole = not level and not family and count_lines(element, 1.0) <= _LIST_LINES
        return _keep_together(xml) if is_whole else xml

    def _write_item(self, item: Element, style: str, number: str, within: Setting) -> str:
        marks = mark_language(item, within.marks)
        within = within if marks is within.marks else within._replace(marks=marks)
        box = ""
        if "check" in item.classes:
            box, number = self._write_box(item), ""
            style = style.replace("list bullet", "list check").replace("list number", "list check")
        lead: Sequence[Element | str] = list(takewhile(lambda part: not is_block(part), item.children))
        rest = item.children[len(lead) :]
        if lead and rest:
            lead = trim_line(lead)
        elif not lead and rest and isinstance(rest[0], Element) and rest[0].tag == "p":
            first, rest = rest[0], rest[1:]
            lead, first_marks = first.children, mark_language(first, marks)
            return self._write_paragraph(lead, style, first_marks, number, box) + self._write_blocks(rest, within)
        return self._write_paragraph(lead, style, marks, number, box) + self._write_blocks(rest, within)

    def _write_box(self, item: Element) -> str:
        """A box to tick, and the way from it to the text."""
        field = read_field(item)
        return (self._runs.fields.write(field) if field else "") + "<w:r><w:tab/></w:r>"

    def _restart(self, numbering: Style, level: int, start: str) -> str:
        """The id of a new list that counts from `start`: Word goes on counting in lists that share an id."""
        list_id = str(self._first_list + len(self._lists))
        self._lists.append(
            f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{numbering.abstract}"/>'
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{int(start)}"/></w:lvlOverride></w:num>'
        )
        return list_id


def _name_kind(child: Element | str) -> str:
    if not is_block(child):
        return "text"
    if child.tag != "div" or "columns" not in child.classes:
        return "block"
    return "columns that lead" if "leads" in child.classes else "columns"


def _join_lines(paragraphs: Sequence[Element | str]) -> Sequence[Element | str]:
    """Lines of who signs as one paragraph, if they are nothing else: LibreOffice parts several, though kept with one another."""
    lines = [part for part in paragraphs if isinstance(part, Element) and part.tag == "p" and not part.attributes]
    if len(lines) < len(paragraphs) or len(lines) > _MOST_LINES:
        return paragraphs
    children = [child for line in lines for child in (Element("br"), *line.children)]
    return (Element("p", {}, tuple(children[1:])),)


def _begin_page(xml: str) -> str:
    """Paragraphs and tables that begin on a page of their own."""
    return _FIRST.sub(r"\g<0><w:pageBreakBefore/>", xml, count=1)


def _keep_together(xml: str) -> str:
    """Paragraphs and tables such that no page ends before the last paragraph, or the last row of a last table."""
    mark = "<w:tr>" if xml.endswith(TABLE_END) else "<w:p>"
    last = max(xml.rfind(mark), 0)
    return keep_with_next(xml[:last]) + xml[last:]
