"""Slides for tests: what a kick-off has, in one language and in two."""

from __future__ import annotations

from pathlib import Path

from generator.text.merging import merge_trees
from generator.text.parsing import parse_tree
from generator.text.tree import Document, Element
from tests.rendering.pdf_samples import make_document

SWEDISH, ENGLISH = (
    Path(__file__).with_name(f"slides.{language}.html").read_text(encoding="utf-8").strip() for language in ("sv", "en")
)
"""The same slides in two languages."""


def make_slides(body: str | Element, **changes: object) -> Document:
    """A document of slides with this body, given as HTML or as a tree."""
    return make_document(body, **{"layout": "slides", "slug": "slides", "title": "Uppstartsmöte – RE 2024-00307"} | changes)


def make_swedish() -> Document:
    """The sample in Swedish."""
    return make_slides(SWEDISH)


def make_bilingual() -> Document:
    """The sample in Swedish and English side by side."""
    tree = merge_trees(parse_tree(SWEDISH, "sv"), parse_tree(ENGLISH, "en"))
    return make_slides(tree, languages=("sv", "en"))
