"""What can't be checked for want of a tool is left out, or fails where it must not be; either way it says what to install."""

from __future__ import annotations

import pytest

from tests.conformance.tools import Tool, require

THERE = Tool("Python", "", lambda: True)
MISSING = Tool("a crystal ball", "apt-get install crystal-ball", lambda: False)
MESSAGE = r"for want of a crystal ball \(on Debian and Ubuntu: apt-get install crystal-ball\)"


def test_what_is_there_is_used() -> None:
    require(THERE)


def test_what_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONFORMANCE", raising=False)
    with pytest.raises(pytest.skip.Exception, match=MESSAGE):
        require(THERE, MISSING)


def test_what_is_missing_fails_where_it_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFORMANCE", "required")
    with pytest.raises(pytest.fail.Exception, match=MESSAGE):
        require(THERE, MISSING)
