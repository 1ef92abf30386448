"""Documents of one day say one end of a contract: of one that was terminated with a day or without, at once, or has run out."""

from __future__ import annotations

import re
from datetime import date

import pytest

from generator.build.source import gather_contract
from generator.contract.case import Cases
from generator.documents import find_document
from generator.workspace import find_workspace
from tests.documents.contracts import COMPOSER
from tests.documents.reports import copy_examples, edit
from tests.documents.tree_text import write_tree

ITEMS = {"action-plan": "D1", "escalation-record": "D2", "followup-plan": "", "evaluation-report": ""}


def make_texts(folder, log, on, days=90, lasts=""):
    """The documents that tell of the end, by slug, on a day, with another entry in that log."""
    path = copy_examples(folder).parents[1] / "contracts" / "surgical-instruments.yaml"
    entry = f"      - {{{log}, decided_by: buyer.manager}}\n" if log else ""
    text = path.read_text(encoding="utf-8")
    last = next(line for line in text.splitlines(keepends=True) if "step: management_meeting" in line)
    notice = next(line for line in text.splitlines(keepends=True) if "notice_days:" in line)
    edit(path, (last, last + entry), (notice, notice if days else ""))
    if lasts:
        edit(path, (re.search(r"(?<=  starts: 2024-09-01\n)(  .*\n)+", text)[0], f"  {lasts}\n"))
    cases = Cases(find_workspace(path))
    source = gather_contract(cases.open(path), cases)
    texts = {}
    for slug, item in ITEMS.items():
        document = find_document(slug)
        view = document.make_view(source.make_subject(document, on, item))
        texts[slug] = write_tree(COMPOSER.compose(slug, view, ("sv",)).tree).replace("~", " ")
    return texts


NOTICE, AT_ONCE = "step: termination_with_notice, date: 2026-12-02", "step: immediate_termination, date: 2026-12-02"


@pytest.mark.parametrize(
    ("log", "when", "rows", "plan"),
    [
        ("", ("2026-11-22", 90), [], "vi kan säga upp avtalet, som då upphör efter 90 dagar"),
        (
            NOTICE,
            ("2026-12-02", 90),
            ["Avtalet sades upp | 2026-12-02", "Avtalet upphör | 2027-03-02"],
            "vi sade upp avtalet den 2 december 2026, och det upphör den 2 mars 2027.",
        ),
        (
            NOTICE,
            ("2026-12-02", None),
            ["Avtalet sades upp | 2026-12-02", "Avtalet upphör | Inte bestämt, men senast 2027-08-31"],
            "vi sade upp avtalet den 2 december 2026 med skälig uppsägningstid.",
        ),
        (
            f"{NOTICE}, ends: 2027-01-31",
            ("2027-02-01", None),
            ["Avtalet sades upp | 2026-12-02", "Avtalet upphörde | 2027-01-31"],
            "Avtalet upphörde den 31 januari 2027.",
        ),
        (
            AT_ONCE,
            ("2026-12-03", 90),
            ["Avtalet sades upp | 2026-12-02", "Avtalet upphörde | 2026-12-02"],
            "Avtalet upphörde den 2 december 2026.",
        ),
    ],
)
def test_all_documents_of_a_day_say_the_same_end(tmp_path, log, when, rows, plan):
    on, days = when
    texts = make_texts(tmp_path, log, date.fromisoformat(on), days)
    for slug in set(ITEMS) - {"action-plan"}:
        found = [row for row in ("Avtalet sades upp", "Avtalet upphör") if row in texts[slug]]
        assert (slug, [row for row in rows if row not in texts[slug]], bool(found)) == (
            slug,
            [],
            bool(rows) or slug == "evaluation-report",
        )
    assert plan in texts["action-plan"]
    assert ("vi kan säga upp avtalet, som då" in texts["action-plan"]) == (not log)


def test_a_record_of_a_contract_that_is_over_gives_nobody_a_right_any_more(tmp_path):
    texts = make_texts(tmp_path, AT_ONCE, date(2026, 12, 3))
    assert "Vi känner inte till något skäl" not in texts["escalation-record"]
    assert "Det här ger oss rätt" not in texts["escalation-record"]


def test_what_lies_after_a_termination_is_not_moved_by_an_extension(tmp_path):
    text = make_texts(tmp_path, f"{NOTICE}, ends: 2026-12-31", date(2026, 12, 2), None)["followup-plan"]
    assert "Avtalet är uppsagt och kan inte förlängas" in text
    assert "förläng avtalet först" not in text


@pytest.mark.parametrize(
    ("lasts", "words"),
    [
        ("until_further_notice: true", "2024-09-01 – uppsagt, sista dagen är inte bestämd\n"),
        ("ends: 2028-08-31", "2024-09-01 – uppsagt, sista dagen är inte bestämd, men senast 2028-08-31\n"),
    ],
)
def test_no_document_says_that_a_terminated_contract_whose_last_day_is_not_decided_runs_on(tmp_path, lasts, words):
    texts = make_texts(tmp_path, NOTICE, date(2026, 12, 3), days=None, lasts=lasts)
    for slug in ("followup-plan", "evaluation-report"):
        assert words in texts[slug]
        assert "tills vidare" not in texts[slug].casefold()
    assert "    Gäller | Vad som ska ersätta avtalet\n" in texts["evaluation-report"]
