"""Web pages of the examples are valid and accessible, on screens of any size, in the dark and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conformance.sorting import list_kinds
from tests.conformance.web import ask_vnu, check_in_browser, open_browser

if TYPE_CHECKING:
    from playwright.sync_api import Page

LANGUAGES = ("sv", "en", "sv-en")


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    with open_browser() as page:
        yield page


def test_vnu_finds_nothing_and_what_is_damaged_is_told(made: Path, tmp_path: Path) -> None:
    files = [file for language in LANGUAGES for file in list_kinds(made, "html", language)]
    damaged = tmp_path / "damaged.html"
    damaged.write_text(files[0].read_text(encoding="utf-8").replace("</h1>", "</h2>", 1), encoding="utf-8")
    assert len(files) >= 63
    found = ask_vnu([*files, damaged])
    assert [finding for finding in found if not finding.startswith("damaged.html")] == []
    assert any("h2" in finding for finding in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_browser_finds_nothing(browser_page: Page, made: Path, language: str) -> None:
    files = list_kinds(made, "html", language)
    assert len(files) >= 21
    assert [f"{file.name}: {finding}" for file in files for finding in check_in_browser(browser_page, file)] == []


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ((' lang="sv">', ">"), "html-has-lang: <html>"),
        (("<h2", "<h4"), "heading-order: <h4"),
        (("</main>", '<img src="data:,"></main>'), "image-alt: <img"),
        (("--paper: #12191D", "--paper: #A7B5BD"), "in the dark: color-contrast: "),
        (("--ink: #1C2B33", "--ink: #C5D1D8"), "color-contrast: "),
        (
            ("</main>", '<div class="scroll"><p style="width: 400px">x</p></div></main>'),
            "at 320 pixels: scrolls and takes no focus: <div",
        ),
        (("h2 { font-size: clamp(1.2rem", "h2 { font-size: clamp(1.5rem"), "at 320 pixels: as large as the one above: <h2"),
        (("overflow-wrap: break-word", "word-break: break-all"), "at 320 pixels: broken within a word: "),
        (("</main>", "<script>document.title = ''</script></main>"), "the browser says: "),
        (("</main>", '<p style="background: url(https://region.example/a.png)">x</p></main>'), "the browser says: "),
        (("</main>", '<p style="width: 400px">x</p></main>'), "at 320 pixels: reaches beyond the page: <p"),
        (("</main>", '<p style="width: 700px">x</p></main>'), "wider than the paper"),
        (("</main>", '<p style="height: 9px; overflow: hidden">x<br>y</p></main>'), "cut on paper: <p"),
        (('<style media="print">', '<style media="print">h2 { display: none }'), "not on paper: <h2"),
    ],
)
def test_what_is_damaged_is_told(browser_page: Page, made: Path, tmp_path: Path, change: tuple[str, str], finding: str) -> None:
    text = (made / "RE-2026-0118/risk-analysis.sv.html").read_text(encoding="utf-8")
    assert change[0] in text
    damaged = tmp_path / "damaged.html"
    damaged.write_text(text.replace(*change), encoding="utf-8")
    assert any(each.startswith(finding) for each in check_in_browser(browser_page, damaged))
