"""What a region's Word layout lacks, and the product's own styles put into it. Called by the command.

Styles are known by name; ids and lists of the layout stay as they are, and what is brought along gets ids of its own.
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from generator.errors import N_, blame
from generator.files.office.package import OVERRIDE, RELATIONSHIP, TYPES, WORD, Package, name_relationships
from generator.files.office.typed_tags import find_tags
from generator.files.office.word import WordLayout
from generator.rendering.office.package import RELATIONSHIPS, pack
from generator.rendering.word.styles import W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.workspace import Files

_OF_LAYOUT = re.compile(r"letterhead.*|header|footer|toc \d|default paragraph font|normal table|no list", re.IGNORECASE)
"""Styles that a layout itself uses, or that come by themselves."""
_LIST_STYLE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"


class UsedTag(NamedTuple):
    """A tag in a layout, and the kind of part that it stands in: `document`, `hdr`, `ftr`."""

    text: str
    part: str


def list_tags(layout: str, data: bytes) -> tuple[UsedTag, ...]:
    """The tags of a layout, each once for each kind of part.

    Raises:
        TextError: it isn't a Word document, or a tag is wrong.
    """
    texts = WordLayout(layout, data).texts.values()
    found = (
        UsedTag(" ".join(tag.text.split()), etree.QName(root).localname)
        for root in texts
        for tag in find_tags("".join(text.text or "" for text in root.iter(f"{W}t")))
    )
    return tuple(dict.fromkeys(found))


def add_styles(files: Files, layout: str, data: bytes, model: str) -> tuple[tuple[str, ...], bytes]:
    """The styles that documents may need and that a layout doesn't have, and the layout with them.

    They are those of `model`, the product's own layout of the same kind, and in its order; each of those has every style.

    Raises:
        TextError: it isn't a Word document.
    """
    with blame(layout):
        package = Package(layout, data, WORD)
        alike, own = _Styles(_open(files.below, model)), _Styles(package)
        missing = tuple(name for name in alike.named if name.lower() not in own.names and not _OF_LAYOUT.fullmatch(name))
        if not missing:
            return (), data
        for name in missing:
            own.adopt(name, alike)
        own.write()
        return missing, pack(package.parts).finish({}, {})


def _open(files: Files, name: str) -> Package:
    return Package(name, files.read(name), WORD)


class _Styles:
    """The styles of a file, with its lists."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._part = package.find_related("styles") or ""
        if not self._part:
            raise package.refuse(N_("the layout has no styles"))
        self._root = package.parse(self._part)
        self._lists = package.find_related("numbering")
        self._numbering = package.parse(self._lists) if self._lists else etree.Element(f"{W}numbering", nsmap={"w": W[1:-1]})
        self._adopted: dict[str, str] = {}
        self.named = {_read_name(style): style for style in self._root.iterfind(f"{W}style")}

    @property
    def names(self) -> set[str]:
        return {name.lower() for name in self.named}

    def adopt(self, name: str, model: _Styles) -> str:
        """The id of a style by its name, which is taken from another file where it isn't there, with all that it builds on."""
        known = next((style for each, style in self.named.items() if each.lower() == name.lower()), None)
        if known is not None:
            return known.get(f"{W}styleId", "")
        style = copy.deepcopy(model.named[name])
        taken = {each.get(f"{W}styleId", "").lower() for each in self.named.values()}
        identity = style.get(f"{W}styleId", "")
        while identity.lower() in taken:
            identity += "X"
        style.set(f"{W}styleId", identity)
        self.named[name] = style
        self._root.append(style)
        for link in style.iter(f"{W}basedOn", f"{W}next", f"{W}link"):
            other = model.name_of(link.get(f"{W}val", ""))
            link.set(f"{W}val", self.adopt(other, model) if other else identity)
        for number in style.iter(f"{W}numId"):
            number.set(f"{W}val", self._adopt_list(number.get(f"{W}val", ""), model))
        return identity

    def name_of(self, identity: str) -> str:
        """The name of a style by its id, or nothing."""
        return next((name for name, style in self.named.items() if style.get(f"{W}styleId") == identity), "")

    def _adopt_list(self, identity: str, model: _Styles) -> str:
        """The id of a list like one of another file, with styles of its levels."""
        if identity in self._adopted:
            return self._adopted[identity]
        instance = copy.deepcopy(next(each for each in model._numbering.iterfind(f"{W}num") if each.get(f"{W}numId") == identity))
        link = instance.find(f"{W}abstractNumId")
        old = link.get(f"{W}val") if link is not None else None
        abstract = copy.deepcopy(
            next(each for each in model._numbering.iterfind(f"{W}abstractNum") if each.get(f"{W}abstractNumId") == old)
        )
        marks = [int(each.get(f"{W}val", "0"), 16) for each in self._numbering.iter(f"{W}nsid")]
        for mark in abstract.iter(f"{W}nsid"):
            mark.set(f"{W}val", f"{max([0x5A1E0000, *marks]) + 1:08X}")
        new = str(1 + max(_read_ids(self._numbering, "abstractNum"), default=0))
        abstract.set(f"{W}abstractNumId", new)
        number = str(1 + max(_read_ids(self._numbering, "num"), default=0))
        instance.set(f"{W}numId", number)
        if link is not None:
            link.set(f"{W}val", new)
        self._adopted[identity] = number
        places = [place for place, each in enumerate(self._numbering) if each.tag == f"{W}abstractNum"]
        self._numbering.insert(max(places, default=-1) + 1, abstract)
        places = [place for place, each in enumerate(self._numbering) if each.tag in {f"{W}abstractNum", f"{W}num"}]
        self._numbering.insert(max(places) + 1, instance)
        for style in abstract.iter(f"{W}pStyle"):
            other = model.name_of(style.get(f"{W}val", ""))
            style.set(f"{W}val", self.adopt(other, model) if other else "")
        return number

    def write(self) -> None:
        """Put styles and lists back into the file."""
        self._package.write(self._part, self._root)
        if not self._lists and len(self._numbering):
            self._lists = "word/numbering.xml"
            part = name_relationships(self._package.main)
            links, types = self._package.parse(part), self._package.parse(TYPES)
            etree.SubElement(links, RELATIONSHIP, Id="rOwnLists", Type=f"{RELATIONSHIPS}/numbering", Target=f"/{self._lists}")
            etree.SubElement(types, OVERRIDE, PartName=f"/{self._lists}", ContentType=_LIST_STYLE)
            self._package.write(part, links)
            self._package.write(TYPES, types)
        if self._lists:
            self._package.write(self._lists, self._numbering)


def _read_name(style: etree._Element) -> str:
    name = style.find(f"{W}name")
    return name.get(f"{W}val", "") if name is not None else ""


def _read_ids(numbering: etree._Element, kind: str) -> Iterator[int]:
    key = "numId" if kind == "num" else "abstractNumId"
    return (int(each.get(f"{W}{key}", "0")) for each in numbering.iterfind(f"{W}{kind}"))
