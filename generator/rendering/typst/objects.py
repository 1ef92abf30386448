"""A PDF as its objects, to change some of them: read as Typst writes it, and written packed. For `finishing`, `tags`, `content`.

A library that reads any PDF takes half as long as the layout, since it takes each object apart. Here an object stays the bytes
that it is, and only what is to be changed is looked into.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Mapping

_ENTRY = 20
"""Bytes of an entry in the table of objects."""
_PLACE, _IN_USE = slice(0, 10), slice(17, 18)
"""Where an entry says at which byte its object begins, and whether there is one."""
_TABLE = re.compile(rb"xref\s+0 (\d+)\s+")
_TRAILER = re.compile(rb"/(Root|Info) (\d+) 0 R")
_HEAD = re.compile(rb"\d+ 0 obj\s*")
_STREAM = re.compile(rb">>\s*stream\r?\n")
_LENGTH = re.compile(rb"/Length (\d+)")
_PACKING = b"/Filter/FlateDecode"
_EFFORT = 5
"""How hard streams are packed: a third faster than the library would as a rule, and a twentieth larger."""
_NAME = re.compile(rb"\s*/([^\s()<>\[\]/]*)")
_REFERENCE = re.compile(rb"\s*\d+ \d+ R")
_TOKEN = re.compile(rb"\s*(<<|>>|[\[\](]|<[0-9A-Fa-f\s]*>|/?[^\s()<>\[\]/]+)")
_STRING_MARK = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r?\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r\n": b""}
_WIDE = b"\xfe\xff"
"""How a text begins that has two bytes a letter."""
_ROW = struct.Struct(">BIH")
"""A row of the packed table of objects: of which kind one is, and where."""
_FREE, _PLAIN, _PACKED = range(3)


class Objects:
    """The objects of a PDF, by number.

    Source: ISO 32000-1:2008, 7.3 (objects), 7.5.4 (the table of objects), 7.5.7 and 7.5.8 (packed objects).
    """

    def __init__(self, data: bytes) -> None:
        """Read a PDF.

        Raises:
            ValueError: it isn't written as Typst writes one.
        """
        start = int(data[data.rindex(b"startxref") :].split()[1])
        table = _TABLE.match(data, start)
        trailer = dict(_TRAILER.findall(data, data.rindex(b"trailer")))
        if not table or len(trailer) != len((b"Root", b"Info")):
            message = "the objects of the PDF are not listed as Typst lists them"
            raise ValueError(message)
        self.root, self.info = int(trailer[b"Root"]), int(trailer[b"Info"])
        """The numbers of the catalog, and of what the file says of itself."""
        entries = (data[table.end() + _ENTRY * number :][:_ENTRY] for number in range(int(table[1])))
        places = {number: int(entry[_PLACE]) for number, entry in enumerate(entries) if entry[_IN_USE] == b"n"}
        begun = sorted(places.values())
        ends = dict(zip(begun, [*begun[1:], start], strict=True))
        self._header = data[: begun[0]]
        self._objects = {number: _cut(data, place, ends[place]) for number, place in places.items()}

    def __getitem__(self, number: int) -> bytes:
        """An object, without its number; of a stream, with what it holds."""
        return self._objects[number]

    def __setitem__(self, number: int, content: bytes) -> None:
        self._objects[number] = content

    def items(self) -> list[tuple[int, bytes]]:
        """All objects with their numbers."""
        return list(self._objects.items())

    def add(self, content: bytes) -> int:
        """One object more, and its number."""
        number = max(self._objects) + 1
        self._objects[number] = content
        return number

    def read_stream(self, number: int) -> bytes:
        """What a stream holds."""
        entries, held = self._split_stream(number)
        return zlib.decompress(held) if _PACKING in entries else held

    def change_stream(self, number: int, held: bytes) -> None:
        """Have a stream hold something else, packed as it was."""
        entries, _ = self._split_stream(number)
        packed = zlib.compress(held, _EFFORT) if _PACKING in entries else held
        self._objects[number] = write_stream(_LENGTH.sub(b"", entries), packed)

    def _split_stream(self, number: int) -> tuple[bytes, bytes]:
        """The entries of a stream, and its bytes."""
        content = self._objects[number]
        mark, length = _STREAM.search(content), _LENGTH.search(content)
        if not mark or not length:
            message = f"object {number} of the PDF is no stream"
            raise ValueError(message)
        return content[len(b"<<") : mark.start()], content[mark.end() :][: int(length[1])]

    def write(self) -> bytes:
        """The PDF, all but streams packed into one; the same objects make the same bytes."""
        packed = {number: content for number, content in self._objects.items() if not content.endswith(b"endstream")}
        holder = max(self._objects) + 1
        streams = {number: content for number, content in self._objects.items() if number not in packed}
        parts, place, rows = [self._header], len(self._header), {0: _ROW.pack(_FREE, 0, 0xFFFF)}
        for number, content in (streams | {holder: _pack(packed)}).items():
            rows[number] = _ROW.pack(_PLAIN, place, 0)
            parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, content))
            place += len(parts[-1])
        rows |= {number: _ROW.pack(_PACKED, holder, position) for position, number in enumerate(packed)}
        rows[holder + 1] = _ROW.pack(_PLAIN, place, 0)
        table = b"".join(rows.get(number, _ROW.pack(_FREE, 0, 0)) for number in range(len(rows)))
        name = hashlib.sha256(b"".join(parts)).hexdigest()[:32].encode()
        said = b"/Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]" % (len(rows), self.root, self.info, name, name)
        listed = write_stream(said + _PACKING, zlib.compress(table, _EFFORT))
        return b"%b%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (b"".join(parts), holder + 1, listed, place)


def _cut(data: bytes, start: int, end: int) -> bytes:
    """The object that begins at `start`; before `end`, another or the table does."""
    head, tail = _HEAD.match(data, start), data.rfind(b"endobj", start, end)
    if not head or tail < 0:
        message = "an object of the PDF doesn't stand where it is listed"
        raise ValueError(message)
    return data[head.end() : tail].rstrip(b"\n")


def _pack(objects: Mapping[int, bytes]) -> bytes:
    """A stream that holds objects."""
    places, place = [], 0
    for number, content in objects.items():
        places.append(b"%d %d" % (number, place))
        place += len(content) + 1
    head = b" ".join(places) + b"\n"
    held = zlib.compress(head + b"\n".join(objects.values()), _EFFORT)
    return write_stream(b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head)) + _PACKING, held)


def write_stream(entries: bytes, held: bytes) -> bytes:
    """A stream with these entries, which holds these bytes."""
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(held), held)


def write_dictionary(entries: Mapping[bytes, bytes]) -> bytes:
    """A dictionary, by names without their slashes."""
    return b"<<%b>>" % b"".join(b"/%b %b" % entry for entry in entries.items())


def write_text(text: str) -> bytes:
    """A text, as one that is read by people."""
    return b"<%b>" % (_WIDE + text.encode("utf-16-be")).hex().upper().encode()


def read_dictionary(content: bytes) -> dict[bytes, bytes]:
    """The entries of a dictionary, by names without their slashes, each value as it is written."""
    entries: dict[bytes, bytes] = {}
    place = content.index(b"<<") + len(b"<<")
    while name := _NAME.match(content, place):
        place = _find_end(content, name.end())
        entries[name[1]] = content[name.end() : place].strip()
    return entries


def _find_end(content: bytes, place: int) -> int:
    """Where the value ends that begins at a place."""
    if reference := _REFERENCE.match(content, place):
        return reference.end()
    depth = 0
    while token := _TOKEN.match(content, place):
        place = token.end()
        if token[1] == b"(":
            place = _find_string_end(content, token.start(1))
        depth += (token[1] in {b"<<", b"["}) - (token[1] in {b">>", b"]"})
        if not depth:
            return place
    message = "an object of the PDF has no end"
    raise ValueError(message)


def _find_string_end(content: bytes, start: int) -> int:
    depth = 0
    for mark in _STRING_MARK.finditer(content, start):
        depth += (mark[0] == b"(") - (mark[0] == b")")
        if not depth:
            return mark.end()
    message = "a text of the PDF has no end"
    raise ValueError(message)


def read_text(value: bytes) -> str:
    """A text, as it is written in an object."""
    data = bytes.fromhex(value[1:-1].decode()) if value.startswith(b"<") else _ESCAPE.sub(_unescape, value[1:-1])
    return data[len(_WIDE) :].decode("utf-16-be") if data.startswith(_WIDE) else data.decode("latin-1")


def _unescape(match: re.Match[bytes]) -> bytes:
    escaped = match[1]
    if escaped.isdigit():
        return bytes([int(escaped, 8) & 0xFF])
    return _ESCAPED.get(escaped, escaped)
