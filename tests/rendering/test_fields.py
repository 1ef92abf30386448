"""Places to fill in: one kind in the tree, named and labelled alike in every format that can be filled in on a screen."""

from __future__ import annotations

import pytest
from lxml import html

from generator.errors import RenderError
from generator.rendering.fields import read_field, settle_fields
from generator.rendering.tree_checks import check_tree
from generator.rendering.web import WebWriter
from generator.rendering.word.writer import WordWriter
from generator.text.merging import merge_trees
from generator.text.parsing import parse_tree
from generator.workspace import Files
from tests.rendering.pdf_samples import make_document
from tests.rendering.word_reading import W, read_body, read_fields, read_text

FORM = """<h1>Formulär</h1><p>Vem är <em>ordförande</em> här?</p>
<p class="blank" name="notes" rows="3" type="lines" placeholder="Skriv här"></p>
<table class="grid"><thead><tr><th>Nr</th><th>Vad</th><th>När</th></tr></thead><tbody>
<tr><th scope="row">7</th><td class="blank"></td><td class="blank" name="n7.when" type="date" placeholder="Välj datum"></td></tr>
<tr><th scope="row">8</th>
<td class="blank" type="choice" name="n8.what" options="yes Ja, alltid&#10;no Nej" placeholder="Välj"></td>
<td>klart</td></tr></tbody></table>
<ul><li class="check" name="tick.a">Läst <strong>avtalet</strong></li><li class="check">Bokat</li></ul>
<p>Namn: <span class="blank"></span></p>
<table class="signatures"><tbody><tr><td><p>För regionen</p><p class="blank"></p></td></tr></tbody></table>"""
EXPECTED = [
    ("notes", "lines", "Vem är ordförande här?"),
    ("7-vad", "lines", "7 – Vad"),
    ("n7.when", "date", "7 – När"),
    ("n8.what", "choice", "8 – Vad"),
    ("tick.a", "tick", "Läst avtalet"),
    ("bokat", "tick", "Bokat"),
    ("namn", "line", "Namn"),
]


def list_fields(markup: str) -> list[tuple[str, str, str]]:
    tree = settle_fields(parse_tree(markup, "sv"))
    return [(field.name, field.kind, field.label) for field in map(read_field, tree.walk()) if field]


def test_each_place_has_a_name_a_kind_and_a_label_and_signatures_are_none() -> None:
    assert list_fields(FORM) == EXPECTED


def test_names_that_come_again_are_numbered_also_where_they_were_given() -> None:
    markup = (
        '<p>A</p><p class="blank" name="x"></p><p class="blank" name="x"></p><p class="blank"></p><p>–</p><p class="blank"></p>'
    )
    assert [name for name, _, _ in list_fields(markup)] == ["x", "x-2", "a", "field"]


def test_word_and_the_page_have_the_same_fields() -> None:
    document = make_document(FORM, layout="form")
    word = WordWriter(Files(None)).render(document)
    page = html.document_fromstring(WebWriter(Files(None)).render(document))
    controls: list[html.HtmlElement] = list(page.iter("input", "select", "textarea"))
    assert [field.tag for field in read_fields(word)] == [name for name, _, _ in EXPECTED]
    assert [each.get("name") for each in controls] == [name for name, _, _ in EXPECTED]
    assert [field.name for field in read_fields(word)] == [label for _, _, label in EXPECTED]
    labels = [each.get("aria-label") or each.getparent().text_content() for each in controls]
    assert labels == [label for _, _, label in EXPECTED]
    assert [each.get("type") or each.tag for each in controls] == [
        "textarea", "textarea", "date", "select", "checkbox", "checkbox", "text",
    ]  # fmt: skip
    assert [(each.get("value"), each.text) for each in page.iter("option")] == [
        ("", "Välj"),
        ("yes", "Ja, alltid"),
        ("no", "Nej"),
    ]
    kinds = [str(control.find(f"{W}sdtPr")[-1].tag).rpartition("}")[2] for control in read_body(word).iter(f"{W}sdt")]  # type: ignore[index]
    assert kinds == ["text", "text", "date", "dropDownList", "checkbox", "checkbox", "text"]
    lines = [p for p in read_body(word).iter(f"{W}p") if any(s.get(f"{W}val") == "BlankLine" for s in p.iter(f"{W}pStyle"))]
    assert len(lines) == 3 + 1


def test_words_that_ask_to_write_are_no_text_of_the_document() -> None:
    document = make_document(FORM, layout="form")
    assert "Skrivhär" not in read_text(WordWriter(Files(None)).render(document))


def test_fields_of_two_languages_are_one_and_say_both() -> None:
    english = FORM.replace("Skriv här", "Write here").replace("Ja, alltid", "Yes, always").replace("Nej", "No")
    merged = settle_fields(merge_trees(parse_tree(FORM, "sv"), parse_tree(english, "en")))
    fields = {field.name: field for field in map(read_field, merged.walk()) if field}
    assert fields["notes"].placeholder == "Skriv här / Write here"
    assert fields["n8.what"].options == (("yes", "Ja, alltid / Yes, always"), ("no", "Nej / No"))
    assert fields["n8.what"].placeholder == "Välj"


@pytest.mark.parametrize(
    ("markup", "message"),
    [
        ('<p name="x">ord</p>', "no place to fill in"),
        ('<p class="blank" name="x">ord</p>', "no place to fill in"),
        (f'<p class="blank" name="{"x" * 65}"></p>', "a field is named"),
        ('<p class="blank" name="a b"></p>', "a field is named 'a b'"),
        ('<p class="blank" type="number"></p>', "of the kind 'number'"),
        ('<p class="blank" type="choice"></p>', "of the kind 'choice'"),
        ('<p class="blank" type="line" options="a A"></p>', "of the kind 'line'"),
        ('<p class="blank" rows="0"></p>', "has the rows '0'"),
    ],
)
def test_what_is_no_field_is_refused(markup: str, message: str) -> None:
    with pytest.raises(RenderError, match=message):
        check_tree(parse_tree(markup, "sv"))


@pytest.mark.parametrize("name", ["x", "x" * 64, "M2.q-2.1-a.answer", "å1_b+c"])
def test_names_at_their_boundaries(name: str) -> None:
    check_tree(parse_tree(f'<p class="blank" name="{name}"></p>', "sv"))


def test_in_a_cell_of_word_too_narrow_for_its_words_dots_stand_for_them() -> None:
    cell = '<td class="blank" placeholder="Skriv här / Write here"></td>'
    head = '<th width="72">Vad</th><th width="20">Var</th><th width="8">Led</th>'
    form = f'<table class="grid"><thead><tr>{head}</tr></thead><tbody><tr>{cell * 3}</tr></tbody></table>'
    fields = read_fields(WordWriter(Files(None)).render(make_document(form, layout="form")))
    assert [(field.name, field.text) for field in fields] == [
        ("Vad", "Skriv här / Write here"),
        ("Var", "Skriv här / Write here"),
        ("Led", "…"),
    ]
