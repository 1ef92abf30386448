"""The document tree: what every text becomes, and the only thing that a writer reads. Made by `text`, read by `rendering`.

Three quarters of a document's elements stand in the next of its type too. `share` makes those that come again one and the same,
and what follows from such an element alone, and from what is told with it, is kept for it by `for_each_element`: whether it is in
order, how long it is, how it is written. An element is never changed, so that what is kept for it holds. What depends on an
element's neighbours is worked out anew each time. The same element may stand in several places of one tree: what holds for one of
them is known by its place.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, wraps
from operator import is_
from typing import Concatenate, ParamSpec, TypeGuard, TypeVar, cast

from msgspec import Struct, field

from generator.text.keeping import KEPT

T = TypeVar("T")
P = ParamSpec("P")

INLINE = frozenset({"a", "br", "em", "span", "strong"})
DRAWING = frozenset({"line", "rect", "svg", "text", "title"})
TEXT_BLOCKS = frozenset({"caption", "figcaption", "h1", "h2", "h3", "h4", "p"})
CELLS = frozenset({"li", "td", "th"})
STRUCTURE = frozenset({"blockquote", "div", "figure", "ol", "section", "table", "tbody", "thead", "tr", "ul"})
TAGS = INLINE | DRAWING | TEXT_BLOCKS | CELLS | STRUCTURE

FIELDS = frozenset({"choice", "date", "line", "lines", "tick"})
"""The kinds of places to fill in."""
FIELD_ATTRIBUTES = frozenset({"label", "name", "options", "placeholder", "rows", "type"})
"""What a place to fill in (a `blank` or a `check`) says: its kind as `type`, its `options` a line each, such as `yes Ja`."""

CLASSES = frozenset(
    {
        # div
        "address",  # the receiver of a letter, where a window envelope shows it
        "box",  # set apart from the running text
        "closing",  # how a letter ends: the greeting, room to sign in, who writes
        "columns",  # holds one div per language, side by side
        "keep",  # not broken over pages
        "notes",  # for the speaker of a slide only
        "page",  # begins on a page of its own
        "scale",  # the periods over the bars of a timeline, each a paragraph, evenly spread
        # li
        "check",  # a box to tick comes before it
        # p
        "lead",  # the sentence under the title
        "note",  # small print under a table or figure
        # figure
        "chart",  # figures as a drawing, which says in its title what it shows
        # table
        "facts",  # two columns: name and value
        "figures",  # a few big numbers side by side, each under its label
        "grid",  # rows under a header
        "matrix",  # one thing against another, with tinted cells
        "references",  # date, our and your reference of a letter: names over values, side by side
        "timeline",  # names, then a bar over periods
        "signatures",  # lines to sign on
        # td, span
        "blank",  # left empty, to be filled in
        "nowrap",  # never broken over lines
        "good", "warn", "bad", "quiet",  # how a status looks; its words say the same
        "low", "medium", "high",  # how strong a cell of a matrix, or the mark of a risk, is tinted; its words say the same
        "untranslated",  # drafts only
        "second",  # in the second of two languages
        # drawings: what a bar stands for, and what isn't known; a line from one to the next
        "planned", "overrun", "today", "ahead", "unknown", "flow",
        # charts: what a shape stands for, what a text is, on which shape it stands, where its place is
        "series-1", "series-2", "series-3", "series-4", "axis", "rest", "leader", "target",
        "label", "head", "value", "on-1", "on-2", "on-3", "on-4", "middle", "end",
    }
)  # fmt: skip


_MET = 32768
"""So many elements are known to have come once."""


class Element(Struct, frozen=True, eq=False):
    """A part of the tree. Text is exactly what is to be shown, white space and all.

    Elements that say the same are equal, but have hashes of their own: a hash of all that is in one would take as long as what
    is kept for it saves. So nothing is found by another element that is equal; who asks for that compares.
    """

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple[Element | str, ...] = ()
    is_shared: bool = False
    """Whether it came before, and is worth keeping something for."""

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not Element:
            return NotImplemented
        return self.tag == other.tag and self.attributes == other.attributes and self.children == other.children

    __hash__ = object.__hash__

    @property
    def classes(self) -> frozenset[str]:
        """Its classes."""
        return _split_classes(self.attributes["class"]) if "class" in self.attributes else _NO_CLASSES

    @property
    def elements(self) -> tuple[Element, ...]:
        """Its children that are elements."""
        return tuple([child for child in self.children if child.__class__ is Element])

    def walk(self) -> Iterator[Element]:
        """Itself and all elements in it, in reading order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            if not is_words(element.children):
                waiting += [child for child in reversed(element.children) if child.__class__ is Element]

    @property
    def rows(self) -> tuple[Element, ...]:
        """The rows of a table, in reading order; nothing in their cells is looked at."""
        parts = [[part] if part.tag == "tr" else part.elements for part in self.elements if part.tag != "caption"]
        return tuple([row for part in parts for row in part])

    def with_children(self, children: Sequence[Element | str]) -> Element:
        """The element with these in the place of what it holds; itself where they are the very same."""
        if len(children) == len(self.children) and all(map(is_, children, self.children)):
            return self
        return Element(self.tag, self.attributes, tuple(children), self.is_shared)

    def find_all(self, *tags: str) -> Iterator[Element]:
        """All elements in it with one of these tags, in reading order."""
        return (element for element in self.walk() if element.tag in tags)

    def text(self) -> str:
        """All its text but that of drawings: their words are part of the picture."""
        if self.tag == "svg":
            return ""
        if is_words(self.children):
            return self.children[0]
        return "".join(
            [child if isinstance(child, str) else "\n" if child.tag == "br" else child.text() for child in self.children]
        )

    @property
    def title(self) -> str:
        """What a drawing shows, in words, for those who don't see it; "" where words beside it say so."""
        return next((part.text() for part in self.elements if part.tag == "title"), "")


def share(tag: str, attributes: tuple[tuple[str, str], ...], children: tuple[Element | str, ...]) -> Element:
    """An element, which is shared from the second time on that one with the very same children is asked for.

    Of most values in a text nothing is kept but a number: they come once. Each level of a tree is shared once those below it are.
    """
    key = (tag, attributes, children)
    found = KEPT.recent.get(key) or KEPT.find(key)
    if found is not None:
        return cast("Element", found[0])
    sign = hash(key)
    if sign not in _met:
        if len(_met) >= _MET:
            _met.clear()
        _met.add(sign)
        return Element(tag, dict(attributes), children)
    element = Element(tag, dict(attributes), children, is_shared=True)
    KEPT.keep(key, element)
    return element


_met: set[int] = set()


def for_each_element(work: Callable[Concatenate[Element, P], T]) -> Callable[Concatenate[Element, P], T]:
    """Work on an element, and on what is told with it, that is done once for one that is shared."""
    mark = object()

    @wraps(work)
    def work_once(element: Element, /, *rest: P.args, **named: P.kwargs) -> T:
        if not element.is_shared:
            return work(element, *rest, **named)
        key = (mark, element, *rest, *named.items()) if named else (mark, element, *rest)
        found = KEPT.recent.get(key) or KEPT.find(key)
        if found is not None:
            return cast("T", found[0])
        made = work(element, *rest, **named)
        KEPT.keep(key, made)
        return made

    return work_once


@for_each_element
def write_once(element: Element, write: Callable[..., str], *where: object) -> str:
    """What a method of a writer that stays makes of an element that lasts, where it stands."""
    return write(element, *where)


def once_a_tree(work: Callable[[Element], T]) -> Callable[[Element], T]:
    """Work on a tree that isn't done again where what came of it is asked for soon again.

    A document's formats are made one after another from the very same tree, which nothing changes. Kept is what came of two,
    since a format with places to fill in is made from another tree than one without.
    """
    kept: deque[tuple[Element, T]] = deque(maxlen=2)

    @wraps(work)
    def work_once(tree: Element) -> T:
        for known, made in tuple(kept):
            if known is tree:
                return made
        made = work(tree)
        kept.append((tree, made))
        return made

    return work_once


def is_block(part: Element | str) -> TypeGuard[Element]:
    """Whether a part of the tree is a block; else it is text, or stands within a line of text."""
    return part.__class__ is Element and part.tag not in INLINE


def is_words(children: Sequence[Element | str]) -> TypeGuard[Sequence[str]]:
    """Whether they are text and nothing else, as those of most elements."""
    return len(children) == 1 and children[0].__class__ is str


def read_span(cell: Element) -> int:
    """How many columns a cell of a table takes."""
    return int(cell.attributes["colspan"]) if "colspan" in cell.attributes else 1


def trim_line(parts: Sequence[Element | str]) -> list[Element | str]:
    """Text beside blocks, without the line ends of its source."""
    trimmed = list(parts)
    if isinstance(trimmed[0], str):
        trimmed[0] = trimmed[0].lstrip()
    if isinstance(trimmed[-1], str):
        trimmed[-1] = trimmed[-1].rstrip()
    return [part for part in trimmed if part != ""]


@lru_cache(maxsize=1024)
def _split_classes(names: str) -> frozenset[str]:
    return frozenset(names.split())


_NO_CLASSES: frozenset[str] = frozenset()


class Document(Struct, frozen=True):
    """A finished text with all that a writer must know of it, and nothing more."""

    body: Element
    """A `section` with `lang`."""
    title: str
    languages: tuple[str, ...]
    """BCP 47; the first is that of everything not marked otherwise."""
    layout: str
    """`report`, `letter`, `form` or `slides`."""
    slug: str
    author: str
    """The organisation that sends it."""
    subject: str
    keywords: tuple[str, ...]
    date: date
    """The date of the document, the only date that a file carries."""
    letterhead: Mapping[str, str]
    """Fields for headers and footers, by name."""
    translate: Callable[..., str]
    """A layout's own Swedish words in the languages of the document."""
    edition: str = ""
    """`masked` where what is confidential was taken out."""
    undated: Element | None = None
    """The body without what it says only because of the date; nothing where nobody asks."""
    stamp: Mapping[str, str] = field(default_factory=dict)
    """What a file is to say of how it was made, by name; nothing where it is to say nothing."""
