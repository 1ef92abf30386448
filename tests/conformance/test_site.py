"""The documentation site is built without a warning, asks no other machine for anything, and is accessible in both languages."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conformance.web import check_site_page, open_browser

ROOT = Path(__file__).parent.parent.parent
SHAPES = (
    "docs/index",
    "docs/kom-igang",
    "docs/usage",
    "docs/registrars",
    "docs/reference/messages",
    "docs/referens/falt",
    "docs/referens/dokument",
    "CONTRIBUTING",
    "search",
    "sok",
)
"""A page of each kind: the start, commands, the longest tables, pictures, code, and both searches."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, as `make docs` builds it."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning", "--keep-going", "--conf-dir", "tools/site"]
    built = subprocess.run(
        [*command, "--doctree-dir", folder / "trees", ".", folder / "pages"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (built.returncode, built.stderr) == (0, "")
    return folder / "pages"


def test_no_page_asks_another_machine_for_anything(site: Path) -> None:
    loads = re.compile(r"""<(?:script|img|iframe|source|link)\b[^>]*(?:src|href)=["'](?:https?:)?//""")
    fetches = re.compile(r"""(?:url\(|@import)\s*["']?(?:https?:)?//""")
    pages, styles = list(site.rglob("*.html")), list(site.rglob("*.css"))
    assert len(pages) > 40
    assert styles
    assert [page.name for page in pages if loads.search(page.read_text(encoding="utf-8"))] == []
    assert [style.name for style in styles if fetches.search(style.read_text(encoding="utf-8"))] == []


def test_each_page_says_its_language_and_marks_the_other_in_the_list_of_pages(site: Path) -> None:
    swedish, english = ((site / name).read_text(encoding="utf-8") for name in ("docs/kom-igang.html", "docs/usage.html"))
    assert ('<html lang="sv"' in swedish, '<html lang="en"' in english) == (True, True)
    assert ("Hoppa till innehållet" in swedish, "Skip to main content" in english) == (True, True)
    assert re.search(r'<a [^>]*href="usage.html" lang="en" hreflang="en">', swedish)
    assert re.search(r'<a [^>]*href="kom-igang.html" lang="sv" hreflang="sv">', english)
    assert 'lang="sv"' not in re.sub(r'<html lang="sv"', "", swedish)


def test_the_search_of_swedish_pages_is_in_swedish(site: Path) -> None:
    page = (site / "docs/kom-igang.html").read_text(encoding="utf-8")
    assert ('action="../sok.html"' in page, 'action="../search.html"' in page) == (True, False)
    assert "_static/sphinx.js" in (site / "sok.html").read_text(encoding="utf-8")


def test_pages_of_each_kind_are_accessible_in_light_and_dark_and_on_a_phone(site: Path) -> None:
    with open_browser() as page:
        found = {name: check_site_page(page, site / f"{name}.html") for name in SHAPES}
    assert {name: findings for name, findings in found.items() if findings} == {}


def test_words_are_found_without_a_server(site: Path) -> None:
    with open_browser() as page:
        found = {}
        for address in ("sok.html?q=uppstartsmöten", "search.html?q=letterheads"):
            page.goto(f"{(site / 'sok.html').as_uri().removesuffix('sok.html')}{address}")
            page.wait_for_selector("#search-results li a")
            found[address] = page.locator("#search-results li a").all_inner_texts()
    assert any("Kom igång" in title for title in found["sok.html?q=uppstartsmöten"])
    assert any("letterhead" in title for title in found["search.html?q=letterheads"])
