"""What is kept for elements that come again changes no byte of any file, whatever stands around them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.rendering import make_writer
from generator.text.parsing import parse_tree
from generator.text.tree import Element
from generator.workspace import PACKAGE, Files
from tests.rendering.pdf_samples import SAMPLE, make_document

FORM = '<p class="blank"></p><ol><li>Ett</li><li>Två</li></ol><p>Se <a href="https://example.org/">sidan</a>.</p>'
TABLE = (
    '<table class="grid"><thead><tr><th scope="col">Namn</th><th scope="col">Antal</th></tr></thead>'
    "<tbody><tr><td>Sax</td><td>{}</td></tr></tbody></table>"
)
BODIES = (
    SAMPLE,
    f"<h1>Plan</h1><h2>Först</h2>{FORM}{TABLE.format(1)}<h2>Sedan</h2>{FORM}{TABLE.format(1)}",
    f"<h1>Plan</h1><h2>Sedan</h2>{TABLE.format(1)}{FORM}<ol><li>Ett</li></ol>{FORM}",
    f"<h1>Plan</h1><p>Så här:</p>{TABLE.format(1)}<p>Så här:</p><p>Ett</p>{TABLE.format('tusen')}",
    "<h1>Plan</h1>" + "".join(f"<h2>Del {number}</h2>" + "<p>Ord och åter ord.</p>" * 40 for number in range(8)),
)


def parse_often(body: str) -> Element:
    """The tree of a body that came so often that all of it is shared."""
    return [parse_tree(body, "sv") for _ in range(12)][-1]


def copy(element: Element) -> Element:
    """The same, of which nothing is shared."""
    children = tuple(copy(child) if isinstance(child, Element) else child for child in element.children)
    return Element(element.tag, element.attributes, children)


def walk_shared(tree: Element) -> Iterator[Element]:
    return (element for element in tree.walk() if element.is_shared)


@pytest.mark.parametrize("form", ["docx", "html"])
@pytest.mark.parametrize("languages", [("sv",), ("en",), ("en", "sv"), ("ar", "sv")])
def test_shared_parts_are_the_same_bytes_as_others(form: str, languages: tuple[str, ...]) -> None:
    kept = make_writer(form, Files(PACKAGE))
    for body in (*BODIES, *BODIES):
        tree = parse_often(body)
        assert len(list(walk_shared(tree))) == len(list(tree.walk())) - 1
        made = kept.render(make_document(tree, languages=languages))
        assert made == make_writer(form, Files(PACKAGE)).render(make_document(copy(tree), languages=languages))


def test_another_layout_has_styles_of_its_own() -> None:
    """Words of one layout aren't those of another, which may name its styles otherwise."""
    tree, writer = parse_often(BODIES[1]), make_writer("docx", Files(PACKAGE))
    for layout in ("report", "letter", "form", "report"):
        made = writer.render(make_document(tree, layout=layout))
        assert made == make_writer("docx", Files(PACKAGE)).render(make_document(copy(tree), layout=layout))
