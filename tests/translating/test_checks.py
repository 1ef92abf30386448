"""The checks of translations: what each finds, and what it leaves alone."""

# ruff: noqa: RUF001 (signs of many scripts look alike)
from __future__ import annotations

import re

import pytest

from generator.text.catalogs import read_catalog
from generator.translating.checks import CODES, CatalogCheck
from generator.translating.glossary import Glossary, Term, read_glossary
from generator.workspace import PACKAGE, Files
from tests.text.workspaces import write_po

ARABIC = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"
RULES = {"zh": "nplurals=1; plural=0", "ar": ARABIC, "fr": "nplurals=2; plural=(n > 1)", "ja": "nplurals=1; plural=0"}
ENGLISH = "nplurals=2; plural=(n != 1)"
NO_TERMS = Glossary(())


def quote(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


@pytest.fixture
def check(tmp_path):
    """A function that tells what is wrong with the entries of a catalog: the codes with the words, or those of one code."""

    def run(*entries, language="en", source_language="sv", glossary=NO_TERMS, rule=None):
        path = tmp_path / "x.po"
        text = write_po(*entries).replace(ENGLISH, rule or RULES.get(language, ENGLISH))
        path.write_text(text, encoding="utf-8")
        test = CatalogCheck(read_catalog(path), "x.po", source_language=source_language, language=language, glossary=glossary)
        return test.list_findings()

    return run


@pytest.fixture
def pair(check):
    """The codes of what is wrong with one translation."""

    def run(source, translation, language="en", comment="", **settings):
        entry = f"{comment}msgid {quote(source)}\nmsgstr {quote(translation)}"
        return [finding.subject for finding in check(entry, language=language, **settings)]

    return run


@pytest.mark.parametrize(
    ("source", "translation", "language"),
    [
        ("Åtgärdsplan", "Action plan", "en"),
        ("Hej {{ view.name }}!", "Hi {{  view.name }}!", "en"),
        (
            "**Vite:** {{ view.a }} i *högst* [fem](https://a.example/) veckor.",
            "**[Five](https://a.example/)** *at most* {{ view.a }}.",
            "en",
        ),
        ("[ ] Läs _allt_ i `avtalet`", "[ ] Read _all_ of the `contract`", "en"),
        ("2 * 3", "2 * 3 is six", "en"),
        ("från 1 till 25", "from 1 to 25", "en"),
        ("25 000 kronor, 1,5 %, kl. 9.00", "SEK 25,000, 1.5%, 9:00", "en"),
        ("25\u00a0000 kronor", "SEK 25\u00a0000", "en"),
        ("den 13 december 2026", "13 December 2026", "en"),
        ("den 13 december 2026", "2026-12-13", "en"),
        ("den 13 december 2026", "December 13th, 2026", "en"),
        ("den 13 december 2026", "2026年12月13日", "zh"),
        ("den 13 december 2026", "١٣ ديسمبر ٢٠٢٦", "ar"),
        ("Har ni gjort 12 § klart?", "هل أنهيتم المادة ١٢؟", "ar"),
        ("Nr", "No.", "en"),
        ("Läs avtalet.", "请阅读合同。", "zh"),
        ("Detta gäller:", "以下适用：", "zh"),
        ("Vad har hänt?", "Que s’est-il passé\u202f?", "fr"),
        ("Detta gäller:", "Ceci s’applique\u00a0:", "fr"),
        ("Detta gäller:", "Ceci s’applique:", "fr-CA"),
        ("Vänta …", "Wait...", "en"),
        ("Han sa ”ja.”", "He said “yes.”", "en"),
        ("Inom {n}\u00a0dagar", "Within {n}\u00a0days", "en"),
        ("Inom {n}\u00a0dagar", "{n}天之内", "zh"),
        ("SEK", "SEK", "en"),
        ("{name}, {country}", "{name}, {country}", "en"),
        ("manifest.json", "manifest.json", "en"),
        ("{a}  {b}", "{a}  {b}", "en"),
        ("{a} den {b}", "{b}: {a}", "en"),
        ("7 och 7", "7 and 7", "en"),
        ("Kör: realisera new --from FIL", "Run: realisera new --from FIL", "en"),
        ("Svara inte", "Antworten Sie", "de"),
        ("Det är inte bara pris", "It is about price and more", "en"),
        ("Vi har inte fått planen", "The plan is missing", "en"),
        ("realisera gör filen", "realisera makes the file", "en"),
        ("{name} svarade", "{name} replied", "en"),
        ("Kör realisera", "realisera is to be run", "en"),
        ("ett EU-land, en timme, en enhet", "an EU country, an hour, a unit, a one-off, a European, a UN body", "en"),
        ("det som som sagt gäller", "what what", "en"),
        ("&amp; är ett tecken", "&amp; is a sign", "en"),
        ("Den ”nya” avtalets", "The “new” contract’s", "en"),
        ("blir", "می\u200cشود", "ar"),
    ],
)
def test_what_is_right_is_left_alone(pair, source, translation, language):
    assert pair(source, translation, language) == []


@pytest.mark.parametrize(
    ("source", "translation", "codes"),
    [
        ("{a} av {b}", "{a} of b", ["placeholders"]),
        ("{a}", "{b}", ["placeholders", "placeholders"]),
        ("Till {{ view.a }}", "To you", ["placeholders"]),
        ("Till {{ view.a }}", "To {{ view.b }}", ["placeholders", "placeholders"]),
        ("Till dig", "To <b>you</b>", ["html", "html"]),
        ("ge <svg> en ram", "give it a frame", ["html"]),
        ("Se [sidan](https://a.example/)", "See the page", ["lost-links"]),
        ("Se [sidan](https://a.example/)", "See [the page](https://b.example/)", ["links", "lost-links"]),
        ("**Vite:** fem", "**Penalty: five", ["markdown", "markdown"]),
        ("**Vite:** fem", "Penalty: five", ["markdown"]),
        ("*högst* fem", "five *at most", ["markdown", "markdown"]),
        ("_högst_ fem", "five _at most", ["markdown", "markdown"]),
        ("högst fem", "five `at most", ["markdown"]),
        ("högst fem", "five *at most*", ["markdown"]),
        ("Se [sidan](https://a.example/)", "See [the page(https://a.example/)", ["lost-links", "markdown"]),
        ("[ ] Läs", "Read", ["markdown"]),
        ("från 1 till 25", "from 1 to 52", ["numbers", "numbers"]),
        ("inom tio dagar", "within 10 days", ["numbers"]),
        ("enligt 12 §", "under section 12 a of 1", ["numbers"]),
        ("1,5 %", "15%", ["numbers", "numbers"]),
        ("den 13 december 2026", "13 November 2026", ["numbers", "numbers"]),
        ("Hej", " Hello", ["spaces"]),
        ("Hej", "Hello ", ["spaces"]),
        ("Hej ", "Hello", ["spaces"]),
        ("Hej du", "Hello  you", ["spaces"]),
        ("Inom {n}\u00a0dagar", "Within {n} days", ["no-break-spaces"]),
        ("Inom 5\u00a0dagar", "Within 5 days", ["no-break-spaces"]),
        ("Hej.", "Hello", ["end-punctuation"]),
        ("Hej", "Hello there.", ["end-punctuation"]),
        ("Hej?", "Hello.", ["end-punctuation"]),
        ("**Hej:**", "**Hello**", ["end-punctuation"]),
        ("Vänta …", "Wait.", ["end-punctuation"]),
        ("Namn", "Namn", ["unchanged"]),
        ("{a} av {a}", "{a} of {a} in {a}", ["placeholders"]),
        ("inom 28 dagar, eller 14", "within 14 days, or 28", ["number-order"]),
        ("Läs avtalet. Ni ska svara senast den dagen.", "Read it. Ni ska svara senast den dagen.", ["sentences"]),
        ("Svara inte på brevet.", "Reply to the letter.", ["negation"]),
        ("Ni har aldrig svarat.", "You have answered.", ["negation"]),
        ("Ek & Co", "Ek &amp; Co", ["entities"]),
        ("10 kr", "10&nbsp;kr", ["entities"]),
        ("Svara nu", "Reply\u200b now", ["invisible"]),
        ("Svara nu", "Reply \u202enow", ["invisible"]),
        ("Svara", "Re\ufffdply", ["invisible"]),
        ("Svara nu", "reply now", ["capital"]),
        ("**Svara** nu", "**reply** now", ["capital"]),
        ("hos den leverantör", "at the the supplier", ["repeated"]),
        ("Han sa ”ja” och ”nej”", 'He said “yes” and "no"', ["quotes"]),
        ("Det är inte hans", "It isn't Ek’s", ["quotes"]),
        ("en avvikelse", "an deviation", ["articles"]),
        ("en plan", "a action plan", ["articles"]),
        ("{n} risk", "{n} risk", ["unchanged"]),
    ],
)
def test_what_is_wrong_is_told(pair, source, translation, codes):
    assert pair(source, translation) == codes


@pytest.mark.parametrize(
    ("source", "translation", "told"),
    [
        ("Klart {{ view.on }}.", "Done on 22 November.", ["placeholder {{ view.on }} is missing in the translation"]),
        (
            "den 13 december 2026",
            "13 November 2026",
            ["the month december is missing in the translation", "the month November is not in the source text"],
        ),
        (
            "den 11 november 2026",
            "12 November 2026",
            ["the number 11 is missing in the translation", "the number 12 is not in the source text"],
        ),
    ],
)
def test_a_mistake_is_told_once_as_what_it_is(check, source, translation, told):
    messages = [finding.format_message() for finding in check(f"msgid {quote(source)}\nmsgstr {quote(translation)}")]
    assert messages == told


@pytest.mark.parametrize(
    ("source", "translation", "language", "code"),
    [
        ("Vad har hänt?", "ماذا حدث?", "ar", "end-punctuation"),
        ("Läs avtalet.", "请阅读合同.", "zh", "end-punctuation"),
        ("Detta gäller:", "以下适用:", "zh", "end-punctuation"),
        ("Läs avtalet.", "契約書をお読みください", "ja", "end-punctuation"),
        ("Vad har hänt?", "Que s’est-il passé?", "fr", "no-break-spaces"),
        ("Vad har hänt?", "Que s’est-il passé ?", "fr", "no-break-spaces"),
    ],
)
def test_the_signs_of_a_language_are_its_own(pair, source, translation, language, code):
    assert pair(source, translation, language) == [code]


def plural(*forms):
    strings = "\n".join(f"msgstr[{number}] {quote(form)}" for number, form in enumerate(forms))
    return f'msgid "{{n}} dag"\nmsgid_plural "{{n}} dagar"\n{strings}'


@pytest.mark.parametrize(
    ("forms", "language", "told"),
    [
        (("{n} day", "{n} days"), "en", []),
        (("one day", "{n} days"), "en", []),
        (("{n} day", "some days"), "en", ["plural-number"]),
        (("{n} jour", "{n} jours"), "fr", []),
        (("un jour", "{n} jours"), "fr", ["plural-number"]),
        (("{n} day", ""), "en", ["plural-forms"]),
        (("{n} days", "{n} day"), "en", ["plural-swapped"]),
        (("{n} Tage", "{n} Tag"), "de", ["plural-swapped"]),
        (("{n} Tag", "{n} Tage"), "de", []),
        (("{n} sheep", "{n} sheep"), "en", []),
        (("{n} يوم", "يوم واحد", "يومان", "{n} أيام", "{n} يومًا", "{n} يوم"), "ar", []),
        (("{n} يوم", "يوم واحد", "يومان", "أيام", "{n} يومًا", "{n} يوم"), "ar", ["plural-number"]),
        (("{n} يوم", "يوم واحد", "يومان", "{n} أيام"), "ar", ["plural-forms", "plural-forms"]),
        (("{n}天",), "zh", []),
        (("几天",), "zh", ["plural-number"]),
        (("{n} day", "{n} {{ x }} days"), "en", ["placeholders"]),
    ],
)
def test_plural_forms(check, forms, language, told):
    assert [finding.subject for finding in check(plural(*forms), language=language)] == told


ONE_OR_MANY = 'msgid "needs a value"\nmsgid_plural "needs {count} values"\n'


@pytest.mark.parametrize(
    ("forms", "language", "told"),
    [
        (("takes a value", "takes {count} values"), "en", []),
        (("takes {count} values", "takes a value"), "en", ["placeholders", "placeholders"]),
        (("要{count}个值",), "zh", []),
        (("要一个值",), "zh", ["placeholders"]),
    ],
)
def test_the_form_for_one_is_held_against_the_text_for_one(check, forms, language, told):
    strings = "\n".join(f"msgstr[{number}] {quote(form)}" for number, form in enumerate(forms))
    assert [finding.subject for finding in check(ONE_OR_MANY + strings, language=language)] == told


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("nplurals=3; plural=(n != 1)", "this catalog has 3 plural forms, and the language has 2"),
        ("nplurals=2; plural=n", "the plural rule of this catalog names forms that there aren't"),
        ("nplurals=2; plural=1/n", "the plural rule of this catalog can't be read"),
        ("nplurals=2; plural=__import__('os')", "the plural rule of this catalog can't be read"),
        ("nplurals=2; plural=" + "(" * 500 + "n" + ")" * 500, "the plural rule of this catalog can't be read"),
    ],
)
def test_the_plural_rule(check, rule, told):
    (finding,) = check('msgid "Namn"\nmsgstr "Name"', rule=rule)
    assert (finding.subject, finding.severity, finding.format_message()) == ("plural-forms", "error", told)


def test_the_same_text_is_translated_in_one_way(check):
    entries = [
        'msgid "Öppna"\nmsgstr "Open"',
        'msgid "öppna."\nmsgstr "unlock."',
        'msgid "ÖPPNA"\nmsgstr "OPEN"',
        'msgctxt "State"\nmsgid "öppna"\nmsgstr "not closed"',
        'msgctxt "Door"\nmsgid "öppna"\nmsgstr "Open"',
    ]
    told = [finding for finding in check(*entries) if finding.subject == "inconsistent"]
    assert [(finding.place.line, finding.severity, finding.format_message()) for finding in told] == [
        (9, "warning", "'öppna.' is 'unlock.' here and 'Open' on line 6"),
        (12, "warning", "'ÖPPNA' is 'OPEN' here and 'unlock.' on line 9"),
        (16, "warning", "'öppna' is 'not closed' here and 'Open' on line 6"),
        (20, "warning", "'öppna' is 'Open' here and 'unlock.' on line 9"),
    ]


def test_two_contexts_say_that_a_text_means_two_things(check):
    entries = ['msgctxt "State"\nmsgid "öppna"\nmsgstr "not closed"', 'msgctxt "Door"\nmsgid "öppna"\nmsgstr "open"']
    assert check(*entries) == []


TERMS = Glossary(
    (
        Term("leverantör", {"sv": ("leverantör",), "en": ("supplier",), "zh": ("供应商",), "fi": ("toimittaj|a",)}),
        Term("underleverantör", {"sv": ("underleverantör",), "en": ("sub-supplier",)}),
        Term("vite", {"sv": ("vite",), "en": ("penalt|y",)}),
        Term("leveranskedja", {"sv": ("leveranskedj|a",), "en": ("supply chain", "chain of supply")}),
    ),
    {"sv": ("en", "er", "erna", "or", "t"), "en": ("s", "ies", "ing")},
)


@pytest.mark.parametrize(
    ("source", "translation", "language", "told"),
    [
        ("Leverantören svarar", "The supplier answers", "en", []),
        ("Leverantörerna svarar", "Suppliers answer", "en", []),
        ("Leverantören svarar", "The vendor answers", "en", ["'leverantör' is 'supplier' in the glossary"]),
        ("Underleverantören svarar", "The vendor answers", "en", ["'underleverantör' is 'sub-supplier' in the glossary"]),
        ("Underleverantören svarar", "The sub-supplier answers", "en", []),
        ("Leverantörsled", "Tiers", "en", []),
        ("Vitet är högt", "Penalties are high", "en", []),
        ("Vita rockar", "White coats", "en", []),
        ("Leveranskedjorna", "The chain of supply", "en", []),
        ("Leveranskedjor", "Logistics", "en", ["'leveranskedja' is 'supply chain / chain of supply' in the glossary"]),
        ("{leverantör} svarar", "{leverantör} answers", "en", []),
        ("Leverantören svarar", "由供应商回答", "zh", []),
        ("Leverantören svarar", "由厂家回答", "zh", ["'leverantör' is '供应商' in the glossary"]),
        ("Leverantören svarar", "Toimittajan vastaus", "fi", []),
        ("Vitet är högt", "Sakko on korkea", "fi", []),
    ],
)
def test_the_glossary(check, source, translation, language, told):
    entry = f"msgid {quote(source)}\nmsgstr {quote(translation)}"
    findings = check(entry, language=language, glossary=TERMS)
    assert [finding.format_message() for finding in findings] == told
    assert {finding.subject for finding in findings} <= {"glossary"}


def test_the_glossary_is_read_the_other_way_round_for_what_is_written_in_english(check):
    findings = check('msgid "Suppliers"\nmsgstr "Säljare"', language="sv", source_language="en", glossary=TERMS)
    assert [finding.format_message() for finding in findings] == ["'supplier' is 'leverantör' in the glossary"]


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        ("", ["unchanged"]),
        ("# realisera: ignore unchanged\n", []),
        ("# The same in English.\n# realisera: ignore unchanged: a loanword\n", []),
        ("# realisera: ignore end-punctuation, unchanged\n", ["ignore"]),
        ("# realisera: ignore unchangd\n", ["ignore", "unchanged"]),
        ("# realisera: ignore placeholders, unchanged\n", ["ignore"]),
        ("# unchanged\n", ["unchanged"]),
    ],
)
def test_a_comment_can_ignore_codes(pair, comment, told):
    assert pair("Status", "Status", comment=comment) == told


def test_the_placeholder_comes_before_what_else_is_wrong(pair):
    assert pair("Klart {{ view.on }}", " Done on 22 November.") == ["placeholders", "spaces", "end-punctuation"]
    comment = "# realisera: ignore numbers\n"
    assert pair("12 § {{ view.on }}", "Section 13", comment=comment) == ["placeholders"]


def test_what_is_wrong_with_a_comment_is_told(check):
    comment = "# realisera: ignore unchangd, placeholders, xyzzy, spaces\n"
    told = [str(finding) for finding in check(f'{comment}msgid "Namn {{a}}"\nmsgstr "Name {{b}}"')]
    assert told == [
        "x.po:7: warning: ignore: no check has the code 'unchangd'\n  hint: did you mean 'unchanged'?",
        "x.po:7: warning: ignore: 'placeholders' can't be ignored: no document is made with it",
        f"x.po:7: warning: ignore: no check has the code 'xyzzy'\n  hint: there are: {', '.join(sorted(CODES))}",
        "x.po:7: warning: ignore: there is nothing to ignore with the code 'spaces'\n  hint: take the code out of the comment",
        "x.po:7: error: placeholders: placeholder {a} is missing in the translation",
        "x.po:7: error: placeholders: placeholder {b} is not in the source text",
    ]


def test_what_is_not_translated_or_fuzzy_is_not_checked(check):
    assert check('msgid "Hej {a}."\nmsgstr ""', '#, fuzzy\nmsgid "Du {a}."\nmsgstr "You"') == []


def test_our_own_glossary_is_whole():
    glossary = read_glossary(Files())
    assert len(glossary.terms) > 60
    assert all(term.forms.get("sv") and term.forms.get("en") for term in glossary.terms)


BREAKING = {
    "a placeholder is lost": (lambda text: re.sub(r"\{\{.*?\}\}|\{\w+\}", "·", text), "placeholders"),
    "a value is another": (lambda text: text.replace("{{ view.", "{{ view.x_"), "placeholders"),
    "a full stop is lost": (lambda text: text.removesuffix("."), "end-punctuation"),
    "a space is doubled": (lambda text: re.sub(r"(?<=\w) (?=\w)", "  ", text) if "{" not in text else text, "spaces"),
    # Neither within a placeholder, which is no word, nor where the Swedish is a compound, which is a term of its own.
    "a term is another": (
        lambda text: re.sub(r"(?<!zero-tolerance )deviation(?![^{]*\})", "discrepancy", text, flags=re.IGNORECASE),
        "glossary",
    ),
}


@pytest.mark.parametrize(("change", "code"), BREAKING.values(), ids=BREAKING)
def test_whatever_breaks_our_own_translations_is_told(change, code):
    path = PACKAGE / "locales" / "en" / "LC_MESSAGES" / "documents.po"
    catalog, glossary = read_catalog(path), read_glossary(Files())
    broken = set()
    for entry in catalog:
        changed = change(entry.string) if entry.id and isinstance(entry.string, str) else entry.string
        # An abbreviation has a full stop of its own, and what is empty isn't translated.
        if changed and changed != entry.string and not re.fullmatch(r"\w{1,3}\.", entry.string):
            entry.string = changed
            broken.add(entry.lineno)
    found = CatalogCheck(catalog, "en.po", source_language="sv", language="en", glossary=glossary).list_findings()
    assert broken
    assert broken <= {finding.place.line for finding in found if finding.subject == code}
