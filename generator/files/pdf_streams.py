"""PDFs that anybody may have made, opened and unpacked no further than they may become. Called by whoever reads one.

The library unpacks by itself what lists the objects, and those that are packed together, however large they are: so all streams
are measured before it is asked.
"""

from __future__ import annotations

import io
import re
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pikepdf

LARGEST = 64_000_000
"""Bytes that all that is read of a PDF may become; none of ours comes near."""


class TooLargeError(ValueError):
    """More than a document of ours would hold."""


_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_CHUNK = 1 << 16
_UNUSUAL = re.compile(
    rb"/(?:LZWDecode|RunLengthDecode|ASCII85Decode|ASCIIHexDecode|Encrypt)\b|/Filter\s*\d+\s+\d+\s+R"
    rb"|(?<=[\s\[\]rjleWx5>)%])/(?:AHx|A85|LZW|RL)(?=[\s\[\]<>()/%])"
    rb"|/FlateDecode(?:(?!>>).){0,200}?/(?:FlateDecode|Fl)\b",
    re.DOTALL,
)
"""What our PDFs never have, and hides how large a stream becomes: other packings, one in another, a lock.

What is packed holds `/RL` by chance, once in some hundred files: a short name counts only where it may stand in a dictionary.
"""
_FIGURES = re.compile(rb"/((?:[A-Za-z0-9]|#[0-9A-Fa-f]{2})*#[0-9A-Fa-f]{2}(?:[A-Za-z0-9]|#[0-9A-Fa-f]{2})*)")
"""A name with letters in figures."""
_HIDDEN = re.compile(rb"Filter|.*Decode|AHx|A85|LZW|RL|Fl|Encrypt")


@contextmanager
def open_pdf(data: bytes) -> Iterator[pikepdf.Pdf]:
    """A PDF that anybody may have made.

    Raises:
        TooLargeError: it would become larger than any of ours.
        ValueError: it can't be told how large it would become.
        Exception: what the library raises over one that is damaged.
    """
    import pikepdf  # noqa: PLC0415 (a run of Word files needs none)

    measure_streams(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        yield pdf


def measure_streams(data: bytes, largest: int = 4 * LARGEST) -> None:
    """Check how large all streams of a PDF become, pictures too.

    Raises:
        TooLargeError: they become larger than that, together.
        ValueError: it can't be told.
    """
    if _UNUSUAL.search(data) or any(_HIDDEN.fullmatch(_read_name(match[1])) for match in _FIGURES.finditer(data)):
        message = "a PDF that hides how large it becomes"
        raise ValueError(message)
    left = largest
    for match in _STREAM.finditer(data):
        unpacking, place = zlib.decompressobj(), match.end()
        try:
            while not unpacking.eof and place < len(data):
                waiting = data[place : place + _CHUNK]
                place += len(waiting)
                while waiting and not unpacking.eof:
                    left -= len(waiting) + len(unpacking.decompress(waiting, _CHUNK))
                    waiting = unpacking.unconsumed_tail
                    if left < 0:
                        raise TooLargeError
        except zlib.error:
            continue  # a picture of another kind, or nothing that is packed


def _read_name(name: bytes) -> bytes:
    return re.sub(rb"#(..)", lambda match: bytes.fromhex(match[1].decode()), name)


class StreamReader:
    """Reads streams of one PDF until they are too large together."""

    def __init__(self, largest: int = LARGEST) -> None:
        self._left = largest

    def read(self, stream: pikepdf.Object) -> bytes:
        """What a stream holds, or several that are one.

        Raises:
            TooLargeError: with all that was read before it is too large.
            ValueError: it is packed in a way that nobody packs text in, or damaged.
        """
        import pikepdf  # noqa: PLC0415 (a run of Word files needs none)

        if isinstance(stream, pikepdf.Array):
            # A word may not go on from one to the next.
            return b"\n".join(self.read(part) for part in list(stream))
        data = self._unpack(stream.read_raw_bytes(), *_list_filters(stream))
        self._left -= len(data)
        return data

    def _unpack(self, data: bytes, *filters: str) -> bytes:
        if filters:
            if filters != ("/FlateDecode",):
                raise ValueError
            unpacking = zlib.decompressobj()
            try:
                data = unpacking.decompress(data, self._left + 1)
            except zlib.error as problem:
                raise ValueError from problem
        if len(data) > self._left:
            raise TooLargeError
        return data


def _list_filters(stream: pikepdf.Object) -> list[str]:
    """What a stream is packed with; what is foretold of its bytes would have to be undone too, and stands for one more."""
    import pikepdf  # noqa: PLC0415 (as above)

    filters = stream.get("/Filter", pikepdf.Array())
    names = [str(name) for name in (list(filters) if isinstance(filters, pikepdf.Array) else [filters])]
    return [*names, *(["/DecodeParms"] if "/DecodeParms" in stream and names else [])]
