"""Zip files that anybody may have made: how their parts are read, and how that fails. Uses nobody."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    RuntimeError,
    EOFError,
    KeyError,
    ValueError,
)
"""What is inside of zip files that somebody damaged fails in many ways."""
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""How office programs pack, and we."""


def read_part(archive: zipfile.ZipFile, name: str, largest: int) -> bytes:
    """A part of a zip file that isn't larger than that, whatever the zip file says of its size.

    Raises:
        Exception: one of `DAMAGED`, also where it is too large or packed in a way that no office program uses.
    """
    info = archive.getinfo(name)
    if info.compress_type not in _METHODS or info.file_size > largest:
        raise ValueError
    with archive.open(info) as part:
        # Asked for all there is, it would unpack more than the size that it states.
        return part.read(info.file_size)
