"""What a supplier told of its supply chain in a form that came back, as edits. Called by `record`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from generator.contract import fields
from generator.contract.choices import Stage
from generator.contract.editing import Value
from generator.contract.messages import FieldPath, shorten
from generator.contract.models import ChainLink, Product
from generator.contract.values import Name
from generator.documents.chain_form import ALL, ROWS, SLUG, name_known, name_rows
from generator.errors import N_, Finding, InputError
from generator.recording.answers import (
    Reading,
    Returned,
    check_filled_in,
    check_owner,
    choose_new,
    list_signed,
    list_stray,
    read_all,
    read_both,
    read_respondent,
)
from generator.recording.writing import Edit, find_free_id, order_keys

_PARTS = ("legal_name", "address", "tier", "stage", "country")
_KINDS: Mapping[str, Any] = {"stage": Stage, "country": fields.Country}
"""The parts that are words of the contract format."""
_CHAIN: FieldPath = ("supply_chain",)


class _Told(Struct, frozen=True):
    """An actor as the form tells of it, by the keys of the contract file."""

    start: str
    """What its fields are named by."""
    values: Mapping[str, Value]

    @property
    def name(self) -> str:
        return str(self.values.get("legal_name", ""))


def read_chain(returned: Returned, products: Sequence[Product], *, replaces: bool) -> Reading:
    """What a form tells of the supply chain: actors as edits, and all that is to be told of it.

    Raises:
        InputError: it is the form of something else, a value is none that can be, or others are entered already.
    """
    check_owner(returned, SLUG)
    activity, links = returned.item, returned.case.contract.supply_chain
    tables = [name_rows(activity, product.id) for product in products] or [name_rows(activity, ALL)]
    check_filled_in(returned)
    starts = [f"{table}.{number}" for table in tables for number in range(1, ROWS + 1)]
    places = {name_known(activity, link.id): place for place, link in enumerate(links)}
    read, signed = read_both(
        lambda: read_all((*starts, *places), lambda start: _read_actor(returned, start)), lambda: read_respondent(returned)
    )
    told = [row for start in starts if (row := read[start]).values]
    known = [(place, read[start]) for start, place in places.items()]
    edits = [edit for place, actor in known for edit in _list_fields(place, actor)]
    edits += [*_list_actors(links, known, told), *signed]
    findings = (
        *returned.form.findings,
        *_list_nameless(returned, told),
        *_list_words(returned, tables, links),
        *list_stray(returned.form, frozenset(_list_names(returned, tables))),
    )
    return Reading(choose_new(returned, edits, replaces=replaces), findings)


def _list_names(returned: Returned, tables: Sequence[str]) -> Iterator[str]:
    """The names of all fields that the form has."""
    activity = returned.item
    starts = [f"{table}.{number}" for table in tables for number in range(1, ROWS + 1)]
    starts += [name_known(activity, link.id) for link in returned.case.contract.supply_chain]
    yield from (f"{start}.{part}" for start in starts for part in (*_PARTS, "correction"))
    yield from (f"{table}.unknown" for table in tables)
    yield from list_signed(returned)


def _read_actor(returned: Returned, start: str) -> _Told:
    """What the form tells of an actor.

    Raises:
        InputError: a value is none that can be.
    """
    said = {part: words for part in _PARTS if (words := returned.form.values.get(f"{start}.{part}", ""))}
    return _Told(start, read_all(said, lambda part: _read_value(returned, f"{start}.{part}", part, said[part])))


def _read_value(returned: Returned, name: str, part: str, said: str) -> Value:
    """A value as a contract file has it: an address by its lines, a country by its code.

    Raises:
        InputError: it is none that can be.
    """
    if part == "address":
        return [line.strip() for line in re.split(r"[\n;]", said) if line.strip()]
    text = " ".join(said.split())
    if part == "tier":
        found = re.search("[1-9][0-9]{0,3}", text)
        meant: tuple[str, ...] = (found[0],) if found else ()
    elif part in _KINDS:
        meant = returned.words.understand(_KINDS[part], text)
    else:
        meant = (text,)
    if len(meant) != 1:
        choices = returned.form.choices.get(name, ())
        values = {"field": returned.form.describe(name), "value": shorten(said), "known": ", ".join(choices)}
        hint = "find out what is meant, and write it in the form: a country by its name, a tier by its number"
        hint = "find out what is meant, and choose it in the form: {known}" if choices else hint
        raise InputError(Finding("'{value}' in {field} can't be understood", returned.place, hint=hint, values=values))
    return meant[0]


def _list_fields(place: int, actor: _Told) -> Iterator[Edit]:
    """The edits of an actor that the contract has."""
    return (Edit((*_CHAIN, place, part), value) for part, value in actor.values.items())


def _list_actors(links: Sequence[ChainLink], filled: Iterable[tuple[int, _Told]], told: Sequence[_Told]) -> Iterator[Edit]:
    """The edits that put the rows of the form into the file: of who is known by that name its fields, of others an item each.

    Known are also those whose legal names the same form gives, among those `filled` in.
    """
    legal = {name: place for place, link in enumerate(links) for name in _list_names_of(link.legal_name)}
    legal |= {_simplify(actor.name): place for place, actor in filled if actor.name}
    known = {name: place for place, link in enumerate(links) for name in _list_names_of(link.name)} | legal
    taken = [link.id for link in links]
    for actor in told:
        key = _simplify(actor.name)
        if not key:
            continue
        if key in known:
            new = {part: value for part, value in actor.values.items() if part != "legal_name" or key not in legal}
            yield from _list_fields(known[key], _Told(actor.start, new)) if known[key] < len(links) else ()
            continue
        known[key] = len(links)
        taken.append(find_free_id("S", taken))
        item: dict[str, Value] = {"id": taken[-1], "name": actor.name, **actor.values}
        yield Edit(_CHAIN, order_keys(_CHAIN, item), is_item=True)


def _list_names_of(name: Name | None) -> Iterator[str]:
    yield from (_simplify(text) for text in (name.plain, *name.by_language.values()) if text) if name else ()


def _simplify(name: str) -> str:
    return re.sub(r"\W+", " ", name.casefold()).strip()


def _list_nameless(returned: Returned, told: Sequence[_Told]) -> Iterator[Finding]:
    nameless = [returned.form.describe(f"{actor.start}.legal_name") for actor in told if not actor.name]
    if nameless:
        message = N_("rows without a legal name are left out: {rows}")
        yield returned.warn(message, hint=N_("ask the supplier who they are"), rows=", ".join(nameless))


def _list_words(returned: Returned, tables: Sequence[str], links: Sequence[ChainLink]) -> Iterator[Finding]:
    """What the supplier wrote for somebody to read: corrections, and what it doesn't know."""
    names = [f"{name_known(returned.item, link.id)}.correction" for link in links]
    for name in (*names, *(f"{table}.unknown" for table in tables)):
        if said := returned.form.values.get(name, ""):
            yield returned.warn(
                N_("the supplier wrote in {field}: {words}"),
                field=returned.form.describe(name),
                words=" ".join(said.split())[:300],
            )
