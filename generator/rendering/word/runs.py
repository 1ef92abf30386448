"""Text within a paragraph, as runs of WordprocessingML. Called by `word.body`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeGuard
from urllib.parse import quote

from generator.errors import Finding, RenderError
from generator.rendering.checks import check_link
from generator.rendering.word.fields import Fields
from generator.rendering.word.text import write_line, write_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.rendering.word.styles import Styles
    from generator.text.tree import Element

_REGIONS = {"sv": "sv-SE", "en": "en-GB"}
_SCRIPTS = {
    "ar": "bidi",
    "fa": "bidi",
    "he": "bidi",
    "ps": "bidi",
    "ur": "bidi",
    "ja": "eastAsia",
    "ko": "eastAsia",
    "zh": "eastAsia",
}
_STATUS = {"good": "Good", "warn": "Warn", "bad": "Bad", "quiet": "Quiet", "untranslated": "Untranslated"}
_NO_BREAK_SPACE = "\u00a0"
_URL_SAFE = "%/:=&?~#+!$,;'@()*[]"


class Marks(NamedTuple):
    """How a piece of text is set apart from its paragraph."""

    language: str
    style: str = ""
    strong: bool = False
    emphasis: bool = False
    unbroken: bool = False
    signed: bool = False
    """Whether somebody signs here, by hand: a line is a line then, and no field."""


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

    def __init__(self, styles: Styles, language: str) -> None:
        self.links: dict[str, str] = {}
        """Relationship ids by target."""
        self.fields = Fields(styles)
        self.last = ""
        """The latest words, which say what a place to write in after them is for."""
        self._styles = styles
        self._language = language
        self._properties: dict[Marks, str] = {}

    def write(self, children: Sequence[Element | str], marks: Marks) -> str:
        """The runs of text and inline elements."""
        if is_words(children):
            return self._write_text(children[0], marks)
        return "".join([self._write(child, marks) for child in children])

    def _write(self, child: Element | str, marks: Marks) -> str:
        return self._write_text(child, marks) if isinstance(child, str) else self._write_element(child, marks)

    def _write_text(self, text: str, marks: Marks) -> str:
        if text.strip():
            self.last = text
        properties = self._properties.get(marks)
        if properties is None:
            properties = self._properties[marks] = self._write_properties(marks)
        if marks.unbroken:
            text = text.replace(" ", _NO_BREAK_SPACE)
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
        blank = self.fields.write_blank((self.last,), "blank") if "blank" in element.classes else ""
        return blank + self.write(element.children, marks)

    def _write_link(self, element: Element, marks: Marks) -> str:
        target = write_target(element.attributes.get("href", ""))
        relationship = self.links.setdefault(target, f"rLink{len(self.links) + 1}")
        text = self.write(element.children, marks._replace(style="Hyperlink"))
        return f'<w:hyperlink r:id="{relationship}" w:history="1">{text}</w:hyperlink>'

    def _write_properties(self, marks: Marks) -> str:
        """Run properties: one named style, and bold or italic by hand only where two kinds of emphasis meet."""
        style, bold, italic = marks.style, marks.strong, marks.emphasis
        if not style and bold:
            style, bold = "Strong", False
        elif not style and italic:
            style, italic = "Emphasis", False
        properties = [f'<w:rStyle w:val="{self._styles[style.lower()].id}"/>'] if style else []
        properties += ["<w:b/><w:bCs/>"] * bold + ["<w:i/><w:iCs/>"] * italic
        if marks.language != self._language:
            properties.append(_write_language(marks.language))
        return f"<w:rPr>{''.join(properties)}</w:rPr>" if properties else ""


def is_words(children: Sequence[Element | str]) -> TypeGuard[Sequence[str]]:
    """Whether they are text and nothing else, as those of most elements."""
    return len(children) == 1 and children[0].__class__ is str


def name_language(language: str) -> str:
    """The BCP 47 tag that Word's proofing tools know the language by, such as sv-SE."""
    return _REGIONS.get(language, language)


def mark_language(element: Element, marks: Marks) -> Marks:
    """`marks` in the language of `element`."""
    language = element.attributes.get("lang")
    return marks._replace(language=language) if language else marks


def mark_status(element: Element, marks: Marks) -> Marks:
    """`marks` with what the classes of `element` say of its text."""
    if "class" not in element.attributes:
        return marks
    classes = element.classes
    if not classes.isdisjoint(_STATUS):
        marks = marks._replace(style=[style for name, style in _STATUS.items() if name in classes][-1])
    return marks._replace(unbroken=True) if "nowrap" in classes else marks


def _write_language(language: str) -> str:
    tag = write_line(name_language(language))
    script = _SCRIPTS.get(language.partition("-")[0])
    return f'<w:lang w:val="{tag}" w:{script}="{tag}"/>' if script else f'<w:lang w:val="{tag}"/>'


def write_target(address: str) -> str:
    """The address of a link as it stands in a file.

    Raises:
        RenderError: it doesn't lead to the web or to a mailbox.
    """
    check_link(address)
    return quote(address, safe=_URL_SAFE)
