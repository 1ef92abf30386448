"""What all reference pages are made of: their words, and tables in Markdown."""
# ruff: noqa: INP001 (scripts, beside the package)

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
LANGUAGES = ("en", "sv")


@cache
def read_words(lang: str) -> dict[str, Any]:
    """What the pages of a language say around what the program says."""
    words: dict[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))[lang]
    return words


def begin_page(lang: str, kind: str) -> Iterator[str]:
    """The head of a page: what it is, and that it is made."""
    words = read_words(lang)
    yield f"# {words[kind]['title']}\n\n{words[kind]['lead']}\n\n{words['made_by']}\n"


def write_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(map(escape_cell, line))} |\n" for line in lines)


def escape_cell(text: str) -> str:
    """A text on one line, in which nothing ends the cell."""
    return " ".join(text.split()).replace("|", r"\|")


def escape_text(text: str) -> str:
    """A text of which Markdown takes no letter for its own; what stands in braces, or is typed, as code."""
    parts = re.split(r"(\{\w+\})", text)
    return "".join(
        f"`{part}`" if re.fullmatch(r"\{\w+\}", part) else re.sub(r"([\\`*_<>\[\]#])", r"\\\1", part) for part in parts
    )
