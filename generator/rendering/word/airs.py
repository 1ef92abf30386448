"""How many pages a body takes in Word, as far as can be told, and what is done about pages that would hold little.

Called by `word.layout`. Word lays a document out when it is opened, and nobody can do that again with less air where its last
page holds little, as is done of a PDF (`tightening`). So the pages are reckoned before: by how many letters fit on a line of each
style, and by what is kept together. Of three in four of the examples it is right to a twentieth of a page as LibreOffice lays
them out; how far it is right for Word nobody has measured. By that reckoning styles have less free room where that saves a page,
and tables that stay whole else are parted between rows where they would leave much of one empty. A region's own layout keeps
the air that it has.

Rows and cells are kept for a while by their XML and the style of their table, and heights of rows by the styles that they are
measured by: nothing else tells either, and many stand in the next document of the type too, or are asked for with less air.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping, Sequence
from math import ceil
from typing import NamedTuple, TypeAlias

from lxml import etree
from msgspec import Struct

from generator.files.office.lengths import read_length
from generator.rendering.lengths import MOST_EMPTY, count_fitting, group_kept, may_part
from generator.rendering.word.styles import W
from generator.rendering.word.together import KEPT, TABLE_END, TABLE_START, part_table
from generator.text.keeping import once

LOOSE = 1.0
_TIGHT = ((0.65, 0.93), (0.35, 1.0))
"""How much of the free room in the layout's styles is left, the more first, and how high a page may be reckoned then: less than
it is as long as there is more to save. With less room than that, texts would all but touch the tables above them."""
_TO_TIGHTEN = frozenset(
    {
        *(
            "normal",
            "heading 1",
            "heading 2",
            "heading 3",
            "heading 4",
            "lead",
            "note text",
            "caption",
            "picture",
            "quote",
            "box",
        ),
        *(f"list {kind}{level}" for kind in ("bullet", "number", "continue", "check") for level in ("", " 2", " 3")),
        *("table text", "table heading", "facts", "grid", "matrix", "columns"),
    }
)
"""The styles that may have less: none that leaves room to write or to sign in, or that stands in the window of an envelope."""
_LEAST_ABOVE = {"heading 2": 100, "heading 3": 90, "heading 4": 80, "caption": 80}
"""What stays free above headings at least, in twentieths of a point: with less they seem to belong to what stands above them."""
_LITTLE, _ERROR = 0.75, 0.05
"""The share of a page that is less than the last should hold, by a reckoning that is out by some, and by how much as a rule."""
_SURE, _LESS_EMPTY = 0.98, 0.25
"""What share of a page is filled for sure by what is reckoned to fill it, and how much of one stays empty at most if a whole page
may be one too many else."""
_SINGLE = 240
"""What Word calls a line as high as its font wants it."""
_POINT, _EMU, _RULE = 20, 12700, 8
"""Parts of a point: in lengths, in those of pictures, and in how thick rules are."""
_FONT_LINE, _LETTER = 1.22, 0.41
"""How high a line is and how wide a letter as a rule, over the size of the text, in Calibri and Carlito."""
_RAGGED = 2
"""How many letters stay free at the end of a line since the next word is too long."""
_LIST_INDENT = 18.0
_BROKEN_LINE = 14.0
"""How high the lines are at which a row is parted that may be; in points."""
_TABLE_MARGIN = 108
_WHOLE_TABLES = frozenset({"matrix", "signatures"})
"""The styles of tables that are never parted."""

_PART = re.compile(r'<w:(?:(p|tr)>|tblStyle w:val="([^"]*)")')
"""In a body or a cell, where a paragraph or a row begins, or what the style of a table is."""
_WIDTH, _HIGH = re.compile(r'<w:tcW w:w="(\d+)"'), re.compile(r'<w:trHeight w:val="(\d+)"')
_WHOLE = "<w:tr><w:trPr><w:cantSplit/>"
_HEAD = "<w:tblHeader/>"
_TABLE, _ROW, _CELL, _END = (TABLE_START, TABLE_END), ("<w:tr>", "</w:tr>"), ("<w:tc>", "</w:tc>"), "</w:p>"
_STYLE = re.compile(r'<w:pStyle w:val="([^"]*)"/>')
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)|(<w:br/>)|<w:noBreakHyphen/>")
_PICTURE = re.compile(r'<wp:extent cx="\d+" cy="(\d+)"')
_OF_LAYOUT = re.compile(r"<w:(p|tbl|tr|tc) [^>]*>")
_TAG = "{%p"
"""How a paragraph begins in a layout that isn't there in a document."""
_NEW_PAGE = "<w:pageBreakBefore/>"


class Look(NamedTuple):
    """What a style of paragraphs says of their height; lengths in points."""

    size: float
    line: float
    before: float
    after: float
    indent: float
    is_kept: bool
    """Whether they stay on the page of what follows them."""


class CellLook(NamedTuple):
    """What a style of tables says of the room in their cells; in points."""

    across: float
    upright: float
    stays_whole: bool = False
    """Whether its tables are never parted."""


_PLAIN, _PLAIN_CELLS = Look(11.0, 14.0, 0.0, 0.0, 0.0, is_kept=False), CellLook(2 * _TABLE_MARGIN / _POINT, 0.0)


class Looks(Struct, frozen=True, eq=False):
    """The styles of a layout by their ids. They are equal to themselves only, and so heights are kept by them."""

    paragraphs: Mapping[str, Look]
    """The first is that of paragraphs whose style is unknown."""
    tables: Mapping[str, CellLook]

    def find(self, style: str) -> Look:
        """What a paragraph of this style looks like."""
        return self.paragraphs.get(style) or next(iter(self.paragraphs.values()), _PLAIN)

    def find_cells(self, style: str) -> CellLook:
        """What the cells of a table of this style look like."""
        return self.tables.get(style, _PLAIN_CELLS)


class Room(NamedTuple):
    """The room that a layout has for text; in points."""

    width: float
    height: float
    """Of each page."""
    head: float
    """How much less the first has, for its letterhead."""


class Paragraph(NamedTuple):
    """A paragraph, of which all is known but how high its lines are."""

    style: str
    lines: int
    picture: float
    """How high its picture is, in points; 0 without one."""
    is_kept: bool
    """Whether it stays on the page of what follows it, whatever its style says."""
    begins_page: bool


class Row(Struct, frozen=True, eq=False):
    """A row of a table, which is equal to itself only, and so its height is kept by it."""

    look: str
    """The style of the table."""
    cells: Sequence[Sequence[Block]]
    is_whole: bool
    """Whether the row stays on a page."""
    least: float
    """How high it is at least, in points."""
    is_head: bool


class Start(NamedTuple):
    """Where the rows of a table begin."""

    place: int
    """In the body, somewhere before the first row; -1 where it is never parted."""


Block: TypeAlias = Paragraph | Row | Start


class Piece(NamedTuple):
    """What stands between two places where a page may end, or in which one may: a paragraph or a row."""

    height: float
    is_kept: bool
    begins_page: bool = False
    lines: int = 1
    """More than one where a page may end in it."""
    line: float = 0.0
    table: int = -1
    """The place of the table that it is a row of, if that may be parted."""
    is_head: bool = False
    head: float = 0.0
    """How high the head of its table is, which is repeated above it where it begins a page."""


class Filling(NamedTuple):
    """How a body fills its pages."""

    pages: float
    """How many, the last as the share of it that is filled."""
    parted: Sequence[int]
    """The places of tables that are parted."""


class Fit(NamedTuple):
    """How a body is laid out so that pages are filled."""

    air: float
    parted: Sequence[int]
    """The places of tables that are parted."""


def read_looks(styles: etree._Element) -> Looks:
    """What the styles of a layout say of heights."""
    found = {style.get(f"{W}styleId", ""): style for style in styles.iterfind(f"{W}style")}
    defaults = _read_own(styles.find(f"{W}docDefaults"), ".//")
    paragraphs = {
        name: _make_look(_inherit(name, found, defaults)) for name, style in found.items() if style.get(f"{W}type") == "paragraph"
    }
    tables = {name: _read_cells(style) for name, style in found.items() if style.get(f"{W}type") == "table"}
    return Looks(paragraphs, tables)


def _inherit(name: str, styles: Mapping[str, etree._Element], defaults: Mapping[str, str]) -> dict[str, str]:
    """What a style says, and those that it is based on."""
    chain: list[str] = []
    while name in styles and name not in chain:
        chain.append(name)
        base = styles[name].find(f"{W}basedOn")
        name = base.get(f"{W}val", "") if base is not None else ""
    said = dict(defaults)
    for each in reversed(chain):
        said |= _read_own(styles[each])
    return said


def _read_own(style: etree._Element | None, path: str = "") -> dict[str, str]:
    said: dict[str, str] = {}
    if style is None:
        return said
    for tag in ("spacing", "ind"):
        element = style.find(f"{path}{W}pPr/{W}{tag}")
        if element is not None:
            said |= {str(key).rpartition("}")[2]: str(value) for key, value in element.items()}
    size = style.find(f"{path}{W}rPr/{W}sz")
    if size is not None:
        said["size"] = size.get(f"{W}val", "")
    said |= {tag: tag for tag in ("numPr", "keepNext") if style.find(f"{path}{W}pPr/{W}{tag}") is not None}
    return said


def _make_look(said: Mapping[str, str]) -> Look:
    def take(name: str, default: int = 0) -> int:
        length = read_length(said.get(name, ""))
        return default if length is None else length

    size = take("size", 22) / 2
    line = take("line", _SINGLE)
    is_set = said.get("lineRule") in {"exact", "atLeast"}
    indent = (take("left") or take("start")) + (take("right") or take("end"))
    return Look(
        size,
        line / _POINT if is_set else line / _SINGLE * size * _FONT_LINE,
        take("before") / _POINT,
        take("after") / _POINT,
        indent / _POINT + _LIST_INDENT * ("numPr" in said),
        "keepNext" in said,
    )


def _read_cells(style: etree._Element) -> CellLook:
    sides = {"left": _TABLE_MARGIN, "right": _TABLE_MARGIN, "top": 0, "bottom": 0}
    for margin in style.iterfind(f"{W}tblPr/{W}tblCellMar/*"):
        side = etree.QName(margin).localname
        sides[side] = read_length(margin.get(f"{W}w", "")) or 0
    rule = style.find(f"{W}tblPr/{W}tblBorders/{W}insideH")
    thick = int(rule.get(f"{W}sz", "0")) / _RULE if rule is not None else 0.0
    across, upright = (sides["left"] + sides["right"]) / _POINT, (sides["top"] + sides["bottom"]) / _POINT + thick
    return CellLook(across, upright, _read_name(style) in _WHOLE_TABLES)


def tighten(styles: etree._Element, air: float) -> None:
    """Leave so much of what is free around paragraphs, and less of that between lines, in the styles where that may be."""
    parts = [style for style in styles.iterfind(f"{W}style") if _read_name(style) in _TO_TIGHTEN]
    defaults = styles.find(f"{W}docDefaults")
    for part in parts if defaults is None else (defaults, *parts):
        for spacing in part.iterfind(f".//{W}spacing"):
            _shrink(spacing, ("before",), air, to=_LEAST_ABOVE.get(_read_name(part), 0))
            _shrink(spacing, ("after",), air)
            if spacing.get(f"{W}lineRule", "auto") == "auto":
                _shrink(spacing, ("line",), air**2, _SINGLE)
        for margins in part.iterfind(f".//{W}tblCellMar"):
            for side in margins.iterfind("*"):
                if side.tag in {f"{W}top", f"{W}bottom"}:
                    _shrink(side, ("w",), air)


def _read_name(style: etree._Element) -> str:
    name = style.find(f"{W}name")
    return name.get(f"{W}val", "").lower() if name is not None else ""


def _shrink(element: etree._Element, names: Sequence[str], air: float, least: int = 0, to: int = 0) -> None:
    """Of lengths what is more than the least, by as much, and to no less than `to`."""
    for name in names:
        length = read_length(element.get(f"{W}{name}", ""))
        if length is not None and length > max(least, to):
            element.set(f"{W}{name}", str(max(least + round((length - least) * air), to)))


def choose_fit(xml: str, looks: Mapping[float, Looks], room: Room, *, may_tighten: bool = True) -> Fit:
    """How much air a body is to have: less where its last page would hold little else, and there is a page less then.

    Args:
        xml: the body.
        looks: the styles by how much air they have; those of less are asked for where they are needed, and differ in nothing
            that tells where a line ends.
        room: what there is of it.
        may_tighten: whether there may be less air.
    """
    blocks = read_blocks(xml, looks[LOOSE], room.width)
    loose = fill_pages(blocks, looks[LOOSE], room)
    pages = loose.pages + _ERROR
    most = ceil(pages) - 1
    if may_tighten and most and pages - most < _LITTLE:
        for air, share in _TIGHT:
            if fill_pages(blocks, looks[air], room._replace(height=room.height * share)).pages <= most:
                return Fit(air, _choose_parted(blocks, looks[air], room, most))
    return Fit(LOOSE, loose.parted)


def _choose_parted(blocks: Sequence[Block], looks: Looks, room: Room, most: int) -> Sequence[int]:
    """The places of the tables to part so that a body takes so many pages, if it can be even where a page holds a little less."""
    parted = fill_pages(blocks, looks, room).parted
    for most_empty in (MOST_EMPTY, _LESS_EMPTY):
        filling = fill_pages(blocks, looks, room._replace(height=room.height * _SURE), most_empty)
        if filling.pages <= most:
            return sorted({*parted, *filling.parted})
    return parted


def part_tables(xml: str, places: Sequence[int]) -> str:
    """A body in which the tables at these places are parted where a page ends."""
    for place in sorted(places, reverse=True):
        start = xml.rindex(TABLE_START, 0, place)
        end = _find_end(xml, start, _TABLE)
        xml = xml[:start] + part_table(xml[start:end]) + xml[end:]
    return xml


def measure_height(xml: str, looks: Looks, width: float) -> float:
    """How high what stands in a part of a layout is, such as its letterhead, where the text is so wide; in points."""
    plain = _OF_LAYOUT.sub(r"<w:\1>", xml)
    pieces, _ = _list_pieces(read_blocks(plain, looks, width), looks)
    return sum(piece.height for piece in pieces)


def fill_pages(blocks: Sequence[Block], looks: Looks, room: Room, most_empty: float = MOST_EMPTY) -> Filling:
    """How the blocks of a body fill pages. Tables that are better whole are parted where they would leave one emptier."""
    height = room.height
    pages, left = 0, height - room.head
    parted: list[int] = []
    pieces, _ = _list_pieces(blocks, looks)
    groups = deque(group_kept(pieces))
    while groups:
        group = groups.popleft()
        begins_page = group[0].begins_page
        whole = sum([piece.height for piece in group])
        if whole <= left and not begins_page:
            left -= whole
            continue
        if left > most_empty * height and not begins_page and (begun := _part_last(group, left)):
            parted.append(group[-1].table)
            groups.extendleft(reversed(begun))
            continue
        if begins_page or (whole <= height and not (len(group) == 1 and may_part(group[0].lines))):
            pages, left = pages + 1, height - group[0].head
        for piece in group:
            if piece.height <= left:
                left -= piece.height
                continue
            rest = piece.height - count_fitting(piece.lines, piece.line, left) * piece.line
            pages, left = pages + 1 + int(rest // height), height - rest % height - piece.head
    return Filling(pages + 1 - left / height, parted)


def _part_last(group: Sequence[Piece], left: float) -> Sequence[list[Piece]]:
    """The groups that there are once the table is parted that a group ends with; none where that is in vain, or can't be."""
    table = group[-1].table
    rows = sum([piece.table == table and not piece.is_head for piece in group])
    if table < 0 or rows <= 1:
        return ()
    pieces = [piece._replace(is_kept=piece.is_head, lines=1) if piece.table == table else piece for piece in group]
    groups = list(group_kept(pieces))
    return groups if sum([piece.height for piece in groups[0]]) <= left else ()


def _list_pieces(blocks: Sequence[Block], looks: Looks) -> tuple[list[Piece], float]:
    """The paragraphs and rows of a body or a cell with their heights, and how much the last of them leaves free."""
    pieces: list[Piece] = []
    free, table, head = 0.0, -1, 0.0
    for block in blocks:
        if isinstance(block, Paragraph):
            look = looks.find(block.style)
            high = max(look.before, free) + (block.picture or block.lines * look.line)
            lines = 1 if block.picture else block.lines
            pieces.append(Piece(high, block.is_kept or look.is_kept, block.begins_page, lines, look.line))
            free = look.after
        elif isinstance(block, Row):
            high, is_kept = _measure_row(block, looks)
            lines = 1 if block.is_whole else int(high // _BROKEN_LINE)
            above = 0.0 if block.is_head else head
            pieces.append(Piece(free + high, is_kept, False, lines, _BROKEN_LINE, table, block.is_head, above))  # noqa: FBT003 (many)
            head += high * block.is_head
            free = 0.0
        else:
            table, head = block.place, 0.0
    return pieces, free


@once
def _measure_row(row: Row, looks: Looks) -> tuple[float, bool]:
    """How high a row is, and whether it stays on the page of what follows it."""
    highest, is_kept = row.least, False
    for cell in row.cells:
        high, is_cell_kept = _measure_cell(cell, looks)
        highest = max(highest, high)
        is_kept = is_kept or is_cell_kept
    return highest + looks.find_cells(row.look).upright, is_kept


def _measure_cell(blocks: Sequence[Block], looks: Looks) -> tuple[float, bool]:
    """How high what stands in a cell is, and whether any of it stays on the page of what follows it."""
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph):  # as most cells
        paragraph, look = blocks[0], looks.find(blocks[0].style)
        high = max(look.before, 0.0) + (paragraph.picture or paragraph.lines * look.line) + look.after
        return high, paragraph.is_kept or look.is_kept
    pieces, free = _list_pieces(blocks, looks)
    return sum([piece.height for piece in pieces]) + free, any(piece.is_kept for piece in pieces)


def read_blocks(xml: str, looks: Looks, width: float) -> Sequence[Block]:
    """The paragraphs and rows of a body or a cell that is so wide, with how many lines there are: the same whatever its air."""
    blocks: list[Block] = []
    look, end = "", 0
    while part := _PART.search(xml, end):
        kind, style = part.groups()
        if kind == "p":
            end = xml.index(_END, part.end())
            paragraph = xml[part.end() : end]
            if _TAG not in paragraph:
                blocks.append(_read_paragraph(paragraph, looks, width))
        elif kind == "tr":
            end = _find_end(xml, part.start(), _ROW)
            blocks.append(_read_row(xml[part.start() : end], look, looks))
        else:
            look, end = style, part.end()
            blocks.append(Start(-1 if looks.find_cells(look).stays_whole else end))
    return blocks


def _find_end(xml: str, start: int, tags: tuple[str, str]) -> int:
    """Where a row or a cell ends that begins there, and may have others in it."""
    opening, closing = tags
    end = xml.index(closing, start) + len(closing)
    while xml.count(opening, start, end) > xml.count(closing, start, end):
        end = xml.index(closing, end) + len(closing)
    return end


@once
def _read_row(xml: str, look: str, looks: Looks) -> Row:
    """A row of a table that has this style."""
    cells: list[Sequence[Block]] = []
    start = first = xml.find(_CELL[0])
    while start >= 0:
        end = _find_end(xml, start, _CELL)
        cells.append(_read_cell(xml[start:end], look, looks))
        start = xml.find(_CELL[0], end)
    high = _HIGH.search(xml, 0, first)
    return Row(look, cells, xml.startswith(_WHOLE), int(high[1]) / _POINT if high else 0.0, _HEAD in xml[:first])


@once
def _read_cell(xml: str, look: str, looks: Looks) -> Sequence[Block]:
    """What stands in a cell of a table that has this style."""
    width = _WIDTH.search(xml)
    return read_blocks(xml, looks, (int(width[1]) / _POINT if width else 0.0) - looks.find_cells(look).across)


@once
def _read_paragraph(xml: str, looks: Looks, width: float) -> Paragraph:
    """A paragraph that has so much room. Kept for a while, as rows and cells are."""
    style, letters, picture = _count_letters(xml)
    look = looks.find(style)
    lines = _count_lines(letters, look, width - look.indent)
    return Paragraph(style, lines, picture, KEPT in xml, _NEW_PAGE in xml)


def _count_letters(xml: str) -> tuple[str, tuple[int, ...], float]:
    """The style of a paragraph, how many letters there are up to each of its line breaks, and how high its picture is."""
    style, picture = _STYLE.search(xml), _PICTURE.search(xml)
    letters = [0]
    for text in _TEXT.finditer(xml):
        if text[2]:
            letters.append(0)
        else:
            letters[-1] += len(text[1] or "-")
    return style[1] if style else "", tuple(letters), int(picture[1]) / _EMU if picture else 0.0


def _count_lines(letters: Sequence[int], look: Look, room: float) -> int:
    """How many lines a paragraph takes where it has so much room."""
    fit = room / (_LETTER * look.size)
    fit_of_many = max(fit - _RAGGED, 1.0)
    return sum([1 if count <= fit else ceil(count / fit_of_many) for count in letters])
