"""What is to be done for one contract, and what its documents lack, in the user's words: for the page of `preview`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from generator.build.source import gather_contract
from generator.cli.duty_words import tell_delay
from generator.cli.portfolio import KeepDuties, name_responsible
from generator.cli.words import _
from generator.contract.case import Case, Cases
from generator.preview.studio import Task, Work
from generator.recording.missing import list_waiting
from generator.reporting.duties import find_standing

_AHEAD = timedelta(days=30)
"""How far ahead is told, as `due` does by itself."""


def list_work(case: Case, cases: Cases, on: date) -> Work:
    """What the documents of a contract still lack, and what is to be done within 30 days or is late."""
    return Work(tuple(_list_lacks(case, cases, on)), tuple(_list_due(case, cases, on)))


def _list_lacks(case: Case, cases: Cases, on: date) -> Iterator[Task]:
    for waiting in list_waiting(gather_contract(case, cases), on):
        by = _("needed by {day}").format(day=waiting.needed_by) if waiting.needed_by else ""
        for lack in waiting.lacks:
            documents = ", ".join(lack.documents)
            how = lack.command or _("fill it in at {place}").format(place=lack.place)
            yield Task(lack.field, "; ".join(filter(None, (documents, by))), (how,))


def _list_due(case: Case, cases: Cases, on: date) -> Iterator[Task]:
    for told in KeepDuties(on, on + _AHEAD)(find_standing(case, cases, on)).duties:
        duty = told.duty
        what = " ".join(filter(None, (duty.day.isoformat(), duty.item, told.what, tell_delay(duty, on))))
        yield Task(what, f"{name_responsible(told.who)}. {told.why}", told.commands)
