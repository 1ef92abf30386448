"""Line breaks of a short text in a drawing, which has no lines of its own. Used by `wording`.

Nobody has laid the text out yet, and a web page may show it in another font than a PDF; so widths are those of Arial, which
is wider than what we ship.
"""

from __future__ import annotations

import re
import unicodedata

_GROUPS = {
    0.26: "ijl'",
    0.35: "ft,.:;!I[]()-`r \u00a0\u202f\u2010\u2011‘’·°ìíîïı",
    0.45: '/\\"“”„',
    0.51: "cksvxyzJçčšžśźżýÿ*|{}",
    0.57: "abdeghnopquLFTZ0123456789?#$_£§€+–<=>~^",
    0.68: "EPSVXYABKÉÈÊËÀÁÂÄÅÞ&",
    0.73: "CDHNRUwÖÓÒÔÜÚÙÛÇŠŽÑ",
    0.79: "GOQØ",
    0.90: "mMæœ%",
    1.02: "WÆŒ@—…→",
}
"""Widths over the size of the text, and the letters that are no wider."""
_SMALL, _CAPITAL, _WIDE = 0.75, 0.95, 1.15
"""Letters in no group: small ones, capitals, and all that may be as wide as they are high."""
_WIDE_KINDS = frozenset({"Pd", "Po", "Sc", "Sk", "Sm", "So", "Zs"})
_MARGIN = 1.04


class _Widths(dict[str, float]):
    """Widths of letters over their size: those of the groups, and others as they are asked for."""

    def __missing__(self, letter: str) -> float:
        width = self[letter] = _guess_width(letter)
        return width


_WIDTHS = _Widths({letter: width for width, letters in _GROUPS.items() for letter in letters})
_IDEOGRAPHS = r"\u2e80-\u303f\u3040-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_OPENING, _CLOSING = "（《「『【〈〔", "、。，．：；？！）》」』】〉〕％"  # noqa: RUF001 (the wide signs are meant)
IDEOGRAPH = f"[{_OPENING}]*[{_IDEOGRAPHS}][{_CLOSING}]*"
"""A pattern for a letter of a script without spaces, with the signs that stay beside it: lines break between such letters."""
NO_IDEOGRAPH = f"(?![{_IDEOGRAPHS}])"
_WORD = re.compile(rf"{IDEOGRAPH}|[^\S\u00a0\u202f]+|(?:{NO_IDEOGRAPH}(?:[^-\u2010\s]|[\u00a0\u202f]))+[-\u2010]?|[-\u2010]")
_NO_BREAK = re.compile("[\u00a0\u202f]")
_CUT = "…"


def measure_label(text: str) -> float:
    """The width of a text over its size, or a little more."""
    return _MARGIN * sum(map(_WIDTHS.__getitem__, text))


def _guess_width(letter: str) -> float:
    """The width of a letter in no group."""
    if unicodedata.category(letter) in {"Cc", "Cf", "Mn"}:
        return 0
    if unicodedata.east_asian_width(letter) in "WF" or unicodedata.category(letter) in _WIDE_KINDS:
        return _WIDE
    return _CAPITAL if letter.isupper() else _SMALL


def break_label(text: str, width: float, most: int = 2) -> tuple[str, ...]:
    """The text in at most so many lines, each no wider than `width` over the size of its letters.

    Lines break between words and after hyphens, within a word only where it is longer than a line; then a hyphen says so. What
    doesn't fit goes, and dots say that something has gone.
    """
    lines: list[str] = []
    line = ""
    for word in _list_words(text, width):
        rest = " " if word.isspace() else word
        if measure_label((line + rest).rstrip()) > width:
            lines, line, rest = _start_line(lines, line, rest, width)
        line += rest
    lines = [each for each in (*lines, line.strip()) if each]
    return tuple(lines) if len(lines) <= most else (*lines[: most - 1], _cut(f"{lines[most - 1]} {lines[most]}", width))


def _list_words(text: str, width: float) -> list[str]:
    """Words and the spaces between; what is kept together but is longer than a line isn't."""
    words = _WORD.findall(text)
    if max(map(measure_label, words), default=0) <= width:
        return words
    return _WORD.findall("".join(_NO_BREAK.sub(" ", word) if measure_label(word) > width else word for word in words))


def _start_line(lines: list[str], line: str, word: str, width: float) -> tuple[list[str], str, str]:
    """The lines, the one that goes on, and what is left of a word that doesn't fit into it."""
    lines, word = [*lines, line.strip()], word.lstrip(" ")
    while measure_label(word) > width:
        piece = _shorten(word, "-", width)
        lines, word = [*lines, f"{piece}-"], word[len(piece) :]
    return lines, "", word


def _cut(line: str, width: float) -> str:
    return _shorten(line, _CUT, width).rstrip(" -\u2010") + _CUT


def _shorten(text: str, end: str, width: float) -> str:
    """As much of a text as fits in a line together with its end, and one letter at least."""
    length = len(text)
    while length > 1 and measure_label(text[:length] + end) > width:
        length -= 1
    return text[:length]
