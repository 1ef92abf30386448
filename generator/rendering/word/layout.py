"""A Word layout, opened once and filled many times. Called by `word`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree
from markupsafe import Markup
from msgspec import Struct

from generator.errors import Finding, TextError, hold
from generator.files.office.body_place import is_body
from generator.files.office.finished import Inspector
from generator.files.office.lengths import read_length
from generator.files.office.package import name_relationships
from generator.files.office.word import WordLayout
from generator.rendering.office.custom_properties import CUSTOM, take_properties, write_properties
from generator.rendering.office.package import (
    APPLICATION,
    CORE,
    DECLARATION,
    RELATIONSHIPS,
    allow_pictures,
    pack,
    parse_part,
    replace_properties,
    write_part,
)
from generator.rendering.office.text import write_line
from generator.rendering.word.airs import LOOSE, Looks, Room, choose_air, measure_height, read_looks, tighten
from generator.rendering.word.mirroring import mirror_layout
from generator.rendering.word.runs import script_of
from generator.rendering.word.styles import Styles, W, add_contents_styles, read_instances, read_styles
from generator.rendering.word.tags import TaggedPart, has_tags
from generator.text.language import name_region

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from generator.rendering.office.archive import ZipArchive

_MEDIA, _OWN_MEDIA = "word/media", "word/media/own"
_LINK = (
    f'<Relationship xmlns="http://schemas.openxmlformats.org/package/2006/relationships" Type="{RELATIONSHIPS}/hyperlink"'
    ' TargetMode="External" Id="{}" Target="{}"/>'
)
_PICTURE = (
    f'<Relationship xmlns="http://schemas.openxmlformats.org/package/2006/relationships" Type="{RELATIONSHIPS}/image"'
    ' Id="{}" Target="/{}"/>'
)
_HERE = "here"
_TEXT_WIDTH, _TEXT_HEIGHT = 9412, 14230  # A4 between margins of 22 mm, and 24 and 22, for a layout that doesn't say
_POINT = 20


class Body(Struct, frozen=True):
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

    def __init__(self, name: str, data: bytes, language: str, *, may_tighten: bool = False) -> None:
        """Opens the layout.

        Args:
            name: what findings call it.
            data: the file.
            language: what documents are in.
            may_tighten: whether its styles may have less free room where that saves a page. Those of a region stay as they are.

        Raises:
            TextError: it isn't a Word document, or one of its tags is wrong.
        """
        package = WordLayout(name, data)
        self.warnings = tuple(package.warnings)
        numbering, styles = package.find_related("numbering"), package.find_related("styles")
        instances = read_instances(package.parse(numbering)) if numbering else {}
        self.styles = _read_styles(name, package, language, instances)
        self.first_list = 1 + max((int(each) for each in instances if each.isdigit()), default=0)
        """The first id that a list of a document can have."""
        if script_of(language) == "bidi":
            mirror_layout(package)
        self.text_width = _measure_width(package.document)
        """In twentieths of a point."""
        self._media = _OWN_MEDIA if any(part.lower().startswith(f"{_MEDIA}/chart") for part in package.parts) else _MEDIA
        texts = {part: package.parts[part] for part in package.texts}
        self._tagged = _take_tagged(name, package)
        self._links = _Appendix(package, name_relationships(package.main))
        self._lists = _Appendix(package, numbering, f"{W}num") if instances and numbering else None
        replace_properties(package)
        self._kept = take_properties(package.parts)
        allow_pictures(package)
        later = (*self._tagged, self._links.part, *([self._lists.part] if self._lists else []), CORE, APPLICATION, CUSTOM)
        self._inspector = Inspector(name, package.parts, later, texts)
        self._packed = pack(package.parts)
        self._tighter = _Tighter(package, styles, self.text_width) if may_tighten and styles else None

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
        tagged: dict[str, bytes] = {}
        findings: list[Finding] = []
        for name, part in self._tagged.items():
            with hold(findings):
                tagged[name] = part.fill(fields)
        if findings:
            raise TextError(*findings)
        links = [_LINK.format(identity, write_line(address)) for address, identity in body.links.items()]
        pictures = {name: f"{self._media}/{name}" for name in body.pictures}
        links += [_PICTURE.format(write_line(name), part) for name, part in pictures.items()]
        parts = {self._links.part: self._links.add(links), **properties}
        if self._lists:
            parts[self._lists.part] = self._lists.add(body.lists)
        texts = tagged | {name: (DECLARATION + part).encode() for name, part in parts.items()}
        custom = DECLARATION + write_properties(stamp, self._kept)
        drawn = {pictures[name]: picture for name, picture in body.pictures.items()}
        self._inspector.inspect(texts | drawn | {CUSTOM: custom.encode()})
        packed = self._tighter.choose(body.xml) if self._tighter else None
        return (packed or self._packed).finish(texts | drawn, {CUSTOM: custom.encode()})


class _Tighter:
    """What doesn't change from document to document, packed with less of the layout's air, once that is asked for."""

    def __init__(self, package: WordLayout, styles: str, text_width: int) -> None:
        self._parts, self._styles = dict(package.parts), styles
        self._packed: dict[float, ZipArchive] = {}
        self._looks = _Airs(self._read_styles)
        self._room = _measure_room(package, text_width, self._looks[LOOSE])

    def choose(self, xml: str) -> ZipArchive | None:
        """The parts with as much air as goes with a body; None if that is all there is."""
        air = choose_air(xml, self._looks, self._room)
        if air == LOOSE:
            return None
        if air not in self._packed:
            self._packed[air] = pack({**self._parts, self._styles: write_part(self._read_styles(air))})
        return self._packed[air]

    def _read_styles(self, air: float) -> etree._Element:
        """The layout's styles with so much air."""
        root = parse_part(self._parts[self._styles])
        if air != LOOSE:
            tighten(root, air)
        return root


class _Airs(dict[float, Looks]):
    """What styles say of heights, by how much air they have: read when it is asked for."""

    def __init__(self, read_styles: Callable[[float], etree._Element]) -> None:
        super().__init__()
        self._read_styles = read_styles

    def __missing__(self, air: float) -> Looks:
        return self.setdefault(air, read_looks(self._read_styles(air)))


class _Appendix:
    """A part of the layout that a document adds elements to."""

    def __init__(self, package: WordLayout, part: str, after: str = "") -> None:
        """Takes the part out of the package; elements are added after the last with a name, else at the end."""
        self.part = part
        root = package.parse(part)
        del package.parts[part]
        last = next(reversed(root.findall(after)), None) if after else None
        root.insert(len(root) if last is None else root.index(last) + 1, etree.Comment(_HERE))
        self._before, _, self._after = etree.tostring(root, encoding="unicode").partition(f"<!--{_HERE}-->")

    def add(self, elements: Iterable[str]) -> str:
        """The part with the elements in it."""
        return f"{self._before}{''.join(elements)}{self._after}"


def _read_styles(layout: str, package: WordLayout, language: str, instances: Mapping[str, str]) -> Styles:
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


def _take_tagged(layout: str, package: WordLayout) -> dict[str, TaggedPart]:
    """The parts with tags, compiled; they leave the package.

    Raises:
        TextError: a tag is wrong.
    """
    tagged: dict[str, TaggedPart] = {}
    findings: list[Finding] = []
    for part, root in package.texts.items():
        if has_tags(root):
            with hold(findings):
                tagged[part] = TaggedPart(layout, root)
            del package.parts[part]
    if findings:
        raise TextError(*findings)
    return tagged


def _measure_width(document: etree._Element) -> int:
    """The width of the text where the body stands, in twentieths of a point: of a column, where there are several."""
    section = next(iter(_find_sections(document)), None)
    size, margins, columns = (section.find(f"{W}{name}") if section is not None else None for name in ("pgSz", "pgMar", "cols"))
    if size is None or margins is None:
        return _TEXT_WIDTH
    width = _read(size, "w") - sum(_read(margins, side) for side in ("left", "right", "gutter"))
    count = _read(columns, "num") if columns is not None else 1
    if columns is not None and count > 1:
        own = [_read(column, "w") for column in columns.iterfind(f"{W}col")]
        width = min(own) if own else (width - (count - 1) * _read(columns, "space", 720)) // count
    return width if width > 0 else _TEXT_WIDTH


def _measure_room(package: WordLayout, text_width: int, looks: Looks) -> Room:
    """What room there is for the text of a document; the highest of the layout's heads is that of the first page."""
    section = next(iter(_find_sections(package.document)), None)
    size, margins = (section.find(f"{W}{name}") if section is not None else None for name in ("pgSz", "pgMar"))
    width = text_width / _POINT
    heads = (etree.tostring(root, encoding="unicode") for root in package.texts.values() if root.tag == f"{W}hdr")
    highest = max((measure_height(head, looks, width) for head in heads), default=0.0)
    if size is None or margins is None:
        return Room(width, _TEXT_HEIGHT / _POINT, highest)
    top, bottom = (abs(_read(margins, side)) for side in ("top", "bottom"))
    head = _read(margins, "header") / _POINT + highest - top / _POINT
    return Room(width, (_read(size, "h") - top - bottom) / _POINT, max(head, 0.0))


def _find_sections(document: etree._Element) -> Iterator[etree._Element]:
    """The ends of sections after the place of the body."""
    is_after = False
    for element in document.iter(f"{W}p", f"{W}sectPr"):
        is_after |= element.tag == f"{W}p" and is_body(element)
        if is_after and element.tag == f"{W}sectPr":
            yield element


def _read(element: etree._Element, name: str, default: int = 0) -> int:
    length = read_length(element.get(f"{W}{name}", ""))
    return default if length is None else length
