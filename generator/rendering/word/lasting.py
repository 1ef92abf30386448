"""Parts of a body that are the same XML in each document of a layout, written once. For `body` and `tables`.

A part lasts whose XML follows from itself, from where it stands (its setting; of rows and cells the columns too), and from the
layout and the languages of the document. So it holds nothing that is counted through the document: no link, no list with
numbers, no place to fill in, no picture and no heading that contents lead to. Such parts are written by a writer that stays with
the layout and its languages, and their XML is kept by the element, by where it stands, and by this writer.
"""

from __future__ import annotations

from generator.rendering.word.styles import LEVELS
from generator.text.tree import Element, for_each_element

_COUNTED = frozenset({"a", "figure", "ol", *LEVELS})


@for_each_element
def lasts(element: Element) -> bool:
    """Whether there is nothing in it that is counted through the document."""
    return element.tag not in _COUNTED and "name" not in element.attributes and all(map(lasts, element.elements))
