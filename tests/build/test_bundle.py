"""A pack as an archive that can be sent: all its parts but the internal ones, or nothing."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

from generator.build.orders import make_orders
from generator.pipeline import Pipeline
from generator.workspace import find_workspace
from tests.making import ON, make_all, read_files

PARTS = [
    *("01-invitation.sv.docx", "02-agenda.sv.docx", "03-clause-guide.sv.docx", "04-contacts.sv.docx"),
    *("05-monitoring.sv.docx", "06-minutes.sv.docx", "07-slides.sv.pptx"),
    *("09-self-assessment.M2.sv.docx", "10-chain-form.M3.sv.docx"),
]


def make_pack(source: Path, out: Path) -> list[str]:
    """The kick-off pack in Swedish, as an archive too; what was wrong on the way."""
    wishes = {"on": ON, "languages": ("sv",), "formats": ("docx", "pptx"), "as_archive": True}
    outcomes = Pipeline(find_workspace(source), out).generate(make_orders("kickoff-pack", **wishes), [source])
    return [str(finding) for outcome in outcomes for finding in outcome.findings]


def test_the_archive_holds_all_parts_but_the_internal_ones(examples: Path, tmp_path: Path) -> None:
    (told,) = make_pack(examples / "contracts/wound-care.yaml", tmp_path)
    assert "nobody has decided which products M2 looks at" in told
    files = read_files(tmp_path)
    with zipfile.ZipFile(BytesIO(files["RE-2026-0118/kickoff-pack.sv.zip"])) as archive:
        assert archive.namelist() == PARTS
        for name in PARTS:
            assert archive.read(name) == files[f"RE-2026-0118/kickoff-pack/{name}"]
    assert "RE-2026-0118/kickoff-pack/08-checklist.sv.docx" in files
    [entry] = [entry for entry in json.loads(files["manifest.json"])["files"] if entry["path"].endswith(".zip")]
    assert (entry["document"], entry["source"], entry["language"]) == ("kickoff-pack", "RE-2026-0118", "sv")


def test_the_same_archive_has_the_same_bytes(examples: Path, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        make_pack(examples / "contracts/wound-care.yaml", tmp_path / folder)
    assert read_files(tmp_path / "a") == read_files(tmp_path / "b")


def test_a_pack_that_lacks_a_part_is_not_sent(examples: Path, tmp_path: Path) -> None:
    text = (examples / "contracts/wound-care.yaml").read_text(encoding="utf-8")
    source = tmp_path / "x.yaml"
    source.write_text(text.replace("planned: 2027-04-15, ", ""), encoding="utf-8")
    problems = make_pack(source, tmp_path / "out")
    assert any("monitoring.activities[1].planned: the document monitoring needs this field" in problem for problem in problems)
    assert (
        problems[-1] == "error: RE-2026-0118/kickoff-pack.sv.zip: this archive is not made, since a part of the pack is missing"
    )
    files = read_files(tmp_path / "out")
    assert "RE-2026-0118/kickoff-pack.sv.zip" not in files
    assert "RE-2026-0118/kickoff-pack/01-invitation.sv.docx" in files


def test_all_leaves_out_a_kick_off_that_has_been(examples: Path, tmp_path: Path) -> None:
    make_all([examples / "contracts/surgical-instruments.yaml"], tmp_path, ("sv",), ("html",))
    assert sorted({name.split("/")[1].split(".")[0] for name in read_files(tmp_path) if "/" in name}) == [
        "action-plan",
        "audit-protocol",
        "document-review",
        "escalation-letter",
        "escalation-record",
        "followup-plan",
        "intake",
        "monitoring-notice",
        "risk-analysis",
    ]
