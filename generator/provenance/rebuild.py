"""What would come of a document today, held against what a file was made from. Called by `verify`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from generator import __version__
from generator.build.fingerprints import Inputs
from generator.build.orders import Order, make_orders
from generator.build.render import Builder
from generator.contract.case import MASKED
from generator.contract.loading import LoadedContract
from generator.contract.models import Contract
from generator.documents import ItemKind, MadeFile, list_documents, list_item_ids
from generator.documents.document_type import DocumentType
from generator.errors import Finding, RealiseraError
from generator.masking.case import Masker, ShortTexts
from generator.masking.reports import mask_report
from generator.provenance.origin import Source, let_go
from generator.rendering.stamps import PRODUCT
from generator.rules.standing.letters import split_item
from generator.text.tree import Document
from generator.workspace import PDF_ENGINES, find_workspace

BY_CONTRACT = frozenset({"text", "letterhead"})
"""The parts that a contract decides."""
_PARTS = ("text", "letterhead", "layout", "engine", PRODUCT)

Remade = tuple[Document, Inputs]
_KEPT = 32
"""How many documents are kept for the next files: the formats of one lie together."""


class Comparison(Struct, frozen=True):
    """What has changed since a file was made."""

    changes: tuple[str, ...]
    """The parts that would be others today: `text`, `letterhead`, `layout`, `engine`, `realisera`."""
    document: Document | None = None
    """The document as it would be."""
    findings: tuple[Finding, ...] = ()
    """Why it can't be made any more."""


class Remaking:
    """Composes documents again; keeps compiled texts for as long as it lives, and the latest of what it has composed."""

    def __init__(self) -> None:
        self._builders: dict[tuple[Path | None, str], Builder] = {}
        self._composed: dict[object, tuple[Remade, ...]] = {}
        self._masked: dict[object, Source] = {}

    def compare(
        self, parts: Mapping[str, str], source: Source, form: str, item: str, cited: tuple[MadeFile, ...]
    ) -> Comparison | None:
        """What has changed since a file was made; None where that can't be told, since nobody knows such a document.

        Args:
            parts: what the file was made from, as its stamp says it.
            source: the contract or report of today.
            form: its format.
            item: what it is about, if that is known; else all that it may be about is tried.
            cited: the files that it may name.
        """
        document = find_document(parts)
        if document is None:
            return None
        try:
            remade = [
                each
                for edition in self._list_editions(parts, source)
                for order in _make_orders(document, parts, edition, form, item)
                for each in self._compose(order, parts.get("engine", ""), edition, form, cited)
            ]
        except RealiseraError as problem:
            return Comparison(("text",), findings=source.locate(problem.findings))
        if not remade:
            return Comparison(("text",))
        best, inputs = min(remade, key=lambda each: _count_differences(each[1], parts))
        return Comparison(tuple(name for name in _PARTS if _differs(inputs, parts, name)), best)

    def _list_editions(self, parts: Mapping[str, str], source: Source) -> Iterator[Source]:
        """The source in the edition of a file; masked, once for each thing that may have been said of short texts.

        Raises:
            InputError: it can't be masked.
        """
        if parts.get("edition") != MASKED:
            yield source
            return
        builder = self._find_builder(source.path, parts.get("engine", ""))
        choices: tuple[ShortTexts, ...] = ("mask", "leave")
        for short in choices:
            key = (source.path, source.sha256, short)
            if key not in self._masked:
                self._masked[key] = _mask(source, builder, Masker(builder.workspace, short))
                let_go(self._masked, _KEPT)
            yield self._masked[key]

    def _compose(self, order: Order, engine: str, source: Source, form: str, cited: tuple[MadeFile, ...]) -> tuple[Remade, ...]:
        """The document of an order: its formats share all but their layouts, so each is composed by itself."""
        key = (source.source, source.sha256, engine, form, order.document.slug, order.on, order.languages, *order.items.values())
        if key not in self._composed:
            builder = self._find_builder(source.path, engine)
            plan = builder.plan(source, [order])
            made = (builder.list_inputs(planned, plan, form, cited) for planned in plan.documents)
            self._composed[key] = tuple(made)
            let_go(self._composed, _KEPT)
        return self._composed[key]

    def _find_builder(self, path: Path, engine: str) -> Builder:
        """The builder of a contract's workspace, with the engine that made the file."""
        workspace = find_workspace(path)
        wanted = engine.partition(" ")[0]
        key = (workspace.root, wanted if wanted in PDF_ENGINES else "")
        if key not in self._builders:
            self._builders[key] = Builder(workspace.override(pdf_engine=key[1] or None))
        return self._builders[key]


def _mask(source: Source, builder: Builder, masker: Masker) -> Source:
    if isinstance(source, LoadedContract):
        return masker.mask(builder.cases.complete(source))
    return mask_report(builder.cases.complete_report(source), builder.cases, masker)


def find_document(parts: Mapping[str, str]) -> DocumentType | None:
    """The type of a document, if it is one of ours."""
    return next((each for each in list_documents() if each.slug == parts.get("document")), None)


def _make_orders(document: DocumentType, parts: Mapping[str, str], source: Source, form: str, item: str) -> Iterator[Order]:
    """The orders that a file may have come from."""
    try:
        on = date.fromisoformat(parts.get("date", ""))
    except ValueError:
        return
    languages = tuple(filter(None, [parts.get("language", "")]))
    for items in _list_items(document, source.whole, item):
        yield from make_orders(document.slug, on=on, languages=languages, formats=(form,), items=items)


def _list_items(document: DocumentType, whole: object, item: str) -> Iterator[Mapping[ItemKind, str]]:
    """What a document may be about, as orders say it."""
    kind = document.item_kind
    if not kind or not isinstance(whole, Contract):
        yield {}
        return
    for each in [item] if item else list_item_ids(kind, whole):
        deviation, letter = split_item(each)
        yield {"deviation": deviation, "step": letter} if kind == "step" else {kind: each}


def _count_differences(inputs: Inputs, parts: Mapping[str, str]) -> tuple[int, bool]:
    """How unlike they are: of documents that share nothing but their kind, the one with the same letterhead is meant."""
    differing: Collection[str] = [name for name in sorted(BY_CONTRACT) if _differs(inputs, parts, name)]
    return len(differing), "letterhead" in differing


def _differs(inputs: Inputs, parts: Mapping[str, str], name: str) -> bool:
    if name == PRODUCT:
        return parts.get(PRODUCT, "") != __version__
    return bool(getattr(inputs, name) != parts.get(name))
