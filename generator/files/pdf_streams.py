"""Streams of PDFs that anybody may have made, unpacked no further than they may become. Called by `stamps` and `attachments`."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

LARGEST = 64_000_000
"""Bytes that all that is read of a PDF may become; none of ours comes near."""


class TooLargeError(ValueError):
    """More than a document of ours would hold."""


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
