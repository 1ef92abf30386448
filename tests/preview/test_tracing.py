"""Marks of messages change nothing of a document but that they are there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.build.orders import Order
from generator.build.plan import Plan
from generator.build.render import Builder
from generator.documents import DOCUMENTS, find_document
from generator.errors import RealiseraError
from generator.preview.shelf import Shelf
from generator.preview.states import State
from generator.preview.tracing import MARK, Trace, TracedComposer, list_marks
from generator.text.tree import Document, Element
from generator.workspace import find_workspace
from tests.loading import load_source
from tests.preview.conftest import write_catalog

DAY = date(2026, 11, 22)


def strip(element: Element) -> Element:
    """The tree without marks, texts that follow upon each other as one."""
    children: list[Element | str] = []
    for child in element.children:
        for part in _open(child):
            if isinstance(part, str) and children and isinstance(children[-1], str):
                children[-1] += part
            else:
                children.append(part)
    return replace(element, attributes=dict(element.attributes), children=tuple(children))


def _open(child: Element | str) -> tuple[Element | str, ...]:
    if isinstance(child, str):
        return (child,)
    bare = strip(child)
    rest = {name: value for name, value in bare.attributes.items() if name != MARK}
    return bare.children if MARK in bare.attributes and bare.tag == "span" and not rest else (replace(bare, attributes=rest),)


def make_builders(root: Path) -> tuple[Builder, Builder]:
    workspace = find_workspace(root)
    composer = TracedComposer(workspace.files, "sv", Trace(), Shelf(workspace.files).find_catalog)
    return Builder(workspace), Builder(workspace, composer)


def list_plans(builder: Builder, source: Path, spec: str) -> Iterator[Plan]:
    loaded = load_source(source)
    for document in DOCUMENTS:
        try:
            yield builder.plan(loaded, (Order(document, DAY, (spec,), draft=True),))
        except RealiseraError:
            continue  # a report isn't what it is made of


@pytest.mark.parametrize("spec", ["sv", "en", "sv+en"])
def test_a_traced_document_is_the_document(examples: Path, spec: str) -> None:
    plain, traced = make_builders(examples)
    compared = 0
    for source in sorted(examples.glob("*/*.yaml")):
        for plan in list_plans(plain, source, spec):
            for planned in plan.documents:
                try:
                    document, _ = plain.compose(planned, plan)
                except RealiseraError:
                    continue  # the contract lacks what it is about
                marked, _ = traced.compose(planned, plan)
                assert strip(marked.body) == strip(document.body), planned.document.slug
                assert any(list_marks(marked.body))
                compared += 1
    assert compared > 30


def test_a_draft_keeps_its_boxes_to_tick(workspace: Path) -> None:
    content = workspace / "content/action-plan.md"
    content.parent.mkdir()
    content.write_text("# Åtgärdsplan\n\n- [ ] Boka en lokal\n", encoding="utf-8")
    for builder in make_builders(workspace):
        document = compose_plan(builder, workspace)
        (item,) = document.body.find_all("li")
        assert item.classes == {"check"}
        assert item.text() == "Boka en lokal"


def compose_plan(builder: Builder, root: Path) -> Document:
    """An action plan in English."""
    order = Order(find_document("action-plan"), DAY, ("en",), draft=True)
    plan = builder.plan(load_source(root / "contracts/surgical-instruments.yaml"), (order,))
    return builder.compose(plan.documents[0], plan)[0]


def test_marks_say_how_far_a_translation_has_come(workspace: Path) -> None:
    write_catalog(
        workspace,
        '#, fuzzy\nmsgid "Boka en sal"\nmsgstr "Book a hall"\n',
        'msgid "Skicka till {{ view.on }}"\nmsgstr "Send it"\n',
        'msgid "Boka en lokal"\nmsgstr "Book a room"\n',
    )
    content = workspace / "content/action-plan.md"
    content.parent.mkdir()
    lines = ("Boka en lokal", "Boka en sal", "Boka en resa", "Skicka till {{ view.on }}")
    content.write_text("# Åtgärdsplan\n\n" + "".join(f"- {line}\n" for line in lines), encoding="utf-8")
    _, traced = make_builders(workspace)
    document = compose_plan(traced, workspace)
    states = [state for item in document.body.find_all("li") for _, _, state in list_marks(item)]
    assert states == [State.TRANSLATED, State.FUZZY, State.MISSING, State.BROKEN]
