"""All that the command says is there in Swedish, and what is translated is what is said."""

from __future__ import annotations

import ast
import gettext
import re
from collections import Counter
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from generator.cli import messages
from generator.cli.messages import extract_command
from generator.errors import InputError
from generator.translating.po_files import format_catalog, make_template
from generator.translating.updating import update_catalog
from generator.workspace import PACKAGE
from tests.loading import load_source

CATALOG = PACKAGE / "locales" / "sv" / "LC_MESSAGES" / "cli.po"
GENERATOR = Path(messages.__file__).parent.parent
BROKEN = sorted((Path(__file__).parent.parent / "contract" / "broken").glob("*.yaml"))
MESSAGES = extract_command()
CONTRACT = "region/contracts/surgical-instruments.yaml"
PLACEHOLDER = re.compile(r"\{\w+(?:!r)?\}|%\(\w+\)s|\{%|\{\{")


@pytest.fixture(scope="module")
def catalog():
    with CATALOG.open("rb") as file:
        return read_po(file)


def as_tuple(text):
    return tuple(text) if isinstance(text, tuple | list) else (text,)


def find_faults(entry):
    """What is wrong with the translation of a message."""
    if entry is None or entry.fuzzy or not all(as_tuple(entry.string)):
        return ["not translated"]
    pairs = list(zip(as_tuple(entry.id), as_tuple(entry.string), strict=True))
    return [
        *(
            "other placeholders"
            for text, said in pairs
            if Counter(PLACEHOLDER.findall(text)) != Counter(PLACEHOLDER.findall(said))
        ),
        *("ends otherwise" for text, said in pairs if (text[-1] in ".?") != (said[-1] in ".?")),
    ]


def test_every_message_is_translated_with_its_placeholders(catalog):
    assert len(MESSAGES) > 800
    faulty = {message.text: faults for message in MESSAGES if (faults := find_faults(catalog.get(message.text)))}
    assert faulty == {}


@pytest.mark.parametrize(
    ("entry", "faults"),
    [
        (None, ["not translated"]),
        (Message("File {a}.", "Filen {a}.", flags=("fuzzy",)), ["not translated"]),
        (Message("File {a}.", ""), ["not translated"]),
        (Message(("{n} file", "{n} files"), ("{n} fil", "")), ["not translated"]),
        (Message(("{n} file", "{n} files"), ("{n} fil", "{m} filer")), ["other placeholders"]),
        (Message("File {a!r}, %(b)s", "Filen {a}, %(b)s"), ["other placeholders"]),
        (Message("Which file?", "Vilken fil"), ["ends otherwise"]),
        (Message("File {a}", "Filen {a}."), ["ends otherwise"]),
        (Message("File {a}.", "Filen {a}."), []),
    ],
)
def test_each_fault_of_a_translation_is_found(entry, faults):
    assert find_faults(entry) == faults


def test_the_catalog_is_in_step_with_the_program():
    assert CATALOG.read_bytes() == format_catalog(update_catalog(CATALOG, "sv", MESSAGES)), "run realisera locale update"


def test_the_template_is_in_step_with_the_program():
    template = PACKAGE / "locales" / "cli.pot"
    assert template.read_bytes() == format_catalog(make_template(MESSAGES)), "run realisera locale extract"


def test_no_catalog_is_made_into_a_source_language():
    assert not CATALOG.with_name("documents.po").exists()
    assert not (CATALOG.parents[2] / "en" / "LC_MESSAGES" / "cli.po").exists()


def test_what_is_installed_is_what_is_translated(catalog):
    compiled = CATALOG.with_suffix(".mo")
    assert compiled.is_file(), "the catalog isn't compiled: run make develop"
    with compiled.open("rb") as file:
        said = gettext.GNUTranslations(file)
    for entry in catalog:
        if entry.id:
            one, many = as_tuple(entry.id)[0], as_tuple(entry.id)[-1]
            found = tuple(said.ngettext(one, many, n) for n in (1, 2)) if one != many else (said.gettext(one),)
            assert found == as_tuple(entry.string), "the catalog was compiled before it was changed: run make develop"


def list_findings():
    """The words of every finding that the program makes: where they stand, their expression, and the names known there."""
    for path in sorted(GENERATOR.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = messages._read_names(ast.walk(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding":
                for part in messages.list_parts(node):
                    yield f"{path.relative_to(GENERATOR)}:{part.lineno}", part, names


def find_unknown(node, names):
    """The parts of an expression that no translator would see; a message taken over from another finding is seen there."""
    if isinstance(node, ast.IfExp):
        return find_unknown(node.body, names) + find_unknown(node.orelse, names)
    if isinstance(node, ast.Attribute) and node.attr in {"message", "hint"}:
        return []
    return [] if list(messages.read_texts(node, names)) else [ast.unparse(node)]


def test_a_text_that_is_assigned_together_with_something_else_is_seen():
    names = messages._read_names(ast.walk(ast.parse('hint, values = "wait" if late else "write it", {"day": day}')))
    assert list(messages.read_texts(ast.Name("hint"), names)) == ["wait", "write it"]


def test_every_finding_can_be_seen_by_translators():
    parts = list(list_findings())
    assert len(parts) > 300
    assert [(where, unknown) for where, part, names in parts if (unknown := find_unknown(part, names))] == []


def test_words_that_no_translator_would_see_are_found():
    expression = ast.parse("'Open' if there else wordless(there)", mode="eval").body
    assert find_unknown(expression, {}) == ["wordless(there)"]


def list_untold(path, catalog):
    """What is said of a broken contract and isn't in the catalog."""
    with pytest.raises(InputError) as caught:
        load_source(path)
    texts = {text for finding in caught.value.findings for text in (finding.message, finding.hint) if text}
    return sorted(text for text in texts if text not in catalog)


def test_whatever_is_wrong_with_a_contract_is_told_in_swedish(catalog):
    assert len(BROKEN) > 50
    assert [(path.stem, untold) for path in BROKEN if (untold := list_untold(path, catalog))] == []


def test_the_words_of_click_are_those_of_the_click_that_is_installed():
    said = set()
    for path in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "ngettext"}:
                said.add("|".join(part.value for part in node.args if isinstance(part, ast.Constant)))
    assert sorted(set(messages._CLICK) - said) == []


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("generate", "acton-plan", "."), "det finns inget dokument 'acton-plan' [RE6019]\n  tips: menade du 'action-plan'?"),
        (("generate",), "Du måste ange 'DOKUMENT'."),
        (
            ("generate", "all", "nope.yaml"),
            "Ogiltigt värde för 'KÄLLA...': här finns inget avtal, ingen fil och ingen mapp som heter 'nope.yaml' [RE9013]",
        ),
        (
            ("generate", "all", ".", "--on", "i dag"),
            "Ogiltigt värde för '--on': 'i dag' är inget datum [RE7042]\n  tips: skriv det som ÅÅÅÅ-MM-DD",
        ),
        (
            ("generate", "all", ".", "--lang", "x"),
            (
                "Ogiltigt värde för '--lang': 'x' är inget språk [RE9044]\n"
                "  tips: skriv ett som sv, en eller de, eller två sida vid sida, som sv+en"
            ),
        ),
        (
            ("generate", "all", ".", "--lang", "nl"),
            "det finns ingen översättning till 'nl' [RE2098]\n  tips: de som finns: sv, de, en",
        ),
        (("generate", "all", ".", "--out"), "Tillvalet '--out' måste ha ett värde."),
        (("generate", "all", ".", "--draft=1"), "Tillvalet '--draft' har inget värde."),
        (("generate", "--onn", "x"), "Tillvalet '--onn' finns inte. (Menade du något av '--json', '--on'"),
        (("genrate",), "Kommandot 'genrate' finns inte. Menade du 'generate'?"),
        (("schema", "letter"), "'letter' är inget av 'contract', 'report'."),
        (("schema", "report", "x"), "Ett argument är för mycket (x)"),
    ],
)
def test_wrong_usage_is_told_in_swedish(start, tmp_path, monkeypatch, args, told):
    (tmp_path / "a.yaml").touch()
    monkeypatch.chdir(tmp_path)
    run = start(*args, language="sv")
    assert (run.code, run.out) == (2, "")
    assert re.match(r"(Användning: realisera .*\nSkriv 'realisera.* --help' för hjälp\.\n\n)?Fel: ", run.err)
    assert told in run.err


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("batch --jobs 0", "'0' är inget heltal från 1 till 256"),
        ("batch --jobs x", "'x' är inget heltal från 1 till 256"),
        ("batch @finns-inte", "finns-inte: filen eller mappen finns inte"),
        ("record {contract} D1 plan godkänd", "--by: '<avvikelse> plan godkänd' behöver det här tillvalet"),
        ("escalate {contract} D1 --step written_warning", "påminnelse kommer före skriftlig varning och har inte tagits"),
        ("escalate {contract} D1 --step written_warning", "--step reminder --skip"),
    ],
)
@pytest.mark.usefixtures("workspace")
def test_no_english_rests_in_what_is_refused(run, command, told):
    made = run(*command.format(contract=CONTRACT).split(), language="sv")
    assert told in made.out + made.err
