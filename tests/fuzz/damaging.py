"""Files damaged in ways that people and programs damage them: the same for the same seed."""

from __future__ import annotations

from random import Random

_PIECES = (
    *(b"{{ x.y.z() }}", b"{% for a in 5 %}", b"{% endfor %}", b"{{ 1 / 0 }}", b"{{ [] / '' }}", b"{%", b"}}", b"{#", b"<", b"</"),
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc2\xa0", b"\xf0\x9f\x92\xa9", b"\xe2\x80\xae", b"\t", b"\r", b"'", b'"'),
    *(
        b"&",
        b"&#0;",
        b"]]>",
        b"url(//x)",
        b"%s%n",
        b"9" * 5000,
        b"-1",
        b"1e999",
        b"nan",
        b"null",
        b": ",
        b"[" * 3000,
        b"{" * 3000,
    ),
)
"""What breaks readers: the marks of templates, XML, YAML and JSON, what no text holds, and far too much of it."""


def damage(data: bytes, seed: int) -> bytes:
    """The bytes with one to four changes: something cut, doubled, moved, swapped or put in."""
    random = Random(seed)  # noqa: S311 (the same for the same seed)
    for _ in range(random.randint(1, 4)):
        data = _change(data, random)
    return data


def _change(data: bytes, random: Random) -> bytes:
    start = random.randrange(len(data) + 1)
    end = min(len(data), start + random.choice((1, 2, 8, 40, 400)))
    part = data[start:end]
    other = random.randrange(len(data) + 1)
    return random.choice(
        (
            lambda: data[:start] + data[end:],
            lambda: data[:end] + part + data[end:],
            lambda: data[:other] + part + data[other:],
            lambda: data[:start] + bytes(byte ^ (1 << random.randrange(8)) for byte in part[:2]) + data[start + 2 :],
            lambda: data[:start] + random.choice(_PIECES) + data[start:],
            lambda: data[:start] + random.choice(_PIECES) + data[end:],
            lambda: data[:start],
        )
    )()
