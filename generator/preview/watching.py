"""Tells when files of a workspace or of the product change. Called by `server`; looks at nothing but what documents come from."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import anyio
from watchfiles import awatch

from generator.preview.shelf import read_stamp
from generator.workspace import PACKAGE, ROOMS, SETTINGS, list_plugins

_ROOMS = (*ROOMS, "contracts", "reports")
_NOT_MEANT = (".", "~$")
_MADE = frozenset({".mo", ".pot", ".tmp"})
"""What is made of other files, or on the way to one."""
_QUIET, _LONGEST = 40, 200
"""Milliseconds: how long files must be quiet before a change is told, and how long it may wait at most."""
_OFTEN = 300
"""Milliseconds between two looks at what no folder that is watched tells of: the settings, and folders that are new."""


async def watch_workspace(root: Path, stop: anyio.Event, *, poll: bool = False) -> AsyncIterator[frozenset[Path]]:
    """The files that have changed, each time that some have, until `stop` is set.

    With `poll`, files are looked at again and again, for folders on other machines, which don't tell of changes.
    """
    settings = read_stamp(root / SETTINGS)
    while not stop.is_set():
        folders = list_folders(root)
        async for changes in awatch(
            *folders,
            watch_filter=lambda _change, name: _is_meant(Path(name)),
            step=_QUIET,
            debounce=_LONGEST,
            stop_event=stop,
            rust_timeout=_OFTEN,
            yield_on_timeout=True,
            force_polling=poll or None,
            poll_delay_ms=_OFTEN,
            ignore_permission_denied=True,
        ):
            changed = {Path(name) for _, name in changes}
            if (now := read_stamp(root / SETTINGS)) != settings:
                settings = now
                changed.add(root / SETTINGS)
            others = list_folders(root)
            if others != folders:
                changed |= set(folders) ^ set(others)
            if changed:
                yield frozenset(changed)
            if others != folders:
                break


def list_folders(root: Path) -> list[Path]:
    """The folders of the product, of plug-ins and of a workspace that documents come from, as far as they are there."""
    below = [PACKAGE, *(plugin.folder for plugin in list_plugins().used)]
    wanted = [*(folder / room for folder in below for room in ROOMS), *(root / room for room in _ROOMS)]
    return [folder for folder in dict.fromkeys(wanted) if folder.is_dir()]


def _is_meant(path: Path) -> bool:
    return not path.name.startswith(_NOT_MEANT) and not path.name.endswith("~") and path.suffix not in _MADE
