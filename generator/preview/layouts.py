"""A region's own layouts: which there are, and how a trial document looks in one. Called by `studio`."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from html import escape
from pathlib import Path

from msgspec import Struct

from generator.errors import RealiseraError
from generator.preview.shelf import read_stamp
from generator.rendering import make_writer
from generator.rendering.engines import TYPST
from generator.rendering.layout_checks import LayoutReport, check_layout, name_kind
from generator.rendering.page_pictures import convert_to_pdf, draw_pages
from generator.rendering.samples import make_sample
from generator.workspace import Files

_PATTERNS = ("word/*.docx", "slides.pptx", "logo.svg", "logo.png", "logo.jpg", "logo.jpeg")
"""What is looked for in `templates/`."""
_STYLE = (
    "body{margin:1rem;background:#dfe6ea;color:#1c2b33;font:1rem/1.45 system-ui,sans-serif}h1{font-size:1.2rem}"
    "img{display:block;max-width:100%;margin:0 auto 1rem;background:#fff}"
)
_LOCK = "~$"
"""How the files begin that Word keeps beside one that is open."""


class Trial(Struct, frozen=True):
    """What there is to say of a layout, and to see of it."""

    report: LayoutReport
    pages: tuple[bytes, ...] = ()
    """A trial document made with it, page by page, as PNG; none where none can be made."""
    is_likeness: bool = False
    """Whether the pages are the product's own PDF, since nothing here can draw what Word or PowerPoint would show."""


def list_layouts(root: Path) -> tuple[Path, ...]:
    """The layouts that a workspace has of its own."""
    found = (path for pattern in _PATTERNS for path in sorted((root / "templates").glob(pattern)))
    return tuple(path for path in found if path.is_file() and not path.name.startswith(_LOCK))


class Easel:
    """Tries layouts, and keeps what came of each until its file is another."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._kept: dict[Path, tuple[object, Trial]] = {}

    def try_layout(self, path: Path, fields: Mapping[str, str]) -> Trial:
        """What is wrong with a layout, and a trial document made with it; `fields` are the region's own, of its letterhead.

        Raises:
            OSError: it can't be read.
        """
        stamp = (read_stamp(path), tuple(sorted(fields.items())))
        known = self._kept.get(path)
        if known is None or known[0] != stamp:
            known = self._kept[path] = (stamp, _try(self._root, path, fields))
        return known[1]


def _try(root: Path, path: Path, fields: Mapping[str, str]) -> Trial:
    kind = name_kind(path)
    report = check_layout(path, kind, fields)
    if not report.sample:
        return Trial(report)
    if kind == "logo":
        return Trial(report, draw_pages(report.sample))
    if pdf := convert_to_pdf(report.sample, path.suffix):
        return Trial(report, draw_pages(pdf))
    try:
        likeness = make_writer("pdf", Files(root), TYPST.name).render(make_sample(kind, fields))
    except RealiseraError:
        return Trial(report)
    return Trial(report, draw_pages(likeness), is_likeness=True)


def write_page(trial: Trial, lang: str, title: str, note: str, name_page: str) -> str:
    """The pages of a trial document as one web page; `name_page` says `{number}` of each."""
    pictures = "".join(
        f'<img alt="{escape(name_page.replace("{number}", str(number)))}" src="data:image/png;base64,{b64encode(page).decode()}">'
        for number, page in enumerate(trial.pages, 1)
    )
    said = f"<p>{escape(note)}</p>" if note else ""
    return (
        f'<!DOCTYPE html><html lang="{escape(lang)}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style>"
        f"</head><body><main><h1>{escape(title)}</h1>{said}{pictures}</main></body></html>"
    )
