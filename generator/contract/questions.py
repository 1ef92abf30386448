"""The questions that a supplier answers about its due diligence. Read by `contract.question_file`; documents ask them.

`QuestionFile` is the format of `content/questions/self-assessment.yaml`: field names are its keys.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from generator.contract.choices import Area, Level
from generator.contract.clause import Clause, ClauseSection, SourceText
from generator.contract.fields import Line, Units
from generator.contract.models import Part
from generator.contract.values import CodePoint, FrozenMap

CONTEXT = "questions"
"""The context that the catalogs know questions by."""


class QuestionEntry(Part):
    """A question, about a process requirement or about an area of the commitments."""

    requirement: Units | None = None
    """Which of the process requirements, from 1, in the order of the clause, which has their numbers."""
    area: Area | None = None
    """Which area of the commitments, where it is about one of them."""
    level: Level | None = None
    """The level that it is asked at, where not at both."""
    question: Line
    """The question, in Swedish."""
    guidance: Line
    """How to answer it, in Swedish."""
    enclose: Line | None = None
    """What shows the answer, in Swedish."""
    expected: Line
    """What the officer looks for in an answer, in Swedish. Never sent to a supplier."""


class QuestionFile(Part):
    """A file of questions."""

    questions: FrozenMap[QuestionEntry]
    """The questions, by the key that answers go by, in the order that they are asked."""


class Question(Struct, frozen=True):
    """A question as it is asked of a contract."""

    id: str
    section: ClauseSection
    """What it is about: a process requirement, or a point of the code, with their numbers in the clause of the contract."""
    against: str
    """What a deviation would go against, as a contract file says it."""
    question: SourceText
    guidance: SourceText
    enclose: SourceText | None
    expected: SourceText


def choose_questions(file: QuestionFile, clause: Clause, level: Level) -> tuple[Question, ...]:
    """The questions for a clause at a level, by process requirement and then by commitment, in the order of the file.

    A commitment that the clause has no point for is left out.
    """
    asked = [
        (place, _make_question(key, entry, section, against))
        for key, entry in file.questions.items()
        if entry.level in {None, level}
        for place, section, against in _find_sections(entry, clause)
    ]
    return tuple(question for _, question in sorted(asked, key=lambda each: each[0]))


def _find_sections(entry: QuestionEntry, clause: Clause) -> Sequence[tuple[int, ClauseSection, str]]:
    """What a question is about: its place, its section, and how a contract file refers to it; nothing if the clause lacks it."""
    requirements = clause.process_requirements
    if entry.requirement:
        if entry.requirement > len(requirements):
            return ()
        number = requirements[entry.requirement - 1]
        return ((entry.requirement, clause.sections[number], number),)
    point = clause.parts.get(entry.area or "", "").removeprefix("code ")
    section = clause.find_point(CodePoint(f"code {point}")) if point else None
    return ((len(requirements) + list(clause.code).index(point) + 1, section, entry.area or ""),) if section else ()


def _make_question(key: str, entry: QuestionEntry, section: ClauseSection, against: str) -> Question:
    texts = (SourceText(text, CONTEXT) for text in (entry.question, entry.guidance, entry.expected))
    question, guidance, expected = texts
    enclose = SourceText(entry.enclose, CONTEXT) if entry.enclose else None
    return Question(key, section, against, question, guidance, enclose, expected)
