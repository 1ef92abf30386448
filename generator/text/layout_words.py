"""The words of layouts that are translated: of page, Word and Typst. Called by `extraction` and `build.fingerprints`."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from io import BytesIO
from pathlib import PurePath

from generator.errors import Finding, Place, TextError
from generator.files.zip_parts import DAMAGED
from generator.text.calls import read_calls
from generator.text.compiling import TAG, TAG_START
from generator.text.composing import read_text
from generator.workspace import Files

_SAY = re.compile(r'(?<![\w-])say\((?:"([^"\\]+)"\))?')
_UNSAID = re.compile(r"//[^\n]*|#let\s+say\(")
"""What isn't a call: a comment, and where the function itself is defined."""
_MARKUP = re.compile("<[^>]*>")
_WORD_TAG = re.compile(r"^(\{[{%])(?:p|r|tr|tc)\s")
"""What docxtpl writes in a tag to say what of the document it stands for."""
_WORD_CELL = re.compile(r"\{%-?\s*(?:colspan|cellbg|vm|hm)\b.*?%\}", re.DOTALL)
"""Tags of docxtpl that Jinja never sees."""
_QUOTES = str.maketrans("‘’“”", "''\"\"")
_PARTS = re.compile(r"word/([a-z]+)\d*\.xml")


@dataclass(frozen=True, slots=True)
class LayoutWord:
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
    """The words in the tags of a Word layout, whose tags may be cut up by Word's own markup."""
    for part, markup in _read_parts(data, name):
        shown = f"{name} ({part})" if part else name
        words = unescape(_WORD_CELL.sub("", _MARKUP.sub("", markup)))
        if stray := re.search(TAG_START, TAG.sub("", words)):
            raise TextError(Finding("the tag {tag} has no end", Place(shown), values={"tag": stray[0]}))
        tags = (_WORD_TAG.sub(r"\1 ", tag).translate(_QUOTES) for tag in TAG.findall(words))
        try:
            yield from (LayoutWord(call.text, call.context, part) for call in read_calls("".join(tags), shown))
        except TextError as problem:
            # A Word file has no lines that anybody could look up.
            raise TextError(*(replace(finding, place=Place(shown)) for finding in problem.findings)) from problem


def _read_parts(data: bytes, name: str) -> list[tuple[str, str]]:
    """The parts of a Word file that hold text, each by its kind.

    Raises:
        TextError: it isn't a Word file.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as layout:
            kinds = ((part, _PARTS.fullmatch(part)) for part in sorted(layout.namelist()))
            return [(kind[1].replace("document", ""), layout.read(part).decode()) for part, kind in kinds if kind]
    except DAMAGED as problem:
        raise TextError(Finding("this is not a Word document", Place(name), hint="save it in Word as .docx")) from problem
