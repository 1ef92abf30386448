from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from generator.errors import TextError
from generator.text.parsing import parse_tree
from generator.text.tree import Element


def parse(html):
    return parse_tree(html, "sv").children


def test_the_tree_is_a_section_in_its_language():
    assert parse_tree("<p>Hej</p>", "sv") == Element("section", {"lang": "sv"}, (Element("p", {}, ("Hej",)),))


def test_white_space_between_blocks_goes_and_in_text_stays():
    html = "\n<div class='box'>\n  <p> Två  ord\n<em> tre </em> </p>\n</div>\n<p>\u00a0 </p>\n"
    text = Element("p", {}, (" Två  ord\n", Element("em", {}, (" tre ",)), " "))
    assert parse(html) == (Element("div", {"class": "box"}, (text,)), Element("p", {}, ("\u00a0 ",)))


@pytest.mark.parametrize("cell", ["td", "li"])
def test_white_space_in_a_cell_is_text_unless_blocks_stand_there(cell):
    around = ("table", "tr") if cell == "td" else ("ul",)
    before, after = "".join(f"<{tag}>" for tag in around), "".join(f"</{tag}>" for tag in reversed(around))

    def find(inner):
        return next(parse_tree(f"{before}<{cell}>{inner}</{cell}>{after}", "sv").find_all(cell)).children

    assert find(" <em>a</em> ") == (" ", Element("em", {}, ("a",)), " ")
    assert find(" <p>a</p> ") == (Element("p", {}, ("a",)),)
    assert find(" a <p>b</p> ") == (" a ", Element("p", {}, ("b",)))


@settings(max_examples=100, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1))
def test_any_text_comes_out_letter_by_letter(text):
    assert parse(f"<p>{escape(text)}</p>") == (Element("p", {}, (text,)),)


def test_lists_that_follow_upon_each_other_are_one():
    one, other = Element("li", {}, ("a",)), Element("li", {}, ("b",))
    assert parse("<ul><li>a</li></ul>\n<ul><li>b</li></ul>") == (Element("ul", {}, (one, other)),)
    assert parse('<ol start="2"><li>a</li></ol><ol><li>b</li></ol>') == (Element("ol", {"start": "2"}, (one, other)),)
    assert parse("<ul><li>a</li></ul><ol><li>b</li></ol>") == (Element("ul", {}, (one,)), Element("ol", {}, (other,)))
    assert parse("<ul><li>a</li></ul><p>x</p><ul><li>b</li></ul>") == (
        Element("ul", {}, (one,)),
        Element("p", {}, ("x",)),
        Element("ul", {}, (other,)),
    )


@pytest.mark.parametrize(
    ("html", "name", "markup"),
    [
        ("<script>x</script>", "script", "<script>x</script>"),
        ("<p><b>x</b></p>", "b", "<b>x</b>"),
        ("<h5>x</h5>", "h5", "<h5>x</h5>"),
        ('<p style="color: red">x</p>', "style", '<p style="color: red">x</p>'),
        ('<p onclick="x">x</p>', "onclick", '<p onclick="x">x</p>'),
        ('<p class="note pink">x</p>', "pink", '<p class="note pink">x</p>'),
        ('<svg viewBox="0 0 1 1"><rect href="x"/></svg>', "href", '<rect href="x" />'),
        ("<svg><path/></svg>", "path", "<path />"),
        ('<svg><line width="1"/></svg>', "width", '<line width="1" />'),
        ('<svg><text lang="sv">x</text></svg>', "lang", '<text lang="sv">x</text>'),
    ],
)
def test_what_the_tree_does_not_know_is_refused(html, name, markup):
    with pytest.raises(TextError) as caught:
        parse(html)
    assert str(caught.value) == f"error: '{name}' is not part of the document tree: {markup}"


def test_html_that_is_not_well_formed_is_refused():
    with pytest.raises(TextError) as caught:
        parse("<p>x</div>")
    assert str(caught.value) == "error: the text is not well-formed: mismatched tag: line 1, column 15"


def test_a_chart_says_what_it_shows_and_its_words_are_no_text():
    html = "<figure><figcaption>Fel</figcaption><svg>\n<title>Två fel.</title> <text>Fel</text></svg></figure>"
    tree = parse_tree(html, "sv")
    assert tree.text() == "Fel"
    assert [drawing.title for drawing in tree.find_all("svg")] == ["Två fel."]
    assert [text.children for text in tree.find_all("text")] == [("Fel",)]


def test_a_drawing_holds_no_text_but_in_its_texts():
    with pytest.raises(TextError, match="text stands outside a paragraph, in <svg>: 'Fel'"):
        parse("<svg>Fel<rect/></svg>")


def test_text_of_a_tree_has_its_line_breaks_and_nothing_of_its_drawings():
    html = "<p>a<br/>b</p><table><tr><td><svg><rect/></svg>c</td></tr></table>"
    assert parse_tree(html, "sv").text() == "a\nbc"
