"""A region's own layouts in the preview: what is wrong with one, what it lacks and names, and a trial document made with it."""

from __future__ import annotations

import io
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from generator.cli.sources import list_sources
from generator.cli.work import Foreman
from generator.preview import layouts
from generator.preview.choosing import Wish
from generator.preview.server import Tongue, make_app
from generator.preview.studio import Studio
from generator.workspace import PACKAGE

HOME = "http://127.0.0.1:8765"
LETTER = "templates/word/letter.docx"


@pytest.fixture
def studio(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    monkeypatch.chdir(workspace)
    (workspace / "templates/word").mkdir(parents=True)
    shutil.copy(PACKAGE / LETTER, workspace / LETTER)
    (workspace / "templates/word/~$letter.docx").write_bytes(b"")
    return Studio(workspace, lambda: list_sources((workspace,), with_reports=True), lambda: date(2026, 11, 22), Foreman())


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.rendering.page_pictures.shutil.which", lambda _name: None)


@pytest.mark.usefixtures("no_office")
def test_without_libreoffice_it_is_said_that_only_word_shows_it(studio: Studio) -> None:
    with TestClient(make_app(studio, Tongue("en", str), 8765), base_url=HOME) as client:
        sources = [option["key"] for option in client.get("/view").json()["menu"]["sources"]]
        assert sources[-1] == LETTER
        view = client.get("/view", params={"source": LETTER}).json()
        page = client.get("/document", params={"page": view["page"]}).text
    assert view["menu"]["documents"] == []
    assert view["title"] == "letter.docx"
    assert "Only Word or PowerPoint shows how this looks" in page
    assert page.count("data:image/png;base64,") > 1
    assert 'alt="Page 1"' in page
    tags = {task["what"]: task["why"] for task in view["work"]["tags"]}
    assert tags["{{p body }}"] == "the text of the document (page)"
    assert view["work"]["lacks"] == []


@pytest.mark.usefixtures("no_office")
def test_what_is_wrong_with_a_layout_is_told_with_its_place_until_it_is_mended(studio: Studio) -> None:
    path = studio.root / LETTER
    whole = path.read_bytes()
    path.write_bytes(b"PK no layout")
    view = studio.show(Wish(LETTER))
    assert view.trial
    assert view.trial.pages == ()
    assert [str(finding.place) for finding in view.findings] == [LETTER]
    assert studio.show(Wish("contracts/surgical-instruments.yaml", "action-plan", "D1", "en")).page
    path.write_bytes(whole)
    mended = studio.show(Wish(LETTER))
    assert mended.findings == ()
    assert mended.trial
    assert mended.trial.pages


@pytest.mark.usefixtures("no_office")
def test_styles_that_a_layout_lacks_come_with_the_command_that_adds_them(studio: Studio) -> None:
    (studio.root / LETTER).write_bytes(_forget_style((PACKAGE / LETTER).read_bytes(), "List Check"))
    (lack,) = studio.show(Wish(LETTER)).work.lacks
    assert lack.what == "List Check"
    assert lack.commands == (f"realisera layout check {LETTER} --add-styles",)


def _forget_style(data: bytes, name: str) -> bytes:
    """A Word file in which a style is called something else."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for item in old.infolist():
            part = old.read(item)
            if item.filename == "word/styles.xml":
                assert f'w:val="{name}"'.encode() in part
                part = part.replace(f'w:val="{name}"'.encode(), b'w:val="Something else"')
            new.writestr(item, part)
    return made.getvalue()


@pytest.mark.skipif(not (shutil.which("soffice") or shutil.which("libreoffice")), reason="LibreOffice isn't installed")
def test_libreoffice_draws_the_trial_document_once(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    view = studio.show(Wish(LETTER))
    assert view.trial
    assert (bool(view.trial.pages), view.trial.is_likeness) == (True, False)
    monkeypatch.setattr(layouts, "check_layout", lambda *_arguments: pytest.fail("it is tried again"))
    assert studio.show(Wish(LETTER)).trial is view.trial


def test_a_logo_is_shown_on_a_page(studio: Studio) -> None:
    shutil.copy(PACKAGE / "templates/logo.svg", studio.root / "templates/logo.svg")
    view = studio.show(Wish("templates/logo.svg"))
    assert view.trial
    assert view.trial.pages[0].startswith(b"\x89PNG")
