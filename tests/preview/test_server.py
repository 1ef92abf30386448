"""The preview's answers: to this page only, from this machine only, and never a traceback."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path

import anyio
import pytest
import uvicorn
from starlette.testclient import TestClient

from generator.cli.sources import list_sources
from generator.cli.work import Foreman
from generator.preview.server import Pulse, Tongue, make_app, make_config, make_key, open_socket
from generator.preview.studio import Studio

PORT = 8765
HOME = f"http://127.0.0.1:{PORT}"
VIEW = {"source": "contracts/surgical-instruments.yaml", "document": "action-plan", "item": "D1", "language": "sv+en"}


def make_client(root: Path, tongue: Tongue, key: str = "") -> TestClient:
    studio = Studio(root, lambda: list_sources((root,), with_reports=True), lambda: date(2026, 11, 22))
    return TestClient(make_app(studio, tongue, PORT, key), base_url=HOME)


@pytest.fixture(scope="module")
def client(examples: Path) -> Iterator[TestClient]:
    with make_client(examples, Tongue("sv", str)) as client:
        yield client


def test_the_page_speaks_the_language_of_its_user_and_runs_only_its_own_script(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert '<html lang="sv">' in answer.text
    policy = answer.headers["content-security-policy"]
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    assert f'<script src="preview.js" nonce="{nonce}"' in answer.text
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert nonce not in client.get("/").text


@pytest.mark.parametrize(
    "path", ["/", "/view", "/message?id=x", "/document", "/preview.js", "/preview.css", "/icon.svg", "/nothing"]
)
def test_every_answer_is_guarded(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "default-src 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    "path", ["/../../etc/passwd", "/..%2f..%2fetc/passwd", "/preview.js/../server.py", "/assets/page.html", "/page.html"]
)
def test_no_address_reaches_a_file(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_document_may_run_no_script_but_ours(client: TestClient) -> None:
    page = client.get("/view", params=VIEW).json()["page"]
    answer = client.get("/document", params={"page": page})
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts; default-src 'none'")
    assert "allow-same-origin" not in policy
    assert answer.text.count("<script") == 1
    assert "Åtgärdsplan" in answer.text
    assert client.get("/document", params={"page": "0" * 64}).status_code == 404


def test_markup_in_a_contract_is_text(workspace: Path) -> None:
    contract = workspace / VIEW["source"]
    text = contract.read_text(encoding="utf-8")
    contract.write_text(text.replace("Nordic Instruments Trading AB", "</title><script>alert(1)</script>"), encoding="utf-8")
    with make_client(workspace, Tongue("sv", str)) as client:
        view = client.get("/view", params=VIEW).json()
        document = client.get("/document", params={"page": view["page"]}).text
    assert document.count("<script") == 1
    assert "&lt;script&gt;alert(1)" in document


def test_who_does_not_know_the_key_gets_nothing(examples: Path) -> None:
    key, other = make_key(), make_key()
    assert key != other
    with make_client(examples, Tongue("sv", str), key) as client:
        for path in ("", "preview.js", "message?id=x", "changes", "document"):
            assert client.get(f"/{path}").status_code == 404
            assert client.get(f"/{other}/{path}").status_code == 404
        assert client.get(f"/{key}/").status_code == 200
        assert client.get(f"/{key}/view", params=VIEW).json()["page"]
        assert client.get(f"/{key}/preview.js").headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "[::1]:8765"])
def test_this_machine_has_three_names(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "region.example"},
        {"Host": "region.example:8765"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:8766"},
        {"Host": "127.0.0.1:8765.region.example"},
        {"Host": ""},
        {"Origin": "https://region.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8766"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_others_are_refused(client: TestClient, headers: dict[str, str]) -> None:
    for path in ("/", "/view", "/changes"):
        answer = client.get(path, headers=headers)
        assert answer.status_code in {403, 421}
        assert "Nordic" not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"])
def test_one_can_only_look(client: TestClient, method: str) -> None:
    assert client.request(method, "/view").status_code == 405


def test_mistakes_are_told_in_the_language_of_the_user(workspace: Path) -> None:
    (workspace / "content").mkdir()
    (workspace / "content/action-plan.md").write_text("# Åtgärdsplan\n\n{{ view.suplier }}\n", encoding="utf-8")
    with make_client(workspace, Tongue("sv", lambda text: text.replace("is undefined", "finns inte"))) as client:
        view = client.get("/view", params=VIEW).json()
    assert view["page"] is None
    (finding,) = view["findings"]
    assert finding["message"] == "'view.suplier' finns inte"
    assert finding["place"] == "content/action-plan.md:3"
    assert "view.supplier" in finding["hint"]


def test_another_day_can_be_asked_for(client: TestClient) -> None:
    assert client.get("/view", params={**VIEW, "on": "2026-10-01"}).json()["menu"]["on"] == "2026-10-01"
    assert client.get("/view", params={**VIEW, "on": "tomorrow"}).json()["menu"]["on"] == "2026-11-22"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere all names are Unicode")
def test_a_name_that_is_not_utf_8_is_shown_and_can_be_chosen(workspace: Path) -> None:
    plan = workspace / VIEW["source"]
    plan.rename(plan.with_name(os.fsdecode(b"\xe5.yaml")))
    with make_client(workspace, Tongue("sv", str)) as client:
        sources = [option["key"] for option in client.get("/view").json()["menu"]["sources"]]
        assert "contracts/\\udce5.yaml" in sources
        shown = client.get("/view", params={**VIEW, "source": "contracts/\\udce5.yaml"}).json()
        assert shown["page"]
        plan.with_name(os.fsdecode(b"\xe5.yaml")).write_text("id: [", encoding="utf-8")
        assert client.get("/view", params={**VIEW, "source": "contracts/\\udce5.yaml"}).json()["findings"]


def test_a_contract_that_comes_between_two_looks_breaks_nothing(workspace: Path) -> None:
    sources = list_sources((workspace,), with_reports=True)
    looks = iter((sources, sources[1:], sources))
    studio = Studio(workspace, lambda: next(looks), lambda: date(2026, 11, 22))
    with TestClient(make_app(studio, Tongue("sv", str), PORT), base_url=HOME) as client:
        assert client.get("/view", params=VIEW).json()["page"]


def test_changes_that_cannot_be_followed_are_told_and_followed_again(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    is_well, is_followed = threading.Event(), threading.Event()

    async def watch(_root: Path, stop: anyio.Event, *, poll: bool) -> AsyncIterator[frozenset[Path]]:
        if not is_well.is_set():
            raise OSError(None, f"no more watches, poll={poll}")
        yield frozenset()
        is_followed.set()
        await stop.wait()

    monkeypatch.setattr("generator.preview.server.watch_workspace", watch)
    monkeypatch.setattr("generator.preview.server._PAUSE", 0.05)
    with make_client(workspace, Tongue("sv", str)) as client:
        client.get("/")
        assert "no more watches" in str(client.get("/view", params=VIEW).json()["findings"])
        is_well.set()
        assert is_followed.wait(20)
        assert "no more watches" not in str(client.get("/view", params=VIEW).json()["findings"])


def test_the_next_port_is_taken_where_one_is_taken() -> None:
    with open_socket(28765) as first, open_socket(28765) as second:
        assert first.getsockname() == ("127.0.0.1", 28765)
        assert second.getsockname() == ("127.0.0.1", 28766)


def test_nobody_outside_this_machine_is_listened_to() -> None:
    with open_socket(28775) as listener:
        assert listener.family == socket.AF_INET
        assert listener.getsockname()[0] == "127.0.0.1"


def test_a_pulse_wakes_all_who_wait() -> None:
    async def run() -> float:
        pulse = Pulse()
        loop = asyncio.get_running_loop()
        started = loop.time()
        waiting = [asyncio.create_task(pulse.wait(30)) for _ in range(3)]
        await asyncio.sleep(0)
        pulse.beat()
        await asyncio.gather(*waiting)
        return loop.time() - started

    assert asyncio.run(run()) < 10


@pytest.fixture
def served(examples: Path) -> Iterator[int]:
    """The port of a preview that runs."""
    studio = Studio(examples, lambda: list_sources((examples,), with_reports=True), lambda: date(2026, 11, 22))
    listener = open_socket(PORT + 100)
    port = int(listener.getsockname()[1])
    server = uvicorn.Server(make_config(make_app(studio, Tongue("sv", str), port, "")))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield port
    server.should_exit = True
    thread.join(20)


def ask(port: int, request: bytes) -> bytes:
    """The first line of the answer."""
    with socket.create_connection(("127.0.0.1", port), 20) as connection:
        connection.settimeout(20)
        connection.sendall(request)
        return connection.makefile("rb").readline()


def test_one_client_cannot_take_all_of_the_preview(served: int) -> None:
    request = f"GET /preview.css HTTP/1.1\r\nHost: 127.0.0.1:{served}\r\nConnection: close\r\n\r\n".encode()
    assert ask(served, request).startswith(b"HTTP/1.1 200")
    idle = [socket.create_connection(("127.0.0.1", served), 20) for _ in range(40)]
    assert ask(served, request).startswith(b"HTTP/1.1 503")
    for connection in idle:
        connection.close()
    answers = (ask(served, request) for _ in range(100))
    assert any(answer.startswith(b"HTTP/1.1 200") for answer in answers)


def test_a_request_that_no_browser_sends_is_cut_off(served: int) -> None:
    for length, answer in ((8_000, b"404"), (8_200, b"414"), (1_000_000, b"400")):
        long = f"GET /nothing?source={'x' * length} HTTP/1.1\r\nHost: 127.0.0.1:{served}\r\n\r\n".encode()
        assert ask(served, long).startswith(b"HTTP/1.1 " + answer)
    body = f"POST /view HTTP/1.1\r\nHost: 127.0.0.1:{served}\r\nContent-Length: 1000000000\r\n\r\n".encode()
    assert ask(served, body + b"x" * 100_000).startswith(b"HTTP/1.1 405")


def test_an_officer_sees_what_is_lacking_and_what_is_due(workspace: Path) -> None:
    contract = workspace / "contracts/wound-care.yaml"
    text = contract.read_text(encoding="utf-8")
    contract.write_text(text.replace('  starts: "13:00"\n', ""), encoding="utf-8")
    sources = [contract]
    studio = Studio(workspace, lambda: sources, lambda: date(2026, 11, 22), Foreman())
    with TestClient(make_app(studio, Tongue("sv", str), PORT), base_url=HOME) as client:
        work = client.get("/view", params={"source": "contracts/wound-care.yaml", "document": "invitation"}).json()["work"]
    (lack,) = work["lacks"]
    assert (lack["what"], "invitation" in lack["why"]) == ("kickoff.starts", True)
    assert lack["commands"][0].startswith("realisera record ")
    assert [task["what"][:10] for task in work["due"]] == ["2026-11-17", "2026-11-23", "2026-12-08"]
    assert all(task["why"] and task["commands"] for task in work["due"])


def test_commands_are_as_one_types_them_where_one_stands(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace)
    studio = Studio(workspace, lambda: list_sources((workspace,), with_reports=True), lambda: date(2026, 11, 22), Foreman())
    with TestClient(make_app(studio, Tongue("sv", str), PORT), base_url=HOME) as client:
        work = client.get("/view", params=VIEW).json()["work"]
    commands = [command for task in (*work["lacks"], *work["due"]) for command in task["commands"]]
    assert "realisera record contracts/surgical-instruments.yaml D2 A2 done 2026-11-22" in commands
    assert "realisera generate minutes contracts/surgical-instruments.yaml --on 2026-11-22" in commands
    assert not any(str(workspace) in command for command in commands)


def test_a_contract_that_is_not_whole_says_what_each_document_waits_for(workspace: Path) -> None:
    contract = workspace / "contracts/cleaning.yaml"
    text = contract.read_text(encoding="utf-8")
    contract.write_text(re.sub("^registration_number:.*$", "", text, flags=re.MULTILINE), encoding="utf-8")
    studio = Studio(workspace, lambda: [contract], lambda: date(2026, 11, 22), Foreman())
    with TestClient(make_app(studio, Tongue("en", str), PORT), base_url=HOME) as client:
        view = client.get("/view", params={"source": "contracts/cleaning.yaml"}).json()
    assert view["page"] is None
    lacks = {task["what"]: task for task in view["work"]["lacks"]}
    assert list(lacks) == ["registration_number", "kickoff.date", "kickoff.starts", "kickoff.ends", "kickoff.place"]
    assert lacks["registration_number"]["why"] == "all documents"
    assert "invitation, agenda" in lacks["kickoff.date"]["why"]
    assert lacks["registration_number"]["commands"][0].endswith('cleaning.yaml field registration_number --value "…"')
    contract.write_text("id: [", encoding="utf-8")
    with TestClient(make_app(studio, Tongue("en", str), PORT), base_url=HOME) as client:
        view = client.get("/view", params={"source": "contracts/cleaning.yaml"}).json()
    assert (view["work"]["lacks"], bool(view["findings"])) == ([], True)
