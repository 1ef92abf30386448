"""A Word layout, opened once and filled many times. Called by `word`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree
from markupsafe import Markup

from generator.rendering.office.custom_properties import CUSTOM, take_properties, write_properties
from generator.rendering.office.package import DECLARATION, RELATIONSHIPS, Package, name_relationships, pack, write_part
from generator.rendering.office.text import write_line
from generator.rendering.word.mirroring import mirror_layout
from generator.rendering.word.runs import script_of
from generator.rendering.word.styles import Styles, W, add_contents_styles, read_instances, read_styles
from generator.rendering.word.tags import TaggedPart, check_body, has_tags
from generator.text.language import name_region

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MEDIA = "word/media"
_LINK = (
    f'<Relationship xmlns="http://schemas.openxmlformats.org/package/2006/relationships" Type="{RELATIONSHIPS}/hyperlink"'
    ' TargetMode="External" Id="{}" Target="{}"/>'
)
_PICTURE = (
    f'<Relationship xmlns="http://schemas.openxmlformats.org/package/2006/relationships" Type="{RELATIONSHIPS}/image"'
    ' Id="{}" Target="/{}"/>'
)
_TEXT_WIDTH = 9412  # A4 between margins of 22 mm, for a layout that doesn't say


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a document, and what it needs in other parts of its file."""

    xml: str
    links: dict[str, str]
    """Ids of relationships by the address that they lead to."""
    lists: list[str]
    """The lists that count, each an element of the numbering part."""
    pictures: dict[str, bytes]
    """Pictures by the name of their part; the name is the id of the relationship too."""


class Layout:
    """A layout for documents in one language. What doesn't change from document to document is packed when it is opened."""

    def __init__(self, name: str, data: bytes, language: str) -> None:
        """Opens the layout.

        Raises:
            TextError: it isn't a Word document, or one of its tags is wrong.
        """
        package = Package(name, data)
        numbering = package.find_related("numbering")
        instances = read_instances(package.parse(numbering)) if numbering else {}
        self.styles = _read_styles(name, package, language, instances)
        self.first_list = 1 + max(map(int, instances), default=0)
        """The first id that a list of a document can have."""
        if script_of(language) == "bidi":
            mirror_layout(package)
        self.text_width = _measure_width(package.document)
        """In twentieths of a point."""
        self._tagged = _take_tagged(name, package)
        self._links = _Appendix(package, name_relationships(package.main), "</")
        self._lists = _Appendix(package, numbering, "</w:num>") if instances and numbering else None
        package.replace_properties()
        self._kept = take_properties(package.parts)
        package.allow_pictures()
        self._packed = pack(package.parts)

    def fill(self, fields: Mapping[str, Any], body: Body, properties: Mapping[str, str], stamp: Mapping[str, str]) -> bytes:
        """The finished file.

        Args:
            fields: what the layout's tags may use beside `body`.
            body: what stands between the layout's headers and footers.
            properties: the parts that describe the document, by name.
            stamp: what it says of how it was made.

        Raises:
            TextError: a tag of the layout fails.
        """
        fields = {**fields, "body": Markup(body.xml)}  # noqa: S704 (made of escaped text)
        parts = {name: tagged.fill(fields) for name, tagged in self._tagged.items()}
        links = [_LINK.format(identity, write_line(address)) for address, identity in body.links.items()]
        pictures = {name: f"{_MEDIA}/{name}" for name in body.pictures}
        links += [_PICTURE.format(write_line(name), part) for name, part in pictures.items()]
        parts[self._links.part] = self._links.add(links)
        if self._lists:
            parts[self._lists.part] = self._lists.add(body.lists)
        parts |= properties
        texts = {name: (DECLARATION + part).encode() for name, part in parts.items()}
        custom = DECLARATION + write_properties(stamp, self._kept)
        drawn = {pictures[name]: picture for name, picture in body.pictures.items()}
        return self._packed.finish(texts | drawn, {CUSTOM: custom.encode()})


class _Appendix:
    """A part of the layout that a document adds elements to."""

    def __init__(self, package: Package, part: str, mark: str) -> None:
        """Takes the part out of the package; elements are added at the last `mark`: before an end of the whole, else after it."""
        self.part = part
        text = etree.tostring(package.parse(part), encoding="unicode")
        del package.parts[part]
        place = text.rindex(mark) + (0 if mark == "</" else len(mark))
        self._before, self._after = text[:place], text[place:]

    def add(self, elements: Iterable[str]) -> str:
        """The part with the elements in it."""
        return f"{self._before}{''.join(elements)}{self._after}"


def _read_styles(layout: str, package: Package, language: str, instances: Mapping[str, str]) -> Styles:
    """The layout's styles; their language becomes the one given."""
    part = package.find_related("styles")
    if part is None:
        return Styles(layout)
    root = package.parse(part)
    script = script_of(language)
    for tag in root.iterfind(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang"):
        for name in ("val", *filter(None, (script,))):
            tag.set(f"{W}{name}", name_region(language))
    add_contents_styles(root)
    package.parts[part] = write_part(root)
    return read_styles(layout, root, instances)


def _take_tagged(layout: str, package: Package) -> dict[str, TaggedPart]:
    """The parts with tags, compiled; they leave the package.

    Raises:
        TextError: a tag is wrong, or there isn't one place for the body.
    """
    tagged = {}
    for part in package.list_text_parts():
        root = package.parse(part)
        if has_tags(root):
            tagged[part] = TaggedPart(layout, root)
            del package.parts[part]
        check_body(layout, root, is_main=part == package.main)
    return tagged


def _measure_width(document: etree._Element) -> int:
    """The width of the text on the layout's last page, in twentieths of a point."""
    size, margins = (document.find(f"{W}body/{W}sectPr/{W}{name}") for name in ("pgSz", "pgMar"))
    if size is None or margins is None:
        return _TEXT_WIDTH
    return int(size.get(f"{W}w", 0)) - sum(int(margins.get(f"{W}{side}", 0)) for side in ("left", "right", "gutter"))
