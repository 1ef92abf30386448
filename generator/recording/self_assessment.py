"""A self-assessment that came back: its answers as edits, and what is missing or contradicts the contract. Called by `record`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from string import ascii_lowercase

from generator.contract import fields
from generator.contract.choices import Reply
from generator.contract.editing import Value
from generator.contract.messages import shorten
from generator.contract.questions import Question
from generator.documents.self_assessment import SLUG, name_link, name_question
from generator.errors import N_, Finding, InputError
from generator.recording.answers import (
    Reading,
    Returned,
    check_filled_in,
    check_owner,
    choose_new,
    list_signed,
    list_stray,
    read_all,
    read_both,
    read_respondent,
)
from generator.recording.writing import Edit, look_up, order_keys

_PARTS = ("answer", "note", "enclosed")
_Answers = Mapping[str, Mapping[str, Value]]
"""What the form says of each question, by the keys of the contract file."""


def read_answers(returned: Returned, questions: Sequence[Question], *, replaces: bool) -> Reading:
    """What a self-assessment says: its answers, and all that is to be told of it.

    Raises:
        InputError: it is the form of something else, an answer is none that can be given, or other answers are entered already.
    """
    check_owner(returned, SLUG)
    check_filled_in(returned)
    read, signed = read_both(
        lambda: read_all(questions, lambda each: _read_answer(returned, each)), lambda: read_respondent(returned)
    )
    answers = {each.id: answer for each, answer in read.items()}
    edits = choose_new(returned, [*_list_edits(returned, answers), *signed], replaces=replaces)
    findings = (
        *returned.form.findings,
        *_list_missing(returned, questions, answers),
        *_list_bare(returned, questions, answers),
        *_list_other_countries(returned),
        *list_stray(returned.form, frozenset(_list_names(returned, questions))),
    )
    return Reading(edits, findings)


def _list_names(returned: Returned, questions: Sequence[Question]) -> Iterator[str]:
    """The names of all fields that the form has."""
    activity = returned.item
    for each in questions:
        yield from (f"{name_question(activity, each.id)}.{part}" for part in _PARTS)
    for link in returned.case.contract.supply_chain:
        yield f"{name_link(activity, link.id)}.country"
    yield from list_signed(returned)


def _read_answer(returned: Returned, question: Question) -> dict[str, Value]:
    """What the form says of a question; nothing where it says nothing.

    Raises:
        InputError: the answer is none of those that can be given.
    """
    start = name_question(returned.item, question.id)
    said = {part: returned.form.values.get(f"{start}.{part}", "") for part in _PARTS}
    answer: dict[str, Value] = {}
    if reply := said["answer"]:
        meant = returned.words.understand(Reply, reply)
        if len(meant) != 1:
            name = f"{start}.answer"
            known = returned.form.choices.get(name) or tuple(each.value for each in Reply)
            values = {"field": returned.form.describe(name), "value": shorten(reply), "known": ", ".join(known)}
            message = "the answer in {field} is '{value}', which is none of those that can be given"
            raise InputError(Finding(message, returned.place, hint="they are {known}", values=values))
        answer["answer"] = meant[0]
    note, enclosed = said["note"], said["enclosed"]
    return answer | ({"note": returned.write_prose(note)} if note else {}) | ({"enclosed": enclosed} if enclosed else {})


def _list_edits(returned: Returned, answers: _Answers) -> list[Edit]:
    """The edits that put answers into the file: a new item for each question, or fields of one that is there."""
    path = (*returned.path, "answers")
    held = look_up(returned.held, path)
    places = {str(each.get("id")): place for place, each in enumerate(held or ()) if isinstance(each, dict)}
    edits: list[Edit] = []
    for key, answer in answers.items():
        if key in places:
            edits += [Edit((*path, places[key], part), value, spread=path) for part, value in answer.items()]
        elif answer:
            edits.append(Edit(path, order_keys(path, {"id": key, **answer}), is_item=True, spread=path))
    return edits


def _number(questions: Sequence[Question]) -> dict[str, str]:
    """What each question is called in the form, such as `2.2 b`, by its key."""
    grouped = ((group, zip(ascii_lowercase, each, strict=False)) for group, each in groupby(questions, lambda each: each.section))
    return {question.id: f"{section.number} {letter}" for section, lettered in grouped for letter, question in lettered}


def _list_missing(returned: Returned, questions: Sequence[Question], answers: _Answers) -> Iterator[Finding]:
    numbers = _number(questions)
    missing = [numbers[each.id] for each in questions if "answer" not in answers[each.id]]
    if missing:
        values = {"number": str(len(missing)), "all": str(len(questions)), "questions": ", ".join(missing)}
        hint = N_("ask the supplier for them; the document review shows each")
        yield returned.warn(N_("{number} of {all} questions have no answer: {questions}"), hint=hint, **values)


def _list_bare(returned: Returned, questions: Sequence[Question], answers: _Answers) -> Iterator[Finding]:
    """A warning where what would show an answer isn't enclosed."""
    numbers = _number(questions)
    bare = [
        numbers[each.id]
        for each in questions
        if each.enclose and answers[each.id].get("answer") in {Reply.YES, Reply.PARTLY} and "enclosed" not in answers[each.id]
    ]
    if bare:
        message = N_("nothing is enclosed that shows the answers to {questions}")
        yield returned.warn(message, hint=N_("ask the supplier for it"), questions=", ".join(bare))


def _list_other_countries(returned: Returned) -> Iterator[Finding]:
    """A warning for each actor that the form puts in another country than the contract does."""
    for place, link in enumerate(returned.case.contract.supply_chain):
        said = returned.form.values.get(f"{name_link(returned.item, link.id)}.country", "")
        meant = returned.words.understand(fields.Country, said) if said else ()
        if said and link.country not in meant:
            values = {"link": link.id, "said": shorten(said), "known": link.country or "–"}
            message = N_("{link} is in '{said}' by the form, and in {known} by the contract")
            hint = N_("find out which is right, and write it in the contract file")
            yield returned.warn(message, f"supply_chain[{place}].country", hint, **values)
