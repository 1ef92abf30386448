"""Tracked changes in a layout, accepted: what was deleted is gone, what was inserted is there. Called by `word`.

Source: ECMA-376 part 1, 17.13.5.
"""

from __future__ import annotations

from lxml import etree

from generator.files.office.namespaces import W

_W = f"{{{W}}}"
_KEPT = frozenset({f"{_W}ins", f"{_W}moveTo"})
_GONE = frozenset({f"{_W}del", f"{_W}moveFrom"})
_RANGES = (
    "moveFromRange",
    "moveToRange",
    "customXmlInsRange",
    "customXmlDelRange",
    "customXmlMoveFromRange",
    "customXmlMoveToRange",
)
_MARKS = frozenset(
    {
        *(f"{_W}{name}{end}" for name in _RANGES for end in ("Start", "End")),
        *(f"{_W}{name}" for name in ("cellIns", "cellMerge", "numberingChange")),
        *(f"{_W}{name}Change" for name in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "trPr", "tcPr", "tblGrid")),
    }
)
_PROPERTIES = frozenset(f"{_W}{name}" for name in ("rPr", "trPr", "numPr"))


def accept_changes(root: etree._Element) -> None:
    """Accept all tracked changes of a part."""
    merged = [mark for mark in root.iter(*_GONE) if _is_in(mark, "rPr") and _is_in(mark.getparent(), "pPr")]
    for row in [mark for mark in root.iter(f"{_W}del") if _is_in(mark, "trPr")]:
        _remove(next(row.iterancestors(f"{_W}tr"), None))
    for cell in list(root.iter(f"{_W}cellDel")):
        _remove(next(cell.iterancestors(f"{_W}tc"), None))
    for paragraph in [next(mark.iterancestors(f"{_W}p"), None) for mark in merged]:
        if paragraph is not None:
            _join_next(paragraph)
    for mark in list(root.iter(*_KEPT, *_GONE)):
        parent = mark.getparent()
        if parent is not None and mark.tag in _KEPT and parent.tag not in _PROPERTIES:
            unwrap(mark)
        else:
            _remove(mark)
    for mark in list(root.iter(*_MARKS)):
        _remove(mark)


def unwrap(element: etree._Element) -> None:
    """Put what is in an element in its place."""
    parent = element.getparent()
    if parent is not None:
        place = parent.index(element)
        parent[place : place + 1] = list(element)


def _is_in(element: etree._Element | None, name: str) -> bool:
    parent = element.getparent() if element is not None else None
    return parent is not None and parent.tag == f"{_W}{name}"


def _remove(element: etree._Element | None) -> None:
    parent = element.getparent() if element is not None else None
    if parent is not None and element is not None:
        parent.remove(element)


def _join_next(paragraph: etree._Element) -> None:
    """A paragraph whose end was deleted begins the next one; what is empty then is gone."""
    following = paragraph.getnext()
    if following is None or following.tag != f"{_W}p":
        return
    properties = following.find(f"{_W}pPr")
    place = 0 if properties is None else following.index(properties) + 1
    following[place:place] = [child for child in paragraph if child.tag != f"{_W}pPr"]
    _remove(paragraph)
