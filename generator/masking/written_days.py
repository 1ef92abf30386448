"""How a day or a time stands in running text, without its year, or written another way. Called by `written_values`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, time

from generator.contract.values import Month
from generator.masking.writing import Form, Writing, join_words
from generator.rules.spellings import read_signs

_DASH = " ?- ?"
_SIGN = "[-/.]"


def list_day_forms(day: date, writings: Sequence[Writing]) -> Iterator[Form]:
    """The forms of a day."""
    century, year = divmod(day.year, 100)
    own = rf"(?:{century})?{year:02}"
    number, month = f"0?{day.day}", f"0?{day.month}"
    yield Form(rf"{own}{_SIGN}{month}{_SIGN}{number}|{own}{day:%m%d}|{number}{_SIGN}{month}[-/., ] ?{own}")
    yield Form(rf"{number}/{month}|{month}/{number}(?:/{own})?", is_sure=False)
    for writing in writings:
        yield from _list_named(day, writing)
        yield from _list_weeks(day, writing)
        yield from list_month_forms(day, writing, is_sure=False)
        if writing.list("before_days"):
            before = "|".join(f"(?<={re.escape(read_signs(word).words)} )" for word in writing.list("before_days"))
            yield Form(rf"(?:{before}){number}[/.]{month}")


def list_month_forms(month: date | Month, writing: Writing, *, is_sure: bool) -> Iterator[Form]:
    """The forms of a month; of one that is itself hidden, those with its year are sure."""
    names = _name_month(month, writing)
    capitals = _need_capitals(month, writing)
    if is_sure:
        yield Form(rf"(?:{names})(?: of)?,? ?{month.year}|{month.year}-{month.month:02}|{month.month:02}[-/]{month.year}")
    yield Form(rf"(?:{names}){_not_of_other_year(month)}", is_sure=False, capitals=capitals)


def list_time_forms(moment: time, writing: Writing) -> Iterator[Form]:
    """The forms of a time of day."""
    written = rf"0?{moment.hour}[.:]{moment.minute:02}" + (rf"|0?{moment.hour}" if moment.minute == 0 else "")
    yield Form(rf"(?:{writing.join('before_times')}) ?(?:{written})")
    yield Form(rf"0?{moment.hour}[.:]{moment.minute:02}", is_sure=False)


def _list_named(day: date, writing: Writing) -> Iterator[Form]:
    """A day with the name of its month, alone or at an end of some days: `den 3 mars`, `3–5 mars`, `tisdagen den tredje mars`."""
    names, capitals, rest = _name_month(day, writing), _need_capitals(day, writing), _not_of_other_year(day)
    ordinals = writing.list("ordinals")
    spelled = f"|{join_words(ordinals[day.day - 1 : day.day])}" if ordinals else ""
    number = rf"(?:0?{day.day}(?::?[ea]|st|nd|rd|th|\.)?{spelled})"
    between = rf"(?:{_DASH}| (?:{writing.join('between')}) )"
    other = r"\d{1,2}(?::?[ea]|st|nd|rd|th|\.)?"
    weekdays = join_words(writing.language.list_weekdays())
    weekday = rf"(?:(?:{weekdays})(?:en)?,? (?:(?:{writing.join('before_days')}) )?)?"
    patterns = [rf"{weekday}(?:{other}{between})?{number}(?:{between}{other})?(?: of)?[ -]?(?:{names}){rest}"]
    if writing.is_month_first:
        patterns.append(rf"{weekday}(?:{names}) (?:the )?(?:{other}{between})?{number}(?:{between}{other})?{rest}")
    yield Form("|".join(patterns), capitals=capitals)
    if capitals:
        yield Form("|".join(patterns), is_sure=False)


def _list_weeks(day: date, writing: Writing) -> Iterator[Form]:
    """The week of a day, alone or at an end of some weeks."""
    year, week, _ = day.isocalendar()
    weeks = rf"(?:\d{{1,2}}{_DASH})?0?{week}(?:{_DASH}\d{{1,2}})?"
    after = rf"(?!,? ?(?!{year})(?:19|20)\d\d(?!\d))"
    if writing.list("weeks"):
        yield Form(rf"(?:{writing.join('weeks')}) ?{weeks}(?:,? ?{year}(?!\d))?{after}|{year}-?w{week:02}|w{week:02}")


def _name_month(month: date | Month, writing: Writing) -> str:
    """A pattern for the name of a month, long or short."""
    names = [name.rstrip(".") for name in writing.language.list_months(month.month)]
    return rf"(?:{join_words([*names, *(name[:3] for name in names), *(name[:4] for name in names)])})\.?"


def _need_capitals(month: date | Month, writing: Writing) -> str:
    """Whether the names of months are written with a capital, without which they may be other words: `may`."""
    return "some" if writing.language.list_months(month.month)[0][:1].isupper() else ""


def _not_of_other_year(day: date | Month) -> str:
    """What may follow a day: its own year, and no other."""
    return rf"(?:,? ?{day.year}(?!\d))?(?!,? ?(?:19|20)\d\d(?!\d))"
