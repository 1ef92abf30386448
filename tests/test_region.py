"""A region of its own: letterhead, logo, one paragraph and its translation over the product's own."""

from __future__ import annotations

import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from generator.workspace import PACKAGE
from tests.making import list_complaints, make_all, read_files
from tests.page_reading import read_page
from tests.rendering import pdf_reading, word_reading

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#8A1538"/></svg>'
OLD = "Undrar ni över något?"
"""What stands in the paragraph that is changed."""
NEW = "Ring {{ view.officer.name }} så hjälper vi er."


@pytest.fixture
def region(examples: Path, tmp_path: Path) -> Path:
    """A workspace that changes letterhead, logo and one paragraph."""
    root = shutil.copytree(examples, tmp_path / "region")
    (root / "realisera.toml").write_text('[letterhead]\norganisation = "Region Ö"\naddress = "Ö-gatan 1"\n', encoding="utf-8")
    (root / "content").mkdir()
    content = (PACKAGE / "content/action-plan.md").read_text(encoding="utf-8")
    (old,) = (line for line in content.splitlines() if OLD in line)
    (root / "content/action-plan.md").write_text(content.replace(old, NEW), encoding="utf-8")
    (root / "templates/word").mkdir(parents=True)
    (root / "templates/logo.svg").write_text(LOGO, encoding="utf-8")
    (root / "templates/word/report.docx").write_bytes(_change_layout((PACKAGE / "templates/word/report.docx").read_bytes()))
    return root


def _change_layout(layout: bytes) -> bytes:
    """The product's layout, with a word of the region's own in its headers."""
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(layout)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("word/header"):
                data = data.replace(
                    b"{{ letterhead.organisation }}</w:t>", "{{ letterhead.organisation }} · Inköp</w:t>".encode()
                )
            new.writestr(name, data)
    return changed.getvalue()


def test_the_regions_own_letterhead_logo_and_paragraph_win(region: Path, tmp_path: Path) -> None:
    source = region / "contracts/surgical-instruments.yaml"
    outcomes = make_all([source], tmp_path / "out", ("sv",), ("docx", "html"))
    outcomes += make_all([source], tmp_path / "out", ("sv",), ("pdf",), "action-plan", items={"deviation": "D2"})
    assert list_complaints(outcomes) == []
    files = read_files(tmp_path / "out/RE-2024-0307")
    page, pdf, word = (files[f"action-plan.D2.sv.{form}"] for form in ("html", "pdf", "docx"))
    said = "RingÅsaÖbergsåhjälpervier."
    assert all(said in text for text in (read_page(page), pdf_reading.read_text(pdf), word_reading.read_text(word)))
    assert "#8A1538" in page.decode()
    assert any("Region Ö · Inköp" in header for header in word_reading.read_headers(word).values())
    assert "Region Ö" in "".join(block.text for block in pdf_reading.read_pdf(pdf))
    assert "Region Exempel" not in page.decode().split("<main")[0]


def test_the_changed_paragraph_stops_an_english_document_until_it_is_translated(region: Path, tmp_path: Path) -> None:
    source = region / "contracts/surgical-instruments.yaml"
    outcomes = [outcome for outcome in make_all([source], tmp_path / "out", ("en",), ("html",)) if not outcome.path]
    assert len(outcomes) == 2
    hint = "  hint: translate it in locales/en/LC_MESSAGES/documents.po, or use --draft to see it marked"
    line = 1 + (region / "content/action-plan.md").read_text(encoding="utf-8").splitlines().index(NEW)
    assert [str(finding) for finding in outcomes[0].findings] == [
        f"content/action-plan.md:{line}: error: not translated into en: '{NEW}'\n{hint}"
    ]

    catalog = region / "locales/en/LC_MESSAGES/documents.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        f'msgid "{NEW}"\nmsgstr "Ring {{{{ view.officer.name }}}} and we will help you."\n',
        encoding="utf-8",
    )
    outcomes = make_all([source], tmp_path / "out", ("en",), ("html",))
    assert list_complaints(outcomes) == []
    assert "RingÅsaÖbergandwewillhelpyou." in read_page((tmp_path / "out/RE-2024-0307/action-plan.D2.en.html").read_bytes())
