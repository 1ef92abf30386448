"""One text, every format: Word, PDF and web page of a document say the same words in the same order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from lxml import html

from generator.rules.publishing import list_names
from tests.loading import load_contract
from tests.making import ALL_LANGUAGES
from tests.page_reading import read_page
from tests.rendering import pdf_reading, slides_reading, word_reading


def test_there_is_a_document_for_every_open_deviation_and_language(made: Path) -> None:
    names = sorted(path.relative_to(made).as_posix() for path in made.rglob("action-plan.*"))
    assert names == [
        f"RE-2024-0307/action-plan.{deviation}.{language}.{form}"
        for deviation in ("D1", "D2")
        for language in ("en", "sv-en", "sv")
        for form in ("docx", "html", "pdf")
    ]


def test_there_are_reports_of_every_report_file_and_of_contracts_that_are_evaluated(made: Path) -> None:
    names = sorted(path.relative_to(made).as_posix() for path in made.rglob("*-report.sv.pdf"))
    assert names == [
        "RE-2023-0044/evaluation-report.sv.pdf",
        "hallbarhet-2026/communication-report.sv.pdf",
        "hallbarhet-2026/evaluation-report.sv.pdf",
        "halvar-2026-1/communication-report.sv.pdf",
        "halvar-2026-1/evaluation-report.sv.pdf",
    ]


@pytest.mark.parametrize("language", ["sv", "en", "sv-en"])
def test_charts_have_the_same_words_in_all_formats(made: Path, made_by_typst: Path, language: str) -> None:
    drawn = set()
    for path in sorted(made.rglob(f"*.{language}.html")):
        described = html.document_fromstring(path.read_text(encoding="utf-8")).xpath("//figure//svg/@aria-label")
        if described:
            drawn.add(path.name.partition(".")[0])
            word = path.with_suffix(".docx").read_bytes()
            assert word_reading.parse_part(word, "word/document.xml").xpath("//*[local-name()='docPr']/@descr") == described
            for folder in (made, made_by_typst):
                pdf = (folder / path.relative_to(made)).with_suffix(".pdf").read_bytes()
                assert [figure.alt for figure in pdf_reading.read_tags(pdf).find_all("Figure") if figure.alt] == described
    assert drawn == {"03-clause-guide", "communication-report", "escalation-record", "followup-plan", "risk-analysis"}


def test_what_is_published_names_nobody_anywhere_in_a_file(made: Path, made_by_typst: Path, examples: Path) -> None:
    contracts = [load_contract(path).contract for path in sorted((examples / "contracts").glob("*.yaml"))]
    names = {"".join(name.casefold().split()) for contract in contracts for name in list_names(contract)}
    assert {"jonaslindqvist", "samirahaddad", "tomasberg", "katarzynanowak", "raviforgingcooperative"} <= names
    found: dict[str, set[str]] = {}
    for path in sorted([*made.glob("*/*-report.*"), *made_by_typst.glob("*/*-report.*.pdf")]):
        said = read_everything(path.read_bytes(), path.suffix)
        found.setdefault(path.name, set()).update(name for name in names if name in said)
    published = [name for name in found if name.startswith("communication-report")]
    assert {name: found[name] for name in published if found[name]} == {}
    assert len(published) == 9
    # The reading finds what is there: the evaluation names its officer.
    assert all("jonaslindqvist" in found[name] for name in found.keys() - set(published))


def read_everything(data: bytes, suffix: str) -> str:
    """All that a file holds as text, seen or not, in small letters and without white space."""
    if suffix == ".docx":
        said = " ".join(
            f"{name} {part.decode('latin-1')} {_decode(part)}" for name, part in word_reading.read_parts(data).items()
        )
    elif suffix == ".pdf":
        said = " ".join(
            [*pdf_reading.read_pages(data), *(block.text for block in pdf_reading.read_pdf(data)), *_list_strings(data)]
        )
    else:
        said = _decode(data)
    bare = "".join(unescape(re.sub(r"<[^>]*>", "", said)).casefold().split())
    return bare + "".join(unescape(said).casefold().split())


def _decode(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _list_strings(data: bytes) -> Iterator[str]:
    """Every string and stream of a PDF: metadata, bookmarks, links, alternative texts."""
    with pikepdf.open(BytesIO(data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream):
                yield _decode(item.read_bytes())
            for operand in _walk(item):
                yield str(operand)


def _walk(item: pikepdf.Object) -> Iterator[pikepdf.Object]:
    if isinstance(item, pikepdf.String):
        yield item
    elif isinstance(item, pikepdf.Array):
        for inner in item:
            yield from _walk(inner) if isinstance(inner, pikepdf.Object) and not inner.is_indirect else ()
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for key in item.keys():  # noqa: SIM118 (its own kind of map)
            inner = item[key]
            yield from _walk(inner) if isinstance(inner, pikepdf.Object) and not inner.is_indirect else ()


@pytest.mark.parametrize("language", ["sv", "en", "sv-en"])
def test_all_formats_say_the_same(made: Path, language: str) -> None:
    pages = sorted(made.rglob(f"*.{language}.html"))
    assert pages
    for page in pages:
        expected = read_page(page.read_bytes())
        assert word_reading.read_text(page.with_suffix(".docx").read_bytes()) == expected, page
        assert pdf_reading.read_text(page.with_suffix(".pdf").read_bytes()) == expected, page


@pytest.mark.parametrize("language", ["sv", "en", "sv-en"])
def test_both_engines_of_pdf_say_the_same(made: Path, made_by_typst: Path, language: str) -> None:
    pages = sorted(made_by_typst.rglob(f"*.{language}.html"))
    assert [page.relative_to(made_by_typst) for page in pages] == sorted(
        page.relative_to(made) for page in made.rglob(f"*.{language}.html")
    )
    for page in pages:
        assert pdf_reading.read_text(page.with_suffix(".pdf").read_bytes()) == read_page(page.read_bytes()), page


@pytest.mark.parametrize("language", ["sv", "en", "sv-en"])
def test_slides_say_the_same_in_both_formats(made: Path, made_by_typst: Path, language: str) -> None:
    files = sorted(made.rglob(f"*.{language}.pptx"))
    assert files
    for file in files:
        said = slides_reading.read_text(file.read_bytes())
        for folder in (made, made_by_typst):
            pdf = (folder / file.relative_to(made)).with_suffix(".pdf")
            assert pdf_reading.read_text(pdf.read_bytes()) == said, pdf


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_letterheads_say_the_same_apart_from_the_text(made: Path, made_by_typst: Path, language: str) -> None:
    name = f"RE-2024-0307/action-plan.D2.{language.replace('+', '-')}"
    word = " ".join(word_reading.read_headers((made / f"{name}.docx").read_bytes()).values())
    pdfs = [
        "".join(block.text for block in pdf_reading.read_pdf((folder / f"{name}.pdf").read_bytes()))
        for folder in (made, made_by_typst)
    ]
    for words in ("Region Exempel", "RE 2024-00307", "2026-11-22"):
        assert words in word
        assert all("".join(words.split()) in "".join(pdf.split()) for pdf in pdfs)


def test_both_languages_have_the_headings_of_each(made: Path) -> None:
    swedish, english, both = (
        _read_headings((made / f"RE-2024-0307/action-plan.D2.{language}.html").read_text(encoding="utf-8"))
        for language in ("sv", "en", "sv-en")
    )
    assert both == [one if one == other else f"{one} / {other}" for one, other in zip(swedish, english, strict=True)]


def _read_headings(page: str) -> list[str]:
    return [heading.text_content() for heading in html.document_fromstring(page).iter("h1", "h2", "h3")]
