"""`realisera locale status`: how far each translation has come, document by document."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence

import click

from generator.cli.commands import Command
from generator.cli.locale.places import choose_languages, find_domains
from generator.cli.sources import LanguageCode, WholeNumber, tell
from generator.cli.words import _, add_examples
from generator.documents import list_documents
from generator.errors import Finding
from generator.text.catalogs import read_catalog
from generator.text.composing import read_title
from generator.translating.domains import Domain
from generator.translating.status import SHARED, Status, measure_catalog, measure_documents
from generator.workspace import Files

_NAMES = {"shared": _("what documents share"), "cli": _("the command")}
"""What isn't a document, in the user's language."""
Row = tuple[str, str, "Status"]
"""A document's slug and title, and how far it has come."""


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "For each language and document: how many texts are translated, marked fuzzy (look at them again) and missing, and "
            "how many words are left to translate."
        ),
        _("realisera locale status --require 100   fails as long as anything is left"),
    ),
)
@click.argument("languages", metavar=_("[LANG]..."), nargs=-1, type=LanguageCode())
@click.option(
    "--require",
    type=WholeNumber(0, 100),
    metavar=_("PERCENT"),
    help=_("Fail where fewer of a language's texts are translated."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def status(*, languages: tuple[str, ...], require: int | None, as_json: bool) -> None:
    """Measure catalogs."""
    chosen = choose_languages(list(find_domains()), languages)
    rows = {
        language: [row for domain, each in chosen if each == language for row in _measure(domain, language)]
        for language in sorted({language for _domain, language in chosen})
    }
    totals = {language: _add(listed) for language, listed in rows.items()}
    if as_json:
        listed = [_as_json(language, rows[language], totals[language]) for language in rows]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=1))
    else:
        click.echo("\n\n".join("\n".join(_format(each, rows[each], totals[each])) for each in rows), nl=bool(rows))
    short = [language for language, total in totals.items() if require is not None and total.percent < require]
    for language in short:
        values = {"percent": str(totals[language].percent), "require": str(require)}
        message = "translated: {percent} %, less than the required {require} %"
        tell(Finding(message, subject=language, values=values), err=True)
    if short:
        sys.exit(1)


def _measure(domain: Domain, language: str) -> Iterator[Row]:
    """The rows of a catalog; of documents, those that have texts of their own to translate."""
    catalog, messages = read_catalog(domain.find_catalog(language)), domain.choose_messages(language)
    if domain.name != "documents":
        yield domain.name, _NAMES[domain.name], measure_catalog(catalog, messages)
        return
    slugs = [document.slug for document in list_documents()]
    for slug, found in measure_documents(catalog, messages, slugs).items():
        if found.total:
            yield slug, _NAMES[slug] if slug == SHARED else read_title(Files(domain.root), slug), found


def _add(rows: Sequence[Row]) -> Status:
    return sum((found for _slug, _title, found in rows), Status())


def _format(language: str, rows: Sequence[Row], total: Status) -> Iterator[str]:
    """The rows of a language in columns, its total last."""
    heads = (_("translated"), _("fuzzy"), _("missing"), _("words left"))
    lines = [(slug, title, *_list_numbers(found)) for slug, title, found in rows]
    lines.append((_("all"), f"{total.percent} %", *_list_numbers(total)))
    names = [max(len(line[column]) for line in lines) for column in (0, 1)]
    widths = [max(len(head), *(len(line[column]) for line in lines)) for column, head in enumerate(heads, 2)]
    numbers = "  ".join(head.rjust(width) for head, width in zip(heads, widths, strict=True))
    yield f"{language.ljust(names[0] + names[1] + 4)}  {numbers}"
    for line in lines:
        numbers = "  ".join(number.rjust(width) for number, width in zip(line[2:], widths, strict=True))
        yield f"  {line[0].ljust(names[0])}  {line[1].ljust(names[1])}  {numbers}"


def _list_numbers(found: Status) -> tuple[str, ...]:
    return str(found.translated), str(found.fuzzy), str(found.missing), str(found.words_left)


def _as_json(language: str, rows: Sequence[Row], total: Status) -> dict[str, object]:
    documents = [{"document": slug, "title": title, **_as_numbers(found)} for slug, title, found in rows]
    return {"language": language, **_as_numbers(total), "percent": total.percent, "documents": documents}


def _as_numbers(found: Status) -> dict[str, int]:
    return {
        "translated": found.translated,
        "fuzzy": found.fuzzy,
        "missing": found.missing,
        "words_left": found.words_left,
    }
