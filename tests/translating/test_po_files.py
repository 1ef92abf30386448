"""Catalogs as files: the same texts give the same bytes, and no translation is lost on the way."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from generator.text.catalogs import read_catalog
from generator.text.extraction import Message, extract_documents
from generator.translating.po_files import format_catalog, make_template
from generator.translating.po_header import Header, complete_header
from generator.translating.updating import update_catalog
from generator.workspace import PACKAGE, Files
from tests.text.workspaces import write_po

NAMES = ("python-brace-format",)
MESSAGES = (
    Message("Åtgärdsplan", comment="plan.md › Åtgärdsplan: title"),
    Message('Säg "{hej}" till {{ view.name | default("x") }}\\', comment="plan.md", flags=NAMES),
    Message("led", "Stage", comment="terms.yaml: Stage, tier"),
    Message("{n} dag", plural="{n} dagar", comment="terms.yaml: counts, day", flags=NAMES),
)
LONG = "Texten är så lång att den inte får plats på en enda rad i en katalog om någon vill bryta den efter sjuttiosex tecken."


def update(path, messages, lang="en"):
    """The catalog brought in step, as it stands in the file afterwards."""
    path.write_bytes(format_catalog(update_catalog(path, lang, messages)))
    return path.read_text(encoding="utf-8")


def test_a_template():
    assert format_catalog(make_template(MESSAGES)).decode() == (
        'msgid ""\nmsgstr ""\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
        '#. plan.md › Åtgärdsplan: title\nmsgid "Åtgärdsplan"\nmsgstr ""\n\n'
        '#. plan.md\n#, python-brace-format\nmsgid "Säg \\"{hej}\\" till {{ view.name | default(\\"x\\") }}\\\\"\nmsgstr ""\n\n'
        '#. terms.yaml: Stage, tier\nmsgctxt "Stage"\nmsgid "led"\nmsgstr ""\n\n'
        "#. terms.yaml: counts, day\n#, python-brace-format\n"
        'msgid "{n} dag"\nmsgid_plural "{n} dagar"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    )


def test_a_new_catalog_says_its_language_and_its_plural_rule(tmp_path):
    text = update(tmp_path / "fi.po", MESSAGES, "fi")
    assert text.partition("\n\n")[0] == (
        'msgid ""\nmsgstr ""\n"Language: fi\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"'
    )


def test_updating_twice_changes_nothing(tmp_path):
    path = tmp_path / "en.po"
    messages = extract_documents(Files())
    first = update(path, messages)
    assert update(path, messages) == first


def test_updating_keeps_translations_and_what_translators_wrote(tmp_path):
    path = tmp_path / "en.po"
    path.write_text(
        write_po(
            '# Titeln, inte planen.\n#. gammal plats\n#: plan.md:1\nmsgid "Åtgärdsplan"\nmsgstr "Action plan"',
            'msgid "{n} dag"\nmsgid_plural "{n} dagar"\nmsgstr[0] "{n} day"\nmsgstr[1] "{n} days"',
            'msgctxt "Stage"\nmsgid "led"\nmsgstr "tier"',
            'msgid "Något helt annat som inte längre finns kvar"\nmsgstr "Gone"',
        ),
        encoding="utf-8",
    )
    text = update(path, MESSAGES)
    assert text.partition("\n\n")[2] == (
        '# Titeln, inte planen.\n#. plan.md › Åtgärdsplan: title\nmsgid "Åtgärdsplan"\nmsgstr "Action plan"\n\n'
        '#. plan.md\n#, python-brace-format\nmsgid "Säg \\"{hej}\\" till {{ view.name | default(\\"x\\") }}\\\\"\nmsgstr ""\n\n'
        '#. terms.yaml: Stage, tier\nmsgctxt "Stage"\nmsgid "led"\nmsgstr "tier"\n\n'
        "#. terms.yaml: counts, day\n#, python-brace-format\n"
        'msgid "{n} dag"\nmsgid_plural "{n} dagar"\nmsgstr[0] "{n} day"\nmsgstr[1] "{n} days"\n\n'
        '#~ msgid "Något helt annat som inte längre finns kvar"\n#~ msgstr "Gone"\n'
    )
    assert update(path, MESSAGES) == text


def test_a_changed_source_keeps_its_translation_as_fuzzy_with_the_source_before(tmp_path):
    path = tmp_path / "en.po"
    path.write_text(write_po(f'#. a.md\nmsgid "{LONG}"\nmsgstr "The text is long."'), encoding="utf-8")
    text = update(path, [Message(f"{LONG} Ja.", comment="a.md")])
    expected = f'#. a.md\n#, fuzzy\n#| msgid "{LONG}"\nmsgid "{LONG} Ja."\nmsgstr "The text is long."\n'
    assert text.partition("\n\n")[2] == expected
    assert update(path, [Message(f"{LONG} Ja.", comment="a.md")]) == text
    assert read_catalog(path).get(f"{LONG} Ja.").fuzzy


def test_a_translation_is_never_guessed_from_another_place(tmp_path):
    path = tmp_path / "en.po"
    old = f'#. Plan › Mål, label 1\nmsgid "Nytt mål"\nmsgstr "New goal"\n\n#. Plan, paragraph 1\nmsgid "{LONG}"\nmsgstr "Long."'
    path.write_text(write_po(old), encoding="utf-8")
    messages = [
        Message("Nytt mål.", comment="Plan › Mål, paragraph 1"),
        Message("Nya mål", comment="Plan › Medel, label 1"),
        Message(f"{LONG} Ja.", comment="Brev, paragraph 1"),
        Message("Ett helt annat mål", comment="Plan › Mål, label 1"),
    ]
    text = update(path, messages)
    assert "fuzzy" not in text
    assert text.count("#~ msgstr") == 2


@pytest.mark.parametrize(
    ("before", "comment", "message"),
    [
        ("Nytt mål", "Plan › Mål, label 1", Message("Nya mål", comment="Plan › Mål, label 3")),
        ("Nytt mål", "Plan, heading 1", Message("Nytt mål nu", comment="Plan, heading 2")),
        (LONG, "Plan › Mål, paragraph 1", Message(LONG[:-20], comment="Plan › Medel, paragraph 4")),
        ("Svar", "Plan, label 1", Message("Svar", "to a letter", comment="Brev, label 1")),
    ],
)
def test_a_text_is_known_again_after_a_change_at_its_place(tmp_path, before, comment, message):
    path = tmp_path / "en.po"
    path.write_text(write_po(f'#. {comment}\nmsgid "{before}"\nmsgstr "Before"'), encoding="utf-8")
    text = update(path, [message])
    assert f'#, fuzzy\n#| msgid "{before}"\n' in text
    assert update(path, [message]) == text
    assert "#~" not in text


def test_a_context_that_is_gone_is_among_what_was_before(tmp_path):
    path = tmp_path / "en.po"
    path.write_text(write_po('msgctxt "to a letter"\nmsgid "Svar"\nmsgstr "Reply"'), encoding="utf-8")
    text = update(path, [Message("Svar")])
    assert '#, fuzzy\n#| msgctxt "to a letter"\n#| msgid "Svar"\nmsgid "Svar"\nmsgstr "Reply"\n' in text
    assert update(path, [Message("Svar")]) == text


def test_a_text_that_is_counted_from_now_on_keeps_its_translation_as_the_first_form(tmp_path):
    path = tmp_path / "en.po"
    path.write_text(write_po('msgid "{n} dag"\nmsgstr "{n} day"'), encoding="utf-8")
    text = update(path, [Message("{n} dag", plural="{n} dagar")])
    assert text.endswith(
        '#, fuzzy\n#| msgid "{n} dag"\nmsgid "{n} dag"\nmsgid_plural "{n} dagar"\nmsgstr[0] "{n} day"\nmsgstr[1] ""\n'
    )
    assert update(path, [Message("{n} dag", plural="{n} dagar")]) == text


def test_what_changed_twice_shows_the_source_that_was_translated(tmp_path):
    path = tmp_path / "en.po"
    path.write_text(write_po(f'#. Plan, paragraph 1\nmsgid "{LONG}"\nmsgstr "Long."'), encoding="utf-8")
    update(path, [Message(f"{LONG} Ja.", comment="Plan, paragraph 1")])
    text = update(path, [Message(f"{LONG} Nej.", comment="Plan, paragraph 1")])
    assert f'#| msgid "{LONG}"\nmsgid "{LONG} Nej."\n' in text


def test_a_text_that_comes_back_has_its_translation_again(tmp_path):
    path = tmp_path / "en.po"
    path.write_text(write_po('# Så heter den.\n#. Plan, title\nmsgid "Plan"\nmsgstr "The plan"'), encoding="utf-8")
    with_it = update(path, [Message("Plan", comment="Plan, title")])
    without = update(path, [Message("Något annat")])
    assert '# Så heter den.\n#. Plan, title\n#~ msgid "Plan"\n#~ msgstr "The plan"\n' in without
    assert update(path, [Message("Något annat")]) == without
    assert update(path, [Message("Plan", comment="Plan, title")]) == with_it


def test_what_was_never_translated_goes_with_its_text(tmp_path):
    path = tmp_path / "en.po"
    path.write_text(write_po('msgid "Plan"\nmsgstr ""'), encoding="utf-8")
    assert "Plan" not in update(path, [Message("Något annat")]).partition("\n\n")[2]


EDITED = r"""# English translation.
# Ann Exempel <ann@example.com>, 2026.
#
msgid ""
msgstr ""
"Project-Id-Version: \n"
"POT-Creation-Date: \n"
"PO-Revision-Date: 2026-11-22 10:00+0100\n"
"Last-Translator: Ann Exempel <ann@example.com>\n"
"Language-Team: \n"
"Language: en\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"X-Generator: Poedit 3.5\n"

#. Plan, paragraph 1
#, fuzzy, no-wrap
#| msgid ""
#| "Texten var förr "
#| "en annan."
msgid ""
"Texten är delad på "
"flera rader."
msgstr ""
"The text is cut into "
"several lines."

#, fuzzy
#~| msgctxt "x"
#~| msgid "Före"
#~ msgid "Borta"
#~ msgstr "Gone"
"""
UPDATED = r"""#. Plan, paragraph 1
#, fuzzy
#| msgid "Texten var förr en annan."
msgid "Texten är delad på flera rader."
msgstr "The text is cut into several lines."

#, fuzzy
#~ msgid "Borta"
#~ msgstr "Gone"
"""


def test_what_an_editor_wrote_is_kept_and_gets_our_form(tmp_path):
    path = tmp_path / "en.po"
    path.write_text(EDITED, encoding="utf-8")
    messages = [Message("Texten är delad på flera rader.", comment="Plan, paragraph 1")]
    text = update(path, messages)
    head = EDITED.partition("\n\n")[0]
    assert text.partition("\n\n") == (
        "\n".join(line.rstrip() for line in head.split("\n")).replace(": \\n", ":\\n"),
        "\n\n",
        UPDATED,
    )
    assert update(path, messages) == text


@pytest.mark.parametrize(
    ("language", "count"), [("fi", 2), ("ar", 6), ("zh", 1), ("pl", 3), ("sma", 3), ("pt-BR", 2), ("so", 2), ("uk", 3)]
)
def test_a_language_has_as_many_plural_forms_as_it_needs(tmp_path, language, count):
    text = update(tmp_path / "new.po", MESSAGES, language)
    assert f"nplurals={count};" in text
    assert f'msgstr[{count - 1}] ""' in text
    assert f"msgstr[{count}]" not in text
    assert read_catalog(tmp_path / "new.po").num_plurals == count


def test_the_source_before_goes_when_the_translation_is_looked_at(tmp_path):
    path = tmp_path / "en.po"
    path.write_text(
        write_po('#| msgid "en hund till"\nmsgid "en hund"\nmsgstr "a dog"'),
        encoding="utf-8",
    )
    assert update(path, [Message("en hund")]).partition("\n\n")[2] == 'msgid "en hund"\nmsgstr "a dog"\n'


def test_sources_before_of_one_and_many_with_quotes_and_lines(tmp_path):
    path = tmp_path / "en.po"
    messages = [Message('{n} "ny"\nrad', plural="{n} nya\nrader")]
    path.write_text(
        write_po(
            '#, fuzzy, python-brace-format\n#| msgid ""\n#| "{n} \\"gammal\\"\\n"\n#| "rad"\n#| msgid_plural "{n} gamla"\n'
            'msgid ""\n"{n} \\"ny\\"\\n"\n"rad"\nmsgid_plural ""\n"{n} nya\\n"\n"rader"\n'
            'msgstr[0] "{n} old"\nmsgstr[1] "{n} olds"'
        ),
        encoding="utf-8",
    )
    first = update(path, messages)
    assert '#| msgid ""\n#| "{n} \\"gammal\\"\\n"\n#| "rad"\n#| msgid_plural "{n} gamla"\n' in first
    assert update(path, messages) == first


def test_there_are_no_dates_places_or_wrapped_lines(tmp_path):
    text = update(tmp_path / "en.po", [Message(LONG, comment=LONG)])
    assert text.splitlines()[-3:] == [f"#. {LONG}", f'msgid "{LONG}"', 'msgstr ""']
    assert "Date" not in text
    assert "#:" not in text


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed")
def test_other_programs_can_read_it(tmp_path):
    path = tmp_path / "en.po"
    path.write_text(write_po(f'msgid "{LONG}"\nmsgstr "The text is long."'), encoding="utf-8")
    update(path, [Message(f"{LONG} Ja."), *MESSAGES])
    subprocess.run(["msgfmt", "--check-format", "--output-file", "/dev/null", str(path)], check=True)


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed")
@pytest.mark.parametrize(
    "path", sorted(PACKAGE.glob("locales/*/LC_MESSAGES/*.po")), ids=lambda path: f"{path.parts[-3]}-{path.stem}"
)
def test_gettext_finds_nothing_wrong_with_the_products_catalogs(path):
    subprocess.run(["msgfmt", "--check-format", "--check-domain", "--output-file", "/dev/null", str(path)], check=True)


@pytest.mark.skipif(not shutil.which("msgcat"), reason="gettext is not installed")
@pytest.mark.parametrize("command", [("msgcat", "--width=79"), ("msgcat", "--sort-output"), ("msgattrib", "--set-obsolete")])
def test_whatever_other_programs_make_of_a_catalog_an_update_brings_it_back(tmp_path, command):
    """They break lines, drop flags that they don't know, sort, and make texts obsolete; Poedit saves through msgcat."""
    path = tmp_path / "en.po"
    text = f'# En anm\xe4rkning.\n#. plan.md\nmsgid "{LONG}"\nmsgstr "The text is long."'
    path.write_text(write_po(text, 'msgctxt "Stage"\nmsgid "led"\nmsgstr "tier"'), encoding="utf-8")
    messages = (Message(LONG, comment="plan.md", flags=("md-text", 'placeholders:r"[{][{%].*?[}%][}]"')), *MESSAGES)
    once = update(path, messages)
    subprocess.run([*command, f"--output-file={path}", str(path)], check=True)
    assert path.read_text(encoding="utf-8") != once
    assert update(path, messages) == once


@pytest.mark.parametrize(
    ("field", "value", "becomes"),
    [
        ("Project-Id-Version", "PROJECT VERSION", "realisera"),
        ("Project-Id-Version", "realisera 2", "realisera 2"),
        ("Report-Msgid-Bugs-To", "EMAIL@ADDRESS", ""),
        ("Report-Msgid-Bugs-To", "kim@region.example", "kim@region.example"),
        ("Language-Team", "en <LL@li.org>", "English"),
        ("Language-Team", "Åsa", "Åsa"),
        ("Last-Translator", "FULL NAME <EMAIL@ADDRESS>", "FULL NAME <EMAIL@ADDRESS>"),  # whoever translates says who that is
    ],
)
def test_what_a_program_has_left_in_the_head_to_be_replaced_is(field: str, value: str, becomes: str) -> None:
    assert complete_header(Header({field: value}), "en").fields[field] == becomes
