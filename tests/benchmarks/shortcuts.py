"""Times what two short cuts of ours save beside the library: the zip writer of Word files, and the sandbox's memory."""

from __future__ import annotations

import io
import re
import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from unittest.mock import patch

from generator.rendering.office.archive import FAST, SMALL, ZipArchive
from generator.text.composing import Composer
from generator.text.sandbox import Sandbox
from generator.workspace import Files
from tests.making import list_sources, make_all

EXAMPLES = Path(__file__).parents[2] / "examples"
ROUNDS = 200
OF_A_DOCUMENT = re.compile(r"word/(document|numbering|header\d|footer\d)\.xml|word/_rels/document\.xml\.rels|docProps/.*")
"""The parts of a Word file that differ from document to document; the others are the layout's."""


def compare(actions: Mapping[str, Callable[[], object]]) -> None:
    """Print the median processor time of actions that take turns, in milliseconds."""
    times: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(ROUNDS):
        for name, action in actions.items():
            start = time.process_time()
            action()
            times[name].append(time.process_time() - start)
    for name, taken in times.items():
        print(f"{name:50}{1000 * statistics.median(taken):8.2f} ms")


def pack(before: bytes, parts: Mapping[str, bytes], level: int) -> bytes:
    """A zip file with more parts in it, by Python's own library."""
    buffer = io.BytesIO(before)
    with zipfile.ZipFile(buffer, "a") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, date(1980, 1, 1).timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content, compresslevel=level)
    return buffer.getvalue()


def compare_archives(word_file: Path) -> None:
    """Print how long the parts of a Word file take to pack: all, or those of the document to the layout's."""
    with zipfile.ZipFile(word_file) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    document = {name: part for name, part in parts.items() if OF_A_DOCUMENT.fullmatch(name)}
    layout = {name: part for name, part in parts.items() if name not in document}
    packed, zipped = ZipArchive().add(layout, SMALL), pack(b"", layout, SMALL)
    compare(
        {
            "zip, all parts, zipfile": lambda: pack(pack(b"", layout, SMALL), document, FAST),
            "zip, all parts, ours": lambda: ZipArchive().add(layout, SMALL).finish(document, {}),
            "zip, the layout packed before, zipfile": lambda: pack(zipped, document, FAST),
            "zip, the layout packed before, ours": lambda: packed.finish(document, {}),
        }
    )


def compare_sandboxes(slug: str, view: object) -> None:
    """Print how long a text takes to compose in Jinja's sandbox, and in ours, which asks it once of each class and name."""
    composer = Composer(Files())
    ours = {name: vars(Sandbox)[name] for name in ("getattr", "call")}
    theirs = {name: getattr(Sandbox.__base__, name) for name in ours}

    def compose(methods: Mapping[str, object]) -> None:
        with patch.multiple(Sandbox, **methods):
            composer.compose(slug, view, ("sv",))

    compare(
        {
            f"composing, {name}": lambda methods=methods: compose(methods)
            for name, methods in (("Jinja's", theirs), ("ours", ours))
        }
    )


def main() -> None:
    """Print all of it for the action plan of the examples."""
    found: dict[str, object] = {}

    def keep(composer: Composer, slug: str, view: object, *rest: object, **options: object) -> object:
        found.setdefault(slug, view)
        return own(composer, slug, view, *rest, **options)

    own = Composer.compose
    with tempfile.TemporaryDirectory() as out, patch.object(Composer, "compose", keep):
        made = make_all(list_sources(EXAMPLES), Path(out), ("sv",), ("docx",), "action-plan")
        compare_archives(made[0].path)
    compare_sandboxes("action-plan", found["action-plan"])


if __name__ == "__main__":
    main()
