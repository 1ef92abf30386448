from __future__ import annotations

import pytest

from generator.contract.values import FrozenMap, Text
from generator.errors import TextError
from generator.text.merging import merge_trees
from generator.text.parsing import parse_tree
from generator.text.tree import Element
from tests.documents.tree_text import write_tree
from tests.text.workspaces import put_letter


def merge(swedish, english):
    return merge_trees(parse_tree(swedish, "sv"), parse_tree(english, "en"))


def lines(swedish, english):
    """The merged tree as it stands in golden files, without its first line."""
    return write_tree(merge(swedish, english)).splitlines()[2:]


def table(*cells):
    return f"<table><tbody><tr>{''.join(cells)}</tr></tbody></table>"


def cells(swedish, english):
    merged = merge(table(f"<td>{swedish}</td>"), table(f"<td>{english}</td>"))
    return write_tree(merged).splitlines()[3].strip()


def test_headings_say_both_and_once_where_equal():
    assert lines("<h1>Plan</h1><h2>Frågor</h2>", "<h1>Plan</h1><h2>Questions</h2>") == [
        "# Plan",
        "",
        "## [sv: Frågor] / [en: Questions]",
    ]


def test_running_text_stands_in_two_columns():
    assert lines("<p>Hej</p><ul><li>a</li></ul>", "<p>Hi</p><ul><li>b</li></ul>") == [
        "[columns]",
        "    [sv]",
        "        Hej",
        "",
        "    [en]",
        "        Hi",
        "",
        "[columns]",
        "    [sv]",
        "        - a",
        "",
        "    [en]",
        "        - b",
    ]
    assert lines("<p>RE 1</p>", "<p>RE 1</p>") == ["RE 1"]


def test_what_goes_on_after_a_comma_says_once_what_comes_before_it():
    day = '<span class="nowrap">2026-08-01</span>'
    assert cells(f"<p>{day} – {day}, pågår</p>", f"<p>{day} – {day}, under way</p>").endswith(
        "– 2026-08-01, [sv: pågår] / [en: under way]]"
    )
    assert "[sv] Den 1, klar" in cells("<p>Den 1, klar</p>", "<p>On 1, done</p>")
    assert cells(f"<p>{day}</p>", f"<p>{day}, late</p>").count("2026-08-01") == 2


@pytest.mark.parametrize(
    ("swedish", "english", "both"),
    [
        ("Lund", "Lund", "Lund"),
        ("Avtal", "Contract", "[sv: Avtal] // [en: Contract]"),
        ("Åsa, chef<br/>a@b.se<br/>1", "Åsa, head<br/>a@b.se<br/>1", "[sv: Åsa, chef] // [en: Åsa, head] // a@b.se // 1"),
        ("a<br/>b", "c<br/>d", "[sv: a] // [en: c] // [sv: b] // [en: d]"),
        ("a<br/>b", "c", "[sv: a // b] // [en: c]"),
        ('<span class="good">Klar</span>', '<span class="good">Done</span>', "[sv: [good: Klar]] // [en: [good: Done]]"),
        ("bara svenska", '<span lang="sv">bara svenska</span>', "bara svenska"),
        ('<span lang="en">only</span>', "only", "[en: only]"),
        ("<strong>a</strong>", "a", "[sv: **a**] // [en: a]"),
        ('<span class="nowrap">2026</span>', '<span class="nowrap">2026</span>', "2026"),
    ],
)
def test_cells(swedish, english, both):
    assert cells(swedish, english) == both


def test_blocks_in_a_cell_say_their_language_one_by_one():
    swedish = table('<td><p>Ort och datum</p><p class="blank"></p></td>')
    english = table('<td><p>Place and date</p><p class="blank"></p></td>')
    assert list(merge(swedish, english).find_all("td")) == [
        Element(
            "td",
            {},
            (
                Element("p", {"lang": "sv"}, ("Ort och datum",)),
                Element("p", {"lang": "en", "class": "second"}, ("Place and date",)),
                Element("p", {"class": "blank"}),
            ),
        )
    ]


@pytest.mark.parametrize(
    ("swedish", "english", "both"),
    [
        ("För Region Exempel", "For Region Exempel", "[sv: För] / [en: For] Region Exempel"),
        ("För Region Exempel", "For the Region", None),
        ("För", "For", None),
        ("Region Exempel", "Region Exempel", "Region Exempel"),
        ("För <em>Lund</em>", "For <em>Lund</em>", None),
    ],
)
def test_a_name_after_one_word_is_said_once(swedish, english, both):
    [cell] = merge(table(f"<td><p>{swedish}</p><p/></td>"), table(f"<td><p>{english}</p><p/></td>")).find_all("td")
    assert len(cell.elements) == (3 if both is None else 2)
    assert both is None or write_tree(Element("section", {"lang": "sv"}, cell.elements[:1])) == f"[sv]\n\n{both}\n"


@pytest.mark.parametrize(
    ("swedish", "english", "is_once"),
    [("33\xa0%", "33%", True), ("1,5", "1.5", False), ("3\xa0%", "33%", False), ("3\xa0dagar", "3dagar", False)],
)
def test_numbers_that_differ_in_spaces_are_said_once(swedish, english, is_once):
    said = cells(swedish, english).replace("~", "\xa0")
    assert said == (swedish if is_once else f"[sv: {swedish}] // [en: {english}]")


@pytest.mark.parametrize(("tint", "classes"), [("", "second"), (' class="high"', None)])
def test_the_second_language_is_paler_but_on_a_tint(tint, classes):
    [cell] = merge(table(f"<td{tint}>Avtal</td>"), table(f"<td{tint}>Contract</td>")).find_all("td")
    assert [part.attributes.get("class") for part in cell.elements] == [None, None, classes]


@pytest.mark.parametrize(
    ("kind", "swedish", "english", "both"),
    [
        ("facts", "Plats", "Place", "[sv: Plats] / [en: Place]"),
        ("facts", "a" * 13, "b" * 13, f"[sv: {'a' * 13}] / [en: {'b' * 13}]"),
        ("facts", "a" * 13, "b" * 14, f"[sv: {'a' * 13}] // [en: {'b' * 14}]"),
        ("grid", "Plats", "Place", "[sv: Plats] // [en: Place]"),
    ],
)
def test_short_names_in_a_table_of_facts_stand_on_one_line(kind, swedish, english, both):
    html = '<table class="{}"><tbody><tr><th scope="row">{}</th><td>{}</td></tr></tbody></table>'
    shown = lines(html.format(kind, swedish, "Ja"), html.format(kind, english, "Yes"))
    assert f"    {both} | [sv: Ja] // [en: Yes]" in shown


def test_a_drawing_is_drawn_once():
    drawing = '<td><svg viewBox="0 0 9 1"><rect class="planned" x="0" width="1"/></svg></td>'
    merged = merge(table("<th>Tid</th>", drawing), table("<th>Time</th>", drawing))
    assert len(list(merged.find_all("svg"))) == 1


def chart(caption, title, label):
    return f"<figure><figcaption>{caption}</figcaption><svg><title>{title}</title><text>{label}</text></svg></figure>"


def test_charts_in_two_languages_stand_under_one_another():
    assert lines(chart("Fel", "Två fel.", "Nya"), chart("Faults", "Two faults.", "New")) == [
        "[figure sv] [sv: Fel] / [en: Faults]",
        "    Två fel.",
        "    Nya",
        "",
        "[figure en]",
        "    Two faults.",
        "    New",
    ]


def test_a_chart_that_looks_the_same_is_drawn_once_and_described_in_both():
    assert lines(chart("2026", "Två fel.", "12"), chart("2026", "Two faults.", "12")) == [
        "[figure] 2026",
        "    Två fel. / Two faults.",
        "    12",
    ]
    assert lines(chart("2026", "A", "12"), chart("2026", "A", "12")) == ["[figure] 2026", "    A", "    12"]


def test_charts_without_captions():
    html = "<figure><svg><title>{0}</title><text>{0}</text></svg></figure>"
    assert lines(html.format("x"), html.format("y")) == ["[figure sv]", "    x", "    x", "", "[figure en]", "    y", "    y"]


def test_the_tree_is_in_the_first_language():
    trees = parse_tree("<h1>Hi</h1>", "en"), parse_tree("<h1>Hej</h1>", "sv")
    assert write_tree(merge_trees(*trees)) == "[en]\n\n# [en: Hi] / [sv: Hej]\n"


@pytest.mark.parametrize(
    ("swedish", "english", "told"),
    [
        ("<p>a</p>", "<p>a</p><p>b</p>", "error: the two languages of <section> differ in shape: p and p p"),
        ("<p>a</p>", "<h2>a</h2>", "error: the two languages of <section> differ in shape: p and h2"),
        (
            table("<td>a</td>"),
            table("<td>a</td>", "<td>b</td>"),
            "error: the two languages of <tr> differ in shape: td and td td",
        ),
    ],
)
def test_trees_of_different_shapes_are_refused(swedish, english, told):
    with pytest.raises(TextError) as caught:
        merge(swedish, english)
    assert str(caught.value) == told


CONTENT = """# Brev

Hej {{ view.name }}.

## Lägg märke till

{{ view.prose }}

- ett
- **två**

> Viktigt.

{{ facts(_("Vem"), [(_("Namn"), view.name), (_("Ort"), view.prose)]) }}
"""
ENGLISH = {
    "Brev": "Letter",
    "Hej {{ view.name }}.": "Hello {{ view.name }}.",
    "Lägg märke till": "Note",
    "ett": "one",
    "**två**": "**two**",
    "Viktigt.": "Important.",
    "Vem": "Who",
    "Namn": "Name",
    "Ort": "Place",
}


def select(element, lang, around=None):
    """The text that is marked with a language."""
    around = element.attributes.get("lang", around)
    for child in element.children:
        if isinstance(child, Element):
            yield from select(child, lang, around)
        elif around == lang:
            yield child


def test_both_together_say_what_each_says_alone(tmp_path):
    letter = put_letter(tmp_path, CONTENT, ENGLISH)
    values = {"name": "Ö", "prose": Text(by_language=FrozenMap({"sv": "Prosa.", "en": "Prose."}))}
    swedish, english, both = (letter.compose(*langs, **values).tree for langs in (("sv",), ("en",), ("sv", "en")))
    headings = [[heading.text() for heading in tree.find_all("h1", "h2")] for tree in (swedish, english, both)]
    assert headings[2] == [f"{one} / {other}" for one, other in zip(*headings[:2], strict=True)]
    assert "".join(select(both, "en")) == english.text().replace("NameÖ", "Name")
    assert "".join(select(both, "sv")).replace(" / ", "") == swedish.text()


def test_an_address_is_said_once_and_what_begins_a_page_is_merged_part_by_part():
    merged = merge(
        '<div class="address"><p>Bolaget<br/>Tyskland</p></div><div class="page"><h2>Bevis</h2></div>',
        '<div class="address"><p>Bolaget<br/>Germany</p></div><div class="page"><h2>Receipt</h2></div>',
    )
    address, page = merged.elements
    assert [child.text() if isinstance(child, Element) else child for child in address.elements[0].children] == [
        "Bolaget",
        "",
        "Tyskland",
        "",
        "Germany",
    ]
    assert (page.classes, page.text()) == ({"page"}, "Bevis / Receipt")


def test_there_is_one_box_to_tick_for_both_languages():
    merged = merge('<ul><li class="check">Boka</li></ul>', '<ul><li class="check">Book</li></ul>')
    (item,) = merged.elements[0].elements
    assert (item.classes, item.text()) == ({"check"}, "Boka\nBook")
