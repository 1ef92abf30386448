"""Spreadsheets of old Excel, record by record: what no program would write."""

from __future__ import annotations

import struct

_SECTOR = 512
_END, _FAT, _NONE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_BOOK, _SHEET, _EOF, _BOUND, _STRINGS, _CONTINUE = 0x809, 0x809, 0x0A, 0x85, 0xFC, 0x3C
_LONGEST = 8224
"""The most bytes of a record."""


def record(kind, *parts):
    data = b"".join(parts)
    return struct.pack("<HH", kind, len(data)) + data


def shared(row, column, number):
    return record(0xFD, struct.pack("<HHHI", row, column, 0, number))


def number(row, column, value=1.0):
    return record(0x203, struct.pack("<HHHd", row, column, 0, value))


def numbers(row, first, last):
    return record(0xBD, struct.pack("<HH", row, first), struct.pack("<HI", 0, 0) * (last - first + 1), struct.pack("<H", last))


def formula(row, column):
    return record(0x06, struct.pack("<HHHdHIH", row, column, 0, 1.0, 0, 0, 0))


def blank(row, column):
    return record(0x201, struct.pack("<HHH", row, column, 0))


def strings(*texts, wide=False):
    """The shared texts, each in one record, or in several where it is long."""
    parts = [struct.pack("<II", len(texts), len(texts))]
    for text in texts:
        parts[-1] += struct.pack("<HB", len(text), wide)
        data = text.encode("utf-16-le" if wide else "latin-1")
        while data:
            room = _LONGEST - len(parts[-1])
            room -= room % 2
            parts[-1] += data[:room]
            data = data[room:]
            if data:
                parts.append(bytes([wide]))
    first, *rest = parts
    return record(_STRINGS, first) + b"".join(record(_CONTINUE, part) for part in rest)


def make_xls(*cells, texts=b"", before=b""):
    """A workbook with a sheet of these records."""
    begin = record(_BOOK, struct.pack("<HHHHII", 0x600, 0x05, 0, 0, 0, 0))
    sheet = record(_SHEET, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + b"".join(cells) + record(_EOF)
    name = record(_BOUND, struct.pack("<IHBB", 0, 0, 5, 0), b"Avtal")
    start = len(begin + before + name + texts + record(_EOF))
    name = record(_BOUND, struct.pack("<IHBB", start, 0, 5, 0), b"Avtal")
    return _pack(begin + before + name + texts + record(_EOF) + sheet)


def _pack(stream):
    """A compound file that holds the stream `Workbook`."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // _SECTOR)
    tables = -(-(sectors + 2) // (_SECTOR // 4 - 1))
    first = tables + 1
    chain = [_FAT] * tables + [_END] + [*range(first + 1, first + sectors), _END]
    chain += [_NONE] * (tables * _SECTOR // 4 - len(chain))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", *[*range(tables), *[_NONE] * (109 - tables)])
    entries = (
        _enter("Root Entry", 5, 1, _END, 0) + _enter("Workbook", 2, _NONE, first, len(stream)) + _enter("", 0, _NONE, 0, 0) * 2
    )
    return head + struct.pack(f"<{len(chain)}I", *chain) + entries + stream.ljust(sectors * _SECTOR, b"\0")


def _enter(name, kind, child, start, size):
    said = (name + "\0").encode("utf-16-le") if name else b""
    return (
        said.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(said), kind, 1, _NONE, _NONE, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
