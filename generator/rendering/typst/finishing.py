"""The PDF as Typst leaves it, completed: tags, and what the file says of itself. Called by `writer`."""

from __future__ import annotations

import io
from importlib.metadata import version

import pikepdf
from pikepdf import Name

from generator.rendering.metadata import CREATOR, format_metadata
from generator.rendering.typst.content import drop_soft_hyphens, order_words
from generator.rendering.typst.tags import complete_tags
from generator.text.tree import Document

_PRODUCER = f"Typst {version('typst')}"


def finish_pdf(data: bytes, document: Document) -> bytes:
    """The finished PDF of a document, always the same for the same."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        complete_tags(pdf, document)
        drop_soft_hyphens(pdf)
        order_words(pdf)
        pdf.docinfo.Creator = pikepdf.String(CREATOR)
        pdf.docinfo.Producer = pikepdf.String(_PRODUCER)
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=Name.D)])
        # Not compressed, so that an archive can read it without knowing PDF.
        pdf.Root.Metadata = pdf.make_stream(format_metadata(document, _PRODUCER), Type=Name.Metadata, Subtype=Name.XML)
        finished = io.BytesIO()
        pdf.save(finished, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return finished.getvalue()
