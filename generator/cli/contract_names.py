"""Which contract the user means: by file, id, registration number, or a part that only one has. Used by the commands."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from generator.cli.sources import YAML, WrongUsage, WrongValue, list_sources
from generator.contract.nodes import read_nodes
from generator.errors import Finding, InputError, explain
from generator.workspace import find_root

_SHOWN = 12
"""How many contracts are listed to choose from."""


class NamedContract(Struct, frozen=True):
    """A contract file, and what people call the contract."""

    path: Path
    id: str
    registration_number: str
    title: str

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called in full."""
        return tuple(name.casefold() for name in (self.id, self.registration_number, self.path.stem) if name)

    def __str__(self) -> str:
        return f"{self.id} ({self.path.as_posix()})"


def find_contract(name: str) -> Path:
    """The file of the contract that is meant, in the folder where one stands or its workspace.

    Raises:
        InputError: there is none, or several may be meant.
    """
    path = Path(name)
    if path.is_file():
        return path
    found = _find_meant(name)
    if len(found) == 1:
        return found[0].path
    known = found or list(list_contracts())
    values = {"name": name, "known": _show(known)}
    if found:
        raise InputError(Finding("several contracts may be meant by '{name}'", hint="say which: {known}", values=values))
    hint = "there are: {known}" if known else "go to the folder with your contracts, or write the file's name"
    raise InputError(Finding("there is no contract '{name}' here", hint=hint, values=values))


def _find_meant(name: str) -> list[NamedContract]:
    """The contracts that are called so; or else those of which a part is called so."""
    known, wanted = list(list_contracts()), name.casefold()
    found = [each for each in known if wanted in each.names]
    return found or [each for each in known if any(wanted in part for part in (*each.names, each.title.casefold()))]


def _describe_none(name: str) -> Finding:
    """That no contract is called so, with the one whose name is the nearest, or those that there are."""
    known = list(list_contracts())
    names = {each: contract for contract in known for each in contract.names}
    path = Path(name)
    is_path = path.name != name or path.suffix in YAML
    near = difflib.get_close_matches((path.stem if is_path else name).casefold(), names, 1)
    hint = "did you mean '{known}'?" if near else "there are: {known}" if known else ""
    meant = names[near[0]] if near else None
    values = {"name": name, "known": (meant.path.as_posix() if is_path else meant.id) if meant else _show(known)}
    return Finding("there is no contract, file or folder '{name}' here", hint=hint, values=values)


def _show(contracts: list[NamedContract]) -> str:
    return ", ".join(map(str, contracts[:_SHOWN])) + (" …" if len(contracts) > _SHOWN else "")


class Source(click.Path):
    """A file or folder, or what a contract is called."""

    def __init__(self, *, may_be_folder: bool = True) -> None:
        super().__init__(exists=True, dir_okay=may_be_folder, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; wrong usage if there is none, or several contracts may be meant."""
        if not isinstance(value, str) or Path(value).exists():
            return super().convert(value, param, ctx)
        found = _find_meant(value)
        if not found:
            raise WrongValue(_describe_none(value), param, ctx)
        if len(found) == 1:
            return found[0].path
        values = {"name": value, "known": _show(found)}
        raise WrongValue(
            Finding("several contracts may be meant by '{name}'", hint="say which: {known}", values=values), param, ctx
        )


class SourceArgument(click.Argument):
    """Files, folders and contracts; `-` stands for those that standard input lists, `@FILE` for those in a file, one a line."""

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        """All of them; wrong usage if a list is empty, since nothing named would mean everything."""
        names = tuple(name for each in value or () for name in self._list_names(each, ctx))
        if value and not names:
            raise WrongUsage(Finding("the list names no contract"), ctx)
        return super().type_cast_value(ctx, names)

    def _list_names(self, name: Any, ctx: click.Context) -> Iterator[Any]:
        path = name[1:] if isinstance(name, str) and name.startswith("@") and not Path(name).exists() else ""
        if name != "-" and not path:
            yield name
            return
        try:
            text = sys.stdin.read() if name == "-" else Path(path).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as problem:
            values = {"file": str(path or "-"), "problem": explain(problem)}
            raise WrongUsage(Finding("the list {file} can't be read: {problem}", values=values), ctx) from problem
        lines = (line.strip() for line in text.splitlines())
        yield from (line for line in lines if line and not line.startswith("#"))


def list_contracts() -> Iterator[NamedContract]:
    """The contracts in the workspace that one stands in, or else in the folder."""
    root = find_root(Path.cwd())
    folder = Path(os.path.relpath(root)) if root else Path()
    for path in list_sources((folder,)):
        try:
            held = read_nodes(path.read_bytes()).data
        except OSError:
            continue
        if isinstance(held, dict) and "supplier" in held:
            yield NamedContract(path, _read(held.get("id")), _read(held.get("registration_number")), _read(held.get("title")))


def _read(value: object) -> str:
    """A text, in all its languages."""
    return value if isinstance(value, str) else " ".join(map(str, value.values())) if isinstance(value, dict) else ""
