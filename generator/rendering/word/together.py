"""What stands on one page in WordprocessingML: marks of paragraphs and rows, set and taken away. Called by `word`."""

from __future__ import annotations

import re

TABLE_START, TABLE_END = "<w:tbl>", "</w:tbl>"
KEPT = "<w:keepNext/>"
"""Of a paragraph that stands on the page of what follows it, or one in a row that does."""
WHOLE_ROW = "<w:trPr><w:cantSplit/></w:trPr>"
_NOT_KEPT = re.compile(rf"(<w:p><w:pPr><w:pStyle [^>]*/>)(?!{KEPT})")
_FIRST_ROW = re.compile(rf"(</w:tblGrid><w:tr>)(?:{WHOLE_ROW}|(<w:trPr>)<w:cantSplit/>)")


def keep_with_next(xml: str) -> str:
    """Paragraphs and tables that stand on the page where what follows them begins.

    LibreOffice keeps no table with the next block of which no row may be parted: the first of such a table may.
    """
    end = xml.rfind(TABLE_END)
    if end > 0:
        xml = _FIRST_ROW.sub(r"\1\2", xml[:end]) + xml[end:]
    return _NOT_KEPT.sub(rf"\1{KEPT}", xml)


def is_kept_with_next(table: str) -> bool:
    """Whether the last row of a table stands on the page where what follows it begins."""
    return KEPT in table[table.rfind("<w:tr>") :]


def part_table(table: str) -> str:
    """A table that stood on one page (`keep_with_next`) with none of its rows kept with the next, and each of them whole."""
    for begun, whole in (("<w:tc>", f"{WHOLE_ROW}<w:tc>"), ("<w:trPr><w:tblHeader/>", "<w:trPr><w:cantSplit/><w:tblHeader/>")):
        table = table.replace(f"</w:tblGrid><w:tr>{begun}", f"</w:tblGrid><w:tr>{whole}")
    return table.replace(KEPT, "")
