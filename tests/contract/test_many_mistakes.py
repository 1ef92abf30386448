"""A file with very many mistakes is read in time that grows with its size, and tells so many of a kind and then how many more."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.contract.nodes import read_nodes
from generator.errors import InputError
from tests.documents.contracts import EXAMPLES
from tests.loading import load_source

TEXT = (EXAMPLES / "contracts/cleaning.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "count", "kind"),
    [
        (TEXT.replace("title: ", 'title: "' + "\x01" * 100 + '" #', 1), 100, None),
        (TEXT.replace("title: ", 'title: "' + "\x01" * 101 + '" #', 1), 101, "there are 1 more mistakes of this kind"),
        (TEXT + "\x07\n" * 5000, 101, "there are 4900 more mistakes of this kind"),
        (TEXT + "\nrisks: [" + "{}," * 3000 + "]\n", 101, "there are 5900 more mistakes of this kind"),
    ],
)
def test_a_hundred_of_a_kind_are_told(tmp_path: Path, text: str, count: int, kind: str | None) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as problem:
        load_source(path)
    told = [finding.format_message() for finding in problem.value.findings]
    assert len(told) == count
    assert [message for message in told if message.startswith("there are")] == ([f"{kind}, from here on"] if kind else [])


def test_each_control_character_has_its_line_and_column() -> None:
    problems = read_nodes(b"a: 1\r\nb: \x01\rc\x02: \x03\n\x04").problems
    assert [problem.position for problem in problems] == [(2, 4), (3, 2), (3, 5), (4, 1)]
