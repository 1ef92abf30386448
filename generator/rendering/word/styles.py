"""The styles that a Word layout offers to a body. Called by `word.layout`; read by all that write a body."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.errors import Finding, Place, TextError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


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
        raise TextError(
            Finding(
                "the layout has no style '{name}'",
                Place(self._layout),
                hint="copy the style from the layout that comes with the product, or give one of your own that name",
                values={"name": name},
            )
        )

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
    return found


def read_instances(numbering: etree._Element) -> dict[str, str]:
    """What each list of a numbering part is an instance of, by their ids."""
    instances = {}
    for number in numbering.iterfind(f"{W}num"):
        abstract = number.find(f"{W}abstractNumId")
        if abstract is not None:
            instances[number.get(f"{W}numId", "")] = abstract.get(f"{W}val", "")
    return instances
