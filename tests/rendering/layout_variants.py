"""Word layouts as programs and people make them: the product's own letter, with one real feature of Word in one place of a tag.

Each feature is a function that changes the parts of a layout; each place says which part of it holds the tag.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from generator.workspace import PACKAGE

Parts = dict[str, bytes]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN, HEADER, TYPES, LINKS = "word/document.xml", "word/header2.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"
BODY, SENDER, OFFICER = "{{p body }}", "{{ letterhead.organisation }}", "{{ letterhead.officer }}"
_RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
_ANCHOR = (
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" Requires="wps"><w:drawing><wp:anchor'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"'
    ' simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph">'
    '<wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent cx="914400" cy="457200"/><wp:wrapNone/>'
    '<wp:docPr id="1002" name="Ruta"/><wp:cNvGraphicFramePr/><a:graphic'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData'
    ' uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr/><wps:spPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="914400" cy="457200"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
    "<wps:txbx><w:txbxContent><w:p><w:r><w:t>Ruta</w:t></w:r></w:p></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
    "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
)


_TABLE = (
    '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="9000"/></w:tblGrid><w:tr><w:tc>'
    '<w:tcPr><w:tcW w:w="9000" w:type="dxa"/></w:tcPr>'
)
_TABLE_END = "</w:tc></w:tr></w:tbl>"


class Place(NamedTuple):
    """Where a tag stands: its part, the tag, and the run that holds it there."""

    part: str
    tag: str

    @property
    def run(self) -> str:
        return _RUN.format(self.tag)


PLACES = {"body": Place(MAIN, BODY), "header": Place(HEADER, SENDER), "cell": Place(MAIN, OFFICER)}


def read_letter(name: str = "letter") -> Parts:
    """The parts of a layout of the product."""
    with zipfile.ZipFile(PACKAGE / f"templates/word/{name}.docx") as file:
        return {part: file.read(part) for part in file.namelist()}


def pack(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def swap(parts: Parts, part: str, old: str, new: str) -> None:
    """Replace a text in a part, where it stands."""
    text = parts[part].decode()
    assert old in text, (part, old)
    parts[part] = text.replace(old, new).encode()


def around(before: str, after: str = "") -> Callable[[Parts, Place], None]:
    """A feature beside the run of the tag, in its paragraph."""
    return lambda parts, place: swap(parts, place.part, place.run, before + place.run + after)


def typed(change: Callable[[str], str]) -> Callable[[Parts, Place], None]:
    """The tag as somebody types it."""
    return lambda parts, place: swap(parts, place.part, place.tag, change(place.tag))


def wrap_run(opening: str, closing: str) -> Callable[[Parts, Place], None]:
    return lambda parts, place: swap(parts, place.part, place.run, opening + place.run + closing)


def wrap_paragraph(opening: str, closing: str) -> Callable[[Parts, Place], None]:
    def change(parts: Parts, place: Place) -> None:
        text = parts[place.part].decode()
        end = text.index("</w:p>", text.index(place.tag)) + len("</w:p>")
        start = text.rindex("<w:p>", 0, text.index(place.tag))
        parts[place.part] = (text[:start] + opening + text[start:end] + closing + text[end:]).encode()

    return change


def _rename_prefix(parts: Parts, place: Place) -> None:
    text = parts[place.part].decode()
    text = re.sub(r"(</?)w:", r"\1x:", text)
    parts[place.part] = re.sub(r" w:", " x:", text).replace("xmlns:w=", "xmlns:x=").encode()


def _use_no_prefix(parts: Parts, place: Place) -> None:
    text = re.sub(r"(</?)w:", r"\1", parts[place.part].decode())
    text = text.replace(f'xmlns:w="{W}"', f'xmlns="{W}" xmlns:w="{W}"', 1)
    parts[place.part] = text.encode()


def _take_usual_prefix(parts: Parts, place: Place) -> None:
    """`w:` means something else, in an attribute that lists prefixes too."""
    _rename_prefix(parts, place)
    compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    declared = f' xmlns:w="urn:other" xmlns:mc="{compatibility}" mc:Ignorable="w" w:x="1"'
    swap(parts, place.part, " xmlns:x=", f"{declared} xmlns:x=")


def _spread(parts: Parts, place: Place) -> None:
    pieces = '</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>'.join(place.tag)
    swap(parts, place.part, place.tag, pieces)


def _indent(parts: Parts, place: Place) -> None:
    parts[place.part] = re.sub(rb">(<w:(?:p|r|t|pPr|rPr|sectPr)\b)", rb">\n  \1", parts[place.part])


def _track_typing(parts: Parts, place: Place) -> None:
    author = 'w:author="N N" w:date="2026-01-01T00:00:00Z"'
    gone = f'<w:del w:id="90" {author}><w:r><w:delText>{{{{ letterhead.gone }}}}</w:delText></w:r></w:del>'
    swap(parts, place.part, place.run, f'{gone}<w:ins w:id="91" {author}>{place.run}</w:ins>')


def _track_paragraphs(parts: Parts, place: Place) -> None:
    author = 'w:author="N N" w:date="2026-01-01T00:00:00Z"'
    mark = (
        f'<w:p><w:pPr><w:rPr><w:del w:id="92" {author}/></w:rPr></w:pPr><w:del w:id="93" {author}><w:r><w:delText>x</w:delText>'
    )
    wrap_paragraph(f"{mark}</w:r></w:del></w:p>", "")(parts, place)


def _track_looks(parts: Parts, place: Place) -> None:
    old = '<w:rPrChange w:id="94" w:author="N N" w:date="2026-01-01T00:00:00Z"><w:rPr><w:b/></w:rPr></w:rPrChange>'
    swap(parts, place.part, place.run, place.run.replace("<w:r>", f"<w:r><w:rPr><w:i/>{old}</w:rPr>"))


def _track_rows(parts: Parts, place: Place) -> None:
    author = 'w:author="N N" w:date="2026-01-01T00:00:00Z"'
    row = '<w:tr>{}<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>'
    gone = row.format(f'<w:trPr><w:del w:id="95" {author}/></w:trPr>', "{{ letterhead.gone }}")
    grid = '<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid>'
    table = f"<w:tbl>{grid}{gone}{row.format('', 'Kvar')}</w:tbl>"
    wrap_paragraph(table, "")(parts, place)


_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> NUMPAGES </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_FORMULA = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x</m:t></m:r></m:oMath>'
_CONTROL = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>"
_CONTROL_END = "</w:sdtContent></w:sdt>"
_ONE_LINE = '<w:alias w:val="Ruta"/><w:id w:val="7"/><w:showingPlcHdr/><w:text/>'
_BOUND = '<w:id w:val="8"/><w:dataBinding w:xpath="/a" w:storeItemID="{55AF091B-3C7A-41E3-B477-F2FDAA23CFDA}"/><w:text/>'
FEATURES: Mapping[str, Callable[[Parts, Place], None]] = {
    "another prefix": _rename_prefix,
    "no prefix": _use_no_prefix,
    "the usual prefix taken": _take_usual_prefix,
    "letters in runs of their own": _spread,
    "indented by a program": _indent,
    "no-break spaces": typed(lambda tag: tag.replace(" ", "\u00a0")),
    "spaces without width": typed(lambda tag: tag.replace(" ", "\u200b \ufeff")),
    "more spaces": typed(lambda tag: tag.replace("{{", "{{  ").replace("}}", "  }}")),
    "no spaces before the end": typed(lambda tag: tag.replace(" }}", "}}")),
    "a capital": typed(lambda tag: tag.replace("{{p", "{{P").replace("{{ letterhead", "{{ Letterhead")),
    "inserted, and others deleted": _track_typing,
    "a deleted paragraph before it": _track_paragraphs,
    "other looks before": _track_looks,
    "a deleted row before it": _track_rows,
    "a bookmark around it": around('<w:bookmarkStart w:id="3" w:name="Ett"/>', '<w:bookmarkEnd w:id="3"/>'),
    "a bookmark with an id of ours": around('<w:bookmarkStart w:id="1001" w:name="_Toc000000001"/><w:bookmarkEnd w:id="1001"/>'),
    "a page break before it": around('<w:r><w:br w:type="page"/></w:r>'),
    "an anchored box": around(_ANCHOR),
    "a link around it": wrap_run('<w:hyperlink w:anchor="Ett" w:history="1">', "</w:hyperlink>"),
    "a control for one line in the paragraph": wrap_run(_CONTROL.format(_ONE_LINE), _CONTROL_END),
    "a bound control in the paragraph": wrap_run(_CONTROL.format(_BOUND), _CONTROL_END),
    "a control for one line around the paragraph": wrap_paragraph(_CONTROL.format(_ONE_LINE), _CONTROL_END),
    "controls in controls": wrap_paragraph(_CONTROL.format('<w:id w:val="9"/>') + _CONTROL.format(_BOUND), _CONTROL_END * 2),
    "proofing marks": around('<w:proofErr w:type="gramStart"/>', '<w:proofErr w:type="gramEnd"/>'),
    "an old page end": around("<w:r><w:lastRenderedPageBreak/></w:r>"),
    "a field before it": around('<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple>'),
    "a field in pieces before it": around(_FIELD),
    "a symbol, a tab and a line end before it": around(
        '<w:r><w:sym w:font="Wingdings" w:char="F028"/></w:r><w:r><w:tab/><w:br/></w:r>'
    ),
    "a formula before it": around(_FORMULA),
    "hidden words before it": around("<w:r><w:rPr><w:vanish/></w:rPr><w:t>dolt</w:t></w:r>"),
    "hyphens that don't break before it": around("<w:r><w:noBreakHyphen/><w:softHyphen/></w:r>"),
    "a table around the paragraph": wrap_paragraph(_TABLE, f"{_TABLE_END}<w:p/>"),
    "a smart tag": wrap_run('<w:smartTag w:uri="urn:x" w:element="y">', "</w:smartTag>"),
    "a paragraph that may be edited": around('<w:permStart w:id="5" w:edGrp="everyone"/>', '<w:permEnd w:id="5"/>'),
    "looks of the run": lambda parts, place: swap(
        parts, place.part, place.run, place.run.replace("<w:r>", '<w:r w:rsidR="00A00A00"><w:rPr><w:lang w:val="en-GB"/></w:rPr>')
    ),
}
"""What Word and its users put beside a tag, or do to it."""


WORDS_BESIDE = frozenset({"a field before it", "a field in pieces before it", "hidden words before it"})
"""Those that put words into the tag's paragraph, of which the body can have none."""


def list_variants() -> Iterator[tuple[str, bytes]]:
    """Each feature at each place where it can be used, with its name."""
    for name, change in FEATURES.items():
        for kind in PLACES:
            if kind == "body" and name in WORDS_BESIDE:
                continue
            yield f"{name}, {kind}", pack(put_feature(change, kind))


def put_feature(change: Callable[[Parts, Place], None], kind: str) -> Parts:
    """The product's letter with a feature at a place; a table after the body is put there for the tag in its cell."""
    parts, place = read_letter(), PLACES[kind]
    if kind == "cell":
        swap(parts, MAIN, "<w:sectPr>", f"{_TABLE}<w:p>{place.run}</w:p>{_TABLE_END}<w:p/><w:sectPr>")
    change(parts, place)
    return parts


def _add_part(  # noqa: PLR0913, PLR0917 (all that a part is known by)
    parts: Parts, name: str, content: bytes, kind: str, relation: str, owner: str = LINKS
) -> None:
    parts[name] = content
    swap(parts, TYPES, "</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/></Types>')
    target = f"/{name}"
    swap(parts, owner, "</Relationships>", f'<Relationship Id="rId90" Type="{relation}" Target="{target}"/></Relationships>')


def _make_template(parts: Parts) -> None:
    swap(parts, TYPES, "document.main+xml", "template.main+xml")


def _make_macros(parts: Parts) -> None:
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    swap(parts, TYPES, "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", kind)
    relation = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    _add_part(parts, "word/vbaProject.bin", b"macro", "application/vnd.ms-office.vbaProject", relation)
    inner = "http://schemas.microsoft.com/office/2006/relationships/wordVbaData"
    parts["word/_rels/vbaProject.bin.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{inner}" Target="vbaData.xml"/></Relationships>'
    ).encode()
    parts["word/vbaData.xml"] = b"<x/>"
    swap(
        parts,
        TYPES,
        "</Types>",
        '<Override PartName="/word/vbaData.xml" ContentType="application/vnd.ms-word.vbaData+xml"/></Types>',
    )


def _add_properties(parts: Parts, beginning: str) -> None:
    core = b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    relation = f"{beginning}/core-properties"
    kind = "application/vnd.openxmlformats-package.core-properties+xml"
    _add_part(parts, "docProps/core.xml", core, kind, relation, "_rels/.rels")


def _add_stray(parts: Parts) -> None:
    swap(parts, TYPES, "</Types>", '<Override PartName="/word/gone.xml" ContentType="application/xml"/></Types>')
    swap(parts, TYPES, '<Default Extension="png"', '<Default Extension="PNG" ContentType="image/png"/><Default Extension="png"')
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/webSettings"
    swap(parts, LINKS, "</Relationships>", f'<Relationship Id="rId91" Type="{relation}" Target="gone.xml"/></Relationships>')


def _use_own_ids(parts: Parts) -> None:
    """As in a layout that was made of a finished document."""
    parts["word/media/chart1.png"] = parts["word/media/logo.png"]
    image = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    swap(
        parts,
        LINKS,
        "</Relationships>",
        f'<Relationship Id="chart1.png" Type="{image}" Target="media/chart1.png"/></Relationships>',
    )
    swap(parts, LINKS, 'Id="rId5"', 'Id="rLink1"')
    swap(parts, MAIN, 'r:id="rId5"', 'r:id="rLink1"')


def _end_section(parts: Parts) -> None:
    """The text upright, what comes after it lying."""
    section = re.search(r"<w:sectPr>.*</w:sectPr>", parts[MAIN].decode())
    assert section
    swap(parts, MAIN, '<w:pStyle w:val="Normal"/>', f'<w:pStyle w:val="Normal"/>{section[0]}')
    after = "</w:p><w:p><w:r><w:t>Bilaga</w:t></w:r></w:p>"
    text = parts[MAIN].decode().replace("</w:p>", after, 1)
    head, _, tail = text.rpartition('<w:pgSz w:w="11906" w:h="16838"/>')
    parts[MAIN] = f'{head}<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>{tail}'.encode()


def _write_fractions(parts: Parts) -> None:
    swap(parts, MAIN, 'w:left="1247"', 'w:left="1247.0000000000002"')
    swap(parts, MAIN, 'w:right="1247"', 'w:right="22mm"')
    swap(parts, MAIN, 'w:w="11906"', 'w:w="21cm"')


def _write_names_otherwise(parts: Parts) -> None:
    for name in list(parts):
        if name == HEADER:
            parts[name.replace("header", "Header")] = parts.pop(name)
    swap(parts, LINKS, 'Target="header2.xml"', 'Target="/word/header2.xml"')


def _write_in_utf16(parts: Parts) -> None:
    for name in (MAIN, HEADER):
        parts[name] = parts[name].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")


def _share_header(parts: Parts) -> None:
    header = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"
    swap(parts, LINKS, "</Relationships>", f'<Relationship Id="rId92" Type="{header}" Target="header2.xml"/></Relationships>')


def _add_comment(parts: Parts) -> None:
    comment = '<w:comment w:id="0" w:author="N"><w:p><w:r><w:t>Hej</w:t></w:r></w:p></w:comment>'
    comments = f'<w:comments xmlns:w="{W}">{comment}</w:comments>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    _add_part(parts, "word/comments.xml", comments.encode(), kind, f"{R}/comments")
    run = PLACES["body"].run
    end = '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    swap(parts, MAIN, run, f'<w:commentRangeStart w:id="0"/>{run}{end}')


WHOLE: Mapping[str, Callable[[Parts], None]] = {
    "a template": _make_template,
    "with macros": _make_macros,
    "properties as LibreOffice relates them": lambda parts: _add_properties(
        parts, "http://schemas.openxmlformats.org/officedocument/2006/relationships/metadata"
    ),
    "properties as Word relates them": lambda parts: _add_properties(
        parts, "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
    ),
    "types and relationships of what isn't there": _add_stray,
    "made of a finished document": _use_own_ids,
    "a section that ends with the body": _end_section,
    "fractions and units": _write_fractions,
    "names of parts in other letters": _write_names_otherwise,
    "in UTF-16": _write_in_utf16,
    "a header that is related twice": _share_header,
    "a comment on the body": _add_comment,
}
"""What programs do to a layout as a whole."""


def make_whole(name: str) -> bytes:
    parts = read_letter()
    WHOLE[name](parts)
    return pack(parts)
