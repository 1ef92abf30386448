"""The PDF as Typst leaves it, completed: tags, and what the file says of itself. Called by `writer`."""

from __future__ import annotations

from importlib.metadata import version

from generator.rendering.metadata import CREATOR, format_metadata
from generator.rendering.typst.content import drop_soft_hyphens, order_words
from generator.rendering.typst.objects import Objects, read_dictionary, write_dictionary, write_stream, write_text
from generator.rendering.typst.tags import complete_tags
from generator.text.tree import Document

_PRODUCER = f"Typst {version('typst')}"


def finish_pdf(data: bytes, document: Document) -> bytes:
    """The finished PDF of a document, always the same for the same."""
    objects = Objects(data)
    complete_tags(objects, document)
    drop_soft_hyphens(objects)
    order_words(objects)
    said = {b"Creator": write_text(CREATOR), b"Producer": write_text(_PRODUCER)}
    objects[objects.info] = write_dictionary(read_dictionary(objects[objects.info]) | said)
    catalog = read_dictionary(objects[objects.root]) | {b"PageLabels": b"<</Nums[0<</S/D>>]>>"}
    objects[objects.root] = write_dictionary(catalog)
    # Not compressed, so that an archive can read it without knowing PDF.
    packet = write_stream(b"/Type/Metadata/Subtype/XML", format_metadata(document, _PRODUCER))
    objects[int(catalog[b"Metadata"].split()[0])] = packet
    return objects.write()
