"""The same input gives the same bytes: in another process, folder, locale and time zone, and from an installed wheel."""

from __future__ import annotations

import hashlib
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
from tests.making import make_all, read_files

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-c", "from generator.cli import main; main(prog_name='realisera')"]


@pytest.fixture(scope="module")
def files(made: Path) -> dict[str, bytes]:
    """All documents of the examples, made in the tests' own processes."""
    return read_files(made)


ANEW = {
    "made": (
        (".", "**", "sv+en", ("docx", "html", "pptx")),
        ("contracts/surgical-instruments.yaml", "RE-2024-0307", "en", ("pdf",)),
    ),
    "made_by_typst": ((".", "**", "en", ("pdf",)),),
}


@pytest.mark.parametrize(("folder", "engine"), [("made", "weasyprint"), ("made_by_typst", "typst")])
def test_another_process_folder_locale_and_time_zone_change_nothing(
    request: pytest.FixtureRequest, examples: Path, tmp_path: Path, folder: str, engine: str
) -> None:
    """What both languages stand in is made anew beside what has one, since records name that; the slow PDF in one language.

    WeasyPrint's PDF of other contracts and of reports are those of the wheel, below.
    """
    made: Path = request.getfixturevalue(folder)
    workspace = shutil.copytree(examples, tmp_path / "annan mapp" / "åäö")
    shutil.copytree(made, workspace / "ut")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C.UTF-8",
        "LANGUAGE": "sv",
        "PYTHONHASHSEED": "7",
    }
    for source, room, language, formats in ANEW[folder]:
        for form in formats:
            for path in (workspace / "ut").glob(f"{room}/*.{language.replace('+', '-')}.{form}"):
                path.unlink()
        wishes = ["--lang", language, *(word for form in formats for word in ("--format", form)), "--pdf-engine", engine]
        order = [*COMMAND, "generate", "all", source, *wishes, "--on", "2026-11-22", "--out", "ut"]
        subprocess.run(order, cwd=workspace, env=environment, check=True, capture_output=True, timeout=1200)
    assert drop_places(read_files(workspace / "ut")) == drop_places(read_files(made))


def drop_places(files: dict[str, bytes]) -> dict[str, object]:
    """The files, with the manifest as it is wherever the sources lie."""
    manifest = json.loads(files["manifest.json"])
    known = [{name: value for name, value in entry.items() if name != "source_path"} for entry in manifest["files"]]
    return {**files, "manifest.json": manifest | {"files": known}}


@pytest.mark.parametrize("source", ["contracts/surgical-instruments.yaml", "reports/2026.yaml"])
def test_making_again_over_what_is_there_changes_nothing(
    made: Path, files: dict[str, bytes], examples: Path, tmp_path: Path, source: str
) -> None:
    out = shutil.copytree(made, tmp_path / "out")
    make_all([examples / source], out, ("sv",))
    assert drop_places(read_files(out)) == drop_places(files)


def test_the_manifest_lists_every_file_as_it_is(files: dict[str, bytes]) -> None:
    entries = json.loads(files["manifest.json"])["files"]
    assert {entry["path"]: entry["sha256"] for entry in entries} == {
        path: hashlib.sha256(data).hexdigest() for path, data in files.items() if path != "manifest.json"
    }
    dated = {entry["document"] == "escalation-letter": set() for entry in entries}
    for entry in entries:
        dated[entry["document"] == "escalation-letter"].add(entry["date"])
    assert dated == {False: {"2026-11-22"}, True: {"2026-05-25", "2026-11-17"}}
    assert {entry["document"] for entry in entries} == {document.slug for document in DOCUMENTS}
    assert {(entry["path"].rpartition(".")[2], entry["engine"]) for entry in entries} == {
        (form, name_engine(form)) for form in ENGINES
    }
    # A form that a pack brings is the same file as the form by itself.
    assert len({entry["fingerprint"] for entry in entries}) == len({entry["sha256"] for entry in entries}) > 300


def test_a_wheel_in_an_empty_environment_makes_the_same_documents(
    files: dict[str, bytes], examples: Path, tmp_path: Path
) -> None:
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
    venv.create(tmp_path / "env")
    pip = [sys.executable, "-m", "pip", "--python", tmp_path / "env", "--quiet", "--disable-pip-version-check"]
    # Most of what is installed is never imported, and compiling it takes as long as making the documents.
    install = [*pip, "install", "--no-compile", "--constraint", pinned, wheel]
    subprocess.run(install, check=True, capture_output=True, timeout=500)
    contracts = shutil.copytree(examples, tmp_path / "empty")
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    # Those of the examples that between them have every writer and a report, in the language that needs a catalog.
    order = ["generate", "all", "contracts/wound-care.yaml", "reports/2026.yaml", "--on", "2026-11-22", "--lang", "en"]
    command = [tmp_path / "env" / "bin" / "realisera", *order, "--out", "out"]
    subprocess.run(command, cwd=contracts, env=environment, check=True, capture_output=True, timeout=1200)
    made = {path: data for path, data in read_files(contracts / "out").items() if path != "manifest.json"}
    folders = ("RE-2026-0118/", "hallbarhet-2026/")
    assert made == {path: data for path, data in files.items() if path.startswith(folders) and ".en." in path}
