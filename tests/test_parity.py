"""One text, every format: Word, PDF and web page of a document say the same words in the same order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.making import ALL_LANGUAGES, make_all
from tests.page_reading import read_page
from tests.rendering import pdf_reading, slides_reading, word_reading


@pytest.fixture(scope="module")
def made(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All documents of the example contracts."""
    out = tmp_path_factory.mktemp("made")
    outcomes = make_all(sorted((examples / "contracts").glob("*.yaml")), out)
    findings = [finding for outcome in outcomes for finding in outcome.findings]
    untranslated = "this text has no translation, so {document} in {language} shows it in its own language"
    assert [finding for finding in findings if finding.message != untranslated] == []
    assert {finding.place.file for finding in findings if finding.place} == {str(examples / "contracts/cleaning.yaml")}
    return out


def test_there_is_a_document_for_every_open_deviation_and_language(made: Path) -> None:
    names = sorted(path.relative_to(made).as_posix() for path in made.rglob("action-plan.*"))
    assert names == [
        f"RE-2024-0307/action-plan.{deviation}.{language}.{form}"
        for deviation in ("D1", "D2")
        for language in ("en", "sv-en", "sv")
        for form in ("docx", "html", "pdf")
    ]


@pytest.mark.parametrize("language", ["sv", "en", "sv-en"])
def test_all_formats_say_the_same(made: Path, language: str) -> None:
    pages = sorted(made.rglob(f"*.{language}.html"))
    assert pages
    for page in pages:
        expected = read_page(page.read_bytes())
        assert word_reading.read_text(page.with_suffix(".docx").read_bytes()) == expected, page
        assert pdf_reading.read_text(page.with_suffix(".pdf").read_bytes()) == expected, page


@pytest.mark.parametrize("language", ["sv", "en", "sv-en"])
def test_slides_say_the_same_in_both_formats(made: Path, language: str) -> None:
    files = sorted(made.rglob(f"*.{language}.pptx"))
    assert files
    for file in files:
        assert slides_reading.read_text(file.read_bytes()) == pdf_reading.read_text(file.with_suffix(".pdf").read_bytes()), file


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_letterheads_say_the_same_apart_from_the_text(made: Path, language: str) -> None:
    path = made / f"RE-2024-0307/action-plan.D2.{language.replace('+', '-')}"
    word = " ".join(word_reading.read_headers(path.with_suffix(f"{path.suffix}.docx").read_bytes()).values())
    pdf = "".join(block.text for block in pdf_reading.read_pdf(path.with_suffix(f"{path.suffix}.pdf").read_bytes()))
    for words in ("Region Exempel", "RE 2024-00307", "2026-11-22"):
        assert words in word
        assert "".join(words.split()) in "".join(pdf.split())


def test_both_languages_have_the_headings_of_each(examples: Path, tmp_path: Path) -> None:
    source = examples / "contracts/surgical-instruments.yaml"
    make_all([source], tmp_path, ALL_LANGUAGES, ("html",))
    swedish, english, both = (
        _read_headings((tmp_path / f"RE-2024-0307/action-plan.D2.{language}.html").read_text(encoding="utf-8"))
        for language in ("sv", "en", "sv-en")
    )
    assert both == [one if one == other else f"{one} / {other}" for one, other in zip(swedish, english, strict=True)]


def _read_headings(page: str) -> list[str]:
    from lxml import html  # noqa: PLC0415

    return [heading.text_content() for heading in html.document_fromstring(page).iter("h1", "h2", "h3")]
