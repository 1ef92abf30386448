"""How what is missing is installed. Called where a package isn't there."""

from __future__ import annotations

import re
from importlib.metadata import requires

_PRODUCT = "realisera"


def write_install_command(extra: str) -> str:
    """The command that installs what an extra of this product needs, by the names that a package index knows.

    The extra's own name isn't written: it says what to install only where the product itself is on an index.
    """
    return " ".join(("pip install", *(f'"{requirement}"' for requirement in list_requirements(extra))))


def write_command(package: str) -> str:
    """The command that installs a package that this product needs, in a version that it knows."""
    needed = (requirement.partition(";")[0].strip() for requirement in requires(_PRODUCT) or ())
    found = (requirement for requirement in needed if re.match(rf"{re.escape(package)}(?![\w.-])", requirement))
    return f'pip install "{next(found, package)}"'


def list_requirements(extra: str) -> list[str]:
    """What an extra of this product needs, each with the versions that do."""
    parted = (requirement.partition(";") for requirement in requires(_PRODUCT) or ())
    return sorted(needed.strip() for needed, _, condition in parted if f"extra == '{extra}'" in condition.replace('"', "'"))
