"""What differs in words between two documents, and which fields of their contracts stand behind it. Called by `realisera diff`.

The formats may be any. Where both are PDFs that carry their contracts, the fields are those in which these differ; else they are
looked for in the contract that is known, as it is now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.comparing.causes import Cause, FieldChange, Values, choose_changed, compare_fields
from generator.comparing.changes import Change, compare_blocks
from generator.comparing.files import read_blocks, read_bytes
from generator.contract.loading import parse_source
from generator.errors import RealiseraError
from generator.recalling import Manifests, Sources
from generator.rendering.attachments import read_sources
from generator.rendering.stamps import read_stamp
from generator.text.language import SOURCE


@dataclass(frozen=True, slots=True)
class TracedChange:
    """A change of words, and what it may come from."""

    change: Change
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two documents."""

    changes: tuple[TracedChange, ...]
    fields: tuple[FieldChange, ...] = ()
    """In what the contracts differ that both carry."""


@dataclass(frozen=True, slots=True)
class _Side:
    """A document with what it was made from, as far as that is known."""

    path: Path
    data: bytes
    contract: object | None
    languages: tuple[str, ...]


class Differ:
    """Compares documents."""

    def __init__(self, manifests: Manifests, sources: Sources) -> None:
        self._manifests, self._sources = manifests, sources

    def compare(self, old: Path, new: Path) -> Difference:
        """What differs between two documents.

        Raises:
            InputError: one of them can't be read.
        """
        before, after = self._open(old), self._open(new)
        changes = compare_blocks(read_blocks(old, before.data), read_blocks(new, after.data))
        languages = tuple(dict.fromkeys((*before.languages, *after.languages))) or (SOURCE, "en")
        if before.contract and after.contract:
            fields = compare_fields(before.contract, after.contract)
        else:
            fields = ()
            shared = (
                before.contract
                or after.contract
                or (self._find_contract(before) or self._find_contract(after) if changes else None)
            )
            before = after = _Side(new, b"", shared, languages)
        was, now = (Values(side.contract, languages) if side.contract and changes else None for side in (before, after))
        return Difference(tuple(TracedChange(change, _trace(change, was, now, fields)) for change in changes), fields)

    def _open(self, path: Path) -> _Side:
        data = read_bytes(path)
        stamp = read_stamp(data)
        carried: object | None = None
        for name, source in read_sources(data).items() if data.startswith(b"%PDF-") else ():
            with suppress(RealiseraError):
                carried = parse_source(Path(name), source).whole
        return _Side(path, data, carried, tuple(filter(None, stamp.get("language", "").split("+"))))

    def _find_contract(self, side: _Side) -> object | None:
        """The contract of a document as it is now; None where it isn't known or can't be read."""
        memory = self._manifests.find(side.path, hashlib.sha256(side.data).hexdigest(), read_stamp(side.data))
        try:
            source = self._sources.find(memory.sources if memory else (), self._manifests.list_sources(memory) if memory else ())
        except RealiseraError:
            return None
        return source.whole if source else None


def _trace(change: Change, was: Values | None, now: Values | None, fields: Sequence[FieldChange]) -> tuple[Cause, ...]:
    """What a change may come from, each thing once."""
    causes = [*(was.find_causes(change, "old") if was else ()), *(now.find_causes(change, "new") if now else ())]
    return tuple(dict.fromkeys(choose_changed(causes, fields) if fields else causes))
