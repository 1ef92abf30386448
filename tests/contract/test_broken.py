"""What an officer is told about a broken file: the golden text beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import InputError
from tests.loading import load_source

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_findings_are_as_written(path, golden, monkeypatch):
    monkeypatch.chdir(Path(__file__).parent)
    with pytest.raises(InputError) as caught:
        load_source(Path("broken", path.name))
    golden(path.with_suffix(".txt"), f"{caught.value}\n")
    assert [finding.message for finding in caught.value.findings if not finding.code] == []


def test_there_are_many():
    assert len(BROKEN) >= 20
