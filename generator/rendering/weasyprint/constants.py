"""Styles with what is the same for all of a page written out: variables of `:root`, and sums of them. For `engine`.

WeasyPrint works both out for every element anew.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

_ROOT = re.compile(r"(?:^|(?<=[{}\s])):root\s*\{([^{}]*)\}")
_DEFINED = re.compile(r"(?<![\w-])(--[\w-]+)\s*:\s*([^;{}]+)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_USED = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,[^()]*)?\)")
_SUM = re.compile(r"calc\(([^()]*)\)")
_PLUS_OR_MINUS = re.compile(r"\s([+-])\s")
_FACTOR = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+))([a-z]*|%)\s*")
_DIGITS = 6
"""Of a sum, after the point: less than a printer shows, of any unit."""
_DEEPEST = 4
"""How many variables may stand in one another."""


def write_out(styles: Mapping[str, str], others: Sequence[str]) -> dict[str, str]:
    """The styles, by name, with each variable written out that is the same for the whole page.

    Args:
        styles: all that are used together, the strongest last.
        others: texts that may define variables too, and aren't to be written out.
    """
    constants = _find_constants([_COMMENT.sub("", style) for style in styles.values()], others)
    return {name: _SUM.sub(_add_up, _fill(style, constants)) for name, style in styles.items()}


def _find_constants(styles: Sequence[str], others: Sequence[str]) -> dict[str, str]:
    """The variables that are defined for the whole page alone, each as it is last."""
    at_root = [definition for style in styles for definition in _list_root(style)]
    everywhere = Counter(name for text in (*styles, *others) for name, _ in _DEFINED.findall(text))
    often = Counter(name for name, value in at_root if "!" not in value)
    return {name: value.strip() for name, value in at_root if often[name] == everywhere[name]}


def _list_root(style: str) -> Iterator[tuple[str, str]]:
    """What a style defines for the whole page, under no condition."""
    for block in _ROOT.finditer(style):
        if style.count("{", 0, block.start()) == style.count("}", 0, block.start()):
            yield from _DEFINED.findall(block[1])


def _fill(style: str, constants: Mapping[str, str]) -> str:
    for _ in range(_DEEPEST):
        filled = _USED.sub(lambda used: constants.get(used[1], used[0]), style)
        if filled == style:
            break
        style = filled
    return style


def _add_up(found: re.Match[str]) -> str:
    """The value of a sum of products, all in one unit; the sum itself where it is another."""
    first, *rest = _PLUS_OR_MINUS.split(found[1])
    signs = [1, *(-1 if sign == "-" else 1 for sign in rest[::2])]
    terms = [_multiply(term) for term in (first, *rest[1::2])]
    if None in terms or len({unit for _, unit in filter(None, terms)}) > 1:
        return found[0]
    values = [value for value, _ in filter(None, terms)]
    total = sum(sign * value for sign, value in zip(signs, values, strict=True))
    return f"{round(total, _DIGITS):g}{next(unit for _, unit in filter(None, terms))}"


def _multiply(term: str) -> tuple[float, str] | None:
    """A product and its unit; None where it is none, or has several."""
    factors = [_FACTOR.fullmatch(factor) for factor in term.split("*")]
    units = [factor[2] for factor in factors if factor and factor[2]]
    if None in factors or len(units) > 1:
        return None
    return math.prod(float(factor[1]) for factor in factors if factor), "".join(units)
