"""A Word layout, brought into one form, whichever program and hand made it. For `text.layout_words` and `rendering.word`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from generator.errors import Finding, TextError, blame, hold
from generator.files.office.body_place import check_no_body, find_body, make_room, release
from generator.files.office.ids import renumber
from generator.files.office.lengths import round_lengths
from generator.files.office.namespaces import R, W, use_usual_prefixes
from generator.files.office.package import WORD, Package
from generator.files.office.revisions import accept_changes
from generator.files.office.typed_tags import mend_tags

if TYPE_CHECKING:
    from collections.abc import Iterable

_W = f"{{{W}}}"
_WORDS = frozenset({f"{_W}t", f"{_W}delText", f"{_W}instrText"})


class WordLayout(Package):
    """A Word layout. Parts with text, styles and lists are as Word itself writes them; the rest is as it was."""

    def __init__(self, layout: str, data: bytes) -> None:
        """Reads the layout.

        Raises:
            TextError: it isn't a Word document, one of its tags is wrong, or it has no place for the body.
        """
        with blame(layout):
            super().__init__(layout, data, WORD)
            texts = self.list_text_parts()
            others = filter(None, map(self.find_related, ("styles", "numbering")))
            read = {part: self.parse(part) for part in dict.fromkeys((*texts, *others))}
            before = {part: etree.tostring(root) for part, root in read.items()}
            roots = {part: _normalise(root, is_main=part == self.main) for part, root in read.items()}
            self.texts = {part: roots[part] for part in dict.fromkeys(texts)}
            """The roots of the parts with text, the main part first."""
            findings: list[Finding] = []
            for part, root in self.texts.items():
                with hold(findings):
                    mend_tags(layout, root)
                    if part != self.main:
                        check_no_body(layout, root)
            with hold(findings):
                make_room(find_body(layout, self.document))
            if findings:
                raise TextError(*findings)
            _release_controls(self.texts.values())
            renumber(self)
            for part, root in roots.items():
                if etree.tostring(root) != before[part]:
                    self.write(part, root)

    @property
    def document(self) -> etree._Element:
        """The root of the main part."""
        return self.texts[self.main]


def _normalise(root: etree._Element, *, is_main: bool) -> etree._Element:
    _drop_indents(root)
    root = use_usual_prefixes(root, (W, R) if is_main else (W,))
    accept_changes(root)
    round_lengths(root)
    return root


def _release_controls(roots: Iterable[etree._Element]) -> None:
    """Let content controls with tags keep what comes in the place of those."""
    for root in roots:
        for control in root.iter(f"{_W}sdt"):
            if any("{{" in (text.text or "") for text in control.iter(f"{_W}t")):
                release(control)


def _drop_indents(root: etree._Element) -> None:
    """Take out line ends and spaces between elements, which some programs write and which mean nothing."""
    for element in root.iter():
        if len(element) and element.text and not element.text.strip():
            element.text = None
        if element.tail and not element.tail.strip():
            element.tail = None
