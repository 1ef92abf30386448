"""Which engine makes PDF: the one that is named, or WeasyPrint where the system has what it needs, else Typst."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from generator.errors import RenderError
from generator.rendering import engines, make_writer, name_engine
from generator.rendering.engines import ENGINES, TYPST, WEASYPRINT, choose_engine
from generator.rendering.weasyprint import library
from generator.workspace import AUTO, PDF_ENGINES, Files

ROOT = Path(__file__).parent.parent.parent

REFUSING = """
import cffi
load = cffi.FFI.dlopen
def refuse(self, name, flags=0):
    if {missing!r} in str(name):
        raise OSError(f"cannot load library '{{name}}': not found")
    return load(self, name, flags)
cffi.FFI.dlopen = refuse
"""
CHOOSING = """
import sys
from generator.rendering import name_engine
assert "weasyprint" not in sys.modules
print(name_engine("pdf"), name_engine("pdf", "weasyprint"), name_engine("pdf", "typst"), sep=", ")
"""
ORDERING = """
from generator.cli import main
try:
    main(["generate", "risk-analysis", {source!r}, "--on", "2026-11-22", "--lang", "sv", *{more}])
except SystemExit as end:
    assert end.code in (0, None), end.code
import sys
print(sorted({{"weasyprint", "typst", "pikepdf"}} & set(sys.modules)))
"""


@pytest.fixture
def is_weasyprint_there(monkeypatch):
    """A function that sets whether WeasyPrint finds what it needs."""

    def put(there: bool) -> None:  # noqa: FBT001
        monkeypatch.setattr(library, "is_there", lambda: there)

    return put


def run(program: str, folder: Path = ROOT) -> str:
    """What the program prints, which is nothing on standard error."""
    command = [sys.executable, "-c", f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n{program}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_settings_know_every_engine_of_pdf():
    assert (*(engine.name for engine in ENGINES["pdf"]), AUTO) == PDF_ENGINES


@pytest.mark.parametrize("there", [True, False])
def test_an_engine_that_is_named_is_taken_and_else_what_is_there(is_weasyprint_there, there):
    is_weasyprint_there(there)
    chosen = [choose_engine("pdf", name) for name in PDF_ENGINES]
    assert chosen == [WEASYPRINT, TYPST, WEASYPRINT if there else TYPST]
    assert choose_engine("pdf") == chosen[-1]


@pytest.mark.parametrize("name", PDF_ENGINES)
def test_other_formats_have_one_engine_whatever_makes_pdf(monkeypatch, name):
    monkeypatch.setattr(library, "is_there", pytest.fail)
    for form in ("docx", "html", "pptx"):
        [engine] = ENGINES[form]
        assert name_engine(form, name) == f"{engine.name} {version(engine.name)}"
    assert name_engine("zip", name) == "zip"


def test_engines_are_named_with_their_versions():
    names = [name_engine("pdf", engine.name) for engine in ENGINES["pdf"]]
    assert names == [f"weasyprint {library.VERSION}", f"typst {version('typst')}"]


@pytest.mark.parametrize("engine", [engine for each in ENGINES.values() for engine in each if engine is not TYPST], ids=str)
def test_every_engine_has_a_writer(engine):
    assert callable(getattr(importlib.import_module(f"generator.rendering.{engine.module}"), engine.writer))


def test_an_engine_that_is_not_installed_is_told(monkeypatch):
    def lose(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(engines, "version", lose)
    monkeypatch.setattr(engines, "find_version", engines.find_version.__wrapped__)  # It remembers what was there.
    assert name_engine("pdf", "typst") == "typst"
    with pytest.raises(RenderError) as caught:
        make_writer("pdf", Files(), "typst")
    hint = 'pip install "typst==0.15.2"; or install Pango, with which WeasyPrint makes PDFs, or name other formats with --format'
    assert str(caught.value) == f"error: typst isn't installed\n  hint: {hint}"
    with pytest.raises(RenderError, match=r'hint: pip install "docxtpl==0\.20\.2"$'):
        make_writer("docx", Files())


WITHOUT_TYPST = """
import sys
from importlib import metadata

find = metadata.version

def lose(name):
    if name == "typst":
        raise metadata.PackageNotFoundError(name)
    return find(name)

metadata.version, sys.modules["typst"] = lose, None
from generator.cli import main
main()
"""


def run_without_typst(folder: Path, *words: str) -> tuple[int, str, str]:
    """What the command says where Typst isn't installed."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_TYPST, *words],
        cwd=folder,
        env=os.environ | {"LANGUAGE": "en"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.long
def test_all_that_needs_no_typst_works_without(examples: Path, tmp_path: Path) -> None:
    """On Windows with ARM it has no wheel, and elsewhere it may be taken away for its size."""
    shutil.copytree(examples, tmp_path / "region")
    logo = examples.parent / "templates/logo.svg"
    shutil.copy(logo, tmp_path / "logo.svg")
    assert run_without_typst(tmp_path, "check", "region")[0] == 0
    orders = ("generate", "action-plan", "region/contracts/surgical-instruments.yaml", "--lang", "sv", "--on", "2026-11-22")
    code, made, told = run_without_typst(tmp_path, *orders)
    assert (code, {Path(line).suffix for line in made.splitlines()}) == (0, {".docx", ".html", ".pdf"}), told
    code, _, told = run_without_typst(tmp_path, *orders, "--pdf-engine", "typst", "--out", "other")
    assert (code, told.count("typst isn't installed")) == (1, 1)
    code, made, told = run_without_typst(tmp_path, "layout", "check", "logo.svg", "--pictures", "look")
    assert (code, made) == (0, "look/logo.pdf\n")
    assert "drawn by Typst, which isn't installed" in told


def test_a_wrong_version_is_there_and_is_told(monkeypatch):
    monkeypatch.setattr(library, "VERSION", "1.0")
    assert library.is_there.__wrapped__()
    with pytest.raises(RenderError) as caught:
        make_writer("pdf", Files(), "weasyprint")
    found = version("weasyprint")
    assert str(caught.value).startswith(f"error: PDF needs WeasyPrint 1.0, and {found} is installed\n")


def test_where_weasyprint_is_not_installed_it_is_not_there(monkeypatch):
    def lose(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(library, "version", lose)
    assert not library.is_there.__wrapped__()


def test_with_pango_auto_is_weasyprint():
    assert run(CHOOSING) == f"weasyprint 70.0, weasyprint 70.0, typst {version('typst')}\n"


@pytest.mark.parametrize("missing", ["gobject", "pango", "harfbuzz-subset"])
def test_without_pango_auto_is_typst_and_nothing_is_said_of_it(missing):
    chosen = run(REFUSING.format(missing=missing) + CHOOSING)
    assert chosen == f"typst {version('typst')}, weasyprint 70.0, typst {version('typst')}\n"


@pytest.mark.parametrize(
    ("more", "loaded"),
    [(["--format", "docx"], []), (["--format", "html"], []), (["--format", "pdf"], ["weasyprint"])],
)
def test_only_what_is_asked_for_is_loaded(examples, tmp_path, more, loaded):
    source = str(examples / "contracts" / "wound-care.yaml")
    [made, modules] = run(ORDERING.format(source=source, more=more), tmp_path).splitlines()
    assert made == f"output/RE-2026-0118/risk-analysis.sv.{more[-1]}"
    assert modules == str(loaded)
