"""Lets in only this machine's own browser on this page: no other web page may read what is shown. Wraps the app of `server`.

A page from elsewhere can make a browser ask any address, and can give its own name this machine's address; so a request must
name this machine, come from this page or from the address bar, and only ask. Where the page may be written on, what writes must
also come from this machine, say that it comes from this very page, and hold JSON, which no form of another page can send.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = "127.0.0.1"
_NAMES = (HOST, "localhost", "[::1]")
_FROM_HERE = frozenset({"same-origin", "none"})
"""What browsers say of where a request comes from: this page, or nobody but the user."""
_SAME = "same-origin"
_NOT_SAID = ""
_LONGEST_ADDRESS = 8_192
"""Characters: what the page itself asks for has some hundred."""
HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""What every answer says."""
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'"
"""The policy of answers that say no other."""


class Guard:
    """Refuses what doesn't come from this page, and adds the headers that all answers have."""

    def __init__(self, app: ASGIApp, port: int, *, may_write: bool = False) -> None:
        self._app, self._may_write = app, may_write
        self._hosts = frozenset(f"{name}:{port}" for name in _NAMES)
        self._origins = frozenset(f"http://{host}" for host in self._hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in {"Content-Security-Policy": NOTHING, **HEADERS}.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refuse(scope)
        await (refusal or self._app)(scope, receive, send_guarded)

    def _refuse(self, scope: Scope) -> PlainTextResponse | None:
        methods = ("GET", "POST") if self._may_write else ("GET",)
        if scope["type"] != "http" or scope["method"] not in methods:
            return PlainTextResponse("This page only shows.", 405, {"Allow": ", ".join(methods)})
        if len(scope["path"]) + len(scope["query_string"]) > _LONGEST_ADDRESS:
            return PlainTextResponse("This address is too long to be one of this page's.", 414)
        headers = Headers(scope=scope)
        # Two of a header can't both be meant: then it is refused, whichever of them the app would read.
        if len(headers.getlist("host")) != 1 or headers["host"] not in self._hosts:
            return PlainTextResponse("This page is for this machine only.", 421)
        origin, site = headers.get("origin", _NOT_SAID), headers.get("sec-fetch-site", _NOT_SAID)
        if (origin and origin not in self._origins) or (site and site not in _FROM_HERE):
            return PlainTextResponse("This page is for nobody else's pages.", 403)
        return self._refuse_writing(scope, headers) if scope["method"] == "POST" else None

    def _refuse_writing(self, scope: Scope, headers: Headers) -> PlainTextResponse | None:
        client = scope.get("client")
        if not client or not _is_this_machine(client[0]):
            return PlainTextResponse("This page is written on from this machine only.", 403)
        # What merely doesn't say where it comes from is let in to look, and no further.
        if headers.getlist("origin") != [f"http://{headers['host']}"]:
            return PlainTextResponse("This page is written on from itself only.", 403)
        if headers.get("sec-fetch-site", _SAME) != _SAME:
            return PlainTextResponse("This page is written on from itself only.", 403)
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return PlainTextResponse("What is written here is JSON.", 415)
        return None


def _is_this_machine(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
