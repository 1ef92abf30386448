"""The file that a Word layout or a presentation is: its parts, and how they hang together. For `office`, `word`, `slides`.

Source: ECMA-376 part 2, Open Packaging Conventions.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

from generator.errors import Finding, Place, TextError
from generator.files.zip_parts import DAMAGED
from generator.rendering.office.archive import SMALL, ZipArchive

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CORE_KIND = f"{_PACKAGE}/relationships/metadata/core-properties"
_PROPERTIES = {
    _CORE_KIND: ("rOwn1", "docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    f"{RELATIONSHIPS}/extended-properties": (
        "rOwn2",
        "docProps/app.xml",
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    ),
}
CORE, APPLICATION = (name for _, name, _ in _PROPERTIES.values())
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PICTURES = {"png": "image/png", "svg": "image/svg+xml"}
_TYPES, _ROOT = "[Content_Types].xml", "_rels/.rels"
_TEXT_KINDS = ("header", "footer", "footnotes", "endnotes")


class Package:
    """The parts of a layout by name, ready to be changed."""

    def __init__(self, layout: str, data: bytes) -> None:
        """Opens the file.

        Raises:
            TextError: it isn't a Word document.
        """
        self._layout = layout
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as file:
                self.parts = {info.filename: file.read(info) for info in file.infolist() if not info.is_dir()}
            self.main = self._find_related("", "officeDocument")[0]
            self.document = self.parse(self.main)
            self.parse(_TYPES)
        except (*DAMAGED, IndexError) as problem:
            raise _refuse(layout) from problem

    def parse(self, part: str) -> etree._Element:
        """The root of a part.

        Raises:
            TextError: it isn't there, or isn't XML.
        """
        try:
            return parse_part(self.parts[part])
        except (KeyError, etree.XMLSyntaxError) as problem:
            raise _refuse(self._layout) from problem

    def find_related(self, kind: str) -> str | None:
        """The part that the main document uses as its `kind`, such as `styles`."""
        return next(iter(self._find_related(self.main, kind)), None)

    def list_text_parts(self) -> list[str]:
        """The parts that hold text: the main document, headers, footers and notes."""
        return [self.main, *(name for kind in _TEXT_KINDS for name in self._find_related(self.main, kind))]

    def _find_related(self, part: str, kind: str) -> list[str]:
        links = self.parse(name_relationships(part))
        folder = posixpath.dirname(part)
        return [
            posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
            for link in links
            if link.get("Type", "").endswith(f"/{kind}") and link.get("TargetMode") != "External"
        ]

    def replace_properties(self) -> None:
        """Makes room for the document's own properties at fixed places, and drops those of the layout."""
        replace_parts(self.parts, _PROPERTIES)

    def allow_pictures(self) -> None:
        """Says what kinds of pictures a document may bring, where the layout doesn't."""
        types = self.parse(_TYPES)
        known = {default.get("Extension", "").lower() for default in types.findall(f"{{{_PACKAGE}/content-types}}Default")}
        for extension, content in _PICTURES.items():
            if extension not in known:
                default = etree.Element(f"{{{_PACKAGE}/content-types}}Default", Extension=extension, ContentType=content)
                types.insert(0, default)
        self.parts[_TYPES] = write_part(types)


def _refuse(layout: str) -> TextError:
    return TextError(
        Finding("the layout is not a Word document", Place(layout), hint="save it in Word as a Word document (.docx)")
    )


def parse_part(part: bytes) -> etree._Element:
    """The root of a part.

    Raises:
        XMLSyntaxError: it isn't XML.
    """
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))


def write_part(root: etree._Element) -> bytes:
    """The part with this root."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def replace_parts(parts: MutableMapping[str, bytes], own: Mapping[str, tuple[str, str, str]]) -> list[bytes]:
    """The parts of some kinds, which leave the file; for each, by its kind, there is room for one of our id, name and type."""
    types, links = parse_part(parts[_TYPES]), parse_part(parts[_ROOT])
    left = []
    for link in list(links):
        if link.get("Type") in own:
            name = link.get("Target", "").lstrip("/")
            left.append(parts.pop(name, b""))
            links.remove(link)
            for override in types.findall(f"{{{_PACKAGE}/content-types}}Override"):
                if override.get("PartName") == f"/{name}":
                    types.remove(override)
    for kind, (identity, name, content) in own.items():
        etree.SubElement(types, f"{{{_PACKAGE}/content-types}}Override", PartName=f"/{name}", ContentType=content)
        etree.SubElement(links, f"{{{_PACKAGE}/relationships}}Relationship", Id=identity, Type=kind, Target=name)
    parts.update({_TYPES: write_part(types), _ROOT: write_part(links)})
    return left


def name_relationships(part: str) -> str:
    """The part that holds the relationships of `part`."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def pack(parts: Mapping[str, bytes], level: int = SMALL) -> ZipArchive:
    """An archive of parts, the one that says what the others are first."""
    return ZipArchive().add(dict(sorted(parts.items(), key=lambda part: part[0] != _TYPES)), level)
