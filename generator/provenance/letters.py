"""Letters that were made of a contract: which of them hold no more, and how one that wasn't sent is withdrawn."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from generator.contract.models import Contract, EscalationEntry
from generator.documents import list_documents
from generator.errors import Finding, InputError, Place
from generator.output.journal import Entry, has_manifest, read_entries, read_own_entries
from generator.output.manifest import Manifest, TellWait
from generator.provenance.origin import Manifests, Sources
from generator.provenance.verify import Verifier
from generator.rules.standing.letters import list_letters as list_steps

_LEVELS = 6
"""How far above a letter its manifest may lie."""


def list_letters(out: Path, contract: str) -> tuple[Entry, ...]:
    """The letters of a contract that may have been sent, in an output folder, in order of path.

    Raises:
        InputError: the folder has a manifest that isn't one of ours.
    """
    return tuple(entry for entry in read_own_entries(out, contract).values() if _may_be_sent(entry) and not entry.withdrawn)


def find_holding(out: Path, letters: Iterable[Entry], contract: Path) -> frozenset[str]:
    """The paths of those letters that are as they were made and as the contract would have them made today."""
    verifier = Verifier(Manifests((out,)), Sources((), (contract,)))
    verdicts = ((entry.path, verdict) for entry in letters for verdict in verifier.verify(out / entry.path))
    return frozenset(path for path, verdict in verdicts if verdict.contract == "unchanged" and verdict.is_good)


def is_other_than(out: Path, letter: Entry, contract: Path) -> bool:
    """Whether a letter that is as it was made says something else than its contract would have it say today."""
    verifier = Verifier(Manifests((out,)), Sources((), (contract,)))
    return any(verdict.contract == "changed" and verdict.words for verdict in verifier.verify(out / letter.path))


def list_gone(out: Path, letters: Iterable[Entry], before: Contract, after: Contract) -> tuple[Entry, ...]:
    """Those letters that are as they were made, and whose steps were in the log before, not marked as sent, and are no more."""
    left = {f"{each.id}.{name}" for each in after.deviations for name in list_steps(each)}
    gone = {f"{each.id}.{name}": entry for each in before.deviations for name, entry in list_steps(each).items()}
    return tuple(
        letter
        for letter in letters
        if letter.item in gone
        and letter.item not in left
        and gone[letter.item].date.isoformat() == letter.date
        and not _is_sent(gone[letter.item])
        and hashlib.sha256((out / letter.path).read_bytes()).hexdigest() == letter.sha256
    )


def _is_sent(entry: EscalationEntry) -> bool:
    """Whether the log tells that the letter of a step has left the house."""
    return bool(entry.sent_by or entry.received or entry.receipt_signed or entry.answered)


def withdraw_letters(files: Iterable[Path], on: date, tell_wait: TellWait | None = None) -> Iterator[tuple[Path, Path]]:
    """What each letter was called and is called now that it is withdrawn: each file, and the same letter's other files.

    `tell_wait` is as for `Manifest`.

    Raises:
        InputError: one is no letter of ours that may have been sent, or was withdrawn already.
    """
    chosen: dict[Path, dict[str, None]] = {}
    for file in files:
        out, entry, entries = _find_entry(file)
        chosen.setdefault(out, {}).update(dict.fromkeys(each.path for each in entries if _is_same_letter(each, entry)))
    for out, paths in chosen.items():
        with closing(Manifest(out, tell_wait=tell_wait)) as manifest:
            for old, new in manifest.withdraw(paths, on).items():
                yield out / old, out / new


def _find_entry(file: Path) -> tuple[Path, Entry, tuple[Entry, ...]]:
    """The output folder of a letter, what its manifest knows of it, and of all others.

    Raises:
        InputError: as for `withdraw_letters`.
    """
    for out in list(file.absolute().parents)[:_LEVELS]:
        if has_manifest(out):
            entries, _ = read_entries(out)
            entry = entries.get(file.absolute().relative_to(out).as_posix())
            if entry is None:
                continue
            if entry.withdrawn:
                values = {"day": entry.withdrawn}
                raise InputError(Finding("this letter was withdrawn on {day} already", Place(str(file)), values=values))
            if not _may_be_sent(entry):
                hint = "make it again when its contract has changed"
                raise InputError(Finding("only letters are withdrawn, and this is none", Place(str(file)), hint=hint))
            return _shorten(out, file), entry, tuple(entries.values())
    hint = "only what lies where it was made can be withdrawn"
    raise InputError(Finding("no manifest knows this file", Place(str(file)), hint=hint))


def _shorten(out: Path, file: Path) -> Path:
    """The output folder as the user would call it."""
    return next((each for each in file.parents if each.absolute() == out), out)


def _may_be_sent(entry: Entry) -> bool:
    return any(document.slug == entry.document and document.is_kept for document in list_documents())


def _is_same_letter(one: Entry, other: Entry) -> bool:
    """Whether two files are the same letter, in another language or format."""
    keys = ((each.source, each.document, each.item, each.date, each.withdrawn) for each in (one, other))
    return len(set(keys)) == 1
