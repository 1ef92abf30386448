"""A translation is text: whatever stands in it, the check calls it an error, and no document is made with it."""

from __future__ import annotations

import gettext
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace

import pytest
from babel.messages.mofile import write_mo

from generator.cli import words
from generator.contract.models import Money
from generator.errors import TextError, has_same_fields
from generator.text.catalogs import load_catalog, read_catalog
from generator.text.content_checks import check_catalog
from generator.text.extraction import Message
from generator.translating.checks import CatalogCheck
from generator.translating.glossary import Glossary
from generator.workspace import PACKAGE, Files
from tests.text.workspaces import HEADER, Letter, put_letter

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


@dataclass(frozen=True)
class Attacked:
    """A letter whose catalog is hostile in every entry, and the lines of those."""

    letter: Letter
    lines: frozenset[int]
    codes: Mapping[int, set[str]]
    """What the check finds, by line."""

    def assert_refused(self, **values):
        """Every entry is an error of the check, and a reason for which the letter isn't made."""
        assert {line for line, codes in self.codes.items() if codes & {"placeholders", "html", "links"}} == self.lines
        with pytest.raises(TextError) as caught:
            self.letter.compose("en", name="Ada", hidden=("hidden",), **values)
        assert {finding.place.line for finding in caught.value.findings} == self.lines
        assert all(finding.place.file.endswith(PO) for finding in caught.value.findings)


def attack(root, content, entries, **others):
    """The letter with a catalog of these entries, each without an empty line."""
    text = HEADER + "".join(f"\n{entry}\n" for entry in entries)
    letter = put_letter(root, content, others={PO: text, **others})
    path = root / PO
    test = CatalogCheck(read_catalog(path), str(path), source_language="sv", language="en", glossary=Glossary(()))
    codes = {}
    for finding in test.list_findings():
        if finding.severity == "error":
            codes.setdefault(finding.place.line, set()).add(finding.subject)
    lines = frozenset(
        number for number, line in enumerate(text.split("\n"), 1) if line.startswith("msgid ") and line != 'msgid ""'
    )
    return Attacked(letter, lines, codes)


def test_in_blocks(tmp_path):
    sources = [f"Hej {{{{ view.name }}}} {'x' * number}" for number in range(1, len(HOSTILE) + 1)]
    entries = [
        f"msgid {quote(source)}\nmsgstr {quote(f'Hi {{{{ view.name }}}} {hostile}')}"
        for source, hostile in zip(sources, HOSTILE, strict=True)
    ]
    attack(tmp_path, "\n\n".join(sources), entries).assert_refused()


def test_in_place_of_a_component(tmp_path):
    others = ["{{ name(view.other) }}", "{{ reach(view.hidden) }}", "{{ reach(view.name, 1) }}", "{{ reach }}", "{{ view.name }}"]
    sources = [f"Hej {{{{ (view.name) }}}} {'x' * number}" for number in range(1, len(others) + 1)]
    entries = [f"msgid {quote(source)}\nmsgstr {quote(f'Hi {other}')}" for source, other in zip(sources, others, strict=True)]
    attack(tmp_path, "\n\n".join(sources), entries).assert_refused()


def test_in_labels(tmp_path):
    sources = [f"Till {{name}} {'x' * number}" for number in range(1, len(HOSTILE) + 1)]
    entries = [
        f"msgid {quote(source)}\nmsgstr {quote(f'To {{name}} {hostile}')}"
        for source, hostile in zip(sources, HOSTILE, strict=True)
    ]
    content = "\n\n".join(f'{{{{ _("{source}", name=view.name) }}}}' for source in sources)
    attack(tmp_path, content, entries).assert_refused()


def test_in_plural_forms_and_in_texts_with_a_context(tmp_path):
    units = [f"sak{'x' * number}" for number in range(len(HOSTILE))]
    terms = "".join(f'  {unit}: ["{{n}} {unit}", "{{n}} {unit}er"]\n' for unit in units)
    entries = [
        f'msgid "{{n}} {unit}"\nmsgid_plural "{{n}} {unit}er"\nmsgstr[0] "one thing"\n'
        f"msgstr[1] {quote(f'{{n}} things {hostile}')}"
        for unit, hostile in zip(units, HOSTILE, strict=True)
    ]
    entries.append('msgctxt "money"\nmsgid "{amount} kronor"\nmsgstr "SEK {amount} {{ view.hidden }}"')
    content = "\n\n".join([*(f"{{{{ view.n | count('{unit}') }}}}" for unit in units), "{{ view.sum }}"])
    files = {"content/terms.yaml": f'money:\n  SEK: "{{amount}} kronor"\ncounts:\n{terms}'}
    attack(tmp_path, content, entries, **files).assert_refused(n=1, sum=Money(amount=Decimal(5), currency="SEK"))


def test_in_the_words_of_a_layout(tmp_path):
    words = [f"Ord {'x' * number}" for number in range(1, len(HOSTILE) + 1)]
    entries = [f"msgid {quote(word)}\nmsgstr {quote(f'Word {hostile}')}" for word, hostile in zip(words, HOSTILE, strict=True)]
    attacked = attack(tmp_path, "{{ view.name }}", entries)
    assert set(attacked.codes) == attacked.lines
    composition = attacked.letter.compose("en", name="Ada")
    for word in words:
        with pytest.raises(TextError):
            composition.translate(word)


def test_what_is_code_elsewhere_is_text_here(tmp_path):
    texts = ["# for each in view.hidden", "% for each in view.hidden", "## view.hidden", "- # set x = y"]
    sources = [f"Hej {'x' * number}" for number in range(1, len(texts) + 1)]
    entries = [f"msgid {quote(source)}\nmsgstr {quote(text)}" for source, text in zip(sources, texts, strict=True)]
    attacked = attack(tmp_path, "\n\n".join(sources), entries)
    assert attacked.codes == {}
    assert attacked.letter.compose("en", hidden="hidden").tree.text() == "".join(texts)


@pytest.mark.parametrize("rule", ["__import__('os')", "1/n", "n.__class__", "(" * 500 + "n", "9" * 5000])
def test_in_the_plural_rule(tmp_path, rule):
    header = HEADER.replace("plural=(n != 1)", f"plural={rule}")
    entry = 'msgid "{n} dag"\nmsgid_plural "{n} dagar"\nmsgstr[0] "{n} päivä"\nmsgstr[1] "{n} päivää"'
    finnish = PO.replace("/en/", "/fi/")
    letter = put_letter(tmp_path, "{{ view.n | count('day') }}", others={finnish: f"{header}\n{entry}\n"})
    path = tmp_path / finnish
    test = CatalogCheck(read_catalog(path), str(path), source_language="sv", language="fi", glossary=Glossary(()))
    assert "plural-forms" in {finding.subject for finding in test.list_findings()}
    with pytest.raises(TextError, match="plural rule of this catalog can't be read"):
        letter.compose("fi", n=3)
    messages = [Message("{n} dag", plural="{n} dagar")]
    with pytest.raises(TextError, match="plural rule of this catalog can't be read"):
        list(check_catalog(load_catalog(Files(tmp_path), "fi"), messages))


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


def test_no_code_is_compiled_into_the_commands_catalog(tmp_path):
    spec = importlib.util.spec_from_file_location("hatch_build", PACKAGE / "hatch_build.py")
    building = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(building)
    path = tmp_path / "locales" / "sv" / "LC_MESSAGES" / "cli.po"
    path.parent.mkdir(parents=True)
    entries = (
        'msgid "Value {name!r}"\nmsgstr "Värde {name!r}"\n',
        'msgid "No {name!r}"\nmsgstr "Inget {name.__class__}"\n',
        'msgid "a value"\nmsgid_plural "{n} values"\nmsgstr[0] "ett värde"\nmsgstr[1] "{n} värden"\n',
        'msgid "a thing"\nmsgid_plural "{n} things"\nmsgstr[0] "en sak"\nmsgstr[1] "{n.real} saker"\n',
    )
    path.write_text("\n".join([HEADER, *entries]), encoding="utf-8")
    building.CatalogHook(str(tmp_path), {}, None, None, str(tmp_path), "wheel").initialize("standard", {})
    with path.with_suffix(".mo").open("rb") as file:
        said = gettext.GNUTranslations(file)
    assert (said.gettext("Value {name!r}"), said.gettext("No {name!r}")) == ("Värde {name!r}", "No {name!r}")
    assert said.ngettext("a value", "{n} values", 2) == "{n} värden"
    assert said.ngettext("a thing", "{n} things", 2) == "{n} things"
