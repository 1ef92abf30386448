from __future__ import annotations

import re
from datetime import date

import pytest
from msgspec.structs import replace

from generator.contract.choices import Sanction
from generator.contract.ladder import Beginning
from generator.contract.models import Action, ActionPlan, EscalationEntry, Explanation, Investigation, Submission
from generator.contract.values import FrozenMap, Name, RoleReference, Text
from generator.documents.escalation_letter import ESCALATION_LETTER
from generator.errors import InputError
from generator.rules.standing.deviation import Condition, ConditionKind
from generator.rules.standing.ladder import Bar
from tests.documents.contracts import LADDER, ON, change, compose, make_subject, read_example
from tests.documents.tree_text import write_tree

MANAGER = RoleReference("buyer.manager")
D2 = "deviations.1"
SOURCE = read_example("surgical-instruments")
OFFICER = "Åsa Öberg, asa.oberg@region.example <mailto:asa.oberg@region.example>"


def take(step, day, **fields):
    """A step that was taken for a reason that names it; dates are given as text."""
    known = {name: date.fromisoformat(value) if isinstance(value, str) else value for name, value in fields.items()}
    return EscalationEntry(
        step=step, date=date.fromisoformat(day), **{"decided_by": MANAGER, "reason": Text(f"Skäl: {step}.")} | known
    )


LOG = (
    take("dialogue", "2026-05-20", answer_due="2026-06-03", answered="2026-06-10", outcome=Text("Planen kom.")),
    take("reminder", "2026-10-05", outcome=Text("Inget hände.")),
    take("written_warning", "2026-10-26", answered="2026-11-09", outcome=Text("Ett svar kom.")),
    take("management_meeting", "2026-11-17", answered="2026-11-30", outcome=Text("Mötet hölls.")),
    take("penalty", "2026-12-01", from_="2026-12-02", outcome=Text("Vitet betalas.")),
    take("call_off_suspension", "2027-01-21", outcome=Text("Inget hände mer.")),
    take("termination_with_notice", "2027-03-01"),
    take("immediate_termination", "2027-04-21"),
)
"""The second deviation, child labour, from the first step of the ladder to the last."""
CONTRACT = change(SOURCE, {f"{D2}.escalation": LOG})
STEPS = tuple(entry.step for entry in LOG)


def find_day(contract, step):
    return ESCALATION_LETTER.find_day(contract, f"D2.{step}")


def make_view(step, changes=None):
    contract = change(CONTRACT, changes or {})
    return ESCALATION_LETTER.make_view(make_subject(contract, f"D2.{step}", find_day(contract, step)))


def make_text(step, changes=None, langs=("sv",)):
    contract = change(CONTRACT, changes or {})
    return write_tree(compose(ESCALATION_LETTER, make_subject(contract, f"D2.{step}", find_day(contract, step)), *langs))


def section(text, heading):
    """What stands under a heading of the second level, in a part of its own or not, until the next."""
    lines = [line.strip() for line in text.split("\n")]
    return "\n".join(lines).partition(f"\n## {heading}\n")[2].partition("\n## ")[0].strip()


def list_rows(text):
    """The rows of the tables in a text, without their heads."""
    return [tuple(line.strip().split(" | ")) for line in text.split("\n") if " | " in line]


every_step = pytest.mark.parametrize("step", STEPS)


HEADINGS = {
    "dialogue": ("Berätta hur ni rättar till en avvikelse", "Svara senast den 3~juni~2026"),
    "reminder": ("Påminnelse", "Svara senast den 19~oktober~2026"),
    "written_warning": ("Skriftlig varning", "Svara senast den 9~november~2026"),
    "management_meeting": ("Kallelse till möte", "Svara senast den 1~december~2026"),
    "penalty": ("Krav på vite", "Svara senast den 29~december~2026"),
    "call_off_suspension": ("Avropsstopp", "Svara senast den 18~februari~2027"),
    "termination_with_notice": ("Uppsägning av avtalet", "Avtalet upphör den 30~maj~2027"),
    "immediate_termination": ("Uppsägning av avtalet med omedelbar verkan", "Avtalet upphör den 21~april~2027"),
}
"""What a letter wants, and the day."""


def read_start(text):
    """What a letter begins with, after the address and the references: its heading, and the paragraph under it."""
    heading, paragraph = text.partition("\n# ")[2].split("\n\n")[:2]
    return heading, paragraph


# What every letter begins with


@every_step
def test_a_letter_begins_with_what_it_wants_and_by_when(step):
    heading, paragraph = read_start(make_text(step))
    wanted, day = HEADINGS[step]
    assert heading == f"{wanted}: Barn i smidesverkstad. {day}"
    assert paragraph.startswith(LADDER.steps[step].letter[0])
    assert (f"Svara till {OFFICER}" in paragraph) == day.startswith("Svara")


@pytest.mark.parametrize("step", [step for step, (_, day) in HEADINGS.items() if day.startswith("Svara")])
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_day_to_answer_stands_once(step, lang):
    due = make_view(step).answer_due
    day = re.compile(rf"\b{due.day}~\w+~{due.year}\b|{due}")
    assert [line[:2] for line in make_text(step, langs=(lang,)).split("\n") if day.search(line)] == ["# "]


def test_a_deviation_without_a_title_says_what_it_is_or_goes_against():
    def find_matter(**changes):
        text = make_text("written_warning", {f"{D2}.{key}": value for key, value in {"title": None, **changes}.items()})
        return read_start(text)[0].removeprefix("Skriftlig varning: ").removesuffix(". Svara senast den 9~november~2026")

    assert find_matter() == "barnarbete (avvikelse D2)"
    assert find_matter(severe_kind=None) == "arbetstagares rättigheter (avvikelse D2)"
    assert find_matter(severe_kind=None, against=None) == "avvikelse D2"


def test_a_step_that_a_region_has_named_and_given_no_heading_is_called_by_its_name():
    ladder = change_step("management_meeting", heading=None, name="samtal med ledningen")
    assert read_start(make_with_ladder("management_meeting", ladder))[0] == (
        "Samtal med ledningen: Barn i smidesverkstad. Svara senast den 1~december~2026"
    )


def test_a_letter_that_asks_for_no_answer_names_no_day_and_nobody_to_answer():
    ladder = change_step("written_warning", answer_days=None)
    heading, paragraph = read_start(make_with_ladder("written_warning", ladder, {f"{D2}.escalation.2.answer_due": None}))
    assert heading == "Skriftlig varning: Barn i smidesverkstad"
    assert paragraph.endswith("Det gäller avtalet Kirurgiska instrument för flergångsbruk.")


def test_a_termination_whose_day_is_not_known_names_none():
    heading, _ = read_start(make_text("termination_with_notice", {"clause.terms.notice_days": None}))
    assert heading == "Uppsägning av avtalet: Barn i smidesverkstad"


def test_a_termination_that_is_to_be_answered_names_both_days():
    ladder = change_step("termination_with_notice", answer_days=14)
    heading, _ = read_start(make_with_ladder("termination_with_notice", ladder))
    assert heading.endswith(". Avtalet upphör den 30~maj~2027. Svara senast den 15~mars~2027")


def test_a_suspension_while_a_ground_is_looked_into_says_so():
    changes = {
        f"{D2}.action_plan": None,
        f"{D2}.escalation": (take("call_off_suspension", "2026-06-15"),),
        f"{D2}.investigation": Investigation(opened=date(2026, 6, 10), decide_by=date(2026, 8, 10)),
    }
    heading, paragraph = read_start(make_text("call_off_suspension", changes))
    assert heading == "Avropsstopp medan vi utreder: Barn i smidesverkstad. Svara senast den 13~juli~2026"
    assert paragraph.startswith(LADDER.steps["call_off_suspension"].while_investigated[0])


# What every letter has


@every_step
@pytest.mark.parametrize("langs", [("sv",), ("en",), ("de",), ("sv", "en"), ("sv", "de")], ids="-".join)
def test_every_step_has_a_letter_in_every_language(step, langs):
    assert make_text(step, langs=langs).startswith(f"[{langs[0]}]\n\n[address]\n    Nordic Instruments Trading AB // ")


@every_step
def test_a_letter_is_dated_when_the_step_was_taken(step):
    entry = next(entry for entry in LOG if entry.step == step)
    assert find_day(CONTRACT, step) == entry.date
    assert f"\n[table references]\n    Datum | {entry.date}\n" in make_text(step)


@every_step
def test_a_letter_says_what_the_ladder_says_and_why_the_step_is_taken(step):
    text, rung = make_text(step), LADDER.steps[step]
    assert [paragraph in text for paragraph in rung.letter] == [True] * len(rung.letter)
    assert section(text, "Varför vi tar det här steget").split("\n\n")[0] == f"Skäl: {step}."


def test_a_letter_says_that_the_step_before_was_not_answered():
    whys = [section(make_text(step), "Varför vi tar det här steget") for step in ("reminder", "written_warning")]
    assert [why.partition("\n\nDet här har hänt hittills:")[0].split("\n\n") for why in whys] == [
        ["Skäl: reminder."],
        [
            "Skäl: written_warning.",
            (
                "Enligt våra anteckningar har ni inte svarat på vårt förra brev (steg: påminnelse). "
                "Svaret skulle ha kommit senast den 19~oktober~2026."
            ),
        ],
    ]


@every_step
def test_a_letter_ends_with_a_receipt_to_send_back(step):
    receipt = section(make_text(step), "Mottagningsbevis")
    assert receipt.split("\n\n")[0] == (
        "Fyll i beviset när ni har fått brevet och skicka det till Region Exempel, asa.oberg@region.example "
        "<mailto:asa.oberg@region.example>."
    )
    assert list_rows(receipt) == [
        ("Brevet gäller", f"{HEADINGS[step][0]}: Barn i smidesverkstad, RE 2024-00307, {find_day(CONTRACT, step)}"),
        ("Brevet kom fram den", "____"),
        ("Namn", "____"),
    ]


def test_whom_a_letter_is_addressed_to():
    receivers = [make_view(step).receiver.name for step in STEPS]
    assert receivers == ["Tomas Berg"] * 3 + ["Henrik Alm"] * 5
    contacts = FrozenMap({"due_diligence": SOURCE.supplier.contacts["due_diligence"]})
    assert {make_view(step, {"supplier.contacts": contacts}).receiver.name for step in STEPS} == {"Tomas Berg"}
    assert {make_view(step, {"supplier.contacts": FrozenMap()}).receiver for step in STEPS} == {None}


def test_who_decided_signs_and_else_the_officer():
    assert make_view("penalty").decided_by.name == "Maria Hellström"
    assert make_view("dialogue", {f"{D2}.escalation.0.decided_by": None}).decided_by.name == "Åsa Öberg"


def test_a_supplier_abroad_has_its_country_in_the_address():
    assert [make_view("dialogue", {"supplier.country": country}).country for country in ("SE", "DE", None)] == [None, "DE", None]


# What is demanded, by when, and what follows


@pytest.mark.parametrize(
    ("step", "due"),
    [
        ("dialogue", "2026-06-03"),  # what the log says
        ("reminder", "2026-10-19"),  # 14 days
        ("written_warning", "2026-11-09"),  # 14 days
        ("management_meeting", "2026-12-01"),  # 14 days
        ("penalty", "2026-12-29"),  # 28 days
        ("call_off_suspension", "2027-02-18"),  # 28 days
        ("termination_with_notice", None),
        ("immediate_termination", None),
    ],
)
def test_by_when_the_supplier_answers(step, due):
    assert make_view(step).answer_due == (date.fromisoformat(due) if due else None)


def test_a_time_to_answer_does_not_end_on_a_free_day():
    assert make_view("reminder", {f"{D2}.escalation.1.date": date(2026, 10, 4)}).answer_due == date(2026, 10, 19)


@pytest.mark.parametrize(
    ("step", "late"),
    [
        ("dialogue", []),
        ("reminder", [("A2", 5)]),
        ("written_warning", [("A2", 26)]),
        ("management_meeting", [("A2", 48), ("A3", 2)]),
        ("penalty", [("A2", 62), ("A3", 16)]),
        ("call_off_suspension", [("A2", 113), ("A3", 67), ("A4", 37)]),
        ("termination_with_notice", [("A2", 152), ("A3", 106), ("A4", 76)]),
    ],
)
def test_the_actions_that_were_late_then(step, late):
    assert [(action.id, action.days) for action in make_view(step).grounds.actions] == late


def test_what_is_demanded_of_a_plan_that_is_not_followed():
    assert section(make_text("reminder"), "Vad som krävs av er").split("\n\n")[:2] == [
        (
            "De här åtgärderna i den godkända planen är inte klara i tid. Genomför dem och skicka verifikat med svaret. "
            "Om ni inte hinner allt till dess ska ni visa vad som är gjort och när resten är klart."
        ),
        "- A2, klar senast 2026-09-30, försenad 5~dagar: Gå med i det lokala programmet mot barnarbete.",
    ]


def test_a_plan_that_was_asked_for_is_demanded_in_the_first_letter():
    assert section(make_text("dialogue"), "Vad som krävs av er").split("\n\n")[0] == (
        "Lämna en åtgärdsplan med svaret. Skriv i den varför avvikelsen har uppstått, vad ni ska göra, vem som ansvarar och när "
        "varje åtgärd ska vara klar."
    )


def test_a_plan_that_is_due_another_day_than_the_answer_has_its_own_day():
    later = {f"{D2}.action_plan": ActionPlan(requested=date(2026, 5, 20), due=date(2026, 6, 24))}
    demand = section(make_text("dialogue", later), "Vad som krävs av er")
    assert demand.startswith(
        "Det finns två sista dagar: svara på brevet senast den 3~juni~2026, och lämna en åtgärdsplan senast den 24~juni~2026."
    )


@pytest.mark.parametrize(
    ("plan", "wants"),
    [
        (None, True),
        (ActionPlan(requested=date(2026, 5, 20)), True),
        (ActionPlan(received=date(2026, 10, 6)), True),  # it came the day after the reminder
        (ActionPlan(received=date(2026, 10, 5)), False),
        (ActionPlan(approved=date(2026, 10, 5)), False),
    ],
)
def test_a_letter_asks_for_a_plan_until_there_is_one(plan, wants):
    changes = {f"{D2}.action_plan": plan}
    told = section(make_text("reminder", changes), "Vad som krävs av er")
    assert (make_view("reminder", changes).wants_plan, "åtgärdsplan" in told) == (wants, wants)


def test_a_plan_without_a_day_is_asked_for_by_the_day_to_answer():
    changes = {f"{D2}.action_plan": None, "clause.terms.action_plan_days": None}
    demand = section(make_text("dialogue", changes), "Vad som krävs av er")
    assert demand.startswith("Lämna en åtgärdsplan med svaret. Skriv i den varför")
    demand = section(make_text("reminder", changes), "Vad som krävs av er")
    assert demand.startswith(f"Er åtgärdsplan skulle ha kommit senast den 3~juni~2026. Skicka den till {OFFICER}, genast.")


def test_a_plan_that_never_came_is_demanded_at_once():
    plan = ActionPlan(requested=date(2026, 5, 20), due=date(2026, 6, 3))
    demand = section(make_text("reminder", {f"{D2}.action_plan": plan}), "Vad som krävs av er")
    assert demand.startswith(f"Er åtgärdsplan skulle ha kommit senast den 3~juni~2026. Skicka den till {OFFICER}, genast.")


@pytest.mark.parametrize(
    ("against", "words"), [("3", "Fullgör rapporteringsskyldigheten:"), ("4", "Medverka i uppföljningen:"), ("2.3", None)]
)
def test_what_the_clause_demands_is_named(against, words):
    demand = section(make_text("reminder", {f"{D2}.against": against, f"{D2}.action_plan": None}), "Vad som krävs av er")
    first, *others = demand.split("\n\n")[:-1]
    assert first.startswith(
        "Er åtgärdsplan skulle ha kommit senast den 22~juni~2026."
    )  # 30 days after the dialogue, past Midsummer.
    assert [line.split(":")[0] + ":" for line in others] == ([words] if words else [])


@pytest.mark.parametrize(
    ("step", "following"),
    [
        ("dialogue", "påminnelse"),
        ("reminder", "skriftlig varning"),
        ("written_warning", "möte med ledningen"),
        ("management_meeting", "vite"),
        ("penalty", "avropsstopp"),
        ("call_off_suspension", "uppsägning"),
    ],
)
def test_what_follows_otherwise(step, following):
    first = section(make_text(step), "Vad som händer annars").partition("\n")[0]
    assert first == (
        f"Nästa steg i trappan: {following}. Vi beslutar om det när ni har svarat eller svarstiden är slut. "
        "Vi tar det bara om skälet finns kvar, alltså om det som krävs av er då inte är gjort."
    )


def test_what_follows_has_the_contracts_own_figures():
    told = [section(make_text(step), "Vad som händer annars").split("\n\n")[1] for step in STEPS[3:6]]
    assert told == [
        (
            "Vitet är 20~000~kronor exklusive mervärdesskatt för varje påbörjad vecka, i högst 8~veckor. "
            "Det blir som mest 160~000~kronor."
        ),
        "Det innebär att vi slutar avropa från ramavtalet så länge skälet finns kvar, och medan vi utreder om det finns skäl.",
        "Då kan vi säga upp avtalet, som upphör efter 90~dagar. Det är en sista utväg.",
    ]


@pytest.mark.parametrize(
    ("step", "changes", "following"),
    [
        ("management_meeting", {f"{D2}.ground_excluded": Explanation(reason=Text("Nekad revision."))}, "uppsägning"),
        ("management_meeting", {"clause.terms.penalty": None, "framework_agreement": False}, "uppsägning"),
        ("penalty", {"framework_agreement": False}, "uppsägning"),
    ],
)
def test_a_step_that_does_not_exist_does_not_follow(step, changes, following):
    assert make_view(step, changes).next.text == following


# Penalty and suspension


def test_what_a_penalty_comes_to():
    penalty = make_view("penalty").penalty
    assert (penalty.starts, penalty.reaches_maximum) == (date(2026, 12, 2), date(2027, 1, 20))
    assert list_rows(section(make_text("penalty"), "Så räknas vitet")) == [
        ("För varje påbörjad vecka", "20~000~kronor"),
        ("Första dag som räknas", "2026-12-02"),
        ("Längst", "8~veckor"),
        ("Högsta belopp", "160~000~kronor"),
        ("Når högsta beloppet", "2027-01-20"),
    ]


def test_a_penalty_counts_from_the_day_of_the_letter_unless_the_log_says_otherwise():
    assert make_view("penalty", {f"{D2}.escalation.4.from_": None}).penalty.starts == date(2026, 12, 1)


def test_a_penalty_without_end_has_no_maximum():
    rows = list_rows(section(make_text("penalty", {"clause.terms.penalty.max_weeks": None}), "Så räknas vitet"))
    assert rows == [("För varje påbörjad vecka", "20~000~kronor"), ("Första dag som räknas", "2026-12-02")]


def test_only_a_penalty_has_its_own_section():
    assert [bool(section(make_text(step), "Så räknas vitet")) for step in STEPS] == [step == "penalty" for step in STEPS]


def test_a_suspension_of_call_offs_and_how_long_it_may_last():
    assert section(make_text("call_off_suspension"), "Avropsstoppet").split("\n\n") == [
        (
            "Från och med den 21~januari~2027 avropar vi inte från ramavtalet. "
            "Stoppet upphör när bristen är rättad. "
            "Visa det för oss så snart ni kan. Under tiden får vi köpa från andra."
        ),
        (
            "Om stoppet inte har upphört den 21~april~2027 har det varat i 3~månader. "
            "Då får vi säga upp avtalet med omedelbar verkan."
        ),
    ]
    assert [bool(section(make_text(step), "Avropsstoppet")) for step in STEPS] == [
        step == "call_off_suspension" for step in STEPS
    ]


# Terminations

ENDING = "När och varför avtalet upphör"
EXIT = "Ett ansvarsfullt utträde"


def test_termination_with_notice_says_when_the_contract_ends():
    # 90 days from 1 March: 30 left of March, 30 of April, 30 of May.
    assert section(make_text("termination_with_notice"), ENDING) == (
        "Uppsägningstiden är 90~dagar. Räknat från brevets datum upphör avtalet den 30~maj~2027.\n\n"
        "Avropsstoppet gäller även under uppsägningstiden, så länge bristen finns kvar."
    )


def test_a_reasonable_notice_without_a_day_promises_nothing():
    text = section(make_text("termination_with_notice", {"clause.terms.notice_days": None}), "När och varför avtalet upphör")
    assert "Vi säger upp avtalet med skälig uppsägningstid. Vilken dag det upphör är inte bestämt än." in text
    assert "meddelar" not in text


def test_a_contract_that_ends_anyway_ends_no_later():
    termination = make_view("termination_with_notice", {"clause.terms.notice_days": 365}).termination
    assert (termination.ends, termination.ends_by_itself) == (date(2027, 8, 31), True)
    told = section(make_text("termination_with_notice", {"clause.terms.notice_days": 365}), ENDING)
    assert told.startswith(
        "Uppsägningstiden är 365~dagar, men avtalet upphör redan den 31~augusti~2027, när avtalstiden går ut.\n\n"
    )


@pytest.mark.parametrize(
    ("days", "itself"),
    [(182, False), (183, False), (184, True)],  # 183 days from 1 March are 31 August, the contract's last day
)
def test_a_contract_ends_by_itself_only_before_the_notice_has_run_out(days, itself):
    termination = make_view("termination_with_notice", {"clause.terms.notice_days": days}).termination
    assert termination.ends_by_itself is itself


@pytest.mark.parametrize(
    ("changes", "is_suspended"),
    [
        ({}, True),
        ({"escalation.5.until": date(2027, 2, 28)}, False),  # lifted the day before
        ({"escalation.5.until": date(2027, 3, 1)}, True),
        ({"escalation": (*LOG[:5], *LOG[6:])}, False),
    ],
)
def test_whether_call_offs_are_still_suspended(changes, is_suspended):
    changes = {f"{D2}.{name}": value for name, value in changes.items()}
    assert make_view("termination_with_notice", changes).termination.is_suspended is is_suspended
    told = "Avropsstoppet gäller även under uppsägningstiden" in make_text("termination_with_notice", changes)
    assert told is is_suspended


@pytest.mark.parametrize(
    ("day", "changes", "conditions"),
    [
        ("2027-01-21", {"severe_remedied_at_once": False}, ["severe", "maximum"]),
        ("2027-01-20", {}, ["maximum"]),
        ("2027-04-20", {}, ["maximum"]),
        ("2027-04-21", {}, ["maximum", "suspension"]),
        ("2027-04-21", {"severe_remedied_at_once": True, "escalation.4.until": date(2027, 1, 19)}, ["suspension"]),
        ("2027-04-21", {"severe_remedied_at_once": False, "escalation.4.until": date(2027, 1, 19)}, ["severe", "suspension"]),
    ],
)
def test_the_conditions_of_immediate_termination(day, changes, conditions):
    known = {
        "severe": (
            Condition(ConditionKind.SEVERE_NOT_REMEDIED, date(2026, 5, 18)),
            (
                "- En allvarlig avvikelse har gjorts sannolik: barnarbete. Den upptäcktes den 18~maj~2026. "
                "Den som orsakar den har inte genast vidtagit åtgärder för att förhindra och begränsa den."
            ),
        ),
        "maximum": (
            Condition(ConditionKind.MAXIMUM_PENALTY, date(2027, 1, 20)),
            "- Vitet nådde sitt högsta belopp, 160~000~kronor, den 20~januari~2027.",
        ),
        "suspension": (
            Condition(ConditionKind.LONG_SUSPENSION, date(2027, 4, 21)),
            "- Avropsstoppet, som började den 21~januari~2027, hade den 21~april~2027 varat i 3~månader.",
        ),
    }
    changes = {f"{D2}.escalation.7.date": date.fromisoformat(day)} | {f"{D2}.{name}": value for name, value in changes.items()}
    assert make_view("immediate_termination", changes).termination.conditions == tuple(known[name][0] for name in conditions)
    text = section(make_text("immediate_termination", changes), ENDING)
    assert [line for line in text.split("\n") if line.startswith("- ")] == [known[name][1] for name in conditions]
    written = make_view("immediate_termination", changes).on
    assert make_view("immediate_termination", changes).termination.ends == written


ALL_DONE = {f"{D2}.action_plan.actions.{number}.done": date(2027, 4, 20) for number in (1, 2, 3)}
"""All actions were done the day before the contract was terminated at once."""


@pytest.mark.parametrize(
    "changes",
    [
        ALL_DONE,
        {f"{D2}.severe_remedied_at_once": True} | ALL_DONE,
        {f"{D2}.escalation.4.until": date(2027, 1, 19), f"{D2}.escalation.5.until": date(2027, 4, 20)},
        {f"{D2}.ground_excluded": Explanation(reason=Text("Nekad revision.")), "clause.terms.call_off_suspension_months": None},
    ],
    ids=["the ground has ceased", "and it was remedied", "both ended before", "no penalty and no limit"],
)
def test_immediate_termination_without_a_condition_is_refused(changes):
    with pytest.raises(InputError) as caught:
        make_view("immediate_termination", changes)
    [finding] = caught.value.findings
    message = "none of the conditions for immediate termination holds"
    assert (finding.subject, finding.message) == ("deviations[1].escalation", message)


def test_a_severe_deviation_that_was_not_remedied_needs_no_other_ground():
    changes = ALL_DONE | {f"{D2}.severe_remedied_at_once": False}
    kinds = [condition.kind for condition in make_view("immediate_termination", changes).termination.conditions]
    assert kinds == [ConditionKind.SEVERE_NOT_REMEDIED]


@every_step
def test_a_deviation_that_was_closed_the_same_day_was_closed_after_the_letter(step):
    assert make_text(step, {f"{D2}.closed": find_day(CONTRACT, step)}) == make_text(step)


def test_every_termination_and_nothing_else_has_the_responsible_exit():
    endings = {Sanction.TERMINATION, Sanction.IMMEDIATE_TERMINATION}
    expected = [LADDER.steps[step].sanction in endings for step in STEPS]
    for changes in ({}, {f"{D2}.severe_kind": None}):
        texts = [make_text(step, changes) for step in STEPS]
        assert [bool(section(text, EXIT)) for text in texts] == expected
        assert [bool(section(text, "Vad som händer annars")) for text in texts] == [not ends for ends in expected]


def test_the_penalty_that_has_run_is_still_to_be_paid():
    words = "- Betala det vite som har löpt till och med den 1~mars~2027: 160~000~kronor."
    excluded = {f"{D2}.ground_excluded": Explanation(reason=Text("Nekad revision."))}
    changes = [{}, {f"{D2}.escalation.4.until": date(2026, 12, 10)}, {f"{D2}.escalation": (*LOG[:4], *LOG[5:])}, excluded]
    totals = [make_view("termination_with_notice", each).termination.penalty_total for each in changes]
    assert [total and total.amount for total in totals] == [160000, 40000, None, None]
    assert [words in make_text("termination_with_notice", each) for each in changes] == [True, False, False, False]


# Child labour


def test_children_come_first_in_every_letter_about_child_labour():
    first, last = "[box]\nAvvikelsen gäller barn.", "[box]\nBarnens skolgång ska vara tryggad först."
    told = [(first in section(make_text(step), "Vad som krävs av er"), last in section(make_text(step), EXIT)) for step in STEPS]
    assert told == [(True, False)] * 6 + [(False, True)] * 2


@every_step
def test_other_deviations_have_nothing_about_children(step):
    fields = {"severe_kind": None, "description": None, "title": None, "action_plan": None, "against": "4"}
    changes = {f"{D2}.{name}": value for name, value in fields.items()}
    assert "barn" not in make_text(step, changes).lower()


def test_a_letter_before_the_last_resort_tells_why_sanctions_do_not_come_first():
    changes = {f"{D2}.ground_excluded": Explanation(reason=Text("Smedjan släpper inte in någon."))}
    view = make_view("management_meeting", changes)
    assert [(row.step.text, row.bar, row.bar_reason) for row in view.barred] == [
        (name, Bar.GROUND_EXCLUDED, Text("Smedjan släpper inte in någon.")) for name in ("vite", "avropsstopp")
    ]
    follows = make_text("management_meeting", changes).partition("## Vad som händer annars")[2].partition("\n## ")[0]
    assert "Vite | Kontraktsvillkoren undantar det här skälet // Smedjan släpper inte in någon." in follows
    assert "Nästa steg i trappan: uppsägning. Vi beslutar om det när ni har svarat eller svarstiden är slut. " in follows
    assert (make_view("written_warning", changes).barred, make_view("management_meeting").barred) == ((), ())
    assert "Vi tar det bara om skälet finns kvar, " in make_text("management_meeting")


# Nothing that was known only later


def test_the_steps_before_are_told_and_no_others():
    assert [[row.step.text for row in make_view(step).history] for step in STEPS] == [
        [LADDER.steps[key].name for key in STEPS[:number]] for number in range(len(STEPS))
    ]


def test_steps_of_the_same_name_are_told_apart():
    names = FrozenMap({key: step.model_copy(update={"name": "brev"}) for key, step in LADDER.steps.items()})
    subject = make_subject(CONTRACT, "D2.penalty", find_day(CONTRACT, "penalty"))
    history = ESCALATION_LETTER.make_view(
        replace(subject, standing=replace(subject.standing, ladder=replace(LADDER, steps=names)))
    ).history
    assert [row.day for row in history] == [entry.date for entry in LOG[:4]]


def test_a_step_taken_twice_has_two_letters():
    log = (*LOG[:2], take("dialogue", "2026-10-20", reason=Text("Igen.")))
    changes = {f"{D2}.escalation": log}
    letters = ("dialogue", "dialogue-2")
    days = [find_day(change(CONTRACT, changes), letter) for letter in letters]
    assert days == [LOG[0].date, date(2026, 10, 20)]
    assert [make_view(letter, changes).reason for letter in letters] == [LOG[0].reason, Text("Igen.")]
    assert make_view("dialogue-2", changes).answer_due == date(2026, 11, 3)
    items = [ESCALATION_LETTER.list_items(change(CONTRACT, changes), date(2026, 10, day))[-1] for day in (19, 20)]
    assert items == ["D2.reminder", "D2.dialogue-2"]


def test_what_came_after_a_letter_changes_nothing_in_it():
    for number, entry in enumerate(LOG):
        before = {
            f"{D2}.escalation": (*LOG[:number], take(entry.step, str(entry.date), from_=entry.from_, answer_due=entry.answer_due))
        }
        assert make_text(entry.step, before) == make_text(entry.step)
        assert make_text(entry.step, {f"{D2}.closed": date(2027, 6, 1)}) == make_text(entry.step)


def test_an_answer_that_came_later_is_not_told():
    late = {f"{D2}.escalation.2.answered": date(2026, 11, 18)}
    answers = [make_view(step, late).history[2].answered for step in ("management_meeting", "penalty")]
    assert answers == [None, date(2026, 11, 18)]


def test_what_came_of_an_answer_is_not_told_before_it():
    late = {f"{D2}.escalation.2.answered": date(2026, 11, 18)}
    outcomes = [make_view(step, late).history[2].outcome for step in ("management_meeting", "penalty")]
    assert outcomes == [None, Text("Ett svar kom.")]


def test_an_action_that_was_done_later_was_late_then():
    done = (Action(id="A1", description=Text("x"), due=date(2026, 9, 30), done=date(2026, 10, 20)),)
    plan = SOURCE.deviations[1].action_plan.model_copy(update={"actions": done})
    late = [[action.id for action in make_view(step, {f"{D2}.action_plan": plan}).grounds.actions] for step in STEPS[1:3]]
    assert late == [["A1"], []]


# Which letters, and what they need


def test_a_letter_is_made_for_the_last_step_of_each_open_deviation():
    assert ESCALATION_LETTER.list_items(CONTRACT, ON) == ("D1.dialogue", "D2.management_meeting")
    assert ESCALATION_LETTER.list_items(CONTRACT, date(2025, 4, 1)) == ("D3.dialogue",)
    assert ESCALATION_LETTER.list_items(CONTRACT, date(2025, 3, 9)) == ()


@pytest.mark.parametrize(
    ("step", "changes", "missing"),
    [
        ("dialogue", {"supplier.address": (), "buyer.contacts": FrozenMap()}, ["buyer.contacts.officer", "supplier.address"]),
        ("penalty", {"clause.terms.penalty": None}, ["clause.terms.penalty"]),
        (
            "termination_with_notice",
            {"supplier.address": (), "clause.terms.notice_days": None},
            ["supplier.address"],
        ),
    ],
)
def test_fields_that_are_missing_are_told(step, changes, missing):
    with pytest.raises(InputError) as caught:
        make_view(step, changes)
    assert [finding.subject for finding in caught.value.findings] == missing


@pytest.mark.parametrize("step", ["dialogue", "immediate_termination"])
def test_letters_need_no_figures_that_they_do_not_tell(step):
    changes = {"clause.terms.penalty": None, "clause.terms.notice_days": None, "clause.terms.call_off_suspension_months": None}
    assert make_view(step, changes | {f"{D2}.severe_remedied_at_once": False}).officer.name == "Åsa Öberg"


def test_the_least_that_a_letter_can_be_made_of():
    fields = (
        "title",
        "severity",
        "severe_kind",
        "against",
        "found_by",
        "location",
        "description",
        "action_plan",
        "escalation.0.reason",
    )
    text = make_text("dialogue", {f"{D2}.{field}": None for field in fields})
    assert list_rows(section(text, "Avvikelse D2")) == [("Upptäckt", "2026-05-18")]
    assert "\n# Berätta hur ni rättar till en avvikelse: avvikelse D2. Svara senast den 3~juni~2026\n" in text


# What is only suspected, meetings, the decision, exclusion


SUSPECTED = {f"{D2}.suspected": True, f"{D2}.established": date(2026, 6, 1)}


def make_with_ladder(step, ladder, changes=None):
    contract = change(CONTRACT, changes or {})
    subject = make_subject(contract, f"D2.{step}", find_day(contract, step))
    subject = replace(subject, standing=replace(subject.standing, ladder=ladder))
    return write_tree(compose(ESCALATION_LETTER, subject, "sv"))


def change_step(step, **fields):
    return replace(LADDER, steps=FrozenMap({**LADDER.steps, step: LADDER.steps[step].model_copy(update=fields)}))


def test_a_letter_on_a_suspicion_claims_no_deviation_and_asks_for_no_plan():
    text = make_text("dialogue", SUSPECTED)
    assert "\n# Berätta vad ni vet om en möjlig avvikelse: Barn i smidesverkstad. Svara senast den 3~juni~2026\n" in text
    assert "Inget är fastställt än" in text
    assert "Uppgifterna är inte bekräftade" in text
    assert ("Brevet gäller", "Möjlig avvikelse: Barn i smidesverkstad, RE 2024-00307, 2026-05-20") in list_rows(text)
    for said in ("Avvikelsen", "Vi vill lösa avvikelsen", "åtgärdsplan", "Strider mot", "rättar till"):
        assert said not in text
    later = make_text("reminder", SUSPECTED)
    assert "\n# Påminnelse: Barn i smidesverkstad. Svara senast" in later
    assert "Inget är fastställt" not in later


def test_a_letter_that_calls_to_a_meeting_says_who_what_and_minutes():
    text = make_text("management_meeting")
    assert "## Mötet" in text
    meeting = text.partition("## Mötet")[2].partition("\n## ")[0]
    assert "Åsa Öberg" in meeting
    assert SOURCE.supplier.contacts["due_diligence"].name in meeting
    assert "Hur vi följer upp det" in meeting
    assert "Vi skriver protokoll" in meeting
    assert "## Mötet" not in make_text("written_warning")


def test_a_meeting_names_only_those_that_the_contract_has():
    contacts = FrozenMap({key: person for key, person in SOURCE.supplier.contacts.items() if key != "due_diligence"})
    text = make_text("management_meeting", {"supplier.contacts": contacts})
    assert SOURCE.supplier.contacts["due_diligence"].name not in text.partition("## Mötet")[2].partition("\n## ")[0]


def test_the_number_and_the_delegation_of_a_decision_stand_in_the_letter():
    decided = {f"{D2}.escalation.2.decision_number": "RS 2026/77", f"{D2}.escalation.2.delegation": Name("Punkt 4.2")}
    text = make_text("written_warning", decided)
    assert "Beslutets nummer | RS 2026/77" in text
    assert "Beslutat med stöd av | Punkt 4.2" in text
    assert "Beslutets nummer" not in make_text("written_warning")


def test_a_sanction_has_room_for_the_number_of_its_decision():
    sanctions = [step for step in STEPS if LADDER.steps[step].sanction]
    assert [step for step in STEPS if "Beslutets nummer |\n" in make_text(step)] == sanctions
    assert "Beslutets nummer | RS 2026/78" in make_text("penalty", {f"{D2}.escalation.4.decision_number": "RS 2026/78"})


def test_exclusion_is_told_where_the_ladder_wants_it_and_never_for_a_suspicion():
    assert "13~kap.~3~§" not in make_text("written_warning")
    telling = change_step("dialogue", tells_of_exclusion=True)
    assert "13~kap.~3~§" in make_with_ladder("dialogue", telling)
    assert "13~kap.~3~§" not in make_with_ladder("dialogue", telling, SUSPECTED)


def test_who_supplies_care_meanwhile_is_not_told_to_the_supplier():
    text = make_text("call_off_suspension", {f"{D2}.escalation.5.supply_meanwhile": Text("Region Grannen lånar ut saxar.")})
    assert "Grannen" not in text


def test_a_ladder_that_begins_higher_says_why():
    higher = replace(LADDER, begin=FrozenMap({"severe": Beginning(step="written_warning", reason="Barn far illa.")}))
    text = make_with_ladder("written_warning", higher, {f"{D2}.escalation": LOG[2:]})
    assert text.count("Barn far illa.") == 2  # the dialogue, and the reminder
    assert "Trappan börjar högre upp" in text
    assert "Barn far illa." not in make_with_ladder("written_warning", higher)


# What is asked for looks at what is done


def test_of_children_a_letter_says_what_of_the_plan_is_done():
    done = "Avvikelsen gäller barn. I planen är det här klart: A1. "
    assert done in make_text("management_meeting")
    assert "Avvikelsen gäller barn. Trygga deras skolgång först. " in make_text(
        "management_meeting", {f"{D2}.action_plan.actions.0.done": date(2026, 11, 18)}
    )
    assert done in make_text("management_meeting", {f"{D2}.action_plan.actions.0.done": date(2026, 11, 17)})


def test_a_step_that_needs_no_ground_is_not_said_to_hang_on_one():
    ladder = change_step("penalty", grounds=())
    follows = section(make_with_ladder("management_meeting", ladder), "Vad som händer annars")
    assert follows.startswith("Nästa steg i trappan: vite. Vi beslutar om det när ni har svarat eller svarstiden är slut.\n")


def test_that_no_answer_came_is_said_once():
    history = make_text("written_warning", {f"{D2}.escalation.1.outcome": Text("Inget svar.")})
    told = next(line for line in history.splitlines() if "**Påminnelse**" in line)
    assert "Inget svar" in told
    assert "Resultat" not in told
    assert "Resultat: Inget hände." in make_text("written_warning")


FOLLOWED = tuple(
    action.model_copy(update={"done": date(2026, 6, 18), "due": date(2026, 12, 31), "submitted": ()})
    for action in SOURCE.deviations[1].action_plan.actions
)


@every_step
@pytest.mark.parametrize("actions", [FOLLOWED, ()], ids=["all done", "no actions"])
def test_a_letter_without_a_ground_states_none(step, actions):
    """`check` warns of the step (RE7060); the letter says nothing of what hasn't been done, since the contract doesn't."""
    changes = {f"{D2}.action_plan.actions": actions, f"{D2}.action_plan.received": date(2026, 6, 3)}
    changes |= {f"{D2}.severe_remedied_at_once": False}
    view, text = make_view(step, changes), make_text(step, changes).replace("~", " ")
    assert not view.grounds.has_any
    stated = r"[^.\n]*(?:fortfarande inte|ännu inte|inte gjort|inte har räckt|eftersom bristen|inte klara i tid)[^.\n]*\."
    assert [said for said in re.findall(stated, text) if "alltså om det som krävs" not in said] == []
    if step not in {"dialogue", "termination_with_notice", "immediate_termination"} and not view.demands:
        assert "Vi tar det bara om det då finns skäl för det." in text


def test_a_meeting_to_which_the_contract_names_nobody_of_the_suppliers_wants_only_its_management():
    text = make_text("management_meeting", {"supplier.contacts": FrozenMap()})
    assert "Från oss deltar:" in text
    assert "Vi vill att de här personerna deltar" not in text


@pytest.mark.parametrize(("sent", "days", "counted_from"), [("2026-09-28", 3, "2026-10-02"), ("2026-10-01", 5, "2026-09-30")])
def test_a_delay_after_a_rejection_says_from_which_day_it_is_counted(sent, days, counted_from):
    """From the rejection where the evidence came in time, else from the day on which the action was due."""
    submitted = Submission(date=date.fromisoformat(sent), rejected=date(2026, 10, 2), reason=Text("Underskriften saknas."))
    text = make_text("reminder", {f"{D2}.action_plan.actions.1.submitted": (submitted,)}).replace("~", " ")
    words = (
        f"- A2, klar senast 2026-09-30, verifikat underkänt 2026-10-02, försenad {days} dagar räknat från {counted_from}: Gå med"
    )
    assert words in text


@pytest.mark.parametrize("outcome", [{"sv": "Inget svar.", "en": "No answer."}, {"sv": "De svarade inte", "en": "No reply"}])
@pytest.mark.parametrize(("lang", "said"), [("sv", "svar"), ("en", "No reply")])
def test_that_no_answer_came_is_said_once_in_each_language(outcome, lang, said):
    noted = Text(by_language=FrozenMap(outcome))
    text = make_text("written_warning", {f"{D2}.escalation.1.outcome": noted}, langs=(lang,))
    (line,) = (line for line in text.splitlines() if line.startswith("- ") and "2026-10-05" in line)
    assert line.casefold().count(said.casefold()) == 1
    assert "No answer" not in line


@pytest.mark.parametrize(("lang", "said"), [("sv", "Inget svar"), ("en", "The supplier telephoned and refused")])
def test_what_is_noted_is_told_where_it_says_more_than_that_no_answer_came_in_one_of_its_languages(lang, said):
    noted = Text(by_language=FrozenMap({"sv": "Inget svar.", "en": "The supplier telephoned and refused."}))
    text = make_text("written_warning", {f"{D2}.escalation.1.outcome": noted}, langs=(lang,))
    (line,) = (line for line in text.splitlines() if line.startswith("- ") and "2026-10-05" in line)
    assert said in line
