"""Text and links as they stand in the XML of an Office file, escaped. Called by all that write such XML."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote

from generator.errors import Finding, RenderError
from generator.rendering.tree_checks import check_link

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile(f"[&<>\t\n\r{_FORBIDDEN.pattern[1:]}")
_LINE_END = re.compile(r"\r\n?|\n")
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_URL_SAFE = "%/:=&?~#+!$,;'@()*[]"
_BEFORE_NUMBER = re.compile(r"(?<=\w\.) (?=\d)")
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'


def check_text(text: str) -> str:
    """`text` as it is.

    Raises:
        RenderError: it holds a character that XML cannot hold.
    """
    if forbidden := _FORBIDDEN.search(text):
        raise RenderError(
            Finding(
                "a text holds the character U+{code}, which no Word file can hold: {text}",
                hint="take it away where the text comes from",
                values={"code": f"{ord(forbidden[0]):04X}", "text": ascii(text[:60])},
            )
        )
    return text


def keep_together(text: str) -> str:
    """`text` whose lines don't part an abbreviation from its number, as in `kl. 9.00`.

    Dates and registration numbers stay as they are typed: with other hyphens or spaces nobody who searches for one finds it.
    """
    return _BEFORE_NUMBER.sub("\u00a0", text)


def write_text(text: str) -> str:
    """`text` as it stands inside `w:t`, with its line ends and tabs.

    Raises:
        RenderError: it holds a character that XML cannot hold.
    """
    if not _SPECIAL.search(text):
        return text
    text = escape(check_text(text), quote=False)
    if "\n" in text or "\r" in text:
        text = _LINE_END.sub(_BREAK, text)
    return text.replace("\t", _TAB) if "\t" in text else text


def write_line(text: str) -> str:
    """`text` on one line, as it stands inside an attribute or an element that knows no lines.

    Raises:
        RenderError: it holds a character that XML cannot hold.
    """
    return escape(" ".join(check_text(text).split()))


def write_target(address: str) -> str:
    """The address of a link as it stands in a file.

    Raises:
        RenderError: it doesn't lead to the web or to a mailbox.
    """
    check_link(address)
    return quote(address, safe=_URL_SAFE)
