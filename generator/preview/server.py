"""The preview's web server: a page, what it asks for, and word of each change. On this machine only. Called by the command."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import socket
import sys
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import anyio
import uvicorn
from jinja2 import Environment, StrictUndefined
from msgspec import Struct
from msgspec.structs import replace
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from generator.errors import Finding, Place, RealiseraError
from generator.preview.answers import Translate, tell_finding, tell_message, tell_outcome, tell_sheet, tell_view
from generator.preview.choosing import Wish
from generator.preview.editing import Outcome
from generator.preview.guarding import HOST, Guard
from generator.preview.layouts import Trial, write_page
from generator.preview.studio import Studio
from generator.preview.watching import watch_workspace
from generator.preview.words import translate_words
from generator.rendering.web import POLICY

_ASSETS = Path(__file__).parent / "assets"
_FILES = {"preview.js": "text/javascript", "preview.css": "text/css", "icon.svg": "image/svg+xml"}
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self'; connect-src 'self'; frame-src 'self'"
)
_DOCUMENT_POLICY = (
    "sandbox allow-scripts; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "script-src 'nonce-{nonce}'; style-src 'unsafe-inline'; img-src data:; font-src data:"
)
"""A document runs no script but ours, knows nothing of the page around it, and fetches nothing. Its styles stand in it."""
_KEPT = 16
"""How many documents are kept for frames that are about to ask for them."""
_MOST_CLIENTS = 32
"""Connections at once: a browser opens six for a page, and one more of each stays open to be told of changes."""
_LONGEST_REQUEST = 16_384
"""Bytes of an address and its headers."""
_TRIES = 50
"""How many ports are tried, from the wanted one."""
_OFTEN = 0.25
"""Seconds between two looks at whether the server is to end."""
_PAUSE = 1.0
"""Seconds until changes are followed again after that has failed."""
_LARGEST_BODY = 65_536
"""Bytes of an edit: its translation may have 20,000 characters."""
_SLOWEST = 10.0
"""Seconds that an edit may take to come: else whoever sends none to its end holds a connection for good."""
_MOST_FORMS = 6
_DAY = re.compile(r"(19|20|21)\d{2}-\d{2}-\d{2}", re.ASCII)


class Tongue(Struct, frozen=True):
    """The user's own language."""

    code: str
    """BCP 47."""
    translate: Translate


class Pulse:
    """Counts the changes, and wakes whoever waits for the next."""

    def __init__(self) -> None:
        self.count = 0
        self._next = asyncio.Event()

    def beat(self) -> None:
        """Tell of a change."""
        self.count += 1
        self._next, now = asyncio.Event(), self._next
        now.set()

    async def wait(self, seconds: float) -> None:
        """Wait for the next change, but no longer than that."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._next.wait(), seconds)


class _Answer(JSONResponse):
    """Data for the page; names of files may hold what isn't UTF-8."""

    def render(self, content: Any) -> bytes:
        """The data as JSON, in ASCII, which holds any name."""
        return json.dumps(content).encode()


class _Preview:
    """What answers requests."""

    def __init__(self, studio: Studio, tongue: Tongue, is_ending: Callable[[], bool], *, poll: bool) -> None:
        self._studio, self._tongue, self._is_ending, self._poll = studio, tongue, is_ending, poll
        self._words = translate_words(tongue.translate)
        self._pages: OrderedDict[str, str] = OrderedDict()
        self._pulse = Pulse()
        self._trouble: Finding | None = None
        self._life = secrets.token_hex(4)
        environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        self._template = environment.from_string(_read_asset("page.html"))

    @asynccontextmanager
    async def watch(self, _app: Starlette) -> AsyncIterator[None]:
        """Follow changes for as long as the server lives."""
        self._pulse = Pulse()
        stop = anyio.Event()
        task = asyncio.create_task(self._follow(stop))
        yield
        stop.set()
        await task

    async def _follow(self, stop: anyio.Event) -> None:
        while not stop.is_set():
            try:
                async for changed in watch_workspace(self._studio.root, stop, poll=self._poll):
                    self._trouble = None
                    await run_in_threadpool(self._studio.forget, changed)
                    self._pulse.beat()
            except Exception as problem:  # noqa: BLE001 (whatever it is, a page that shows old text unsaid is worse)
                await self._tell_trouble(str(problem) or type(problem).__name__)
                with anyio.move_on_after(_PAUSE):
                    await stop.wait()

    async def _tell_trouble(self, problem: str) -> None:
        """Say once that changes aren't seen, and forget what may have changed meanwhile."""
        await run_in_threadpool(self._studio.forget_all)
        trouble = Finding(
            "changes of files can't be followed: {problem}",
            Place(str(self._studio.root)),
            hint="reload the page to see them",
            values={"problem": problem},
            severity="warning",
        )
        if trouble != self._trouble:
            self._trouble = trouble
            self._pulse.beat()

    async def show_page(self, _request: Request) -> Response:
        """The page itself, without a document."""
        nonce = secrets.token_urlsafe(16)
        page = self._template.render(lang=self._tongue.code, words=self._words, nonce=nonce, may_edit=self._studio.may_edit)
        return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY.format(nonce=nonce)})

    async def show_asset(self, request: Request) -> Response:
        """A file of the page."""
        name = request.url.path.rpartition("/")[2]
        return Response(_read_asset(name), media_type=_FILES[name])

    async def show_view(self, request: Request) -> Response:
        """What there is to choose, the messages of the chosen document and where to find it, or what is wrong."""
        asked = request.query_params
        names = {name: asked.get(name, "") for name in ("source", "document", "item", "language")}
        view = await run_in_threadpool(self._studio.show, Wish(**names, on=_read_day(asked.get("on", ""))))
        if self._trouble:
            view = replace(view, findings=(*view.findings, self._trouble))
        page = self._draw(view.title, view.trial) if view.trial and view.trial.pages else view.page
        key = self._keep(page) if page is not None else None
        return _Answer({**tell_view(view, key, self._tongue.translate), "edits": self._studio.edits})

    def _draw(self, title: str, trial: Trial) -> str:
        """How a trial document looks in a layout."""
        note = self._words["likeness"] if trial.is_likeness else ""
        return write_page(trial, self._tongue.code, title, note, self._words["page"])

    def _keep(self, page: str) -> str:
        """The name of a page, under which a frame can ask for it."""
        key = sha256(page.encode()).hexdigest()
        self._pages[key] = page
        self._pages.move_to_end(key)
        while len(self._pages) > _KEPT:
            self._pages.popitem(last=False)
        return key

    async def show_document(self, request: Request) -> Response:
        """A document that was asked for before, with the script that tells which text is clicked."""
        page = self._pages.get(request.query_params.get("page", ""))
        if page is None:
            return PlainTextResponse("This is not shown any more.", 404)
        nonce = secrets.token_urlsafe(16)
        added = f'<style>{_read_asset("frame.css")}</style><script nonce="{nonce}">{_read_asset("frame.js")}</script>'
        # The policy of the answer says the same, and lets our script run.
        before, head, after = page.replace(POLICY, "", 1).partition("</head>")
        page = f"{before}{added}{head}{after}" if head else page + added
        return HTMLResponse(page, headers={"Content-Security-Policy": _DOCUMENT_POLICY.format(nonce=nonce)})

    async def show_message(self, request: Request) -> Response:
        """A message that a document has said."""
        identifier = request.query_params.get("id", "")
        try:
            message = await run_in_threadpool(self._studio.describe, identifier)
        except RealiseraError as problem:
            return _Answer({"findings": [tell_finding(finding, self._tongue.translate) for finding in problem.findings]})
        if message is None:
            return _tell_no_text()
        return _Answer(tell_message(identifier, message, self._tongue.translate))

    async def show_sheet(self, request: Request) -> Response:
        """A translation, put before its editor."""
        asked = request.query_params
        try:
            sheet = await run_in_threadpool(self._studio.open_sheet, asked.get("id", ""), asked.get("language", ""))
        except RealiseraError as problem:
            return self._tell_problem(problem)
        return _Answer(tell_sheet(sheet)) if sheet else _tell_no_text()

    async def save(self, request: Request) -> Response:
        """Write a translation that was edited in the page."""
        body = await _read_body(request)
        if isinstance(body, Response):
            return body
        edit = _read_edit(body)
        if edit is None:
            return PlainTextResponse("This is not an edit.", 400)
        try:
            outcome = await run_in_threadpool(
                self._studio.save, edit.id, edit.language, edit.strings, edit.stamp, anyway=edit.anyway
            )
        except RealiseraError as problem:
            return self._tell_problem(problem)
        return self._tell_outcome(outcome)

    async def undo(self, request: Request) -> Response:
        """Take the last edit back."""
        body = await _read_body(request)
        if isinstance(body, Response):
            return body
        try:
            outcome = await run_in_threadpool(self._studio.undo)
        except RealiseraError as problem:
            return self._tell_problem(problem)
        return self._tell_outcome(outcome)

    def _tell_problem(self, problem: RealiseraError) -> Response:
        return self._tell_outcome(Outcome("refused", problem.findings))

    def _tell_outcome(self, outcome: Outcome | None) -> Response:
        if outcome is None:
            return _tell_no_text()
        if outcome.path:
            self._pulse.beat()
        return _Answer(tell_outcome(outcome, self._studio.edits, self._tongue.translate))

    async def show_changes(self, _request: Request) -> Response:
        """Word of each change, for as long as the page is open."""

        async def tell() -> AsyncIterator[str]:
            told = self._pulse.count
            yield f"retry: 500\ndata: {self._life}-{told}\n\n"
            while not self._is_ending():
                await self._pulse.wait(_OFTEN)
                if self._pulse.count != told:
                    told = self._pulse.count
                    yield f"data: {self._life}-{told}\n\n"

        return StreamingResponse(tell(), media_type="text/event-stream")


def make_app(  # noqa: PLR0913 (what a preview is made of)
    studio: Studio, tongue: Tongue, port: int, key: str = "", *, is_ending: Callable[[], bool] = lambda: False, poll: bool = False
) -> Guard:
    """The app for a port of this machine. With a `key`, all that it answers is below that: who doesn't know it gets nothing.

    What may be edited has a key.
    """
    if studio.may_edit and not key:
        raise ValueError("a page that can be written on has a key")
    preview = _Preview(studio, tongue, is_ending, poll=poll)
    routes = [
        Route("/", preview.show_page, methods=["GET"]),
        Route("/view", preview.show_view, methods=["GET"]),
        Route("/document", preview.show_document, methods=["GET"]),
        Route("/message", preview.show_message, methods=["GET"]),
        Route("/changes", preview.show_changes, methods=["GET"]),
        *(
            (
                Route("/sheet", preview.show_sheet, methods=["GET"]),
                Route("/save", preview.save, methods=["POST"]),
                Route("/undo", preview.undo, methods=["POST"]),
            )
            if studio.may_edit
            else ()
        ),
        *(Route(f"/{name}", preview.show_asset, methods=["GET"]) for name in _FILES),
    ]
    app = Starlette(routes=[Mount(f"/{key}", routes=routes)] if key else routes, lifespan=preview.watch)
    return Guard(app, port, may_write=studio.may_edit)


def open_socket(port: int) -> socket.socket:
    """A socket that listens on this machine alone: on that port, or else on the next that is free.

    Raises:
        OSError: none of many is.
    """
    for number in range(port, port + _TRIES):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if sys.platform != "win32":
            # So that the port of a preview that has just ended is free; elsewhere it would let two share one.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, number))
            listener.listen()
        except OSError:
            listener.close()
        else:
            return listener
    raise OSError(None, "no port is free", f"{HOST}:{port}")


def make_key() -> str:
    """What addresses begin with, so that others who work on the same machine can't guess them."""
    return secrets.token_urlsafe(12)


def make_config(app: ASGIApp) -> uvicorn.Config:
    """How requests are taken: so many at once, each with an address and headers of a size that a browser sends."""
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
        limit_concurrency=_MOST_CLIENTS,
        h11_max_incomplete_event_size=_LONGEST_REQUEST,
    )


def serve(studio: Studio, tongue: Tongue, listener: socket.socket, key: str, *, poll: bool = False) -> None:
    """Answer until the user ends it."""
    server: uvicorn.Server | None = None

    def is_ending() -> bool:
        return server is not None and server.should_exit

    app = make_app(studio, tongue, listener.getsockname()[1], key, is_ending=is_ending, poll=poll)
    server = uvicorn.Server(make_config(app))
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


class _WishedEdit(Struct, frozen=True):
    """What the page sends to have a translation written."""

    id: str
    language: str
    strings: tuple[str, ...]
    stamp: str
    anyway: bool


async def _read_body(request: Request) -> dict[str, Any] | Response:
    """What was sent, as JSON: an object; or what is answered where it isn't one, or is larger than any edit."""
    data = b""
    try:
        with anyio.fail_after(_SLOWEST):
            async for piece in request.stream():
                data += piece
                if len(data) > _LARGEST_BODY:
                    return PlainTextResponse("This is more than a translation.", 413)
    except TimeoutError:
        return PlainTextResponse("This came too slowly.", 408)
    except ClientDisconnect:
        return PlainTextResponse("Only a part of this came.", 400)
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        return PlainTextResponse("This is not JSON.", 400)
    return body if isinstance(body, dict) else PlainTextResponse("This is not an edit.", 400)


def _read_edit(body: dict[str, Any]) -> _WishedEdit | None:
    names, strings, anyway = ("id", "language", "stamp"), body.get("strings"), body.get("anyway", False)
    texts = [body.get(name) for name in names]
    if not all(isinstance(text, str) for text in texts) or not isinstance(anyway, bool):
        return None
    if not isinstance(strings, list) or not 0 < len(strings) <= _MOST_FORMS or not all(isinstance(each, str) for each in strings):
        return None
    identifier, language, stamp = map(str, texts)
    return _WishedEdit(identifier, language, tuple(strings), stamp, anyway)


def _tell_no_text() -> Response:
    return PlainTextResponse("There is no such text.", 404)


def _read_asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _read_day(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    return None
