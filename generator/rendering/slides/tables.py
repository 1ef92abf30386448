"""Tables as DrawingML. Called by `slides.shapes`."""

from __future__ import annotations

from itertools import accumulate

from generator.rendering.pagination.tables import ABOVE, ASIDE, LEVELS, SIZE, Cell, Table
from generator.rendering.pagination.template import PER_POINT
from generator.rendering.pagination.zones import Zone
from generator.rendering.slides.text import TextWriter


def write_table(table: Table, zone: Zone, scale: float, style: str, text: TextWriter) -> str:
    """The `a:tbl` element of the table of a zone with its place, its text at a scale, in the table style with the id `style`."""
    ends = [round(zone.boxes[0].width * share) for share in accumulate(table.shares)]
    grid = "".join(f'<a:gridCol w="{end - start}"/>' for start, end in zip([0, *ends], ends, strict=False))
    rows = "".join(
        f'<a:tr h="{round(height * PER_POINT)}">{"".join(_write_cell(cell, scale, text) for cell in row)}</a:tr>'
        for row, height in zip(table.rows, zone.rows, strict=True)
    )
    way = ' rtl="1"' if table.is_leftward else ""
    return (
        f'<a:tbl><a:tblPr{way} firstRow="{table.has_head:d}" firstCol="{table.has_names:d}">'
        f"<a:tableStyleId>{style}</a:tableStyleId></a:tblPr><a:tblGrid>{grid}</a:tblGrid>{rows}</a:tbl>"
    )


def _write_cell(cell: Cell, scale: float, text: TextWriter) -> str:
    span = f' gridSpan="{cell.span}"' if cell.span > 1 else ""
    side, above = round(ASIDE * PER_POINT), round(ABOVE * PER_POINT)
    anchor = ' anchor="b"' if cell.is_head else ""
    fill = f'<a:solidFill><a:srgbClr val="{cell.tint}"/></a:solidFill>' if cell.tint else ""
    size = int(SIZE * scale * 2) / 2  # in PowerPoint's own steps of half a point
    words = text.write(cell.paragraphs, LEVELS, styled=False, size=size)
    written = (
        f"<a:tc{span}><a:txBody><a:bodyPr/><a:lstStyle/>{words}</a:txBody>"
        f'<a:tcPr marL="{side}" marR="{side}" marT="{above}" marB="{above}"{anchor}>{fill}</a:tcPr></a:tc>'
    )
    merged = '<a:tc hMerge="1"><a:txBody><a:bodyPr/><a:lstStyle/><a:p/></a:txBody><a:tcPr/></a:tc>'
    return written + merged * (cell.span - 1)
