"""Runs the tests of what was changed since `main`, but for long ones: `make quick`.

Of a module, those are the tests of its room that are named after it or name it; of content, layouts and translations, those of
the documents. What is changed beside the rooms takes the tests beside theirs.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[1]
BESIDES = {
    "content": ("tests/documents", "tests/text/test_content_checks.py"),
    "docs": ("tests/test_architecture.py", "tests/test_document_lists.py", "tests/test_readme.py"),
    "examples": ("tests/documents", "tests/contract/test_schema.py"),
    "locales": ("tests/documents/test_completeness.py", "tests/cli/test_translation.py"),
    "templates": ("tests/rendering/test_template_files.py", "tests/documents"),
    "tools": ("tests/test_release.py",),
}
"""The tests of what isn't Python, by folder."""
PAGES = BESIDES["docs"]


def list_changed() -> set[str]:
    """The files that aren't as they are on `main`, or in the last commit where there is no such branch; new ones too."""
    base = _ask_git("merge-base", "main", "HEAD") or ["HEAD"]
    return {*_ask_git("diff", "--name-only", *base), *_ask_git("ls-files", "--others", "--exclude-standard")}


def _ask_git(*words: str) -> list[str]:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.splitlines() if done.returncode == 0 else []


def list_tests(changed: Iterable[str], root: Path = ROOT) -> list[str]:
    """The test files and folders for what was changed; each once, in order."""
    found = {test for name in changed for test in _list_tests_of(PurePosixPath(name), root)}
    return sorted(test for test in found if (root / test).exists())


def _list_tests_of(path: PurePosixPath, root: Path) -> Iterable[str]:
    room = path.parts[0]
    if room == "generator" and path.suffix == ".py":
        return _list_tests_of_module(path, root)
    if room == "tests":
        own = path.name.startswith("test_") and path.suffix == ".py"
        return [str(path)] if own else _list_files(root, str(PurePosixPath(*path.parts[:2]) if len(path.parts) > 2 else room))
    return BESIDES.get(room, PAGES if path.suffix == ".md" else ())


def _list_tests_of_module(path: PurePosixPath, root: Path) -> list[str]:
    """Those of its room that name it or are named after it, or after its package in the room; else all of the room.

    Of a room without tests, those elsewhere that name it.
    """
    _, *rooms = path.parent.parts
    room = _list_files(root, str(PurePosixPath("tests", *rooms[:1])))
    of_package = [test for test in room if rooms[1:] and f"/test_{rooms[-1]}" in test]
    return _choose(room, path, root) or of_package or room or _choose(_list_files(root, "tests/*"), path, root)


def _choose(tests: list[str], path: PurePosixPath, root: Path) -> list[str]:
    names = _list_names(path)
    named = f"/test_{path.stem}.py"
    return [test for test in tests if test.endswith(named) or any(name in (root / test).read_text("utf-8") for name in names)]


def _list_files(root: Path, folder: str) -> list[str]:
    """The tests of a room, or those that stand beside the rooms."""
    found = root.glob("tests/test_*.py" if folder == "tests" else f"{folder}/**/test_*.py")
    return [test.relative_to(root).as_posix() for test in found]


def _list_names(path: PurePosixPath) -> tuple[str, ...]:
    """How tests name a module when they load it."""
    dotted = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
    room, _, module = dotted.rpartition(".")
    return f"from {dotted} import", f"import {dotted}", f'"{dotted}', f"from {room} import {module}"


def main() -> int:
    """Run them; 0 where all is well, or there is nothing to run."""
    tests = list_tests(list_changed())
    if not tests:
        print("No tests belong to what was changed.")
        return 0
    print(*tests, sep="\n")
    quick = ["-q", "-n", "2", "--dist", "worksteal", "-m", "not long and not conformance"]
    done = subprocess.run([sys.executable, "-m", "pytest", *quick, *tests], cwd=ROOT, check=False).returncode
    return 0 if done == 5 else done  # 5: all that there are take long


if __name__ == "__main__":
    sys.exit(main())
