"""What a translator has decided: `# realisera: ignore glossary, unchanged` over an entry, with a reason after it if they like."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator

from babel.messages import Message as Entry

from generator.errors import Finding
from generator.text.placeholders import REFUSED

_IGNORE = re.compile(r"realisera:\s*ignore\s+([\w-]+(?:\s*,\s*[\w-]+)*)")
CODE = "ignore"
"""The code of what is wrong with such a comment."""


def read_ignored(entry: Entry) -> tuple[str, ...]:
    """The codes that an entry's comments ask to be ignored."""
    found = (match[1] for comment in entry.user_comments for match in _IGNORE.finditer(comment))
    return tuple(dict.fromkeys(code.strip() for codes in found for code in codes.split(",")))


def check_ignored(ignored: Iterable[str], told: Collection[str], known: Collection[str]) -> Iterator[Finding]:
    """What is wrong with these codes: there is no such, nothing has it, or it is what no document would be made with."""
    for code in ignored:
        if code not in known:
            near = difflib.get_close_matches(code, known, 1)
            hint = "did you mean '{near}'?" if near else "there are: {known}"
            values = {"code": code, "near": "".join(near), "known": ", ".join(sorted(known))}
            yield Finding("no check has the code '{code}'", hint=hint, values=values)
        elif code in REFUSED:
            yield Finding("'{code}' can't be ignored: no document is made with it", values={"code": code})
        elif code not in told:
            hint = "take the code out of the comment"
            yield Finding("there is nothing to ignore with the code '{code}'", hint=hint, values={"code": code})
