from __future__ import annotations

import pytest

from generator.masking.differences import merge_variants
from generator.masking.stand_ins import make_mark
from generator.masking.words import speak
from generator.text.parsing import parse_tree
from generator.text.tree import Element

MARK = make_mark(0)


def merge(first, *others):
    tree = merge_variants(parse_tree(first, "sv"), [(0, parse_tree(each, "sv")) for each in others])
    return speak(tree, lambda _ground, _language: "*")


@pytest.mark.parametrize(
    ("first", "second", "merged"),
    [
        ("<p>Den 1 maj.</p>", "<p>Den 1 maj.</p>", "<p>Den 1 maj.</p>"),
        ("<p>Summan är 5 kr idag.</p>", "<p>Summan är 7 kr idag.</p>", "<p>Summan är * kr idag.</p>"),
        ("<ul><li>b</li><li>a</li></ul>", "<ul><li>a</li><li>b</li></ul>", "<ul><li>b</li><li>a</li></ul>"),
        ("<p>a</p>", "<p>a</p><p>b</p><p>c</p>", "<p>a</p><p>*</p>"),
        ("<p>a</p><p>b</p>", "<p>b</p>", "<p>*</p><p>b</p>"),
        ('<p><span class="bad">sent</span></p>', '<p><span class="good">i tid</span></p>', "<p><span>*</span></p>"),
        ("<p>a <strong>b</strong></p>", "<p>a c</p>", "<p>*</p>"),
        (
            '<figure class="chart"><figcaption>F</figcaption><svg viewBox="0 0 1 1"><rect x="1"/></svg></figure>',
            '<figure class="chart"><figcaption>F</figcaption><svg viewBox="0 0 1 1"><rect x="2"/></svg></figure>',
            "<div><p>F</p><p>*</p></div>",
        ),
    ],
)
def test_what_differs_is_masked(first, second, merged):
    assert merge(first, second) == parse_tree(merged, "sv")


def test_what_differs_in_one_of_several_is_masked():
    assert merge("<p>5 a b</p>", "<p>5 a b</p>", "<p>7 a b</p>", "<p>5 a c</p>") == parse_tree("<p>* a *</p>", "sv")


@pytest.mark.parametrize(("said", "kept"), [(MARK, ""), (f"{MARK} SEK", ""), ("5 SEK", ' class="nowrap"')])
def test_a_mask_may_be_parted_at_the_end_of_a_line(said, kept):
    tree = parse_tree(f'<p>Se <span class="nowrap">{said}</span></p>', "sv")
    words = said.replace(MARK, "*")
    assert speak(tree, lambda _ground, _language: "*") == parse_tree(f"<p>Se <span{kept}>{words}</span></p>", "sv")


def test_a_link_to_what_is_hidden_is_none():
    tree = parse_tree(f'<p>Se <a href="mailto:%EE%82%A0">{MARK}</a></p>', "sv")
    assert speak(tree, lambda _ground, _language: "*") == parse_tree("<p>Se *</p>", "sv").__class__(
        "section", {"lang": "sv"}, (parse_tree("<p>x</p>", "sv").children[0].__class__("p", {}, ("Se ", "*")),)
    )


def part(element):
    """The same tree, in which no element stands twice."""
    return Element(
        element.tag, element.attributes, tuple(part(each) if isinstance(each, Element) else each for each in element.children)
    )


@pytest.mark.parametrize(("first", "second"), [("aabc", "baac"), ("abab", "baba"), ("aabc", "cba"), ("aaa", "aab")])
def test_rows_that_are_one_element_are_masked_each_by_itself(first, second):
    rows = ["".join(f"<tr><th>{name}</th><td>{name * 2}</td></tr>" for name in names) for names in (first, second)]
    trees = [[parse_tree(f'<table class="facts"><tbody>{each}</tbody></table>', "sv") for _ in range(6)][-1] for each in rows]
    assert len({id(row) for row in trees[0].find_all("tr")}) == len(set(first))
    assert merge_variants(trees[0], [(0, trees[1])]) == merge_variants(part(trees[0]), [(0, part(trees[1]))])
