"""A translation is text: whatever stands in it, the check calls it an error, and no document is made with it."""

from __future__ import annotations

import gettext
from types import SimpleNamespace

import pytest
from babel.messages.mofile import write_mo

from generator.cli import words
from generator.errors import TextError, has_same_fields
from generator.text.catalogs import read_catalog
from generator.translating.checks import CatalogCheck
from generator.translating.glossary import Glossary
from generator.workspace import PACKAGE
from tests.text.workspaces import HEADER, put_letter

PO = "locales/en/LC_MESSAGES/documents.po"
CODE = [
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ view.hidden }}",
    "{{ view.name | safe }}",
    "{{ view.name | short | capital }}",
    "{{ [view.name] | map(attribute='__class__') | list }}",
    "{{ {{ view.name }} }}",
    "{{ view.name if view.hidden else '' }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ _('Åtgärdsplan') }}",
    "{{- view.name -}}",
    "{% for each in view.hidden %}{{ each }}{% endfor %}",
    "{% set view = 1 %}",
    "{% include 'content/terms.yaml' %}",
    "{% raw %}",
    "{# nothing #}",
    "{{",
    "}}",
    "{%",
    "{0.__class__}",
    "{name.__class__.__init__}",
    "{name!r}",
    "{name:>99999999}",
    "{}",
    "\ue0000\ue001",
    "\x02",
]
MARKUP = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<b>",
    "</p>",
    "<svg/onload=alert(1)>",
    "<!-- x -->",
    "<?php x ?>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x]( <javascript:alert(1)> )",
    "[x](data:text/html,x)",
    "<javascript:alert(1)>",
    "<https://evil.example/>",
    "<evil@b.example>",
]
HOSTILE = CODE + MARKUP


def quote(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def put_entry(root, content, *lines):
    """A letter with one entry in its catalog, and the codes of what the check finds in that."""
    letter = put_letter(root, content, others={PO: HEADER + "\n" + "\n".join(lines) + "\n"})
    path = root / PO
    test = CatalogCheck(read_catalog(path), str(path), source_language="sv", language="en", glossary=Glossary(()))
    return letter, {finding.subject for finding in test.list_findings() if finding.severity == "error"}


def refuse(letter, **values):
    """What is told instead of a document."""
    with pytest.raises(TextError) as caught:
        letter.compose("en", name="Ada", hidden=("hidden",), **values)
    for finding in caught.value.findings:
        assert finding.place.file.endswith(PO)
        assert finding.place.line
    return caught.value.findings


@pytest.mark.parametrize("hostile", HOSTILE)
def test_in_a_block(tmp_path, hostile):
    translation = quote(f"Hi {{{{ view.name }}}}. {hostile}")
    letter, codes = put_entry(tmp_path, "Hej {{ view.name }}.", 'msgid "Hej {{ view.name }}."', f"msgstr {translation}")
    assert codes & {"placeholders", "html", "links"}
    assert refuse(letter)


@pytest.mark.parametrize(
    "hostile", ["{{ name(view.other) }}", "{{ reach(view.hidden) }}", "{{ reach(view.name, 1) }}", "{{ reach }}"]
)
def test_in_place_of_a_component(tmp_path, hostile):
    letter, codes = put_entry(
        tmp_path, "Hej {{ reach(view.name) }}.", 'msgid "Hej {{ reach(view.name) }}."', f'msgstr "Hi {hostile}."'
    )
    assert "placeholders" in codes
    assert refuse(letter)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_in_a_label(tmp_path, hostile):
    content = '{{ _("Till {name}", name=view.name) }}'
    letter, codes = put_entry(tmp_path, content, 'msgid "Till {name}"', f"msgstr {quote(f'To {{name}} {hostile}')}")
    assert codes & {"placeholders", "html", "links"}
    assert refuse(letter)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_in_a_plural_form(tmp_path, hostile):
    forms = ("{n} day", f"{{n}} days {hostile}")
    strings = [f"msgstr[{number}] {quote(form)}" for number, form in enumerate(forms)]
    letter, codes = put_entry(tmp_path, "{{ view.n | count('day') }}", 'msgid "{n} dag"', 'msgid_plural "{n} dagar"', *strings)
    assert codes & {"placeholders", "html", "links"}
    assert refuse(letter, n=1)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_in_a_text_with_a_context(tmp_path, hostile):
    content = "{{ view.sum }}"
    entry = ('msgctxt "money"', 'msgid "{amount} kronor"', f"msgstr {quote(f'SEK {{amount}} {hostile}')}")
    _letter, codes = put_entry(tmp_path, content, *entry)
    assert codes & {"placeholders", "html", "links"}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_in_the_words_of_a_layout(tmp_path, hostile):
    letter, codes = put_entry(tmp_path, "{{ view.name }}", 'msgid "Diarienummer"', f"msgstr {quote(f'Number {hostile}')}")
    assert codes & {"placeholders", "html", "links"}
    composition = letter.compose("en", name="Ada")
    with pytest.raises(TextError):
        composition.translate("Diarienummer")


@pytest.mark.parametrize("text", ["# for each in view.hidden", "% for each in view.hidden", "## view.hidden", "- # set x = 1"])
def test_what_is_code_elsewhere_is_text_here(tmp_path, text):
    letter, codes = put_entry(tmp_path, "Hej.", 'msgid "Hej."', f"msgstr {quote(f'{text}.')}")
    assert codes == set()
    assert letter.compose("en", hidden="hidden").tree.text() == f"{text}."


@pytest.mark.parametrize("rule", ["__import__('os')", "1/n", "n.__class__", "(" * 500 + "n", "-1", "9" * 5000])
def test_in_the_plural_rule(tmp_path, rule):
    header = HEADER.replace("plural=(n != 1)", f"plural={rule}")
    entry = 'msgid "{n} dag"\nmsgid_plural "{n} dagar"\nmsgstr[0] "{n} day"\nmsgstr[1] "{n} days"'
    letter = put_letter(tmp_path, "{{ view.n | count('day') }}", others={PO: f"{header}\n{entry}\n"})
    path = tmp_path / PO
    test = CatalogCheck(read_catalog(path), str(path), source_language="sv", language="en", glossary=Glossary(()))
    assert "plural-forms" in {finding.subject for finding in test.list_findings()}
    with pytest.raises(TextError):
        letter.compose("en", n=3)


@pytest.fixture
def speak(tmp_path, monkeypatch):
    """A function that has the command speak by another catalog, and checks that."""

    def install(source, translation):
        folder = tmp_path / "sv" / "LC_MESSAGES"
        folder.mkdir(parents=True)
        path = folder / "cli.po"
        path.write_text(f"{HEADER}\nmsgid {quote(source)}\nmsgstr {quote(translation)}\n", encoding="utf-8")
        catalog = read_catalog(path)
        with (folder / "cli.mo").open("wb") as file:
            write_mo(file, catalog)
        gettext.bindtextdomain("cli", str(tmp_path))
        test = CatalogCheck(catalog, str(path), source_language="en", language="sv", glossary=Glossary(()))
        return {finding.subject for finding in test.list_findings() if finding.severity == "error"}

    monkeypatch.setenv("LANGUAGE", "sv")
    yield install
    gettext.bindtextdomain("cli", str(PACKAGE / "locales"))


FIELDS = ["{0.__class__}", "{files.__class__.__mro__}", "{files!r}", "{files:>9}", "{secret}", "{}", "{", "}", "{{", "%(files)s"]


@pytest.mark.parametrize("hostile", FIELDS)
def test_in_the_words_of_the_command(speak, hostile):
    source = "Files checked: {files}."
    assert "placeholders" in speak(source, f"Filer: {{files}}{hostile}.")
    assert words._(source).format(files=SimpleNamespace(secret="s")) == "Files checked: namespace(secret='s')."  # noqa: S106


@pytest.mark.parametrize("hostile", FIELDS)
def test_a_field_of_the_command_that_is_changed(speak, hostile):
    source = "Files checked: {files}."
    assert "placeholders" in speak(source, f"Filer: {hostile}.")
    assert words._(source).format(files=3) == "Files checked: 3."


def test_a_translation_of_the_command_may_move_its_fields(speak):
    assert speak("{a} of {b}", "{b}: {a}") == set()
    assert words._("{a} of {b}") == "{b}: {a}"


def test_fields_are_compared_as_they_are_written():
    assert has_same_fields("{name!r} {x}", "{x}, {name!r}")
    assert not has_same_fields("{name!r}", "{name}")
    assert not has_same_fields("%(prog)s", "%(version)s")
