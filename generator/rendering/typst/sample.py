"""A text in which every element of the tree occurs, to try a region's layout with. Called by `writer`."""

from __future__ import annotations

from datetime import date

from generator.text.parsing import parse_tree
from generator.text.tree import Document

LAYOUTS = ("report", "letter", "form", "slides")
_SLIDES = "<h1>A</h1><p>B</p><h2>C</h2><ul><li>D<ul><li>E</li></ul></li></ul>"
_PAGES = """
<h1>A</h1><p class="lead">B</p><div class="address"><p>C</p></div>
<table class="references"><tbody><tr><th scope="row">A</th><td>B</td></tr></tbody></table>
<table class="facts"><caption>A</caption><tbody><tr><th scope="row" width="30">A</th><td>B</td></tr></tbody></table>
<h2>A</h2><p>A <strong>B</strong> <em>C</em> <a href="https://region.example/">D</a> <span class="good">E</span>
<span class="warn">F</span> <span class="bad">G</span> <span class="quiet">H</span> <span class="untranslated">I</span>
<span class="nowrap">J</span> <span class="blank"></span><br/>K <span lang="en">L</span></p>
<div class="box"><p>A</p><ul><li>B<ul><li>C</li></ul></li><li class="check">D</li></ul></div><ol start="2"><li>E</li></ol>
<table class="grid"><caption>A</caption><thead><tr><th scope="col" width="50">A</th><th scope="col" width="50">B</th></tr>
</thead><tbody><tr><th scope="row">A</th><td><p>B</p><p>C</p></td></tr><tr><th scope="row">D</th><td class="blank"></td></tr>
</tbody></table><p class="note">A</p>
<table class="matrix"><caption>A</caption><thead><tr><th scope="col" width="50">A</th><th scope="col" width="50">B</th></tr>
</thead><tbody><tr><td class="low">A</td><td class="medium">B</td></tr><tr><td class="high">C</td><td>D</td></tr></tbody></table>
<table class="timeline"><caption>A</caption><thead><tr><th scope="col" width="20">A</th><th scope="col" width="20">B</th>
<th scope="col" width="60">C</th></tr></thead><tbody><tr><th scope="row">A</th><td>B</td>
<td colspan="1"><svg viewBox="0 0 10 10"><rect class="planned" x="1" y="2" width="3" height="6"/></svg></td></tr></tbody></table>
<table class="figures"><tbody><tr><td>1</td><th scope="row">A</th></tr><tr><td>2</td><th scope="row">B</th></tr></tbody></table>
<figure class="chart"><figcaption>A</figcaption><svg viewBox="0 0 640 90"><title>B</title>
<rect class="series-1" x="1" y="1" width="9" height="9"/><text class="label" x="20" y="9">C</text></svg></figure>
<div class="columns"><div lang="sv"><p>A</p></div><div lang="en"><p>B</p></div></div><div class="keep"><p>A</p></div>
<h3>A</h3><h4>B</h4><blockquote><p>C</p></blockquote><p class="blank"></p>
<table class="signatures"><tbody><tr><td><p>A</p><p class="blank"></p></td><td><p>B</p>
<p class="blank"></p></td></tr></tbody></table>
<div class="closing keep"><p>A</p><p>B</p></div><div class="page"><h2>A</h2><p>B</p></div>
"""


def make_sample(layout: str) -> Document:
    """The text in a layout."""
    fields = ("organisation", "address", "registration_number", "date", "officer", "title")
    return Document(
        body=parse_tree(_SLIDES if layout == "slides" else _PAGES, "sv"),
        title="A",
        languages=("sv",),
        layout=layout,
        slug=layout,
        author="A",
        subject="A",
        keywords=("A",),
        date=date(2000, 1, 1),
        letterhead=dict.fromkeys(fields, "A"),
        translate=str,
    )
