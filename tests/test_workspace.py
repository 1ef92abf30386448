from __future__ import annotations

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import workspace
from generator.errors import InputError
from generator.files.plugins import Plugin, Plugins
from generator.workspace import PACKAGE, PDF_ENGINES, SETTINGS, Files, Settings, Workspace, find_workspace, load_settings

ENGINES_SHOWN = "weasyprint, typst, auto"

KNOWN = ", ".join(Settings.__struct_fields__)
NOT_TEXTS = 'this must be a table of texts\n  hint: for example organisation = "Region Exempel"'


def put(root, files):
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def refuse(root, settings):
    path = put(root, {SETTINGS: settings}) / SETTINGS
    with pytest.raises(InputError) as caught:
        load_settings(path)
    return [str(finding).replace(str(path), SETTINGS) for finding in caught.value.findings]


# Files


def test_the_workspace_wins_file_by_file(tmp_path):
    files = Files(put(tmp_path, {"templates/print.css": "own", "content/own.md": "# Eget"}))
    assert files.read("templates/print.css") == b"own"
    assert files.find("templates/screen.css") == PACKAGE / "templates/screen.css"
    assert files.find_layers("templates/print.css") == (tmp_path / "templates/print.css", PACKAGE / "templates/print.css")
    assert files.find("content/own.md") == tmp_path / "content/own.md"
    assert set(files.list_names("content/*.md")) - set(Files().list_names("content/*.md")) == {"content/own.md"}


@pytest.fixture
def plugin(tmp_path, monkeypatch):
    """The folder of a plug-in that brings a text of the product's and one of its own."""
    folder = tmp_path / "plugin"
    for name in ("content/letter.md", "content/action-plan.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("# Insticksprogram", encoding="utf-8")
    used = (Plugin("plugin", "1.0", folder, ()),)
    monkeypatch.setattr(workspace, "list_plugins", lambda: Plugins(used))
    return folder


def test_plugins_lie_between_the_workspace_and_the_package_file_by_file(tmp_path, plugin):
    own = tmp_path / "region" / "content" / "letter.md"
    own.parent.mkdir(parents=True)
    own.write_text("# Eget", encoding="utf-8")
    files = Files(tmp_path / "region")
    assert files.find_layers("content/letter.md") == (own, plugin / "content/letter.md")
    assert files.find_layers("content/action-plan.md") == (plugin / "content/action-plan.md", PACKAGE / "content/action-plan.md")
    assert files.find("content/agenda.md") == PACKAGE / "content/agenda.md"
    assert [name for name, _ in files.list_own()] == ["content/letter.md"]
    assert files.below.find_layers("content/letter.md") == (plugin / "content/letter.md",)


def test_without_a_workspace_plugins_lie_over_the_package(plugin):
    assert Files().find("content/action-plan.md") == plugin / "content/action-plan.md"
    assert list(Files().list_own()) == []
    assert Files().digest != Files(PACKAGE).digest


@pytest.mark.usefixtures("plugin")
def test_the_package_itself_has_nothing_of_plugins():
    assert Files(PACKAGE).find_layers("content/action-plan.md") == (PACKAGE / "content/action-plan.md",)
    assert Files(PACKAGE).find("content/letter.md") is None


@pytest.mark.usefixtures("plugin")
def test_a_plugins_own_folder_lies_on_the_package_alone(tmp_path):
    source = tmp_path / "source"
    (source / "content").mkdir(parents=True)
    (source / "__init__.py").touch()
    assert Files(source).find("content/letter.md") is None
    assert Files(source).below == Files(PACKAGE)


def test_names_are_in_order_and_each_once(tmp_path):
    names = Files(put(tmp_path, {"content/terms.yaml": "", "content/a.yaml": "", "content/Ö.yaml": ""})).list_names(
        "content/*.yaml"
    )
    assert names == ("content/a.yaml", "content/glossary.yaml", "content/register.yaml", "content/terms.yaml", "content/Ö.yaml")


def test_without_a_workspace_there_is_the_package():
    assert Files().find_layers("templates/print.css") == Files(PACKAGE).find_layers("templates/print.css")
    assert Files().digest == Files(PACKAGE).digest


def test_a_file_that_is_nowhere(tmp_path):
    assert Files(tmp_path).find("templates/none.css") is None
    with pytest.raises(FileNotFoundError):
        Files(tmp_path).read("templates/none.css")


def test_a_folder_is_not_a_file(tmp_path):
    (tmp_path / "templates/print.css").mkdir(parents=True)
    assert Files(tmp_path).find("templates/print.css") == PACKAGE / "templates/print.css"


# The digest

OWN = {"templates/print.css": "a", "content/x/y.yaml": "b", "locales/fi/LC_MESSAGES/documents.po": "c"}


@pytest.mark.parametrize(
    "change",
    [
        {"templates/print.css": "aa"},
        {"content/x/y.yaml": ""},
        {"locales/fi/LC_MESSAGES/documents.po": "C"},
        {"templates/new.css": ""},
        {"content/deep/er/z.md": "z"},
    ],
)
def test_the_digest_changes_with_every_file(tmp_path, change):
    root = put(tmp_path, OWN)
    before = Files(root).digest
    put(root, change)
    assert Files(root).digest != before


def test_the_digest_changes_when_a_file_goes_or_moves(tmp_path):
    root = put(tmp_path, OWN)
    digests = [Files(root).digest]
    (root / "templates/print.css").rename(root / "templates/screen.css")
    digests.append(Files(root).digest)
    (root / "templates/screen.css").unlink()
    digests.append(Files(root).digest)
    assert len(set(digests)) == 3


@pytest.mark.parametrize(
    "change",
    [
        {"contracts/a.yaml": "x"},
        {"realisera.toml": ""},
        {"notes.txt": "x"},
        {"locales/fi/LC_MESSAGES/documents.mo": "compiled"},
        OWN,
    ],
)
def test_the_digest_changes_with_nothing_else(tmp_path, change):
    root = put(tmp_path, OWN)
    before = Files(root).digest
    put(root, change)
    assert Files(root).digest == before


def test_the_digest_does_not_depend_on_the_place(tmp_path):
    one = put(tmp_path / "one", OWN)
    other = tmp_path / "elsewhere/ö ö/other"
    shutil.copytree(one, other)
    assert Files(one).digest == Files(other).digest


@settings(max_examples=25, deadline=None)
@given(texts=st.tuples(st.text("ab\n", max_size=3), st.text("ab\n", max_size=3)))
def test_the_digest_tells_contents_apart_by_file(tmp_path_factory, texts):
    first, second = texts
    roots = [tmp_path_factory.mktemp("digest") for _ in range(2)]
    put(roots[0], {"content/a.md": first, "content/b.md": second})
    put(roots[1], {"content/a.md": second, "content/b.md": first})
    assert (Files(roots[0]).digest == Files(roots[1]).digest) == (first == second)


# Settings


def test_settings(tmp_path):
    root = put(
        tmp_path,
        {SETTINGS: 'languages = ["sv", "sv+fi"]\ndata_language = "fi"\n[letterhead]\norganisation = "Region Ö"\n'},
    )
    assert load_settings(root / SETTINGS) == Settings(
        languages=("sv", "sv+fi"), data_language="fi", letterhead={"organisation": "Region Ö"}
    )


@pytest.mark.parametrize("engine", PDF_ENGINES)
def test_what_lays_out_pdfs_can_be_named(tmp_path, engine):
    put(tmp_path, {SETTINGS: f'pdf_engine = "{engine}"\n'})
    assert find_workspace(tmp_path).settings == Settings(pdf_engine=engine)


def test_what_is_asked_for_wins_over_the_settings(tmp_path):
    put(tmp_path, {SETTINGS: 'pdf_engine = "typst"\nladder = "own"\n'})
    workspace = find_workspace(tmp_path)
    assert workspace.override(pdf_engine=None) == workspace
    assert workspace.override(pdf_engine="auto").settings == Settings(pdf_engine="auto", ladder="own")


def test_settings_that_say_nothing_are_the_products_own(tmp_path):
    assert load_settings(put(tmp_path, {SETTINGS: "# ingenting\n"}) / SETTINGS) == Settings()
    assert Settings() == Settings(languages=("sv", "en", "sv+en"), data_language="sv", letterhead={})


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ('langauges = ["sv"]', "realisera.toml: error: langauges: there is no such setting\n  hint: did you mean 'languages'?"),
        ('letter_head = "x"', "realisera.toml: error: letter_head: there is no such setting\n  hint: did you mean 'letterhead'?"),
        ("colour = 1", f"realisera.toml: error: colour: there is no such setting\n  hint: known settings: {KNOWN}"),
        *(
            (
                f"languages = {value}",
                'realisera.toml: error: languages: this must be a list of languages\n  hint: for example ["sv", "en", "sv+en"]',
            )
            for value in ('"sv"', "[]", "[1]", "{}")
        ),
        ("data_language = 1", 'realisera.toml: error: data_language: this must be a language\n  hint: for example "sv"'),
        *(
            (
                f"pdf_engine = {value}",
                f"realisera.toml: error: pdf_engine: '{shown}' is nothing that lays out PDFs\n  hint: one of {ENGINES_SHOWN}",
            )
            for value, shown in (('"prince"', "prince"), ('"Typst"', "Typst"), ('""', ""), ("1", "1"), ("{}", "{}"))
        ),
        *(
            (f"letterhead = {value}", f"realisera.toml: error: letterhead: {NOT_TEXTS}")
            for value in ('"x"', "{a = 1}", "{a = {b = 'c'}}")
        ),
    ],
)
def test_what_is_wrong_in_the_settings_is_told(tmp_path, settings, told):
    assert refuse(tmp_path, settings) == [told]


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    findings = refuse(tmp_path, 'langs = 1\nlanguages = "sv"\ndata_language = []\n')
    assert [finding.partition(": error: ")[2].partition(":")[0] for finding in findings] == [
        "langs",
        "languages",
        "data_language",
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"languages = [\n", ":1: error: this can't be read as TOML: "),
        (b"a = 1\na = 2\n", ":2:6: error: a setting stands here that stands in the file already"),
        (
            b"a = '\xe5'\n",
            ": error: the settings can't be read: it isn't in UTF-8",
        ),
    ],
)
def test_settings_that_cannot_be_read(tmp_path, data, told):
    path = tmp_path / SETTINGS
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        load_settings(path)
    assert str(caught.value).startswith(f"{path}{told}")


DEEP = "values stand too deep in one another in the settings"
DIGITS = "a value in the settings isn't one that TOML has"


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (f"letterhead = {'[' * 5_000}{']' * 5_000}", DEEP),
        (f"letterhead = {'{a = ' * 2_000}1{'}' * 2_000}", DEEP),
        (f"pdf_engine{'.a' * 5_000} = 1", DEEP),
        (f"[letterhead{'.a' * 5_000}]", DEEP),
        (f"pdf_engine = {'9' * 5_000}", DIGITS),
        (f"pdf_engine = 0x{'f' * 5_000}", DIGITS),
        (f"# {'å' * 16_000}", "the settings are 16002 characters long\n  hint: 16000 at most"),
    ],
)
def test_settings_that_are_too_deep_or_too_long(tmp_path, settings, told):
    (finding,) = refuse(tmp_path, settings)
    assert finding.startswith(f"realisera.toml: error: {told}")


def test_settings_as_long_as_they_may_be(tmp_path):
    settings = 'ladder = "own"\n#'
    root = put(tmp_path, {SETTINGS: settings + "å" * (16_000 - len(settings))})
    assert load_settings(root / SETTINGS) == Settings(ladder="own")


# Finding the workspace


def test_the_workspace_is_the_nearest_folder_with_settings(tmp_path):
    outer = put(tmp_path, {SETTINGS: 'data_language = "fi"', "inner/contracts/a.yaml": "", "contracts/b.yaml": ""})
    assert find_workspace(outer / "contracts/b.yaml") == Workspace(outer, Settings(data_language="fi"), Files(outer))
    assert find_workspace(outer / "inner/contracts").root == outer
    inner = put(outer / "inner", {SETTINGS: ""})
    assert find_workspace(inner / "contracts/a.yaml") == Workspace(inner, Settings(), Files(inner))


def test_the_first_of_several_places_counts(tmp_path):
    one, other = put(tmp_path / "one", {SETTINGS: ""}), put(tmp_path / "other", {SETTINGS: "", "a.yaml": ""})
    alone = put(tmp_path / "alone", {"a.yaml": ""})
    assert [find_workspace(*places).root for places in ((one, other), (other / "a.yaml", one), (alone / "a.yaml", one))] == [
        one,
        other,
        one,
    ]


def test_elsewhere_the_products_own_settings_count(tmp_path):
    assert find_workspace(tmp_path) == Workspace(None, Settings(), Files())
    assert find_workspace() == Workspace(None, Settings(), Files())


def test_a_relative_place_is_taken_from_where_one_stands(tmp_path, monkeypatch):
    put(tmp_path, {SETTINGS: "", "contracts/a.yaml": ""})
    monkeypatch.chdir(tmp_path / "contracts")
    assert find_workspace(type(tmp_path)("a.yaml")).root == tmp_path


# What is chosen for documents


def load(folder, text):
    return find_workspace(put(folder, {SETTINGS: text})).settings


def test_the_order_of_risks_and_the_words_on_personal_data_are_read(tmp_path):
    assert Settings().risk_order == "severity"
    settings = load(tmp_path, 'risk_order = "product"\n[personal_data]\nsv = "Vi behandlar."\n')
    assert (settings.risk_order, settings.personal_data) == ("product", {"sv": "Vi behandlar."})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('risk_order = "likelihood"', "risk_order: 'likelihood' is no order of risks\n  hint: one of severity, product"),
        ('personal_data = "Vi"', "personal_data: this must be a table of texts by language"),
        ("[personal_data]\n", "personal_data: this must be a table of texts by language"),
        ('[personal_data]\nsv = " "', "personal_data: this must be a table of texts by language"),
        ('[personal_data]\nsvenska = "Vi"', "personal_data.svenska: this must be a language"),
        ('[personal_data]\nsv = "V\\u0001i"', "personal_data.sv: a control character stands in this text"),
    ],
)
def test_wrong_choices_are_told(tmp_path, text, told):
    with pytest.raises(InputError) as caught:
        load(tmp_path, text)
    assert told in str(caught.value)


def test_a_link_out_of_the_workspace_is_refused_and_one_within_is_followed(tmp_path):
    root, outside = tmp_path / "region", tmp_path / "secret.md"
    (root / "content").mkdir(parents=True)
    outside.write_text("# Hemligt\n", encoding="utf-8")
    (root / "content/agenda.md").symlink_to(outside)
    (root / "own.md").write_text("# Eget\n", encoding="utf-8")
    (root / "content/minutes.md").symlink_to(root / "own.md")
    (tmp_path / "link").symlink_to(root, target_is_directory=True)
    for files in (Files(root), Files(tmp_path / "link")):
        assert files.read("content/minutes.md") == b"# Eget\n"
        with pytest.raises(InputError, match="a link that leads out of the workspace"):
            files.read("content/agenda.md")
