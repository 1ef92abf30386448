"""A workspace with one contract and translations of one small document: into Finnish, Arabic and Chinese."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.making import make_all

HERE = Path(__file__).parent
CONTRACT = "surgical-instruments.yaml"
Make = Callable[..., dict[str, bytes]]


@pytest.fixture(scope="session")
def workspace(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace, without a font for Chinese."""
    root = tmp_path_factory.mktemp("languages")
    shutil.copytree(HERE / "workspace", root, dirs_exist_ok=True)
    shutil.copy(examples / "realisera.toml", root)
    (root / "contracts").mkdir()
    shutil.copy(examples / "contracts" / CONTRACT, root / "contracts")
    return root


@pytest.fixture(scope="session")
def with_font(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, with a font that has the letters of its Chinese."""
    root = tmp_path_factory.mktemp("with-font")
    shutil.copytree(workspace, root, dirs_exist_ok=True)
    shutil.copytree(HERE / "fonts", root / "templates" / "fonts")
    return root


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A function that makes the agenda in a workspace: its files by format, and what was wrong by format."""

    def make_agenda(root: Path, language: str, *formats: str, engine: str = "typst", document: str = "agenda", **wishes: object):
        out = tmp_path / f"{language}-{engine}-{len(list(tmp_path.iterdir()))}"
        source = [root / "contracts" / CONTRACT]
        outcomes = make_all(source, out, (language,), formats, document, pdf_engine=engine, **wishes)
        errors = [str(found) for outcome in outcomes for found in outcome.findings if found.severity == "error"]
        files = {path.suffix[1:]: path.read_bytes() for path in out.rglob(f"{document}.*")}
        return files, errors

    return make_agenda
