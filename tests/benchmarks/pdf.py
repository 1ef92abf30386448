"""PDF: the same page by WeasyPrint as its documentation shows it, and by our two writers, tagged, as PDF/A and PDF/UA."""

from __future__ import annotations

import logging
from itertools import cycle
from typing import Any

import weasyprint

from generator.rendering import make_writer
from generator.rendering.page import Page
from generator.rendering.template_files import read_style
from generator.rendering.weasyprint import engine
from tests.benchmarks.job import Job
from tests.benchmarks.timing import Row, take_turns


def measure_pdf(number: int, rounds: int) -> list[Row]:
    """PDF, composed, to bytes; each of our documents once."""
    job = Job()
    files = job.workspace.files
    own = {name: make_writer("pdf", files, name) for name in ("weasyprint", "typst")}
    style = "\n".join(read_style(files, name) for name in engine._STYLES)
    page, fetcher = Page(files, "print"), engine.FilesFetcher(files)
    html = [page.fill(each).replace("</head>", f"<style>{style}</style></head>") for each in job.make_documents(number)]
    pages, first, second = cycle(html), iter(job.make_documents(rounds + 1)), iter(job.make_documents(rounds + 1))
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)

    def document() -> Any:
        return weasyprint.HTML(string=next(pages), base_url=engine._BASE, url_fetcher=fetcher).write_pdf()

    return take_turns(
        {
            "WeasyPrint, as documented, untagged": document,
            "realisera with WeasyPrint, tagged, PDF/A-3a, PDF/UA-1": lambda: own["weasyprint"].render(next(first)),
            "realisera with Typst, tagged, PDF/A-3a, PDF/UA-1": lambda: own["typst"].render(next(second)),
        },
        rounds,
    )
