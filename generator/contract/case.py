"""What of a contract can only be checked with its workspace: clause, ladder, languages, name. For `pipeline` and commands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from generator.contract.clause_file import check_generation, check_sections, read_clause
from generator.contract.ladder_file import check_steps, read_ladder
from generator.contract.loading import LoadedContract
from generator.errors import Finding, InputError, Place, TextError
from generator.text.catalogs import catalog_name
from generator.text.language import SOURCE, Language
from generator.workspace import Files, Workspace


def check_log(loaded: LoadedContract, workspace: Workspace) -> tuple[Finding, ...]:
    """The steps in a contract's logs that the ladder doesn't have; none where the ladder itself is wrong."""
    try:
        ladder = read_ladder(workspace.files, workspace.settings.ladder)
    except InputError:
        return ()
    return loaded.locate(check_steps(loaded.contract, ladder))


def check_clause(loaded: LoadedContract, files: Files) -> tuple[Finding, ...]:
    """What is wrong with how a contract refers to its clause: a version that isn't there, sections that the version lacks."""
    try:
        findings = tuple(check_sections(loaded.contract, read_clause(files, loaded.contract.clause.version)))
    except InputError as problem:
        findings = problem.findings
    return loaded.locate(findings)


def check_references(loaded: LoadedContract, files: Files) -> tuple[Finding, ...]:
    """A warning for each reference that belongs to another generation of the clause; none where the clause itself is wrong."""
    try:
        return loaded.locate(check_generation(loaded.contract, read_clause(files, loaded.contract.clause.version)))
    except InputError:
        return ()


def check_languages(loaded: LoadedContract, files: Files) -> tuple[Finding, ...]:
    """What is wrong with the languages that a contract wants its documents in: those that have no translation."""
    wanted = [(number, tag) for number, spec in enumerate(loaded.contract.languages) for tag in spec.split("+")]
    findings = [
        replace(finding, subject=f"languages[{number}]") for number, tag in wanted for finding in _check_language(tag, files)
    ]
    return loaded.locate(findings)


def _check_language(tag: str, files: Files) -> tuple[Finding, ...]:
    try:
        Language(tag)
    except TextError as problem:
        return problem.findings
    if tag == SOURCE or files.find_layers(catalog_name(tag)):
        return ()
    hint = "make one with: realisera locale new {lang}"
    return (Finding("there is no translation into '{lang}'", hint=hint, values={"lang": tag}),)


def check_name(source: Path) -> Iterator[Finding]:
    """A finding where the name of a file isn't text, so that it can't be written down in the manifest."""
    try:
        str(source).encode()
    except UnicodeEncodeError:
        hint = "give it a name in UTF-8, best of a to z and 0 to 9"
        shown = str(source).encode("utf-8", "backslashreplace").decode()
        yield Finding("the name of this file can't be read", Place(shown), hint=hint)
