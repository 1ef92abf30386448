"""The job: action plans of an example contract, each with names, texts and sums of its own, and each made once.

What is the same in all of them, such as headings, can be used again, as in a batch; what each has of its own can't.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from msgspec.structs import replace

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
    """Action plans without end, each asked for once, and what is known of each before it has words."""

    def __init__(self, language: str = "sv") -> None:
        self.workspace = find_workspace(SOURCE)
        self._builder = Builder(self.workspace)
        self._orders = make_orders("action-plan", on=ON, languages=(language,), items={"deviation": "D2"})
        self._contracts = load_contracts()

    def make_plans(self, number: int) -> list[Plan]:
        """So many plans, from the next contracts."""
        return [self._builder.plan(loaded, self._orders) for loaded in islice(self._contracts, number)]

    def make_valued(self, number: int) -> list[Plan]:
        """The same with values that are worked out already."""
        return [_work_out(plan) for plan in self.make_plans(number)]

    def make_documents(self, number: int) -> list[Document]:
        """The same in words."""
        return [self.compose(plan) for plan in self.make_plans(number)]

    def compose(self, plan: Plan) -> Document:
        """The text of a document."""
        return self._builder.compose(plan.documents[0], plan)[0]


def _work_out(plan: Plan) -> Plan:
    """The plan with the view of its document, which its type would make by the rules."""
    planned = plan.documents[0]
    view = planned.document.make_view(planned.subject)
    document = replace(planned.document, make_view=lambda _subject: view)
    return replace(plan, documents=(replace(planned, order=replace(planned.order, document=document)),))
