"""What stands around a text: its title, its metadata and the fields of the letterhead. Called by `build.render`."""

from __future__ import annotations

import unicodedata

from generator.build.plan import PlannedDocument
from generator.contract.values import Text
from generator.text.composing import Composition
from generator.text.language import ISOLATES, SOURCE, mark_apart, read_direction
from generator.text.merging import BETWEEN
from generator.text.tree import Document, Element
from generator.workspace import Settings

_NO_ISOLATES = str.maketrans(dict.fromkeys(ISOLATES))


def make_document(planned: PlannedDocument, composition: Composition, settings: Settings) -> Document:
    """The finished document: the text, and all that a writer must know beside it."""
    masthead, on = planned.subject.masthead, planned.subject.dated
    officer = None if planned.document.audience == "public" else masthead.officer
    title = next(composition.tree.find_all("h1"))
    heading = title.text().translate(_NO_ISOLATES)
    # The heading of a letter says what it is about.
    about = "" if planned.document.layout == "letter" else planned.subject.item
    name = " ".join(part for part in (heading, about) if part)
    letterhead = {
        "organisation": masthead.organisation,
        "organisation_number": masthead.organisation_number,
        "address": ", ".join(masthead.address),
        "registration_number": masthead.registration_number,
        "date": on.isoformat(),
        "officer": officer.name if officer else "",
        "officer_phone": (officer and officer.phone) or "",
        "officer_email": (officer and officer.email) or "",
        "title": _name_running(title) if planned.document.layout == "letter" else name,
        **settings.letterhead,
    }
    author, first = letterhead["organisation"], planned.languages[0]
    if read_direction(first) == "rtl":
        letterhead = {name: _keep_order(value, first) for name, value in letterhead.items()}
    return Document(
        body=composition.tree,
        undated=composition.undated,
        title=f"{name} – {masthead.registration_number}",
        languages=planned.languages,
        layout=planned.document.layout,
        slug=planned.document.slug,
        author=author,
        subject=_say(masthead.title, (*planned.languages, settings.data_language)),
        keywords=(masthead.registration_number,),
        date=on,
        letterhead=letterhead,
        translate=composition.translate,
    )


def _name_running(title: Element) -> str:
    """What the head of a letter's other pages says: its heading in each language, without the last day to answer after it."""
    parts = [part.text() if isinstance(part, Element) else part for part in title.children]
    ends = [number for number, part in enumerate(parts) if part == BETWEEN]
    said = ["".join(parts[start:end]) for start, end in zip([0, *(end + 1 for end in ends)], [*ends, len(parts)], strict=True)]
    return BETWEEN.join(heading.translate(_NO_ISOLATES).partition(". ")[0] for heading in said)


def _keep_order(value: str, language: str) -> str:
    """A field of the letterhead, such as a date, as it stands in a document that is written from right to left."""
    is_leftward = any(unicodedata.bidirectional(letter) in {"AL", "R"} for letter in value)
    return value if is_leftward or not value else mark_apart(value, SOURCE, language)


def _say(text: Text, languages: tuple[str, ...]) -> str:
    """The words of a text in the first of the languages that it has."""
    return next((words for words in map(text.get, (*languages, *text.languages)) if words), text.plain or "")
