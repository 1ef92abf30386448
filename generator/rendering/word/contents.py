r"""The table of contents of a long Word file: a field, with its result already in it. Called by `word.body`.

The result names no pages. Only who lays the file out knows them, and Word looks anew at a field of a file that is opened only
after it has asked the reader. The field's switch `\n` asks for none, so that Word makes of it what stands there already.

Source: ECMA-376 part 1, 17.16.5.68 (TOC).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from generator.rendering.lengths import is_longer
from generator.rendering.word.styles import LEVELS
from generator.text.tree import Element, for_each_element

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.rendering.office.marks import Marks
    from generator.rendering.word.styles import Styles

    WriteRuns = Callable[[Sequence[Element | str], Marks], str]

_LONG, _MANY = 6, 6
"""How many pages a long text has, as far as they can be told before it is laid out, and how many headings."""
_TITLE, _TITLE_STYLE = "Innehåll", "toc heading"
"""What a table of contents is called, which `templates/components.html` has for translators, and the style of that."""
_FIRST_ID = 1001
"""Bookmarks of the layout have lower ids."""
_OPENING = (
    '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr>'
    "<w:sdtContent>"
)
_CLOSING = "</w:sdtContent></w:sdt>"
_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "2-3" \\n \\h \\z \\u '
    '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


class Contents:
    """Writes the table of contents of one document, and marks the headings that it leads to."""

    def __init__(self, root: Element, translate: Callable[..., str], styles: Styles, write_runs: WriteRuns) -> None:
        headings = _list_headings(root)
        self._headings = headings if len(headings) >= _MANY and is_longer(root, _LONG) else ()
        self._translate = translate
        self._styles = styles
        self._write_runs = write_runs
        self._marked = 0

    def write(self, marks: Marks) -> str:
        """The table of contents before the first heading that it leads to; elsewhere, and in a short text, nothing."""
        if self._marked or not self._headings:
            return ""
        entries = [self._write_entry(number, heading, marks) for number, heading in enumerate(self._headings)]
        entries[0] = entries[0].replace("</w:pPr>", f"</w:pPr>{_FIELD}", 1)
        entries[-1] = f"{entries[-1].removesuffix('</w:p>')}{_FIELD_END}</w:p>"
        style, title = self._styles[_TITLE_STYLE].id, self._write_runs((self._translate(_TITLE),), marks)
        heading = f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{title}</w:p>'
        return f"{_OPENING}{heading}{''.join(entries)}{_CLOSING}"

    def mark(self, paragraph: str) -> str:
        """The paragraph of the next heading, with a bookmark where there is a table of contents."""
        if not self._headings:
            return paragraph
        number, self._marked = self._marked, self._marked + 1
        start = f'<w:bookmarkStart w:id="{_FIRST_ID + number}" w:name="{_name_bookmark(number)}"/>'
        end = f'<w:bookmarkEnd w:id="{_FIRST_ID + number}"/>'
        before, properties, text = paragraph.partition("</w:pPr>")
        return f"{before}{properties}{start}{text.removesuffix('</w:p>')}{end}</w:p>"

    def _write_entry(self, number: int, heading: Element, marks: Marks) -> str:
        style = self._styles[f"toc {heading.tag[1]}"].id
        language = heading.attributes.get("lang", marks.language)
        text = self._write_runs(_drop_links(heading.children), marks._replace(language=language))
        link = f'<w:hyperlink w:anchor="{_name_bookmark(number)}" w:history="1">{text}</w:hyperlink>'
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{link}</w:p>'


@for_each_element
def _list_headings(element: Element) -> tuple[Element, ...]:
    """The headings in an element that contents lead to, in reading order."""
    if element.tag in LEVELS:
        return (element,)
    return tuple(heading for part in element.elements for heading in _list_headings(part))


def _name_bookmark(number: int) -> str:
    return f"_Toc{number + 1:09}"


def _drop_links(children: Sequence[Element | str]) -> tuple[Element | str, ...]:
    """Text without links of its own, since it is one."""
    return tuple(
        child
        if isinstance(child, str)
        else replace(
            child,
            tag="span" if child.tag == "a" else child.tag,
            attributes={name: value for name, value in child.attributes.items() if name != "href"},
            children=_drop_links(child.children),
        )
        for child in children
    )
