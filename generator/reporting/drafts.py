"""E-mails with documents that were made, as drafts for a mail program; nothing is ever sent. Called by `cli`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from pathlib import Path, PurePosixPath

from msgspec import Struct, field

from generator.build.edition import Edition
from generator.contract.case import Case, Cases
from generator.contract.clause import SourceText
from generator.contract.models import Person
from generator.contract.values import Text
from generator.documents import DocumentType, Subject, list_documents
from generator.errors import Finding, InputError, Place, RealiseraError
from generator.files.atomic import write_file
from generator.masking.case import MaskedCase, Masker
from generator.output.journal import Entry, read_entries
from generator.reporting.subjects import find_subject
from generator.rules.standing.letters import split_item
from generator.text.composing import Composer
from generator.text.tree import Element

SLUG = "email"
_FOLDER = "email"
"""Where drafts lie, in the folder of their contract."""
_TYPES: Mapping[str, tuple[str, str]] = {
    ".pdf": ("application", "pdf"),
    ".docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".pptx": ("application", "vnd.openxmlformats-officedocument.presentationml.presentation"),
    ".html": ("text", "html"),
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""The formats that are attached, the one that is preferred first."""
_LANGUAGE = re.compile("[a-z]{2,3}(?:-[A-Z0-9][A-Za-z0-9]+)*")
"""A language in the name of a file: after a hyphen, small letters begin the second of a pair."""
_BETWEEN = "* * *"
"""What stands between the two languages of an e-mail."""


class EmailView(Struct, frozen=True):
    """All that the e-mail says."""

    document: str
    """The slug of the document, or of the pack."""
    contract_title: Text
    registration_number: str
    buyer: str
    receiver: str
    officer: Person | None
    deviation: str
    """The id of the deviation that it is about, if it is about one."""
    heading: SourceText | None
    """What the heading of its letter begins with, where it is one of a step."""
    is_suspected: bool
    """Whether the deviation of the letter is only suspected."""
    answer_due: date | None
    attachments: tuple[str, ...]
    """The names of the files."""


class Made(Struct, frozen=True):
    """A file that was made, or was there as it would be made."""

    source: Path
    file: str
    """Its path in the output folder."""
    is_other: bool = False
    """Whether what lies there is kept, and would now come out different."""


class Draft(Struct, frozen=True):
    """A draft that was written, or why there is none."""

    path: Path | None
    findings: tuple[Finding, ...] = ()


class _Letter(Struct):
    """What goes out in one e-mail: documents of one contract and item in one language, those of a pack together."""

    source: Path
    slug: str
    first: DocumentType
    entry: Entry
    entries: list[tuple[DocumentType, Entry]] = field(default_factory=list)

    @property
    def is_pack(self) -> bool:
        """Whether it goes with all of a pack."""
        return self.slug != self.first.slug


def write_drafts(  # noqa: PLR0913 (what a run has made, and how)
    out: Path,
    made: Iterable[Made],
    cases: Cases,
    *,
    lacking: Collection[Path] = (),
    draft: bool = False,
    masker: Masker | None = None,
) -> Iterator[Draft]:
    """A draft for each receiver of what was made for the supplier, and for what is passed on; what fails stops no other.

    A letter that says something else than its contract does now goes into none. Nor is there one for a pack of which something is
    lacking, by the contract files in `lacking`.

    With `draft`, text that isn't translated is marked instead of refused; with a `masker` the e-mail is masked as the files are.

    Raises:
        InputError: the manifest can't be read.
    """
    entries, _ = read_entries(out)
    made, letters = tuple(made), {document.slug for document in list_documents() if document.is_kept}
    others = {
        each.file for each in made if each.is_other and (each.file not in entries or entries[each.file].document in letters)
    }
    for file in sorted(others):
        hint = "withdraw it if it hasn't been sent, and make it again"
        yield Draft(
            None,
            (
                Finding(
                    "this letter says something else than its contract, so it goes into no draft",
                    Place(str(out / file)),
                    hint=hint,
                ),
            ),
        )
    known = ((each.source, entries[each.file]) for each in made if each.file in entries and each.file not in others)
    composer = Composer(cases.workspace.files, cases.workspace.settings.data_language)
    for letter in _gather(known):
        if letter.is_pack and letter.source in lacking:
            hint = "see what went wrong with the rest, make it again, and then the draft"
            yield Draft(
                None, (Finding("not all of the pack was made, so no e-mail is drafted", Place(str(letter.source)), hint=hint),)
            )
            continue
        try:
            case = cases.open(letter.source)
            if isinstance(case, Case):
                masked = masker.mask(case) if masker else case
                yield from _write_letter(out, letter, masked, composer, draft=draft)
        except RealiseraError as problem:
            yield Draft(None, problem.findings)


def find_drafts(file: Path) -> tuple[Path, ...]:
    """The drafts that a letter is attached to, by the name that it was made under."""
    head, _, language = file.stem.rpartition(".")
    folder = file.parent / _FOLDER
    return tuple(sorted({*folder.glob(f"{head}.{language}.eml"), *folder.glob(f"{head}.*.{language}.eml")}))


def _gather(known: Iterable[tuple[Path, Entry]]) -> Iterable[_Letter]:
    """The letters, each with the documents that go with it, in the order in which they were made."""
    documents = {each.slug: each for each in list_documents()}
    letters: dict[tuple[str, ...], _Letter] = {}
    for source, entry in known:
        document = documents.get(entry.document)
        if document is None or PurePosixPath(entry.path).suffix not in _TYPES:
            continue
        if document.audience != "supplier" and not document.is_passed_on:
            continue
        pack = next((each for each in (document.pack, document.goes_with) if each and f"/{each}/" in entry.path), "")
        slug = pack or document.slug
        key = (entry.source, slug, "" if pack else entry.item, entry.language)
        letter = letters.setdefault(key, _Letter(source, slug, document, entry))
        letter.entries.append((document, entry))
        if document.place < letter.first.place:
            letter.first, letter.entry = document, entry
    return letters.values()


def _write_letter(out: Path, letter: _Letter, case: Case, composer: Composer, *, draft: bool) -> Iterator[Draft]:
    """The draft to each receiver of a letter.

    Raises:
        InputError: nobody is named whom it could go to.
        TextError: the text has no translation.
    """
    subject = find_subject(case, letter.first, date.fromisoformat(letter.entry.date), letter.entry.item)
    if subject is None:
        return
    receivers: tuple[Person | None, ...] = (None,) if letter.first.is_passed_on else letter.first.correspond(subject).receivers
    contacts = case.contract.supplier.contacts
    if not receivers:
        hint = "name who is responsible for due diligence there"
        finding = Finding("nobody is named whom this could be sent to", subject="supplier.contacts", hint=hint)
        raise InputError(*case.locate([finding]))
    files = tuple(_choose_files(letter.entries))
    for person in receivers:
        view = _make_view(letter, subject, person, files)
        languages = _LANGUAGE.findall(letter.entry.language)
        trees = [composer.compose(SLUG, view, (lang,), draft=draft).tree for lang in languages]
        if isinstance(case, MaskedCase):
            editions = [Edition(case, composer, (lang,), draft=draft) for lang in languages]
            others = list(_make_other_views(letter, case, person, files))
            trees = [
                edition.mask_tree(
                    tree, [(ground, composer.compose(SLUG, other, (lang,), draft=draft).tree) for ground, other in others]
                )
                for tree, edition, lang in zip(trees, editions, languages, strict=True)
            ]
            receiver, sender = (each and editions[0].mask_person(each) for each in (person, view.officer))
        else:
            receiver, sender = person, view.officer
        texts = [_write_text(tree) for tree in trees]
        role = next((role for role, each in contacts.items() if each == person), "")
        name = _name_draft(letter, role if len(receivers) > 1 else "")
        path = out / name
        write_file(path, _make_message(texts, receiver, sender, out, files))
        findings = () if receiver is None or receiver.email else case.locate([_tell_address(role, receiver)])
        yield Draft(path, findings)


def _tell_address(role: str, person: Person) -> Finding:
    hint = "write it in the draft, or add it to the contract file"
    message = "no e-mail address is known of {name}"
    return Finding(message, subject=f"supplier.contacts.{role}", hint=hint, values={"name": person.name}, severity="warning")


def _name_draft(letter: _Letter, role: str) -> str:
    stem = ".".join(filter(None, (letter.slug, letter.entry.item, role, letter.entry.language, letter.entry.edition)))
    return f"{letter.entry.source}/{_FOLDER}/{stem}.eml"


def _choose_files(entries: Iterable[tuple[DocumentType, Entry]]) -> Iterator[str]:
    """Of each document the format that is preferred, and of one that the supplier fills in the Word file and the workbook too."""
    formats: dict[str, tuple[DocumentType, dict[str, str]]] = {}
    for document, entry in sorted(entries, key=lambda each: each[1].path):
        path = PurePosixPath(entry.path)
        formats.setdefault(str(path.with_suffix("")), (document, {}))[1][path.suffix] = entry.path
    for document, paths in formats.values():
        wanted = [next(suffix for suffix in _TYPES if suffix in paths), *([".docx", ".xlsx"] if document.is_filled_in else ())]
        yield from (paths[suffix] for suffix in dict.fromkeys(wanted) if suffix in paths)


def _make_view(letter: _Letter, subject: Subject, person: Person | None, files: Iterable[str]) -> EmailView:
    contract, is_letter = subject.contract, letter.first.item_kind == "step"
    heading = subject.ladder.steps[subject.entry.step].heads if is_letter else None
    return EmailView(
        document=letter.slug,
        contract_title=contract.title,
        registration_number=contract.registration_number,
        buyer=contract.buyer.name,
        receiver=person.name if person else "",
        officer=contract.buyer.contacts.get("officer"),
        deviation=split_item(subject.item)[0] if is_letter else subject.item,
        heading=heading,
        is_suspected=is_letter and subject.assess_deviation(subject.escalated).is_suspected,
        answer_due=None if letter.first.is_passed_on else letter.first.correspond(subject).answer_due,
        attachments=tuple(PurePosixPath(path).name for path in files),
    )


def _make_other_views(
    letter: _Letter, case: MaskedCase, person: Person | None, files: tuple[str, ...]
) -> Iterator[tuple[int, EmailView]]:
    """What the e-mail would say with other stand-ins for what is hidden, each with the number of its ground."""
    for ground, other in case.list_variants():
        with suppress(RealiseraError):
            subject = find_subject(other, letter.first, date.fromisoformat(letter.entry.date), letter.entry.item)
            if subject:
                yield ground, _make_view(letter, subject, person, files)


# From the tree to plain text


def _write_text(tree: Element) -> tuple[str, str]:
    """The subject and the body: the heading, and all that stands under it, a line each block."""
    heading = next(tree.find_all("h1"))
    blocks = [block for block in _list_blocks(tree) if block]
    return _put_on_line(heading.text()), "\n".join(blocks).replace("\n\n\n", "\n\n").strip("\n")


def _list_blocks(element: Element) -> Iterator[str]:
    """Paragraphs with an empty line after each, items of a list and lines that belong together without."""
    for part in element.elements:
        if part.tag == "p":
            yield _put_on_line(part.text()) + ("" if "closing" in element.classes else "\n")
        elif part.tag == "li":
            yield f"- {_put_on_line(part.text())}"
        elif part.tag != "h1":
            yield "\n".join(_list_blocks(part)) + "\n"


def _put_on_line(text: str) -> str:
    """A text on one line: no value can begin another."""
    return " ".join(re.split(r"[\s\u2028\u2029]+", text.strip()))


# The message


def _make_message(
    texts: Iterable[tuple[str, str]], person: Person | None, officer: Person | None, out: Path, files: Iterable[str]
) -> bytes:
    """The draft: from the officer to the receiver, with the files, marked as not sent.

    It has no date and no number of its own: the mail program gives it both when somebody sends it.

    Source: RFC 5322; `X-Unsent: 1` is what Outlook and others open for writing.
    """
    addresses = [each for each in (officer, person) if each and each.email]
    message = EmailMessage(SMTP if all((each.email or "").isascii() for each in addresses) else SMTPUTF8)
    subjects, bodies = zip(*texts, strict=True)
    message["X-Unsent"] = "1"
    message["Subject"] = _put_in_header(" / ".join(dict.fromkeys(subjects)))
    if officer and officer.email:
        message["From"] = _make_address(officer)
    if person and person.email:
        message["To"] = _make_address(person)
    message.set_content(f"\n\n{_BETWEEN}\n\n".join(bodies) + "\n", cte="quoted-printable")
    digest = hashlib.sha256(message.as_bytes())
    for file in files:
        path = PurePosixPath(file)
        data, (kind, subtype) = (out / file).read_bytes(), _TYPES[path.suffix]
        digest.update(data)
        charset = {"charset": "utf-8"} if kind == "text" else None
        message.add_attachment(data, maintype=kind, subtype=subtype, filename=path.name, params=charset)
    if message.is_multipart():
        # Else it is a random one.
        message.set_boundary(f"=_{digest.hexdigest()[:40]}")
    return message.as_bytes()


def _make_address(person: Person) -> Address:
    # Given as one, an address is refused whose first part has letters beyond a to z, which RFC 6532 allows.
    username, _, domain = (person.email or "").rpartition("@")
    return Address(_put_in_header(person.name), username, domain)


def _put_in_header(text: str) -> str:
    """A text as a header may hold it: on one line, and never what stands for other letters, which would be read as these.

    Source: RFC 2047: an encoded word begins with `=?`.
    """
    return _put_on_line(text).replace("=?", "= ?")
