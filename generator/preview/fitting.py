"""Which documents can be made of a contract as it is, and what keeps the others from being made. Called by `studio`."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from generator.build.orders import Order
from generator.build.render import Builder
from generator.contract.loading import LoadedContract, LoadedReport
from generator.documents.document_type import is_lack
from generator.errors import RealiseraError
from generator.preview.choosing import Menu, Option, Wish, choose_document, make_order


def mark_documents(menu: Menu, loaded: LoadedContract | LoadedReport, builder: Builder, on: date) -> Menu:
    """The menu with the documents that can be made first, and the others marked; of a report, all can."""
    if isinstance(loaded, LoadedReport):
        return menu
    options = tuple(_mark(menu, option, loaded, builder, on) for option in menu.documents)
    return replace(menu, documents=tuple(sorted(options, key=lambda option: not option.is_possible)))


def _mark(menu: Menu, option: Option, loaded: LoadedContract, builder: Builder, on: date) -> Option:
    order = make_order(choose_document(menu, loaded, Wish(document=option.key), on), on)
    try:
        if _can_be_made(order, loaded, builder):
            return option
    except RealiseraError as problem:
        lacks = tuple(finding.subject for finding in problem.findings if is_lack(finding))
        return replace(option, is_possible=False, lacks=lacks)
    return replace(option, is_possible=False)


def _can_be_made(order: Order, loaded: LoadedContract, builder: Builder) -> bool:
    """Whether there is anything to make of it.

    Raises:
        RealiseraError: with what is missing or wrong.
    """
    planned = builder.plan(loaded, (order,)).documents
    for each in planned[:1]:
        each.document.make_view(each.subject)
    return bool(planned)
