"""What the documents of a contract still lack, before they are needed, and how each of it is filled in."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from msgspec import Struct

from generator.build.source import ContractSource
from generator.contract.case import Case
from generator.contract.messages import FieldPath
from generator.contract.models import Contract
from generator.contract.shape import find_item, find_part, find_type, select
from generator.documents import DocumentType, list_documents, list_packs
from generator.documents.document_type import Pack, is_lack
from generator.errors import Finding, RealiseraError
from generator.recording.events import EVENTS, Event, Option
from generator.recording.grammar import PLACEHOLDER
from generator.recording.quoting import quote_path
from generator.rules.standing import DutyKind

_ADDING = {"monitoring.activities": "monitoring", "products": "product", "risks": "risk", "supply_chain": "actor"}
"""The events that add the first item to a list."""
_ACTION = re.compile(r"deviations\[(\d+)\]\.action_plan\.actions\[(\d+)\]\.(\w+)")
_DEVIATION = re.compile(r"deviations\[(\d+)\]\.(\w+)")
_ACTIVITY = re.compile(r"monitoring\.activities\[(\d+)\]\.(\w+)")
_CONTACT = re.compile(r"(buyer|supplier)\.contacts\.(\w+)")


class Lack(Struct, frozen=True):
    """A field that documents wait for."""

    field: str
    documents: tuple[str, ...]
    """Those that need it, by slug, in the order that a contract's life has."""
    command: str
    """What fills it in; nothing where it is more than a command can hold."""
    place: str
    """Where it belongs in the file."""


class Waiting(Struct, frozen=True):
    """A pack, or a document of its own, that can't be made yet."""

    slug: str
    needed_by: date | None
    """The day by which a duty asks for it, if one does."""
    lacks: tuple[Lack, ...]


def list_waiting(source: ContractSource, on: date) -> tuple[Waiting, ...]:
    """The packs and documents that lack something, the soonest needed first; none that makes no sense any more."""
    found: dict[str, dict[str, list[str]]] = {}
    for document in (each for each in list_documents() if not each.lists_contracts):  # those lists are of a report's contracts
        for finding in _list_missing(document, source, on):
            documents = found.setdefault(document.pack or document.slug, {}).setdefault(finding.subject, [])
            if document.slug not in documents:
                documents.append(document.slug)
    waiting = []
    for slug, fields in found.items():
        lacks = tuple(_make_lack(field, documents, source.case) for field, documents in fields.items())
        waiting.append(Waiting(slug, _find_day(slug, source, on), lacks))
    return tuple(sorted(waiting, key=lambda each: each.needed_by or date.max))


def _list_missing(document: DocumentType, source: ContractSource, on: date) -> Iterator[Finding]:
    """What one document lacks, of all that it is made for."""
    standing = source.assess(on)
    kinds = _find_kinds(document.pack or document.slug)
    is_asked_for = any(duty.kind in kinds for duty in standing.duties)
    find_obstacle = next((pack.find_obstacle for pack in list_packs() if pack.slug == document.pack), document.find_obstacle)
    for item in document.list_items(source.whole, on) or (() if document.item_kind else ("",)):
        if not is_asked_for and find_obstacle(standing, item):
            continue
        try:
            day = document.find_day(source.whole, item) if document.find_day else on
            document.make_view(source.make_subject(document, day, item))
        except RealiseraError as problem:
            yield from (finding for finding in problem.findings if is_lack(finding))


def _find_kinds(slug: str) -> tuple[DutyKind, ...]:
    """The kinds of duties that a pack or document answers, and those that come before them."""
    known: tuple[Pack | DocumentType, ...] = (*list_packs(), *list_documents())
    answers = next((each.answers for each in known if each.slug == slug), ())
    return (*answers, DutyKind.KICKOFF_TO_PLAN) if DutyKind.KICKOFF in answers else answers


def _find_day(slug: str, source: ContractSource, on: date) -> date | None:
    kinds = _find_kinds(slug)
    return min((duty.day for duty in source.assess(on).duties if duty.kind in kinds), default=None)


def _make_lack(field: str, documents: list[str], case: Case) -> Lack:
    place = ""
    with suppress(ValueError):
        (located,) = case.locate([Finding("", subject=field)])
        place = str(located.place or "")
    return Lack(field, tuple(documents), write_recording_command(field, case.contract, case.path), place)


def write_recording_command(field: str, contract: Contract, path: Path) -> str:
    """The command that fills in a field, with `…` for what its user is to write; nothing where it holds more than that."""
    words = _write_words(field, contract)
    return f"realisera record {quote_path(path)} {words}" if words else ""


def _write_words(field: str, contract: Contract) -> str:
    if found := _CONTACT.fullmatch(field):
        return f'contact {found[1]}.{found[2]} --name "{PLACEHOLDER}" --email "{PLACEHOLDER}"'
    if found := _ACTION.fullmatch(field):
        place: FieldPath = ("deviations", int(found[1]), "action_plan", "actions", int(found[2]), "id")
        action = next(each for path, each in select(contract, "deviations[].action_plan.actions[].id") if path == place)
        words = f"{contract.deviations[int(found[1])].id} {action}"
        if found[3] == "due":
            return f"{words} due {PLACEHOLDER}"
        return _fill("<deviation> <action> details", f"{words} details", found[3]) or _write_any(field)
    words = ""
    if found := _DEVIATION.fullmatch(field):
        words = _fill("<deviation> details", f"{contract.deviations[int(found[1])].id} details", found[2])
    elif found := _ACTIVITY.fullmatch(field):
        words = _fill("<activity> details", f"{contract.monitoring.activities[int(found[1])].id} details", found[2])
    return words or _write_any(field)


def _fill(form: str, words: str, field: str) -> str:
    """The words of an event with its option for a field; nothing where it has none."""
    event = next(each for each in EVENTS if each.words == form)
    option = next((each for each in event.options if each.field == field), None)
    return f'{words} --{option.name} "{PLACEHOLDER}"' if option else ""


def _write_any(field: str) -> str:
    """The words for a field of the contract as a whole."""
    for event in EVENTS:
        option = _find_option(event, field)
        if "<" not in event.words and option and event.needs_one:
            return f'{event.words} --{option.name} "{PLACEHOLDER}"'
    for event in EVENTS:
        if field in event.day:
            return f"{event.words} {PLACEHOLDER}"
    if field in _ADDING:
        event = next(each for each in EVENTS if each.words == _ADDING[field])
        return " ".join([event.words, *(f'--{each.name} "{PLACEHOLDER}"' for each in event.options if each.is_needed)])
    kind = find_type(Contract, re.sub(r"\[\d+\]", "[]", field))
    if kind is None or find_part(kind) or find_part(find_item(kind)):
        return ""
    return f'field {shlex.quote(field)} --value "{PLACEHOLDER}"'


def _find_option(event: Event, field: str) -> Option | None:
    return next((option for option in event.options if option.field == field), None)
