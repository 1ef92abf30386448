"""`locale`: what translators get, and where it is written."""

from __future__ import annotations

import json

import pytest

from generator.cli.locale.places import list_updated
from generator.documents import DOCUMENTS
from generator.text.catalogs import read_catalog
from generator.translating.domains import Domain
from generator.workspace import PACKAGE

NEW = "Ring oss gärna om något är oklart."


@pytest.fixture
def inside(workspace, monkeypatch):
    """A workspace that one stands in, with a text of its own."""
    root = workspace.absolute()
    (root / "content").mkdir()
    text = (PACKAGE / "content" / "action-plan.md").read_text(encoding="utf-8")
    (root / "content" / "action-plan.md").write_text(f"{text}\n{NEW}\n", encoding="utf-8")
    monkeypatch.chdir(root)
    return root


def read(path):
    """The translations of a catalog by text."""
    return {entry.id if isinstance(entry.id, str) else entry.id[0]: entry.string for entry in read_catalog(path) if entry.id}


def write(path, text, translation):
    path.parent.mkdir(parents=True, exist_ok=True)
    head = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    path.write_text(f'{head}msgid "{text}"\nmsgstr "{translation}"\n', encoding="utf-8")


def list_files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_template_holds_the_workspaces_own_messages(run, inside):
    product = list_files(PACKAGE / "locales")
    path = inside / "locales" / "documents.pot"
    extracted = run("locale", "extract")
    assert (extracted.code, extracted.out, extracted.err) == (0, f"{path}: 1\n", "")
    assert read(path) == {NEW: ""}
    assert list(list_files(inside / "locales")) == ["documents.pot"]
    assert list_files(PACKAGE / "locales") == product


def test_a_catalog_holds_what_the_product_does_not_translate(run, inside):
    product = list_files(PACKAGE / "locales")
    updated = run("locale", "update", "en", "fi", "sv")
    paths = {language: inside / "locales" / language / "LC_MESSAGES" / "documents.po" for language in ("en", "fi")}
    assert (updated.code, updated.out) == (0, "".join(f"{path}\n" for path in paths.values()))
    texts = {language: {NEW, "Åtgärdsplan", "{n} dag"} & set(read(path)) for language, path in paths.items()}
    assert texts == {"en": {NEW}, "fi": {NEW, "Åtgärdsplan", "{n} dag"}}
    assert sorted(list_files(inside / "locales")) == ["en/LC_MESSAGES/documents.po", "fi/LC_MESSAGES/documents.po"]
    assert list_files(PACKAGE / "locales") == product


def test_an_update_keeps_what_the_workspace_says_in_its_own_way(run, inside):
    path = inside / "locales" / "en" / "LC_MESSAGES" / "documents.po"
    write(path, "Åtgärdsplan", "Plan of action")
    assert run("locale", "update").out == f"{path}\n"
    assert {"Åtgärdsplan": "Plan of action", NEW: ""}.items() <= read(path).items()
    assert "Avvikelsen" not in read(path)
    once = path.read_bytes()
    run("locale", "update")
    assert path.read_bytes() == once


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ([], ["documents de", "documents en", "cli sv"]),
        (["de"], ["documents de"]),  # the command isn't translated into German, and no catalog for it is made
        (["sv"], ["cli sv"]),
        (["fi"], ["documents fi", "cli fi"]),  # a language that is new
    ],
)
def test_an_update_of_a_language_makes_no_catalog_beside_those_it_has(tmp_path, wanted, names):
    domains = [Domain(tmp_path, "documents", "sv", ()), Domain(tmp_path, "cli", "en", ())]
    for domain, language in ((domains[0], "de"), (domains[0], "en"), (domains[1], "sv")):
        write(domain.find_catalog(language), "Hej", "")
    assert [f"{domain.name} {language}" for domain, language in list_updated(domains, wanted)] == names


def test_it_is_told_how_far_a_translation_has_come(run, inside):
    path = inside / "locales" / "en" / "LC_MESSAGES" / "documents.po"
    write(path, NEW, "Please call us if anything is unclear.")
    (row,) = json.loads(run("locale", "status", "--json").out)
    assert (row["language"], row["translated"], row["fuzzy"], row["missing"], row["words_left"]) == ("en", 1, 0, 0, 0)
    assert run("locale", "status").out.splitlines() == [
        "en                          translated  fuzzy  missing  words left",
        "  action-plan  Åtgärdsplan           1      0        0           0",
        "  all          100 %                 1      0        0           0",
    ]


@pytest.mark.usefixtures("inside")
def test_what_is_left_is_counted_by_document_and_in_words(run):
    run("locale", "update", "fi")
    (row,) = json.loads(run("locale", "status", "fi", "--json").out)
    documents = {document["document"]: document for document in row["documents"]}
    assert set(documents) == {document.slug for document in DOCUMENTS} | {"shared"}
    assert all(document["missing"] and document["words_left"] >= document["missing"] for document in documents.values())
    for number in ("translated", "fuzzy", "missing", "words_left"):
        assert sum(document[number] for document in documents.values()) == row[number]
    assert documents["invitation"]["title"] == "Inbjudan till uppstartsmöte"


@pytest.mark.parametrize(("required", "code"), [("0", 0), ("49", 0), ("50", 0), ("51", 1), ("100", 1)])
def test_a_share_can_be_required(run, inside, required, code):
    path = inside / "locales" / "en" / "LC_MESSAGES" / "documents.po"
    (inside / "content" / "agenda.md").write_text("# Ny dagordning\n", encoding="utf-8")
    write(path, NEW, "Please call us if anything is unclear.")
    told = run("locale", "status", "--require", required)
    assert told.code == code
    assert told.err == (f"error: en: translated: 50 %, less than the required {required} % [RE4083]\n" if code else "")


@pytest.mark.usefixtures("inside")
def test_only_the_languages_that_are_asked_for_are_told(run):
    run("locale", "update", "en", "fi")
    assert [row["language"] for row in json.loads(run("locale", "status", "--json").out)] == ["en", "fi"]
    assert [row["language"] for row in json.loads(run("locale", "status", "fi", "--json").out)] == ["fi"]
    told = run("locale", "status", "de")
    assert (told.code, told.out) == (2, "")
    assert "there is no translation into 'de' [RE2098]\n  hint: there are: en, fi" in told.err


def test_the_product_itself_is_translated(run, monkeypatch):
    monkeypatch.chdir(PACKAGE)
    told = run("locale", "status", "--require", "100", "--json")
    rows = {row["language"]: row for row in json.loads(told.out)}
    assert (told.code, set(rows)) == (0, {"de", "en", "sv"})
    assert [document["document"] for document in rows["sv"]["documents"]] == ["cli"]
    assert all(row["translated"] and not row["fuzzy"] and not row["missing"] for row in rows.values())


@pytest.mark.parametrize("command", [("extract",), ("update",), ("status",), ("check",), ("new", "fi")])
def test_outside_of_a_workspace_nothing_is_written(run, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    told = run("locale", *command)
    assert (told.code, told.out, list(tmp_path.iterdir())) == (2, "", [])
    assert "Error: there is no workspace here" in told.err


@pytest.mark.parametrize("language", ["../en", "sv+en", "English", "", "en_GB"])
def test_what_cannot_be_a_language_is_wrong_usage(run, inside, language):
    told = run("locale", "update", language)
    assert (told.code, told.out, (inside / "locales").exists()) == (2, "", False)
    assert f"'{language}' is not a language" in told.err


def test_a_language_that_nobody_has_described_is_an_error(run, inside):
    told = run("locale", "update", "zz")
    assert (told.code, told.out, (inside / "locales").exists()) == (1, "", False)
    assert told.err == "error: no language has the code 'zz' [RE4018]\n  hint: use a code such as sv, en or fi\n"


def test_a_language_may_have_a_region(run, inside):
    path = inside / "locales" / "pt-BR" / "LC_MESSAGES" / "documents.po"
    assert run("locale", "update", "pt-BR").out == f"{path}\n"
    assert b'"Language: pt_BR\\n"' in path.read_bytes()


FIRST = """What to translate first:
  shared by several documents   """


def test_a_new_language_has_a_catalog_and_a_list_of_what_comes_first(run, inside):
    path = inside / "locales" / "fi" / "LC_MESSAGES" / "documents.po"
    told = run("locale", "new", "fi")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith(f"{path}\n\n{FIRST}")
    slugs = [line.split()[0] for line in told.out.split("\n\n")[1].split("\n")[2:]]
    assert slugs[:2] == ["invitation", "agenda"]
    assert slugs.index("action-plan") < slugs.index("communication-report")
    assert "  realisera generate action-plan contracts --lang fi --draft\n" in told.out
    assert {NEW: "", "Åtgärdsplan": "", "{n} dag": ("", "")}.items() <= read(path).items()
    assert b"nplurals=2; plural=(n != 1);" in path.read_bytes()
    assert list(list_files(inside / "locales")) == ["fi/LC_MESSAGES/documents.po"]


def test_a_language_is_made_once(run, inside):
    run("locale", "new", "fi")
    path = inside / "locales" / "fi" / "LC_MESSAGES" / "documents.po"
    write(path, NEW, "Soita meille.")
    kept = path.read_bytes()
    told = run("locale", "new", "fi")
    assert (told.code, told.out, path.read_bytes()) == (2, "", kept)
    assert f"there is a catalog already: {path} [RE4080]\n  hint: bring it in step with: realisera locale update fi" in told.err


@pytest.mark.parametrize("language", ["sv", "en"])
def test_where_nothing_is_to_be_translated_there_is_no_new_language(run, workspace, monkeypatch, language):
    monkeypatch.chdir(workspace)
    told = run("locale", "new", language)
    assert (told.code, told.out, (workspace / "locales").exists()) == (2, "", False)
    assert f"all texts are there in '{language}' already" in told.err


def test_the_whole_round_twice_changes_nothing(run, inside):
    run("locale", "new", "fi")
    run("locale", "new", "en")
    run("locale", "extract")
    once = list_files(inside / "locales")
    for command in ("extract", "update"):
        assert run("locale", command).code == 0
    assert list_files(inside / "locales") == once


def test_a_region_can_add_a_language_that_the_product_does_not_have(run, inside):
    """Its catalog holds the product's texts too, and documents show what is translated, and mark the rest."""
    run("locale", "new", "fi")
    path = inside / "locales" / "fi" / "LC_MESSAGES" / "documents.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('msgid "Åtgärdsplan"\nmsgstr ""', 'msgid "Åtgärdsplan"\nmsgstr "Toimenpidesuunnitelma"'), encoding="utf-8"
    )
    command = (
        "generate",
        "action-plan",
        "contracts",
        "--on",
        "2026-11-22",
        "--lang",
        "fi",
        "--lang",
        "en+fi",
        "--format",
        "html",
    )
    refused = run(*command)
    assert refused.code == 1
    assert "not translated into fi: 'Avvikelsen'" in refused.err + refused.out
    assert not list((inside / "output").rglob("*.html"))
    run(*command, "--draft")
    made = {path.name: path.read_text(encoding="utf-8") for path in (inside / "output").rglob("*.html")}
    assert {name.split(".")[-2] for name in made} == {"fi", "en-fi"}
    alone, beside = (next(text for name, text in made.items() if name.endswith(f".{langs}.html")) for langs in ("fi", "en-fi"))
    assert ">Toimenpidesuunnitelma<" in alone
    assert ">Action plan<" in beside
    assert "Toimenpidesuunnitelma" in beside
    assert 'class="untranslated" lang="sv"' in alone
    assert "Planen visar vad ni som leverantör ska göra" in alone


def test_what_the_product_translates_since_is_no_longer_asked_for(run, inside):
    path = inside / "locales" / "en" / "LC_MESSAGES" / "documents.po"
    write(path, "Åtgärdsplan", "")
    run("locale", "update", "en")
    assert read(path) == {NEW: ""}


def test_a_catalog_holds_what_the_documents_say_that_it_is_for(run, inside):
    path = inside / "locales" / "nb" / "LC_MESSAGES" / "documents.po"
    run("locale", "new", "nb")
    whole = set(read(path))
    head = path.read_text(encoding="utf-8").replace(
        '"Language: nb\\n"\n', '"Language: nb\\n"\n"X-Documents: agenda, contacts\\n"\n', 1
    )
    path.write_text(head, encoding="utf-8")
    assert run("locale", "update", "nb").code == 0
    some = set(read(path))
    assert some < whole
    assert {"Dagordning för uppstartsmöte", "Kontaktblad", "Diarienummer"} <= some  # The last is of the letterhead.
    assert not {"Riskanalys", NEW} & some
    assert "X-Documents: agenda, contacts" in path.read_text(encoding="utf-8")
    rows = json.loads(run("locale", "status", "nb", "--json").out)[0]["documents"]
    assert [row["document"] for row in rows] == ["agenda", "contacts", "shared"]
    assert sum(row["missing"] for row in rows) == len([entry for entry in read_catalog(path) if entry.id])
