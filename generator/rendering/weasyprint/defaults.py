"""WeasyPrint's own style sheet, without what it works out for every element though nobody uses it. For `engine`.

It gives each element a marker and five parts of notes, each with a style of its own: five sixths of all styles that there are.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from typing import Any

from weasyprint.html import UA_STYLESHEET

_NOTE_PARTS = frozenset({"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"})
_NOTES = re.compile(r"footnote|\bnote\s*\(")
_LIST_ITEMS = re.compile(r"display\s*:[^;}]*list-item")


def trim_defaults(styles: Iterable[str]) -> Any:
    """WeasyPrint's own sheet, with notes and with markers of other elements than `li` only where these styles use them."""
    text = "\n".join(styles)
    notes, items = bool(_NOTES.search(text)), bool(_LIST_ITEMS.search(text))
    sheet, matcher = copy.copy(UA_STYLESHEET), copy.copy(UA_STYLESHEET.matcher)
    matcher.other_selectors = [
        (_is_item, *rest) if rest[2] == "marker" and not items else (test, *rest)
        for test, *rest in matcher.other_selectors
        if notes or rest[2] not in _NOTE_PARTS
    ]
    sheet.matcher = matcher
    return sheet


def _is_item(element: Any) -> bool:
    return bool(element.local_name == "li")
