from __future__ import annotations

import logging
import re

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from generator.text.labels import break_label, measure_label
from generator.workspace import PACKAGE

NB = "\u00a0"
COLUMN = 15.5
"""The width of the labels of a chart, over the size of their letters."""


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ()),
        ("Revision", ("Revision",)),
        ("Arbetstagares rättigheter", ("Arbetstagares rättigheter",)),
        ("Miljö- och människorättsförsvarare", ("Miljö- och", "människorättsförsvarare")),
        ("två\n ord", ("två ord",)),
        ("a" * 40, ("a" * 25 + "-", "a" * 15)),
        ("Upphandlingsmyndighetens kriterier och mer än så", ("Upphandlingsmyndighetens", "kriterier och mer än så")),
        (
            "Upphandlingsmyndighetens kriterier och mycket mer framöver",
            ("Upphandlingsmyndighetens", "kriterier och mycket mer fra…"),
        ),
        (f"9{NB}999{NB}999{NB}999{NB}SEK", (f"9{NB}999{NB}999{NB}999{NB}SEK",)),
        (f"9{NB}999{NB}999{NB}999{NB}999{NB}999{NB}999{NB}SEK", ("9 999 999 999 999 999 999", "SEK")),
    ],
)
def test_lines_of_a_label(text: str, lines: tuple[str, ...]) -> None:
    assert break_label(text, COLUMN) == lines


def test_one_line_ends_in_dots_where_it_is_cut() -> None:
    assert break_label("september", 4, most=1) == ("septe…",)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäöABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ- ", max_size=35))
def test_swedish_labels_of_35_letters_are_whole_unless_they_shout_or_hold_a_long_word(text: str) -> None:
    lines = break_label(text, COLUMN)
    longest = max(measure_label(part) for part in re.split("(?<=[- ])", text))
    if measure_label(text) < COLUMN * 1.2 and longest <= COLUMN * 0.5:
        assert "".join(lines).replace("-", "").replace(" ", "") == text.replace("-", "").replace(" ", "")


@given(st.text(), st.floats(1.5, 30), st.integers(1, 3))
def test_lines_fit(text: str, width: float, most: int) -> None:
    lines = break_label(text, width, most)
    assert len(lines) <= most
    assert all(line.strip() for line in lines)
    assert all(measure_label(line) <= width for line in lines if len(line) > 2)


@pytest.mark.parametrize("font", ["Carlito-Regular", "Carlito-Bold"])
def test_letters_are_no_wider_than_they_are_taken_for(font: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    with TTFont(PACKAGE / f"templates/fonts/{font}.ttf") as read:
        unit, widths = read["head"].unitsPerEm, read["hmtx"]
        wide = {
            chr(code)
            for code, glyph in read.getBestCmap().items()
            if (code < 0x180 or 0x2000 < code < 0x2060) and widths[glyph][0] / unit > measure_label(chr(code))
        }
    assert wide == set()
