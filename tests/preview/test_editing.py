"""Translations edited in the page: only by this page on this machine, checked first, and nothing else of a catalog moves."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import anyio
import pytest
from starlette.testclient import TestClient
from starlette.types import Message

from generator.cli.sources import list_sources
from generator.preview import server
from generator.preview.server import Tongue, make_app
from generator.preview.studio import Studio
from generator.text.catalogs import read_catalog
from generator.translating.editing import find_block, list_blocks, put_translation, take_away
from generator.workspace import PACKAGE
from tests.preview.conftest import copy_workspace

PORT, KEY = 8765, "k" * 16
HOME = f"http://127.0.0.1:{PORT}"
VIEW = {"source": "contracts/surgical-instruments.yaml", "document": "action-plan", "item": "D1", "language": "en"}
START = "Planen visar vad ni som leverantör ska göra"
TITLE = "Åtgärdsplan"
JSON = {"Origin": HOME, "Content-Type": "application/json"}
CATALOG = "locales/en/LC_MESSAGES/documents.po"
HEAD = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
OTHER = '\n# Kept as it is.\n#: somewhere.md:1\nmsgid "Annat"\nmsgstr ""\n"Some"\n"thing else"\n'
OLD = '\n# Mind the tone.\n#, fuzzy\n#| msgid "Plan"\nmsgid "Åtgärdsplan"\nmsgstr "Action planning"\n'


@dataclass
class Page:
    """A page that may be written on, and the workspace under it."""

    client: TestClient
    root: Path

    @property
    def catalog(self) -> Path:
        return self.root / CATALOG

    def find(self, start: str) -> str:
        messages = self.client.get(f"/{KEY}/view", params=VIEW).json()["messages"]
        return str(next(each["id"] for each in messages if each["text"].startswith(start)))

    def open(self, start: str, language: str = "en") -> dict[str, Any]:
        identifier = self.find(start)
        sheet = self.client.get(f"/{KEY}/sheet", params={"id": identifier, "language": language}).json()
        return {"id": identifier, **sheet}

    def save(self, sheet: dict[str, Any], *strings: str, **more: Any) -> Any:
        edit = {"id": sheet["id"], "language": "en", "stamp": sheet["stamp"], "strings": list(strings), **more}
        return self.client.post(f"/{KEY}/save", content=json.dumps(edit), headers=JSON)

    def undo(self) -> dict[str, Any]:
        told: dict[str, Any] = self.client.post(f"/{KEY}/undo", json={}, headers={"Origin": HOME}).json()
        return told


def make_client(root: Path, host: str = "127.0.0.1", *, may_edit: bool = True) -> TestClient:
    studio = Studio(root, lambda: list_sources((root,), with_reports=True), lambda: date(2026, 11, 22), may_edit=may_edit)
    return TestClient(make_app(studio, Tongue("en", str), PORT, KEY), base_url=HOME, client=(host, 50_000))


@pytest.fixture
def page(examples: Path, tmp_path: Path) -> Iterator[Page]:
    root = copy_workspace(examples, tmp_path)
    with make_client(root) as client:
        yield Page(client, root)


def write(page: Page, text: str) -> None:
    page.catalog.parent.mkdir(parents=True, exist_ok=True)
    page.catalog.write_bytes(text.encode())


def test_a_translation_is_edited_and_nothing_else_moves(page: Page) -> None:
    write(page, HEAD + OTHER + OLD)
    sheet = page.open(TITLE)
    assert (sheet["strings"], sheet["remarks"], sheet["name"]) == (["Action planning"], ["Mind the tone."], "English")
    assert sheet["file"].endswith(CATALOG)
    told = page.save(sheet, "The action plan")
    assert (told.status_code, told.json()) == (
        200,
        {"state": "saved", "findings": [], "edits": 1, "text": TITLE},
    )
    assert page.catalog.read_text("utf-8") == HEAD + OTHER + '\n# Mind the tone.\nmsgid "Åtgärdsplan"\nmsgstr "The action plan"\n'
    view = page.client.get(f"/{KEY}/view", params=VIEW).json()
    assert (view["title"].startswith("The action plan D1"), view["edits"]) == (True, 1)
    undone = page.undo()
    assert (undone["state"], undone["edits"], undone["text"]) == ("undone", 0, TITLE)
    assert page.catalog.read_text("utf-8") == HEAD + OTHER + OLD


def test_what_only_the_product_translates_gets_an_entry_of_the_workspace(page: Page) -> None:
    sheet = page.open(TITLE)
    assert sheet["strings"] == ["Action plan"]
    assert page.save(sheet, "The action plan").json()["state"] == "saved"
    text = page.catalog.read_text("utf-8")
    assert text.startswith('msgid ""\nmsgstr ""\n"Language: en\\n"')
    assert text.endswith('msgid "Åtgärdsplan"\nmsgstr "The action plan"\n')
    assert "#. Åtgärdsplan" in text
    second = page.open(START)
    (words,) = second["strings"]
    assert page.save(second, words.replace("The plan shows", "This plan shows")).json()["edits"] == 2
    assert [block.key[1][:11] for block in list_blocks(page.catalog.read_text("utf-8"))] == [TITLE, START[:11]]
    assert page.undo()["state"] == "undone"
    assert page.catalog.read_text("utf-8") == text
    assert page.undo()["state"] == "undone"
    assert not page.catalog.exists()
    assert page.undo()["findings"][0]["message"] == "there is nothing to take back"


def test_errors_are_refused_and_warnings_asked_about(page: Page) -> None:
    sheet = page.open(START)
    assert any("view.officer" in name for name in sheet["placeholders"])
    assert "such as" in sheet["comment"]
    refused = page.save(sheet, "The plan shows what is to be done.", anyway=True)
    assert (refused.status_code, refused.json()["state"]) == (200, "refused")
    assert {finding["subject"] for finding in refused.json()["findings"]} >= {"placeholders"}
    for empty in ("", "  "):
        assert page.save(sheet, empty).json()["findings"][0]["message"] == "the translation is empty"
    for unfit in ("a\x00b", "a\ud800b", "a\x1b[31m"):
        assert page.save(sheet, unfit).json()["findings"][0]["message"] == "a control character stands in the translation"
    assert "20000" in page.save(sheet, "x" * 20_001).json()["findings"][0]["message"]
    assert not page.catalog.exists()
    title = page.open(TITLE)
    warned = page.save(title, "action plan").json()
    assert (warned["state"], [finding["subject"] for finding in warned["findings"]]) == ("warned", ["capital"])
    assert not page.catalog.exists()
    assert page.save(title, "action plan", anyway=True).json()["state"] == "saved"


def test_what_somebody_else_has_written_meanwhile_is_not_lost(page: Page) -> None:
    write(page, HEAD + OTHER + OLD)
    sheet = page.open(TITLE)
    theirs = (HEAD + OTHER + OLD).replace("Action planning", "Their plan")
    write(page, theirs)
    told = page.save(sheet, "The action plan")
    assert (told.status_code, told.json()["state"]) == (200, "changed")
    assert page.catalog.read_text("utf-8") == theirs
    # Another entry may change: only this one is written.
    sheet = page.open(TITLE)
    write(page, theirs.replace("thing else", "thing new"))
    assert page.save(sheet, "The action plan").json()["state"] == "saved"
    assert 'thing new"' in page.catalog.read_text("utf-8")
    changed = page.catalog.read_text("utf-8").replace("The action plan", "Plan by others")
    write(page, changed)
    undone = page.undo()
    assert (undone["state"], undone["edits"]) == ("changed", 0)
    assert page.catalog.read_text("utf-8") == changed


def test_a_catalog_that_is_broken_is_told_and_left(page: Page) -> None:
    sheet = page.open(TITLE)
    write(page, 'msgid "x"\nmsgstr "y\n')
    told = page.save(sheet, "The action plan")
    assert (told.status_code, "documents.po:2" in told.json()["findings"][0]["place"]) == (200, True)
    assert page.catalog.read_text("utf-8") == 'msgid "x"\nmsgstr "y\n'


def test_what_the_system_refuses_is_told(page: Page) -> None:
    sheet = page.open(TITLE)
    page.save(sheet, "The action plan")
    page.catalog.unlink()
    page.catalog.mkdir()
    for answer in (page.save(sheet, "Plan").json(), page.undo(), page.open(TITLE)):
        assert answer["findings"][0]["place"].endswith("documents.po"), answer
    shutil.rmtree(page.root / "locales")
    (page.root / "locales").write_text("")
    for answer in (page.save(sheet, "Plan").json(), page.undo()):
        assert answer["findings"][0]["place"].endswith("documents.po"), answer


def test_an_edit_waits_to_be_taken_back_while_the_catalog_can_not_be_read(page: Page) -> None:
    page.save(page.open(TITLE), "The action plän", anyway=True)
    whole = page.catalog.read_bytes()
    page.catalog.write_bytes(whole.decode().encode("latin-1"))
    told = page.undo()
    assert (told["state"], "UTF-8" in told["findings"][0]["message"]) == ("refused", True), told
    page.catalog.write_bytes(whole)
    assert page.undo()["state"] == "undone"


def test_plural_forms_are_edited_each(page: Page) -> None:
    view = page.client.get(f"/{KEY}/view", params=VIEW).json()
    identifier = next(each["id"] for each in view["messages"] if "{n}" in each["text"])
    sheet = page.client.get(f"/{KEY}/sheet", params={"id": identifier, "language": "en"}).json() | {"id": identifier}
    assert sheet["forms"] == ["1", "0, 2, 3, 4 …"]
    assert sheet["plural"]
    refused = page.save(sheet, sheet["strings"][0], "many").json()
    assert (refused["state"], "{n}" in str(refused["findings"])) == ("refused", True)
    assert page.save(sheet, sheet["strings"][0]).json()["state"] == "refused"
    assert page.save(sheet, *(f"{each} x" for each in sheet["strings"]), anyway=True).json()["state"] == "saved"
    (entry,) = (entry for entry in read_catalog(page.catalog) if entry.id)
    assert entry.string == tuple(f"{each} x" for each in sheet["strings"])


@pytest.mark.parametrize("path", ["/sheet", "/save", "/undo"])
def test_without_edit_no_route_that_writes_is_there(examples: Path, path: str) -> None:
    with make_client(examples, may_edit=False) as client:
        assert client.post(f"/{KEY}{path}", json={}, headers={"Origin": HOME}).status_code == 405
        assert client.get(f"/{KEY}{path}").status_code == 404
        assert 'id="editor"' not in client.get(f"/{KEY}/").text
    with make_client(examples) as client:
        assert 'id="editor"' in client.get(f"/{KEY}/").text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://region.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": f"http://127.0.0.1:{PORT + 1}"}, 403),
        ({"Origin": f"http://localhost:{PORT}"}, 403),
        ({"Origin": ""}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Host": "region.example"}, 421),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_other_pages_can_not_write(page: Page, headers: dict[str, str], status: int) -> None:
    for path in ("save", "undo"):
        answer = page.client.post(f"/{KEY}/{path}", content="{}", headers={**JSON, **headers})
        assert answer.status_code == status
    assert not page.catalog.exists()


def test_who_does_not_know_the_key_can_not_write(page: Page) -> None:
    sheet = page.open(TITLE)
    edit = {"id": sheet["id"], "language": "en", "stamp": sheet["stamp"], "strings": ["The action plan"]}
    for path in ("/save", "/wrong-key/save", "/undo"):
        assert page.client.post(path, json=edit, headers={"Origin": HOME}).status_code == 404
    assert not page.catalog.exists()
    with pytest.raises(ValueError, match="has a key"):
        make_app(Studio(page.root, list, date.today, may_edit=True), Tongue("en", str), PORT)


@pytest.mark.parametrize("host", ["192.0.2.7", "10.0.0.5", "2001:db8::1", "somebody"])
def test_other_machines_can_not_write(page: Page, host: str) -> None:
    with make_client(page.root, host) as client:
        answer = client.post(f"/{KEY}/undo", json={}, headers={"Origin": HOME})
    assert answer.status_code == 403
    with make_client(page.root, "::1") as client:
        assert client.post(f"/{KEY}/undo", json={}, headers={"Origin": HOME}).status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("[]", 400),
        ("[" * 60_000, 400),
        ("{}", 400),
        ('{"id": 1, "language": "en", "stamp": "", "strings": ["x"]}', 400),
        ('{"id": "x", "language": "en", "stamp": "", "strings": "x"}', 400),
        ('{"id": "x", "language": "en", "stamp": "", "strings": []}', 400),
        ('{"id": "x", "language": "en", "stamp": "", "strings": [1]}', 400),
        ('{"id": "x", "language": "en", "stamp": "", "strings": ["x"], "anyway": 1}', 400),
        ('{"id": "0123456789ab", "language": "en", "stamp": "", "strings": ["x"]}', 404),
        ("x" * 70_000, 413),
    ],
)
def test_what_is_no_edit_is_refused(page: Page, body: str, status: int) -> None:
    assert page.client.post(f"/{KEY}/save", content=body, headers=JSON).status_code == status


@pytest.mark.parametrize("language", ["sv", "fi", "../en", ""])
def test_only_languages_that_there_are_can_be_edited(page: Page, language: str) -> None:
    sheet = page.open(TITLE)
    assert page.save(sheet, "Plan", language=language).status_code == 404
    assert page.client.get(f"/{KEY}/sheet", params={"id": sheet["id"], "language": language}).status_code == 404


def test_a_link_out_of_the_workspace_is_not_followed(page: Page, tmp_path_factory: pytest.TempPathFactory) -> None:
    sheet = page.open(TITLE)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (page.root / "locales").symlink_to(elsewhere)
    answer = page.save(sheet, "The action plan")
    assert (answer.status_code, answer.json()["state"]) == (200, "refused")
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_each_entry_of_a_catalog_is_written_as_the_update_writes_it(ending: str) -> None:
    text = (PACKAGE / CATALOG).read_text(encoding="utf-8").replace("\n", ending)
    blocks = list(list_blocks(text))
    assert len(blocks) == sum(1 for entry in read_catalog(PACKAGE / CATALOG) if entry.id)
    assert all(put_translation(text, block, block.strings) == text for block in blocks[::97])
    for block in blocks[::97]:
        without = take_away(text, block)
        assert find_block(without, block.key) is None
        assert len(list(list_blocks(without))) == len(blocks) - 1


def test_a_string_with_a_separator_of_lines_is_one_line() -> None:
    text = f'{HEAD}\nmsgid "a\u2028b"\nmsgstr "c\u2028d"\n'
    block = find_block(text, ("", "a\u2028b"))
    assert block
    edited = find_block(put_translation(text, block, ["e\u2028f"]), block.key)
    assert edited
    assert edited.strings == ("e\u2028f",)


@pytest.mark.parametrize(("ends", "status"), [(True, 400), (False, 408)])
def test_an_edit_that_never_comes_to_its_end_is_let_go(
    examples: Path, monkeypatch: pytest.MonkeyPatch, *, ends: bool, status: int
) -> None:
    monkeypatch.setattr(server, "_SLOWEST", 0.1)
    came: list[Message] = [{"type": "http.request", "body": b"{", "more_body": True}]
    sent: list[Message] = []

    async def receive() -> Message:
        if came:
            return came.pop()
        if not ends:
            await anyio.sleep_forever()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": f"/{KEY}/save",
        "query_string": b"",
        "client": ("127.0.0.1", 50_000),
        "headers": [
            (b"host", HOME.removeprefix("http://").encode()),
            *((name.lower().encode(), value.encode()) for name, value in JSON.items()),
        ],
    }
    anyio.run(make_client(examples).app, scope, receive, send)
    assert sent[0]["status"] == status
