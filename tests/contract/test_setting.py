"""A field of a file is set, and nothing else in the file changes."""

from __future__ import annotations

import difflib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.contract.editing import set_field
from generator.contract.nodes import read_nodes
from generator.errors import InputError
from tests.contract.test_editing import TEXTS, make_files

PLAN = ("requested", "due", "received", "approved", "approved_by", "actions")


def read(text):
    nodes = read_nodes((text if text.endswith(("\n", "\r")) else text + "\n").encode())
    assert nodes.problems == []
    return nodes.data


def set_in(old, path, value, order=()):
    """What the file is afterwards, once it is certain that it holds what it held before, and the value."""
    new = set_field(old.encode(), path, value, order=lambda _path: order).decode()
    expected = holder = read(old)
    for step in path[:-1]:
        holder = holder.setdefault(step, {}) if isinstance(holder, dict) else holder[step]
    holder[path[-1]] = value
    assert read(new) == expected
    return new


def list_changes(old, new):
    return [line for line in difflib.ndiff(old.splitlines(), new.splitlines()) if line[0] in "+-"]


LINES = """# A contract
deviations:
  - id: D1  # the first
    found: 2026-03-01
    action_plan:
      requested: 2026-03-02  # by phone
      # the plan itself
      approved: 2026-04-01

  - {id: D2, found: 2026-05-01, action_plan: {requested: 2026-05-02}}
# the end
"""


@pytest.mark.parametrize(
    ("path", "value", "changes"),
    [
        (("deviations", 0, "action_plan", "received"), "2026-03-20", ["+       received: 2026-03-20"]),
        (
            ("deviations", 0, "closed"),
            {"sv": "a: b", "en": "c"},
            ['+     closed: {sv: "a: b", en: c}'],
        ),
        (("kickoff", "date"), "2026-01-01", ["+ kickoff:", "+   date: 2026-01-01"]),
        (("a", "b", "c"), ["x", "y"], ["+ a:", "+   b:", "+     c: [x, y]"]),
        (
            ("deviations", 0, "found"),
            "2026-03-05",
            ["-     found: 2026-03-01", "+     found: 2026-03-05"],
        ),
        (
            ("deviations", 1, "action_plan", "received"),
            "2026-06-01",
            [
                "-   - {id: D2, found: 2026-05-01, action_plan: {requested: 2026-05-02}}",
                "+   - {id: D2, found: 2026-05-01, action_plan: {requested: 2026-05-02, received: 2026-06-01}}",
            ],
        ),
        (
            ("deviations", 1, "investigation", "opened"),
            "2026-06-01",
            [
                "-   - {id: D2, found: 2026-05-01, action_plan: {requested: 2026-05-02}}",
                "+   - {id: D2, found: 2026-05-01, action_plan: {requested: 2026-05-02}, investigation: {opened: 2026-06-01}}",
            ],
        ),
    ],
)
def test_a_field_is_set_and_no_other_line_changes(path, value, changes):
    assert list_changes(LINES, set_in(LINES, path, value)) == changes


def test_a_new_key_stands_in_the_order_of_the_format():
    new = set_in(LINES, ("deviations", 0, "action_plan", "received"), "2026-03-20", PLAN)
    lines = new.splitlines()
    assert lines[lines.index("      received: 2026-03-20") - 1] == "      requested: 2026-03-02  # by phone"


def test_a_text_over_lines_is_replaced_whole():
    old = "a:\n  b: |\n    one\n    two\n\n  c: d\n"
    assert set_in(old, ("a", "b"), "three") == "a:\n  b: three\n\n  c: d\n"
    old = "a:\n  sv: one\n  en: two\nc: d\n"
    assert read(set_in(old, ("a",), {"sv": "x"})) == {"a": {"sv": "x"}, "c": "d"}


def test_what_would_take_comments_with_it_is_left_to_its_writer():
    with pytest.raises(InputError) as problem:
        set_in("a:\n  sv: one  # why\n  en: two\n", ("a",), "x")
    (finding,) = problem.value.findings
    assert (finding.hint, finding.values) == ("write it by hand: {item}", {"item": "a: x"})


@pytest.mark.parametrize(
    ("path", "subject"), [(("a", "b"), "a.b"), (("c", 2, "d"), "c[2]"), (("c", "d"), "c.d"), (("c", 0, 1), "c[0][1]")]
)
def test_where_nothing_can_stand_nothing_is_written(path, subject):
    with pytest.raises(InputError) as problem:
        set_in("a: b\nc: [{d: e}]\n", path, "x")
    (finding,) = problem.value.findings
    assert (finding.subject, finding.message) == (subject, "does not stand in the file")


def test_a_character_that_no_text_can_hold_is_told_of_its_field():
    with pytest.raises(InputError) as problem:
        set_in("a: b\n", ("c",), {"sv": "x\x07"})
    assert str(problem.value.findings[0]).startswith("1:1: error: c.sv: the character U+0007")


@given(make_files(), TEXTS)
def test_whatever_the_file_and_the_text_the_field_is_set_and_nothing_else_changes(file, text):
    old, number = file
    new = set_in(old, ("deviations", number, "action_plan", "due"), text)
    rest = iter(new)
    assert all(character in rest for character in old)


@given(make_files(), TEXTS, st.sampled_from([0, 1]))
def test_whatever_stands_there_is_replaced_or_left(file, text, which):
    old, number = file
    fields = list(read(old)["deviations"][number])
    field = fields[min(which, len(fields) - 1)]
    if "#" in old:
        with suppress(InputError):
            set_in(old, ("deviations", number, field), text)
    else:
        set_in(old, ("deviations", number, field), text)
