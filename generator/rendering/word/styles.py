"""The styles that a Word layout offers to a body. Called by `word.layout`; read by all that write a body."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from generator.errors import Finding, Place, TextError

if TYPE_CHECKING:
    from collections.abc import Mapping

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = ("h2", "h3")
"""The headings that a table of contents lists."""


class Style(NamedTuple):
    """A style by its id in the layout and, where it numbers paragraphs, its numbering and what that is an instance of."""

    id: str
    numbering: str = ""
    abstract: str = ""


class Styles(dict[str, Style]):
    """The styles of a layout by name, in lower case.

    Names, not ids: Word names its own styles in English in every file, but makes ids in the language that it speaks.
    """

    def __init__(self, layout: str) -> None:
        super().__init__()
        self._layout = layout

    def __missing__(self, name: str) -> Style:
        hint = "realisera layout check {file} --add-styles writes a copy that has it; or give a style of your own that name"
        values = {"name": name, "file": self._layout}
        raise TextError(Finding("the layout has no style '{name}'", Place(self._layout), hint=hint, values=values))

    def find_numbering(self, name: str) -> Style:
        """The style `name`, which numbers its paragraphs.

        Raises:
            TextError: the layout has no such style, or it numbers nothing.
        """
        style = self[name]
        if not style.abstract:
            raise TextError(
                Finding(
                    "the style '{name}' of the layout is no list",
                    Place(self._layout),
                    hint="define bullets or numbers for it in Word, under Modify style, Format, Numbering",
                    values={"name": name},
                )
            )
        return style


_OLD_NAMES = {"note text": "note"}
"""Names that styles had. LibreOffice takes 'Note' for what PDF means by it, and makes a PDF that isn't accessible."""
_CONTENTS = (
    '<w:style {}w:type="paragraph" w:styleId="TOC{}"><w:name w:val="toc {}"/><w:basedOn w:val="{}"/><w:uiPriority w:val="39"/>'
    '<w:unhideWhenUsed/><w:pPr><w:spacing w:before="0" w:after="40"/><w:ind w:left="{}"/></w:pPr></w:style>'
)
_CONTENTS_TITLE = (
    '<w:style {}w:type="paragraph" w:styleId="TOCHeading"><w:name w:val="TOC Heading"/><w:basedOn w:val="{}"/>'
    '<w:next w:val="{}"/><w:uiPriority w:val="39"/><w:unhideWhenUsed/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
)
_INDENTS = {2: 0, 3: 340}
"""How far entries of a table of contents are set in, by level; in twentieths of a point."""


def add_contents_styles(styles: etree._Element) -> None:
    """Add the styles of a table of contents, as Word itself does in files that had none before."""
    names = {name.get(f"{W}val", "").lower(): name for name in styles.iterfind(f"{W}style/{W}name")}
    base, heading = (_read_id(names.get(name)) for name in ("normal", "heading 2"))
    space = f'xmlns:w="{W[1:-1]}" '
    for level, indent in _INDENTS.items():
        if f"toc {level}" not in names:
            styles.append(etree.fromstring(_CONTENTS.format(space, level, level, base, indent)))
    if "toc heading" not in names:
        styles.append(etree.fromstring(_CONTENTS_TITLE.format(space, heading or base, base)))


def _read_id(name: etree._Element | None) -> str:
    """The id of the style that has a name."""
    parent = name.getparent() if name is not None else None
    return parent.get(f"{W}styleId", "") if parent is not None else ""


def read_styles(layout: str, styles: etree._Element, instances: Mapping[str, str]) -> Styles:
    """The styles in a layout's styles part, with what `read_instances` says of its lists."""
    found = Styles(layout)
    for style in styles.iterfind(f"{W}style"):
        name = style.find(f"{W}name")
        if name is None:
            continue
        number = style.find(f"{W}pPr/{W}numPr/{W}numId")
        instance = number.get(f"{W}val", "") if number is not None else ""
        found[name.get(f"{W}val", "").lower()] = Style(style.get(f"{W}styleId", ""), instance, instances.get(instance, ""))
    for new, old in _OLD_NAMES.items():
        if old in found:
            found.setdefault(new, found[old])
    return found


def read_instances(numbering: etree._Element) -> dict[str, str]:
    """What each list of a numbering part is an instance of, by their ids."""
    instances = {}
    for number in numbering.iterfind(f"{W}num"):
        abstract = number.find(f"{W}abstractNumId")
        if abstract is not None:
            instances[number.get(f"{W}numId", "")] = abstract.get(f"{W}val", "")
    return instances
