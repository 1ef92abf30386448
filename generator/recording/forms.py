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
    form: FilledForm, activity: str, case: Case, held: Plain, cases: Cases, *, on: date, replaces: bool
) -> Reading:
    """What a form says that answers an activity.

    Raises:
        InputError: there is no such activity, no form is sent for its method, or the form can't be recorded.
    """
    found, workspace = find_activity(case, activity), cases.workspace
    returned = Returned(form, case, found, held, find_words(workspace.files), workspace.settings.data_language, on)
    if found.method is Method.SELF_ASSESSMENT:
        asked = choose_questions(cases.find_questions(), case.clause, case.contract.clause.level)
        return read_answers(returned, list_questions(asked, found, case.clause), replaces=replaces)
    if found.method is Method.TRANSPARENCY:
        products = list_chain_products(case.contract, found, RiskOrder(workspace.settings.risk_order))
        return read_chain(returned, products, replaces=replaces)
    values = {"activity": activity, "method": found.method.value}
    hint = "a form is answered for self_assessment and transparency"
    raise InputError(Finding("{activity} is of the method {method}, which no form is sent for", hint=hint, values=values))
