"""Forms that came back, whichever they are: the one table of what reads which. Called by `cli.record`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from generator.contract.case import Case, Cases
from generator.contract.choices import Method
from generator.contract.loading import read_bytes
from generator.contract.nodes import Plain
from generator.contract.questions import choose_questions
from generator.contract.understanding import find_words
from generator.documents.chain_form import list_chain_products
from generator.documents.self_assessment import list_questions
from generator.errors import Finding, InputError
from generator.forms.reading import FilledForm, read_form
from generator.recording.action_plan import read_plan
from generator.recording.answers import Reading, Returned, find_activity
from generator.recording.chain_form import read_chain
from generator.recording.self_assessment import read_answers
from generator.rules.risks import RiskOrder


def open_form(path: Path) -> FilledForm:
    """The form in a file that came back.

    Raises:
        InputError: it can't be read, or is none.
    """
    return read_form(path, read_bytes(path))


def read_returned(  # noqa: PLR0913 (a form, what it answers, and what is there already)
    form: FilledForm, item: str, case: Case, held: Plain, cases: Cases, *, on: date, replaces: bool
) -> Reading:
    """What a form says of an activity or a deviation.

    Raises:
        InputError: there is no such item, no form is sent for its method, or the form can't be recorded.
    """
    workspace, contract = cases.workspace, case.contract
    words, language = find_words(workspace.files), workspace.settings.data_language
    number = next((number for number, each in enumerate(contract.deviations) if each.id == item), None)
    if number is not None and all(each.id != item for each in contract.monitoring.activities):
        returned = Returned(form, case, item, ("deviations", number), held, words, language, on)
        return read_plan(returned, contract.deviations[number], replaces=replaces)
    found = find_activity(case, item)
    path = ("monitoring", "activities", contract.monitoring.activities.index(found))
    returned = Returned(form, case, item, path, held, words, language, on)
    if found.method is Method.SELF_ASSESSMENT:
        asked = choose_questions(cases.find_questions(), case.clause, contract.clause.level)
        return read_answers(returned, list_questions(asked, found, case.clause), replaces=replaces)
    if found.method is Method.TRANSPARENCY:
        products = list_chain_products(contract, found, RiskOrder(workspace.settings.risk_order))
        return read_chain(returned, products, replaces=replaces)
    values = {"activity": item, "method": found.method.value}
    hint = "a form is answered for self_assessment and transparency"
    raise InputError(Finding("{activity} is of the method {method}, which no form is sent for", hint=hint, values=values))
