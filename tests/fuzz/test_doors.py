"""Whatever stands in a file that a command is given, it ends in findings or in what it was asked for.

Each door is a command as people type it. A fault is a traceback, an exit code that isn't documented, far more time than a file of
that size can need, or something half-written beside what is made. `FUZZ=10000` damages each file in that many ways.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.pipeline import make_documents
from generator.workspace import PACKAGE, find_workspace
from tests.drafting.notices import make_company, make_contract, make_lot, make_notice, make_party, make_tender
from tests.fuzz.damaging import damage

_TRIES = int(os.environ.get("FUZZ", "3"))
_DAY = date(2026, 11, 22)
_ON = ("--on", _DAY.isoformat())
_MOST_SECONDS = 60
"""For one file: what hangs, hangs for good, and a slow day is no fault."""
_MOST_MEMORY = 500 * 2**20
"""Bytes that a command may hold at once for one file, beside what Python held before it."""
_CODES = {0, 1, 2}


@dataclass(frozen=True)
class Door:
    """A command that reads a file from somebody else."""

    name: str
    file: str
    """What is damaged, in the workspace that the command is typed in."""
    command: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


_CONTRACT, _FORMS, _REPORT = "contracts/a.yaml", "contracts/b.yaml", "reports/r.yaml"
DOORS = (
    Door("a contract", _CONTRACT, ("check", _CONTRACT)),
    Door("a contract that is acted on", _CONTRACT, ("due", _CONTRACT, *_ON)),
    Door("a contract that is written to", _CONTRACT, ("record", _CONTRACT, "D2", "answered", "2026-11-20", *_ON)),
    Door("a step of the ladder", _CONTRACT, ("escalate", _CONTRACT, "D2", *_ON)),
    Door("what was recorded", "contracts/.a.yaml.journal", ("undo", _CONTRACT)),
    Door("a report", _REPORT, ("check", _REPORT)),
    Door("a clause", "content/clause/2023.yaml", ("check", _CONTRACT)),
    Door(
        "questions",
        "content/questions/self-assessment.yaml",
        ("generate", "self-assessment", _CONTRACT, "--format", "xlsx", *_ON),
    ),
    Door("typical risks", "content/risks/instruments.yaml", ("missing", _CONTRACT)),
    Door("a workbook of contracts", "register.xlsx", ("new", "--from", "register.xlsx")),
    Door("a table of contracts", "register.csv", ("new", "--from", "register.csv")),
    Door("what was read of a register", "contracts/.register/RE-1.json", ("new", "--from", "register.csv", "--update")),
    Door("a notice", "notice.xml", ("new", "--from", "notice.xml")),
    Door("a form as Word", "form.docx", ("record", _FORMS, "M2", "--answers", "form.docx", *_ON)),
    Door("a form as a workbook", "form.xlsx", ("record", _FORMS, "M2", "--answers", "form.xlsx", *_ON)),
    Door("a document to verify", "sent.docx", ("verify", "sent.docx")),
    Door("a PDF to verify", "sent.pdf", ("verify", "sent.pdf")),
    Door("a page to verify", "sent.html", ("verify", "sent.html")),
    Door("two documents", "sent.pdf", ("diff", "sent.docx", "sent.pdf")),
    Door("a layout for Word", "letter.docx", ("layout", "check", "letter.docx", "--as", "letter")),
    Door("a layout for slides", "slides.pptx", ("layout", "check", "slides.pptx", "--as", "slides")),
    Door("a logo", "logo.svg", ("layout", "check", "logo.svg", "--as", "logo")),
    Door("a catalog", "locales/en/LC_MESSAGES/documents.po", ("locale", "check")),
    Door("a manifest", "output/manifest.json", ("register", "--out", "output")),
    Door("a store", "output/.manifest.sqlite", ("register", "--out", "output")),
    Door("a store that is written to", "output/.manifest.sqlite", ("generate", "contacts", _FORMS, "--format", "html", *_ON)),
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one of each file, all of them whole."""
    folder = tmp_path_factory.mktemp("doors")
    examples = PACKAGE / "examples"
    for inner in ("contracts", "reports", "locales/en/LC_MESSAGES", "content/clause", "content/questions", "content/risks"):
        (folder / inner).mkdir(parents=True)
    (folder / "realisera.toml").write_bytes((examples / "realisera.toml").read_bytes())
    contract = folder / _CONTRACT
    shutil.copy(examples / "contracts/surgical-instruments.yaml", contract)
    report = (PACKAGE / "examples/reports/2026-forsta-halvaret.yaml").read_text(encoding="utf-8")
    (folder / _REPORT).write_text(report.replace("../contracts/*.yaml", "../contracts/a.yaml"), encoding="utf-8")
    for name in (
        "content/clause/2023.yaml",
        "content/questions/self-assessment.yaml",
        "locales/en/LC_MESSAGES/documents.po",
        "content/risks/instruments.yaml",
    ):
        shutil.copy(PACKAGE / name, folder / name)
    for kind, target in (("word/letter.docx", "letter.docx"), ("slides.pptx", "slides.pptx"), ("logo.svg", "logo.svg")):
        shutil.copy(PACKAGE / "templates" / kind, folder / target)
    companies = make_company("ORG-1", "Region Exempel", "232199-9993") + make_company("ORG-2", "Ek AB", "556699-9917")
    result = make_tender("TEN-1", "TPA-1", "LOT-1") + make_party("TPA-1", "ORG-2") + make_contract("CON-1", "TEN-1")
    (folder / "notice.xml").write_bytes(make_notice(companies, make_lot("LOT-1", "Allt"), result))
    (folder / "register.csv").write_text("Dnr;Leverantör;Startdatum;Slut\nRE 1;Ek & Co;2026-01-01;3 år\n", encoding="utf-8")
    shutil.copy(examples / "contracts/wound-care.yaml", folder / _FORMS)
    for document, path, formats in (
        ("risk-analysis", contract, ["docx", "pdf", "html"]),
        ("self-assessment", folder / _FORMS, ["docx", "xlsx"]),
    ):
        workspace = find_workspace(path)
        list(make_documents(document, [path], workspace, folder / "output", on=_DAY, languages=["sv"], formats=formats))
    for start, name in (("risk-analysis", "sent"), ("self-assessment", "form")):
        for path in sorted((folder / "output").rglob(f"{start}*")):
            shutil.copy(path, folder / f"{name}{path.suffix}")
    with _stand_in(folder):
        for words in (("new", "--workbook", "register.xlsx"), ("record", _CONTRACT, "D2", "answered", "2026-11-20", *_ON)):
            assert CliRunner().invoke(main, list(words)).exit_code == 0
        assert CliRunner().invoke(main, ["new", "--from", "register.csv"]).exit_code in {0, 1}
    return folder


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_a_damaged_file_ends_in_findings(door: Door, workspace: Path, tmp_path: Path) -> None:
    whole = (workspace / door.file).read_bytes()
    for seed in range(_TRIES):
        folder = tmp_path / str(seed)
        shutil.copytree(workspace, folder)
        (folder / door.file).write_bytes(_damage(whole, seed))
        with _stand_in(folder), _limit_time(f"{door}, seed {seed}"), _limit_memory(f"{door}, seed {seed}"):
            result = CliRunner().invoke(main, list(door.command), prog_name="realisera")
        fault = result.exception if not isinstance(result.exception, SystemExit | None) else None
        assert fault is None, f"{door}, seed {seed}: {type(fault).__name__}: {fault}"
        assert result.exit_code in _CODES, f"{door}, seed {seed}"
        assert "Traceback" not in result.output
        left = [path.name for path in folder.rglob("*") if path.name.startswith(".making") or path.suffix == ".tmp"]
        assert left == [], f"{door}, seed {seed}"
        shutil.rmtree(folder)


def _damage(data: bytes, seed: int) -> bytes:
    """The bytes damaged, or of a zip archive one of its parts, so that what reads parts is reached."""
    if not zipfile.is_zipfile(io.BytesIO(data)) or seed % 4 == 0:
        return damage(data, seed)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(info, archive.read(info)) for info in archive.infolist()]
    damaged = Random(seed).randrange(len(parts))  # noqa: S311 (the same for the same seed)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (info, part) in enumerate(parts):
            archive.writestr(info.filename, damage(part, seed) if number == damaged else part)
    return made.getvalue()


@contextmanager
def _stand_in(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def _limit_time(what: str) -> Iterator[None]:
    """Fail where it takes far too long, on systems that can say so."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        pytest.fail(f"{what}: not done after {_MOST_SECONDS} s")

    before: Callable[..., object] | int | None = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, _MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _limit_memory(what: str) -> Iterator[None]:
    """Fail where it holds far too much at once, on systems that can forget what was held before."""
    forget, status = Path("/proc/self/clear_refs"), Path("/proc/self/status")
    if not (forget.exists() and os.access(forget, os.W_OK)):
        yield
        return
    forget.write_text("5", encoding="ascii")
    before = _read_memory(status, "VmRSS")
    yield
    held = _read_memory(status, "VmHWM") - before
    assert held < _MOST_MEMORY, f"{what}: {held / 2**20:.0f} MiB"


def _read_memory(status: Path, name: str) -> int:
    """What the system says that this process holds, in bytes."""
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024
