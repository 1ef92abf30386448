"""What a draft lacks that is still to be filled in, and what it only says by half."""

from __future__ import annotations

from generator.drafting.draft import Draft, Note

VALUES = {
    "format": "1",
    "id": "K-1",
    "registration_number": "K-1",
    "title": "Handskar",
    "clause": {"level": "basic", "version": "generation-c"},
    "buyer": {"name": "Region Exempel"},
    "dates": {"starts": "2026-01-01", "ends": "2027-12-31"},
}


def check(saver, **more):
    saved = saver.save(Draft({**VALUES, "supplier": {"name": "Ek AB"}, **more}, Note("x")))
    return saved.is_written, [
        (finding.subject, finding.format_message()) for finding in saved.findings if finding.severity == "error"
    ]


def test_what_is_only_open_is_written(saver):
    assert check(saver) == (True, [])


def test_what_is_said_by_half_is_refused(saver):
    contact = {"name": "Ek AB", "contacts": {"due_diligence": {"email": "per@ek.example"}}}
    assert check(saver, supplier=contact) == (False, [("supplier.contacts.due_diligence.name", "is missing")])
    assert check(saver, products=[{"id": "P1", "annual_volume": "3"}]) == (False, [("products[0].name", "is missing")])


def test_a_last_day_is_only_open(saver):
    assert check(saver, dates={"starts": "2026-01-01"}) == (True, [])
