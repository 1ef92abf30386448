"""What `make release` asks of a release: each thing that is in the way is named."""

from __future__ import annotations

import pytest

from tools import release

READY = """# Changelog

## [Unreleased]

## [1.2.0] - 2026-11-27

### Added

- A thing.

## [1.1.0] - 2026-10-01

- Another.
"""
TRACKED = (
    "LICENSE",
    "content/action-plan.md",
    "docs/usage.md",
    "examples/contracts/one.yaml",
    "examples/realisera.toml",
    "generator/__init__.py",
    "locales/sv/LC_MESSAGES/cli.po",
    "locales/en/LC_MESSAGES/documents.po",
    "templates/fonts/LICENSES.md",
    "tests/test_one.py",
)
WHEEL = {
    "generator/__init__.py",
    "generator/data/content/action-plan.md",
    "generator/data/examples/contracts/one.yaml",
    "generator/data/locales/en/LC_MESSAGES/documents.po",
    "generator/data/locales/sv/LC_MESSAGES/cli.mo",
    "generator/data/locales/sv/LC_MESSAGES/cli.po",
    "generator/data/templates/fonts/LICENSES.md",
    "realisera-1.2.0.dist-info/METADATA",
    "realisera-1.2.0.dist-info/RECORD",
    "realisera-1.2.0.dist-info/WHEEL",
    "realisera-1.2.0.dist-info/entry_points.txt",
    "realisera-1.2.0.dist-info/licenses/LICENSE",
    "realisera-1.2.0.dist-info/licenses/templates/fonts/LICENSES.md",
}


@pytest.mark.parametrize("version", ["0.1.0", "1.2.3", "10.20.30rc1"])
def test_the_version_is_read(version: str) -> None:
    assert release.read_version(f'"""Words."""\n\n__version__ = "{version}"\n') == version


@pytest.mark.parametrize("source", ["", '__version__ = "1.2"', '__version__ = "1.2.3.dev0"', '# __version__ = "1.2.3"'])
def test_a_version_that_is_none_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="has no line such as"):
        release.read_version(source)


def test_the_project_has_a_version_that_can_be_released() -> None:
    assert release.read_version((release.ROOT / "generator/__init__.py").read_text(encoding="utf-8"))


def test_a_changelog_that_is_ready() -> None:
    assert release.find_changelog_problems(READY, "1.2.0") == []


@pytest.mark.parametrize(
    ("changelog", "version", "problems"),
    [
        (READY, "1.3.0", ["CHANGELOG.md has no heading for 1.3.0: write ## [1.3.0] - YYYY-MM-DD under ## [Unreleased]"]),
        (READY, "1.1.0", ["CHANGELOG.md: 1.2.0 stands above 1.1.0, so 1.1.0 isn't the newest"]),
        (
            READY.replace("## [1.2.0] - 2026-11-27", "## [1.2.0]"),
            "1.2.0",
            ["CHANGELOG.md: the heading of 1.2.0 has no day: write ## [1.2.0] - YYYY-MM-DD"],
        ),
        (
            READY.replace("## [1.2.0] - 2026-11-27", "## [1.2.0] - soon"),
            "1.2.0",
            ["CHANGELOG.md: the heading of 1.2.0 has no day: write ## [1.2.0] - YYYY-MM-DD"],
        ),
        (
            READY.replace("## [Unreleased]\n", "## [Unreleased]\n\n- A thing more.\n"),
            "1.2.0",
            ["CHANGELOG.md: something is still unreleased: move it under the heading of 1.2.0"],
        ),
    ],
)
def test_what_is_in_the_way_in_a_changelog(changelog: str, version: str, problems: list[str]) -> None:
    assert release.find_changelog_problems(changelog, version) == problems


def test_a_wheel_holds_the_program_and_what_it_reads() -> None:
    assert release.list_wheel(TRACKED, "1.2.0") == WHEEL


def test_an_sdist_holds_the_repository() -> None:
    assert release.list_sdist(("LICENSE", ".ci/run"), "1.2.0") == {
        "realisera-1.2.0/LICENSE",
        "realisera-1.2.0/.ci/run",
        "realisera-1.2.0/PKG-INFO",
    }


@pytest.mark.parametrize("name", sorted(WHEEL))
def test_each_part_that_a_wheel_lacks_is_named(name: str) -> None:
    assert release.find_differences("it", WHEEL - {name}, WHEEL) == [f"it lacks {name}"]


def test_a_part_that_belongs_to_nothing_is_named() -> None:
    assert release.find_differences("it", [*WHEEL, "output/letter.docx"], WHEEL) == [
        "it has output/letter.docx, which belongs to nothing"
    ]


def test_documents_that_come_out_otherwise_are_named() -> None:
    wanted = {"a.pdf": b"a", "b.pdf": b"b", "c.pdf": b"c"}
    assert release.find_other_bytes({"a.pdf": b"a", "b.pdf": b"other"}, wanted) == [
        "the installed wheel doesn't make b.pdf as it is made here",
        "the installed wheel doesn't make c.pdf as it is made here",
    ]
