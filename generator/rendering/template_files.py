"""The texts, styles and drawings in `templates/` that a region may replace, read and checked. For `page` and the PDF engines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from generator.errors import Finding, Place, TextError
from generator.workspace import Files

_END_OF_STYLE = re.compile(r"</\s*style", re.IGNORECASE)
_ELSEWHERE = re.compile(r"(?!data:)[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
"""How the address of a file begins that isn't the region's own."""
_INSIDE = re.compile(r"#|data:image/(?:png|jpe?g|gif|webp)[;,]", re.IGNORECASE)
_ADDRESSED = frozenset({"url", "src", "image", "image-set", "-webkit-image-set", "cross-fade"})
"""Functions of a style that name files; a text in them is an address."""
_NAMING = re.compile(
    r"\\|@(?i:import)|\((?:(?<=(?i:url)\()|(?<=(?i:src)\()|(?<=(?i:image)\()|(?<=(?i:image-set)\()|(?<=(?i:cross-fade)\())"
)
"""What a style has that names a file, or may name one by an escape. Few have it, and to take one apart costs milliseconds."""
_DRAWN = frozenset(
    {
        *("svg", "g", "a", "defs", "symbol", "use", "switch", "title", "desc", "metadata", "style"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "image", "marker"),
        *("text", "tspan", "textpath", "flowroot", "flowpara", "flowregion", "flowspan"),
        *("lineargradient", "radialgradient", "meshgradient", "meshrow", "meshpatch", "stop", "pattern", "clippath", "mask"),
        *("filter", "feblend", "fecolormatrix", "fecomponenttransfer", "fecomposite", "feconvolvematrix", "fediffuselighting"),
        *("fedisplacementmap", "fedistantlight", "fedropshadow", "feflood", "fefunca", "fefuncb", "fefuncg", "fefuncr"),
        *("fegaussianblur", "femerge", "femergenode", "femorphology", "feoffset", "fepointlight", "fespecularlighting"),
        *("fespotlight", "fetile", "feturbulence"),
    }
)
"""Elements that draw, in small letters. All others run something, move something, or bring in more than a drawing."""
_MOST_OF_FILTERS = {"numoctaves": 10, "order": 20, "stddeviation": 500, "radius": 500, "dx": 100_000, "dy": 100_000}
_NUMBER = re.compile(r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")


def read_text(files: Files, name: str) -> str:
    """The text of a file in `templates/`.

    Raises:
        TextError: it isn't UTF-8.
    """
    data = files.read(f"templates/{name}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        place = Place(f"templates/{name}", data.count(b"\n", 0, problem.start) + 1)
        raise TextError(Finding("this file is not UTF-8", place, hint="save it as UTF-8")) from problem


def read_style(files: Files, name: str) -> str:
    """A style from `templates/` that can stand in a page.

    Raises:
        TextError: it isn't UTF-8, or would end where the page's style ends.
    """
    style = read_text(files, name)
    if end := _END_OF_STYLE.search(style):
        line = style.count("\n", 0, end.start()) + 1
        raise TextError(_tell_style(name, line, end[0], "take it out: it would end the style of the page"))
    return style


def read_page_style(files: Files, name: str) -> str:
    """A style from `templates/` that can stand in a web page, which fetches nothing.

    Raises:
        TextError: it isn't UTF-8, would end where the page's style ends, or uses a file from elsewhere.
    """
    style = read_style(files, name)
    # What the product's own name is looked at by its tests, once for all.
    for address, line in () if files.is_products(f"templates/{name}") else list_addresses(style):
        if _ELSEWHERE.match(address):
            hint = "leave it out: a document fetches nothing from elsewhere"
            raise TextError(_tell_style(name, line, address, hint))
    return style


def list_addresses(style: str) -> Iterator[tuple[str, int]]:
    """The files that a style names, as a browser reads it, and in which lines."""
    if not _NAMING.search(style):
        return
    import tinycss2  # noqa: PLC0415 (Word files have no style sheet)

    waiting = list(reversed(tinycss2.parse_component_value_list(style, skip_comments=True)))
    named = False
    while waiting:
        token = waiting.pop()
        if token.type == "url" or (token.type == "string" and named):
            yield token.value.strip(), token.source_line
        if token.type == "function":
            for each in token.arguments if token.lower_name in _ADDRESSED else ():
                if each.type in {"string", "ident"}:
                    yield each.value.strip(), each.source_line
            waiting += reversed(token.arguments)
        elif token.type in {"() block", "[] block", "{} block"}:
            waiting += reversed(token.content)
        if token.type != "whitespace":
            named = token.type == "at-keyword" and token.lower_value == "import"


def parse_drawing(files: Files, name: str, data: bytes | None = None) -> ET.Element:
    """The root of a drawing, of `data` where that says its encoding itself.

    Raises:
        TextError: it isn't UTF-8 or not well-formed.
    """
    try:
        return ET.fromstring(read_text(files, name) if data is None else data)  # noqa: S314 (our own or the region's)
    except ET.ParseError as problem:
        line, column = problem.position
        place = Place(f"templates/{name}", line, column + 1)
        hint = "export it anew from the program that it was drawn in"
        raise TextError(Finding("from here on this is not well-formed XML", place, hint=hint)) from problem
    except (ValueError, LookupError) as problem:
        place = Place(f"templates/{name}")
        raise TextError(Finding("this file is not UTF-8", place, hint="save it as UTF-8")) from problem


def check_drawing(root: ET.Element, name: str) -> None:
    """Check that a drawing runs nothing and stands alone.

    Raises:
        TextError: it holds a script, or uses another file.
    """
    place = Place(f"templates/{name}")
    findings: list[Finding] = []
    for part in dict.fromkeys(_list_refused(root)):
        hint = "take it out, or save the drawing as plain SVG with its images in it"
        message = "a drawing holds no script and uses no other file, and this one has {part}"
        findings.append(Finding(message, place, hint=hint, values={"part": part}))
    for part in dict.fromkeys(_list_costly(root)):
        hint = "take the filter out, or give it a smaller number"
        message = "this drawing asks for more work than any logo needs: {part}"
        findings.append(Finding(message, place, hint=hint, values={"part": part}))
    if findings:
        raise TextError(*findings)


def _list_costly(root: ET.Element) -> Iterator[str]:
    """The numbers of filters whose work grows with them, where they are larger than a drawing needs."""
    for element in root.iter():
        for key, value in element.attrib.items():
            most = _MOST_OF_FILTERS.get(_drop_namespace(key).lower())
            if most and any(float(number) > most for number in _NUMBER.findall(value)):
                yield f'{_drop_namespace(key)}="{value[:60]}"'


def _list_refused(root: ET.Element) -> Iterator[str]:
    """What in a drawing runs something or uses another file, as it is written there."""
    for element in root.iter():
        tag = _drop_namespace(element.tag)
        if tag.lower() not in _DRAWN:
            yield f"<{tag}>"
        for key, value in element.attrib.items():
            name = _drop_namespace(key)
            leads_out = name.lower() in {"href", "src"} and not _INSIDE.match(value.strip())
            if name.lower().startswith("on") or leads_out or _uses_file(value):
                yield f'{name}="{value[:60]}"'
        if tag == "style" and _uses_file(element.text or ""):
            yield "<style>"


def _uses_file(style: str) -> bool:
    return any(not _INSIDE.match(address) for address, _ in list_addresses(style))


def _drop_namespace(name: str) -> str:
    return name.rpartition("}")[2]


def _tell_style(name: str, line: int, part: str, hint: str) -> Finding:
    place = Place(f"templates/{name}", line)
    return Finding("'{part}' cannot stand in a style", place, hint=hint, values={"part": part[:60]})
