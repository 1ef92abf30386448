"""What is to be done for one contract, and what its documents lack, in the user's words: for the page of `preview`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from msgspec.structs import replace

from generator.build.source import gather_contract
from generator.cli.blanks import list_blanks
from generator.cli.duty_words import tell_delay
from generator.cli.layout.tag_words import explain_tag
from generator.cli.portfolio import KeepDuties, find_day, name_responsible
from generator.cli.words import _
from generator.contract.case import Case, Cases
from generator.errors import RealiseraError
from generator.preview.messages import show_path
from generator.preview.work import Task, Work
from generator.recording.missing import list_waiting
from generator.recording.quoting import quote_path
from generator.rendering.layout_checks import LayoutReport
from generator.reporting.duties import find_standing

_AHEAD = timedelta(days=30)
"""How far ahead is told, as `due` does by itself."""


class Foreman:
    """Tells the page what there is to do. Paths in its commands are as one types them from the folder that one stands in."""

    def tell_work(self, case: Case, cases: Cases, on: date) -> Work:
        """What the documents of a contract still lack, and what is to be done within 30 days or is late."""
        typed = replace(case, path=Path(show_path(case.path)))
        return Work(tuple(_list_lacks(typed, cases, on)), tuple(_list_due(typed, cases, on)))

    def tell_blanks(self, path: Path, cases: Cases) -> Work:
        """What a contract that isn't whole lacks, and which documents wait for each; nothing of a file that can't be read."""
        try:
            blanks = list_blanks(path, cases, Path(show_path(path)))
        except RealiseraError:
            return Work()
        return Work(
            tuple(
                Task(
                    blank.field,
                    ", ".join(blank.documents) or _("all documents"),
                    (blank.command or _("fill it in at {place}").format(place=show_path(path)),),
                )
                for blank in blanks
            )
        )

    def tell_layout(self, report: LayoutReport, path: Path) -> Work:
        """The styles that a layout lacks, with the command that adds them, and what its tags stand for."""
        names = report.lack.values["names"] if report.lack else ""
        command = f"realisera layout check {quote_path(Path(show_path(path)))} --add-styles"
        lacks = (Task(names, _("styles that documents may need"), (command,)),) if names else ()
        return Work(lacks, tags=tuple(Task(tag.text, explain_tag(tag), ()) for tag in report.tags))


def _list_lacks(case: Case, cases: Cases, on: date) -> Iterator[Task]:
    for waiting in list_waiting(gather_contract(case, cases), on):
        by = _("needed by {day}").format(day=waiting.needed_by) if waiting.needed_by else ""
        for lack in waiting.lacks:
            documents = ", ".join(lack.documents)
            how = lack.command or _("fill it in at {place}").format(place=lack.place)
            yield Task(lack.field, "; ".join(filter(None, (documents, by))), (how,))


def _list_due(case: Case, cases: Cases, on: date) -> Iterator[Task]:
    is_today = on == find_day(None)
    for told in KeepDuties(on, on + _AHEAD, says_day=not is_today)(find_standing(case, cases, on)).duties:
        duty = told.duty
        what = " ".join(filter(None, (duty.day.isoformat(), duty.item, told.what, tell_delay(duty, on))))
        commands = told.commands if is_today else tuple(_date(command, on) for command in told.commands)
        yield Task(what, f"{name_responsible(told.who)}. {told.why}", commands)


def _date(command: str, on: date) -> str:
    """A command that makes a document of the day that the page shows; one that records something says its own day."""
    return f"{command} --on {on}" if command.startswith("realisera generate ") else command
