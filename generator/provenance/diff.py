"""What differs in words between two documents, and which fields of their contracts stand behind it. Called by `realisera diff`.

The formats may be any. Where both are PDFs that carry their contracts, the fields are those in which these differ; else they are
looked for in the contract that is known, as it is now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from generator.contract.loading import parse_source
from generator.errors import Finding, RealiseraError
from generator.provenance.compare.causes import Cause, FieldChange, Values, choose_changed, compare_fields
from generator.provenance.compare.changes import Change, compare_blocks, measure_likeness
from generator.provenance.compare.files import read_blocks, read_bytes
from generator.provenance.origin import Manifests, Sources
from generator.rendering.attachments import read_sources
from generator.rendering.stamps import read_stamp
from generator.text.language import SOURCE

_LIKE = 0.2
"""How much of two documents is the same at least where they are versions of one."""


class TracedChange(Struct, frozen=True):
    """A change of words, and what it may come from."""

    change: Change
    causes: tuple[Cause, ...] = ()


class Difference(Struct, frozen=True):
    """What differs between two documents."""

    changes: tuple[TracedChange, ...]
    fields: tuple[FieldChange, ...] = ()
    """In what the contracts differ that both carry."""
    are_strangers: bool = False
    """Whether they are different documents, rather than two versions of one."""
    findings: tuple[Finding, ...] = ()
    """Why the contract behind them can't be opened, so that no fields are told."""


class _Side(Struct, frozen=True):
    """A document with what it was made from, as far as that is known."""

    path: Path
    data: bytes
    contract: object | None
    stamp: Mapping[str, str]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it is in, as far as it tells."""
        return tuple(filter(None, self.stamp.get("language", "").split("+")))


class Differ:
    """Compares documents."""

    def __init__(self, manifests: Manifests, sources: Sources) -> None:
        self._manifests, self._sources = manifests, sources
        self._findings: dict[str, Finding] = {}

    def compare(self, old: Path, new: Path) -> Difference:
        """What differs between two documents.

        Raises:
            InputError: one of them can't be read.
        """
        self._findings.clear()
        before, after = self._open(old), self._open(new)
        said, says = read_blocks(old, before.data), read_blocks(new, after.data)
        changes = compare_blocks(said, says)
        is_exact = before.contract is not None and after.contract is not None
        fields = compare_fields(before.contract, after.contract) if is_exact else ()
        was, now = self._read_values(before, after, is_exact=is_exact) if changes else (None, None)
        traced = (TracedChange(change, _trace(change, was, now, fields if is_exact else None)) for change in changes)
        are_strangers = _are_of_two_kinds(before, after) or measure_likeness(said, says) < _LIKE
        return Difference(tuple(traced), fields, are_strangers, tuple(self._findings.values()))

    def _read_values(self, before: _Side, after: _Side, *, is_exact: bool) -> tuple[Values | None, Values | None]:
        """The values of the contracts of both, where each carries its own; else of the one that is known."""
        languages = tuple(dict.fromkeys((*before.languages, *after.languages))) or (SOURCE, "en")
        if is_exact:
            return Values(before.contract, languages, is_exact=True), Values(after.contract, languages, is_exact=True)
        shared = before.contract or after.contract or self._find_contract(before) or self._find_contract(after)
        values = Values(shared, languages, is_exact=False) if shared else None
        return values, values

    def _open(self, path: Path) -> _Side:
        data = read_bytes(path)
        stamp = read_stamp(data)
        carried: object | None = None
        for name, source in read_sources(data).items() if data.startswith(b"%PDF-") else ():
            with suppress(RealiseraError):
                carried = parse_source(Path(name), source).whole
        return _Side(path, data, carried, stamp)

    def _find_contract(self, side: _Side) -> object | None:
        """The contract of a document as it is now; None where it isn't known, or something is wrong with it, which is noted."""
        memory = self._manifests.find(side.path, hashlib.sha256(side.data).hexdigest(), side.stamp)
        try:
            source = self._sources.find(memory.sources if memory else (), self._manifests.list_sources(memory) if memory else ())
        except RealiseraError as problem:
            self._findings |= {str(finding): finding for finding in problem.findings}
            return None
        return source.whole if source else None


def _are_of_two_kinds(before: _Side, after: _Side) -> bool:
    """Whether both tell what they are, and that isn't the same document in the same languages."""
    facts = ("document", "language")
    return bool(before.stamp and after.stamp) and any(before.stamp.get(fact) != after.stamp.get(fact) for fact in facts)


def _trace(change: Change, was: Values | None, now: Values | None, fields: Sequence[FieldChange] | None) -> tuple[Cause, ...]:
    """What a change may come from, each thing once; of the fields that have changed, where these are known."""
    causes = [*(was.find_causes(change, "old") if was else ()), *(now.find_causes(change, "new") if now else ())]
    return tuple(dict.fromkeys(causes if fields is None else choose_changed(causes, fields)))
