"""What stands in a text only since it is dated: marked while a template writes it, and told apart before anybody reads it.

Called by `wording` and `composing`. No contract holds such marks: control characters are refused where it is read.
"""

from __future__ import annotations

import re

_START, _END = "\x0e", "\x0f"
_MARKED = re.compile(f"{_START}[^{_START}{_END}<]*{_END}")
_NO_MARKS = str.maketrans(dict.fromkeys(_START + _END))
_ANY_DAY = "…"


def mark_dated(text: str) -> str:
    """The text, marked."""
    return f"{_START}{text}{_END}"


def read_marks(html: str) -> tuple[str, str]:
    """The HTML without marks, and without what they mark: the second is the same on another day, if all else is."""
    if _START not in html and _END not in html:
        return html, html
    return html.translate(_NO_MARKS), _MARKED.sub(_ANY_DAY, html).translate(_NO_MARKS)
