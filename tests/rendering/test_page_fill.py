"""How many pages are reckoned, against those that Typst makes; WeasyPrint makes the same (`test_one_look`)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

import pytest
from lxml import etree

from generator.rendering import make_writer
from generator.rendering.arranging import arrange
from generator.rendering.page_fill import Part, Reckoner
from generator.rendering.tightening import AIRS
from generator.rendering.typst.writer import TypstWriter
from generator.rendering.word.styles import W
from generator.text.tree import Document
from generator.workspace import Files
from tests.rendering.pdf_samples import LONG_TABLE, make_document

TEXT = "Leverantören ser till att villkoren följs i hela leveranskedjan, och visar regionen hur det går till. "
ROW = f'<tr><th scope="row" width="20">Avtal</th><td width="50">{TEXT}</td><td width="30">Klart</td></tr>'
SVG = '<svg viewBox="0 0 600 300"><title>Läget</title><rect x="0" y="0" width="60" height="20"/></svg>'
BLOCKS = {
    "paragraphs": f"<p>{TEXT * 3}</p>" * 4,
    "headings": f"<h1>Rubrik</h1><h2>Två</h2><p>{TEXT}</p><h3>Tre</h3><p>{TEXT}</p><h4>Fyra</h4><p>{TEXT}</p>",
    "lead and note": f'<p class="lead">{TEXT * 2}</p><p>{TEXT}</p><p class="note">{TEXT * 2}</p>',
    "lists": f"<ul><li>{TEXT * 2}</li><li>kort<ul><li>{TEXT}</li></ul></li></ul><ol><li>{TEXT * 3}</li><li>kort</li></ol>",
    "boxes": f'<div class="box"><p>{TEXT * 2}</p><ul><li>{TEXT[:60]}</li></ul></div><blockquote><p>{TEXT * 2}</p></blockquote>',
    "columns": f'<div class="columns"><div lang="sv"><p>{TEXT}{TEXT[:70]}</p></div><div lang="en"><p>{TEXT}</p></div></div>' * 3,
    "grid": f'<table class="grid"><caption>Åtgärder</caption><thead><tr><th>A</th><th>B</th><th>C</th></tr></thead>'
    f"<tbody>{ROW * 5}</tbody></table>",
    "facts": '<table class="facts"><tbody>' + f'<tr><th scope="row">Avtal</th><td>{TEXT}</td></tr>' * 5 + "</tbody></table>",
    "cell with paragraphs": f'<table class="grid"><tbody><tr><td><p>{TEXT}</p><p>{TEXT}</p></td><td>x</td></tr></tbody></table>',
    "lines to write on": '<p>Svar:</p><p class="blank" rows="3"/>'
    '<table class="grid"><tbody><tr><td>A</td><td class="blank"/></tr></tbody></table>',
    "signatures": '<table class="signatures"><tbody><tr><td><p>Regionen</p><p class="blank"/><p>Namn</p></td>'
    '<td><p>Leverantören</p><p class="blank"/><p>Namn</p></td></tr></tbody></table>',
    "key figures": '<table class="figures"><tbody><tr><th scope="row">Avtal</th><td>3</td></tr>'
    '<tr><th scope="row">Avvikelser</th><td>14</td></tr></tbody></table>',
    "drawing": f"<figure><figcaption>Läget</figcaption>{SVG}</figure>",
    "kept": f'<div class="keep"><h2>Rubrik</h2><p>{TEXT * 2}</p></div>',
}


@pytest.fixture(scope="module")
def writer() -> TypstWriter:
    return TypstWriter(Files())


def lay_out(writer: TypstWriter, document: Document, air: float) -> Sequence[Part]:
    """The parts that Typst makes, with so much air."""
    found: list[Part] = []

    def choose(_reckon: object, lay_out: Callable[[float], Sequence[Part]], _layout: str) -> float:
        found.extend(lay_out(air))
        return air

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.rendering.typst.writer.choose_air", choose)
        writer.render(document)
    return found


@pytest.mark.parametrize("layout", ["report", "letter", "form"])
@pytest.mark.parametrize("name", BLOCKS)
def test_blocks_are_as_high_as_reckoned(writer: TypstWriter, name: str, layout: str) -> None:
    document = make_document(f"<h1>Rubrik</h1>{BLOCKS[name]}<p>{TEXT}</p>{BLOCKS[name]}", layout=layout)
    for air in AIRS:
        reckoned = Reckoner(Files()).reckon(document, arrange(document.body), air)
        made = lay_out(writer, document, air)
        assert [part.pages for part in reckoned] == [part.pages for part in made] == [1]
        assert reckoned[0].last == pytest.approx(made[0].last, abs=0.003)


@pytest.mark.parametrize("air", AIRS)
def test_pages_end_where_reckoned(writer: TypstWriter, air: float) -> None:
    text = "".join(f"<h2>{name}</h2>{block}" for name, block in BLOCKS.items())
    table = LONG_TABLE.format(rows=f"<tr><td>1</td><td>{TEXT * 2}</td></tr>" * 40)
    document = make_document(f'<h1>Rubrik</h1>{text * 2}<div class="page"><h2>Lång</h2>{table}</div>')
    reckoned = Reckoner(Files()).reckon(document, arrange(document.body), air)
    made = lay_out(writer, document, air)
    assert [part.pages for part in reckoned] == [part.pages for part in made]
    assert [part.last for part in reckoned] == pytest.approx([part.last for part in made], abs=0.05)


def test_an_empty_text_takes_a_page() -> None:
    document = make_document("")
    assert [part.pages for part in Reckoner(Files()).reckon(document, document.body, 1.0)] == [1]


@pytest.mark.parametrize(("paragraphs", "is_whole"), [(10, True), (11, False), (12, True)], ids=["fits", "empty", "full"])
def test_a_table_is_parted_where_whole_it_would_leave_a_page_too_empty(
    writer: TypstWriter, paragraphs: int, *, is_whole: bool
) -> None:
    document = make_document(f"<h1>Rubrik</h1>{f'<p>{TEXT * 2}</p>' * paragraphs}<h2>Åtgärder</h2><p>{TEXT}</p>{BLOCKS['grid']}")
    arranged = arrange(document.body)
    filling = Reckoner(Files()).fill(document, arranged, 1.0)
    assert ["small" in each.classes for each in filling.body.find_all("table")] == [is_whole]
    assert (filling.body is arranged) == is_whole
    made = lay_out(writer, document, 1.0)
    assert [(part.pages, round(part.last, 1)) for part in filling.parts] == [(part.pages, round(part.last, 1)) for part in made]


def test_a_table_in_a_word_file_is_parted_where_whole_it_would_leave_a_page_too_empty() -> None:
    def find_kept(paragraphs: int) -> list[bool]:
        text = f"<h1>Rubrik</h1>{f'<p>{TEXT * 2}</p>' * paragraphs}<h2>Åtgärder</h2><p>{TEXT}</p>{BLOCKS['grid']}"
        document = make_document(text)
        with zipfile.ZipFile(io.BytesIO(make_writer("docx", Files()).render(document))) as file:
            rows = etree.fromstring(file.read("word/document.xml")).iter(f"{W}tr")
            return [row.find(f".//{W}keepNext") is not None for row in rows]

    assert find_kept(10) == [True, True, True, True, True, False]
    assert find_kept(11) == [False, False, False, False, False, False]
