"""The job: action plans of an example contract, each with names, texts and sums of its own, so that nothing can be used again."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

from generator.build.orders import make_orders
from generator.build.plan import Plan
from generator.build.render import Builder
from generator.contract.loading import LoadedContract
from generator.text.tree import Document
from generator.workspace import find_workspace
from tests.loading import load_contract
from tests.making import ON

SOURCE = Path(__file__).parents[2] / "examples/contracts/surgical-instruments.yaml"
_WORDS = re.compile(r"\b((?:sv|en|name|region|registration_number): (?!\|))([^,}\n]*[^,}\n\"])(?=[,}\n])")
_SUM = re.compile(r"(amount: [0-9]*?)[0-9]{3}\b")


def write_contract(number: int) -> str:
    """The contract's text with other names, words and sums for each number."""
    text = _WORDS.sub(rf"\g<1>\g<2> {number}", SOURCE.read_text(encoding="utf-8"))
    return _SUM.sub(rf"\g<1>{number % 1000:03}", text)


def load_contracts() -> Iterator[LoadedContract]:
    """Contracts without end, no two alike."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contract.yaml"
        for number in count(1000):
            path.write_text(write_contract(number), encoding="utf-8")
            yield load_contract(path)


class Job:
    """Action plans, so many of them, and what is known of each before it has words."""

    def __init__(self, number: int, language: str = "sv") -> None:
        self.workspace = find_workspace(SOURCE)
        self._builder = Builder(self.workspace)
        orders = make_orders("action-plan", on=ON, languages=(language,), items={"deviation": "D2"})
        self.plans = [self._builder.plan(loaded, orders) for loaded in islice(load_contracts(), number)]
        self.valued = [_work_out(plan) for plan in self.plans]
        """The same with values that are worked out already."""
        self.documents = [self.compose(plan) for plan in self.plans]

    def compose(self, plan: Plan) -> Document:
        """The text of a document."""
        return self._builder.compose(plan.documents[0], plan)[0]


def _work_out(plan: Plan) -> Plan:
    """The plan with the view of its document, which its type would make by the rules."""
    planned = plan.documents[0]
    view = planned.document.make_view(planned.subject)
    document = replace(planned.document, make_view=lambda _subject: view)
    return replace(plan, documents=(replace(planned, order=replace(planned.order, document=document)),))
