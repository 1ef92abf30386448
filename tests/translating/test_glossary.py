"""A glossary that isn't one is told; our own is checked with the checks."""

from __future__ import annotations

import pytest

from generator.errors import TextError
from generator.translating.glossary import GLOSSARY, read_glossary
from generator.workspace import Files


@pytest.mark.parametrize(
    "text",
    [
        'terms: {"": {en: x}}',
        'terms: {"|": {en: x}}',
        'terms: {" ": {en: x}}',
        'terms: {"|a": {en: x}}',
        'terms: {avtal: {en: "-"}}',
        "terms: {avtal: {en: [contract, 1]}}",
        "terms: [avtal]",
        "terms: {",
        "[" * 20_000 + "]" * 20_000,
        "- " * 1_000_000,
        "terms: \xff",
    ],
)
def test_what_is_no_glossary_is_told(tmp_path, text):
    path = tmp_path / GLOSSARY
    path.parent.mkdir()
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(TextError) as caught:
        read_glossary(Files(tmp_path))
    assert caught.value.findings[0].place.file.endswith("glossary.yaml")


def test_a_term_of_the_region(tmp_path):
    path = tmp_path / GLOSSARY
    path.parent.mkdir()
    path.write_text("terms: {kylsk\u00e5p: {en: [fridge, refrigerator]}}", encoding="utf-8")
    assert read_glossary(Files(tmp_path)).terms[-1].show("en") == ("fridge", "refrigerator")
