"""Lengths in Word files, in twentieths of a point. Called by `word`, `word.layout`.

Source: ECMA-376 part 1, 22.9.2.14 (ST_TwipsMeasure) and 17.18.105 (ST_UniversalMeasure).
"""

from __future__ import annotations

import re

from lxml import etree

from generator.files.office.namespaces import W

_LENGTH = re.compile(r"(-?(?:\d+\.?\d*|\.\d+))(mm|cm|in|pt|pc|pi)?")
_TWENTIETHS = {"mm": 1440 / 25.4, "cm": 1440 / 2.54, "in": 1440, "pt": 20, "pc": 240, "pi": 240, "": 1}
_MEASURED = frozenset(
    f"{{{W}}}{name}"
    for name in (
        "pgSz",
        "pgMar",
        "ind",
        "spacing",
        "tab",
        "tblW",
        "tcW",
        "gridCol",
        "trHeight",
        "cols",
        "col",
        "tblInd",
        "framePr",
    )
)


def read_length(value: str) -> int | None:
    """A length in twentieths of a point, whole; None where it is none."""
    match = _LENGTH.fullmatch(value.strip())
    return round(float(match[1]) * _TWENTIETHS[match[2] or ""]) if match else None


def round_lengths(root: etree._Element) -> None:
    """Write lengths as Word does, in whole twentieths of a point: some programs write fractions, or units."""
    for element in root.iter(*_MEASURED):
        for name, value in element.attrib.items():
            length = read_length(str(value))
            if length is not None and not re.fullmatch(r"-?\d+", str(value)):
                element.set(str(name), str(length))
