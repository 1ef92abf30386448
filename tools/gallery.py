"""Makes docs/pictures/gallery/: the first page of each document in each language. Called by `make gallery`; needs poppler.

The pages that show them are made with the reference pages, since they need nothing but the pictures' names.
"""
# ruff: noqa: INP001 (scripts, beside the package)

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from PIL import Image, ImageOps

from generator.documents import DOCUMENTS
from tools.document_lists import read_titles
from tools.reference.pages import ROOT, begin_page, read_words

FOLDER = "docs/pictures/gallery"
_CODES = ("sv", "en", "sv-en")
_DAY = "2026-11-22"
_WIDTH, _GAP = 224, 12
_QUALITY = 40
"""Of WebP: the pictures are to tell documents apart, and the repository is to stay small."""


def write_gallery(lang: str) -> str:
    """The page that shows all documents."""
    words = read_words(lang)
    titles = read_titles(lang)
    parts = list(begin_page(lang, "gallery"))
    for document in DOCUMENTS:
        title, whom = titles[document.slug], words["audiences"][document.audience]
        shown = words["gallery"]["shown"].format(title=title)
        parts.append(f"## {title}\n\n`{document.slug}` · {whom}\n\n![{shown}](../pictures/gallery/{document.slug}.webp)\n")
    return "\n".join(parts)


def make_pictures() -> None:
    """Make all documents of the examples, and a picture of each kind.

    Raises:
        FileNotFoundError: there is a kind that no example has in all languages.
    """
    folder = ROOT / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        _generate(Path(scratch))
        for document in DOCUMENTS:
            pages = [_take_page(path, Path(scratch) / "page") for path in _find_made(Path(scratch), document.slug).values()]
            _put_together(pages).save(folder / f"{document.slug}.webp", quality=_QUALITY, method=6)


def _generate(out: Path) -> None:
    languages = [word for lang in ("sv", "en", "sv+en") for word in ("--lang", lang)]
    command = ["generate", "all", "examples", "--format", "pdf", "--pdf-engine", "typst", "--on", _DAY, *languages]
    subprocess.run([Path(sys.executable).with_name("realisera"), *command, "--quiet", "--out", out], cwd=ROOT, check=False)  # noqa: S603 (ours)


def _find_made(out: Path, slug: str) -> Mapping[str, Path]:
    """The first of the documents of a kind that there is in all languages, by language."""
    begun = (f"{slug}.", f"[0-9]*-{slug}.")  # alone, or in a pack
    for first in sorted(path for begin in begun for path in out.rglob(f"{begin}*{_CODES[0]}.pdf")):
        paths = {code: first.with_name(first.name.removesuffix(f"{_CODES[0]}.pdf") + f"{code}.pdf") for code in _CODES}
        if all(path.exists() for path in paths.values()):
            return paths
    raise FileNotFoundError(slug)


def _take_page(path: Path, to: Path) -> Image.Image:
    """The first page, in a thin frame."""
    size = ["-scale-to-x", str(_WIDTH), "-scale-to-y", "-1"]
    subprocess.run(["pdftoppm", "-png", "-singlefile", *size, path, to], check=True)  # noqa: S603, S607 (poppler, where it is)
    with Image.open(to.with_suffix(".png")) as page:
        return ImageOps.expand(page.convert("RGB"), 1, "#c8d0d8")


def _put_together(pages: list[Image.Image]) -> Image.Image:
    """The pages side by side."""
    whole = Image.new("RGB", (sum(page.width + _GAP for page in pages) - _GAP, max(page.height for page in pages)), "white")
    for number, page in enumerate(pages):
        whole.paste(page, (number * (page.width + _GAP), 0))
    return whole


def list_missing() -> Iterator[str]:
    """The kinds of documents that have no picture."""
    return (document.slug for document in DOCUMENTS if not (ROOT / FOLDER / f"{document.slug}.webp").exists())


if __name__ == "__main__":
    make_pictures()
