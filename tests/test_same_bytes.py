"""The same input gives the same bytes: in another process, folder, locale and time zone, and from an installed wheel."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from generator.documents import DOCUMENTS
from generator.rendering import ENGINES, name_engine
from tests.making import ALL_LANGUAGES, list_sources, make_all, read_files

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-c", "from generator.cli import main; main(prog_name='realisera')"]
ORDER = ["generate", "all", ".", "--on", "2026-11-22", "--out"]


@pytest.fixture(scope="module")
def made(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """All documents of the examples, made in this process."""
    out = tmp_path_factory.mktemp("made")
    make_all(list_sources(examples), out, ALL_LANGUAGES)
    return read_files(out)


def test_another_process_folder_locale_and_time_zone_change_nothing(
    made: dict[str, bytes], examples: Path, tmp_path: Path
) -> None:
    workspace = shutil.copytree(examples, tmp_path / "annan mapp" / "åäö")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C.UTF-8",
        "LANGUAGE": "sv",
        "PYTHONHASHSEED": "7",
    }
    subprocess.run([*COMMAND, *ORDER, "ut"], cwd=workspace, env=environment, check=True, capture_output=True, timeout=1200)
    assert read_files(workspace / "ut") == made


@pytest.mark.parametrize("source", ["contracts/surgical-instruments.yaml", "reports/2026.yaml"])
def test_making_again_over_what_is_there_changes_nothing(examples: Path, tmp_path: Path, source: str) -> None:
    make_all([examples / source], tmp_path, ("sv",))
    before = read_files(tmp_path)
    make_all([examples / source], tmp_path, ("sv",))
    assert read_files(tmp_path) == before


def test_the_manifest_lists_every_file_as_it_is(made: dict[str, bytes]) -> None:
    import hashlib  # noqa: PLC0415

    files = json.loads(made["manifest.json"])["files"]
    assert {file["path"]: file["sha256"] for file in files} == {
        path: hashlib.sha256(data).hexdigest() for path, data in made.items() if path != "manifest.json"
    }
    dated = {file["document"] == "escalation-letter": set() for file in files}
    for file in files:
        dated[file["document"] == "escalation-letter"].add(file["date"])
    assert dated == {False: {"2026-11-22"}, True: {"2026-05-25", "2026-11-17"}}
    assert {file["document"] for file in files} == {document.slug for document in DOCUMENTS}
    assert {(file["path"].rpartition(".")[2], file["engine"]) for file in files} == {
        (form, name_engine(form)) for form in ENGINES
    }
    assert len({file["fingerprint"] for file in files}) == len(files)


def test_a_wheel_in_an_empty_environment_makes_the_same_documents(made: dict[str, bytes], examples: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=300,
    )
    [wheel] = tmp_path.glob("*.whl")
    pinned = tmp_path / "pinned.txt"
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned.write_text("\n".join(re.findall(r"^[\w.-]+==[^\s\\]+(?: ; [^\\\n]+)?", lock, re.MULTILINE)), encoding="utf-8")
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--constraint", pinned, wheel]
    subprocess.run(install, check=True, capture_output=True, timeout=500)
    contracts = shutil.copytree(examples, tmp_path / "empty")
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    # Those of the examples that between them have every writer and a report, in a fraction of the time.
    sources = ("contracts/wound-care.yaml", "reports/2026.yaml")
    command = [tmp_path / "env" / "bin" / "realisera", "generate", "all", *sources, "--on", "2026-11-22", "--out", "out"]
    subprocess.run(command, cwd=contracts, env=environment, check=True, capture_output=True, timeout=1200)
    files = {path: data for path, data in read_files(contracts / "out").items() if path != "manifest.json"}
    assert files == {path: data for path, data in made.items() if path.startswith(("RE-2026-0118/", "hallbarhet-2026/"))}
