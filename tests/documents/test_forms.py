"""Forms that suppliers fill in, and the review of what they answered: who gets one, what it asks, and its whole text."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.contract.choices import Level, TransparencyDepth
from generator.contract.models import Transparency
from generator.documents import DOCUMENTS
from generator.documents.chain_form import CHAIN_FORM
from generator.documents.document_review import DOCUMENT_REVIEW
from generator.documents.self_assessment import SELF_ASSESSMENT, list_questions
from generator.rendering.fields import is_field, settle_fields
from tests.documents.contracts import ON, change, compose, make_subject, read_example
from tests.documents.tree_text import write_tree

GOLDEN = Path(__file__).parent / "golden"
WOUNDS, INSTRUMENTS = read_example("wound-care"), read_example("surgical-instruments")
ACTIVITY = "monitoring.activities.1"


@pytest.mark.parametrize("langs", [("sv",), ("en",), ("sv", "en")], ids="-".join)
@pytest.mark.parametrize(
    ("document", "contract", "item"),
    [(SELF_ASSESSMENT, WOUNDS, "M2"), (CHAIN_FORM, WOUNDS, "M3"), (DOCUMENT_REVIEW, INSTRUMENTS, "M1")],
    ids=["self-assessment", "chain-form", "document-review"],
)
def test_the_whole_text(document, contract, item, langs, golden):
    text = write_tree(compose(document, make_subject(contract, item), *langs))
    golden(GOLDEN / f"{document.slug}.{contract.id}.{item}.{'-'.join(langs)}.txt", text)


def test_who_gets_which_form():
    lists = [[document.list_items(each, ON) for each in (WOUNDS, INSTRUMENTS)] for document in (SELF_ASSESSMENT, CHAIN_FORM)]
    assert lists == [[("M2",), ()], [("M3",), ()]]
    assert [DOCUMENT_REVIEW.list_items(each, ON) for each in (WOUNDS, INSTRUMENTS)] == [(), ("M1",)]
    done = change(WOUNDS, {f"{ACTIVITY}.done": ON})
    assert SELF_ASSESSMENT.list_items(done, ON) == ()


def ask(requirements, level=Level.ADVANCED):
    subject = make_subject(change(WOUNDS, {f"{ACTIVITY}.requirements": requirements, "clause.level": level}), "M2")
    questions = list_questions(subject.questions, subject.activity, subject.clause)
    return list(dict.fromkeys(each.against for each in questions))


def test_an_activity_asks_about_what_it_names():
    requirements = make_subject(WOUNDS).clause.process_requirements
    areas = ["human_rights", "labour_rights", "environment", "business_ethics"]
    assert ask(()) == [*requirements, *areas]
    assert ask(requirements) == [*requirements, *areas]
    assert ask((requirements[4], requirements[2])) == [requirements[2], requirements[4]]
    commitments = make_subject(WOUNDS).clause.parts["commitments"]
    assert ask((requirements[2], commitments)) == [requirements[2], *areas]


def test_what_the_officer_looks_for_is_never_sent():
    subject = make_subject(WOUNDS, "M2")
    text = write_tree(compose(SELF_ASSESSMENT, subject))
    assert [each.id for each in subject.questions if each.expected.text in text] == []


def test_the_depth_and_the_days_are_those_of_the_contract():
    depth = (TransparencyDepth.SMELTERS, TransparencyDepth.EXTRACTION)
    agreed = change(WOUNDS, {"clause.terms.transparency": Transparency(days=35, depth=depth)})
    view = CHAIN_FORM.make_view(make_subject(agreed, "M3"))
    assert (view.days, view.depth) == (35, depth)
    assert [row.name for row in view.products] == ["M3.p-P1"]


def test_without_products_the_chain_is_told_of_once():
    bare = change(WOUNDS, {"products": (), "monitoring.activities.2.products": ()})
    assert [(row.name, row.product) for row in CHAIN_FORM.make_view(make_subject(bare, "M3")).products] == [("M3.p-all", None)]


def list_subjects():
    """A subject of each document of a contract that is filled in, and of some that have fields beside."""
    for contract in (WOUNDS, INSTRUMENTS):
        for document in DOCUMENTS:
            if document.is_over_figures or document.layout == "slides" or (document.pack and contract is INSTRUMENTS):
                continue
            for item in document.list_items(contract, ON)[:1]:
                yield pytest.param(document, contract, item, id=f"{document.slug}-{contract.id}")


@pytest.mark.parametrize(("document", "contract", "item"), tuple(list_subjects()))
def test_fields_have_names_of_their_own_in_every_language(document, contract, item):
    names = []
    for lang in ("sv", "en"):
        tree = compose(document, make_subject(contract, item), lang)
        signed = {id(line) for table in tree.find_all("table") if "signatures" in table.classes for line in table.walk()}
        fields = [each for each in tree.walk() if is_field(each) and each.tag != "li" and id(each) not in signed]
        names.append([each.attributes.get("name", "") for each in fields])
        settled = [each.attributes["name"] for each in settle_fields(tree).walk() if "name" in each.attributes]
        assert len(settled) == len(set(settled))
        assert "" not in names[-1]
        assert len(set(names[-1])) == len(names[-1])
    assert names[0] == names[1]
