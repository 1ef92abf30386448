"""Whether what was handed out is what a contract says of it. Called by `changing`, and by `realisera record` and `check`.

What was sent can't be called back, and the file must be able to tell it: so these are warnings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

from generator.contract.case import Case
from generator.contract.choices import ReleasedEdition
from generator.contract.messages import format_path
from generator.contract.models import Confidential, Request
from generator.errors import Finding

_MARK = f".{ReleasedEdition.MASKED.value}"


def check_releases(case: Case) -> tuple[Finding, ...]:
    """A warning of each document handed out in another edition than its name says, or whole though something is secret."""
    return case.locate([finding for number in range(len(case.contract.requests)) for finding in _check(case, number)])


def _check(case: Case, number: int) -> Iterator[Finding]:
    from generator.rendering.stamps import STAMPED  # noqa: PLC0415 (takes time to load, and most contracts have handed out nothing)

    request = case.contract.requests[number]
    if request.edition is ReleasedEdition.WHOLE and any(_holds(entry, request) for entry in case.contract.confidential):
        message = "the whole documents were handed out, and the contract says that something in them is secret"
        hint = "if it isn't secret any more, say so under confidential; if they were masked, say --edition masked"
        yield _warn(message, f"requests[{number}].edition", hint)
    for place, name in enumerate(request.documents):
        if PurePath(name).suffix.lower() not in STAMPED:
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
    requests = {number: case.contract.requests[number] for number in numbers}
    names = {PurePath(name).name for request in requests.values() for name in request.documents}
    walked = (path for folder in folders if names and folder.is_dir() for path in sorted(folder.rglob("*")))
    inside = [path for path in walked if path.name in names and _is_stamped(path)]
    return case.locate([finding for number, request in requests.items() for finding in _look_into(request, number, inside)])


def _look_into(request: Request, number: int, inside: Sequence[Path]) -> Iterator[Finding]:
    from generator.rendering.stamps import is_as_made, read_stamp  # noqa: PLC0415 (as above)

    for place, name in enumerate(request.documents):
        subject = format_path(("requests", number, "documents", place))
        named = [Path(name)] if Path(name).is_file() else [path for path in inside if path.name == PurePath(name).name]
        for path in filter(_is_stamped, named):
            stamp = read_stamp(data := path.read_bytes())
            is_masked = stamp.get("edition") == ReleasedEdition.MASKED.value
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


def _is_stamped(path: Path) -> bool:
    """Whether it is there, and may say how it was made."""
    from generator.rendering.stamps import STAMPED  # noqa: PLC0415 (as above)

    return path.suffix.lower() in STAMPED and path.is_file()


def _warn(message: str, subject: str, hint: str, name: str = "") -> Finding:
    return Finding(message, subject=subject, hint=hint, values={"name": name} if name else {}, severity="warning")
