"""What people write is understood where it means one thing; where it means two, both are told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from generator.contract import fields
from generator.contract.choices import Channel, DeviationSeverity, Level, Method, SevereKind, Stage
from generator.contract.models import Contract
from generator.contract.shape import find_part, find_type, read_keys
from generator.contract.understanding import Sum, find_words
from generator.workspace import Files

WORDS = find_words(Files())

ONE = (
    (Method, "revision", "audit"),
    (Method, "Egenrapportering", "self_assessment"),
    (Method, "self-assessment", "self_assessment"),
    (Level, "bas", "basic"),
    (Level, "Avancerad nivå", "advanced"),
    (DeviationSeverity, "större", "major"),
    (SevereKind, "child labour", "child_labour"),
    (Channel, "rekommenderat brev", "registered_letter"),
    (fields.Country, "Kina", "CN"),
    (fields.Country, "storbritannien", "GB"),
    (fields.Country, "CHN", "CN"),
    (fields.Country, "UK", "GB"),
    (fields.Currency, "kr", "SEK"),
    (fields.Currency, "kronor", "SEK"),
    (fields.Currency, "€", "EUR"),
    (fields.Number, "12 000 000 kr", "12000000"),
    (fields.Number, "12 000 000", "12000000"),
    (fields.Number, "1.250,50", "1250.50"),
    (fields.Number, "1,250.50", "1250.50"),
    (fields.Number, "12.000.000", "12000000"),
    (fields.Number, "12,5 mkr", "12500000"),
    (fields.Number, "38500.0", "38500"),
    (fields.Day, "2026-12-08 00:00:00", "2026-12-08"),
    (fields.Day, "8 december 2026", "2026-12-08"),
    (fields.Day, "den 8 dec 2026", "2026-12-08"),
    (fields.Day, "December 8, 2026", "2026-12-08"),
    (fields.Day, "08.12.2026", "2026-12-08"),
    (fields.Day, "31/12/2026", "2026-12-31"),
    (fields.Day, "20261208", "2026-12-08"),
    (fields.Planned, "mars 2026", "2026-03"),
    (fields.Planned, "2026-11", "2026-11"),
    (fields.Planned, "2026/1", "2026-01"),
    (fields.Planned, "2026-1-2", "2026-01-02"),
    (fields.TimeOfDay, "kl. 9.30", "09:30"),
    (fields.YesNo, "Ja", "true"),
    (fields.Grade, "4.0", "4"),
    (fields.Cpv, "33141110-4 Förband", "33141110-4"),
    (fields.Email, "Åsa Öberg <asa@region.example>", "asa@region.example"),
    (fields.Link, "www.region.example/a", "https://www.region.example/a"),
    (fields.Languages, "svenska och engelska", "sv+en"),
    (fields.Against, "mänskliga rättigheter", "human_rights"),
    (fields.Section, "avsnitt 2.3", "2.3"),
    (fields.Section, "2.3", "2.3"),
    (fields.Against, "2.4", "2.4"),
    (fields.Reference, "handläggare", "buyer.officer"),
)


@pytest.mark.parametrize(("kind", "written", "meant"), ONE, ids=[f"{each[1]}" for each in ONE])
def test_one_meaning(kind, written, meant):
    assert WORDS.understand(kind, written) == (meant,)
    assert WORDS.understand(kind, f" {written}\N{NO-BREAK SPACE}") == (meant,)


@pytest.mark.parametrize(
    ("kind", "written", "meant"),
    [
        (fields.Number, "38.500", {"38500", "38.500"}),
        (fields.Number, "38,500", {"38500", "38.500"}),
        (fields.Day, "8/12 2026", {"2026-12-08", "2026-08-12"}),
        (fields.Day, "26-12-08", {"2026-12-08", "2008-12-26"}),
    ],
)
def test_two_meanings(kind, written, meant):
    assert set(WORDS.understand(kind, written)) == meant


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (fields.Number, "cirka 5"),
        (fields.Number, "-5"),
        (fields.Number, "1 20 000"),
        (fields.Day, "2026-02-30"),
        (fields.Day, "2026-12-08 13:45"),
        (fields.Day, "Q3 2026"),
        (fields.Day, "2026-11"),
        (fields.Day, "2026-1108"),
        (fields.Day, "2026118"),
        (fields.Country, "Atlantis"),
        (Method, "telefon"),
        (fields.YesNo, "kanske"),
        (fields.Grade, "3,5"),
        (Level, "ba"),
    ],
)
def test_no_meaning(kind, written):
    assert WORDS.understand(kind, written) == ()


def test_slips_of_the_pen_are_guessed_and_not_understood():
    assert (WORDS.understand(Stage, "råvara"), WORDS.guess(Stage, "råvara")) == ((), ("raw_material",))
    assert (WORDS.understand(fields.Country, "Kongo"), WORDS.guess(fields.Country, "Kongo")) == ((), ("CD", "CG"))
    assert WORDS.guess(fields.Country, "Atlantis") == ()
    assert (WORDS.understand(fields.Country, "Holland"), WORDS.understand(fields.Country, "Korea")) == (("NL",), ("KP", "KR"))


def test_sums_say_their_currency():
    assert WORDS.understand_sum("12 000 000 EUR") == (Sum("12000000", "EUR"),)
    assert WORDS.understand_sum("SEK 12 000") == (Sum("12000", "SEK"),)
    assert WORDS.understand_sum("12 msek") == (Sum("12000000", "SEK"),)
    assert WORDS.understand_sum("12000") == (Sum("12000"),)
    assert WORDS.understand_sum("EUR 12 SEK") == ()


def test_words_are_those_of_a_regions_own_language(tmp_path):
    folder = tmp_path / "locales/fi/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "documents.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgctxt "Method"\nmsgid "revision"\nmsgstr "tarkastus"\n',
        encoding="utf-8",
    )
    words = find_words(Files(tmp_path))
    assert words.understand(Method, "Tarkastus") == ("audit",)
    assert words.understand(fields.Country, "Kiina") == ("CN",)


@given(
    st.sampled_from([fields.Day, fields.Number, fields.TimeOfDay, fields.YesNo, fields.Country, fields.Cpv]), st.text(max_size=30)
)
def test_whatever_is_written_has_meanings_that_can_be_read(kind, written):
    for meant in WORDS.understand(kind, written):
        TypeAdapter(kind).validate_python(meant)


@pytest.mark.parametrize(
    ("section", "written", "meant"),
    [
        ("", "leverantör", ("supplier",)),
        ("", "Köpare", ("buyer",)),
        ("", "leveranskedja", ("supply_chain",)),
        ("", "avvikelser", ("deviations",)),
        ("", "avvikelse", ("deviations",)),
        ("dates", "startdatum", ("starts",)),
        ("supplier", "org.nr", ("organisation_number",)),
        ("products[]", "årsvolym", ("annual_volume",)),
        ("dates", "leverantör", ()),
        ("", "startdatum", ("dates",)),
        ("", "sommar", ()),
    ],
)
def test_keys_in_another_language_are_those_of_their_section(section, written, meant):
    part = find_part(find_type(Contract, section)) if section else Contract
    assert WORDS.find_keys(written, section, read_keys(part)) == meant


@pytest.mark.parametrize(
    "written", ["2026–12–08", "tisdag 8 december 2026", "Tisdag den 8 december 2026", "Tuesday, 8 December 2026"]
)
def test_days_as_people_write_them(written):
    assert WORDS.understand(fields.Day, written) == ("2026-12-08",)


@pytest.mark.parametrize(
    "written", ["250 000 kr exkl. moms", "250 000 SEK, exklusive moms", "250000 kr ex moms", "SEK 250 000 excl. VAT"]
)
def test_sums_without_vat(written):
    assert WORDS.understand_sum(written) == (Sum("250000", "SEK"),)


def test_a_sum_with_vat_is_another():
    assert WORDS.understand_sum("250 000 kr inkl. moms") == ()
