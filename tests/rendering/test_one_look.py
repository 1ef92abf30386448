"""One look: what stands on a page of a PDF stands in the same place, whichever engine laid it out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from math import dist
from pathlib import Path

import pytest

from generator.build import render as workshop
from generator.rendering import Writer, make_writer
from generator.text.merging import merge_trees
from generator.text.parsing import parse_tree
from generator.text.tree import Document
from generator.workspace import Files
from tests.making import make_all
from tests.rendering.pdf_places import Place, read_words
from tests.rendering.pdf_samples import make_document
from tests.rendering.slides_samples import ENGLISH, SWEDISH, make_slides

NEAR = 0.5
"""How many millimetres apart two words may stand that are to stand in the same place."""
NEAR_ON_SLIDES = 1.0
"""The same where a drawing, and what its engine rounds within a line of text, is nearly twice as large as on paper."""


KINDS = ("action-plan", "clause-guide", "escalation-letter", "evaluation-report", "minutes", "risk-analysis", "slides")
FIGURES = "".join(
    f'<tr><th scope="row">av leverantörerna svarade i tid</th><td>{number} %</td></tr>' for number in (7, 31, 54, 8)
)
PERIODS = "".join(f"<p>{month % 12 + 1}</p>" for month in range(24))
BODIES = {
    "lists": """
<h1>Listor</h1><ul><li>ett<ul><li>två<ul><li>tre</li></ul></li><li>fyra</li></ul></li><li>fem</li></ul>
<ol start="98"><li>sex</li><li>sju</li><li>åtta</li></ol><ul><li class="check">nio</li><li class="check">tio</li></ul>
<blockquote><p>elva</p><p>tolv</p></blockquote><p>tretton</p>""",
    "kept": """
<h1>Delar</h1><p>ett</p><div class="keep"><h2>två</h2><p>tre</p><p class="blank"></p></div><h2>fyra</h2>
<div class="box"><p>fem</p><ul><li>sex</li></ul></div><p class="note">sju</p><div class="keep"><p>åtta</p></div>
<div class="columns"><div lang="sv"><div class="box"><p>nio</p></div></div><div lang="en"><p>tio</p></div></div>
<table class="grid"><tbody><tr><td width="50"><ul><li>elva</li></ul></td><td><p>tolv</p><ul><li>tretton</li></ul><p>fjorton</p>
</td></tr></tbody></table><p>femton</p>""",
    "figures": f'<h1>Tal</h1><table class="figures"><tbody>{FIGURES}</tbody></table><p>efter</p>',
    "timeline": f"""
<h1>Tid</h1><table class="timeline"><thead><tr><th scope="col" width="10">Nr</th><th scope="col" width="90"><p>Period</p>
<div class="scale">{PERIODS}</div></th></tr></thead><tbody><tr><th scope="row">A1</th><td><p>2026</p><svg viewBox="0 0 80 10">
<rect class="planned" x="0" y="2" width="36" height="6"/></svg></td></tr></tbody></table>""",
}


def read_body(name: str) -> str:
    """A sample that lies beside this file."""
    return Path(__file__).with_name(f"{name}.html").read_text(encoding="utf-8").strip()


@pytest.fixture(scope="module")
def writers() -> tuple[Writer, Writer]:
    return make_writer("pdf", Files(), "weasyprint"), make_writer("pdf", Files(), "typst")


@pytest.fixture(scope="module")
def documents(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    """Documents of the examples in two languages, by kind."""
    found: dict[str, Document] = {}

    class Recorder:
        def render(self, document: Document) -> bytes:
            found.setdefault(document.slug, document)
            return b"a PDF"

    sources = [*(examples / "contracts").glob("[sw]*.yaml"), examples / "reports" / "2026.yaml"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workshop, "make_writer", lambda *_: Recorder())
        make_all(sources, tmp_path_factory.mktemp("recorded"), ("sv+en",), ("pdf",))
    return found


@pytest.mark.parametrize(("name", "layout"), [("sample", "report"), ("form", "form"), ("letter", "letter")])
def test_samples_look_the_same(writers: tuple[Writer, Writer], name: str, layout: str) -> None:
    body = read_body(name).replace('<th scope="row">Namn', '<th scope="row" width="32">Namn')
    assert list_differences(writers, make_document(body, layout=layout)) == []


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_what_documents_are_made_of_looks_the_same(writers: tuple[Writer, Writer], body: str) -> None:
    assert list_differences(writers, make_document(body.strip())) == []


def test_slides_look_the_same(writers: tuple[Writer, Writer]) -> None:
    first, second = (body.replace('<th scope="row">', '<th scope="row" width="32">') for body in (SWEDISH, ENGLISH))
    merged = merge_trees(parse_tree(first, "sv"), parse_tree(second, "en"))
    assert list_differences(writers, make_slides(first)) == []
    assert list_differences(writers, make_slides(merged, languages=("sv", "en"))) == []


@pytest.mark.parametrize("kind", KINDS)
def test_documents_look_the_same(writers: tuple[Writer, Writer], documents: dict[str, Document], kind: str) -> None:
    assert list_differences(writers, documents[kind]) == []


def list_differences(writers: tuple[Writer, Writer], document: Document) -> list[str]:
    """What stands elsewhere on a page of one engine than on that of the other."""
    near = NEAR_ON_SLIDES if document.layout == "slides" else NEAR
    pages = [[_list_places(words) for words in read_words(writer.render(document))] for writer in writers]
    return [
        f"page {number}: {difference}"
        for number, (one, other) in enumerate(zip(*pages, strict=True), 1)
        for word in sorted(one.keys() | other.keys())
        for difference in _compare(word, one[word], other[word], near)
    ]


def _list_places(words: list[Place]) -> dict[str, list[tuple[float, float]]]:
    """Where each word stands, as often as it does: how far down and how far in. A soft hyphen looks like any other."""
    places: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for word in words:
        places[word.text.replace("\u00ad", "-")].append((round(word.base, 1), round(word.left, 1)))
    return places


def _compare(word: str, places: list[tuple[float, float]], others: list[tuple[float, float]], near: float) -> Iterator[str]:
    left = list(others)
    for place in places:
        nearest = min(left, key=partial(dist, place), default=(0.0, 0.0))
        if dist(place, nearest) > near:
            yield f"{word!r} at {place}, not {nearest}"
        elif left:
            left.remove(nearest)
    if len(others) > len(places):
        yield f"{word!r} at {left} only"
