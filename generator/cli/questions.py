"""Questions on a terminal: asked one by one, explained, checked as they are answered. Used by `init` and `new`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence

import click
from msgspec import Struct

from generator.cli.sources import tell
from generator.cli.words import _
from generator.errors import Finding

EXPLAIN = "?"
"""What is answered to have a question explained."""


class StoppedError(Exception):
    """Whoever answers has had enough: what was answered stays."""


class Question(Struct, frozen=True):
    """What is asked."""

    text: str
    explanation: str = ""
    default: str = ""
    choices: tuple[str, ...] = ()
    """What may be answered; anything where there are none."""


def can_ask() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: Question, check: Callable[[str], Iterable[Finding]] = lambda _answer: ()) -> str:
    """The answer, once nothing is wrong with it; nothing where the question was passed over.

    Raises:
        StoppedError: the answer was to stop.
    """
    if question.choices:
        click.echo("  " + _list_choices(question.choices), err=True)
    while True:
        answer = _prompt(question)
        if answer == EXPLAIN:
            click.echo(f"  {question.explanation or _('There is no more to say of it.')}", err=True)
            continue
        if question.choices and answer:
            answer = _choose(answer, question.choices)
            if not answer:
                click.echo("  " + _("Write one of them, or its number."), err=True)
                continue
        found = list(check(answer)) if answer else []
        for finding in found:
            tell(finding, err=True)
        if not any(finding.severity == "error" for finding in found):
            return answer


def confirm(text: str, *, default: bool) -> bool:
    """Whether the answer is yes.

    Raises:
        StoppedError: the answer was to stop.
    """
    yes, no = _("yes"), _("no")
    answer = ask(Question(text, default=yes if default else no, choices=(yes, no)))
    return answer == yes


def _prompt(question: Question) -> str:
    try:
        said: str = click.prompt(question.text, default=question.default, show_default=bool(question.default), err=True)
    except (click.Abort, EOFError) as problem:
        click.echo(err=True)
        raise StoppedError from problem
    return said.strip()


def _list_choices(choices: Sequence[str]) -> str:
    return "   ".join(f"{number}) {choice}" for number, choice in enumerate(choices, 1))


def _choose(answer: str, choices: Sequence[str]) -> str:
    """The choice that an answer means: by its number, or by how it begins; nothing where it means none, or several."""
    if answer.isdigit() and 1 <= int(answer) <= len(choices):
        return choices[int(answer) - 1]
    if answer in choices:
        return answer
    alike = [choice for choice in choices if choice.casefold().startswith(answer.casefold())]
    return alike[0] if len(alike) == 1 else ""
