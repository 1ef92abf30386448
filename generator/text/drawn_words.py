"""Words of drawings in two languages: where they differ, both stand in the room that they have. Called by `merging`, `composing`.

The first line of a text in a drawing says what its words are, how wide a line may be over the size of its letters, and how many
lines there may be (`words`, `room`, `most`); the lines after it say that they belong to it (`room`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.text.labels import break_label
from generator.text.tree import Element, for_each_element, is_words

NOTES = frozenset({"most", "room", "words"})
"""What templates tell of a text, and no writer is told."""
_SIZES = {False: 13, True: 11}
"""The size of letters, and of those of the class `head`."""
_LINES = {False: 14, True: 11}
"""How far apart their lines are."""


class _Part(Struct, frozen=True):
    """A shape, or a text with all its lines."""

    shapes: tuple[Element, ...]

    @property
    def first(self) -> Element:
        return self.shapes[0]

    @property
    def words(self) -> str:
        return self.first.attributes.get("words", "")

    @property
    def outline(self) -> tuple[object, ...]:
        """What has to be the same in both languages."""
        shape = self.first
        if shape.tag != "text":
            return shape.tag, shape.attributes
        own = "" if self.words or not any(map(str.isalpha, shape.text())) else shape.text()
        return shape.tag, bool(self.words), shape.attributes.get("x"), own


def merge_drawings(first: Element, second: Element) -> tuple[Element, ...] | None:
    """The shapes of a drawing whose words say both languages; None where more than words differs."""
    ones, others = list(_read_parts(first)), list(_read_parts(second))
    if first.attributes != second.attributes or [each.outline for each in ones] != [each.outline for each in others]:
        return None
    return tuple(shape for one, other in zip(ones, others, strict=True) for shape in _merge_part(one, other))


@for_each_element
def settle_drawings(tree: Element) -> Element:
    """The tree with drawings that say nothing of the room of their words."""
    if tree.tag == "text" and not NOTES.isdisjoint(tree.attributes):
        return replace(tree, attributes={name: value for name, value in tree.attributes.items() if name not in NOTES})
    if not tree.children or is_words(tree.children):
        return tree
    return tree.with_children([settle_drawings(child) if child.__class__ is Element else child for child in tree.children])


def _read_parts(drawing: Element) -> Iterator[_Part]:
    lines: list[Element] = []
    for shape in drawing.elements:
        goes_on = "room" in shape.attributes and "words" not in shape.attributes
        if lines and not goes_on:
            yield _Part(tuple(lines))
            lines = []
        if shape.tag != "title":
            lines.append(shape)
    if lines:
        yield _Part(tuple(lines))


def _merge_part(one: _Part, other: _Part) -> Sequence[Element]:
    """A text in both languages: in as many lines, or in more of smaller letters; the first alone where that is no room."""
    # A month whose name differs in its capital and the sign that it is cut off is the same: `nov.`, `Nov`.
    if one.words.casefold().rstrip(".") == other.words.casefold().rstrip("."):
        return one.shapes
    words, room = join_words(one.words, other.words), float(one.first.attributes["room"])
    was_small = "head" in one.first.classes
    for is_small, most in ((was_small, len(one.shapes)), (True, int(one.first.attributes["most"]))):
        lines = break_label(words, room * _SIZES[was_small] / _SIZES[is_small], most)
        if "".join(lines).replace(" ", "") == words.replace(" ", ""):
            return tuple(_write_lines(one.shapes, lines, is_small=is_small))
    return one.shapes


def _write_lines(shapes: Sequence[Element], lines: Sequence[str], *, is_small: bool) -> Iterator[Element]:
    """The lines around the middle of those that were there."""
    middle = sum(float(shape.attributes["y"]) for shape in shapes) / len(shapes)
    classes = shapes[0].attributes["class"]
    if is_small and "head" not in shapes[0].classes:
        classes += " head"
    for number, line in enumerate(lines):
        y = middle + _LINES[is_small] * (number - (len(lines) - 1) / 2)
        kept = {name: value for name, value in shapes[0].attributes.items() if name not in NOTES}
        yield Element("text", {**kept, "class": classes, "y": f"{y:g}"}, (line,))


def join_words(first: str, second: str) -> str:
    """Both, with what they begin and end with alike said once: `Svar kom / Reply came 2026-11-09`."""
    ones, others = first.split(" "), second.split(" ")
    most = min(len(ones), len(others)) - 1
    before = next((number for number in range(most) if ones[number] != others[number]), most)
    after = next((number for number in range(most - before) if ones[-1 - number] != others[-1 - number]), most - before)
    middles = (" ".join(each[before : len(each) - after]) for each in (ones, others))
    return " ".join([*ones[:before], " / ".join(middles), *ones[len(ones) - after :]])
