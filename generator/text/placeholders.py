"""What a translation must keep of its source: its Jinja tags and its `{names}`. Used by `wording` and `checking`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from generator.errors import Finding, Place
from generator.text.compiling import RESERVED, TAG, TAG_START

_PLACEHOLDER = re.compile(rf"{TAG.pattern}|\{{\w+\}}|{TAG_START}|{RESERVED}", re.DOTALL)


def find_placeholders(text: str) -> Counter[str]:
    """The placeholders of a text, each with how often it stands there; white space within a tag doesn't count."""
    return Counter(" ".join(match[0].split()) for match in _PLACEHOLDER.finditer(text))


def check_translation(source: str, translation: str, place: Place) -> Iterator[Finding]:
    """A finding for each placeholder that the translation lacks, or has and shouldn't: a translation is text, never code."""
    wanted, found = find_placeholders(source), find_placeholders(translation)
    for placeholder in wanted - found:
        yield Finding("placeholder {placeholder} is missing in the translation", place, values={"placeholder": placeholder})
    for placeholder in found - wanted:
        yield Finding("placeholder {placeholder} is not in the source text", place, values={"placeholder": placeholder})
