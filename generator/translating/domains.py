"""Which catalogs a workspace, or the product itself, has, and what stands in them. Called by the locale commands and by tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.text.catalogs import Key, catalog_name, read_catalog
from generator.text.extraction import Message, extract_documents
from generator.text.language import SOURCE
from generator.workspace import PACKAGE, Files


@dataclass(frozen=True, slots=True)
class Domain:
    """What a kind of catalog holds, below a folder `root`."""

    root: Path
    name: str
    source: str
    """The language that its texts are written in, so that there is no catalog into it."""
    messages: tuple[Message, ...]
    inherited: frozenset[Key] = frozenset()
    """Which of the messages a workspace has from the product."""

    @property
    def template(self) -> Path:
        """The file that holds all that is to be translated."""
        return self.root / "locales" / f"{self.name}.pot"

    @property
    def own_messages(self) -> tuple[Message, ...]:
        """The messages that the workspace itself says."""
        return tuple(message for message in self.messages if message.key not in self.inherited)

    def find_catalog(self, language: str) -> Path:
        """The file of a language's catalog."""
        return self.root / catalog_name(language, self.name)

    def list_languages(self) -> list[str]:
        """The languages that there are catalogs for."""
        found = {path.parent.parent.name for path in self.root.glob(catalog_name("*", self.name))}
        return sorted(found - {self.source})

    def choose_messages(self, language: str) -> tuple[Message, ...]:
        """The messages of a language's catalog: in a workspace, what the product hasn't translated, or what is there already."""
        translated = self.inherited & _read_keys(PACKAGE / catalog_name(language, self.name))
        there = _read_keys(self.find_catalog(language))
        return tuple(message for message in self.messages if message.key not in translated or message.key in there)


def list_domains(root: Path, command: Iterable[Message]) -> Iterator[Domain]:
    """The domains of a workspace, or of the product itself, which also has a `command` that speaks.

    Raises:
        TextError: a text can't be read.
    """
    own = extract_documents(Files())
    if root == PACKAGE:
        yield Domain(root, "documents", SOURCE, own)
        yield Domain(root, "cli", "en", tuple(command))
    else:
        yield Domain(root, "documents", SOURCE, extract_documents(Files(root)), frozenset(message.key for message in own))


def _read_keys(path: Path) -> frozenset[Key]:
    entries = read_catalog(path) if path.exists() else ()
    return frozenset((entry.context or "", entry.id if isinstance(entry.id, str) else entry.id[0]) for entry in entries)
