"""PDF by WeasyPrint: what is particular to it. What both engines make of a document is tested in `test_pdf`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator.errors import RenderError
from generator.rendering.tightening import LOOSE
from generator.rendering.weasyprint.writer import WeasyPrintWriter
from generator.workspace import Files
from tests.rendering.pdf_samples import LETTERHEAD, LONG_TABLE, SAMPLE, make_document

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "source", ["file:///etc/passwd", "http://region.example/a.css", "../../../etc/passwd", "%2e%2e/x", "data:text/css,p%7B%7D"]
)
def test_nothing_but_our_files_is_fetched(tmp_path: Path, source: str) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "print.css").write_text(f'@import url("{source}");', encoding="utf-8")
    with pytest.raises(RenderError, match="only files in templates/ may be used"):
        WeasyPrintWriter(Files(tmp_path))


def test_a_mistake_in_a_style_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "print.css").write_text("p { colour: red }", encoding="utf-8")
    with pytest.raises(RenderError, match="colour"):
        WeasyPrintWriter(Files(tmp_path))


@pytest.mark.parametrize("missing", ["pango", "harfbuzz-subset"])
def test_a_missing_library_is_named_with_its_cure(missing: str) -> None:
    script = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
import cffi
from generator.errors import RenderError
load = cffi.FFI.dlopen
def refuse(self, name, flags=0):
    if {missing!r} in name:
        raise OSError(f"cannot load library '{{name}}': not found")
    return load(self, name, flags)
cffi.FFI.dlopen = refuse
from generator.rendering.weasyprint.writer import WeasyPrintWriter
from generator.rendering.web import WebWriter
from generator.workspace import Files
WebWriter(Files())
try:
    WeasyPrintWriter(Files())
except RenderError as problem:
    print(problem)
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    first, hint = run.stdout.splitlines()
    assert run.stderr == ""
    assert first.startswith("error: WeasyPrint needs the library ")
    assert missing in first.lower()
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in hint
    assert '--pdf-engine typst, or pdf_engine = "typst" in realisera.toml' in hint


def test_nothing_runs_over_the_margin() -> None:
    writer = WeasyPrintWriter(Files())
    from weasyprint import HTML  # noqa: PLC0415 (only after Pango is known to be there)
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415

    word = "Donaudampfschiff" * 12
    cells = f'<tr><th scope="row">{word}</th><td>{word}</td></tr>'
    body = f'<h1>{word}</h1><div class="columns"><div lang="sv"><p>{word}</p></div><div lang="en"><p>{word}</p></div></div>'
    document = make_document(SAMPLE + body + LONG_TABLE.format(rows=cells), letterhead=LETTERHEAD | {"officer": word}, title=word)
    engine = writer._renderer
    layout = HTML(string=writer._page.fill(document), url_fetcher=engine._fetcher).render(
        engine._fonts, stylesheets=engine._styles[LOOSE]
    )
    margin = 22 / 25.4 * 96
    over = [
        box.text
        for page in layout.pages
        for box in page._page_box.descendants()
        if isinstance(box, boxes.TextBox) and box.position_x + box.width - box.text.endswith(" ") * 4 > page.width - margin + 0.5
    ]
    assert over == []
