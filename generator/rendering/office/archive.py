"""Zip files of parts, the same for the same parts. Called by `office.package` and `slides`.

Python's own `zipfile` takes 0.89 ms for the parts of a document where this takes 0.50:
`docs/decisions/2026-11-27-short-cuts.md` tells how that was measured.

Source: PKWARE's .ZIP file format specification, 4.3.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
_VERSION, _UTF8, _DEFLATED = 20, 0x800, 8
_TIME, _DAY = 0, 33  # the beginning of 1980, the first moment that a zip file can name
STORED, FAST, EVEN, SMALL = 0, 1, 6, 9
"""Levels of compression: the first is none, for bytes that are changed in their place; `EVEN` takes a little
more room than `SMALL`, `FAST` a quarter more."""


class ZipArchive(Struct, frozen=True):
    """Parts in a zip file that more can be added to."""

    packed: bytes = b""
    directory: bytes = b""
    """What the end of the file says of each part."""
    count: int = 0

    def add(self, parts: Mapping[str, bytes], level: int = SMALL) -> ZipArchive:
        """The archive with more parts in it."""
        packed, directory = [self.packed], [self.directory]
        offset = len(self.packed)
        for name, content in parts.items():
            label = name.encode()
            packed_part = _deflate(content, level) if level else content
            flags = 0 if label.isascii() else _UTF8
            sizes = (len(packed_part), len(content), len(label), 0)
            head = (_VERSION, flags, _DEFLATED if level else STORED, _TIME, _DAY, zlib.crc32(content), *sizes)
            packed += [_LOCAL.pack(b"PK\3\4", *head), label, packed_part]
            directory += [_CENTRAL.pack(b"PK\1\2", _VERSION, *head, 0, 0, 0, 0, offset), label]
            offset += _LOCAL.size + len(label) + len(packed_part)
        return ZipArchive(b"".join(packed), b"".join(directory), self.count + len(parts))

    def finish(self, parts: Mapping[str, bytes], plain: Mapping[str, bytes]) -> bytes:
        """The file, with more parts that no other file has, and that are packed quickly therefore, or not at all."""
        whole = self.add(parts, FAST).add(plain, STORED)
        end = _END.pack(b"PK\5\6", 0, 0, whole.count, whole.count, len(whole.directory), len(whole.packed), 0)
        return b"".join((whole.packed, whole.directory, end))


def _deflate(content: bytes, level: int) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()
