"""The eight documents of a kick-off meeting, and what they have in common."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.contract.choices import AwardNotice, Level
from generator.contract.models import Organisation, Person, Question, Terms
from generator.contract.values import FrozenMap, Month, RoleReference, Text
from generator.documents import PACKS
from generator.documents.agenda import AGENDA
from generator.documents.checklist import CHECKLIST
from generator.documents.contacts import CONTACTS
from generator.documents.document_type import Choices
from generator.documents.invitation import INVITATION
from generator.documents.kickoff import Role, list_contacts, list_participants
from generator.documents.minutes import MINUTES
from generator.documents.monitoring import MONITORING
from generator.documents.slides import SLIDES
from generator.errors import InputError
from generator.rules.standing import DutyKind
from tests.documents.contracts import ON, change, compose, make_subject, read_example
from tests.documents.tree_text import write_tree

GOLDEN = Path(__file__).parent / "golden"
CONTRACT, PAST = read_example("wound-care"), read_example("surgical-instruments")
PACK = next(pack for pack in PACKS if pack.slug == "kickoff-pack")
MEETING = ["kickoff.date", "kickoff.starts", "kickoff.ends"]
NO_FIGURES = {"clause.level": Level.BASIC, "clause.terms": Terms()}


def make_view(document, changes=None, contract=CONTRACT, on=ON):
    return document.make_view(make_subject(change(contract, changes or {}), on=on))


def make_text(document, changes=None, contract=CONTRACT, langs=("sv",), on=None):
    on = on or min(ON, contract.kickoff.date - timedelta(days=16))
    return write_tree(compose(document, make_subject(change(contract, changes or {}), on=on), *langs))


def missing(document, changes):
    with pytest.raises(InputError) as caught:
        make_view(document, changes)
    return [finding.subject for finding in caught.value.findings]


def add_people(number):
    """Changes that give the supplier so many more contacts, all of whom take part."""
    people = {f"guest{count}": Person(name=f"Gäst {count}") for count in range(number)}
    return {
        "supplier.contacts": FrozenMap({**CONTRACT.supplier.contacts, **people}),
        "kickoff.participants": (*CONTRACT.kickoff.participants, *(RoleReference(f"supplier.{name}") for name in people)),
    }


@pytest.mark.parametrize("langs", [("sv",), ("en",), ("sv", "en")], ids="-".join)
@pytest.mark.parametrize("contract", [CONTRACT, PAST], ids=lambda contract: contract.id)
@pytest.mark.parametrize("document", PACK.parts, ids=lambda document: document.slug)
def test_the_whole_text(document, contract, langs, golden):
    golden(GOLDEN / f"{document.slug}.{contract.id}.{'-'.join(langs)}.txt", make_text(document, contract=contract, langs=langs))


@pytest.mark.parametrize("document", PACK.parts, ids=lambda document: document.slug)
def test_they_are_made_where_there_is_a_meeting(document):
    assert document.list_items(CONTRACT, ON) == ("",)
    assert document.list_items(change(CONTRACT, {"kickoff": None}), ON) == ()


def test_only_the_checklist_is_internal():
    assert [document.slug for document in PACK.parts if document.audience == "internal"] == ["checklist"]


# What is missing


@pytest.mark.parametrize("document", [AGENDA, MINUTES, SLIDES, CHECKLIST], ids=lambda document: document.slug)
def test_without_a_meeting_all_that_is_missing_is_told_at_once(document):
    assert missing(document, {"kickoff": None, "buyer.contacts": FrozenMap()}) == ["buyer.contacts.officer", *MEETING]


def test_what_an_invitation_needs():
    changes = {"kickoff": None, "buyer.contacts": FrozenMap(), "supplier.address": ()}
    assert missing(INVITATION, changes) == ["buyer.contacts.officer", *MEETING, "supplier.address", "kickoff.place"]
    assert missing(INVITATION, {"kickoff.place": None, "kickoff.link": None}) == ["kickoff.place"]


def test_what_the_description_of_monitoring_needs():
    assert missing(MONITORING, {"monitoring.activities": ()}) == ["monitoring.activities"]
    changes = {
        "monitoring.responsible": None,
        "monitoring.activities.1.responsible": None,
        "monitoring.activities.2.planned": None,
    }
    assert missing(MONITORING, changes) == ["monitoring.activities[1].responsible", "monitoring.activities[2].planned"]


def test_a_contact_sheet_needs_nobody():
    nobody = {"buyer.contacts": FrozenMap(), "supplier.contacts": FrozenMap(), "kickoff": None}
    view = make_view(CONTACTS, nobody)
    assert [contact.role for contact in (*view.ours, *view.theirs)] == list(Role)
    assert [contact.person for contact in (*view.ours, *view.theirs)] == [None] * 6
    assert "Handläggare | ____ | ____ | ____" in make_text(CONTACTS, nobody)


@pytest.mark.parametrize("document", [AGENDA, SLIDES], ids=lambda document: document.slug)
def test_a_meeting_that_is_too_short_names_its_end(document):
    with pytest.raises(InputError) as caught:
        make_view(document, {"kickoff.starts": time(13), "kickoff.ends": time(13, 29)})
    (finding,) = caught.value.findings
    assert str(finding) == (
        "error: kickoff.ends: a meeting from 13:00 to 13:29 is too short for its agenda\n"
        "  hint: the meeting needs 30 minutes at least"
    )
    make_view(document, {"kickoff.starts": time(13), "kickoff.ends": time(13, 30)})


# Persons


def test_participants_the_buyers_first_and_each_once():
    references = [RoleReference(name) for name in ("supplier.account", "buyer.officer", "supplier.account")]
    changed = change(CONTRACT, {"kickoff.participants": tuple(references)})
    assert [(each.person.name, each.side, each.role) for each in list_participants(changed)] == [
        ("Åsa Öberg", "buyer", Role.OFFICER),
        ("Per-Erik Ångström", "supplier", Role.ACCOUNT),
    ]


def test_contacts_of_a_partys_own_come_last_and_have_no_role():
    party = Organisation(name="X", contacts=FrozenMap({"driver": Person(name="D"), "account": Person(name="A")}))
    assert [(contact.role, contact.person and contact.person.name) for contact in list_contacts("supplier", party)] == [
        (Role.DUE_DILIGENCE, None),
        (Role.ACCOUNT, "A"),
        (Role.MANAGEMENT, None),
        (None, "D"),
    ]


def test_forty_participants_are_all_on_the_agenda_and_the_minutes_and_none_in_the_letter():
    changes = add_people(36)
    for document in (AGENDA, MINUTES):
        names = re.findall(r"Gäst \d+", make_text(document, changes))
        assert names == [f"Gäst {number}" for number in range(36)]
    letter = make_text(INVITATION, changes)
    assert "Gäst" not in letter
    assert "I dagordningen står alla som vi bjuder in." in letter
    assert "I dagordningen står" not in make_text(INVITATION)


def test_an_unknown_person_responsible_is_asked_for():
    changes = {"supplier.contacts": FrozenMap({"account": CONTRACT.supplier.contacts["account"]}), "kickoff.participants": ()}
    view = make_view(INVITATION, changes)
    assert (view.responsible, view.receiver.name) == (None, "Per-Erik Ångström")
    assert "Vi vet ännu inte vem det är." in make_text(INVITATION, changes)
    assert "Vi vet ännu inte vilka som kommer." in make_text(AGENDA, changes)
    assert "Ta reda på vem som ansvarar" in make_text(CHECKLIST, changes)


def test_the_letter_goes_abroad_with_the_country():
    assert make_view(INVITATION).country is None
    letter = make_text(INVITATION, {"supplier.country": "DE"}, langs=("en",))
    assert "501 14 Borås // Germany" in letter


@pytest.mark.parametrize(
    ("role", "title", "words"),
    [
        ("sustainability", None, "Ansvarig för hållbarhet | Ann Ek"),
        ("sustainability", Text("Strateg"), "Ansvarig för hållbarhet | Ann Ek, strateg"),
        ("quality_manager", None, "Quality manager | Ann Ek"),
        ("quality_manager", Text("Kvalitetschef"), "Kvalitetschef | Ann Ek"),
    ],
)
def test_a_role_of_the_partys_own_has_words(role, title, words):
    text = make_text(CONTACTS, {f"supplier.contacts.{role}": Person(name="Ann Ek", title=title)})
    assert words in text


def test_the_contact_sheet_says_when_nobody_answers_for_due_diligence():
    changes = {"supplier.contacts": FrozenMap({"account": CONTRACT.supplier.contacts["account"]}), "kickoff.participants": ()}
    told = "Vi vet inte vem som ansvarar för tillbörlig aktsamhet hos er."
    assert (told in make_text(CONTACTS, changes), told in make_text(CONTACTS)) == (True, False)


# Days and what the contract lacks


@pytest.mark.parametrize(
    ("on", "expected"), [(date(2026, 11, 22), "2026-12-01"), (date(2026, 12, 3), "2026-12-07"), (date(2026, 12, 7), "2026-12-07")]
)
def test_an_answer_is_asked_for_before_the_meeting(on, expected):
    assert make_view(INVITATION, on=on).answer_by.isoformat() == expected


@pytest.mark.parametrize(("on", "is_told"), [(date(2026, 11, 30), False), (date(2026, 12, 3), True), (date(2026, 12, 7), True)])
def test_an_invitation_that_leaves_little_time_says_so(on, is_told):
    assert ("Tiden är kort, eftersom inbjudan kommer sent." in make_text(INVITATION, on=on)) == is_told


@pytest.mark.parametrize("on", [date(2026, 12, 8), date(2027, 1, 1)])
def test_nobody_is_invited_on_the_day_of_the_meeting_or_later(on):
    with pytest.raises(InputError) as caught:
        make_view(INVITATION, on=on)
    assert str(caught.value) == (
        f"error: kickoff.date: the invitation would be dated {on}, and the meeting is on 2026-12-08\n"
        "  hint: choose an earlier --on"
    )


def test_the_officers_days():
    view = make_view(CHECKLIST)
    days = [view.standstill.ends, view.invite_by, view.ready_by, view.send_minutes_by]
    assert [day.isoformat() for day in days] == ["2026-11-13", "2026-11-17", "2026-12-01", "2026-12-15"]


@pytest.mark.parametrize(
    ("on", "invited", "words"),
    [
        (date(2026, 11, 17), None, "Skicka inbjudan och dess bilagor senast"),
        (date(2026, 11, 18), None, "genast. De skulle ha skickats senast den 17~november~2026."),
        (date(2026, 12, 8), None, "inbjudan och dess bilagor senast den 17~november~2026."),  # It is too late to send one.
        (date(2026, 11, 18), date(2026, 11, 17), "har fått inbjudan, som skickades den 17~november~2026."),
        (date(2026, 11, 18), date(2026, 11, 19), "genast. De skulle ha skickats senast den 17~november~2026."),
    ],
)
def test_the_officers_last_day_to_invite_is_the_same_whenever_the_list_is_made(on, invited, words):
    changes = {"kickoff.invited": invited}
    assert words in make_text(CHECKLIST, changes, on=on)
    view = make_view(CHECKLIST, changes, on=on)
    assert (view.invite_by, view.is_invitation_late) == (date(2026, 11, 17), "genast" in words)


def test_the_list_and_what_is_due_have_one_day_for_the_invitation():
    subject = make_subject(CONTRACT, on=date(2026, 11, 22))
    due = next(duty for duty in subject.standing.duties if duty.kind is DutyKind.INVITATION_TO_SEND)
    assert CHECKLIST.make_view(subject).invite_by == due.day


def test_the_checklist_names_what_is_not_done():
    text = make_text(CHECKLIST)
    for words in ("Gör riskanalysen", "Planera uppföljningen", "saknar svar", "Kontrollera att avtalsspärren"):
        assert words not in text
    unanswered = Question(question=Text(plain="Vad gäller?"))
    changes = {
        "risks": (),
        "monitoring.activities": (),
        "dates.standstill_ends": None,
        "dates.awarded": None,
        "kickoff.questions": (*CONTRACT.kickoff.questions, unanswered),
    }
    text = make_text(CHECKLIST, changes)
    for words in ("Gör riskanalysen", "Planera uppföljningen", "En fråga saknar svar.", "Kontrollera att avtalsspärren"):
        assert words in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "tidigast den 12~november~2026, om underrättelsen skickades elektroniskt."),
        ({"award_notice": AwardNotice.ELECTRONIC}, "tidigast den 12~november~2026."),
        ({"award_notice": AwardNotice.POST}, "tidigast den 17~november~2026."),
        ({"award_notice": AwardNotice.POST, "standstill_ends": date(2026, 11, 13)}, "tidigast den 17~november~2026."),
        ({"award_notice": AwardNotice.NONE}, None),
    ],
)
def test_the_checklist_says_when_a_standstill_period_that_nobody_noted_ends_at_the_earliest(changes, words):
    changes = {f"dates.{name}": value for name, value in ({"award_notice": None, "standstill_ends": None} | changes).items()}
    text = make_text(CHECKLIST, changes)
    assert re.findall(r"tar den slut (tidigast den .*)", text) == ([words] if words else [])
    assert ("vtalsspärren" in text) == bool(words)


def test_a_question_without_an_answer_has_room_for_one():
    text = make_text(MINUTES, {"kickoff.questions": (Question(question=Text(by_language=FrozenMap({"sv": "Vad gäller?"}))),)})
    assert "    Vad gäller? | ____\n" in text


# Slides


def read_slides(text):
    """Slides by heading: the words on the slide, without the notes."""
    slides = re.split(r"\n## ", text)[1:]
    return {slide.partition("\n")[0]: re.sub(r"\n\[notes\](\n|    .*\n)*", "", slide.partition("\n")[2]) for slide in slides}


@pytest.mark.parametrize("langs", [("sv",), ("en",)], ids="-".join)
@pytest.mark.parametrize("changes", [{}, NO_FIGURES], ids=["advanced", "basic"])
def test_slides_are_few_and_short_and_each_has_notes(changes, langs):
    text = make_text(SLIDES, changes, langs=langs)
    slides = read_slides(text)
    assert 8 <= len(slides) + 1 <= 13
    assert text.count("[notes]") == len(slides) + 1
    assert max(len(re.findall(r"^- ", body, re.MULTILINE)) for body in slides.values()) <= 6
    assert max(len(line) for body in slides.values() for line in re.findall(r"^- .*", body, re.MULTILINE)) <= 90


def test_a_slide_shows_the_next_activities_and_no_more_than_it_has_room_for():
    activity = CONTRACT.monitoring.activities[0]
    many = tuple(activity.model_copy(update={"id": f"X{number}"}) for number in range(12))
    view = make_view(SLIDES, {"monitoring.activities": many})
    assert ([row.id for row in view.activities], view.has_more_activities) == ([f"X{number}" for number in range(7)], True)
    assert [row.id for row in make_view(SLIDES, contract=PAST).activities] == ["M3"]


@pytest.mark.parametrize("document", [MONITORING, SLIDES], ids=lambda document: document.slug)
def test_activities_in_order_of_time(document):
    changes = {"monitoring.activities.0.planned": date(2027, 9, 1), "monitoring.activities.3.planned": Month(2027, 9)}
    assert [row.id for row in make_view(document, changes).activities] == ["M2", "M3", "M1", "M4"]


def test_agenda_items_are_those_of_the_rule():
    view = make_view(AGENDA)
    rows = re.findall(r"^    (\d\d\.\d\d)–(\d\d\.\d\d) \|", make_text(AGENDA), re.MULTILINE)
    slots = [getattr(view.agenda, name) for name in view.agenda.__struct_fields__]
    assert rows == [(f"{slot.starts:%H.%M}", f"{slot.ends:%H.%M}") for slot in slots]


# What the contract has no figures for


@pytest.mark.parametrize("document", PACK.parts, ids=lambda document: document.slug)
def test_without_figures_nothing_is_said_of_a_penalty(document):
    assert re.findall(r"(?i)\bvite", make_text(document, NO_FIGURES)) == []


_REPORTED = {
    AGENDA: "Vad villkoren kräver, rapporteringsskyldigheten och påföljderna.",
    CHECKLIST: "Gå igenom kontraktsvillkoren, rapporteringsskyldigheten och påföljderna.",
    CONTACTS: "Rapport om en allvarlig avvikelse, från er till oss",
    SLIDES: "Inom den tid som avtalet anger, om ni har skälig anledning",
}


@pytest.mark.parametrize(("document", "words"), _REPORTED.items(), ids=[document.slug for document in _REPORTED])
def test_the_duty_to_report_stands_also_where_no_days_are_filled_in(document, words):
    assert words in make_text(document, {**NO_FIGURES, "clause.version": "2023"}).replace("\n", " ")


# Personal data


@pytest.mark.parametrize("document", [INVITATION, CONTACTS, MINUTES], ids=lambda document: document.slug)
def test_what_is_done_with_personal_data_is_said_in_the_regions_words_or_in_plain_ones(document):
    subject = make_subject(read_example("wound-care"))
    own = Text(by_language=FrozenMap({"sv": "Läs mer på vår webbplats.", "en": "Read more on our website."}))
    chosen = replace(subject, choices=Choices(personal_data=own))
    plain, swedish, english = (
        write_tree(compose(document, one, language)) for one, language in ((subject, "sv"), (chosen, "sv"), (chosen, "en"))
    )
    assert "Personuppgiftsansvarig är den nämnd hos Region Exempel" in plain
    assert "Integritetsskyddsmyndigheten" in plain
    assert "Läs mer på vår webbplats." in swedish
    assert "Personuppgiftsansvarig" not in swedish
    assert "Read more on our website." in english
