"""From an award notice to drafts: what it says, what it lacks, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.contract.nodes import read_nodes
from generator.drafting.notice import read_notice
from generator.drafting.saving import make_unique
from generator.errors import InputError
from tests.drafting.notices import (
    BUYER,
    SUPPLIER,
    make_company,
    make_contract,
    make_lot,
    make_notice,
    make_party,
    make_tender,
)

WHOLE = "<cbc:StartDate>2026-04-01+02:00</cbc:StartDate><cbc:EndDate>2028-03-31+02:00</cbc:EndDate>"


def read(data):
    return read_notice(Path("annons.xml"), data)


def read_period(period):
    result = (
        make_contract("CON-1", "TEN-1", number="RE 1") + make_tender("TEN-1", "TPA-1", "LOT-1") + make_party("TPA-1", "ORG-2")
    )
    (draft,) = read(make_notice(BUYER + SUPPLIER, make_lot("LOT-1", "Allt", period), result))
    return draft


def test_all_that_a_notice_says():
    result = (
        make_contract("CON-1", "TEN-1", number="RE 2026/00118", signed="2026-03-16+01:00")
        + make_tender("TEN-1", "TPA-1", "LOT-1", "1250000.50")
        + make_party("TPA-1", "ORG-2")
    )
    (draft,) = read(make_notice(BUYER + SUPPLIER, make_lot("LOT-1", "Allt", WHOLE, "fa-wo-rc"), result))
    assert draft.values == {
        "format": "1",
        "id": "RE-2026-00118",
        "registration_number": "RE 2026/00118",
        "title": {"sv": "Sårvård", "en": "Wound care"},
        "cpv": ["33141110"],
        "framework_agreement": "true",
        "value": {"amount": "1250000.50", "currency": "SEK"},
        "buyer": {
            "name": "Region Exempel",
            "organisation_number": "232199-9993",
            "address": ["Storgatan 1", "123 45 Exempelstad"],
            "country": "SE",
        },
        "supplier": {
            "name": "Sårvård Norden AB",
            "organisation_number": "556699-9917",
            "address": ["Storgatan 1", "123 45 Exempelstad"],
            "country": "SE",
        },
        "dates": {"awarded": "2026-03-02", "signed": "2026-03-16", "starts": "2026-04-01", "ends": "2028-03-31"},
    }


def test_a_contract_each_for_several_winners_of_several_lots():
    other = make_company("ORG-3", "Annan AB", "559999-8829")
    result = (
        make_contract("CON-2", "TEN-2", number="RE 2")
        + make_contract("CON-1", "TEN-1", number="RE 1")
        + make_tender("TEN-1", "TPA-1", "LOT-1")
        + make_tender("TEN-2", "TPA-2", "LOT-2")
        + make_party("TPA-1", "ORG-2")
        + make_party("TPA-2", "ORG-3", "ORG-2", leader="ORG-2")
    )
    lots = make_lot("LOT-2", "Kompresser") + make_lot("LOT-1", "Förband")
    second, first = read(make_notice(BUYER + SUPPLIER + other, lots, result))
    assert (first.values["title"]["sv"], second.values["title"]["sv"]) == ("Sårvård – Förband", "Sårvård – Kompresser")
    assert second.values["supplier"]["name"] == "Sårvård Norden AB"
    assert second.values["supplier"]["members"] == [{"name": "Annan AB", "organisation_number": "559999-8829", "country": "SE"}]
    assert "members" not in first.values["supplier"]
    assert [lot["id"] for lot in first.values["lots"]] == ["LOT-1"]
    assert first.values["lots"][0]["name"]["sv"] == "Förband"


def test_tenders_that_won_without_a_contract_are_taken():
    won = (
        "<efac:LotResult><cbc:TenderResultCode>{}</cbc:TenderResultCode>"
        "<efac:LotTender><cbc:ID>TEN-1</cbc:ID></efac:LotTender></efac:LotResult>"
    )
    rest = make_tender("TEN-1", "TPA-1", "LOT-1") + make_party("TPA-1", "ORG-2")
    (draft,) = read(make_notice(BUYER + SUPPLIER, make_lot("LOT-1", "Allt"), won.format("selec-w") + rest))
    assert (draft.values["supplier"]["name"], draft.id) == ("Sårvård Norden AB", "65667997-TPA-1")
    with pytest.raises(InputError, match="names no winner"):
        read(make_notice(BUYER + SUPPLIER, make_lot("LOT-1", "Allt"), won.format("clos-nw") + rest))


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ('<cbc:DurationMeasure unitCode="MONTH">24</cbc:DurationMeasure>', {"duration": {"months": "24"}}),
        ('<cbc:DurationMeasure unitCode="YEAR">2</cbc:DurationMeasure>', {"duration": {"years": "2"}}),
        ('<cbc:DescriptionCode listName="timeperiod">UNLIMITED</cbc:DescriptionCode>', {"until_further_notice": "true"}),
        ('<cbc:DescriptionCode listName="timeperiod">UNKNOWN</cbc:DescriptionCode>', {}),
        ("<cbc:EndDate>2028-03-31Z</cbc:EndDate>", {"ends": "2028-03-31"}),
        ("", {}),
    ],
)
def test_how_long_a_contract_runs(period, expected):
    dates = read_period(period).values["dates"]
    assert {key: value for key, value in dates.items() if key != "awarded"} == expected


def test_what_a_notice_lacks_stands_as_a_comment_and_what_is_wrong_too(saver):
    wrong = make_company("ORG-2", "Sårvård Norden AB", "556699-9918")
    result = (
        make_contract("CON-1", "TEN-1", number="RE 1") + make_tender("TEN-1", "TPA-1", "LOT-1") + make_party("TPA-1", "ORG-2")
    )
    (draft,) = read(make_notice(BUYER + wrong, make_lot("LOT-1", "Allt"), result))
    saved = saver.save(saver.drop_wrong(draft))
    text = saved.path.read_text(encoding="utf-8")
    assert saved.is_written
    assert "  # The source says '556699-9918', which can't stand here.\n  # organisation_number: …\n" in text
    assert "  # starts: ÅÅÅÅ-MM-DD\n" in text
    assert "# The notice gives this contact: info@org-2.example.\n" in text
    assert read_nodes(text.encode()).problems == []


def test_ids_are_made_unique():
    result = (
        make_contract("CON-1", "TEN-1", "TEN-2", number="RE 1")
        + make_tender("TEN-1", "TPA-1", "LOT-1")
        + make_tender("TEN-2", "TPA-2", "LOT-1")
        + make_party("TPA-1", "ORG-2")
        + make_party("TPA-2", "ORG-3")
    )
    companies = BUYER + SUPPLIER + make_company("ORG-3", "Annan AB", "559999-8829")
    drafts = make_unique(read(make_notice(companies, make_lot("LOT-1", "Allt"), result)))
    assert [draft.id for draft in drafts] == ["RE-1", "RE-1-2"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<a", "from here on this is not well-formed XML"),
        (b"<a/>", "'a', not an award notice"),
        (make_notice(BUYER, "", ""), "names no winner"),
        (make_notice(BUYER, "", "", prolog="<!DOCTYPE x>"), "declares a document type"),
        (
            make_notice(BUYER, "", "", title="&x;", prolog='<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
            "declares a document type",
        ),
    ],
)
def test_what_is_refused(data, told):
    with pytest.raises(InputError, match=told):
        read(data)
