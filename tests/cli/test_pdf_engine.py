"""`--pdf-engine` and `pdf_engine`: which engine is asked for a PDF, and that manifest and fingerprint know it."""

from __future__ import annotations

import importlib
import json
import sys
from types import SimpleNamespace

import pytest

from generator.rendering import name_engine
from generator.rendering.weasyprint import library

ON = ("--on", "2026-11-22", "--lang", "sv")
LETTER = ("--on", "2026-12-02", "--decided-by", "buyer.manager", "--reason", "Planen är försenad.", "--lang", "sv")
NO_PANGO = ": WeasyPrint needs the library Pango: gone [RE5069]\n  hint: make it with Typst, which needs nothing of the system: "


def stand_in(name):
    """A writer whose PDF is the name of its engine."""
    return lambda _: SimpleNamespace(render=lambda _: f"%PDF {name}".encode())


@pytest.fixture(autouse=True)
def engines(monkeypatch):
    """Both engines, played."""
    weasyprint, typst = (SimpleNamespace(**{f"{name}Writer": stand_in(name)}) for name in ("WeasyPrint", "Typst"))
    monkeypatch.setitem(sys.modules, "generator.rendering.weasyprint.writer", weasyprint)
    monkeypatch.setitem(sys.modules, "generator.rendering.typst.writer", typst)


@pytest.fixture
def make(run, workspace, tmp_path, monkeypatch):
    """A function that makes a PDF after the settings and options, and gives its entry of the manifest."""

    def generate(setting="", *options, there=True):
        monkeypatch.setattr(library, "is_there", lambda: there)
        (workspace / "realisera.toml").write_text(f'pdf_engine = "{setting}"' if setting else "", encoding="utf-8")
        source = workspace / "contracts" / "wound-care.yaml"
        made = run("generate", "risk-analysis", source, *ON, "--format", "pdf", *options)
        assert (made.code, made.out) == (0, "output/RE-2026-0118/risk-analysis.sv.pdf\n")
        [entry] = json.loads((tmp_path / "output" / "manifest.json").read_text(encoding="utf-8"))["files"]
        assert (tmp_path / "output" / entry["path"]).read_text().lower() == f"%PDF {entry['engine'].split()[0]}".lower()
        return entry

    return generate


@pytest.mark.parametrize(
    ("setting", "options", "there", "engine"),
    [
        ("", (), True, "weasyprint"),
        ("", (), False, "typst"),
        ("auto", (), False, "typst"),
        ("typst", (), True, "typst"),
        ("weasyprint", (), True, "weasyprint"),
        ("", ("--pdf-engine", "typst"), True, "typst"),
        ("typst", ("--pdf-engine", "weasyprint"), True, "weasyprint"),
        ("typst", ("--pdf-engine", "auto"), True, "weasyprint"),
        ("weasyprint", ("--pdf-engine", "auto"), False, "typst"),
    ],
)
def test_the_option_wins_over_the_setting_and_the_manifest_names_the_engine(make, setting, options, there, engine):
    assert make(setting, *options, there=there)["engine"] == name_engine("pdf", engine)


def test_fingerprints_differ_by_the_engine_and_not_by_how_it_was_chosen(make):
    weasyprint, typst = (make(name)["fingerprint"] for name in ("weasyprint", "typst"))
    assert weasyprint != typst
    assert make()["fingerprint"] == make("typst", "--pdf-engine", "weasyprint")["fingerprint"] == weasyprint
    assert make(there=False)["fingerprint"] == make("auto", there=False)["fingerprint"] == typst


def test_fingerprints_of_other_formats_know_nothing_of_it(run, workspace, tmp_path, monkeypatch):
    monkeypatch.setattr(library, "is_there", pytest.fail)
    seen = set()
    for engine in ("weasyprint", "typst", "auto"):
        source = workspace / "contracts" / "wound-care.yaml"
        assert run("generate", "risk-analysis", source, *ON, "--format", "html", "--pdf-engine", engine).code == 0
        [entry] = json.loads((tmp_path / "output" / "manifest.json").read_text(encoding="utf-8"))["files"]
        seen.add(entry["fingerprint"])
    assert len(seen) == 1


def test_the_letter_of_a_step_is_made_by_the_engine_too(run, contract, tmp_path):
    made = run("escalate", contract, "D2", *LETTER, "--format", "pdf", "--pdf-engine", "typst")
    assert made.code == 0
    assert (tmp_path / made.out.splitlines()[-1]).read_bytes() == b"%PDF Typst"


@pytest.mark.parametrize("command", ["generate", "escalate"])
def test_an_engine_that_there_is_not_is_wrong_usage(run, contract, command):
    words = {"generate": ("action-plan", contract), "escalate": (contract, "D2")}[command]
    made = run(command, *words, "--pdf-engine", "prince")
    assert (made.code, made.out) == (2, "")
    assert "'prince' is not one of 'weasyprint', 'typst', 'auto'.\n" in made.err


def test_a_setting_that_there_is_not_is_told(run, workspace, contract):
    (workspace / "realisera.toml").write_text('pdf_engine = "prince"', encoding="utf-8")
    told = (
        "realisera.toml: error: pdf_engine: 'prince' is nothing that lays out PDFs "
        "[RE3066]\n  hint: one of weasyprint, typst, auto\n"
    )
    assert run("generate", "action-plan", contract, *ON).err.endswith(told)
    assert run("check", workspace).out.endswith(told)


def test_without_pango_the_error_names_the_other_engine_and_word_is_made(run, workspace, monkeypatch):
    def refuse(name, load=importlib.import_module):
        if name.startswith("weasyprint"):
            raise OSError("gone")
        return load(name)

    monkeypatch.delitem(sys.modules, "generator.rendering.weasyprint.writer")
    monkeypatch.setattr(importlib, "import_module", refuse)
    source = workspace / "contracts" / "wound-care.yaml"
    words = ("generate", "risk-analysis", source, *ON, "--format", "docx", "--format", "pdf", "--pdf-engine", "weasyprint")
    made = run(*words)
    assert (made.code, made.out) == (1, "output/RE-2026-0118/risk-analysis.sv.docx\n")
    assert NO_PANGO + '--pdf-engine typst, or pdf_engine = "typst" in realisera.toml. ' in made.err
    told = run(*words, language="sv").err
    assert "WeasyPrint kräver" in told
    assert '--pdf-engine typst, eller pdf_engine = "typst" i realisera.toml. ' in told
