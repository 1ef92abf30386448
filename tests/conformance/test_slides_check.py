"""Slides of the examples are as who listens to them needs them; and slides damaged in one place are found out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conformance.office_damage import damage
from tests.conformance.slides_check import check_slides
from tests.rendering.slides_reading import read_parts

SLIDE = "ppt/slides/slide2.xml"
TITLE = r'<p:sp><p:nvSpPr><p:cNvPr id="2".*?</p:sp>'
FIRST = rf"({TITLE})"
FOOT = r'(<p:sp>(?:(?!<p:sp>).)*?<p:ph type="sldNum".*?</p:sp>)'
DAMAGES = [
    ("docProps/core.xml", "<dc:title>.*?</dc:title>", "", "the file has no title"),
    (SLIDE, TITLE, "", "slide 2: has no title"),
    (SLIDE, rf"{FIRST}(.*)(</p:spTree>)", r"\2\1\3", "slide 2: is read in another order: its title isn't first"),
    (SLIDE, rf"{FIRST}(.*?){FOOT}", r"\1\3\2", "slide 2: is read in another order: its foot isn't last"),
    (SLIDE, ' lang="[^"]*"', "", "slide 2: text without a language"),
    (SLIDE, "(<a:p>.*</a:p>.*<a:t>)", r"\1• ", "a list that was typed"),
    (SLIDE, "<a:t>[^<]*</a:t></a:r>(?!.*<a:t>[^<]*</a:t></a:r>)", "<a:t></a:t></a:r>", "an empty box"),
]


def test_nothing_is_found_in_the_examples(made: Path) -> None:
    files = sorted(made.rglob("*.pptx"))
    assert len(files) == 3
    assert [f"{file.name}: {finding}" for file in files for finding in check_slides(file.read_bytes())] == []


@pytest.mark.parametrize(("part", "pattern", "instead", "finding"), DAMAGES)
def test_each_damage_is_named(good: bytes, part: str, pattern: str, instead: str, finding: str) -> None:
    found = check_slides(damage(good, part, pattern, instead))
    assert any(finding in each for each in found), found


def test_damages_of_tables_are_named(good: bytes) -> None:
    part = find_part(good, "<a:tbl>")
    for pattern, instead, finding in (
        (' descr="[^"]*"', "", "a picture or table doesn't say what it is"),
        ("<a:tblPr[^>/]*", "<a:tblPr", "a table without headers"),
    ):
        found = check_slides(damage(good, part, pattern, instead))
        assert any(finding in each for each in found), found


def test_slides_of_one_title_are_named(good: bytes) -> None:
    titles = re.search(TITLE, read_parts(good)["ppt/slides/slide3.xml"].decode(), re.DOTALL)
    assert titles
    found = check_slides(damage(good, SLIDE, TITLE, titles[0].replace("\\", r"\\")))
    assert any("slide 3: has the title of another" in each for each in found), found


def test_what_is_read_in_another_order_than_it_is_seen_is_named(good: bytes) -> None:
    boxes = "".join(
        '<p:sp><p:nvSpPr><p:cNvPr id="9" name="x"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="0" y="{top}"/><a:ext cx="9" cy="1000"/></a:xfrm></p:spPr><p:txBody><a:bodyPr/><a:p><a:r><a:rPr lang="sv"/>'
        f"<a:t>{top}</a:t></a:r></a:p></p:txBody></p:sp>"
        for top in (5000, 100)
    )
    found = check_slides(damage(good, SLIDE, FIRST, rf"\1{boxes}"))
    assert any("is read in another order than it is seen: '100'" in each for each in found), found


@pytest.fixture
def good(made: Path) -> bytes:
    (file,) = made.rglob("*.sv.pptx")
    return file.read_bytes()


def find_part(data: bytes, text: str) -> str:
    """The first slide that holds a text."""
    return next(name for name, part in sorted(read_parts(data).items()) if "slides/slide" in name and text in part.decode())
