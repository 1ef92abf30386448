"""A document of any format, read back. Called by `diff`."""

from __future__ import annotations

import html
import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from generator.errors import Finding, InputError, Place, explain
from generator.files.pdf_streams import TooLargeError
from generator.provenance.compare.blocks import Block, Node, list_blocks
from generator.provenance.compare.office_files import read_slides, read_word
from generator.provenance.compare.pdf_tags import read_pdf
from generator.provenance.compare.web_pages import read_page
from generator.rendering.stamps import is_zip

_READERS: Mapping[str, Callable[[bytes], Node]] = {
    ".docx": read_word,
    ".html": read_page,
    ".pdf": read_pdf,
    ".pptx": read_slides,
}
FORMATS = ", ".join(suffix[1:] for suffix in _READERS)
_LARGEST = 200_000_000
"""Bytes; no document of ours comes near."""


def read_bytes(path: Path) -> bytes:
    """What a document holds.

    Raises:
        InputError: it can't be read.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(Finding("this file is too large to be one of ours", Place(str(path))))
        return path.read_bytes()
    except OSError as problem:
        values = {"problem": explain(problem)}
        raise InputError(Finding("this can't be read or written: {problem}", Place(str(path)), values=values)) from problem


def holds_words(data: bytes, words: str) -> bool:
    """Whether words stand anywhere in a file as it was made, also in its metadata."""
    written = html.escape(words, quote=False).encode()
    if not is_zip(data):
        return written in data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return any(written in package.read(name) for name in package.namelist() if name.endswith(".xml"))
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return False


def read_blocks(path: Path, data: bytes) -> list[Block]:
    """What a document says, block by block.

    Raises:
        InputError: it is of another format, or damaged.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        values = {"formats": FORMATS}
        raise InputError(
            Finding("this is no document that can be compared", Place(str(path)), hint="there are: {formats}", values=values)
        )
    try:
        return list_blocks(reader(data))
    except TooLargeError as problem:
        raise InputError(Finding("this file is too large to be one of ours", Place(str(path)))) from problem
    except (ValueError, RecursionError) as problem:
        hint = "it is damaged, encrypted, or a PDF whose text isn't tagged"
        raise InputError(Finding("the text of this file can't be read", Place(str(path)), hint=hint)) from problem
