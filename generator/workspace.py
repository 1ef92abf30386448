"""Where templates, content, catalogs and settings come from: a region's folder, plug-ins, the package. Anyone may call."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from generator.errors import Finding, InputError, Place, explain
from generator.files.plugins import Plugins, find_plugins

_INSTALLED = Path(__file__).parent / "data"
PACKAGE = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parent.parent
"""The folder that holds the product's own `templates/`, `content/` and `locales/`."""

SETTINGS = "realisera.toml"
IGNORE = "ignore"
"""The setting of the check, under `check`, that lists the codes of warnings that aren't shown."""
_LONGEST = 16_000
"""How many characters a file of settings may have: what `tomllib` takes of memory for a dotted key grows with its square."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_CONTROL = "[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]"
_FIELDS = (
    *("organisation", "organisation_number", "address", "registration_number"),
    *("date", "officer", "officer_phone", "officer_email", "title"),
)
"""The fields of the letterhead that the product's own layouts show."""
_TOML_HINT = 'a setting is written as name = "value", and a list as name = ["sv", "en"]'
_NOT_MEANT = (".", "~$")
"""How the names of files begin that nobody put there: hidden ones, and those that Word leaves while a file is open."""
ROOMS = ("content", "locales", "templates")
"""The folders of a workspace whose files win over the package's."""
AUTO = "auto"
PDF_ENGINES = ("weasyprint", "typst", AUTO)
"""What may lay out PDFs; `auto` is WeasyPrint where it and the library Pango are there, else Typst."""


RISK_ORDERS = ("severity", "product")
"""What may decide which risk comes first: severity before likelihood, or the two multiplied."""


@cache
def list_plugins() -> Plugins:
    """The installed packages that bring documents of their own; none may have the name of one of the product's."""
    return find_plugins(frozenset(path.stem for path in (PACKAGE / "content").glob("*.md")))


class Files(Struct, frozen=True, eq=False, dict=True):
    """Files of a workspace over those of plug-ins, over those of the package: of the same relative path, the first wins.

    Under the package itself lies nothing, and under a workspace that is a plug-in's own folder only the package.
    """

    root: Path | None = None
    copied_from: tuple[tuple[Path, Path], ...] = ()
    """Folders of this machine, each with the folder of another that it is a copy of."""
    copies: Mapping[Path, Path] = field(default_factory=dict)
    """Where this machine has single files of another, by their paths there: the same files are meant, wherever they lie."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Files):
            return NotImplemented
        return (self.root, self.copied_from) == (other.root, other.copied_from)

    def __hash__(self) -> int:
        return hash((self.root, self.copied_from))

    def locate(self, path: Path) -> Path:
        """Where this machine has a file that its user calls `path`."""
        return self.copies.get(path, path)

    def show(self, path: Path) -> str:
        """How findings call a file: as its user does, also where this is a copy of it."""
        for folder, original in self.copied_from:
            if path.is_relative_to(folder):
                return str(original / path.relative_to(folder))
        return str(path)

    def find(self, name: str) -> Path | None:
        """The file that `name` (such as `templates/print.css`) stands for, or None."""
        return next(iter(self.find_layers(name)), None)

    def find_layers(self, name: str) -> tuple[Path, ...]:
        """Every file that stands at `name`, the workspace's before those of plug-ins and the package's.

        Raises:
            InputError: it is a link that leads out of its folder.
        """
        found = tuple(folder / name for folder in self._folders if (folder / name).is_file())
        if self.root and self.root != PACKAGE:
            _check_inside(self.root, *(path for path in found if path.is_relative_to(self.root)))
        return found

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
        found = (path.relative_to(folder) for folder in self._folders for path in folder.glob(pattern))
        return tuple(sorted({path.as_posix() for path in found if not path.name.startswith(_NOT_MEANT)}))

    def is_products(self, name: str) -> bool:
        """Whether a file is the product's own, and nobody has put another in its place."""
        return self.find(name) == PACKAGE / name

    def list_own(self) -> Iterator[tuple[str, Path]]:
        """The names of all files that are the workspace's own, each with its file."""
        if self.root and self.root != PACKAGE:
            yield from ((path.relative_to(self.root).as_posix(), path) for path in _walk(self.root))

    def list_added(self, pattern: str) -> tuple[str, ...]:
        """The names that fit a pattern and that the package doesn't know, in order."""
        return tuple(name for name in self.list_names(pattern) if not (PACKAGE / name).exists() and self.find(name))

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
    def below(self) -> Files:
        """The files that those of the workspace lie over."""
        return Files(PACKAGE if self._ignores_plugins else None)

    @property
    def _ignores_plugins(self) -> bool:
        return self.root is not None and (self.root == PACKAGE or (self.root / "__init__.py").is_file())

    @cached_property
    def _folders(self) -> tuple[Path, ...]:
        plugins = () if self._ignores_plugins else (plugin.folder for plugin in list_plugins().used)
        return tuple(dict.fromkeys([*((self.root,) if self.root else ()), *plugins, PACKAGE]))


def _check_inside(root: Path, *paths: Path) -> None:
    """Check that files of a workspace lie in it: a link out of it would put what stands elsewhere into documents."""
    for path in paths:
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root)):
            message = "this is a link that leads out of the workspace"
            raise InputError(Finding(message, Place(str(path)), hint="put the file itself here"))


def list_paths(folder: Path) -> list[str]:
    """All that lies below a folder and is no folder: its paths from there, with `/`, folder by folder in order."""
    root = os.path.join(folder, "")  # noqa: PTH118 (twice as fast as with paths, and there are many)
    found = [os.path.join(place, name)[len(root) :] for place, _, names in os.walk(root) for name in names]  # noqa: PTH118
    return sorted((path.replace(os.sep, "/") for path in found), key=lambda path: path.split("/"))


def _walk(folder: Path) -> Iterator[Path]:
    for room in ROOMS:
        for name in list_paths(folder / room):
            path = folder / room / name
            if path.suffix != ".mo" and not path.name.startswith(_NOT_MEANT) and path.is_file():
                yield path


class Settings(Struct, frozen=True):
    """What `realisera.toml` says."""

    languages: tuple[str, ...] = ("sv", "en", "sv+en")
    """The languages that documents are made in when neither the command nor the contract says otherwise."""
    data_language: str = "sv"
    """The language of prose that doesn't say its own."""
    ladder: str = "default"
    """The escalation ladder that applies: `content/ladder/<ladder>.yaml`."""
    pdf_engine: str = AUTO
    """What lays out PDFs: one of `PDF_ENGINES`."""
    risk_order: str = "severity"
    """Which risk comes first: one of `RISK_ORDERS`."""
    personal_data: Mapping[str, str] = field(default_factory=dict)
    """What the organisation says of personal data to those whose data it holds, by language."""
    letterhead: Mapping[str, str] = field(default_factory=dict)
    """The organisation's own fields for headers and footers; they win over what the contract says of the buyer."""
    new_contract: Mapping[str, str] = field(default_factory=dict)
    """What new contract files begin with: values by fields, such as `buyer.name`."""
    check: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What `check` is to do: under `ignore`, the codes of warnings that it doesn't show."""


class Workspace(Struct, frozen=True):
    """A region's folder: its settings and its files."""

    root: Path | None
    settings: Settings
    files: Files

    @classmethod
    def find(cls, path: Path) -> Workspace:
        """The workspace that a file or folder lies in, or one with the product's own settings.

        Raises:
            InputError: its settings are wrong.
        """
        return find_workspace(path)

    def override(self, **wishes: str | None) -> Workspace:
        """The workspace with settings that were asked for in place of its own; None asks for nothing."""
        asked: dict[str, Any] = {name: wish for name, wish in wishes.items() if wish is not None}
        return replace(self, settings=replace(self.settings, **asked))


def find_workspace(*starts: Path) -> Workspace:
    """The workspace that the first of these files or folders lies in, or one with the product's own settings.

    Raises:
        InputError: its settings are wrong.
    """
    root = find_root(*starts)
    return Workspace(root, load_settings(root / SETTINGS), Files(root)) if root else Workspace(None, Settings(), Files())


def find_root(*starts: Path) -> Path | None:
    """The folder of the workspace that the first of these files or folders lies in, or None."""
    folders = (folder for start in starts for folder in (start.absolute(), *start.absolute().parents))
    return next((folder for folder in folders if (folder / SETTINGS).is_file()), None)


def load_settings(path: Path) -> Settings:
    """The settings of a workspace.

    Raises:
        InputError: the file isn't TOML, or says something unknown or of the wrong kind.
    """
    import tomllib  # noqa: PLC0415 (the command's help has no use for it)

    place = Place(str(path))
    try:
        text = path.read_text(encoding="utf-8")
        if len(text) > _LONGEST:
            hint = "{most} at most"
            values = {"count": str(len(text)), "most": str(_LONGEST)}
            raise InputError(Finding("the settings are {count} characters long", place, hint=hint, values=values))
        data: dict[str, Any] = tomllib.loads(text)
        repr(data)  # what is too deep or too long for this can't be told of either
    except RecursionError as problem:
        raise InputError(Finding("values stand too deep in one another in the settings", place)) from problem
    except tomllib.TOMLDecodeError as problem:
        raise InputError(_tell_syntax(problem, text, path)) from problem
    except (UnicodeError, OSError) as problem:
        values = {"problem": explain(problem)}
        raise InputError(Finding("the settings can't be read: {problem}", place, values=values)) from problem
    except ValueError as problem:  # a number that is no date, or too long
        raise InputError(Finding("a value in the settings isn't one that TOML has", place, hint=_TOML_HINT)) from problem
    findings = tuple(_check_settings(data, place))
    if findings:
        raise InputError(*findings)
    settings: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    if "new_contract" in settings:
        settings["new_contract"] = dict(_list_fields(settings["new_contract"]))
    return Settings(**settings)


def _tell_syntax(problem: ValueError, text: str, path: Path) -> Finding:
    """That the settings aren't TOML, at the line that the parser names; at the last one where they end too soon."""
    found = re.search(r"at line (\d+), column (\d+)", str(problem))
    line, column = (int(found[1]), int(found[2])) if found else (text.rstrip().count("\n") + 1, 0)
    message = "this can't be read as TOML: a quotation mark, or a sign such as = or ], is missing or one too many"
    if "overwrite" in str(problem) or "twice" in str(problem):
        message = "a setting stands here that stands in the file already"
        return Finding(message, Place(str(path), line, column), hint="keep one of them")
    return Finding(message, Place(str(path), line, column), hint=_TOML_HINT)


def _check_settings(data: dict[str, Any], place: Place) -> Iterator[Finding]:
    names = list(Settings.__struct_fields__)
    for key, value in data.items():
        near = difflib.get_close_matches(key, names, 1)
        if key not in names:
            hint = "did you mean '{near}'?" if near else "known settings: {names}"
            values = {"near": near[0] if near else "", "names": ", ".join(names)}
            yield Finding("there is no such setting", place, key, hint, values)
        elif key == "personal_data":
            yield from _check_words(value, place)
        elif key == "letterhead":
            yield from _check_letterhead(value, place)
        elif key == "check":
            yield from _check_checking(value, place)
        else:
            yield from _check_value(key, value, place)


def _check_value(key: str, value: Any, place: Place) -> Iterator[Finding]:
    """Settings of one value, or of values that are all alike."""
    if key == "languages" and not (isinstance(value, list) and value and all(_is_language(item) for item in value)):
        yield Finding("this must be a list of languages", place, key, 'for example ["sv", "en", "sv+en"]')
    elif key == "data_language" and not (isinstance(value, str) and _LANGUAGE.fullmatch(value)):
        yield Finding("this must be a language", place, key, 'for example "sv"')
    elif key == "ladder" and not (isinstance(value, str) and _FILE_NAME.fullmatch(value)):
        yield Finding("this must be the name of a ladder", place, key, 'for example "default"')
    elif key == "pdf_engine" and value not in PDF_ENGINES:
        values = {"value": str(value), "engines": ", ".join(PDF_ENGINES)}
        yield Finding("'{value}' is nothing that lays out PDFs", place, key, "one of {engines}", values)
    elif key == "risk_order" and value not in RISK_ORDERS:
        values = {"value": str(value), "orders": ", ".join(RISK_ORDERS)}
        yield Finding("'{value}' is no order of risks", place, key, "one of {orders}", values)
    elif key == "new_contract" and not _are_texts(value):
        yield Finding("this must be a table of texts", place, key, 'for example "buyer.name" = "Region Exempel"')


def _are_texts(table: Any) -> bool:
    return isinstance(table, dict) and all(isinstance(each, str) for _, each in _list_fields(table))


def _list_fields(table: dict[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """The values of a table by their fields, whether a field is one key or tables in tables."""
    for key, value in table.items():
        name = f"{before}.{key}" if before else key
        if isinstance(value, dict):
            yield from _list_fields(value, name)
        else:
            yield name, value


def _check_words(words: Any, place: Place) -> Iterator[Finding]:
    """Words by language, such as those on personal data."""
    if not (isinstance(words, dict) and words and all(isinstance(text, str) and text.strip() for text in words.values())):
        yield Finding("this must be a table of texts by language", place, "personal_data", 'for example sv = "Vi behandlar …"')
        return
    for key, text in words.items():
        if not _LANGUAGE.fullmatch(key):
            yield Finding("this must be a language", place, f"personal_data.{key}", 'for example "sv"')
        if re.search(_CONTROL, text):
            yield Finding("a control character stands in this text", place, f"personal_data.{key}", "take it out")


def _check_letterhead(fields: Any, place: Place) -> Iterator[Finding]:
    """A region may add fields for its own layouts; one that is nearly a known one is taken for a mistake."""
    if not (isinstance(fields, dict) and all(isinstance(item, str) for item in fields.values())):
        yield Finding("this must be a table of texts", place, "letterhead", 'for example organisation = "Region Exempel"')
        return
    for key, value in fields.items():
        near = difflib.get_close_matches(key, _FIELDS, 1, 0.8)
        if near and key not in _FIELDS:
            hint = "did you mean '{near}'?"
            yield Finding("there is no such field", place, f"letterhead.{key}", hint, {"near": near[0]})
        if re.search(_CONTROL, value):
            yield Finding("a control character stands in this text", place, f"letterhead.{key}", "take it out")


def _check_checking(wishes: Any, place: Place) -> Iterator[Finding]:
    """What the check is asked to do; whether there are such codes, it says itself."""
    hint = 'for example ignore = ["RE2096"]'
    if not isinstance(wishes, dict):
        yield Finding("this must be a table of wishes for the check", place, "check", hint)
        return
    for key, value in wishes.items():
        if key != IGNORE:
            yield Finding("there is no such setting", place, f"check.{key}", "known settings: {names}", {"names": IGNORE})
        elif not (isinstance(value, list) and all(isinstance(code, str) for code in value)):
            yield Finding("this must be a list of codes", place, f"check.{key}", hint)


def _is_language(value: object) -> bool:
    """Whether it is a language, or two with a plus sign between them."""
    return isinstance(value, str) and len(value.split("+")) <= 2 and all(map(_LANGUAGE.fullmatch, value.split("+")))  # noqa: PLR2004
