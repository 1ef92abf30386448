"""From a file to a checked contract or report, or to all that is wrong with it. Called by `pipeline`, the command and tests."""

from __future__ import annotations

import hashlib
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from generator.contract import messages
from generator.contract.checks import check_contract, check_report
from generator.contract.globs import find_contracts
from generator.contract.meaning import add_meanings
from generator.contract.messages import FieldPath, Mistake, Problem, format_path, shorten
from generator.contract.models import Contract, Part
from generator.contract.nodes import LARGEST, Nodes, Plain, Spot, find_spot, read_nodes
from generator.contract.partial import build_partly
from generator.contract.reading import find_nearest, list_words
from generator.contract.report import Report
from generator.contract.shape import find_item, find_part, read_keys, step_into
from generator.errors import Finding, InputError, Place, explain
from generator.workspace import Files

_PRODUCT = Files()
"""The product's own files, whose words hold where no workspace is known."""
_MOST_OF_A_KIND = 100
"""How many mistakes of a kind are told of a file, before their number is."""
P = TypeVar("P", bound=Part)
S = TypeVar("S")


class _Source(Struct, frozen=True, eq=False):
    """A file that was read."""

    path: Path
    source: str
    """How the file is called in findings."""
    sha256: str
    """Of its bytes."""
    spot: Spot
    """Where all of it stands, which is no part of what it says."""

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__struct_fields__ if name != "spot")

    def __hash__(self) -> int:
        return hash((self.source, self.sha256))

    def place_of(self, path: FieldPath) -> Place:
        """The place of the value at `path`, such as `("deviations", 2, "found")`; if it isn't there, of what is around it."""
        return _place(self.source, self.spot, Problem(path, Mistake("")))

    def report_problems(self, problems: Iterable[Problem]) -> tuple[Finding, ...]:
        """Problems that were found in the file's fields, as findings with their places."""
        return _locate_all(list(problems), self.source, self.spot)

    def locate(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings with their places in the file, where they are about a field of it."""
        return tuple(
            replace(finding, place=self.place_of(read_path(finding.subject)))
            if finding.subject and not finding.place
            else finding
            for finding in findings
        )


class LoadedContract(_Source, frozen=True, eq=False):
    """A contract and the file that it stands in."""

    contract: Contract

    @property
    def whole(self) -> Contract:
        """What the file holds."""
        return self.contract

    @property
    def id(self) -> str:
        """What names it in paths."""
        return self.contract.id


class LoadedReport(_Source, frozen=True, eq=False):
    """A report, the file that it stands in, and the contract files that it names."""

    report: Report
    contracts: tuple[Path, ...]

    @property
    def whole(self) -> Report:
        """What the file holds."""
        return self.report

    @property
    def id(self) -> str:
        """What names it in paths."""
        return self.report.id


class Reading(Struct, Generic[S], frozen=True):
    """What came of reading a file."""

    source: S
    """What the file holds; where something is wrong with it, as much as `build_partly` can make of it."""
    findings: tuple[Finding, ...] = ()
    """What is wrong in the file itself, in order of place."""
    is_readable: bool = True
    """Whether the file could be read as YAML, so that what isn't there is really missing."""

    def require(self) -> S:
        """What the file holds.

        Raises:
            InputError: with everything that is wrong in it.
        """
        if self.findings:
            raise InputError(*self.findings)
        return self.source


def is_report(path: Path) -> bool:
    """Whether a file is of a report, by its fields; a file that can't be read isn't."""
    try:
        return holds_report(read_nodes(read_bytes(path)))
    except InputError:
        return False


def parse_source(path: Path, data: bytes) -> LoadedContract | LoadedReport:
    """The contract in `data`, or the report, whose contracts nobody looks for.

    Raises:
        InputError: with everything that is wrong in it.
    """
    nodes = read_nodes(data)
    return (read_report(path, data, nodes, contracts=()) if holds_report(nodes) else read_contract(path, data, nodes)).require()


def holds_report(nodes: Nodes) -> bool:
    """Whether a file is a report, by its `period` or its `contracts`, rather than a contract."""
    return isinstance(nodes.data, dict) and not {"period", "contracts"}.isdisjoint(nodes.data)


def read_contract(path: Path, data: bytes, nodes: Nodes, files: Files = _PRODUCT) -> Reading[LoadedContract]:
    """The contract in `data`, which stands, or is to stand, in the file; `nodes` are what it holds as YAML.

    `files` have the words by which values may be called.
    """
    shown = str(path)
    contract, problems = _validate(Contract, nodes, files)
    problems += _leave_out_known(check_contract(contract), problems) if _is_readable(nodes) else []
    loaded = LoadedContract(path, shown, hashlib.sha256(data).hexdigest(), nodes.spot, contract)
    return Reading(loaded, _locate_all(problems, shown, nodes.spot), _is_readable(nodes))


def read_report(
    path: Path, data: bytes, nodes: Nodes, *, contracts: tuple[Path, ...] | None = None, files: Files = _PRODUCT
) -> Reading[LoadedReport]:
    """The report in `data`, which stands in the file. `contracts` are those that it names; else they are looked for."""
    shown = str(path)
    report, problems = _validate(Report, nodes, files)
    found, missing = find_contracts(path.parent, report.contracts) if contracts is None else (contracts, [])
    problems += _leave_out_known(iter([*check_report(report), *missing]), problems) if _is_readable(nodes) else []
    loaded = LoadedReport(path, shown, hashlib.sha256(data).hexdigest(), nodes.spot, report, found)
    return Reading(loaded, _locate_all(problems, shown, nodes.spot), _is_readable(nodes))


def parse_part(part: type[P], data: bytes, shown: str, check: Callable[[P], Iterator[Problem]]) -> P:
    """The part that `data` holds, if it passes the check. `shown` is what findings call the file.

    Raises:
        InputError: with everything that is wrong in it.
    """
    nodes = read_nodes(data)
    whole, problems = _validate(part, nodes)
    if findings := _locate_all(problems or list(check(whole)), shown, nodes.spot):
        raise InputError(*findings)
    return whole


def find_doubts(
    part: type[P],
    data: bytes,
    shown: str,
    check: Callable[[P], Iterator[Problem]],
    doubt: Callable[[P], Iterator[Problem]],
) -> tuple[Finding, ...]:
    """What `doubt` has to say of the part that `data` holds, with its places.

    Raises:
        InputError: as for `parse_part`.
    """
    whole = parse_part(part, data, shown, check)
    return _locate_all(list(doubt(whole)), shown, read_nodes(data).spot)


def read_path(path: str) -> FieldPath:
    """`deviations[2].found` as keys and indices."""
    return tuple(int(index) if index else key for key, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path.replace("[", ".[")))


def read_bytes(path: Path, shown_as: str | None = None) -> bytes:
    """The bytes of the file, at most one more than may be.

    Raises:
        InputError: it can't be read.
    """
    shown = shown_as or str(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(_finding(Problem((), messages.IS_FOLDER), Place(shown)))
        if not stat.S_ISREG(mode):
            raise InputError(_finding(Problem((), messages.NOT_A_FILE), Place(shown)))
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise InputError(_finding(Problem((), messages.NO_FILE), Place(shown))) from error
    except (OSError, ValueError) as error:
        reason = explain(error) if isinstance(error, OSError) else str(error)
        raise InputError(_finding(Problem((), messages.UNREADABLE, {"reason": reason}), Place(shown))) from error


def _is_readable(nodes: Nodes) -> bool:
    """Whether there is something to check, so that what isn't there is really missing."""
    return isinstance(nodes.data, dict)


def _validate(part: type[P], nodes: Nodes, files: Files = _PRODUCT) -> tuple[P, list[Problem]]:
    """The part, or what can be made of it; and what is wrong, as YAML and field by field."""
    problems = limit_kinds(nodes.problems)
    if not isinstance(nodes.data, dict):
        first = {"first": _write_first_line(part)}
        problems = problems or [Problem((), messages.NOT_A_MAP)]
        return build_partly(part, None), [replace(problem, values={**problem.values, **first}) for problem in problems]
    try:
        whole = part.model_validate(nodes.data, by_alias=True, by_name=False)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
        found = iter(_leave_out_misspelled([_describe(details, part) for details in errors]))
        new = limit_kinds(_leave_out_known(found, problems))
        inside = [problem for details in errors for problem in _look_inside(details, part, nodes.data)]
        return build_partly(part, nodes.data), problems + add_meanings(new, part, nodes.data, files) + limit_kinds(inside)
    return whole, problems


def _look_inside(details: ErrorDetails, part: type[Part], data: Plain) -> Iterator[Problem]:
    """What is wrong in one section where a list of them should stand, or in a list of them where one should.

    Only the shape is wrong there: what has been written in it is to be told at the same time.
    """
    path = details["loc"]
    annotation: Any = part
    value: Any = data
    if details["type"] not in {"tuple_type", "model_type"}:
        return
    try:
        for step in path:
            annotation, value = step_into(annotation, step), value[step]
    except (KeyError, IndexError, TypeError):
        return
    section = find_part(find_item(annotation) or annotation)
    pieces = [((*path, place), each) for place, each in enumerate(value)] if isinstance(value, list) else [(path, value)]
    for place, piece in pieces:
        if section and isinstance(piece, dict):
            yield from _validate_piece(section, piece, place)


def _validate_piece(section: type[Part], data: Plain, place: FieldPath) -> Iterator[Problem]:
    try:
        section.model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
        inside = [problem for details in errors for problem in _look_inside(details, section, data)]
        for problem in (*_leave_out_misspelled([_describe(details, section) for details in errors]), *inside):
            whole = replace(problem, path=(*place, *problem.path))
            if problem.mistake in {messages.MISSING, messages.MISSING_AT_TOP}:
                around = {"key": str(whole.path[-1]), "place": format_path(whole.path[:-1])}
                whole = replace(whole, mistake=messages.MISSING, values=around)
            yield whole


def limit_kinds(problems: Iterable[Problem]) -> list[Problem]:
    """The problems, of each kind at most so many, and then how many more there are, where the first of these is."""
    counts: Counter[str] = Counter()
    told: list[Problem] = []
    beyond: dict[str, Problem] = {}
    for problem in problems:
        kind = problem.mistake.message
        counts[kind] += 1
        if counts[kind] <= _MOST_OF_A_KIND:
            told.append(problem)
        else:
            beyond.setdefault(kind, problem)
    return told + [_tell_more(first, counts[kind] - _MOST_OF_A_KIND) for kind, first in beyond.items()]


def _tell_more(first: Problem, count: int) -> Problem:
    """That there are so many more problems of a kind than are told, from `first` on."""
    mistake = replace(messages.MORE_OF_THE_KIND, severity=first.mistake.severity)
    return replace(first, mistake=mistake, values={"count": str(count)})


def _write_first_line(part: type[Part]) -> str:
    """How a file that holds the part begins."""
    key = next(iter(read_keys(part)))
    return "format: 1" if key == "format" else f"{key}:"


def _leave_out_known(found: Iterator[Problem], known: list[Problem]) -> list[Problem]:
    """Those of `found` that don't follow from the problems known already: one mistake is told once."""
    paths = {problem.path for problem in known}
    return [problem for problem in found if not problem.follows_from(paths)]


def _leave_out_misspelled(found: list[Problem]) -> list[Problem]:
    """All but that a key is missing where it is there, misspelled: that is told already, with how to write it."""
    meant = {
        (*each.path[:-1], each.values["nearest"]) for each in found if each.mistake is messages.UNKNOWN_KEY_NEAR and each.path
    }
    missing = {messages.MISSING, messages.MISSING_AT_TOP}
    return [each for each in found if not (each.mistake in missing and each.path in meant)]


def _describe(details: ErrorDetails, part: type[Part]) -> Problem:
    """What pydantic found, in our words."""
    path = details["loc"]
    context = details.get("ctx", {})
    kind = details["type"]
    if kind == "mistake":
        return Problem(path, context["mistake"], context["values"])
    if kind == "missing":
        around = {"key": str(path[-1]), "place": format_path(path[:-1])}
        return Problem(path, messages.MISSING if path[:-1] else messages.MISSING_AT_TOP, around)
    if kind == "extra_forbidden":
        return _describe_unknown_key(path, _list_keys(part, path[:-1]))
    if kind == "model_type":
        return Problem(path, messages.NOT_A_SECTION, {"allowed": list_words(_list_keys(part, path), 40)})
    not_a_map = _NOT_MAPS.get(str(path[0]), messages.NOT_CONTACTS)
    structures = {"tuple_type": messages.NOT_A_LIST, "dict_type": not_a_map}
    return Problem(path, structures.get(kind, messages.NOT_VALID), {"reason": details["msg"]})


_NOT_MAPS = {
    "steps": messages.NOT_STEPS,
    "begin": messages.NOT_BEGINNINGS,
    "risks": messages.NOT_RISKS,
    **dict.fromkeys(("sections", "code", "other_numbers"), messages.NOT_SECTIONS),
}
"""What is said where keys with values should stand, by the field of the file; else it is about contacts."""


def _describe_unknown_key(path: FieldPath, known: list[str]) -> Problem:
    key = str(path[-1])
    nearest = find_nearest(key, known)
    if nearest:
        return Problem(path, messages.UNKNOWN_KEY_NEAR, {"key": shorten(key), "nearest": nearest})
    return Problem(path, messages.UNKNOWN_KEY, {"key": shorten(key), "allowed": list_words(known, 40)})


def _list_keys(part: type[Part], path: FieldPath) -> list[str]:
    """The keys that what stands at `path` may have."""
    annotation: Any = part
    for step in path:
        annotation = step_into(annotation, step)
    section = find_part(annotation)
    return list(read_keys(section)) if section else []


def _locate_all(problems: list[Problem], shown: str, spot: Spot) -> tuple[Finding, ...]:
    """All problems as findings, in order of place."""
    return sort_findings(_finding(problem, _place(shown, spot, problem)) for problem in limit_kinds(problems))


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings of one file in order of place, those without one first."""
    return tuple(sorted(findings, key=lambda each: (each.place.line, each.place.column) if each.place else (0, 0)))


def _finding(problem: Problem, place: Place) -> Finding:
    subject = format_path(problem.path)
    mistake = problem.mistake
    return Finding(mistake.message, place, subject, mistake.hint, dict(problem.values), mistake.severity)


def _place(shown: str, spot: Spot, problem: Problem) -> Place:
    """Where a problem is: at its value, at its key, or at the key of what is around it where it isn't there."""
    if problem.position:
        return Place(shown, *problem.position)
    if not spot[2]:
        return Place(shown)
    (value, key), there = find_spot(spot, problem.path)
    return Place(shown, *(value if there and not problem.mistake.at_key else key))
