"""What a text says only since it is dated is told apart from all else that it says."""

from __future__ import annotations

from datetime import date

import pytest

from generator.contract.values import OwnDay
from generator.text.dating import mark_dated, read_marks
from tests.text.workspaces import Journaling, make_wording


def test_marks_are_gone_and_what_they_marked_is_the_same_on_any_day() -> None:
    texts = [f"<p>Den {mark_dated(day)}, senast 2026-12-01</p>" for day in ("2026-11-28", "2026-11-29")]
    whole, undated = zip(*map(read_marks, texts), strict=True)
    assert whole == ("<p>Den 2026-11-28, senast 2026-12-01</p>", "<p>Den 2026-11-29, senast 2026-12-01</p>")
    assert undated == ("<p>Den …, senast 2026-12-01</p>",) * 2


@pytest.mark.parametrize("cut", ["\x0e2026-1…</text><text>2026-11-28\x0f", "\x0e2026", "2026\x0f"])
def test_a_mark_that_was_cut_off_hides_nothing(cut: str) -> None:
    whole, undated = read_marks(f"<text>{cut}</text>")
    assert undated == whole == f"<text>{cut}</text>".replace("\x0e", "").replace("\x0f", "")


@pytest.mark.parametrize("write", ["write", "write_short", "write_plain"])
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_document_s_own_day_is_written_as_any_other_and_marked(lang: str, write: str) -> None:
    wording, days = make_wording(lang), (date(2026, 11, 28), date(2026, 12, 9))
    with Journaling():
        written = [str(getattr(wording, write)(day)) for day in days]
        own = [read_marks(str(getattr(wording, write)(OwnDay.fromordinal(day.toordinal())))) for day in days]
    assert [whole for whole, _ in own] == written
    assert own[0][1] == own[1][1] != written[0]
