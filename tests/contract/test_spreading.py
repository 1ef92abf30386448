"""What stands between braces gets lines of its own, and the file holds what it held."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.contract.editing import add_item
from generator.contract.nodes import read_nodes
from generator.contract.spreading import spread_out
from tests.contract.test_editing import TEXTS

PATH = ("monitoring", "activities", 1, "answers")
FLOW = """monitoring:
  activities:
    - {id: M1, method: dialogue}
    - {id: M2, planned: 2026-05, answers: [{id: policy, answer: "yes"}, {id: safety, note: "One.\\n\\nTwo."}], days: 2} # May
    - {id: M3, method: audit}
"""
LINES = """monitoring:
  activities:
    - {id: M1, method: dialogue}
    - id: M2
      planned: 2026-05
      answers:
        - {id: policy, answer: "yes"}
        - id: safety
          note: |-
            One.

            Two.
      days: 2 # May
    - {id: M3, method: audit}
"""


def spread(text, path=PATH):
    return spread_out(text.encode(), path).decode()


def test_each_item_gets_a_line_and_a_long_one_a_paragraph():
    assert spread(FLOW) == LINES
    assert spread(LINES) == LINES


def test_a_list_between_brackets_below_its_key_gets_lines_there_however_dashes_stand():
    held = 'monitoring:\r\n activities:\r\n -   id: M1\r\n     answers: [{id: a}, {id: b, note: "%s"}]\r\n' % ("x" * 100)
    expected = (
        "monitoring:\r\n activities:\r\n -   id: M1\r\n     answers:\r\n       - {id: a}\r\n       - id: b\r\n         note: "
    )
    assert spread(held, ("monitoring", "activities", 0, "answers")) == f'{expected}"{"x" * 100}"\r\n'


def test_a_text_of_several_lines_stands_below_its_key():
    held = 'deviations:\n  - id: D1\n    root_cause: "Low prices.\\n\\nNo checks.\\n"\n    closed: 2026-01-01\n'
    below = "deviations:\n  - id: D1\n    root_cause: |\n      Low prices.\n\n      No checks.\n    closed: 2026-01-01\n"
    assert spread(held, ("deviations", 0, "root_cause")) == below
    assert spread(below, ("deviations", 0, "root_cause")) == below


@pytest.mark.parametrize(
    "text",
    [
        "{monitoring: {activities: [{id: M1}, {id: M2, answers: [{id: a}]}]}}\n",
        "monitoring:\n  activities:\n    - {id: M1}\n    - {id: M2, # why\n       answers: [{id: a}]}\n",
        "monitoring:\n  activities:\n    - {id: M1}\n    - {id: M2}\n",
        "title: x\n",
    ],
    ids=["all braces", "comment", "no such list", "nothing there"],
)
def test_what_cant_be_spread_safely_stays_as_it_is(text):
    assert spread(text) == text


@given(st.lists(st.dictionaries(st.sampled_from(["id", "note", "enclosed"]), TEXTS, min_size=1), min_size=1, max_size=4))
def test_any_text_stays_what_it_was(items):
    data = b"monitoring:\n  activities:\n    - {id: M1}\n    - {id: M2}\n"
    for item in items:
        data = add_item(data, PATH, item)
    assert read_nodes(spread_out(data, PATH)).data == read_nodes(data).data
