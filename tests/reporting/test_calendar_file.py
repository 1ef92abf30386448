"""Calendar files, read back by another library than the one that writes them."""

from __future__ import annotations

import errno
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest
import vobject
from msgspec.structs import replace

from generator.errors import InputError
from generator.reporting.calendar_file import (
    Drafts,
    Entry,
    cancel_entries,
    find_over,
    find_uid,
    frame_calendar,
    read_calendar,
)
from generator.reporting.calendar_file import write_calendar as write_parts
from generator.rules.standing import DutyKind, Standing
from generator.rules.standing.duty import make_duty
from tests.documents.contracts import LADDER, read_example
from tests.rules.test_due import CLAUSE

ON = date(2026, 11, 22)
ACTION = make_duty(DutyKind.ACTION_DUE, date(2026, 12, 15), "D2 A4")
WORDS = "Följ upp; åtgärden, \\ “citat”\nrad två " + "å" * 80
ENTRY = Entry("RE-2024-0307", ACTION, WORDS, "Varför.\n\nrealisera escalate a14.yaml D2", "Åsa Öberg (buyer.officer)")


def write_calendar(*args):
    return b"".join(write_parts(*args))


def read(data):
    return vobject.readOne(data.decode())


def read_events(data):
    return {event.uid.value: event for event in read(data).contents.get("vevent", [])}


def test_another_library_reads_what_was_written():
    calendar = read(write_calendar([ENTRY], ON, "Avtal: att göra"))
    assert (calendar.version.value, calendar.method.value) == ("2.0", "PUBLISH")
    assert calendar.contents["x-wr-calname"][0].value == "Avtal: att göra"
    (event,) = calendar.vevent_list
    assert (event.summary.value, event.description.value) == (WORDS, ENTRY.description)
    assert (event.dtstart.value, event.dtend.value) == (date(2026, 12, 15), date(2026, 12, 16))
    assert event.dtstamp.value == event.contents["last-modified"][0].value == datetime(2026, 11, 22, tzinfo=UTC)
    assert (event.transp.value, event.contact.value) == ("TRANSPARENT", ENTRY.who)
    assert event.categories.value == ["RE-2024-0307"]
    triggers = [(alarm.action.value, alarm.trigger.value, alarm.description.value) for alarm in event.valarm_list]
    # A week before at nine, and on the day at nine.
    assert triggers == [
        ("DISPLAY", timedelta(days=-7, hours=9), WORDS),
        ("DISPLAY", timedelta(hours=9), WORDS),
    ]


def test_lines_are_as_short_as_the_standard_wants_and_end_as_it_wants():
    lines = write_calendar([ENTRY], ON, "x").split(b"\r\n")
    assert [line for line in lines if len(line) > 75 or b"\n" in line] == []


def test_the_same_duties_give_the_same_bytes():
    assert write_calendar([ENTRY], ON, "x") == write_calendar([ENTRY], ON, "x")


def test_a_calendar_without_duties_is_one():
    assert "vevent" not in read(write_calendar([], ON, "x")).contents


def test_a_duty_that_has_moved_keeps_its_identifier_and_gets_a_higher_number():
    moved = replace(ENTRY, duty=replace(ACTION, day=date(2027, 1, 8)))
    (first,), (later,) = (
        read_events(write_calendar([each], day, "x")).values() for each, day in ((ENTRY, ON), (moved, date(2026, 11, 23)))
    )
    assert first.uid.value == later.uid.value
    assert int(later.sequence.value) == int(first.sequence.value) + 1
    assert later.dtstart.value == date(2027, 1, 8)


def test_identifiers_tell_duties_apart_and_nothing_else():
    others = [
        find_uid("RE-2024-0308", ACTION),
        find_uid("RE-2024-0307", replace(ACTION, item="D2 A3")),
        find_uid("RE-2024-0307", replace(ACTION, kind=DutyKind.ACTION_TO_DATE)),
        find_uid("RE-2024-0307", make_duty(DutyKind.STEP_DUE, ON, "D2", step="penalty")),
        find_uid("RE-2024-0307", make_duty(DutyKind.STEP_DUE, ON, "D2", step="reminder")),
    ]
    uid = find_uid("RE-2024-0307", ACTION)
    assert len({uid, *others}) == 6
    # Written down, so that an entry taken in by one version is changed by the next.
    assert uid == "583bd1bf14a959f74e17646ecae2c388@realisera"


@pytest.mark.parametrize("name", ["surgical-instruments", "wound-care", "cleaning"])
def test_no_two_duties_of_a_contract_share_an_identifier(name):
    contract = read_example(name)
    for on in (date(2024, 9, 1) + timedelta(days=45 * number) for number in range(30)):
        duties = Standing(contract, CLAUSE.parts, LADDER, on).duties
        assert len({find_uid(contract.id, duty) for duty in duties}) == len(duties)


MOVED = replace(ENTRY, duty=replace(ACTION, day=date(2027, 1, 8)))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "x.ics"


def keep(path, data):
    path.write_bytes(data)
    return path


def replace_calendar(path, calendar, entries, on=ON):
    """The calendar that is made in the place of another, and takes out what is no duty any more."""
    earlier = read_calendar(keep(path, calendar))
    over = find_over(earlier, {ENTRY.contract}, {find_uid(each.contract, each.duty) for each in entries})
    return write_calendar(entries, on, "x", earlier, cancel_entries(path, over))


def read_number(calendar):
    (event,) = read_events(calendar).values()
    return int(event.sequence.value)


def test_on_one_day_each_change_gets_a_higher_number_and_what_is_the_same_keeps_its_own(path):
    first = write_calendar([ENTRY], ON, "x")
    assert replace_calendar(path, first, [ENTRY]) == first
    moved = replace_calendar(path, first, [MOVED])
    over = replace_calendar(path, moved, [])
    again = replace_calendar(path, over, [ENTRY])
    assert [read_number(each) - read_number(first) for each in (moved, over, replace_calendar(path, over, []), again)] == [
        1,
        2,
        2,
        3,
    ]
    assert replace_calendar(path, first, [MOVED]) == moved


def test_a_number_never_falls_when_the_day_does_and_a_later_day_goes_on_from_it(path):
    first = write_calendar([ENTRY], ON, "x")
    changed = replace_calendar(path, replace_calendar(path, first, [MOVED]), [ENTRY])
    numbers = [
        read_number(replace_calendar(path, changed, [entry], on))
        for entry, on in ((ENTRY, date(2026, 1, 1)), (MOVED, ON + timedelta(days=1)), (ENTRY, ON + timedelta(days=9)))
    ]
    assert [number - read_number(first) for number in numbers] == [2, 3, 9]


# What is over

OTHER = replace(ENTRY, contract="RE-2023-0044")


def cancel(path, entries, contracts, uids):
    return find_over(read_calendar(keep(path, write_calendar(entries, ON, "x"))), contracts, uids)


def test_what_is_no_duty_any_more_is_taken_out_by_the_next_calendar(path):
    later = date(2026, 12, 1)
    events = read_events(replace_calendar(path, write_calendar([ENTRY], ON, "x"), [], later))
    (event,) = events.values()
    assert (event.uid.value, event.status.value) == (find_uid(ENTRY.contract, ACTION), "CANCELLED")
    assert (event.summary.value, event.dtstart.value) == (WORDS, ACTION.day)
    assert int(event.sequence.value) == (later - date(2000, 1, 1)).days
    assert "valarm" not in event.contents


def test_entries_are_drafted_in_any_order_and_written_as_due_tells_them():
    same_day = replace(ENTRY, contract="RE-2023-0001", duty=replace(ACTION, item="D1 A1"))
    with closing(Drafts(ON, {})) as drafts:
        for entry in (MOVED, ENTRY, same_day):
            drafts.add(entry)
        assert len(drafts) == 3
        assert b"".join(frame_calendar("x", drafts.read())) == write_calendar([same_day, ENTRY, MOVED], ON, "x")


def test_a_disk_without_room_for_drafts_is_a_finding(monkeypatch):
    def fail(*_args, **_more):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", fail)
    with pytest.raises(InputError, match="this file can't be written"):
        Drafts(ON, {})


def test_what_is_a_duty_still_or_of_another_contract_is_left(path):
    uid = find_uid(ENTRY.contract, ACTION)
    assert cancel(path, [ENTRY], {ENTRY.contract}, {uid}) == ()
    assert cancel(path, [OTHER, ENTRY], {ENTRY.contract}, set()) == (uid,)
    assert cancel(path, [ENTRY, OTHER], set(), set()) == ()


BEGIN, END = b"BEGIN:VCALENDAR\r\nPRODID:-//realisera//duties//SV\r\nVERSION:2.0\r\n", b"END:VCALENDAR\r\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"BEGIN:VCALENDAR\r\nPRODID:-//other//\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
        b"\xff\xfe",
        BEGIN,
        BEGIN + b"BEGIN:VEVENT\r\nUID:1\r\nSEQUENCE:1\r\n" + END,
        BEGIN + b"BEGIN:VEVENT\r\nUID:1\r\nSEQUENCE:one\r\nEND:VEVENT\r\n" + END,
        BEGIN + b"BEGIN:VEVENT\r\nSEQUENCE:1\r\nEND:VEVENT\r\n" + END,
    ],
)
def test_a_file_that_is_none_of_ours_is_kept(data, path):
    with pytest.raises(InputError, match=r"x\.ics: error: this is no calendar that was made here"):
        read_calendar(keep(path, data))


def test_a_calendar_that_another_program_has_saved_is_read_all_the_same(path):
    data = write_calendar([ENTRY], ON, "x")
    known = read_calendar(keep(path, data))
    assert read_calendar(keep(path, data.replace(b"\r\n", b"\n").replace(b":VEVENT", b":vevent"))) == known
    assert [each.contracts for each in known.values()] == [(ENTRY.contract,)]
