from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from generator.errors import TextError
from generator.text.language import Language, keep_references

SV, EN = Language("sv"), Language("en")
NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("day", "sv", "en"),
    [
        (date(2026, 12, 13), "13 december 2026", "13 December 2026"),
        (date(2027, 3, 1), "1 mars 2027", "1 March 2027"),
        (date(2026, 5, 2), "2 maj 2026", "2 May 2026"),
    ],
)
def test_days(day, sv, en):
    assert (SV.write_day(day), EN.write_day(day)) == (sv.replace(" ", NB), en.replace(" ", NB))


def test_months():
    assert (SV.write_month(date(2027, 2, 1)), EN.write_month(date(2027, 2, 1))) == (f"februari{NB}2027", f"February{NB}2027")


def test_short_names_of_months():
    days = [date(2026, month, 1) for month in range(1, 13)]
    assert " ".join(map(SV.name_month, days)) == "jan. feb. mars apr. maj juni juli aug. sep. okt. nov. dec."
    assert " ".join(map(EN.name_month, days)) == "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec"


@pytest.mark.parametrize(
    ("moment", "sv", "en"),
    [(time(9), "9.00", "9:00"), (time(15, 30), "15.30", "15:30"), (time(0, 5), "0.05", "0:05")],
)
def test_times(moment, sv, en):
    assert (SV.write_time(moment), EN.write_time(moment)) == (sv, en)


@pytest.mark.parametrize(
    ("number", "sv", "en"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1234, "1 234", "1,234"),
        (1850000, "1 850 000", "1,850,000"),
        (Decimal("1234.50"), "1 234,50", "1,234.50"),
        (Decimal("40.0"), "40,0", "40.0"),
        (Decimal("0.123456789"), "0,123456789", "0.123456789"),
    ],
)
def test_numbers(number, sv, en):
    assert (SV.write_number(number), EN.write_number(number)) == (sv.replace(" ", NB), en)


@pytest.mark.parametrize(
    ("amount", "sv", "en"),
    [
        ("25000", "25 000", "25,000"),
        ("25000.00", "25 000", "25,000"),
        ("1234.5", "1 234,50", "1,234.50"),
        ("1.10", "1,10", "1.10"),
        ("0.125", "0,125", "0.125"),
        ("123456789012345.123456", "123 456 789 012 345,123456", "123,456,789,012,345.123456"),
    ],
)
def test_amounts(amount, sv, en):
    assert SV.write_amount(Decimal(amount)) == sv.replace(" ", NB)
    assert EN.write_amount(Decimal(amount)) == en


def test_weekdays():
    day = date(2026, 12, 8)
    assert SV.write_weekday(day) == f"tisdag den{NB}8{NB}december{NB}2026"
    assert EN.write_weekday(day) == f"Tuesday 8{NB}December{NB}2026"
    assert Language("fi").write_weekday(day) == "tiistai 8. joulukuuta 2026"


def test_shares():
    assert (SV.write_percent(Decimal(67)), EN.write_percent(67)) == (f"67{NB}%", "67%")
    assert (SV.write_percent(Decimal("66.7")), EN.write_percent(Decimal("0.05"))) == (f"66,7{NB}%", "0.05%")


@pytest.mark.parametrize(
    ("items", "sv", "en"),
    [([], "", ""), (["a"], "a", "a"), (["a", "b"], "a och b", "a and b"), (["a", "b", "c"], "a, b och c", "a, b and c")],
)
def test_lists(items, sv, en):
    assert (SV.join(items), EN.join(items)) == (sv, en)


def test_countries():
    assert [SV.name_country(code) for code in ("PK", "DE", "UZ")] == ["Pakistan", "Tyskland", "Uzbekistan"]
    assert [EN.name_country(code) for code in ("PK", "DE", "UZ")] == ["Pakistan", "Germany", "Uzbekistan"]


def test_a_language_says_its_own_name():
    assert [Language(tag).name for tag in ("sv", "en", "fi", "de")] == ["svenska", "English", "suomi", "Deutsch"]


def test_a_third_language_needs_no_code():
    finnish = Language("fi")
    day = date(2026, 12, 13)
    assert (finnish.write_day(day), finnish.write_amount(Decimal("1234.5")), finnish.join(["a", "b"])) == (
        f"13.{NB}joulukuuta{NB}2026",
        f"1{NB}234,50",
        "a ja b",
    )


@pytest.mark.parametrize("tag", ["svenska", "x", "", "zz", "../sv"])
def test_what_is_not_a_language_is_refused(tag):
    with pytest.raises(TextError) as caught:
        Language(tag)
    assert str(caught.value) == f"error: no language has the code '{tag}'\n  hint: use a code such as sv, en or fi"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Enligt 13 kap. 3 § lagen", "Enligt 13~kap.~3~§ lagen"),
        ("LOU 17 kap. 9–14 §§ och 2 kap. 3 a §.", "LOU 17~kap.~9–14~§§ och 2~kap.~3~a~§."),
        ("artikel 28, bilaga 2 och § 12", "artikel~28, bilaga~2 och §~12"),
        ("(LOU, Chapter 17, Section 10)", "(LOU, Chapter~17, Section~10)"),
        ('{{ find("artikel 28") }} i avsnitt 2.1 om 3 krav', '{{ find("artikel 28") }} i avsnitt~2.1 om 3 krav'),
    ],
)
def test_no_line_is_broken_within_a_reference(written: str, kept: str) -> None:
    assert keep_references(written) == kept.replace("~", "\N{NO-BREAK SPACE}")
