"""A contract by questions: what its first documents need, explained, checked as it is typed; to be stopped and gone on with.

Used by `new`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from generator.cli.questions import Question, StoppedError, ask, confirm
from generator.cli.words import _
from generator.contract.choices import Level
from generator.contract.models import Contract
from generator.contract.schema import describe_field
from generator.contract.shape import find_type
from generator.contract.understanding import find_words
from generator.drafting.cells import CURRENCY, CellError, means_duration, read_cell
from generator.drafting.draft import Draft, Values, find_value, make_id, set_value
from generator.drafting.folder import list_clauses
from generator.drafting.saving import Saver
from generator.errors import Finding, Place
from generator.files.atomic import write_file
from generator.files.json_text import parse_json

_KEPT = ".new.json"
"""The file beside the contracts that keeps answers until the next time."""
_PLACE = Place("")
_END, _NO_END, _DURATION = "dates.ends", "dates.until_further_notice", "dates.duration"


def ask_contract(start: Draft, saver: Saver) -> Draft | None:
    """The draft with what was answered; None where it was stopped, and the answers are kept."""
    kept = saver.folder / _KEPT
    values: Values = deepcopy(start.values)
    asked: list[str] = []
    try:
        click.echo(_("Enter passes a question over, ? explains it, Ctrl-C stops and keeps the answers."), err=True)
        if before := _read_kept(kept):
            number = before["values"].get("registration_number", "")
            if confirm(_("Go on with the contract begun before ({number})?").format(number=number or "–"), default=True):
                values, asked = before["values"], before["asked"]
        for pattern, text in _list_questions():
            if pattern not in asked and find_value(values, pattern) is None:
                _ask_field(pattern, text, values, start, saver)
            asked.append(pattern)
            _keep(kept, values, asked)
    except StoppedError:
        click.echo(_("The answers are kept; go on with: realisera new"), err=True)
        return None
    kept.unlink(missing_ok=True)
    return replace(start, values=values)


def _list_questions() -> Iterator[tuple[str, str]]:
    """The fields that are asked for, and how."""
    yield "registration_number", _("Registration number")
    yield "title", _("What the contract is about")
    yield "buyer.name", _("Name of the contracting organisation")
    yield "buyer.organisation_number", _("Its organisation number")
    yield "buyer.contacts.officer.name", _("Officer in charge")
    yield "buyer.contacts.officer.email", _("The officer's e-mail address")
    yield "supplier.name", _("Name of the supplier")
    yield "supplier.country", _("The supplier's country, if it isn't Sweden")
    yield "supplier.organisation_number", _("The supplier's organisation number")
    yield "supplier.address", _("The supplier's address, with ; between its lines")
    yield "supplier.contacts.due_diligence.name", _("Who is responsible for due diligence at the supplier")
    yield "supplier.contacts.due_diligence.email", _("That person's e-mail address")
    yield "clause.version", _("Generation of the clause")
    yield "clause.level", _("Level of the clause")
    yield "clause.terms.action_plan_days", _("Days to send an action plan, as agreed")
    yield "clause.terms.penalty", _("Penalty for each begun week, if one is agreed, such as 20 000 kr")
    yield "clause.terms.penalty.max_weeks", _("The most weeks that the penalty is paid for")
    yield "clause.terms.notice_days", _("Days of notice to end the contract, if they are agreed")
    yield "framework_agreement", _("Is it a framework agreement? (yes or no)")
    yield "value", _("What it is worth, such as 12 000 000 kr")
    yield "cpv", _("CPV codes")
    yield "dates.awarded", _("Day of the award decision (YYYY-MM-DD)")
    yield "dates.signed", _("Day it was signed")
    yield "dates.starts", _("First day of the contract")
    yield "dates.ends", _("Last day of the contract without extensions, or a time such as 3 years, or: until further notice")
    yield "kickoff.date", _("Day of the kick-off meeting")
    yield "kickoff.starts", _("When the meeting begins (HH:MM)")
    yield "kickoff.ends", _("When the meeting ends (HH:MM)")
    yield "kickoff.place", _("Where the meeting is")


def _ask_field(pattern: str, text: str, values: Values, start: Draft, saver: Saver) -> None:
    """Ask for a field until nothing is wrong with it, and put the answer among the values."""
    around, _dot, key = pattern.rpartition(".")
    if key in {"email", "max_weeks"} and find_value(values, around) is None:
        return  # a person without a name has no address, and what isn't agreed no limit
    words = find_words(saver.workspace.files)
    read: list[Any] = []

    def check(answer: str) -> list[Finding]:
        read.clear()
        field = find_field(answer)
        if field == _NO_END:
            read.append("true")
            return []
        try:
            value = read_cell(find_type(Contract, field), answer, words, _PLACE, field)
        except CellError as problem:
            return [replace(problem.finding, place=None)]
        if isinstance(value, dict) and "amount" in value:
            value.setdefault("currency", CURRENCY)
        read.append(value)
        return _check(field, value, values, start, saver)

    def find_field(answer: str) -> str:
        """What an answer is about: of an end, also how long until then, or that there is none."""
        if pattern == _END and words.means_no_end(answer):
            return _NO_END
        return _DURATION if pattern == _END and means_duration(answer) else pattern

    choices = {"clause.version": list_clauses(saver.workspace.files), "clause.level": tuple(each.value for each in Level)}
    default = find_value(values, pattern)
    question = Question(text, _(describe_field(pattern)), default if isinstance(default, str) else "", choices.get(pattern, ()))
    if (answer := ask(question, check)) and read:
        set_value(values, find_field(answer), read[0])


def _check(pattern: str, value: Any, values: Values, start: Draft, saver: Saver) -> list[Finding]:
    """What is wrong with an answer, by the checks of a whole contract: those alone that are about its field."""
    tried = deepcopy(values)
    set_value(tried, pattern, value)
    tried = {"format": "1", "id": make_id(str(tried.get("registration_number", ""))) or "x"} | tried
    draft = Draft(tried, start.origin)
    path = saver.folder / f"{draft.id}.yaml"
    if pattern == "registration_number" and path.exists():
        return [Finding("there is a contract file of this name", Place(str(path)), hint="give another registration number")]
    found = saver.check(draft, path, saver.write(draft))
    about = (each for each in found if each.subject == pattern or each.subject.startswith((f"{pattern}.", f"{pattern}[")))
    return [replace(each, place=None) for each in about]


def _read_kept(path: Path) -> dict[str, Any] | None:
    try:
        said = parse_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    is_sound = isinstance(said, dict) and isinstance(said.get("values"), dict) and isinstance(said.get("asked"), list)
    return said if is_sound else None


def _keep(path: Path, values: Values, asked: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, json.dumps({"values": values, "asked": asked}, ensure_ascii=False).encode())
