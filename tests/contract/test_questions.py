"""Questions of a self-assessment: by the numbers of each generation, at each level; and what a region gets wrong."""

from __future__ import annotations

import pytest

from generator.contract.choices import Level
from generator.contract.clause_file import read_clause
from generator.contract.question_file import FILE, read_questions
from generator.contract.questions import choose_questions
from generator.errors import InputError
from generator.workspace import Files

GENERATIONS = ("2023", "generation-a", "generation-b", "generation-c")
ENTRY = "question: Vad?\n    guidance: Så.\n    expected: Det.\n"


def write(tmp_path, text):
    path = tmp_path / FILE
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return Files(tmp_path)


@pytest.mark.parametrize("version", GENERATIONS)
def test_questions_go_by_the_numbers_of_the_clause_and_cover_each_requirement(version) -> None:
    clause = read_clause(Files(), version)
    asked = choose_questions(read_questions(Files()), clause, Level.ADVANCED)
    numbers = list(dict.fromkeys(each.against for each in asked))
    assert tuple(numbers[:7]) == clause.process_requirements
    assert all(clause.find_section(number) for number in numbers[:7])
    assert set(numbers[7:]) == {"human_rights", "labour_rights", "environment", "business_ethics"} & clause.parts.keys()


def test_the_advanced_level_is_asked_more() -> None:
    clause, file = read_clause(Files(), "generation-c"), read_questions(Files())
    basic, advanced = (choose_questions(file, clause, level) for level in (Level.BASIC, Level.ADVANCED))
    more = {key for key, entry in file.questions.items() if entry.level is Level.ADVANCED}
    assert {each.id for each in advanced} - {each.id for each in basic} == more
    assert more


def test_a_regions_own_questions_come_in_the_order_of_the_clause(tmp_path) -> None:
    files = write(tmp_path, f"questions:\n  b:\n    requirement: 7\n    {ENTRY}  a:\n    requirement: 2\n    {ENTRY}")
    clause = read_clause(Files(), "generation-c")
    asked = choose_questions(read_questions(files), clause, Level.BASIC)
    assert [(each.id, each.section.number) for each in asked] == [
        ("a", clause.process_requirements[1]),
        ("b", clause.process_requirements[6]),
    ]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("a:\n    requirement: 8\n    ", "there is no process requirement 8"),
        ("a:\n    requirement: 1\n    area: environment\n    ", "about one of them"),
        ("a:\n    ", "about one of them"),
        ("A-b:\n    requirement: 1\n    ", "'A-b' is not a key for a question"),
        (f"{'a' * 31}:\n    requirement: 1\n    ", "is not a key for a question"),
        ("a:\n    requirement: 1\n    answer: ja\n    ", "answer"),
    ],
)
def test_mistakes_are_told(tmp_path, entry, message) -> None:
    with pytest.raises(InputError, match=message):
        read_questions(write(tmp_path, f"questions:\n  {entry}{ENTRY}"))


def test_a_file_without_questions_is_a_mistake(tmp_path) -> None:
    with pytest.raises(InputError, match="the file has no questions"):
        read_questions(write(tmp_path, "questions: {}\n"))
