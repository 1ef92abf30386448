"""Parts of the tree: what is in them, and others in their place."""

from __future__ import annotations

import pytest

from generator.text import tree
from generator.text.keeping import Kept
from generator.text.tree import Element, for_each_element, once_a_tree, share


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


def share_row(*words: str) -> Element:
    return share("tr", (("class", "head"),), tuple(share("td", (), (each,)) for each in words))


def test_an_element_is_shared_from_the_second_time_on_and_what_it_stands_in_once_it_is() -> None:
    rows = [share_row("delas", "bara här") for _ in range(4)]
    cells = [row.children[0] for row in rows]
    assert [isinstance(cell, Element) and cell.is_shared for cell in cells] == [False, True, True, True]
    assert cells[0] is not cells[1] is cells[2] is cells[3]
    assert [row.is_shared for row in rows] == [False, False, True, True]
    assert rows[2] is rows[3] == rows[0]
    assert share("tr", (), rows[3].children) is not rows[3]


def test_what_came_lately_stays_shared_however_much_comes_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "_MET", 8)
    kept_there = Kept(room=60_000)
    monkeypatch.setattr(tree, "KEPT", kept_there)
    monkeypatch.setattr(tree, "_met", set())

    def ask(word: str) -> Element:
        return share("p", (), (word,))

    stays = [ask("stannar") for _ in range(2)][-1]
    for number in range(200):
        assert [ask(f"går {number}") for _ in range(2)][-1].is_shared
        assert ask("stannar") is stays
        assert kept_there.weight <= 60_000
        assert len(tree._met) <= tree._MET
    gone = ask("går 0")
    assert not gone.is_shared


def test_work_is_done_once_of_a_shared_element_for_each_place_and_again_of_any_other() -> None:
    seen: list[str] = []

    @for_each_element
    def read(element: Element, place: int) -> str:
        seen.append(f"{element.text()} {place}")
        return seen[-1]

    shared = [share("p", (), ("samma ord",)) for _ in range(2)][-1]
    assert [read(shared, place) for place in (1, 1, 2, 1)] == ["samma ord 1", "samma ord 1", "samma ord 2", "samma ord 1"]
    assert [read(cell("annat"), 1) for _ in range(2)] == ["annat 1"] * 2
    assert seen == ["samma ord 1", "samma ord 2", "annat 1", "annat 1"]
