"""Duties as a calendar file (iCalendar, RFC 5545) that Outlook and others take in. Called by `cli`.

Each duty keeps its identifier for as long as it is the same duty. What it says gets a higher number with each day that the
calendar is made, and on one day whenever it is another than in the calendar that is replaced, so that taking it in again changes
what is there rather than adding to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from generator.errors import Finding, InputError, Place
from generator.rules.standing import Duty

if TYPE_CHECKING:
    from icalendar import Alarm, Event

_PRODUCT = "-//realisera//duties//SV"
_END = b"END:VCALENDAR\r\n"
_FIRST = date(2000, 1, 1)
"""What the numbers of versions count the days from."""
_REMINDERS = (timedelta(days=-7, hours=9), timedelta(hours=9))
"""When one is reminded, from the beginning of the day: a week before, and on the day itself, at nine. This product's own."""
Earlier = Mapping[str, "Event"]
"""The entries of an earlier calendar, by identifier."""
_VERSION = ("dtstamp", "last-modified", "sequence")
"""What of an entry tells its version alone."""
_KEPT = ("uid", "dtstart", "dtend", "summary", "categories")
"""What an entry that is over still says."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A duty in the words of whoever asks for a calendar."""

    contract: str
    """The id of the contract."""
    duty: Duty
    summary: str
    description: str
    who: str


def find_uid(contract: str, duty: Duty) -> str:
    """The identifier of a duty in every calendar: the same for as long as it is the same duty of the same contract.

    Source: RFC 5545, 3.8.4.7: an identifier is the same for all versions of an entry; RFC 7986, 5.3: it tells nothing else.
    """
    text = "\0".join((contract, *duty.identity))
    return f"{hashlib.sha256(text.encode()).hexdigest()[:32]}@realisera"


def write_calendar(
    entries: Iterable[Entry], on: date, name: str, earlier: Earlier | None = None, over: Iterable[str] = ()
) -> bytes:
    """The calendar as it is made on a day, in the place of an earlier one. `over` are its entries to be taken out again."""
    from icalendar import Calendar  # noqa: PLC0415 (only who asks for a calendar has use for it)

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    known = earlier or {}
    start, end, _none = calendar.to_ical().partition(_END)
    # An entry takes far more room than its lines, and there may be many thousands.
    events = (_write_event(event, on, known) for event in chain(map(_make_event, entries), (_cancel(known[uid]) for uid in over)))
    return b"".join((start, *events, end))


def _write_event(event: Event, on: date, known: Earlier) -> bytes:
    """The lines of an entry, with its version."""
    _number(event, on, known.get(str(event["uid"])))
    return bytes(event.to_ical())


def read_calendar(data: bytes, file: str) -> Earlier:
    """The entries of a calendar that was made before.

    Raises:
        InputError: it isn't a calendar that was made here.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 (as above)

    hint = "write to another file"
    foreign = Finding("this is no calendar that was made here, so it is kept", Place(file), hint=hint)
    try:
        calendar = Calendar.from_ical(data)
        if calendar.get("prodid") != _PRODUCT:
            raise InputError(foreign)
        events = [event for event in calendar.walk("VEVENT") if isinstance(event, Event)]
        return {str(event["uid"]): event for event in events if "sequence" in event}
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise InputError(foreign) from problem


def find_over(earlier: Earlier, contracts: Collection[str], uids: Collection[str]) -> tuple[str, ...]:
    """The identifiers of those entries that are of these contracts and of no duty that there still is."""
    own = (uid for uid, event in earlier.items() if {str(each) for each in event.categories} & {*contracts})
    return tuple(uid for uid in own if uid not in uids)


def _number(event: Event, on: date, earlier: Event | None) -> None:
    """Give an entry its version: higher than that of an earlier one which says something else, and never lower.

    Source: RFC 5546, 2.1.4 and 2.1.5: of two versions that with the higher number counts, and of one number the later one.
    """
    made, number = datetime.combine(on, time(), UTC), (on - _FIRST).days
    if earlier:
        number = max(number, int(str(earlier["sequence"])) + (_list_content(event) != _list_content(earlier)))
    event.add("dtstamp", made)
    event.add("last-modified", made)
    event.add("sequence", number)


def _list_content(event: Event) -> list[str]:
    """All that an entry says, line by line, but for its version."""
    lines = event.to_ical().decode().replace("\r\n ", "").splitlines()
    return sorted(line for line in lines if not line.lower().startswith(_VERSION))


def _cancel(event: Event) -> Event:
    """The entry as one that is over.

    Source: RFC 5545, 3.8.1.11: an entry is taken out by saying that it is cancelled, in a later version.
    """
    from icalendar import Event  # noqa: PLC0415 (as above)

    over = Event()
    for name in _KEPT:
        if name in event:
            over[name] = event[name]
    over.add("status", "CANCELLED")
    over.add("transp", "TRANSPARENT")
    return over


def _make_event(entry: Entry) -> Event:
    """A duty as an entry that takes the whole of its day and leaves one free.

    Source: RFC 5545, 3.8.2.7: what is transparent takes up no time.
    """
    from icalendar import Event  # noqa: PLC0415 (as above)

    event = Event()
    event.add("uid", find_uid(entry.contract, entry.duty))
    event.add("dtstart", entry.duty.day)
    event.add("dtend", entry.duty.day + timedelta(days=1))
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("contact", entry.who)
    event.add("categories", [entry.contract])
    event.add("transp", "TRANSPARENT")
    for reminder in _REMINDERS:
        event.add_component(_make_alarm(entry, reminder))
    return event


def _make_alarm(entry: Entry, when: timedelta) -> Alarm:
    from icalendar import Alarm  # noqa: PLC0415 (as above)

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.summary)
    alarm.add("trigger", when)
    return alarm
