"""No heading is said twice: what comes first under it is called something else, or nothing. Of every document of the examples."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from generator.build.source import ContractSource
from generator.documents import DOCUMENTS, DocumentType
from generator.errors import InputError
from generator.text.parsing import parse_tree
from generator.text.tree import Element
from tests.documents.contracts import COMPOSER, EXAMPLES, ON
from tests.documents.reports import make_subject
from tests.documents.test_leave_one_out import CASES, CONTRACTS, leave_out, read

_HEADINGS = ("h1", "h2", "h3", "h4")
_STEM = 6
"""Letters by which two words are the same, whatever their endings."""
_SHORTEST = 4
"""Letters of a word that says anything."""


def list_repeated(tree: Element) -> Iterator[tuple[str, str]]:
    """Each heading that is followed by a table or figure whose caption has a word of it, with that caption."""
    for one, other in zip(_list_blocks(tree), list(_list_blocks(tree))[1:], strict=False):
        caption = next(other.find_all("caption", "figcaption"), None)
        if one.tag in _HEADINGS and caption and _list_stems(one) & _list_stems(caption):
            yield one.text(), caption.text()


def _list_blocks(tree: Element) -> Iterator[Element]:
    """The blocks in reading order, those within others too."""
    for block in tree.elements:
        if block.tag in {"section", "div"}:
            yield from _list_blocks(block)
        else:
            yield block


def _list_stems(element: Element) -> set[str]:
    return {word[:_STEM] for word in re.findall(r"\w+", element.text().casefold()) if len(word) >= _SHORTEST}


def compose_all(document: DocumentType) -> Iterator[Element]:
    """The Swedish trees of a document, of each example and each item that it can be made of."""
    if document.is_over_figures:
        sources = sorted(
            [*EXAMPLES.glob("reports/*.yaml"), *([] if document.slug == "yearly-plan" else EXAMPLES.glob("contracts/*.yaml"))]
        )
        subjects = [make_subject(document, path) for path in sources]
    else:
        opened = [CASES.open(EXAMPLES / "contracts/any.yaml", leave_out(read(name))) for name in CONTRACTS]
        made = [ContractSource(each) for each in opened]
        subjects = [
            each.make_subject(document, document.find_day(each.whole, item) if document.find_day else ON, item)
            for each in made
            for item in document.list_items(each.whole, ON)
        ]
    for subject in subjects:
        try:
            view = document.make_view(subject)
        except InputError:
            continue
        yield COMPOSER.compose(document.slug, view, ("sv",)).tree


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.slug)
def test_no_caption_repeats_the_heading_above_it(document):
    trees = list(compose_all(document))
    assert trees
    assert sorted({pair for tree in trees for pair in list_repeated(tree)}) == []


@pytest.mark.parametrize(
    ("heading", "caption", "is_repeated"),
    [
        ("Beslut", "Beslutet", True),
        ("Deltagare", "Kända deltagare", True),
        ("Deltagare", "Namn och roller", False),
        ("Det här är vårt", "Det här är ditt", False),
    ],
)
def test_a_caption_repeats_a_heading_by_any_word_of_it(heading, caption, is_repeated):
    table = f'<table class="grid"><caption>{caption}</caption><tbody><tr><td>1</td></tr></tbody></table>'
    assert list(list_repeated(parse_tree(f"<h1>Möte</h1><h2>{heading}</h2>{table}", "sv"))) == [(heading, caption)] * is_repeated
    assert list(list_repeated(parse_tree(f"<h2>{heading}</h2><p>Så här:</p>{table}", "sv"))) == []
