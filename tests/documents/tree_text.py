"""A document tree as plain text for golden files: what a reader of the document reads, and what they can't see, made visible.

A no-break space is `~`, a line break within a cell is ` // `, a place to write in is `____`. `[en: …]` is text in another
language than what is around it; `[bad: …]`, and so on, is text with that look. A chart
is what it shows, in words, and the words in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.text.tree import Element

_HEADINGS = {"h1": "#", "h2": "##", "h3": "###", "h4": "####"}
_LISTS = frozenset({"ol", "ul"})
_SILENT_CLASSES = frozenset({"nowrap", "second"})
_SILENT = _SILENT_CLASSES | {"blank"}


def write_tree(tree: Element) -> str:
    """The tree as text, block by block."""
    return "\n".join([f"[{tree.attributes['lang']}]", *_write_blocks(tree)]) + "\n"


def _write_blocks(parent: Element) -> Iterator[str]:
    for block in parent.elements:
        yield ""
        yield from _write_block(block)


def _write_block(block: Element) -> Iterator[str]:
    if block.tag in _HEADINGS:
        yield f"{_HEADINGS[block.tag]} {_write_text(block)}"
    elif block.tag == "p":
        marks = "".join(f"[{mark}] " for mark in (*sorted(block.classes - _SILENT), block.attributes.get("lang")) if mark)
        lines = ["____", ""] * int(block.attributes.get("rows", "1"))
        yield from [marks + each for each in lines[:-1]] if "blank" in block.classes else [marks + _write_text(block)]
    elif block.tag in _LISTS:
        for number, item in enumerate(block.elements, 1):
            yield f"{'-' if block.tag == 'ul' else f'{number}.'} {_write_text(item)}"
    elif block.tag == "table":
        yield from _write_table(block)
    elif block.tag == "figure":
        yield from _write_figure(block)
    else:
        inner = list(_write_blocks(block))[1:]
        marks = [*sorted(block.classes - _SILENT_CLASSES), *([block.attributes["lang"]] if "lang" in block.attributes else [])]
        yield from [f"[{' '.join(marks)}]", *(f"    {line}".rstrip() for line in inner)] if marks else inner


def _write_table(table: Element) -> Iterator[str]:
    caption = "".join(_write_text(part) for part in table.find_all("caption"))
    yield f"[table {' '.join(sorted(table.classes))}] {caption}".rstrip()
    for group in (part for part in table.elements if part.tag != "caption"):
        for row in group.elements:
            yield f"    {' | '.join('____' if 'blank' in cell.classes else _write_text(cell) for cell in row.elements)}".rstrip()
        if group.tag == "thead":
            yield "    ---"


def _write_figure(figure: Element) -> Iterator[str]:
    mark = f" {figure.attributes['lang']}" if "lang" in figure.attributes else ""
    yield f"[figure{mark}] {''.join(_write_text(part) for part in figure.find_all('figcaption'))}".rstrip()
    for drawing in figure.find_all("svg"):
        yield f"    {drawing.title}"
        yield f"    {' | '.join(_write_text(part) for part in drawing.find_all('text'))}".rstrip()


def _write_text(element: Element) -> str:
    return "".join(_write_part(part) for part in element.children).replace("\N{NO-BREAK SPACE}", "~")


def _write_part(part: Element | str) -> str:
    if isinstance(part, str):
        return part
    if part.tag == "br":
        return " // "
    if part.tag == "svg":
        return "; ".join(_write_bar(bar) for bar in part.elements)
    if part.tag in {"p", "div", *_LISTS}:
        return f"[{' '.join(_write_block(part))}]"
    return "____" if "blank" in part.classes else _write_inline(part)


def _write_inline(part: Element) -> str:
    text = _write_text(part)
    stars = {"strong": "**", "em": "*"}.get(part.tag, "")
    link = f" <{part.attributes['href']}>" if part.tag == "a" else ""
    marks = [*sorted(part.classes - _SILENT_CLASSES), *([part.attributes["lang"]] if "lang" in part.attributes else [])]
    return f"[{' '.join(marks)}: {text}]" if marks else f"{stars}{text}{stars}{link}"


def _write_bar(bar: Element) -> str:
    first, days = bar.attributes["x"], bar.attributes["width"]
    return f"{bar.attributes['class']} day {first}, {days} days"
