"""The list of licences is what the installed packages say, and each of them says something."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path

import pytest

from tools.licences import PAGE, list_packages, state_licence, write_page

ROOT = PAGE.parent.parent


def make_package(folder: Path, *fields: str) -> Distribution:
    about = folder / "x-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(
        "\n".join(["Metadata-Version: 2.4", "Name: x", "Version: 1", *fields]) + "\n", encoding="utf-8"
    )
    return PathDistribution(about)


def test_the_list_is_in_step_with_what_is_installed() -> None:
    assert PAGE.read_text(encoding="utf-8") == write_page(), "run: make licences"
    packages = list(list_packages())
    assert {"docxtpl", "typst", "weasyprint"} <= {each.name for each in packages}
    counted = re.search(r"documents: (\d+) packages", (ROOT / "docs/installing.md").read_text(encoding="utf-8"))
    assert counted
    assert int(counted[1]) == len(packages)


@pytest.mark.parametrize(
    ("fields", "stated"),
    [
        (["License-Expression: MIT", "License: other"], "MIT"),
        (["License: BSD"], "BSD"),
        (["Classifier: License :: OSI Approved :: A", "Classifier: License :: OSI Approved :: B", "License: other"], "A or B"),
        (["Classifier: License :: OSI Approved", "License: MIT"], "MIT"),
    ],
)
def test_a_licence_is_stated_in_one_of_several_places(tmp_path: Path, fields: list[str], stated: str) -> None:
    assert state_licence(make_package(tmp_path, *fields)) == stated


@pytest.mark.parametrize("fields", [[], ["License: " + "x" * 40]])
def test_a_package_without_a_licence_is_told(tmp_path: Path, fields: list[str]) -> None:
    with pytest.raises(ValueError, match="x states no licence"):
        state_licence(make_package(tmp_path, *fields))
