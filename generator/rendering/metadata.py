"""What a PDF says of itself: PDF/A-3a and PDF/UA-1 at once, title, author, dates. For both PDF engines."""

from __future__ import annotations

from xml.sax.saxutils import escape

from generator.rendering.stamps import write_stamp
from generator.text.tree import Document

CREATOR = "realisera"
# PDF/A wants a description of every property that it doesn't know itself: that of PDF/UA, and our stamp.
# Source: ISO 19005-3:2012, 6.6.2 and 6.6.4; ISO 14289-1:2014, clause 5.
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3" pdfaid:conformance="A"/>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag>{languages}</rdf:Bag></dc:language>
{optional}</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" \
xmp:CreatorTool="{creator}" xmp:CreateDate="{date}" xmp:ModifyDate="{date}"/>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>{producer}</pdf:Producer>\
{keywords}</rdf:Description>
{stamp}<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li>{described}</rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
_NAMESPACE = "urn:realisera:stamp/"
_STAMP = """<rdf:Description rdf:about="" xmlns:realisera="{namespace}">\
<realisera:stamp>{line}</realisera:stamp></rdf:Description>
"""
_STAMP_DESCRIBED = """
<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>How the file was made</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>realisera</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>stamp</pdfaProperty:name>
<pdfaProperty:valueType>Text</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Version of the program, digests of what the file was made from, a seal over all\
</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li>"""


def format_metadata(document: Document, producer: str) -> bytes:
    """The XMP packet of a document, which says the same as the PDF's information dictionary; `producer` is what laid it out."""
    line = write_stamp(document.stamp)
    packet = _PACKET.format(
        title=escape(document.title),
        languages="".join(f"<rdf:li>{escape(language)}</rdf:li>" for language in document.languages),
        optional=_describe(document),
        creator=CREATOR,
        producer=escape(producer),
        date=f"{document.date.isoformat()}T00:00:00Z",
        stamp=_STAMP.format(namespace=_NAMESPACE, line=escape(line)) if line else "",
        described=_STAMP_DESCRIBED.format(namespace=_NAMESPACE) if line else "",
        keywords=f"<pdf:Keywords>{escape(', '.join(document.keywords))}</pdf:Keywords>" if document.keywords else "",
    )
    return packet.encode("utf-8")


def _describe(document: Document) -> str:
    author = f"<dc:creator><rdf:Seq><rdf:li>{escape(document.author)}</rdf:li></rdf:Seq></dc:creator>\n"
    subject = (
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{escape(document.subject)}</rdf:li></rdf:Alt></dc:description>\n'
    )
    return (author if document.author else "") + (subject if document.subject else "")
