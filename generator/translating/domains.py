"""Which catalogs a workspace, or the product itself, has, and what stands in them. Called by the locale commands and by tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from generator.text.catalogs import Key, catalog_name, read_catalog, read_documents
from generator.text.extraction import Message, extract_documents
from generator.text.language import PSEUDO, SOURCE
from generator.translating.examples import Examples
from generator.translating.po_files import as_tuple
from generator.workspace import PACKAGE, Files


class Domain(Struct, frozen=True):
    """What a kind of catalog holds, below a folder `root`."""

    root: Path
    name: str
    source: str
    """The language that its texts are written in, so that there is no catalog into it."""
    messages: tuple[Message, ...]
    inherited: frozenset[Key] = frozenset()
    """Which of the messages a workspace has from the product and from plug-ins."""
    below: Files = Files(PACKAGE)
    """Where it has them from."""
    make_examples: Callable[[], Examples] | None = None
    """Finds examples of what stands in placeholders; it takes a while, once."""

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
        """The languages that there are catalogs for, without the one that nobody speaks."""
        found = {path.parent.parent.name for path in self.root.glob(catalog_name("*", self.name))}
        return sorted(found - {self.source, PSEUDO})

    def choose_messages(self, language: str) -> tuple[Message, ...]:
        """The messages of a language's catalog: in a workspace, what isn't translated below it, or what it does itself.

        Of those, what the documents say that the catalog is for, where its head names them.
        """
        documents = read_documents(self.find_catalog(language)) if self.name == "documents" else None
        said = {each.key for each in extract_documents(Files(self.root), documents)} if documents is not None else None
        known = (_read_keys(path) for path in self.below.find_layers(catalog_name(language, self.name)))
        translated = self.inherited.intersection(frozenset().union(*known))
        there = _read_keys(self.find_catalog(language))
        wanted = (message for message in self.messages if message.key not in translated or message.key in there)
        return tuple(message for message in wanted if said is None or message.key in said)

    def explain(self, messages: Iterable[Message]) -> tuple[Message, ...]:
        """The messages with what translators should know of their placeholders."""
        return tuple(messages) if self.make_examples is None else tuple(map(self.make_examples().describe, messages))


def list_domains(root: Path, command: Iterable[Message], texts: Mapping[str, type] = MappingProxyType({})) -> Iterator[Domain]:
    """The domains of a workspace, or of the product itself, which also has a `command` that speaks.

    Raises:
        TextError: a text can't be read.
    """
    files = Files(root)
    own = extract_documents(files.below)
    inherited = frozenset(message.key for message in own)
    make_examples = cache(partial(Examples, files, texts))
    if root == PACKAGE:
        yield Domain(root, "documents", SOURCE, own, make_examples=make_examples)
        yield Domain(root, "cli", "en", tuple(command))
    else:
        yield Domain(root, "documents", SOURCE, extract_documents(files), inherited, files.below, make_examples)


def _read_keys(path: Path) -> frozenset[Key]:
    """What a catalog translates, rightly or not yet."""
    entries = (entry for entry in read_catalog(path) if any(as_tuple(entry.string))) if path.exists() else ()
    return frozenset((entry.context or "", as_tuple(entry.id)[0]) for entry in entries)
