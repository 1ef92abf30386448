"""How far the cells of an xls reach, before anybody unfolds them. Called by `spreadsheets` alone.

An xls is a stream of records (BIFF) in a compound file, which olefile opens.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence

_STREAMS = ("Workbook", "Book")
"""What the stream of records is called since Excel 97, and before."""
_CONTINUE, _STRINGS, _SHARED, _NUMBERS, _PASSWORD = 0x3C, 0xFC, 0xFD, 0xBD, 0x2F
_TEXTS = frozenset({0x04, 0x204, 0xD6})
"""A text that stands in its cell, with its length after the row, the column and the format."""
_SINGLE = frozenset({0x02, 0x03, 0x05, 0x203, 0x205, 0x27E, 0x06, 0x206, 0x406})
"""A number, a truth value or a formula."""
_WIDE, _RICH, _PHONETIC = 1, 8, 4
"""Flags of a shared text: two bytes a letter, runs of formats after it, its pronunciation after that."""

Record = tuple[int, bytes]


def measure_xls(data: bytes) -> Iterator[tuple[int, int, int]]:
    """The row and column of each cell with content, from 1, and how long its text is; those that are only formatted don't count.

    Raises:
        ValueError: it is damaged, or has a password.
        OSError: it is damaged.
    """
    try:
        records = list(_list_records(_read_stream(data)))
        lengths = _measure_strings(_find_strings(records))
        for kind, record in records:
            yield from _measure(kind, record, lengths)
    except (struct.error, IndexError) as problem:
        raise ValueError from problem


def _read_stream(data: bytes) -> bytes:
    import olefile  # noqa: PLC0415 (only who reads an xls has use for it)

    with olefile.OleFileIO(io.BytesIO(data)) as file:
        for name in _STREAMS:
            if file.exists(name):
                return bytes(file.openstream(name).read())
    raise ValueError


def _list_records(stream: bytes) -> Iterator[Record]:
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind == _PASSWORD:
            raise ValueError
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _measure(kind: int, record: bytes, lengths: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """The cells of a record, the last of each row alone where it holds several."""
    if kind in _SINGLE:
        row, column = struct.unpack_from("<HH", record)
        yield row + 1, column + 1, 0
    elif kind in _TEXTS:
        row, column, _, length = struct.unpack_from("<HHHH", record)
        yield row + 1, column + 1, length
    elif kind == _SHARED:
        row, column, _, shared = struct.unpack_from("<HHHI", record)
        yield row + 1, column + 1, lengths[shared] if shared < len(lengths) else 0
    elif kind == _NUMBERS:
        (row,), (last,) = struct.unpack_from("<H", record), struct.unpack("<H", record[-2:])
        yield row + 1, last + 1, 0


def _find_strings(records: Sequence[Record]) -> list[bytes]:
    """The record of shared texts, with those that continue it."""
    start = next((number for number, (kind, _) in enumerate(records) if kind == _STRINGS), len(records))
    parts = [record for _, record in records[start : start + 1]]
    for kind, record in records[start + 1 :]:
        if kind != _CONTINUE:
            break
        parts.append(record)
    return parts


def _measure_strings(parts: Sequence[bytes]) -> list[int]:
    """How many letters each of the shared texts has.

    Raises:
        struct.error: they are damaged.
        IndexError: the same.
    """
    lengths: list[int] = []
    number, place = 0, 8
    stated = struct.unpack_from("<I", parts[0], 4)[0] if parts else 0
    while number < len(parts) and (len(lengths) < stated or place < len(parts[number])):
        if place >= len(parts[number]):
            number, place = number + 1, 0
            continue
        letters, flags = struct.unpack_from("<HB", parts[number], place)
        place += 3
        after = 0
        if flags & _RICH:
            after += 4 * struct.unpack_from("<H", parts[number], place)[0]
            place += 2
        if flags & _PHONETIC:
            after += struct.unpack_from("<I", parts[number], place)[0]
            place += 4
        number, place = _pass_letters(parts, number, place, letters, flags)
        number, place = _pass_bytes(parts, number, place, after)
        lengths.append(letters)
    return lengths


def _pass_letters(parts: Sequence[bytes], number: int, place: int, letters: int, flags: int) -> tuple[int, int]:
    """The place after so many letters; a part that goes on with them says anew how wide they are."""
    width = 2 if flags & _WIDE else 1
    while letters:
        taken = min(letters, (len(parts[number]) - place) // width)
        letters, place = letters - taken, place + taken * width
        if letters:
            number, place = number + 1, 1
            width = 2 if parts[number][0] & _WIDE else 1
    return number, place


def _pass_bytes(parts: Sequence[bytes], number: int, place: int, count: int) -> tuple[int, int]:
    while count:
        taken = min(count, len(parts[number]) - place)
        count, place = count - taken, place + taken
        if count:
            number, place = number + 1, 0
    return number, place
