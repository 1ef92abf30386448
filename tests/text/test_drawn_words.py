"""Words of drawings in two languages: both in the room there is, never over one another, and one drawing only where it is one."""

from __future__ import annotations

import pytest

from generator.text.drawn_words import join_words, merge_drawings, settle_drawings
from generator.text.parsing import parse_tree

LINE = '<text class="{classes}" x="1" y="{y}" room="{room}"{more}>{line}</text>'
BAR = '<rect class="series-1" x="{0}" y="1" width="9" height="9"/>'


def draw(shapes):
    html = f'<figure class="chart"><svg viewBox="0 0 640 40"><title>Alla fel.</title>{shapes}</svg></figure>'
    return next(parse_tree(html, "sv").find_all("svg"))


def write(words, *lines, room=20, most=1, classes="label"):
    shown = lines or (words,)
    told = f' words="{words}" most="{most}"'
    return "".join(
        LINE.format(
            classes=classes, y=20 + 14 * (number - (len(shown) - 1) / 2), room=room, more="" if number else told, line=line
        )
        for number, line in enumerate(shown)
    )


def merge(first, second):
    merged = merge_drawings(draw(first), draw(second))
    return None if merged is None else [(each.text(), each.attributes["class"], float(each.attributes["y"])) for each in merged]


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ("Dialog", "Dialogue", "Dialog / Dialogue"),
        ("1. Vite", "1. Penalty", "1. Vite / Penalty"),
        ("Svar kom 2026-11-09", "Reply came 2026-11-09", "Svar kom / Reply came 2026-11-09"),
        ("M4: gemensam revision 2027", "M4: joint audit 2027", "M4: gemensam revision / joint audit 2027"),
        ("Led 2", "Tier 2", "Led / Tier 2"),
        ("a b", "a", "a b / a"),
        ("a", "a b", "a / a b"),
        ("a a", "a a a", "a a / a a"),
    ],
)
def test_what_both_begin_and_end_with_is_said_once(first, second, both):
    assert join_words(first, second) == both


def test_words_that_are_the_same_or_differ_in_capitals_stay_as_they_are():
    assert merge(write("Pakistan"), write("Pakistan")) == [("Pakistan", "label", 20)]
    assert merge(write("jan"), write("Jan")) == [("jan", "label", 20)]
    assert merge(write("nov."), write("Nov")) == [("nov.", "label", 20)]


def test_both_stand_in_lines_around_the_same_middle():
    first, second = write("Leverantör", most=2, room=7), write("Supplier", most=2, room=7)
    assert merge(first, second) == [("Leverantör /", "label head", 14.5), ("Supplier", "label head", 25.5)]
    first = write("Slutlig tillverkning", "Slutlig", "tillverkning", most=2, room=10)
    assert merge(first, write("Final assembly", most=2, room=10)) == [
        ("Slutlig tillverkning /", "label", 13),
        ("Final assembly", "label", 27),
    ]


def test_letters_are_smaller_where_there_is_little_room_and_the_first_stands_alone_where_there_is_less():
    words = ("Leverantör", "Supplier")
    assert [each[:2] for each in merge(*(write(each, room=11) for each in words))] == [("Leverantör / Supplier", "label")]
    assert [each[:2] for each in merge(*(write(each, room=10) for each in words))] == [("Leverantör / Supplier", "label head")]
    assert [each[:2] for each in merge(*(write(each, room=8) for each in words))] == [("Leverantör", "label")]
    assert [each[:2] for each in merge(*(write(each, room=10, classes="label head") for each in words))] == [
        ("Leverantör", "label head")
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (BAR.format(1), BAR.format(2)),
        (BAR.format(1), write("Fel")),
        (write("Fel"), write("Fault") + write("More")),
        ('<text class="label" x="1" y="1">Fel</text>', '<text class="label" x="1" y="1">Fault</text>'),
    ],
)
def test_drawings_that_differ_in_more_than_words_are_two(first, second):
    assert merge(first, second) is None


def test_numbers_without_room_of_their_own_stay_as_the_first_has_them():
    assert merge('<text class="value" x="1" y="1">1 000</text>', '<text class="value" x="1" y="1">1,000</text>') == [
        ("1 000", "value", 1)
    ]


def test_no_writer_is_told_of_room():
    tree = settle_drawings(draw(write("Slutlig tillverkning", "Slutlig", "tillverkning")))
    assert [dict(each.attributes) for each in tree.find_all("text")] == [
        {"class": "label", "x": "1", "y": "13.0"},
        {"class": "label", "x": "1", "y": "27.0"},
    ]
    assert settle_drawings(tree) is tree
