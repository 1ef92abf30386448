"""What goes wrong while a region's file is read becomes a finding with the file's name. For all that read such files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from generator.errors import Finding, Place, RealiseraError, TextError

_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
"""Where an object lies, which differs from run to run."""


@contextmanager
def reading(name: str, hint: str = "") -> Iterator[None]:
    """Turn whatever goes wrong while a file is read into a finding with its name.

    Raises:
        TextError: something did.
    """
    try:
        yield
    except RealiseraError:
        raise
    except Exception as problem:  # a library may fail in any way over a file that anybody may have made
        values = {"kind": type(problem).__name__, "problem": " ".join(_ADDRESS.sub("", str(problem)).split())[:200]}
        hint = hint or "save it again in the program that it comes from, or copy the file that comes with the product"
        raise TextError(
            Finding("this file can't be read ({kind}: {problem})", Place(name), hint=hint, values=values)
        ) from problem
