"""What somebody asks for: documents by their slugs, with languages, formats and items. Called by `cli`; input of `pipeline`."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct, field

from generator.documents import (
    DocumentType,
    ItemKind,
    Pack,
    find_document,
    find_pack,
    list_document_slugs,
    list_documents,
    list_pack_slugs,
)
from generator.errors import Finding, InputError

_CHOSEN_BY: Mapping[ItemKind, tuple[ItemKind, ...]] = {
    "": (),
    "deviation": ("deviation",),
    "activity": ("activity",),
    "step": ("deviation", "step"),
    "request": ("request",),
}
"""By what the items of each kind can be chosen."""
ALL = "all"
"""What stands for every document that a contract has something for."""


class Order(Struct, frozen=True):
    """What somebody asked for."""

    document: DocumentType
    on: date
    languages: tuple[str, ...] = ()
    """Such as `sv` and `sv+en`; nothing means those of the contract, or else of the workspace."""
    formats: tuple[str, ...] = ()
    """Nothing means all that the type has; a format that the type doesn't have is left out."""
    items: Mapping[ItemKind, str] = field(default_factory=dict)
    """One item only, by its kind; even one that is settled."""
    pack: Pack | None = None
    """The pack that it is made as a part of."""
    position: int = 0
    """Its number in the pack, from 1."""
    as_archive: bool = False
    """Whether a pack is also made into one archive for each language."""
    where_it_fits: bool = False
    """Whether a contract that has nothing for it to be about is passed over, rather than told what it lacks."""
    is_due: bool = False
    """Whether a duty asks for it, so that it is made even of a contract that has nothing yet for it to be about."""
    draft: bool = False
    """Mark untranslated text instead of refusing."""
    strict: bool = False
    """Refuse where a text stands in another language than the document's."""
    with_source: bool = False
    """Whether PDFs carry the file that they are made from."""


def make_orders(slug: str, **wishes: Any) -> tuple[Order, ...]:
    """The orders that a slug stands for: a document, a pack, or `all`. `wishes` are the other fields of an order.

    Raises:
        InputError: there is no such document or pack, with the nearest slug as a hint; or a wish that none of them can fulfil.
    """
    orders = _make_orders(slug, wishes)
    document = {"document": slug}
    formats = sorted({name for order in orders for name in order.document.formats})
    if not any(set(order.formats or formats) & set(order.document.formats) for order in orders):
        values = document | {"formats": ", ".join(formats)}
        raise InputError(Finding("{document} is made as {formats}", hint="ask for one of these formats", values=values))
    _check_carrying(orders, formats)
    kinds = {kind for order in orders for kind in _CHOSEN_BY[order.document.item_kind]}
    if stray := next((kind for kind in orders[0].items if kind not in kinds), None):
        values = document | {"kind": stray}
        raise InputError(Finding("{document} is not made one for each {kind}", hint="leave --{kind} out", values=values))
    if orders[0].as_archive and not any(order.pack for order in orders):
        raise InputError(Finding("{document} is not a pack", hint="leave --zip out", values=document))
    return orders


def _check_carrying(orders: Sequence[Order], known: Sequence[str]) -> None:
    """Check that files can carry what they are made from, or needn't."""
    if not orders[0].with_source:
        return
    if "pdf" not in (set(orders[0].formats) or set(known)) & set(known):
        hint = "add --format pdf, or leave --archive out"
        raise InputError(Finding("only a PDF can carry the file that it is made from", hint=hint))
    if orders[0].as_archive:
        hint = "ask for one at a time, with an --out folder for each"
        raise InputError(Finding("--zip makes what is to be sent, and --archive what is to be kept", hint=hint))


def list_slugs() -> tuple[str, ...]:
    """All that documents can be ordered by."""
    return (ALL, *list_pack_slugs(), *list_document_slugs())


def _make_orders(slug: str, wishes: Mapping[str, Any]) -> tuple[Order, ...]:
    if slug == ALL:
        alone = [document for document in list_documents() if not document.pack]
        wishes = {**wishes, "where_it_fits": True}
        packs = [order for pack in list_pack_slugs() for order in _make_orders(pack, wishes)]
        return (*packs, *(Order(document, **wishes) for document in alone))
    if slug in list_pack_slugs():
        pack = find_pack(slug)
        return tuple(Order(part, pack=pack, position=part.place, **wishes) for part in (*pack.parts, *pack.brings))
    if slug not in list_document_slugs():
        known = list_slugs()
        near = difflib.get_close_matches(slug, known, 1)
        hint = "did you mean '{near}'?" if near else "there are: {slugs}"
        values = {"slug": slug, "near": near[0] if near else "", "slugs": ", ".join(known)}
        raise InputError(Finding("there is no document '{slug}'", hint=hint, values=values))
    return (Order(find_document(slug), **wishes),)
