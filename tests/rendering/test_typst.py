"""PDF by Typst: what is particular to it. What both engines make of a document is tested in `test_pdf`."""

from __future__ import annotations

import base64
import errno
import gc
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pikepdf
import pytest
import typst
from fontTools.ttLib import TTFont

from generator.errors import RenderError, TextError
from generator.rendering.typst import apart
from generator.rendering.typst.writer import TypstWriter, check_layout
from generator.workspace import PACKAGE, Files
from tests.rendering.pdf_reading import read_pages, read_pdf, read_tags, read_text
from tests.rendering.pdf_samples import SAMPLE, make_document

PICTURE = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
Change = Callable[[str, str], TypstWriter]


@pytest.fixture(scope="module")
def writer() -> TypstWriter:
    return TypstWriter(Files())


@pytest.fixture
def change(tmp_path: Path) -> Change:
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
    changed = change("theme.typ", theme.replace("gap: 2.2mm * air", "gap: 26mm")).render(make_document("<p>ett</p>" * 40))
    assert [len(read_pages(data)) for data in (changed, TypstWriter(Files()).render(make_document("<p>ett</p>" * 40)))] == [5, 1]


class CountingCompiler:
    """What a writer asks of Typst, counted."""

    def __init__(self, compiler: Any) -> None:
        self._compiler = compiler
        self.asked: list[str] = []

    def query(self, *args: str, **options: str) -> str:
        self.asked.append("query")
        return str(self._compiler.query(*args, **options))

    def compile_with_warnings(self, **options: Any) -> Any:
        self.asked.append("export")
        return self._compiler.compile_with_warnings(**options)


@pytest.mark.parametrize(
    ("paragraphs", "pages", "asked"),
    [
        (20, 1, ["query", "export"]),
        (37, 1, ["query", "export"]),  # two pages with all the air, as is reckoned
        (60, 2, ["query", "export"]),  # more on the second than less air takes in
    ],
)
def test_only_the_layout_that_is_kept_is_exported(paragraphs: int, pages: int, asked: list[str]) -> None:
    own = TypstWriter(Files())
    compiler = CountingCompiler(own._compilers[()])
    own._compilers[()] = cast("typst.Compiler", compiler)
    assert len(read_pages(own.render(make_document("<p>ett</p>" * paragraphs)))) == pages
    assert compiler.asked == asked


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


def write_fonts_style(root: Path, more: str) -> None:
    """The workspace's own list of fonts: the product's and more."""
    folder = root / "templates/fonts"
    folder.mkdir(parents=True)
    known = (PACKAGE / "templates/fonts/fonts.css").read_text(encoding="utf-8")
    (folder / "fonts.css").write_text(known + more, encoding="utf-8")


def test_a_font_of_the_region_is_used_where_the_product_s_have_no_letter(tmp_path: Path) -> None:
    write_fonts_style(tmp_path, '@font-face { font-family: "Own Sans"; src: url(Own.ttf) }\n')
    with TTFont(PACKAGE / "templates/fonts/DejaVuSans.ttf") as font:
        for record in font["name"].names:
            if record.nameID in {1, 16}:
                record.string = "Own Sans"
        for table in font["cmap"].tables:
            table.cmap = {0x6F22: "A"} if table.isUnicode() else {}
        font.save(tmp_path / "templates/fonts/Own.ttf")
    data = TypstWriter(Files(tmp_path)).render(make_document("<h1>A</h1><p>Staden 漢 ligger där.</p>"))
    assert read_text(data) == "AStaden漢liggerdär."


@pytest.mark.parametrize(
    ("more", "content", "message"),
    [
        ("@font-face { font-family: X; src: url(X.ttf) }\n", None, "there is no font 'X.ttf' in templates/fonts/"),
        ("@font-face { font-family: X; src: url(X.ttf) }\n", b"junk", "the font 'X.ttf' can't be read"),
        ("@font-face { font-family: X; src: url(X.ttf) }\n", "DejaVuSans.ttf", "unknown font family: x"),
    ],
)
def test_a_font_that_cannot_be_used_is_told(tmp_path: Path, more: str, content: bytes | str | None, message: str) -> None:
    write_fonts_style(tmp_path, more)
    if isinstance(content, str):
        shutil.copy(PACKAGE / "templates/fonts" / content, tmp_path / "templates/fonts/X.ttf")
    elif content is not None:
        (tmp_path / "templates/fonts/X.ttf").write_bytes(content)
    with pytest.raises(RenderError, match=re.escape(message)):
        check_layout(Files(tmp_path))


def test_a_colour_that_the_region_s_theme_lacks_is_found_by_a_check(tmp_path: Path) -> None:
    theme = (PACKAGE / "templates/typst/theme.typ").read_text(encoding="utf-8")
    folder = tmp_path / "templates/typst"
    folder.mkdir(parents=True)
    for name in re.findall(r"^#let ([\w-]+) = rgb", theme, re.MULTILINE):
        (folder / "theme.typ").write_text(
            re.sub(rf"^#let {name} = ", "#let other = ", theme, flags=re.MULTILINE), encoding="utf-8"
        )
        with pytest.raises(RenderError, match=f"unknown variable: {name}"):
            check_layout(Files(tmp_path))


def test_words_in_a_bold_status_that_stay_together_stand_in_their_order(writer: TypstWriter) -> None:
    cell = '<span class="warn">Klar <span class="nowrap">2026-08-20</span>, 5 dagar</span>'
    for width in range(9, 30):
        table = (
            f'<table class="grid"><caption>A</caption><thead><tr><th scope="col" width="{width}">A</th>'
            f'<th scope="col">B</th></tr></thead><tbody><tr><td>{cell}</td><td>C</td></tr></tbody></table>'
        )
        assert "Klar2026-08-20,5dagar" in read_text(writer.render(make_document(f"<h1>A</h1>{table}")))


def test_a_picture_beside_the_layout_is_no_text(change: Callable[[str, str], TypstWriter], tmp_path: Path) -> None:
    folder = tmp_path / "templates/typst"
    folder.mkdir(parents=True)
    (folder / "bild.png").write_bytes(PICTURE)
    (folder / "Thumbs.db").write_bytes(b"\xff\xfe\x00")
    main = (PACKAGE / "templates/typst/main.typ").read_text(encoding="utf-8")
    data = change("main.typ", f'{main}\n#image("bild.png", alt: "Bild", width: 1cm)\n').render(make_document("<h1>A</h1>"))
    assert [figure.alt for figure in read_tags(data).find_all("Figure")] == ["Bild"]


def test_one_font_of_a_family_can_be_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "templates/fonts"
    folder.mkdir(parents=True)
    shutil.copy(PACKAGE / "templates/fonts/Carlito-Italic.ttf", folder / "Carlito-Regular.ttf")
    document = make_document("<h1>A</h1><p>wwwwwww</p>")
    own, ours = (TypstWriter(files).render(document) for files in (Files(tmp_path), Files()))
    assert read_fonts(own) != read_fonts(ours)


def read_fonts(data: bytes) -> set[str]:
    """The names of the fonts in a PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = (item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font")
        return {str(font.BaseFont).partition("+")[2] for font in fonts}


@pytest.mark.parametrize("kind", ["figures", "references", "signatures"])
def test_a_head_of_what_is_laid_out_as_columns_is_shown(writer: TypstWriter, kind: str) -> None:
    rows = '<thead><tr><th scope="col">ett</th></tr></thead><tbody><tr><td>två</td></tr></tbody>'
    document = make_document(f'<h1>A</h1><table class="{kind}">{rows}</table>')
    assert read_text(writer.render(document)) == "Aetttvå"


@pytest.mark.parametrize(
    "body",
    [
        '<table class="grid"><tbody></tbody></table>',
        '<table class="figures"><tbody></tbody></table>',
        '<table class="references"><tbody></tbody></table>',
        '<table class="signatures"><tbody><tr></tr></tbody></table>',
        '<div class="columns"></div>',
        '<div class="closing"></div>',
        '<div class="box"></div>',
        "<ul></ul>",
        "<p></p>",
    ],
)
def test_what_is_empty_is_left_out(writer: TypstWriter, body: str) -> None:
    assert read_text(writer.render(make_document(f"<h1>A</h1>{body}<p>B</p>"))) == "AB"


def test_a_label_of_the_region_s_own_is_not_taken_for_the_end_of_a_part(change: Change) -> None:
    main = (PACKAGE / "templates/typst/main.typ").read_text(encoding="utf-8")
    changed = change("main.typ", f'{main}\n#metadata("slut") <end>\n').render(make_document("<p>ett</p>" * 37))
    assert len(read_pages(changed)) == 1  # two with all the air


def test_what_a_layout_shows_before_the_text_is_not_taken_for_it(change: Callable[[str, str], TypstWriter]) -> None:
    main = (PACKAGE / "templates/typst/main.typ").read_text(encoding="utf-8")
    own = '[#link("https://region.example")[Regionen] #std.table([x], [y], [z])]'
    assert "page-letterhead + blocks(" in main
    changed = change("main.typ", main.replace("page-letterhead + blocks(", f"page-letterhead + {own} + blocks("))
    tags = read_tags(changed.render(make_document(SAMPLE)))
    assert [link.links for link in tags.find_all("Link")][1] == ["asa.oberg@region.example"]
    assert [cell.scope for cell in tags.find_all("TH")][:3] == ["Row"] * 3


def test_a_mistake_in_the_headings_of_a_text_is_no_mistake_of_the_layout(writer: TypstWriter) -> None:
    with pytest.raises(RenderError, match="look at the headings of the text"):
        writer.render(make_document("<h1>A</h1><h3>B</h3>"))


def test_a_region_of_a_language_is_kept(writer: TypstWriter) -> None:
    blocks = read_pdf(writer.render(make_document('<h1>A</h1><p>B <span lang="en-GB">due diligence</span></p>')))
    assert [block.lang for block in blocks if "due" in block.text] == ["en-GB"]


def read_theme() -> str:
    return (PACKAGE / "templates/typst/theme.typ").read_text(encoding="utf-8")


def test_a_layout_of_its_own_makes_the_same_bytes_in_its_own_process(writer: TypstWriter, change: Change) -> None:
    document = make_document(SAMPLE)
    assert change("theme.typ", read_theme() + "\n// The same.\n").render(document) == writer.render(document)


def test_a_layout_that_takes_all_memory_ends_its_document_alone(change: Change) -> None:
    greedy = '\n#let long(n) = "a" * (if n { 10000000000 } else { 1 })\n#let _ = long(json("setting.json").direction == "ltr")\n'
    own = change("theme.typ", read_theme() + greedy)
    with pytest.raises(
        RenderError, match=r"templates/typst/theme.typ: error: laying the document out took more memory than it may"
    ):
        own.render(make_document(SAMPLE))
    with pytest.raises(RenderError, match="more memory"):  # and the next document is tried again, in a new process
        own.render(make_document(SAMPLE))


def test_a_layout_without_end_is_stopped(change: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "MOST_SECONDS", 1)
    loops = "\n#let _ = { let n = 0; for i in range(9000) { for j in range(9000) { for k in range(9000) { n += 1 } } } }\n"
    with pytest.raises(RenderError, match="laying the document out took more than 1 seconds"):
        change("theme.typ", read_theme() + loops).render(make_document(SAMPLE))


def test_the_process_of_a_layout_ends_with_its_writer(change: Change) -> None:
    own = change("theme.typ", read_theme() + "\n// The same.\n")
    own.render(make_document("<p>ett</p>"))
    (compiler,) = own._compilers.values()
    assert isinstance(compiler, apart.CompilerApart)
    process = compiler._process
    assert process
    assert process.poll() is None
    del compiler, own
    gc.collect()
    assert process.wait(10) is not None


def test_a_disk_that_was_full_spoils_no_later_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the layout depends on is written only where it changes: so not where it couldn't be written."""
    writer, whole = TypstWriter(Files()), Path.write_text

    def refuse(path: Path, *args: Any, **more: Any) -> int:
        if path.name == "setting.json":
            raise OSError(errno.ENOSPC, "No space left on device")
        return whole(path, *args, **more)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", refuse)
        with pytest.raises(OSError, match="No space"):
            writer.render(make_document("<p>Ja</p>"))
    assert writer.render(make_document("<p>Ja</p>")).startswith(b"%PDF")
