"""How a sum or a number of things stands in running text: cut short, rounded, in words. Called by `written_values`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from generator.masking.writing import Form, Writing, join_words

_DECIMALS = (-2, -1, 0, 1, 2, 3)
_ROUNDINGS = (ROUND_HALF_UP, ROUND_DOWN)
_TELLING = 2
"""Figures that tell which sum is meant when it is cut short."""
_TELLING_ROUNDED = 3
"""Those of a sum that is rounded and written out."""
_SMALL = 1000
"""Below it a sum is looked for beside what it is counted in."""
_LARGEST_SAID = 999_999_999
_HUNDRED, _TWENTY, _TEN = 100, 20, 10


def list_sum_forms(value: Decimal, writings: Sequence[Writing], *, is_money: bool) -> Iterator[Form]:
    """The forms of a sum, or of a number of things."""
    if value <= 0:
        return
    units = join_words({unit for writing in writings for unit in writing.list("units")} if is_money else ())
    for writing in writings:
        yield from _list_short(value, writing, units)
        yield from _list_said(value, writing)
    yield from _list_rounded(value, units)


def _list_short(value: Decimal, writing: Writing, units: str) -> Iterator[Form]:
    """A sum in thousands or millions: `142 tkr`, `0,14 mnkr`."""
    for scale, words in writing.scales.items():
        short, long = (join_words(word for word in words if (len(word) == 1) == is_short) for is_short in (True, False))
        for is_sure in (True, False):
            if figures := "|".join(_write_figures(each) for each in _shorten(value, scale, is_sure=is_sure)):
                yield Form(rf"(?:{figures})[ -]?(?:{long})(?:[ -]?(?:{units}))?", is_sure)
                # One letter may also mean metres.
                yield Form(rf"(?:{figures}) ?(?:{short}) ?(?:{units})|(?:{units}) ?(?:{figures}) ?(?:{short})", is_sure)
                yield Form(rf"(?:{figures}) ?(?:{short})", is_sure=False)


def _shorten(value: Decimal, scale: int, *, is_sure: bool) -> Iterator[Decimal]:
    """The sum in a scale, exactly or rounded, when so many figures are left that they tell it; or when they aren't."""
    for decimals in _DECIMALS:
        for rounding in _ROUNDINGS:
            short = (value / scale).quantize(Decimal(1).scaleb(-decimals), rounding)
            tells = short * scale == value or (decimals >= 0 and _count_figures(short) >= _TELLING)
            if short and tells == is_sure:
                yield short


def _list_rounded(value: Decimal, units: str) -> Iterator[Form]:
    """A sum written together with what it is counted in, and one that is rounded and written out: `SEK142000`, `142 000`."""
    yield Form(rf"(?:{_write_figures(value)}) ?(?:{units})|(?:{units}) ?(?:{_write_figures(value)})")
    if value < _SMALL:
        return
    rounded = {
        (value / 10**power).quantize(Decimal(1), rounding) * 10**power
        for power in range(1, len(str(int(value))))
        for rounding in _ROUNDINGS
    }
    for each in sorted(rounded - {value}):
        figures, count = _write_figures(each), _count_figures(each)
        if count >= _TELLING_ROUNDED:
            yield Form(rf"(?:{figures}) ?(?:{units})|(?:{units}) ?(?:{figures})")
        if count >= _TELLING and each >= _SMALL:
            yield Form(figures, is_sure=False)


def _list_said(value: Decimal, writing: Writing) -> Iterator[Form]:
    """A sum in words, whole, or in thousands or millions: `hundrafyrtiotvå tusen`."""
    if not writing.numbers:
        return
    if value == int(value) and _SMALL <= value <= _LARGEST_SAID:
        yield Form(_say(int(value), writing))
    for scale, words in writing.scales.items():
        for is_sure in (True, False):
            for short in sorted({each for each in _shorten(value, scale, is_sure=is_sure) if each == int(each)}):
                if 0 < short < _SMALL:
                    yield Form(rf"(?:{_say(int(short), writing)})[ -]*(?:{join_words(words)})", is_sure)


def _say(number: int, writing: Writing) -> str:
    """A pattern for a number in words, together or apart."""
    words = {each: join_words(said) for each, said in writing.numbers.items()}
    parts: list[str] = []
    for scale in sorted((each for each in words if each >= _HUNDRED), reverse=True):
        count, number = divmod(number, scale)
        if count:
            before = f"(?:(?:{words[1]})[ -]*)?" if count == 1 else f"{_say(count, writing)}[ -]*"
            parts.append(f"{before}(?:{words[scale]})")
    if number > _TWENTY and number % _TEN:
        parts.append(f"(?:{words[number - number % _TEN]})")
        number %= _TEN
    if number:
        parts.append(f"(?:{words[number]})")
    return rf"[ -]*(?:(?:{join_words(writing.list('between')[:1])}) ?)?".join(parts)


def _write_figures(number: Decimal) -> str:
    """A pattern for a number in figures, in groups or not, with or without noughts at its end."""
    whole, _, decimals = f"{number:f}".partition(".")
    decimals = decimals.rstrip("0")
    groups = f"{int(whole):,}".replace(",", "[ .,]?")
    return r"(?<!\d )" + groups + (rf"[.,]{decimals}0*" if decimals else r"(?:[.,]0{1,2})?")


def _count_figures(number: Decimal) -> int:
    """How many figures of a number tell something."""
    return len(number.normalize().as_tuple().digits)
