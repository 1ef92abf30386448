"""What a document type is. Each module of this package makes one; `pipeline` asks it for views."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar, cast

from msgspec import Struct

from generator.contract.clause import Clause
from generator.contract.ladder import Ladder
from generator.contract.models import Activity, Contract, Deviation, EscalationEntry, Person, Request
from generator.contract.questions import Question
from generator.contract.report import Report
from generator.contract.typical_risks import KnownRisk
from generator.contract.values import OwnDay, RoleReference, Text
from generator.errors import Finding, InputError
from generator.rules.risks import RiskOrder
from generator.rules.standing import DeviationStanding, DutyKind, Standing
from generator.rules.standing.letters import find_letter, list_letters, split_item
from generator.rules.watched_day import read_plain

if TYPE_CHECKING:
    from generator.rules.figures import Window
    from generator.rules.totals import Totals
    from generator.rules.yearly import ContractRow

Value = TypeVar("Value")
LETTER_SLUG = "escalation-letter"
"""The slug of the letter that a step of the ladder is taken by, for all who treat it apart from other documents."""
ItemKind = Literal["", "deviation", "activity", "step", "request"]
"""What a document is made one for each of; nothing where it is made once a contract."""
Audience = Literal["supplier", "public", "internal"]
"""Whom a document is for: the supplier; everybody, so that it names no persons; or the buyer's own people alone."""
FindObstacle = Callable[[Standing, str], Finding | None]
"""From how a contract stands on a day, and an item of it, to why a document or pack makes no sense then: too early, or too late.

Where documents are made wherever they fit, as a batch does, it is then left out, and the reason is told. Where it is asked for by
name, an error refuses it, and a warning is told beside it. The subject of the finding is the field that says so, such as
`kickoff.date`.
"""


class Correspondence(Struct, frozen=True):
    """To whom at the supplier a document goes, and by when it is to be answered."""

    receivers: tuple[Person, ...] = ()
    """One or more; none where nobody is named there."""
    answer_due: date | None = None
    """None where it asks for no answer by a day."""


def find_no_obstacle(_standing: Standing, _item: str) -> Finding | None:
    """None: it makes sense on every day."""
    return None


def list_no_remarks(_subject: object) -> tuple[Finding, ...]:
    """None: all that there is to know of it stands in it."""
    return ()


class MadeFile(Struct, frozen=True):
    """A file that was made before, as the manifest knows it."""

    document: str
    """The slug of the document."""
    item: str
    language: str
    path: str
    sha256: str
    is_intact: bool = True
    """Whether it still is as it was made: somebody may have changed it since."""


class Masthead(Struct, frozen=True):
    """What is known of any document beside its text: who sends it, and what it is registered as."""

    id: str
    """Names the folder that its files go to."""
    registration_number: str
    title: Text
    """What the contract or the report is called."""
    organisation: str
    address: tuple[str, ...]
    officer: Person | None
    organisation_number: str = ""


class Choices(Struct, frozen=True):
    """What the organisation has chosen for its documents, in the settings of its workspace."""

    risk_order: RiskOrder = RiskOrder.SEVERITY
    """What decides which risk comes first."""
    personal_data: Text | None = None
    """What it says of personal data; the product's own words where it says nothing."""


DEFAULT_CHOICES = Choices()
"""Those of a workspace whose settings say nothing."""


class Subject(Struct, frozen=True):
    """What a document is about: a contract as it stands on a day, with its clause, and perhaps one item of the contract."""

    standing: Standing
    """The contract and its ladder on the day of the document, and all that follows from them."""
    clause: Clause
    item: str = ""
    """The id of a deviation, a monitoring activity or a request for documents, or `<deviation>.<letter>`, for the types that are
    made one for each."""
    made: tuple[MadeFile, ...] = ()
    """The files of this contract that were made before, of the documents that the type cites."""
    choices: Choices = DEFAULT_CHOICES
    """What the organisation has chosen."""
    known_risks: tuple[KnownRisk, ...] = ()
    """The typical risks that may be proposed."""
    questions: tuple[Question, ...] = ()
    """Those of a self-assessment, for the types that ask them."""

    @property
    def contract(self) -> Contract:
        """The contract."""
        return self.standing.contract

    @property
    def ladder(self) -> Ladder:
        """The escalation ladder that applies."""
        return self.standing.ladder

    @property
    def on(self) -> date:
        """The day of the document."""
        return self.standing.on

    @property
    def dated(self) -> OwnDay:
        """The same for views that only say it, of documents that are dated as somebody asks: no word follows from it."""
        return date_document(self.on)

    @property
    def masthead(self) -> Masthead:
        """The buyer's."""
        return make_masthead(self.contract)

    @property
    def deviation(self) -> Deviation:
        """The deviation that the document is about."""
        return next(each for each in self.contract.deviations if each.id == self.item)

    @property
    def escalated(self) -> Deviation:
        """The deviation that the step is about."""
        return next(each for each in self.contract.deviations if each.id == split_item(self.item)[0])

    @property
    def entry(self) -> EscalationEntry:
        """The entry in the log of that deviation by which the step was taken."""
        return find_letter(self.contract, self.item)

    def assess_deviation(self, deviation: Deviation) -> DeviationStanding:
        """How the deviation stands on the day of the document."""
        return self.standing.assess_deviation(deviation)

    @property
    def activity(self) -> Activity:
        """The monitoring activity that the document is about."""
        return next(each for each in self.contract.monitoring.activities if each.id == self.item)

    @property
    def request(self) -> Request:
        """The request for public documents that the document is about."""
        return next(each for each in self.contract.requests if each.id == self.item)


def list_item_ids(kind: ItemKind, contract: Contract, on: date | None = None) -> tuple[str, ...]:
    """All items of a kind that a contract has, also those that are settled; letters up to a day, or all."""
    if kind == "step":
        return tuple(f"{each.id}.{letter}" for each in contract.deviations for letter in list_letters(each, on))
    known: Mapping[str, tuple[Deviation | Activity | Request, ...]] = {
        "deviation": contract.deviations,
        "activity": contract.monitoring.activities,
        "request": contract.requests,
    }
    return tuple(each.id for each in known.get(kind, ()))


def correspond(subject: Subject) -> Correspondence:
    """To who answers for due diligence, or else to whoever is known; no answer is asked for."""
    return Correspondence(find_receivers(subject.contract))


def find_receivers(contract: Contract, wanted: tuple[RoleReference, ...] = ()) -> tuple[Person, ...]:
    """The first of the wanted persons at the supplier, or else who answers for due diligence, or whoever is known; or nobody."""
    contacts = contract.supplier.contacts
    roles = (*(reference.role for reference in wanted), "due_diligence", "management", "account", *contacts)
    return tuple(contacts[role] for role in roles if role in contacts)[:1]


def date_document(on: date) -> OwnDay:
    """A day as documents are dated by it."""
    return OwnDay.fromordinal(read_plain(on).toordinal())


class ReportSubject(Struct, frozen=True):
    """What a document over figures is about: those of many contracts, by a report file, or of one contract."""

    masthead: Masthead
    report: Report | None
    standing: Standing | None
    """How the contract stands; one of the two is there."""
    ladder: Ladder
    on: date
    window: Window
    """The days that the figures are about."""
    totals: Totals
    left_out: tuple[str, ...] = ()
    """The names of the contract files that have mistakes, and so count for nothing."""
    named: tuple[Finding, ...] = ()
    """Where texts that are to be published name somebody who may not be named."""
    warnings: tuple[Finding, ...] = ()
    """Where what is typed contradicts the figures."""
    item: str = ""
    made: tuple[MadeFile, ...] = ()
    rows: tuple[ContractRow, ...] = ()
    """The report's contracts as they stand on the day, for types that list them."""
    choices: Choices = DEFAULT_CHOICES
    """What the organisation has chosen."""

    @property
    def dated(self) -> OwnDay:
        """The day for what only says it."""
        return date_document(self.on)

    @property
    def contract(self) -> Contract | None:
        """The contract, where it is about one."""
        return self.standing.contract if self.standing else None

    @property
    def effects(self) -> tuple[Text, ...]:
        """What is written on effects, in the report file or in the contract's evaluation."""
        return self._list_words("effects")

    @property
    def lessons(self) -> tuple[Text, ...]:
        """What is written on lessons, in the report file or in the contract's evaluation."""
        return self._list_words("lessons")

    def _list_words(self, name: Literal["effects", "lessons"]) -> tuple[Text, ...]:
        if self.report:
            return cast("tuple[Text, ...]", getattr(self.report, name))
        text = getattr(self.contract.evaluation, name) if self.contract else None
        return (text,) if text else ()


class Need(str):
    """A field that a document needs, with which contracts it needs it of. As a text it is both, as programs read it."""

    __slots__ = ("field", "instead", "remark")
    field: str
    remark: str
    """Of what it is needed, in English and marked with `N_`; nothing where it is needed of all."""
    instead: str
    """The field that does as well; nothing where none does."""

    def __new__(cls, field: str, remark: str = "", *, instead: str = "") -> Self:
        """The field, and what is said of it."""
        said = f"or {instead}" if instead else remark
        made = super().__new__(cls, f"{field} ({said})" if said else field)
        made.field, made.remark, made.instead = field, remark, instead
        return made


class DocumentType(Struct, frozen=True):
    """A kind of document: `content/<slug>.md` says what `make_view` finds."""

    slug: str
    layout: str
    """`report`, `letter`, `form` or `slides`."""
    needs: tuple[str, ...]
    """The fields that a contract must have for it, beyond those that every contract has."""
    make_view: Callable[[Any], Any]
    """From a Subject, or a ReportSubject where it is over figures, to a frozen dataclass of plain values; raises InputError where
    the contract lacks a field."""
    view: type
    item_kind: ItemKind = ""
    list_items: Callable[[Any, date], tuple[str, ...]] = lambda _source, _on: ("",)
    """The items that it is made for on a day when none is asked for; none where the contract has nothing that it is about."""
    find_day: Callable[[Any, str], date] | None = None
    """The day that the document of an item carries, where that isn't the day that somebody asks for."""
    cites: tuple[str, ...] = ()
    """The documents whose files it names, by slug."""
    formats: tuple[str, ...] = ("docx", "pdf", "html")
    answers: tuple[DutyKind, ...] = ()
    """The tasks that a batch makes it for, when they are due. A part of a pack is made for those of its pack, and needs none."""
    correspond: Callable[[Subject], Correspondence] = correspond
    """To whom it goes, and by when it is to be answered; asked only of what is for the supplier."""
    pack: str = ""
    """The pack that it is a part of, by slug."""
    goes_with: str = ""
    """The pack that brings it too, by slug, where the contract has something that it is about; else it is made alone."""
    is_optional: bool = False
    """Whether its pack does without it where the contract has nothing that it is about."""
    place: int = 0
    """Its place there, from 1: the number in the names of its files."""
    find_obstacle: FindObstacle = find_no_obstacle
    """When it makes no sense; a part of a pack says it of the pack."""
    find_report_obstacle: Callable[[Report, date], Finding | None] = lambda _report, _on: None
    """The same of one that is made of a report file, on a day."""
    list_remarks: Callable[[Any], tuple[Finding, ...]] = list_no_remarks
    """What its officer should know when it is made, and no reader of it: warnings, of which nothing is printed."""
    audience: Audience = "supplier"
    """Whom it is for. What is internal stands in no archive that goes to a supplier."""
    is_passed_on: bool = False
    """Whether the officer passes it on to colleagues, so that an e-mail with it has no receiver yet."""
    asks: bool = False
    """Whether it is about the questions of a self-assessment."""
    proposes: bool = False
    """Whether it proposes typical risks."""
    is_filled_in: bool = False
    """Whether the supplier writes in it, so that it is sent as a Word file too."""
    is_over_figures: bool = False
    """Made of a report file, or of a contract as a report over that one."""
    lists_contracts: bool = False
    """Whether it is made of a report file alone, and says of each of its contracts how it stands."""
    is_kept: bool = False
    """A document that was sent: once made it is never replaced by one that says something else. Not for parts of packs."""


class Pack(Struct, frozen=True):
    """Documents that are made and sent together."""

    slug: str
    name: str = ""
    """What it is called in Swedish, as documents are by their titles."""
    answers: tuple[DutyKind, ...] = ()
    """The tasks that a batch makes it for."""
    find_obstacle: FindObstacle = find_no_obstacle
    """When what it is for has been, or is too far away."""
    parts: tuple[DocumentType, ...] = ()
    """The types that say that they are a part of it, by their places."""
    brings: tuple[DocumentType, ...] = ()
    """The types that go with it where the contract has something that they are about, likewise."""


class Required:
    """Takes the fields that a document needs from a contract, so that all that are missing are told at once."""

    def __init__(self, slug: str) -> None:
        self._slug = slug
        self._missing: list[Finding] = []

    def take(self, path: str, value: Value | None) -> Value:
        """The value; where there is none, that is kept for `check`, which is to be called before the value is used."""
        if value is None:
            values = {"document": self._slug}
            hint = "add it to the contract file"
            self._missing.append(Finding(_LACK, subject=path, hint=hint, values=values))
        return cast("Value", value)

    def check(self) -> None:
        """Check that all was there.

        Raises:
            InputError: with a finding for each field that was missing, by its path.
        """
        if self._missing:
            raise InputError(*self._missing)


_LACK = "the document {document} needs this field"


def is_lack(finding: Finding) -> bool:
    """Whether what is wrong is that a document needs a field that isn't there: the subject of the finding."""
    return finding.message == _LACK


def make_masthead(contract: Contract) -> Masthead:
    """The masthead of documents about a contract: its buyer sends them."""
    return Masthead(
        id=contract.id,
        registration_number=contract.registration_number,
        title=contract.title,
        organisation=contract.buyer.name,
        address=contract.buyer.address,
        officer=contract.buyer.contacts.get("officer"),
        organisation_number=contract.buyer.organisation_number or "",
    )


def find_person(contract: Contract, reference: RoleReference | None) -> Person | None:
    """The contact that a reference such as `buyer.officer` names; loading has seen to it that there is one."""
    if reference is None:
        return None
    party = contract.buyer if reference.side == "buyer" else contract.supplier
    return party.contacts[reference.role]
