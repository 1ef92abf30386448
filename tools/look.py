"""Counts how documents fill their pages, and writes docs/paper.md. Called by `make look`; needs poppler and LibreOffice.

All documents of the examples are made in three choices of languages by both engines of PDF, and as Word files, which LibreOffice
lays out: what Word itself would make of them nobody has counted. Slides aren't counted, since each is a page.
"""
# ruff: noqa: INP001 (scripts, beside the package)

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pikepdf
from lxml import etree
from PIL import Image

from generator.documents import DOCUMENTS
from generator.files.pdf_streams import StreamReader
from generator.provenance.compare.pdf_pages import PageReader

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "paper.md"
LANGUAGES = ("sv", "en", "sv+en")
LAYERS = ("weasyprint", "typst", "word")
AIMS = {
    "invitation": (2, 2),
    "agenda": (1, 2),
    "clause-guide": (6, 10),
    "contacts": (2, 2),
    "monitoring": (2, 3),
    "minutes": (3, 4),
    "checklist": (1, 2),
    "monitoring-notice": (2, 3),
    "secrecy-review": (2, 2),
    "escalation-letter": (3, 4),
    "escalation-record": (2, 4),
    "action-plan": (3, 4),
    "risk-analysis": (3, 5),
    "followup-plan": (4, 5),
    "evaluation-report": (4, 5),
    "communication-report": (2, 4),
}
"""How many pages a document is to have at most, in Swedish and in two languages, where that is decided: a form is as long as its
questions."""
SMALL, SHORT = 7, 900
"""The most rows, and the most letters, of a table that stays whole: about a third of a page."""
_HEAD_OF_PAGE = """# How documents fill their pages

Counted by `make look` over all documents of the examples in Swedish, English and both, laid out by both engines of PDF, and as
Word files by LibreOffice; what Word makes of them isn't counted, and slides aren't either. *Pages* in the second table are
those of the longest document of its type, and *aim* is what it is to have at most. A page is *under 30 %*, or *under half*, by
the lowest thing that is drawn on it between head and foot; a page that begins anew, such as the receipt of a letter, counts as
any other. *Small* are tables of at most seven rows and 900 letters, which is about a third of a page: higher ones may be parted
between rows, since moving them whole leaves half a page empty. *Broken* are small ones that are parted by the end of a page,
which they are where they would leave three tenths of one empty whole, by reckoning (`rendering/page_fill.py`); *lead-ins* are
paragraphs that end with a colon and are parted from what they lead to, and *cut* are words that are broken over lines with no
hyphen.
"""
_UNMET = """
Where an aim isn't met, and why:

- `action-plan` in two languages as a PDF, one page more: that of a severe deviation has remediation, a timetable and sanctions,
  which the supplier has to read. Its last page is full enough; with the least air a tenth of a page would be left over.

Word files are as full as they are because they have less air where that saves a page by reckoning (`rendering/word/airs.py`).
What is under 30 % full is of three kinds. Receipts stand alone where a letter fills its page, since they are torn off and sent
back: else they stand under the letter. Letters and sheets end with their last lines, who signs, and what is to be filled in,
which stay together. And a few reports end with a short part.
"""
_COUNTS = "{} | under 30 % | under half | small tables | broken | lead-ins | cut |\n{}|---|---|---|---|---|---|"
_DAY = "2026-11-22"
_DPI = 30
_HEIGHT = 297
_FOOT, _HEAD, _FIRST_HEAD = 25, 28, 15
"""Millimetres of a page that running heads and feet have, and what is free over the letterhead."""
_WHITE = 250
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WORD_END = re.compile(r"\w\Z")
_XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True, slots=True)
class Table:
    """How much a table holds, and whether it is broken over pages."""

    rows: int
    letters: int
    is_broken: bool

    @property
    def is_small(self) -> bool:
        """Whether it is better whole."""
        return self.rows <= SMALL and self.letters <= SHORT


@dataclass(frozen=True, slots=True)
class Look:
    """What one document looks like on paper."""

    slug: str
    language: str
    layer: str
    fills: tuple[float, ...]
    """The share of each page that is filled, down to the lowest that is drawn."""
    tables: tuple[Table, ...]
    lead_ins: int
    """Paragraphs that end with a colon, whose list or table begins on another page."""
    cut_words: tuple[str, ...]
    """Words that are broken over lines without a hyphen."""

    @property
    def broken(self) -> int:
        """How many small tables are broken."""
        return sum(table.is_broken for table in self.tables if table.is_small)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, item or cell of a tagged PDF: what it says, and on which pages."""

    text: str
    pages: tuple[int, ...]
    in_table: bool
    is_heading: bool = False


class Tags:
    """What the tags of a PDF say of its tables and paragraphs."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        self._roles = pdf.Root.StructTreeRoot.get("/RoleMap", pikepdf.Dictionary())
        streams = StreamReader()
        self._texts = [PageReader(page, streams).read() for page in pdf.pages]
        self.tables: list[Table] = []
        self.blocks: list[Block] = []
        self._walk(pdf.Root.StructTreeRoot, in_table=False)

    def _walk(self, tag: pikepdf.Object, *, in_table: bool) -> None:
        for kid in _list_kids(tag):
            if not isinstance(kid, pikepdf.Dictionary) or "/S" not in kid:
                continue
            role = self._name(kid)
            if role == "Table":
                rows = [each for each in self._list_within(kid) if self._name(each) == "TR"]
                content = list(self._list_content(kid))
                letters = sum(len(self._texts[page].get(number, "")) for page, number in content)
                self.tables.append(Table(len(rows), letters, len({page for page, _ in content}) > 1))
            if role in {"P", "LBody", "Caption", "H1", "H2", "H3", "H4", "Figure"} and not self._has_blocks(kid):
                content = list(self._list_content(kid))
                text = "".join(self._texts[page].get(number, "") for page, number in content)
                self.blocks.append(Block(text, tuple(sorted({page for page, _ in content})), in_table, role.startswith("H")))
            elif role in {"TH", "TD"} and not self._has_blocks(kid):
                content = list(self._list_content(kid))
                text = "".join(self._texts[page].get(number, "") for page, number in content)
                self.blocks.append(Block(text, tuple(sorted({page for page, _ in content})), in_table=True))
            else:
                self._walk(kid, in_table=in_table or role == "Table")

    def _name(self, tag: pikepdf.Object) -> str:
        role = str(tag.S)
        while role in self._roles and str(self._roles[role]) != role:
            role = str(self._roles[role])
        return role[1:]

    def _has_blocks(self, tag: pikepdf.Object) -> bool:
        return any(self._name(each) in {"P", "L", "LBody", "Table", "Caption"} for each in self._list_within(tag))

    def _list_within(self, tag: pikepdf.Object) -> Iterator[pikepdf.Object]:
        for kid in _list_kids(tag):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid
                yield from self._list_within(kid)

    def _list_content(self, tag: pikepdf.Object) -> Iterator[tuple[int, int]]:
        """The page and number of each piece of marked content in a tag."""
        for kid in _list_kids(tag):
            if not isinstance(kid, pikepdf.Dictionary):
                yield self._pages[tag.Pg.objgen], int(kid)
            elif "/MCID" in kid:
                yield self._pages[kid.get("/Pg", tag.get("/Pg")).objgen], int(kid.MCID)
            elif "/S" in kid:
                yield from self._list_content(kid)


def _list_kids(tag: pikepdf.Object) -> list[pikepdf.Object]:
    kids = tag.get("/K", pikepdf.Array())
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def count_lead_ins(blocks: list[Block]) -> int:
    """How many paragraphs end with a colon and are followed on another page, but by a heading: lines to write on say nothing."""
    shown = [block for block in blocks if block.pages]
    return sum(
        before.text.rstrip().endswith(":") and not before.in_table and not after.is_heading and before.pages[-1] != after.pages[0]
        for before, after in pairwise(shown)
    )


def measure_fills(path: Path) -> tuple[float, ...]:
    """The share of each page that is filled, down to the lowest that is drawn between head and foot."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", str(_DPI), "-gray", path, f"{folder}/p"], check=True)  # noqa: S603, S607 (our own files)
        return tuple(_measure_fill(page, number == 0) for number, page in enumerate(sorted(Path(folder).iterdir())))


def _measure_fill(page: Path, is_first: bool) -> float:  # noqa: FBT001 (the only thing that differs)
    top = _FIRST_HEAD if is_first else _HEAD
    with Image.open(page) as image:
        scale = image.height / _HEIGHT
        body = image.crop((0, round(top * scale), image.width, round((_HEIGHT - _FOOT) * scale)))
        drawn = body.point(lambda shade: 255 if shade < _WHITE else 0).getbbox()
        return drawn[3] / body.height if drawn else 0.0


def find_cut_words(path: Path, vocabulary: set[str]) -> Iterator[str]:
    """Words of the vocabulary that are broken over lines with no hyphen to say so."""
    made = subprocess.run(["pdftotext", "-bbox-layout", path, "-"], check=True, capture_output=True).stdout  # noqa: S603, S607 (our own files)
    for block in etree.parse(io.BytesIO(made)).iter(f"{_XHTML}block"):
        lines = [[word.text or "" for word in line.iter(f"{_XHTML}word")] for line in block.iter(f"{_XHTML}line")]
        for before, after in pairwise(lines):
            joined = before[-1] + after[0]
            if _WORD_END.search(before[-1]) and joined in vocabulary and before[-1] not in vocabulary:
                yield joined


def read_vocabulary(word_file: Path) -> set[str]:
    """All words of a document, by its Word file."""
    with zipfile.ZipFile(word_file) as file:
        root = etree.fromstring(file.read("word/document.xml"))
    parts = root.iter(*(f"{_W}{tag}" for tag in ("t", "br", "tab", "p", "noBreakHyphen")))
    pieces = (part.text or "" if part.tag == f"{_W}t" else "-" if part.tag == f"{_W}noBreakHyphen" else " " for part in parts)
    return set("".join(pieces).split())


def is_of_data(word_file: Path) -> list[bool]:
    """Of each table of a Word file whether it is one to read, and doesn't just set texts side by side."""
    with zipfile.ZipFile(word_file) as file:
        root = etree.fromstring(file.read("word/document.xml"))
    return [table.find(f"{_W}tblPr/{_W}tblCaption") is not None for table in root.iter(f"{_W}tbl")]


def make_documents(folder: Path) -> None:
    """Make all documents of the examples: a folder for each that lays them out."""
    command = [Path(sys.executable).with_name("realisera"), "generate", "all", "examples", "--on", _DAY]
    command += [word for language in LANGUAGES for word in ("--lang", language)]
    for layer in LAYERS:
        options = ["--format", "docx"] if layer == "word" else ["--format", "pdf", "--pdf-engine", layer]
        subprocess.run([*command, *options, "--out", folder / layer], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603 (our own command)


def lay_out_word(folder: Path) -> None:
    """Lay out the Word files of a folder, each beside it, in the fonts of the product: Carlito is as wide as Calibri."""
    fonts = folder.parent / "data" / "fonts"
    fonts.parent.mkdir()
    fonts.symlink_to(ROOT / "templates" / "fonts")
    for sub in sorted({path.parent for path in folder.rglob("*.docx")}):
        subprocess.run(  # noqa: S603 (our own files)
            [  # noqa: S607 (found where it is installed)
                "soffice",
                "--headless",
                f"-env:UserInstallation={(folder.parent / 'office').as_uri()}",
                "--convert-to",
                'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}',
                "--outdir",
                sub,
                *sorted(sub.glob("*.docx")),
            ],
            check=True,
            capture_output=True,
            env={**os.environ, "XDG_DATA_HOME": str(fonts.parent)},
        )


def look_at(folder: Path) -> Iterator[Look]:
    """What each document of a folder looks like."""
    slugs = {document.slug for document in DOCUMENTS if document.layout != "slides"}
    for layer in LAYERS:
        for path in sorted((folder / layer).rglob("*.pdf")):
            slug = re.sub(r"^\d+-", "", path.name.split(".")[0])
            if slug in slugs:
                word_file = folder / "word" / path.relative_to(folder / layer).with_suffix(".docx")
                yield _look_at(path, slug, layer, word_file)


def _look_at(path: Path, slug: str, layer: str, word_file: Path) -> Look:
    with pikepdf.open(path) as pdf:
        tags = Tags(pdf)
    tables = tags.tables
    if layer == "word":
        tables = [table for table, is_shown in zip(tables, is_of_data(word_file), strict=True) if is_shown]
    cut = tuple(find_cut_words(path, read_vocabulary(word_file)))
    language = path.name.split(".")[-2].replace("-", "+")
    return Look(slug, language, layer, measure_fills(path), tuple(tables), count_lead_ins(tags.blocks), cut)


def write_page(looks: list[Look]) -> str:
    """The page for the documentation."""
    lines = [_HEAD_OF_PAGE, _COUNTS.format("| laid out by | documents | pages", "|---|---|---")]
    lines += (_write_sum(layer, [look for look in looks if look.layer == layer]) for layer in LAYERS)
    lines += ["", "By type: pages in Swedish / in both languages, for each that lays out; the rest over all three.", ""]
    lines += [_COUNTS.format(f"| document | aim | {' | '.join(LAYERS)} | pages", "|---|---|---|---|---|---")]
    for slug in dict.fromkeys([*AIMS, *(document.slug for document in DOCUMENTS)]):
        own = [look for look in looks if look.slug == slug]
        if not own:
            continue
        aim = " / ".join(map(str, AIMS[slug])) if slug in AIMS else "–"
        counted = _write_sum("", own).removeprefix("|  | ").partition(" | ")[2]
        pages = " | ".join(" / ".join(_count_most(own, layer, language) for language in ("sv", "sv+en")) for layer in LAYERS)
        lines.append(f"| `{slug}` | {aim} | {pages} | {counted}")
    words = Counter(word for look in looks for word in look.cut_words)
    if words:
        lines += ["", "Cut: " + ", ".join(f"{word} ({count})" for word, count in sorted(words.items())) + "."]
    return "\n".join(lines) + f"\n{_UNMET}"


def _write_sum(name: str, looks: list[Look]) -> str:
    fills = [fill for look in looks for fill in look.fills]
    small = sum(table.is_small for look in looks for table in look.tables)
    counts = (
        len(looks),
        len(fills),
        sum(fill < 0.3 for fill in fills),  # noqa: PLR2004 (as the heading says)
        sum(fill < 0.5 for fill in fills),  # noqa: PLR2004 (as the heading says)
        small,
        sum(look.broken for look in looks),
        sum(look.lead_ins for look in looks),
        sum(len(look.cut_words) for look in looks),
    )
    return f"| {name} | {' | '.join(map(str, counts))} |"


def _count_most(looks: list[Look], layer: str, language: str) -> str:
    return str(max((len(look.fills) for look in looks if (look.layer, look.language) == (layer, language)), default=0))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        make_documents(Path(made))
        lay_out_word(Path(made) / "word")
        PAGE.write_text(write_page(list(look_at(Path(made)))), encoding="utf-8")
