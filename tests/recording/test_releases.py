"""What was handed out, held against what is said of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.contract.case import open_case
from generator.recording.releases import check_releases, look_into_released
from generator.workspace import find_workspace
from tests.documents.contracts import EXAMPLES

CONTRACT = EXAMPLES / "contracts/wound-care.yaml"
NOT_MASKED = "'a.sv.pdf' isn't the name of a masked document, and the edition is masked"
IS_MASKED = "'a.sv.masked.pdf' is the name of a masked document, and the edition is whole"
WHOLE = "the whole documents were handed out, and the contract says that something in them is secret"


def write(folder: Path, answer: str, **decision: str) -> Path:
    """A contract file whose request has an answer, and whose decision that something is secret says this."""
    text = CONTRACT.read_text(encoding="utf-8")
    about = "about: {sv: Riskanalysen och uppföljningsplanen, en: The risk analysis and the follow-up plan}}"
    assert about in text
    entry = "".join(f", {key}: {value}" for key, value in decision.items())
    text = text[: text.index("\nconfidential:")] + text[text.index("\nrequests:") :] if "\nconfidential:" in text else text
    text += f'\nconfidential:\n  - {{fields: "supply_chain[].name", basis: 31 kap. 16 § OSL{entry}}}\n' if decision else ""
    path = folder / "wound-care.yaml"
    path.write_text(text.replace(about, f"answered: 2026-11-22, {answer}}}"), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("answer", "decision", "told"),
    [
        ("edition: masked, documents: [a.sv.pdf, a.sv.masked.pdf, Riskanalysen]", {"decided": "2026-11-22"}, [NOT_MASKED]),
        ("edition: whole, documents: [a.sv.masked.pdf, a.sv.pdf]", {}, [IS_MASKED]),
        ("edition: whole", {"decided": "2026-11-22"}, [WHOLE]),
        ("edition: whole", {"decided": "2026-11-23"}, []),
        ("edition: whole", {"until": "2026-11-22"}, [WHOLE]),
        ("edition: whole", {"until": "2026-11-21"}, []),
        ("edition: refused, documents: [a.sv.pdf]", {"decided": "2026-11-22"}, []),
    ],
)
def test_an_edition_that_does_not_fit_is_warned_of(tmp_path, answer, decision, told):
    path = write(tmp_path, answer, **decision)
    found = check_releases(open_case(path, find_workspace(path)))
    assert [finding.format_message() for finding in found] == told
    assert {finding.severity for finding in found} <= {"warning"}
    assert all(finding.place and finding.place.line for finding in found)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A document in both editions, whole and masked."""
    folder = tmp_path_factory.mktemp("made")
    path = write(folder, "edition: masked", decided="2026-11-22", harm="Skada.")
    for name, option in (("output", []), ("masked", ["--masked", "--leave-short"])):
        out = ["--out", str(folder / name), "--lang", "sv", "--format", "html", "--on", "2026-11-22"]
        assert CliRunner().invoke(main, ["generate", "risk-analysis", str(path), *out, *option]).exit_code == 0
    return [next((folder / name).rglob("*.html")) for name in ("output", "masked")]


def test_a_file_that_is_there_is_looked_into_by_its_name(tmp_path, made):
    whole, masked = made
    (tmp_path / "sent/deep").mkdir(parents=True)
    shutil.copy(whole, tmp_path / "sent/deep/a.masked.html")
    shutil.copy(masked, tmp_path / "sent/b.masked.html")
    (tmp_path / "sent/c.masked.html").write_bytes(masked.read_bytes().replace(b"<h1", b"<h1 ", 1))
    path = write(
        tmp_path, "edition: masked, documents: [a.masked.html, b.masked.html, c.masked.html, d.masked.html]", decided="2026-11-22"
    )
    found = look_into_released(open_case(path, find_workspace(path)), [0], [tmp_path / "sent", tmp_path / "none"])
    assert [finding.format_message() for finding in found] == [
        f"{tmp_path}/sent/deep/a.masked.html isn't a masked document",
        f"{tmp_path}/sent/c.masked.html was changed after it was made",
    ]


def test_a_masked_file_is_no_whole_one(tmp_path, made):
    path = write(tmp_path, f"edition: whole, documents: ['{made[1]}']")
    found = look_into_released(open_case(path, find_workspace(path)), [0], [])
    assert [finding.format_message() for finding in found] == [f"{made[1]} is a masked document"]


def test_record_tells_it_at_once(tmp_path, made):
    path = tmp_path / "wound-care.yaml"
    shutil.copy(CONTRACT, path)
    answer = ["released", "2026-11-22", "--edition", "masked", "--documents", str(made[0])]
    result = CliRunner().invoke(main, ["record", str(path), "B1", *answer, "--on", "2026-11-22"])
    assert result.exit_code == 0, result.output
    assert "isn't the name of a masked document" in result.output
    assert f"{made[0]} isn't a masked document" in result.output
