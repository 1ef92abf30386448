"""Where a Word layout has the body of a document, and what stands in that paragraph beside it. Called by `word`.

The paragraph is replaced by many, so what else is in it gets paragraphs of its own: a section's end, page breaks, anchored boxes.
Bookmarks and the like stand between paragraphs.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence

from lxml import etree

from generator.errors import Finding, Place, TextError
from generator.files.office.namespaces import W
from generator.files.office.revisions import unwrap
from generator.files.office.typed_tags import list_texts, read_paragraph, shorten

_W = f"{{{W}}}"
TAG = "{{p body }}"
_ON_PAGE = "write {{p body }} in a paragraph of the page itself"
_BODY = re.compile(r"\{\{[-+]?\s*(?:(?:p|r)\s*)?[-+]?\s*body\s*[-+]?\}\}", re.IGNORECASE)
_LIKE = re.compile(r"\bbody\b", re.IGNORECASE)
_BRACES = re.compile(r"[{\uff5b\[<«]")
_RANGES = frozenset(f"{_W}{name}{end}" for name in ("bookmark", "commentRange", "perm") for end in ("Start", "End"))
_SILENT = frozenset(f"{_W}{name}" for name in ("proofErr", "lastRenderedPageBreak", "rPr", "noBreakHyphen", "softHyphen"))
_WRAPPERS = frozenset(f"{_W}{name}" for name in ("hyperlink", "smartTag", "customXml", "fldSimple", "bdo", "dir", "sdt"))
_ONE_LINE = (
    *("text", "showingPlcHdr", "placeholder", "dataBinding", "date", "dropDownList", "comboBox", "picture", "citation"),
    *("bibliography", "equation"),
)
"""What says of a content control that it holds one line, a choice or a picture, or that Word fills it itself."""
_TALL = frozenset(
    {
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}inline",
        f"{_W}object",
        "{urn:schemas-microsoft-com:vml}shape",
    }
)
_FLAT = '<w:pPr xmlns:w="{}">{}<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr>'


def is_body(paragraph: etree._Element) -> bool:
    """Whether a paragraph is the place of the body."""
    return bool(_BODY.fullmatch(read_paragraph(paragraph).strip()))


def find_body(layout: str, root: etree._Element) -> etree._Element:
    """The paragraph that the body of a document comes in the place of.

    Raises:
        TextError: there isn't one such paragraph, or it stands where no body can.
    """
    found = [paragraph for paragraph in root.iter(f"{_W}p") if is_body(paragraph)]
    texts = [read_paragraph(paragraph) for paragraph in root.iter(f"{_W}p")]
    if len(found) != 1 or sum(len(_BODY.findall(text)) for text in texts) != 1:
        raise TextError(_tell_missing(layout, texts, len(found)))
    if any(ancestor.tag == f"{_W}txbxContent" for ancestor in found[0].iterancestors()):
        raise TextError(
            Finding(
                "the body of a document stands in a text box, which can't go on to the next page",
                Place(layout),
                subject=TAG,
                hint=_ON_PAGE,
            )
        )
    if found[0].find(f"{_W}pPr/{_W}framePr") is not None:
        raise TextError(
            Finding(
                "the body of a document stands in a frame, which can't go on to the next page",
                Place(layout),
                subject=TAG,
                hint=_ON_PAGE,
            )
        )
    return found[0]


def check_no_body(layout: str, root: etree._Element) -> None:
    """Check that a header, footer or note has no place for the body.

    Raises:
        TextError: it has.
    """
    for paragraph in root.iter(f"{_W}p"):
        if _BODY.search(read_paragraph(paragraph)):
            raise TextError(
                Finding(
                    "a header, a footer or a note can't hold the body of a document", Place(layout), subject=TAG, hint=_ON_PAGE
                )
            )


def _tell_missing(layout: str, texts: Sequence[str], alone: int) -> Finding:
    """That the body has no place, with a paragraph that may have been meant for one."""
    like = next((text for text in texts if _LIKE.search(text) and _BRACES.search(text)), "") if not alone else ""
    problem = "the layout has no place for the body of a document, or more than one"
    plain = "write {{p body }} alone in its paragraph, once"
    hint = "write {{p body }} alone in its paragraph, once; this paragraph says: {text}" if like.strip() else plain
    return Finding(problem, Place(layout), subject=TAG, hint=hint, values={"text": shorten(like)})


def make_room(paragraph: etree._Element) -> None:
    """Leave nothing in the body's paragraph but its tag; the rest gets places before and after it."""
    controls = _lift(paragraph)
    for control in paragraph.iterancestors(f"{_W}sdt"):
        _widen(control)
    before, after = _split(paragraph)
    properties = paragraph.find(f"{_W}pPr")
    section = properties.find(f"{_W}sectPr") if properties is not None else None
    breaks = properties is not None and properties.find(f"{_W}pageBreakBefore") is not None
    parent = paragraph.getparent()
    assert parent is not None  # noqa: S101 (it stands in a body)
    place = parent.index(paragraph)
    block = _wrap(_make_paragraph(), controls)
    parent[place : place + 1] = [
        *_make_blocks(before, properties, None, breaks=breaks),
        block,
        *_make_blocks(after, properties, section),
    ]


def _make_paragraph() -> etree._Element:
    paragraph = etree.Element(f"{_W}p", nsmap={"w": W})
    etree.SubElement(etree.SubElement(paragraph, f"{_W}r"), f"{_W}t").text = TAG
    return paragraph


def _lift(paragraph: etree._Element) -> list[etree._Element]:
    """The properties of the content controls in a paragraph that hold its tag, outermost first; what holds it is a run then."""
    controls: list[etree._Element] = []
    piece = next(text for text in list_texts(paragraph) if (text.text or "").strip())
    while True:
        holder = next((each for each in piece.iterancestors() if each.getparent() is paragraph), None)
        if holder is None or holder.tag not in _WRAPPERS:
            return controls
        if holder.tag == f"{_W}sdt":
            controls.append(holder)
            content = holder.find(f"{_W}sdtContent")
            inner = list(content) if content is not None else []
            place = paragraph.index(holder)
            paragraph[place : place + 1] = inner
        else:
            for child in [child for child in holder if str(child.tag).endswith("Pr")]:
                holder.remove(child)
            unwrap(holder)


def _wrap(block: etree._Element, controls: list[etree._Element]) -> etree._Element:
    for old in reversed(controls):
        control = etree.Element(f"{_W}sdt", nsmap={"w": W})
        properties = old.find(f"{_W}sdtPr")
        if properties is not None:
            control.append(properties)
        etree.SubElement(control, f"{_W}sdtContent").append(block)
        _widen(control)
        block = control
    return block


def _widen(control: etree._Element) -> None:
    """Let a content control hold paragraphs and tables."""
    release(control, _ONE_LINE)


def release(control: etree._Element, names: Sequence[str] = ("showingPlcHdr", "dataBinding")) -> None:
    """Take properties from a content control: those that have Word put something else in the place of what is written there."""
    properties = control.find(f"{_W}sdtPr")
    for child in list(properties) if properties is not None else []:
        if etree.QName(child).localname in names and properties is not None:
            properties.remove(child)


def _split(paragraph: etree._Element) -> tuple[list[etree._Element], list[etree._Element]]:
    """What stands in a paragraph before its tag, and after it."""
    sides: tuple[list[etree._Element], list[etree._Element]] = ([], [])
    piece = next(text for text in list_texts(paragraph) if (text.text or "").strip())
    side = 0
    for child in paragraph:
        if child.tag == f"{_W}pPr":
            continue
        if child.tag != f"{_W}r":
            if child.tag not in _SILENT:
                sides[side].append(child)
            continue
        look = child.find(f"{_W}rPr")
        for part in child:
            if part is piece:
                side = 1
            elif part.tag not in _SILENT and (part.tag != f"{_W}t" or (part.text or "").strip()):
                run = etree.Element(f"{_W}r", nsmap={"w": W})
                run.extend([copy.deepcopy(each) for each in (look, part) if each is not None])
                sides[side].append(run)
    return sides


def _make_blocks(
    parts: list[etree._Element],
    properties: etree._Element | None,
    section: etree._Element | None,
    *,
    breaks: bool = False,
) -> list[etree._Element]:
    """The parts between paragraphs where they can stand there, or else in a paragraph of their own that takes no room."""
    if section is None and not breaks and all(part.tag in _RANGES for part in parts):
        return parts
    paragraph = etree.Element(f"{_W}p", nsmap={"w": W})
    if any(True for part in parts for _ in part.iter(*_TALL)) and properties is not None:
        look = copy.deepcopy(properties)
        for name in ("sectPr", *(() if breaks else ("pageBreakBefore",))):
            for each in look.findall(f"{_W}{name}"):
                look.remove(each)
    else:
        look = etree.fromstring(_FLAT.format(W, "<w:pageBreakBefore/>" if breaks else ""))
    if section is not None:
        look.append(section)
    paragraph.append(look)
    paragraph.extend(parts)
    return [paragraph]
