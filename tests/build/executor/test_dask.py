"""A batch on a cluster: as if one process had made it, by workers that can't read a file of the user's, and die."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from generator.build.executor import dask as cluster
from generator.build.executor import remote as remote_module
from generator.build.executor.dask import start_dask
from generator.build.executor.remote import FileStore, RemoteJob, RemoteWorkspace, name_software, run_remote_job, tell_difference
from generator.build.job import Result
from generator.build.orders import make_orders
from generator.build.render import Builder
from generator.contract.case import open_case
from generator.errors import Finding, InputError
from generator.masking.case import Masker
from generator.output.trouble import FolderError
from generator.pipeline import Pipeline
from generator.rendering.other_fonts import name_packages
from generator.workspace import PACKAGE, Settings, find_workspace
from tests.making import LOCK, ON, mount, read_files

ROOT = Path(__file__).parents[3]
FORMS = ("docx", "html")
needs_dask = pytest.mark.skipif(find_spec("distributed") is None, reason="dask.distributed is not installed")
BLIND = """
import sys

def refuse(event, arguments):
    if event in ("open", "os.listdir", "os.scandir") and {folder!r} in str(arguments[0]):
        raise PermissionError(13, "the user's own", str(arguments[0]))

sys.addaudithook(refuse)
"""
"""What makes a Python process unable to read a folder."""


@pytest.fixture(scope="module")
def workspace(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with words and a translation of its own, one that is wrong, and two of each contract."""
    folder = shutil.copytree(examples, tmp_path_factory.mktemp("user") / "workspace", ignore=shutil.ignore_patterns("2026-*"))
    for path in sorted((folder / "contracts").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        (path.parent / f"{path.stem}-1.yaml").write_text(text.replace("\nid: RE-", "\nid: R1-", 1), encoding="utf-8")
    (folder / "content").mkdir()
    plan = (PACKAGE / "content/action-plan.md").read_text(encoding="utf-8")
    (folder / "content/action-plan.md").write_text(plan + "\nEget stycke, utan översättning.\n", encoding="utf-8")
    (folder / "locales/nl/LC_MESSAGES").mkdir(parents=True)
    (folder / "locales/nl/LC_MESSAGES/documents.po").write_text('msgid "halv\n', encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def address(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the scheduler of two workers answers, which run in a folder of their own and can't read the workspace."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "sitecustomize.py").write_text(BLIND.format(folder=str(workspace)), encoding="utf-8")
    paths = os.pathsep.join(map(str, (folder, ROOT)))
    # Every two seconds Dask takes away what several workers have, so that on a slow day the same contents would go once more.
    keeping = {"DASK_DISTRIBUTED__SCHEDULER__ACTIVE_MEMORY_MANAGER__START": "False"}
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": paths, **keeping}
    options = ["--scheduler-file", "scheduler.json", "--no-dashboard"]
    commands = (
        ["scheduler", "--host", "127.0.0.1", "--port", "0", *options],
        ["worker", "--nworkers", "2", "--nthreads", "1", "--local-directory", str(folder), *options],
    )
    with (folder / "log").open("w") as log:
        started = [
            subprocess.Popen([sys.executable, "-m", "dask", *command], cwd=folder, env=environment, stdout=log, stderr=log)
            for command in commands
        ]
        try:
            yield _read_address(folder / "scheduler.json")
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait(20)


def _read_address(file: Path) -> str:
    import json  # noqa: PLC0415

    for _ in range(200):
        if file.exists():
            return str(json.loads(file.read_text(encoding="utf-8"))["address"])
        time.sleep(0.1)
    raise AssertionError("the scheduler didn't start")


@pytest.fixture
def client(address: str) -> Iterator[Any]:
    """Somebody who looks at the cluster."""
    from distributed import Client  # noqa: PLC0415

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=20)
        yield client


def make(
    out: Path, address: str = "", languages: tuple[str, ...] = ("sv", "en"), masked: tuple[str, ...] = (), **wishes: Any
) -> Iterator[Result]:
    """Action plans and reports of the workspace that this process stands in, made here or on a cluster; of some, masked."""
    start = start_dask(address, FORMS) if address else None
    masker = Masker(find_workspace(Path()), "leave") if masked else None
    pipeline = Pipeline(find_workspace(Path()), out, start_executor=start, masker=masker)
    orders = [
        order
        for slug in ("action-plan", "evaluation-report")
        for order in make_orders(slug, on=ON, languages=languages, formats=FORMS, where_it_fits=True, **wishes)
    ]
    sources = [*map(Path, masked)] or [*sorted(Path("contracts").glob("*.yaml")), Path("reports/2026.yaml")]
    yield from pipeline.generate(orders, sources)


@needs_dask
def test_a_masked_edition_is_as_from_one_process_and_the_files_of_contracts_stay_here(
    workspace: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace)
    sent: list[bytes] = []
    send = cluster.DaskExecutor._send
    monkeypatch.setattr(cluster.DaskExecutor, "_send", lambda own, digest, data: (sent.append(data), send(own, digest, data))[1])
    alone = list(make(tmp_path / "alone", languages=("sv",), masked=("contracts/surgical-instruments.yaml",)))
    outcomes = list(make(tmp_path / "cluster", address, ("sv",), masked=("contracts/surgical-instruments.yaml",)))
    assert {each.state for each in outcomes} == {"made"}
    assert tell(outcomes, tmp_path / "cluster") == tell(alone, tmp_path / "alone")
    assert read(tmp_path / "cluster") == read(tmp_path / "alone")
    assert sent
    assert [data for data in sent if b"Ravi Forging" in data] == []
    report = list(make(tmp_path / "report", address, ("sv",), masked=("reports/2026.yaml",)))
    assert {each.state for each in report} == {"made"}


@needs_dask
def test_a_disk_that_is_full_is_told_once(workspace: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace)
    with mount(tmp_path / "disk", "256k"), pytest.raises(FolderError) as caught:
        list(make(tmp_path / "disk/out", address))
    assert len(caught.value.findings) == 1


def tell(outcomes: list[Result], out: Path) -> list[tuple[str, ...]]:
    """What a user is told."""
    return sorted(
        (str(each.source), str(each.path.relative_to(out)) if each.path else "", each.state, *map(str, each.findings))
        for each in outcomes
    )


def read(out: Path) -> dict[str, bytes]:
    """What was made."""
    return {name: data for name, data in read_files(out).items() if not name.endswith(LOCK)}


@needs_dask
@pytest.mark.parametrize("kills", [1, 2])
def test_workers_are_killed_and_the_result_is_as_from_one_process(  # noqa: PLR0913, PLR0917 (a fixture each)
    workspace: Path, address: str, client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kills: int
) -> None:
    """Once, and all that there were, one after the other."""
    monkeypatch.chdir(workspace)
    alone = list(make(tmp_path / "alone", languages=("sv",)))
    before = sorted(client.run(os.getpid).values())
    outcomes = []
    for outcome in make(tmp_path / "cluster", address, ("sv",)):
        if len(outcomes) < kills:
            os.kill(before[len(outcomes)], signal.SIGKILL)
        outcomes.append(outcome)
    assert tell(outcomes, tmp_path / "cluster") == tell(alone, tmp_path / "alone")
    assert read(tmp_path / "cluster") == read(tmp_path / "alone")
    assert len(outcomes) > 10
    client.wait_for_workers(2, timeout=20)
    assert len(set(before) & set(client.run(os.getpid).values())) == len(before) - kills


@needs_dask
def test_a_worker_that_is_killed_while_it_is_asked_what_it_has_ends_no_batch(
    workspace: Path, address: str, client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace)
    alone = list(make(tmp_path / "alone", languages=("sv",)))
    victim = min(client.run(os.getpid).values())

    def die(*asked: Any) -> tuple[str, ...]:
        if os.getpid() == victim:
            os.kill(victim, signal.SIGKILL)
        return name_software(*asked)

    monkeypatch.setattr(cluster, "name_software", die)
    outcomes = list(make(tmp_path / "cluster", address, ("sv",)))
    assert tell(outcomes, tmp_path / "cluster") == tell(alone, tmp_path / "alone")
    assert read(tmp_path / "cluster") == read(tmp_path / "alone")
    client.wait_for_workers(2, timeout=20)
    assert victim not in client.run(os.getpid).values()


@needs_dask
def test_contents_go_to_a_worker_once_and_findings_name_the_users_files(
    workspace: Path, address: str, client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace)
    alone = list(make(tmp_path / "alone", languages=("sv", "en", "nl")))
    before = client.run(list_arrivals)
    outcomes = list(make(tmp_path / "cluster", address, ("sv", "en", "nl")))
    told = tell(outcomes, tmp_path / "cluster")
    assert told == tell(alone, tmp_path / "alone")
    assert any(str(workspace / "locales/nl") in line for outcome in told for line in outcome[3:])
    assert any("contracts/cleaning.yaml:" in line for outcome in told for line in outcome[3:])
    for worker, arrivals in client.run(list_arrivals).items():
        new = arrivals[len(before[worker]) :]
        assert len(new) == len(set(new))


def list_arrivals(dask_worker: Any) -> list[str]:
    """The contents that a worker got from the other."""
    return [key for log in dask_worker.transfer_incoming_log for key in log["keys"] if key.startswith("realisera-")]


@needs_dask
def test_a_worker_that_is_kept_sees_what_changed_in_a_reports_contract(
    workspace: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changing = shutil.copytree(workspace, workspace.parent / "workspace-2")
    monkeypatch.chdir(changing)
    list(make(tmp_path / "cluster", address, ("sv",)))
    (changing / "contracts/cleaning-1.yaml").unlink()
    list(make(tmp_path / "alone", "", ("sv",)))
    report = "hallbarhet-2026/evaluation-report.sv.html"
    before = (tmp_path / "cluster" / report).read_bytes()
    list(make(tmp_path / "cluster", address, ("sv",)))
    assert (tmp_path / "cluster" / report).read_bytes() == (tmp_path / "alone" / report).read_bytes() != before


@needs_dask
def test_workers_with_other_software_are_refused(
    workspace: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that are there before anything is given out, and one that comes later."""
    monkeypatch.chdir(workspace)
    here, other = os.getpid(), ("realisera 9.9", name_packages(), *("",) * len(FORMS))
    for there in (name_software, lambda *_: other):
        monkeypatch.setattr(cluster, "name_software", lambda *asked, there=there: other if os.getpid() == here else there(*asked))
        with pytest.raises(InputError, match=r"the worker .* has realisera .*, and this machine has realisera 9\.9"):
            list(make(tmp_path, address))
    assert not [name for name in read(tmp_path) if name.endswith(FORMS)]


@needs_dask
@pytest.mark.parametrize("nobody", ["tcp://127.0.0.1:1", "nonsense", "tls://127.0.0.1:1", "other://127.0.0.1:1"])
def test_no_scheduler_is_told(workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nobody: str) -> None:
    monkeypatch.chdir(workspace)
    monkeypatch.setattr(cluster, "_PATIENCE", 0.3)
    with pytest.raises(InputError, match=rf"(?s)no scheduler answers at {nobody}.*dask scheduler"):
        list(make(tmp_path, nobody))


def test_without_dask_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda _: None)
    with pytest.raises(InputError) as caught:
        start_dask("tcp://127.0.0.1:1", FORMS)
    assert caught.value.findings[0].format_hint().startswith('install it: pip install "distributed>=')


def test_a_damaged_content_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="damaged on its way"):
        FileStore(tmp_path).keep("0" * 64, b"other")


def test_a_copied_workspace_tells_of_the_users_own_files(tmp_path: Path) -> None:
    workspace = FileStore(tmp_path).set_up(RemoteWorkspace(Path("/user"), Path("/product"), (), Settings(), ()))
    assert workspace.files.root
    assert workspace.files.show(workspace.files.root / "content/a.md") == str(Path("/user/content/a.md"))
    assert workspace.files.show(PACKAGE / "content/a.md") == str(Path("/product/content/a.md"))


def test_a_worker_without_room_is_named_and_goes_on_when_there_is_some(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a finding, which ends the batch: it would fail with each document that it is given."""
    own = ("content/action-plan.md", (workspace / "content/action-plan.md").read_bytes())
    contract = (workspace / "contracts/surgical-instruments.yaml").read_bytes()
    digests = {hashlib.sha256(data).hexdigest(): data for data in (own[1], contract)}
    software = name_software("auto", ("html",))
    remote = RemoteWorkspace(workspace, PACKAGE, (), Settings(), ((own[0], hashlib.sha256(own[1]).hexdigest()),))
    source = workspace / "contracts/surgical-instruments.yaml"
    (order,) = make_orders("contacts", on=ON, languages=("sv",), formats=("html",))
    planned = Builder(find_workspace(workspace)).plan(open_case(source, find_workspace(workspace)), (order,))
    (job,) = planned.make_jobs(0, 8, {}, ())
    task = RemoteJob(remote, replace(job, case=None), ((source, hashlib.sha256(contract).hexdigest()),), ("html",), software, 120)
    disk = tmp_path / "disk"
    with mount(disk, "128k"):
        monkeypatch.setattr(remote_module, "_store", FileStore(disk))
        (disk / "full").write_bytes(bytes(124 << 10))
        told = run_remote_job(task, *map(digests.__getitem__, task.digests))
        assert isinstance(told, Finding)
        assert "can't keep the files that it is given: No space left on device" in str(told)
        (disk / "full").unlink()
        (made,) = run_remote_job(task, *map(digests.__getitem__, task.digests))
        assert made.state == "made"


def test_a_worker_with_other_packages_of_fonts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    here = name_software("auto", FORMS)
    monkeypatch.setattr("generator.build.executor.remote.name_packages", lambda: "fontpkg-noto-sans 1.0")
    name_software.cache_clear()
    there = name_software("auto", FORMS)
    name_software.cache_clear()
    told = str(tell_difference("w1", there, here))
    assert f"the worker w1 has fontpkg-noto-sans 1.0, and this machine has {name_packages()}" in told
