from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.contract import choices
from generator.contract.clause import SourceText
from generator.contract.models import Money
from generator.contract.values import FrozenMap, Month, Name, Text, Title
from generator.errors import TextError
from generator.text.catalogs import Catalog, Entry, Place
from tests.text.workspaces import Journaling, make_wording, put_letter

SV, EN = make_wording("sv"), make_wording("en")
NB = "\N{NO-BREAK SPACE}"
NASTY = "<b>&amp;</b> {{ 7 * 7 }} {name} {% x %} *a* `b` \"c\" 'd'"
ESCAPED = "&lt;b&gt;&amp;amp;&lt;/b&gt; {{ 7 * 7 }} {name} {% x %} *a* `b` &#34;c&#34; &#39;d&#39;"


def make_text(**words):
    return Text(by_language=FrozenMap(words))


def write(wording, value):
    with Journaling() as journal:
        written = str(wording.write(value))
    assert journal.missing == []
    return written


# Values


@pytest.mark.parametrize(
    ("value", "sv", "en"),
    [
        ("text", "text", "text"),
        (date(2026, 12, 13), "13 december 2026", "13 December 2026"),
        (Month(2027, 2), "februari 2027", "February 2027"),
        (time(9), "9.00", "9:00"),
        (1234567, "1 234 567", "1,234,567"),
        (Decimal("0.5"), "0,5", "0.5"),
        (choices.Method.SELF_ASSESSMENT, "egenrapportering", "self-assessment"),
        (choices.DeviationSeverity.SEVERE, "allvarlig avvikelse", "severe deviation"),
        (SourceText("Möjliggöra klagomål", "clause"), "Möjliggöra klagomål", "Enable complaints"),
        (make_text(sv="hej", en="hello"), "hej", "hello"),
        (Name("Rhein Edelstahl GmbH"), "Rhein Edelstahl GmbH", "Rhein Edelstahl GmbH"),
        ((), "", ""),
        (("a", choices.Area.ENVIRONMENT, 1000), "a, miljö och 1 000", "a, environment and 1,000"),
    ],
)
def test_values_in_running_text(value, sv, en):
    assert [write(wording, value).replace(NB, " ") for wording in (SV, EN)] == [sv, en]


@pytest.mark.parametrize(
    ("amount", "currency", "texts", "tables"),
    [
        ("25000", "SEK", ["25_000_kronor", "SEK_25,000"], ["25_000_SEK", "SEK_25,000"]),
        ("1234.5", "SEK", ["1_234,50_kronor", "SEK_1,234.50"], ["1_234,50_SEK", "SEK_1,234.50"]),
        ("99", "EUR", ["99_euro", "EUR_99"], ["99_EUR", "EUR_99"]),
        ("99", "CHF", ["99_CHF", "CHF_99"], ["99_CHF", "CHF_99"]),
    ],
)
def test_money_in_text_and_in_tables(amount, currency, texts, tables):
    money = Money(amount=Decimal(amount), currency=currency)
    assert [write(wording, money).replace(NB, "_") for wording in (SV, EN)] == texts
    with Journaling():
        short = [str(wording.write_short(money)).replace(NB, "_") for wording in (SV, EN)]
    assert short == [f'<span class="nowrap">{table}</span>' for table in tables]


@pytest.mark.parametrize("wording", [SV, EN])
@pytest.mark.parametrize(("value", "short"), [(date(2026, 12, 3), "2026-12-03"), (Month(2027, 2), "2027-02")])
def test_days_in_tables(wording, value, short):
    assert wording.write_short(value) == f'<span class="nowrap">{short}</span>'


@pytest.mark.parametrize(
    ("number", "sv", "en"),
    [
        (0, "0_dagar", "0_days"),
        (1, "1_dag", "1_day"),
        (2, "2_dagar", "2_days"),
        (5, "5_dagar", "5_days"),
        (1000, "1_000_dagar", "1,000_days"),
        (Decimal(1), "1_dag", "1_day"),
        (Decimal(37), "37_dagar", "37_days"),
        (Decimal("36.5"), "36,5_dagar", "36.5_days"),
        (Decimal("0.5"), "0,5_dagar", "0.5_days"),
    ],
)
def test_one_and_many(number, sv, en):
    with Journaling() as journal:
        assert [str(wording.count(number, "day")).replace(NB, "_") for wording in (SV, EN)] == [sv, en]
    assert journal.missing == []


def test_many_in_a_language_with_three_forms():
    def rule(number):
        return 0 if number == 1 else 1 if 2 <= number % 10 <= 4 and number not in {12, 13, 14} else 2

    entry = Entry(("{n} dzień", "{n} dni", "{n} dni (wiele)"), fuzzy=False, place=Place("pl.po"))
    catalog = Catalog("pl", {("", "{n} dag"): entry})
    catalog.__dict__["plural_index"] = rule
    with Journaling():
        said = [str(make_wording("pl", catalog).count(number, "day")).replace(NB, " ") for number in (1, 2, 5)]
    assert said == ["1 dzień", "2 dni", "5 dni (wiele)"]


@dataclass(frozen=True)
class Unknown:
    name: str = "x"


@pytest.mark.parametrize("value", [1.5, ["a"], {"a": 1}, Unknown(), SimpleNamespace()])
def test_a_value_of_another_kind_is_refused(value):
    with pytest.raises(TextError) as caught:
        SV.write(value)
    assert str(caught.value) == f"error: a value of the kind {type(value).__name__} can't be written"


@pytest.mark.parametrize("value", [None, True, False])
@pytest.mark.parametrize("form", ["write", "write_short", "write_capital", "write_block"])
def test_what_is_missing_is_never_written(value, form):
    with pytest.raises(TextError) as caught:
        getattr(SV, form)(value)
    assert str(caught.value) == ("error: a value is missing where the text needs one\n  hint: surround it with {% if … %}")


def test_a_missing_value_is_told_at_its_line(tmp_path):
    with pytest.raises(TextError) as caught:
        put_letter(tmp_path, "Hej.\n\nTill {{ view.x }}.\n").compose(x=None)
    assert str(caught.value) == (
        "content/letter.md:3: error: a value is missing where the text needs one\n  hint: surround it with {% if … %}"
    )


# A value is never markup


def test_every_form_escapes():
    text, name = make_text(sv=NASTY, en=NASTY), Name(NASTY)
    with Journaling():
        said = {
            "say": SV.say("a {x} b", x=NASTY),
            "say the same name": SV.say("a {name} b", name="{x}", x="y"),
            "list": SV.write((NASTY, text)),
            "text": SV.write(text),
            "foreign": SV.write(make_text(en=NASTY)),
            "name": SV.write(name),
            "block": SV.write_block(text),
            "block of a foreign text": SV.write_block(make_text(en=NASTY)),
            "block of a string": SV.write_block(NASTY),
            "capital": SV.write_capital(NASTY),
            "short": SV.write_short(NASTY) if isinstance(SV.write_short(NASTY), str) else None,
        }
    assert {form: str(words) for form, words in said.items()} == {
        "say": f"a {ESCAPED} b",
        "say the same name": "a {x} b",
        "list": f"{ESCAPED} och {ESCAPED}",
        "text": ESCAPED,
        "foreign": f'<span lang="en">{ESCAPED}</span>',
        "name": ESCAPED,
        "block": f"<div><p>{ESCAPED}</p></div>",
        "block of a foreign text": f'<div lang="en"><p>{ESCAPED}</p></div>',
        "block of a string": f"<p>{ESCAPED}</p>",
        "capital": f"&lt;B{ESCAPED[5:]}",
        "short": f'<span class="nowrap">{ESCAPED}</span>',
    }


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1))
def test_any_text_comes_out_letter_by_letter(letter_of_all_forms, text):
    prose = make_text(sv=text, en="x")
    tree = letter_of_all_forms.compose(text=text, prose=prose, name=Name(text)).tree
    expected = [text, text, text, f"{text} och {text}", f"{text}: {text}"]
    assert [cell.text() for cell in tree.find_all("td")] == expected
    assert "".join(block.text() for block in tree.find_all("p")) == text


@pytest.fixture(scope="session")
def letter_of_all_forms(tmp_path_factory):
    values = ("view.text", "view.prose", "view.name", "(view.text, view.name)", '_("{a}: {b}", a=view.text, b=view.prose)')
    rows = ", ".join(f"('x', {value})" for value in values)
    return put_letter(tmp_path_factory.mktemp("forms"), f"{{{{ facts('x', [{rows}]) }}}}\n\n{{{{ view.prose }}}}\n")


# Prose in another language


def test_prose_in_another_language_is_marked_and_noted():
    only_swedish = make_text(sv="bara svenska")
    with Journaling() as journal:
        assert EN.write(only_swedish) == '<span lang="sv">bara svenska</span>'
        assert EN.write_block(only_swedish) == '<div lang="sv"><p>bara svenska</p></div>'
        assert SV.write(only_swedish) == "bara svenska"
    assert journal.foreign == [only_swedish, only_swedish]


@pytest.mark.parametrize(
    ("text", "data_language", "written"),
    [
        (Text("vanlig"), "sv", '<span lang="sv">vanlig</span>'),
        (Text("vanlig"), "fi", '<span lang="fi">vanlig</span>'),
        (make_text(de="deutsch", sv="svenska"), "sv", '<span lang="sv">svenska</span>'),
        (make_text(de="deutsch", fr="français"), "sv", '<span lang="de">deutsch</span>'),
        (make_text(de="deutsch", en="English"), "sv", "English"),
    ],
)
def test_the_data_language_stands_in_for_the_documents(text, data_language, written):
    with Journaling():
        assert make_wording("en", data_language=data_language).write(text) == written


def test_plain_text_is_in_the_data_language():
    with Journaling() as journal:
        assert SV.write(Text("vanlig")) == "vanlig"
    assert journal.foreign == []


def test_a_name_is_the_same_in_all_languages():
    with Journaling() as journal:
        assert [EN.write(Name("Ö")), EN.write(Name(by_language=FrozenMap({"sv": "Odlingar", "en": "Farms"})))] == ["Ö", "Farms"]
    assert journal.foreign == []


def test_a_title_says_its_language_and_lacks_no_translation():
    title = Title(by_language=FrozenMap({"en": "Global estimates"}))
    with Journaling() as journal:
        assert [SV.write(title), EN.write(title), SV.write(Title("Ö"))] == [
            '<span lang="en">Global estimates</span>',
            "Global estimates",
            "Ö",
        ]
    assert journal.foreign == []


def test_prose_has_its_paragraphs_in_a_block():
    prose = make_text(sv="Ett.\n\nTvå\nrader.\n \nTre.\n")
    with Journaling():
        assert SV.write_block(prose) == "<div><p>Ett.</p><p>Två\nrader.</p><p>Tre.</p></div>"


# Capital letters


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("åtgärd", "Åtgärd"),
        ("", ""),
        ("12 dagar", "12 dagar"),
        ("»citat«", "»Citat«"),
        ("<b>", "&lt;B&gt;"),
        ("&", "&amp;"),
        (make_text(en="stage one"), '<span lang="en">Stage one</span>'),
        (choices.Area.HUMAN_RIGHTS, "Mänskliga rättigheter"),
    ],
)
def test_a_capital_first_letter(value, written):
    with Journaling():
        assert SV.write_capital(value) == written


# Messages


def test_the_context_of_a_message_counts():
    catalog = Catalog("en", {("A", "led"): Entry(("tier",), fuzzy=False, place=Place("en.po"))})
    with Journaling() as journal:
        assert make_wording("en", catalog).say("led", "A") == "tier"
        assert make_wording("en", catalog).say("led") == '<span class="untranslated" lang="sv">led</span>'
    assert [finding.format_message() for finding in journal.missing] == ["not translated into en: 'led'"]


def test_a_term_without_a_word_is_told(tmp_path):
    terms = "Area: {environment: miljö}\nmoney: {}\ncounts: {}\n"
    letter = put_letter(tmp_path, "Hej {{ view.x }}.", others={"content/terms.yaml": terms})
    assert letter.compose(x=choices.Area.ENVIRONMENT).tree.text() == "Hej miljö."
    with pytest.raises(TextError) as caught:
        letter.compose(x=choices.Area.HUMAN_RIGHTS)
    assert str(caught.value) == "content/terms.yaml: error: Area: there is no word for human_rights\n  hint: add it under Area"
    with pytest.raises(TextError) as caught:
        letter.compose(x=choices.Method.AUDIT)
    assert str(caught.value) == "content/terms.yaml: error: Method: there is no word for audit\n  hint: add it under Method"


def test_a_term_of_another_group(tmp_path):
    terms = "Meaning: {audit: Vi kommer.}\nmoney: {}\ncounts: {}\n"
    text = 'Så: {{ view.x | term("Meaning") }}\n\n{{ view.x | term("Meaning") }}\n'
    letter = put_letter(tmp_path, text, others={"content/terms.yaml": terms})
    tree = letter.compose(x=choices.Method.AUDIT).tree
    assert [(part.tag, part.text()) for part in tree.elements] == [("p", "Så: Vi kommer."), ("p", "Vi kommer.")]
    with pytest.raises(TextError) as caught:
        letter.compose(x=choices.Method.DIALOGUE)
    assert str(caught.value) == "content/terms.yaml: error: Meaning: there is no word for dialogue\n  hint: add it under Meaning"


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ("Area: [", "content/terms.yaml:1:7: error: "),
        ("- a\n- b\n", "content/terms.yaml: error: this is not a file of terms\n  hint: "),
        ("Area: {environment: miljö}\n", "content/terms.yaml: error: this is not a file of terms\n  hint: "),
        (
            "Area: {environment: [miljö]}\nmoney: {}\ncounts: {}\n",
            "content/terms.yaml: error: this is not a file of terms\n  hint: ",
        ),
        ("money: {}\ncounts: {day: [dag]}\n", "content/terms.yaml: error: this is not a file of terms\n  hint: "),
    ],
)
def test_a_broken_file_of_terms_is_told(tmp_path, terms, told):
    with pytest.raises(TextError) as caught:
        put_letter(tmp_path, "Hej.", others={"content/terms.yaml": terms}).compose()
    assert str(caught.value).startswith(told)


@pytest.mark.parametrize(
    ("number", "whole", "sv", "en"),
    [
        (1, 2, "En av två åtgärder blev inte klar i tid.", "One of two actions was not done in time."),
        (2, 12, "Två av tolv åtgärder blev inte klara i tid.", "Two of twelve actions were not done in time."),
        (12, 13, "Tolv av 13 åtgärder blev inte klara i tid.", "Twelve of 13 actions were not done in time."),
        (13, 20, "13_av 20 åtgärder blev inte klara i tid.", "13_of 20 actions were not done in time."),
    ],
)
def test_a_sentence_has_small_numbers_in_words(number, whole, sv, en):
    with Journaling():
        said = [str(wording.count(number, "untimely_action", whole=whole)).replace(NB, "_") for wording in (SV, EN)]
    assert said == [sv, en]


def test_what_is_no_sentence_has_digits():
    with Journaling():
        assert str(SV.count(2, "day")).replace(NB, "_") == "2_dagar"
