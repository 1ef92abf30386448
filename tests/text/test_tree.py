"""Parts of the tree: what is in them, and others in their place."""

from __future__ import annotations

from generator.text.tree import Element, once_a_tree


def cell(*words: str) -> Element:
    return Element("td", {}, words)


def test_the_rows_of_a_table_come_in_reading_order_wherever_they_stand() -> None:
    rows = [Element("tr", {}, (cell("b"),)), Element("tr", {}, (cell("a"), cell("c"))), Element("tr")]
    groups = (Element("caption", {}, ("Rubrik",)), Element("thead", {}, (rows[0],)), " ", Element("tbody", {}, ("\n", *rows[1:])))
    assert Element("table", {}, groups).rows == tuple(rows) == tuple(Element("table", {}, groups).find_all("tr"))
    assert Element("table", {}, tuple(rows)).rows == tuple(rows)
    assert Element("table").rows == ()


def test_an_element_with_the_same_children_is_itself() -> None:
    first, second = cell("b"), cell("a")
    row = Element("tr", {"class": "head"}, (first, " ", second))
    assert row.with_children([first, row.children[1], second]) is row
    assert row.with_children([second, first]) == Element("tr", {"class": "head"}, (second, first))
    assert row.with_children([]) == Element("tr", {"class": "head"})
    assert row.with_children([first, " ", cell("a")]) == row


def test_work_is_done_once_of_the_same_tree_and_anew_of_one_that_is_only_equal() -> None:
    seen: list[Element] = []

    @once_a_tree
    def count(tree: Element) -> int:
        seen.append(tree)
        return len(seen)

    one, equal, other = Element("p", {}, ("a",)), Element("p", {}, ("a",)), Element("p", {}, ("b",))
    assert [count(tree) for tree in (one, one, equal, one, equal)] == [1, 1, 2, 1, 2]
    assert [count(tree) for tree in (other, equal, one)] == [3, 2, 4]
