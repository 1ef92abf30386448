"""Catalogs as files: templates, updates, how far a translation has come. Called by the locale commands and by tests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import write_po

from generator.text.catalogs import read_catalog
from generator.text.extraction import Message


@dataclass(frozen=True, slots=True)
class Status:
    """How far a translation has come."""

    translated: int
    fuzzy: int
    missing: int

    @property
    def total(self) -> int:
        """All messages."""
        return self.translated + self.fuzzy + self.missing


def make_template(messages: Iterable[Message]) -> Catalog:
    """A catalog without translations."""
    catalog = Catalog(fuzzy=False)
    for message in messages:
        identifier = (message.text, message.plural) if message.plural else message.text
        catalog.add(identifier, auto_comments=[message.comment] if message.comment else [], context=message.context or None)
    return catalog


def update_catalog(path: Path, lang: str, messages: Iterable[Message]) -> Catalog:
    """The catalog at `path`, or a new one, brought in step with the messages.

    A message whose source has changed a little keeps its translation, marked fuzzy, with the source that it was made from.
    """
    catalog = Catalog(locale=lang, fuzzy=False)
    if path.exists():
        for entry in read_catalog(path):
            catalog[entry.id] = entry
    catalog.update(make_template(messages))
    return catalog


def format_catalog(catalog: Catalog) -> bytes:
    """A PO file in the one form that all of ours have: no wrapping, no line numbers, no dates."""
    header = [
        f"Language: {catalog.locale}" if catalog.locale else "",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {catalog.plural_forms}" if catalog.locale else "",
    ]
    head = 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in header if line)
    body = BytesIO()
    write_po(body, catalog, no_location=True, omit_header=True, width=0, include_previous=True, ignore_obsolete=True)
    return f"{head}\n".encode() + body.getvalue()


def measure_catalog(catalog: Catalog, messages: Iterable[Message]) -> Status:
    """How many of the messages the catalog translates."""
    translated = fuzzy = missing = 0
    for message in messages:
        entry = catalog.get(message.text, context=message.context or None)
        strings = () if entry is None else entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
        if entry is not None and entry.fuzzy:
            fuzzy += 1
        elif strings and all(strings):
            translated += 1
        else:
            missing += 1
    return Status(translated, fuzzy, missing)
