"""What a finished Word file or presentation has beside what came from its layout. For `office`, `word` and `slides`."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from lxml import etree

from generator.files.office.package import DEFAULT, OVERRIDE, PACKAGE, RELATIONSHIP, ROOT, TYPES
from generator.rendering.office.archive import SMALL, ZipArchive

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from generator.files.office.package import Package

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PROPERTIES = {
    f"{PACKAGE}/relationships/metadata/core-properties": (
        "rOwn1",
        "docProps/core.xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
    ),
    f"{RELATIONSHIPS}/extended-properties": (
        "rOwn2",
        "docProps/app.xml",
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    ),
}
CORE, APPLICATION = (name for _, name, _ in _PROPERTIES.values())
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PICTURES = {"png": "image/png", "svg": "image/svg+xml"}
SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
SVG_KIND = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""How a picture says that it has a drawing beside its pixels. Source: [MS-ODRAWXML] 2.3.3, svgBlip."""


def parse_part(part: bytes) -> etree._Element:
    """The root of a part.

    Raises:
        XMLSyntaxError: it isn't XML.
    """
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))


def write_part(root: etree._Element) -> bytes:
    """The part with this root."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def replace_properties(package: Package) -> None:
    """Make room for the document's own properties at fixed places, and drop those of the layout."""
    replace_parts(package.parts, _PROPERTIES)


def replace_parts(parts: MutableMapping[str, bytes], own: Mapping[str, tuple[str, str, str]]) -> list[bytes]:
    """The parts of some kinds, which leave the file; for each, by its kind, there is room for one of our id, name and type."""
    types, links = parse_part(parts[TYPES]), parse_part(parts[ROOT])
    names = {name for _, name, _ in own.values()}
    found = [link for link in links if link.get("Type") in own]
    left = [parts.pop(link.get("Target", "").lstrip("/"), b"") for link in found]
    gone = names | {link.get("Target", "").lstrip("/") for link in found}
    for link in found:
        links.remove(link)
    for name in names:
        parts.pop(name, None)
    for override in types.findall(OVERRIDE):
        if override.get("PartName", "").lstrip("/") in gone:
            types.remove(override)
    taken = {link.get("Id") for link in links}
    for kind, (identity, name, content) in own.items():
        free = next(each for number in count() if (each := identity + "x" * number) not in taken)
        etree.SubElement(types, OVERRIDE, PartName=f"/{name}", ContentType=content)
        etree.SubElement(links, RELATIONSHIP, Id=free, Type=kind, Target=name)
    parts.update({TYPES: write_part(types), ROOT: write_part(links)})
    return left


def allow_pictures(package: Package) -> None:
    """Say what kinds of pictures a document may bring, where the layout doesn't."""
    types = package.parse(TYPES)
    known = {default.get("Extension", "").lower() for default in types.findall(DEFAULT)}
    for extension, content in _PICTURES.items():
        if extension not in known:
            types.insert(0, etree.Element(DEFAULT, Extension=extension, ContentType=content))
    package.write(TYPES, types)


def pack(parts: Mapping[str, bytes], level: int = SMALL) -> ZipArchive:
    """An archive of parts, the one that says what the others are first."""
    return ZipArchive().add(dict(sorted(parts.items(), key=lambda part: part[0] != TYPES)), level)
