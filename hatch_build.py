"""Compiles the command's catalogs while a wheel is built or the project is installed, so that they can't be stale.

Puts what the program reads into a wheel; where the project is installed for work on it, it reads that where it lies.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from babel.messages import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))
from generator.errors import has_same_fields

_DATA = ("templates", "content", "locales", "examples/contracts", "examples/reports")
"""What goes into a wheel, below `generator/data`; the examples are what translators are shown in the place of placeholders."""


def _leave_out_code(message: Message) -> None:
    """A translation with other `{names}` than its source could make the program read what it shouldn't: it isn't taken."""
    sources, translations = (text if isinstance(text, tuple | list) else (text,) for text in (message.id, message.string))
    if message.id and not all(has_same_fields(sources[-1], text) or has_same_fields(sources[0], text) for text in translations):
        message.flags.add("fuzzy")


class CatalogHook(BuildHookInterface):  # type: ignore[type-arg]
    """Fills wheels. Makes `cli.mo` beside every `cli.po`; document texts are read from their `.po`, which knows what is fuzzy."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and name what goes into a wheel."""
        if (self.target_name, version) == ("wheel", "standard"):
            build_data.setdefault("force_include", {}).update({name: f"generator/data/{name}" for name in _DATA})
        for source in Path(self.root, "locales").glob("*/LC_MESSAGES/cli.po"):
            with source.open("rb") as file:
                catalog = read_po(file)
            for message in catalog:
                _leave_out_code(message)
            with source.with_suffix(".mo").open("wb") as file:
                write_mo(file, catalog)
