"""A new workspace: the folder's files from a few answers. Called by `cli`, which writes those that aren't there yet."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from lxml import etree
from msgspec import Struct, field

from generator.contract.schema import KINDS, make_schema
from generator.errors import Finding, InputError, Place, fill
from generator.workspace import PACKAGE, SETTINGS, Files

LOGO = "templates/logo.svg"
SCHEMAS = "schema"
_LARGEST_LOGO = 2_000_000
_EDITOR = ".vscode/settings.json"
_NO_ORGANISATION = "oss"


class Answers(Struct, frozen=True):
    """What is asked before a workspace is made. All may be left open."""

    organisation: str = ""
    organisation_number: str = ""
    address: str = ""
    languages: tuple[str, ...] = ("sv", "en", "sv+en")
    clause: str = ""
    """The generation of the clause that new contracts carry."""
    level: str = ""
    """Basic or advanced, likewise."""
    ladder: str = "default"
    logo: Path | None = None
    more: Mapping[str, str] = field(default_factory=dict)
    """Other fields that new contracts begin with."""


def make_folder(answers: Answers, translate: Callable[[str], str]) -> Mapping[str, bytes]:
    """The files of the workspace by their names in it. `translate` gives the descriptions of fields in Swedish.

    Raises:
        InputError: the logo isn't a drawing that layouts can show.
    """
    settings = fill(_read("realisera.toml"), {key: value.rstrip("\n") for key, value in _write_settings(answers).items()})
    files = {
        SETTINGS: settings,
        "README.md": fill(_read("README.md"), {"organisation": answers.organisation or _NO_ORGANISATION}),
        _EDITOR: json.dumps({"yaml.schemas": {f"{SCHEMAS}/{kind}.schema.json": f"{kind}s/*.yaml" for kind in KINDS}}, indent=2)
        + "\n",
        **{f"{SCHEMAS}/{kind}.schema.json": make_schema(kind, translate) for kind in KINDS},
    }
    logo = {LOGO: _read_logo(answers.logo)} if answers.logo else {}
    return {name: text.encode() for name, text in files.items()} | logo


def list_clauses(files: Files) -> tuple[str, ...]:
    """The generations of the clause that contracts may carry."""
    return tuple(Path(name).stem for name in files.list_names("content/clause/*.yaml"))


def list_ladders(files: Files) -> tuple[str, ...]:
    """The escalation ladders that there are."""
    return tuple(Path(name).stem for name in files.list_names("content/ladder/*.yaml"))


def _read(name: str) -> str:
    return (PACKAGE / "templates/start" / name).read_text(encoding="utf-8")


def _write_settings(answers: Answers) -> Mapping[str, str]:
    """What stands in the places of the settings, as TOML; what is open stands there as a comment."""
    begin = {
        "buyer.name": (answers.organisation, "Region Exempel"),
        "buyer.organisation_number": (answers.organisation_number, "NNNNNN-NNNN"),
        "clause.version": (answers.clause, "generation-c"),
        "clause.level": (answers.level, "advanced"),
        **{key: (value, "") for key, value in answers.more.items()},
    }
    head = {"organisation": (answers.organisation, "Region Exempel"), "address": (answers.address, "Box 100, 123 45 Exempelstad")}
    return {
        "languages": json.dumps(list(answers.languages)),
        "ladder": _quote(answers.ladder),
        "new_contract": _write_table({_quote(key): pair for key, pair in begin.items()}),
        "letterhead": _write_table(head),
    }


def _write_table(table: Mapping[str, tuple[str, str]]) -> str:
    lines = (f"{key} = {_quote(value)}" if value else f"# {key} = {_quote(example)}" for key, (value, example) in table.items())
    return "".join(f"{line}\n" for line in lines)


def _quote(text: str) -> str:
    """A basic string of TOML, which has the escapes of JSON; DEL, which JSON leaves as it is, goes."""
    return json.dumps(text.replace("\x7f", ""), ensure_ascii=False)


def _read_logo(path: Path) -> bytes:
    """The drawing, which must be SVG, since layouts show no other.

    Raises:
        InputError: it is something else, or can't be read.
    """
    place = Place(str(path))
    hint = "save it as SVG; for Word, put a picture into the letterhead of the layouts themselves"
    try:
        data = path.read_bytes()
        if len(data) > _LARGEST_LOGO or re.search(rb"<!(DOCTYPE|ENTITY)[^>]*\[", data):
            raise InputError(Finding("this drawing is too large, or declares what a drawing has no use for", place, hint=hint))
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (OSError, etree.XMLSyntaxError) as problem:
        raise InputError(Finding("this is not a drawing as SVG", place, hint=hint)) from problem
    if etree.QName(root).localname != "svg":
        raise InputError(Finding("this is not a drawing as SVG", place, hint=hint))
    return data
