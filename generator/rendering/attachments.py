"""Embedded files of a PDF, as PDF/A-3 wants them. Called by `build.render`, for both engines.

Source: ISO 19005-3:2012, 6.8 and annex E; ISO 32000-2:2020, 7.11.4 and 14.13.
"""

from __future__ import annotations

import io
from datetime import date

from msgspec import Struct

from generator.files.pdf_streams import StreamReader, open_pdf

SOURCE = "Source"
"""How a file that a document was made from is related to it."""
YAML = "application/yaml"


class Attachment(Struct, frozen=True):
    """A file to be carried."""

    name: str
    """Without its folder."""
    data: bytes


def attach_source(pdf: bytes, source: Attachment, on: date, description: str) -> bytes:
    """The PDF with the YAML file that it was made from; the day is the only date that a PDF carries."""
    import pikepdf  # noqa: PLC0415 (few documents carry files)
    from pikepdf import Array, AttachedFileSpec, Name  # noqa: PLC0415

    moment = f"D:{on:%Y%m%d}000000Z"
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        carried = AttachedFileSpec(
            opened,
            source.data,
            filename=source.name,
            description=description,
            mime_type=YAML,
            creation_date=moment,
            mod_date=moment,
        )
        carried.obj.AFRelationship = Name("/" + SOURCE)
        opened.attachments[source.name] = carried
        opened.Root.AF = Array([carried.obj])
        finished = io.BytesIO()
        opened.save(finished, deterministic_id=True)
    return finished.getvalue()


def read_sources(pdf: bytes) -> dict[str, bytes]:
    """The YAML files that a PDF was made from, by name; nothing where it carries none or can't be read."""
    import pikepdf  # noqa: PLC0415 (as above)
    from pikepdf import Name  # noqa: PLC0415

    try:
        with open_pdf(pdf) as opened:
            specs = [spec for spec in opened.attachments.values() if spec.obj.get("/AFRelationship") == Name("/" + SOURCE)]
            reader = StreamReader()
            return {spec.filename: reader.read(spec.get_file().obj) for spec in specs if spec.get_file().mime_type == YAML}
    except (pikepdf.PdfError, pikepdf.PasswordError, AttributeError, KeyError, ValueError, RuntimeError, TypeError, OSError):
        return {}
