"""The words of layouts that are translated: of page, Word and Typst. Called by `extraction` and `build.fingerprints`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import PurePath

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from generator.errors import Finding, Place, TextError
from generator.files.office.typed_tags import find_tags
from generator.files.office.word import WordLayout
from generator.text.calls import read_calls
from generator.text.composing import read_text
from generator.workspace import Files

_SAY = re.compile(r'(?<![\w-])say\((?:"([^"\\]+)"\))?')
_UNSAID = re.compile(r"//[^\n]*|#let\s+say\(")
"""What isn't a call: a comment, and where the function itself is defined."""
_WORD_TAG = re.compile(r"^(\{[{%])(?:p|r|tr|tc)\s")
"""What docxtpl writes in a tag to say what of the document it stands for."""
_WORD_CELL = re.compile(r"\{%-?\s*(?:colspan|cellbg|vm|hm)\b.*?%\}", re.DOTALL)
"""Tags of docxtpl that Jinja never sees."""
_QUOTES = str.maketrans("‘’“”", "''\"\"")
_KINDS = {"document": "", "hdr": "header", "ftr": "footer", "footnotes": "footnotes", "endnotes": "endnotes"}


class LayoutWord(Struct, frozen=True):
    """Words of a layout."""

    text: str
    context: str = ""
    part: str = ""
    """Of a Word file, where it isn't the text itself: `header`, `footer`."""
    line: int = 0


def list_layout_words(files: Files, name: str) -> tuple[LayoutWord, ...]:
    """The words of a layout that are translated; none of a file that isn't a layout.

    Raises:
        TextError: the layout can't be read, or its tags are wrong.
    """
    match PurePath(name).suffix:
        case ".html":
            calls = read_calls(read_text(files, name), name)
            return tuple(LayoutWord(call.text, call.context, line=call.line) for call in calls)
        case ".typ":
            return tuple(list_said(read_text(files, name), name))
        case ".docx":
            return tuple(_list_word_words(files.read(name), name))
    return ()


def list_said(source: str, name: str) -> Iterator[LayoutWord]:
    """The words in the `say("…")` calls of a layout for Typst.

    Raises:
        TextError: a call has no text that translators could see.
    """
    bare = _UNSAID.sub(lambda match: " " * len(match[0]), source)
    for call in _SAY.finditer(bare):
        line = bare.count("\n", 0, call.start()) + 1
        if call[1] is None:
            hint = 'write it out, as in say("Diarienummer")'
            raise TextError(
                Finding("no translator sees this text, since the template works it out", Place(name, line), hint=hint)
            )
        yield LayoutWord(call[1], line=line)


def _list_word_words(data: bytes, name: str) -> Iterator[LayoutWord]:
    """The words in the tags of a Word layout."""
    for part, root in sorted(WordLayout(name, data).texts.items()):
        kind = _KINDS.get(etree.QName(root).localname, posixpath.basename(part))
        shown = f"{name} ({kind})" if kind else name
        words = _WORD_CELL.sub("", "".join(map(str, root.itertext())))
        tags = [" ".join(_WORD_TAG.sub(r"\1 ", tag.text).translate(_QUOTES).split("\n")) for tag in find_tags(words)]
        try:
            yield from (LayoutWord(call.text, call.context, kind) for call in read_calls("\n".join(tags), shown))
        except TextError as problem:
            # A Word file has no lines that anybody could look up; here each tag is on one of its own.
            lines = (finding.place.line if finding.place else 0 for finding in problem.findings)
            named = zip(problem.findings, (tags[line - 1] if 0 < line <= len(tags) else "" for line in lines), strict=True)
            raise TextError(*(replace(each, place=Place(shown), subject=tag[:80]) for each, tag in named)) from problem
