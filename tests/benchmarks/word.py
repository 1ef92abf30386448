"""Word: the same page by us, by docxtpl as its documentation shows it, and by two libraries for Node where they are installed."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate

from generator.rendering import make_writer
from generator.text.tree import Document
from tests.benchmarks.job import Job
from tests.benchmarks.templates import BRACES, DOCXTPL, PeerTemplate
from tests.benchmarks.timing import Row, take_turns

_PEERS = Path(__file__).parent / "peers.mjs"
_PACKAGES = ("docxtemplater", "easy-template-x")
_IN_A_ROW = 5
"""Documents that each makes before it is another's turn: those for Node make all of theirs in a row."""
NODE_ROOT = "NODE_ROOT"
"""The folder that holds `node_modules` with docxtemplater, pizzip and easy-template-x."""


def measure_word(number: int, rounds: int) -> list[Row]:
    """Word, each from its own values to a file on disk, and our web page beside it.

    The peers' documents, so many, come again; each line of ours has its own, and each comes once.
    """
    job = Job()
    documents, once = job.make_documents(number), (rounds + 1) * _IN_A_ROW
    pair = (documents[0], documents[1])
    word, web = (make_writer(form, job.workspace.files) for form in ("docx", "html"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = PeerTemplate(pair, DOCXTPL)
        (folder / "docxtpl.docx").write_bytes(template.write(job.workspace.files))
        values = cycle([template.take_values(document) for document in documents])
        plans, valued, words = iter(job.make_plans(once)), iter(job.make_valued(once)), iter(job.make_valued(once))
        texts, pages = iter(job.make_documents(once)), iter(job.make_documents(once))
        made = folder / "made"
        rows = take_turns(
            {
                "docxtpl, as documented, from values in words": lambda: _render(folder / "docxtpl.docx", next(values), made),
                "realisera, from a contract: rules, words, Word file": lambda: made.write_bytes(
                    word.render(job.compose(next(plans)))
                ),
                "… from values that are worked out: words, Word file": lambda: made.write_bytes(
                    word.render(job.compose(next(valued)))
                ),
                "… from a text that is composed: Word file": lambda: made.write_bytes(word.render(next(texts))),
                "… from values that are worked out: words": lambda: job.compose(next(words)),
                "… from a text that is composed: web page": lambda: made.write_bytes(web.render(next(pages))),
            },
            rounds,
            in_a_row=_IN_A_ROW,
        )
        return rows + list(_measure_node(job, documents, folder, rows[0].median))


def _render(template: Path, values: dict[str, Any], made: Path) -> None:
    document = DocxTemplate(template)
    document.render(values, autoescape=True)
    document.save(made)


def _measure_node(job: Job, documents: list[Document], folder: Path, first: float) -> Iterator[Row]:
    root = os.environ.get(NODE_ROOT, ".")
    if not shutil.which("node") or not all((Path(root) / "node_modules" / package).is_dir() for package in _PACKAGES):
        return
    template = PeerTemplate((documents[0], documents[1]), BRACES)
    (folder / "braces.docx").write_bytes(template.write(job.workspace.files))
    (folder / "values.json").write_text(json.dumps([template.take_values(document) for document in documents]))
    for package in _PACKAGES:
        run = subprocess.run(["node", _PEERS, package, folder, root], check=True, capture_output=True, text=True)
        times = [float(line) for line in run.stdout.split()]
        median = statistics.median(times)
        yield Row(f"{package} (Node), as documented, from values in words", median, min(times), first / median)
