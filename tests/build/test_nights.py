"""A batch of each night makes what has changed, and not what would only have another date."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from generator.build.batch import Duties
from generator.build.job import Result
from generator.build.plan import Plan, PlannedDocument
from generator.build.render import Builder
from generator.contract.case import Cases
from generator.masking.case import Masker
from generator.output.journal import MANIFEST, read_entries
from generator.output.manifest import Manifest
from generator.pipeline import Pipeline, Request
from generator.provenance.origin import Manifests, Sources
from generator.provenance.verify import Verifier
from generator.text.language import Language
from generator.workspace import find_workspace
from tests.documents.reports import edit

FIRST = date(2026, 11, 12)
PLAN = "RE-2024-0307/action-plan.D2.sv.html"
WISHES = {"languages": ("sv",), "formats": ("html",), "draft": False, "strict": False, "with_source": False}


@pytest.fixture
def region(examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the examples, where one stands."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(examples, "region"))


def make_night(  # noqa: PLR0913 (what a batch may be told)
    region: Path,
    out: str,
    on: date,
    only: tuple[str, ...] = (),
    *,
    keep_dates: bool = True,
    masked: bool = False,
    forms: tuple[str, ...] = ("html",),
) -> list[Result]:
    """What came of each file of a night's batch."""
    workspace = find_workspace(region)
    masker = Masker(workspace, "mask") if masked else None
    wishes = {**WISHES, "formats": forms}
    duties = Duties(on, timedelta(days=30), wishes, only)
    pipeline = Pipeline(workspace, Path(out), keep_dates=keep_dates, masker=masker)
    request = Request(repr((only, forms)), on, forms)
    outcomes = list(pipeline.run(sorted(region.glob("contracts/*.yaml")), duties.choose, request))
    assert "failed" not in {outcome.state for outcome in outcomes} or masked
    return [outcome for outcome in outcomes if outcome.path]


def read_words(path: Path, *dated: date) -> str:
    """The words of a web page without those days, in any form."""
    body = re.sub(r"(?s)<head>.*?</head>|<style.*?</style>", "", path.read_text(encoding="utf-8"))
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body)).replace("\N{NO-BREAK SPACE}", " ")
    for day in dated:
        for form in (day.isoformat(), Language("sv").write_day(day).replace("\N{NO-BREAK SPACE}", " ")):
            words = words.replace(form, "…")
    return words


def list_nights(nights: int) -> Iterator[date]:
    """So many nights, one after another."""
    return (FIRST + timedelta(days=number) for number in range(nights))


@pytest.mark.long
@pytest.mark.parametrize(("only", "nights"), [((), 60), (("all",), 9)])
def test_what_is_made_anew_says_something_else_and_what_is_kept_says_the_same(
    region: Path, only: tuple[str, ...], nights: int
) -> None:
    states: list[str] = []
    said: dict[str, tuple[str, date]] = {}
    for on in list_nights(nights):
        outcomes = make_night(region, "out", on, only)
        fresh = {outcome.file for outcome in make_night(region, "fresh", on, only, keep_dates=False)}
        assert {outcome.file for outcome in outcomes} == fresh
        entries, _ = read_entries(Path("out"))
        for outcome in outcomes:
            states.append(outcome.state)
            page, dated = Path("out") / outcome.file, date.fromisoformat(entries[outcome.file].date)
            if outcome.state == "unchanged":
                assert read_words(page, on, dated) == read_words(Path("fresh") / outcome.file, on, dated), (on, outcome)
            elif outcome.file in said:
                before, its_day = said[outcome.file]
                assert read_words(page, dated, its_day) != before.replace(dated.isoformat(), "…"), (on, outcome)
            said[outcome.file] = read_words(page, dated), dated
    assert min(map(states.count, ("unchanged", "made"))) > nights


def test_a_file_that_would_have_another_date_alone_keeps_it(region: Path) -> None:
    make_night(region, "out", FIRST, ("risk-analysis",))
    before, known = {path: path.read_bytes() for path in Path("out").rglob("*.html")}, read_entries(Path("out"))[0]
    outcomes = make_night(region, "out", FIRST + timedelta(days=1), ("risk-analysis",))
    assert {outcome.state for outcome in outcomes} == {"unchanged"}
    assert {path: path.read_bytes() for path in Path("out").rglob("*.html")} == before
    assert read_entries(Path("out"))[0] == known
    assert {entry.date for entry in known.values()} == {FIRST.isoformat()}


def test_fresh_puts_the_new_date_on_all(region: Path) -> None:
    make_night(region, "out", FIRST, ("risk-analysis",))
    outcomes = make_night(region, "out", FIRST + timedelta(days=1), ("risk-analysis",), keep_dates=False)
    assert {(outcome.state, outcome.reasons) for outcome in outcomes} == {("made", ("date",))}
    assert {entry.date for entry in read_entries(Path("out"))[0].values()} == {"2026-11-13"}


def test_the_next_night_opens_no_contract_that_says_the_same(region: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_night(region, "out", FIRST, ("risk-analysis",))
    opened: list[Path] = []
    whole = Cases.open

    def note(self: Cases, path: Path, *more: Any, **rest: Any) -> Any:
        opened.append(path)
        return whole(self, path, *more, **rest)

    monkeypatch.setattr(Cases, "open", note)
    make_night(region, "out", FIRST + timedelta(days=1), ("risk-analysis",))
    assert opened == []
    make_night(region, "out", FIRST - timedelta(days=1), ("risk-analysis",))
    assert len(opened) == 3


def note_composed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the documents that are composed from now on."""
    composed: list[str] = []
    whole = Builder.compose

    def note(self: Builder, planned: PlannedDocument, plan: Plan) -> Any:
        composed.append(planned.files[0])
        return whole(self, planned, plan)

    monkeypatch.setattr(Builder, "compose", note)
    return composed


def test_the_next_night_composes_only_what_may_say_something_else(region: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    composed = note_composed(monkeypatch)
    first = make_night(region, "out", FIRST, ("all",))
    assert len(composed) == len(first)
    held = 0
    for on in (FIRST + timedelta(days=number) for number in range(1, 4)):
        composed.clear()
        outcomes = make_night(region, "out", on, ("all",))
        made = {outcome.file for outcome in outcomes if outcome.state == "made"}
        assert made <= set(composed)
        held += sum(outcome.file not in composed for outcome in outcomes if outcome.file.startswith("RE-2024-0307/"))
        assert {"RE-2024-0307/contacts.sv.html", "RE-2024-0307/kickoff-pack/04-contacts.sv.html"}.isdisjoint(composed)
        assert PLAN in composed  # which tells how many days something is late
    assert held > 3 * len(first) // 4


def test_a_file_that_is_kept_since_somebody_changed_it_has_no_others_composed(
    region: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wishes = ("risk-analysis", "followup-plan")
    first = make_night(region, "out", FIRST, wishes)
    changed = next(outcome.file for outcome in first if "risk-analysis" in outcome.file)
    (Path("out") / changed).write_bytes(b"ours")
    make_night(region, "out", FIRST, wishes)
    composed = note_composed(monkeypatch)
    for on in (FIRST + timedelta(days=1), FIRST + timedelta(days=2)):
        composed.clear()
        states = {outcome.file: outcome.state for outcome in make_night(region, "out", on, wishes)}
        assert states.pop(changed) == "kept"
        assert set(states.values()) == {"unchanged"}
        assert [file for file in composed if file.startswith(changed.partition("/")[0])] == [changed]


def test_what_was_made_of_another_contract_meanwhile_is_not_taken_for_what_came_of_this_one(region: Path) -> None:
    contract = region / "contracts/wound-care.yaml"
    wishes = ("risk-analysis", "followup-plan")
    before = contract.read_text(encoding="utf-8")
    make_night(region, "out", FIRST, wishes)
    name = "RE-2026-0118/risk-analysis.sv.html"
    whole = (Path("out") / name).read_bytes()
    (Path("out") / name).write_bytes(b"ours")
    edit(contract, ("\ntitle:\n  sv: ", "\ntitle:\n  sv: Ny "))
    states = {outcome.file: outcome.state for outcome in make_night(region, "out", FIRST, wishes)}
    assert (states[name], states["RE-2026-0118/followup-plan.sv.html"]) == ("kept", "made")
    contract.write_text(before, encoding="utf-8")
    (Path("out") / name).write_bytes(whole)
    make_night(region, "out", FIRST, wishes)
    make_night(region, "fresh", FIRST, wishes)
    for path in Path("fresh").rglob("*.html"):
        assert (Path("out") / path.relative_to("fresh")).read_bytes() == path.read_bytes()


def test_a_folder_that_an_earlier_version_made_is_taken_over(region: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as earlier:
        add = Manifest.add_source
        earlier.setattr(Manifest, "add_source", lambda self, entry: add(self, replace(entry, digests=(), untils=())))
        make_night(region, "out", FIRST, ("all",))
    lines = (Path("out") / MANIFEST).read_text(encoding="utf-8")
    assert "untils" in lines
    (Path("out") / MANIFEST).write_text(re.sub(r', "(digests|untils)": \[\]', "", lines), encoding="utf-8")
    for number in range(3):
        on = FIRST + timedelta(days=number)
        made = {outcome.file for outcome in make_night(region, "out", on, ("all",)) if outcome.state == "made"}
        assert bool(made) == bool(number)
        make_night(region, "fresh", on, ("all",), keep_dates=False)
        entries, _ = read_entries(Path("out"))
        for file, entry in entries.items():
            dated = (on, date.fromisoformat(entry.date))
            assert read_words(Path("out") / file, *dated) == read_words(Path("fresh") / file, *dated), (on, file)


def test_a_changed_contract_makes_its_documents_anew_with_the_new_date(region: Path) -> None:
    make_night(region, "out", FIRST, ("risk-analysis",))
    edit(region / "contracts/wound-care.yaml", ("\ntitle:\n  sv: ", "\ntitle:\n  sv: Ny "))
    outcomes = make_night(region, "out", FIRST + timedelta(days=1), ("risk-analysis",))
    states = {outcome.file.partition("/")[0]: outcome.state for outcome in outcomes}
    dates = {entry.source: entry.date for entry in read_entries(Path("out"))[0].values()}
    changed = next((name for name, state in states.items() if state == "made"), "")
    assert sorted(states.values()) == ["made", "unchanged"]
    assert {name for name, day in dates.items() if day == "2026-11-13"} == {changed}


def test_a_kept_file_is_as_it_was_made_and_would_be_made_so_again(region: Path) -> None:
    make_night(region, "out", FIRST, ("followup-plan",), forms=("pdf", "docx"))
    make_night(region, "out", FIRST + timedelta(days=1), ("followup-plan",), forms=("pdf", "docx"))
    verifier = Verifier(Manifests([]), Sources(sorted(region.glob("contracts/*.yaml"))))
    files = list(Path("out").rglob("followup-plan.*"))
    verdicts = [verdict for path in files for verdict in verifier.verify(path)]
    assert {(verdict.state, verdict.contract, verdict.changes) for verdict in verdicts} == {("made", "unchanged", ())}
    assert len(verdicts) == len(files) > 1


def test_a_masked_file_keeps_its_date_too_and_its_folder_no_digest_of_its_contract(region: Path) -> None:
    first = make_night(region, "masked", FIRST, ("kickoff-pack", "followup-plan"), masked=True)
    outcomes = make_night(region, "masked", FIRST + timedelta(days=1), ("kickoff-pack", "followup-plan"), masked=True)
    assert len(outcomes) == len(first) > 1
    assert {outcome.state for outcome in outcomes} == {"unchanged"}
    assert json.loads((Path("masked") / MANIFEST).read_text(encoding="utf-8"))["sources"] == []
