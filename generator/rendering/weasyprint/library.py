"""Whether WeasyPrint and the libraries of the system that it needs are there. For `writer`, and to choose an engine."""

from __future__ import annotations

import contextlib
import importlib
import io
import warnings
from functools import cache
from importlib.metadata import version

from generator.errors import Finding, RenderError

VERSION = "70.0"
"""The version whose inside `weasyprint.engine`, `weasyprint.tags` and `weasyprint.content` know."""

_INSTALL = (
    'make it with Typst, which needs nothing of the system: --pdf-engine typst, or pdf_engine = "typst" in realisera.toml. '
    "Or install it: Debian and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; "
    "macOS: brew install pango; Windows: install MSYS2, then pacman -S mingw-w64-ucrt-x86_64-pango"
)


@cache
def is_there() -> bool:
    """Whether WeasyPrint is installed and finds its libraries. A wrong version is there too: that is a mistake to be told."""
    try:
        if version("weasyprint") == VERSION:
            load_libraries()
    except (ImportError, RenderError):
        return False
    return True


def load_libraries() -> None:
    """Load WeasyPrint with the libraries of the system that it needs.

    Raises:
        RenderError: one of them isn't there.
    """
    try:
        # Importing WeasyPrint prints where it fails, and warns about a machine that has no fonts, which doesn't matter: those
        # of the machine are never used.
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            libraries = importlib.import_module("weasyprint.text.ffi")
    except OSError as problem:
        finding = Finding(
            "WeasyPrint needs the library Pango: {problem}", hint=_INSTALL, values={"problem": str(problem).splitlines()[0]}
        )
        raise RenderError(finding) from problem
    if libraries.harfbuzz_subset is None:
        raise RenderError(Finding("WeasyPrint needs the library HarfBuzz-Subset", hint=_INSTALL))


def check_version() -> None:
    """Check that WeasyPrint is the version that we know the inside of.

    Raises:
        RenderError: it is another.
    """
    found = version("weasyprint")
    if found != VERSION:
        values = {"needed": VERSION, "found": found}
        hint = "pip install weasyprint=={needed}"
        raise RenderError(Finding("PDF needs WeasyPrint {needed}, and {found} is installed", hint=hint, values=values))
