"""`realisera layout`: everything that is wrong with a layout at once, its tags, and what comes of it."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.rendering import page_pictures
from generator.workspace import PACKAGE
from tests.rendering.layout_variants import HEADER, MAIN, Parts, pack, read_letter, swap


def run(*args: object, exit_code: int = 0) -> str:
    result = CliRunner().invoke(main, ["layout", *map(str, args)])
    assert result.exit_code == exit_code, result.output
    return result.output


@pytest.fixture
def put(tmp_path):
    def write(parts: Parts, name: str = "brev.docx"):
        path = tmp_path / name
        path.write_bytes(pack(parts))
        return path

    return write


def find_style(styles: bytes, name: str) -> str:
    found = re.search(rf'<w:style (?:(?!</w:style>).)*?<w:name w:val="{name}"/>.*?</w:style>', styles.decode())
    assert found
    return found[0]


def drop_styles(parts: Parts, *names: str) -> None:
    text = parts["word/styles.xml"].decode()
    for name in names:
        text, count = re.subn(rf'<w:style (?:(?!</w:style>).)*?<w:name w:val="{name}"/>.*?</w:style>', "", text)
        assert count == 1
    parts["word/styles.xml"] = text.encode()


def test_a_copy_of_the_product_s_layout_is_right(tmp_path):
    path = tmp_path / "mall" / "letter.docx"
    assert run("new", "letter", "--to", path).startswith(path.as_posix())
    told = run("check", path)
    assert "{{p body }}  the text of the document (page)" in told
    assert "{{ letterhead.address }}  the organisation's address, on one line (footer)" in told
    assert "{{ letterhead.organisation_number }}  its organisation number (footer)" in told
    assert told.endswith("Nothing is wrong with it.\n")
    assert "this file is there already" in run("new", "letter", "--to", path, exit_code=1)


def test_a_copy_comes_where_the_workspace_has_its_layouts(tmp_path, monkeypatch):
    (tmp_path / "realisera.toml").write_text("", encoding="utf-8")
    (tmp_path / "contracts").mkdir()
    monkeypatch.chdir(tmp_path / "contracts")
    run("new", "slides")
    assert (tmp_path / "templates/slides.pptx").read_bytes() == (PACKAGE / "templates/slides.pptx").read_bytes()


def test_all_that_is_missing_is_told_at_once_and_can_be_added(put):
    parts = read_letter()
    drop_styles(parts, "Lead", "List Number", "Grid", "Table Bullets")
    path = put(parts)
    told = run("check", path, "--as", "letter", exit_code=1)
    assert f"{path}: error: the layout lacks styles that documents may need: Lead, List Number, Grid, Table Bullets" in told
    run("check", path, "--as", "letter", "--add-styles")
    whole = path.with_name("brev.with-styles.docx")
    assert "this file is there already" in run("check", path, "--as", "letter", "--add-styles", exit_code=1)
    assert run("check", whole, "--as", "letter").endswith("Nothing is wrong with it.\n")
    with zipfile.ZipFile(io.BytesIO(whole.read_bytes())) as file:
        assert file.read(MAIN) == parts[MAIN]
        styles = file.read("word/styles.xml")
    assert styles.count(b'<w:name w:val="Lead"/>') == 1
    assert find_style(styles, "Lead") == find_style(read_letter()["word/styles.xml"], "Lead")  # that of a letter, not of a report


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda parts: swap(parts, HEADER, "letterhead.organisation", "letterhead.organisaton"), "did you mean 'organisation'?"),
        (lambda parts: swap(parts, MAIN, "{{p body }}", "{{p brödtext }}"), "no place for the body"),
        (lambda parts: swap(parts, MAIN, "2006/main", "2006/other"), "not a Word document"),
    ],
)
def test_what_is_wrong_is_told_with_the_file_as_its_user_calls_it(put, change, told):
    parts = read_letter()
    change(parts)
    path = put(parts)
    output = run("check", path, "--as", "letter", exit_code=1)
    assert output.startswith(f"{path}: error: ")
    assert told in output


def test_slides_and_logos_are_checked_too(tmp_path):
    path = tmp_path / "bilder.pptx"
    run("new", "slides", "--to", path)
    assert run("check", path) == "Nothing is wrong with it.\n"
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>Region</text></svg>', encoding="utf-8")
    assert run("check", logo, exit_code=1).startswith(f"{logo}: error: the drawing holds text")
    other = tmp_path / "brev.odt"
    other.write_bytes(b"x")
    assert "may be no layout" in run("check", other, exit_code=2)


def test_a_trial_document_is_written_where_no_libreoffice_is(tmp_path, monkeypatch):
    monkeypatch.setattr(page_pictures.shutil, "which", lambda _name: None)
    path = tmp_path / "letter.docx"
    run("new", "letter", "--to", path)
    told = run("check", path, "--pictures", tmp_path / "look")
    assert "open the trial document in Word" in told
    assert zipfile.is_zipfile(tmp_path / "look/letter.docx")


def test_a_field_of_the_region_s_own_is_there_in_its_workspace(tmp_path, put):
    parts = read_letter()
    swap(parts, HEADER, "letterhead.organisation", "letterhead.unit")
    path = put(parts)
    assert "unit" in run("check", path, "--as", "letter", exit_code=1)
    (tmp_path / "realisera.toml").write_text('[letterhead]\nunit = "Inköp"\n', encoding="utf-8")
    assert run("check", path, "--as", "letter").endswith("Nothing is wrong with it.\n")


def test_a_logo_is_shown_on_a_page(tmp_path):
    logo = tmp_path / "logo.svg"
    logo.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><rect width="60" height="20"/></svg>', encoding="utf-8"
    )
    run("check", logo, "--pictures", tmp_path / "look")
    assert (tmp_path / "look/logo.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "look/logo-1.png").read_bytes().startswith(b"\x89PNG")


def test_what_can_t_be_shown_or_is_only_supposed_is_told(tmp_path, put):
    parts = read_letter()
    swap(parts, HEADER, "letterhead.organisation", "letterhead.organisaton")
    path = put(parts)
    told = run("check", path, "--pictures", tmp_path / "look", exit_code=1)
    assert "It is looked at as a layout for reports" in told
    assert "There are no pictures" in told
    assert "looked at as" not in run("check", path, "--as", "letter", exit_code=1)
