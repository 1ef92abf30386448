"""A screen reader's voice changes where the language does, in every format; and where it doesn't, the check says so."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.rendering.arranging import arrange
from generator.rendering.slides.writer import SlidesWriter
from generator.rendering.web import WebWriter
from generator.rendering.word.writer import WordWriter
from generator.text.tree import Document, Element
from tests.conformance.language_check import compare_letters, compare_slides, read_contents, read_tree, read_web, read_word
from tests.making import list_sources, make_all

WRITERS = {"docx": WordWriter, "html": WebWriter, "pptx": SlidesWriter}


class Made(NamedTuple):
    """A document and the file that was made of it."""

    document: Document
    data: bytes


@pytest.fixture(scope="module")
def files(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Made]]:
    """The documents of the examples that are in two languages, and the English ones, which cite Swedish; by format."""
    made: dict[str, list[Made]] = defaultdict(list)
    with pytest.MonkeyPatch.context() as patch:
        for form, writer in WRITERS.items():
            patch.setattr(writer, "render", keep(writer.render, made[form]))
        make_all(list_sources(examples), tmp_path_factory.mktemp("languages"), ("sv+en", "en"), tuple(WRITERS))
    return made


def keep(render, made: list[Made]):
    def render_and_keep(self, document: Document) -> bytes:
        data = render(self, document)
        made.append(Made(document, data))
        return data

    return render_and_keep


def list_found(form: str, root: Element, data: bytes) -> list[str]:
    if form == "pptx":
        return compare_slides(root, data)
    return compare_letters(read_tree(arrange(root)), (read_word if form == "docx" else read_web)(data))


@pytest.mark.parametrize(("form", "least"), [("docx", 50), ("html", 50), ("pptx", 2)])
def test_every_change_of_language_is_marked(files: dict[str, list[Made]], form: str, least: int) -> None:
    assert len(files[form]) >= least
    assert {language for made in files[form] for _, language in read_tree(made.document.body)} == {"sv", "en"}
    assert [
        f"{made.document.title}: {finding}" for made in files[form] for finding in list_found(form, made.document.body, made.data)
    ] == []


def test_contents_are_in_the_language_of_their_headings(files: dict[str, list[Made]]) -> None:
    with_contents = [made for made in files["docx"] if next(read_contents(made.data), None)]
    assert len(with_contents) >= 3
    for made in with_contents:
        expected = (letter for heading in list_headings(made.document.body) for letter in heading)
        assert compare_letters(expected, read_contents(made.data)) == []


def list_headings(root: Element) -> Iterator[Iterator[tuple[str, str]]]:
    language = root.attributes["lang"]
    return (read_tree(heading, language) for heading in root.find_all("h2", "h3"))


@pytest.mark.parametrize(
    ("form", "mark", "instead"),
    [
        ("docx", rb'<w:lang w:val="en-GB"/>', b""),
        ("docx", rb'<w:lang w:val="en-GB"/>', b'<w:lang w:val="fi-FI"/>'),
        ("html", rb'<span lang="en" class="second">', b"<span>"),
        ("html", rb'<div lang="en" class="second">', b"<div>"),
        ("pptx", rb' lang="en-GB"', b' lang="sv-SE"'),
        ("pptx", rb' lang="sv-SE"', b""),
    ],
)
def test_what_is_not_marked_is_told(files: dict[str, list[Made]], form: str, mark: bytes, instead: bytes) -> None:
    made = next(made for made in files[form] if made.document.languages == ("sv", "en"))
    damaged = change(made.data, form, mark, instead)
    assert damaged != made.data
    assert list_found(form, made.document.body, damaged)


def change(data: bytes, form: str, mark: bytes, instead: bytes) -> bytes:
    """The file with the first of its marks changed; of slides, on one of them."""
    if form == "html":
        return re.sub(mark, instead, data, count=1)
    changed = io.BytesIO()
    part = "word/document.xml" if form == "docx" else "ppt/slides/slide3.xml"
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(mark, instead, old.read(name), count=1) if name == part else old.read(name))
    return changed.getvalue()
