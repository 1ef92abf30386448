"""What a registrar enters of the documents in an output folder, and of what came in to answer them. Called by `cli`.

The manifest says which files there are, of what date, and their SHA-256. The contract of today says the registration number, whom
a document goes to, by when it is to be answered, and what may be secret; the file says its pages and size. So manifests of every
version can be listed.
"""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from enum import Enum
from itertools import chain, groupby
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.contract.case import Case, ReportCase
from generator.contract.choices import ReleasedEdition
from generator.contract.models import Confidential, Contract, Deviation
from generator.documents import DocumentType, list_documents
from generator.documents.document_type import LETTER_SLUG, Audience, find_person
from generator.errors import Finding, Place, RealiseraError
from generator.files.zip_parts import DAMAGED
from generator.output.journal import Entry, list_entries
from generator.provenance.letters import is_other_than
from generator.provenance.origin import Source, Sources
from generator.reporting.sorting import SortedRows
from generator.reporting.subjects import find_step, find_subject
from generator.rules.standing.letters import split_item
from generator.text.composing import read_title
from generator.text.language import SOURCE
from generator.workspace import Files, find_root, find_workspace

_ARCHIVE = ".zip"
_SLIDE = re.compile(r"ppt/slides/slide\d+\.xml")


class Direction(Enum):
    """Which way a document went."""

    SENT = "sent"
    """To the supplier."""
    PUBLISHED = "published"
    INTERNAL = "internal"
    """Drawn up, and kept."""
    ANSWER = "answer"
    """From the supplier: an answer, or an action plan, to what was sent."""
    RECEIPT = "receipt"
    """From the supplier: the acknowledgement of receipt of what was sent, signed."""
    REQUEST = "request"
    """From somebody who asks for public documents."""
    RELEASED = "released"
    """Handed out to whoever asked."""
    REFUSED = "refused"


class Remark(Enum):
    """What a registrar should know of a row."""

    CHANGED = "changed"
    """The file isn't as it was made."""
    UNKNOWN = "unknown"
    """Its contract isn't found, or has no more what it is about."""
    WITHDRAWN = "withdrawn"
    """It is a letter that was withdrawn and never sent."""
    NOT_IN_LOG = "not_in_log"
    """It is the letter of a step that isn't in the log."""
    OTHER = "other"
    """It is a letter that says something else than its contract does now."""


_DIRECTIONS: Mapping[Audience, Direction] = {
    "supplier": Direction.SENT,
    "public": Direction.PUBLISHED,
    "internal": Direction.INTERNAL,
}


class Row(Struct, frozen=True):
    """A file, or what came in of which there is no file here."""

    day: date
    registration_number: str
    direction: Direction
    title: str
    """In Swedish."""
    party: str
    """Whom it went to, or came from; nothing where it is internal or for everybody."""
    answer_due: date | None = None
    secrecy: tuple[str, ...] = ()
    """The sections of law by which some of what the contract says may be secret; what has none stands as its field."""
    language: str = ""
    """`sv`, or `sv-en` for both side by side."""
    pages: int | None = None
    file: str = ""
    size: int | None = None
    sha256: str = ""
    remarks: tuple[Remark, ...] = ()
    edition: str = ""
    """`masked` or `whole`: of a file that is masked, and of what was handed out."""
    decided_by: str = ""
    """Who decided what was handed out, and the number of the decision."""


class Register(Struct, frozen=True):
    """All rows, in order of date, number and file, and what is wrong with any."""

    rows: Collection[Row]
    findings: tuple[Finding, ...] = ()


def list_register(out: Path, contracts: Iterable[Path] = (), formats: Iterable[str] = (), since: date = date.min) -> Register:
    """What there is to register of an output folder.

    Archives aren't listed: what they hold is.

    Args:
        out: the folder, with its manifest.
        contracts: where contracts may be that have been moved since.
        formats: the formats to list; nothing means all.
        since: the first day to list.

    Raises:
        InputError: the manifest can't be read, or there is no room for so many rows among temporary files.
    """
    listing = _Listing(out, Sources(contracts), frozenset(f".{name}" for name in formats))
    rows = SortedRows((row for row in listing.list_rows() if row.day >= since), _sort_key)
    return Register(rows, tuple(listing.findings.values()))


def _sort_key(row: Row) -> tuple[str, ...]:
    return row.day.isoformat(), row.registration_number, row.direction.value, row.title, row.file


class _Listing:
    """One walk over the manifest of a folder, which holds one contract at a time."""

    def __init__(self, out: Path, sources: Sources, suffixes: Collection[str]) -> None:
        """`suffixes` are those of the files to list; nothing means all."""
        self._out, self._sources, self._suffixes = out, sources, suffixes
        self._titles: dict[tuple[Path | None, str], str] = {}
        self.findings: dict[str, Finding] = {}

    def list_rows(self) -> Iterator[Row]:
        """The files of each contract, and what its supplier has sent, as far as its file says."""
        wanted = filter(self._is_wanted, list_entries(self._out))
        for _, entries in groupby(wanted, key=lambda entry: entry.source):
            first = next(entries)
            source = self._find_source(first)
            for entry in chain([first], entries):
                yield self._make_row(entry, source)
            if isinstance(source, Case):
                yield from self._list_incoming(source)

    def _is_wanted(self, entry: Entry) -> bool:
        suffix = Path(entry.path).suffix
        return suffix != _ARCHIVE and (not self._suffixes or suffix in self._suffixes)

    def _make_row(self, entry: Entry, source: Source | None) -> Row:
        """The row of a file."""
        document = next((each for each in list_documents() if each.slug == entry.document), None)
        row = self._describe(entry, document, source)
        if entry.withdrawn:
            row = replace(row, direction=Direction.INTERNAL, answer_due=None, remarks=(Remark.WITHDRAWN,))
        path = self._out / entry.path
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if not entry.withdrawn and document and document.is_kept and isinstance(source, Case):
            row = self._hold_against_contract(row, entry, document, source)
        changed = (Remark.CHANGED,) if digest != entry.sha256 else ()
        pages = _count_pages(path)
        return replace(row, pages=pages, size=len(data), sha256=digest, remarks=(*row.remarks, *changed))

    def _hold_against_contract(self, row: Row, entry: Entry, document: DocumentType, case: Case) -> Row:
        """The row of a letter, with what makes doubtful that it was sent."""
        if document.item_kind == "step" and find_step(case, entry.item) is None:
            return replace(row, direction=Direction.INTERNAL, answer_due=None, remarks=(Remark.NOT_IN_LOG,))
        if is_other_than(self._out, entry, case.path):
            return replace(row, remarks=(*row.remarks, Remark.OTHER))
        return row

    def _describe(self, entry: Entry, document: DocumentType | None, source: Source | None) -> Row:
        day, title = date.fromisoformat(entry.date), self._name_document(entry, document, source)
        direction = _DIRECTIONS[document.audience] if document else Direction.INTERNAL
        row = Row(day, "", direction, title, "", language=entry.language, file=entry.path, remarks=(Remark.UNKNOWN,))
        row = replace(row, edition=entry.edition)
        if isinstance(source, ReportCase):
            return replace(row, registration_number=source.report.registration_number, remarks=())
        if not isinstance(source, Case) or document is None:
            return row
        contract = source.contract
        row = replace(row, registration_number=contract.registration_number)
        if document.audience != "public" and not entry.edition:
            row = replace(row, secrecy=tuple(dict.fromkeys(map(_name_basis, contract.confidential))))
        if document.audience != "supplier":
            return replace(row, remarks=())
        subject = find_subject(source, document, day, entry.item)
        if subject is None:
            return replace(row, party=contract.supplier.name)
        sent = document.correspond(subject)
        names = ", ".join(person.name for person in sent.receivers)
        party = ": ".join(filter(None, (contract.supplier.name, names)))
        return replace(row, party=party, answer_due=sent.answer_due, remarks=())

    def _find_source(self, entry: Entry) -> Source | None:
        """The contract or report of a file; None, and told, where there is none or something is wrong in it."""
        candidates = [Path(os.path.normpath(self._out / entry.source_path))] if entry.source_path else []
        try:
            source = self._sources.find([entry.source], candidates)
        except RealiseraError as problem:
            self._tell(*problem.findings)
            return None
        if source is None:
            hint = "name the folder that it lies in with --contract"
            message = "the contract {id} is not found, so its rows lack what only it says"
            self._tell(Finding(message, Place(str(self._out / entry.path)), hint=hint, values={"id": entry.source}))
        return source

    def _read_title(self, source: Source | None, slug: str) -> str:
        """What a document is called, by the texts of the workspace that a contract lies in, or the product's own."""
        key = (find_root(source.path) if source else None, slug)
        if key not in self._titles:
            self._titles[key] = read_title(find_workspace(source.path).files if source else Files(), slug)
        return self._titles[key]

    def _name_document(self, entry: Entry, document: DocumentType | None, source: Source | None) -> str:
        """What a document is called in Swedish, with what it is about; its slug where nobody knows it any more."""
        if document is None:
            return entry.document
        title = self._read_title(source, document.slug)
        if document.item_kind == "step":
            deviation, letter = split_item(entry.item)
            step = find_step(source, entry.item) if isinstance(source, Case) else None
            return _name_letter(title, step.name if step else letter, deviation)
        return " ".join(filter(None, (title, entry.item)))

    def _list_incoming(self, case: Case) -> Iterator[Row]:
        contract = case.contract
        blank = Row(date.min, contract.registration_number, Direction.ANSWER, "", contract.supplier.name)
        for deviation in contract.deviations:
            yield from self._list_of_deviation(blank, deviation, case)
        yield from _list_requests(contract)
        for activity in contract.monitoring.activities:
            if activity.receipt_signed:
                title = f"{self._read_title(case, 'monitoring-notice')} {activity.id}"
                yield replace(blank, day=activity.receipt_signed, direction=Direction.RECEIPT, title=title)

    def _list_of_deviation(self, blank: Row, deviation: Deviation, case: Case) -> Iterator[Row]:
        """The action plan, and to each letter its receipt and its answer."""
        plan = deviation.action_plan
        if plan and plan.received:
            yield replace(blank, day=plan.received, title=f"{self._read_title(case, 'action-plan')} {deviation.id}")
        for entry in deviation.escalation:
            title = _name_letter(self._read_title(case, LETTER_SLUG), case.ladder.steps[entry.step].name, deviation.id)
            if entry.answered and not entry.skipped:
                yield replace(blank, day=entry.answered, title=title)
            if entry.receipt_signed and not entry.skipped:
                yield replace(blank, day=entry.receipt_signed, direction=Direction.RECEIPT, title=title)

    def _tell(self, *findings: Finding) -> None:
        self.findings |= {str(finding): finding for finding in findings}


def _name_basis(confidential: Confidential) -> str:
    """The section of law, or else the field that is to be kept secret."""
    basis = confidential.basis
    return (basis.get(SOURCE) or basis.plain or "") if basis else confidential.fields


def _count_pages(path: Path) -> int | None:
    """How many pages a PDF has, or slides a presentation; None where pages aren't counted, or the file can't be read."""
    if path.suffix == ".pdf":
        import pikepdf  # noqa: PLC0415 (only PDFs need it)

        with suppress(pikepdf.PdfError, pikepdf.PasswordError), pikepdf.open(path) as pdf:
            return len(pdf.pages)
    if path.suffix == ".pptx":
        with suppress(*DAMAGED), zipfile.ZipFile(path) as parts:
            return sum(bool(_SLIDE.fullmatch(name)) for name in parts.namelist())
    return None


def _name_letter(title: str, step: str, deviation: str) -> str:
    return f"{title}: {step}, {deviation}"


def _list_requests(contract: Contract) -> Iterator[Row]:
    """Each request for public documents, and what was handed out."""
    for request in contract.requests:
        about = request.about.choose(SOURCE) if request.about else ""
        row = Row(request.received, contract.registration_number, Direction.REQUEST, f"{request.id}: {about}".strip(": "), "")
        yield row
        if request.answered:
            refused = request.edition is ReleasedEdition.REFUSED
            title = f"{request.id}: {', '.join(request.documents) or about}".strip(": ")
            person = find_person(contract, request.decided_by)
            decided_by = ", ".join(filter(None, (person.name if person else "", request.decision_number)))
            yield replace(
                row,
                day=request.answered,
                direction=Direction.REFUSED if refused else Direction.RELEASED,
                title=title,
                edition="" if refused or request.edition is None else request.edition.value,
                decided_by=decided_by,
            )
