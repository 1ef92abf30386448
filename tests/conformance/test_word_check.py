"""Word files of the examples are as who listens, fills in and edits needs them; and a file damaged in one place is found out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.office_damage import damage
from tests.conformance.word_check import check_word

BODY, STYLES = "word/document.xml", "word/styles.xml"
ENTRY = r'(<w:p><w:pPr><w:pStyle w:val="TOC2"/></w:pPr><w:hyperlink w:anchor="_Toc000000002".*?</w:p>)'
NORMAL = '<w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr>'
DAMAGES = [
    ("docProps/core.xml", "<dc:title>.*?</dc:title>", "", "the file has no title"),
    (STYLES, r"(<w:rPrDefault><w:rPr>.*?)<w:lang [^>]*/>", r"\1", "the file has no language"),
    (BODY, '"Heading2"', '"Heading4"', "a heading of level 4 after one of level 1"),
    (BODY, '"Heading1"', '"Heading2"', "a heading of level 2 after one of level 0"),
    (BODY, r'(<w:pStyle w:val="Heading2"/></w:pPr><w:bookmarkStart [^>]*/>).*?(<w:bookmarkEnd)', r"\1\2", "an empty heading"),
    (BODY, "<w:sdt><w:sdtPr><w:docPartObj>.*?</w:sdtContent></w:sdt>", "", "a long text has no table of contents"),
    (BODY, "<w:instrText[^>]*>.*?</w:instrText>", "", "the table of contents is no field"),
    (BODY, ENTRY, "", "the table of contents doesn't say what the headings say"),
    (BODY, 'w:anchor="_Toc000000002"', 'w:anchor="_Toc000000003"', "the table of contents doesn't lead to the headings"),
    (BODY, "(<w:trPr><w:cantSplit/>)<w:tblHeader/>", r"\1", "a table whose header row isn't marked as one"),
    (BODY, "(<w:tblHeader/></w:trPr><w:tc><w:tcPr><w:tcW [^>]*/>)", r'\1<w:gridSpan w:val="3"/>', "rows are not equally long"),
    (BODY, "(</w:tr><w:tr><w:trPr><w:cantSplit/>)(</w:trPr>)", r"\1<w:tblHeader/>\2", "headers in the middle of a table"),
    (BODY, ' descr="[^"]*"', "", "a picture doesn't say what it shows: ''"),
    (BODY, ' descr="[^"]*"', ' descr="chart1.png"', "a picture doesn't say what it shows: 'chart1.png'"),
    ("word/header1.xml", ' descr="[^"]*"', "", "a picture doesn't say what it shows"),
    (BODY, f"({NORMAL})", rf"{NORMAL}<w:r><w:t>– ett</w:t></w:r></w:p>\1", "a list that was typed: '– ett'"),
    (BODY, f"({NORMAL})", rf"{NORMAL}<w:r><w:t>1. ett</w:t></w:r></w:p>\1", "a list that was typed: '1. ett'"),
    (BODY, f"({NORMAL})", rf"{NORMAL}</w:p>\1", "an empty paragraph, in the style 'normal'"),
    (BODY, '"Normal"/></w:pPr><w:r>', '"Normal"/></w:pPr><w:r><w:rPr><w:sz w:val="30"/></w:rPr>', "sz by hand"),
    (BODY, '"Normal"/></w:pPr><w:r>', '"Normal"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii="Arial"/></w:rPr>', "rFonts by hand"),
    (BODY, '"Normal"/>', '"Normal"/><w:jc w:val="center"/>', "jc by hand"),
    (BODY, '<w:pPr><w:pStyle w:val="Normal"/></w:pPr>', "", "a paragraph without a style"),
    (BODY, '"Normal"', '"Abnormal"', "a style that isn't there: Abnormal"),
]  # fmt: skip


def test_nothing_is_found_in_the_examples(made: Path) -> None:
    files = sorted(made.rglob("*.docx"))
    assert len(files) > 80
    assert [f"{file.name}: {finding}" for file in files for finding in check_word(file.read_bytes())] == []


@pytest.mark.parametrize(("part", "pattern", "instead", "finding"), DAMAGES)
def test_each_damage_is_named(made: Path, part: str, pattern: str, instead: str, finding: str) -> None:
    is_of_long = any(words in finding for words in ("a long text", "an empty heading", "contents"))
    name = "kickoff-pack/03-clause-guide.sv" if is_of_long else "risk-analysis.sv-en"
    good = (made / f"RE-2026-0118/{name}.docx").read_bytes()
    assert check_word(good) == []
    found = check_word(damage(good, part, pattern, instead))
    assert any(finding in each for each in found), found
