"""Two languages side by side: the trees of one document in two languages become one tree. Called by `text.composing`.

The source of both is one, so they have the same shape. Headings, captions and cells say both languages in place, and once
where both say the same; running text stands in two columns; a drawing says both where it has the room. Every part is marked
with its language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from generator.errors import Finding, TextError
from generator.text.drawn_words import merge_drawings
from generator.text.language import ISOLATES, set_apart
from generator.text.tree import Element

_FRAMES = frozenset({"section", "table", "tbody", "thead", "tr"})
_FRAME_CLASSES = frozenset({"address", "keep", "page"})
_LABELS = frozenset({"caption", "figcaption", "h1", "h2", "h3", "h4"})
_TINTS = frozenset({"high", "low", "medium"})
_CELLS = frozenset({"li", "td", "th"})
_SHORT = 26
"""The most letters of a name in both languages that stand on one line of a table of facts."""
BETWEEN = " / "
"""What stands between both languages on one line."""
_WORDS = frozenset({"label", "options", "placeholder"})
"""What a place to fill in says in a language."""
_NO_ISOLATES = str.maketrans(dict.fromkeys(ISOLATES))
Part = Element | str
Pair = tuple[Element, Element]


def merge_trees(first: Element, second: Element) -> Element:
    """One tree that says both; its language is that of the first.

    Raises:
        TextError: the trees don't have the same shape.
    """
    merged = _Merging(first.attributes["lang"], second.attributes["lang"]).merge(first, second)
    fields = {each.attributes["name"]: each.attributes for each in second.walk() if "name" in each.attributes}
    return _merge_fields(merged, fields) if fields else merged


def _merge_fields(element: Element, others: Mapping[str, Mapping[str, str]]) -> Element:
    """The element whose places to fill in say both languages, of which there is one for both."""
    attributes, children = dict(element.attributes), element.children
    other = others.get(attributes.get("name", ""), {})
    for name in _WORDS & attributes.keys() & other.keys():
        attributes[name] = _merge_words(name, attributes[name], other[name])
    children = tuple([_merge_fields(child, others) if isinstance(child, Element) else child for child in children])
    return replace(element, attributes=attributes, children=children)


def _merge_words(name: str, first: str, second: str) -> str:
    """Words of a field in both languages; of its options, each, with its code before it once."""
    if name != "options":
        return BETWEEN.join(dict.fromkeys((first, second)))
    options = (
        (*one.partition(" "), other.partition(" ")[2]) for one, other in zip(first.split("\n"), second.split("\n"), strict=True)
    )
    return "\n".join(f"{code} {' / '.join(dict.fromkeys((one, other)))}" for code, _, one, other in options)


class _Merging:
    def __init__(self, first: str, second: str) -> None:
        self._languages = (first, second)
        self._is_of_facts = False
        """Whether it is a table of names and values that is merged."""
        self._is_tinted = False
        """Whether it is a cell with a tinted ground that is merged."""

    def merge(self, first: Element, second: Element) -> Element:
        """A frame whose parts are merged one by one."""
        merged: list[Element] = []
        if first.tag == "table":
            self._is_of_facts = "facts" in first.classes
        for pair in _pairs(first, second):
            if pair[0].tag in _FRAMES or pair[0].classes & _FRAME_CLASSES or _is_checklist(pair[0]):
                merged.append(self.merge(*pair))
            elif pair[0].tag == "figure":
                merged += self._merge_figure(*pair)
            elif pair[0].tag in _LABELS:
                merged.append(self._merge_label(*pair))
            elif pair[0].tag in _CELLS or "address" in first.classes:
                self._is_tinted = not _TINTS.isdisjoint(pair[0].classes)
                merged.append(self._merge_cell(*pair))
                self._is_tinted = False
            else:
                merged.append(self._merge_block(*pair))
        return replace(first, children=tuple(merged))

    def _merge_label(self, first: Element, second: Element) -> Element:
        if self._is_same(first, second):
            return first
        if named := self._merge_named(first, second):
            return named
        return replace(first, children=(*self._speak_within(first, 0), BETWEEN, *self._speak_within(second, 1)))

    def _merge_figure(self, first: Element, second: Element) -> Iterator[Element]:
        """One figure that says both; one after the other where more than words differs: side by side they would be too small."""
        parts = list(_pairs(first, second))
        captions = tuple(self._merge_label(*pair) for pair in parts if pair[0].tag in _LABELS)
        one, other = next(pair for pair in parts if pair[0].tag not in _LABELS)
        if self._is_same(_silence(one), _silence(other)):
            shapes: tuple[Element, ...] | None = _silence(one).elements
        else:
            shapes = merge_drawings(one, other)
        if shapes is None:
            yield replace(self._speak(first, 0), children=(*captions, one))
            yield replace(self._speak(second, 1), children=(other,))
        else:
            title = Element("title", {}, self._merge_titles(one.title, other.title))
            yield replace(first, children=(*captions, replace(one, children=(title, *shapes))))

    def _merge_titles(self, first: str, second: str) -> tuple[Part, ...]:
        """What a drawing shows in both languages, and once where both say the same."""
        return (first,) if first == second else (first, BETWEEN, Element("span", {"lang": self._languages[1]}, (second,)))

    def _merge_cell(self, first: Element, second: Element) -> Element:
        if self._is_same(first, second):
            return first
        if any(isinstance(child, Element) and child.tag in {"p", "ul", "ol", "div"} for child in first.children):
            blocks = [block for pair in _pairs(first, second) for block in self._merge_cell_block(*pair)]
            return replace(first, children=tuple(blocks))
        return replace(first, children=tuple(self._merge_lines(_split_lines(first), _split_lines(second))))

    def _merge_cell_block(self, first: Element, second: Element) -> tuple[Element, ...]:
        if self._is_same(first, second):
            return (first,)
        if "scale" in first.classes:  # each period says both, as it does where each has a column
            return (replace(first, children=tuple(self._merge_cell(*pair) for pair in _pairs(first, second))),)
        named = (self._merge_named(first, second) or self._merge_ends(first, second)) if first.tag == "p" else None
        return (named,) if named else (self._speak(first, 0), self._speak(second, 1))

    def _merge_named(self, first: Element, second: Element) -> Element | None:
        """One word in both languages before a name that is said once: `För / For Region Exempel`."""
        if not _is_plain(first) or not _is_plain(second):
            return None
        (word, _, name), (other, _, other_name) = (each.text().partition(" ") for each in (first, second))
        if not name or name != other_name:
            return None
        words = self._speak_within(replace(first, children=(word,)), 0)
        others = self._speak_within(replace(second, children=(other,)), 1)
        return replace(first, children=(*words, BETWEEN, *others, f" {name}"))

    def _merge_ends(self, first: Element, second: Element) -> Element | None:
        """What both say alike up to a comma, and then how each goes on: `2026-08-01 – 2026-12-15, pågår / in progress`."""
        (said, end), (other_said, other_end) = _cut_at_comma(first), _cut_at_comma(second)
        if not end.children or not other_end.children or not self._is_same(said, other_said):
            return None
        return replace(
            first, children=(*said.children, ", ", *self._speak_within(end, 0), BETWEEN, *self._speak_within(other_end, 1))
        )

    def _merge_lines(self, first: list[Element], second: list[Element]) -> Iterator[Part]:
        """The lines of a cell, each in both languages before the next, and once where both say the same."""
        if len(first) != len(second):
            first, second = [_join_lines(first)], [_join_lines(second)]
        for number, (one, other) in enumerate(zip(first, second, strict=True)):
            if number:
                yield Element("br")
            if self._is_same(one, other):
                yield from one.children
            else:
                between = BETWEEN if self._is_of_facts and self._is_short(one, other) else Element("br")
                yield from (*self._speak_within(one, 0), between, *self._speak_within(other, 1))

    def _is_short(self, one: Element, other: Element) -> bool:
        """Whether both are names that fit on a line beside one another."""
        return one.tag == "th" and len(one.text()) + len(other.text()) <= _SHORT

    def _merge_block(self, first: Element, second: Element) -> Element:
        if self._is_same(first, second):
            return first
        sides = (self._speak(Element("div", {}, (part,)), side) for side, part in enumerate((first, second)))
        return Element("div", {"class": "columns"}, tuple(sides))

    def _speak_within(self, element: Element, side: int) -> tuple[Part, ...]:
        """What an element says as a part of a text in the first language, kept apart where it is written the other way."""
        before, after = set_apart(self._languages[side], self._languages[0])
        spoken = self._spoken(element, side)
        return (before, *spoken, after) if before else spoken

    def _spoken(self, element: Element, side: int) -> tuple[Part, ...]:
        """An element's children in a span that says their language, if it isn't said by the only child already."""
        if len(element.children) == 1 and isinstance(element.children[0], Element) and "lang" in element.children[0].attributes:
            return element.children
        return (self._speak(Element("span", {}, element.children), side),)

    def _speak(self, element: Element, side: int) -> Element:
        """An element that says its language, and whether that is the second, which is paler where the ground is white."""
        attributes = {"lang": self._languages[side], **element.attributes}
        if side and element.tag != "figure" and not self._is_tinted:
            attributes["class"] = f"{attributes.get('class', '')} second".strip()
        return replace(element, attributes=attributes)

    def _is_same(self, first: Element, second: Element) -> bool:
        """Whether both say the same in the same language, such as a name, a number or the contract's own words.

        Numbers are the same that differ in nothing but spaces, as per cent do.
        """
        ones, others = _join_words(first), _join_words(second)
        return ones == others or list(map(_close_number, ones)) == list(map(_close_number, others))


def _cut_at_comma(element: Element) -> tuple[Element, Element]:
    """An element up to the first comma in a text of its own, and from there on; the second is empty where there is none."""
    for place, child in enumerate(element.children):
        if isinstance(child, str) and ", " in child:
            before, _, after = child.partition(", ")
            start = (*element.children[:place], *([before] if before else []))
            return replace(element, children=start), replace(element, children=(after, *element.children[place + 1 :]))
    return element, replace(element, children=())


def _is_plain(element: Element) -> bool:
    """Whether it is words and nothing else."""
    return len(element.children) == 1 and isinstance(element.children[0], str)


def _close_number(word: tuple[str, str]) -> tuple[str, str]:
    """A tag, or a text; without its spaces where it has no letters."""
    kind, text = word
    return word if kind != "text" or any(map(str.isalpha, text)) else (kind, "".join(text.split()))


def _is_checklist(element: Element) -> bool:
    """Whether it is a list with boxes to tick, of which there is one for both languages."""
    return element.tag in {"ol", "ul"} and any("check" in item.classes for item in element.elements)


def _silence(drawing: Element) -> Element:
    """A drawing without its title: only what is seen."""
    return replace(drawing, children=tuple(shape for shape in drawing.elements if shape.tag != "title"))


def _split_lines(cell: Element) -> list[Element]:
    """The lines of a cell as elements of their own."""
    lines: list[list[Part]] = [[]]
    for child in cell.children:
        if isinstance(child, Element) and child.tag == "br":
            lines.append([])
        else:
            lines[-1].append(child)
    return [Element(cell.tag, {}, tuple(line)) for line in lines]


def _join_lines(lines: list[Element]) -> Element:
    joined = [part for line in lines for part in (Element("br"), *line.children)]
    return Element(lines[0].tag, {}, tuple(joined[1:]))


def _pairs(first: Element, second: Element) -> Iterator[Pair]:
    shapes = [tuple(child.tag for child in element.elements) for element in (first, second)]
    if shapes[0] != shapes[1] or len(first.elements) != len(first.children):
        raise TextError(
            Finding(
                "the two languages of <{tag}> differ in shape: {first} and {second}",
                values={"tag": first.tag, "first": " ".join(shapes[0]), "second": " ".join(shapes[1])},
            )
        )
    return zip(first.elements, second.elements, strict=True)


def _join_words(element: Element) -> list[tuple[str, str]]:
    """Its tags and texts in order; where a text says that it is in another language, it may be in several parts."""
    joined: list[tuple[str, str]] = []
    for kind, words in _words(element):
        if kind == "text" and joined and joined[-1][0] == "text":
            joined[-1] = (kind, joined[-1][1] + words)
        else:
            joined.append((kind, words))
    return joined


def _words(element: Element) -> Iterator[tuple[str, str]]:
    """Tags and texts in order, whatever language a text says that it is in; what lacks a translation says nothing in two."""
    if element.tag != "span" or "lang" not in element.attributes or "untranslated" in element.classes:
        yield element.tag, " ".join(sorted(element.classes))
    for child in element.children:
        if isinstance(child, str):
            if words := child.translate(_NO_ISOLATES):
                yield "text", words
        else:
            yield from _words(child)
