from __future__ import annotations

from decimal import Decimal

import pytest

from generator.errors import Place, TextError
from generator.text.placeholders import check_translation
from tests.text.workspaces import list_findings, put_letter

PLACE = Place("en.po", 7)


def check(source, translation):
    return list_findings(check_translation(source, translation, PLACE))


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("Hej", "Hello"),
        ("Till {{ view.a }} från {name}", "From {name} to {{ view.a }}"),
        ("{{ view.a | short }}", "{{ view.a  | short\n}}"),
        ("100 % {", "100% {"),
        ("Se [sidan](https://a.example/) och <mailto:a@b.example>", "<mailto:a@b.example> and [page](https://a.example/)"),
        ("[Skriv](mailto:{{ view.a }})", "[Write](mailto:{{  view.a }})"),
        ("Se [sidan](https://a.example/)", "See the page"),
    ],
)
def test_a_translation_may_move_its_placeholders(source, translation):
    assert check(source, translation) == []


@pytest.mark.parametrize(
    ("source", "translation", "told"),
    [
        ("{a} och {b}", "{a}", ["{b} is missing in the translation"]),
        ("{a}", "{a} {b}", ["{b} is not in the source text"]),
        ("{a}", "{b}", ["{a} is missing in the translation", "{b} is not in the source text"]),
        ("{a} {a}", "{a}", ["{a} is missing in the translation"]),
        ("{{ view.a }}", "x", ["{{ view.a }} is missing in the translation"]),
        ("x", "{{ view.a }}", ["{{ view.a }} is not in the source text"]),
        ("x", "{% include 'a' %}", ["{% include 'a' %} is not in the source text"]),
        ("x", "{# x", ["{# is not in the source text"]),
        ("x", "{{ x", ["{{ is not in the source text"]),
        ("x", "\ue0000\ue001", ["\ue000 is not in the source text", "\ue001 is not in the source text"]),
        ("x", "\x02", ["U+0002 is not in the source text"]),
    ],
)
def test_what_is_missing_or_too_much_is_told(source, translation, told):
    assert check(source, translation) == [f"en.po:7: error: placeholder {words}" for words in told]


@pytest.mark.parametrize(
    ("translation", "link"),
    [
        ("[x](javascript:alert(1))", "javascript:alert(1"),
        ("[x]( <https://b.example/a b> )", "https://b.example/a b"),
        ("[x](https://a.example/b)", "https://a.example/b"),
        ("<https://b.example/>", "https://b.example/"),
    ],
)
def test_a_translation_leads_nowhere_else(translation, link):
    told = check("[x](https://a.example/)", translation)
    assert told == [f"en.po:7: error: the link {link} is not in the source text"]


@pytest.mark.parametrize(
    "translation",
    [
        "{{ view.hidden }}",
        "{{ 7 * 7 }}",
        "{% set x = view.hidden %}",
        "{# never #}",
        "{{ '{{' }}",
        "{%- raw %}",
        "{{",
        "\ue0000\ue001",
        "\ue00099\ue001",
    ],
)
def test_code_in_a_translation_is_refused_when_the_document_is_made(tmp_path, translation):
    letter = put_letter(tmp_path, "Hej.\n\n{{ view.hidden | length }}\n", {"Hej.": translation})
    with pytest.raises(TextError) as caught:
        letter.compose("en", hidden="hidden")
    assert {finding.message for finding in caught.value.findings} == {"placeholder {placeholder} is not in the source text"}
    assert {finding.place.file for finding in caught.value.findings} == {str(tmp_path / "locales/en/LC_MESSAGES/documents.po")}


PUT_TOGETHER = ["{\\{ 7 * 7 }}", "\\{\\{ view.hidden }}", "{\\% set x = 1 %}", "{\\# x #}", "{<b>{</b> x }}"]


@pytest.mark.parametrize("text", PUT_TOGETHER)
def test_code_that_markdown_would_put_together_is_refused_in_a_translation(tmp_path, text):
    letter = put_letter(tmp_path, "Hej.", {"Hej.": text})
    with pytest.raises(TextError):
        letter.compose("en", hidden="hidden")


@pytest.mark.parametrize("text", PUT_TOGETHER)
def test_code_that_markdown_would_put_together_is_text_in_the_source(tmp_path, text):
    letter = put_letter(tmp_path, text, {})
    assert letter.compose("sv", hidden="hidden").tree.text() == text.replace("\\{", "{").replace("\\#", "#")


def test_code_in_the_translation_of_a_label_is_refused(tmp_path):
    letter = put_letter(tmp_path, '{{ _("Till {name}", name=view.x) }}', {"Till {name}": "To {name} {{ view.hidden }}"})
    with pytest.raises(TextError) as caught:
        letter.compose("en", x="x", hidden="hidden")
    assert str(caught.value) == (
        f"{tmp_path}/locales/en/LC_MESSAGES/documents.po:6: error: placeholder {{{{ view.hidden }}}} is not in the source text"
    )


def test_even_a_draft_does_not_run_it(tmp_path):
    letter = put_letter(tmp_path, "Hej.", {"Hej.": "{{ view.hidden }}"})
    assert letter.compose("en", draft=True, hidden="hidden").tree.text() == "Hej."


def test_each_plural_form_keeps_its_placeholders(tmp_path):
    entry = 'msgid "{n} dag"\nmsgid_plural "{n} dagar"\nmsgstr[0] "{n} day"\nmsgstr[1] "some days"'
    header = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    letter = put_letter(
        tmp_path, "{{ view.n | count('day') }}", others={"locales/en/LC_MESSAGES/documents.po": f"{header}{entry}\n"}
    )
    with pytest.raises(TextError) as caught:
        letter.compose("en", n=2)
    assert [finding.format_message() for finding in caught.value.findings] == ["placeholder {n} is missing in the translation"]


ARABIC = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"


@pytest.mark.parametrize(("number", "said"), [(1, "the one"), (2, "the two"), (Decimal("1.5"), "1.5 other"), (3, "3 few")])
def test_a_plural_form_for_one_number_may_do_without_it(tmp_path, number, said):
    forms = ("{n} none", "the one", "the two", "{n} few", "{n} many", "{n} other")
    strings = "\n".join(f'msgstr[{place}] "{form}"' for place, form in enumerate(forms))
    entry = f'msgid "{{n}} dag"\nmsgid_plural "{{n}} dagar"\n{strings}\n\nmsgid "Åtgärdsplan"\nmsgstr "Plan"\n'
    block = "Om {{ view.n | count('day') }}"
    entry += f'\nmsgid "{block}"\nmsgstr "{block}"\n'
    header = f'msgid ""\nmsgstr ""\n"Plural-Forms: {ARABIC};\\n"\n\n'
    letter = put_letter(tmp_path, block, others={"locales/ar/LC_MESSAGES/documents.po": header + entry})
    plain = str.maketrans({"\u00a0": " ", "\u2068": "", "\u2069": ""})  # Numbers are kept apart from Arabic around them.
    assert letter.compose("ar", n=number).tree.text().translate(plain) == f"Om {said}"
