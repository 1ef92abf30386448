from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.contract.choices import GroundKind
from generator.contract.models import ActionPlan, EscalationEntry, Explanation, Money, Submission
from generator.contract.values import FrozenMap, Name, RoleReference, Text
from generator.documents import MadeFile
from generator.documents.escalation_letter import ESCALATION_LETTER
from generator.documents.escalation_record import ESCALATION_RECORD, Gap
from generator.documents.situation import PenaltySoFar
from generator.errors import InputError
from generator.rules.sanctions import SuspensionRun
from generator.rules.standing.deviation import Condition, ConditionKind
from tests.documents.contracts import ON, change, compose, make_subject, read_example
from tests.documents.tree_text import write_tree

GOLDEN = Path(__file__).parent / "golden"
CONTRACT = read_example("surgical-instruments")
D1, D2, D3 = (f"deviations.{number}" for number in range(3))
MANAGER = RoleReference("buyer.manager")
DIALOGUE, REMINDER, WARNING, MEETING = CONTRACT.deviations[1].escalation
STEPS = ("dialogue", "reminder", "written_warning", "management_meeting")


def make_file(step, language="sv", suffix="pdf", item="D2"):
    """A letter as the manifest knows it, with a fingerprint made of its path."""
    path = f"RE-2024-0307/escalation-letter.{item}.{step}.{language}.{suffix}"
    return MadeFile("escalation-letter", f"{item}.{step}", language, path, path.encode().hex()[-64:])


LETTERS = tuple(make_file(step) for step in STEPS)


def prose(swedish, english):
    return Text(by_language=FrozenMap({"sv": swedish, "en": english}))


def take(step, day, **fields):
    """A step that was taken, decided by the manager for a reason."""
    known = {"decided_by": MANAGER, "reason": prose("Åtgärd A2 är inte klar.", "Action A2 is not done.")}
    return EscalationEntry(step=step, date=date.fromisoformat(day), **known | fields)


def pass_over(step, day, **fields):
    skipped = Explanation(reason=prose("Vi har redan träffats två gånger.", "We have already met twice."))
    return EscalationEntry(step=step, date=date.fromisoformat(day), skipped=skipped, **{"decided_by": MANAGER} | fields)


def make_view(item="D2", changes=None, on=ON, made=LETTERS):
    return ESCALATION_RECORD.make_view(make_subject(change(CONTRACT, changes or {}), item, on, made))


def make_logged(*log, on=ON, made=(), **changes):
    """The record of the second deviation with another log."""
    return make_view(
        changes={f"{D2}.escalation": log, **{f"{D2}.{name}": value for name, value in changes.items()}}, on=on, made=made
    )


def make_text(item="D2", changes=None, on=ON, made=LETTERS, langs=("sv",)):
    return write_tree(compose(ESCALATION_RECORD, make_subject(change(CONTRACT, changes or {}), item, on, made), *langs))


def section(text, heading):
    """What stands under a heading of the second level, until the next."""
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0].strip()


def list_states(view):
    return [(row.step.text, row.state, str(row.day) if row.day else None) for row in view.rows]


def list_gaps(view):
    return [(row.step.text, [gap.value for gap in row.gaps]) for row in view.rows]


@pytest.mark.parametrize("langs", [("sv",), ("en",), ("sv", "en")], ids="-".join)
def test_the_whole_text(langs, golden):
    golden(GOLDEN / f"escalation-record.D2.{'-'.join(langs)}.txt", make_text(langs=langs))


def test_the_whole_text_with_every_kind_of_gap(golden):
    changes = {
        f"{D2}.escalation": (
            DIALOGUE,
            WARNING.model_copy(update={"decided_by": None, "outcome": None, "answered": None}),
            pass_over("management_meeting", "2026-11-17"),
            take("penalty", "2026-12-01", from_=date(2026, 12, 2)),
        )
    }
    made = (make_file("dialogue"), make_file("penalty", "sv-en"), make_file("penalty"))
    on = date(2027, 1, 10)
    golden(GOLDEN / "escalation-record.gaps.sv.txt", make_text(changes=changes, on=on, made=made))
    golden(GOLDEN / "escalation-record.gaps.sv-en.txt", make_text(changes=changes, on=on, made=made, langs=("sv", "en")))


def test_records_are_made_of_all_that_was_logged_settled_or_not():
    assert ESCALATION_RECORD.list_items(CONTRACT, ON) == ("D1", "D2", "D3")
    assert ESCALATION_RECORD.list_items(CONTRACT, date(2026, 5, 20)) == ("D2", "D3")
    assert ESCALATION_RECORD.list_items(CONTRACT, date(2025, 3, 9)) == ()
    assert ESCALATION_RECORD.list_items(read_example("wound-care"), ON) == ()


# The steps, and what isn't noted of them


def test_every_step_is_told_by_date():
    assert list_states(make_view()) == [
        ("dialog", "taken", "2026-05-20"),
        ("påminnelse", "taken", "2026-10-05"),
        ("skriftlig varning", "taken", "2026-10-26"),
        ("möte med ledningen", "taken", "2026-11-17"),
    ]


@pytest.mark.parametrize("made", [LETTERS, ()], ids=["made", "not made"])
def test_gaps_are_those_of_the_contract_whatever_letters_were_made(made):
    assert list_gaps(make_view(made=made)) == [
        ("dialog", ["no_reason"]),
        ("påminnelse", []),
        ("skriftlig varning", []),
        ("möte med ledningen", []),
    ]


def list_remarks(made):
    subject = make_subject(CONTRACT, "D2", ON, made)
    return [(each.subject, each.severity, each.values.get("letter")) for each in ESCALATION_RECORD.list_remarks(subject)]


def test_the_officer_is_told_of_letters_that_were_not_made():
    assert list_remarks(LETTERS) == []
    assert list_remarks(LETTERS[3:]) == []
    assert list_remarks(LETTERS[:3]) == [("deviations[1].escalation[3]", "warning", "management_meeting")]


def test_a_record_without_gaps_says_so():
    changes = {f"{D2}.escalation.0.reason": Text("Barn arbetade i verkstaden.")}
    assert section(make_text(changes=changes), "Det som saknas") == (
        "Inga luckor. För varje steg står vem som beslutade och varför, och vad svaret och resultatet blev, så långt det "
        "har kommit."
    )


@pytest.mark.parametrize(
    ("number", "fields", "gaps"),
    [
        (1, {"decided_by": None}, [Gap.NOBODY_DECIDED]),
        (1, {"reason": None}, [Gap.NO_REASON]),
        (1, {"outcome": None}, [Gap.NO_ANSWER, Gap.NO_OUTCOME]),
        (1, {"outcome": None, "answered": date(2026, 10, 19)}, [Gap.NO_OUTCOME]),
        (3, {"answered": date(2026, 11, 20)}, [Gap.NO_OUTCOME]),
        (3, {"answer_due": date(2026, 11, 22)}, []),
        (3, {"answer_due": date(2026, 11, 21)}, [Gap.NO_ANSWER, Gap.NO_OUTCOME]),
        (3, {"answer_due": date(2026, 11, 21), "outcome": Text("Inget svar.")}, []),
    ],
)
def test_what_is_not_noted_is_a_gap(number, fields, gaps):
    row = make_view(changes={f"{D2}.escalation.{number}.{name}": value for name, value in fields.items()}).rows[number]
    assert list(row.gaps) == gaps


def test_a_step_that_is_missing_stands_where_it_should_have_been():
    view = make_logged(DIALOGUE, WARNING, MEETING)
    assert list_states(view) == [
        ("dialog", "taken", "2026-05-20"),
        ("påminnelse", "missing", None),
        ("skriftlig varning", "taken", "2026-10-26"),
        ("möte med ledningen", "taken", "2026-11-17"),
    ]
    assert view.rows[1].gaps == (Gap.STEP_MISSING,)


def test_gaps_are_told_in_words():
    changes = {f"{D2}.escalation": (DIALOGUE, WARNING.model_copy(update={"decided_by": None}))}
    made = (make_file("dialogue"), make_file("written_warning"))
    assert section(make_text(changes=changes, made=made), "Det som saknas") == (
        "- Dialog, 20~maj~2026: det står inte varför.\n"
        "- Påminnelse: steget togs inte, och inget skäl är antecknat.\n"
        "- Skriftlig varning, 26~oktober~2026: det står inte vem som beslutade."
    )


def test_steps_that_were_passed_over_have_their_reasons():
    log = (DIALOGUE, pass_over("reminder", "2026-10-05"), WARNING)
    assert [(row.state, row.gaps, row.reason) for row in make_logged(*log, made=LETTERS).rows[1:2]] == [
        ("passed_over", (), log[1].skipped.reason)
    ]
    assert section(make_text(changes={f"{D2}.escalation": log}), "Steg som hoppades över") == (
        "- Påminnelse, 5~oktober~2026: Vi har redan träffats två gånger."
    )
    assert section(make_text(), "Steg som hoppades över") == ""


def test_a_step_may_be_passed_over_afterwards():
    late = pass_over("reminder", "2026-11-20", decided_by=None)
    view = make_logged(DIALOGUE, WARNING, late, on=date(2026, 11, 20), made=LETTERS)
    assert list_states(view) == [
        ("dialog", "taken", "2026-05-20"),
        ("skriftlig varning", "taken", "2026-10-26"),
        ("påminnelse", "passed_over", "2026-11-20"),
    ]
    assert view.rows[2].gaps == (Gap.NOBODY_DECIDED,)
    before = make_logged(DIALOGUE, WARNING, late, on=date(2026, 11, 19), made=LETTERS)
    assert list_states(before)[1] == ("påminnelse", "missing", None)


def test_a_step_that_was_taken_twice_is_shown_twice():
    again = take("reminder", "2026-11-20")
    second = replace(LETTERS[1], item="D2.reminder-2")
    view = make_logged(DIALOGUE, REMINDER, again, made=(*LETTERS, second))
    assert [(row.step.text, str(row.day), str(row.answer_due)) for row in view.rows] == [
        ("dialog", "2026-05-20", "2026-06-03"),
        ("påminnelse", "2026-10-05", "2026-10-19"),
        ("påminnelse", "2026-11-20", "2026-12-04"),  # 14 days later, by the ladder
    ]
    assert [(str(row.day), row.file) for row in view.letters] == [
        ("2026-05-20", LETTERS[0]),
        ("2026-10-05", LETTERS[1]),
        ("2026-11-20", second),
    ]


@pytest.mark.parametrize(
    ("changes", "step", "words"),
    [
        ({"clause.terms.penalty": None}, "Vite", "Avtalet saknar bestämmelse om vite"),
        (
            {f"{D2}.ground_excluded": Explanation(reason=Text("Fabriken vägrade revision."))},
            "Vite",
            "Kontraktsvillkoren undantar det här skälet // Fabriken vägrade revision.",
        ),
    ],
)
def test_a_step_that_does_not_exist_says_why(changes, step, words):
    steps = section(make_text(changes=changes), "Steg för steg")
    assert f"\n    {step} | [quiet: Gäller inte] | – | {words}\n" in f"{steps}\n"


def test_steps_that_do_not_exist_are_told_as_far_as_the_deviation_has_come():
    barred = {"clause.terms.penalty": None}
    early = make_view(changes=barred | {f"{D2}.escalation": (DIALOGUE, REMINDER)})
    assert [row.state for row in early.rows] == ["taken", "taken"]
    last = take("termination_with_notice", "2027-01-10")
    late = make_view(
        changes=barred | {"framework_agreement": False, f"{D2}.escalation": (DIALOGUE, REMINDER, WARNING, MEETING, last)},
        on=last.date,
    )
    assert list_states(late)[4:] == [
        ("vite", "barred", None),
        ("avropsstopp", "barred", None),
        ("uppsägning", "taken", "2027-01-10"),
    ]


def test_how_late_an_answer_came():
    assert [(row.answer_due, row.answered, row.days_late) for row in make_view().rows[:2]] == [
        (date(2026, 6, 3), date(2026, 6, 10), 7),
        (date(2026, 10, 19), None, 0),
    ]
    assert "Senast 2026-06-03 // [warn: Kom 2026-06-10, 7~dagar för sent]" in section(make_text(), "Steg för steg")


# As of the day


@pytest.mark.parametrize(
    ("on", "told"),
    [
        ("2026-05-20", [("dialog", None, None, True)]),
        ("2026-06-09", [("dialog", None, None, False)]),
        ("2026-06-10", [("dialog", "2026-06-10", "Åtgärdsplan mottagen en vecka för sent.", False)]),
        # That no answer came isn't known while there is time for one.
        (
            "2026-10-19",
            [("dialog", "2026-06-10", "Åtgärdsplan mottagen en vecka för sent.", False), ("påminnelse", None, None, True)],
        ),
        (
            "2026-10-20",
            [
                ("dialog", "2026-06-10", "Åtgärdsplan mottagen en vecka för sent.", False),
                ("påminnelse", None, "Inget svar.", False),
            ],
        ),
    ],
)
def test_a_record_tells_what_was_known_on_its_day(on, told):
    rows = make_view(on=date.fromisoformat(on)).rows
    assert [
        (row.step.text, str(row.answered) if row.answered else None, row.outcome.get("sv") if row.outcome else None, row.is_open)
        for row in rows
    ] == told


def test_what_came_of_the_last_step_is_told_though_there_is_time_to_answer():
    view = make_view(changes={f"{D2}.escalation.3.outcome": Text("Mötet hölls.")})
    assert view.rows[3].outcome == Text("Mötet hölls.")


def test_letters_of_later_steps_are_left_out():
    letters = make_view(on=date(2026, 10, 26)).letters
    assert [(row.step.text, row.file) for row in letters] == [
        ("dialog", LETTERS[0]),
        ("påminnelse", LETTERS[1]),
        ("skriftlig varning", LETTERS[2]),
    ]


def test_a_deviation_that_is_settled_later_is_open():
    days = [date(2025, 8, 19), date(2025, 8, 20)]
    assert [make_view("D3", on=day).situation.closed for day in days] == [None, date(2025, 8, 20)]
    assert ["Inga fler steg ska tas." in make_text("D3", on=day) for day in days] == [False, True]


def test_nothing_logged_by_the_day():
    with pytest.raises(InputError) as caught:
        make_view(on=date(2026, 5, 19))
    assert str(caught.value) == (
        "error: deviations[1].escalation: no step of D2 has been taken by 2026-05-19\n"
        "  hint: steps taken: –; take the next with: realisera escalate RE-2024-0307 D2"
    )


def test_all_that_is_missing_is_told_at_once():
    with pytest.raises(InputError) as caught:
        make_view(changes={"buyer.contacts": FrozenMap(), f"{D2}.escalation": ()})
    assert [finding.subject for finding in caught.value.findings] == ["buyer.contacts.officer", "deviations[1].escalation"]


# The situation


def test_where_a_deviation_stands():
    known = [
        (
            each.step.text,
            each.answer_due,
            each.answered,
            each.is_waiting,
            each.kinds,
            each.next.text if each.next else None,
            each.next_from,
        )
        for each in (make_view(item).situation for item in ("D1", "D2", "D3"))
    ]
    assert known == [
        ("dialog", date(2026, 6, 24), date(2026, 6, 22), False, (), "påminnelse", None),
        ("möte med ledningen", date(2026, 12, 1), None, True, (GroundKind.ACTION_PLAN,), "vite", date(2026, 12, 2)),
        ("dialog", date(2025, 4, 9), date(2025, 4, 2), False, (), None, None),
    ]


def test_late_actions_are_named():
    actions = make_view().situation.grounds.actions
    assert [(action.id, action.due, action.days) for action in actions] == [
        ("A2", date(2026, 9, 30), 53),
        ("A3", date(2026, 11, 15), 7),
    ]


PENALTY = (DIALOGUE, REMINDER, WARNING, MEETING, take("penalty", "2026-12-01", from_=date(2026, 12, 2)))


@pytest.mark.parametrize(
    ("on", "weeks", "amount", "is_at_maximum"),
    [
        ("2026-12-01", 0, 0, False),
        ("2026-12-02", 1, 20_000, False),
        ("2026-12-08", 1, 20_000, False),
        ("2026-12-09", 2, 40_000, False),
        ("2027-01-10", 6, 120_000, False),
        ("2027-01-19", 7, 140_000, False),
        ("2027-01-20", 8, 160_000, True),
        ("2027-06-01", 8, 160_000, True),
    ],
)
def test_a_penalty_so_far(on, weeks, amount, is_at_maximum):
    penalty = make_logged(*PENALTY, on=date.fromisoformat(on)).situation.penalty
    total = Money(amount=Decimal(amount), currency="SEK")
    assert penalty == PenaltySoFar(date(2026, 12, 2), None, weeks, total, date(2027, 1, 20), is_at_maximum)


def test_a_penalty_ends_when_its_ground_ceases_and_not_before_that_is_known():
    ended = PENALTY[-1].model_copy(update={"until": date(2026, 12, 15)})
    penalties = [make_logged(*PENALTY[:-1], ended, on=date(2026, 12, day)).situation.penalty for day in (14, 15)]
    total = Money(amount=Decimal(40_000), currency="SEK")
    assert penalties == [
        PenaltySoFar(date(2026, 12, 2), None, 2, total, date(2027, 1, 20), is_at_maximum=False),
        PenaltySoFar(date(2026, 12, 2), date(2026, 12, 15), 2, total, None, is_at_maximum=False),
    ]


def test_conditions_for_immediate_termination():
    stopped = take("call_off_suspension", "2027-01-21")
    early, late = (
        make_logged(*PENALTY, stopped, on=day, severe_remedied_at_once=False).situation
        for day in (date(2027, 1, 21), date(2027, 4, 21))
    )
    severe = Condition(ConditionKind.SEVERE_NOT_REMEDIED, date(2026, 5, 18))
    maximum = Condition(ConditionKind.MAXIMUM_PENALTY, date(2027, 1, 20))
    assert early.conditions == (severe, maximum)
    assert late.conditions == (severe, maximum, Condition(ConditionKind.LONG_SUSPENSION, date(2027, 4, 21)))
    assert early.suspension == late.suspension == SuspensionRun(date(2027, 1, 21), None, date(2027, 4, 21))


def test_conditions_are_told_or_that_there_are_none():
    changes = [{}, {f"{D2}.severe_remedied_at_once": True}, {f"{D2}.severe_remedied_at_once": False}]
    texts = [section(make_text(changes=each), "Läget den 22~november~2026") for each in changes]
    none, unknown = "Vi känner inte till något skäl", "men det är inte antecknat om den som orsakar den"
    severe = "har inte vidtagit åtgärder genast. Det gäller sedan den 18~maj~2026."
    assert [(none in text, unknown in text, severe in text) for text in texts] == [
        (True, True, False),
        (True, False, False),
        (False, False, True),
    ]


# The letters


def test_files_are_those_in_pdf_if_there_are_any():
    made = (
        make_file("dialogue", suffix="docx"),
        make_file("reminder", suffix="docx"),
        make_file("reminder"),
        make_file("reminder", "en"),
    )
    assert [(row.step.text, row.file) for row in make_logged(DIALOGUE, REMINDER, made=made).letters] == [
        ("dialog", made[0]),
        ("påminnelse", made[2]),
    ]


@pytest.mark.parametrize(
    ("spoken", "language", "languages"),
    [
        ((), "sv", ("sv", "en", "sv-en")),
        (("sv+en",), "sv-en", ()),
        (("en",), "en", ()),
        (("sv", "en"), "sv", ("sv", "en", "sv-en")),
    ],
)
def test_one_file_of_a_letter_is_listed_and_it_is_that_of_the_contracts_languages(spoken, language, languages):
    made = tuple(make_file("reminder", each) for each in ("en", "sv-en", "sv"))
    (row,) = make_view(changes={f"{D2}.escalation": (REMINDER,), "languages": spoken}, made=made).letters
    assert (row.file.language, sorted(row.languages)) == (language, sorted(languages))


def test_letters_about_other_deviations_are_left_out():
    other = make_file("dialogue", item="D1")
    assert [row.file for row in make_logged(DIALOGUE, made=(other,)).letters] == [None]


def test_a_letter_whose_file_is_not_in_the_output_folder_is_listed_all_the_same():
    view = make_view(made=LETTERS[3:])
    assert [(row.step.text, row.file) for row in view.letters] == [
        ("dialog", None),
        ("påminnelse", None),
        ("skriftlig varning", None),
        ("möte med ledningen", LETTERS[3]),
    ]


def test_a_letter_that_was_changed_is_told_and_is_no_gap():
    made = (LETTERS[0], replace(LETTERS[1], is_intact=False))
    reason = {f"{D2}.escalation": (DIALOGUE.model_copy(update={"reason": Text("Barn arbetade.")}), REMINDER)}
    assert list_gaps(make_view(changes=reason, made=made)) == [("dialog", []), ("påminnelse", [])]
    told = [each.values for each in ESCALATION_RECORD.list_remarks(make_subject(change(CONTRACT, reason), "D2", ON, made))]
    assert told == [{"path": LETTERS[1].path}]
    text = make_text(changes=reason, made=made)
    cell = f"{LETTERS[1].path} // Svenska // [bad: Filen har ändrats sedan den gjordes]"
    assert [line.split(" | ")[1] for line in section(text, "Breven").splitlines() if ".pdf" in line] == [
        f"{LETTERS[0].path} // Svenska",
        cell,
    ]


def test_a_change_in_a_file_that_the_record_does_not_name_is_no_gap():
    other = replace(make_file("reminder", suffix="docx"), is_intact=False)
    assert list_gaps(make_view(made=(*LETTERS, other))) == list_gaps(make_view())


def test_a_fingerprint_stands_in_four_lines():
    file = MadeFile("escalation-letter", "D2.dialogue", "sv-en", "RE/x.pdf", "0123456789abcdef" * 4)
    text = section(make_text(changes={f"{D2}.escalation": (DIALOGUE,)}, made=(file,)), "Breven")
    fingerprint = " // ".join(["0123456789abcdef"] * 4)
    assert (
        text.partition("---\n")[2].partition("\n\n")[0].strip()
        == f"Dialog // 2026-05-20 | RE/x.pdf // Svenska och engelska | {fingerprint}"
    )


def test_the_record_tells_the_decision_who_supplies_meanwhile_and_what_was_suspected():
    entry = {
        f"{D2}.escalation.0.decision_number": "RS 2026/12",
        f"{D2}.escalation.0.delegation": Name("Punkt 4.2 i delegationsordningen"),
    }
    stopped = take("call_off_suspension", "2026-11-20", supply_meanwhile=Text("Region Grannen lånar ut saxar."))
    shown = {f"{D2}.suspected": True, f"{D2}.established": date(2026, 6, 1)}
    contract = change(CONTRACT, shown | {f"{D2}.escalation": (*CONTRACT.deviations[1].escalation, stopped)} | entry)
    text = write_tree(compose(ESCALATION_RECORD, make_subject(contract, "D2")))
    assert "Beslut RS 2026/12" in text
    assert "Punkt 4.2 i delegationsordningen" in text
    assert "Region Grannen lånar ut saxar." in text
    assert "Fastställd | 2026-06-01" in text
    view = ESCALATION_RECORD.make_view(make_subject(contract, "D2"))
    assert Gap.NO_SUPPLY not in view.rows[-1].gaps
    silent = change(contract, {f"{D2}.escalation.4.supply_meanwhile": None})
    assert Gap.NO_SUPPLY in ESCALATION_RECORD.make_view(make_subject(silent, "D2")).rows[-1].gaps
    early = make_subject(contract, "D2", date(2026, 5, 31))
    assert "Misstänkt: inget är fastställt än" in write_tree(compose(ESCALATION_RECORD, early))


def test_the_words_of_a_record_fit_a_suspicion_until_it_is_shown():
    changes = {f"{D2}.suspected": True, f"{D2}.established": date(2026, 8, 1), f"{D2}.severe_remedied_at_once": None}
    suspected, shown = make_text(changes=changes, on=date(2026, 7, 20)), make_text(changes=changes)
    for words in ("Möjlig avvikelse | D2", "    Gäller | ", "Uppmärksammad |", "Det är en misstanke"):
        assert (words in suspected, words in shown) == (True, False), words
    for words in ("    Avvikelse | D2", "Strider mot |", "Upptäckt |", "Det är en allvarlig avvikelse"):
        assert (words in suspected, words in shown) == (False, True), words


@pytest.mark.parametrize(("is_ground", "reserved"), [(True, False), (False, True)])
def test_a_plan_that_never_came_is_told_as_a_ground_with_the_ladders_reservation(is_ground, reserved):
    plan = ActionPlan(requested=date(2026, 6, 1), due=date(2026, 6, 30))
    subject = make_subject(change(CONTRACT, {f"{D2}.action_plan": plan}), "D2")
    ladder = replace(subject.standing.ladder, missing_plan_is_ground=is_ground)
    text = write_tree(compose(ESCALATION_RECORD, replace(subject, standing=replace(subject.standing, ladder=ladder))))
    assert "Ingen åtgärdsplan har kommit in" in text
    assert "Åtgärdsplanen följs inte" not in text
    assert ("Att planen inte har kommit är enligt trappan ingen grund för en påföljd." in text) == reserved


@pytest.mark.parametrize(
    ("answered", "outcome", "in_letter", "in_record"),
    [
        (None, None, "Inget svar är antecknat", Gap.NO_ANSWER),
        (None, Text("De svarade inte."), "Inget svar", None),
        (date(2026, 6, 10), None, "Svar kom 2026-06-10", None),
    ],
)
def test_letter_and_record_say_the_same_of_an_answer(answered, outcome, in_letter, in_record):
    first = take("dialogue", "2026-06-01", answer_due=date(2026, 6, 15), answered=answered, outcome=outcome)
    subject = make_subject(change(CONTRACT, {f"{D2}.escalation": (first, take("reminder", "2026-07-01"))}), "D2.reminder")
    letter = write_tree(compose(ESCALATION_LETTER, replace(subject, standing=replace(subject.standing, on=date(2026, 7, 1)))))
    assert f"\n- **Dialog**, 2026-06-01. {in_letter}" in letter
    assert ("har ni inte svarat" in letter, "Vi har inte antecknat något svar" in letter) == (
        in_letter == "Inget svar",
        in_record is Gap.NO_ANSWER,
    )
    record = ESCALATION_RECORD.make_view(replace(subject, item="D2"))
    assert (Gap.NO_ANSWER in record.rows[0].gaps) == (in_record is Gap.NO_ANSWER)


@pytest.mark.parametrize(("on", "is_told"), [(date(2026, 11, 9), False), (date(2026, 11, 10), True), (date(2026, 11, 12), False)])
def test_evidence_that_nobody_has_looked_at_is_told(on, is_told):
    sent = (Submission(date=date(2026, 11, 10), accepted=date(2026, 11, 12)),)
    text = make_text(changes={f"{D2}.action_plan.actions.1.submitted": sent}, on=on)
    told = "Verifikat har kommit för de här åtgärderna, och vi har inte granskat dem än: A2."
    assert (told in text.replace("~", " ")) is is_told


@pytest.mark.parametrize(("sent", "told"), [("2026-09-28", "51 dagar räknat från 2026-10-02"), (None, "53 dagar")])
def test_a_delay_after_a_rejection_says_from_which_day_it_is_counted(sent, told):
    rejected = Submission(date=date.fromisoformat(sent), rejected=date(2026, 10, 2), reason=Text("Fel.")) if sent else None
    changes = {f"{D2}.action_plan.actions.1.submitted": (rejected,) if rejected else ()}
    text = write_tree(compose(ESCALATION_RECORD, make_subject(change(CONTRACT, changes), "D2", ON), "sv")).replace("~", " ")
    row = next(line for line in text.split("\n") if line.strip().startswith("A2 | "))
    assert row.split(" | ")[-1] == told


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ((), "- Åtgärd A3 var inte klar."),
        ((Submission(date=date(2026, 11, 18)),), "- Verifikatet var inte godtaget för åtgärd A3."),
        ((Submission(date=date(2026, 11, 18), accepted=date(2026, 11, 19)),), None),
    ],
)
def test_a_closing_is_told_with_what_remained(sent, told):
    changes = {f"{D1}.closed": date(2026, 11, 20), f"{D1}.action_plan.actions.2.submitted": sent}
    text = make_text("D1", changes)
    assert "Avvikelsen avslutades den 20~november~2026. Inga fler steg ska tas." in text
    assert ("Det här återstod när avvikelsen avslutades:" in text) == bool(told)
    assert ("Allt var inte klart när den avslutades." in text) == bool(told)
    assert told is None or told in text
