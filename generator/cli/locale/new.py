"""`realisera locale new`: a language more."""

from __future__ import annotations

from collections.abc import Sequence

import click

from generator.cli.commands import Command
from generator.cli.locale.places import find_domains
from generator.cli.sources import LanguageCode, WrongUsage
from generator.cli.words import _
from generator.errors import Finding
from generator.files.atomic import write_file
from generator.text.extraction import Message
from generator.text.language import Language
from generator.translating.domains import Domain
from generator.translating.po_files import format_catalog
from generator.translating.updating import update_catalog
from generator.translating.worklist import list_portions
from generator.workspace import PACKAGE


@click.command(
    cls=Command,
    help=_(
        "LANG is the language to translate into, such as fi. "
        "It is told what to translate first: the documents in the order in which a contract needs them."
    ),
)
@click.argument("language", metavar=_("LANG"), type=LanguageCode())
def new(*, language: str) -> None:
    """Make catalogs."""
    tag = Language(language).tag
    domains = [(domain, domain.choose_messages(tag)) for domain in find_domains() if domain.source != tag]
    _refuse_needless(tag, domains)
    for domain, messages in domains:
        path = domain.find_catalog(tag)
        write_file(path, format_catalog(update_catalog(path, tag, domain.explain(messages))))
        click.echo(path)
        if domain.name == "documents":
            _tell_portions(messages)
    click.echo(_("What comes next:"))
    click.echo("  " + _("translate in Poedit or any text editor: one document of the list is enough to begin with"))
    click.echo("  realisera locale status")
    contracts = "examples/contracts" if domains[0][0].root == PACKAGE else "contracts"
    click.echo(f"  realisera generate action-plan {contracts} --lang {tag} --draft")


def _refuse_needless(language: str, domains: Sequence[tuple[Domain, Sequence[Message]]]) -> None:
    """Check that there is something to translate, and no catalog for it yet; else it is wrong usage."""
    for domain, _messages in domains:
        path = domain.find_catalog(language)
        if path.exists():
            hint = "bring it in step with: realisera locale update {language}"
            values = {"path": str(path), "language": language}
            raise WrongUsage(Finding("there is a catalog already: {path}", hint=hint, values=values))
    if not any(messages for _domain, messages in domains):
        message = "all texts are there in '{language}' already, so there is nothing to translate"
        raise WrongUsage(Finding(message, values={"language": language}))


def _tell_portions(messages: Sequence[Message]) -> None:
    """Print what to translate first."""
    portions = list_portions(messages)
    rows = [(portion.slug or _("shared by several documents"), portion.messages, portion.words) for portion in portions]
    width = max(len(name) for name, *_numbers in rows)
    click.echo()
    click.echo(_("What to translate first:"))
    form = _("{name}  {messages} messages, {words} words")
    for name, count, words in rows:
        click.echo("  " + form.format(name=name.ljust(width), messages=f"{count:4}", words=f"{words:5}"))
    click.echo()
