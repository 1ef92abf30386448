"""The pages of a PDF as pictures, for people who want to see what comes of a layout. Called by the command and by `preview`."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from pathlib import Path

from generator.rendering.engines import TYPST

_PER_INCH = 110
_PATIENCE = 120
"""Seconds that LibreOffice has to open a file: it takes ten for its first."""
_SOURCE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("pages.pdf", page: {})'


def draw_pages(pdf: bytes) -> tuple[bytes, ...]:
    """Each page of a PDF as PNG; none where Typst, which draws them, isn't installed.

    Raises:
        TypstError: it can't be drawn.
    """
    if not TYPST.version:
        return ()
    import pikepdf  # noqa: PLC0415 (only those who look at pages need them)
    import typst  # noqa: PLC0415

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        count = len(opened.pages)
    pages = []
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        (room / "pages.pdf").write_bytes(pdf)
        for number in range(1, count + 1):
            source = room / "page.typ"
            source.write_text(_SOURCE.format(number), encoding="utf-8")
            made = typst.compile(source, root=room, format="png", ppi=_PER_INCH)
            pages.append(made if isinstance(made, bytes) else made[0])
    return tuple(pages)


def convert_to_pdf(sample: bytes, suffix: str) -> bytes:
    """A Word file or slides as PDF, by LibreOffice; nothing where that isn't installed, or doesn't open it."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        return b""
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder, f"sample{suffix}"), Path(folder, "sample.pdf")
        source.write_bytes(sample)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        order = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        try:
            subprocess.run(order, check=True, capture_output=True, timeout=_PATIENCE)  # noqa: S603 (a program of the system's)
        except (subprocess.SubprocessError, OSError):
            return b""
        return made.read_bytes() if made.is_file() else b""
