"""The tags in the parts of a Word layout, as Jinja templates. Called by `word.layout`.

docxtpl's `patch_xml` makes one tag of what Word has spread over several runs; the rest of docxtpl isn't used, since it
replaces text inside values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from html import unescape
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from jinja2 import Template, TemplateSyntaxError
from lxml import etree
from markupsafe import Markup
from msgspec.structs import replace

from generator.errors import Finding, Place, RealiseraError, TextError, blame, place
from generator.files.office.finished import find_damage
from generator.rendering.office.package import DECLARATION
from generator.rendering.office.text import write_line, write_text
from generator.text.code_cache import CodeCache
from generator.text.sandbox import Sandbox
from generator.text.template_errors import explain_template, find_line

if TYPE_CHECKING:
    from types import TracebackType

_OPENING = re.compile(r"\{[{%#]")
_TAG = re.compile(r"\{([{%][-+]?)(.*?)([-+]?[}%]\})", re.DOTALL)
_BODY_IN_LINE = re.compile(r"\{\{[-+]?\s*body\b")
_CLOSING = re.compile(r"\s*[-+]?\}\}")
_VALUE = re.compile(r"\{\{[-+]?\n[^\n]*?\}\}")
_BLOCK = re.compile(r"\{%[-+]?\n[^\n]*?%\}")
_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
"""The one element in which Word ends a line or sets a tab beside letters."""
_WORD = re.compile(r"\w+")
_LINE_OF_TAG = re.compile(r"\{[{%][-+]?$")
_AFTER_TAG = re.compile(r"(?<=[}%]\})")
_SOURCE = "<template>"  # what Jinja calls a template that was made from a string


def has_tags(part: etree._Element) -> bool:
    """Whether there is a tag in the text or in an attribute of a part, be it spread over several runs."""
    return bool(_OPENING.search(_read_text(part))) or any(_OPENING.search(value) for value in _list_attributes(part))


class TaggedPart:
    """A part of a layout that is filled for each document."""

    def __init__(self, layout: str, part: etree._Element) -> None:
        """Compiles the part's tags.

        Raises:
            TextError: tags are not written as Jinja wants them.
        """
        self._layout = layout
        self._source = _prepare(layout, part)
        self._has_blocks = "{%" in self._source
        with blame(layout):
            self._template = self._compile()

    def _compile(self) -> Template:
        try:
            return _ENVIRONMENT.from_string(self._source)
        except TemplateSyntaxError as problem:
            findings = self._try_alone(None) or [self._explain(problem, find_line(problem), {})]
            raise TextError(*findings) from problem

    def fill(self, fields: Mapping[str, Any]) -> bytes:
        """The part of the file with `fields` in the places of its tags.

        Raises:
            TextError: tags ask for fields that aren't there, or do something that fails.
        """
        _ENVIRONMENT.begin()
        try:
            data = (DECLARATION + self._template.render(fields)).encode()
        except RealiseraError as problem:
            raise TextError(*place(problem.findings, self._layout)) from problem
        except Exception as problem:  # a tag is a small program of the layout's author, and may fail in any way
            findings = self._try_alone(fields) or [self._explain(problem, _find_line(problem.__traceback__), fields)]
            raise TextError(*findings) from problem
        if self._has_blocks:
            self._check(data)
        return data

    def _check(self, data: bytes) -> None:
        """Blocks can leave half a paragraph behind; values cannot."""
        if find_damage(data):
            raise TextError(
                Finding(
                    "a block of tags begins in one paragraph, row or cell and ends in another",
                    Place(self._layout),
                    hint="keep {% if … %} and {% endif %} in one paragraph, or give each its own: {%p if … %}, {%p endif %}",
                )
            )

    def _try_alone(self, fields: Mapping[str, Any] | None) -> list[Finding]:
        """What is wrong with each tag that writes a value, tried by itself: all at once, where Jinja stops at the first.

        Left out are tags with names that another tag makes; without `fields`, they are only read.
        """
        findings: list[Finding] = []
        known = {*(fields or {}), *_ENVIRONMENT.globals}
        made = {name for tag in _BLOCK.findall(self._source) for name in _WORD.findall(tag)} - known
        for tag in _VALUE.findall(self._source):
            if made.isdisjoint(_WORD.findall(tag)):
                try:
                    template = _ENVIRONMENT.from_string(tag)
                    if fields is not None:
                        template.render(fields)
                except Exception as problem:  # noqa: BLE001 (as above)
                    findings.append(self._tell(problem, tag, fields or {}))
        return list({str(finding): finding for finding in findings}.values())

    def _explain(self, problem: Exception, line: int, fields: Mapping[str, Any]) -> Finding:
        """The problem, with the tag that stands on a line of the template."""
        lines = ["", *self._source.split("\n")]
        opening = _LINE_OF_TAG.search(lines[line - 1]) if line else None
        tag = opening[0] + _AFTER_TAG.split(lines[line], maxsplit=1)[0] if opening else ""
        return self._tell(problem, tag, fields)

    def _tell(self, problem: Exception, tag: str, fields: Mapping[str, Any]) -> Finding:
        """The problem of a tag, with what was perhaps meant."""
        finding = explain_template(problem, Place(self._layout), " ".join(tag.split())[:80])
        near = _find_near(finding.values.get("name", ""), fields)
        return replace(finding, hint="did you mean '{near}'?", values={**finding.values, "near": near}) if near else finding


def _prepare(layout: str, part: etree._Element) -> str:
    """The Jinja source of a part. A line ends after each tag's opening braces, so that Jinja's line numbers find the tag."""
    for element in part.iter(etree.Element):
        for name, value in element.attrib.items():
            if _OPENING.search(str(value)):
                element.set(name, _CLOSING.sub("|in_line}}", str(value)))
        if element.tag != _TEXT and element.text and _CLOSING.search(element.text):
            element.text = _CLOSING.sub("|in_line}}", element.text)
    if _BODY_IN_LINE.search(_read_text(part)):
        raise TextError(
            Finding(
                "the body is a row of paragraphs and cannot stand inside one",
                Place(layout),
                subject="{{ body }}",
                hint="write {{p body }}, alone in its paragraph",
            )
        )
    source = _join_tags(etree.tostring(part, encoding="unicode"))
    return _TAG.sub(lambda tag: f"{{{tag[1]}\n{unescape(tag[2])}{tag[3]}", source.replace("\n", " "))


def _join_tags(xml: str) -> str:
    """A part with each tag in one piece. What docxtpl made of the same part is kept: it takes long to load."""
    kept = CodeCache("docxtpl", version("docxtpl"))
    joined = kept.find_text(xml)
    if joined is None:
        from docxtpl import DocxTemplate  # noqa: PLC0415

        joined = str(DocxTemplate("").patch_xml(xml))
        kept.keep_text(joined, xml)
    return joined


def _read_text(part: etree._Element) -> str:
    return "".join(str(text) for text in part.itertext())


def _list_attributes(part: etree._Element) -> Iterator[str]:
    return (str(value) for element in part.iter(etree.Element) for value in element.attrib.values())


def _find_line(traceback: TracebackType | None) -> int:
    """The line of the template where something failed; 0 where it failed elsewhere."""
    line = 0
    while traceback:
        if traceback.tb_frame.f_code.co_filename == _SOURCE:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _find_near(name: str, fields: Mapping[str, Any]) -> str:
    """The known name nearest to one that isn't, or nothing."""
    known = {*fields, *(key for value in fields.values() if isinstance(value, Mapping) for key in value)}
    return next(iter(get_close_matches(name, sorted(known), n=1)), "") if name else ""


def _write_value(value: object) -> str:
    """What a tag prints: markup of our own as it is, everything else letter by letter."""
    if isinstance(value, Markup):
        return value
    return "" if value is None else Markup(write_text(str(value)))  # noqa: S704 (write_text escapes)


def _write_in_line(value: object) -> Markup:
    """A value where no line can end: in an attribute, the instruction of a field, or the text of a drawing."""
    return Markup("" if value is None else write_line(str(value)))  # noqa: S704 (write_line escapes)


_ENVIRONMENT = Sandbox(_write_value, keep_trailing_newline=True)
_ENVIRONMENT.filters["in_line"] = _write_in_line
