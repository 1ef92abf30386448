"""What a file depends on, and nothing else: equal fingerprints, equal bytes. Called by `build.render`.

A document is composed before it is known whether it has to be made again, since its text is all that contract, date, content and
catalogs do to it: a change that changes no word of a document changes no fingerprint of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict, replace

import generator
from generator import __version__
from generator.rendering import name_engine
from generator.rendering.engines import Engine
from generator.rendering.stamps import PRODUCT
from generator.text.layout_words import LayoutWord, list_layout_words
from generator.text.tree import Document, Element
from generator.workspace import Files, Workspace, list_paths, list_plugins


class Inputs(Struct, frozen=True):
    """What a file is made from, each part by a digest or by its name."""

    text: str
    """The document tree."""
    letterhead: str
    """What stands around it: title, letterhead, date, languages, metadata."""
    layout: str
    """The layout's files, and its own words in the document's languages."""
    engine: str
    """What makes the bytes, with its version."""
    product: str
    """This program and its plug-ins, with their versions and digests of their code."""
    source: str = ""
    """The contract or report file that the file carries; nothing where it carries none."""
    said: str = ""
    """Text and letterhead but for the day that they are dated, which says nothing."""

    @property
    def parts(self) -> Mapping[str, str]:
        """The parts by name."""
        return {name: value for name, value in asdict(self).items() if name != "said"}

    @property
    def fingerprint(self) -> str:
        """SHA-256 over all of it."""
        return _digest(self.parts)

    @property
    def undated(self) -> str:
        """SHA-256 over all of it but the day that it is dated: equal ones, and a reader sees the same on another day."""
        return _digest([self.said, self.layout, self.engine, self.product, self.source])

    def stamp(self, document: Document) -> dict[str, str]:
        """What a file says of how it was made: digests of what it shows anyway, so that no value of a contract can be guessed."""
        facts = {PRODUCT: __version__, "document": document.slug, "language": "+".join(document.languages)}
        parts = {name: value for name, value in self.parts.items() if value and name != "product"}
        if document.edition:
            facts["edition"] = document.edition
        return facts | {"date": document.date.isoformat()} | parts

    def compare(self, known: Mapping[str, str]) -> tuple[str, ...]:
        """The parts that are others than those that are known."""
        return tuple(name for name, value in self.parts.items() if known.get(name, "") != value)


class Layouts:
    """Digests of layouts, each read once."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._read: dict[tuple[str, str, str, bool], tuple[str, tuple[LayoutWord, ...]]] = {}

    def list_inputs(self, document: Document, engine: Engine) -> Inputs:
        """What the file that an engine makes of a document depends on.

        Raises:
            TextError: a word of the layout is not translated.
        """
        files, words = self._read_layout(document, engine)
        text, undated = hash_tree(document.body), document.undated or document.body
        return Inputs(
            text=text,
            letterhead=_hash_letterhead(document, document.date.isoformat()),
            said=_digest([text if undated is document.body else hash_tree(undated), _hash_letterhead(document, "")]),
            layout=_digest([files, [document.translate(word.text, word.context) for word in words]]),
            engine=engine.signature,
            product=name_product(),
        )

    def _read_layout(self, document: Document, engine: Engine) -> tuple[str, tuple[LayoutWord, ...]]:
        """The digest of the files that an engine lays a document out with, and the words in them that are translated."""
        draws = engine.draws(document.body)
        key = (engine.name, document.layout, document.slug, draws)
        if key not in self._read:
            names = tuple(engine.list_files(self._files, document.layout, document.slug, draws=draws))
            content = [[name, hashlib.sha256(self._files.read(name)).hexdigest()] for name in names]
            words = dict.fromkeys(word for name in names for word in list_layout_words(self._files, name))
            self._read[key] = (_digest(content), tuple(words))
        return self._read[key]


def _hash_letterhead(document: Document, day: str) -> str:
    """A digest of what stands around a text, with `day` in the place of its date."""
    own = document.date.isoformat()
    return _digest(
        [
            document.title,
            document.languages,
            document.slug,
            document.author,
            document.subject,
            document.keywords,
            day,
            {name: day if name == "date" and value == own else value for name, value in document.letterhead.items()},
            *filter(None, [document.edition]),
        ]
    )


def hash_tree(tree: Element) -> str:
    """SHA-256 over a document tree."""
    return hashlib.sha256("".join(_spell(tree)).encode("utf-8", "surrogatepass")).hexdigest()


def _spell(element: Element) -> Iterator[str]:
    """A tree as text; nothing in a tree holds the characters that part it."""
    yield f"\x01{element.tag}"
    for name, value in element.attributes.items():
        yield f"\x02{name}\x03{value}"
    for child in element.children:
        if isinstance(child, str):
            yield f"\x04{child}"
        else:
            yield from _spell(child)
    yield "\x05"


@cache
def name_product() -> str:
    """This program and its plug-ins, each with its version, and a digest of its code for those who change it."""
    plugins = (_name_code(plugin.name, plugin.version, plugin.folder) for plugin in list_plugins().used)
    return ", ".join([_name_code("realisera", __version__, Path(generator.__file__).parent), *plugins])


def _name_code(name: str, version: str, folder: Path) -> str:
    digest = hashlib.sha256()
    for path in list_paths(folder):
        if path.endswith(".py"):
            with open(f"{folder}/{path}", "rb", buffering=0) as file:  # noqa: PTH123 (half of the time; there are hundreds)
                digest.update(path.encode() + b"\0" + file.read() + b"\0")
    return f"{name} {version} {digest.hexdigest()[:16]}"


def hash_request(workspace: Workspace, request: str, formats: Iterable[str]) -> str:
    """A digest of all that documents may depend on beside their source: `request` is what is asked for, in words."""
    settings = workspace.settings
    engines = [name_engine(form, settings.pdf_engine) for form in sorted(formats)]
    known = asdict(replace(settings, check={})) | {"letterhead": dict(settings.letterhead)}
    return _digest([request, name_product(), workspace.files.digest, engines, known])


def hash_source(request: str, data: bytes) -> str:
    """A digest of a source and of what `hash_request` sums up."""
    return hashlib.sha256(request.encode() + data).hexdigest()


def _digest(value: object) -> str:
    """SHA-256 over what JSON can say."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
