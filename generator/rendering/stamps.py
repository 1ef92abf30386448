"""What a file says of how it was made, and a seal over its bytes, so that it can be verified where no manifest is beside it.

A stamp holds digests of what the file itself shows, and no value of a contract. The seal is the SHA-256 of the file with zeros
in the seal's place: it tells that nothing has changed, but not by whom it was made, since anybody can compute it. It is no
signature.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from itertools import islice

from lxml import etree

from generator.files.pdf_streams import StreamReader, open_pdf
from generator.files.zip_parts import DAMAGED, read_part
from generator.rendering.office.custom_properties import CUSTOM, name_property, read_properties

PRODUCT = "realisera"
"""The name of the field that says which version made the file; the stamp begins with it."""
_SEAL = "seal"
_BLANK = "0" * 64
_START, _SEALED = f"{PRODUCT}=".encode(), re.compile(rb"; seal=([0-9a-f]{64})")
_FIELDS = re.compile(rb'[^<>"\r\n]{20,1200}')
"""What stands between the beginning of a stamp and its seal."""
_LONGEST_LINE = 1400
"""Bytes of a stamp with its seal at most."""
_FIELD = re.compile(r"(\w+)=([^;]*)(?:; |$)")
_PROPERTY = re.compile(rb'name="realisera seal"><vt:lpwstr>([0-9a-f]{64})<')
_PARTS = b"[Content_Types].xml"
_LOCAL, _CENTRAL = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L")
_CRC, _CENTRAL_CRC = 14, 16
"""Where the checksum of a part stands in what the zip file says of it."""
_CANDIDATES = 8
"""How many places of a file may look like a stamp before they are no more looked at."""
_END = b"PK\5\6"
"""What the last record of a zip file begins with."""
_TAIL = 1024
"""Bytes at the end of a PDF that may hold the mark of its end; some programs write more behind it."""
_LONGEST = 1 << 20
"""Bytes of metadata that are looked at."""


def add_seal(stamp: Mapping[str, str]) -> dict[str, str]:
    """The fields of the stamp, with room for the seal; none where the file is to say nothing of how it was made."""
    return {**stamp, _SEAL: _BLANK} if stamp else {}


def write_stamp(stamp: Mapping[str, str]) -> str:
    """The stamp on one line, with room for the seal; nothing where there is none."""
    return "; ".join(f"{name}={value}" for name, value in add_seal(stamp).items())


def seal(data: bytes, stamp: Mapping[str, str]) -> bytes:
    """The file, sealed, that has such a stamp; as it is where its layout leaves out the stamp."""
    if is_package(data):
        return _seal_package(data) or data
    line = write_stamp(stamp).encode()
    # No other text of the file can be the same: it would hold its own digest.
    place = data.find(line) if line else -1
    return data if place < 0 else _fill(data, place + len(line) - len(_BLANK), ())


def is_as_made(data: bytes) -> bool:
    """Whether each byte of the file is as it was when it was sealed."""
    if is_package(data):
        return _seal_package(data) == data
    return any(_fill(data, place, ()) == data for place in _list_places(data))


STAMPED = frozenset({".docx", ".html", ".pdf", ".pptx", ".xlsx", ".zip"})
"""The endings of files that may say of themselves how they were made."""


def read_stamp(data: bytes) -> dict[str, str]:
    """The stamp of a file, also of one that was changed; nothing where it has none or can't be read."""
    if is_zip(data):
        return _read_properties(data) or _parse(_find_comment(data))
    line = next((line for line, _ in _list_lines(data)), b"")
    if not line and data.startswith(b"%PDF-"):
        line = next((line for line, _ in _list_lines(_read_metadata(data))), b"")
    return _parse(line)


def is_cut_off(data: bytes) -> bool:
    """Whether it is a PDF or a zip file whose end is missing."""
    if data.startswith(b"%PDF-"):
        return b"%%EOF" not in data[-_TAIL:]
    return is_zip(data) and _END not in data


def is_zip(data: bytes) -> bool:
    """Whether it is a zip file, such as all of Office are."""
    return data.startswith(b"PK\3\4")


def is_package(data: bytes) -> bool:
    """Whether it is a file of Word or PowerPoint as we write them, with the part that says what the others are first."""
    return is_zip(data) and data.startswith(_PARTS, _LOCAL.size)


def _list_lines(data: bytes) -> Iterator[tuple[bytes, int]]:
    """The stamps in a file, and where their seals stand: looked for from their ends, each of which is looked at once."""
    for end in _SEALED.finditer(data):
        start = data.rfind(_START, max(0, end.start() - _LONGEST_LINE), end.start())
        if start >= 0 and _FIELDS.fullmatch(data, start + len(_START), end.start()):
            yield data[start : end.end()], end.start(1)


def _parse(line: bytes) -> dict[str, str]:
    return {match[1]: match[2] for match in _FIELD.finditer(line.decode("utf-8", "replace"))}


def _list_places(data: bytes) -> Iterator[int]:
    """Where the seal may stand."""
    if is_zip(data):
        comment = _find_comment(data)
        yield from [len(data) - len(_BLANK)] if comment else []
        return
    for _, place in islice(_list_lines(data), _CANDIDATES):
        yield place


def _find_comment(data: bytes) -> bytes:
    """The stamp at the end of an archive, as its comment; nothing where there is none."""
    tail = data[-_LONGEST_LINE:]
    return next((line for line, _ in _list_lines(tail) if tail.endswith(line)), b"")


def _fill(data: bytes, place: int, checksums: tuple[int, ...]) -> bytes:
    """The file with its seal in its place, computed with zeros there and in the four bytes of each checksum."""
    blanked = bytearray(data)
    blanked[place : place + len(_BLANK)] = _BLANK.encode()
    for checksum in checksums:
        blanked[checksum : checksum + 4] = bytes(4)
    blanked[place : place + len(_BLANK)] = hashlib.sha256(blanked).hexdigest().encode()
    return bytes(blanked)


def _seal_package(data: bytes) -> bytes | None:
    """The Word or PowerPoint file with its seal; None where the part for it isn't there as we write it."""
    name = CUSTOM.encode()
    entry = data.rfind(name) - _CENTRAL.size
    if entry < 0 or data[entry : entry + 4] != b"PK\1\2":
        return None
    *_, start = _CENTRAL.unpack_from(data, entry)
    if start + _LOCAL.size > len(data) or not data.startswith(b"PK\3\4", start):
        return None
    _, _, _, method, _, _, _, _, size, length, extra = _LOCAL.unpack_from(data, start)
    begin = start + _LOCAL.size + length + extra
    match = _PROPERTY.search(data, begin, begin + size)
    if method or not match:
        return None
    checksums = (start + _CRC, entry + _CENTRAL_CRC)
    sealed = bytearray(_fill(data, match.start(1), checksums))
    for checksum in checksums:
        struct.pack_into("<L", sealed, checksum, zlib.crc32(sealed[begin : begin + size]))
    return bytes(sealed)


def _read_properties(data: bytes) -> dict[str, str]:
    """The stamp in an Office file's own properties."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            found = read_properties(read_part(file, CUSTOM, _LONGEST))
    except (*DAMAGED, etree.XMLSyntaxError):
        return {}
    own = name_property("")
    return {name.removeprefix(own) or PRODUCT: value for name, value in found.items() if name == PRODUCT or name.startswith(own)}


def _read_metadata(data: bytes) -> bytes:
    """The metadata of a PDF that another program has written anew."""
    import pikepdf  # noqa: PLC0415 (a run of Word files needs none)

    try:
        with open_pdf(data) as pdf:
            return StreamReader(_LONGEST).read(pdf.Root.Metadata)
    except (pikepdf.PdfError, pikepdf.PasswordError, AttributeError, ValueError, RuntimeError, TypeError, OSError):
        return b""
