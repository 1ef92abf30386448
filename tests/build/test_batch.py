"""A batch makes again what has changed, and nothing else; and what it makes is what a first run would have made."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.build.batch import Duties
from generator.build.job import Result
from generator.contract.case import Cases
from generator.output.journal import MANIFEST
from generator.output.manifest import Manifest
from generator.pipeline import Pipeline, Request
from generator.rules.standing.duty import DutyKind, make_duty
from generator.rules.watched_day import Watch
from generator.workspace import PACKAGE, find_workspace
from tests.documents.reports import edit
from tests.making import ON, lose_manifest, read_files

REGION = Path("region")
DATED = ("kickoff-pack", "followup-plan", "risk-analysis", "action-plan", "monitoring-notice", "escalation-record")
"""What is made of contracts, but for the letters: where these would come out different, they are kept."""
WISHES = {"languages": ("sv", "en"), "formats": ("docx", "html"), "draft": False, "strict": False}


def make_batch(
    out: str | Path,
    on: date = ON,
    only: tuple[str, ...] = DATED,
    *,
    force: bool = False,
    keep_dates: bool = False,
    **wishes: object,
) -> dict[str, Result]:
    """What came of each file, by path; of what failed, by nothing."""
    workspace = find_workspace(REGION).override(pdf_engine="typst")
    wishes = {**WISHES, **wishes}
    duties = Duties(on, timedelta(days=30), wishes, only)
    pipeline = Pipeline(workspace, Path(out), force=force, keep_dates=keep_dates)
    request = Request(repr((only, wishes)), on, wishes["formats"])
    outcomes = pipeline.run(sorted(REGION.glob("contracts/*.yaml")), duties.choose, request)
    told = [outcome for outcome in outcomes if outcome.state != "left_out"]  # What doesn't fit on the day is no file.
    return {outcome.path.relative_to(out).as_posix() if outcome.path else "": outcome for outcome in told}


def list_made(outcomes: dict[str, Result]) -> dict[str, tuple[str, ...]]:
    """Why each file was made that was."""
    assert "" not in outcomes, outcomes[""]
    return {path: outcome.reasons for path, outcome in outcomes.items() if outcome.state == "made"}


@pytest.fixture(scope="module")
def first(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workspace and what was made of its contracts; to be copied."""
    folder = tmp_path_factory.mktemp("first")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        shutil.copytree(examples, REGION)
        assert set(list_made(make_batch("out")).values()) == {("new",)}
    return folder


@pytest.fixture
def out(first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What was made, beside a workspace of its own, where one stands."""
    monkeypatch.chdir(shutil.copytree(first, tmp_path / "copy"))
    return Path("out")


# What depends on what


def override(name: str, old: str, new: str) -> None:
    """The product's file with a text replaced, as the region's own."""
    path = REGION / name
    path.parent.mkdir(parents=True, exist_ok=True)
    edit(Path(shutil.copyfile(PACKAGE / name, path)), (old, new))


def translate(text: str, words: str, context: str = "") -> None:
    """A message in other English words, as the region's own."""
    path = REGION / "locales/en/LC_MESSAGES/documents.po"
    path.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    named = f'msgctxt "{context}"\n' if context else ""
    path.write_text(f'{head}{named}msgid "{text}"\nmsgstr "{words}"\n', encoding="utf-8")


def say_else(name: str, form: str, old: str, new: str, context: str = "") -> None:
    """Swedish words of a file in others, translated."""
    override(name, form.format(old), form.format(new))
    translate(new, f"{new} (en)", context)


def enlarge_letters() -> None:
    """The layout for letters with larger words, as the region's own."""
    name, part, old, new = "templates/word/letter.docx", "word/styles.xml", b'w:val="22"', b'w:val="23"'
    path = REGION / name
    path.parent.mkdir(parents=True)
    with zipfile.ZipFile(PACKAGE / name) as layout, zipfile.ZipFile(path, "w") as own:
        for info in layout.infolist():
            data = layout.read(info)
            own.writestr(info, data.replace(old, new) if info.filename == part else data)
            assert info.filename != part or old in data


PRIORITY = "Uppföljningen riktas mot de risker som har högst prioritet. Riskanalysen visar hur de är bedömda."
PURPOSE = (
    "Planen visar när och hur vi följer upp kontraktsvillkoren om tillbörlig aktsamhet, och vem som gör det. "
    "Vi ska se att leverantören följer dem, och få det som vi har bett om i upphandlingen. "
    "Företag som inte arbetar med tillbörlig aktsamhet ska inte tjäna på det."
)
CHANGES: dict[str, tuple[Callable[[], object], str, tuple[str, ...]]] = {
    "a translation": (
        lambda: translate(PRIORITY, "We look at the risks with the highest priority."),
        "text",
        ("RE-202[46]-*/followup-plan.en.*",),
    ),
    "a paragraph": (
        lambda: override("content/followup-plan.md", f"{PURPOSE}\n", ""),
        "text",
        ("*/followup-plan.*",),
    ),
    "a label of a component": (
        lambda: say_else("templates/components.html", '_("{}")', "Telefon", "Ring"),
        "text",
        ("*/04-contacts.*",),
    ),
    "a term": (
        lambda: say_else("content/terms.yaml", "high: {}\n", "hög", "mycket hög", "Band"),
        "text",
        ("*/risk-analysis.*", "RE-202[46]-*/followup-plan.*"),
    ),
    "a title in the clause": (
        lambda: say_else("content/clause/2023.yaml", '"2.6": {}\n', "Möjliggöra klagomål", "Ta emot klagomål", "clause"),
        "text",
        ("*/03-clause-guide.*", "*/09-self-assessment.*", "*/monitoring-notice.M2.*"),
    ),
    "a step of the ladder": (
        lambda: say_else("content/ladder/default.yaml", "name: {}\n", "påminnelse", "ny påminnelse", "ladder"),
        "text",
        (
            "*/action-plan.*",
            "*/escalation-record.*",
            "*/03-clause-guide.*",
            "*/08-checklist.*",
        ),  # Which tells the officer of the default ladder.
    ),
    "the layout for letters": (enlarge_letters, "layout", ("*/01-invitation.*.docx", "*/monitoring-notice.*.docx")),
    "how drawings look": (
        lambda: override("templates/drawings.css", ".good { fill: #2E7D4F }", ".good { fill: #2E7D50 }"),
        "layout",
        # A web page holds its styles; in Word these have a drawing, but for the plan of a contract with nothing ahead.
        (
            "*.html",
            "*/03-clause-guide.*.docx",
            "*/escalation-record.*.docx",
            "*/risk-analysis.*.docx",
            "RE-202[46]-*/followup-plan.*.docx",
        ),
    ),
    "how pages look": (
        lambda: override("templates/screen.css", "body { max-width: 52rem;", "body { max-width: 50rem;"),
        "layout",
        ("*.html",),
    ),
    "how slides look": (lambda: override("templates/slides.css", "13mm 20mm 12mm", "13mm 20mm 13mm"), "layout", ()),
    "the letterhead": (
        lambda: edit(
            REGION / "realisera.toml", ("# [letterhead]", "[letterhead]"), ('# address = "Box 100', 'address = "Box 200')
        ),
        "letterhead",
        ("*",),
    ),
    "a setting that changes no word": (
        lambda: edit(REGION / "realisera.toml", ('languages = ["sv", "en", "sv+en"]', 'languages = ["sv"]')),
        "",
        (),
    ),
    "a field of a contract": (
        lambda: edit(REGION / "contracts/wound-care.yaml", ("room Eken", "room Linden")),
        "text",
        ("*/01-invitation.en.*", "*/02-agenda.en.*", "*/06-minutes.en.*", "*/08-checklist.en.*"),
    ),
    "a comment in a contract": (
        lambda: edit(REGION / "contracts/wound-care.yaml", ("format: 1", "format: 1  # still")),
        "",
        (),
    ),
}


@pytest.mark.parametrize(("change", "reason", "expected"), CHANGES.values(), ids=CHANGES)
def test_what_depends_on_a_change_is_made_again_and_nothing_else(
    out: Path, change: Callable[[], object], reason: str, expected: tuple[str, ...]
) -> None:
    before = read_files(out)
    change()
    made = list_made(make_batch(out))
    after = read_files(out)
    assert set(made) == {path for path in before if path != MANIFEST and any(fnmatchcase(path, each) for each in expected)}
    assert {path for path, data in after.items() if data != before[path]} - {MANIFEST} == set(made)
    assert set(made.values()) == ({(reason,)} if expected else set())
    make_batch("anew")
    assert after == read_files(Path("anew"))


def test_another_day_changes_what_is_dated_by_it(out: Path) -> None:
    before = read_files(out)
    made = list_made(make_batch(out, on=date(2026, 11, 23)))
    assert set(made) == set(before) - {MANIFEST}
    assert {path for path, data in read_files(out).items() if data == before[path]} == set()
    assert all(reasons == ("date",) or "letterhead" in reasons for reasons in made.values())


def test_a_theme_for_typst_changes_its_pdfs_alone(out: Path) -> None:
    wishes = {"only": ("risk-analysis",), "formats": ("pdf", "html")}
    make_batch(out, **wishes)
    override("templates/typst/theme.typ", "#let fine = 0.5pt", "#let fine = 0.6pt")
    made = list_made(make_batch(out, **wishes))
    assert {path.rpartition(".")[2] for path in made} == {"pdf"}
    assert set(made.values()) == {("layout",)}


def test_what_a_page_of_the_regions_own_includes_is_a_part_of_its_layout(out: Path) -> None:
    override("templates/page.html", "</body>", "{% include 'motto.html' %}\n</body>")
    motto = REGION / "templates/motto.html"
    motto.write_text("<p>För vården</p>", encoding="utf-8")
    assert {path.rpartition(".")[2] for path in list_made(make_batch(out))} == {"html"}
    motto.write_text("<p>För patienten</p>", encoding="utf-8")
    assert {path.rpartition(".")[2] for path in list_made(make_batch(out))} == {"html"}
    assert "<p>För patienten</p>" in (out / "RE-2023-0044/followup-plan.sv.html").read_text(encoding="utf-8")


# What is there already

PLAN = "RE-2023-0044/followup-plan.sv.docx"


def test_a_second_run_reads_no_contract(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_files(out)

    def refuse(_cases: Cases, path: Path, _data: bytes) -> None:
        raise AssertionError(path)

    monkeypatch.setattr(Cases, "open", refuse)
    outcomes = make_batch(out)
    assert {outcome.state for outcome in outcomes.values()} == {"unchanged"}
    assert set(outcomes) == set(before) - {MANIFEST}
    assert read_files(out) == before


def test_a_file_that_is_gone_is_made_again_as_it_was(out: Path) -> None:
    before = read_files(out)
    (out / PLAN).unlink()
    assert list_made(make_batch(out)) == {PLAN: ("missing",)}
    assert read_files(out) == before


def test_a_file_that_somebody_changed_is_kept_whatever_has_changed_and_replaced_by_force(out: Path) -> None:
    before = read_files(out)
    (out / PLAN).write_bytes(b"edited")
    for on in (ON, date(2026, 11, 23)):
        outcomes = make_batch(out, on)
        kept = {path for path, outcome in outcomes.items() if outcome.state == "kept"}
        warning = outcomes[PLAN].findings[0]
        assert (kept, warning.subject, warning.severity) == ({PLAN}, PLAN, "warning")
        assert (out / PLAN).read_bytes() == b"edited"
    make_batch(out)
    assert list_made(make_batch(out, force=True)) == {PLAN: ("forced",)}
    assert read_files(out) == before


def test_a_file_that_somebody_changed_is_kept_also_where_the_manifest_is_gone(out: Path) -> None:
    plan, other = sorted(out.glob("RE-2024-0307/action-plan.*.sv.html"))[:2]
    plan.write_bytes(plan.read_bytes() + b"<!-- ours -->")
    changed, whole = plan.read_bytes(), other.read_bytes()
    lose_manifest(out)
    outcomes = make_batch(out, on=ON + timedelta(days=1))
    assert outcomes[plan.relative_to(out).as_posix()].state == "kept"
    assert plan.read_bytes() == changed
    assert outcomes[other.relative_to(out).as_posix()].state == "made"
    assert other.read_bytes() != whole


def test_the_manifest_is_not_written_anew_for_each_contract(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = []
    save = Manifest._save
    monkeypatch.setattr(Manifest, "_save", lambda manifest: (saved.append(manifest), save(manifest)))
    text = (REGION / "contracts/surgical-instruments.yaml").read_text(encoding="utf-8")
    for number in range(12):
        (REGION / f"contracts/{number}.yaml").write_text(text.replace("id: RE-2024-0307", f"id: C{number}"), encoding="utf-8")
    make_batch(out, only=("risk-analysis",))
    saved.clear()
    outcomes = make_batch(out, ON + timedelta(days=1), ("risk-analysis",))
    assert {outcome.state for outcome in outcomes.values()} == {"made"}
    assert len(saved) < 4


def test_a_record_follows_the_letters_that_other_runs_make(out: Path) -> None:
    wishes = {"formats": ("html",), "languages": ("sv",)}
    record = "RE-2024-0307/escalation-record.D2.sv.html"
    make_batch(out, **wishes)
    make_batch(out, only=("escalation-letter",), **wishes)
    assert record in list_made(make_batch(out, **wishes))
    assert list_made(make_batch(out, **wishes)) == {}
    letter = next(out.glob("RE-2024-0307/escalation-letter.D2.*.sv.html"))
    letter.write_bytes(b"edited")
    assert record in list_made(make_batch(out, **wishes))


# What is due


KICKOFF_PACK = ("invitation", "agenda", "clause-guide", "contacts", "monitoring", "minutes", "slides", "checklist")
KICKOFF_PACK += ("self-assessment", "chain-form")
ANSWERS = {
    DutyKind.INVITATION_TO_SEND: (KICKOFF_PACK, ()),
    DutyKind.KICKOFF: (KICKOFF_PACK, ()),
    DutyKind.MONITORING_TO_NOTIFY: (("monitoring-notice",), ("activity", "M3")),
    DutyKind.PLAN_TO_REQUEST: (("action-plan",), ("deviation", "D2")),
    DutyKind.PLAN_TO_REMIND: (("action-plan",), ("deviation", "D2")),
    DutyKind.PENALTY_WEEK: (("escalation-record",), ("deviation", "D2")),
    DutyKind.PENALTY_AT_MAXIMUM: (("escalation-record",), ("deviation", "D2")),
    DutyKind.SUSPENSION_LIMIT: (("escalation-record",), ("deviation", "D2")),
    DutyKind.EVALUATION_DUE: (("evaluation-report",), ()),
    DutyKind.DECISION_DUE: (("evaluation-report",), ()),
}


@pytest.mark.parametrize("kind", DutyKind)
def test_each_kind_of_task_is_done_by_its_document(first: Path, monkeypatch: pytest.MonkeyPatch, kind: DutyKind) -> None:
    case = Cases(find_workspace(first / REGION)).open(first / REGION / "contracts/surgical-instruments.yaml")
    slugs, item = ANSWERS.get(kind, ((), ()))
    late, ahead = (make_duty(kind, ON + timedelta(days=days), "".join(item[1:])) for days in (-400, 31))
    monkeypatch.setattr("generator.build.batch.Standing.duties", (late, late, ahead, replace(ahead, item="D1")))
    orders = Duties(ON, timedelta(days=30), WISHES).choose(case, Watch())
    assert tuple(order.document.slug for order in orders) == slugs
    assert {tuple(order.items.items()) for order in orders} <= {(item,) if item else ()}
    assert {(order.on, order.languages, order.formats) for order in orders} <= {(ON, WISHES["languages"], WISHES["formats"])}


def test_of_what_a_document_has_nothing_for_it_is_not_made(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = Cases(find_workspace(first / REGION)).open(first / REGION / "contracts/surgical-instruments.yaml")
    done = make_duty(DutyKind.MONITORING_TO_NOTIFY, ON, "M1")
    monkeypatch.setattr("generator.build.batch.Standing.duties", (done,))
    assert Duties(ON, timedelta(days=30), WISHES).choose(case, Watch()) == ()
