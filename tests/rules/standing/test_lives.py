"""Random lives of contracts, day by day: nothing goes quiet, no duty's day moves by itself, and all tell the same."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from generator.contract.clause_file import read_clause
from generator.contract.models import (
    Action,
    ActionPlan,
    Activity,
    Change,
    Deviation,
    EscalationEntry,
    Evaluation,
    Extension,
    Kickoff,
    Penalty,
)
from generator.contract.values import Month, Text
from generator.documents.document_type import ReportSubject, Subject, make_masthead
from generator.documents.evaluation_report import EVALUATION_REPORT
from generator.documents.followup_plan import FOLLOWUP_PLAN
from generator.rules.figures import make_life_window, measure_contract
from generator.rules.standing import DutyKind, Standing
from generator.rules.standing.ladder import find_next
from generator.rules.standing.steps import list_obstacles
from generator.rules.totals import sum_figures
from tests.documents.contracts import FILES, change, read_example
from tests.rules.cases import WAY_BACK as LADDER

CLAUSE = read_clause(FILES, "2023")
BASE = change(
    read_example("surgical-instruments"),
    {"kickoff": None, "deviations": (), "evaluation": Evaluation(), "monitoring.activities": (), "monitoring.joint": None},
)
FIRST = date(2026, 1, 1)
PASSING = {DutyKind.PENALTY_WEEK, DutyKind.PENALTY_AT_MAXIMUM}
"""Kinds that end when their own time has come: another takes their place, which is tested by itself."""
WRITTEN = ("effects", "lessons", "recommendation")


class Life(RuleBasedStateMachine):
    """A contract that lives, through facts that are entered and days that pass."""

    on = FIRST

    @initialize(
        extensions=st.integers(0, 2), with_terms=st.booleans(), has_risks=st.booleans(), framework_agreement=st.booleans()
    )
    def begin(self, extensions, with_terms, has_risks, framework_agreement):
        ends = [date(2027, 12, 31), date(2028, 12, 31), date(2029, 12, 31)]
        dates = BASE.dates.model_copy(
            update={
                "starts": FIRST,
                "ends": ends[0],
                "extensions": tuple(Extension(until=each) for each in ends[1 : extensions + 1]),
            }
        )
        changes = {"dates": dates, "framework_agreement": framework_agreement}
        if not with_terms:
            changes["clause.terms"] = type(BASE.clause.terms)()
        if not has_risks:
            changes["risks"] = ()
        self.contract = change(BASE, changes)
        self.before = {}

    @property
    def standing(self):
        return Standing(self.contract, CLAUSE.parts, LADDER, self.on)

    def enter(self, **changes):
        """Facts, by path with `__` for points; days may be moved by them."""
        self.contract = change(self.contract, {path.replace("__", "."): value for path, value in changes.items()})
        self.before = {}

    @rule(days=st.sampled_from([1, 6, 13, 30, 91, 400]))
    def let_days_pass(self, days):
        self.before = {duty.identity: duty for duty in self.standing.duties}
        self.on += timedelta(days=days)

    # What is entered

    @precondition(lambda self: len(self.contract.deviations) < 2 and not self.standing.has_ended)
    @rule(severity=st.sampled_from(["minor", "severe", None]), against=st.sampled_from(["labour_rights", "2.4", "3", "4"]))
    def find_deviation(self, severity, against):
        number = len(self.contract.deviations) + 1
        found = Deviation(id=f"D{number}", found=self.on, severity=severity, against=against, description=Text("x"))
        self.enter(deviations=(*self.contract.deviations, found))

    def choose_open(self, data):
        """The place and the account of an open deviation, or None."""
        places = [place for place, each in enumerate(self.contract.deviations) if not each.closed]
        if not places:
            return None
        place = data.draw(st.sampled_from(places))
        return place, self.standing.deviations[self.contract.deviations[place].id]

    @rule(data=st.data(), which=st.sampled_from(["requested", "received", "approved"]))
    def bring_a_plan_on(self, data, which):
        if chosen := self.choose_open(data):
            place, standing = chosen
            plan = standing.deviation.action_plan or ActionPlan()
            if getattr(plan, which) is None:
                self.enter(**{f"deviations__{place}__action_plan": plan.model_copy(update={which: self.on})})

    @rule(data=st.data(), days=st.sampled_from([None, 10, 40]))
    def add_an_action(self, data, days):
        if (chosen := self.choose_open(data)) and chosen[1].deviation.action_plan:
            place, standing = chosen
            actions, due = standing.deviation.action_plan.actions, days and self.on + timedelta(days=days)
            added = Action(id=f"A{len(actions) + 1}", description=Text("x"), due=due, remediation=True)
            self.enter(**{f"deviations__{place}__action_plan__actions": (*actions, added)})

    @rule(data=st.data())
    def carry_out_all_actions(self, data):
        if (chosen := self.choose_open(data)) and chosen[1].deviation.action_plan:
            place, standing = chosen
            actions = [each.model_copy(update={"done": each.done or self.on}) for each in standing.deviation.action_plan.actions]
            self.enter(**{f"deviations__{place}__action_plan__actions": tuple(actions)})

    @rule(data=st.data())
    def take_the_next_step(self, data):
        if (chosen := self.choose_open(data)) and (following := find_next(chosen[1])):
            place, standing = chosen
            if list_obstacles(standing, following.key, None) == ():
                entry = EscalationEntry(step=following.key, date=self.on)
                self.enter(**{f"deviations__{place}__escalation": (*standing.deviation.escalation, entry)})

    @rule(data=st.data())
    def answer(self, data):
        if (chosen := self.choose_open(data)) and chosen[1].reached and not chosen[1].answered:
            place, standing = chosen
            index = standing.deviation.escalation.index(standing.taken[standing.reached])
            self.enter(**{f"deviations__{place}__escalation__{index}__answered": self.on})

    @rule(data=st.data())
    def close(self, data):
        if (chosen := self.choose_open(data)) and not chosen[1].plan.open_actions:
            self.enter(**{f"deviations__{chosen[0]}__closed": self.on})

    @rule(what=st.sampled_from(["date", "invited", "held", "minutes_sent"]))
    def bring_the_kickoff_on(self, what):
        kickoff = self.contract.kickoff or Kickoff()
        day = self.on + timedelta(days=40) if what == "date" else self.on
        if getattr(kickoff, what) is None:
            self.enter(kickoff=kickoff.model_copy(update={what: day}))

    @rule(ahead=st.sampled_from([None, 1, 5]))
    def plan_monitoring(self, ahead):
        activities = self.contract.monitoring.activities
        month = ahead and Month(self.on.year + ahead // 12, min(12, self.on.month + ahead % 12))
        added = Activity(id=f"M{len(activities) + 1}", method="audit", planned=month or None, responsible="buyer.officer")
        if len(activities) < 3:
            self.enter(monitoring__activities=(*activities, added))

    @rule(what=st.sampled_from(["notified", "done"]))
    def carry_out_monitoring(self, what):
        for place, each in enumerate(self.contract.monitoring.activities):
            if getattr(each, what) is None:
                self.enter(**{f"monitoring__activities__{place}__{what}": self.on})
                break

    @precondition(lambda self: self.standing.extension)
    @rule()
    def extend(self):
        place = self.contract.dates.extensions.index(self.standing.extension)
        self.enter(**{f"dates__extensions__{place}__decided": self.on})

    @precondition(lambda self: not self.standing.has_ended)
    @rule(days=st.sampled_from([None, 1, 200, 1500]), amount=st.sampled_from([None, 0, 5000]))
    def change_the_contract(self, days, amount):
        penalty = Penalty(amount=Decimal(amount), currency="SEK") if amount is not None else None
        last = self.on + timedelta(days=days) if days else None
        agreed = Change(date=self.on, description=Text("x"), ends=last, penalty=penalty)
        self.enter(changes=(*self.contract.changes, agreed))

    @rule(what=st.sampled_from(WRITTEN))
    def evaluate(self, what):
        self.enter(**{f"evaluation__{what}": Text("x")})

    @rule()
    def ask_the_secretariat(self):
        self.enter(monitoring__secretariat_asked=self.on)

    # What always holds

    def list_kinds(self, item=""):
        return {duty.kind for duty in self.standing.duties if duty.item == item}

    @invariant()
    def nothing_open_is_without_a_duty(self):
        standing, items = self.standing, {duty.item for duty in self.standing.duties}
        for each in standing.deviations.values():
            if not each.is_closed:
                assert [item for item in items if item.split()[:1] == [each.deviation.id]], each.stage
                approved = each.plan.open_actions if each.plan.approved else ()
                assert {f"{each.deviation.id} {action.id}" for action in approved} <= items
        for activity in self.contract.monitoring.activities:
            assert activity.done or standing.has_ended or activity.id in items
        assert (standing.extension is not None) == (DutyKind.EXTENSION_TO_DECIDE in self.list_kinds())
        is_written = all(getattr(self.contract.evaluation, name) for name in WRITTEN)
        assert is_written or DutyKind.EVALUATION_DUE in self.list_kinds()
        if not standing.has_ended:
            sent = self.contract.kickoff and self.contract.kickoff.minutes_sent
            assert sent or self.list_kinds() & {DutyKind.KICKOFF_TO_PLAN, DutyKind.KICKOFF, DutyKind.MINUTES_TO_SEND}

    @invariant()
    def a_duty_stays_on_its_day_until_a_fact_ends_it(self):
        standing = self.standing
        now = {duty.identity: duty for duty in standing.duties}
        over = {duty.identity for duty in standing.void}
        for identity, duty in self.before.items():
            if identity in now:
                assert now[identity].day == duty.day, identity
            else:
                assert identity in over or duty.kind in PASSING, identity

    @invariant()
    def duties_are_told_once_each_and_in_order(self):
        duties = self.standing.duties
        assert len({duty.identity for duty in duties}) == len(duties)
        assert [duty.day for duty in duties] == sorted(duty.day for duty in duties)
        assert all(duty.fields or duty.kind in {DutyKind.STEP_DUE, *PASSING, DutyKind.SUSPENSION_LIMIT} for duty in duties)

    @invariant()
    def the_ladder_and_the_duties_name_the_same_step_and_day(self):
        standing = self.standing
        told = {duty.item: (duty.facts["step"], duty.day) for duty in standing.duties if duty.kind is DutyKind.STEP_DUE}
        nexts = {name: find_next(each) for name, each in standing.deviations.items()}
        assert told == {name: (step.key, step.since) for name, step in nexts.items() if step and step.since}

    @invariant()
    def documents_of_one_day_tell_the_same_end(self):
        standing = self.standing
        window = make_life_window(self.contract.dates, self.on)
        totals = sum_figures([measure_contract(self.contract, CLAUSE.parts, LADDER, window)])
        report = ReportSubject(make_masthead(self.contract), None, standing, LADDER, self.on, window, totals)
        one = EVALUATION_REPORT.make_view(report).contract
        assert (one.end.day, one.end.has_ended) == (standing.ending.day, standing.has_ended)
        assert not (standing.ending.is_termination and one.extension_until)
        if self.contract.monitoring.activities and all(each.planned or each.done for each in self.contract.monitoring.activities):
            assert FOLLOWUP_PLAN.make_view(Subject(standing, CLAUSE)).end.day == standing.ending.day


Life.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
test_the_life_of_a_contract = Life.TestCase
