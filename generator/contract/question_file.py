"""Reading the questions of self-assessments. Called by `contract.case`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from generator.contract import messages
from generator.contract.clause_file import REQUIREMENTS
from generator.contract.loading import parse_part
from generator.contract.messages import FieldPath, Problem
from generator.contract.questions import QuestionEntry, QuestionFile
from generator.contract.reading import ROLE
from generator.workspace import PACKAGE, Files

FILE = "content/questions/self-assessment.yaml"


def read_questions(files: Files) -> QuestionFile:
    """The questions of the workspace, or else of the product.

    Raises:
        InputError: there are mistakes in the file.
    """
    path = files.find(FILE) or PACKAGE / FILE
    shown = FILE if path == PACKAGE / FILE else files.show(path)
    return parse_part(QuestionFile, path.read_bytes(), shown, check_questions)


def check_questions(file: QuestionFile) -> Iterator[Problem]:
    """Everything that doesn't hold together: each question has a key that fields can be named by, and is about one thing."""
    if not file.questions:
        yield Problem(("questions",), messages.NO_QUESTIONS)
    for key, entry in file.questions.items():
        here: FieldPath = ("questions", key)
        if not re.fullmatch(ROLE, key) or len(key) > _LONGEST_KEY:
            yield Problem(here, replace(messages.NOT_A_QUESTION_KEY, at_key=True), {"value": messages.shorten(key)})
        yield from _check_entry(here, entry)


_LONGEST_KEY = 30
"""Letters of a key: the name of a field holds it beside an activity's id, and has 64."""


def _check_entry(here: FieldPath, entry: QuestionEntry) -> Iterator[Problem]:
    if (entry.requirement is None) == (entry.area is None):
        yield Problem(here, replace(messages.QUESTION_ABOUT_ONE, at_key=True))
    elif entry.requirement and entry.requirement > REQUIREMENTS:
        values = {"value": str(entry.requirement), "all": str(REQUIREMENTS)}
        yield Problem((*here, "requirement"), messages.NOT_A_REQUIREMENT, values)
