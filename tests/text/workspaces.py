"""Small workspaces to compose texts in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, make_dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from generator.text.catalogs import Catalog, catalog_name, load_catalog
from generator.text.composing import Composer, Composition, read_terms
from generator.text.language import Language
from generator.text.wording import REMARKS, Remarks, Wording
from generator.workspace import Files

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
SLUG = "letter"
TITLE = "# Åtgärdsplan"
"""A title, which every text must have and the package translates."""


def put_files(root: Path, files: dict[str, str]) -> Files:
    """The files of a workspace that has these, with the package's behind them."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return Files(root)


def write_po(*entries: str) -> str:
    """A catalog of entries as they stand in a PO file."""
    return "\n".join([HEADER, *(f"{entry}\n" for entry in entries)])


def write_translations(translations: dict[str, str]) -> str:
    """A catalog of translations by source."""
    return write_po(*(f"msgid {_quote(text)}\nmsgstr {_quote(said)}" for text, said in translations.items()))


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def make_view(**values: Any) -> Any:
    """A view with these values, whose type says theirs."""
    kind = make_dataclass("View", [(name, type(value)) for name, value in values.items()], frozen=True)
    return kind(**values)


@dataclass(frozen=True)
class Letter:
    """A content file and its translations, ready to compose."""

    composer: Composer
    has_title: bool
    """Whether the content is there whole; else a title stands after it, which `compose` takes away again."""

    def compose(self, *langs: str, draft: bool = False, **values: Any) -> Composition:
        """The letter with these values in its view."""
        composition = self.composer.compose(SLUG, make_view(**values), langs or ("sv",), draft=draft)
        tree = composition.tree
        return composition if self.has_title else replace(composition, tree=replace(tree, children=tree.children[:-1]))


def put_letter(root: Path, content: str, english: dict[str, str] | None = None, others: dict[str, str] | None = None) -> Letter:
    """A workspace with one content file, and perhaps translations into English and other files.

    Content without a title gets one behind it, so that its lines stay where they are.
    """
    has_title = content.startswith("# ")
    files = {f"content/{SLUG}.md": content if has_title else f"{content}\n\n{TITLE}\n", **(others or {})}
    if english is not None:
        files[catalog_name("en")] = write_translations(english)
    return Letter(Composer(put_files(root, files)), has_title)


def make_wording(lang: str, catalog: Catalog | None = None, data_language: str = "sv") -> Wording:
    """The package's own wording in a language, or that of a catalog."""
    files = Files()
    return Wording(Language(lang), catalog or load_catalog(files, lang), read_terms(files), data_language)


class Journaling:
    """Keeps a remarks while something is written."""

    def __enter__(self) -> Remarks:
        """Start it."""
        remarks = Remarks()
        self._token = REMARKS.set(remarks)
        return remarks

    def __exit__(self, *_: object) -> None:
        """End it."""
        REMARKS.reset(self._token)


def list_findings(findings: Iterable[object]) -> list[str]:
    """The findings as they are told."""
    return [str(finding) for finding in findings]
