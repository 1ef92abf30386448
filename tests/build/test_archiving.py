"""With --archive a PDF carries the file that it was made from, as PDF/A-3 wants it."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from generator.build.orders import make_orders
from generator.errors import InputError
from generator.rendering.attachments import read_sources
from generator.rendering.stamps import is_as_made, read_stamp
from tests.making import ON, make_all

CONTRACT = "surgical-instruments.yaml"


@pytest.mark.parametrize("engine", ["typst", "weasyprint"])
def test_a_pdf_carries_its_contract(examples: Path, tmp_path: Path, engine: str) -> None:
    source = examples / "contracts" / CONTRACT
    for folder in ("a", "b"):
        outcomes = make_all(
            [source], tmp_path / folder, ("sv",), ("pdf", "docx"), "action-plan", pdf_engine=engine, with_source=True
        )
    [first, second] = sorted((tmp_path / "a").rglob("*.pdf"))
    assert first.read_bytes() == (tmp_path / "b" / first.relative_to(tmp_path / "a")).read_bytes()
    for path in (first, second):
        assert read_sources(path.read_bytes()) == {CONTRACT: source.read_bytes()}
        assert is_as_made(path.read_bytes())
        assert len(read_stamp(path.read_bytes())["source"]) == 64
    with pikepdf.open(first) as pdf:
        [carried] = pdf.Root.AF
        assert str(carried.AFRelationship) == "/Source"
        assert str(carried.EF.F.Subtype) == "/application/yaml"
    [warning] = {str(finding): finding for outcome in outcomes for finding in outcome.findings}.values()
    assert warning.severity == "warning"
    assert "supply_chain[].name" in str(warning)


def test_only_what_carries_the_contract_is_made_again_when_its_comments_change(examples: Path, tmp_path: Path) -> None:
    source = tmp_path / CONTRACT
    source.write_bytes((examples / "contracts" / CONTRACT).read_bytes())

    def make() -> dict[str, tuple[str, ...]]:
        wishes = {"pdf_engine": "typst", "with_source": True, "items": {"deviation": "D1"}}
        outcomes = make_all([source], tmp_path / "out", ("sv",), ("pdf", "html"), "action-plan", **wishes)
        return {outcome.path.suffix: (outcome.state, *outcome.reasons) for outcome in outcomes if outcome.path}

    assert make() == {".pdf": ("made", "new"), ".html": ("made", "new")}
    assert make() == {".pdf": ("unchanged",), ".html": ("unchanged",)}
    source.write_bytes(source.read_bytes() + b"# a comment\n")
    assert make() == {".pdf": ("made", "source"), ".html": ("unchanged",)}


def test_what_is_published_carries_nothing(examples: Path, tmp_path: Path) -> None:
    source = examples / "reports" / "2026-forsta-halvaret.yaml"
    wishes = {"pdf_engine": "typst", "with_source": True}
    outcomes = make_all([source], tmp_path, ("sv",), ("pdf",), "communication-report", **wishes)
    [path] = tmp_path.rglob("*.pdf")
    assert read_sources(path.read_bytes()) == {}
    assert "is to be published" in str(outcomes[0].findings[0])


@pytest.mark.parametrize(("slug", "wishes"), [("action-plan", {"formats": ("docx",)}), ("kickoff-pack", {"as_archive": True})])
def test_what_can_carry_nothing_or_is_to_be_sent_is_refused(slug: str, wishes: dict[str, object]) -> None:
    with pytest.raises(InputError):
        make_orders(slug, on=ON, with_source=True, **wishes)
