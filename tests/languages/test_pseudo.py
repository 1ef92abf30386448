"""The language that nobody speaks: every document in it, with nothing cut off and nothing untranslated."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from babel import Locale
from click.testing import CliRunner
from lxml import html

from generator.cli import main
from generator.text.catalogs import load_catalog
from generator.text.content_checks import check_catalog
from generator.text.extraction import extract_documents
from generator.text.language import PSEUDO
from generator.translating.pseudo import CLOSING, OPENING, disguise
from generator.workspace import Files
from tests.making import list_sources, make_all
from tests.page_reading import read_page
from tests.rendering import pdf_reading, slides_reading, word_reading
from tests.rendering.pdf_places import read_glyphs
from tests.rendering.test_typst_pages import SLIDE_END, SLIDE_LEFT, SLIDE_RIGHT, list_outside

BRACKETED = re.compile(r"\[!![^\[\]]*!!\]")
ROOT = Path(__file__).parents[2]
BABEL = Locale("en", "GB")


@pytest.mark.parametrize(
    ("text", "disguised"),
    [
        ("Tid", "[!! Tiid!!]"),
        ("Avtal {name}", "[!! AAvtåål {name}!!]"),
    ],
)
def test_a_text_is_longer_and_keeps_its_placeholders(text, disguised):
    assert disguise(text).replace("Åå", "AA").replace("ÅÅ", "AA") == disguised


@pytest.mark.parametrize(
    "kept", ["{{ view.supplier }}", "{name}", "](https://region.example/a)", "<https://region.example/a>", "&nbsp;", "\\*", "**"]
)
def test_what_means_something_is_kept(kept):
    assert kept in disguise(f"Se [avtalet {kept} hos oss")


def test_a_text_is_two_fifths_longer():
    text = "Leverantören ska lämna in en åtgärdsplan inom den tid som avtalet anger. " * 5
    longer = disguise(text).removeprefix(OPENING).removesuffix(CLOSING)
    assert len(longer) == pytest.approx(len(text) * 1.4, abs=2)


@pytest.fixture(scope="module")
def workspace(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples with a catalog of the language, as the command writes it."""
    root = tmp_path_factory.mktemp("pseudo") / "examples"
    shutil.copytree(examples, root, ignore=shutil.ignore_patterns("output"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.setenv("LANGUAGE", "en")
        done = CliRunner().invoke(main, ["locale", "pseudo"])
    assert done.exit_code == 0
    assert done.output.startswith(str(root / "locales" / PSEUDO / "LC_MESSAGES" / "documents.po"))
    return root


def test_the_catalog_translates_everything_and_breaks_nothing(workspace):
    files = Files(workspace)
    assert [str(finding) for finding in check_catalog(load_catalog(files, PSEUDO), extract_documents(files))] == []


def test_the_catalog_can_be_written_elsewhere(workspace, tmp_path, monkeypatch):
    monkeypatch.chdir(workspace)
    assert CliRunner().invoke(main, ["locale", "pseudo", "--output", str(tmp_path / "own.po")]).exit_code == 0
    assert (tmp_path / "own.po").read_bytes() == (workspace / "locales" / PSEUDO / "LC_MESSAGES" / "documents.po").read_bytes()


def test_nobody_is_asked_to_translate_into_it(workspace, monkeypatch):
    monkeypatch.chdir(workspace)
    assert PSEUDO not in CliRunner().invoke(main, ["locale", "status"]).output


@pytest.mark.long
def test_every_document_in_it(workspace, tmp_path):
    outcomes = make_all(list_sources(workspace), tmp_path, (PSEUDO,), pdf_engine="typst")
    assert [str(found) for outcome in outcomes for found in outcome.findings if found.severity == "error"] == []
    known = _list_known(workspace)
    pages, slides = sorted(tmp_path.rglob("*.html")), sorted(tmp_path.rglob("*.pptx"))
    assert len(pages) > 25
    for page in pages:
        said = read_page(page.read_bytes())
        made = page.with_suffix(".pdf").read_bytes()
        assert word_reading.read_text(page.with_suffix(".docx").read_bytes()) == said, page
        assert pdf_reading.read_text(made) == said, page
        assert list_outside(made) == [], page
        assert sorted(_list_unbracketed(page.read_text(encoding="utf-8")) - known) == [], page
    assert slides
    for file in slides:
        made = file.with_suffix(".pdf").read_bytes()
        assert pdf_reading.read_text(made) == slides_reading.read_text(file.read_bytes())
        assert _list_beside(made) == []


def _list_known(workspace: Path) -> set[str]:
    """The words that come from contracts, reports and sources of risks, or are dates, countries and languages."""
    sources = [*list_sources(workspace), *(ROOT / "content" / "risks").glob("*.yaml")]
    texts = [path.read_text(encoding="utf-8") for path in sources]
    months = [name for form in BABEL.months.values() for names in form.values() for name in names.values()]
    days = [name for form in BABEL.days.values() for names in form.values() for name in names.values()]
    named = [*BABEL.territories.values(), *BABEL.languages.values(), *months, *days, PSEUDO, "and", "docx pdf html pptx"]
    words = set(re.findall(r"[^\W\d_]+", " ".join([*texts, *map(str, named)])))
    return words | {word[0].lower() + word[1:] for word in words}  # A title after a name begins with a small letter.


def _list_unbracketed(page: str) -> set[str]:
    """The words of a page's text that stand outside brackets; those with digits in them, such as paths, are left out.

    So are labels that a drawing has no room for: its alternative text has them whole.
    """
    body = html.document_fromstring(page).find("body")
    for style in body.xpath(".//style | .//title | .//*[local-name() = 'text' and contains(., '…')]"):
        style.drop_tree()
    text = " ".join(body.itertext())
    while (shorter := BRACKETED.sub(" ", text)) != text:
        text = shorter
    return {word for part in text.split() if not re.search(r"\d", part) for word in re.findall(r"[^\W\d_]{2,}", part)}


def _list_beside(data: bytes) -> list[str]:
    """The glyphs that stand beside a slide's text, but for those of its title."""
    return [
        glyph.text
        for glyphs in read_glyphs(data)[1:]
        for glyph in glyphs
        if glyph.text.strip()
        and not (glyph.left > SLIDE_LEFT - 1 and glyph.right < SLIDE_RIGHT + 1 and 0 < glyph.base < SLIDE_END)
    ]
