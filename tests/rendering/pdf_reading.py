"""Reads a tagged PDF as a screen reader does: its tag tree, the text of each tag, the language in force; artifacts apart.

For tests that compare the words of a PDF with those of other formats. Knows nothing of how the PDF was made.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
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

    def text(self) -> str:
        """All its text; what is drawn in a figure is its Alt."""
        if self.role == "Figure":
            return "".join(self.alt if isinstance(kid, str) else kid.text() for kid in self.kids)
        return "".join(kid if isinstance(kid, str) else kid.text() for kid in self.kids)

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
        return Tag(self.role, self.lang, self.scope, self.alt, kids, self.links)


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
    """The text of the body, without letterhead, the numbers and bullets of lists, and white space."""
    body = [kid for kid in read_tags(data).kids if isinstance(kid, Tag) and kid.role == BODY]
    return "".join("".join(tag.without("Lbl").text() for tag in body).split())


def read_artifacts(data: bytes) -> list[Artifact]:
    """The artifacts that hold text: running heads and feet, header rows that are repeated."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            artifact for number, page in enumerate(pdf.pages) for artifact in _read_page(page, number)[1] if artifact.text.strip()
        ]


def read_pages(data: bytes) -> list[str]:
    """The text of each page, without white space and artifacts."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = [_read_page(page, number)[0] for number, page in enumerate(pdf.pages)]
    return ["".join("".join(texts.values()).split()) for texts in pages]


def read_places(data: bytes, page: int) -> list[tuple[float, float, str]]:
    """Where each piece of text on a page begins: millimetres from the left and from the top to its base line."""
    found: list[tuple[float, float, str]] = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = {str(name): _read_meanings(font) for name, font in pdf.pages[page].Resources.Font.items()}
        height, place = float(pdf.pages[page].MediaBox[3]), pikepdf.Matrix()
        stack, whole, font = [], pikepdf.Matrix(), {}
        for operands, operator in pikepdf.parse_content_stream(pdf.pages[page]):
            match str(operator):
                case "q":
                    stack.append(whole)
                case "Q":
                    whole = stack.pop()
                case "cm":
                    whole = pikepdf.Matrix(*map(float, operands)) @ whole
                case "Tm":
                    place = pikepdf.Matrix(*map(float, operands)) @ whole
                case "Tf":
                    font = fonts[str(operands[0])]
                case "TJ":
                    codes = b"".join(bytes(piece) for piece in operands[0] if isinstance(piece, pikepdf.String))
                    text = "".join(font[int.from_bytes(codes[at : at + 2])] for at in range(0, len(codes), 2))
                    found.append((place.e / POINTS_PER_MM, (height - place.f) / POINTS_PER_MM, text))
    return found


def read_tags(data: bytes) -> Tag:
    """The tag tree, from its Document on."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        texts = {page.obj.objgen: _read_page(page, number)[0] for number, page in enumerate(pdf.pages)}
        kids = pdf.Root.StructTreeRoot.K
        top = kids[0] if isinstance(kids, pikepdf.Array) else kids
        return _read_tag(top, str(pdf.Root.Lang), texts)


def _list_blocks(tag: Tag, roles: tuple[str, ...]) -> Iterator[Block]:
    roles = (*roles, tag.role)
    for kid in tag.kids:
        if isinstance(kid, Tag):
            yield from _list_blocks(kid, roles)
        elif kid:
            yield Block(roles, tag.lang, kid)


def _read_tag(item: pikepdf.Object, lang: str, texts: dict[tuple[int, int], dict[int, str]]) -> Tag:
    lang = str(item.get("/Lang", lang))
    attributes = item.get("/A", {})
    tag = Tag(str(item.S)[1:], lang, str(attributes.get("/Scope", ""))[1:], str(item.get("/Alt", "")))
    kids = item.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            kind = str(kid.get("/Type", "/StructElem"))
            if kind == "/StructElem":
                tag.kids.append(_read_tag(kid, lang, texts))
            elif kind == "/MCR":
                tag.kids.append(texts[kid.Pg.objgen].pop(int(kid.MCID)))
            else:
                tag.links.append(str(kid.Obj.Contents))
        else:
            tag.kids.append(texts[item.Pg.objgen].pop(int(kid)))
    return tag


def _read_page(page: pikepdf.Page, number: int) -> tuple[dict[int, str], list[Artifact]]:
    """The text of each marked content by number, and the artifacts. Text that is neither is a mistake."""
    fonts = {str(name): _read_meanings(font) for name, font in page.Resources.Font.items()}
    texts: dict[int, str] = {}
    artifacts: list[Artifact] = []
    marks: list[tuple[str, pikepdf.Dictionary, list[str]]] = []
    font: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                marks.append((str(operands[0])[1:], operands[1] if len(operands) > 1 else pikepdf.Dictionary(), []))
            case "EMC":
                role, properties, pieces = marks.pop()
                text = str(properties.get("/ActualText", "".join(pieces)))
                if role == "Artifact":
                    artifacts.append(Artifact(number, str(properties.get("/Subtype", properties.get("/Type", "")))[1:], text))
                else:
                    texts[int(properties.MCID)] = text
            case "Tf":
                font = fonts[str(operands[0])]
            case "TJ" | "Tj":
                assert marks, "text that is neither tagged nor an artifact"
                strings = operands[0] if str(operator) == "TJ" else operands
                codes = b"".join(bytes(piece) for piece in strings if isinstance(piece, pikepdf.String))
                marks[-1][2].extend(font[int.from_bytes(codes[at : at + 2])] for at in range(0, len(codes), 2))
    return texts, artifacts


def _read_meanings(font: pikepdf.Object) -> dict[int, str]:
    """What each glyph stands for."""
    pairs = re.findall(rb"<([0-9a-f]+)> <([0-9a-f]*)>", font.ToUnicode.read_bytes())
    ranges = {(b"0000", b"ffff")}
    return {
        int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs if (glyph, text) not in ranges
    }
