"""What a translation must keep of its source, or else is refused: its Jinja tags, `{names}`, HTML and links.

A translation is text, never code, and leads no reader to another place than its source does. Used by `wording` and by the
translators' checks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from generator.errors import Finding, Place
from generator.text.compiling import RESERVED, TAG, TAG_START

_PLACEHOLDER = re.compile(rf"{TAG.pattern}|\{{[^{{}}\s][^{{}}]*\}}|%\(\w+\)\w|{TAG_START}|[{{}}]|{RESERVED}", re.DOTALL)
_HTML = re.compile(r"</?[a-z][\w-]*(?=[\s/>]|$)[^<>]*>?|<!|<\?", re.IGNORECASE)
_LINK = re.compile(
    rf"\]\(\s*((?:{TAG.pattern}|<[^<>\n]*>|[^\s)])+)|<([a-z][a-z0-9+.-]*:[^<>\s]*|[^<> !]+@[^@<> ]+)>", re.DOTALL | re.IGNORECASE
)
"""Where a link of Markdown leads, written after its words or standing for itself."""


NUMBER = "{n}"
"""The placeholder of a counted thing's number."""


def find_placeholders(text: str) -> Counter[str]:
    """The placeholders of a text, each with how often it stands there; white space within a tag doesn't count."""
    return Counter(" ".join(match[0].split()) for match in _PLACEHOLDER.finditer(text))


def hide_placeholders(text: str, stand_in: str = "") -> str:
    """The text with something else where its placeholders stand."""
    return _PLACEHOLDER.sub(stand_in, text)


def list_links(text: str) -> list[str]:
    """Where the links of a text lead."""
    links = ((match[1] or match[2]).removeprefix("<").removesuffix(">") for match in _LINK.finditer(text))
    return [" ".join(link.split()) for link in links]


def check_translation(source: str, translation: str, place: Place, *, may_lack_number: bool = False) -> Iterator[Finding]:
    """All for which a translation is refused. A plural form that goes with one number only may do without that number."""
    for check in REFUSED.values():
        for finding in check(source, translation, place):
            if not (may_lack_number and is_lack_of_number(finding)):
                yield finding


def check_placeholders(source: str, translation: str, place: Place) -> Iterator[Finding]:
    """A finding for each placeholder that the translation lacks, or has and shouldn't."""
    wanted, found = find_placeholders(source), find_placeholders(translation)
    for placeholder in wanted - found:
        yield Finding(_MISSING, place, values={"placeholder": placeholder})
    for placeholder, more in (found - wanted).items():
        if placeholder in wanted:
            values = {"placeholder": placeholder, "found": str(wanted[placeholder] + more), "wanted": str(wanted[placeholder])}
            yield Finding(
                "placeholder {placeholder} stands {found} times in the translation, {wanted} in the source", place, values=values
            )
            continue
        yield Finding("placeholder {placeholder} is not in the source text", place, values={"placeholder": placeholder})


def check_html(source: str, translation: str, place: Place) -> Iterator[Finding]:
    """A finding for each tag of HTML that the translation lacks, or has and shouldn't."""
    wanted, found = (Counter(_HTML.findall(TAG.sub("", text))) for text in (source, translation))
    for tag in wanted - found:
        yield Finding("{tag} is missing in the translation", place, values={"tag": tag})
    for tag in found - wanted:
        yield Finding("{tag} is not in the source text", place, values={"tag": tag})


def check_links(source: str, translation: str, place: Place) -> Iterator[Finding]:
    """A finding for each link of the translation's own."""
    known = list_links(source)
    for link in dict.fromkeys(list_links(translation)):
        if link not in known:
            yield Finding("the link {link} is not in the source text", place, values={"link": link})


def is_lack_of_number(finding: Finding) -> bool:
    """Whether what is missing is the number of what is counted."""
    return finding.message == _MISSING and finding.values["placeholder"] == NUMBER


_MISSING = "placeholder {placeholder} is missing in the translation"
REFUSED: Mapping[str, Callable[[str, str, Place], Iterator[Finding]]] = {
    "placeholders": check_placeholders,
    "html": check_html,
    "links": check_links,
}
"""What is checked of every translation before it stands in a document, by the name that translators see."""
