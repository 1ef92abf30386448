"""Finds text that a file says in another voice than the document tree: a change of language not marked, or one too many.

The tree is what every format is made of. Only letters count: figures and signs are read in any voice. What an empty field says
until somebody fills it in is no text of the tree.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import groupby

from lxml import etree
from lxml import html as lxml_html

from generator.text.tree import Element
from tests.rendering.slides_reading import A, P
from tests.rendering.word_reading import W, read_body, read_default_language

Letter = tuple[str, str]
"""A letter, and the language that it is read in."""


def read_tree(element: Element, language: str = "") -> Iterator[Letter]:
    """The letters of a document tree, with their languages; those of drawings are not text."""
    if element.tag == "svg":
        return
    language = element.attributes.get("lang", language)
    for child in element.children:
        yield from _mark(child, language) if isinstance(child, str) else read_tree(child, language)


def read_web(data: bytes) -> Iterator[Letter]:
    """The letters of the text of a web page."""
    page = lxml_html.document_fromstring(data)
    yield from _read_html(page.get_element_by_id("content"), page.get("lang", ""))


def _read_html(element: etree._Element, language: str) -> Iterator[Letter]:
    if element.tag in {"svg", "select"} or "words" in element.get("class", "").split():
        return  # What is drawn, and the words that stand instead of it on a phone, are no text of the tree.
    language = element.get("lang", language)
    yield from _mark(element.text or "", language)
    for child in element:
        yield from _read_html(child, language)
        yield from _mark(child.tail or "", language)


def read_word(data: bytes) -> Iterator[Letter]:
    """The letters of the body of a Word file, without its table of contents."""
    yield from _read_runs(read_body(data), read_default_language(data))


def read_contents(data: bytes) -> Iterator[Letter]:
    """The letters of a Word file's table of contents, without its own heading; none where there is none."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        body = etree.fromstring(file.read("word/document.xml"))
    for gallery in body.iter(f"{W}docPartGallery"):
        for paragraph in next(gallery.iterancestors(f"{W}sdt")).iter(f"{W}p"):
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            if style is None or style.get(f"{W}val") != "TOCHeading":
                yield from _read_runs(paragraph, read_default_language(data))


def _read_runs(parent: etree._Element, default: str) -> Iterator[Letter]:
    empty = {run for mark in parent.iter(f"{W}showingPlcHdr") for run in next(mark.iterancestors(f"{W}sdt")).iter(f"{W}r")}
    for run in (run for run in parent.iter(f"{W}r") if run not in empty):
        mark = run.find(f"{W}rPr/{W}lang")
        for text in run.iterfind(f"{W}t"):
            yield from _mark(text.text or "", mark.get(f"{W}val", default) if mark is not None else default)


def read_slides(data: bytes) -> Iterator[tuple[str, str]]:
    """The text and the language of each run on slides and in their notes."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for name in sorted(file.namelist()):
            if name.startswith(("ppt/slides/slide", "ppt/notesSlides/notesSlide")):
                for run in etree.fromstring(file.read(name)).iter(f"{A}r"):
                    shape = next(run.iterancestors(f"{P}sp", f"{P}graphicFrame"))
                    kind = next((place.get("type") for place in shape.iter(f"{P}ph")), "")
                    look = run.find(f"{A}rPr")
                    if kind not in {"dt", "ftr", "sldNum"}:
                        yield run.findtext(f"{A}t") or "", look.get("lang", "") if look is not None else ""


def compare_letters(expected: Iterator[Letter], found: Iterator[Letter]) -> list[str]:
    """Where two readings of the same text differ in language, or say another text."""
    wanted, read = list(expected), list(found)
    if [letter for letter, _ in wanted] != [letter for letter, _ in read]:
        return ["another text"]
    pairs = ((one, other, letter) for (letter, one), (_, other) in zip(wanted, read, strict=True))
    return [
        f"{''.join(letter for _, _, letter in group)[:60]!r} is {one}, and marked as {other or 'nothing'}"
        for (one, other), group in groupby(pairs, key=lambda pair: pair[:2])
        if one != other
    ]


def compare_slides(root: Element, data: bytes) -> list[str]:
    """What is said on slides in a language that the tree doesn't say it in, and what isn't said in that which it says."""
    letters, runs = list(read_tree(root)), list(read_slides(data))
    wanted = {tag: _join(letters, tag) for tag in {tag for _, tag in letters}}
    said = [letter for text, tag in runs for letter in _mark(text, tag)]
    found = [
        f"{text[:60]!r} is marked as {tag or 'nothing'}"
        for text, tag in runs
        if "".join(letter for letter, _ in _mark(text, tag)) not in wanted.get(_shorten(tag), "")
    ]
    return found + [
        f"missing in {language}: {text[:60]!r}" for text, language in _list_texts(root, "") if text not in _join(said, language)
    ]


def _list_texts(element: Element, language: str) -> Iterator[tuple[str, str]]:
    language = element.attributes.get("lang", language)
    for child in element.children:
        if isinstance(child, Element):
            yield from _list_texts(child, language) if child.tag != "svg" else ()
        elif letters := "".join(letter for letter, _ in _mark(child, language)):
            yield letters, language


def _join(letters: list[Letter], language: str) -> str:
    return "".join(letter for letter, tag in letters if tag == language)


def _mark(text: str, language: str) -> Iterator[Letter]:
    return ((letter, _shorten(language)) for letter in text if letter.isalpha())


def _shorten(language: str) -> str:
    """Without the country, which proofing tools ask for."""
    return language.partition("-")[0]
