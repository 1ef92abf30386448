"""Whatever happens in whatever order, the rules let nobody jump a step, and never promise a step that they then refuse."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from generator.build.orders import Order
from generator.build.plan import choose_items
from generator.contract.choices import Sanction
from generator.contract.clause_file import read_clause
from generator.contract.models import Action, ActionPlan, Deviation, Explanation, Penalty
from generator.contract.values import Text, add_months
from generator.documents import Subject
from generator.documents.escalation_letter import ESCALATION_LETTER
from generator.errors import InputError
from generator.rules.sanctions import assess_penalty
from generator.rules.standing import Standing
from generator.rules.standing.ladder import find_bar, find_next, list_missing, list_steps
from generator.rules.standing.steps import ObstacleKind, list_obstacles, list_obstacles_to_passing_over
from generator.workspace import Files
from tests.documents.contracts import change
from tests.rules.cases import BRANCHING, CONTRACT, FOUND, LADDER, assess_deviation, make_deviation, pass_over, take

PENALTY = Penalty(amount=Decimal(20000), currency="SEK", max_weeks=3)
MONTHS = 2
CLAUSE = read_clause(Files(), CONTRACT.clause.version)
MAY_REMAIN = {ObstacleKind.NO_REMEDIATION, ObstacleKind.CONTRACT_ENDED}
"""What may stand in the way of a step that is due: it is mended in the plan, or cannot be mended."""

LADDERS = (LADDER, BRANCHING)
EXCLUDED = Explanation(reason=Text("Fabriken vägrar"))
CHILD_LABOUR = {"severity": "severe", "severe_kind": "child_labour"}
STARTS = st.fixed_dictionaries(
    {
        "ladder": st.sampled_from(LADDERS),
        "framework": st.sampled_from([True, True, False, None]),
        "penalty": st.sampled_from([PENALTY, PENALTY, None]),
        "excluded": st.sampled_from([{}, {}, {"ground_excluded": EXCLUDED}]),
        "severity": st.sampled_from(
            [{}, {"severity": "major"}, *(CHILD_LABOUR | {"severe_remedied_at_once": mark} for mark in (None, True, False))]
        ),
        "against": st.sampled_from([None, "4", "2.3"]),
    }
)


class LadderWalk(RuleBasedStateMachine):
    """A deviation from the day that it is found: days pass, the supplier acts or not, and the region takes what steps it may."""

    @initialize(start=STARTS, climbs=st.integers(0, 7))
    def find_deviation(self, start, climbs):
        self.changes = {
            "ladder": start["ladder"],
            "framework_agreement": start["framework"],
            "clause__terms__penalty": start["penalty"],
            "clause__terms__call_off_suspension_months": MONTHS,
        }
        plan = ActionPlan(requested=FOUND, due=FOUND + timedelta(days=20))
        self.deviation = make_deviation(action_plan=plan, against=start["against"], **start["excluded"], **start["severity"])
        self.on = FOUND
        self.amount = Decimal(0)
        self.conditions_then = None
        for _ in range(climbs):
            self.take_next(0)
            self.on += timedelta(days=29)

    # What happens

    @rule(days=st.sampled_from([1, 2, 7, 7, 14, 15, 30]))
    def let_days_pass(self, days):
        self.on += timedelta(days=days)

    @precondition(lambda self: not self.is_just_terminated)
    @rule(days=st.integers(0, 40), remediation=st.sampled_from([None, True, False]))
    def approve_plan(self, days, remediation):
        plan = self.deviation.action_plan
        action = Action(id="A", description=Text("x"), due=self.on + timedelta(days=days - 5), remediation=remediation)
        self.set("action_plan", {"received": plan.received or self.on, "approved": plan.approved or self.on})
        self.set("action_plan", {"actions": (*self.deviation.action_plan.actions, action)})

    @precondition(lambda self: not self.is_just_terminated)
    @rule(number=st.integers(0, 4))
    def finish_action(self, number):
        actions = self.deviation.action_plan.actions
        if number < len(actions):
            self.set(f"action_plan.actions.{number}", {"done": self.on})

    @rule()
    def answer(self):
        self.set_standing({"answered": self.on})

    @rule()
    def end_ground(self):
        self.set_standing({"until": self.on})

    @precondition(lambda self: len(self.deviation.escalation) > 3)
    @rule()
    def close(self):
        self.deviation = change(self.deviation, {"closed": self.on})

    @rule(place=st.integers(0, 7), wait=st.sampled_from([0, 0, 5]))
    def try_to_take(self, place, wait):
        standing, key = self.standing, self.pick(place)
        if list_obstacles(standing, key, None) == ():
            self.log_taken(standing, key, wait)

    @rule(wait=st.sampled_from([0, 0, 5]))
    def take_next(self, wait):
        standing = self.standing
        following = find_next(standing)
        if following and following.since and following.since <= self.on and list_obstacles(standing, following.key, None) == ():
            self.log_taken(standing, following.key, wait)

    @rule(place=st.integers(0, 7))
    def try_to_pass_over(self, place):
        key = self.pick(place)
        if list_obstacles_to_passing_over(self.standing, key, None) == ():
            self.log(pass_over(key, self.on))

    # How it is kept

    @property
    def standing(self):
        return assess_deviation(self.on, self.deviation, **self.changes)

    @property
    def is_just_terminated(self):
        """Whether the contract was terminated at once today: a ground that ceases the same day would be no ground for it."""
        entry = self.find_entry(Sanction.IMMEDIATE_TERMINATION)
        return bool(entry and entry.date == self.on)

    def pick(self, place):
        keys = tuple(self.changes["ladder"].steps)
        return keys[place % len(keys)]

    def set(self, path, fields):
        self.deviation = change(self.deviation, {f"{path}.{name}": value for name, value in fields.items()})

    def set_standing(self, fields):
        standing = self.standing.reached
        for number, entry in enumerate(self.deviation.escalation):
            started = (entry.from_ or entry.date) <= self.on
            if entry.step == standing and not entry.skipped and started and all(getattr(entry, name) is None for name in fields):
                self.set(f"escalation.{number}", fields)

    def log_taken(self, standing, key, wait):
        if standing.ladder.steps[key].sanction is Sanction.IMMEDIATE_TERMINATION:
            self.conditions_then = self.list_conditions()
        self.log(take(key, self.on, from_=self.on + timedelta(days=wait) if wait else None))

    def log(self, entry):
        self.deviation = change(self.deviation, {"escalation": (*self.deviation.escalation, entry)})

    def find_entry(self, sanction):
        key = self.changes["ladder"].find_sanction(sanction)
        return next((entry for entry in self.deviation.escalation if entry.step == key and not entry.skipped), None)

    def list_conditions(self):
        """The conditions that hold, reckoned otherwise than the rules do."""
        deviation, agreed = self.deviation, self.changes["clause__terms__penalty"]
        penalty, suspension = self.find_entry(Sanction.PENALTY), self.find_entry(Sanction.CALL_OFF_SUSPENSION)
        found = set()
        if deviation.severity == "severe" and deviation.severe_remedied_at_once is False:
            found.add("severe_not_remedied")
        if not self.has_ground():
            return found
        if penalty and agreed and not deviation.ground_excluded and count_weeks(penalty, self.on) >= agreed.max_weeks:
            found.add("maximum_penalty")
        if suspension:
            limit = add_months(suspension.from_ or suspension.date, MONTHS)
            if limit <= min(self.on, suspension.until or self.on):
                found.add("long_suspension")
        return found

    def has_ground(self):
        """Whether a ground of the clause lasts, reckoned otherwise than the rules do."""
        plan = self.deviation.action_plan
        if self.deviation.against == "4":
            return True
        if plan.approved:
            late = [action for action in plan.actions if action.due < self.on and not action.done]
            return bool(late) and plan.approved < self.on
        return plan.due < self.on and not plan.received

    def list_letters(self):
        """The letters that there may be: of the steps that were taken, dated the day that they were."""
        return {f"D.{entry.step}": entry.date for entry in self.deviation.escalation if not entry.skipped}

    # What always holds

    @invariant()
    def no_step_is_jumped(self):
        standing, happened, order = self.standing, set(), tuple(self.changes["ladder"].steps)
        barred = {key for key in order if find_bar(standing, key)}
        for entry in self.deviation.escalation:
            assert set(standing.ladder.list_before(entry.step)) <= happened | barred
            assert entry.step not in happened
            happened.add(entry.step)
        taken = [order.index(entry.step) for entry in self.deviation.escalation if not entry.skipped]
        assert taken == sorted(taken)
        assert not barred & happened
        assert [row.key for row in list_steps(standing) if row.state == "missing"] == []

    @invariant()
    def the_log_is_in_order_of_date(self):
        days = [entry.date for entry in self.deviation.escalation]
        assert days == sorted(days)
        assert all(day <= self.on for day in days)

    @invariant()
    def a_penalty_grows_to_its_maximum_and_never_shrinks(self):
        entry, agreed = self.find_entry(Sanction.PENALTY), self.changes["clause__terms__penalty"]
        if entry and agreed:
            run = assess_penalty(entry, agreed, self.deviation.closed, self.on)
            assert run.weeks <= agreed.max_weeks
            assert self.amount <= run.amount == agreed.amount * run.weeks <= agreed.amount * agreed.max_weeks
            assert run.is_at_maximum == (run.weeks == agreed.max_weeks)
            assert run.last is None or run.last <= self.on
            self.amount = run.amount

    @invariant()
    def sanctions_have_their_reasons(self):
        assert self.changes["framework_agreement"] or not self.find_entry(Sanction.CALL_OFF_SUSPENSION)
        assert self.find_entry(Sanction.IMMEDIATE_TERMINATION) is None or self.conditions_then
        if self.deviation.closed is None:
            assert {condition.kind.value for condition in self.standing.conditions} == self.list_conditions()

    @invariant()
    def grounds_and_conditions_have_begun(self):
        standing = self.standing
        assert all(each.since <= self.on for each in (*standing.grounds, *standing.conditions))

    @invariant()
    def what_comes_next_may_be_taken_when_it_is_due(self):
        standing = self.standing
        following = find_next(standing)
        if self.deviation.closed:
            assert following is None
            return
        if following is None:
            return
        assert list_missing(standing, following.key) == ()
        if following.since and following.since <= self.on:
            assert {obstacle.kind for obstacle in list_obstacles(standing, following.key, None)} <= MAY_REMAIN

    @invariant()
    def what_may_be_taken_next_is_due(self):
        following = find_next(self.standing)
        has_begun_otherwise = not self.standing.entries and not self.standing.grounds  # by asking for the plan
        if following and list_obstacles(self.standing, following.key, None) == () and not has_begun_otherwise:
            assert following.since is not None
            assert following.since <= self.on

    @invariant()
    def no_unlogged_letter_is_made(self):
        contract, letters = self.standing.contract, self.list_letters()
        for on in {self.on, self.on - timedelta(days=1)}:
            then = [item for item, day in letters.items() if day <= on]
            is_open = not (self.deviation.closed and self.deviation.closed <= on)
            assert ESCALATION_LETTER.list_items(contract, on) == (tuple(then[-1:]) if is_open else ())
            for step in self.changes["ladder"].steps:
                order = Order(ESCALATION_LETTER, on, items={"deviation": "D", "step": step})
                if f"D.{step}" in then:
                    assert choose_items(order, contract) == (f"D.{step}",)
                else:
                    with pytest.raises(InputError, match=f"the step '{step}' of D has not been taken by {on}"):
                        choose_items(order, contract)

    @invariant()
    def the_same_case_is_told_the_same(self):
        one, other = self.standing, assess_deviation(self.on, Deviation(**dict(self.deviation)), **self.changes)
        assert (find_next(one), list_steps(one), one.grounds) == (find_next(other), list_steps(other), other.grounds)
        for key in one.ladder.steps:
            assert list_obstacles(one, key, None) == list_obstacles(other, key, None)

    # What holds in the end

    def teardown(self):
        """Every step that was taken has a letter, whatever has happened since."""
        if not hasattr(self, "deviation"):
            return
        standing = self.standing
        for item, day in self.list_letters().items():
            view = ESCALATION_LETTER.make_view(
                Subject(Standing(standing.contract, CLAUSE.parts, standing.ladder, day), CLAUSE, item)
            )
            assert ESCALATION_LETTER.find_day(standing.contract, item) == view.on == day
            earlier = [entry.date for entry in self.deviation.escalation if entry.date < day]
            # The letter tells of steps by their place on the ladder, and where it branches they may be passed over in any order.
            assert sorted(row.day for row in view.history if row.day and row.day < day) == earlier


def count_weeks(entry, on):
    """Begun weeks, counted one by one."""
    week, end = entry.from_ or entry.date, min(on, entry.until or on)
    weeks = 0
    while week <= end:
        weeks, week = weeks + 1, week + timedelta(days=7)
    return weeks


LadderWalk.TestCase.settings = settings(max_examples=100, stateful_step_count=25, deadline=None)
test_a_walk_up_the_ladder = LadderWalk.TestCase
test_a_walk_up_the_ladder.pytestmark = [pytest.mark.long]
