"""Whether Word and PowerPoint will open a finished file: looked at before it gets its place. For `rendering.word` and `slides`.

What came unchanged from the layout is looked at once a layout; of each file, what was made for it.

Source: ECMA-376 part 2, 9.1 and 9.3.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.parsers.expat import ExpatError, ParserCreate

from lxml import etree

from generator.errors import Finding, Place, TextError
from generator.files.office.namespaces import R
from generator.files.office.package import DEFAULT, OVERRIDE, TYPES, list_links, name_owner, name_relationships

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_USED = etree.XPath("//@r:*", namespaces={"r": R})
_USED_PLAIN = re.compile(rb' r:\w+="([^"]+)"')
_BOOKMARK = b"<w:bookmark"
_IDS = tuple(re.compile(rb'%s%s\b[^>]*? w:id="([^"]*)"' % (_BOOKMARK, end)) for end in (b"Start", b"End"))
_FALLBACK_START = b"<mc:Fallback>"
_FALLBACK = re.compile(rb"%s.*?</mc:Fallback>" % _FALLBACK_START, re.DOTALL)
_FIELD = re.compile(rb'<w:id w:val="([^"]*)"')
_XML = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)


class Inspector:
    """Looks at files that are made with one layout."""

    def __init__(
        self, layout: str, parts: Mapping[str, bytes], later: Iterable[str] = (), texts: Mapping[str, bytes] | None = None
    ) -> None:
        """Looks at what comes unchanged from the layout.

        Args:
            layout: its name.
            parts: what comes unchanged.
            later: the names of parts that each file brings.
            texts: parts as they are in the layout, of which each file has its own: what Word puts up with there, it will again.

        Raises:
            TextError: the layout is damaged.
        """
        self._layout = layout
        self._names = {name.lower() for name in (*parts, *later)}
        self._targets = {name: _list_targets(name, parts[name]) for name in parts if name.endswith(".rels")}
        types = etree.fromstring(parts[TYPES])
        self._overrides = {each.get("PartName", "").lstrip("/").lower() for each in types.iter(OVERRIDE)}
        self._defaults = {each.get("Extension", "").lower() for each in types.iter(DEFAULT)}
        self._known = {problem for name, part in (texts or {}).items() for problem in _inspect_ids(name, part)}
        self._seen: dict[str, bytes] = {}
        self._refuse(found for name, part in parts.items() for found in self._inspect_whole(name, part))

    def inspect(self, parts: Mapping[str, bytes]) -> None:
        """Check that the parts of a file are well-formed, that each is of a known kind, and that what they refer to is there.

        Raises:
            TextError: it isn't so.
        """
        targets = {name: _list_targets(name, part) for name, part in parts.items() if name.endswith(".rels")}
        names = self._names | {name.lower() for name in parts}
        self._refuse(problem for name, links in targets.items() for problem in _inspect_links(name, links, names))
        for name, part in parts.items():
            links = targets.get(name_relationships(name))
            if links is not None or self._seen.get(name) != part:
                self._refuse(self._inspect(name, part, links or self._targets.get(name_relationships(name), [])))
                self._seen[name] = part

    def _refuse(self, problems: Iterable[str]) -> None:
        problem = next(iter(problems), None)
        if problem:
            message = "Word or PowerPoint would find the file damaged that comes of this layout: {problem}"
            hint = "save it anew in Word or PowerPoint, and tell the people who maintain this program"
            raise TextError(Finding(message, Place(self._layout), hint=hint, values={"problem": problem}))

    def _inspect(self, name: str, part: bytes, links: Sequence[tuple[str, str]]) -> Iterator[str]:
        """What is wrong with a part that was made.

        What its prefixes mean isn't looked at: the layout declares the usual ones, as who opened it saw to, and what we write
        declares all others. To resolve them takes half as long again.
        """
        yield from self._inspect_kind(name)
        if not _XML.search(name):
            return
        if problem := find_damage(part):
            yield f"{name}: {problem}"
        ids = {identity for identity, _ in links}
        yield from (f"{name}: {each} leads nowhere" for each in sorted(_list_used(part) - ids))
        yield from (problem for problem in _inspect_ids(name, part) if problem not in self._known)

    def _inspect_whole(self, name: str, part: bytes) -> Iterator[str]:
        """What is wrong with a part that comes from the layout."""
        yield from self._inspect_kind(name)
        if not _XML.search(name):
            return
        try:
            root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
        except etree.XMLSyntaxError as problem:
            yield f"{name}: {problem}"
            return
        if name.endswith(".rels"):
            yield from _inspect_links(name, self._targets[name], self._names)
            return
        used, links = _USED(root), {identity for identity, _ in self._targets.get(name_relationships(name), ())}
        ids = sorted({str(each) for each in used} - {""}) if isinstance(used, list) else []
        yield from (f"{name}: {each} leads nowhere" for each in ids if each not in links)

    def _inspect_kind(self, name: str) -> Iterator[str]:
        extension = name.rpartition(".")[2].lower()
        if name != TYPES and name.lower() not in self._overrides and extension not in self._defaults:
            yield f"{name} is of no kind"


@lru_cache(maxsize=16)
def find_damage(part: bytes) -> str:
    """Why a part isn't well-formed XML; nothing where it is. Kept for a few, which who fills a layout's tags asks for too."""
    try:
        ParserCreate().Parse(part, True)  # noqa: FBT003 (it has no name)
    except ExpatError as problem:
        return str(problem)
    return ""


@lru_cache(maxsize=64)
def _list_targets(name: str, part: bytes) -> list[tuple[str, str]]:
    """The ids of relationships, each with the name of the part that it leads to; nothing where it leads out of the file.

    Kept for a while: most documents of a type lead to the same places.
    """
    folder = posixpath.dirname(name_owner(name))
    found = []
    for link in list_links(etree.fromstring(part)):
        target = link.get("Target", "").partition("#")[0]
        inside = link.get("TargetMode") != "External" and target
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/").lower()
        found.append((link.get("Id", ""), path if inside else ""))
    return found


def _inspect_links(name: str, targets: list[tuple[str, str]], names: set[str]) -> Iterator[str]:
    ids = [identity for identity, _ in targets]
    yield from (f"{name}: two have the id {each}" for each in sorted({each for each in ids if ids.count(each) > 1}))
    yield from (f"{name}: there is no {path}" for _, path in targets if path and not {path, unquote(path)} & names)


def _inspect_ids(name: str, part: bytes) -> Iterator[str]:
    if _FALLBACK_START in part:
        part = _FALLBACK.sub(b"", part)  # it says again what stands before it
    starts, ends = (sorted(pattern.findall(part)) if _BOOKMARK in part else [] for pattern in _IDS)
    if starts != ends or len(starts) != len(set(starts)):
        yield f"{name}: bookmarks begin and don't end, or end and don't begin"
    fields = _FIELD.findall(part)
    if len(fields) != len(set(fields)):
        yield f"{name}: two content controls have one id"


def _list_used(part: bytes) -> set[str]:
    """The ids of relationships that a part uses whose prefixes are the usual ones."""
    return {each.decode() for each in _USED_PLAIN.findall(part)}
