from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from generator.contract.choices import Area, SevereKind
from generator.contract.models import Action, ActionPlan, EscalationEntry, Explanation, Money, Submission
from generator.contract.values import CodePoint, FrozenMap, Text
from generator.documents.action_plan import ACTION_PLAN
from generator.errors import InputError
from tests.documents.contracts import ON, change, compose, make_subject, read_example
from tests.documents.tree_text import write_tree

GOLDEN = Path(__file__).parent / "golden"
CONTRACT = read_example("surgical-instruments")
D1, D2, D3 = (f"deviations.{number}" for number in range(3))
REMEDIATION = "Gottgörelse till barnen"


def make_text(item="D1", changes=None, on=ON, langs=("sv",)):
    """The text of a plan, with the contract changed."""
    return write_tree(compose(ACTION_PLAN, make_subject(change(CONTRACT, changes or {}), item, on), *langs))


def make_view(item="D1", changes=None, on=ON):
    return ACTION_PLAN.make_view(make_subject(change(CONTRACT, changes or {}), item, on))


def section(text, heading):
    """What stands under a heading of the second level, until the next."""
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0].strip()


@pytest.mark.parametrize("langs", [("sv",), ("en",), ("de",), ("sv", "en")], ids="-".join)
@pytest.mark.parametrize("item", ["D1", "D2", "D3"])
def test_the_whole_text(item, langs, golden):
    golden(GOLDEN / f"action-plan.{item}.{'-'.join(langs)}.txt", make_text(item, langs=langs))


def test_plans_are_made_for_open_deviations():
    assert ACTION_PLAN.list_items(CONTRACT, ON) == ("D1", "D2")
    assert ACTION_PLAN.list_items(read_example("wound-care"), ON) == ()


# What stands there only sometimes


def test_remediation_for_child_labour():
    assert section(make_text("D2"), REMEDIATION).startswith("[box]")


@pytest.mark.parametrize("kind", [kind for kind in SevereKind if kind is not SevereKind.CHILD_LABOUR])
def test_no_remediation_for_other_severe_deviations(kind):
    assert section(make_text("D2", {f"{D2}.severe_kind": kind}), REMEDIATION) == ""


def test_no_remediation_for_a_deviation_that_is_not_severe():
    assert section(make_text("D1"), REMEDIATION) == ""


def test_the_reporting_obligation_for_severe_deviations():
    assert ["rapporteringsskyldigheten" in make_text(item) for item in ("D1", "D2", "D3")] == [False, True, False]


def test_call_offs_are_suspended_only_under_a_framework_agreement():
    changes = {"framework_agreement": False, "clause.terms.call_off_suspension_months": None}
    assert ["vropsstopp" in make_text("D1", each) for each in ({}, changes)] == [True, False]
    assert ["call-off" in make_text("D1", each, langs=("en",)) for each in ({}, changes)] == [True, False]


def test_a_ground_that_is_excluded_shows_its_reason_instead_of_a_penalty():
    reason = Text(by_language=FrozenMap({"sv": "Fabriken vägrade revision.", "en": "The factory refused audit."}))
    changes = {f"{D1}.ground_excluded": Explanation(reason=reason)}
    texts = [section(make_text("D1", each), "Om planen inte följs") for each in ({}, changes)]
    assert [("**Vite:**" in text, "Fabriken vägrade revision." in text) for text in texts] == [(True, False), (False, True)]


def test_a_plan_that_is_not_approved_gets_lines_to_sign_on():
    changes = {f"{D1}.action_plan.approved": None, f"{D1}.action_plan.approved_by": None}
    texts = [section(make_text("D1", each), "Godkännande av planen") for each in ({}, changes)]
    assert ["Namnteckning" in text for text in texts] == [False, True]
    assert "    Vi godkände planen | ____\n    Godkänd av | ____\n" in texts[1]


def test_a_deviation_without_a_plan_gives_a_form_to_fill_in(golden):
    changes = {f"{D1}.action_plan": None, f"{D1}.root_cause": None}
    assert make_view("D1", changes).timeline is None
    golden(GOLDEN / "action-plan.form.sv.txt", make_text("D1", changes))
    golden(GOLDEN / "action-plan.form.en.txt", make_text("D1", changes, langs=("en",)))


def test_the_least_that_a_plan_can_be_made_of():
    changes = {f"{D1}.{field}": None for field in ("title", "found_by", "location", "root_cause", "action_plan")}
    changes |= {"supplier.contacts": FrozenMap(), "buyer.contacts.officer.title": None, "buyer.contacts.officer.email": None}
    assert section(make_text("D1", changes), "Avvikelsen").partition("\n\n")[0] == (
        "[table facts]\n"
        "    Avvikelse | D1\n"
        "    Avtal | Kirurgiska instrument för flergångsbruk\n"
        "    Leverantör | Nordic Instruments Trading AB\n"
        "    Allvarlighetsgrad | Större avvikelse\n"
        "    Strider mot | Avsnitt 2.4: Förhindra och begränsa negativ påverkan kopplad till leverantören\n"
        "    Upptäckt | 2026-05-18"
    )


def test_every_combination_of_languages_has_the_same_shape():
    for changes in ({f"{D1}.action_plan": None}, {f"{D1}.root_cause": None, f"{D1}.action_plan.approved": None}):
        assert make_text("D1", changes, langs=("sv", "en")).startswith("[sv]\n\n# [sv: Åtgärdsplan] / [en: Action plan]\n")


# Figures


def test_the_penalty_in_the_contracts_own_figures():
    sanctions = make_view().sanctions
    assert (sanctions.weekly_penalty, sanctions.max_weeks, sanctions.penalty_ceiling) == (
        Money(amount=Decimal(20000), currency="SEK"),
        8,
        Money(amount=Decimal(160000), currency="SEK"),
    )
    assert "20~000~kronor" in make_text()
    assert "160~000~kronor" in make_text()
    assert "SEK~160,000" in make_text(langs=("en",))


@pytest.mark.parametrize(("amount", "weeks", "ceiling"), [("1234.50", 3, "3~703,50"), ("0.10", 1, "0,10")])
def test_other_figures(amount, weeks, ceiling):
    penalty = CONTRACT.clause.terms.penalty.model_copy(update={"amount": Decimal(amount), "max_weeks": weeks})
    assert f"Det blir som mest {ceiling} kronor." in make_text("D1", {"clause.terms.penalty": penalty}).replace(
        "~kronor", " kronor"
    )


def test_a_penalty_of_nothing_is_not_spoken_of():
    penalty = CONTRACT.clause.terms.penalty.model_copy(update={"amount": Decimal(0)})
    assert "**Vite" in make_text("D1")
    assert "Vite" not in make_text("D1", {"clause.terms.penalty": penalty})


def test_one_of_a_thing():
    changes = {
        "clause.terms.notice_days": 1,
        "clause.terms.call_off_suspension_months": 1,
        "clause.terms.penalty": CONTRACT.clause.terms.penalty.model_copy(update={"max_weeks": 1}),
    }
    swedish, english = (make_text("D1", changes, langs=(lang,)) for lang in ("sv", "en"))
    assert [words in swedish for words in ("1~dag.", "1~månad.", "1~vecka.")] == [True, True, True]
    assert [words in english for words in ("1~day.", "1~month.", "1~week.")] == [True, True, True]


def test_a_plan_that_came_late_says_by_how_much():
    assert make_view("D2").approval.days_late == 7
    assert make_view("D1").approval.days_late == 0


@pytest.mark.parametrize(
    ("on", "known", "late"),
    [
        # Found on the 18th of May; requested on the 20th, due on the 3rd of June, received on the 10th, approved on the 17th.
        ("2026-05-19", "", 0),
        ("2026-05-20", "requested due", 0),
        ("2026-06-03", "requested due", 0),
        ("2026-06-04", "requested due", 1),
        ("2026-06-09", "requested due", 6),
        ("2026-06-10", "requested due received", 7),
        ("2026-06-17", "requested due received approved approved_by", 7),
    ],
)
def test_the_way_to_approval_is_told_as_of_the_day(on, known, late):
    approval = make_view("D2", on=date.fromisoformat(on)).approval
    fields = ("requested", "due", "received", "approved", "approved_by")
    assert [field for field in fields if getattr(approval, field) is not None] == known.split()
    assert (approval.days_late, approval.is_overdue) == (late, late > 0 and "received" not in known)


@pytest.mark.parametrize(
    ("on", "row"),
    [
        ("2026-06-03", "Vi fick planen | ____"),
        ("2026-06-04", "Vi fick planen | Inte mottagen, 1~dag för sent"),
        ("2026-06-10", "Vi fick planen | 2026-06-10, 7~dagar för sent"),
    ],
)
def test_a_plan_that_has_not_come_is_late(on, row):
    assert f"    {row}\n" in make_text("D2", on=date.fromisoformat(on))


def test_a_deviation_that_is_closed_after_the_day_is_open_on_it():
    days = [date(2025, 8, 19), date(2025, 8, 20)]
    assert [make_view("D3", on=day).closed for day in days] == [None, date(2025, 8, 20)]
    assert ["Avslutad |" in make_text("D3", on=day) for day in days] == [False, True]


def test_a_plan_is_not_dated_before_the_deviation_was_found():
    assert make_view("D1", on=date(2026, 5, 18)).deviation.found == date(2026, 5, 18)
    with pytest.raises(InputError) as caught:
        make_view("D1", on=date(2026, 5, 17))
    assert str(caught.value) == (
        "error: deviations[0].found: the document is dated 2026-05-17, before the deviation was found on 2026-05-18\n"
        "  hint: choose a later --on"
    )


def test_a_ceiling_may_be_larger_than_what_a_file_may_hold():
    penalty = CONTRACT.clause.terms.penalty.model_copy(update={"amount": Decimal("999999999999999.999999"), "max_weeks": 10})
    assert make_view("D1", {"clause.terms.penalty": penalty}).sanctions.penalty_ceiling.amount == Decimal(
        "9999999999999999.99999"
    )
    assert "Det blir som mest 9~999~999~999~999~999," in make_text("D1", {"clause.terms.penalty": penalty})


def test_how_the_actions_stand_moves_with_the_day():
    days = [
        *(date(2026, 6, 30), date(2026, 7, 1), date(2026, 9, 10), date(2026, 11, 1)),
        *(date(2026, 11, 2), date(2026, 11, 6), date(2027, 2, 1)),
    ]
    states = [[(row.status.state, row.status.days) for row in make_view("D1", on=day).actions] for day in days]
    assert states == [
        [("not_done", 0), ("not_done", 0), ("not_done", 0)],
        [("not_done", 0), ("not_done", 0), ("not_done", 0)],
        [("done", 0), ("not_done", 0), ("not_done", 0)],
        [("done", 0), ("handed_in", 0), ("not_done", 0)],  # until it is rejected
        [("done", 0), ("not_done", 0), ("not_done", 0)],  # rejected on this day, which is given
        [("done", 0), ("done_late", 4), ("not_done", 0)],
        [("done", 0), ("done_late", 4), ("late", 1)],
    ]


def test_no_start_is_invented_for_an_action_that_has_none():
    action = Action(id="A1", description=Text("Gör det."), due=date(2026, 9, 15))
    plan = CONTRACT.deviations[0].action_plan.model_copy(update={"actions": (action,)})
    row = make_view("D1", {f"{D1}.action_plan": plan}).timeline.rows[0]
    assert (row.starts, row.bars[0].days) == (None, 1)
    assert "[senast 2026-09-15" in make_text("D1", {f"{D1}.action_plan": plan})


def test_what_was_done_late_is_not_called_delayed():
    action = Action(id="A1", description=Text("Gör det."), due=date(2026, 9, 15), done=date(2026, 9, 20))
    plan = CONTRACT.deviations[0].action_plan.model_copy(update={"actions": (action,)})
    text = make_text("D1", {f"{D1}.action_plan": plan})
    assert "senast 2026-09-15, klar 5~dagar för sent" in text
    assert "5~dagar försenad" not in text


def test_a_terminated_contract_is_not_told_of_what_may_be_solved_together():
    step = EscalationEntry(
        step="termination_with_notice", date=date(2026, 11, 20), decided_by="buyer.manager", ends=date(2027, 2, 18)
    )
    log = (*CONTRACT.deviations[1].escalation, step)
    text = make_text("D2", {"deviations.1.escalation": log})
    assert "Avtalet är uppsagt, men ni ska följa planen tills det upphör" in text
    assert "Vi vill i första hand lösa" not in text
    assert "Vi vill i första hand lösa" in make_text("D2", {})


def test_sanctions_that_are_in_force_are_told_of_as_such():
    steps = (
        EscalationEntry(step="penalty", date=date(2026, 11, 10), decided_by="buyer.manager"),
        EscalationEntry(
            step="call_off_suspension", date=date(2026, 11, 19), decided_by="buyer.manager", from_=date(2026, 11, 19)
        ),
    )
    text = make_text("D2", {"deviations.1.escalation": (*CONTRACT.deviations[1].escalation[:4], *steps)})
    assert "vi har begärt vite från och med den 10~november~2026. Hittills är det" in text
    assert "sedan den 19~november~2026 avropar vi inte från ramavtalet" in text
    assert "vi slutar avropa" not in text


# What the contract must have


def find_missing(item, changes):
    with pytest.raises(InputError) as caught:
        make_view(item, changes)
    return [str(finding) for finding in caught.value.findings]


def test_all_that_is_missing_is_told_at_once():
    changes = {
        "buyer.contacts": FrozenMap(),
        "clause.terms": type(CONTRACT.clause.terms)(),
        f"{D2}.severity": None,
        f"{D2}.against": None,
        f"{D2}.description": None,
        f"{D2}.action_plan.actions.2.due": None,
    }
    paths = [
        "buyer.contacts.officer",
        "deviations[1].severity",
        "deviations[1].against",
        "deviations[1].description",
        "deviations[1].action_plan.actions[2].due",
    ]
    assert find_missing("D2", changes) == [
        f"error: {path}: the document action-plan needs this field\n  hint: add it to the contract file" for path in paths
    ]


def test_a_severe_deviation_recalls_the_duty_to_report_with_the_days_where_they_are_filled_in():
    changes = {"clause.version": "2023", "clause.terms.severe_deviation_report_days": None}
    texts = [make_text("D2"), make_text("D2", changes), make_text("D1")]
    assert ["rapporteringsskyldigheten" in text for text in texts] == [True, True, False]
    assert ["inom den tid som avtalet anger rapportera" in text for text in texts] == [False, True, False]


@pytest.mark.parametrize(
    ("terms", "words", "not_words"),
    [
        ({"penalty": None}, ["**Uppsägning:**"], ["**Vite:**", "Vitet har nått"]),
        ({"penalty.max_weeks": None}, ["som skälet finns kvar."], ["i högst", "Det blir som mest", "Vitet har nått"]),
        ({"notice_days": None}, ["med skälig uppsägningstid"], ["som då upphör efter"]),
        ({"call_off_suspension_months": None}, ["**Avropsstopp:**"], ["Ett avropsstopp har varat"]),
    ],
)
def test_what_is_not_agreed_stops_nothing_and_is_told_as_the_clause_has_it(terms, words, not_words):
    text = make_text("D2", {f"clause.terms.{name}": value for name, value in terms.items()})
    told = section(text, "Om planen inte följs")
    assert [each for each in words if each not in told] == []
    assert [each for each in not_words if each in told] == []


def test_an_empty_plan_is_a_form():
    view = make_view("D1", {f"{D1}.action_plan": ActionPlan(requested=date(2026, 5, 25))})
    assert (view.actions, view.timeline, view.approval.requested) == ((), None, date(2026, 5, 25))


@pytest.mark.parametrize(
    ("plan", "days", "words"),
    [
        (
            ActionPlan(requested=date(2026, 11, 30)),
            30,
            "Fyll i planen och skicka den till {officer} inom 30~dagar från vår begäran.",
        ),
        (ActionPlan(), None, "Fyll i planen och skicka den till {officer}."),
        (ActionPlan(requested=date(2026, 11, 2)), 30, "Fyll i planen och skicka den till {officer} senast den 2~december~2026."),
        (ActionPlan(requested=date(2026, 11, 2)), None, "Fyll i planen och skicka den till {officer}."),
        (
            ActionPlan(requested=date(2026, 11, 2), due=date(2026, 11, 30)),
            30,
            "Fyll i planen och skicka den till {officer} senast den 30~november~2026.",
        ),
        (
            ActionPlan(requested=date(2026, 5, 25)),
            30,
            (
                "Planen skulle ha lämnats senast den 24~juni~2026 och är 151~dagar försenad. "
                "Fyll i den och skicka den genast till {officer}."
            ),
        ),
    ],
)
def test_a_form_says_where_it_goes_and_by_when(plan, days, words):
    text = make_text("D1", {f"{D1}.action_plan": plan, f"{D1}.escalation": (), "clause.terms.action_plan_days": days})
    officer = "Åsa Öberg, asa.oberg@region.example <mailto:asa.oberg@region.example>"
    assert f"\n# Åtgärdsplan\n\n[lead] {words.format(officer=officer)}\n" in text


def lead(plan, on=ON, **more):
    """The first sentences of the plan."""
    changes = {f"{D1}.action_plan": plan, f"{D1}.escalation": ()} | {f"{D1}.{field}": value for field, value in more.items()}
    text = make_text("D1", changes, on=on)
    return text.partition("[lead] ")[2].partition("\n")[0].replace("~", " ")


def plan_actions(*days, approved=date(2026, 7, 1), received=date(2026, 6, 22)):
    """A plan with actions, each by its last day and the day that it was done."""
    actions = tuple(
        Action(id=f"A{number}", description=Text("Gör det."), due=due, done=done) for number, (due, done) in enumerate(days, 1)
    )
    return ActionPlan(requested=date(2026, 5, 25), received=received, approved=approved, actions=actions)


RECEIVED = "Vi fick planen den 22 juni 2026 och har inte godkänt den än."
DRAFT = "Planen är ett utkast: den är varken lämnad eller godkänd."
SOON, LATE, LATER, DONE = date(2026, 12, 15), date(2026, 9, 30), date(2026, 11, 21), date(2026, 10, 1)


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (plan_actions((LATE, None)), "Planens enda åtgärd är 53 dagar försenad."),
        (plan_actions((LATER, None)), "Planens enda åtgärd är 1 dag försenad."),
        (plan_actions((ON, None)), "Ingen åtgärd är försenad. Den första ska vara klar senast den 22 november 2026."),
        (plan_actions((LATE, DONE)), "Planens enda åtgärd är klar."),
        (plan_actions((LATE, DONE), (SOON, ON)), "Båda åtgärderna är klara."),
        (plan_actions((LATE, DONE), (SOON, ON), (SOON, DONE)), "Alla tre åtgärder är klara."),
        (plan_actions((LATER, None), (LATE, DONE)), "En av två åtgärder är 1 dag försenad."),
        (
            plan_actions((SOON, None), (LATER, None), (LATE, None), (LATE, DONE)),
            "Två av fyra åtgärder är försenade, som mest 53 dagar. Nästa ska vara klar senast den 15 december 2026.",
        ),
        (
            plan_actions((SOON, None), (LATE, DONE)),
            "En av två åtgärder är klar, och ingen är försenad. Nästa ska vara klar senast den 15 december 2026.",
        ),
        (plan_actions(), "Planen har inga åtgärder än."),
        (
            plan_actions((LATE, None), approved=None),
            f"{RECEIVED} Den föreslagna dagen för planens enda åtgärd har gått. Föreslå en ny.",
        ),
        (
            plan_actions((LATE, None), (LATER, None), (SOON, None), approved=None),
            f"{RECEIVED} De föreslagna dagarna har gått för två av tre åtgärder. Föreslå nya.",
        ),
        (
            plan_actions((LATE, None), (SOON, None), approved=None),
            f"{RECEIVED} Den föreslagna dagen har gått för en av två åtgärder. Föreslå en ny.",
        ),
        (
            plan_actions((SOON, None), (LATE, DONE), approved=None),
            f"{RECEIVED} Nästa föreslagna dag är den 15 december 2026.",
        ),
        (plan_actions((LATE, DONE), approved=None), f"{RECEIVED} Planens enda åtgärd är klar."),
        (plan_actions(approved=None), f"{RECEIVED} Planen har inga åtgärder än."),
        (
            plan_actions((SOON, None), approved=None, received=None),
            f"Planen skulle ha lämnats senast den 24 juni 2026 och är 151 dagar försenad. {DRAFT}",
        ),
        (
            ActionPlan(actions=plan_actions((SOON, None)).actions),
            DRAFT,
        ),
    ],
)
def test_the_plan_says_first_how_it_stands(plan, words):
    assert lead(plan) == words


@pytest.mark.parametrize("received", [date(2026, 6, 22), None])
def test_nothing_is_late_by_a_day_that_nobody_has_agreed_to(received):
    plan = plan_actions((LATE, None), (LATE, LATER), approved=None, received=received)
    view = make_view("D1", {f"{D1}.action_plan": plan})
    assert [(row.status.state, row.status.days) for row in view.actions] == [("lapsed", 0), ("done", 0)]
    assert [row.overrun for row in view.timeline.rows] == [0, 0]
    assert (view.progress.late, view.progress.lapsed) == (0, 1)
    text = make_text("D1", {f"{D1}.action_plan": plan}).replace("~", " ")
    assert "Inte klar än. Den föreslagna dagen har gått" in text
    assert "den föreslagna dagen har gått" in section(text, "Åtgärder").partition("Tidplan")[2]
    assert "Försenad" not in section(text, "Åtgärder")
    assert "för sent" not in section(text, "Åtgärder")


def test_evidence_is_not_late_by_a_day_that_nobody_has_agreed_to():
    sent = (Submission(date=LATER, what=Text("En bild.")),)
    drafts = plan_actions((LATE, None), approved=None)
    plan = drafts.model_copy(update={"actions": (drafts.actions[0].model_copy(update={"submitted": sent}),)})
    (row,) = make_view("D1", {f"{D1}.action_plan": plan}).actions
    assert (row.status.state, row.status.days, row.evidence_status.days_late) == ("handed_in", 0, 0)


def test_a_delay_after_a_rejection_is_counted_from_the_same_day_everywhere():
    """Handed in in time, rejected after the due day, and handed in again: late by the days since the rejection."""
    again = Submission(date=date(2026, 10, 9), accepted=date(2026, 10, 12))
    refused = Submission(date=LATE, rejected=date(2026, 10, 5), reason=Text("Underskriften saknas."))
    whole = plan_actions((LATE, None))

    def look(*sent):
        plan = whole.model_copy(update={"actions": (whole.actions[0].model_copy(update={"submitted": sent}),)})
        changes = {f"{D1}.action_plan": plan}
        return make_view("D1", changes), make_text("D1", changes).replace("~", " ")

    for sent, days in (((refused,), 48), ((refused, again), 4)):
        view, text = look(*sent)
        (row,), (bar,) = view.actions, view.timeline.rows
        assert (row.status.days, bar.overrun) == (days, days)
        assert bar.bars[1].start - (bar.bars[0].start + bar.bars[0].days) == 5  # the days that the buyer had it
        assert (
            "Åtgärd A1 var i tid tills vi underkände verifikatet den 5 oktober 2026. En försening räknas från den dagen." in text
        )
    late = refused.model_copy(update={"date": date(2026, 10, 2)})
    view, text = look(late)
    assert view.timeline.rows[0].overrun == view.actions[0].status.days == 53
    assert "var i tid tills" not in text


def test_a_closed_deviation_is_said_to_be():
    assert lead(plan_actions((LATE, None)), closed=ON) == (
        "Avvikelsen är avslutad sedan den 22 november 2026. Allt var inte klart när den avslutades."
    )
    assert lead(plan_actions((LATE, LATE)), closed=ON) == "Avvikelsen är avslutad sedan den 22 november 2026."
    assert lead(plan_actions((LATE, None)), closed=SOON) == "Planens enda åtgärd är 53 dagar försenad."


@pytest.mark.parametrize("on", [date(2026, 11, 22), date(2027, 6, 1)])
def test_a_closed_deviation_stands_as_on_the_day_that_it_was_closed(on):
    sent = (
        Submission(date=date(2026, 9, 20), rejected=date(2026, 11, 21), reason=Text("Osignerad")),
        Submission(date=date(2026, 9, 10), accepted=None),
    )
    changes = {f"{D1}.closed": date(2026, 11, 20), f"{D1}.action_plan.actions.2.submitted": sent}
    action = make_view("D1", changes, on=on).actions[2]
    assert (action.status, action.verified_by) == (make_view("D1", changes, on=date(2026, 11, 20)).actions[2].status, None)
    assert [each.date.day for each in action.submitted] == [10, 20]
    text = make_text("D1", changes, on=on)
    assert "Efter att avvikelsen avslutades har vi underkänt verifikatet för åtgärd A3." in text
    assert [words in text for words in ("Om planen inte följs", "Kontroll:", "vite")] == [False] * 3


def test_a_plan_with_actions_is_no_form():
    assert "skicka den till" not in make_text("D1")


@pytest.mark.parametrize(
    ("against", "told"),
    [
        (
            CodePoint("code 2.3"),
            ["Punkt 2.3 i uppförandekoden: Barnarbete", "Point 2.3 of the Supplier Code of Conduct: Child labour"],
        ),
        (
            "2.4",
            [
                "Avsnitt 2.4: Förhindra och begränsa negativ påverkan kopplad till leverantören",
                "Section 2.4: Prevent and mitigate",
            ],
        ),
        (Area.ENVIRONMENT, ["Miljö", "Environment"]),
    ],
)
def test_what_a_deviation_goes_against(against, told):
    for lang, words in zip(("sv", "en"), told, strict=True):
        row = re.search(
            r"(?:Strider mot|Contrary to) \| (.*)", make_text(changes={"deviations.0.against": against}, langs=(lang,))
        )
        assert row
        assert row[1].startswith(words)


@pytest.mark.parametrize(
    ("on", "answers"),
    [
        (date(2026, 10, 29), []),
        (date(2026, 10, 30), [(None, None)]),
        (date(2026, 11, 2), [(None, date(2026, 11, 2))]),
        (date(2026, 11, 6), [(None, date(2026, 11, 2)), (None, None)]),
        (date(2026, 11, 10), [(None, date(2026, 11, 2)), (date(2026, 11, 10), None)]),
    ],
)
def test_evidence_and_its_answers_are_told_as_of_the_day(on, answers):
    row = make_view(on=on).actions[1]
    assert [(sent.accepted, sent.rejected) for sent in row.submitted] == answers
    assert [sent.reason is not None for sent in row.submitted] == [rejected is not None for _, rejected in answers]


@pytest.mark.parametrize(
    ("on", "raised", "upheld"), [(date(2026, 5, 31), False, None), (date(2026, 6, 1), True, None), (date(2026, 6, 8), True, True)]
)
def test_an_objection_is_told_as_of_the_day(on, raised, upheld):
    dispute = make_view(on=on).dispute
    assert (dispute is not None, dispute.upheld if dispute else None) == (raised, upheld)


DUE = date(2026, 10, 31)


@pytest.mark.parametrize(
    ("done", "sent", "answers", "told"),
    [
        (30, None, {}, "[good: Klar 2026-10-30]"),
        (30, 30, {"accepted": 30}, "[good: Klar 2026-10-30]"),
        (30, 30, {"accepted": 31}, "Verifikat lämnat 2026-10-30 // [good: Godtaget 2026-10-31]"),
        (29, 30, {"accepted": 31}, "[good: Klar 2026-10-29] // Verifikat lämnat 2026-10-30 // [good: Godtaget 2026-10-31]"),
        (30, 30, {}, "Verifikat lämnat 2026-10-30 // Inte granskat än"),
        (None, 30, {}, "Inte klar än // Verifikat lämnat 2026-10-30 // Inte granskat än"),
        (None, 30, {"rejected": 31}, "Inte klar än // [bad: Verifikat underkänt 2026-10-31]"),
    ],
)
def test_a_status_says_when_evidence_came_and_when_it_was_accepted(done, sent, answers, told):
    days = {name: date(2026, 10, day) for name, day in answers.items()}
    submitted = (Submission(date=date(2026, 10, sent), **days),) if sent else ()
    action = Action(
        id="A1", description=Text(plain="Kartlägg."), due=DUE, done=date(2026, 10, done) if done else None, submitted=submitted
    )
    text = make_text("D1", {f"{D1}.action_plan.actions": (action,)}, on=DUE)
    assert f" | senast 2026-10-31 | {told} // Kontroll: " in text


@pytest.mark.parametrize(("accepted", "waits"), [(DUE, False), (None, True)])
def test_the_lead_says_that_evidence_of_what_counts_as_done_is_not_reviewed(accepted, waits):
    sent = Submission(date=date(2026, 10, 30), accepted=accepted)
    action = Action(id="A1", description=Text(plain="Kartlägg."), due=DUE, done=sent.date, submitted=(sent,))
    lead = make_text("D1", {f"{D1}.action_plan.actions": (action,)}, on=DUE).partition("[lead] ")[2].partition("\n")[0]
    assert lead == "Planens enda åtgärd är klar." + " Vi har inte granskat något verifikat än." * waits


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (({}, {}), " Vi har inte granskat något verifikat än."),
        (({"accepted": DUE}, {}), " Vi har inte granskat alla verifikat än."),
        (({"accepted": DUE + timedelta(days=1)}, {}), " Vi har inte granskat något verifikat än."),
        (({"accepted": DUE}, {"accepted": DUE}), ""),
    ],
)
def test_the_lead_tells_none_reviewed_from_some(answers, told):
    actions = tuple(
        Action(id=f"A{n}", description=Text("x"), due=DUE, done=DUE, submitted=(Submission(date=DUE, **answer),))
        for n, answer in enumerate(answers)
    )
    text = make_text("D1", {f"{D1}.action_plan.actions": actions}, on=DUE)
    assert text.partition("[lead] ")[2].partition("\n")[0] == f"Båda åtgärderna är klara.{told}"
    assert "är genomförd när" not in text


NEXT = "Nästa ska vara klar senast den 1~december~2026."
HANDED_IN = "Vi har inte granskat något verifikat än."


@pytest.mark.parametrize(
    ("handed_in", "rest", "lead"),
    [
        ((30,), (), "Ni har lämnat verifikat för planens enda åtgärd."),
        ((30, 30), (), "Ni har lämnat verifikat för båda åtgärderna."),
        ((30, 30, 34), (), "Ni har lämnat verifikat för alla tre åtgärder."),
        (
            (30,),
            (date(2026, 12, 1),),
            f"Ni har lämnat verifikat för en av två åtgärder, och ingen är försenad. {NEXT}",
        ),
        ((30,), (DUE,), "En av två åtgärder är 9~dagar försenad."),
    ],
)
def test_the_lead_says_that_evidence_has_come_and_waits(handed_in, rest, lead):
    sent = [Submission(date=date(2026, 10, 1) + timedelta(days=day - 1)) for day in handed_in]
    waiting = [Action(id=f"W{n}", description=Text("x"), due=DUE, submitted=(each,)) for n, each in enumerate(sent)]
    left = [Action(id=f"L{n}", description=Text("x"), due=day) for n, day in enumerate(rest)]
    text = make_text("D1", {f"{D1}.action_plan.actions": (*waiting, *left)}, on=date(2026, 11, 9))
    assert text.partition("[lead] ")[2].partition("\n")[0] == f"{lead} {HANDED_IN}"


@pytest.mark.parametrize(
    ("sent", "told"), [(30, ", verifikat lämnat"), (31, ", verifikat lämnat"), (32, ", verifikat lämnat 1~dag för sent")]
)
def test_a_timetable_says_when_evidence_came(sent, told):
    came = Submission(date=date(2026, 10, 1) + timedelta(days=sent - 1))
    action = Action(id="A1", description=Text("x"), due=DUE, submitted=(came,))
    text = make_text("D1", {f"{D1}.action_plan.actions": (action,)}, on=date(2026, 11, 9))
    assert f"[senast 2026-10-31{told}" in text.partition("Tidplan")[2]


def test_evidence_is_late_by_the_day_it_came_not_by_the_day_it_was_accepted():
    in_time = Submission(date=DUE, accepted=date(2026, 11, 10))
    late = Submission(date=date(2026, 11, 2), accepted=date(2026, 11, 10))
    action = Action(id="A1", description=Text(plain="Kartlägg."), due=DUE, done=DUE, submitted=(in_time,))
    rows = [
        make_view("D1", {f"{D1}.action_plan.actions": (each,)}).actions[0]
        for each in (action, action.model_copy(update={"done": late.date, "submitted": (late,)}))
    ]
    assert [(row.status.state, row.status.days) for row in rows] == [("done", 0), ("done_late", 2)]
    assert [row.evidence_status.days_late for row in rows] == [0, 2]


REMEDY = "Så når gottgörelsen fram"
UNAPPROVED = {f"{D2}.action_plan.approved": None, f"{D2}.action_plan.approved_by": None}
CLOSED = {f"{D2}.closed": date(2026, 11, 20)}


@pytest.mark.parametrize(("changes", "blanks", "missing"), [(UNAPPROVED, 5, 0), ({}, 0, 3), (CLOSED, 0, 0)])
def test_remedy_that_is_owed_is_asked_for_until_the_plan_is_approved_and_then_said_to_be_missing(changes, blanks, missing):
    without = {f"{D2}.action_plan.remedy": None, f"{D2}.action_plan.trading_conditions": None}
    text = section(make_text("D2", without | changes), REMEDY)
    assert (text.count("____"), text.count("Inte antecknat än")) == (blanks, missing)


def test_remedy_that_is_not_owed_is_asked_for_in_a_form_alone():
    assert [REMEDY in make_text("D1"), REMEDY in make_text("D1", {f"{D1}.action_plan": None})] == [False, True]


def test_nothing_is_left_blank_in_a_plan_that_is_settled():
    """Once a plan is approved, or its deviation closed, nobody fills it in: whatever isn't known has no row."""
    unknown = {f"action_plan.{field}": None for field in ("requested", "due", "received", "approved_by", "remedy")}
    unknown |= {"action_plan.actions.0.responsible": None, "root_cause": None, "escalation": ()}
    without_plan = {f"{D1}.action_plan": None, f"{D1}.root_cause": None, f"{D1}.closed": date(2026, 11, 20)}
    texts = [
        make_text("D1", {f"{D1}.{field}": value for field, value in unknown.items()}),
        make_text("D1", {f"{D1}.action_plan.actions": ()}),
        make_text("D1", without_plan | {f"{D1}.escalation": ()}),
    ]
    assert ["____" in text for text in texts] == [False, False, False]
    assert ["Inga åtgärder är antecknade." in text for text in texts] == [False, True, True]
    assert section(texts[0], "Godkännande av planen") == "[table facts]\n    Vi godkände planen | 2026-07-01"
    assert "Godkännande av planen" not in texts[2]


def test_a_plan_that_never_came_is_not_late_once_the_deviation_is_closed():
    changes = {f"{D1}.action_plan.{field}": None for field in ("received", "approved", "approved_by")}
    changes[f"{D1}.closed"] = date(2026, 11, 20)
    approval = make_view("D1", changes).approval
    assert (approval.days_late, approval.is_overdue) == (0, False)
    assert "Vi fick planen" not in make_text("D1", changes)


def test_nothing_is_printed_of_what_is_not_filled_in():
    changes = {"deviations.0.dispute": None, "deviations.0.action_plan.actions.1.submitted": ()}
    text = make_text("D1", changes)
    headings = ("Er invändning", "Om ni inte håller med", "Verifikat som ni har lämnat", "Återrevision", "Vår egen del")
    assert [heading for heading in headings if heading in text] == []
