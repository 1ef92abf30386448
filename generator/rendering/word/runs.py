"""Text within a paragraph, as runs of WordprocessingML. Called by `word.body`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.errors import Finding, RenderError
from generator.rendering.fields import read_field
from generator.rendering.office.directions import split_directions
from generator.rendering.office.marks import Marks, mark_language, mark_status
from generator.rendering.office.text import keep_together, write_line, write_target, write_text
from generator.rendering.word.fields import Fields
from generator.text.language import Direction, name_region, read_direction
from generator.text.tree import is_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.rendering.word.styles import Styles
    from generator.text.tree import Element

_SCRIPTS = dict.fromkeys(("ja", "ko", "zh"), "eastAsia")


class Setting(NamedTuple):
    """Where a part of the body stands."""

    marks: Marks
    width: int
    """In twentieths of a point."""
    style: str = "normal"
    """Of its paragraphs, by name."""
    level: int = 0
    """How many lists it stands in."""


class Runs:
    """Writes the text of one document, and keeps the targets of its links."""

    def __init__(self, styles: Styles, languages: Sequence[str]) -> None:
        self.links: dict[str, str] = {}
        """Relationship ids by target."""
        self.fields = Fields(styles, languages[0])
        self._styles = styles
        self._language = languages[0]
        self._turns = any(read_direction(language) == "rtl" for language in languages)
        """Whether pieces of text need runs of their own to keep their order."""
        self._properties: dict[tuple[Marks, Direction | None], str] = {}

    def write(self, children: Sequence[Element | str], marks: Marks) -> str:
        """The runs of text and inline elements."""
        if is_words(children):
            return self._write_text(children[0], marks)
        text, element = self._write_text, self._write_element
        return "".join([text(child, marks) if isinstance(child, str) else element(child, marks) for child in children])

    def _write_text(self, text: str, marks: Marks) -> str:
        if marks.unbroken:
            text = keep_together(text)
        if self._turns:
            pieces = split_directions(text, marks.language, self._language)
            return "".join([self._write_run(piece, marks, direction) for piece, direction in pieces])
        return self._write_run(text, marks)

    def _write_run(self, text: str, marks: Marks, direction: Direction | None = None) -> str:
        """A run that is written one way: that of its language, unless something else is said."""
        properties = self._properties.get((marks, direction))
        if properties is None:
            written = self._write_properties(marks, direction or read_direction(marks.language))
            properties = self._properties[marks, direction] = written
        return f'<w:r>{properties}<w:t xml:space="preserve">{write_text(text)}</w:t></w:r>'

    def _write_element(self, element: Element, marks: Marks) -> str:
        marks = mark_language(element, marks)
        match element.tag:
            case "br":
                return "<w:r><w:br/></w:r>"
            case "strong":
                return self.write(element.children, marks._replace(strong=True))
            case "em":
                return self.write(element.children, marks._replace(emphasis=True))
            case "a":
                return self._write_link(element, marks)
            case "span":
                return self._write_span(element, marks)
            case tag:
                raise RenderError(Finding("<{tag}> cannot stand inside a line of text in Word", values={"tag": tag}))

    def _write_span(self, element: Element, marks: Marks) -> str:
        marks = mark_status(element, marks)
        field = read_field(element)
        blank = self.fields.write(field, "blank") if field else ""
        return blank + self.write(element.children, marks)

    def _write_link(self, element: Element, marks: Marks) -> str:
        target = write_target(element.attributes.get("href", ""))
        relationship = self.links.setdefault(target, f"rLink{len(self.links) + 1}")
        text = self.write(element.children, marks._replace(style="Hyperlink"))
        return f'<w:hyperlink r:id="{relationship}" w:history="1">{text}</w:hyperlink>'

    def _write_properties(self, marks: Marks, direction: Direction) -> str:
        """Run properties: one named style, and bold or italic by hand only where two kinds of emphasis meet."""
        style, bold, italic = marks.style, marks.strong, marks.emphasis
        if not style and bold:
            style, bold = "Strong", False
        elif not style and italic:
            style, italic = "Emphasis", False
        properties = [f'<w:rStyle w:val="{self._styles[style.lower()].id}"/>'] if style else []
        properties += ["<w:b/><w:bCs/>"] * bold + ["<w:i/><w:iCs/>"] * italic
        if script_of(marks.language) == "eastAsia":
            properties.insert(1 if style else 0, '<w:rFonts w:hint="eastAsia"/>')
        properties += ["<w:rtl/>"] * (direction == "rtl")
        if marks.language != self._language:
            properties.append(_write_language(marks.language))
        return f"<w:rPr>{''.join(properties)}</w:rPr>" if properties else ""


def script_of(language: str) -> str:
    """What Word calls the kind of script that a language has: `bidi`, `eastAsia`, or nothing."""
    return "bidi" if read_direction(language) == "rtl" else _SCRIPTS.get(language.partition("-")[0], "")


def write_direction(language: str, around: str) -> str:
    """Which way a paragraph is written, where that isn't the way of its document."""
    direction = read_direction(language)
    return "" if direction == read_direction(around) else "<w:bidi/>" if direction == "rtl" else '<w:bidi w:val="0"/>'


def _write_language(language: str) -> str:
    tag = write_line(name_region(language))
    script = script_of(language)
    return f'<w:lang w:val="{tag}" w:{script}="{tag}"/>' if script else f'<w:lang w:val="{tag}"/>'
