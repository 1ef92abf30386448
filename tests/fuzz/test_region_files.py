"""Whatever stands in a file of the region's own, a run ends in findings or in documents; `FUZZ=10000` tries that many a file."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from generator.errors import RealiseraError
from generator.pipeline import make_documents
from generator.workspace import PACKAGE, find_workspace
from tests.fuzz.damaging import damage

_TRIES = int(os.environ.get("FUZZ", "6"))
_CONTRACT = "examples/contracts/surgical-instruments.yaml"
_DAY = date(2026, 11, 22)

_FILES = (
    "templates/components.html",
    "templates/page.html",
    "templates/drawings.css",
    "templates/screen.css",
    "templates/logo.svg",
    "content/risk-analysis.md",
    "content/terms.yaml",
    "content/clause/2023.yaml",
    "content/ladder/default.yaml",
    "locales/en/LC_MESSAGES/documents.po",
    "realisera.toml",
    "output/manifest.json",
)


def _make(folder: Path) -> None:
    """Make a document; findings are what is expected at the worst."""
    contract = folder / "contracts/a.yaml"
    out = folder / "output"
    try:
        results = make_documents(
            "risk-analysis", [contract], find_workspace(contract), out, on=_DAY, languages=["en"], formats=["html"]
        )
    except RealiseraError as problem:
        findings = [problem.findings]
    else:
        findings = [result.findings for result in results if result.state == "failed"]
    assert all(findings)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    (folder / "contracts").mkdir()
    (folder / "realisera.toml").write_bytes(Path("examples/realisera.toml").read_bytes())
    shutil.copy(_CONTRACT, folder / "contracts/a.yaml")
    _make(folder)
    return folder


@pytest.mark.parametrize("name", _FILES)
def test_a_damaged_file_of_the_region_ends_in_findings(name: str, workspace: Path, tmp_path: Path) -> None:
    own = workspace / name
    whole = own.read_bytes() if own.exists() else (PACKAGE / name).read_bytes()
    for seed in range(_TRIES):
        folder = tmp_path / str(seed)
        shutil.copytree(workspace, folder)
        damaged = folder / name
        damaged.parent.mkdir(parents=True, exist_ok=True)
        damaged.write_bytes(damage(whole, seed))
        try:
            _make(folder)
        except Exception as problem:  # noqa: BLE001 (whatever it is, told with how to get it again)
            pytest.fail(f"{name}, seed {seed}: {type(problem).__name__}: {problem}")
