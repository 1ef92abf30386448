from __future__ import annotations

import zipfile
from functools import cache

import pytest

from generator.errors import TextError
from generator.text.extraction import Message, extract_documents
from generator.workspace import Files
from tests.text.workspaces import list_findings, put_files

CLAUSE = 'sections: {"1": Åtaganden, "1.1": Nytt avsnitt}\nprocess_requirements: ["1.1"]\n'


def extract(root, files):
    """What a workspace with these files adds to the messages of the product."""
    return list_added(put_files(root, files))


def list_added(files):
    return [message for message in extract_documents(files) if message not in extract_own()]


@cache
def extract_own():
    """The messages of the product."""
    return extract_documents(Files())


def test_each_message_comes_once():
    own = extract_own()
    assert len({message.key for message in own}) == len(own)


def test_messages_come_from_everything_that_a_document_can_say():
    files = {message.comment.partition(":")[0].partition(" ")[0] for message in extract_own()}
    assert {"action-plan.md", "components.html", "page.html", "terms.yaml", "2023.yaml"} <= files


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
    assert extract(tmp_path, {"content/letter.md": content}) == [
        Message("Mitt brev", comment="letter.md › Mitt brev: title"),
        Message("En del", comment="letter.md › En del: heading"),
        Message("Text {{ view.x }}.", comment="letter.md › En del: paragraph"),
        Message("en punkt", comment="letter.md › En del: list item"),
        Message("En spalt", comment="letter.md › En del: cell"),
        Message("Min rubrik", comment="letter.md"),
        Message("Till {name}", comment="letter.md"),
        Message("den här {a}", comment="letter.md"),
        Message("i en cell", comment="letter.md"),
    ]


def test_components_and_the_page(tmp_path):
    files = {
        "templates/components.html": "{% macro m() %}{{ _('Ett ord') }}{% endmacro %}",
        "templates/page.html": "{{ _('Min sidfot') }}",
    }
    added = extract(tmp_path, files)
    assert [message for message in added if message.comment in {"components.html", "page.html"}] == [
        Message("Ett ord", comment="components.html"),
        Message("Min sidfot", comment="page.html"),
    ]


def test_a_layout_of_word_whose_tags_are_cut_up(tmp_path):
    files = put_files(tmp_path, {"templates/word/.keep": ""})
    cut = "<w:r><w:t>{{ _(</w:t></w:r><w:r><w:t>“Ert ärende”</w:t></w:r><w:r><w:t>) }}</w:t></w:r>"
    with zipfile.ZipFile(tmp_path / "templates/word/letter.docx", "w") as layout:
        layout.writestr(
            "word/document.xml", f"<w:document>{cut}<w:t>{{{{ letterhead.date }}}} {{{{p body }}}}</w:t></w:document>"
        )
        layout.writestr("word/header1.xml", "<w:hdr><w:t>{{ _(&quot;Blad&quot;) }}</w:t></w:hdr>")
        layout.writestr("docProps/app.xml", "<x>{{ _('inte detta') }}</x>")
    assert list_added(files) == [
        Message("Ert ärende", comment="letter.docx"),
        Message("Blad", comment="letter.docx"),
    ]


def test_terms(tmp_path):
    terms = 'Area: {environment: natur}\nmoney: {EUR: "{amount} euro"}\ncounts: {minute: ["{n} minut", "{n} minuter"]}\n'
    assert extract(tmp_path, {"content/terms.yaml": terms}) == [
        Message("natur", "Area", comment="terms.yaml: Area, environment"),
        Message("{amount} euro", "money", comment="terms.yaml: money, EUR"),
        Message("{n} minut", plural="{n} minuter", comment="terms.yaml: counts, minute"),
    ]


def test_a_clause_of_the_regions_own(tmp_path):
    assert extract(tmp_path, {"content/clause/2029.yaml": CLAUSE}) == [
        Message("Åtaganden", "clause", comment="2029.yaml: section 1"),
        Message("Nytt avsnitt", "clause", comment="2029.yaml: section 1.1"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "templates/page.html",
            "\n{{ x",
            "templates/page.html:2: error: unexpected end of template, expected 'end of print statement'.",
        ),
        ("content/letter.md", "# a\n\n{{ 1 + }}", "content/letter.md:3: error: unexpected ')'"),
        ("content/clause/2029.yaml", "sections: [", "content/clause/2029.yaml:2: error: this is not YAML: "),
        ("content/clause/2029.yaml", "{}", "content/clause/2029.yaml: error: this is not a clause file\n  hint: "),
        (
            "content/clause/2029.yaml",
            'sections: {"1": [a]}',
            "content/clause/2029.yaml: error: this is not a clause file\n  hint: ",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path, name, text, told):
    with pytest.raises(TextError) as caught:
        extract_documents(put_files(tmp_path, {name: text}))
    assert list_findings(caught.value.findings)[0].startswith(told)
