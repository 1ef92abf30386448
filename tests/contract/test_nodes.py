"""YAML is read as plain text, and what else YAML can do is refused."""

from __future__ import annotations

import pytest

from generator.contract import messages
from generator.contract.nodes import DEEPEST, LARGEST, find_spot, read_nodes


def mistakes(text):
    data = text if isinstance(text, bytes) else text.encode()
    return [(problem.path, problem.mistake) for problem in read_nodes(data).problems]


def read(text):
    nodes = read_nodes(text.encode())
    assert nodes.problems == []
    return nodes.data


@pytest.mark.parametrize(
    "written",
    ["NO", "no", "010", "12:30", "1.10", "1e3", "0x1F", "~", "null", "2023", "2024-02-30", ".inf", "true", "1_000", "=", "<<"],
)
def test_a_scalar_is_the_text_that_stands_there(written):
    assert read(f"key: {written}\nlist: [{written}]\n") == {"key": written, "list": [written]}


def test_a_scalar_loses_nothing():
    assert read("a: '*b* {{ x }} | & <b>'\nb: |\n  One\n\n  Two\n") == {"a": "*b* {{ x }} | & <b>", "b": "One\n\nTwo\n"}
    assert read('a: "tab\\t and \\u00e5 \\U0001F600"\n') == {"a": "tab\t and å 😀"}
    assert read("\ufeffa: b\r\nc: d\r\n") == {"a": "b", "c": "d"}


def test_places_count_from_one():
    nodes = read_nodes("å: {b: [c, d]}\n".encode())
    assert find_spot(nodes.spot, ("å", "b", 1))[0] == ((1, 12), (1, 12))
    assert find_spot(nodes.spot, ("å", "b"))[0] == ((1, 8), (1, 5))
    assert find_spot(nodes.spot, ("å", "x", "y")) == (find_spot(nodes.spot, ("å",))[0], False)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('{sv: "Slipning, polering och kontroll", en: x}', {"sv": "Slipning, polering och kontroll", "en": "x"}),
        ("{sv: 'Mått 10,5 cm'}", {"sv": "Mått 10,5 cm"}),
    ],
)
def test_a_comma_in_quotes_is_part_of_the_text(written, expected):
    assert read(f"text: {written}\n") == {"text": expected}


@pytest.mark.parametrize(
    ("written", "cut"),
    [
        ("{sv: Slipning, polering och kontroll, en: x}", ["polering och kontroll"]),
        ("{sv: x, en: One, then,three , four}", ["then", "three", "four"]),
        ("{sv: Mått 10,5 cm}", ["5 cm"]),
        ("{sv: Ett,\n     två}", ["två"]),
        ("{name: Anna, email}", ["email"]),
        ("{sv: Ett, en}", ["en"]),
        ('{sv: "Ett", två}', ["två"]),
        ("{ett, sv: två}", ["ett"]),
        ("{a: {b: c}, d}", ["d"]),
    ],
)
def test_what_an_unquoted_comma_cuts_off_is_refused(written, cut):
    found = read_nodes(f"text: {written}\n".encode()).problems
    assert [(problem.mistake, problem.values["value"]) for problem in found] == [(messages.BARE_WORD, word) for word in cut]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a: &x 1\n", [(("a",), messages.ANCHOR)]),
        ("a: 1\nb: *x\n", [(("b",), messages.ALIAS)]),
        ("a: 1\n<<: *x\n", [(("<<",), messages.ALIAS)]),
        ("a: !!str 1\n", [(("a",), messages.TAG)]),
        ("a: ! 1\n", [(("a",), messages.TAG)]),
        ("a: !!python/object/apply:os.system [ls]\n", [(("a",), messages.TAG)]),
        ("a: {b: 1, b: 2}\n", [(("a", "b"), messages.DUPLICATE_KEY)]),
        ("a:\nb: [1, ]\nc:\n  - x\n  -\n", [(("a",), messages.NO_VALUE), (("c", 1), messages.NO_VALUE)]),
        ("? [a, b]\n: c\n", [((), messages.KEY_NOT_TEXT)]),
        ("{{ x }}: c\n", [((), messages.KEY_NOT_TEXT)]),
        ("a: 1\n---\nb: 1\n", [((), messages.SECOND_DOCUMENT)]),
        ("", [((), messages.EMPTY_FILE)]),
        ("# only this\n", [((), messages.EMPTY_FILE)]),
        ('a: "\\x07"\nb: "\\0"\n', [(("a",), messages.CONTROL_CHARACTER), (("b",), messages.CONTROL_CHARACTER)]),
        ('a: "\\r"\n', [(("a",), messages.CONTROL_CHARACTER)]),
        ('a: "\\x85"\n', [(("a",), messages.CONTROL_CHARACTER)]),
        ("a: \x00\nb: \x1f\ufffe\n", [((), messages.CONTROL_CHARACTER)] * 3),
        (b"a: \xed\xa0\x80\n", [((), messages.NOT_UTF8)]),
        (b"\xff\xfea\x00:\x00", [((), messages.NOT_UTF8)]),
    ],
)
def test_what_a_file_may_not_hold(written, expected):
    assert mistakes(written) == expected


def test_an_alias_bomb_is_never_expanded():
    rows = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20)]
    found = mistakes("\n".join(rows))
    assert {mistake for _, mistake in found} == {messages.ANCHOR, messages.ALIAS}
    assert len(found) == 20 + 19 * 9


@pytest.mark.parametrize(
    "written", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000, "[" * 100_000 + "]" * 100_000]
)
def test_depth_is_seen_before_it_does_harm(written):
    assert [mistake for _, mistake in mistakes(written)][-1:] == [messages.TOO_DEEP]


def test_depth_that_is_allowed():
    assert mistakes("[" * DEEPEST + "x" + "]" * DEEPEST) == []
    assert [mistake for _, mistake in mistakes("[" * (DEEPEST + 1) + "x" + "]" * (DEEPEST + 1))] == [messages.TOO_DEEP]


def test_a_large_file_is_refused_unread():
    assert mistakes(b"\xff" * (LARGEST + 1)) == [((), messages.TOO_LARGE)]


def test_a_file_of_the_largest_size_is_read():
    text = b"a: " + b"x" * (LARGEST - 4) + b"\n"
    assert (len(text), mistakes(text)) == (LARGEST, [])


@pytest.mark.parametrize("data", [b"", b"\xff", b"\x00", b"a: [b"])
def test_what_cannot_be_read_stands_at_the_first_line_and_column(data):
    assert find_spot(read_nodes(data).spot, ()) == (((1, 1), (1, 1)), True)


def test_empty_quotes_are_a_text_and_nothing_is_none():
    assert read("a: ''\nb: \"\"\n") == {"a": "", "b": ""}
    assert mistakes("a:\n") == [(("a",), messages.NO_VALUE)]


@pytest.mark.parametrize("refused", ["[x]: 1", "bare", "&x y: 1"])
def test_what_stands_after_a_key_that_is_refused_is_read(refused):
    nodes = read_nodes(f"{{{refused}, b: 2, c: 3}}\n".encode())
    assert (len(nodes.problems), nodes.data) == (1, {"b": "2", "c": "3"})


def test_a_key_that_is_no_word_is_read_past_as_deep_as_values_may_be():
    def nest(levels):
        return "? " + "[" * levels + "x" + "]" * levels + "\n: y\nb: 2\n"

    assert mistakes(nest(DEEPEST)) == [((), messages.KEY_NOT_TEXT)]
    assert mistakes(nest(DEEPEST + 1)) == [((), messages.KEY_NOT_TEXT), ((), messages.TOO_DEEP)]
