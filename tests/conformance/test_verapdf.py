"""Every PDF of the examples, by either engine, is fit for the archive (PDF/A-3a) and for a screen reader (PDF/UA-1)."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from tests.conformance.verapdf import ACCESSIBLE, ARCHIVE, VeraPdf


@pytest.fixture(scope="session")
def verapdf(tmp_path_factory: pytest.TempPathFactory) -> VeraPdf:
    return VeraPdf(tmp_path_factory.mktemp("verapdf"))


def test_every_pdf_keeps_both_standards(verapdf: VeraPdf, made: Path, made_by_typst: Path) -> None:
    files = sorted([*made.rglob("*.pdf"), *made_by_typst.rglob("*.pdf")])
    verdicts = verapdf.check(files, ARCHIVE, ACCESSIBLE)
    assert len(files) > 150
    assert [(verdict.file, verdict.flavour) for verdict in verdicts] == [(file, way) for file in files for way in ("3a", "ua1")]
    assert "\n".join(str(verdict) for verdict in verdicts if not verdict.compliant) == ""
    assert min(verdict.checks for verdict in verdicts) > 100


def test_what_is_damaged_is_told(verapdf: VeraPdf, made: Path, tmp_path: Path) -> None:
    good = next(made.rglob("action-plan*.sv.pdf"))
    damaged, cut = tmp_path / "damaged.pdf", tmp_path / "cut.pdf"
    with pikepdf.open(good) as pdf:
        del pdf.Root.MarkInfo
        pdf.save(damaged)
    cut.write_bytes(good.read_bytes()[:1000])
    verdicts = verapdf.check([damaged, cut, good], ARCHIVE, ACCESSIBLE)
    assert [verdict.compliant for verdict in verdicts] == [False, False, False, False, True, True]
    assert [verdict.checks for verdict in verdicts[2:4]] == [0, 0]
    assert "MarkInfo" in str(verdicts[0])
    assert "MarkInfo" in str(verdicts[1])
