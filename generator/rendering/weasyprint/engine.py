"""WeasyPrint with our fonts, our files and no others, and nothing that it complains about let through. Called by `weasyprint`."""

from __future__ import annotations

import base64
import gc
import io
import logging
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import resources
from typing import Any

import pydyf
from weasyprint import CSS
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from generator.errors import Finding, RenderError, blame
from generator.rendering.letters import tell_missing
from generator.rendering.logo import LOGO, read_print_logo
from generator.rendering.metadata import format_metadata
from generator.rendering.other_fonts import OtherFont, find_fonts, tell_font
from generator.rendering.page import TEMPLATE
from generator.rendering.page_fill import Filling, Part
from generator.rendering.template_files import read_style, read_text
from generator.rendering.tightening import LOOSE, choose_air
from generator.rendering.weasyprint.constants import write_out
from generator.rendering.weasyprint.content import MarkedPage
from generator.rendering.weasyprint.defaults import trim_defaults
from generator.rendering.weasyprint.parsing import ParsedPage, make_page
from generator.rendering.weasyprint.tags import leave_out_tags, write_tags
from generator.text.tree import Document, Element
from generator.workspace import Files

_PROFILE = "sRGB"
_BASE = "https://files.invalid/templates/"
_STYLES = ("fonts/fonts.css", "print.css", "pages.css", "slides.css")
_PICTURE = re.compile(r"data:(image/(?:png|jpeg));base64,")
"""How the address of a picture begins that stands in the page itself."""
_SHOWN = 100
"""How much of an address is shown."""
_VARIANT = "pdf/a-3a"
Write = Callable[[Element], tuple[str, str]]
"""Makes the HTML around a text, and what that text is in it."""
Fill = Callable[[float], Filling]


class FilesFetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
    """Serves the files in `templates/` of the workspace and the package; no other file, and never the network."""

    def __init__(self, files: Files) -> None:
        super().__init__(allowed_protocols=())
        self._files = files
        self.fonts: dict[str, OtherFont] = {}
        """Other fonts that are used, by name."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002 (WeasyPrint's signature)
        """The file that `url` stands for.

        Raises:
            ValueError: it isn't one of ours.
        """
        if match := _PICTURE.match(url):
            return URLFetcherResponse(url, base64.b64decode(url[match.end() :]), headers={"Content-Type": match[1]})
        name = url.removeprefix(_BASE)
        if name == url or ".." in name.split("/") or "%" in name or "\\" in name:
            message = f"only files in templates/ may be used, and not {url[:_SHOWN]}"
            raise ValueError(message)
        if name in self.fonts:
            return URLFetcherResponse(url, self.fonts[name].load())
        if name == LOGO:
            return URLFetcherResponse(url, read_print_logo(self._files).encode(), headers={"Content-Type": "image/svg+xml"})
        return URLFetcherResponse(url, self._files.read(f"templates/{name}"))


class _Colours(ColorProfile):  # type: ignore[misc] # WeasyPrint has no types
    """What red is on a screen, which PDF/A fixes: the profile that WeasyPrint brings, byte for byte.

    WeasyPrint itself leaves the file open at every document, and embeds what a library makes of it, which differs.
    """

    def __init__(self) -> None:
        self._file = resources.files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
        super().__init__(io.BytesIO(self._file), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))

    @property
    def content(self) -> bytes:
        """The profile."""
        return self._file


class PdfRenderer:
    """Lays out pages. Keeps fonts and styles for as long as it lives."""

    def __init__(self, files: Files, logo_style: str, fonts: Sequence[OtherFont] = ()) -> None:
        """`logo_style` is what styles need to know of the logo's shape, `fonts` are those beside the layout's own."""
        self._files, self._logo_style = files, logo_style
        self._others: dict[tuple[str, ...], PdfRenderer] = {}
        self.other_fonts = tuple(fonts)
        """Fonts beside the layout's own."""
        self._fetcher = FilesFetcher(files)
        self._fetcher.fonts.update({font.name: font for font in fonts})
        self._colours = _Colours()
        with _listen() as complaints:
            self._fonts = _make_fonts(files)
            self._texts = {name: read_style(files, name) for name in _STYLES} | {"logo.css": logo_style}
            self._sheets: dict[tuple[str, str], CSS] = {}
            self._styles = {LOOSE: self._read_styles(LOOSE)}
            self._faces = [self._read_style(*_name_face(font)) for font in fonts]
        self._defaults = trim_defaults(self._texts.values())
        _refuse(complaints, "")

    def _read_styles(self, air: float) -> list[CSS]:
        """The styles, with so much air; those that it changes nothing in are the same."""
        changed = {} if air == LOOSE else {"air.css": f":root {{ --air: {air} }}"}
        written = write_out(self._texts | changed, [read_text(self._files, TEMPLATE)])
        return [self._find_sheet(name, style) for name, style in written.items()]

    def _find_sheet(self, name: str, style: str) -> CSS:
        if (name, style) not in self._sheets:
            self._sheets[name, style] = self._read_style(name, style)
        return self._sheets[name, style]

    def _read_style(self, name: str, style: str) -> CSS:
        with blame(f"templates/{name}"):
            return CSS(string=style, base_url=_BASE + name, url_fetcher=self._fetcher, font_config=self._fonts)

    def make(self, write: Write, document: Document, fill: Fill | None) -> bytes:
        """The PDF of the page that `write` makes of the text of `document`.

        `fill` tells how that fills its pages with how much air; None where it has all of it.

        Raises:
            RenderError: WeasyPrint complained of something.
        """
        with _collect_later():
            try:
                return self._make(write, document, fill)
            except _MissingError as problem:
                fonts = find_fonts(problem.letters)
                if not fonts or self.other_fonts:
                    raise
                return self._find_other(fonts).make(write, document, fill)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What is to be told of the fonts that were used so far."""
        used = dict.fromkeys(font for other in self._others.values() for font in other.other_fonts)
        return tuple(tell_font(font) for font in used if font.is_of_machine)

    def _find_other(self, fonts: Sequence[OtherFont]) -> PdfRenderer:
        """What lays out pages with other fonts too: one for each set of those, so that no document changes another."""
        names = tuple(font.name for font in fonts)
        if names not in self._others:
            self._others[names] = PdfRenderer(self._files, self._logo_style, fonts)
        return self._others[names]

    def _lay_out(self, page: ParsedPage, air: float = LOOSE) -> Any:
        """The pages, with so much air."""
        if air not in self._styles:
            self._styles[air] = self._read_styles(air)
        return page.render(
            self._fonts,
            color_profiles={_PROFILE: self._colours},
            stylesheets=[*self._styles[air], *self._faces],
            pdf_variant=_VARIANT,
            output_intent=_PROFILE,
        )

    def _make(self, write: Write, document: Document, fill: Fill | None) -> bytes:
        with _listen() as complaints:

            @cache
            def make(body: Element) -> ParsedPage:
                return make_page(*write(body), defaults=self._defaults, base_url=_BASE, url_fetcher=self._fetcher)

            @cache
            def lay_out(air: float) -> tuple[ParsedPage, Any]:
                page = make(fill(air).body if fill else document.body)
                return page, self._lay_out(page, air)

            air = LOOSE
            if fill:
                air = choose_air(lambda air: fill(air).parts, lambda air: _measure_parts(lay_out(air)[1]), document.layout)
            page, layout = lay_out(air)
            marked = layout.copy([MarkedPage(plain) for plain in layout.pages])

            def finish(_: Any, pdf: pydyf.PDF) -> None:
                write_tags(pdf, page.etree_element, marked.pages, tuple(marked.fonts.values()))
                _write_metadata(pdf, document)
                pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])})

            with leave_out_tags():
                made: bytes = marked.write_pdf(finisher=finish, pdf_variant=_VARIANT, output_intent=_PROFILE)
        _refuse(complaints, " ".join(page.etree_element.itertext()))
        return made


def _measure_parts(layout: Any) -> list[Part]:
    """The parts that begin on a page of their own: how many pages each has, and what share of its last is filled."""
    parts: list[Part] = []
    begun: set[Any] = set()
    for number, page in enumerate(layout.pages):
        box = page._page_box  # noqa: SLF001 (nothing public leads to the boxes)
        body = box.children[0].children[0]
        filled = (_find_bottom(body) - box.content_box_y()) / float(box.height)
        elements = {each.element for each in body.descendants() if each.element_tag == "div" and _begins_page(each)}
        pages = 1 if not number or elements - begun else parts.pop().pages + 1
        begun |= elements
        parts.append(Part(pages, filled))
    return parts


def _find_bottom(body: Any) -> float:
    """Where the text of a page ends. What goes on over pages is as high as the page, but for the blocks in it."""
    blocks = [block for box in body.descendants() if box.element_tag == "section" for block in box.children]
    bottom: float = max((block.position_y + block.margin_height() for block in blocks or [body]), default=0.0)
    return bottom


def _begins_page(box: Any) -> bool:
    return "page" in box.element.get("class", "").split()


def _name_face(font: OtherFont) -> tuple[str, str]:
    """The style that names a font, and the file that it might stand in."""
    return "fonts/fonts.css", f'@font-face {{ font-family: "{font.name}"; src: url({_BASE}{font.name}) }}'


def _write_metadata(pdf: pydyf.PDF, document: Document) -> None:
    """Put our metadata in the place of WeasyPrint's, which says one of the two standards only."""
    packet = format_metadata(document, pdf.info["Producer"].string)
    # Not compressed, so that an archive can read it without knowing PDF.
    stream = pydyf.Stream([packet], {"Type": "/Metadata", "Subtype": "/XML"}, compress=False)
    pdf.add_object(stream)
    pdf.catalog["Metadata"] = stream.reference


def _make_fonts(files: Files) -> FontConfiguration:
    """A set of fonts that starts empty, since Fontconfig, told so by the environment alone, looks in no folder."""
    name = "FONTCONFIG_FILE"
    before = os.environ.get(name)
    os.environ[name] = str(files.find("templates/fonts/fonts.conf"))
    try:
        return FontConfiguration()
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


@contextmanager
def _collect_later() -> Iterator[None]:
    """Keep Python from looking for garbage while it lasts: a page holds all its boxes until it is done."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _MissingError(RenderError):
    """No font of the layout has some letters, and nothing else is wrong."""

    letters: frozenset[str] = frozenset()


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextmanager
def _listen() -> Iterator[list[logging.LogRecord]]:
    """All that WeasyPrint and fontTools complain of meanwhile."""
    listener = _Listener()
    loggers = [logging.getLogger("weasyprint"), logging.getLogger("fontTools")]
    for logger in loggers:
        logger.addHandler(listener)
    try:
        yield listener.records
    finally:
        for logger in loggers:
            logger.removeHandler(listener)


def _refuse(complaints: list[logging.LogRecord], text: str) -> None:
    """Raise what was complained of, each thing once."""
    missing = {str(record.args[0]) for record in complaints if _is_letter(record) and isinstance(record.args, tuple)}
    others = (record.getMessage() for record in complaints if not _is_letter(record))
    findings = [Finding("WeasyPrint says: {problem}", values={"problem": problem}) for problem in dict.fromkeys(others)]
    if missing or findings:
        error = (RenderError if findings else _MissingError)(*tell_missing(missing, text), *findings)
        if isinstance(error, _MissingError):
            error.letters = frozenset(missing)
        raise error


def _is_letter(record: logging.LogRecord) -> bool:
    """Whether WeasyPrint complains of a letter that no font has."""
    return record.msg.startswith(".notdef glyph")
