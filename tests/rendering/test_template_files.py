"""A region's own styles, drawing and page: what can't be used is told, by the writers and by `check_layouts` alike."""

from __future__ import annotations

import pytest

from generator.errors import TextError
from generator.rendering import check_layouts
from generator.rendering.web import POLICY, WebWriter
from generator.workspace import PACKAGE, Files
from tests.rendering.pdf_samples import SAMPLE, make_document

PRODUCT = PACKAGE / "templates"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'
REFUSED = "templates/logo.svg: error: a drawing holds no script and uses no other file, and this one has {}"


@pytest.fixture
def put(tmp_path):
    """The files of a workspace with one template of its own."""

    def write(name: str, text: str | bytes) -> Files:
        path = tmp_path / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return Files(tmp_path)

    return write


def list_first_lines(files: Files) -> list[str]:
    return [str(finding).splitlines()[0] for finding in check_layouts(files)]


def test_nothing_is_wrong_with_the_product_s_own(tmp_path):
    """Not even as a region's, of which more is looked at."""
    assert list(check_layouts(Files())) == []
    for path in (PRODUCT / "page.html", *PRODUCT.glob("*.css"), *PRODUCT.glob("fonts/*")):
        place = tmp_path / "templates" / path.relative_to(PRODUCT)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
    assert list(check_layouts(Files(tmp_path))) == []


@pytest.mark.parametrize(
    "name", ["page.html", "print.css", "screen.css", "fields.css", "drawings.css", "slides.css", "pages.css", "logo.svg"]
)
def test_other_encodings_are_told_with_their_line(put, name):
    files = put(name, (PRODUCT / name).read_bytes() + "\nÅ".encode("latin-1"))
    line = (PRODUCT / name).read_bytes().count(b"\n") + 2
    assert [str(finding) for finding in check_layouts(files)] == [
        f"templates/{name}:{line}: error: this file is not UTF-8\n  hint: save it as UTF-8"
    ]


def test_the_mark_that_notepad_puts_first_is_dropped(put):
    files = put("page.html", b"\xef\xbb\xbf" + (PRODUCT / "page.html").read_bytes())
    assert WebWriter(files).render(make_document(SAMPLE)) == WebWriter(Files()).render(make_document(SAMPLE))


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("<script>1</script>", "<script>"),
        ('<script xmlns="">1</script>', "<script>"),
        ("<foreignObject/>", "<foreignObject>"),
        ('<g onclick="a()"/>', 'onclick="a()"'),
        ('<image href="https://a.example/b.png"/>', 'href="https://a.example/b.png"'),
        ('<image xlink:href="b.png"/>', 'href="b.png"'),
        ('<a href="javascript:a()"/>', 'href="javascript:a()"'),
        ('<g style="fill: url(b.svg#c)"/>', 'style="fill: url(b.svg#c)"'),
        ('<style>@import "b.css";</style>', "<style>"),
        ('<style>@import/**/"b.css";</style>', "<style>"),
        ("<style>.a { fill: u\\72l(b.svg) }</style>", "<style>"),
        ("<g style=\"mask-image: image-set('b.png' 1x)\"/>", "style=\"mask-image: image-set('b.png' 1x)\""),
        ('<g style="fill: \\75 rl(b.svg)"/>', 'style="fill: \\75 rl(b.svg)"'),
        ('<image href="data:image/svg+xml,x"/>', 'href="data:image/svg+xml,x"'),
        ('<animate attributeName="href" to="javascript:a()"/>', "<animate>"),
        ('<a href="#"><set attributeName="href" to="javascript:a()"/></a>', "<set>"),
        ("<handler/>", "<handler>"),
    ],
)
def test_a_drawing_runs_nothing_and_fetches_nothing(put, part, told):
    files = put("logo.svg", DRAWING.format(part))
    assert list_first_lines(files) == [REFUSED.format(told)]
    with pytest.raises(TextError):
        WebWriter(files)


def test_a_drawing_may_use_its_own_parts(put):
    used = '<rect id="a" width="9" height="9"/><g fill="url(#a)"/><use href="#a"/>'
    part = used + '<image xlink:href="data:image/png;base64,aa"/><style>.a { fill: url("#a") }</style>'
    assert list_first_lines(put("logo.svg", DRAWING.format(part))) == []


@pytest.mark.parametrize(
    ("style", "told"),
    [
        ("p {}\n</STYLE><script>", ":2: error: '</STYLE' cannot stand in a style"),
        ("p { background: url( 'https://a.example/b.png') }", ":1: error: 'https://a.example/b.png' cannot stand in a style"),
        ("@import '//a.example/b.css';", ":1: error: '//a.example/b.css' cannot stand in a style"),
        ("@import/* */'//a.example/b.css';", ":1: error: '//a.example/b.css' cannot stand in a style"),
        ("p { background: u\\72l(//a.example/b.png) }", ":1: error: '//a.example/b.png' cannot stand in a style"),
        ("p {\nbackground: url(\\2f/a.example/b.png) }", ":2: error: '//a.example/b.png' cannot stand in a style"),
        ("p { background: image-set('//a.example/b.png' 1x) }", ":1: error: '//a.example/b.png' cannot stand in a style"),
        ("p { background: SRC('//a.example/b.png') }", ":1: error: '//a.example/b.png' cannot stand in a style"),
        ("p { background: image('//a.example/b.png') }", ":1: error: '//a.example/b.png' cannot stand in a style"),
        ("p { background: cross-fade(url(//a.example/b.png), red) }", ":1: error: '//a.example/b.png' cannot stand in a style"),
        ("@\\69mport '//a.example/b.css';", ":1: error: '//a.example/b.css' cannot stand in a style"),
        ("@media print { p { content: url('//a.example/b.png') } }", ":1: error: '//a.example/b.png' cannot stand in a style"),
    ],
)
@pytest.mark.parametrize("name", ["print.css", "screen.css"])
def test_a_style_stays_in_the_page_and_fetches_nothing(put, name, style, told):
    files = put(name, style)
    assert list_first_lines(files) == [f"templates/{name}{told}"]
    with pytest.raises(TextError):
        WebWriter(files)


def test_words_that_look_like_an_address_are_none(put):
    style = "@namespace svg 'http://www.w3.org/2000/svg'; p::before { content: 'url(//a.example)' } /* url(//a.example) */"
    assert list_first_lines(put("screen.css", style)) == []


@pytest.mark.parametrize("page", ["<p>x</p>", "{% include 'other.html' %}", "{# {{ body }} #}"])
def test_a_page_without_the_body_is_refused(put, page):
    put("other.html", "{{ letterhead.organisation }}")
    files = put("page.html", page)
    told = ["templates/page.html: error: {{ body }}: the page leaves out the body of the document"]
    assert list_first_lines(files) == told


def test_a_page_may_be_made_of_several_files(put):
    put("other.html", "{{ body }}")
    files = put("page.html", "{% include 'other.html' %}")
    assert list_first_lines(files) == []
    page = f'\n{POLICY}<section lang="sv"><p>x</p></section>'
    assert WebWriter(files).render(make_document("<p>x</p>")).decode() == page


def test_a_page_that_shows_the_body_elsewhere_only_is_refused(put):
    writer = WebWriter(put("page.html", "{% if medium == 'print' %}{{ body }}{% endif %}"))
    with pytest.raises(TextError, match="leaves out the body"):
        writer.render(make_document(SAMPLE))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("word/letter.docx", "templates/word/letter.docx: error: the layout is not a Word document"),
        ("slides.pptx", "templates/slides.pptx: error: this is not a PowerPoint file"),
    ],
)
def test_layouts_are_opened(put, name, told):
    assert list_first_lines(put(name, b"x")) == [told]


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ('<filter id="f"><feTurbulence numOctaves="99999999"/></filter>', 'numOctaves="99999999"'),
        ('<filter id="f"><feGaussianBlur stdDeviation="2 1e9"/></filter>', 'stdDeviation="2 1e9"'),
        ('<filter id="f"><feMorphology radius="501"/></filter>', 'radius="501"'),
        ('<filter id="f"><feConvolveMatrix order="21"/></filter>', 'order="21"'),
    ],
)
def test_a_filter_that_takes_for_ever_is_refused(put, part, told):
    lines = list_first_lines(put("logo.svg", DRAWING.format(part)))
    assert f"templates/logo.svg: error: this drawing asks for more work than any logo needs: {told}" in lines


def test_filters_as_programs_write_them_are_drawn(put):
    parts = (
        '<filter id="f"><feTurbulence numOctaves="10"/><feGaussianBlur stdDeviation="500"/></filter><rect width="9" height="9"/>'
    )
    assert list_first_lines(put("logo.svg", DRAWING.format(parts))) == []
