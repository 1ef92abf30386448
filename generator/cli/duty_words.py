"""What a task is called in the user's language, why it is to be done, and the command that does it. Used by `due`."""

from __future__ import annotations

import gettext
import re
import shlex
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from generator.cli.words import _, find_language
from generator.contract.case import Case
from generator.contract.ladder import CONTEXT, Ladder
from generator.documents import DocumentType, Pack, find_answers
from generator.errors import N_
from generator.recording.commands import list_ending_commands
from generator.recording.grammar import PLACEHOLDER
from generator.rules.standing.contract_duties import find_review_day
from generator.rules.standing.duty import Duty, DutyKind, Fact
from generator.rules.standing.ladder import Bar
from generator.text.catalogs import Catalog, load_catalog
from generator.text.language import SOURCE, Language
from generator.workspace import PACKAGE, Files

_REMEDY = N_("First the plan must remedy what the child has been exposed to: record which action of {unremedied} does.")

_WHAT: Mapping[str, str] = {
    "invitation_to_send": N_("send the invitation to the kick-off meeting"),
    "minutes_to_send": N_("send the minutes of the kick-off meeting"),
    "secretariat_to_ask": N_("ask the regions' secretariat which suppliers are monitored jointly"),
    "monitoring_to_plan": N_("plan the monitoring"),
    "monitoring_to_date": N_("set a time for the monitoring ({method})"),
    "actions_to_add": N_("see that the action plan has actions, or take back the approval"),
    "action_to_date": N_("agree on the last day for the action"),
    "to_verify": N_("verify what has been done, and close the deviation"),
    "answer_due": N_("see that the supplier answers: {step}"),
    "receipt_to_get": N_("get the receipt back: {step}"),
    "end_to_set": N_("decide which day the contract ends, and write to the supplier of it"),
    "kickoff": N_("hold the kick-off meeting"),
    "kickoff_to_plan": N_("set a day for the kick-off meeting"),
    "monitoring_to_notify": N_("tell the supplier of the monitoring ({method})"),
    "monitoring_to_do": N_("carry out the monitoring ({method})"),
    "suspicion_to_settle": N_("settle whether what is suspected is a deviation"),
    "investigation_to_decide": N_("decide whether there is a ground for sanctions"),
    "plan_to_request": N_("ask the supplier for an action plan"),
    "plan_to_remind": N_("remind the supplier of the action plan"),
    "plan_to_approve": N_("go through the action plan and approve it"),
    "action_due": N_("see that the supplier has carried out the action"),
    "evidence_to_review": N_("accept or reject the evidence"),
    "evidence_to_replace": N_("get new evidence of the action from the supplier"),
    "dispute_to_answer": N_("answer the supplier, which doesn't agree that there is a deviation"),
    "step_due": N_("take the next step: {step}"),
    "penalty_week": N_("claim the penalty for each week that begins"),
    "penalty_at_maximum": N_("decide what follows the penalty"),
    "suspension_limit": N_("decide what follows the suspension of call-offs"),
    "extension_to_decide": N_("decide on extension until {until}"),
    "evaluation_due": N_("evaluate the contract"),
    "decision_due": N_("decide on extension or a new procurement"),
    "request_to_answer": N_("answer the request for public documents"),
}

_WHY: Mapping[str, tuple[str, ...]] = {
    "kickoff": (
        N_("What is needed at the meeting on {meeting} is the kick-off pack."),
        N_("It was planned for {passed}, and is not entered as held. If it is to be held later, record: kickoff planned."),
    ),
    "invitation_to_send": (
        N_("The meeting is planned for {meeting}."),
        N_("The last day of the standstill period is {standstill_ends}."),
        N_("That is reckoned from the award decision on {reckoned_from}."),
        N_(
            "That is reckoned from the award decision on {assumed_from}, as if the notice was electronic: "
            "write award_notice under dates if it wasn't, or if none applies."
        ),
    ),
    "minutes_to_send": (N_("The meeting was held on {held}, and the minutes are not entered as sent."),),
    "secretariat_to_ask": (N_("Suppliers of high risk are monitored jointly, and nobody is noted to have asked."),),
    "monitoring_to_plan": (
        N_("Risks in the contract file: {risks}. No monitoring is planned. The first day of the contract is {starts}."),
    ),
    "monitoring_to_date": (N_("It has no time, so nobody is reminded of it."),),
    "actions_to_add": (N_("The plan was approved on {approved}, and no action stands in it."),),
    "action_to_date": (N_("It stands in the plan that was approved on {approved}, and has no last day."),),
    "to_verify": (
        N_("All actions are done, the last on {all_done}."),
        N_("The contract ended on {ended}: settle what is left of the deviation."),
    ),
    "answer_due": (N_("The step was taken on {taken}, and no answer is entered."),),
    "receipt_to_get": (N_("The letter is dated {taken}. No receipt or answer is entered, and that shows when its time runs."),),
    "end_to_set": (
        N_(
            "Reasonable notice was given on {decided}, and no last day is entered. "
            "The letter doesn't say which day, and no document tells it later: write to the supplier yourself."
        ),
    ),
    "kickoff_to_plan": (
        N_("No day is set."),
        N_("The last day of the standstill period is {standstill_ends}."),
        N_("That is reckoned from the award decision on {reckoned_from}."),
        N_(
            "That is reckoned from the award decision on {assumed_from}, as if the notice was electronic: "
            "write award_notice under dates if it wasn't, or if none applies."
        ),
        N_("The first day of the contract is {starts}."),
    ),
    "monitoring_to_notify": (N_("Planned for {planned}. Days of notice that the supplier gets, at the least: {days}."),),
    "monitoring_to_do": (
        N_("Planned for {planned}, and not entered as done."),
        N_("That time has passed. If it is to be done later, record: {missed} planned."),
    ),
    "suspicion_to_settle": (
        N_("It has been suspected since {found}. If there turns out to be none, record: {suspected} closed."),
    ),
    "investigation_to_decide": (N_("It has been looked into since {opened}, and is not entered as decided."),),
    "plan_to_request": (N_("Every deviation gets an action plan with a timetable, and none has been asked for."),),
    "plan_to_remind": (
        N_("Asked for on {requested}, to be handed in by {plan_due}, and not entered as received."),
        N_("Asked for on {requested} without a last day, and not entered as received. Days that it usually takes: {usual_days}."),
    ),
    "plan_to_approve": (N_("It has been received, and not entered as approved."),),
    "action_due": (N_("It stands in the plan that was approved on {approved}, and is not entered as done."),),
    "evidence_to_replace": (
        N_("Its evidence was rejected on {refused}, so it is not done until new evidence has come."),
        N_("It was in time until {rejected}: agree with the supplier on a new last day."),
    ),
    "evidence_to_review": (
        N_("It came on {came}, and is not entered as accepted or rejected."),
        N_("If it is not enough, record: {evidence_of} evidence rejected."),
    ),
    "dispute_to_answer": (N_("It said so on {raised}, and no answer is entered."),),
    "step_due": (
        N_("Found on {found}, and no step of the escalation ladder has been taken."),
        N_("The deviation stands at the step: {standing}."),
        N_("It was answered on {answered}."),
        N_("The answer is due on {answer_due}: wait until that day has passed."),
        N_("The answer was due on {answer_missed} and has not come."),
        N_("Late actions in the plan: {late_actions}."),
        N_("The action plan was due on {plan_due} and has not come."),
        N_("Whether there is a ground has been looked into since {under_investigation}."),
        N_("The reporting obligation has not been kept since {reporting}."),
        N_("The supplier has not taken part in monitoring since {monitoring}."),
        N_("The deviation is severe and was not remedied at once when it was found on {severe_not_remedied}."),
        N_("The maximum penalty was reached on {maximum_penalty}."),
        N_("The suspension of call-offs had lasted as long as it may on {long_suspension}."),
        N_("Not in this contract, since no penalty is agreed: {no_penalty_agreed}."),
        N_("Not in this contract, since it is no framework agreement: {not_framework_agreement}."),
        N_("Not for this deviation, since the clause excludes its ground: {ground_excluded}."),
        N_("{last_resort} ends the contract: it is the last resort, after repeated attempts."),
        _REMEDY,
    ),
    "penalty_week": (
        N_("Begun weeks: {weeks}, the latest on {week_began}. So far {amount} {currency} excluding VAT."),
        N_("The first day of the last week, number {max_weeks}, is {reaches_maximum}."),
        N_("The penalty ends on {ends}."),
        N_("There is no ground for it left: record the last day that there was, as {ceased} ended."),
    ),
    "penalty_at_maximum": (
        N_("It has reached its maximum. Begun weeks: {weeks}. In all {amount} {currency} excluding VAT."),
        N_("That is a condition for immediate termination."),
        _REMEDY,
    ),
    "suspension_limit": (
        N_("It began on {began}. Months after which the contract may be terminated at once: {months}."),
        _REMEDY,
    ),
    "extension_to_decide": (N_("The contract ends on {ends}. If it is not to be extended, record: extension declined."),),
    "evaluation_due": (
        N_("The evaluation comes before the decision on extension or a new procurement, due on {decision_due}."),
        N_("The evaluation comes before the decision on extension, due on {decide_by}."),
        N_("The contract ends on {ends}, and what was learnt goes into the next procurement."),
        N_("The contract ended on {ended}, and what was learnt goes into the next procurement."),
        N_("The contract has run since {runs_since}, until further notice."),
        N_("Notice was given on {terminated}, and the last day of the contract is not decided."),
    ),
    "decision_due": (N_("The evaluation is written."), N_("The contract ends on {ends}."), N_("The contract ended on {ended}.")),
    "request_to_answer": (
        N_("It came on {received}, and the law asks for a prompt answer. What is secret is masked: realisera review shows what."),
        N_("The supplier was asked on {review_sent} to review it, and is to answer by {review_due}. Its view doesn't bind you."),
    ),
}
"""Why, sentence by sentence: one is told where the task has every fact that it names."""

_STEPS = frozenset({"step", "standing", "last_resort", *(bar.value for bar in Bar)})
"""The facts that are steps of the ladder."""

_METHODS: Mapping[str, str] = {
    "dialogue": N_("dialogue"),
    "self_assessment": N_("self-assessment"),
    "transparency": N_("supply chain transparency"),
    "audit": N_("audit"),
    "origin_verification": N_("verification of origin"),
    "open_data": N_("open data"),
    "authority_database": N_("public authorities' databases"),
}

_COMMANDS: Mapping[str, str] = {
    "invitation_to_send": "generate invitation {file}",
    "minutes_to_send": "generate minutes {file}",
    "monitoring_to_plan": "generate risk-analysis {file}",
    "to_verify": "generate action-plan {file} --deviation {item}",
    "step_due": "escalate {file} {item}",
}
"""The command that does it, where that isn't to make the document that answers it."""
_ANSWERED = frozenset({"self_assessment", "transparency"})
"""The methods by which the supplier answers in a form."""
_PLANS = frozenset({DutyKind.PLAN_TO_APPROVE, DutyKind.ACTIONS_TO_ADD})
"""What is to be done with a plan that has come."""
_OBSTACLES: Mapping[str, str] = {"kickoff": "passed", "step_due": "unremedied"}
"""The fact by which a task can't be done as it usually is: something else is recorded first."""


class DutyWords:
    """The words for the tasks of contracts in one workspace."""

    def __init__(self, files: Files, ladder: Ladder) -> None:
        self._files = files
        self._ladder = ladder

    def tell_what(self, task: Duty) -> str:
        """What is to be done."""
        return _(_WHAT[task.kind]).format(**self._write_facts(task))

    def tell_why(self, task: Duty) -> str:
        """Why, in a few sentences."""
        facts = self._write_facts(task)
        return " ".join(_(each).format(**facts) for each in _WHY[task.kind] if set(re.findall(r"\{(\w+)\}", each)) <= set(facts))

    def _write_facts(self, task: Duty) -> dict[str, str]:
        return {name: self._write(name, fact) for name, fact in task.facts.items()}

    def _write(self, name: str, fact: Fact) -> str:
        """A fact as the user reads it."""
        if name in _STEPS:
            return ", ".join(map(self._name_step, fact if isinstance(fact, tuple) else [str(fact)]))
        if name == "method":
            return _(_METHODS[str(fact)])
        if isinstance(fact, Decimal):
            return self._language.write_amount(fact)
        if name == "ceased":
            return " ".join(fact) if isinstance(fact, tuple) else str(fact)
        return ", ".join(fact) if isinstance(fact, tuple) else str(fact)

    def _name_step(self, key: str) -> str:
        """The name of a step: the catalog's, or the ladder's own Swedish where the catalog has none."""
        name = self._ladder.steps[key].name
        entry = self._catalog.find(name, CONTEXT) if self._catalog else None
        return entry.strings[0] if entry and entry.is_ready else name

    @cached_property
    def _language(self) -> Language:
        """The language that the command speaks: that of its catalog, or English, which it is written in."""
        found = gettext.find("cli", str(PACKAGE / "locales"))
        return Language(Path(found).parts[-3] if found else "en")

    @cached_property
    def _catalog(self) -> Catalog | None:
        """The documents' translations into that language; None for what needs none."""
        return None if self._language.tag == SOURCE else load_catalog(self._files, self._language.tag)


def write_command(task: Duty, case: Case, on: date) -> str:
    """The command that does the task, to be typed where one stands; nothing where there is none."""
    return next(iter(_list_commands(task, case, on)), "")


def write_commands(task: Duty, case: Case, on: date, *, says_day: bool) -> tuple[str, ...]:
    """What to type, in order: the commands that do the task, where there are any, and that by which it is done with."""
    endings = list_ending_commands(task, case, on, is_today=not says_day, in_swedish=find_language() == SOURCE)
    return (*(command for command in _list_commands(task, case, on) if not endings[-1].startswith(command)), *endings)


def _list_commands(task: Duty, case: Case, on: date) -> list[str]:
    """The commands that do a task: its own, or what makes each document that answers it; a form that is to come is read first."""
    if _OBSTACLES.get(task.kind) in task.facts:
        return []
    own = _COMMANDS.get(task.kind)
    commands = [own] if own else [_write_generate(answer) for answer in find_answers(task, case.contract, on)]
    if commands and task.kind is DutyKind.REQUEST_TO_ANSWER:
        request = next(each for each in case.contract.requests if each.id == task.item)
        review = "granskning" if find_language() == SOURCE else "review"
        commands.append(f"record {{file}} {{item}} {review} --due {find_review_day(request, on)}")
    if _awaits_form(task, case):
        commands.insert(0, f"record {{file}} {{item}} --answers {PLACEHOLDER}")
    return [f"realisera {each.format(file=_quote(case.path), item=shlex.quote(task.item))}" for each in commands]


def _awaits_form(task: Duty, case: Case) -> bool:
    """Whether a form is to come back, of an activity or a plan, and nothing of it is entered."""
    contract = case.contract
    if task.kind is DutyKind.MONITORING_TO_DO and task.facts.get("method") in _ANSWERED:
        return all(
            each.answers == () and each.respondent is None for each in contract.monitoring.activities if each.id == task.item
        )
    plans = [each.action_plan for each in contract.deviations if each.id == task.item]
    return task.kind in _PLANS and not any(plan and plan.actions for plan in plans)


def _write_generate(answer: DocumentType | Pack) -> str:
    kind = answer.item_kind if isinstance(answer, DocumentType) else ""
    return f"generate {answer.slug} {{file}}" + (f" --{kind} {{item}}" if kind else "")


def _quote(path: Path) -> str:
    shown = path.as_posix()
    return shlex.quote(f"./{shown}" if shown.startswith("-") else shown)


def tell_delay(task: Duty, on: date) -> str:
    """By how many days it is late, in brackets; nothing where it isn't."""
    days = task.count_days_late(on)
    if task.last_day != task.day:
        words = _("(1 day after {day})") if days == 1 else _("({days} days after {day})")
    else:
        words = _("(late by 1 day)") if days == 1 else _("(late by {days} days)")
    return words.format(days=days, day=task.last_day) if days else ""
