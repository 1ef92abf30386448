"""PDF by Typst: what is particular to it. What both engines make of a document is tested in `test_pdf`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import RenderError, TextError
from generator.rendering.typst.writer import TypstWriter
from generator.workspace import PACKAGE, Files
from tests.rendering.pdf_reading import read_pages, read_tags, read_text
from tests.rendering.pdf_samples import SAMPLE, make_document


@pytest.fixture(scope="module")
def writer() -> TypstWriter:
    return TypstWriter(Files())


@pytest.fixture
def change(tmp_path: Path) -> Callable[[str, str], TypstWriter]:
    """A function that gives a writer in a workspace with a file of the layout of its own."""

    def put(name: str, text: str) -> TypstWriter:
        path = tmp_path / "templates" / "typst" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return TypstWriter(Files(tmp_path))

    return put


def test_words_stay_apart_where_a_line_is_full(writer: TypstWriter) -> None:
    text = " ".join(f"ord{number} <strong>fet{number}</strong>" for number in range(200))
    (paragraph,) = read_tags(writer.render(make_document(f"<h1>x</h1><p>{text}</p>"))).find_all("Sect")[0].find_all("P")
    assert paragraph.text() == text.replace("<strong>", "").replace("</strong>", "")


def test_columns_of_numbers_and_references_are_laid_out_and_are_no_tables(writer: TypstWriter) -> None:
    rows = '<tr><th scope="row">Avtal</th><td>12</td></tr><tr><th scope="row">Avvikelser</th><td>3</td></tr>'
    body = "".join(f'<table class="{kind}"><tbody>{rows}</tbody></table>' for kind in ("figures", "references"))
    tags = read_tags(writer.render(make_document(body)))
    assert tags.find_all("Table", "TH", "TD") == []
    assert tags.find_all("Sect")[0].text() == "Avtal12Avvikelser3" * 2


@pytest.mark.parametrize("rows", ["<tr><td>1</td></tr><tr><td>2</td><td>3</td></tr>", '<tr><td colspan="2">1</td></tr><tr></tr>'])
def test_rows_that_are_too_short_end_where_they_end(writer: TypstWriter, rows: str) -> None:
    head = '<thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
    document = make_document(f'<table class="grid">{head}<tbody>{rows}</tbody></table>')
    shown = [row.text() for row in read_tags(writer.render(document)).find_all("TR")]
    assert shown == [row.text() for row in document.body.find_all("tr")]


def test_a_letter_without_a_meaning_of_its_own_is_refused(writer: TypstWriter) -> None:
    with pytest.raises(RenderError, match=r"Typst can't show the character .*EF00"):
        writer.render(make_document("<p>\uef00</p>"))


def test_a_region_s_file_wins_over_the_product_s(change: Callable[[str, str], TypstWriter]) -> None:
    theme = (PACKAGE / "templates/typst/theme.typ").read_text(encoding="utf-8")
    changed = change("theme.typ", theme.replace("gap: 2.6mm", "gap: 26mm")).render(make_document("<p>ett</p>" * 40))
    assert [len(read_pages(data)) for data in (changed, TypstWriter(Files()).render(make_document("<p>ett</p>" * 40)))] == [5, 2]


@pytest.mark.parametrize(
    ("old", "new", "place", "told"),
    [
        ("#let ink =", "#let ink", "theme.typ:3:8", "expected semicolon or line break"),
        ('#let ink = rgb("#1C2B33")', "\n#let ink = blu", "theme.typ:4:11", "unknown variable: blu"),
        ('#let ink = rgb("#1C2B33")', '#let ink = 1 + rgb("#1C2B33")', "theme.typ:3:11", "cannot add integer and color"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_column(
    change: Callable[[str, str], TypstWriter], old: str, new: str, place: str, told: str
) -> None:
    theme = (PACKAGE / "templates/typst/theme.typ").read_text(encoding="utf-8")
    assert old in theme
    with pytest.raises(RenderError) as caught:
        change("theme.typ", theme.replace(old, new)).render(make_document(SAMPLE))
    [finding] = caught.value.findings
    assert str(finding) == f"templates/typst/{place}: error: {told}"


@pytest.mark.parametrize("name", ["@preview/cetz:0.3.1", "@local/region:1.0.0"])
def test_a_package_is_refused_with_its_line(change: Callable[[str, str], TypstWriter], name: str) -> None:
    with pytest.raises(TextError) as caught:
        change("theme.typ", f'\n\n#import "{name}": *')
    assert str(caught.value).startswith(f'templates/typst/theme.typ:3: error: "{name}": a layout uses no packages\n')


@pytest.mark.parametrize(
    "use",
    [
        'read("/etc/passwd")',
        'read("../../../../../../etc/passwd")',
        'read("../print.css")',
        'image("/etc/logo.svg")',
        'image("https://region.example/logo.svg")',
        'plugin("/usr/lib/x.wasm")',
        'include "/etc/passwd"',
        '{ let name = "\\u{40}preview" + "/cetz:0.3.1"; import name: * }',
    ],
)
def test_nothing_but_files_of_the_layout_is_read(change: Callable[[str, str], TypstWriter], use: str) -> None:
    main = (PACKAGE / "templates/typst/main.typ").read_text(encoding="utf-8")
    with pytest.raises(RenderError) as caught:
        change("main.typ", f"{main}\n#{use}\n").render(make_document(SAMPLE))
    assert str(caught.value.findings[0].place).startswith(f"templates/typst/main.typ:{main.count(chr(10)) + 2}:"), use


def test_a_file_beside_the_layout_can_be_used(change: Callable[[str, str], TypstWriter], tmp_path: Path) -> None:
    main = (PACKAGE / "templates/typst/main.typ").read_text(encoding="utf-8")
    (tmp_path / "templates" / "typst" / "våra").mkdir(parents=True)
    (tmp_path / "templates" / "typst" / "våra" / "ord.txt").write_text("Hej & välkommen", encoding="utf-8")
    writer = change("main.typ", f'{main}\n#read("våra/ord.txt")\n')
    assert read_text(writer.render(make_document("<p>x</p>"))) == "xHej&välkommen"


def test_a_layout_may_show_more_links_tables_and_pictures_than_the_text(change: Callable[[str, str], TypstWriter]) -> None:
    main = (PACKAGE / "templates/typst/main.typ").read_text(encoding="utf-8")
    more = '#link("https://region.example")[Regionen] #std.table([a]) #image(bytes(document.logo), format: "svg", alt: "Logotyp")'
    tags = read_tags(change("main.typ", f"{main}\n{more}\n").render(make_document(SAMPLE)))
    assert [link.links for link in tags.find_all("Link")] == [["asa.oberg@region.example"], ["https://region.example"]]
    assert [figure.alt for figure in tags.find_all("Figure")] == ["Logotyp"]
