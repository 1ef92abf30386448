from __future__ import annotations

import re
import zipfile
from functools import cache

import pytest

from generator.errors import Place, TextError
from generator.text.compiling import TAG
from generator.text.extraction import Message, extract_documents
from generator.workspace import PACKAGE, Files
from tests.text.workspaces import list_findings, put_files

TERMS, NAMES = (Place("content/terms.yaml"),), ("python-brace-format",)
CLAUSE = 'sections: {"1": Åtaganden, "1.1": Nytt avsnitt}\nprocess_requirements: ["1.1"]\n'


def extract(root, files):
    """What a workspace with these files adds to the messages of the product."""
    return list_added(put_files(root, files))


def list_added(files):
    return [message for message in extract_documents(files) if message not in extract_own()]


def list_words(messages):
    return [(message.text, message.comment) for message in messages]


@cache
def extract_own():
    """The messages of the product."""
    return extract_documents(Files())


def test_each_message_comes_once():
    own = extract_own()
    assert len({message.key for message in own}) == len(own)


def test_messages_come_from_everything_that_a_document_can_say():
    files = {place.file for message in extract_own() for place in message.places}
    kinds = (
        "content/*.md",
        "templates/components.html",
        "templates/page.html",
        "templates/typst/main.typ",
        "templates/word/*.docx",
    )
    data = ("content/terms.yaml", "content/clause/*.yaml", "content/ladder/*.yaml", "content/risks/*.yaml")
    assert {name for pattern in (*kinds, *data) for name in Files().list_names(pattern)} <= files


@pytest.mark.parametrize("name", ["templates/components.html", "templates/page.html"])
def test_no_words_stand_outside_of_messages(name):
    """What isn't in a tag is markup: words there would be in Swedish in every language."""
    markup = TAG.sub("", Files().read(name).decode())
    assert re.findall(r"\w+", re.sub(r"<[^>]*>", "", markup)) == []


def test_content(tmp_path):
    content = """# Mitt brev

{{ facts(_("Min rubrik"), [(_("Till {name}", name=_("den här {a}", a=1)), 1)]) }}

## En del

Text {{ view.x }}.

- en punkt

| En spalt |
|---|
| {{ _("i en cell") }} |
"""
    assert list_words(extract(tmp_path, {"content/letter.md": content})) == [
        ("Mitt brev", "Mitt brev, title"),
        ("Min rubrik", "Mitt brev, label 1"),
        ("Till {name}", "Mitt brev, label 2"),
        ("den här {a}", "Mitt brev, label 3"),
        ("En del", "Mitt brev, heading 1"),
        ("Text {{ view.x }}.", "Mitt brev › En del, paragraph 1"),
        ("en punkt", "Mitt brev › En del, list item 1"),
        ("En spalt", "Mitt brev › En del, cell 1"),
        ("i en cell", "Mitt brev › En del, label 1"),
    ]


def test_places_are_counted_under_their_headings_and_named_without_what_is_filled_in(tmp_path):
    content = "# Rapport: {{ view.x }}\n\nEtt.\n\n## Del {{ view.x }}\n\nTvå.\n\n### Mer\n\nTre.\n\nFyra.\n\n## Slut nu\n\nFem.\n"
    assert list_words(extract(tmp_path, {"content/letter.md": content}))[1:] == [
        ("Ett.", "Rapport, paragraph 1"),
        ("Del {{ view.x }}", "Rapport, heading 1"),
        ("Två.", "Rapport › Del, paragraph 1"),
        ("Mer", "Rapport › Del, heading 1"),
        ("Tre.", "Rapport › Del › Mer, paragraph 1"),
        ("Fyra.", "Rapport › Del › Mer, paragraph 2"),
        ("Slut nu", "Rapport, heading 2"),
        ("Fem.", "Rapport › Slut nu, paragraph 1"),
    ]


def test_a_message_names_the_first_of_its_places_and_how_many_more_there_are(tmp_path):
    content = "# Mitt brev\n\n" + "Samma ord här.\n\n" * 5
    (_, message) = extract(tmp_path, {"content/letter.md": content})
    assert message.comment.split("\n") == [*(f"Mitt brev, paragraph {number}" for number in (1, 2, 3)), "and 2 more places"]
    assert [place.line for place in message.places] == [3, 5, 7, 9, 11]


def test_flags_say_what_programs_check(tmp_path):
    content = '# Mitt brev\n\n**Fet** text {{ view.x }}\n\nRen text, 50 % större.\n\n{{ facts(_("Till {name}", name=1), []) }}\n'
    flags = {message.text: message.flags for message in extract(tmp_path, {"content/letter.md": content})}
    assert flags == {
        "Mitt brev": (),
        "**Fet** text {{ view.x }}": ("md-text", 'placeholders:r"[{][{%].*?[}%][}]"'),
        "Ren text, 50 % större.": (),
        "Till {name}": ("python-brace-format",),
    }


def test_the_same_words_in_another_meaning_are_another_message(tmp_path):
    labels = '{{ facts(_("Svaret", "to a question"), [(_("Ett" if view.x else "Två", context="number"), 1)]) }}'
    content = f"# Mitt brev\n\n## Svaret {{# context: to a letter #}}\n\n{labels}\n"
    assert [message.key for message in extract(tmp_path, {"content/letter.md": content})] == [
        ("", "Mitt brev"),
        ("to a letter", "Svaret"),
        ("to a question", "Svaret"),
        ("number", "Ett"),
        ("number", "Två"),
    ]


def test_components_and_the_page(tmp_path):
    files = {
        "templates/components.html": "{% macro m() %}{{ _('Ett ord') }}{% endmacro %}",
        "templates/page.html": "{{ _('Min sidfot') }}",
    }
    added = {"Components › m, label 1": "Ett ord", "Page page.html": "Min sidfot"}
    assert added.items() <= {message.comment: message.text for message in extract(tmp_path, files)}.items()


def put_word(tmp_path, changes):
    """A workspace with the product's letter, in parts of which another text stands, as markup within a run."""
    files = put_files(tmp_path, {"templates/word/.keep": ""})
    with (
        zipfile.ZipFile(PACKAGE / "templates/word/letter.docx") as old,
        zipfile.ZipFile(tmp_path / "templates/word/letter.docx", "w") as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, re.sub(rb"</w:t>", f"{changes[name]}</w:t>".encode(), part, count=1) if name in changes else part)
        new.writestr("docProps/app.xml", "<x>{{ _('inte detta') }}</x>")
    return files


def test_a_layout_of_word_whose_tags_are_cut_up(tmp_path):
    cut = "{{ _(</w:t></w:r><w:r><w:t>“Ert äldre ärende”</w:t></w:r><w:r><w:t>) }}"
    main = f"</w:t></w:r></w:p><w:p><w:r><w:t>{cut}{{{{ letterhead.date }}}}"
    changes = {"word/document.xml": main, "word/header2.xml": "{{ _(&quot;Blad &amp; sida&quot;) }}"}
    files = put_word(tmp_path, changes)
    assert {("Ert äldre ärende", "Word layout letter.docx"), ("Blad & sida", "Word layout letter.docx › header")} <= set(
        list_words(list_added(files))
    )
    assert "inte detta" not in {message.text for message in extract_documents(files)}


def test_terms(tmp_path):
    terms = (
        'Ends: {until_further_notice: tills vidare}\nArea: {environment: natur}\nmoney: {PLN: "{amount} zloty"}\n'
        'counts: {minute: ["{n} minut", "{n} minuter"]}\n'
    )
    assert extract(tmp_path, {"content/terms.yaml": terms}) == [
        Message("natur", "Area", "", "Terms › Area, environment", (), TERMS),
        Message("{amount} zloty", "money", "", "Terms › money, PLN", NAMES, TERMS),
        Message("{n} minut", "", "{n} minuter", "Terms › counts, minute", NAMES, TERMS),
    ]


def test_a_clause_of_the_regions_own(tmp_path):
    assert extract(tmp_path, {"content/clause/2029.yaml": CLAUSE}) == [
        Message("Åtaganden", "clause", comment="Clause 2029 › section 1", places=(Place("content/clause/2029.yaml"),)),
        Message("Nytt avsnitt", "clause", comment="Clause 2029 › section 1.1", places=(Place("content/clause/2029.yaml"),)),
    ]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "templates/page.html",
            "\n{{ x",
            "templates/page.html:2: error: a tag is empty, or ends too early",
        ),
        ("content/letter.md", "# a\n\n{{ 1 + }}", "content/letter.md:3: error: a tag is empty, or ends too early"),
        ("content/letter.md", "# a\n\n{{ _(view.x) }}", "content/letter.md:3: error: no translator sees this text, "),
        ("content/letter.md", '# a\n\n{{ _("a" ~ "b") }}', "content/letter.md:3: error: no translator sees this text, "),
        ("content/letter.md", '# a\n\n{{ _("a", view.x) }}', "content/letter.md:3: error: no translator sees this text, "),
        (
            "templates/typst/main.typ",
            "// say(x)\n#say(words)",
            "templates/typst/main.typ:2: error: no translator sees this text, ",
        ),
        ("content/clause/2029.yaml", "sections: [", "content/clause/2029.yaml:1:11: error: "),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path, name, text, told):
    with pytest.raises(TextError) as caught:
        extract_documents(put_files(tmp_path, {name: text}))
    assert list_findings(caught.value.findings)[0].startswith(told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ _('a' }}", "error: {{ _('a' }}: a tag can't be read at '}'"),
        ("{% if letterhead.date %}", "error: {% if letterhead.date %}: the block 'if' has no end"),
        ("{{ _('a')", "error: a tag begins with '{{' and doesn't end with '}}', in the paragraph '"),
    ],
)
def test_a_tag_of_a_word_layout_that_is_wrong_is_told(tmp_path, text, told):
    with pytest.raises(TextError) as caught:
        extract_documents(put_word(tmp_path, {"word/header2.xml": text}))
    assert list_findings(caught.value.findings)[0].startswith("templates/word/letter.docx")
    assert told in list_findings(caught.value.findings)[0]


def test_tags_that_only_docxtpl_knows_are_no_mistakes(tmp_path):
    text = "{%tr for row in view.rows %}{% colspan 2 %}{%vm %}{{r row }}{% cellbg row.x %}{%tr endfor %}{{ _('Till') }}"
    files = put_word(tmp_path, {"word/header2.xml": text})
    assert "Till" in {message.text for message in extract_documents(files)}


def test_all_mistakes_of_all_files_are_told_together(tmp_path):
    files = {
        "content/a.md": "# A\n\n{{ _(view.x) }}\n\n{{ _(view.y) }}",
        "content/b.md": "# B\n\n{{ x",
        "content/clause/2029.yaml": "sections: [",
    }
    with pytest.raises(TextError) as caught:
        extract_documents(put_files(tmp_path, files))
    assert [str(finding.place) for finding in caught.value.findings] == [
        "content/a.md:3",
        "content/a.md:5",
        "content/b.md:3",
        "content/clause/2029.yaml:1:11",
    ]
