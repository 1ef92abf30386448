"""Writes the lists of documents in docs/usage.md and ARCHITECTURE.md from what the types say. Called by `make documents`."""
# ruff: noqa: INP001 (scripts, beside the package)

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from generator.documents import DOCUMENTS, PACKS, DocumentType
from generator.text.catalogs import load_catalog
from generator.text.composing import read_title
from generator.workspace import PACKAGE, Files

ROOT = Path(__file__).resolve().parent.parent
_ITEMS = {
    "": "contract",
    "deviation": "deviation",
    "activity": "monitoring activity",
    "step": "step of the ladder",
    "request": "request for documents",
}
_AUDIENCES = {"supplier": "the supplier", "public": "everybody", "internal": "own use"}


def write_table() -> str:
    """The table of the documents, with a row for each pack before its parts."""
    lines = ["| document | slug | for | one for each | formats | made when due |", "|---|---|---|---|---|---|"]
    titles = read_titles()
    lines += [
        f"| **A pack of {len(pack.parts)}, and forms** | `{pack.slug}` | | contract | | {_list_kinds(pack.answers)} |"
        for pack in PACKS
    ]
    for document in DOCUMENTS:
        number = f"{document.place}. " if document.pack else ""
        made_of = "report file" if document.lists_contracts else "contract, or report file"
        each = made_of if document.is_over_figures else _ITEMS[document.item_kind]
        kinds = "with its pack" if document.pack else _list_kinds(document.answers)
        formats = " ".join(document.formats)
        name = f"{number}{titles[document.slug]}"
        lines.append(f"| {name} | `{document.slug}` | {_AUDIENCES[document.audience]} | {each} | {formats} | {kinds} |")
    return "\n".join(lines)


def write_modules() -> str:
    """The modules of the documents, those of packs together, in one line."""
    packs = (f"of the {pack.slug} {_name_modules(pack.parts)}" for pack in PACKS)
    return "; ".join([*packs, _name_modules(tuple(document for document in DOCUMENTS if not document.pack))])


def _name_modules(documents: tuple[DocumentType, ...]) -> str:
    return ", ".join(f"`{document.make_view.__module__.rpartition('.')[2]}`" for document in documents)


def _list_kinds(answers: tuple[str, ...]) -> str:
    return ", ".join(kind.replace("_", " ") for kind in answers) or "–"


def read_titles(lang: str = "en") -> dict[str, str]:
    """What each document is called in English, or in Swedish."""
    files = Files(PACKAGE)
    swedish = {document.slug: read_title(files, document.slug) for document in DOCUMENTS}
    english = {text: entry.strings[0] for (_, text), entry in load_catalog(files, "en").entries.items()}
    headings = {_cut(text): _cut(translation) for text, translation in english.items()}
    return swedish if lang == "sv" else {slug: headings[title] for slug, title in swedish.items()}


def _cut(heading: str) -> str:
    """A heading without the values at its end."""
    return re.sub(r"\W*\{[{%].*", "", heading)


LISTS = {"docs/usage.md": ("documents", write_table), "ARCHITECTURE.md": ("document-modules", write_modules)}
"""The pages that have a list, what its marks are called, and what writes it."""


def put_list(page: str, name: str, text: str) -> str:
    """A page with the list between its marks.

    Raises:
        ValueError: the page has no such marks.
    """
    begin, end = f"<!-- {name}: written by make documents -->", f"<!-- /{name} -->"
    if page.count(begin) != 1 or page.count(end) != 1:
        raise ValueError(f"the page has no place for the list '{name}': {begin} … {end}")
    before, _, rest = page.partition(begin)
    space = "\n" if "\n" in text else ""
    return f"{before}{begin}{space}{text}{space}{end}{rest.partition(end)[2]}"


def list_pages(root: Path = ROOT) -> Iterator[tuple[Path, str]]:
    """Each page that has a list, and what it should say."""
    for name, (mark, write) in LISTS.items():
        yield root / name, put_list((root / name).read_text(encoding="utf-8"), mark, write())


if __name__ == "__main__":
    for path, text in list_pages():
        path.write_text(text, encoding="utf-8")
