"""`pip install` is enough: where Pango, which WeasyPrint needs of the system, is missing, every document is made all the same."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from generator.rendering import ENGINES, name_engine
from tests.rendering.test_engines import REFUSING

ROOT = Path(__file__).parents[2]
ORDER = """
import sys
sys.path.insert(0, {root!r})
from generator.cli import main
main(["generate", "all", {source!r}, "--on", "2026-11-22", "--lang", "sv", "--verbose"])
"""


def test_every_document_is_made_where_pango_is_missing(examples: Path, made: Path, tmp_path: Path) -> None:
    order = ORDER.format(root=str(ROOT), source=str(examples / "contracts" / "wound-care.yaml"))
    script = REFUSING.format(missing="pango") + order
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    made_files = [line for line in done.stdout.splitlines() if line.startswith("output")]
    assert (done.returncode, done.stderr) == (0, f"Made: {len(made_files)}. Unchanged: 0. Kept: 0. Failed: 0.\n")
    entries = json.loads((tmp_path / "output" / "manifest.json").read_text(encoding="utf-8"))["files"]
    paths = {entry["path"] for entry in entries}
    assert paths == {path.relative_to(made).as_posix() for path in made.glob("RE-2026-0118/**/*.sv.*")}
    assert {(path.rpartition(".")[2], name) for path, name in ((entry["path"], entry["engine"]) for entry in entries)} == {
        (form, name_engine(form, "typst")) for form in ENGINES
    }
    assert all((tmp_path / "output" / path).read_bytes().startswith(b"%PDF") for path in paths if path.endswith(".pdf"))
