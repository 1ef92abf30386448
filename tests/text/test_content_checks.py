from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pytest

from generator.text.catalogs import load_catalog
from generator.text.content_checks import check_catalog, check_texts
from generator.text.extraction import Message
from generator.workspace import Files
from tests.text.workspaces import list_findings, put_files, write_po

PO = "locales/en/LC_MESSAGES/documents.po"


@dataclass(frozen=True)
class View:
    name: str


def check(files, *languages):
    """What is wrong with a workspace's own texts."""
    known = check_own(languages)
    return [finding for finding in list_findings(check_texts(files, {"letter": View}, languages)) if finding not in known]


@cache
def check_own(languages):
    """What is wrong with the product's."""
    return list_findings(check_texts(Files(), {}, languages))


def test_sound_texts_have_no_findings(tmp_path):
    files = put_files(
        tmp_path,
        {
            "content/letter.md": "# Brev\n\nHej {{ view.name }}.\n",
            PO: write_po('msgid "Brev"\nmsgstr "Letter"', 'msgid "Hej {{ view.name }}."\nmsgstr "Hi {{ view.name }}."'),
        },
    )
    assert check(files, "sv", "en") == []


def test_everything_is_told_at_once(tmp_path):
    files = put_files(
        tmp_path,
        {
            "content/letter.md": "# Brev\n\nHej {{ view.nam }}.\n\nEtt {{ view.name }}.\n\nTvå.\n\n{{ 3 | count('day') }}\n",
            PO: write_po(
                'msgid "Brev"\nmsgstr "Letter {x}"',
                '#, fuzzy\nmsgid "Två."\nmsgstr "Two."',
                'msgid "Ett {{ view.name }}."\nmsgstr ""',
                'msgid "{n} dag"\nmsgid_plural "{n} dagar"\nmsgstr[0] "{n} day"\nmsgstr[1] "days {{ x }}"',
            ),
        },
    )
    place = f"{tmp_path / PO}"
    assert check(files, "sv", "en") == [
        "content/letter.md:3: error: 'view.nam' is undefined\n  hint: did you mean 'view.name'?",
        f"{place}:6: error: placeholder {{x}} is not in the source text",
        f"{PO}: error: not translated into en: 'Hej {{{{ view.nam }}}}.'",
        f"{place}:13: error: not translated into en: 'Ett {{{{ view.name }}}}.'",
        f"{place}:10: error: the translation into en is marked fuzzy: 'Två.'",
        f"{place}:16: error: placeholder {{n}} is missing in the translation",
        f"{place}:16: error: placeholder {{{{ x }}}} is not in the source text",
    ]


@pytest.mark.parametrize("language", ["fi", "svenska"])
def test_a_language_without_a_catalog_is_told(tmp_path, language):
    files = put_files(tmp_path, {"content/letter.md": "# Brev\n"})
    assert list_findings(check_texts(files, {"letter": View}, [language])) == [
        f"error: there is no translation into '{language}'\n  hint: make one with: realisera locale new {language}"
    ]


def test_a_missing_content_file_is_told():
    assert check(Files(), "sv") == ["content/letter.md: error: this file is missing"]


def test_nothing_is_wrong_with_a_catalog_that_only_has_more(tmp_path):
    files = put_files(tmp_path, {PO: write_po('msgid "Brev"\nmsgstr "Letter"', 'msgid "Annat"\nmsgstr "Other"')})
    assert list(check_catalog(load_catalog(files, "en"), [Message("Brev")])) == []
