"""From drafts to files: each is checked as any contract is, and written only where nothing is wrong in it. Called by `cli`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generator.contract import messages
from generator.contract.case import Cases
from generator.contract.loading import read_path
from generator.contract.messages import FieldPath
from generator.contract.models import Contract
from generator.contract.shape import is_pattern
from generator.drafting.draft import Draft, Note, Values, list_blanks, list_open
from generator.drafting.folder import SCHEMAS
from generator.drafting.writing import Translate, write_draft
from generator.errors import N_, Finding, InputError, Place
from generator.files.atomic import lock_file, write_file
from generator.workspace import SETTINGS, Workspace

CONTRACTS = "contracts"
_FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
"""An id that stays in its folder as the name of a file."""
_BLANK = frozenset({messages.IS_MISSING, messages.NO_PERSONS.message})
"""What is said of what is open."""


class Saved(Struct, frozen=True):
    """What came of a draft."""

    draft: Draft
    path: Path
    is_written: bool
    findings: tuple[Finding, ...] = ()
    """What is wrong, or worth a warning, each with the place that it comes from."""
    is_there: bool = False
    """A file of this name stood there already: nothing was done."""
    open: tuple[str, ...] = ()
    """The fields that are still to be filled in."""


class Saver(Struct, frozen=True, dict=True):
    """Checks and writes the drafts of a run."""

    workspace: Workspace
    folder: Path
    translate: Translate
    """Gives comments in the language that they are to have."""
    on: date

    @cached_property
    def _cases(self) -> Cases:
        """The cases of the run, so that the clause and the ladder are read once."""
        return Cases(self.workspace)

    def save(self, draft: Draft) -> Saved:
        """The draft as a file, if nothing is wrong with it and no such file is there."""
        path = self.folder / f"{draft.id}.yaml"
        if not _FILE_NAME.fullmatch(draft.id):
            return Saved(draft, self.folder, is_written=False, findings=self.check(draft, self.folder, self.write(draft)))
        if path.exists():
            return Saved(draft, path, is_written=False, is_there=True)
        data = self.write(draft)
        findings = self.check(draft, path, data)
        if any(finding.severity == "error" for finding in findings):
            return Saved(draft, path, is_written=False, findings=findings)
        with lock_file(path):
            if path.exists():
                return Saved(draft, path, is_written=False, is_there=True)
            write_file(path, data)
        return Saved(draft, path, is_written=True, findings=findings, open=tuple(list_open(draft.values)))

    def write(self, draft: Draft) -> bytes:
        """What the file is to hold."""
        return write_draft(draft, self.translate, self.on, self.find_schema())

    def find_schema(self) -> str:
        """Where an editor finds the schema from a contract file, if it is there."""
        root = self.workspace.root
        schema = root / SCHEMAS / "contract.schema.json" if root else None
        return Path("..", SCHEMAS, schema.name).as_posix() if schema and schema.is_file() else ""

    def check(self, draft: Draft, path: Path, data: bytes) -> tuple[Finding, ...]:
        """What is wrong with the draft, at the places that its values come from; what is only open isn't wrong."""
        try:
            found = self._cases.parse(path, data).warnings
        except InputError as problem:
            found = problem.findings
        told = [_place(finding, draft, path) for finding in found if not _is_open(finding, draft)]
        return tuple({str(finding): finding for finding in told}.values()) if draft.id else (_refuse_without_id(draft),)

    def find_wrong(self, draft: Draft) -> tuple[Finding, ...]:
        """What is wrong with a draft that isn't to be written."""
        return self.check(draft, self.folder / f"{draft.id}.yaml", self.write(draft)) if draft.id else ()

    def drop_wrong(self, draft: Draft) -> Draft:
        """The draft without the values that are wrong: what the source says stands beside them, as comments.

        For sources that nobody can be asked to mend, such as a published notice.
        """
        for _ in range(_MOST_ROUNDS):
            wrong = [
                each
                for each in self.check(draft, self.folder / f"{draft.id}.yaml", self.write(draft))
                if each.severity == "error"
            ]
            paths = list(
                dict.fromkeys(path for each in wrong if (path := read_path(each.subject)) and _holds(draft.values, path))
            )
            if not paths:
                return draft
            draft = _drop(draft, paths)
        return draft


_MOST_ROUNDS = 20


def read_defaults(workspace: Workspace) -> Mapping[str, str]:
    """The fields that new contracts begin with, by the settings.

    Raises:
        InputError: the settings name a field that no contract has.
    """
    defaults = dict(workspace.settings.new_contract)
    place = Place(str(workspace.root / SETTINGS)) if workspace.root else None
    wrong = [
        Finding(
            "there is no field '{value}' in a contract", place, "new_contract", "write a field as buyer.name", {"value": pattern}
        )
        for pattern in defaults
        if "[" in pattern or not is_pattern(Contract, pattern)
    ]
    if wrong:
        raise InputError(*wrong)
    return defaults


def make_unique(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts, with a number after ids that several of them have."""
    taken: dict[str, int] = {}
    unique = []
    for draft in drafts:
        key = draft.id.casefold()
        taken[key] = taken.get(key, 0) + 1
        number = f"-{taken[key]}" if taken[key] > 1 else ""
        unique.append(replace(draft, values={**draft.values, "id": f"{draft.id}{number}"}) if draft.id else draft)
    return unique


def _refuse_without_id(draft: Draft) -> Finding:
    hint = "give it a registration number, or an id"
    return Finding("nothing names this contract", draft.find_place(("registration_number",)), "id", hint)


def _is_open(finding: Finding, draft: Draft) -> bool:
    """Whether a finding only says what is still to be filled in; what lacks beside something that the source says isn't that."""
    if finding.message not in _BLANK:
        return False
    path = read_path(finding.subject)
    is_half = len(path) > 1 and _holds(draft.values, path[:-1]) and finding.message == messages.IS_MISSING
    return finding.subject in list_blanks() or not is_half


def _place(finding: Finding, draft: Draft, path: Path) -> Finding:
    """The finding where its value comes from; what is wrong elsewhere keeps its place."""
    if finding.place and finding.place.file != str(path):
        return finding
    return replace(finding, place=draft.find_place(read_path(finding.subject)) or Place(str(path)))


def _holds(values: Any, path: FieldPath) -> bool:
    for step in path:
        try:
            values = values[step]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def _drop(draft: Draft, paths: list[FieldPath]) -> Draft:
    """The draft without what stands at these paths, and with notes of what it was."""
    values: Values = deepcopy(draft.values)
    notes = dict(draft.notes)
    for path in sorted(paths, key=lambda path: [str(step) for step in path], reverse=True):
        around: Any = values
        for step in path[:-1]:
            around = around[step]
        said = around.pop(path[-1])
        pattern = ".".join(step for step in path if isinstance(step, str))
        shown = said if isinstance(said, str) else ", ".join(map(str, said if isinstance(said, list) else said.values()))
        notes[pattern] = (
            *notes.get(pattern, ()),
            Note(N_("The source says '{value}', which can't stand here."), {"value": shown}),
        )
    return replace(draft, values=_leave_out_empty(values), notes=notes)


def _leave_out_empty(values: Values) -> Values:
    """The values without maps and lists in which nothing stands any more."""
    kept: Values = {}
    for key, value in values.items():
        inner = _leave_out_empty(value) if isinstance(value, dict) else value
        if inner not in ({}, []):
            kept[key] = inner
    return kept
