"""Whether what was handed out is what a contract says of it. Called by `changing`, and by `realisera record` and `check`.

What was sent can't be called back, and the file must be able to tell it: so these are warnings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from generator.contract.case import Case
from generator.contract.choices import ReleasedEdition
from generator.contract.messages import format_path
from generator.contract.models import Confidential, Request
from generator.errors import Finding
from generator.rendering.stamps import is_as_made, read_stamp

_MARK = ".masked"
_SUFFIXES = frozenset({".docx", ".html", ".pdf", ".pptx", ".xlsx", ".zip"})


def check_releases(case: Case) -> tuple[Finding, ...]:
    """A warning of each document handed out in another edition than its name says, or whole though something is secret."""
    return case.locate([finding for number in range(len(case.contract.requests)) for finding in _check(case, number)])


def _check(case: Case, number: int) -> Iterator[Finding]:
    request = case.contract.requests[number]
    if request.edition is ReleasedEdition.WHOLE and any(_holds(entry, request) for entry in case.contract.confidential):
        message = "the whole documents were handed out, and the contract says that something in them is secret"
        hint = "if it isn't secret any more, say so under confidential; if they were masked, say --edition masked"
        yield _warn(message, f"requests[{number}].edition", hint)
    for place, name in enumerate(request.documents):
        if PurePath(name).suffix.lower() not in _SUFFIXES:
            continue
        is_masked = _MARK in PurePath(name).name
        message = ""
        if request.edition is ReleasedEdition.MASKED and not is_masked:
            message = "'{name}' isn't the name of a masked document, and the edition is masked"
        if request.edition is ReleasedEdition.WHOLE and is_masked:
            message = "'{name}' is the name of a masked document, and the edition is whole"
        if message:
            hint = "look at what was sent, and correct the name or the edition"
            yield _warn(message, f"requests[{number}].documents[{place}]", hint, name)


def _holds(entry: Confidential, request: Request) -> bool:
    """Whether a decision that something is secret held on the day of the answer."""
    day = request.answered
    return day is None or ((entry.decided or day) <= day <= (entry.until or day))


def look_into_released(case: Case, numbers: Iterable[int], folders: Iterable[Path]) -> tuple[Finding, ...]:
    """A warning of each document of these requests that is there, and isn't what was said of it, or not as it was made.

    It is looked for by its name: as it stands there, and anywhere in the folders.
    """
    known = tuple(folders)
    found = [finding for number in numbers for finding in _look_into(case.contract.requests[number], number, known)]
    return case.locate(found)


def _look_into(request: Request, number: int, folders: Iterable[Path]) -> Iterator[Finding]:
    for place, name in enumerate(request.documents):
        subject = format_path(("requests", number, "documents", place))
        for path in _find(name, folders):
            stamp = read_stamp(data := path.read_bytes())
            is_masked = stamp.get("edition") == "masked"
            if request.edition is ReleasedEdition.MASKED and not is_masked:
                message = "{name} isn't a masked document"
                hint = "if it was sent, so was what is secret in it"
                yield _warn(message, subject, hint, str(path))
            if request.edition is ReleasedEdition.WHOLE and is_masked:
                message = "{name} is a masked document"
                hint = "look at what was sent, and correct the edition"
                yield _warn(message, subject, hint, str(path))
            if stamp and not is_as_made(data):
                message = "{name} was changed after it was made"
                hint = "see how with: realisera verify"
                yield _warn(message, subject, hint, str(path))


def _find(name: str, folders: Iterable[Path]) -> Iterator[Path]:
    """The documents of that name that are there."""
    if PurePath(name).suffix.lower() not in _SUFFIXES:
        return
    if Path(name).is_file():
        yield Path(name)
        return
    for folder in folders:
        inside = sorted(folder.rglob("*")) if folder.is_dir() else ()
        yield from (path for path in inside if path.name == PurePath(name).name and path.is_file())


def _warn(message: str, subject: str, hint: str, name: str = "") -> Finding:
    return Finding(message, subject=subject, hint=hint, values={"name": name} if name else {}, severity="warning")
