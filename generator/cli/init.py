"""`realisera init`: a workspace from a few questions, each also an option."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from generator.cli.commands import Command
from generator.cli.questions import Question, StoppedError, ask, can_ask, confirm
from generator.cli.sources import Languages, WrongUsage, WrongValue, refuse_unknown_languages
from generator.cli.words import _, add_examples, find_translation
from generator.contract import messages
from generator.contract.checks import has_check_digit
from generator.contract.choices import Level
from generator.contract.models import hyphenate_number
from generator.drafting.draft import Draft, Note
from generator.drafting.folder import Answers, list_clauses, list_ladders, make_folder
from generator.drafting.saving import CONTRACTS, Saver, read_defaults
from generator.errors import N_, Finding, InputError
from generator.files.atomic import write_file
from generator.workspace import Files, find_workspace

_FIRST = "forsta-avtalet"
_SWEDISH = "sv"
"""The language of what is written for an officer to read: the folder's README, and comments in contract files."""


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "FOLDER gets settings, a README in Swedish, a folder for contracts, and the schema by which an editor explains each "
            "field. On a terminal, what no option says is asked. No file that is there is changed."
        ),
        "realisera init avtal",
        'realisera init avtal --organisation "Region Exempel" --clause generation-c --level advanced --contract',
    ),
)
@click.argument("folder", metavar=_("FOLDER"), type=click.Path(file_okay=False, path_type=Path))
@click.option("--organisation", metavar=_("TEXT"), help=_("The name of the organisation, for letterheads and new contracts."))
@click.option("--organisation-number", metavar=_("TEXT"), help=_("Its organisation number, NNNNNN-NNNN."))
@click.option("--address", metavar=_("TEXT"), help=_("Its address on one line, for letterheads."))
@click.option("--lang", "languages", type=Languages(), multiple=True, metavar=_("LANG"), help=_("A language of documents."))
@click.option("--clause", metavar=_("TEXT"), help=_("The generation of the clause in new contracts, such as generation-c."))
@click.option("--level", type=click.Choice([level.value for level in Level]), help=_("How far the clause goes in new contracts."))
@click.option("--ladder", metavar=_("TEXT"), help=_("The escalation ladder. [default: default]"))
@click.option("--logo", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar=_("FILE"), help=_("A logo as SVG."))
@click.option("--contract/--no-contract", default=None, help=_("Write a first contract file to fill in, or don't."))
def init(  # noqa: PLR0913 (an option each)
    *,
    folder: Path,
    organisation: str | None,
    organisation_number: str | None,
    address: str | None,
    languages: tuple[str, ...],
    clause: str | None,
    level: str | None,
    ladder: str | None,
    logo: Path | None,
    contract: bool | None,
) -> None:
    """Make a workspace."""
    files = Files()
    refuse_unknown_languages(languages, files)
    if organisation_number and (wrong := _check_number(organisation_number)):
        raise InputError(*wrong)
    _check_name("--clause", clause, list_clauses(files))
    _check_name("--ladder", ladder, list_ladders(files))
    said = {
        "organisation": organisation,
        "organisation_number": organisation_number,
        "address": address,
        "clause": clause,
        "level": level,
        "ladder": ladder,
    }
    try:
        answers = _ask_all(said, languages, logo, files) if can_ask() else _take(said, languages, logo)
        if contract is None and can_ask():
            contract = confirm(_("Write a first contract file to fill in? (realisera new asks instead.)"), default=True)
    except StoppedError:
        click.echo(_("Nothing was written."), err=True)
        raise click.exceptions.Exit(1) from None
    translate = find_translation(_SWEDISH)
    _write_files(folder, make_folder(answers, translate))
    (folder / CONTRACTS).mkdir(exist_ok=True)
    if contract:
        begun = _write_contract(folder).relative_to(folder)
        told = _("Next: cd {folder}, fill in {file}, and realisera check. More contracts: realisera new.")
        click.echo(told.format(folder=folder, file=begun.as_posix()), err=True)
    else:
        click.echo(_("Next: cd {folder}, and realisera new.").format(folder=folder), err=True)


def _check_name(option: str, said: str | None, known: tuple[str, ...]) -> None:
    if said is not None and said not in known:
        finding = Finding("there is no '{name}'", hint="there are: {known}", values={"name": said, "known": ", ".join(known)})
        raise WrongValue(finding, option=option)


def _take(said: dict[str, str | None], languages: tuple[str, ...], logo: Path | None) -> Answers:
    """What the options say, and the defaults for the rest."""
    more = {"languages": languages} if languages else {}
    return Answers(logo=logo, **{key: value for key, value in said.items() if value is not None}, **more)  # type: ignore[arg-type]


def _ask_all(said: dict[str, str | None], languages: tuple[str, ...], logo: Path | None, files: Files) -> Answers:
    """What the options say, and what is answered for the rest.

    Raises:
        StoppedError: the answer was to stop.
    """
    click.echo(_("Enter passes a question over, ? explains it, Ctrl-C stops."), err=True)
    questions = {
        "organisation": Question(_("Name of the organisation"), _("For letterheads, and as the buyer in new contracts.")),
        "organisation_number": Question(_("Organisation number"), _("Ten digits: NNNNNN-NNNN.")),
        "address": Question(_("Address on one line"), _("For letterheads, such as Box 100, 123 45 Exempelstad.")),
        "clause": Question(
            _("Generation of the clause"),
            _("The version of the contract clause in most of your contracts; each contract can have another."),
            choices=list_clauses(files),
        ),
        "level": Question(
            _("Level of the clause"),
            _("Basic covers the ILO fundamental conventions."),
            choices=tuple(each.value for each in Level),
        ),
        "ladder": Question(
            _("Escalation ladder"), _("Its steps are a file that you can change later."), "default", list_ladders(files)
        ),
    }
    checks = {"organisation_number": _check_number}
    answered = {
        key: ask(question, checks.get(key, lambda _answer: ())) if said[key] is None else said[key]
        for key, question in questions.items()
    }
    if not languages:
        default = " ".join(Answers().languages)
        question = Question(_("Languages of documents"), _("Such as sv en sv+en: Swedish, English, both side by side."), default)
        languages = tuple(ask(question, _check_languages).split())
    if logo is None:
        path = ask(Question(_("Logo as SVG (path)"), _("For PDF and web pages; Word has its own in its layouts.")), _check_file)
        logo = Path(path) if path else None
    return _take({key: value or None for key, value in answered.items()}, languages, logo)


def _check_number(answer: str) -> list[Finding]:
    """What is wrong with an organisation number: new contracts would all begin with it."""
    number = str(hyphenate_number({"organisation_number": answer})["organisation_number"])
    if not re.fullmatch(r"[0-9]{6}-[0-9]{4}", number):
        return [Finding(messages.NOT_SWEDISH_NUMBER.message, hint="write ten digits as NNNNNN-NNNN", values={"value": answer})]
    mistake = messages.WRONG_CHECK_DIGIT
    return [] if has_check_digit(number) else [Finding(mistake.message, None, "", mistake.hint, {"value": answer})]


def _check_languages(answer: str) -> list[Finding]:
    try:
        specs = tuple(Languages().convert(each, None, None) for each in answer.split())
        refuse_unknown_languages(specs, Files())
    except (WrongUsage, WrongValue) as problem:
        return [problem.finding]
    return []


def _check_file(answer: str) -> list[Finding]:
    return [] if Path(answer).is_file() else [Finding("there is no such file", hint="check the path")]


def _write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write those of the files that aren't there, and tell of each."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        path = folder / name
        if path.exists():
            click.echo(_("{path} is there, and stays as it is").format(path=path))
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, data)
        click.echo(path)


def _write_contract(folder: Path) -> Path:
    """A contract file in which nearly all is to be filled in, written if it isn't there."""
    workspace = find_workspace(folder)
    saver = Saver(workspace, folder / CONTRACTS, find_translation(_SWEDISH), date.today())  # noqa: DTZ011 (the officer's own day)
    origin = Note(
        N_("Begun on {day}. What stands as comments is to be filled in: delete the sign #. The file is named by its id.")
    )
    saved = saver.save(Draft({"format": "1", "id": _FIRST}, origin).complete(read_defaults(workspace)))
    said = saved.path if saved.is_written else _("{path} is there, and stays as it is").format(path=saved.path)
    click.echo(said)
    return saved.path
