"""What hides how large a PDF becomes, and what only looks so in bytes that are packed."""

from __future__ import annotations

import zlib

import pytest

from generator.files.pdf_streams import measure_streams

PACKED = zlib.compress(b"text")


@pytest.mark.parametrize(
    "dictionary",
    [
        b"<</Filter/RL>>",
        b"<</Filter /RL /Length 4>>",
        b"<</Filter[/Fl/RL]>>",
        b"<</Filter [/A85 /Fl]>>",
        b"7 0 obj/LZW\nendobj",
        b"7 0 obj\n/AHx endobj",
        b"<</Filter%x\n/RL>>",
        b"<</Filter/R#4c>>",
        b"<</Filter/LZWDecode>>",
        b"<</Filter 7 0 R>>",
    ],
)
def test_another_packing_is_refused(dictionary):
    with pytest.raises(ValueError, match="hides how large it becomes"):
        measure_streams(b"%PDF-1.7\n1 0 obj" + dictionary + b"stream\n" + PACKED + b"\nendstream")


@pytest.mark.parametrize("packed", [b"\x8a/RL\x90", b"\xf3/RL ", b" /RL\x01", b"x/RLz", b"\x02/A85\x00"])
def test_bytes_that_are_packed_may_look_like_one(packed):
    measure_streams(b"%PDF-1.7\n1 0 obj<</Filter/FlateDecode>>stream\n" + packed + PACKED + b"\nendstream")
