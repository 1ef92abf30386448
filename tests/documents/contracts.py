"""The contracts of the examples, with changes, and the documents that are made of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from generator.contract.clause_file import fill_terms, read_clause
from generator.contract.ladder_file import read_ladder
from generator.contract.models import Contract, Part
from generator.contract.question_file import read_questions
from generator.contract.questions import choose_questions
from generator.contract.typical_risks_file import read_typical_risks
from generator.documents import DocumentType, MadeFile, Subject
from generator.rules.standing import Standing
from generator.text.composing import Composer
from generator.text.tree import Element
from generator.workspace import Files
from tests.loading import load_contract

ON = date(2026, 11, 22)
EXAMPLES = Path(__file__).parent.parent.parent / "examples"
FILES = Files()
COMPOSER = Composer(FILES)
LADDER = read_ladder(FILES, "default")
KNOWN_RISKS = read_typical_risks(FILES)
QUESTIONS = read_questions(FILES)


@cache
def read_example(name: str) -> Contract:
    """An example contract."""
    return load_contract(EXAMPLES / f"contracts/{name}.yaml").contract


def change(part: Any, changes: Mapping[str, Any]) -> Any:
    """A part with other values: by path, such as `deviations.0.closed`."""
    for path, value in changes.items():
        part = _change(part, path.split("."), value)
    return part


def _change(part: Any, steps: list[str], value: Any) -> Any:
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(part, tuple):
        return tuple(_change(item, rest, value) if str(number) == step else item for number, item in enumerate(part))
    if isinstance(part, Part):
        return part.model_copy(update={step: _change(getattr(part, step), rest, value)})
    return type(part)({**part, step: _change(part.get(step), rest, value)})


def make_subject(contract: Contract, item: str = "", on: date = ON, made: tuple[MadeFile, ...] = ()) -> Subject:
    """What a document is about."""
    clause = read_clause(FILES, contract.clause.version)
    standing = Standing(fill_terms(contract, clause), clause.parts, LADDER, on)
    questions = choose_questions(QUESTIONS, clause, contract.clause.level)
    return Subject(standing, clause, item, made, known_risks=KNOWN_RISKS, questions=questions)


def compose(document: DocumentType, subject: Subject, *langs: str) -> Element:
    """The tree of a document."""
    return COMPOSER.compose(document.slug, document.make_view(subject), langs or ("sv",), clause=subject.clause.terms).tree
