"""How many pages a body takes in Word, as far as can be told, and styles with less free room. Called by `word.layout`.

Word lays a document out when it is opened, and nobody can do that again with less air where its last page holds little, as is
done of a PDF (`tightening`). So the pages are reckoned before: by how many letters fit on a line of each style, and by what is
kept together. Of three in four of the examples it is right to a twentieth of a page as LibreOffice lays them out; how far it is
right for Word nobody has measured. A region's own layout keeps the air that it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from lxml import etree

from generator.files.office.lengths import read_length
from generator.rendering.word.styles import W

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
_LITTLE, _ERROR = 0.75, 0.05
"""The share of a page that is less than the last should hold, by a reckoning that is out by some, and by how much as a rule."""
_SINGLE = 240
"""What Word calls a line as high as its font wants it."""
_POINT, _EMU, _RULE = 20, 12700, 8
"""Parts of a point: in lengths, in those of pictures, and in how thick rules are."""
_FONT_LINE, _LETTER = 1.22, 0.41
"""How high a line is and how wide a letter as a rule, over the size of the text, in Calibri and Carlito."""
_RAGGED = 2
"""How many letters stay free at the end of a line since the next word is too long."""
_LIST_INDENT = 18.0
_FEW = 2
"""Lines of a paragraph that don't stand alone at the beginning or the end of a page; so many more, and it may be parted."""
_BROKEN_LINE = 14.0
"""How high the lines are at which a row is parted that may be; in points."""
_TABLE_MARGIN = 108

_TOKEN = re.compile(
    r"<w:(?P<open>tbl|tr|tc)>(?P<whole><w:trPr><w:cantSplit/>)?|</w:(?P<close>tbl|tr|tc)>"
    r'|<w:tblStyle w:val="(?P<look>[^"]*)"|<w:tcW w:w="(?P<width>\d+)"|<w:trHeight w:val="(?P<high>\d+)"'
    r"|<w:p>(?P<paragraph>.*?)</w:p>",
    re.DOTALL,
)
_STYLE = re.compile(r'<w:pStyle w:val="([^"]*)"/>')
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)|(<w:br/>)|<w:noBreakHyphen/>")
_PICTURE = re.compile(r'<wp:extent cx="\d+" cy="(\d+)"')
_OF_LAYOUT = re.compile(r"<w:(p|tbl|tr|tc) [^>]*>")
_TAG = "{%p"
"""How a paragraph begins in a layout that isn't there in a document."""
_KEPT, _NEW_PAGE = "<w:keepNext/>", "<w:pageBreakBefore/>"


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


@dataclass(frozen=True, slots=True)
class Looks:
    """The styles of a layout by their ids."""

    paragraphs: Mapping[str, Look]
    tables: Mapping[str, CellLook]


class Room(NamedTuple):
    """The room that a layout has for text; in points."""

    width: float
    height: float
    """Of each page."""
    head: float
    """How much less the first has, for its letterhead."""


class Piece(NamedTuple):
    """What stands between two places where a page may end, or in which one may: a paragraph or a row."""

    height: float
    is_kept: bool
    begins_page: bool = False
    lines: int = 1
    """More than one where a page may end in it."""
    line: float = 0.0


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
    return CellLook((sides["left"] + sides["right"]) / _POINT, (sides["top"] + sides["bottom"]) / _POINT + thick)


def tighten(styles: etree._Element, air: float) -> None:
    """Leave so much of what is free around paragraphs, and less of that between lines, in the styles where that may be."""
    parts = [style for style in styles.iterfind(f"{W}style") if _read_name(style) in _TO_TIGHTEN]
    defaults = styles.find(f"{W}docDefaults")
    for part in parts if defaults is None else (defaults, *parts):
        for spacing in part.iterfind(f".//{W}spacing"):
            _shrink(spacing, ("before", "after"), air)
            if spacing.get(f"{W}lineRule", "auto") == "auto":
                _shrink(spacing, ("line",), air**2, _SINGLE)
        for margins in part.iterfind(f".//{W}tblCellMar"):
            for side in margins.iterfind("*"):
                if side.tag in {f"{W}top", f"{W}bottom"}:
                    _shrink(side, ("w",), air)


def _read_name(style: etree._Element) -> str:
    name = style.find(f"{W}name")
    return name.get(f"{W}val", "").lower() if name is not None else ""


def _shrink(element: etree._Element, names: Sequence[str], air: float, least: int = 0) -> None:
    """Of lengths what is more than the least, by as much."""
    for name in names:
        length = read_length(element.get(f"{W}{name}", ""))
        if length is not None and length > least:
            element.set(f"{W}{name}", str(least + round((length - least) * air)))


def choose_air(xml: str, looks: Mapping[float, Looks], room: Room) -> float:
    """How much air a body is to have: less where its last page would hold little else, and there is a page less then.

    Args:
        xml: the body.
        looks: the styles by how much air they have; those of less are asked for where they are needed.
        room: what there is of it.
    """
    pages = count_pages(xml, looks[LOOSE], room) + _ERROR
    most = ceil(pages) - 1
    if not most or pages - most >= _LITTLE:
        return LOOSE
    tries = ((air, room._replace(height=room.height * share)) for air, share in _TIGHT)
    return next((air for air, within in tries if count_pages(xml, looks[air], within) <= most), LOOSE)


def measure_height(xml: str, looks: Looks, width: float) -> float:
    """How high what stands in a part of a layout is, such as its letterhead, where the text is so wide; in points."""
    plain = _OF_LAYOUT.sub(r"<w:\1>", xml)
    return sum(piece.height for piece in _Reckoner(looks, width).list_pieces(plain))


def count_pages(xml: str, looks: Looks, room: Room) -> float:
    """How many pages a body takes, the last as the share of it that is filled."""
    height = room.height
    pages, left = 0, height - room.head
    for group in _group(_Reckoner(looks, room.width).list_pieces(xml)):
        whole = sum(piece.height for piece in group)
        if whole <= left and not group[0].begins_page:
            left -= whole
            continue
        if group[0].begins_page or (whole <= height and not (len(group) == 1 and _may_part(group[0]))):
            pages, left = pages + 1, height
        for piece in group:
            if piece.height <= left:
                left -= piece.height
                continue
            rest = piece.height - _cut(piece, left)
            pages, left = pages + 1 + int(rest // height), height - rest % height
    return pages + 1 - left / height


def _group(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Pieces that stay together."""
    group: list[Piece] = []
    for piece in pieces:
        group.append(piece)
        if not piece.is_kept:
            yield group
            group = []
    if group:
        yield group


def _may_part(piece: Piece) -> bool:
    return piece.lines >= 2 * _FEW


def _cut(piece: Piece, left: float) -> float:
    """How much of a piece stands on the page where so much room is left."""
    if not _may_part(piece):
        return 0.0
    lines = min(int(left // piece.line), piece.lines - _FEW)
    return lines * piece.line if lines >= _FEW else 0.0


@dataclass(slots=True)
class _Flow:
    """Blocks under one another: of the body, or of a cell."""

    room: float
    pieces: list[Piece]
    after: float = 0.0
    """What the last of them leaves free."""

    @property
    def height(self) -> float:
        return sum(piece.height for piece in self.pieces) + self.after


@dataclass(slots=True)
class _Table:
    look: CellLook
    cells: list[_Flow]
    is_whole: bool = False
    """Whether the row stays on a page."""
    least: float = 0.0
    """How high the row is at least."""


class _Reckoner:
    """Reckons the heights of one body."""

    def __init__(self, looks: Looks, width: float) -> None:
        self._looks = looks
        self._plain = next(iter(looks.paragraphs.values()), Look(11.0, 14.0, 0.0, 0.0, 0.0, is_kept=False))
        self._flows = [_Flow(width, [])]
        self._tables: list[_Table] = []

    def list_pieces(self, xml: str) -> Sequence[Piece]:
        """The paragraphs and rows of a body."""
        for token in _TOKEN.finditer(xml):
            if (paragraph := token["paragraph"]) is not None:
                self._add_paragraph(paragraph)
            elif opened := token["open"]:
                self._open(opened, is_whole=bool(token["whole"]))
            elif closed := token["close"]:
                self._close(closed)
            elif token["high"]:
                self._tables[-1].least = int(token["high"]) / _POINT
            elif token["look"] is not None:
                self._tables[-1].look = self._looks.tables.get(token["look"], self._tables[-1].look)
            else:
                self._flows[-1].room = int(token["width"]) / _POINT - self._tables[-1].look.across
        return self._flows[0].pieces

    def _add_paragraph(self, xml: str) -> None:
        if _TAG in xml:
            return
        style = _STYLE.search(xml)
        look = self._looks.paragraphs.get(style[1], self._plain) if style else self._plain
        flow = self._flows[-1]
        lines = _count_lines(xml, look, flow.room - look.indent)
        picture = _PICTURE.search(xml)
        high = int(picture[1]) / _EMU if picture else lines * look.line
        piece = Piece(
            max(look.before, flow.after) + high,
            _KEPT in xml or look.is_kept,
            _NEW_PAGE in xml,
            1 if picture else lines,
            look.line,
        )
        flow.pieces.append(piece)
        flow.after = look.after

    def _open(self, tag: str, *, is_whole: bool) -> None:
        if tag == "tbl":
            self._tables.append(_Table(CellLook(2 * _TABLE_MARGIN / _POINT, 0.0), []))
        elif tag == "tr":
            table = self._tables[-1]
            table.cells, table.is_whole, table.least = [], is_whole, 0.0
        else:
            self._flows.append(_Flow(0.0, []))

    def _close(self, tag: str) -> None:
        if tag == "tc":
            self._tables[-1].cells.append(self._flows.pop())
        elif tag == "tr":
            self._add_row(self._tables[-1])
        else:
            self._tables.pop()

    def _add_row(self, table: _Table) -> None:
        flow = self._flows[-1]
        high = max((*(cell.height for cell in table.cells), table.least)) + table.look.upright
        is_kept = any(piece.is_kept for cell in table.cells for piece in cell.pieces)
        lines = 1 if table.is_whole else int(high // _BROKEN_LINE)
        flow.pieces.append(Piece(flow.after + high, is_kept, lines=lines, line=_BROKEN_LINE))
        flow.after = 0.0


def _count_lines(xml: str, look: Look, room: float) -> int:
    """How many lines a paragraph takes where it has so much room."""
    letter = _LETTER * look.size
    fit = room / letter
    fit_of_many = max(fit - _RAGGED, 1.0)
    letters, lines = 0, 0
    for text in _TEXT.finditer(xml):
        if text[2]:
            lines += 1 if letters <= fit else ceil(letters / fit_of_many)
            letters = 0
        else:
            letters += len(text[1] or "-")
    return lines + (1 if letters <= fit else ceil(letters / fit_of_many))
