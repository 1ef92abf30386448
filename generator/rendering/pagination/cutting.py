"""The document tree as slides: cut at its headings, and again where a slide is too full. For `slides` and both PDF engines.

Text moves only here, so that the same words come on the same slides in PowerPoint and in PDF.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.errors import Finding, RenderError
from generator.text.tree import Element, is_block

_DISSOLVED = frozenset({"address", "keep", "page"})
_LISTS = frozenset({"ol", "ul"})
_HEADINGS = frozenset({"h3", "h4"})
_SUBTITLE = frozenset({"h3", "p"})
_NO_TITLE = Finding("slides begin with one <h1> and have no other")
SCALES = (1.0, 0.925, 0.85, 0.775, 0.7)
"""How much the text of a slide may shrink; below the last it goes on to a slide of its own."""

Fits = Callable[[Sequence[Element], float], bool]
"""Whether blocks fit on a slide at a scale."""


class Slide(Struct, frozen=True):
    """One slide; the first of a document is its title, with paragraphs under it."""

    title: tuple[Element | str, ...]
    blocks: tuple[Element, ...]
    notes: tuple[Element, ...] = ()
    scale: float = 1.0
    """Of the blocks' text."""
    title_scale: float = 1.0


def cut_slides(body: Element) -> tuple[Slide, ...]:
    """The slides of a document: its title with what stands under it, then one for each h2.

    Columns that follow upon each other become one pair, so that each language can be read on its own.

    Raises:
        RenderError: something stands where no slide can show it.
    """
    slides: list[Slide] = []
    for block in _list_blocks((body,), ""):
        if block.tag in {"h1", "h2"}:
            if (block.tag == "h1") == bool(slides):
                raise RenderError(_NO_TITLE)
            lang = block.attributes.get("lang")
            slides.append(Slide((Element("span", {"lang": lang}, block.children),) if lang else block.children, ()))
        elif not slides:
            raise RenderError(Finding("<{tag}> stands before the <h1>", values={"tag": block.tag}))
        else:
            (notes, shown), last = _part_notes(block), slides[-1]
            slides[-1] = replace(last, notes=(*last.notes, *notes), blocks=join_blocks((*last.blocks, *shown)))
    if not slides:
        raise RenderError(_NO_TITLE)
    return (replace(slides[0], blocks=_make_subtitle(slides[0].blocks)), *slides[1:])


def spread_slide(slide: Slide, fits: Fits) -> tuple[Slide, ...]:
    """The slide with its text as large as fits; as few slides as will do where even the smallest text doesn't fit on one.

    They share the title, with their number after it. Notes stay with the first.

    Raises:
        RenderError: a single paragraph or row doesn't fit.
    """
    for scale in SCALES:
        if fits(slide.blocks, scale):
            return (replace(slide, scale=scale),)
    atoms = [atom for block in slide.blocks for atom in _split_block(block)]
    filled = [(pieces, scale) for scale in SCALES if (pieces := _fill_slides(atoms, fits, scale))]
    if not filled:
        raise RenderError(_tell_too_long(atoms, fits))
    pieces, scale = min(filled, key=lambda each: len(each[0]))  # of the fewest, the first: that with the largest text
    return tuple(
        Slide((*slide.title, f" ({number}/{len(pieces)})"), blocks, slide.notes if number == 1 else (), scale)
        for number, blocks in enumerate(pieces, 1)
    )


def join_blocks(blocks: Iterable[Element]) -> tuple[Element, ...]:
    """Blocks with those that follow upon each other as parts of one made one: lists, columns, rows of the same table."""
    joined: list[Element] = []
    for block in blocks:
        one = _join(joined[-1], block) if joined else None
        if one:
            joined[-1] = one
        else:
            joined.append(block)
    return tuple(joined)


def is_box(block: Element) -> bool:
    """Whether a block is set apart: a box, or columns with nothing but a box in each."""
    if _is_columns(block):
        return all(part.tag == "div" and "box" in part.classes for side in block.elements for part in side.elements)
    return block.tag == "div" and "box" in block.classes


def _list_blocks(children: Iterable[Element | str], lang: str) -> Iterator[Element]:
    """The blocks of a document, without what holds them, each with the language of what held it."""
    for child in children:
        if not is_block(child):
            text = (child if isinstance(child, str) else child.text())[:40]
            raise RenderError(Finding("text outside a paragraph cannot stand on a slide: {text}", values={"text": text}))
        if child.tag == "section":
            yield from _list_blocks(child.children, "")
        elif child.tag == "div" and (not child.classes or child.classes & _DISSOLVED):
            yield from _list_blocks(child.children, child.attributes.get("lang", lang))
        else:
            yield replace(child, attributes={"lang": lang, **child.attributes}) if lang else child


def _part_notes(block: Element, lang: str = "") -> tuple[tuple[Element, ...], tuple[Element, ...]]:
    """What of a block is for the speaker, and what is shown. `lang` is the language of the column that it stands in."""
    if block.tag == "div" and "notes" in block.classes:
        return tuple(_list_blocks(block.children, block.attributes.get("lang", lang))), ()
    if not _is_columns(block):
        return (), (block,)
    notes: list[Element] = []
    columns: list[tuple[Element, ...]] = []
    for side in block.elements:
        parts = [_part_notes(part, side.attributes.get("lang", "")) for part in _list_blocks(side.children, "")]
        notes += [note for found, _ in parts for note in found]
        columns.append(tuple(part for _, shown in parts for part in shown))
    return tuple(notes), (_fill_columns(block, columns),) if any(columns) else ()


def _make_subtitle(blocks: tuple[Element, ...]) -> tuple[Element, ...]:
    """The paragraphs under the title; of columns, those of one language after those of the other."""
    paragraphs = [part for block in blocks for part in (_list_blocks(block.children, "") if _is_columns(block) else (block,))]
    for part in paragraphs:
        if part.tag not in _SUBTITLE:
            message = "<{tag}> cannot stand under the title on the first slide"
            hint = "put it under a heading of its own: ## …"
            raise RenderError(Finding(message, hint=hint, values={"tag": part.tag}))
    return tuple(paragraphs)


def _is_columns(block: Element) -> bool:
    return block.tag == "div" and "columns" in block.classes


def _split_block(block: Element) -> list[Element]:
    """The smallest blocks that a block can be cut into; `join_blocks` makes it whole again."""
    if block.tag in _LISTS:
        first = int(block.attributes.get("start", "1"))
        starts = [{"start": str(number)} if block.tag == "ol" else {} for number in range(first, first + len(block.elements))]
        pairs = zip(block.elements, starts, strict=True)
        return [replace(block, attributes={**block.attributes, **start}, children=(item,)) for item, start in pairs]
    if block.tag == "table":
        rows = [row for part in block.elements if part.tag == "tbody" for row in part.elements]
        head = tuple(part for part in block.elements if part.tag != "tbody")
        return [replace(block, children=(*head, Element("tbody", {}, (row,)))) for row in rows] or [block]
    if _is_columns(block):
        sides = [[atom for part in side.elements for atom in _split_block(part)] for side in block.elements]
        if [atom.tag for atom in sides[0]] == [atom.tag for atom in sides[-1]]:
            return [_fill_columns(block, [(part,) for part in pair]) for pair in zip(*sides, strict=True)]
    return [block]


def _fill_columns(block: Element, sides: Iterable[tuple[Element, ...]]) -> Element:
    """The columns with other parts in them."""
    pairs = zip(block.elements, sides, strict=True)
    return replace(block, children=tuple(replace(side, children=parts) for side, parts in pairs))


def _join(first: Element, second: Element) -> Element | None:
    """Two blocks as one, if they are parts of one."""
    if first.tag != second.tag:
        return None
    if first.tag in _LISTS:
        same = all(first.attributes.get(name) == second.attributes.get(name) for name in ("class", "lang"))
        return replace(first, children=first.children + second.children) if same else None
    if first.tag == "table" and first.attributes is second.attributes:
        body = replace(first.elements[-1], children=first.elements[-1].children + second.elements[-1].children)
        return replace(first, children=(*first.elements[:-1], body))
    if _is_columns(first) and _is_columns(second) and not is_box(first) and not is_box(second):
        pairs = list(zip(first.elements, second.elements, strict=True))
        if all(one.attributes == other.attributes for one, other in pairs):
            return _fill_columns(first, [join_blocks((*one.elements, *other.elements)) for one, other in pairs])
    return None


def _fill_slides(atoms: Sequence[Element], fits: Fits, scale: float) -> list[tuple[Element, ...]] | None:
    """Slides filled one after the other, none of them ending with a heading; None where an atom doesn't fit on any."""
    slides: list[tuple[Element, ...]] = []
    held: list[Element] = []
    for atom in atoms:
        if fits(join_blocks((*held, atom)), scale):
            held.append(atom)
            continue
        carried = [held.pop()] if len(held) > 1 and held[-1].tag in _HEADINGS else []
        if not held or not fits(join_blocks((*carried, atom)), scale):
            return None
        slides.append(join_blocks(held))
        held = [*carried, atom]
    return [*slides, join_blocks(held)]


def _tell_too_long(atoms: Sequence[Element], fits: Fits) -> Finding:
    text = next((atom.text() for atom in atoms if not fits((atom,), SCALES[-1])), atoms[0].text())
    return Finding(
        "{count} characters in one piece do not fit on a slide: {text}",
        hint="divide the text into paragraphs, or shorten it",
        values={"count": str(len(text)), "text": " ".join(text.split())[:60]},
    )
