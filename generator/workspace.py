"""Where templates, content, catalogs and settings come from: a region's folder first, then the package. Anyone may call."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.errors import Finding, InputError, Place

_INSTALLED = Path(__file__).parent / "data"
PACKAGE = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parent.parent
"""The folder that holds the product's own `templates/`, `content/` and `locales/`."""

SETTINGS = "realisera.toml"
ROOMS = ("content", "locales", "templates")
"""The folders of a workspace whose files win over the package's."""


@dataclass(frozen=True)
class Files:
    """Files of a workspace over those of the package: the same relative path in the workspace wins, file by file."""

    root: Path | None = None

    def find(self, name: str) -> Path | None:
        """The file that `name` (such as `templates/print.css`) stands for, or None."""
        return next(iter(self.find_layers(name)), None)

    def find_layers(self, name: str) -> tuple[Path, ...]:
        """Every file that stands at `name`, the workspace's before the package's."""
        return tuple(folder / name for folder in self._folders if (folder / name).is_file())

    def read(self, name: str) -> bytes:
        """What the file holds.

        Raises:
            FileNotFoundError: it is neither in the workspace nor in the package.
        """
        path = self.find(name)
        if path is None:
            raise FileNotFoundError(name)
        return path.read_bytes()

    def list_names(self, pattern: str) -> tuple[str, ...]:
        """The names that fit a pattern such as `content/*.md`, in order, whichever layer they stand in."""
        return tuple(sorted({path.relative_to(folder).as_posix() for folder in self._folders for path in folder.glob(pattern)}))

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all templates, content and catalogs as they are when this is first asked for."""
        import hashlib  # noqa: PLC0415 (the command's help has no use for it)

        digest = hashlib.sha256()
        for folder in self._folders:
            for path in _walk(folder):
                digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()

    @property
    def _folders(self) -> tuple[Path, ...]:
        return (self.root, PACKAGE) if self.root and self.root != PACKAGE else (PACKAGE,)


def _walk(folder: Path) -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted(path for path in (folder / room).rglob("*") if path.is_file() and path.suffix != ".mo")


@dataclass(frozen=True, slots=True)
class Settings:
    """What `realisera.toml` says."""

    languages: tuple[str, ...] = ("sv", "en", "sv+en")
    """The languages that documents are made in when neither the command nor the contract says otherwise."""
    data_language: str = "sv"
    """The language of prose that doesn't say its own."""
    letterhead: Mapping[str, str] = field(default_factory=dict)
    """The organisation's own fields for headers and footers; they win over what the contract says of the buyer."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A region's folder: its settings and its files."""

    root: Path | None
    settings: Settings
    files: Files


def find_workspace(*starts: Path) -> Workspace:
    """The workspace that the first of these files or folders lies in, or one with the product's own settings.

    Raises:
        InputError: its settings are wrong.
    """
    for start in starts:
        folders = [start.absolute(), *start.absolute().parents]
        root = next((folder for folder in folders if (folder / SETTINGS).is_file()), None)
        if root:
            return Workspace(root, load_settings(root / SETTINGS), Files(root))
    return Workspace(None, Settings(), Files())


def load_settings(path: Path) -> Settings:
    """The settings of a workspace.

    Raises:
        InputError: the file isn't TOML, or says something unknown or of the wrong kind.
    """
    import tomllib  # noqa: PLC0415 (the command's help has no use for it)

    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as problem:
        values = {"problem": str(problem)}
        raise InputError(Finding("the settings can't be read: {problem}", Place(str(path)), values=values)) from problem
    findings = tuple(_check_settings(data, Place(str(path))))
    if findings:
        raise InputError(*findings)
    settings: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    return Settings(**settings)


def _check_settings(data: dict[str, Any], place: Place) -> Iterator[Finding]:
    names = list(Settings.__dataclass_fields__)
    for key, value in data.items():
        near = difflib.get_close_matches(key, names, 1)
        if key not in names:
            hint = "did you mean '{near}'?" if near else "known settings: {names}"
            values = {"near": near[0] if near else "", "names": ", ".join(names)}
            yield Finding("there is no such setting", place, key, hint, values)
        elif key == "languages" and not (isinstance(value, list) and value and all(isinstance(item, str) for item in value)):
            yield Finding("this must be a list of languages", place, key, 'for example ["sv", "en", "sv+en"]')
        elif key == "data_language" and not isinstance(value, str):
            yield Finding("this must be a language", place, key, 'for example "sv"')
        elif key == "letterhead" and not (isinstance(value, dict) and all(isinstance(item, str) for item in value.values())):
            yield Finding("this must be a table of texts", place, key, 'for example organisation = "Region Exempel"')
