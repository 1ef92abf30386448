"""What `make mutate` changes, and that it tells what no test notices."""

from __future__ import annotations

import ast

import pytest

from tests.mutation.__main__ import EQUIVALENT, list_modules, list_trials, read_equivalent
from tests.mutation.mutants import list_mutants


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("a < b <= c", ["a <= b <= c", "a < b < c"]),
        ("a > b", ["a >= b"]),
        ("a is not b", ["a is b"]),
        ("a and b", ["a or b"]),
        ("not a", ["a"]),
        ("-1", ["1", "-2"]),
        ("3", ["4"]),
        ("True", ["False"]),
        ("a + b", ["a - b"]),
        ("a += b", ["a -= b"]),
        ("a + 'text'", []),
        ("sorted(a, key=b)", ["list(a)"]),
        ("reversed(a)", ["iter(a)"]),
        ("min(a, default=b)", ["max(a, default=b)"]),
        ("a if b else c", ["a if not b else c"]),
        ("'text'", []),
    ],
)
def test_each_kind_of_change(source: str, changed: list[str]) -> None:
    assert [ast.unparse(mutant.make_tree()) for mutant in list_mutants(source)] == changed


def test_a_mutant_has_one_change_and_says_which() -> None:
    mutants = list_mutants("def find(days):\n    return sorted(days)[0] if len(days) > 2 else None\n")
    assert [str(mutant) for mutant in mutants] == [
        "2: len(days) > 2 → len(days) >= 2",
        "2: 2 → 3",
        "2: sorted(days) → list(days)",
        "2: 0 → 1",
    ]


def test_what_guards_against_our_own_mistakes_is_left() -> None:
    assert list_mutants("@dataclass(frozen=True)\nclass A:\n    pass\n\nzip(a, b, strict=True)") == []


def test_loops_end_or_go_on() -> None:
    assert [mutant.change for mutant in list_mutants("while a:\n    break")] == ["while a: → while not a:", "break → continue"]


def test_what_cannot_be_killed_still_stands_in_the_program() -> None:
    known = {trial.name for trial in list_trials(list_modules([]))}
    assert read_equivalent() - known == set(), f"{EQUIVALENT.name} names what is no more"
