"""Times each type of document with both engines of PDF, and the figures of many contracts. Compare lines of one run only."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from msgspec.structs import replace

from generator.text.tree import Document, Element
from tests.build.test_source import MANY, write_many
from tests.documents.reports import gather, write_report
from tests.making import list_sources, make_all

EXAMPLES = Path(__file__).parents[2] / "examples"
ROUNDS = 15


def measure(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median time of an action in milliseconds, after one round that doesn't count."""
    action()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def gather_many() -> None:
    """Print how long the figures of many contracts take, and how much memory."""
    with tempfile.TemporaryDirectory() as folder:
        write_many(Path(folder), 20 * MANY)
        report = write_report(Path(folder))
        before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
        source, _ = gather(report)
        taken = time.perf_counter() - begun
        memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        text = f"the figures of {source.totals.contracts.total()} contracts"
        print(f"{text:44}{taken:8.1f} s    {memory:.1f} MiB more than before")


ENGINE = """
import itertools, resource, sys
from tests.benchmarks.steps import find_documents, measure, vary
from generator.rendering import make_writer
from generator.workspace import Files
writer = make_writer("pdf", Files(), sys.argv[1])
for document in find_documents():
    numbers = itertools.count(100)
    taken = measure(lambda: writer.render(vary(document, next(numbers))))
    print(document.slug, taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, len(writer.render(document)))
"""


def find_documents() -> list[Document]:
    """A document of each type, in Swedish, composed."""
    found: dict[str, Document] = {}

    class Keeper:
        """Keeps documents in the place of a writer."""

        def render(self, document: Document) -> bytes:
            """No bytes: the document is what is wanted."""
            found.setdefault(document.slug, document)
            return b""

    with tempfile.TemporaryDirectory() as out, patch("generator.build.render.make_writer", lambda *_: Keeper()):
        make_all(list_sources(EXAMPLES), Path(out), ("sv",), ("pdf",))
    return list(found.values())


def vary(document: Document, number: int) -> Document:
    """The document with the number in each of its texts, so that nothing that is finished can be used again."""
    return replace(document, body=_vary(document.body, f" {number}"))


def _vary(element: Element, mark: str) -> Element:
    if element.tag in {"svg", "a"}:
        return element
    children = tuple(_vary(child, mark) if isinstance(child, Element) else f"{child}{mark}" for child in element.children)
    return replace(element, children=children)


def compare_engines() -> None:
    """Print how long each type's PDF takes with both engines, and the memory of a process that has made all up to it."""
    print(f"{'PDF, composed, one process, warm':28}{'WeasyPrint':>24}{'Typst':>26}")
    rows: dict[str, list[str]] = {}
    for engine in ("weasyprint", "typst"):
        run = subprocess.run([sys.executable, "-c", ENGINE, engine], check=True, capture_output=True, text=True)
        for line in run.stdout.splitlines():
            slug, taken, memory, size = line.split()
            rows.setdefault(slug, []).append(f"{float(taken):8.0f} ms {memory:>4} MiB {int(size) // 1024:>4} kB")
    for slug, (weasy, typst) in rows.items():
        print(f"{slug:28}{weasy:>26}{typst:>26}  {float(weasy.split()[0]) / float(typst.split()[0]):5.1f} x")


if __name__ == "__main__":
    compare_engines()
    gather_many()
