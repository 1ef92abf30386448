"""Reads a tagged PDF as a screen reader does: its tag tree, the text of each tag, the language in force; artifacts apart.

For tests that compare the words of a PDF with those of other formats. Knows nothing of how the PDF was made.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pikepdf

LETTER_HEADER = "Div"
BODY = "Sect"
POINTS_PER_MM = 72 / 25.4


@dataclass
class Tag:
    """An element of the tag tree."""

    role: str
    lang: str
    scope: str = ""
    alt: str = ""
    kids: list[Tag | str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    box: tuple[float, ...] = ()
    """Where a figure stands: left, bottom, right and top in points from the lower left corner of its page."""
    span: tuple[int, int] = (1, 1)
    """How many columns and rows a cell takes."""

    def text(self) -> str:
        """All its text; what is drawn in a figure is its Alt."""
        drawn = iter((self.alt,))
        return "".join(
            kid.text() if isinstance(kid, Tag) else next(drawn, "") if self.role == "Figure" else kid for kid in self.kids
        )

    def walk(self) -> Iterator[Tag]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.walk()

    def find_all(self, *roles: str) -> list[Tag]:
        return [tag for tag in self.walk() if tag.role in roles]

    def without(self, *roles: str) -> Tag:
        """A copy in which the tags with these roles are not."""
        kids = [
            kid if isinstance(kid, str) else kid.without(*roles)
            for kid in self.kids
            if isinstance(kid, str) or kid.role not in roles
        ]
        return Tag(self.role, self.lang, self.scope, self.alt, kids, self.links, self.box, self.span)


@dataclass(frozen=True)
class Content:
    """A piece of a page that the tag tree refers to, with its language where it says it itself."""

    text: str
    lang: str = ""


@dataclass(frozen=True)
class Block:
    """A piece of text with its language and the roles that lead to it, outermost first."""

    roles: tuple[str, ...]
    lang: str
    text: str


@dataclass(frozen=True)
class Artifact:
    """Something on a page that is no part of the text."""

    page: int
    kind: str
    text: str


def read_pdf(data: bytes) -> list[Block]:
    """The pieces of text in the order of the tag tree."""
    return list(_list_blocks(read_tags(data), ()))


def read_text(data: bytes) -> str:
    """The text of the body, without letterhead, the numbers and bullets of lists, white space, and soft hyphens."""
    body = [kid for kid in read_tags(data).kids if isinstance(kid, Tag) and kid.role == BODY]
    return "".join("".join(tag.without("Lbl").text() for tag in body).replace("\u00ad", "").split())


def read_artifacts(data: bytes) -> list[Artifact]:
    """The artifacts that hold text: running heads and feet, header rows that are repeated."""
    return read_all(data)[1]


def read_pages(data: bytes) -> list[str]:
    """The text of each page, without white space and artifacts."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = [_read_page(page, number).contents for number, page in enumerate(pdf.pages)]
    return ["".join("".join(content.text for content in contents.values()).split()) for contents in pages]


def read_tags(data: bytes) -> Tag:
    """The tag tree, from its Document on. Text that it doesn't refer to is a mistake."""
    return read_all(data)[0]


def read_all(data: bytes) -> tuple[Tag, list[Artifact]]:
    """The tag tree and the artifacts, at once."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = {page.obj.objgen: _read_page(page, number) for number, page in enumerate(pdf.pages)}
        contents = {page: reader.contents for page, reader in pages.items()}
        (top,) = _list_kids(pdf.Root.StructTreeRoot)
        tag = _TagReader(pdf.Root.StructTreeRoot, contents).read(top, str(pdf.Root.Lang))
    lost = [content.text for left in contents.values() for content in left.values() if content.text.strip()]
    assert not lost, f"text that is marked and in no tag: {lost}"
    return tag, [artifact for reader in pages.values() for artifact in reader.artifacts if artifact.text.strip()]


def _list_blocks(tag: Tag, roles: tuple[str, ...]) -> Iterator[Block]:
    roles = (*roles, tag.role)
    for kid in tag.kids:
        if isinstance(kid, Tag):
            yield from _list_blocks(kid, roles)
        elif kid:
            yield Block(roles, tag.lang, kid)


def _list_kids(item: pikepdf.Object) -> list[pikepdf.Object]:
    return _as_list(item.get("/K", pikepdf.Array()))


def _as_list(item: pikepdf.Object) -> list[pikepdf.Object]:
    """Several objects, or the one that may stand in their place."""
    return list(item) if isinstance(item, pikepdf.Array) else [item]


class _TagReader:
    """Reads tags. `contents` are those of each page by number, of which each is read once."""

    def __init__(self, root: pikepdf.Object, contents: dict[tuple[int, int], dict[int, Content]]) -> None:
        self._roles = root.get("/RoleMap", pikepdf.Dictionary())
        self._contents = contents

    def read(self, item: pikepdf.Object, lang: str) -> Tag:
        """A tag and all in it; `lang` is the language that it is read in if it says no other."""
        attributes: dict[str, pikepdf.Object] = {}
        for each in _as_list(item.get("/A", pikepdf.Dictionary())):
            attributes |= each.items()
        role = str(self._roles.get(str(item.S), item.S))[1:]
        tag = Tag(role, str(item.get("/Lang", lang)), str(attributes.get("/Scope", ""))[1:], str(item.get("/Alt", "")))
        tag.box = tuple(map(float, attributes.get("/BBox", ())))
        tag.span = (int(attributes.get("/ColSpan", 1)), int(attributes.get("/RowSpan", 1)))
        for kid in _list_kids(item):
            self._add_kid(tag, item, kid)
        return tag

    def _add_kid(self, tag: Tag, item: pikepdf.Object, kid: pikepdf.Object) -> None:
        kind = str(kid.get("/Type", "/StructElem")) if isinstance(kid, pikepdf.Dictionary) else ""
        if kind == "/StructElem":
            tag.kids.append(self.read(kid, tag.lang))
        elif kind == "/OBJR":
            tag.links.append(str(kid.Obj.Contents))
        else:
            page, number = (kid.get("/Pg", item.get("/Pg")), kid.MCID) if kind else (item.Pg, kid)
            content = self._contents[page.objgen].pop(int(number))
            tag.kids.append(content.text if content.lang in {"", tag.lang} else Tag("Span", content.lang, kids=[content.text]))


@dataclass(frozen=True)
class Font:
    """What the codes of a font stand for, and of how many bytes each code is."""

    size: int
    meanings: dict[int, str]

    def read(self, shown: pikepdf.Object) -> list[str]:
        """What each glyph that `Tj` or `TJ` shows stands for."""
        codes = b"".join(bytes(piece) for piece in _as_list(shown) if isinstance(piece, pikepdf.String))
        return [self.meanings[int.from_bytes(codes[at : at + self.size])] for at in range(0, len(codes), self.size)]


NO_FONT = Font(1, {})


@dataclass
class _Mark:
    """Marked content that has begun."""

    role: str
    properties: pikepdf.Object
    pieces: list[str] = field(default_factory=list)

    def text(self) -> str:
        """What it says: what it is said to say, or what its glyphs stand for, which may be drawn from right to left.

        Source: ISO 32000-1:2008, 14.8.2.3.3 (reverse-order show strings) and 14.9.4 (replacement text).
        """
        pieces = reversed(self.pieces) if self.role == "/ReversedChars" else self.pieces
        return str(self.properties.get("/ActualText", "".join(pieces)))


class _PageReader:
    """Reads what is shown on a page. Text that is neither marked nor an artifact is a mistake."""

    def __init__(self, page: pikepdf.Page, number: int) -> None:
        self.contents: dict[int, Content] = {}
        self.artifacts: list[Artifact] = []
        self._page = page
        self._number = number
        self._marks: list[_Mark] = []

    def read(self) -> None:
        fonts, font = _read_fonts(self._page), NO_FONT
        for operands, operator in pikepdf.parse_content_stream(self._page, "BMC BDC EMC Tf TJ Tj"):
            match str(operator):
                case "BMC" | "BDC":
                    self._begin(*operands)
                case "EMC":
                    self._end(self._marks.pop())
                case "Tf":
                    font = fonts[str(operands[0])]
                case _:
                    self._add(font.read(operands[0]))

    def _begin(self, role: pikepdf.Object, properties: pikepdf.Object | None = None) -> None:
        named = isinstance(properties, pikepdf.Name)
        found = self._page.Resources.Properties[properties] if named else properties or pikepdf.Dictionary()
        self._marks.append(_Mark(str(role), found))

    def _end(self, mark: _Mark) -> None:
        """Put the text of marked content where it belongs: what says no more than how it is read is a part of what is around."""
        if mark.role == "/Artifact":
            kind = mark.properties.get("/Subtype", mark.properties.get("/Type", ""))
            self.artifacts.append(Artifact(self._number, str(kind)[1:], mark.text()))
        elif "/MCID" in mark.properties:
            assert not self._marks, "marked content that the tag tree refers to stands in other"
            self.contents[int(mark.properties.MCID)] = Content(mark.text(), str(mark.properties.get("/Lang", "")))
        else:
            self._add([mark.text()])

    def _add(self, pieces: list[str]) -> None:
        assert self._marks or not any(pieces), "text that is neither tagged nor an artifact"
        if self._marks:
            self._marks[-1].pieces += pieces


def _read_page(page: pikepdf.Page, number: int) -> _PageReader:
    reader = _PageReader(page, number)
    reader.read()
    return reader


def _read_fonts(page: pikepdf.Page) -> dict[str, Font]:
    fonts = page.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
    return {str(name): read_font(font.ToUnicode.read_bytes().decode("latin-1")) for name, font in fonts.items()}


def read_font(table: str) -> Font:
    """A font, by its table that leads from codes to text.

    Source: ISO 32000-1:2008, 9.10.3 (ToUnicode CMaps).
    """
    ((first, _),) = list(_list_rows(table, "codespacerange", 2))
    meanings = {int(code, 16): _decode(text) for code, text in _list_rows(table, "bfchar", 2)}
    for start, end, text in _list_rows(table, "bfrange", 3):
        codes = range(int(start, 16), int(end, 16) + 1)
        if text.startswith("["):
            meanings |= zip(codes, map(_decode, re.findall(r"<(.*?)>", text)), strict=True)
        else:
            meanings |= {code: _decode(f"{int(text, 16) + code - codes[0]:0{len(text)}x}") for code in codes}
    return Font(len(first) // 2, meanings)


def _list_rows(table: str, kind: str, columns: int) -> Iterable[tuple[str, ...]]:
    """The rows of all parts of the table that are of a kind."""
    value = r"\s*(?:<([0-9A-Fa-f]*)>|(\[[^\]]*\]))"
    for part in re.findall(rf"begin{kind}(.*?)end{kind}", table, re.DOTALL):
        for row in re.finditer(value * columns, part):
            yield tuple(group for group in row.groups() if group is not None)


def _decode(code: str) -> str:
    return bytes.fromhex(code).decode("utf-16-be")
