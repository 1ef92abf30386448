"""`locale check`: what translators are told, and where."""

from __future__ import annotations

import json

import pytest

from generator.workspace import PACKAGE

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
SOUND = 'msgid "Hej {name}."\nmsgstr "Hi {name}."\n'
WARNED = 'msgid "Namn"\nmsgstr "Namn"\n'
WRONG = 'msgid "Till {name}"\nmsgstr "To {nam} {{ view.hidden }}"\n'


@pytest.fixture
def put(workspace, monkeypatch):
    """A function that writes a catalog of the workspace that one stands in."""
    root = workspace.absolute()
    monkeypatch.chdir(root)

    def write(*entries, language="en"):
        path = root / "locales" / language / "LC_MESSAGES" / "documents.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD + "\n".join(entries), encoding="utf-8")
        return path

    return write


def test_the_products_own_catalogs_are_sound(run, monkeypatch):
    monkeypatch.chdir(PACKAGE)
    told = run("locale", "check", "de", "en", "sv", "--strict")
    assert (told.code, told.out, told.err) == (0, "", "Catalogs checked: 3. Findings: 0.\n")


def test_every_finding_is_told_at_once_in_order(run, put):
    english, finnish = put(WARNED, WRONG), put(WRONG, language="fi")
    told = run("locale", "check")
    broken = (
        "error: placeholders: placeholder {name} is missing in the translation [RE4029]",
        "error: placeholders: placeholder {nam} is not in the source text [RE4031]",
        "error: placeholders: placeholder {{ view.hidden }} is not in the source text [RE4031]",
    )
    assert told.code == 1
    assert told.out.splitlines() == [
        f"{english}:6: warning: unchanged: the translation is the same as the source: 'Namn' [RE4060]",
        *(f"{english}:9: {line}" for line in broken),
        *(f"{finnish}:6: {line}" for line in broken),
    ]
    assert told.err == "Catalogs checked: 2. Findings: 7.\n"


def test_only_the_languages_that_are_asked_for(run, put):
    put(WRONG)
    put(SOUND, language="fi")
    assert run("locale", "check", "fi").code == 0
    assert run("locale", "check", "en").code == 1
    told = run("locale", "check", "de")
    assert (told.code, told.out) == (2, "")
    assert "there is no translation into 'de' [RE2098]\n  hint: there are: en, fi" in told.err


@pytest.mark.parametrize(
    ("entry", "options", "code"), [(SOUND, (), 0), (WARNED, (), 0), (WARNED, ("--strict",), 1), (WRONG, (), 1)]
)
def test_warnings_fail_only_where_that_is_asked_for(run, put, entry, options, code):
    put(entry)
    assert run("locale", "check", *options).code == code


def test_only_a_strict_check_tells_of_what_is_marked_fuzzy(run, put):
    path = put(SOUND, f"#, fuzzy\n{WARNED}")
    assert run("locale", "check").err == "Catalogs checked: 1. Findings: 0.\n"
    told = run("locale", "check", "--strict")
    assert told.code == 1
    assert told.out.startswith(f"{path}:10: warning: fuzzy: this translation is marked fuzzy, so that nothing uses it: 'Namn' [")


def test_json(run, put):
    path = put(WARNED)
    assert json.loads(run("locale", "check", "--json").out) == [
        {
            "file": str(path),
            "line": 6,
            "severity": "warning",
            "code": "RE4060",
            "check": "unchanged",
            "message": "the translation is the same as the source: 'Namn'",
            "hint": "",
        }
    ]


def test_a_catalog_that_cannot_be_read_is_one_of_the_findings(run, put):
    english, finnish = put('msgid "x\n'), put(WARNED, language="fi")
    told = run("locale", "check")
    assert told.code == 1
    assert told.out.startswith(f"{english}:6: error: catalog: this line of the catalog has a quotation mark too few")
    assert f"{finnish}:6: warning: unchanged" in told.out


def test_a_region_adds_to_the_glossary(run, put):
    path = put('msgid "Vi granskar Leverantören."\nmsgstr "We look at the vendor."\n', 'msgid "En ronder"\nmsgstr "A tour"\n')
    added = path.parents[3] / "content" / "glossary.yaml"
    added.parent.mkdir(exist_ok=True)
    assert run("locale", "check").out == f"{path}:6: warning: glossary: 'leverantör' is 'supplier' in the glossary [RE4074]\n"
    added.write_text("terms:\n  leverantör: {en: [vendor]}\n  rond: {en: round}\n", encoding="utf-8")
    assert run("locale", "check").out == f"{path}:9: warning: glossary: 'rond' is 'round' in the glossary [RE4074]\n"
    added.write_text("terms:\n  leverantör: {en: []}\n", encoding="utf-8")
    assert run("locale", "check").out == ""


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("terms: [leverantör]\n", "this is not "),
        ("leverantör: {en: supplier}\n", "this is not "),
        ("terms:\n  leverantör: {en: '|'}\n", "this is not "),
        ("terms: {a: b}\n", "this is not "),
        ("- x\n", "this is not "),
        ("terms: {\n", "the bracket that stands here is never closed"),
    ],
)
def test_a_glossary_that_is_wrong_is_told(run, put, text, problem):
    path = put(SOUND).parents[3] / "content" / "glossary.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    told = run("locale", "check")
    assert told.code == 1
    assert told.out.startswith(str(path))
    assert f": error: catalog: {problem}" in told.out


@pytest.mark.parametrize(
    ("word", "hostile"), [("Sida", "{{ ''.__class__ }}"), ("Diarienummer", "<script>x</script>"), ("Sida", "{0.__class__}")]
)
def test_no_document_of_any_format_is_made_with_a_hostile_word_of_a_layout(run, put, contract, word, hostile):
    path = put(f'msgid "{word}"\nmsgstr "Word {hostile}"\n')
    out = path.parents[3] / "out"
    formats = [part for each in ("docx", "pdf", "html") for part in ("--format", each)]
    source = path.parents[3] / "contracts" / contract.name
    made = run("generate", "action-plan", source, "--lang", "en", "--deviation", "D1", *formats, "--on", "2026-11-22",
               "--pdf-engine", "typst", "--out", out)  # fmt: skip
    assert made.code == 1
    assert list(out.rglob("*.*n.*")) == []
    assert f"{path}:6: error: " in made.out + made.err
    assert run("locale", "check", "en").code == 1


def test_a_head_that_names_no_document_is_told(run, put):
    path = put(SOUND)
    head = HEAD.replace("\n\n", '\n"X-Documents: agenda akenda\\n"\n\n')
    path.write_text(head + SOUND, encoding="utf-8")
    told = run("locale", "check")
    assert told.code == 1
    assert told.out.startswith(
        f"{path}:1: error: documents: the head of this catalog names a document that isn't there: 'akenda' "
        "[RE4001]\n  hint: there are: "
    )


@pytest.mark.parametrize(
    ("language", "translation", "count"),
    [
        ("de", "Wenn Sie sie lesen, die die Arbeit tun.", 0),
        ("de", "Wenn Sie das Buch Buch lesen.", 1),
        ("nl", "Als die die boeken leest.", 1),
    ],
)
def test_two_words_that_look_alike_may_stand_in_a_row_where_the_language_has_them(run, put, language, translation, count):
    put(f'msgid "Om ni läser den som gör arbetet."\nmsgstr "{translation}"\n', language=language)
    assert run("locale", "check", "--strict").out.count("stands twice in a row") == count
