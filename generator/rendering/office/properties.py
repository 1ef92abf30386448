"""What an Office file says of itself. Called by `word` and `slides`."""

from __future__ import annotations

from generator.rendering.office.text import write_line
from generator.text.language import name_region
from generator.text.tree import Document


def write_core(document: Document) -> str:
    """Title, sender and date as they are shown in lists of files: the part for core properties."""
    date = f"{document.date.isoformat()}T00:00:00Z"
    title, subject, author, keywords = (
        write_line(text) for text in (document.title, document.subject, document.author, ", ".join(document.keywords))
    )
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject><dc:creator>{author}</dc:creator>"
        f"<cp:keywords>{keywords}</cp:keywords><cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{date}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{date}</dcterms:modified>'
        f"<dc:language>{name_region(document.languages[0])}</dc:language></cp:coreProperties>"
    )


def write_application(document: Document) -> str:
    """What made the file, and for whom: the part for extended properties."""
    return (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>realisera</Application><Company>{write_line(document.author)}</Company></Properties>"
    )
