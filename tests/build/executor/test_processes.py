"""Several processes make what one would; one that dies or hangs takes only its document with it."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import local

import pytest

from generator.build.executor.base import StartExecutor
from generator.build.executor.pool import LONGEST
from generator.build.executor.processes import ProcessExecutor, list_needs
from generator.build.job import Job, Result
from generator.build.orders import Order, make_orders
from generator.output.journal import MANIFEST
from generator.pipeline import Pipeline, Request
from generator.workspace import Workspace, find_workspace
from tests import failing
from tests.making import read_files

LOST = "RE-2024-0307/action-plan.D2.sv"
"""The files of the document that goes wrong: D1 and D2 in two languages each, so it is the third."""
DIED = "the process that made this document died: {problem}"
HUNG = "this document took too long, and its process was ended"


def order_plans() -> tuple[Order, ...]:
    wishes = {"on": date(2026, 11, 22), "languages": ("sv", "en"), "formats": ("html", "docx")}
    return make_orders("action-plan", **wishes)


def make(region: Path, out: Path, start: StartExecutor | None = None) -> list[Result]:
    sources = sorted(region.glob("contracts/*.yaml"))
    return list(
        Pipeline(find_workspace(region), out, start_executor=start).run(
            sources, lambda _case, _watch: order_plans(), Request("plans", date(2026, 11, 22), ("html", "docx"))
        )
    )


def start_two(workspace: Workspace, folder: Path) -> ProcessExecutor:
    return ProcessExecutor(workspace, 2, folder)


class Impatient(ProcessExecutor):
    """Loses patience soon with what hangs, which never answers, and gives what is merely slow its time."""

    _asked = local()

    def _call(self, attempts: int, fn: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]) -> object:
        self._asked.hangs = fn is failing.hang and failing.is_victim(args[1])
        return super()._call(attempts, fn, args, kwargs)

    @property
    def _longest(self) -> float:
        return 0.5 if self._asked.hangs else LONGEST

    @_longest.setter
    def _longest(self, longest: float) -> None:
        assert longest == LONGEST


def start_two_impatiently(workspace: Workspace, folder: Path) -> ProcessExecutor:
    return Impatient(workspace, 2, folder)


def test_processes_begin_with_the_types_and_writers_of_what_is_ordered():
    job = Job(Path("contract.yaml"), "", make_orders("action-plan", on=date(2026, 11, 22), formats=("docx",)), (0,), {})
    needs = set(list_needs(job, "auto"))
    assert {"generator.documents.action_plan", "generator.rendering.word.writer"} <= needs
    assert "generator.rendering.web" not in needs


@pytest.fixture
def region(examples: Path, tmp_path: Path) -> Path:
    """The examples, and two contracts more with plans to make."""
    contracts = shutil.copytree(examples, tmp_path / "region") / "contracts"
    text = (contracts / "surgical-instruments.yaml").read_text(encoding="utf-8")
    for name in ("a", "z"):
        (contracts / f"{name}.yaml").write_text(text.replace("id: RE-2024-0307", f"id: {name}"), encoding="utf-8")
    return tmp_path / "region"


@pytest.mark.parametrize(("work", "message"), [(failing.die, DIED), (failing.hang, HUNG)], ids=["dies", "hangs"])
@pytest.mark.long
def test_a_process_that_fails_takes_only_its_document_with_it(
    region: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: Callable[..., object], message: str
) -> None:
    make(region, tmp_path / "alone")
    undisturbed = {path: data for path, data in read_files(tmp_path / "alone").items() if path != MANIFEST}
    with monkeypatch.context() as patch:
        patch.setattr("generator.build.executor.processes.render_job", work)
        outcomes = make(region, tmp_path / "out", start_two_impatiently if work is failing.hang else start_two)
    failed = [outcome for outcome in outcomes if outcome.state == "failed"]
    told = [(finding.subject, finding.message) for outcome in failed for finding in outcome.findings]
    assert told == [(LOST, message)]
    made = {path: data for path, data in read_files(tmp_path / "out").items() if path != MANIFEST}
    assert made == {path: data for path, data in undisturbed.items() if not path.startswith(LOST)}
    assert len(undisturbed) - len(made) == 2
    again = make(region, tmp_path / "out", start_two)
    assert Counter(outcome.state for outcome in again) == {"unchanged": len(made), "made": 2}
    assert read_files(tmp_path / "out") == read_files(tmp_path / "alone")
