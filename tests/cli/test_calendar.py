"""`calendar`: what must be done as a calendar file, read back by another library than the one that writes it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import vobject

from tests.cli.test_due import change

OUT = Path("output/calendar.ics")


def read_events(path=OUT):
    calendar = vobject.readOne(path.read_text(encoding="utf-8"))
    return {event.summary.value: event for event in calendar.contents.get("vevent", [])}


def test_all_that_is_to_be_done_in_a_workspace(run, workspace):
    done = run("calendar", workspace, "--on", "2026-12-02")
    events = read_events()
    assert (done.code, done.out) == (0, "output/calendar.ics\n")
    assert done.err == f"Duties: {len(events)}. Taken out since the last time: 0.\n"
    event = events["RE-2024-0307 D2: take the next step: penalty"]
    assert event.dtstart.value == date(2026, 12, 2)
    assert event.description.value.split("\n\n") == [
        (
            "The deviation stands at the step: meeting with management. The answer was due on 2026-12-01 and has not come. "
            "Late actions in the plan: A2, A3."
        ),
        "Whose: Maria Hellström (buyer.manager)",
        (
            f"realisera escalate {workspace}/contracts/surgical-instruments.yaml D2 --step penalty --decided-by buyer.manager "
            '--reason "…"'
        ),
    ]
    assert {str(event.categories.value[0]) for event in events.values()} == {"RE-2023-0044", "RE-2024-0307", "RE-2026-0118"}


def test_one_contract_one_person_so_far_ahead_elsewhere(run, contract):
    chosen = ["--for", "buyer.sustainability", "--within", "6w", "--out", "a14.ics"]
    assert run("calendar", contract, "--on", "2026-12-02", *chosen).code == 0
    assert list(read_events(Path("a14.ics"))) == ["RE-2024-0307 M3: tell the supplier of the monitoring (audit)"]


def test_made_anew_what_is_done_is_taken_out_and_what_is_another_contracts_is_left_alone(run, workspace, contract):
    run("calendar", workspace, "--on", "2026-12-02")
    before = read_events()
    change(contract, "due: 2026-09-30}", "due: 2026-09-30, done: 2026-12-03}")
    done = run("calendar", contract, "--on", "2026-12-04")
    after = read_events()
    summary = "RE-2024-0307 D2 A2: see that the supplier has carried out the action"
    assert done.err == f"Duties: {len(after) - 1}. Taken out since the last time: 1.\n"
    assert after[summary].status.value == "CANCELLED"
    assert after[summary].uid.value == before[summary].uid.value
    assert int(after[summary].sequence.value) == int(before[summary].sequence.value) + 2
    assert {str(event.categories.value[0]) for event in after.values()} == {"RE-2024-0307"}


def test_a_narrower_calendar_takes_nothing_out(run, contract):
    run("calendar", contract, "--on", "2026-12-02")
    done = run("calendar", contract, "--on", "2026-12-02", "--within", "0d", "--for", "manager")
    assert done.err == "Duties: 1. Taken out since the last time: 0.\n"


def test_another_file_is_kept(run, contract):
    OUT.parent.mkdir()
    OUT.write_text("mine", encoding="utf-8")
    done = run("calendar", contract, "--on", "2026-12-02")
    assert (done.code, done.out, OUT.read_text(encoding="utf-8")) == (1, "", "mine")
    assert done.err.startswith("output/calendar.ics: error: this is no calendar that was made here, so it is kept [RE6092]\n")


def test_a_broken_contract_is_told_and_the_others_are_there(run, workspace):
    change(workspace / "contracts" / "wound-care.yaml", "tier: 1", "tier: one")
    done = run("calendar", workspace, "--on", "2026-12-02")
    assert (done.code, done.out) == (1, "output/calendar.ics\n")
    assert done.err.startswith("region/contracts/wound-care.yaml:")
    assert {str(event.categories.value[0]) for event in read_events().values()} == {"RE-2023-0044", "RE-2024-0307"}
