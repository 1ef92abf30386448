"""What goes together on a page, and when pages are laid out again."""

from __future__ import annotations

import pytest

from generator.rendering.arranging import arrange
from generator.rendering.tightening import list_airs
from generator.rendering.typst.hyphenation import hyphenate
from generator.text.parsing import parse_tree

SENTENCE = "Leverantören visar hur villkoren följs i hela kedjan. "


def find_classes(body: str, tag: str) -> list[set[str]]:
    return [set(part.classes) for part in arrange(parse_tree(body, "sv")).find_all(tag)]


def make_table(*rows: tuple[str, ...], kind: str = "grid") -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f'<table class="{kind}"><tbody>{"".join(f"<tr>{row}</tr>" for row in cells)}</tbody></table>'


@pytest.mark.parametrize(
    ("cells", "is_numeric"),
    [
        (("7", "12"), True),
        (("1\u00a0118,4", "353,4", "36,8"), True),
        (("46,6", "43"), False),
        (("12\u00a0%", "–", ""), True),
        (("38\u00a0500\u00a0SEK<br/>SEK\u00a038,500", "0\u00a0SEK<br/>SEK\u00a00"), True),
        (("R1", "2"), False),
        (("2026-06-03", "2026-06-04"), False),
        (("–", ""), False),
        (("3\u00a0dagar", "5\u00a0dagar"), False),
    ],
)
def test_a_column_of_numbers_with_as_many_decimals_each_is_marked(cells: tuple[str, ...], *, is_numeric: bool) -> None:
    marked = find_classes(make_table(*(("text", cell) for cell in cells)), "td")
    assert [("number" in classes) for classes in marked] == [False, is_numeric] * len(cells)


def test_numbers_are_marked_with_the_head_of_their_column_but_not_ids_that_head_rows() -> None:
    body = (
        '<table class="grid"><thead><tr><th scope="col">Nr</th><th scope="col">Antal</th></tr></thead><tbody>'
        '<tr><th scope="row">1</th><td>24</td></tr></tbody></table>'
    )
    assert [("number" in classes) for classes in find_classes(body, "th")] == [False, True, False]


@pytest.mark.parametrize(("rows", "is_small"), [(8, True), (9, False)])
def test_a_table_of_few_rows_is_small(rows: int, *, is_small: bool) -> None:
    assert find_classes(make_table(*(("a", "b"),) * rows), "table") == [{"grid", "small"} if is_small else {"grid"}]


@pytest.mark.parametrize(("rows", "is_small"), [(13, True), (25, False)])
def test_facts_are_small_up_to_half_a_page(rows: int, *, is_small: bool) -> None:
    table = make_table(*(("Avtal", "Gaskompress"),) * rows, kind="facts")
    assert find_classes(table, "table") == [{"facts", "small"} if is_small else {"facts"}]


def test_a_table_of_few_rows_that_takes_most_of_a_page_is_not_small() -> None:
    assert find_classes(make_table(*((SENTENCE * 24, "b"),) * 4), "table") == [{"grid"}]


@pytest.mark.parametrize(
    ("body", "leading"),
    [
        ("<p>Det här gäller:</p><ul><li>ett</li></ul>", [True]),
        ("<p>Det här gäller.</p><ul><li>ett</li></ul>", [False]),
        ("<ul><li>ett</li></ul><p>Sist:</p>", [False]),
    ],
)
def test_a_paragraph_with_a_colon_leads_to_what_follows(body: str, leading: list[bool]) -> None:
    assert [("leads" in classes) for classes in find_classes(body, "p")] == leading


@pytest.mark.parametrize(
    ("body", "leading"),
    [
        ("<h2>A</h2><p>Så står det.</p>" + make_table(("1",)), [True]),
        ("<p>Så står det.</p>" + make_table(("1",)), [False]),
        ("<h2>A</h2><p>Så står det.</p><p>Så också.</p>", [True, False]),
        (f"<h2>A</h2><p>{SENTENCE * 3}</p><p>Så också.</p>", [False, False]),
        ("<h2>A</h2><p>Så står det.</p><h2>B</h2><p>Så också.</p>", [False, False]),
        (f"<h2>A</h2><p>{SENTENCE * 20}</p>" + make_table(("1",)), [False]),
        ('<p>Vad har hänt?</p><p class="blank"></p>', [True, False]),
    ],
)
def test_what_introduces_a_section_a_table_or_lines_to_write_on_leads_to_it(body: str, leading: list[bool]) -> None:
    assert ["leads" in classes for classes in find_classes(body, "p")] == leading


@pytest.mark.parametrize(("second", "is_leading"), [("This applies:", True), ("This applies.", False)])
def test_two_columns_lead_where_both_do(second: str, *, is_leading: bool) -> None:
    columns = f'<div class="columns"><div><p>Det här gäller:</p></div><div><p>{second}</p></div></div>'
    assert ("leads" in find_classes(columns + "<p>ett</p>", "div")[0]) == is_leading


@pytest.mark.parametrize(("sentences", "is_small"), [(2, True), (9, False)])
def test_short_texts_in_two_columns_stay_whole(sentences: int, *, is_small: bool) -> None:
    columns = f'<div class="columns">{f"<div><p>{SENTENCE * sentences}</p></div>" * 2}</div>'
    assert ("small" in find_classes(columns, "div")[0]) == is_small


def list_beside(tag: str, *items: str) -> list[list[tuple[str, int]]]:
    """Of each piece of a list in two columns, from where its lists count and how many items they have."""
    whole = f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>"
    tree = arrange(parse_tree(f'<div class="columns"><div>{whole}</div><div>{whole}</div></div>', "sv"))
    pieces = [[each.elements[0] for each in part.elements] for part in tree.elements]
    return [[(each.attributes.get("start", "1"), len(each.elements)) for each in piece] for piece in pieces]


@pytest.mark.parametrize(
    ("tag", "items", "pieces"),
    [
        ("ul", ("kort",) * 6, [("1", 6)]),
        ("ul", (SENTENCE * 2,) * 5, [("1", 2), ("1", 2), ("1", 1)]),
        ("ol", (SENTENCE * 2,) * 5, [("1", 2), ("3", 2), ("5", 1)]),
        ("ul", (SENTENCE * 9, "kort"), [("1", 1), ("1", 1)]),
    ],
)
def test_a_long_list_in_two_columns_is_cut_where_both_may_end_a_page(
    tag: str, items: tuple[str, ...], pieces: list[tuple[str, int]]
) -> None:
    assert list_beside(tag, *items) == [[piece, piece] for piece in pieces]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<p>leverantörsbedömningar</p>", "leve\u00adran\u00adtörs\u00adbe\u00addöm\u00adningar"),
        ("<p>leverans</p>", "leverans"),
        ('<p lang="en">procurement</p>', "procure\u00adment"),
        ('<p lang="xx">leverantörsbedömningar</p>', "leverantörsbedömningar"),
        ("<p>leverantörs\u00adbedömningar</p>", "leverantörs\u00adbedömningar"),
        ("<p>skriv till leverantörsbedömningar@region.example</p>", "skriv till leverantörsbedömningar@region.example"),
        ('<p><a href="https://a.example">leverantörsbedömningar</a></p>', "leverantörsbedömningar"),
        ("<h2>Leverantörsbedömningar</h2>", "Leverantörsbedömningar"),
    ],
)
def test_long_words_of_running_text_may_be_parted(body: str, shown: str) -> None:
    assert hyphenate(arrange(parse_tree(body, "sv"))).text() == shown


@pytest.mark.parametrize(
    ("parts", "airs"),
    [
        ([(1, 0.1)], ()),
        ([(2, 0.35)], ()),
        ([(2, 0.05)], (0.7, 0.4)),
        ([(2, 0.12)], (0.4,)),
        ([(2, 0.3)], (0.4,)),
        ([(5, 0.4)], (0.4,)),
        ([(5, 0.65)], ()),
        ([(5, 0.2), (1, 0.2)], (0.7, 0.4)),
        ([(1, 0.2), (2, 0.4)], ()),
    ],
)
def test_pages_are_laid_out_again_where_a_last_page_holds_little_that_can_be_taken_in(
    parts: list[tuple[int, float]], airs: tuple[float, ...]
) -> None:
    assert list_airs(parts, "report") == airs


@pytest.mark.parametrize(
    ("parts", "airs"), [([(2, 0.25)], ()), ([(2, 0.2)], (0.4,)), ([(3, 0.52)], (0.4,)), ([(2, 0.04)], (0.7, 0.4))]
)
def test_a_letter_saves_nothing_of_its_head_address_and_signature(
    parts: list[tuple[int, float]], airs: tuple[float, ...]
) -> None:
    assert list_airs(parts, "letter") == airs
