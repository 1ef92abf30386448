"""What earlier releases made goes on working, as docs/compatibility.md promises. Each folder in `releases/` is what one left."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator import Result, Workspace, open_case
from generator.build.batch import Duties
from generator.build.fingerprints import Inputs
from generator.cli import main
from generator.errors import InputError
from generator.output.journal import JOURNAL, MANIFEST
from generator.output.store import STORE
from generator.pipeline import Pipeline, Request
from tests.making import read_files

RELEASES = sorted((Path(__file__).parent / "releases").iterdir())
HTML, DOCX = "RE-2026-0042/action-plan.D1.sv.html", "RE-2026-0042/action-plan.D1.sv.docx"
PARTS = set(Inputs.__struct_fields__)


@pytest.fixture(params=RELEASES, ids=lambda folder: folder.name)
def left(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the workspace that a release left, where one stands."""
    monkeypatch.setenv("LANGUAGE", "en")
    shutil.copytree(request.param, tmp_path / "region")
    monkeypatch.chdir(tmp_path / "region")
    return request.param


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, arguments, prog_name="realisera")
    return done.exit_code, done.output


def make() -> dict[str, Result]:
    """What a batch like the release's makes now, by path."""
    duties = Duties(date(2026, 11, 22), timedelta(days=30), {"languages": ("sv",), "formats": ("docx", "html")}, ("action-plan",))
    results = Pipeline(Workspace.find(Path()), Path("output")).run(
        [Path("contracts/towels.yaml")], duties.choose, Request("today", duties.on, ())
    )
    return {result.file: result for result in results}


@pytest.mark.usefixtures("left")
def test_its_files_are_read_without_a_mistake() -> None:
    case = open_case(Path("contracts/towels.yaml"), Workspace.find(Path()))
    assert (case.id, [each.id for each in case.contract.deviations]) == ("RE-2026-0042", ["D1"])
    code, told = run("check", ".")
    assert (code, [line for line in told.splitlines() if ": error: " in line]) == (0, [])


def test_its_documents_verify(left: Path) -> None:
    """As they were made; that the texts have been written anew since is told, and is no fault of theirs."""
    _, told = run("verify", f"output/{DOCX}", f"output/{HTML}")
    heads = [line for line in told.splitlines() if line.startswith("output/")]
    assert [line.split(" · ")[:2] for line in heads] == [
        [f"output/{path}: as it was made", f"realisera {left.name}"] for path in (DOCX, HTML)
    ]


@pytest.mark.usefixtures("left")
def test_its_documents_are_made_again_for_reasons_that_are_told_and_then_stay() -> None:
    made = make()
    assert {path: result.state for path, result in made.items()} == {DOCX: "made", HTML: "made"}
    assert all("product" in result.reasons and set(result.reasons) <= PARTS for result in made.values())
    assert {path: result.state for path, result in make().items()} == {DOCX: "unchanged", HTML: "unchanged"}
    assert list(Path("output").rglob(".*")) == [Path("output") / STORE]


@pytest.mark.parametrize("is_lost", [False, True], ids=["with its manifest", "without"])
@pytest.mark.usefixtures("left")
def test_what_somebody_changed_is_kept_and_the_rest_made_again(*, is_lost: bool) -> None:
    changed = Path("output") / HTML
    changed.write_bytes(changed.read_bytes() + b"<!-- mine -->")
    if is_lost:
        (Path("output") / MANIFEST).unlink()
    before = changed.read_bytes()
    assert {path: result.state for path, result in make().items()} == {DOCX: "made", HTML: "kept"}
    assert changed.read_bytes() == before


def test_the_journal_of_a_run_that_was_killed_is_replayed(left: Path) -> None:
    out = Path("output")
    whole = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    lines = [*whole["files"], *({"source": each} for each in whole["sources"])]
    (out / MANIFEST).write_text(json.dumps({"files": [], "sources": []}), encoding="utf-8")
    (out / JOURNAL).write_text("".join(f"{json.dumps(line)}\n" for line in lines) + '{"path": "RE', encoding="utf-8")
    assert all("product" in result.reasons for result in make().values())
    replayed = read_files(out)
    shutil.rmtree(out)
    shutil.copytree(left / "output", out)
    make()
    assert replayed == read_files(out)


@pytest.mark.usefixtures("left")
def test_what_a_later_version_adds_to_an_entry_is_no_obstacle() -> None:
    path = Path("output") / MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for entry in (*manifest["files"], *manifest["sources"]):
        entry["pages"] = 3
    path.write_text(json.dumps({"format": 1, **manifest}), encoding="utf-8")
    assert {path: result.state for path, result in make().items()} == {DOCX: "made", HTML: "made"}


@pytest.mark.usefixtures("left")
def test_a_manifest_of_a_later_format_is_refused_and_stays() -> None:
    path = Path("output") / MANIFEST
    path.write_text(json.dumps({"format": 2, "documents": []}), encoding="utf-8")
    before = read_files(Path("output"))
    with pytest.raises(InputError, match="this manifest was written by a later version"):
        make()
    assert read_files(Path("output")) == before
