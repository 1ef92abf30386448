"""Duties as a calendar file (iCalendar, RFC 5545) that Outlook and others take in. Called by `cli`.

Each duty keeps its identifier for as long as it is the same duty. What it says gets a higher number with each day that the
calendar is made, and on one day whenever it is another than in the calendar that is replaced, so that taking it in again changes
what is there rather than adding to it.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from generator.errors import Finding, InputError, Place, explain
from generator.rules.standing import Duty

if TYPE_CHECKING:
    from icalendar import Alarm, Event

_PRODUCT = "-//realisera//duties//SV"
_END = b"END:VCALENDAR\r\n"
_EVENT_BEGINS, _EVENT_ENDS = b"BEGIN:VEVENT", b"END:VEVENT"
_FIRST = date(2000, 1, 1)
"""What the numbers of versions count the days from."""
_REMINDERS = (timedelta(days=-7, hours=9), timedelta(hours=9))
"""When one is reminded, from the beginning of the day: a week before, and on the day itself, at nine. This product's own."""
_VERSION = ("dtstamp", "last-modified", "sequence")
"""What of an entry tells its version alone."""
_KEPT = ("uid", "dtstart", "dtend", "summary", "categories")
"""What an entry that is over still says."""


class Version(Struct, frozen=True):
    """What is kept of an entry of an earlier calendar: there may be very many."""

    number: int
    digest: bytes
    """SHA-256 over what it said."""
    contracts: tuple[str, ...]
    """The ids of those that it is about."""


Earlier = Mapping[str, Version]
"""The entries of an earlier calendar, by identifier."""


class Entry(Struct, frozen=True):
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
    entries: Iterable[Entry], on: date, name: str, earlier: Earlier | None = None, over: Iterable[Event] = ()
) -> Iterator[bytes]:
    """The calendar as it is made on a day, in parts, in the place of an earlier one, of which `over` are those to take out."""
    known = earlier or {}
    # An entry takes far more room than its lines, and there may be many thousands.
    yield from frame_calendar(name, (_write_event(event, on, known) for event in chain(map(_make_event, entries), over)))


def frame_calendar(name: str, events: Iterable[bytes]) -> Iterator[bytes]:
    """A calendar of entries that are written, in parts."""
    from icalendar import Calendar  # noqa: PLC0415 (only who asks for a calendar has use for it)

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    start, end, _none = calendar.to_ical().partition(_END)
    yield start
    yield from events
    yield end


class Drafts:
    """Entries of a calendar, written to a file of nobody's until all are known and can be put in order. To be closed."""

    def __init__(self, on: date, earlier: Earlier) -> None:
        """Take the day of the calendar, and the one that it replaces."""
        self._on, self._earlier = on, earlier
        with _tell_trouble():
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 (`close` closes it)
        self._places: list[tuple[tuple[date, str, int, str], int, int]] = []
        self._length = 0

    def add(self, entry: Entry) -> None:
        """Write an entry.

        Raises:
            InputError: there is no room for it.
        """
        data = _write_event(_make_event(entry), self._on, self._earlier)
        with _tell_trouble():
            self._file.write(data)
        duty = entry.duty
        self._places.append(((duty.day, entry.contract, duty.kind.place, duty.item), self._length, len(data)))
        self._length += len(data)

    def __len__(self) -> int:
        return len(self._places)

    def read(self, over: Iterable[Event] = ()) -> Iterator[bytes]:
        """All of them, soonest first, and those of a day as `due` tells them; then those of the earlier calendar to take out.

        Raises:
            InputError: they can't be read back.
        """
        for _key, start, length in sorted(self._places):
            with _tell_trouble():
                self._file.seek(start)
                data = self._file.read(length)
            yield data
        yield from (_write_event(event, self._on, self._earlier) for event in over)

    def close(self) -> None:
        """Let go of what was written."""
        with suppress(OSError):  # What there was no room for is tried once more, and isn't wanted any more.
            self._file.close()


@contextmanager
def _tell_trouble() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        place, values = Place(tempfile.gettempdir()), {"problem": explain(problem)}
        raise InputError(Finding("this file can't be written: {problem}", place, values=values)) from problem


def _write_event(event: Event, on: date, known: Earlier) -> bytes:
    """The lines of an entry, with its version."""
    _number(event, on, known.get(str(event["uid"])))
    return bytes(event.to_ical())


def read_calendar(path: Path) -> dict[str, Version]:
    """The entries of a calendar that was made before.

    Raises:
        InputError: it isn't a calendar that was made here.
    """
    contracts: dict[tuple[str, ...], tuple[str, ...]] = {}
    known: dict[str, Version] = {}
    with _refuse_foreign(path):
        for event in _read_events(path):
            about = tuple(str(each) for each in event.categories)
            version = Version(int(str(event["sequence"])), _digest(event), contracts.setdefault(about, about))
            known[str(event["uid"])] = version
    return known


def cancel_entries(path: Path, over: Collection[str]) -> Iterator[Event]:
    """The entries of an earlier calendar that are called so, as ones that are over.

    Raises:
        InputError: as for reading it.
    """
    with _refuse_foreign(path):
        yield from (_cancel(event) for event in _read_events(path) if str(event["uid"]) in over)


@contextmanager
def _refuse_foreign(path: Path) -> Iterator[None]:
    """Tell that a file is no calendar of ours.

    Raises:
        InputError: something in it is none.
    """
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        message, hint = "this is no calendar that was made here, so it is kept", "write to another file"
        raise InputError(Finding(message, Place(str(path)), hint=hint)) from problem


def _read_events(path: Path) -> Iterator[Event]:
    """The entries of a calendar file, one by one.

    Raises:
        ValueError: it isn't a calendar that was made here.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 (as above)

    around: list[bytes] = []
    lines: list[bytes] = around
    with path.open("rb") as file:
        for line in file:
            sign = line.rstrip().upper()
            lines = [] if sign == _EVENT_BEGINS else lines
            lines.append(line)
            if sign == _EVENT_ENDS:
                event, lines = Event.from_ical(b"".join(lines)), around
                if isinstance(event, Event) and "sequence" in event:
                    yield event
    if Calendar.from_ical(b"".join(around)).get("prodid") != _PRODUCT:
        raise ValueError


def find_over(earlier: Earlier, contracts: Collection[str], uids: Collection[str] = ()) -> tuple[str, ...]:
    """The identifiers of those entries that are of these contracts and of no duty that there still is."""
    known = {*contracts}
    return tuple(uid for uid, version in earlier.items() if uid not in uids and not known.isdisjoint(version.contracts))


def _number(event: Event, on: date, earlier: Version | None) -> None:
    """Give an entry its version: higher than that of an earlier one which says something else, and never lower.

    Source: RFC 5546, 2.1.4 and 2.1.5: of two versions that with the higher number counts, and of one number the later one.
    """
    made, number = datetime.combine(on, time(), UTC), (on - _FIRST).days
    if earlier:
        number = max(number, earlier.number + (_digest(event) != earlier.digest))
    event.add("dtstamp", made)
    event.add("last-modified", made)
    event.add("sequence", number)


def _digest(event: Event) -> bytes:
    """SHA-256 over all that an entry says, but for its version."""
    lines = event.to_ical().decode().replace("\r\n ", "").splitlines()
    said = sorted(line for line in lines if not line.lower().startswith(_VERSION))
    return hashlib.sha256("\n".join(said).encode()).digest()


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
