"""Hidden values in running German, as a supplier writes in a form that comes back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from generator.contract.fields import Country, Day, Number
from generator.masking.contracts import Cleaner
from generator.masking.everyday import read_everyday_words
from generator.masking.stand_ins import MARKS
from generator.masking.writing import read_writing
from generator.masking.written_values import Forms
from tests.masking.secrets import WORKSPACE

FORMS = Forms([read_writing(WORKSPACE.files, tag) for tag in ("sv", "de")], read_everyday_words(WORKSPACE.files))


def mask(value: object, annotation: object, text: str) -> str:
    """A text with `…` for what is masked."""
    return MARKS.sub("…", Cleaner({}, dict.fromkeys(FORMS.list(value, annotation), 0)).clean(text))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("am 3. März 2026", "am …"),
        ("am Dienstag, 3. März", "am …"),
        ("am 3.3.2026", "am …"),
        ("vom 3. bis 5. März", "vom …"),
        ("am dritten März", "am …"),
        ("in KW 10", "in …"),
        ("am 4. März 2026", "am 4. März 2026"),
    ],
)
def test_days(text, masked):
    assert mask(date(2026, 3, 3), Day, text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("in Pakistan", "in …"),
        ("pakistanische Werkstätten", "… Werkstätten"),
        ("zwei Pakistanerinnen", "zwei …"),
        ("die Behörden Pakistans", "die Behörden …"),
        ("in indischen Fabriken", "in indischen Fabriken"),
    ],
)
def test_countries(text, masked):
    assert mask("PK", Country, text) == masked


@pytest.mark.parametrize(("text", "masked"), [("1,5 Mio. Euro", "…"), ("1,5 Millionen", "…"), ("2,5 Mio. Euro", "2,5 Mio. Euro")])
def test_sums(text, masked):
    assert mask(Decimal(1_500_000), Number, text) == masked
