"""Templates for slides as other programs save them: kinds and numbers that they leave out are found, what is missing is told."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from generator.errors import TextError
from generator.rendering import check_layouts
from generator.rendering.slides.writer import SlidesWriter
from generator.workspace import PACKAGE, Files
from tests.rendering.layout_variants import TYPES, Parts, pack, swap
from tests.rendering.slides_reading import read_layouts, read_text
from tests.rendering.slides_samples import make_swedish

LAYOUT = "ppt/slideLayouts/slideLayout{}.xml"


def read_template() -> Parts:
    with zipfile.ZipFile(PACKAGE / "templates/slides.pptx") as file:
        return {name: file.read(name) for name in file.namelist()}


def put(folder: Path, parts: Parts) -> Files:
    path = folder / "templates/slides.pptx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pack(parts))
    return Files(folder)


def find_layout(parts: Parts, kind: str) -> str:
    return next(name for name in parts if re.fullmatch(LAYOUT.format(r"\d+"), name) and f'type="{kind}"'.encode() in parts[name])


@pytest.mark.parametrize("kind", ["title", "obj", "twoObj", "titleOnly"])
def test_a_layout_whose_kind_isn_t_said_is_known_by_its_places(tmp_path, kind):
    parts = read_template()
    name = find_layout(parts, kind)
    swap(parts, name, f' type="{kind}"', "" if kind == "title" else ' type="tx"')
    if kind == "title":
        swap(parts, name, 'type="ctrTitle"', 'type="title"')
    made = SlidesWriter(put(tmp_path, parts)).render(make_swedish())
    expected = SlidesWriter(Files()).render(make_swedish())
    assert read_text(made) == read_text(expected)
    assert read_layouts(made) == read_layouts(expected)


def test_places_without_numbers_get_some(tmp_path):
    parts = read_template()
    name = find_layout(parts, "twoObj")
    text = parts[name].decode()
    parts[name] = re.sub(r'(<p:ph(?: sz="half")?) idx="[12]"', r"\1", text).encode()
    assert parts[name] != text.encode()
    SlidesWriter(put(tmp_path, parts)).render(make_swedish())


def test_a_template_or_one_with_macros_becomes_a_presentation(tmp_path):
    usual = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    for kind in (
        usual.replace("presentation.main", "template.main"),
        "application/vnd.ms-powerpoint.template.macroEnabled.main+xml",
    ):
        parts = read_template()
        swap(parts, TYPES, usual, kind)
        made = SlidesWriter(put(tmp_path, parts)).render(make_swedish())
        with zipfile.ZipFile(io.BytesIO(made)) as file:
            assert usual.encode() in file.read(TYPES)


def test_missing_places_are_told_in_powerpoint_s_words(tmp_path):
    parts = read_template()
    name = find_layout(parts, "obj")
    parts[name] = re.sub(rb"<p:sp>(?:(?!</p:sp>).)*type=\"ftr\".*?</p:sp>", b"", parts[name], flags=re.DOTALL)
    told = [str(finding) for finding in check_layouts(put(tmp_path, parts), "typst")]
    message = "the layout 'Title and Content' has no place for: Footer; slides leave that out"
    hint = "in PowerPoint, View, Slide Master: click the layout and tick Footers"
    assert told == [f"templates/slides.pptx: warning: {message}\n  hint: {hint}"]


def test_a_missing_layout_is_told_in_powerpoint_s_words(tmp_path):
    parts = read_template()
    swap(parts, find_layout(parts, "titleOnly"), "<p:ph ", "<p:ph x='1' ")
    swap(parts, find_layout(parts, "titleOnly"), ' type="titleOnly"', ' type="obj"')
    name = next(each for each in parts if each.startswith("ppt/slideLayouts/") and b"x='1'" in parts[each])
    parts[name] = parts[name].replace(b'type="title"', b'type="pic"')
    with pytest.raises(TextError, match=r"no layout 'Title Only' \(of the kind 'titleOnly'\)"):
        SlidesWriter(put(tmp_path, parts))
