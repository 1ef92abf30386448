"""Typical risks that a contract hasn't assessed: told, and entered when an officer says so, never by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.contract.case import Case
from generator.contract.editing import Value
from generator.contract.models import Source
from generator.contract.reading import find_nearest
from generator.contract.typical_risks import KnownRisk
from generator.contract.values import Text
from generator.errors import Finding, InputError
from generator.recording.events import EVENTS
from generator.recording.grammar import PLACEHOLDER
from generator.recording.proposals import list_open
from generator.recording.quoting import quote_path
from generator.recording.writing import Edit, order_keys
from generator.rules.typical_risks import find_entered, propose_risks
from generator.workspace import Workspace

OPTION = "typical"
"""The option of `realisera record` that names one."""
_EVENT = next(event for event in EVENTS if event.words == "risk")


class Suggestion(Struct, frozen=True):
    """A typical risk that nobody has assessed, in one language."""

    id: str
    text: str
    countries: tuple[str, ...]
    sources: tuple[str, ...]
    command: str
    """What enters it, with `…` for what only its user knows."""


def suggest_risks(case: Case, workspace: Workspace, known: Iterable[KnownRisk], lang: str) -> tuple[Suggestion, ...]:
    """The same with their words, as far as they are translated, and the command that enters each."""
    return tuple(
        Suggestion(
            each.known.id,
            _translate(each.known, workspace, lang) or each.known.risk.description,
            each.unassessed or each.countries,
            tuple(_cite(source, lang) for source in each.known.risk.sources),
            f"realisera record {quote_path(case.path)} {_EVENT.words} --{OPTION} {each.known.id}"
            f' --likelihood "{PLACEHOLDER}" --severity "{PLACEHOLDER}"',
        )
        for each in list_open(case, known)
    )


def find_known(names: Sequence[str], known: Sequence[KnownRisk], words: Sequence[str]) -> KnownRisk:
    """The typical risk of that name, where the words say that it is a risk that is entered.

    Raises:
        InputError: there is none of that name, or the words say something else.
    """
    name, *more = names
    subject, said = f"--{OPTION}", " ".join(words)
    if said.casefold() not in _EVENT.forms:
        hint, values = "it goes with: {known}", {"event": said, "known": _EVENT.words}
        raise InputError(Finding("'{event}' has no such option", subject=subject, hint=hint, values=values))
    if more:
        raise InputError(Finding("this option was given more than once", subject=subject))
    found = next((each for each in known if each.id == name), None)
    if found is None:
        ids = [each.id for each in known]
        near = find_nearest(name, ids)
        hint, values = "did you mean '{near}'?" if near else "there are: {known}", {"name": name, "known": ", ".join(ids)}
        message = "there is no typical risk '{name}'"
        raise InputError(Finding(message, subject=subject, hint=hint, values={**values, "near": near or ""}))
    return found


def fill_in(options: Mapping[str, Sequence[str]], found: KnownRisk, case: Case, workspace: Workspace) -> dict[str, Sequence[str]]:
    """The options, with what is known of a typical risk wherever they don't say it themselves.

    Raises:
        InputError: it is entered already.
    """
    (proposal,) = propose_risks(case.contract, [found]) or (None,)
    risk = found.risk
    entered = None if proposal else find_entered(case.contract, found, ())
    if entered:
        values = {"risk": found.id, "entered": entered.id}
        hint = "change {entered} in the file if it is to say something else"
        raise InputError(Finding("{risk} is entered already, as {entered}", subject=f"--{OPTION}", hint=hint, values=values))
    languages = dict.fromkeys(lang for spec in workspace.settings.languages for lang in spec.split("+"))
    texts = {lang: text for lang in languages if (text := _translate(found, workspace, lang))}
    known = {
        "description": [f"{lang}: {text}" for lang, text in (texts or {"sv": risk.description}).items()],
        "area": [risk.area.value],
        "kind": [risk.kind.value] if risk.kind else [],
        "stage": [risk.stage.value] if risk.stage else [],
        "countries": [",".join((proposal.unassessed or proposal.countries) if proposal else risk.countries)],
    }
    return {**known, **{name: values for name, values in options.items() if any(values)}}


def add_origin(edits: Sequence[Edit], found: KnownRisk) -> tuple[Edit, ...]:
    """The edits, with the id and the sources of a typical risk in the item that they add."""
    sources = [_write_source(each) for each in found.risk.sources]
    return tuple(
        replace(edit, value=_add_fields(edit, {"sources": sources, "typical": found.id}))
        if isinstance(edit.value, Mapping)
        else edit
        for edit in edits
    )


def _add_fields(edit: Edit, more: Mapping[str, Value]) -> Value:
    """The item of an edit with more fields, its keys in the order of the format."""
    return order_keys(edit.path, {**(edit.value if isinstance(edit.value, Mapping) else {}), **more})


def _write_source(source: Source) -> dict[str, Value]:
    """A source as it stands in files."""
    known: dict[str, Value | None] = {
        "title": _write_name(source.title),
        "publisher": _write_name(source.publisher) if source.publisher else None,
        "year": str(source.year) if source.year else None,
        "link": source.link,
    }
    return {key: value for key, value in known.items() if value is not None}


def _write_name(name: Text) -> Value:
    return name.plain if name.plain is not None else dict(name.by_language)


def _cite(source: Source, lang: str) -> str:
    names = [name.get(lang) or name.get("sv") or name.get("en") or "" for name in (source.title, source.publisher) if name]
    return ", ".join([*filter(None, names), *(str(each) for each in (source.year, source.link) if each)])


def _translate(known: KnownRisk, workspace: Workspace, lang: str) -> str:
    """What it says in a language; nothing where it isn't translated."""
    from generator.text.catalogs import load_catalog  # noqa: PLC0415 (catalogs take time to load, and checking needs none)

    text = known.risk.text
    if lang == "sv":
        return text.text
    entry = load_catalog(workspace.files, lang).find(text.text, text.context)
    return entry.strings[0] if entry and entry.is_ready else ""
