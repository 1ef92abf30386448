"""Changes a contract file: read, edited, checked whole, written under its lock and noted for `undo`. All recording goes here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.contract import messages
from generator.contract.case import Case, Cases
from generator.contract.date_checks import check_day
from generator.contract.messages import FieldPath, format_path
from generator.contract.models import Contract
from generator.contract.nodes import Plain, read_nodes
from generator.errors import N_, Finding, InputError, Place
from generator.files.atomic import check_writable, lock_file, write_file
from generator.recording.change_journal import (
    JournalLine,
    find_way,
    hash_bytes,
    list_splices,
    read_journal,
    take_back,
    write_journal,
)
from generator.recording.grammar import PLACEHOLDER
from generator.recording.log_checks import check_logs
from generator.recording.quoting import quote_path
from generator.recording.refusals import list_refusals
from generator.recording.releases import check_releases
from generator.recording.writing import Edit, apply_edits

NOT_YET = N_("record it once it has happened")
"""What to do about a day that lies ahead."""
_NOBODY = {(each.message, each.hint) for each in (messages.NO_SUCH_PERSON, messages.NO_PERSONS)}
"""How it is told that somebody isn't among the contacts, where nobody there has a name like that."""
Plan = Callable[[Case, Plain], Sequence[Edit]]
"""From a contract, and what its file holds, to the edits."""
FillPlan = Callable[[Contract, Plain], Sequence[Edit]]
"""The same of a contract that isn't whole, as far as it can be read."""
Check = Callable[[Case], object]
"""What else is to go through before anything is written."""


class Change(Struct, frozen=True):
    """What came of a change."""

    before: bytes
    after: bytes
    contract: Contract
    """The contract as it is now, as far as it can be read."""
    edits: tuple[Edit, ...] = ()
    warnings: tuple[Finding, ...] = ()
    """What the checks tell of the contract that they didn't tell before."""
    what: str = ""
    """What was taken back, in the words of whoever recorded it."""
    lacks: tuple[Finding, ...] = ()
    """What is still wrong with a contract that isn't whole yet."""


class CheckedChange(Change, frozen=True, kw_only=True):
    """What came of a change of a contract that is whole."""

    case: Case


def change_contract(  # noqa: PLR0913 (what to change, and what is to be so)
    cases: Cases,
    path: Path,
    plan: Plan,
    what: str,
    *,
    today: date,
    check: Check = lambda _case: None,
    out: Path | None = None,
    is_tried: bool = False,
) -> CheckedChange:
    """The change that now stands in the contract file, since the whole contract is right with it; or would stand there, if tried.

    The file is locked meanwhile, so that of two changes at once neither is lost: the second finds the first in the file. `out` is
    the folder that its letter is made into, where it has one: `undo` looks for it there.

    Raises:
        InputError: with everything that is wrong; nothing has been written then.
    """
    with lock_file(path):
        check_writable(path)
        data = cases.read(path)
        case = cases.parse(path, data)
        edits = tuple(plan(case, read_nodes(data).data))
        if not edits:
            return CheckedChange(data, data, case.contract, case=case)
        states = [data, *apply_edits(data, edits, str(path))]
        changed = _parse(cases, path, states[-1], edits)
        warnings = _check_new(case, changed, edits, today)
        check(changed)
        if not is_tried:
            _write(path, states, edits, (what, today), find_way(path, out) if out else "")
    return CheckedChange(data, states[-1], changed.contract, edits, warnings, case=changed)


def fill_contract(  # noqa: PLR0913 (what to change, and what is to be so)
    cases: Cases, path: Path, plan: FillPlan, what: str, *, today: date, is_tried: bool = False
) -> Change:
    """The change of a contract file that isn't whole yet, such as one made of a notice that names no dates.

    It may still lack what it lacked, and what only shows now; nothing else may be wrong that wasn't before.

    Raises:
        InputError: with everything that the change would make wrong, or leave wrong in its own fields; nothing has been written.
    """
    with lock_file(path):
        check_writable(path)
        data = cases.read(path)
        opened = cases.examine(path, data)
        edits = tuple(plan(opened.require_contract(), read_nodes(data).data))
        states = [data, *apply_edits(data, edits, str(path))]
        filled = cases.examine(path, states[-1])
        lacks = tuple(each for each in filled.findings if each.severity == "error")
        known = {_key(each) for each in opened.findings}
        wrong = [
            each
            for each in lacks
            if each.message != messages.IS_MISSING and (_key(each) not in known or any(_is_about(edit, each) for edit in edits))
        ]
        if wrong:
            raise InputError(*(_tell_of(edits, each) for each in wrong))
        contract = filled.require_contract()
        if edits and not is_tried:
            _write(path, states, edits, (what, today))
    return Change(data, states[-1], contract, edits, lacks=lacks)


def _write(path: Path, states: Sequence[bytes], edits: Sequence[Edit], what: tuple[str, date], way: str = "") -> None:
    """Write the last state of a file, and how it came from the first into the journal: by which words, on which day."""
    words, day = what
    paths = tuple(edit.path for edit in edits)
    line = JournalLine(words, day.isoformat(), hash_bytes(states[0]), hash_bytes(states[-1]), list_splices(states), paths, way)
    # The journal first: what stands in it and not in the file is seen, and passed over.
    write_journal(path, [*_list_made(path, states[0]), line])
    write_file(path, states[-1])


def find_letters_folder(path: Path, data: bytes) -> Path | None:
    """The folder that the letter of the last change was made into; None where that change has none."""
    lines = _list_made(path, data)
    return Path(os.path.relpath(Path(os.path.realpath(path)).parent / lines[-1].out)) if lines and lines[-1].out else None


def undo_change(cases: Cases, path: Path, *, passes_over: bool = False) -> Change:
    """The last change of a contract file, taken back: the file is as it was, but for what else was edited since.

    With `passes_over`, changes that can't be taken back stay, and the last before them is.

    Raises:
        InputError: nothing was recorded, or what was recorded can't be told from what was edited since.
    """
    with lock_file(path):
        check_writable(path)
        data = cases.read(path)
        lines = _list_made(path, data)
        before = _take_back(data, lines)
        while passes_over and lines and before is None:
            lines.pop()
            before = _take_back(data, lines)
        if not lines:
            hint = "only what realisera record and realisera escalate have written can be taken back"
            raise InputError(Finding("nothing is recorded here that could be taken back", Place(str(path)), hint=hint))
        last = lines[-1]
        if before is None:
            hint = "take it back by hand: it set {fields}; what was recorded before it is taken back with --pass-over"
            values = {"what": last.what, "fields": ", ".join(map(format_path, last.paths))}
            message = "'{what}' can't be taken back: what it wrote was edited since"
            raise InputError(Finding(message, Place(str(path)), hint=hint, values=values))
        contract = cases.examine(path, before).require_contract()
        write_file(path, before)
        write_journal(path, lines[:-1])
    return Change(data, before, contract, what=last.what)


def _take_back(data: bytes, lines: Sequence[JournalLine]) -> bytes | None:
    """The file without the last of the changes; None where that isn't safe, or there is none."""
    before = take_back(data.decode(), lines[-1].splices) if lines else None
    return before.encode() if before is not None and _is_safe(data, before.encode(), lines[-1]) else None


def _list_made(path: Path, data: bytes) -> list[JournalLine]:
    """The changes in the journal, without a last one that never reached the file, or was taken back."""
    lines = read_journal(path)
    return lines[:-1] if lines and lines[-1].before == hash_bytes(data) else lines


def _is_safe(data: bytes, before: bytes, line: JournalLine) -> bool:
    """Whether taking a change back gives the very file that was there, or touches no field but its own."""
    if hash_bytes(data) == line.after:
        return hash_bytes(before) == line.before
    old, new = read_nodes(data), read_nodes(before)
    if new.problems:
        return False
    return all(any(path[: len(own)] == own for own in line.paths) for path in list_differences(old.data, new.data))


def list_differences(old: Plain, new: Plain, path: FieldPath = ()) -> Iterator[FieldPath]:
    """Where two files differ in what they hold."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in {**old, **new}:
            if key not in old or key not in new:
                yield (*path, key)
            else:
                yield from list_differences(old[key], new[key], (*path, key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, pair in enumerate(zip(old, new, strict=True)):
            yield from list_differences(*pair, (*path, number))
    elif old != new:
        yield path


def _parse(cases: Cases, path: Path, data: bytes, edits: Sequence[Edit]) -> Case:
    """The contract as it would be.

    Raises:
        InputError: with all that is wrong, told of what the user wrote where it is that.
    """
    try:
        return cases.parse(path, data)
    except InputError as problem:
        told = (_tell_of(edits, _name_person(finding, path)) for finding in problem.findings)
        raise InputError(*told) from problem


def _name_person(finding: Finding, path: Path) -> Finding:
    """A finding about somebody who isn't among the contacts, with the command that enters that person."""
    if (finding.message, finding.hint) not in _NOBODY:
        return finding
    command = (
        f'realisera record {quote_path(path)} contact {finding.values["value"]} --name "{PLACEHOLDER}" --email "{PLACEHOLDER}"'
    )
    hint = N_("the contacts are {allowed}; who is missing is entered with: {command}")
    alone = N_("enter the person first: {command}")
    return replace(finding, hint=hint if finding.values.get("allowed") else alone, values={**finding.values, "command": command})


def _is_about(edit: Edit, finding: Finding) -> bool:
    return finding.subject == edit.place or finding.subject.startswith((f"{edit.place}.", f"{edit.place}["))


def _tell_of(edits: Sequence[Edit], finding: Finding) -> Finding:
    """A finding about a field that was just set, told of that: the line that it would stand at isn't there."""
    for edit in edits:
        if _is_about(edit, finding):
            key = finding.subject.rpartition(".")[2] if edit.is_item else ""
            hint = NOT_YET if finding.message == messages.NOT_YET.message else finding.hint
            return replace(finding, place=None, subject=edit.said.get(key, finding.subject), hint=hint)
    return finding


def _check_new(before: Case, after: Case, edits: Sequence[Edit], today: date) -> tuple[Finding, ...]:
    """The warnings that the contract has now and didn't have before.

    Raises:
        InputError: with what can't be on the day `today`, such as what lies ahead and is told as done, or isn't to be recorded.
    """
    known = {_key(finding) for finding in _list_findings(before, today)}
    new = [_tell_of(edits, finding) for finding in _list_findings(after, today) if _key(finding) not in known]
    errors = [finding for finding in new if finding.severity == "error"]
    errors.extend(list_refusals(after, edits))
    if errors:
        raise InputError(*errors)
    return tuple(new)


def _list_findings(case: Case, today: date) -> tuple[Finding, ...]:
    dated = case.report_problems(check_day(case.contract, today))
    return (*case.warnings, *dated, *check_logs(case), *check_releases(case))


def _key(finding: Finding) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    return finding.message, finding.subject, tuple(sorted(finding.values.items()))
