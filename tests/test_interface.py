"""The public interface: what its page shows is what it does, it is typed, and importing it loads next to nothing."""

from __future__ import annotations

import doctest
import inspect
import shutil
import subprocess
import sys
import typing
from datetime import date
from pathlib import Path

import pytest

import generator
from generator import InputError, Workspace, make_documents, open_case

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/interface.md"
ON = date(2026, 11, 22)


@pytest.fixture
def examples_here(examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the examples where one stands."""
    monkeypatch.chdir(tmp_path)
    return shutil.copytree(examples, Path("examples"))


@pytest.mark.usefixtures("examples_here")
def test_its_page_shows_what_it_does() -> None:
    page = doctest.DocTestParser().get_doctest(PAGE.read_text(encoding="utf-8").replace("```", ""), {}, PAGE.name, str(PAGE), 0)
    told: list[str] = []
    tried = doctest.DocTestRunner().run(page, out=told.append)
    assert (told, tried.failed) == ([], 0)
    assert tried.attempted == len(page.examples) > 10


def test_its_page_names_all_of_it() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in generator.__all__ if name != "__version__" and f"`{name}" not in page] == []
    assert f"make_documents{_show(inspect.signature(make_documents))}" in page


def _show(signature: inspect.Signature) -> str:
    """A signature without its types."""
    plain = [each.replace(annotation=inspect.Parameter.empty) for each in signature.parameters.values()]
    return str(inspect.Signature(plain))


def test_it_is_typed() -> None:
    assert (ROOT / "generator/py.typed").exists()
    for part in (make_documents, open_case, Workspace.find):
        hints = typing.get_type_hints(part, {**vars(sys.modules[part.__module__])})
        parameters = [name for name in inspect.signature(part).parameters if name not in {"self", "cls"}]
        assert sorted(hints) == sorted([*parameters, "return"])


def test_importing_it_loads_next_to_nothing() -> None:
    program = (
        "import sys, generator; before = {name for name in sys.modules if name.startswith('generator')}; "
        "from generator import Workspace; print(sorted(before), 'pydantic' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert told == "['generator'] False\n"


def test_what_is_not_there_is_told_as_for_any_module() -> None:
    with pytest.raises(AttributeError, match="module 'generator' has no attribute 'make_document'"):
        _ = generator.make_document
    assert set(generator.__all__) <= set(dir(generator))


def test_wrong_wishes_are_told(examples_here: Path) -> None:
    workspace, source = Workspace.find(examples_here), examples_here / "contracts/wound-care.yaml"
    with pytest.raises(InputError, match="there is no document 'action-plam'"):
        make_documents("action-plam", [source], workspace, Path("out"), on=ON)
    with pytest.raises(InputError, match="action-plan is made as docx, html, pdf"):
        make_documents("action-plan", [source], workspace, Path("out"), on=ON, formats=["pptx"])
    [failed] = make_documents("risk-analysis", [source], workspace, Path("out"), on=ON, languages=["xx"], formats=["html"])
    assert (failed.state, failed.path) == ("failed", None)
    assert "'xx'" in str(failed.findings[0])


def test_what_was_changed_is_kept_unless_it_is_to_be_replaced(examples_here: Path) -> None:
    workspace, source = Workspace.find(examples_here), examples_here / "contracts/wound-care.yaml"

    def make(*, force: bool = False) -> list[str]:
        results = make_documents(
            "risk-analysis", [source], workspace, Path("out"), on=ON, languages=["sv"], formats=["html"], force=force
        )
        return [result.state for result in results]

    assert make() == ["made"]
    [path] = Path("out").glob("*/*.html")
    path.write_bytes(path.read_bytes() + b"<!-- mine -->")
    assert (make(), make(force=True), make()) == (["kept"], ["made"], ["unchanged"])
