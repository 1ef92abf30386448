"""What is wrong with one layout, all at once, and what comes of it. Called by the command."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

from msgspec import Struct
from msgspec.structs import replace

from generator.errors import Finding, Place, hold
from generator.rendering import check_layouts, make_writer
from generator.rendering.engines import TYPST
from generator.rendering.logo import LOGO, read_logo
from generator.rendering.pagination.template import TEMPLATE
from generator.rendering.samples import make_sample
from generator.rendering.word.completing import UsedTag, add_styles, list_tags
from generator.workspace import AUTO, Files

LAYOUTS = {
    **{kind: f"templates/word/{kind}.docx" for kind in ("letter", "report", "form")},
    "slides": TEMPLATE,
    "logo": f"templates/{LOGO}",
}
"""Where a workspace has its layouts, by what they are for."""
_FORMATS = {"slides": "pptx", "logo": "pdf"}
"""What is made with a layout that isn't for Word."""
_SUFFIXES = {".docx": "report", ".pptx": "slides", ".svg": "logo", ".png": "logo", ".jpg": "logo", ".jpeg": "logo"}


class LayoutReport(Struct, frozen=True):
    """What is to be said of a layout."""

    kind: str
    findings: tuple[Finding, ...]
    tags: tuple[UsedTag, ...] = ()
    lack: Finding | None = None
    """That it lacks styles, which can be added."""
    completed: bytes = b""
    """The layout with the styles that it lacks."""
    sample: bytes = b""
    """A document with all that documents can have, made with it: of a logo as PDF; nothing where none can be."""


def name_kind(path: PurePath) -> str:
    """What a layout is for, by its name; nothing where that says nothing."""
    kind = _SUFFIXES.get(path.suffix.lower(), "")
    return path.stem if kind == "report" and path.stem in LAYOUTS else kind


def check_layout(path: Path, kind: str, fields: Mapping[str, str] | None = None) -> LayoutReport:
    """All that is to be said of the layout in a file; `fields` are the region's own, of its letterhead.

    Raises:
        OSError: it can't be read.
    """
    data, shown = path.read_bytes(), path.as_posix()
    with tempfile.TemporaryDirectory() as folder:
        files = _put(Path(folder), path, kind, data)
        findings: list[Finding] = []
        missing: tuple[str, ...] = ()
        tags: tuple[UsedTag, ...] = ()
        sample = b""
        with hold(findings):
            if kind not in _FORMATS:
                tags = list_tags(shown, data)
                missing, data = add_styles(files, shown, data, LAYOUTS[kind])
                files = _put(Path(folder), path, kind, data)
            if kind == "logo":
                read_logo(files)
            writer = make_writer(_FORMATS.get(kind, "docx"), files, TYPST.name if TYPST.version else AUTO)
            findings += _list_warnings(files, kind)
            sample = writer.render(make_sample("report" if kind == "logo" else kind, fields))
    own = {str(each): each for each in (_place(finding, shown) for finding in findings)}
    lack = _tell_missing(shown, missing) if missing else None
    return LayoutReport(kind, tuple(own.values()), tags, lack, data if missing else b"", sample)


def _put(folder: Path, path: Path, kind: str, data: bytes) -> Files:
    """A workspace that has only this layout."""
    target = folder / LAYOUTS[kind]
    if kind == "logo":
        target = target.with_suffix(path.suffix.lower())
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return Files(folder)


def _list_warnings(files: Files, kind: str) -> Iterator[Finding]:
    if kind != "logo":
        yield from (finding for finding in check_layouts(files, "typst") if finding.place and finding.place.file == LAYOUTS[kind])


def _tell_missing(shown: str, missing: tuple[str, ...]) -> Finding:
    message = "the layout lacks styles that documents may need: {names}"
    hint = "realisera layout check {file} --add-styles writes a copy that has them, as the product's own layout has"
    return Finding(message, Place(shown), hint=hint, values={"names": ", ".join(missing), "file": shown})


def _place(finding: Finding, shown: str) -> Finding:
    """The finding with the file as its user calls it."""
    return (
        replace(finding, place=Place(shown)) if finding.place is None or finding.place.file.startswith("templates/") else finding
    )
