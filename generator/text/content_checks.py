"""Checks of content, components and catalogs that need no contract. Called by `cli.check`, and by tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.errors import Finding, Place, RealiseraError
from generator.text.catalogs import Catalog, catalog_name, load_catalog
from generator.text.composing import Composer
from generator.text.extraction import Message, extract_documents
from generator.text.language import SOURCE
from generator.text.wording import check_entry
from generator.workspace import Files


def check_texts(files: Files, views: Mapping[str, type], languages: Sequence[str]) -> Iterator[Finding]:
    """What is wrong with the texts in these languages: names, tags, placeholders, missing translations.

    `views` has the type of the view for the slug of each document.
    """
    composer = Composer(files)
    for slug, view in views.items():
        try:
            composer.check(slug, view)
        except RealiseraError as problem:
            yield from problem.findings
    try:
        messages = extract_documents(files)
        for language in languages:
            if language != SOURCE:
                yield from check_catalog(load_catalog(files, language), messages)
    except RealiseraError as problem:
        yield from problem.findings


def check_catalog(catalog: Catalog, messages: Sequence[Message]) -> Iterator[Finding]:
    """What is wrong with a catalog, held against all messages that it should translate."""
    place = Place(catalog_name(catalog.lang))
    for message in messages:
        entry = catalog.find(message.text, message.context)
        values = {"text": message.text, "lang": catalog.lang}
        if entry is None or not any(entry.strings):
            yield Finding("not translated into {lang}: '{text}'", entry.place if entry else place, values=values)
        elif entry.fuzzy:
            yield Finding("the translation into {lang} is marked fuzzy: '{text}'", entry.place, values=values)
        else:
            yield from check_entry(message.text, entry, catalog, message.plural)
