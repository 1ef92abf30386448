"""Makes a release ready in `dist/` and tries it as somebody who installs it; tags and sends nothing. Called by `make release`."""
# ruff: noqa: INP001, S603, T201 (a script, which prints, and runs git and the project's own commands)

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONTRACT = ROOT / "examples/contracts/surgical-instruments.yaml"
COMMAND = ("generate", "action-plan", CONTRACT.name, "--deviation", "D2", "--lang", "sv+en", "--on", "2026-11-22")
MADE = {f"RE-2024-0307/action-plan.D2.sv-en.{kind}" for kind in ("docx", "html", "pdf")}

_DATA = ("templates/", "content/", "locales/", "examples/contracts/", "examples/reports/")
_LICENCES = ("LICENSE", "templates/fonts/LICENSES.md")
_VERSION = re.compile(r'^__version__ = "(\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?)"$', re.MULTILINE)
_HEADING = re.compile(r"^## \[(?P<version>[^\]]+)\](?: - (?P<day>\S+))?$", re.MULTILINE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_version(source: str) -> str:
    """The version that `generator/__init__.py` says.

    Raises:
        ValueError: it says none, or one of another form than 1.2.3 or 1.2.3rc1.
    """
    if found := _VERSION.search(source):
        return found[1]
    raise ValueError('generator/__init__.py has no line such as __version__ = "1.2.3"')


def find_changelog_problems(changelog: str, version: str) -> list[str]:
    """What is in the way of a release of that version: its heading is missing or undated, or something stands above it."""
    headings = list(_HEADING.finditer(changelog))
    found = next((index for index, heading in enumerate(headings) if heading["version"] == version), None)
    if found is None:
        return [f"CHANGELOG.md has no heading for {version}: write ## [{version}] - YYYY-MM-DD under ## [Unreleased]"]
    problems = []
    if not _DAY.fullmatch(headings[found]["day"] or ""):
        problems.append(f"CHANGELOG.md: the heading of {version} has no day: write ## [{version}] - YYYY-MM-DD")
    for heading, following in pairwise(headings[: found + 1]):
        if heading["version"] != "Unreleased":
            problems.append(f"CHANGELOG.md: {heading['version']} stands above {version}, so {version} isn't the newest")
        elif changelog[heading.end() : following.start()].strip():
            problems.append(f"CHANGELOG.md: something is still unreleased: move it under the heading of {version}")
    return problems


def list_wheel(tracked: Iterable[str], version: str) -> set[str]:
    """The parts of a right wheel: the program, what it reads, the command's compiled catalogs, licences, and what pip needs."""
    tracked = set(tracked)
    info = f"realisera-{version}.dist-info"
    data = {name for name in tracked if name.startswith(_DATA)}
    catalogs = {name.removesuffix(".po") + ".mo" for name in data if name.endswith("/cli.po")}
    return {
        *(name for name in tracked if name.startswith("generator/")),
        *(f"generator/data/{name}" for name in data | catalogs),
        *(f"{info}/licenses/{name}" for name in _LICENCES),
        *(f"{info}/{name}" for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt")),
    }


def list_sdist(tracked: Iterable[str], version: str) -> set[str]:
    """The parts of a right sdist: all that is in the repository, and what pip needs."""
    return {f"realisera-{version}/{name}" for name in (*tracked, "PKG-INFO")}


def find_differences(what: str, found: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """Each name that is missing, or that shouldn't be there."""
    found, wanted = set(found), set(wanted)
    missing = [f"{what} lacks {name}" for name in sorted(wanted - found)]
    return missing + [f"{what} has {name}, which belongs to nothing" for name in sorted(found - wanted)]


def find_other_bytes(found: Mapping[str, bytes], wanted: Mapping[str, bytes]) -> list[str]:
    """Each file of `wanted` that the installed wheel didn't make, or made in other bytes."""
    others = sorted(name for name in wanted if found.get(name) != wanted[name])
    return [f"the installed wheel doesn't make {name} as it is made here" for name in others]


def _run(*command: str | Path, cwd: Path = ROOT, locale: str = "C.UTF-8") -> str:
    """What the command prints; ends the release where it fails. What is set for Python here doesn't reach it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_", "LANG"))}
    done = subprocess.run(command, cwd=cwd, env={**environment, "LC_ALL": locale}, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}failed with exit code {done.returncode}")
    return done.stdout


def _build(target: str, source: Path, folder: Path) -> Path:
    """The one file that hatchling, as it is pinned, makes of that source."""
    _run(sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", folder, cwd=source)
    (file,) = folder.glob("*.whl" if target == "wheel" else "*.tar.gz")
    return file


def _install(wheel: Path, folder: Path) -> Path:
    """The command `realisera` of a new environment with the wheel and with the dependencies of this one, without any network."""
    _run(sys.executable, "-m", "venv", "--without-pip", folder)
    python = folder / "bin/python"
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    _run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel)
    ask = ("-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    here, there = (Path(_run(each, *ask).strip()) for each in (sys.executable, python))
    (there / "dependencies.pth").write_text(f"{here}\n", encoding="utf-8")
    _run(*pip, "check")
    loaded = _run(python, "-c", "import generator; print(generator.__file__)", cwd=folder).strip()
    if not Path(loaded).is_relative_to(there):
        sys.exit(f"the new environment takes the program from {loaded}")
    return folder / "bin/realisera"


def _make(command: Path, folder: Path) -> dict[str, bytes]:
    """What the command makes in a folder that has nothing but a contract."""
    folder.mkdir()
    shutil.copy(CONTRACT, folder)
    _run(command, *COMMAND, "--out", "made", cwd=folder)
    _run(command, "verify", "made", cwd=folder)
    made = folder / "made"
    return {name: (made / name).read_bytes() for name in MADE if (made / name).exists()}


def _try(wheel: Path, scratch: Path) -> list[str]:
    """What is wrong with a wheel once it is installed."""
    command, own = _install(wheel, scratch / "environment"), Path(sys.executable).parent / "realisera"
    wanted = _make(own, scratch / "here")
    problems = find_differences("action plan", wanted, MADE)
    problems += find_other_bytes(_make(command, scratch / "elsewhere"), wanted)
    english, swedish = (_run(command, "--help", cwd=scratch, locale=locale) for locale in ("C.UTF-8", "sv_SE.UTF-8"))
    if english == swedish:
        problems.append("the installed command doesn't speak Swedish: its compiled catalog isn't read")
    return problems


def _check_files(sdist: Path, wheel: Path, version: str, scratch: Path) -> list[str]:
    """What is wrong with what is in the two files, and with the way from one to the other."""
    tracked = _run("git", "ls-files", "-z").split("\0")[:-1]
    with tarfile.open(sdist) as archive:
        problems = find_differences(sdist.name, (part.name for part in archive if part.isfile()), list_sdist(tracked, version))
        archive.extractall(scratch, filter="data")
    with zipfile.ZipFile(wheel) as parts:
        problems += find_differences(wheel.name, parts.namelist(), list_wheel(tracked, version))
    if _build("wheel", scratch / f"realisera-{version}", scratch / "again").read_bytes() != wheel.read_bytes():
        problems.append("the sdist builds another wheel than the repository")
    return problems


def _stop_at(problems: Sequence[str], *, goes_on: bool = False) -> None:
    for problem in problems:
        print(f"not ready: {problem}", file=sys.stderr)
    if problems and not goes_on:
        sys.exit(1)


def main() -> None:
    """Check, build, check what was built, try it, and say what remains to be done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rehearse", action="store_true", help="go on in spite of the changelog or uncommitted changes")
    rehearses = parser.parse_args().rehearse
    version = read_version((ROOT / "generator/__init__.py").read_text(encoding="utf-8"))
    problems = find_changelog_problems((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version)
    problems += [f"not committed: {line}" for line in _run("git", "status", "--porcelain").splitlines()]
    if _run("git", "tag", "--list", f"v{version}"):
        problems.append(f"the tag v{version} exists: give generator/__init__.py the next version")
    _stop_at(problems, goes_on=rehearses)

    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        sdist, wheel = (_build(target, ROOT, scratch / "dist") for target in ("sdist", "wheel"))
        print(f"Built {sdist.name} and {wheel.name}.")
        _stop_at(_check_files(sdist, wheel, version, scratch))
        print("They hold what they should, and the sdist builds the same wheel.")
        _stop_at(_try(wheel, scratch))
        print("Installed in a new environment, the wheel makes the same documents as the repository, and speaks Swedish.")
        if rehearses:
            print("This was a rehearsal: nothing is kept.")
            return
        dist = ROOT / "dist"
        shutil.rmtree(dist, ignore_errors=True)
        shutil.copytree(scratch / "dist", dist)
        for file in (sdist, wheel):
            print(f"  {hashlib.sha256(file.read_bytes()).hexdigest()}  dist/{file.name}")
    print("Ready, and nothing is published yet. What comes next is told in docs/releasing.md:")
    print(f"  git tag -a v{version} -m 'realisera {version}'")


if __name__ == "__main__":
    main()
