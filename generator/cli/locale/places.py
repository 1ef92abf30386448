"""What the commands for translators work on: the workspace that the user stands in, or the product itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.cli.messages import extract_command
from generator.cli.sources import WrongUsage, refuse_language
from generator.errors import Finding
from generator.reporting.texts import TEXTS
from generator.translating.domains import Domain, list_domains
from generator.workspace import PACKAGE, find_workspace


def find_domains() -> Iterator[Domain]:
    """The kinds of catalogs that there are where the user stands.

    Raises:
        WrongUsage: the user stands in no workspace.
        TextError: a text can't be read.
    """
    root = _find_root()
    return list_domains(root, extract_command() if root == PACKAGE else (), TEXTS)


def choose_languages(domains: Sequence[Domain], wanted: Sequence[str]) -> list[tuple[Domain, str]]:
    """The catalogs that there are of the languages that are wanted, or of all: each as its kind and language.

    Raises:
        WrongUsage: there is no catalog of a language that is wanted.
    """
    found = [(domain, language) for domain in domains for language in domain.list_languages()]
    known = sorted({language for _domain, language in found})
    for language in wanted:
        if language not in known:
            raise refuse_language(language, known)
    return [(domain, language) for domain, language in found if language in (wanted or known)]


def list_updated(domains: Sequence[Domain], wanted: Sequence[str]) -> list[tuple[Domain, str]]:
    """The catalogs to bring in step: those that there are, and all of a language that there is none of.

    A language that has some isn't given others that nobody asked for: the command may speak another than the documents.
    """
    begun = {language for domain in domains for language in domain.list_languages()}
    return [
        (domain, language)
        for domain in domains
        for language in wanted or domain.list_languages()
        if language != domain.source and (language in domain.list_languages() or language not in begun)
    ]


def _find_root() -> Path:
    """The workspace that the user stands in, or else the product's own folder if that is where the user stands."""
    here = Path.cwd()
    root = find_workspace(here).root
    if root is None and not here.is_relative_to(PACKAGE):
        hint = "go to a folder with a file realisera.toml, or make that file"
        raise WrongUsage(Finding("there is no workspace here", hint=hint))
    return root or PACKAGE
