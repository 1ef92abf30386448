"""How wide columns are: in every table of every document no narrower than the longest word in them."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from generator.rendering.widths import lift_widths, read_widths
from generator.text.parsing import parse_tree
from generator.text.tree import Element
from tests.rendering.word_reading import parse_part

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BOLD = Path("templates/fonts/Carlito-Bold.ttf")
_SIZE, _BESIDE = 10.5, 13.6
"""Of the letters in a table of a PDF, and of what is free beside the words of a cell, in points: Word has more room."""


def make_table(heads: dict[str, int], *rows: tuple[str, ...]) -> Element:
    head = "".join(f'<th scope="col" width="{width}">{name}</th>' for name, width in heads.items())
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    tree = parse_tree(f'<table class="grid"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>', "sv")
    return next(tree.find_all("table"))


def test_a_column_is_lifted_to_its_longest_word_at_the_cost_of_those_with_room() -> None:
    table = make_table({"Månad": 14, "Vad": 26, "Antal": 60}, ("Maj\u00a02026", "ett", "1"), ("September\u00a02026", "två", "2"))
    month, what, number = read_widths(lift_widths(table, 1))
    assert month > 19
    assert (number, what) < (60, 26)
    assert month + what + number == pytest.approx(100, abs=0.2)


def test_in_half_the_width_a_column_takes_twice_the_share() -> None:
    table = make_table({"Månad": 14, "Antal": 86}, ("September\u00a02026", "1"))
    whole, half = (read_widths(lift_widths(table, share))[0] for share in (1, 0.5))
    assert half == pytest.approx(2 * whole, abs=0.2)


def test_where_not_all_words_find_room_the_longest_are_parted() -> None:
    heads = {"Leverantörsbedömningar": 10, "Månad": 10, **{f"Avvikelser{number}": 20 for number in range(4)}}
    table = make_table(heads, ("", "September", "1", "2", "3", "4"))
    long, month, *rest = read_widths(lift_widths(table, 1))
    assert month > 13
    assert long < 30
    assert min(rest) > 13


@pytest.mark.parametrize(
    "table",
    [
        make_table({"Nr": 20, "Vad": 80}, ("1", "ett")),
        make_table({"A": 50, "B": 50}, ("x" * 80, "y" * 80)),
        next(
            parse_tree(
                '<table class="grid"><tbody><tr><td>Leverantörsbedömningar</td><td>1</td></tr></tbody></table>', "sv"
            ).find_all("table")
        ),
    ],
    ids=["room for all", "no room for any", "no widths"],
)
def test_other_tables_stay_as_they_are(table: Element) -> None:
    assert lift_widths(table, 1) is table


def test_no_column_of_any_document_is_narrower_than_its_longest_word(made: Path) -> None:
    font = TTFont(BytesIO(_BOLD.read_bytes()), lazy=True)
    letters, glyphs, unit = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm

    def measure(word: str) -> float:
        return sum(glyphs[letters[ord(letter)]][0] for letter in word if ord(letter) in letters) / unit * _SIZE + _BESIDE

    paths, cut = sorted(made.rglob("*.docx")), set()
    for path in paths:
        for table in parse_part(path.read_bytes(), "word/document.xml").iter(f"{_W}tbl"):
            if table.find(f"{_W}tblPr/{_W}tblStyle").get(f"{_W}val") not in {"Facts", "Grid"}:
                continue
            for cell in table.iter(f"{_W}tc"):
                width = int(cell.find(f"{_W}tcPr/{_W}tcW").get(f"{_W}w")) / 20
                parts = cell.iter(f"{_W}t", f"{_W}br", f"{_W}p")
                text = "".join(part.text or "\n" for part in parts if next(part.iterancestors(f"{_W}sdt"), None) is None)
                cut |= {(path.name, word) for word in re.findall(r"[^ \n\r/@._-]+", text) if measure(word) > width}
    assert paths
    assert cut == set()
