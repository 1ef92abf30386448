"""From what somebody writes to what has happened, or to all that is wrong with it. Called by `record`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct, field

from generator.contract import fields
from generator.contract.editing import Value
from generator.contract.messages import FieldPath
from generator.contract.models import SUMS, Contract, Duration
from generator.contract.reading import DATE, MONTH
from generator.contract.shape import find_item, step_into, strip
from generator.errors import Finding, InputError, join_names
from generator.recording import targets
from generator.recording.days import read_day
from generator.recording.events import EVENTS, Event, Kind, Option
from generator.rules.standing import Standing
from generator.workspace import Workspace

if TYPE_CHECKING:
    from generator.contract.understanding import Words

_ALIKE = 0.75
"""How like words must be to those of an event for it to be meant."""

_NEAR = 0.5
"""How like the rest of an event must be to what is no date for it to be proposed."""

_PROPOSED = 3
"""How many events are proposed where none of them is near enough to be meant."""

T = TypeVar("T")

PLACEHOLDER = "…"
"""What stands in a command for what its user is to write."""
_SLOT = re.compile(r"<(\w+)>")
_CURRENCY = "SEK"
"""Of an amount that says no other, where the contract's value doesn't either."""
_DATE_HINT = "write it as 2026-12-01, 'i dag', 'yesterday', '2 weeks ago', or, of what lies ahead, '2 veckor'"
_SOONER_HINT = "say the day if it happened before"


class Happening(Struct, frozen=True):
    """Something that has happened to a contract, as far as it is written."""

    event: Event
    path: FieldPath
    """What it is about."""
    day: str
    """Its day, or month, as it stands in files; nothing where it has none."""
    options: Mapping[str, Value]
    """What else is said of it, by the names of options."""
    words: str
    """How it was written, without options."""
    said: Mapping[str, str] = field(default_factory=dict)
    """What its names say, by field."""


class _Match(Struct, frozen=True):
    """A way to read what somebody wrote."""

    event: Event
    slots: Mapping[str, str]
    rest: tuple[str, ...]
    literals: int
    """How many of the words are those of the event."""


class Speaker(Struct, frozen=True):
    """Who writes: which day it is, and in which language prose is written that doesn't say its own."""

    on: date
    language: str = "sv"
    languages: Collection[str] = ("sv", "en")
    """Those that prose may say it is in."""
    vocabulary: Words | None = None
    """What people call what the contract format has words of its own for; None where only those are understood."""

    def understand(self, kind: Any, written: str) -> str:
        """The strict form of what was written, where it means one thing in a field of this type; else what was written."""
        meant = self.vocabulary.understand(kind, written) if self.vocabulary else ()
        return meant[0] if len(meant) == 1 else written


def make_speaker(workspace: Workspace, on: date) -> Speaker:
    """Who writes, in a workspace on a day."""
    from generator.contract.understanding import find_words  # noqa: PLC0415 (words take time to load, and telling a command needs none)
    from generator.text.catalogs import list_known_languages  # noqa: PLC0415

    return Speaker(
        on, workspace.settings.data_language, frozenset(list_known_languages(workspace.files)), find_words(workspace.files)
    )


def read_happening(words: Sequence[str], options: Mapping[str, Sequence[str]], standing: Standing, speaker: Speaker) -> Happening:
    """What has happened, by words such as `D2 plan received 2026-06-10`, and by options.

    Raises:
        InputError: with all that is wrong.
    """
    match = _choose(_list_matches(words), standing, words, speaker)
    event, findings = match.event, _Findings()
    given = {name: [value for value in values if value] for name, values in options.items() if any(values)}
    known = {option.name: option for option in event.options}
    path = findings.gather(lambda: event.target(standing, match.slots))
    names = findings.gather(lambda: event.find_said(standing, match.slots))
    findings.found += _check_options(event, given)
    said = {
        name: findings.gather(
            partial(_read_option, known[name], _find_kind(event, path, known[name]), values, standing.contract, speaker)
        )
        for name, values in given.items()
        if name in known
    }
    is_said = any(known[name].field in event.day for name in said) and not match.rest
    day = "" if is_said else findings.gather(lambda: _read_event_day(event, match.rest, speaker, standing.contract))
    if day is None and event.day and (meant := _list_misspelled(match, words)):
        hint = "did you mean '{known}'?"
        values = {"value": " ".join(match.rest), "known": join_names(each.named for each in meant)}
        findings.found[-1] = Finding("'{value}' is not a date", hint=hint, values=values)
    if findings.found or path is None:
        raise InputError(*findings.found)
    return Happening(event, path, day or "", {name: value for name, value in said.items() if value}, " ".join(words), names or {})


class _Findings:
    """Gathers what is wrong, so that all is told at once."""

    def __init__(self) -> None:
        self.found: list[Finding] = []

    def gather(self, read: Callable[[], T]) -> T | None:
        """What is read, or None where something is wrong with it."""
        try:
            return read()
        except InputError as problem:
            self.found += problem.findings
            return None


def is_of_any_file(words: Sequence[str]) -> bool:
    """Whether what the words say can be said of a contract file that isn't whole yet: it hangs on nothing else in the file."""
    matches = _list_matches(words)
    return bool(matches) and all(match.event.target in targets.OF_ANY_FILE for match in matches)


def _list_matches(words: Sequence[str]) -> list[_Match]:
    return [match for event in EVENTS for form in event.forms if (match := _match(event, form, words))]


def _match(event: Event, form: str, words: Sequence[str]) -> _Match | None:
    """How the words say the event, or None."""
    parts = form.split()
    if len(words) < len(parts):
        return None
    slots, literals = {}, 0
    for part, word in zip(parts, words, strict=False):
        if slot := _SLOT.fullmatch(part):
            slots[slot[1]] = word
        elif part == word.casefold():
            literals += 1
        else:
            return None
    return _Match(event, slots, tuple(words[len(parts) :]), literals)


def _choose(matches: Sequence[_Match], standing: Standing, words: Sequence[str], speaker: Speaker) -> _Match:
    """The reading whose names are names of something, and then that in which most words are the event's own.

    Raises:
        InputError: there is none.
    """
    if not matches:
        meant, nearest = _find_nearest(words, tuple(_list_near(words, standing)))
        known = join_names(event.named for event in nearest)
        hint = "realisera record --help lists what can be recorded"
        if known:
            hint = (
                "did you mean '{known}'?" if meant else "nearest: {known}; realisera record --help lists all that can be recorded"
            )
        raise InputError(
            Finding("'{words}' says nothing that can be recorded", hint=hint, values={"words": " ".join(words), "known": known})
        )

    def rank(match: _Match) -> tuple[bool, int, int]:
        return _is_whole(match, standing, speaker), match.literals, -len(match.rest)

    return max(matches, key=rank)


def _is_whole(match: _Match, standing: Standing, speaker: Speaker) -> bool:
    """Whether all names are names of something, and what is left is a day."""
    try:
        match.event.target(standing, match.slots)
        match.event.find_said(standing, match.slots)
        if match.rest:
            _read_event_day(match.event, match.rest, speaker, standing.contract)
    except InputError:
        return False
    return True


def _list_near(words: Sequence[str], standing: Standing) -> Iterator[Event]:
    """The events of what the first word names."""
    first = words[0].casefold() if words else ""
    deviations = {each.id.casefold() for each in standing.contract.deviations}
    activities = {each.id.casefold() for each in standing.contract.monitoring.activities}
    start = "<deviation>" if first in deviations else "<activity>" if first in activities else first
    return (event for event in EVENTS if start and any(form.startswith(start) for form in event.forms))


def _find_nearest(words: Sequence[str], events: Sequence[Event]) -> tuple[bool, tuple[Event, ...]]:
    """Whether an event's own words are so near to what was written that it is meant, and that event; else the nearest few."""
    forms = {_SLOT.sub("", form).strip(): event for event in reversed(events) for form in event.forms}
    longest, widest = (max(map(measure, forms), default=0) for measure in (_count_words, len))
    spoken = [word.casefold()[: 2 * widest] for word in words]
    parts = ((first, first + count) for first in range(1, len(spoken)) for count in range(1, longest + 2))
    said = {" ".join(spoken[first:last]) for first, last in parts}
    likeness = {form: max((SequenceMatcher(None, form, each).ratio() for each in said), default=0.0) for form in forms}
    ordered = sorted(likeness, key=lambda form: -likeness[form])
    if ordered and likeness[ordered[0]] >= _ALIKE:
        return True, (forms[ordered[0]],)
    return False, tuple({forms[form].words: forms[form] for form in ordered}.values())[:_PROPOSED]


def _count_words(form: str) -> int:
    return len(form.split())


def _list_misspelled(match: _Match, words: Sequence[str]) -> tuple[Event, ...]:
    """The events that begin as a reading does, and go on in words like those that are left over; the likest first."""
    begun, likeness = len(words) - len(match.rest), dict[str, tuple[float, Event]]()
    for event, parts in ((each, form.split()) for each in EVENTS for form in each.forms):
        if len(parts) <= begun or not _match(event, " ".join(parts[:begun]), words):
            continue
        ending, said = " ".join(parts[begun:]), " ".join(words[begun : len(parts)]).casefold()
        like = SequenceMatcher(None, ending, said).ratio()
        if like < _NEAR or _SLOT.search(ending):
            continue
        like += ending[:1] == said[:1]  # Who misspells a word mostly begins it right.
        if like > likeness.get(event.words, (0.0, event))[0]:
            likeness[event.words] = like, event
    return tuple(event for _, event in sorted(likeness.values(), key=lambda pair: -pair[0]))[:_PROPOSED]


def _check_options(event: Event, given: Collection[str]) -> Iterator[Finding]:
    """A finding for each option that is missing, or that the event doesn't have."""
    names = [f"--{option.name}" for option in event.options]
    for name in given:
        if f"--{name}" not in names:
            hint = "it takes: {known}" if names else "it takes no options"
            values = {"event": event.named, "known": ", ".join(names)}
            yield Finding("'{event}' has no such option", subject=f"--{name}", hint=hint, values=values)
    for option in event.options:
        if option.is_needed and option.name not in given:
            yield Finding("'{event}' needs this option", subject=f"--{option.name}", values={"event": event.named})
    if event.needs_one and not given:
        values = {"event": event.named, "known": ", ".join(names)}
        yield Finding("'{event}' says nothing without an option", hint="it takes: {known}", values=values)


def _read_event_day(event: Event, rest: Sequence[str], speaker: Speaker, contract: Contract) -> str:
    """The day of an event, as it stands in files: that which was written, or it was planned for, or today.

    Raises:
        InputError: it isn't a day, or must be said.
    """
    words = " ".join(rest)
    if not event.day:
        if rest:
            raise InputError(Finding("'{words}' is more than '{event}' takes", values={"words": words, "event": event.named}))
        return ""
    if not rest:
        if event.is_plan:
            raise InputError(Finding("'{event}' needs a day", hint=_DATE_HINT, values={"event": event.named}))
        day = event.find_planned(contract) or speaker.on
        if day > speaker.on:
            values = {"event": event.named, "day": day.isoformat()}
            raise InputError(Finding("'{event}' is planned for {day}, which lies ahead", hint=_SOONER_HINT, values=values))
        return day.isoformat()
    kind = Kind.WHEN if event.takes_month else Kind.DAY if event.is_plan else Kind.PAST_DAY
    return _read_day(words, kind, speaker, "")


def _read_day(words: str, kind: Kind, speaker: Speaker, subject: str) -> str:
    if kind is Kind.WHEN and re.fullmatch(MONTH, words):
        return words
    if day := read_day(words, speaker.on, ahead=kind is not Kind.PAST_DAY):
        return day.isoformat()
    meant = speaker.understand(fields.Planned if kind is Kind.WHEN else fields.Day, words)
    if re.fullmatch(f"{DATE}|{MONTH}" if kind is Kind.WHEN else DATE, meant):
        return meant
    raise InputError(Finding("'{value}' is not a date", subject=subject, hint=_DATE_HINT, values={"value": words}))


def _find_kind(event: Event, path: FieldPath | None, option: Option) -> Any:
    """The type of the field that an option goes to, or of the items of its list; None where what it is about isn't known."""
    if path is None:
        return None
    kind: Any = Contract
    for step in (*path, *((0,) if event.adds else ()), *(option.field.split(".") if option.field else ())):
        kind = strip(step_into(kind, step))
    return find_item(kind) or kind


def _read_option(option: Option, kind: Any, values: Sequence[str], contract: Contract, speaker: Speaker) -> Value:
    """What an option says, as it stands in files.

    Raises:
        InputError: it can't say that.
    """
    subject = f"--{option.name}"
    if any(value.strip(" .") in {"", PLACEHOLDER} for value in values):
        raise InputError(Finding("'{value}' stands for words of your own", subject=subject, values={"value": PLACEHOLDER}))
    if option.kind is Kind.TEXT:
        return read_text(values, speaker, subject)
    if option.kind is Kind.VALUE:
        return _read_value(kind, values, contract, speaker, subject)
    if option.kind is Kind.LIST:
        return [speaker.understand(kind, part.strip()) for value in values for part in re.split("[,;]", value) if part.strip()]
    if len(values) > 1:
        raise InputError(Finding("this option was given more than once", subject=subject))
    if option.kind is Kind.MONEY:
        return _read_money(values[0], contract, speaker, subject)
    if option.kind in {Kind.DAY, Kind.PAST_DAY, Kind.WHEN}:
        return _read_day(values[0], option.kind, speaker, subject)
    said = speaker.understand(kind, values[0])
    if option.kind is Kind.BUYER and said.startswith("supplier."):
        hint, values_told = "write somebody at the buyer, such as buyer.manager", {"value": said}
        raise InputError(
            Finding("'{value}' doesn't approve an action plan: the buyer does", subject=subject, hint=hint, values=values_told)
        )
    return said


def read_text(values: Sequence[str], speaker: Speaker, subject: str) -> Value:
    """A text; or a text by language, where one begins with its language, as `en: …` does."""
    texts: dict[str, str] = {}
    for value in values:
        language = _name_language(value, speaker)
        said = value.removeprefix(f"{language}:" if language else "").strip()
        if language in texts:
            raise InputError(Finding("this text was given more than once in one language", subject=subject))
        texts[language] = said
    if list(texts) == [""]:
        return texts[""]
    return {language or speaker.language: text for language, text in texts.items()}


def _name_language(value: str, speaker: Speaker) -> str:
    """The language that a text says it is in; nothing where it says none."""
    tag, colon, _ = value.partition(":")
    return tag if colon and tag in speaker.languages else ""


def _read_value(kind: Any, values: Sequence[str], contract: Contract, speaker: Speaker, subject: str) -> Value:
    """What a field of any type is to hold: as cells of a workbook are read, with a semicolon between the items of a list.

    Raises:
        InputError: it is an amount that can mean several things, or none.
    """
    from generator.contract.understanding import find_duration  # noqa: PLC0415 (as above)

    if any(_name_language(value, speaker) for value in values) or (kind == fields.Prose and len(values) == 1):
        return read_text(values, speaker, subject)
    if len(values) == 1 and kind in SUMS:
        return _read_money(values[0], contract, speaker, subject)
    if len(values) == 1 and kind is Duration and (found := find_duration(values[0])):
        return found
    parts = [part.strip() for value in values for part in value.split(";") if part.strip()]
    meant = [speaker.understand(kind, part) for part in parts]
    return meant[0] if len(meant) == 1 else meant


def _read_money(value: str, contract: Contract, speaker: Speaker, subject: str) -> Value:
    """An amount with its currency: `85000`, `85 000,50 EUR`, `12 mkr`.

    Raises:
        InputError: it can mean several things, or none.
    """
    from generator.contract.understanding import refuse_several  # noqa: PLC0415 (as above)

    sums = speaker.vocabulary.understand_sum(value) if speaker.vocabulary else ()
    if not sums:
        hint = "write it as 85000 or '85000 EUR'"
        raise InputError(Finding("'{value}' is not an amount", subject=subject, hint=hint, values={"value": value}))
    if len(sums) > 1:
        raise InputError(refuse_several(value, sums, subject))
    known = contract.value.currency if contract.value else _CURRENCY
    return {"amount": sums[0].amount, "currency": sums[0].currency or known or _CURRENCY}
