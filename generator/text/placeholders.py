"""What a translation must keep of its source: its Jinja tags, `{names}` and links. Used by `wording` and `checking`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from generator.errors import Finding, Place
from generator.text.compiling import RESERVED, TAG, TAG_START

_PLACEHOLDER = re.compile(rf"{TAG.pattern}|\{{\w+\}}|{TAG_START}|{RESERVED}", re.DOTALL)
_LINK = re.compile(rf"\]\(\s*((?:{TAG.pattern}|<[^<>\n]*>|[^\s)])+)|<([a-z][a-z0-9+.-]*:[^<>\s]*)>", re.DOTALL | re.IGNORECASE)
"""Where a link of Markdown leads, written after its words or standing for itself."""


def find_placeholders(text: str) -> Counter[str]:
    """The placeholders of a text, each with how often it stands there; white space within a tag doesn't count."""
    return Counter(" ".join(match[0].split()) for match in _PLACEHOLDER.finditer(text))


def check_translation(source: str, translation: str, place: Place) -> Iterator[Finding]:
    """A finding for each placeholder that the translation lacks, or has and shouldn't, and for each link of its own.

    A translation is text, never code, and leads no reader to another place than its source does.
    """
    wanted, found = find_placeholders(source), find_placeholders(translation)
    for placeholder in wanted - found:
        yield Finding("placeholder {placeholder} is missing in the translation", place, values={"placeholder": placeholder})
    for placeholder in found - wanted:
        yield Finding("placeholder {placeholder} is not in the source text", place, values={"placeholder": placeholder})
    for link in dict.fromkeys(_list_links(translation)):
        if link not in _list_links(source):
            yield Finding("the link {link} is not in the source text", place, values={"link": link})


def _list_links(text: str) -> list[str]:
    links = ((match[1] or match[2]).removeprefix("<").removesuffix(">") for match in _LINK.finditer(text))
    return [" ".join(link.split()) for link in links]
