"""Whole texts: what is not translated stops a document, or is marked in a draft."""

from __future__ import annotations

import pytest

from generator.contract.choices import Area
from generator.contract.values import FrozenMap, Text
from generator.errors import TextError
from generator.text.composing import Composer, read_title
from generator.text.tree import Element
from generator.workspace import Files
from tests.text.workspaces import TITLE, list_findings, make_view, put_files, put_letter

PO = "locales/en/LC_MESSAGES/documents.po"
HINT = f"  hint: translate it in {PO}, or use --draft to see it marked"
CONTENT = """# Brev

Hej {{ view.name }}.

{{ facts(_("Om katten"), [(_("Kattens namn"), view.name)]) }}
"""
MARK = {"class": "untranslated", "lang": "sv"}


def refuse(letter, *langs, **values):
    with pytest.raises(TextError) as caught:
        letter.compose(*langs, **values)
    return list_findings(caught.value.findings)


def test_what_is_not_translated_stops_the_document_with_its_place_and_a_hint(tmp_path):
    letter = put_letter(tmp_path, CONTENT, {"Brev": "Letter"})
    expected = [
        f"content/letter.md:3: error: not translated into en: 'Hej {{{{ view.name }}}}.'\n{HINT}",
        f"content/letter.md:5: error: not translated into en: 'Kattens namn'\n{HINT}",
        f"content/letter.md:5: error: not translated into en: 'Om katten'\n{HINT}",
    ]
    assert sorted(refuse(letter, "en", name="Ö")) == expected
    assert sorted(refuse(letter, "sv", "en", name="Ö")) == expected
    assert letter.compose("sv", name="Ö").tree.text() == "BrevHej Ö.Om kattenKattens namnÖ"


def test_a_fuzzy_translation_stops_it_too(tmp_path):
    files = {PO: 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n#, fuzzy\nmsgid "Hej."\nmsgstr "Hi."\n'}
    assert refuse(put_letter(tmp_path, "Hej.", others=files), "en") == [
        f"{tmp_path / PO}:6: error: the translation into en is marked fuzzy: 'Hej.'\n{HINT}"
    ]


def test_the_same_text_is_told_once(tmp_path):
    letter = put_letter(tmp_path, "{{ facts('x', [(_('Kattens namn'), view.a), (_('Kattens namn'), view.b)]) }}", {})
    assert refuse(letter, "en", a="A", b="B") == [f"content/letter.md:1: error: not translated into en: 'Kattens namn'\n{HINT}"]


def test_a_term_that_is_not_translated_is_told_where_it_stands(tmp_path):
    terms = "Area:\n  environment: kattmiljö\nmoney: {}\ncounts: {}\n"
    letter = put_letter(tmp_path, "{{ view.area }}", others={"content/terms.yaml": terms})
    assert refuse(letter, "en", area=Area.ENVIRONMENT) == [
        f"content/terms.yaml:2: error: not translated into en: 'kattmiljö'\n{HINT}"
    ]


def test_a_draft_shows_it_marked(tmp_path):
    tree = put_letter(tmp_path, CONTENT, {"Brev": "Letter"}).compose("en", draft=True, name="Ö").tree
    assert tree == Element(
        "section",
        {"lang": "en"},
        (
            Element("h1", {}, ("Letter",)),
            Element("p", {"class": "lead"}, (Element("span", MARK, ("Hej Ö.",)),)),
            Element(
                "table",
                {"class": "facts"},
                (
                    Element("caption", {}, (Element("span", MARK, ("Om katten",)),)),
                    Element(
                        "tbody",
                        {},
                        (
                            Element(
                                "tr",
                                {},
                                (
                                    Element("th", {"scope": "row", "width": "32"}, (Element("span", MARK, ("Kattens namn",)),)),
                                    Element("td", {}, ("Ö",)),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    )


def test_a_draft_in_two_languages_shows_it_marked(tmp_path):
    tree = put_letter(tmp_path, CONTENT, {"Brev": "Letter"}).compose("sv", "en", draft=True, name="Ö").tree
    marked = [element for element in tree.walk() if "untranslated" in element.classes]
    assert [(element.attributes["lang"], element.text()) for element in marked] == [
        ("sv", "Hej Ö."),
        ("sv", "Om katten"),
        ("sv", "Kattens namn"),
    ]
    assert tree.text() == "Brev / LetterHej Ö.Hej Ö.Om katten / Om kattenKattens namn / Kattens namnÖ"


def test_words_of_a_layout_are_said_in_the_languages_of_the_document(tmp_path):
    letter = put_letter(tmp_path, "Hej.", {"Hej.": "Hi.", "Sida": "Page", "Start": "Start"})
    assert [letter.compose(*langs).translate("Sida") for langs in (("sv",), ("en",), ("sv", "en"))] == [
        "Sida",
        "Page",
        "Sida / Page",
    ]
    assert letter.compose("sv", "en").translate("Start") == "Start"


def test_words_of_a_layout_that_are_not_translated_stop_the_document(tmp_path):
    letter = put_letter(tmp_path, "Hej.", {"Hej.": "Hi."})
    with pytest.raises(TextError) as caught:
        letter.compose("en").translate("Kattens sidfot")
    assert str(caught.value) == f"error: not translated into en: 'Kattens sidfot'\n{HINT}"
    assert letter.compose("en", draft=True).translate("Kattens sidfot") == "Kattens sidfot"


def test_prose_in_another_language_is_handed_over_for_a_warning(tmp_path):
    swedish, both = Text("bara svenska"), Text(by_language=FrozenMap({"sv": "a", "en": "b"}))
    letter = put_letter(tmp_path, "{{ view.swedish }}\n\n{{ view.both }}\n")
    assert letter.compose("sv", swedish=swedish, both=both).foreign == ()
    english = letter.compose("en", swedish=swedish, both=both)
    assert english.foreign == (swedish,)
    assert english.tree.children[0] == Element("div", {"lang": "sv"}, (Element("p", {}, ("bara svenska",)),))


def test_documents_of_one_composer_do_not_mix(tmp_path):
    files = put_files(
        tmp_path, {"content/a.md": f"{TITLE}\n\nA {{{{ view.x }}}}\n", "content/b.md": f"{TITLE}\n\nB {{{{ view.x }}}}\n"}
    )
    composer = Composer(files)
    texts = [composer.compose(slug, make_view(x=x), ("sv",)).tree.text() for slug, x in (("a", "1"), ("b", "2"), ("a", "3"))]
    assert texts == ["ÅtgärdsplanA 1", "ÅtgärdsplanB 2", "ÅtgärdsplanA 3"]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("content/letter.md", b"\xff\xfe", "content/letter.md: error: this file is not UTF-8\n  hint: save it as UTF-8"),
        ("content/letter.md", None, "content/letter.md: error: this file is missing"),
        (
            "content/letter.md",
            b"Hej.\n",
            "content/letter.md:1: error: the text has no title\n  hint: begin it with a line such as # ",
        ),
        ("templates/components.html", b"{% macro x( %}", "templates/components.html:1: error: the tag can't be read from '%' on"),
    ],
)
def test_files_that_cannot_be_used_are_told(tmp_path, name, data, told):
    files = put_files(tmp_path, {"content/letter.md": f"{TITLE}\n"})
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).unlink(missing_ok=True)
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(TextError) as caught:
        Composer(files).compose("letter", make_view(), ("sv",))
    assert str(caught.value).startswith(told)


def test_a_content_file_may_begin_with_a_byte_order_mark(tmp_path):
    put_files(tmp_path, {"content/letter.md": f"\ufeff{TITLE}\n"})
    assert read_title(Files(tmp_path), "letter") == "Åtgärdsplan"
