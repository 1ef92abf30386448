"""Which installed packages bring documents of their own, and where their files lie. Called by `workspace` and `documents`.

Only what the packages say of themselves is read: none of their code runs here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from generator.errors import Finding

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "realisera.documents"
"""The group of entry points: each has the slug of a document type as its name, and says where the type is."""


class Plugin(Struct, frozen=True):
    """An installed package that brings document types."""

    name: str
    version: str
    folder: Path
    """Where its Python package lies, and in it, beside its code, its own `content/`, `templates/` and `locales/`."""
    entries: tuple[EntryPoint, ...]


class Plugins(Struct, frozen=True):
    """The packages that are used, in the order of their names, and why others are not."""

    used: tuple[Plugin, ...]
    findings: tuple[Finding, ...] = ()


@cache
def find_plugins(own: frozenset[str]) -> Plugins:
    """The installed packages that bring document types; `own` are the slugs that are the product's."""
    from importlib.metadata import entry_points  # noqa: PLC0415 (the command's help has no use for it)

    packages: dict[tuple[str, str], list[EntryPoint]] = {}
    for entry in entry_points(group=GROUP):
        if entry.dist:
            packages.setdefault((str(entry.dist.name), str(entry.dist.version)), []).append(entry)
    return choose_plugins(packages, own)


def choose_plugins(packages: Mapping[tuple[str, str], Iterable[EntryPoint]], own: Iterable[str]) -> Plugins:
    """The packages, by name and version, that can be used. One that takes a slug that is taken isn't used at all."""
    used: list[Plugin] = []
    findings: list[Finding] = []
    takers = dict.fromkeys(own, "realisera")
    for (name, version), entries in sorted(packages.items(), key=lambda item: item[0]):
        plugin = Plugin(name, version, Path(), tuple(sorted(entries, key=lambda entry: entry.name)))
        folder = _find_folder(_name_package(plugin.entries[0]))
        wrong = tuple(_check(plugin, folder, takers))
        findings += wrong
        if folder and not wrong:
            used.append(Plugin(name, version, folder, plugin.entries))
            takers |= {entry.name: name for entry in plugin.entries}
    return Plugins(tuple(used), tuple(findings))


def _check(plugin: Plugin, folder: Path | None, takers: Mapping[str, str]) -> Iterator[Finding]:
    if folder is None:
        values = {"package": plugin.name, "module": _name_package(plugin.entries[0])}
        message = "the package {package} isn't used: there is no Python package '{module}'"
        yield Finding(message, hint="install it again, or take it out: pip uninstall {package}", values=values)
    for entry in plugin.entries:
        if entry.name in takers:
            values = {"package": plugin.name, "slug": entry.name, "other": takers[entry.name]}
            message = "the package {package} isn't used: its document '{slug}' has the name of one of {other}"
            yield Finding(message, hint="give it another name, or take the package out: pip uninstall {package}", values=values)


def _name_package(entry: EntryPoint) -> str:
    """The outermost package of the module that an entry point names, whether or not there can be such a module."""
    return entry.value.partition(":")[0].partition(".")[0].strip()


def _find_folder(package: str) -> Path | None:
    """Where a package lies; None where there is none, or only a module without a folder."""
    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        return None
    return next((Path(place) for place in (spec and spec.submodule_search_locations) or () if Path(place).is_dir()), None)
