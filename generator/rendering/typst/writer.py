"""PDF: the document laid out by Typst, in one file that is PDF/A-3a and PDF/UA-1. Called by `build.render`."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, cached_property, partial
from itertools import pairwise
from typing import TYPE_CHECKING

import typst
from msgspec.structs import replace

from generator.errors import Finding, Place, RenderError, TextError
from generator.rendering.arranging import arrange
from generator.rendering.drawings import DrawingStyle
from generator.rendering.letters import PRIVATE, Fonts, show_around
from generator.rendering.other_fonts import OtherFont, tell_font
from generator.rendering.page_fill import Filling, Part, Reckoner
from generator.rendering.samples import LAYOUTS, make_sample
from generator.rendering.template_files import read_style
from generator.rendering.tightening import LOOSE, choose_air
from generator.rendering.tree_checks import check_tree
from generator.rendering.typst.apart import ApartError, CompilerApart, Press, Told
from generator.rendering.typst.data import Describer, describe_document
from generator.rendering.typst.finishing import finish_pdf
from generator.rendering.typst.hyphenation import hyphenate
from generator.rendering.typst.templates import FOLDER, MAIN, Templates
from generator.text.language import read_direction
from generator.text.tree import Document, Element
from generator.workspace import Files

if TYPE_CHECKING:
    from generator.rendering.pagination.fitting import Fitting

_STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]
_PAGE_STYLES = ("print.css", "pages.css", "slides.css")
_NOBODY = "http://127.0.0.1:9"
"""The port that throws away what it gets, by custom closed."""
Compiler = typst.Compiler | CompilerApart
_PLACE = re.compile(r"layout/([\w./-]+\.typ):(\d+):(\d+)")


class TypstWriter:
    """Makes PDF, one at a time. Keeps the layout and the fonts for as long as it lives.

    Raises:
        TextError: a file of the layout can't be used.
    """

    def __init__(self, files: Files) -> None:
        self._files = files
        self._describer = Describer(DrawingStyle(read_style(files, "drawings.css")))
        self._fonts = Fonts(files)
        self._reckoner = Reckoner(files)
        self._templates = Templates(files, self._fonts.paths)
        self._used: dict[str, OtherFont] = {}
        self._compilers: dict[tuple[str, ...], Compiler] = {}
        self._find_compiler(())

    def _find_compiler(self, others: Sequence[OtherFont]) -> Compiler:
        """The compiler with the layout's fonts and others: one for each set of those, so that no document changes another."""
        names = tuple(font.name for font in others)
        if names not in self._compilers:
            folders = [self._templates.fonts, *([self._templates.add_fonts(others)] if others else [])]
            paths = tuple(map(str, folders))
            room, nothing = self._templates.folder, self._templates.nothing
            press = Press(str(room / MAIN), str(room), paths, str(nothing))
            own = self._templates.own
            self._compilers[names] = CompilerApart(press, Place(own)) if own else press.make_compiler()
        return self._compilers[names]

    def render(self, document: Document) -> bytes:
        """The PDF of `document`, a file that says the document's own date and no other.

        Raises:
            RenderError: no font has a letter of the document, or the layout is wrong.
        """
        fill = None
        if document.layout == "slides":
            document = self._fitting.paginate(document)
        else:
            check_tree(document.body)
            document = replace(document, body=arrange(document.body))
            fill = cache(partial(self._reckoner.fill, document, document.body))
        words = {word: document.translate(word) for word in self._templates.words}
        text = "\n".join(_list_texts(document, words))
        others = self._fonts.complete(text)
        self._used |= {font.name: font for font in others}
        _check_private(text)
        around = {
            "words": words,
            "logo": self._templates.logo,
            "logo-ratio": self._templates.logo_ratio,
            "fonts": (*self._fonts.families, *(font.family for font in others)),
        }

        @cache
        def write_data(body: Element) -> str:
            described = describe_document(replace(document, body=body), self._describer)
            return json.dumps(described | around, ensure_ascii=False)

        return finish_pdf(self._compile(write_data, document, self._find_compiler(others), fill), document)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What is to be told of the fonts that were used so far."""
        return tuple(tell_font(font) for font in self._used.values() if font.is_of_machine)

    @cached_property
    def _fitting(self) -> Fitting:
        """What makes a page of each slide: loaded when the first slides are asked for, since few documents are slides."""
        from generator.rendering.pagination.fitting import Fitting  # noqa: PLC0415 (see above)

        return Fitting(self._files)

    def _compile(
        self,
        write_data: Callable[[Element], str],
        document: Document,
        compiler: Compiler,
        fill: Callable[[float], Filling] | None,
    ) -> bytes:
        """The PDF as Typst makes it of what `write_data` makes of its text: with the air by which `fill` fills the pages best."""
        path = self._templates.document
        direction = read_direction(document.languages[0])

        def set_up(air: float) -> None:
            path.write_text(write_data(hyphenate(fill(air).body) if fill else document.body), encoding="utf-8")
            self._templates.set_up(direction, air)

        def lay_out(air: float) -> Sequence[Part]:
            set_up(air)
            return _find_parts(compiler)

        try:
            with _refuse_network():
                # Pages are only laid out here; what is laid out last, Typst has at hand when it is exported.
                set_up(choose_air(lambda air: fill(air).parts, lay_out, document.layout) if fill else LOOSE)
                return _export(compiler, document)
        except (typst.TypstError, ApartError) as problem:
            raise RenderError(_tell(problem)) from problem
        finally:
            path.unlink(missing_ok=True)  # What a contract says doesn't stay among temporary files.


def _export(compiler: Compiler, document: Document) -> bytes:
    day = document.date
    made, warnings = compiler.compile_with_warnings(
        format="pdf", pdf_standards=_STANDARDS, timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC)
    )
    if warnings:
        raise RenderError(*map(_tell, warnings))
    if not isinstance(made, bytes):
        raise RenderError(Finding("the layout has no pages", Place(f"{FOLDER}/{MAIN}")))
    return made


def _find_parts(compiler: Compiler) -> list[Part]:
    """The parts that begin on a page of their own, by where each ends.

    A layout of a region's own may not say so, and then there are none. So may one that is wrong: what is wrong with it, Typst
    tells where it is exported.
    """
    try:
        ends = json.loads(compiler.query("<realisera-end>", field="value"))
    except RuntimeError:
        return []
    return [Part(int(end - begin), float(filled)) for (begin, _), (end, filled) in pairwise(((0, 0.0), *ends))]


def check_layout(files: Files) -> None:
    """Check that documents can be laid out with the files in `templates/typst/`.

    Raises:
        TextError: one of them can't be used.
        RenderError: one of them is wrong.
    """
    writer = TypstWriter(files)
    for layout in LAYOUTS:
        writer.render(make_sample(layout))


def check_looks(files: Files) -> None:
    """Check that a workspace that has its own looks for WeasyPrint has some for Typst too.

    Raises:
        TextError: as a warning, where it hasn't.
    """
    own = [name for name in _PAGE_STYLES if files.root and (files.root / "templates" / name).is_file()]
    if own and files.root and not (files.root / FOLDER).is_dir():
        message = "Typst lays out the PDFs, and takes nothing from this file"
        hint = "copy templates/typst/theme.typ of the product to your templates/typst/, and set colours and measures there"
        places = (Place(f"templates/{name}") for name in own)
        raise TextError(*(Finding(message, place, hint=hint, severity="warning") for place in places))


@contextmanager
def _refuse_network() -> Iterator[None]:
    """Send whatever a layout asks for from elsewhere, while it lasts, to this machine, where nobody answers."""
    names = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update({name: "" if name.lower() == "no_proxy" else _NOBODY for name in names})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _check_private(text: str) -> None:
    """Check that every character has a meaning of its own; Typst can't say of the others what they mean, as PDF/A wants.

    Raises:
        RenderError: with the first that hasn't.
    """
    if found := PRIVATE.search(text):
        message = "Typst can't show the character '{letter}' ({code}), which has no meaning of its own, found in '{around}'"
        hint = "write it in another way, or make the document with --pdf-engine weasyprint"
        raise RenderError(Finding(message, hint=hint, values=show_around(text, found.start())))


def _list_texts(document: Document, words: dict[str, str]) -> Iterator[str]:
    """All texts that are shown."""
    yield document.body.text()
    for drawing in document.body.find_all("svg"):
        yield from (shape.text() for shape in drawing.elements if shape.tag == "text")
    yield from document.letterhead.values()
    yield from words.values()


def _tell(problem: typst.TypstError | typst.TypstWarning | ApartError | Told) -> Finding:
    """The mistake, at the line of the layout that Typst names; a mistake of the text has no place there."""
    words = {"problem": "; ".join([problem.message, *problem.hints])}
    if "heading" in problem.message and "PDF/UA" in problem.message:
        hint = "look at the headings of the text: the first is of level 1, none is empty, and none leaves out a level"
        return Finding("{problem}", hint=hint, values=words)
    found = _PLACE.search(problem.diagnostic)
    if not found:
        return Finding("{problem}", Place(f"{FOLDER}/{MAIN}"), values=words)
    return Finding("{problem}", Place(f"{FOLDER}/{found[1]}", int(found[2]), int(found[3])), values=words)
