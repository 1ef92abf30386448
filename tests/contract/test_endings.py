"""How a contract says when it ends: its last day, how long it runs, or that it has no end."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.contract.models import Contract, Duration
from generator.errors import InputError
from tests.loading import load_contract

SMALLEST = """\
format: 1
id: A
registration_number: "1"
title: Städning
clause: {level: basic, version: "2023"}
buyer: {name: Region Exempel}
supplier: {name: Rent AB}
dates: {starts: 2024-02-29, HERE}
"""


def read(tmp_path: Path, dates: str) -> Contract:
    path = tmp_path / "a.yaml"
    path.write_text(SMALLEST.replace("HERE", dates), encoding="utf-8")
    return load_contract(path).contract


@pytest.mark.parametrize(
    ("duration", "last"),
    [
        ("{days: 1}", date(2024, 2, 29)),
        ("{weeks: 1}", date(2024, 3, 6)),
        ("{months: 1}", date(2024, 3, 28)),
        ("{months: 12}", date(2025, 2, 27)),
        ("{years: 4}", date(2028, 2, 28)),
        ("{years: 1, months: 6, days: 2}", date(2025, 8, 30)),
        ("{years: 175}", date(2199, 2, 27)),
    ],
)
def test_the_last_day_follows_from_how_long_it_runs(duration: str, last: date, tmp_path: Path) -> None:
    assert read(tmp_path, f"duration: {duration}").dates.ends == last


def test_a_contract_may_have_no_end(tmp_path: Path) -> None:
    dates = read(tmp_path, "until_further_notice: true").dates
    assert (dates.ends, dates.until_further_notice) == (None, True)


def test_both_may_be_given_where_they_agree(tmp_path: Path) -> None:
    assert read(tmp_path, "duration: {years: 1}, ends: 2025-02-27").dates.ends == date(2025, 2, 27)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("signed: 2024-01-01", "8:1: error: dates.ends: is missing\n  hint: write the last day; or, beside starts, duration"),
        ("ends: tills vidare", "dates.ends: 'tills vidare' is not a calendar date\n  hint: write until_further_notice: true"),
        ("ends: Until Further  Notice", "is not a calendar date\n  hint: write until_further_notice: true"),
        (
            "ends: 2025-02-28, duration: {years: 1}",
            "dates.ends: 2025-02-28 is not the last day that follows from the duration, which is 2025-02-27",
        ),
        ("ends: 2025-02-28, until_further_notice: true", "dates.ends: a contract that runs until further notice has no ends"),
        (
            "duration: {years: 1}, until_further_notice: true",
            "dates.duration: a contract that runs until further notice has no duration",
        ),
        (
            "until_further_notice: true, extensions: [{until: 2026-01-01}]",
            "dates.extensions: a contract that runs until further notice",
        ),
        ("duration: {years: 176}", "dates.duration: this is no time that a contract can run"),
        ("duration: {years: 10000}", "dates.duration: this is no time that a contract can run"),
        ("duration: {}", "dates.duration: this is no time that a contract can run"),
    ],
)
def test_what_contradicts_itself_is_told(given: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as problem:
        read(tmp_path, given)
    assert told in str(problem.value)


def test_a_last_day_that_follows_from_the_duration_is_not_told_as_wrong_beside_another_mistake(tmp_path: Path) -> None:
    with pytest.raises(InputError) as problem:
        read(tmp_path, "awarded: yesterday, duration: {years: 1}")
    assert [finding.subject for finding in problem.value.findings] == ["dates.awarded"]


def test_a_duration_that_cant_be_read_is_told_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as problem:
        read(tmp_path, "ends: 2025-02-27, duration: {years: many}")
    assert [finding.subject for finding in problem.value.findings] == ["dates.duration.years"]


def test_a_duration_of_nothing_leads_to_no_day() -> None:
    assert Duration().find_last_day(date(2024, 2, 29)) is None
