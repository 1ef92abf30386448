"""E-mail addresses and links, so strict that links may stand as they are in `href`. Called by the field types."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from generator.contract import messages
from generator.contract.reading import read_word, refuse

ROUGH_EMAIL = r"^[^\s@<>()\[\]{}:;,\"\\/?#%=^`|]+@[^@\s<>,;]+\.[^@\s<>,;.]+$"
"""What an e-mail address looks like, for editors, whose patterns know nothing of letters beyond a to z."""
ROUGH_LINK = r"""^[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#"'<>@]+[^\s"'<>]*$"""
"""What a link looks like, likewise."""

_LABEL = r"[^\W_]([^\W_]|-)*(?<!-)"
_HOST = rf"{_LABEL}(\.{_LABEL})*"
_ATOM = r"[\w+~!$*'&-]+"
_EMAIL = re.compile(rf"{_ATOM}(\.{_ATOM})*@{_LABEL}(\.{_LABEL})+")
_SERVER = re.compile(rf"{_HOST}(:[0-9]{{1,5}})?")
_UNFIT = re.compile(r"""[\s"'<>\\^`]""")


def read_email(value: object) -> str:
    """An e-mail address.

    Source: RFC 5322, dot-atom, without the signs that are rather slips of the pen; RFC 6532, any letters. Whoever makes a link of
    it encodes it, by RFC 6068.
    """
    word = read_word(value)
    if not _EMAIL.fullmatch(word):
        raise refuse(messages.NOT_AN_EMAIL, word)
    return word


def read_link(value: object) -> str:
    """A link to a page: http or https, and a host that is a name.

    Source: RFC 3986; a name and password before the host are refused, since nobody should print them.
    """
    word = read_word(value)
    if not _is_link(word):
        raise refuse(messages.NOT_A_LINK, word)
    return word


def _is_link(word: str) -> bool:
    try:
        parts = urlsplit(word)
        parts.port  # noqa: B018 (raises where it is out of range)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(_SERVER.fullmatch(parts.netloc)) and not _UNFIT.search(word)
