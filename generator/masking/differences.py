"""One tree of several that were made with different stand-ins: what isn't the same in all is masked. Called by `edition`.

What is the same in all doesn't depend on what is hidden, and is shown; what differs does, whether it stands in the contract or
follows from it: a total, a number of weeks, which row comes first. No tree follows from the hidden values, so neither does this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import reduce

from msgspec.structs import replace

from generator.masking.stand_ins import make_mark
from generator.text.tree import CELLS, DRAWING, INLINE, TEXT_BLOCKS, Element

_REPEATED = frozenset({"tr", "li", "section", "div", "p", "table", "ul", "ol", "figure", "blockquote"}) | CELLS | TEXT_BLOCKS
"""What may come once more, or not at all, or in another order."""
_LOOKS = frozenset({"good", "warn", "bad", "quiet", "low", "medium", "high", "planned", "overrun", "today", "untranslated"})
"""Classes that say something of a value."""
Part = Element | str


def merge_variants(first: Element, others: Iterable[tuple[int, Element]]) -> Element:
    """The first tree, with the mark of a ground wherever a tree with other stand-ins for what it hides says something else."""
    return reduce(lambda merged, other: _Differing(other[0]).merge(merged, other[1]), others, first)


class _Differing:
    """Masks what differs between two trees."""

    def __init__(self, ground: int) -> None:
        self._mark = make_mark(ground)

    def merge(self, first: Element, second: Element) -> Element:
        if first == second:
            return first
        if first.tag == "figure" or first.tag in DRAWING:
            return self._leave_out_drawing(first)
        attributes = self._merge_attributes(first.attributes, second.attributes)
        return Element(first.tag, attributes, tuple(self._merge_children(first, second)))

    def _leave_out_drawing(self, figure: Element) -> Element:
        """What stands where a drawing would show what is hidden: its heading, and the mark."""
        captions = tuple(each for each in figure.elements if each.tag in {"caption", "figcaption"})
        return Element("div", {}, (*(Element("p", {}, each.children) for each in captions), Element("p", {}, (self._mark,))))

    def _merge_attributes(self, first: Mapping[str, str], second: Mapping[str, str]) -> Mapping[str, str]:
        """What both say; a name that differs stays as it is, since it only tells parts apart."""
        merged: dict[str, str] = {}
        for name, value in first.items():
            if second.get(name) == value or name in {"name", "width", "colspan", "scope", "start", "type", "rows"}:
                merged[name] = value
            elif name == "class":
                same = [each for each in value.split() if each in second.get(name, "").split() or each not in _LOOKS]
                merged |= {name: " ".join(same)} if same else {}
            elif name in {"label", "options", "placeholder"}:
                merged[name] = self._merge_words(value, second.get(name, ""))
        return merged

    def _merge_children(self, first: Element, second: Element) -> Iterator[Part]:
        if _is_line(first) and _is_line(second) and _shape(first) != _shape(second):
            yield from self._merge_line(first.children, second.children)
            return
        if len(first.children) == len(second.children) and _shape(first) == _shape(second):
            pairs = self._pair(first.children, second.children)
        else:
            pairs = self._align(first.children, second.children)
        masked = ""
        for one, other in pairs:
            part = self._merge_pair(one, other)
            is_missing = one is None or other is None
            # However many there are that only some trees have, one stands for all of them.
            if is_missing and masked == _name(part):
                continue
            masked = _name(part) if is_missing else ""
            yield part

    def _merge_pair(self, one: Part | None, other: Part | None) -> Part:
        if one is None or other is None:
            part = one if one is not None else other
            return self._blank(part) if isinstance(part, Element) else self._mark
        if isinstance(one, Element) and isinstance(other, Element):
            return self.merge(one, other)
        if isinstance(one, str) and isinstance(other, str):
            return self._merge_words(one, other)
        return self._mark

    def _merge_line(self, first: Sequence[Part], second: Sequence[Part]) -> Iterator[Part]:
        """A line whose parts differ in kind: what both begin with, what both end with, and the mark between."""
        start = 0
        while start < min(len(first), len(second)) and first[start] == second[start]:
            start += 1
        end = 0
        while end < min(len(first), len(second)) - start and first[-1 - end] == second[-1 - end]:
            end += 1
        yield from first[:start]
        yield self._mark
        yield from first[len(first) - end :]

    def _pair(self, first: Sequence[Part], second: Sequence[Part]) -> Iterator[tuple[Part | None, Part | None]]:
        """Each part with that of the other at its place; parts that only stand in another order, each with itself."""
        if all(isinstance(part, Element) and part.tag in _REPEATED for part in first):
            left = list(second)
            for part in first:
                same = next((number for number, other in enumerate(left) if other == part), None)
                if same is not None:
                    left.pop(same)
            if not left:
                yield from zip(first, first, strict=True)
                return
            moved = len(left) < len(second) and [part for part in first if part in second] != [
                part for part in second if part in first
            ]
            if moved:
                yield from self._match(first, second)
                return
        yield from zip(first, second, strict=True)

    def _match(self, first: Sequence[Part], second: Sequence[Part]) -> Iterator[tuple[Part | None, Part | None]]:
        """Each part with itself, or with the one that is most like it: what a row is about tells, wherever it comes."""
        left = list(second)
        same = {place: left.pop(left.index(part)) for place, part in enumerate(first) if part in left}
        for place, part in enumerate(first):
            other = same.get(place)
            if other is None and left:
                other = left.pop(max(range(len(left)), key=lambda number: (_measure_likeness(part, left[number]), -number)))
            yield part, other
        yield from ((None, part) for part in left)

    def _align(self, first: Sequence[Part], second: Sequence[Part]) -> Iterator[tuple[Part | None, Part | None]]:
        """The parts that belong together, in order; what only one of both has, alone."""
        keys, others = ([_describe(part) for part in parts] for parts in (first, second))
        for kind, start, end, from_, to in SequenceMatcher(None, keys, others, autojunk=False).get_opcodes():
            one, other = first[start:end], second[from_:to]
            if kind == "equal" or (len(one) == len(other) and [_name(part) for part in one] == [_name(part) for part in other]):
                yield from zip(one, other, strict=True)
            else:
                yield from ((part, None) for part in one)
                yield from ((None, part) for part in other)

    def _merge_words(self, first: str, second: str) -> str:
        """The words that both say, in order; the mark for each run of others."""
        if first == second:
            return first
        one, other = first.split(" "), second.split(" ")
        words: list[str] = []
        for kind, start, end, *_ in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
            if kind == "equal":
                words += one[start:end]
            elif len(words) > 1 and words[-2] == self._mark and not any(map(str.isalnum, words[-1])):
                words.pop()
            elif not words or words[-1] != self._mark:
                words.append(self._mark)
        return " ".join(words)

    def _blank(self, part: Part) -> Part:
        """A part of the tree with nothing but the mark wherever it says something."""
        if isinstance(part, str):
            return self._mark if part.strip() else part
        if part.tag == "figure" or part.tag in DRAWING:
            return self._leave_out_drawing(part)
        attributes = {name: value for name, value in part.attributes.items() if name != "href"}
        if "class" in attributes:
            classes = [each for each in attributes["class"].split() if each not in _LOOKS]
            attributes = {name: value for name, value in attributes.items() if name != "class"} | (
                {"class": " ".join(classes)} if classes else {}
            )
        if _is_line(part):
            return replace(part, attributes=attributes, children=(self._mark,) if part.text().strip() else part.children)
        return replace(part, attributes=attributes, children=tuple(self._blank(child) for child in part.children))


def _is_line(element: Element) -> bool:
    """Whether an element holds words, and no blocks."""
    return all(isinstance(child, str) or child.tag in INLINE for child in element.children)


def _shape(element: Element) -> tuple[str, ...]:
    return tuple(_name(child) for child in element.children)


def _name(part: Part) -> str:
    return part.tag if isinstance(part, Element) else ""


def _describe(part: Part) -> tuple[str, str]:
    """What tells a part from others beside it: of headings and terms, what they say; of a row, what it begins with."""
    if isinstance(part, str):
        return "", ""
    if part.tag in {"h1", "h2", "h3", "h4"}:
        return (part.tag, part.text())
    if part.tag == "tr":
        return (part.tag, part.elements[0].text() if part.elements else "")
    head = next((each.text() for each in part.find_all("h2", "h3", "h4", "caption", "figcaption", "th")), "")
    return (part.tag, head) if head else (part.tag, part.text() if part.tag not in {"table", "div", "section"} else "")


def _measure_likeness(part: Part, other: Part) -> float:
    one, two = (each.text() if isinstance(each, Element) else each for each in (part, other))
    return SequenceMatcher(None, one.split(), two.split(), autojunk=False).ratio()
