"""Documents for the tests of PDF and web page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from generator.text.parsing import parse_tree
from generator.text.tree import Document, Element

SAMPLE = Path(__file__).with_name("sample.html").read_text(encoding="utf-8").strip()
"""A body in which every element and class of the tree occurs."""

LONG_TABLE = (
    '<table class="grid"><caption>Lång</caption><thead><tr><th scope="col" width="20">Nr</th>'
    '<th scope="col" width="80">Vad</th></tr></thead><tbody>{rows}</tbody></table>'
)

LETTERHEAD = {
    "organisation": "Region Exempel",
    "organisation_number": "232199-9993",
    "address": "Exempelgatan 1\n123 45 Exempelstad",
    "contract": "Kirurgiska instrument för flergångsbruk",
    "title": "Åtgärdsplan",
    "registration_number": "RE 2024-00307",
    "date": "22 november 2026",
    "officer": "Åsa Öberg",
    "officer_phone": "+46 10 100 00 01",
    "officer_email": "asa.oberg@region.example",
}


def make_document(body: str | Element, **changes: object) -> Document:
    """A document with this body, given as HTML or as a tree."""
    fields: dict[str, object] = {
        "body": parse_tree(body, "sv") if isinstance(body, str) else body,
        "title": "Åtgärdsplan D2",
        "languages": ("sv",),
        "layout": "report",
        "slug": "action-plan",
        "author": "Region Exempel",
        "subject": "Kirurgiska instrument för flergångsbruk",
        "keywords": ("RE 2024-00307",),
        "date": date(2026, 11, 22),
        "letterhead": LETTERHEAD,
        "translate": str,
    }
    return Document(**(fields | changes))


def make_paragraph(text: str) -> Element:
    """A body of one paragraph."""
    return Element("section", {"lang": "sv"}, (Element("p", {}, (text,)),))


def squeeze(text: str) -> str:
    """`text` without white space and soft hyphens, which nobody hears."""
    return "".join(text.replace("\u00ad", "").split())
