"""The escalation record: every step of a deviation, and what wasn't written down. One for each deviation, for the archive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from generator.contract.clause import SourceText
from generator.contract.models import Contract, Deviation, EscalationEntry, Person
from generator.contract.values import Name, Text
from generator.documents.deviation import DeviationFacts, describe_deviation
from generator.documents.document_type import LETTER_SLUG, DocumentType, MadeFile, Required, Subject, find_person
from generator.documents.kickoff import About, describe_contract
from generator.documents.ladder import explain_bar
from generator.documents.ladder_chart import LadderChart, draw_climb
from generator.documents.situation import ContractEnd, Situation, describe_end, describe_situation
from generator.errors import Finding, InputError
from generator.rules.standing import DutyKind
from generator.rules.standing.deviation import Answer, DeviationStanding
from generator.rules.standing.ladder import Bar, StepRow, StepState, find_next, list_steps
from generator.rules.standing.letters import list_letters
from generator.rules.standing.plans import know
from generator.text.language import SOURCE

SLUG = "escalation-record"


class Gap(StrEnum):
    """What should have been written down of a step, and wasn't."""

    STEP_MISSING = "step_missing"
    NOBODY_DECIDED = "nobody_decided"
    NO_REASON = "no_reason"
    NO_ANSWER = "no_answer"
    NO_OUTCOME = "no_outcome"
    NO_SUPPLY = "no_supply"


class RecordRow(Struct, frozen=True):
    """An entry in the log, or a step that there is none for."""

    step: SourceText
    state: StepState
    day: date | None = None
    """The day it was decided to take the step, or to pass it over."""
    decided_by: Person | None = None
    decision_number: str | None = None
    delegation: Name | None = None
    reason: Text | SourceText | None = None
    """Why it was taken or passed over, or what the contract file or the ladder says of why there is no such step."""
    answer_due: date | None = None
    answered: date | None = None
    answer: Answer = "not_asked_for"
    days_late: int = 0
    """Calendar days from when the answer was due to when it came."""
    outcome: Text | None = None
    is_open: bool = False
    """Whether something can still come of it, so that it isn't a gap that nothing has."""
    bar: Bar | None = None
    supply_meanwhile: Text | None = None
    """Who supplies care while call-offs are suspended."""
    gaps: tuple[Gap, ...] = ()


class LetterRow(Struct, frozen=True):
    """The letter of a step, and the file that it was made as."""

    step: SourceText
    day: date
    file: MadeFile | None = None
    """The one that was sent, as far as is known; None where the output folder has none."""
    languages: tuple[str, ...] = ()
    """Those that it was made in, where it was made in several and nothing says which was sent."""


class EscalationRecordView(Struct, frozen=True):
    """All that the record says: what was known at the end of its day."""

    about: About
    officer: Person
    on: date
    deviation: DeviationFacts
    end: ContractEnd
    situation: Situation
    rows: tuple[RecordRow, ...]
    letters: tuple[LetterRow, ...]
    is_suspected: bool
    """Whether nothing has shown yet that there is a deviation."""
    established: date | None
    """When that was shown, of what was suspected first."""
    chart: LadderChart

    @property
    def incomplete(self) -> tuple[RecordRow, ...]:
        """The rows that have gaps."""
        return tuple(row for row in self.rows if row.gaps)

    @property
    def passed_over(self) -> tuple[RecordRow, ...]:
        """The steps that were passed over."""
        return tuple(row for row in self.rows if row.state == "passed_over")

    @property
    def supplied(self) -> tuple[RecordRow, ...]:
        """The steps of which is noted who supplies care meanwhile."""
        return tuple(row for row in self.rows if row.supply_meanwhile)


def _make_view(subject: Subject) -> EscalationRecordView:
    contract, deviation = subject.contract, subject.deviation
    path = f"deviations[{contract.deviations.index(deviation)}].escalation"
    required = Required(SLUG)
    officer = required.take("buyer.contacts.officer", contract.buyer.contacts.get("officer"))
    required.take(path, deviation.escalation or None)
    required.check()
    standing = subject.assess_deviation(deviation)
    _check_log(standing, path)
    return EscalationRecordView(
        about=describe_contract(contract),
        officer=officer,
        on=subject.dated,
        deviation=describe_deviation(deviation, subject),
        end=describe_end(subject.standing),
        situation=describe_situation(standing),
        rows=tuple(_list_rows(standing)),
        letters=tuple(_list_letters(standing, subject.made)),
        is_suspected=standing.is_suspected,
        established=know(deviation.established, subject.on) if deviation.suspected else None,
        chart=draw_climb(standing),
    )


def _check_log(standing: DeviationStanding, path: str) -> None:
    if not standing.log:
        values = {
            "deviation": standing.deviation.id,
            "day": standing.on.isoformat(),
            "known": "–",
            "contract": standing.contract.id,
        }
        hint = "steps taken: {known}; take the next with: realisera escalate {contract} {deviation}"
        raise InputError(Finding("no step of {deviation} has been taken by {day}", subject=path, hint=hint, values=values))


# The steps


def _list_entries(standing: DeviationStanding) -> list[EscalationEntry]:
    return sorted(standing.log, key=lambda entry: entry.date)


def _list_rows(standing: DeviationStanding) -> Iterator[RecordRow]:
    """The log by date; steps that it lacks come before the first entry that they should have come before."""
    absent = _list_absent(standing)
    for entry in _list_entries(standing):
        earlier = standing.ladder.list_before(entry.step)
        yield from (_make_absent(row, standing) for row in absent if row.key in earlier)
        absent = [row for row in absent if row.key not in earlier]
        yield _make_passed_over(entry, standing) if entry.skipped else _make_taken(entry, standing)
    yield from (_make_absent(row, standing) for row in absent)


def _list_absent(standing: DeviationStanding) -> list[StepRow]:
    """The steps that are missing, and those that don't exist for the deviation as far as it has come or comes next."""
    following = find_next(standing)
    ends = [key for key in (standing.reached, following.key if following else None) if key]
    passed = {key for end in ends for key in standing.ladder.list_before(end)}
    return [row for row in list_steps(standing) if row.state == "missing" or (row.state == "barred" and row.key in passed)]


def _make_absent(row: StepRow, standing: DeviationStanding) -> RecordRow:
    gaps = (Gap.STEP_MISSING,) if row.state == "missing" else ()
    return RecordRow(row.step.title, row.state, reason=explain_bar(row.bar, standing), bar=row.bar, gaps=gaps)


def _make_passed_over(entry: EscalationEntry, standing: DeviationStanding) -> RecordRow:
    return RecordRow(
        step=standing.ladder.steps[entry.step].title,
        state="passed_over",
        day=entry.date,
        decided_by=find_person(standing.contract, entry.decided_by),
        decision_number=entry.decision_number,
        delegation=entry.delegation,
        reason=entry.skipped.reason if entry.skipped else None,
        gaps=() if entry.decided_by else (Gap.NOBODY_DECIDED,),
    )


def _make_taken(entry: EscalationEntry, standing: DeviationStanding) -> RecordRow:
    due = standing.find_due(entry)
    answered = entry.answered if entry.answered and entry.answered <= standing.on else None
    row = RecordRow(
        step=standing.ladder.steps[entry.step].title,
        state="taken",
        day=entry.date,
        decided_by=find_person(standing.contract, entry.decided_by),
        decision_number=entry.decision_number,
        delegation=entry.delegation,
        reason=entry.reason,
        answer_due=due,
        answered=answered,
        answer=standing.assess_answer(entry),
        days_late=max(0, (answered - due).days) if answered and due else 0,
        outcome=standing.find_outcome(entry),
        is_open=_is_open(entry, due, standing) and not answered,
        supply_meanwhile=entry.supply_meanwhile,
    )
    gaps = tuple(_find_gaps(row))
    lacks_supply = standing.ladder.steps[entry.step].asks_supply and not entry.supply_meanwhile
    return replace(row, gaps=(*gaps, Gap.NO_SUPPLY) if lacks_supply else gaps)


def _is_open(entry: EscalationEntry, due: date | None, standing: DeviationStanding) -> bool:
    """Whether it is the last step that was taken, and the deviation isn't settled, and the time to answer hasn't run out."""
    last = [each for each in _list_entries(standing) if each.skipped is None][-1]
    return entry is last and not standing.is_closed and (due is None or standing.on <= due)


def _find_gaps(row: RecordRow) -> Iterator[Gap]:
    if not row.decided_by:
        yield Gap.NOBODY_DECIDED
    if not row.reason:
        yield Gap.NO_REASON
    if row.answer == "not_noted":
        yield Gap.NO_ANSWER
    if not row.outcome and not row.is_open:
        yield Gap.NO_OUTCOME


# The letters


def _list_letters(standing: DeviationStanding, made: tuple[MadeFile, ...]) -> Iterator[LetterRow]:
    """A row for each step that was taken, by the contract, also where its file isn't in the output folder."""
    for entry in _list_entries(standing):
        if entry.skipped is None:
            yield _make_letter(entry, standing, _find_files(entry, standing, made))


def _make_letter(entry: EscalationEntry, standing: DeviationStanding, files: tuple[MadeFile, ...]) -> LetterRow:
    """The letter with one file of it: that in the language of the contract's documents, where that is one."""
    spoken = tuple(each.replace("+", "-") for each in standing.contract.languages)
    sent = tuple(file for file in files if (file.language,) == spoken) or files
    languages = tuple(dict.fromkeys(file.language for file in sent))
    file = sent[0] if sent else None
    return LetterRow(standing.ladder.steps[entry.step].title, entry.date, file, languages if len(languages) > 1 else ())


def _find_files(entry: EscalationEntry, standing: DeviationStanding, made: tuple[MadeFile, ...]) -> tuple[MadeFile, ...]:
    """The files of its letter, those in PDF if there are any, the language that texts are written in first."""
    letter = next(name for name, each in list_letters(standing.deviation).items() if each is entry)
    files = sorted(
        (file for file in made if file.item == f"{standing.deviation.id}.{letter}"), key=lambda file: file.language != SOURCE
    )
    return tuple(file for file in files if file.path.endswith(".pdf")) or tuple(files)


def _list_remarks(subject: Subject) -> tuple[Finding, ...]:
    """What the officer should see to before the record is filed: its letters."""
    return tuple(_list_letter_remarks(subject.assess_deviation(subject.deviation), subject))


def _list_letter_remarks(standing: DeviationStanding, subject: Subject) -> Iterator[Finding]:
    """Of letters that aren't there, the last one only, while the deviation is open: earlier ones are sent already."""
    path = f"deviations[{subject.contract.deviations.index(subject.deviation)}].escalation"
    letters = list_letters(standing.deviation, standing.on)
    current = None if standing.is_closed else next(reversed(letters), None)
    for letter, entry in letters.items():
        place = f"{path}[{standing.deviation.escalation.index(entry)}]"
        files = _find_files(entry, standing, subject.made)
        values = {"deviation": standing.deviation.id, "letter": letter}
        if not files and letter == current:
            message = "the output folder has no letter of the step {letter} of {deviation}, and the record says so"
            hint = "make it with: realisera generate escalation-letter CONTRACT --deviation {deviation} --step {letter}"
            yield Finding(message, subject=place, hint=hint, values=values, severity="warning")
        for file in files:
            if not file.is_intact:
                message = "{path} has been changed since it was made, and the record says so"
                hint = "look at what was changed with: realisera verify {path}"
                yield Finding(message, subject=place, hint=hint, values={"path": file.path}, severity="warning")


def _list_logged(contract: Contract, on: date) -> tuple[str, ...]:
    """The deviations that anything was logged for, settled ones too: the record is for the archive."""

    def is_logged(deviation: Deviation) -> bool:
        return min((entry.date for entry in deviation.escalation), default=date.max) <= on

    return tuple(deviation.id for deviation in contract.deviations if is_logged(deviation))


ESCALATION_RECORD = DocumentType(
    slug=SLUG,
    layout="report",
    needs=("buyer.contacts.officer", "deviations[].escalation"),
    item_kind="deviation",
    answers=(DutyKind.PENALTY_WEEK, DutyKind.PENALTY_AT_MAXIMUM, DutyKind.SUSPENSION_LIMIT),
    audience="internal",
    list_items=_list_logged,
    cites=(LETTER_SLUG,),
    list_remarks=_list_remarks,
    view=EscalationRecordView,
    make_view=_make_view,
)
