"""The guide to the clause: what it says at each level, and with which figures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.contract.choices import Level
from generator.contract.models import Terms
from generator.documents import Subject
from generator.documents.clause_guide import CLAUSE_GUIDE
from generator.rules.standing import Standing
from tests.documents.contracts import COMPOSER, LADDER, ON, change, compose, make_subject, read_example
from tests.documents.tree_text import write_tree

GOLDEN = Path(__file__).parent / "golden"
CONTRACT = read_example("wound-care")
CLAUSE = make_subject(CONTRACT).clause
BASIC = {"clause.level": Level.BASIC, "clause.terms": Terms()}


def make_text(changes=None, langs=("sv",)):
    return write_tree(compose(CLAUSE_GUIDE, make_subject(change(CONTRACT, changes or {})), *langs))


def headings(text):
    return re.findall(r"^##+ (.*)", text, re.MULTILINE)


@pytest.mark.parametrize("langs", [("sv",), ("en",), ("sv", "en")], ids="-".join)
def test_the_whole_text_at_the_basic_level(langs, golden):
    golden(GOLDEN / f"clause-guide.basic.{'-'.join(langs)}.txt", make_text(BASIC, langs))


@pytest.mark.parametrize("level", list(Level))
def test_the_guide_says_what_the_contract_has(level):
    bare, whole = make_text({"clause.level": level, "clause.terms": Terms()}), make_text({"clause.level": level})
    for words in ("14~dagar", "30~dagar", "28~dagar", "25~000~kronor", "90~dagar"):
        assert (words in bare, words in whole) == (False, True)
    assert ("skälig uppsägningstid" in bare, "skälig uppsägningstid" in whole) == (True, False)


@pytest.mark.parametrize("level", list(Level))
def test_the_duty_to_report_is_explained_also_where_no_days_are_filled_in(level):
    text = make_text({"clause.level": level, "clause.version": "2023", "clause.terms": Terms()})
    numbers = [heading.partition(" ")[0] for heading in headings(text) if heading[0].isdigit()]
    assert [each for each in numbers if "." not in each] == (["1", "2", "3", "4"] if level is Level.ADVANCED else ["1", "3", "4"])
    for words in ("inom den tid som avtalet anger. Vänta inte", "**Tvångsarbete:**", "inte rapporterar enligt avsnitt 3"):
        assert words in text


def test_the_basic_level_has_no_process_requirements():
    numbers = {section.number for section in CLAUSE.sections.values()} - {"1", "3", "4"}
    said = {heading.partition(" ")[0] for heading in headings(make_text(BASIC))}
    assert said & numbers == set()
    assert numbers <= {heading.partition(" ")[0] for heading in headings(make_text())}


@pytest.mark.parametrize("langs", [("sv",), ("en",)], ids="-".join)
@pytest.mark.parametrize("changes", [{}, BASIC], ids=["advanced", "basic"])
def test_each_commitment_and_requirement_has_things_to_show(changes, langs):
    parts = re.split(r"\n### ", make_text(changes, langs))[1:]
    assert len(parts) == (5 if changes else 11)
    for part in parts:
        things = re.findall(r"^- ", re.split(r"\n## ", part)[0], re.MULTILINE)
        assert 2 <= len(things) <= 4, part


def test_call_offs_are_suspended_only_under_a_framework_agreement():
    changes = {"framework_agreement": False, "clause.terms.call_off_suspension_months": None}
    assert ["vropsstopp" in make_text(each) for each in ({}, changes)] == [True, False]


def test_numbers_and_titles_come_from_the_clause_file():
    moved = {f"9.{number}": replace(section, number=f"9.{number}") for number, section in CLAUSE.sections.items()}
    clause = replace(
        CLAUSE,
        sections=moved,
        process_requirements=tuple(f"9.{number}" for number in CLAUSE.process_requirements),
        parts={name: f"9.{number}" for name, number in CLAUSE.parts.items()},
    )
    view = CLAUSE_GUIDE.make_view(Subject(Standing(CONTRACT, clause.parts, LADDER, ON), clause))
    text = write_tree(COMPOSER.compose("clause-guide", view, ("sv",)).tree)
    numbered = [heading for heading in headings(text) if heading[0].isdigit()]
    assert [heading.partition(" ")[0] for heading in numbered] == [f"9.{number}" for number in CLAUSE.sections]
    assert "enligt avsnitt 9.3\n" in text
