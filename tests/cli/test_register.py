"""`register`: what a registrar enters, from the manifest, the contract and the files."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
from datetime import datetime
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from tests.cli.test_due import change

OUT = Path("output")
CONFIDENTIAL = "may hold secrets: 31 kap. 16 § OSL"
HEAD = [
    "Date", "Registration number", "In or out", "Title", "Sender or receiver", "Answer due", "Secrecy", "Language", "Pages",
    "File", "Bytes", "SHA-256", "Remark", "Edition", "Decided by",
]  # fmt: skip
TOMAS, HENRIK = (f"Nordic Instruments Trading AB: {name}" for name in ("Tomas Berg", "Henrik Alm"))


def read_csv(path=OUT / "register.csv"):
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.fixture
def generate(run, contract):
    """A function that makes a document of the contract as web pages in Swedish, or otherwise."""

    def make(document, *options, source=contract):
        chosen = options or ("--format", "html")
        assert run("generate", document, source, "--lang", "sv", "--on", "2026-11-22", *chosen).code == 0

    return make


def list_rows(run, *options):
    """The rows without the head, of what went out or was drawn up here: those that have a file."""
    assert run("register", OUT, "--on", "2026-11-27", *options).code == 0
    head, *rows = read_csv()
    assert head == HEAD
    return [row for row in rows if row[9]]


def test_what_there_is_to_register_of_a_letter(run, generate):
    generate("escalation-letter", "--deviation", "D2", "--format", "pdf", "--pdf-engine", "typst")
    (row,) = list_rows(run)
    file = "RE-2024-0307/escalation-letter.D2.management_meeting.sv.pdf"
    data = (OUT / file).read_bytes()
    with pikepdf.open(OUT / file) as pdf:
        pages = len(pdf.pages)
    title = "Brev enligt eskaleringstrappan: möte med ledningen, D2"
    known = ["2026-11-17", "RE 2024-00307", "out", title, HENRIK, "2026-12-01", CONFIDENTIAL, "sv", str(pages), file]
    assert row == [*known, str(len(data)), hashlib.sha256(data).hexdigest(), "", "", ""]


def test_each_kind_of_document(run, generate, workspace):
    generate("monitoring-notice")
    generate("action-plan", "--deviation", "D1", "--format", "html")
    generate("escalation-record", "--deviation", "D1", "--format", "html")
    generate("communication-report", source=workspace / "reports" / "2026.yaml")
    generate("slides", "--format", "pptx", source=workspace / "contracts" / "wound-care.yaml")
    generate("invitation", source=workspace / "contracts" / "wound-care.yaml")
    wound_care = "Sårvård & Förband Norden AB: Katarzyna Nowak"
    assert [row[1:7] for row in list_rows(run)] == [
        ["RE 2024-00307", "drawn up", "Eskaleringsprotokoll D1", "", "", CONFIDENTIAL],
        ["RE 2024-00307", "out", "Meddelande om uppföljning M3", TOMAS, "2026-12-07", CONFIDENTIAL],
        ["RE 2024-00307", "out", "Åtgärdsplan D1", TOMAS, "", CONFIDENTIAL],
        ["RE 2026-00118", "out", "Inbjudan till uppstartsmöte", f"{wound_care}, Per-Erik Ångström", "2026-12-01", CONFIDENTIAL],
        ["RE 2026-00118", "out", "Uppstartsmöte", wound_care, "", CONFIDENTIAL],
        ["RE 2026-00500", "published", "Kommunikationsrapport", "", "", ""],
    ]
    assert [row[8] for row in list_rows(run) if row[9].endswith(".pptx")] == ["13"]


def test_what_came_in_by_the_contract_file(run, generate, contract):
    change(
        contract,
        "decided_by: buyer.manager, answer_due: 2026-11-09,",
        "decided_by: buyer.manager, receipt_signed: 2026-11-02, answer_due: 2026-11-09,",
    )
    generate("action-plan", "--deviation", "D2", "--format", "html")
    run("register", OUT)
    incoming = [row[:4] for row in read_csv() if row[2].startswith("in") and row[3].endswith("D2")]
    letter = "Brev enligt eskaleringstrappan"
    assert incoming == [
        ["2026-06-10", "RE 2024-00307", "in: answer", f"{letter}: dialog, D2"],
        ["2026-06-10", "RE 2024-00307", "in: answer", "Åtgärdsplan D2"],
        ["2026-11-02", "RE 2024-00307", "in: receipt", f"{letter}: skriftlig varning, D2"],
        ["2026-11-09", "RE 2024-00307", "in: answer", f"{letter}: skriftlig varning, D2"],
    ]


def test_both_files_say_the_same(run, generate):
    generate("action-plan")
    done = run("register", OUT, "--on", "2026-11-27")
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(OUT / "register.xlsx").active.iter_rows()]
    assert done.out == "output/register.xlsx\noutput/register.csv\n"
    assert done.err == f"Rows: {len(rows) - 1}. Files changed since they were made: 0.\n"
    shown = [
        ["" if cell is None else cell.date().isoformat() if isinstance(cell, datetime) else str(cell) for cell in row]
        for row in rows
    ]
    assert shown == read_csv()
    before = (OUT / "register.xlsx").read_bytes()
    run("register", OUT, "--on", "2026-11-27")
    assert (OUT / "register.xlsx").read_bytes() == before


def test_formats_days_and_another_name(run, generate):
    generate("action-plan", "--format", "html", "--format", "docx")
    assert {Path(row[9]).suffix for row in list_rows(run)} == {".html", ".docx"}
    assert {Path(row[9]).suffix for row in list_rows(run, "--format", "docx")} == {".docx"}
    assert list_rows(run, "--since", "2026-11-23") == []
    assert list_rows(run, "--since", "2026-11-22") == list_rows(run)
    assert run("register", OUT, "--out", "lists/november.1").out == "lists/november.1.xlsx\nlists/november.1.csv\n"
    assert read_csv(Path("lists/november.1.csv"))[0] == HEAD


def test_an_archive_is_not_listed_and_what_it_holds_is(run, generate, workspace):
    generate("kickoff-pack", "--format", "html", "--zip", source=workspace / "contracts" / "wound-care.yaml")
    assert {Path(row[9]).suffix for row in list_rows(run)} == {".html"}
    assert len(list_rows(run)) == 9


def test_a_file_that_somebody_changed_is_told_with_what_it_is_now(run, generate):
    generate("action-plan", "--deviation", "D1", "--format", "html")
    file = OUT / "RE-2024-0307" / "action-plan.D1.sv.html"
    file.write_bytes(b"mine")
    (row,) = list_rows(run)
    assert row[10:] == ["4", hashlib.sha256(b"mine").hexdigest(), "changed since it was made", "", ""]
    assert run("register", OUT).err.endswith("Files changed since they were made: 1.\n")


@pytest.mark.parametrize("value", ["=HYPERLINK(1)", "+46", "-1", "@x"])
def test_what_looks_like_a_formula_in_a_contract_is_none(run, generate, contract, value):
    change(contract, "registration_number: RE 2024-00307", f'registration_number: "{value}"')
    generate("action-plan", "--deviation", "D1", "--format", "html")
    assert list_rows(run)[0][1] == f"'{value}"
    cell = openpyxl.load_workbook(OUT / "register.xlsx").active["B2"]
    assert (cell.value, cell.data_type) == (value, "s")


def test_a_contract_that_has_moved_is_found_where_one_says(run, generate, contract):
    generate("action-plan", "--deviation", "D1", "--format", "html")
    Path("elsewhere").mkdir()
    shutil.move(contract, "elsewhere/moved.yaml")
    done = run("register", OUT)
    assert (done.code, read_csv()[1][:4], read_csv()[1][12]) == (
        1,
        ["2026-11-22", "", "out", "Åtgärdsplan D1"],
        "the contract doesn't say more",
    )
    assert "the contract RE-2024-0307 is not found, so its rows lack what only it says" in done.err
    assert list_rows(run, "--contract", "elsewhere")[0][1] == "RE 2024-00307"


def test_what_a_contract_says_no_more_is_told(run, generate, contract):
    generate("escalation-letter", "--deviation", "D1", "--format", "html")
    change(contract, "{step: dialogue, date: 2026-05-25,", "{step: dialogue, date: 2026-05-25, skipped: {reason: x},")
    (row,) = list_rows(run)
    assert (row[4:6], row[12]) == (["Nordic Instruments Trading AB", ""], "its step is not in the log")


def test_a_broken_contract_is_told(run, generate, contract):
    generate("action-plan", "--deviation", "D1", "--format", "html")
    change(contract, "format: 1", "format: 2")
    done = run("register", OUT)
    assert (done.code, len(read_csv())) == (1, 2)
    assert done.err.startswith("region/contracts/surgical-instruments.yaml:2:9: error: format: ")


def test_a_folder_that_nothing_was_made_into_is_told(run, workspace):
    done = run("register", workspace)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("region: error: there is no manifest.json in this folder [RE9009]\n")


def test_requests_and_what_was_handed_out_by_whose_decision(run, generate, contract):
    for words in (
        ("request", "2026-11-19", "--about", "Åtgärdsplanen"),
        (
            "B1",
            "released",
            "2026-11-20",
            "--edition",
            "masked",
            "--documents",
            "action-plan.D2.sv.masked.pdf",
            "--by",
            "buyer.manager",
        ),
        ("request", "2026-11-20"),
        ("B2", "released", "2026-11-21", "--edition", "refused", "--decision-number", "RE 2026-1"),
        ("request", "2026-11-22", "--about", "Allt"),
    ):
        assert run("record", contract, *words, "--on", "2026-11-22").code == 0
    generate("action-plan", "--deviation", "D2", "--format", "html")
    run("register", OUT)
    rows = [row for row in read_csv() if row[2] in {"in: request for documents", "out: handed out", "out: refused"}]
    assert [[*row[:4], *row[13:]] for row in rows] == [
        ["2026-11-19", "RE 2024-00307", "in: request for documents", "B1: Åtgärdsplanen", "", ""],
        [
            "2026-11-20",
            "RE 2024-00307",
            "out: handed out",
            "B1: action-plan.D2.sv.masked.pdf",
            "masked edition",
            "Maria Hellström",
        ],
        ["2026-11-20", "RE 2024-00307", "in: request for documents", "B2", "", ""],
        ["2026-11-21", "RE 2024-00307", "out: refused", "B2", "", "RE 2026-1"],
        ["2026-11-22", "RE 2024-00307", "in: request for documents", "B3: Allt", "", ""],
    ]


def test_a_masked_file_says_its_edition_and_holds_no_secrets(run, generate, contract):
    generate("action-plan", "--deviation", "D2", "--format", "html", "--masked", "--out", OUT)
    assert run("register", OUT, "--on", "2026-11-27", "--contract", contract).code == 0
    assert not (OUT / "register.csv").exists()
    (row,) = (row for row in read_csv(OUT.with_name("output-register.csv"))[1:] if row[9])
    assert (row[6], row[13]) == ("", "masked edition")


@pytest.mark.parametrize("name", [OUT / "november", OUT / "RE-2024-0307" / "november"])
def test_a_register_stands_in_no_folder_of_masked_files(run, generate, name):
    generate("action-plan", "--deviation", "D2", "--format", "html", "--masked", "--out", OUT)
    refused = run("register", OUT, "--out", name)
    assert (refused.code, refused.err.splitlines()[-1]) == (
        2,
        "Error: a register tells of whole contracts, so it can't stand among masked documents [RE9041]",
    )
    assert list(OUT.rglob("november*")) == []
