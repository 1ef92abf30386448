"""Translations edited in the page: checked, written to the catalog that they belong in, and taken back. Called by `studio`.

Nothing of a catalog is changed but the one entry, and only while it is as its editor saw it.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from msgspec import Struct

from generator.errors import N_, Finding, InputError, Place, TextError, explain
from generator.files.atomic import check_writable, lock_file, write_file
from generator.preview.messages import show_path
from generator.text.catalogs import Key, catalog_name, parse_catalog, read_plural_rule
from generator.text.extraction import Message
from generator.text.language import SOURCE
from generator.text.placeholders import find_placeholders
from generator.translating.checks import CatalogCheck
from generator.translating.editing import (
    Block,
    add_translation,
    find_block,
    list_blocks,
    put_translation,
    replace_block,
    take_away,
)
from generator.translating.glossary import read_glossary
from generator.translating.po_files import PoFile, format_catalog
from generator.translating.po_header import Header, complete_header, read_header
from generator.workspace import PACKAGE, Files

State = Literal["saved", "warned", "refused", "changed", "undone"]
_LONGEST = 20_000
"""Characters of a translation: the longest text of the product has some hundred."""
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_WAIT = 5.0
"""Seconds to wait for somebody else who edits the file."""
_SHOWN = 4
_NUMBERS = range(1001)
_PLURAL = re.compile(r"plural\s*=\s*([^;]+)")


class Sheet(Struct, frozen=True):
    """A translation as it is put before its editor."""

    language: str
    text: str
    plural: str
    """The source for many, where it is a counted thing."""
    comment: str
    remarks: tuple[str, ...]
    """What translators have written on it."""
    placeholders: tuple[str, ...]
    strings: tuple[str, ...]
    forms: tuple[str, ...]
    """For a counted thing, the numbers that each form goes with, such as `2, 3, 4, 5 …`."""
    file: str
    """Where it is written to, as its user would write the path."""
    stamp: str
    """Another when the translation is."""


class Outcome(Struct, frozen=True):
    """What came of an edit."""

    state: State
    findings: tuple[Finding, ...] = ()
    path: Path | None = None
    """The file that was written."""
    key: Key | None = None


class _Edit(Struct, frozen=True):
    path: Path
    key: Key
    before: str | None
    """The lines of the entry; None where there was none."""
    after: str
    made_file: bool


class Editor:
    """Edits the translations that a workspace says, and knows what it has edited."""

    def __init__(self, root: Path, files: Files) -> None:
        self._root, self._files = root, files
        self._edits: list[_Edit] = []

    @property
    def count(self) -> int:
        """How many edits can be taken back."""
        return len(self._edits)

    def open(self, message: Message, language: str, remarks: Sequence[str] = ()) -> Sheet:
        """The translation of a message, as it is put before its editor.

        Raises:
            TextError: the catalog can't be read.
            InputError: the catalog leads out of the workspace, or the system doesn't let it be read.
        """
        path = self._choose_file(message.key, language)
        with _tell_trouble(path):
            text, block = self._read(path, language, message.key)
        strings = block.strings if block else self._find_inherited(message.key, language)
        forms = _list_forms(text, path) if message.plural else ()
        count = len(forms) or 1
        return Sheet(
            language,
            message.text,
            message.plural,
            message.comment,
            block.remarks if block else tuple(remarks),
            tuple(find_placeholders(f"{message.text} {message.plural}")),
            (*strings, *[""] * count)[:count],
            forms,
            show_path(path),
            _stamp(path, block, strings),
        )

    def save(  # noqa: PLR0913 (what an edit is)
        self,
        message: Message,
        language: str,
        strings: Sequence[str],
        stamp: str,
        order: Mapping[Key, int],
        *,
        anyway: bool = False,
    ) -> Outcome:
        """Write a translation, unless something is wrong with it; with warnings, only `anyway`.

        Raises:
            TextError: the catalog can't be read.
            InputError: it can't be written.
        """
        path = self._choose_file(message.key, language)
        tidy = tuple(_tidy(string, message.text) for string in (strings if message.plural else strings[:1]))
        if unfit := _find_unfit(tidy, Place(show_path(path))):
            return Outcome("refused", (unfit,))
        with _tell_trouble(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        with lock_file(path, wait=_WAIT), _tell_trouble(path):
            is_new = not path.exists()
            text, block = self._read(path, language, message.key)
            known = block.strings if block else self._find_inherited(message.key, language)
            if _stamp(path, block, known) != stamp:
                return Outcome("changed", (Finding(_CHANGED, Place(show_path(path)), hint=_LOOK),))
            edited = put_translation(text, block, tidy) if block else add_translation(text, message, tidy, order)
            findings = self._check(edited, path, language, message.key)
            if any(finding.severity == "error" for finding in findings):
                return Outcome("refused", findings)
            if findings and not anyway:
                return Outcome("warned", findings)
            self._write(path, edited, text, is_new=is_new)
            after = find_block(edited, message.key)
            if after:
                self._edits.append(_Edit(path, message.key, block.text if block else None, after.text, is_new))
        return Outcome("saved", findings, path, message.key)

    def undo(self) -> Outcome:
        """Take back the last edit that wasn't, unless somebody has changed its entry since: then that one is let go.

        Raises:
            TextError: the catalog can't be read.
            InputError: it can't be written.
        """
        if not self._edits:
            return Outcome("refused", (Finding(N_("there is nothing to take back")),))
        edit = self._edits[-1]
        place = Place(show_path(edit.path))
        with lock_file(edit.path, wait=_WAIT), _tell_trouble(edit.path):
            data = edit.path.read_bytes() if edit.path.exists() else b""
            parse_catalog(data, show_path(edit.path))
            text = data.decode("utf-8")
            block = find_block(text, edit.key)
            self._edits.pop()
            if block is None or block.text != edit.after:
                return Outcome("changed", (Finding(_CHANGED_SINCE, place, hint=_LEFT, values={"text": edit.key[1]}),))
            restored = take_away(text, block) if edit.before is None else replace_block(text, block, edit.before)
            if edit.made_file and not any(list_blocks(restored)):
                edit.path.unlink()
            else:
                self._write(edit.path, restored, text, is_new=False)
        return Outcome("undone", (), edit.path, edit.key)

    def _choose_file(self, key: Key, language: str) -> Path:
        """The workspace's own catalog, unless it is the product's own workspace and the product says the message."""
        name = catalog_name(language)
        own = self._root / name
        if not Path(os.path.realpath(own)).is_relative_to(os.path.realpath(self._root)):
            message = "this is a link that leads out of the workspace"
            raise InputError(Finding(message, Place(str(own)), hint="put the file itself here"))
        if self._root.is_relative_to(PACKAGE):
            for path in self._files.find_layers(name):
                if path.is_relative_to(PACKAGE) and find_block(path.read_bytes().decode("utf-8", "replace"), key):
                    return path
        return own

    def _read(self, path: Path, language: str, key: Key) -> tuple[str, Block | None]:
        """The text of a catalog, or that of a new one, and the entry of a message in it."""
        if not path.exists():
            head = complete_header(Header(), language)
            return format_catalog(PoFile(head, locale=language.replace("-", "_"))).decode(), None
        data = path.read_bytes()
        parse_catalog(data, show_path(path))
        text = data.decode("utf-8")
        return text, find_block(text, key)

    def _find_inherited(self, key: Key, language: str) -> tuple[str, ...]:
        """The translation that the product, or a plug-in, has."""
        for path in self._files.find_layers(catalog_name(language)):
            if block := find_block(path.read_bytes().decode("utf-8", "replace"), key):
                return block.strings
        return ()

    def _check(self, text: str, path: Path, language: str, key: Key) -> tuple[Finding, ...]:
        """What is wrong with the translation of a message, by what `locale check` looks for."""
        shown = show_path(path)
        catalog = parse_catalog(text.encode(), shown)
        glossary = read_glossary(self._files)
        check = CatalogCheck(catalog, shown, source_language=SOURCE, language=language, glossary=glossary)
        return tuple(check.list_findings(key))

    def _write(self, path: Path, text: str, seen: str, *, is_new: bool) -> None:
        """Write a catalog in place of what was seen of it.

        Raises:
            InputError: it has been written by somebody else meanwhile, or can't be.
        """
        if not is_new:
            check_writable(path)
            if path.read_bytes() != seen.encode():
                raise InputError(Finding(_CHANGED, Place(show_path(path)), hint=_LOOK))
        write_file(path, text.encode())


@contextmanager
def _tell_trouble(path: Path) -> Iterator[None]:
    """What the system refuses is told as what is wrong with the file."""
    try:
        yield
    except OSError as problem:
        values = {"problem": explain(problem), "folder": str(path.parent)}
        raise InputError(Finding(_NOT_EDITED, Place(show_path(path)), hint=_CHECK_FOLDER, values=values)) from problem


_NOT_EDITED = N_("this file can't be edited: {problem}")
_CHECK_FOLDER = N_("check that {folder} is there and that you may write in it")
_CHANGED = N_("somebody else has changed this translation, or its file, since you opened it")
_LOOK = N_("nothing was written; look at what stands there now")
_CHANGED_SINCE = N_("this can't be taken back, since somebody has changed it after you: '{text}'")
_LEFT = N_("it is left as it is; the next time, the edit before it is taken back")


def _tidy(string: str, source: str) -> str:
    """What was written, with line ends only where the source has some: what is typed in a box may have more."""
    string = string.replace("\r\n", "\n").replace("\r", "\n")
    return string if "\n" in source else re.sub(r" *\n+ *", " ", string.strip("\n"))


def _find_unfit(strings: Sequence[str], place: Place) -> Finding | None:
    """Why a translation can stand in no catalog; None where it can."""
    if any(len(string) > _LONGEST for string in strings):
        return Finding("the translation is longer than {most} characters", place, values={"most": str(_LONGEST)})
    if any(_UNFIT.search(string) for string in strings):
        return Finding("a control character stands in the translation", place)
    is_whole = strings and all(string.strip() for string in strings)
    return None if is_whole else Finding("the translation is empty", place)


def _stamp(path: Path, block: Block | None, strings: Sequence[str]) -> str:
    seen = "\0".join([str(path), block.text if block else "", *strings])
    return hashlib.sha256(seen.encode("utf-8", "surrogatepass")).hexdigest()


def _list_forms(text: str, path: Path) -> tuple[str, ...]:
    """The numbers that each plural form goes with, by the rule in the head of a catalog: the first of them."""
    header = read_header(text.removeprefix("\ufeff"))
    found = _PLURAL.search(header.fields.get("Plural-Forms", "").partition(";")[2])
    try:
        rule = read_plural_rule(found[1].strip() if found else "n != 1", Place(show_path(path), 1))
    except TextError:
        return ("",) * header.plural_count
    numbers = [[number for number in _NUMBERS if rule(number) == form] for form in range(header.plural_count)]
    return tuple(", ".join(map(str, each[:_SHOWN])) + (" …" if len(each) > _SHOWN else "") for each in numbers)
