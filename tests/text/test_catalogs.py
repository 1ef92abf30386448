from __future__ import annotations

import pytest

from generator.errors import Place, TextError
from generator.text.catalogs import Catalog, Entry, catalog_name, is_for, load_catalog, read_catalog
from generator.workspace import Files
from tests.text.workspaces import put_files, write_po

EN = catalog_name("en")
TITLE = 'msgid "Åtgärdsplan"\nmsgstr "Action plan"'


def load(root, *entries):
    return load_catalog(put_files(root, {EN: write_po(*entries)}), "en")


def say(catalog, text, context=""):
    entry = catalog.find(text, context)
    return entry.strings if entry and entry.is_ready else None


def test_the_source_language_has_an_empty_catalog():
    assert load_catalog(Files(), "sv") == Catalog("sv", {})


def test_the_workspace_wins_message_by_message(tmp_path):
    catalog = load(tmp_path, 'msgid "Åtgärdsplan"\nmsgstr "Plan of action"', 'msgid "Vårt eget"\nmsgstr "Our own"')
    assert [say(catalog, text) for text in ("Åtgärdsplan", "Vårt eget", "Grundorsak")] == [
        ("Plan of action",),
        ("Our own",),
        ("Root cause",),
    ]
    found = catalog.find("Åtgärdsplan")
    assert found == Entry(("Plan of action",), fuzzy=False, place=Place(str(tmp_path / EN), 6))


@pytest.mark.parametrize(
    "entry", ['#, fuzzy\nmsgid "Åtgärdsplan"\nmsgstr "Plan of action"', 'msgid "Åtgärdsplan"\nmsgstr ""'], ids=["fuzzy", "empty"]
)
def test_what_is_not_ready_in_the_workspace_does_not_hide_what_is_ready(tmp_path, entry):
    assert say(load(tmp_path, entry), "Åtgärdsplan") == ("Action plan",)


def test_fuzzy_and_empty_are_not_ready(tmp_path):
    catalog = load(
        tmp_path,
        '#, fuzzy\nmsgid "ett"\nmsgstr "one"',
        'msgid "två"\nmsgstr ""',
        'msgid "{n} hund"\nmsgid_plural "{n} hundar"\nmsgstr[0] "{n} dog"\nmsgstr[1] ""',
        '#~ msgid "gammal"\n#~ msgstr "old"',
    )
    entries = [catalog.find(text) for text in ("ett", "två", "{n} hund", "gammal")]
    assert [entry and (entry.strings, entry.fuzzy, entry.is_ready) for entry in entries] == [
        (("one",), True, False),
        (("",), False, False),
        (("{n} dog", ""), False, False),
        None,
    ]


def test_the_same_words_in_two_contexts_are_two_messages(tmp_path):
    catalog = load(tmp_path, 'msgctxt "A"\nmsgid "led"\nmsgstr "tier"', 'msgctxt "B"\nmsgid "led"\nmsgstr "joint"')
    assert [say(catalog, "led", context) for context in ("A", "B", "")] == [("tier",), ("joint",), None]


def test_plural_forms_go_by_the_catalogs_own_rule(tmp_path):
    polish = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : '
        'n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"\n'
    )
    catalog = load_catalog(put_files(tmp_path, {catalog_name("pl"): polish}), "pl")
    assert [catalog.plural_index(number) for number in (0, 1, 2, 5, 12, 22)] == [2, 0, 1, 2, 2, 1]


def test_a_language_without_a_catalog_is_refused(tmp_path):
    with pytest.raises(TextError) as caught:
        load_catalog(Files(tmp_path), "fi")
    assert str(caught.value) == ("error: there is no translation into 'fi'\n  hint: make one with: realisera locale new fi")


@pytest.mark.parametrize("line", ['msgstr b"', 'msgstr "b', 'msgstr "b"c"', 'msgstr "b\\"', "inget av allt detta"])
def test_a_broken_line_of_a_catalog_is_told(tmp_path, line):
    with pytest.raises(TextError) as caught:
        load(tmp_path, f'msgid "a"\n{line}')
    words = "this line of the catalog has a quotation mark too few or too many, or no keyword"
    assert str(caught.value) == f"{tmp_path / EN}:7: error: {words}"


@pytest.mark.parametrize("entry", ['msgid "a"\nmsgid "b"\nmsgstr "c"', 'msgid "a"'])
def test_lines_in_the_wrong_order_are_told(tmp_path, entry):
    with pytest.raises(TextError) as caught:
        load(tmp_path, entry)
    assert str(caught.value).startswith(f"{tmp_path / EN}:")


def test_a_catalog_may_have_come_from_windows(tmp_path):
    files = put_files(tmp_path, {EN: ""})
    text = write_po('# en kommentar\nmsgid "å"\nmsgstr ""\n"två "\n"rader \\"\\\\\\""')
    (tmp_path / EN).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert say(load_catalog(files, "en"), "å") == ('två rader "\\"',)


def test_a_catalog_that_is_not_utf_8_is_refused(tmp_path):
    files = put_files(tmp_path, {EN: ""})
    (tmp_path / EN).write_bytes(write_po('msgid "å"\nmsgstr "ö"').encode("latin-1"))
    with pytest.raises(TextError) as caught:
        load_catalog(files, "en")
    assert str(caught.value).startswith(f"{tmp_path / EN}: error: this catalog can't be read: ")


@pytest.mark.parametrize("count", ["999999999", "7", "0", "-1"])
def test_more_plural_forms_than_any_language_has_are_refused(tmp_path, count):
    path = tmp_path / "documents.po"
    path.write_text(f'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals={count}; plural=(n != 1);\\n"\n', encoding="utf-8")
    with pytest.raises(TextError, match="no language has such a number of plural forms") as caught:
        read_catalog(path)
    assert caught.value.findings[0].place.line == 3


def test_as_many_plural_forms_as_arabic_has(tmp_path):
    path = tmp_path / "documents.po"
    path.write_text('msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=6; plural=(n != 1);\\n"\n', encoding="utf-8")
    assert read_catalog(path).num_plurals == 6


HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'


@pytest.mark.parametrize(
    ("product", "own", "made"),
    [
        ("", None, {"agenda": True, "minutes": True}),
        ('"X-Documents: agenda\\n"\n', None, {"agenda": True, "minutes": False}),
        # Poedit breaks long lines of the head.
        ('"X-Documents: invitation, "\n"agenda\\n"\n', None, {"agenda": True, "minutes": False}),
        ('"X-Documents: agenda\\n"\n', "", {"agenda": True, "minutes": False}),
        ('"X-Documents: agenda\\n"\n', '"X-Documents: minutes\\n"\n', {"agenda": True, "minutes": True}),
        ('"X-Documents: agenda\\n"\n', '"X-Documents: all\\n"\n', {"agenda": True, "minutes": True}),
        ("", '"X-Documents: agenda\\n"\n', {"agenda": True, "minutes": False}),
    ],
)
def test_a_catalog_says_which_documents_it_is_for(tmp_path, monkeypatch, product, own, made):
    heads = {tmp_path / "product": product, tmp_path / "own": own}
    for folder, fields in heads.items():
        path = folder / catalog_name("nb")
        path.parent.mkdir(parents=True)
        if fields is not None:
            path.write_text(HEAD + fields + '\nmsgid "Ja"\nmsgstr "Ja"\n', encoding="utf-8")
    monkeypatch.setattr("generator.workspace.PACKAGE", tmp_path / "product")
    files = Files(tmp_path / "own")
    assert {document: is_for(files, "nb", document) for document in made} == made


def test_the_source_language_is_for_every_document():
    assert is_for(Files(), "sv", "minutes")


@pytest.mark.parametrize(("field", "awaits"), [("", False), ("X-Awaits-Lawyer: yes", True), ("X-Awaits-Lawyer: no", False)])
def test_a_catalog_may_await_a_lawyer(tmp_path, field, awaits):
    path = tmp_path / catalog_name("nb")
    path.parent.mkdir(parents=True)
    path.write_text(HEAD + (f'"{field}\\n"\n' if field else "") + '\nmsgid "Ja"\nmsgstr "Ja"\n', encoding="utf-8")
    assert load_catalog(Files(tmp_path), "nb").awaits_lawyer is awaits
