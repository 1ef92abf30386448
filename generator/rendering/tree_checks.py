"""What every writer refuses of a document tree, so that the formats agree. Called by the writers.

`text.parsing` knows elements, attributes and classes; here it is seen to that each class stands where it means something, and
that numbers are numbers: a region's own templates may hold anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from generator.errors import Finding, RenderError
from generator.rendering.fields import is_field
from generator.text.tree import DRAWING, FIELD_ATTRIBUTES, FIELDS, Element, for_each_element, once_a_tree

TABLES = frozenset({"facts", "figures", "grid", "matrix", "references", "signatures", "timeline"})
"""The kinds of tables, each a class."""
_STATUS = frozenset({"bad", "good", "nowrap", "quiet", "warn"})
_SERIES = frozenset({"series-1", "series-2", "series-3", "series-4"})
_BANDS = frozenset({"high", "low", "medium"})
_BARS = frozenset({"ahead", "bad", "good", "overrun", "planned", "quiet", "rest", "target", "today", "unknown", "warn"})
_PLACES = {
    "div": frozenset({"address", "box", "closing", "columns", "keep", "notes", "page", "scale", "second"}),
    "figure": frozenset({"chart"}),
    "li": frozenset({"check"}),
    **dict.fromkeys(("ol", "ul"), frozenset({"second"})),
    "line": frozenset({"axis", "flow", "leader", "unknown"}),
    "p": _STATUS | {"blank", "lead", "note", "second"},
    "rect": _SERIES | _BANDS | _BARS,
    "span": _STATUS | {"blank", "second", "untranslated"},
    "table": TABLES,
    "td": _STATUS | _BANDS | {"blank"},
    "text": frozenset({"end", "head", "label", "middle", "on-1", "on-2", "on-3", "on-4", "value"}),
    "th": _STATUS,
}
"""Where each class means something."""
_FIELD_NAME = re.compile(r"[^\W_][\w.+-]{0,63}")
_LINKS = frozenset({"http", "https", "mailto"})
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]+)?"
_NUMBERS = {
    ("a cell", "colspan"): (re.compile(r"[1-9][0-9]?|[1-3][0-9]{2}|400"), "a whole number from 1 to 400"),
    ("a cell", "width"): (
        re.compile(r"(?!0+(?:\.0+)?$)[0-9]{1,2}(?:\.[0-9]+)?|100"),
        "a share of the table in per cent, such as 25",
    ),
    **{(tag, "rows"): (re.compile(r"[1-9][0-9]?"), "a whole number from 1 to 99") for tag in ("p", "span", "a cell")},
    ("ol", "start"): (re.compile(r"[0-9]{1,4}"), "a whole number from 0 to 9999"),
    ("svg", "viewBox"): (
        re.compile(rf"{_NUMBER} {_NUMBER} (?!0)[0-9.]+ (?!0)[0-9.]+"),
        "left, top, width and height, with a space between",
    ),
    **{("rect", name): (re.compile(_NUMBER), "a number") for name in ("height", "rx", "width", "x", "y")},
    **{("line", name): (re.compile(_NUMBER), "a number") for name in ("x1", "x2", "y1", "y2")},
    **{("text", name): (re.compile(_NUMBER), "a number") for name in ("x", "y")},
}
_SHAPES = DRAWING - {"svg"}
_WORDED = frozenset({"text", "title"})


@once_a_tree
def check_tree(root: Element) -> None:
    """Check that the tree can be shown on paper and screen.

    Raises:
        RenderError: a class stands where it means nothing, a number isn't one, a table is of no kind, a link leads
            to neither the web nor a mailbox, a drawing with words doesn't say what it shows, or there are notes for a speaker,
            which only slides have, or what is said of a field is said elsewhere or wrong.
    """
    _check_element(root)


@for_each_element
def _check_element(element: Element) -> None:
    tag, attributes = element.tag, element.attributes
    if attributes and _check_attributes(tag, *attributes.items()):
        _check_field(element)
    if tag in _CHECKS:
        _CHECKS[tag](element)
    for child in element.children:
        if isinstance(child, Element):
            if child.tag in DRAWING:
                _check_drawing(child, element)
            _check_element(child)


def _check_table(table: Element) -> None:
    if len(TABLES & table.classes) != 1:
        raise RenderError(
            Finding(
                "a table is of no kind, or of more than one",
                hint="give it one of the classes {classes}",
                values={"classes": ", ".join(sorted(TABLES))},
            )
        )


def _check_field(element: Element) -> None:
    """Check that what is said of a place to fill in is said where there is one, and names it as programs can."""
    attributes = element.attributes
    if not is_field(element):
        values = {"tag": element.tag, "name": ", ".join(sorted(FIELD_ATTRIBUTES & attributes.keys()))}
        hint = "give it the class blank, and leave it empty"
        raise RenderError(Finding("<{tag}> has {name}, and is no place to fill in", hint=hint, values=values))
    if not _FIELD_NAME.fullmatch(attributes.get("name", "x")):
        hint = "a name has at most 64 letters and numbers, with . + - _ between"
        raise RenderError(Finding("a field is named '{name}'", hint=hint, values={"name": attributes["name"]}))
    kind = attributes.get("type", "line")
    if kind not in FIELDS or (kind == "choice") != bool(attributes.get("options")):
        values = {"type": kind, "types": ", ".join(sorted(FIELDS))}
        hint = "the kinds are {types}; a choice has options, a line each, and others have none"
        raise RenderError(Finding("a field is of the kind '{type}', which it can't be", hint=hint, values=values))


def _check_drawing(element: Element, parent: Element) -> None:
    """Check that a drawing holds what drawings hold, and stands in a figure where it has words."""
    if (parent.tag == "svg") != (element.tag in _SHAPES):
        values = {"tag": element.tag, "parent": parent.tag}
        raise RenderError(Finding("<{tag}> cannot stand in <{parent}>", hint="shapes stand in <svg>", values=values))
    if element.tag == "svg":
        _check_shapes(element, in_figure=parent.tag == "figure")


def _check_shapes(drawing: Element, *, in_figure: bool) -> None:
    if "viewBox" not in drawing.attributes:
        raise RenderError(Finding("a drawing doesn't say its size", hint="give the <svg> a viewBox, such as 0 0 120 10"))
    for shape in drawing.elements:
        if (shape.elements and shape.tag != "title") or (shape.children and shape.tag not in _WORDED):
            raise RenderError(Finding("<{tag}> holds more than it can", hint="only <text> holds text", values={"tag": shape.tag}))
        if shape.tag == "text" and not in_figure:
            raise RenderError(Finding("a drawing with words stands outside a figure", hint="put it in a <figure>"))


def _check_figure(figure: Element) -> None:
    tags = sorted(element.tag for element in figure.elements)
    if tags not in (["svg"], ["figcaption", "svg"]):
        values = {"found": ", ".join(f"<{tag}>" for tag in tags)}
        hint = "give it one <svg> and one <figcaption>"
        raise RenderError(Finding("a figure has these parts: {found}", hint=hint, values=values))
    if not next(figure.find_all("svg")).title.strip():
        hint = "begin its <svg> with a <title> that says it in words"
        raise RenderError(Finding("a figure doesn't say what it shows", hint=hint))


def check_link(address: str) -> None:
    """Check that the address leads to the web or to a mailbox.

    Raises:
        RenderError: it doesn't.
    """
    try:
        parts = urlsplit(address)
        known = parts.scheme in _LINKS and bool(parts.netloc if parts.scheme != "mailto" else parts.path) and parts.port != 0
    except ValueError:  # a port or an address that is no number
        known = False
    if not known:
        raise RenderError(
            Finding("'{address}' cannot be a link", hint="links begin with https: or mailto:", values={"address": address})
        )


_CHECKS: Mapping[str, Callable[[Element], None]] = {
    "a": lambda link: check_link(link.attributes.get("href", "")),
    "figure": _check_figure,
    "table": _check_table,
}


@lru_cache(maxsize=4096)
def _check_attributes(tag: str, *attributes: tuple[str, str]) -> bool:
    """Check attributes, which few elements have others of than many before them. Whether any is of a place to fill in."""
    owner = "a cell" if tag in {"td", "th"} else tag
    for name, value in attributes:
        pattern, meaning = _NUMBERS.get((owner, name), (None, ""))
        if pattern and not pattern.fullmatch(value):
            values = {"name": name, "value": value, "tag": tag, "meaning": meaning}
            raise RenderError(Finding("<{tag}> has the {name} '{value}'", hint="it is {meaning}", values=values))
        if name == "class":
            _check_classes(tag, frozenset(value.split()))
    return any(name in FIELD_ATTRIBUTES for name, _ in attributes)


def _check_classes(tag: str, classes: frozenset[str]) -> None:
    known = _PLACES.get(tag, frozenset())
    for name in sorted(classes - known):
        places = sorted(each for each, possible in _PLACES.items() if name in possible)
        values = {"name": name, "tag": tag, "places": ", ".join(f"<{each}>" for each in places)}
        hint = "put it on {places}" if places else ""
        raise RenderError(Finding("the class '{name}' means nothing on <{tag}>", hint=hint, values=values))
    if "notes" in classes:
        raise RenderError(Finding("notes for a speaker belong to slides", hint="leave part('notes') out of this document"))
