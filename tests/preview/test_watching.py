"""Which changes are told, and that they are told soon."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import anyio
import pytest

from generator.preview.watching import watch_workspace

LONG = 20


def watch(root: Path, change: Callable[[], object], *, poll: bool = False) -> frozenset[Path]:
    """The files of the first change that is told after `change`."""

    async def run() -> frozenset[Path]:
        stop = anyio.Event()
        changes = watch_workspace(root, stop, poll=poll)
        first = asyncio.ensure_future(anext(changes))
        await asyncio.sleep(1)
        change()
        found = await asyncio.wait_for(first, LONG)
        stop.set()
        assert [rest async for rest in changes] == []
        return found

    return asyncio.run(run())


@pytest.mark.parametrize("poll", [False, True])
def test_a_changed_contract_is_told(workspace: Path, poll: bool) -> None:  # noqa: FBT001
    contract = workspace / "contracts/cleaning.yaml"
    assert contract in watch(workspace, lambda: contract.write_text("id: x\n", encoding="utf-8"), poll=poll)


def test_changed_settings_are_told(workspace: Path) -> None:
    settings = workspace / "realisera.toml"
    assert settings in watch(workspace, lambda: settings.write_text("", encoding="utf-8"))


def test_a_new_folder_is_watched(workspace: Path) -> None:
    assert workspace / "locales" in watch(workspace, (workspace / "locales").mkdir)


def test_what_is_made_and_what_editors_leave_is_not_told(workspace: Path) -> None:
    def change() -> None:
        for name in ("contracts/.cleaning.yaml.swp", "contracts/~$x.yaml", "contracts/cleaning.yaml~", "output.html"):
            (workspace / name).write_text("x", encoding="utf-8")
        (workspace / "contracts/last.yaml").write_text("x", encoding="utf-8")

    assert watch(workspace, change) == {workspace / "contracts/last.yaml"}
