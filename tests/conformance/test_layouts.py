"""Layouts that LibreOffice has saved, in both its forms of Word files, and what comes of each variant: LibreOffice opens it."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.rendering.word.writer import WordWriter
from generator.workspace import PACKAGE, Files
from tests.conformance.office import ask_sdk
from tests.conformance.tools import LIBREOFFICE, require
from tests.rendering.layout_variants import WHOLE, list_variants, make_whole
from tests.rendering.test_layout_variants import TEXT, WORDS
from tests.rendering.test_word import make_document
from tests.rendering.word_reading import read_headers, read_parts, read_text

LETTERHEADS = Path(__file__).with_name("letterheads")


def convert(files: Sequence[Path], form: str, folder: Path) -> list[Path]:
    require(LIBREOFFICE)
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", form, "--outdir", folder, *files], check=True, capture_output=True
    )
    return [folder / f"{file.stem}.{form.partition(':')[0]}" for file in files]


def fill(folder: Path, layout: bytes) -> bytes:
    path = folder / "templates/word/letter.docx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(layout)
    return WordWriter(Files(folder)).render(make_document(TEXT, layout="letter"))


@pytest.mark.parametrize("form", ["docx:Office Open XML Text", "docx:MS Word 2007 XML"])
def test_a_layout_that_libreoffice_has_saved(tmp_path: Path, form: str) -> None:
    (saved,) = convert([PACKAGE / "templates/word/letter.docx"], form, tmp_path)
    assert WORDS in read_text(fill(tmp_path / "region", saved.read_bytes()))


@pytest.mark.parametrize("name", ["band", "side", "annex"])
def test_a_letterhead_that_was_drawn_in_libreoffice(tmp_path: Path, name: str) -> None:
    """A coloured band over a table, frames beside the text and another first page, a lying page after the text."""
    (saved,) = convert([LETTERHEADS / f"{name}.fodt"], "docx:MS Word 2007 XML", tmp_path)
    result = CliRunner().invoke(main, ["layout", "check", str(saved), "--as", "letter", "--add-styles"])
    assert result.exit_code == 0, result.output
    made = fill(tmp_path / "region", saved.with_name(f"{name}.with-styles.docx").read_bytes())
    assert WORDS in read_text(made)
    assert all("{{" not in part.decode() for part_name, part in read_parts(made).items() if part_name.endswith(".xml"))
    assert sum("Box 100" in part for part in read_headers(made).values()) >= 1
    assert ("Sånårnioss" in read_text(made)) == (name == "annex")
    file = tmp_path / "made.docx"
    file.write_bytes(made)
    assert {error.partition(": ")[2] for error in ask_sdk(file)} <= {error.partition(": ")[2] for error in ask_sdk(saved)}
    with pikepdf.open(*convert([file], "pdf", tmp_path / "pdf")) as pdf:
        assert [page.mediabox[2] > page.mediabox[3] for page in pdf.pages] == [False, *([True] if name == "annex" else [])]


def test_libreoffice_and_the_sdk_open_what_comes_of_each_variant(tmp_path: Path) -> None:
    variants = [*list_variants(), *((name, make_whole(name)) for name in WHOLE)]
    files = [tmp_path / f"{number}.docx" for number in range(len(variants))]
    for file, (_, layout) in zip(files, variants, strict=True):
        file.write_bytes(fill(tmp_path / "region", layout))
    assert [file.name for file in convert(files, "pdf", tmp_path / "pdf") if not file.is_file()] == []
    wrong = {"a smart tag, header", "a smart tag, cell", "looks of the run, header"}  # as the layout has it
    assert [error for file, (name, _) in zip(files, variants, strict=True) if name not in wrong for error in ask_sdk(file)] == []
