"""A Word layout for what is written from right to left. Called by `word.layout`.

Word itself turns indents, alignment and the columns of a table that is said to be turned; rules beside paragraphs and the places
of tabs it leaves where they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from generator.rendering.office.package import write_part
from generator.rendering.word.styles import W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.files.office.word import WordLayout

_BEFORE_WAY = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers", "pBdr"),
    *("shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN"),
)
"""What stands before the way of writing in a paragraph's properties. Source: ECMA-376 part 1, 17.3.1.26."""
_SIDES = tuple(f"{W}{side}" for side in ("top", "left", "bottom", "right", "between", "bar"))
_SECTION_END = ("rtlGutter", "docGrid", "printerSettings", "sectPrChange")


def mirror_layout(package: WordLayout) -> None:
    """Turn a layout: paragraphs, sections, tables and the rules beside paragraphs."""
    styles = package.find_related("styles")
    if styles:
        root = package.parse(styles)
        _turn_default(root)
        _swap_rules(root)
        _keep_window(root)
        package.parts[styles] = write_part(root)
    for part, root in package.texts.items():
        for section in root.iter(f"{W}sectPr"):
            _insert(section, "bidi", _SECTION_END, after=False)
        for table in root.iter(f"{W}tblPr"):
            _insert(table, "bidiVisual", ("tblStyle", "tblpPr", "tblOverlap"), after=True)
        _swap_rules(root)
        package.parts[part] = write_part(root)


def _turn_default(styles: etree._Element) -> None:
    """Say in the document's defaults that paragraphs are written from right to left."""
    defaults = styles.find(f"{W}docDefaults")
    if defaults is None:
        defaults = etree.Element(f"{W}docDefaults")
        styles.insert(0, defaults)
    parent = defaults
    for name in ("pPrDefault", "pPr"):
        found = parent.find(f"{W}{name}")
        parent = etree.SubElement(parent, f"{W}{name}") if found is None else found
    _insert(parent, "bidi", _BEFORE_WAY, after=True)


def _insert(parent: etree._Element, name: str, neighbours: tuple[str, ...], *, after: bool) -> None:
    """Put a property where its place is: after the last of its neighbours, or before the first of them."""
    if parent.find(f"{W}{name}") is not None:
        return
    places = [number for number, child in enumerate(parent) if child.tag in {f"{W}{each}" for each in neighbours}]
    place = max(places, default=-1) + 1 if after else min(places, default=len(parent))
    parent.insert(place, etree.Element(f"{W}{name}"))


def _swap_rules(root: etree._Element) -> None:
    for rules in root.iter(f"{W}pBdr"):
        for rule in list(_find_sides(rules)):
            rule.tag = f"{W}right" if rule.tag == f"{W}left" else f"{W}left"
        rules[:] = sorted(rules, key=lambda rule: _SIDES.index(str(rule.tag)))


def _keep_window(styles: etree._Element) -> None:
    """Leave the receiver of a letter where the window of an envelope is."""
    for style in styles.iterfind(f"{W}style"):
        name, indent = style.find(f"{W}name"), style.find(f"{W}pPr/{W}ind")
        if name is not None and indent is not None and name.get(f"{W}val", "").lower() == "envelope address":
            sides = {side: indent.attrib.pop(f"{W}{side}", "0") for side in ("left", "right")}
            indent.set(f"{W}left", sides["right"])
            indent.set(f"{W}right", sides["left"])


def _find_sides(rules: etree._Element) -> Iterator[etree._Element]:
    return (rule for rule in rules if rule.tag in {f"{W}left", f"{W}right"})
