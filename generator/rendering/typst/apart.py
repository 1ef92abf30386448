"""Typst in a process of its own, for a layout that isn't the product's: what that layout uses up ends no more than the document.

The process is kept from one document to the next and ends with whoever started it. Called by `writer`, and run as a program.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import IO, Any

import typst
from msgspec import Struct
from msgspec.structs import asdict

from generator.errors import Finding, Place, RenderError

MOST_SECONDS = 30
"""For one layout of a document: the product's own take less than a second."""
_MOST_MEMORY = 2 << 30
"""Bytes of address space; where a system knows no such limit, the process ends once there is no more to get."""
_FONTS = {"include_system_fonts": False, "include_embedded_fonts": False}


class Press(Struct, frozen=True):
    """What Typst needs to know of a layout: where it lies, what it may read, and with which fonts."""

    main: str
    root: str
    fonts: tuple[str, ...]
    packages: str
    """A folder in which there are none."""

    def make_compiler(self) -> typst.Compiler:
        """The compiler, in this process."""
        fonts = typst.Fonts(font_paths=list(self.fonts), **_FONTS)
        return typst.Compiler(
            self.main,
            root=self.root,
            font_paths=fonts,
            ignore_system_fonts=True,
            package_path=self.packages,
            package_cache_path=self.packages,
        )


class Told(Struct, frozen=True):
    """What Typst says of a mistake, as its own errors and warnings do."""

    message: str
    hints: tuple[str, ...]
    diagnostic: str


class ApartError(Exception):
    """What Typst refused."""

    def __init__(self, told: Told) -> None:
        super().__init__(told.message)
        self.message, self.hints, self.diagnostic = told.message, told.hints, told.diagnostic


class CompilerApart:
    """Does what a `typst.Compiler` does that is asked for the same, in another process."""

    def __init__(self, press: Press, place: Place) -> None:
        self._press, self._place = press, place
        self._process: subprocess.Popen[bytes] | None = None

    def compile_with_warnings(
        self, *, timestamp: datetime, pdf_standards: Sequence[str], **_format: str
    ) -> tuple[bytes | None, list[Told]]:
        """The PDF, and what Typst warns of.

        Raises:
            ApartError: the layout is wrong.
            RenderError: it took more time or memory than it may.
        """
        day = [timestamp.year, timestamp.month, timestamp.day]
        answer, made = self._ask({"compile": {"day": day, "standards": list(pdf_standards)}})
        return (made if answer["is_made"] else None), [_read_told(each) for each in answer["warnings"]]

    def query(self, selector: str, *, field: str) -> str:
        """What the layout says of itself, as JSON: nothing if it is wrong.

        Raises:
            RenderError: it took more time or memory than it may.
        """
        return self._ask({"query": {"selector": selector, "field": field}})[1].decode()

    def _ask(self, request: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        process = self._process = self._process if self._process and self._process.poll() is None else self._start()
        assert process.stdin  # noqa: S101 (for mypy: both are pipes)
        assert process.stdout  # noqa: S101
        over = threading.Event()

        def stop() -> None:
            over.set()
            process.kill()

        watch = threading.Timer(MOST_SECONDS, stop)
        watch.start()
        try:
            _send(process.stdin, request)
            answer, made = _receive(process.stdout)
        except (OSError, ValueError, EOFError) as problem:
            raise RenderError(self._tell_breach(is_late=over.is_set())) from problem
        finally:
            watch.cancel()
        if "refused" in answer:
            raise ApartError(_read_told(answer["refused"]))
        return answer, made

    def _start(self) -> subprocess.Popen[bytes]:
        # Not from the folder that somebody stands in: what is called as this package is would be run instead.
        command = [sys.executable, "-P", "-m", __name__, json.dumps(asdict(self._press))]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603
        weakref.finalize(self, _end, process)
        return process

    def _tell_breach(self, *, is_late: bool) -> Finding:
        if is_late:
            values = {"seconds": str(MOST_SECONDS)}
            return Finding("laying the document out took more than {seconds} seconds", self._place, hint=_HINT, values=values)
        return Finding("laying the document out took more memory than it may", self._place, hint=_HINT)


_HINT = "take out what repeats something many times, or makes a list or a text very long"


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            if pipe:
                pipe.close()


def _read_told(said: Mapping[str, Any]) -> Told:
    return Told(said["message"], tuple(said["hints"]), said["diagnostic"])


# Between the two: a line of JSON that says how many bytes follow, and these.


def _send(pipe: IO[bytes], said: Mapping[str, Any], data: bytes = b"") -> None:
    pipe.write(json.dumps({**said, "length": len(data)}).encode() + b"\n" + data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """What was sent.

    Raises:
        EOFError: the other side has ended.
    """
    line = pipe.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    said: dict[str, Any] = json.loads(line)
    data = pipe.read(said["length"])
    if len(data) < said["length"]:
        raise EOFError
    return said, data


# The other process


def _serve(press: Press) -> None:
    """Answer until whoever asks has ended."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # Nothing else goes to whoever asks.
    _limit_memory()
    compiler = press.make_compiler()
    while True:
        try:
            request, _ = _receive(sys.stdin.buffer)
        except EOFError:
            return
        _limit_time()
        try:
            said, made = _answer(compiler, request)
        except typst.TypstError as problem:
            said, made = {"refused": _tell(problem)}, b""
        _send(answers, said, made)


def _answer(compiler: typst.Compiler, request: Mapping[str, Any]) -> tuple[Mapping[str, Any], bytes]:
    if asked := request.get("query"):
        try:
            return {}, compiler.query(asked["selector"], field=asked["field"]).encode()
        except RuntimeError:  # without a place: what is wrong, and where, Typst tells when it compiles
            return {}, b"[]"
    asked = request["compile"]
    year, month, day = asked["day"]
    made, warnings = compiler.compile_with_warnings(
        format="pdf",
        pdf_standards=asked["standards"],
        timestamp=datetime(year, month, day, tzinfo=UTC),
    )
    pdf = made if isinstance(made, bytes) else None
    return {"is_made": pdf is not None, "warnings": [_tell(each) for each in warnings]}, pdf or b""


def _tell(problem: typst.TypstError | typst.TypstWarning) -> dict[str, Any]:
    return {"message": problem.message, "hints": list(problem.hints), "diagnostic": problem.diagnostic}


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 (Windows has none)

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # What a contract says is left in no file.


def _limit_time() -> None:
    """Have the process end by itself some time after it should have been stopped, when whoever would stop it has been killed."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 (Windows has none)

        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime) + MOST_SECONDS * (os.cpu_count() or 1)
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    _serve(Press(**{**given, "fonts": tuple(given["fonts"])}))
