"""What the commands over many contracts have in common: which contracts, from which day, whose duties. Used by `cli`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Generic, TypeVar

import click
from msgspec import Struct, field

from generator.build.executor.sharing import count_processors
from generator.cli.completion import complete_contracts
from generator.cli.contract_names import Source, SourceArgument
from generator.cli.duty_words import DutyWords, write_command, write_commands
from generator.cli.progress import Progress
from generator.cli.sources import Day, WrongUsage, WrongValue, list_sources, refuse_no_contract, tell
from generator.cli.words import _
from generator.contract.case import Cases
from generator.errors import Finding
from generator.files.atomic import write_file
from generator.reporting.calendar_file import find_uid
from generator.reporting.duties import ContractStanding, Findings, OwnedDuty, read_contracts
from generator.rules.standing.duty import Duty
from generator.rules.standing.responsible import Responsible

T = TypeVar("T")
_UNITS = {"d": 1, "w": 7}
_TOLD = timedelta(days=30)
"""How long it is told that something needn't be done any more."""


class Span(click.ParamType[timedelta]):
    """A number of days or weeks, such as 30d or 6w."""

    name = "span"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """The time; wrong usage if it isn't one."""
        if isinstance(value, timedelta):
            return value
        if found := re.fullmatch(r"(\d{1,4})([dw])", value, re.ASCII):
            return timedelta(days=int(found[1]) * _UNITS[found[2]])
        hint = "write days as 30d or weeks as 6w"
        raise WrongValue(
            Finding("'{value}' is not a number of days or weeks", hint=hint, values={"value": str(value)}), param, ctx
        )


class FileToWrite(click.Path):
    """A file in a folder that is there."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; wrong usage if its folder isn't there, so that a slip of the pen makes no folders."""
        path = Path(value)
        if not path.parent.is_dir() and not (param and path == param.default):
            raise WrongValue(Finding("there is no folder '{folder}'", values={"folder": path.parent.as_posix()}), param, ctx)
        return super().convert(value, param, ctx)


FILE = FileToWrite()
PATHS = click.argument(
    "paths", metavar=_("[PATH]..."), nargs=-1, type=Source(), shell_complete=complete_contracts, cls=SourceArgument
)
ON = click.option("--on", type=Day(), metavar=_("DATE"), help=_("The day to look from, YYYY-MM-DD. [default: today]"))
FOR = click.option(
    "--for",
    "wanted",
    default="",
    metavar=_("WHO"),
    help=_("Only what is this person's: a name or a part of it, an e-mail address, or a role such as buyer.manager."),
)


class Portfolio(Struct, Generic[T], frozen=True):
    """What was kept of contracts as they stand on a day."""

    contracts: tuple[T, ...]
    is_whole: bool
    """Whether nothing is wrong with any."""


def open_portfolio(
    paths: tuple[Path, ...],
    on: date,
    keep: Callable[[ContractStanding], T],
    take: Callable[[T], T] | None = None,
    progress: Progress | None = None,
) -> Portfolio[T]:
    """What `keep` keeps of each contract as it stands on a day; what is wrong with any is told on standard error.

    `take` gets each as soon as it is known, and says what to hold of it until all are. Before it prints, it clears `progress`.

    Raises:
        WrongUsage: there is no contract file.
    """
    files = list_sources(paths or (Path(),))
    if not files:
        raise refuse_no_contract(paths)
    progress, contracts, told = progress or Progress(), [], set[str]()
    for read in progress.follow(read_contracts(files, on, keep, count_processors()), len(files)):
        if not isinstance(read, Findings):
            contracts.append(take(read) if take else read)
            continue
        for finding in read.all:
            if str(finding) not in told:
                progress.clear()
                tell(finding, err=True)
                told.add(str(finding))
    return Portfolio(tuple(contracts), not told)


def find_day(on: date | None) -> date:
    """The day that was asked for, or today."""
    return on or date.today()  # noqa: DTZ011 (the officer's own day)


def name_responsible(who: Responsible) -> str:
    """A person with the role; the role alone where nobody is named for it."""
    return f"{who.name} ({who.role})" if who.name else _("nobody named ({role})").format(role=who.role)


class Tellers:
    """The words for duties, in each of the workspaces that contracts lie in."""

    def __init__(self) -> None:
        self._words: dict[Cases, DutyWords] = {}

    def find(self, contract: ContractStanding) -> DutyWords:
        """The words for the duties of a contract."""
        cases = contract.cases
        if cases not in self._words:
            self._words[cases] = DutyWords(cases.workspace.files, contract.case.ladder)
        return self._words[cases]


def save(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file whole, and name it on standard output."""
    write_file(path, data)
    click.echo(path.as_posix())


class ToldDuty(Struct, frozen=True):
    """A duty in the user's words, with all that is told of its contract."""

    duty: Duty
    who: Responsible
    contract: str
    """The id of the contract."""
    file: str
    what: str
    why: str
    command: str
    """The command that does it; nothing where there is none."""
    commands: tuple[str, ...]


class ContractDuties(Struct, frozen=True):
    """The duties of a contract."""

    id: str
    duties: tuple[ToldDuty, ...]
    """Those that were asked for, soonest first."""
    void: tuple[ToldDuty, ...]
    """Of those that were asked for, the ones that have not long needed doing no more."""
    responsible: frozenset[Responsible]
    """Everybody who has anything to do for it, however far ahead."""
    uids: tuple[str, ...]
    """What all its duties are called in calendars, where that was asked for."""


class KeepDuties(Struct, frozen=True, eq=False):
    """Keeps the duties of each contract that are somebody's, and due up to a day."""

    on: date
    last: date
    wanted: str = ""
    """A part of a name, or a role; nothing means everybody's."""
    says_day: bool = False
    with_uids: bool = False
    _tellers: Tellers = field(default_factory=Tellers)
    _known: dict[Responsible, Responsible] = field(default_factory=dict)
    """Everybody, once: who is responsible for many contracts stands in each of their files."""

    def __call__(self, contract: ContractStanding) -> ContractDuties:
        """What is kept of a contract."""
        duties, case = contract.duties, contract.case
        return ContractDuties(
            case.contract.id,
            tuple(self._tell(each, contract) for each in duties if each.duty.day <= self.last and self._is_wanted(each)),
            tuple(self._tell(each, contract) for each in contract.void if self._is_told_over(each)),
            frozenset(self._find(each.who) for each in duties),
            tuple(find_uid(case.contract.id, each.duty) for each in duties) if self.with_uids else (),
        )

    def _is_wanted(self, owned: OwnedDuty) -> bool:
        return not self.wanted or owned.who.answers_to(self.wanted)

    def _is_told_over(self, owned: OwnedDuty) -> bool:
        since = owned.duty.void_since
        return since is not None and since >= self.on - _TOLD and self._is_wanted(owned)

    def _find(self, who: Responsible) -> Responsible:
        return self._known.setdefault(who, who)

    def _tell(self, owned: OwnedDuty, contract: ContractStanding) -> ToldDuty:
        duty, case, words = owned.duty, contract.case, self._tellers.find(contract)
        return ToldDuty(
            duty,
            self._find(owned.who),
            case.contract.id,
            case.path.as_posix(),
            words.tell_what(duty),
            words.tell_why(duty),
            write_command(duty, case, self.on),
            write_commands(duty, case, self.on, says_day=self.says_day),
        )


def open_duties(
    paths: tuple[Path, ...],
    keep: KeepDuties,
    take: Callable[[ContractDuties], ContractDuties] | None = None,
    progress: Progress | None = None,
) -> Portfolio[ContractDuties]:
    """The duties of contracts that are asked for; what is wrong with any contract is told on standard error.

    `take` and `progress` are as for `open_portfolio`.

    Raises:
        WrongUsage: there is no contract file, or nobody of that name or role has anything to do for any of the contracts.
    """
    portfolio = open_portfolio(paths, keep.on, keep, take, progress)
    everybody = {who for each in portfolio.contracts for who in each.responsible}
    if keep.wanted and portfolio.contracts and not any(who.answers_to(keep.wanted) for who in everybody):
        named = sorted(everybody, key=lambda who: (who.name.casefold(), who.role))
        known = ", ".join(dict.fromkeys(map(name_responsible, named))) or "–"
        values = {"wanted": keep.wanted, "known": known}
        raise WrongUsage(Finding("nothing is to be done by '{wanted}'", hint="there is something for: {known}", values=values))
    return portfolio


def sort_duties(contracts: Iterable[ContractDuties]) -> tuple[ToldDuty, ...]:
    """The duties, soonest first; those of a day by contract, kind and what they are about."""
    duties = (duty for contract in contracts for duty in contract.duties)
    return tuple(sorted(duties, key=lambda each: (each.duty.day, each.contract, each.duty.kind.place, each.duty.item)))


def group_by_person(duties: Iterable[ToldDuty]) -> dict[Responsible, tuple[ToldDuty, ...]]:
    """The duties by whose they are, in the order of the first of each; one person is one group, whatever roles they have."""
    groups: dict[tuple[str, str], list[ToldDuty]] = {}
    for duty in duties:
        groups.setdefault(duty.who.identity, []).append(duty)
    return {group[0].who: tuple(group) for group in groups.values()}
