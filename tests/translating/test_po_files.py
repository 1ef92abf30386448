"""Catalogs as files: the same texts give the same bytes, and no translation is lost on the way."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from generator.text.catalogs import read_catalog
from generator.text.extraction import Message, extract_documents
from generator.translating.po_files import Status, format_catalog, make_template, measure_catalog, update_catalog
from generator.workspace import Files
from tests.text.workspaces import write_po

MESSAGES = (
    Message("Åtgärdsplan", comment="plan.md › Åtgärdsplan: title"),
    Message('Säg "{hej}" till {{ view.name | default("x") }}\\', comment="plan.md"),
    Message("led", "Stage", comment="terms.yaml: Stage, tier"),
    Message("{n} dag", plural="{n} dagar", comment="terms.yaml: counts, day"),
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
        'msgid "{n} dag"\nmsgid_plural "{n} dagar"\nmsgstr[0] "{n} day"\nmsgstr[1] "{n} days"\n'
    )
    assert update(path, MESSAGES) == text


def test_a_changed_source_keeps_its_translation_as_fuzzy_with_the_source_before(tmp_path):
    path = tmp_path / "en.po"
    path.write_text(write_po(f'msgid "{LONG}"\nmsgstr "The text is long."'), encoding="utf-8")
    text = update(path, [Message(f"{LONG} Ja.", comment="a.md")])
    expected = f'#. a.md\n#, fuzzy\n#| msgid "{LONG}"\nmsgid "{LONG} Ja."\nmsgstr "The text is long."\n'
    assert text.partition("\n\n")[2] == expected
    assert update(path, [Message(f"{LONG} Ja.", comment="a.md")]) == text
    assert read_catalog(path).get(f"{LONG} Ja.").fuzzy


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


def test_how_far_a_translation_has_come(tmp_path):
    path = tmp_path / "en.po"
    path.write_text(
        write_po(
            'msgid "Åtgärdsplan"\nmsgstr "Action plan"',
            '#, fuzzy\nmsgctxt "Stage"\nmsgid "led"\nmsgstr "tier"',
            'msgid "{n} dag"\nmsgid_plural "{n} dagar"\nmsgstr[0] "{n} day"\nmsgstr[1] ""',
        ),
        encoding="utf-8",
    )
    status = measure_catalog(read_catalog(path), MESSAGES)
    assert (status, status.total) == (Status(translated=1, fuzzy=1, missing=2), 4)
