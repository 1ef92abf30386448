"""A text in which every element of the tree occurs, to try a region's layout with. For `typst` and `layout_checks`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from generator.text.parsing import parse_tree
from generator.text.tree import Document

LAYOUTS = ("report", "letter", "form", "slides")
_SLIDES = "<h1>Title</h1><p>Subtitle</p><h2>Heading</h2><ul><li>Level 1<ul><li>Level 2</li></ul></li></ul>"
_PAGES = """
<h1>Heading 1</h1><p class="lead">Lead</p><div class="address"><p>Envelope Address</p></div>
<table class="references"><tbody><tr><th scope="row">Reference Label</th><td>Reference Value</td></tr></tbody></table>
<table class="facts"><caption>Caption: Facts</caption><tbody><tr><th scope="row" width="30">Text</th><td>Text</td></tr></tbody>
</table>
<h2>Heading 2</h2><p>Normal, <strong>Strong</strong>, <em>Emphasis</em>, <a href="https://region.example/">Hyperlink</a>,
<span class="good">Good</span>, <span class="warn">Warn</span>, <span class="bad">Bad</span>, <span class="quiet">Quiet</span>,
<span class="untranslated">Untranslated</span>, <span class="nowrap">12 kr</span>, <span class="blank"></span><br/>Line
<span lang="en">English</span></p>
<div class="box"><p>Box</p><ul><li>Box Bullets<ul><li>Level 2</li></ul></li><li class="check">List Check</li></ul></div>
<ul><li>List Bullet<p>List Continue</p><ul><li>List Bullet 2<ul><li>List Bullet 3</li></ul></li></ul></li></ul>
<ol start="2"><li>List Number</li></ol>
<table class="grid"><caption>Caption: Grid</caption><thead><tr><th scope="col" width="50">Table Heading</th>
<th scope="col" width="50">Table Heading</th></tr></thead><tbody><tr><th scope="row">Table Text</th><td><p>Table Text</p><p>Table
Text</p></td></tr><tr><th scope="row">Blank Cell</th><td class="blank"></td></tr></tbody></table><p class="note">Note Text</p>
<table class="matrix"><caption>Caption: Matrix</caption><thead><tr><th scope="col" width="50">A</th>
<th scope="col" width="50">B</th></tr></thead><tbody><tr><td class="low">Low</td><td class="medium">Medium</td></tr>
<tr><td class="high">High</td><td>None</td></tr></tbody></table>
<table class="timeline"><caption>Caption: Timeline</caption><thead><tr><th scope="col" width="20">A</th>
<th scope="col" width="80"><p>B</p><div class="scale"><p>C</p></div></th></tr></thead><tbody><tr><th scope="row">A</th>
<td><p>B</p><svg viewBox="0 0 10 10"><rect class="planned" x="1" y="2" width="3" height="6"/></svg></td></tr></tbody></table>
<table class="figures"><tbody><tr><th scope="row">Figure Label</th><td>1</td></tr><tr><th scope="row">Figure Label</th><td>2</td>
</tr></tbody></table>
<figure class="chart"><figcaption>Caption: Picture</figcaption><svg viewBox="0 0 640 90"><title>Picture</title>
<rect class="series-1" x="1" y="1" width="9" height="9"/><text class="label" x="20" y="9">Label</text></svg></figure>
<div class="columns"><div lang="sv"><p>Columns</p></div><div lang="en"><p>Columns</p></div></div>
<div class="keep"><p>Normal</p></div>
<h3>Heading 3</h3><h4>Heading 4</h4><blockquote><p>Quote</p></blockquote><p class="blank"></p>
<table class="signatures"><tbody><tr><td><p>Signature Heading</p><p class="blank"></p></td><td><p>Signature Heading</p>
<p class="blank"></p></td></tr></tbody></table>
<div class="closing keep"><p>Closing</p><p>Signature</p></div><div class="page"><h2>Heading 2</h2><p>Normal</p></div>
"""
_LETTERHEAD = {
    "organisation": "Region Exempel",
    "organisation_number": "232199-9993",
    "address": "Box 1, 123 45 Exempelstad",
    "registration_number": "RE 2026-00001",
    "date": "2026-01-31",
    "officer": "Kim Exempel",
    "officer_phone": "+46 10 100 00 00",
    "officer_email": "kim.exempel@region.example",
    "title": "Sample",
}


def make_sample(layout: str, own: Mapping[str, str] | None = None) -> Document:
    """The text in a layout; each thing says the name of its style. `own` are a region's fields of the letterhead."""
    return Document(
        body=parse_tree(_SLIDES if layout == "slides" else _PAGES, "sv"),
        title="Sample",
        languages=("sv",),
        layout=layout,
        slug=layout,
        author="Region Exempel",
        subject="Sample",
        keywords=("RE 2026-00001",),
        date=date(2000, 1, 1),
        letterhead={**_LETTERHEAD, **(own or {})},
        translate=str,
    )
