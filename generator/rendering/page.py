"""A document as one HTML page, from `templates/page.html`: what PDF and web page are made of. For `weasyprint` and `web`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Literal
from urllib.parse import quote

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
)
from markupsafe import Markup
from msgspec.structs import replace

from generator.errors import Finding, Place, RenderError, TextError, blame, place
from generator.rendering.arranging import arrange
from generator.rendering.drawings import DrawingStyle
from generator.rendering.fields import Field, read_field, settle_fields, strip_field
from generator.rendering.logo import read_logo, read_print_logo, write_logo_style
from generator.rendering.template_files import read_page_style, read_style, read_text
from generator.rendering.tree_checks import check_tree
from generator.rendering.widths import count_columns, is_whole, read_widths
from generator.text.language import Direction, read_direction
from generator.text.limits import LimitedEnvironment
from generator.text.template_errors import explain_template, find_line
from generator.text.tree import CELLS, FIELD_ATTRIBUTES, TEXT_BLOCKS, Document, Element, for_each_element, is_block, write_once
from generator.workspace import Files

Medium = Literal["print", "screen"]

BODY_PLACE = '<section class="body-place"></section>'
TEMPLATE = "page.html"
_STYLES = {"print": (), "screen": ("drawings.css", "screen.css", "fields.css")}
_FONTS = {"print": (), "screen": ("fonts/web.css",)}
_PRINT_STYLES = {"print": (), "screen": ("drawings.css", "print.css", "fields.css")}
_INPUTS = {"line": "text", "date": "date", "tick": "checkbox"}
"""The kinds of fields that one element is enough for."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_VOID = frozenset({"br"})
_LONG_ROW = 1500
"""Characters in a row that is better broken over pages than moved to the next whole."""
# A PDF has no line ends: only a space keeps the last word of a line from the first of the next. The two ends that Unicode has
# beside the usual one are in no font.
_LINE_END = re.compile("[\n\u2028\u2029]")
_FLUSH_END = '<span class="end"> </span>'
"""The same where lines end under one another: there it takes no room."""
_SPACED = TEXT_BLOCKS | CELLS
_STACKED = frozenset({"grid", "matrix"})
"""The kinds of tables whose rows become blocks on a narrow screen."""
_LARGEST_ICON = 8192
"""Letters of a logo that also makes an icon: it stands twice in the page then."""
_DAY = re.compile(r"(\b\d{4}-\d{2}(?:-\d{2})?\b)")


_BODY_IS_MISSING = Finding(
    "the page leaves out the body of the document",
    Place(f"templates/{TEMPLATE}"),
    subject="{{ body }}",
    hint="write {{ body }} where the text of the document is to stand, for print and for screen",
)


class Page:
    """The page of one medium, with its template compiled once."""

    def __init__(self, files: Files, medium: Medium) -> None:
        """Reads the template, the styles and the logo.

        Raises:
            TextError: one of them can't be used.
            RenderError: the template is not written as Jinja wants it.
        """
        self._medium: Medium = medium
        self._drawings = DrawingStyle(read_style(files, "drawings.css"))
        self._logo = Markup((read_print_logo if medium == "print" else read_logo)(files))  # noqa: S704 (our own or the region's drawing, checked)
        styles = [read_page_style(files, name) for name in _STYLES[medium]]
        self.logo_style = write_logo_style(self._logo)
        """What styles need to know of the logo's shape."""
        self._style = Markup("\n".join((*styles, *filter(None, [self.logo_style]))))  # noqa: S704 (our own or the region's)
        self._fonts = Markup("\n".join(read_page_style(files, name) for name in _FONTS[medium]))  # noqa: S704 (the same)
        self._icon = _make_icon(self._logo) if medium == "screen" else ""
        self._print_style = Markup("\n".join(read_page_style(files, name) for name in _PRINT_STYLES[medium]))  # noqa: S704 (the same)
        self._environment = LimitedEnvironment(
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            loader=FunctionLoader(lambda name: _load_template(files, name)),
        )
        with blame(f"templates/{TEMPLATE}", RenderError):
            self._template = _load(self._environment, is_checked=files.is_products(f"templates/{TEMPLATE}"))
        self._lasting = _Serialiser(medium, self._drawings)

    def fill(self, document: Document) -> str:
        """The HTML of `document`.

        Raises:
            TextError: the template leaves the body out.
            RenderError: the template is wrong, or something in the document can't be shown.
        """
        check_tree(document.body)
        body = settle_fields(document.body) if self._medium == "screen" else document.body
        return self._fill(document, self._write_body(document, body if document.layout == "slides" else arrange(body)))

    def fill_parts(self, document: Document) -> tuple[str, str]:
        """The HTML of `document` with `BODY_PLACE` where its text stands, and that text, which is XML too.

        The text has its marks (`arranging`), and was checked before it had them.

        Raises:
            TextError: the template leaves the body out.
            RenderError: the template is wrong, or something in the document can't be shown.
        """
        return self._fill(document, BODY_PLACE), self._write_body(document, document.body)

    def _write_body(self, document: Document, body: Element) -> str:
        return _Serialiser(self._medium, self._drawings, read_direction(document.languages[0]), self._lasting).write(body)

    def _fill(self, document: Document, body: str) -> str:
        with blame(f"templates/{TEMPLATE}", RenderError):
            page = self._render(document, body)
        if body not in page:
            raise TextError(_BODY_IS_MISSING)
        return page

    def _render(self, document: Document, body: str) -> str:
        self._environment.begin()
        try:
            return self._template.render(
                medium=self._medium,
                document=document,
                letterhead=document.letterhead,
                lang=document.languages[0],
                direction=read_direction(document.languages[0]),
                created=f"{document.date.isoformat()}T00:00:00Z",
                body=Markup(body),  # noqa: S704 (escaped by the serialiser)
                logo=self._logo,
                description=_describe(document) if self._medium == "screen" else document.subject,
                icon=self._icon,
                fonts=self._fonts,
                style=self._style,
                print_style=self._print_style,
                _=document.translate,
            )
        except TextError as problem:
            raise TextError(*place(problem.findings, f"templates/{TEMPLATE}")) from problem
        except TemplateError as problem:
            raise RenderError(_tell_template(problem)) from problem


def _load(environment: Environment, *, is_checked: bool) -> Template:
    """The page's template, which is parsed a second time to see that it shows the body, unless that `is_checked`.

    Raises:
        TextError: it leaves the body out.
        RenderError: it is not written as Jinja wants it.
    """
    try:
        template = environment.get_template(TEMPLATE)
        if not is_checked and not _shows_body(environment):
            raise TextError(_BODY_IS_MISSING)
    except TemplateSyntaxError as problem:
        raise RenderError(_tell_template(problem, find_line(problem))) from problem
    except TemplateNotFound as problem:
        raise RenderError(_tell_template(problem)) from problem
    return template


def _load_template(files: Files, name: str) -> str | None:
    """The source of a template in `templates/`, or None."""
    return read_text(files, name) if ".." not in name.split("/") and files.find(f"templates/{name}") else None


def _shows_body(environment: Environment) -> bool:
    """Whether the template, or one that it is made of, asks for the body."""
    names: list[str | None] = [TEMPLATE]
    for name in names:
        if name is None or environment.loader is None:
            return True  # chosen while it is filled: then it is seen
        tree = environment.parse(environment.loader.get_source(environment, name)[0])
        if "body" in meta.find_undeclared_variables(tree):
            return True
        names += [each for each in meta.find_referenced_templates(tree) if each not in names]
    return False


class _Serialiser:
    """Writes a tree as HTML and adds no white space, since that in the tree is exact.

    Most of a document stands in the next of its type too. What lasts (see there) is written by a serialiser that stays with the
    page, and its HTML is kept by the element and, for a table, by the heading above it.
    """

    def __init__(
        self, medium: Medium, drawings: DrawingStyle, direction: Direction = "ltr", lasting: _Serialiser | None = None
    ) -> None:
        self._lasting: _Serialiser = lasting or self
        self._on_screen = medium == "screen"
        self._says_direction = direction == "rtl"
        self._drawings = drawings
        self._heading = ""
        self._writers = {"figure": self._write_figure, "svg": self._write_bars}

    def write(self, element: Element) -> str:
        """The HTML of `element`."""
        if element.tag in _HEADINGS:
            self._heading = " ".join(element.text().split())
        heading = self._heading if element.tag == "table" else ""
        return write_once(element, self._lasting.write_anew, heading) if _lasts(element) else self.write_anew(element, heading)

    def write_anew(self, element: Element, heading: str) -> str:
        """The HTML of `element`, with the heading above it where it is a table."""
        if "lang" in element.attributes:
            element = self._add_direction(element)
        if element.tag == "table":
            return self._write_table(element, heading)
        write = self._writers.get(element.tag)
        if write is not None:
            return write(element)
        attributes = dict(element.attributes)
        if attributes and not FIELD_ATTRIBUTES.isdisjoint(attributes):
            return self._write_field(element)
        if self._on_screen and _is_silent(element):
            attributes["aria-hidden"] = "true"
        return self._write_plain(element, attributes)

    def _write_plain(self, element: Element, attributes: dict[str, str], first: str = "") -> str:
        if element.tag in _SPACED:
            self._describe_text(element, attributes)
        elif element.tag == "tr" and len(element.text()) > _LONG_ROW:
            _add_class(attributes, "long")
        if "scale" in attributes:
            attributes["style"] = f"--scale: {attributes.pop('scale')}"
        if "start" in attributes:
            # WeasyPrint heeds the attribute only together with many that nobody uses.
            attributes["style"] = f"counter-reset: list-item {int(attributes['start']) - 1}"
        if element.tag in _VOID:
            space = "" if self._on_screen else _FLUSH_END if "flush" in element.classes else " "
            return space + self._write_void(element.tag, attributes)
        within = "".join([self._write_text(child) if isinstance(child, str) else self.write(child) for child in element.children])
        return f"{_open(element.tag, attributes)}{first}{within}</{element.tag}>"

    def _describe_text(self, element: Element, attributes: dict[str, str]) -> None:
        """Say of a part with text how its lines break."""
        if element.tag in {"td", "th"}:
            attributes.pop("width", None)
        if is_whole(element):
            _add_class(attributes, "whole")
        if "number" not in element.classes and _is_irregular(element.text()):
            # Only where it is needed: of text whose white space is kept, WeasyPrint breaks some lines in the wrong place.
            _add_class(attributes, "exact")

    def _write_text(self, text: str) -> str:
        return escape(text if self._on_screen else _LINE_END.sub(" \n", text), quote=False)

    def _write_field(self, element: Element) -> str:
        """A place to fill in: on a screen a control, on paper as many lines as there is room for."""
        attributes = strip_field(element.attributes)
        field = read_field(element) if self._on_screen else None
        if not field:
            written = self._write_plain(replace(element, attributes=attributes), attributes)
            if element.tag == "p":
                written += self._write_plain(element, attributes) * (int(element.attributes.get("rows", "1")) - 1)
            return written
        if element.tag == "li" and not any(map(is_block, element.children)):
            label = Element("label", {}, element.children)
            control = self._write_plain(label, {}, _write_control(field, is_labelled=True))
            return self._write_plain(Element("li"), attributes, control)
        return self._write_plain(element, attributes, _write_control(field))

    def _write_void(self, tag: str, attributes: dict[str, str]) -> str:
        """An element that holds nothing; for print, as XML wants it."""
        opened = _open(tag, attributes)
        return opened if self._on_screen else f"{opened.removesuffix('>')}/>"

    def _add_direction(self, element: Element) -> Element:
        """A part that says which way it is written; the first from right to left does, and all after it, which may be in it."""
        direction = read_direction(element.attributes["lang"])
        self._says_direction |= direction == "rtl"
        return replace(element, attributes={**element.attributes, "dir": direction}) if self._says_direction else element

    def _write_table(self, table: Element, heading: str) -> str:
        """A table with its columns' widths said once; on a screen, cells say their heads, for where rows become blocks.

        It is called what the caption says, or else the heading above, for those who hear the page.
        """
        attributes = dict(table.attributes)
        columns = read_widths(table)
        if columns:
            attributes["class"] = f"{attributes.get('class', '')} sized".strip()
        if not any(table.find_all("th")):
            attributes["role"] = "presentation"
        caption = next((child for child in table.elements if child.tag == "caption"), None)
        group = "".join(self._write_void("col", {"style": f"width:{width:g}%"}) for width in columns)
        rest = tuple(child for child in table.children if child is not caption)
        first = f"<colgroup>{group}</colgroup>" if group else ""
        if caption:
            first = self._write_plain(caption, dict(caption.attributes)) + first
        if not self._on_screen:
            return self._write_plain(Element("table", {}, rest), attributes, first)
        if not caption and heading and "role" not in attributes:
            attributes["aria-label"] = heading
        # No landmark and no stop for the tabulator: it is laid out so that it fits, see screen.css.
        parts = Element("table", {}, rest)
        is_named = caption is not None or "aria-label" in attributes
        written = self._write_plain(_label_cells(parts) if table.classes & _STACKED else parts, attributes, first)
        return f"{_open('div', {'class': 'scroll'})}{written}</div>" if is_named else written

    def _write_figure(self, figure: Element) -> str:
        """A figure whose drawing is an image that says what it shows; on a screen, with the same in words for narrow ones."""
        written = [_open("figure", dict(figure.attributes))]
        for part in figure.elements:
            if part.tag == "figcaption":
                written.append(self._write_plain(part, dict(part.attributes)))
                continue
            title = " ".join(part.title.split())
            shapes = (Element("title", {}, (title,)) if shape.tag == "title" else shape for shape in part.elements)
            said = {"role": "img", "aria-label": title, "preserveAspectRatio": "xMinYMin"}
            written.append(self._write_drawing(replace(part, children=tuple(shapes)), said))
            if self._on_screen:
                written += map(self.write, _list_words(part))
        return f"{''.join(written)}</figure>"

    def _write_bars(self, drawing: Element) -> str:
        """A drawing that shows what words beside it say and so is silent; it fills its place, unless it says otherwise."""
        return self._write_drawing(drawing, {"aria-hidden": "true", "preserveAspectRatio": "none"})

    def _write_drawing(self, drawing: Element, attributes: Mapping[str, str]) -> str:
        # WeasyPrint gives a drawing no style but its own.
        own = "" if self._on_screen else f"<style>{self._drawings.select(drawing)}</style>"
        shown = {"xmlns": "http://www.w3.org/2000/svg", **attributes, **drawing.attributes}
        return self._write_plain(drawing, shown, own)


@for_each_element
def _lasts(element: Element) -> bool:
    """Whether its HTML follows from itself, and for a table from the heading above it.

    It says no language, whose direction others would have to say then too, and no heading or table stands in it.
    """
    return "lang" not in element.attributes and all(
        _lasts(part) and part.tag != "table" and part.tag not in _HEADINGS for part in element.elements
    )


def _add_class(attributes: dict[str, str], name: str) -> None:
    attributes["class"] = f"{attributes.get('class', '')} {name}".strip()


def _is_irregular(text: str) -> bool:
    """Whether it holds white space that HTML would fold."""
    return text != text.strip(" ") or "  " in text or "\n" in text or "\t" in text or "\r" in text


def _is_silent(element: Element) -> bool:
    """Whether it says nothing that words beside it don't: periods over bars, and a line to sign on."""
    return "scale" in element.classes or (element.tag == "p" and "blank" in element.classes and not element.children)


def _list_words(drawing: Element) -> Iterator[Element]:
    """What a drawing shows, a line each but for the first, which says what kind of drawing it is; a list for each language."""
    title = next(part for part in drawing.elements if part.tag == "title")
    for part in title.children:
        lines = [line for line in (part if isinstance(part, str) else part.text()).strip(" /").split("\n") if line]
        items = (Element("li", {}, tuple(_keep_days(line))) for line in (lines[1:] or lines))
        if lines:
            yield Element("ul", {"class": "words", **({} if isinstance(part, str) else part.attributes)}, tuple(items))


def _keep_days(line: str) -> Iterator[Element | str]:
    """A line of text whose days don't break at their hyphens."""
    for number, piece in enumerate(_DAY.split(line)):
        if piece:
            yield Element("span", {"class": "nowrap"}, (piece,)) if number % 2 else piece


def _write_control(field: Field, *, is_labelled: bool = False) -> str:
    """What a field is on a screen, with its label where no words around it are that."""
    attributes = {"name": field.name} | ({} if is_labelled else {"aria-label": field.label})
    if field.kind in _INPUTS:
        hint = {"placeholder": field.placeholder} if field.kind == "line" and field.placeholder else {}
        return _open("input", {"type": _INPUTS[field.kind], **attributes, **hint})
    if field.kind == "choice":
        options = (("", field.placeholder), *field.options)
        listed = "".join(f"{_open('option', {'value': code})}{escape(words, quote=False)}</option>" for code, words in options)
        return f"{_open('select', attributes)}{listed}</select>"
    hint = {"placeholder": field.placeholder} if field.placeholder else {}
    return f"{_open('textarea', {**attributes, 'rows': str(field.rows), **hint})}</textarea>"


def _make_icon(logo: str) -> str:
    """The logo as an address that holds it; none where it is no drawing or too long to stand in the page twice."""
    is_drawing = logo.startswith("<svg ") and len(logo) <= _LARGEST_ICON
    return "data:image/svg+xml," + quote(logo, safe="='/:,;()") if is_drawing else ""


def _describe(document: Document) -> str:
    """What a list of search results or a shared link is to say of a page: its lead, or else what it is about."""
    leads = (part for part in document.body.find_all("p") if "lead" in part.classes)
    return next((" ".join(lead.text().split()) for lead in leads), document.subject)


def _label_cells(table: Element) -> Element:
    """The table with the head of its column on each cell of its body."""
    heads = [row for part in table.elements if part.tag == "thead" for row in part.elements]
    if not heads:
        return table
    names = tuple(" / ".join(cell.text().split("\n")) for cell in heads[-1].elements for _ in range(count_columns(cell)))
    return replace(table, children=tuple(_label_rows(part, names) if part.tag == "tbody" else part for part in table.elements))


def _label_rows(body: Element, names: Sequence[str]) -> Element:
    return replace(body, children=tuple(_label_row(row, names) for row in body.elements))


@for_each_element
def _label_row(row: Element, names: Sequence[str]) -> Element:
    cells: list[Element] = []
    column = 0
    for cell in row.elements:
        cells.append(_label_cell(cell, names[column] if column < len(names) else ""))
        column += count_columns(cell)
    return row.with_children(cells)


@for_each_element
def _label_cell(cell: Element, name: str) -> Element:
    return replace(cell, attributes={**cell.attributes, "data-head": name}) if name else cell


def _open(tag: str, attributes: dict[str, str]) -> str:
    pairs = "".join([f' {name}="{escape(value)}"' for name, value in attributes.items()])
    return f"<{tag}{pairs}>"


def _tell_template(problem: TemplateError, line: int = 0) -> Finding:
    return explain_template(problem, Place(f"templates/{TEMPLATE}", line))
