"""Document types of other packages, beside the product's own. Called by `documents`, when types are first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoint

from msgspec import Struct
from msgspec.structs import replace

from generator.documents.document_type import DocumentType, Pack
from generator.errors import Finding
from generator.files.plugins import Plugin


class Types(Struct, frozen=True):
    """All that there are, and why others are not."""

    documents: tuple[DocumentType, ...]
    packs: tuple[Pack, ...]
    findings: tuple[Finding, ...] = ()


def fill_packs(packs: Iterable[Pack], documents: Iterable[DocumentType]) -> tuple[Pack, ...]:
    """The packs with the documents that say that they are parts of them or go with them, by their places."""
    ordered = sorted(documents, key=lambda document: document.place)
    return tuple(
        replace(
            pack,
            parts=tuple(each for each in ordered if each.pack == pack.slug),
            brings=tuple(each for each in ordered if each.goes_with == pack.slug),
        )
        for pack in packs
    )


def add_types(own: Iterable[DocumentType], packs: Iterable[Pack], plugins: Iterable[Plugin]) -> Types:
    """The product's own types and those of plug-ins; one that can't be used is left out, and the rest is there."""
    documents = list(own)
    findings: list[Finding] = []
    for plugin in plugins:
        for entry in plugin.entries:
            found = _load(plugin, entry)
            if isinstance(found, DocumentType):
                wrong = tuple(_check(found, plugin, fill_packs(packs, documents)))
                findings += wrong
                documents += () if wrong else (found,)
            else:
                findings.append(found)
    return Types(tuple(documents), fill_packs(packs, documents), tuple(findings))


def _load(plugin: Plugin, entry: EntryPoint) -> DocumentType | Finding:
    """The type that an entry point stands for, or why there is none."""
    values = {"package": plugin.name, "slug": entry.name, "object": entry.value}
    hint = "install another version of it, or take it out: pip uninstall {package}"
    try:
        found = entry.load()
    except Exception as problem:  # noqa: BLE001 (whatever the package does, the rest is made)
        values["problem"] = f"{type(problem).__name__}: {problem}"
        message = "the document '{slug}' of the package {package} can't be used: {object} fails: {problem}"
        return Finding(message, hint=hint, values=values)
    if not isinstance(found, DocumentType) or found.slug != entry.name:
        message = "the document '{slug}' of the package {package} can't be used: {object} is no document type of that name"
        return Finding(message, hint=hint, values=values)
    return found


def _check(document: DocumentType, plugin: Plugin, packs: Iterable[Pack]) -> Iterator[Finding]:
    """What is wrong with how a type stands to packs."""
    known = {pack.slug: pack for pack in packs}
    values = {"package": plugin.name, "slug": document.slug, "pack": document.pack, "place": str(document.place)}
    if document.slug in {*known, "all"}:
        message = "the document '{slug}' of the package {package} can't be used: a pack has that name"
        yield Finding(message, hint="give it another name", values=values)
    elif document.pack and document.pack not in known:
        message = "the document '{slug}' of the package {package} can't be used: there is no pack '{pack}'"
        yield Finding(message, hint="packs: {packs}", values=values | {"packs": ", ".join(known)})
    elif document.pack and document.place < 1:
        message = "the document '{slug}' of the package {package} can't be used: it has no place in {pack}"
        yield Finding(message, hint="places are numbers from 1", values=values)
    elif document.pack and (other := next((each for each in known[document.pack].parts if each.place == document.place), None)):
        message = "the document '{slug}' of the package {package} can't be used: place {place} of {pack} is taken by '{other}'"
        yield Finding(message, hint="give it a place that is free", values=values | {"other": other.slug})
