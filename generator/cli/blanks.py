"""What a contract file that isn't whole lacks, and the command that fills each in. Used by `missing`, `generate` and `work`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from generator.contract.case import Cases
from generator.contract.loading import holds_report
from generator.contract.nodes import read_nodes
from generator.documents import list_documents
from generator.documents.document_type import Need
from generator.drafting.draft import list_open
from generator.recording.missing import write_recording_command


class Blank(Struct, frozen=True):
    """A field that a contract file lacks."""

    field: str
    command: str
    """What fills it in; nothing where it is more than a command can hold."""
    documents: tuple[str, ...]
    """Those that name it among their needs, by slug; none where every document waits for it."""


def list_blanks(path: Path, cases: Cases, shown: Path | None = None) -> tuple[Blank, ...]:
    """The fields that a contract lacks which must be there, or which the first documents need; none of one that is whole.

    Neither are there any of a report, or of a file that can't be read. `shown` is what commands call the file.

    Raises:
        InputError: the file isn't there, or is no YAML at all.
    """
    data = cases.read(path)
    nodes = read_nodes(data)
    if holds_report(nodes):
        return ()
    opened, held = cases.examine(path, data), nodes.data
    if opened.case or opened.contract is None or not isinstance(held, dict):
        return ()
    contract = opened.contract
    return tuple(
        Blank(field, write_recording_command(field, contract, shown or path), _list_documents(field)) for field in list_open(held)
    )


def _list_documents(field: str) -> tuple[str, ...]:
    return tuple(document.slug for document in list_documents() if field in _list_fields(document.needs))


def _list_fields(needs: Iterable[str]) -> set[str]:
    """The fields of a contract that are among the needs of a document, those of its items as the list that they stand in."""
    return {(need.field if isinstance(need, Need) else need).partition("[")[0] for need in needs}
