"""Writes `generator/finding_help.json`: the hints of each finding, and an example that is tried. Called by `make reference`."""
# ruff: noqa: INP001 (a script, beside the package)

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from unittest.mock import patch

from babel import Locale
from babel.messages.plurals import get_plural
from click.testing import CliRunner, Result
from msgspec.structs import replace

from generator import __version__
from generator.cli import main
from generator.cli.check import list_mistakes
from generator.cli.ignoring import check_settings
from generator.cli.words import format_finding
from generator.contract.case import AllCases, Cases
from generator.documents import list_documents
from generator.errors import Finding, RealiseraError, TextError
from generator.finding_codes import HELP, list_codes
from generator.text.catalogs import read_catalog
from generator.text.content_checks import check_texts
from generator.text.language import SOURCE
from generator.translating.checks import CatalogCheck
from generator.translating.glossary import read_glossary
from generator.workspace import SETTINGS, Files
from tools.reference.messages import list_messages
from tools.reference.pages import LANGUAGES, ROOT

CORPUS = ROOT / "tests" / "finding_examples.toml"
"""A table for each code: `file` of the examples or of the product, and lines of it, `mended` and `broken`, or commands of each.

Commands stand on lines of their own, and what isn't `realisera` is done by the shell; what the last one prints is what is shown.
Where `language` stands instead of `file`, they are all that a catalog of that language says, but for its head.
"""
CONTRACT = "contracts/surgical-instruments.yaml"
DAY = date(2026, 11, 22)
_RULE = "Plural-Forms"
_MOST_LINES = 20
"""How much of what a command prints is shown."""
_CHECKS: Mapping[str, Callable[[Cases], Iterable[Finding]]] = {
    "clause": Cases.check_clauses,
    "ladder": Cases.check_ladder,
    "questions": Cases.check_questions,
    "risks": Cases.check_typical_risks,
}
"""What checks a file of the workspace, by its folder in `content/`; all else is text."""


@dataclass(frozen=True, slots=True)
class BrokenFile:
    """Lines of a file of the examples as they are, and as somebody got them wrong."""

    code: str
    mended: str
    broken: str
    file: str = CONTRACT
    instead: str = ""
    """The lines of the file in whose place these stand, where those as they should be aren't in it themselves."""
    language: str = ""
    """Of the catalog that says only this, by what translators' checks it is tried."""

    @property
    def is_command(self) -> bool:
        """Whether it is no lines of a file but what somebody types, the last of which is a command of the product."""
        return self.broken.rstrip().rpartition("\n")[2].startswith("realisera ")

    @property
    def name(self) -> str:
        """The file's path in a workspace; none of a command."""
        if self.language:
            return f"locales/{self.language}/LC_MESSAGES/documents.po"
        return "" if self.is_command else self.file


def write_help(told: Mapping[str, Mapping[str, object]]) -> str:
    """The file: of each code its hints by message, and its example with what is told of it, by `try_examples`."""
    hints = _gather_hints()
    rows: dict[str, dict[str, object]] = {}
    for code in list_codes().values():
        own = {message: hints[message] for message in code.messages if hints.get(message)}
        if own:
            rows[code.code] = {"hints": own}
    for name, example in told.items():
        rows.setdefault(name, {})["example"] = example
    return json.dumps(dict(sorted(rows.items())), ensure_ascii=False, indent=1) + "\n"


def try_examples(examples: Iterable[BrokenFile]) -> dict[str, Mapping[str, object]]:
    """Of each code its example, with what is told of it, by language.

    Raises:
        ValueError: one shows nothing, or is wrong as it should be.
    """
    tried: dict[str, Mapping[str, object]] = {}
    with copy_examples() as folder:
        for each in examples:
            told = try_command(each) if each.is_command else _tell(try_example(folder, each))
            tried[each.code] = {"file": each.name, "broken": each.broken, "mended": each.mended, "told": told}
    return tried


def read_examples() -> list[BrokenFile]:
    """All examples, in the order of their codes."""
    tables: Mapping[str, Mapping[str, str]] = tomllib.loads(CORPUS.read_text(encoding="utf-8"))
    return [BrokenFile(code, **table) for code, table in sorted(tables.items())]


@contextmanager
def copy_examples() -> Iterator[Path]:
    """A workspace with the contracts and reports of the examples, which is the working directory meanwhile."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        for room in ("contracts", "reports"):
            shutil.copytree(ROOT / "examples" / room, Path(name, room))
        shutil.copy(ROOT / "examples" / "realisera.toml", name)
        os.chdir(name)
        try:
            yield Path(name)
        finally:
            os.chdir(before)


def try_example(folder: Path, example: BrokenFile) -> Finding:
    """What is told of an example, of the code that it is an example of, and isn't told of the lines as they should be.

    Raises:
        ValueError: it isn't told, or the lines as they should be are wrong, or there is no place for them.
    """
    path = Path(example.name)
    source = None if example.language else next((each for each in (folder / path, ROOT / path) if each.is_file()), None)
    place = example.instead or example.mended
    text = source.read_text(encoding="utf-8") if source else place
    if example.language and _RULE not in text:
        text = f"{_write_head(example.language)}\n{text}\n"
    if text.count(place) != 1:
        raise ValueError(f"{example.code}: the lines in whose place it stands are there {text.count(place)} times in {path}")
    right = _check_mended(path, text.replace(place, example.mended), example.language)
    if (source or example.language) and any(finding.severity == "error" for finding in right):
        raise ValueError(f"{example.code}: the mended lines are wrong: {right[0]}")
    wrong = _check_text(path, text.replace(place, example.broken), example.language)
    told = [each for each in wrong if each.code == example.code]
    if len(told) <= sum(each.code == example.code for each in right):
        raise ValueError(f"{example.code}: this isn't told of its example, or also of the mended lines")
    if list_codes()[example.code].kind not in {"either", told[0].severity}:
        raise ValueError(f"{example.code}: what is told of its example is one of the {told[0].severity}s")
    found = next(each for each in told if _stands_in(each, text, place, example.broken)) if len(told) > 1 else told[0]
    return replace(found, place=replace(found.place, file=example.name)) if found.place else found


def _write_head(language: str) -> str:
    """The head of a catalog, with the language's own plural rule."""
    rule = get_plural(Locale.parse(language))
    return f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"{_RULE}: {rule}\\n"\n'


def _check_text(path: Path, text: str, language: str) -> list[Finding]:
    """What is told of a file that says this, a catalog if it has a language; it is as it was afterwards."""
    check = partial(_check_catalog, language) if language else _check
    before = path.read_bytes() if path.is_file() else None
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.write_text(text, encoding="utf-8")
        return check(path)
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)


_check_mended = cache(_check_text)
"""Most examples are of one file, which says the same wherever it is mended."""


def _stands_in(finding: Finding, text: str, place: str, broken: str) -> bool:
    """Whether a finding is about the lines of an example."""
    first = text[: text.index(place)].count("\n") + 1
    return bool(finding.place and first <= finding.place.line <= first + broken.count("\n"))


def _check(path: Path) -> list[Finding]:
    """What the check tells of a file, without all that it would tell of a workspace."""
    if path.parts[0] in {"contracts", "reports"}:
        return list(list_mistakes([path], [], DAY))
    try:
        cases = AllCases().find(Path())
        if path.parts[0] == SETTINGS:
            return list(check_settings(Path(), cases.workspace.settings))
        if check := _CHECKS.get(path.parts[1]):
            return list(check(cases))
        views = {each.slug: each.view for each in list_documents() if each.slug == path.stem}
        return list(check_texts(cases.workspace.files, views, ("sv", "en")))
    except RealiseraError as problem:
        return list(problem.findings)


def _check_catalog(language: str, path: Path) -> list[Finding]:
    """What translators' checks tell of a catalog."""
    try:
        glossary, catalog = read_glossary(Files(Path())), read_catalog(path)
    except TextError as problem:
        return list(problem.findings)
    return CatalogCheck(catalog, str(path), source_language=SOURCE, language=language, glossary=glossary).list_findings()


def try_command(example: BrokenFile) -> dict[str, str]:
    """What a command prints that somebody got wrong, by language.

    Raises:
        ValueError: it isn't told, or not alike everywhere and every day, or the command as it should be doesn't do what it says.
    """
    told = {lang: _shorten(_run(example.broken, lang).output.strip()) for lang in LANGUAGES}
    if any(f"[{example.code}]" not in text for text in told.values()):
        raise ValueError(f"{example.code}: this isn't told of its example: {told}")
    passing = (tempfile.gettempdir(), date.today().isoformat())  # noqa: DTZ011 (what a command without --on says)
    if any(each in text for each in passing for text in told.values()):
        raise ValueError(f"{example.code}: what is told names a folder of this machine, or today: {told}")
    if (done := _run_mended(example.mended, "en")).exit_code:
        raise ValueError(f"{example.code}: the mended command is wrong: {done.output}")
    return told


def _shorten(output: str) -> str:
    """The beginning of what is printed, without the version, with which the documentation would change."""
    lines = output.replace(f"realisera {__version__}", "realisera …").splitlines()
    return "\n".join(lines if len(lines) <= _MOST_LINES else [*lines[:_MOST_LINES], "…"])


def _run(commands: str, lang: str) -> Result:
    """What comes of the last of some commands in examples of their own, where they may write."""
    *before, last = commands.strip().splitlines()
    with copy_examples():
        for command in before:
            if command.startswith("realisera "):
                _invoke(command, lang)
            else:
                subprocess.run(["sh", "-c", command], check=True)  # noqa: S603, S607 (what an example says)
        return _invoke(last, lang)


_run_mended = cache(_run)
"""Many commands are mended to the same."""


def _invoke(command: str, lang: str) -> Result:
    return CliRunner(env=_speak(lang)).invoke(main, shlex.split(command)[1:], prog_name="realisera")


def _tell(finding: Finding) -> dict[str, str]:
    """A finding as the command prints it, by language."""
    told = {}
    for lang in LANGUAGES:
        with patch.dict(os.environ, _speak(lang)):
            told[lang] = format_finding(finding)
    return told


def _speak(lang: str) -> dict[str, str]:
    """The environment in which the command speaks a language."""
    return {"LANGUAGE": lang, "LC_ALL": "C.UTF-8"}


def _gather_hints() -> dict[str, list[str]]:
    """The hints that each message may have, in the order of the source."""
    hints: dict[str, list[str]] = {}
    for path in sorted((ROOT / "generator").rglob("*.py")):
        for said in list_messages(path.relative_to(ROOT / "generator").as_posix()):
            own = hints.setdefault(said.message, [])
            if said.hint and said.hint not in own:
                own.append(said.hint)
    return hints


if __name__ == "__main__":
    HELP.write_text(write_help(try_examples(read_examples())), encoding="utf-8", newline="\n")
