"""Word files and slides of the examples are what Office expects, and LibreOffice makes accessible PDFs of them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from tests.conformance.office import ask_sdk, export_accessibly
from tests.conformance.sorting import list_kinds
from tests.conformance.verapdf import ACCESSIBLE, VeraPdf


@pytest.mark.parametrize("language", ["sv", "en", "sv-en"])
def test_the_sdk_finds_nothing(made: Path, language: str) -> None:
    files = [*list_kinds(made, "docx", language), *list_kinds(made, "pptx", language)]
    assert len(files) >= 22
    assert [finding for file in files for finding in ask_sdk(file)] == []


@pytest.mark.parametrize("language", ["sv", "en", "sv-en"])
def test_openxml_audit_finds_nothing(made: Path, language: str) -> None:
    validator = OpenXmlValidator()
    files = [*list_kinds(made, "docx", language), *list_kinds(made, "pptx", language)]
    assert [f"{file.name}: {error}" for file in files for error in validator.validate(file).errors] == []


def test_what_is_damaged_is_told(made: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.docx"
    good = list_kinds(made, "docx", "sv")[0]
    with zipfile.ZipFile(good) as file, zipfile.ZipFile(damaged, "w") as other:
        for name in file.namelist():
            other.writestr(
                name, file.read(name).replace(b"<w:tblGrid>", b"<w:tblGird>").replace(b"</w:tblGrid>", b"</w:tblGird>")
            )
    assert "tblGird" in "".join(ask_sdk(damaged))
    assert OpenXmlValidator().validate(damaged).errors


def test_libreoffice_makes_accessible_pdfs_of_word_files(made: Path, tmp_path: Path) -> None:
    files = list_kinds(made, "docx", "sv-en")
    verdicts = VeraPdf(tmp_path / "verapdf").check(export_accessibly(files, tmp_path), ACCESSIBLE)
    assert "\n".join(str(verdict) for verdict in verdicts if not verdict.compliant) == ""
    assert len(verdicts) == len(files) >= 20
