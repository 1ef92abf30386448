"""The region's logo, brought into one form that looks alike in every format. Called by `page` and by both PDF engines.

What a drawing says in plain shapes stays shapes. Browsers, Typst and WeasyPrint differ over the rest (style sheets, gradients,
symbols, clips, units), so a drawing that has any is drawn once, by the library that draws charts, and is a picture everywhere.
"""

from __future__ import annotations

import base64
import gzip
import io
import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

from generator.errors import N_, Finding, Mistake, Place, TextError
from generator.rendering.template_files import check_drawing, parse_drawing
from generator.workspace import PACKAGE, Files

LOGO = "logo.svg"
_SAVE_PLAIN = N_("save it as plain SVG, or as PNG")
_OTHERS = ("logo.png", "logo.jpg", "logo.jpeg")
_SVG = "{http://www.w3.org/2000/svg}"
_PIXELS = 1200
WIDEST = 3
"""Times its height: so much room there is beside the sender's name."""
"""The longer side of a drawing as a picture: 2,300 pixels an inch where it is 13 mm long."""
_LARGEST = 16 << 20
_MAGIC = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
_PLAIN = frozenset(f"{_SVG}{name}" for name in ("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"))
_SILENT = frozenset(f"{_SVG}{name}" for name in ("title", "desc", "metadata"))
_MEASURES = frozenset(
    {"x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height"}
    | {f"stroke-{name}" for name in ("width", "miterlimit", "dashoffset")}
)
"""Attributes that are numbers."""
_SHAPE = _MEASURES | {
    *("d", "points", "transform", "opacity", "fill", "fill-rule", "fill-opacity"),
    *("stroke", "stroke-opacity", "stroke-linecap", "stroke-linejoin", "stroke-dasharray"),
}
"""Attributes that all draw alike."""
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
_COLOUR = re.compile(r"#[0-9a-f]{3}|#[0-9a-f]{6}|[a-z]+|rgb\(\s*\d+\s*,\s*\d+\s*,\s*\d+\s*\)", re.IGNORECASE)
_MEANINGLESS = re.compile(
    r"-.*|font.*|text-.*|letter-spacing|word-spacing|line-height|writing-mode|enable-background|color-.*|stop-.*"
)
_DEFAULTS = {"mix-blend-mode": "normal", "isolation": "auto", "overflow": "visible", "visibility": "visible", "display": "inline"}
_DROPPED = frozenset({"version", "id", "baseProfile", "aria-hidden", "role", "data-name", "focusable"})


class _Size(NamedTuple):
    """The left and upper edge of a drawing, its width and its height, in units of its own."""

    left: float
    top: float
    width: float
    height: float


def find_logo(files: Files) -> str:
    """The name of the logo in `templates/`: a picture where the region has one and no drawing of its own."""
    if files.find(f"templates/{LOGO}") == files.below.find(f"templates/{LOGO}"):
        return next((name for name in _OTHERS if files.find(f"templates/{name}")), LOGO)
    return LOGO


def read_logo(files: Files) -> str:
    """The logo as SVG, ready to stand in a page and silent there: words beside it say the same.

    Raises:
        TextError: it can't be read, holds text or a script, or uses another file.
    """
    name = find_logo(files)
    data = files.read(f"templates/{name}")
    kind = next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), "")
    if kind:
        return _show_picture(data, kind, _measure_picture(data, name))
    root = _parse(files, name, data)
    if files.find(f"templates/{name}") == PACKAGE / "templates" / LOGO:
        root.set("aria-hidden", "true")
        return _write(root)  # our own is drawn alike everywhere as it is
    _drop_private(root)
    _check_words(root, name)
    check_drawing(root, name)
    return _write_shapes(root) or _rasterise(root, name)


def read_print_logo(files: Files) -> str:
    """The logo as WeasyPrint takes it: PDF/A knows no smoothed pictures. A browser would then draw it with steps.

    Raises:
        TextError: as `read_logo` does.
    """
    return read_logo(files).replace("<image ", '<image image-rendering="crisp-edges" ')


def measure_logo(logo: str) -> float:
    """How many times as wide as high the place of a logo is, which `read_logo` gave: from 1 to `WIDEST`."""
    box = ET.fromstring(logo).get("viewBox", "").split()  # noqa: S314 (read and written anew here)
    width, height = map(float, box[2:4])
    return round(min(max(width / height, 1), WIDEST), 3)


def write_logo_style(logo: str) -> str:
    """What a page's styles need to know of a logo's shape; nothing of one that isn't wide."""
    wide = measure_logo(logo)
    return f".letterhead .logo {{ --logo: {wide:g} }}\n" if wide > 1 else ""


def _parse(files: Files, name: str, data: bytes) -> ET.Element:
    """The root of a drawing, also of one that is packed or isn't UTF-8 and says so."""
    is_packed = data.startswith(b"\x1f\x8b")
    if is_packed:
        try:
            with gzip.open(io.BytesIO(data)) as file:
                data = file.read(_LARGEST)
        except (OSError, EOFError, zlib.error) as problem:
            raise _refuse(name, N_("this drawing can't be unpacked")) from problem
    says_encoding = data.startswith((b"\xff\xfe", b"\xfe\xff")) or re.match(rb"\s*<\?xml[^>]*encoding=", data)
    root = parse_drawing(files, name, data if says_encoding or is_packed else None)
    for element in root.iter():
        if isinstance(element.tag, str) and not element.tag.startswith("{"):
            element.tag = f"{_SVG}{element.tag}"  # pasted from a web page, where the namespace goes without saying
    if root.tag != f"{_SVG}svg":
        raise _refuse(name, N_("this is no drawing in SVG"))
    return root


def _drop_private(root: ET.Element) -> None:
    """Take out what editors keep for themselves, some of which looks like references to other files."""
    for parent in list(root.iter()):
        for child in list(parent):
            is_foreign = isinstance(child.tag, str) and not child.tag.startswith(_SVG)
            if is_foreign or (child.tag == f"{_SVG}foreignObject" and child.get("requiredExtensions")):
                parent.remove(child)
        for key in [key for key in parent.attrib if key.startswith("{") and not key.endswith(("}href", "}space"))]:
            del parent.attrib[key]


def _check_words(root: ET.Element, name: str) -> None:
    """Check that a drawing has no text: nobody else has the region's font.

    Raises:
        TextError: it has.
    """
    kinds = {f"{_SVG}{kind}" for kind in ("text", "flowRoot")}
    words = next((" ".join("".join(each.itertext()).split()) for each in root.iter() if each.tag in kinds), "")
    if words:
        hint = N_(
            "turn it into paths: in Inkscape, Path, Object to Path; in Illustrator, Type, Create Outlines; in Figma, Flatten"
        )
        raise _refuse(
            name, N_("the drawing holds text, which needs a font that others don't have: {text}"), hint, text=words[:60]
        )


def _write_shapes(root: ET.Element) -> str:
    """The drawing as plain shapes; nothing where it has more than those."""
    size = _read_size(root)
    if size is None:
        return ""
    copied = ET.Element(root.tag, {"viewBox": " ".join(f"{value:g}" for value in size), "aria-hidden": "true"})
    try:
        _copy_looks(root, copied, skipped=frozenset({"viewBox", "width", "height", "x", "y", "preserveAspectRatio"}))
        for child in root:
            _copy(child, copied)
    except _NotPlainError:
        return ""
    return _write(copied)


class _NotPlainError(Exception):
    """A drawing has more than plain shapes."""


def _copy(element: ET.Element, parent: ET.Element) -> None:
    if element.tag in _SILENT or (element.tag == f"{_SVG}defs" and not len(element)):
        return
    if element.tag not in _PLAIN or element.tag == f"{_SVG}svg":
        raise _NotPlainError
    copied = ET.SubElement(parent, element.tag)
    _copy_looks(element, copied)
    for child in element:
        if child.tag not in _SILENT and copied.tag != f"{_SVG}g":
            raise _NotPlainError
        _copy(child, copied)


def _copy_looks(element: ET.Element, copied: ET.Element, skipped: frozenset[str] = frozenset()) -> None:
    """Copy the attributes of a shape, and what its `style` says, as attributes."""
    looks = {name: value for name, value in element.attrib.items() if name not in {"style", *skipped, *_DROPPED}}
    for name, value in (*looks.items(), *_list_declarations(element.get("style", ""))):
        if name.endswith("}space") or _MEANINGLESS.fullmatch(name) or _DEFAULTS.get(name) == value:
            continue
        if name not in _SHAPE or (name in _MEASURES and not _NUMBER.fullmatch(value.removesuffix("px"))):
            raise _NotPlainError
        if name in {"fill", "stroke"} and (not _COLOUR.fullmatch(value) or value in {"inherit", "currentColor", "initial"}):
            raise _NotPlainError
        copied.set(name, value.removesuffix("px") if name in _MEASURES else value)


def _list_declarations(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


def _read_size(root: ET.Element) -> _Size | None:
    """The view box of a drawing, or that of its width and height in pixels; None where it says neither plainly."""
    box = [part for part in re.split(r"[\s,]+", root.get("viewBox", "").strip()) if part]
    if len(box) == len(_Size._fields) and all(map(_NUMBER.fullmatch, box)):
        size = _Size(*map(float, box))
    else:
        sides = [root.get(name, "").strip().removesuffix("px") for name in ("width", "height")]
        if box or not all(map(_NUMBER.fullmatch, sides)):
            return None
        size = _Size(0, 0, *map(float, sides))
    return size if size.width > 0 and size.height > 0 else None


def _rasterise(root: ET.Element, name: str) -> str:
    """The drawing as a picture of itself."""
    from resvg_py import svg_to_bytes  # noqa: PLC0415 (few logos need it)

    ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    source = _write(root)
    try:
        plain = bytes(svg_to_bytes(svg_string=source, skip_system_fonts=True, dpi=96))
        width, height = struct.unpack_from(">II", plain, 16)
        sides = (_PIXELS, None) if width >= height else (None, _PIXELS)
        picture = bytes(svg_to_bytes(svg_string=source, skip_system_fonts=True, dpi=96, width=sides[0], height=sides[1]))
    except Exception as problem:  # the library says in one kind of error what is wrong with a drawing
        message = N_("this drawing can't be drawn: {reason}")
        raise _refuse(name, message, reason=" ".join(str(problem).split())[:200]) from problem
    if _is_empty(picture):
        raise _refuse(name, N_("this drawing shows nothing"))
    return _show_picture(picture, "png", _read_png_size(picture))


def _is_empty(picture: bytes) -> bool:
    from PIL import Image  # noqa: PLC0415 (few logos are pictures)

    with Image.open(io.BytesIO(picture)) as opened:
        return opened.convert("RGBA").getchannel("A").getextrema() == (0, 0)


def _measure_picture(data: bytes, name: str) -> _Size:
    """The size of a picture, in pixels.

    Raises:
        TextError: it can't be read, or its colours are those of a printing press.
    """
    from PIL import Image  # noqa: PLC0415 (few logos are pictures)

    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data)) as picture:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture.verify()
            mode, (width, height) = picture.mode, picture.size
    except Exception as problem:  # a library may fail in any way over a picture that anybody may have made
        raise _refuse(name, N_("this picture can't be read"), N_("save it as PNG")) from problem
    if mode not in {"1", "L", "LA", "P", "RGB", "RGBA", "I;16", "I"}:
        raise _refuse(
            name, N_("the colours of this picture are those of a printing press ({mode})"), N_("save it as RGB"), mode=mode
        )
    return _Size(0, 0, width, height)


def _read_png_size(data: bytes) -> _Size:
    return _Size(0, 0, *struct.unpack_from(">II", data, 16))


def _show_picture(data: bytes, kind: str, size: _Size) -> str:
    """A picture as SVG."""
    sides = {"width": f"{size.width:g}", "height": f"{size.height:g}"}
    root = ET.Element(f"{_SVG}svg", {"viewBox": f"0 0 {size.width:g} {size.height:g}", "aria-hidden": "true"})
    ET.SubElement(root, f"{_SVG}image", {**sides, "href": f"data:image/{kind};base64,{base64.b64encode(data).decode()}"})
    return _write(root)


def _write(root: ET.Element) -> str:
    ET.register_namespace("", _SVG[1:-1])
    return ET.tostring(root, encoding="unicode")


def _refuse(name: str, problem: str, hint: str = _SAVE_PLAIN, **values: str) -> TextError:
    mistake = Mistake(problem, hint)
    return TextError(Finding(mistake.message, Place(f"templates/{name}"), hint=mistake.hint, values=values))
