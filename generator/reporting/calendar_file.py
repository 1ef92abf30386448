"""Duties as a calendar file (iCalendar, RFC 5545) that Outlook and others take in. Called by `cli`.

Each duty keeps its identifier for as long as it is the same duty, and what it says gets a higher number with each day that the
calendar is made, so that taking it in again changes what is there rather than adding to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from generator.errors import Finding, InputError, Place
from generator.rules.standing import Duty

if TYPE_CHECKING:
    from icalendar import Alarm, Event

_PRODUCT = "-//realisera//duties//SV"
_FIRST = date(2000, 1, 1)
"""What the numbers of versions count the days from."""
_REMINDERS = (timedelta(days=-7, hours=9), timedelta(hours=9))
"""When one is reminded, from the beginning of the day: a week before, and on the day itself, at nine. This product's own."""
Over = tuple["Event", ...]
"""Entries of an earlier calendar that are over."""
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


def write_calendar(entries: Iterable[Entry], on: date, name: str, over: Over = ()) -> bytes:
    """The calendar as it is made on a day. `over` are entries of one that was made before, to be taken out of calendars again."""
    from icalendar import Calendar  # noqa: PLC0415 (only who asks for a calendar has use for it)

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_make_event(entry, on))
    for event in over:
        calendar.add_component(_cancel(event, on))
    return bytes(calendar.to_ical())


def find_over(earlier: bytes, file: str, contracts: Collection[str], uids: Collection[str]) -> Over:
    """The entries of an earlier calendar that are of these contracts and of no duty that there still is.

    Raises:
        InputError: it isn't a calendar that was made here.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 (as above)

    hint = "write to another file"
    foreign = Finding("this is no calendar that was made here, so it is kept", Place(file), hint=hint)
    try:
        calendar = Calendar.from_ical(earlier)
        if calendar.get("prodid") != _PRODUCT:
            raise InputError(foreign)
        events = [event for event in calendar.walk("VEVENT") if isinstance(event, Event)]
        return tuple(
            event for event in events if str(event["uid"]) not in uids and {str(each) for each in event.categories} & {*contracts}
        )
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise InputError(foreign) from problem


def _cancel(event: Event, on: date) -> Event:
    """The entry as one that is over.

    Source: RFC 5545, 3.8.1.11: an entry is taken out by saying that it is cancelled, in a later version.
    """
    from icalendar import Event  # noqa: PLC0415 (as above)

    over, made = Event(), datetime.combine(on, time(), UTC)
    for name in _KEPT:
        if name in event:
            over[name] = event[name]
    over.add("dtstamp", made)
    over.add("last-modified", made)
    over.add("sequence", (on - _FIRST).days)
    over.add("status", "CANCELLED")
    over.add("transp", "TRANSPARENT")
    return over


def _make_event(entry: Entry, on: date) -> Event:
    """A duty as an entry that takes the whole of its day and leaves one free.

    Source: RFC 5545, 3.8.7.4: a later version has a higher number; 3.8.2.7: what is transparent takes up no time.
    """
    from icalendar import Event  # noqa: PLC0415 (as above)

    event, made = Event(), datetime.combine(on, time(), UTC)
    event.add("uid", find_uid(entry.contract, entry.duty))
    event.add("dtstamp", made)
    event.add("last-modified", made)
    event.add("sequence", (on - _FIRST).days)
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
