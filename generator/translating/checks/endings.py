"""Whether a translation ends as its source does, with the signs of its own language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.errors import Finding
from generator.translating.checks.pairs import Pair

# ruff: noqa: RUF001 (signs of many scripts look alike)
_KINDS = {
    **dict.fromkeys(".。．｡۔।", "."),
    **dict.fromkeys(":：", ":"),
    **dict.fromkeys("?？؟\u037e", "?"),
    **dict.fromkeys("!！", "!"),
    **dict.fromkeys(",，、،", ","),
    **dict.fromkeys(";；؛", ";"),
    "…": "…",
}
"""What each sign means, whatever its script."""
_CHINESE = {".": "。", ":": "：", "?": "？", "!": "！", ",": "，", ";": "；"}
_ARABIC = {"?": "؟", ",": "،", ";": "؛"}
_OWN: Mapping[str, Mapping[str, str]] = {
    "ar": _ARABIC,
    "fa": _ARABIC,
    "ur": {**_ARABIC, ".": "۔"},
    "zh": _CHINESE,
    "yue": _CHINESE,
    "ja": {".": "。", "?": "？", "!": "！", ",": "、"},
    "hi": {".": "।"},
    "bn": {".": "।"},
    "el": {"?": ";"},
    "th": {".": ""},
    "lo": {".": ""},
}
"""The signs that a language writes in another way than Swedish and English do."""
_AROUND = "*_\"'”’»“)）」』"
_ABBREVIATION = re.compile(r"\w{1,3}\.")


def check_end(pair: Pair) -> Iterator[Finding]:
    """Whether both end with the same sign, or neither with any."""
    source, translation = (re.sub(r"\.{3}$", "…", text.rstrip().rstrip(_AROUND)) for text in (pair.source, pair.translation))
    own = _OWN.get(pair.language.split("-")[0], {})
    wanted = _KINDS.get(source[-1:], "")
    sign = translation[-1:]
    right = own.get(wanted, wanted)
    if wanted == "…" and translation.endswith("……"):
        return
    found = next((kind for kind, form in own.items() if form and form == sign), _KINDS.get(sign, ""))
    if not wanted and _ABBREVIATION.fullmatch(translation):
        return
    values = {"wanted": wanted, "right": right, "sign": sign}
    if right and found != wanted:
        yield Finding("the source ends with '{wanted}', so the translation ends with '{right}'", values=values)
    elif right and sign != right:
        yield Finding("the translation ends with '{sign}'; in its language that is '{right}'", values=values)
    elif not right and found:
        yield Finding("the translation ends with '{sign}', and the source doesn't", values=values)
