from __future__ import annotations

import pytest

from generator.errors import Place, TextError
from generator.text.compiling import MarkdownBlock, compile_content, read_blocks
from generator.text.composing import read_terms
from generator.text.parsing import parse_tree
from generator.text.tree import Element
from generator.workspace import Files
from tests.text.workspaces import put_letter

NAME = "content/letter.md"


def compile_swedish(source, said=None):
    return compile_content(
        source, NAME, lambda text, _place, context: (said or {}).get(f"{text}|{context}" if context else text, text)
    )


def parse(source, said=None):
    return parse_tree(compile_swedish(source, said), "sv").children


def refuse(source):
    with pytest.raises(TextError) as caught:
        compile_swedish(source)
    return str(caught.value)


# Messages


def test_each_block_is_one_message_with_its_tags_and_its_line():
    source = """# Brev

Ett stycke
på två rader, till {{ view.name }}.

## Delar

{% for part in view.parts %}

- **{{ part.name }}:** en punkt
- en till

{% endfor %}

> En ruta.

| Vad | När |
|-----|-----|
| {{ view.name }} | {{ view.day | short }} och sedan |

1. ett
"""
    assert [(block.text, block.place.line, block.kind, block.heading) for block in read_blocks(source, NAME)] == [
        ("Brev", 1, "h1", "Brev"),
        ("Ett stycke på två rader, till {{ view.name }}.", 4, "p", "Brev"),
        ("Delar", 6, "h2", "Delar"),
        ("**{{ part.name }}:** en punkt", 10, "li", "Delar"),
        ("en till", 11, "li", "Delar"),
        ("En ruta.", 15, "p", "Delar"),
        ("Vad", 17, "th", "Delar"),
        ("När", 17, "th", "Delar"),
        ("{{ view.day | short }} och sedan", 19, "td", "Delar"),
        ("ett", 21, "li", "Delar"),
    ]


def test_the_same_words_twice_have_each_their_own_line():
    assert read_blocks("Hej.\n\nNej.\n\nHej.\n", NAME) == (
        MarkdownBlock("Hej.", Place(NAME, 1), "p", ""),
        MarkdownBlock("Nej.", Place(NAME, 3), "p", ""),
        MarkdownBlock("Hej.", Place(NAME, 5), "p", ""),
    )


def test_what_is_nothing_but_a_tag_is_not_a_message():
    assert (
        read_blocks("{{ facts(view.rows) }}\n\n{% if view.x %}\n\n{{ view.x }}\n\n{% endif %}\n\n{# en kommentar #}\n", NAME)
        == ()
    )


def test_a_translation_takes_the_place_of_its_block_and_goes_through_the_same_markdown():
    assert parse("# Hej\n\nVi *ses*.", {"Hej": "Hello", "Vi *ses*.": "See **you** [there](https://there.example)."}) == (
        Element("h1", {}, ("Hello",)),
        Element(
            "p",
            {"class": "lead"},
            ("See ", Element("strong", {}, ("you",)), " ", Element("a", {"href": "https://there.example"}, ("there",)), "."),
        ),
    )


def test_a_translation_may_move_its_tags(tmp_path):
    letter = put_letter(
        tmp_path,
        "Från {{ view.a }} till {{ view.b }}.",
        {"Från {{ view.a }} till {{ view.b }}.": "To {{ view.b }} from {{ view.a }}."},
    )
    assert letter.compose("en", a="A", b="B").tree.text() == "To B from A."


# Markdown


def test_the_marks_of_markdown():
    source = """# Rubrik

Ingress.

## Andra
### Tredje
#### Fjärde

Ett *kursivt*, ett **fett** och [en länk](https://x.example/?a=1&b=2), <https://y.example>.

- a
- b
    1. c

> I en ruta.

| A | B |
|---|---|
| c | d |
"""
    assert parse(source) == (
        Element("h1", {}, ("Rubrik",)),
        Element("p", {"class": "lead"}, ("Ingress.",)),
        Element("h2", {}, ("Andra",)),
        Element("h3", {}, ("Tredje",)),
        Element("h4", {}, ("Fjärde",)),
        Element(
            "p",
            {},
            (
                "Ett ",
                Element("em", {}, ("kursivt",)),
                ", ett ",
                Element("strong", {}, ("fett",)),
                " och ",
                Element("a", {"href": "https://x.example/?a=1&b=2"}, ("en länk",)),
                ", ",
                Element("a", {"href": "https://y.example"}, ("https://y.example",)),
                ".",
            ),
        ),
        Element(
            "ul",
            {},
            (Element("li", {}, ("a",)), Element("li", {}, ("b", Element("ol", {}, (Element("li", {}, ("c",)),))))),
        ),
        Element("div", {"class": "box"}, (Element("p", {}, ("I en ruta.",)),)),
        Element(
            "table",
            {"class": "grid"},
            (
                Element("thead", {}, (Element("tr", {}, tuple(Element("th", {"scope": "col"}, (head,)) for head in "AB")),)),
                Element("tbody", {}, (Element("tr", {}, tuple(Element("td", {}, (cell,)) for cell in "cd")),)),
            ),
        ),
    )


@pytest.mark.parametrize(
    "text",
    [
        "<b>fett</b> <script>alert(1)</script>",
        "a < b > c & d &amp; e &nbsp; &#65;",
        "![bild](https://x.example/x.png)",
        "`kod`",
        "<!-- kommentar -->",
        "[ref]: https://x.example",
        '<div class="box">',
        "---",
        "Hej ===",
    ],
)
def test_what_is_not_ours_comes_out_as_text(text):
    assert parse(text) == (Element("p", {}, (text,)),)


def test_a_condition_around_a_list_item_leaves_one_list(tmp_path):
    letter = put_letter(tmp_path, "- a\n{% if view.x %}\n- b\n{% endif %}\n- c\n")
    items = tuple(Element("li", {}, (word,)) for word in "abc")
    assert letter.compose(x=True).tree.children == (Element("ul", {}, items),)
    assert letter.compose(x=False).tree.children == (Element("ul", {}, (items[0], items[2])),)


# Tags


def test_markdown_does_not_see_tags(tmp_path):
    content = "{{ '*a* <b> `c` | d' }} och {{ view.x['_y_'] }}\n\n| A | B |\n|---|---|\n| {{ view.x | length }} | b |\n"
    tree = put_letter(tmp_path, content).compose(x={"_y_": "**z**"}).tree
    assert tree.children[0] == Element("p", {}, ("*a* <b> `c` | d och **z**",))
    assert [cell.text() for cell in tree.find_all("td")] == ["1", "b"]


@pytest.mark.parametrize("tag", ["{% if view.x %}", "{% endif %}", "{%- for a in b -%}"])
@pytest.mark.parametrize("line", ["Text {tag}", "{tag} text", "- {tag}", "> {tag}"])
def test_a_tag_that_is_not_on_a_line_of_its_own_is_refused(tag, line):
    assert refuse(f"# Rubrik\n\n{line.format(tag=tag)}\n") == (
        f"content/letter.md:3: error: the tag {tag} must stand on a line of its own"
    )


@pytest.mark.parametrize("start", ["{{", "{%", "{#"])
def test_a_tag_without_an_end_is_refused(start):
    assert refuse(f"Hej {{{{ view.x }}}}\n\nHej {start} view.x }}\n") == f"content/letter.md:3: error: the tag {start} has no end"


def test_a_tag_that_runs_into_the_next_is_told_where_it_begins(tmp_path):
    letter = put_letter(tmp_path, "Hej\n\nA {{ view.x } slut.\n\nB {{ view.x }} slut.\n")
    with pytest.raises(TextError) as caught:
        letter.compose(x="x")
    assert str(caught.value) == "content/letter.md:3: error: the tag {{ has no end"


@pytest.mark.parametrize("character", ["\ue000", "\ue001", "\x02", "\x03"])
def test_characters_that_stand_for_tags_and_marks_on_the_way_are_refused(character):
    assert refuse(f"Hej\n{character}0{character}") == "content/letter.md:2: error: a private-use character stands in the text"


@pytest.mark.parametrize(
    ("written", "shown"),
    [("\\{\\{ 7 * 7 }}", "{{ 7 * 7 }}"), ("{\\{ 7 * 7 }}", "{{ 7 * 7 }}"), ("{\\# x #}", "{# x #}"), ("{n}", "{n}")],
)
def test_braces_written_with_a_backslash_are_text(tmp_path, written, shown):
    assert put_letter(tmp_path, written).compose().tree.text() == shown


def test_a_value_is_never_markdown_markup_or_code(tmp_path):
    value = "*a* <b>b</b> {{ 7 * 7 }} {% if x %} `c` | d & &amp; \ue0000\ue001 # \\"
    tree = put_letter(tmp_path, "# Om {{ view.x }}\n\n{{ view.x }}\n\n- {{ view.x }}\n").compose(x=value).tree
    assert [block.text() for block in tree.find_all("h1", "p", "li")] == [f"Om {value}", value, value]


@pytest.mark.parametrize(
    ("tag", "shown"), [("{{ -view.x }}", "-5"), ("{{- view.x -}}", "5"), ("{{+ view.x +}}", "5"), ("{{ view.x\n}}", "5")]
)
def test_a_value_on_a_line_of_its_own_is_a_paragraph(tmp_path, tag, shown):
    assert put_letter(tmp_path, tag).compose(x=5).tree.children == (Element("p", {}, (shown,)),)


# Lines


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("{{ view.wrong }}", 1),
        ("# Rubrik\n\nText.\n\nText {{ view.x }}\noch {{ view.wrong }}.\n", 6),
        ("{{ view.x }}\n\n\n- a\n- {{ view.wrong }}\n", 5),
        ("{% if view.x %}\n\nText.\n\n{% endif %}\n\n{% if view.wrong %}\n{% endif %}\n", 7),
        ("| a | b |\n|---|---|\n| {{ view.x }} | c |\n| d | {{ view.wrong }} |\n", 4),
        ("{{ facts('Tabell', [\n    ('a', view.x),\n    ('b', view.wrong),\n]) }}\n", 3),
        ("Hej.\n\n{{ facts('Tabell', [\n    ('a', view.x),\n    ('b', view.wrong),\n]) }}\n\nHej.\n", 5),
        ("{{ facts('Tabell', [\n    ('a', view.x),\n]) }}\n\n{{ view.wrong }}\n", 5),
        ("> Ruta\n> {{ view.x }}\n> {{ view.wrong }}\n", 3),
        ("{#\n\n\n#}\n{{ view.wrong }}\n", 5),
    ],
)
def test_an_undefined_name_is_told_at_its_own_line(tmp_path, content, line):
    with pytest.raises(TextError) as caught:
        put_letter(tmp_path, content).compose(x="x")
    assert str(caught.value) == f"content/letter.md:{line}: error: 'view.wrong' is undefined\n  hint: View has: x"


def test_a_translated_block_keeps_the_line_of_its_source(tmp_path):
    text = "Text {{ view.x }} och {{ view.y.z }}."
    letter = put_letter(tmp_path, f"Hej.\n\n\n{text}\n", {"Hej.": "Hello.", text: "{{ view.y.z }} and {{ view.x }}."})
    with pytest.raises(TextError) as caught:
        letter.compose("en", x="x", y=object())
    assert str(caught.value) == "content/letter.md:4: error: 'z' is undefined"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            "Hej.\n\n{% endif %}\n",
            """3: error: 'endif' stands where no block is begun that it belongs to
  hint: take it out, or begin its block before it""",
        ),
        ("Hej.\n\n{{ view.x | shrt }}\n", "3: error: there is no filter 'shrt'\n  hint: take it out, with the | before it"),
        ("Hej.\n\n{{ facts(1, 2, 3) }}\n", "3: error: this can't be worked out: macro 'facts' takes not more than 2 argument(s)"),
        ("Hej.\n\n{{ view.x // 0 }}\n", "3: error: this can't be worked out: integer division or modulo by zero"),
        (
            "Hej.\n\n{{ view.x.__class__ }}\n",
            "3: error: this can't be worked out: access to attribute '__class__' of 'int' object is unsafe.",
        ),
    ],
)
def test_a_mistake_in_a_tag_is_told_at_its_line(tmp_path, content, told):
    with pytest.raises(TextError) as caught:
        put_letter(tmp_path, content).compose(x=1)
    assert str(caught.value) == f"content/letter.md:{told}"


def test_what_nobody_counts_is_told(tmp_path):
    with pytest.raises(TextError) as caught:
        put_letter(tmp_path, "Hej.\n\n{{ view.x | count('decade') }}\n").compose(x=1)
    known = ", ".join(read_terms(Files())["counts"])
    assert str(caught.value) == f"content/letter.md:3: error: nothing is counted in 'decade'\n  hint: there are: {known}"


def test_a_comment_tells_a_block_from_others_with_the_same_words():
    source = "# Titel\n\n## Svar {# context: to a letter #}\n\nSvar {#- context: to a question -#}\n\n## Svar\n"
    assert [(block.text, block.context) for block in read_blocks(source, NAME)] == [
        ("Titel", ""),
        ("Svar", "to a letter"),
        ("Svar", "to a question"),
        ("Svar", ""),
    ]
    said = {"Svar|to a letter": "Reply", "Svar|to a question": "Answer"}
    assert compile_swedish(source, said) == "<h1>Titel</h1><h2>Reply</h2><p>Answer</p><h2>Svar</h2>"


@pytest.mark.parametrize(("count", "is_refused"), [(200, False), (201, True)])
def test_a_text_of_brackets_is_no_text(count, is_refused):
    compiled = lambda: compile_content("**[" * count, "x.md", lambda text, _place, _context: text)  # noqa: E731
    if is_refused:
        with pytest.raises(TextError, match=r"x\.md:1: error: the text .* has more than 200 brackets"):
            compiled()
    else:
        assert "[" in compiled()
