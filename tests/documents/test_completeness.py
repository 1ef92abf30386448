"""What must be there for every document type: its text, its words, their translation."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache

import pytest

from generator.contract import choices
from generator.contract.models import Contract
from generator.contract.report import Report
from generator.contract.shape import is_pattern
from generator.documents import DOCUMENTS, PACKS
from generator.reporting.texts import TEXTS
from generator.text.catalogs import catalog_name, load_catalog, read_documents
from generator.text.composing import Composer, read_terms, read_title
from generator.text.content_checks import check_catalog
from generator.text.extraction import extract_documents
from generator.translating.examples import Examples
from generator.translating.po_files import format_catalog, make_template
from generator.translating.updating import update_catalog
from generator.workspace import PACKAGE, Files

NEVER_SHOWN = frozenset({"AwardNotice", "Basis", "GoalFigure", "ReleasedEdition", "Sanction", "Side", "Unit"})
"""Choices that documents reckon with and don't name."""
FILES = Files()
TRANSLATIONS = ("en", "de")
"""Those that are whole, each for the documents that it is for."""
every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.slug)


@cache
def read_titles():
    """What each document is called, by slug."""
    return {document.slug: read_title(FILES, document.slug) for document in DOCUMENTS}


@pytest.fixture(scope="module")
def messages():
    """All that documents say, as translators get it."""
    return tuple(map(Examples(FILES, TEXTS).describe, extract_documents(FILES)))


def choose(messages, language):
    """Those of the documents that a catalog is for."""
    said = {message.key for message in extract_documents(FILES, read_documents(PACKAGE / catalog_name(language)))}
    return tuple(message for message in messages if message.key in said)


def test_slugs_are_unique():
    slugs = [document.slug for document in DOCUMENTS]
    assert sorted(set(slugs)) == sorted(slugs)


@every_document
def test_the_text_is_there_and_uses_only_names_of_its_view(document):
    Composer(FILES).check(document.slug, document.view)


@every_document
def test_it_has_a_title_of_its_own(document):
    assert list(read_titles().values()).count(read_titles()[document.slug]) == 1


@every_document
def test_what_it_needs_are_fields_of_a_contract(document):
    paths = [re.sub(r" \(.*\)$", "", need) for need in document.needs]
    sources = (Contract, Report) if document.is_over_figures else (Contract,)
    assert [path for path in paths if not any(is_pattern(source, path) for source in sources)] == []


def test_each_content_file_belongs_to_a_document_or_to_what_tells_of_many():
    known = {f"content/{slug}.md" for slug in (*(document.slug for document in DOCUMENTS), *TEXTS)}
    assert set(FILES.list_names("content/*.md")) == known


def test_parts_of_packs_are_documents():
    assert [part for pack in PACKS for part in pack.parts if part not in DOCUMENTS] == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_message_is_translated_and_keeps_its_placeholders(messages, language):
    findings = check_catalog(load_catalog(FILES, language), choose(messages, language))
    assert [str(finding) for finding in findings] == []


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_the_catalog_is_in_step_with_the_texts(messages, language):
    path = PACKAGE / catalog_name(language)
    updated = format_catalog(update_catalog(path, language, choose(messages, language)))
    assert updated.decode() == path.read_text(encoding="utf-8"), "run: realisera locale update"


def test_the_template_for_translators_is_in_step_with_the_texts(messages):
    template = format_catalog(make_template(messages))
    assert template.decode() == (PACKAGE / "locales/documents.pot").read_text(encoding="utf-8"), "run: realisera locale extract"


def test_every_choice_that_can_be_shown_has_a_word():
    terms = read_terms(FILES)
    shown = [
        kind
        for kind in vars(choices).values()
        if isinstance(kind, type) and issubclass(kind, Enum) and list(kind) and kind.__name__ not in NEVER_SHOWN
    ]
    words = {kind.__name__: list(terms.get(kind.__name__, {})) for kind in shown}
    assert words == {kind.__name__: [member.value for member in kind] for kind in shown}
