"""Writes docs/licences.md from what the installed packages say of themselves. Called by `make licences`."""
# ruff: noqa: INP001 (scripts, beside the package)

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK, PAGE = ROOT / "requirements.lock", ROOT / "docs" / "licences.md"
_INTRODUCTION = """# Licences of what is installed

realisera is Apache-2.0, and the fonts that come along have [licences of their own](../templates/fonts/LICENSES.md). Beside
it `make setup` installs these packages, unchanged, each under the licence that it states (`make licences` writes this list).
Those under the LGPL (docxtpl, and Pyphen, which may also be used under the MPL) and the MPL (pathspec, pikepdf) are used as
libraries that can be replaced by other versions, as these licences ask; none of their code is part of realisera. Wheels hold
libraries in binary form, whose licences lie beside them in the installation.

| package | version | licence |
|---|---|---|
"""
_SHORT = 40
"""Characters: what a package states as its licence is a name, or all of its text."""
_KNOWN = {
    "Mozilla Public License Version 2.0": "MPL-2.0",
    "Permission is hereby granted, free of charge, to any person obtaining a copy": "MIT",
}
"""How a licence that comes along is told by its text."""


def write_page() -> str:
    """The whole page, a row for each package that is installed of those that are pinned for who uses the product."""
    return _INTRODUCTION + "".join(f"| {each.name} | {each.version} | {state_licence(each)} |\n" for each in list_packages())


def list_packages() -> Iterator[Distribution]:
    """The packages that are pinned and that this system needs, by name."""
    names = re.findall(r"^([\w.-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    for name in sorted(set(names), key=str.lower):
        try:
            yield distribution(name)
        except PackageNotFoundError:  # for another system
            continue


def state_licence(package: Distribution) -> str:
    """What a package states as its licence, in the first of the places where packages do.

    Raises:
        ValueError: it states none.
    """
    about = package.metadata
    stated = [about.get("License-Expression", ""), *_list_classified(about.get_all("Classifier") or [])]
    if short := about.get("License", ""):
        stated.append(short if len(short) < _SHORT else "")
    stated.append(_recognize(package))
    found = next(filter(None, stated), "")
    if not found:
        raise ValueError(f"{package.name} states no licence")
    return found


def _list_classified(classifiers: list[str]) -> list[str]:
    named = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License ::") and each.count("::") > 1]
    return [" or ".join(named)]


def _recognize(package: Distribution) -> str:
    """The name of the licence whose text comes along."""
    for file in package.files or ():
        if "licen" in file.name.lower():
            text = " ".join(Path(str(file.locate())).read_text(encoding="utf-8")[:400].split())
            return next((name for words, name in _KNOWN.items() if words.lower() in text.lower()), "")
    return ""


if __name__ == "__main__":
    PAGE.write_text(write_page(), encoding="utf-8")
