"""Compiles the command's catalogs while a wheel is built or the project is installed, so that they can't be stale."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogHook(BuildHookInterface):  # type: ignore[type-arg]
    """Makes `cli.mo` beside every `cli.po`; document texts are read from their `.po`, which knows what is fuzzy."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (the hook's own form)
        """Compile."""
        for source in Path(self.root, "locales").glob("*/LC_MESSAGES/cli.po"):
            with source.open("rb") as file:
                catalog = read_po(file)
            with source.with_suffix(".mo").open("wb") as file:
                write_mo(file, catalog)
