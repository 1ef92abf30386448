"""`overview`: all contracts at a glance, on the terminal, for Excel, as JSON and as a web page."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import lxml.html
import openpyxl
import pytest

from generator.rules.standing import Phase
from generator.rules.standing.light import Light
from generator.text.composing import read_terms
from generator.workspace import Files
from tests.cli.test_due import change

TOLD = """\
RED     RE-2024-0307  Reusable surgical instruments, Nordic Instruments Trading AB
        running, until 2027-08-31; open deviations: 2; last monitored 2026-05-18
        2026-09-30  D2 A2 see that the supplier has carried out the action (late by 53 days): Åsa Öberg (buyer.officer)
        duties that are late: 3

GREEN   RE-2023-0044  Lokalvård vid vårdcentraler, Rent & Snyggt i Exempelstad Ekonomisk förening
        running, until 2027-03-31; open deviations: 0; last monitored 2025-09-30
        2023-04-01  set a day for the kick-off meeting (late by 1331 days): Åsa Öberg (buyer.officer)

GREEN   RE-2026-0118  Wound care products, Sårvård & Förband Norden AB
        not begun, until 2028-12-31; open deviations: 0; never monitored
        2026-11-17  send the invitation to the kick-off meeting (late by 5 days): Åsa Öberg (buyer.officer)
"""


def read_page(path="overview.html"):
    return lxml.html.fromstring(Path(path).read_text(encoding="utf-8"))


def read_table(page):
    """The rows of the table of contracts, line by line of each cell."""
    return [
        ["\n".join(filter(None, map(str.strip, cell.itertext()))) for cell in row]
        for row in page.xpath("//table[@class]/tbody/tr[th[@scope='row']][td[2]]")
    ]


def test_a_workspace_the_worst_first(run, workspace):
    done = run("overview", workspace, "--on", "2026-11-22")
    assert (done.code, done.out, done.err) == (0, TOLD, "Contracts: 3. Red: 1. Yellow: 0. Green: 2.\n")


def test_a_contract_that_nothing_is_to_be_done_for(run, workspace):
    cleaning = workspace / "contracts" / "cleaning.yaml"
    change(cleaning, "\ndates: {", "\nkickoff: {date: 2023-03-20, minutes_sent: 2023-03-27}\ndates: {")
    change(cleaning, "\nevaluation:\n", "\nevaluation:\n  decided: 2026-10-01\n")
    assert run("overview", cleaning, "--on", "2026-11-22").out.splitlines()[2:] == ["        nothing to do"]
    (row,) = json.loads(run("overview", cleaning, "--on", "2026-11-22", "--json").out)
    assert (row["late_duties"], row["next"]) == (0, None)
    run("overview", cleaning, "--on", "2026-11-22", "--html", "overview.html", "--xlsx", "overview.xlsx")
    assert read_table(read_page())[0][-1] == "Nothing to do"
    assert [cell.value for cell in openpyxl.load_workbook("overview.xlsx").active[2]][9:] == [0, None, "", "nothing to do", ""]


@pytest.mark.parametrize(
    ("lasts", "told"),
    [
        ("ends: 2028-08-31", "under notice, last day not decided, 2028-08-31 at the latest; "),
        ("until_further_notice: true", "under notice, last day not decided; "),
    ],
)
def test_a_terminated_contract_does_not_run_on(run, workspace, lasts, told):
    contract = workspace / "contracts/surgical-instruments.yaml"
    text = contract.read_text(encoding="utf-8")
    text = re.sub(r"(?<=  starts: 2024-09-01\n)(  .*\n)+", f"  {lasts}\n", text)
    text = re.sub(r".*notice_days:.*\n", "", text)
    step = "      - {step: termination_with_notice, date: 2026-11-18, decided_by: buyer.manager}\n"
    contract.write_text(re.sub(r"(.*step: management_meeting.*\n)", lambda found: found[0] + step, text), encoding="utf-8")
    assert told in run("overview", contract, "--on", "2026-11-22").out
    (row,) = json.loads(run("overview", contract, "--on", "2026-11-22", "--json").out)
    assert (row["phase"], row["end_is_decided"]) == ("notice_running", False)


def test_json(run, workspace):
    done = run("overview", workspace, "--on", "2026-11-22", "--json")
    rows = json.loads(done.out)
    assert (done.code, done.err, [row["contract"] for row in rows]) == (0, "", ["RE-2024-0307", "RE-2023-0044", "RE-2026-0118"])
    assert rows[0] == {
        "contract": "RE-2024-0307",
        "title": "Reusable surgical instruments",
        "supplier": "Nordic Instruments Trading AB",
        "framework": None,
        "phase": "running",
        "ends": "2027-08-31",
        "end_is_decided": True,
        "light": "red",
        "open_deviations": 2,
        "suspected_deviations": 0,
        "last_monitored": "2026-05-18",
        "late_duties": 3,
        "next": {
            "due": "2026-09-30",
            "days_late": 53,
            "item": "D2 A2",
            "kind": "action_due",
            "what": "see that the supplier has carried out the action",
            "who": {"role": "buyer.officer", "name": "Åsa Öberg"},
        },
    }


def test_a_table_for_excel(run, workspace):
    done = run("overview", workspace, "--on", "2026-11-22", "--xlsx", "overview.xlsx")
    assert (done.code, done.out, done.err) == (0, "overview.xlsx\n", "")
    head, first, *_ = [[cell.value for cell in row] for row in openpyxl.load_workbook("overview.xlsx").active.iter_rows()]
    assert dict(zip(head, first, strict=True)) == {
        "Light": "red",
        "Contract": "RE-2024-0307",
        "Title": "Reusable surgical instruments",
        "Supplier": "Nordic Instruments Trading AB",
        "Phase": "running",
        "Until": datetime(2027, 8, 31),  # noqa: DTZ001
        "Open deviations": 2,
        "Suspected deviations": 0,
        "Last monitored": datetime(2026, 5, 18),  # noqa: DTZ001
        "Late duties": 3,
        "Next duty": datetime(2026, 9, 30),  # noqa: DTZ001
        "About": "D2 A2",
        "What is to be done": "see that the supplier has carried out the action",
        "Whose": "Åsa Öberg (buyer.officer)",
    }


@pytest.mark.parametrize(
    ("language", "rows"),
    [
        (
            "en",
            [
                [
                    "RE-2024-0307\nReusable surgical instruments\nNordic Instruments Trading AB",
                    "Red, not remedied in time\nopen deviations: 2\nmonitored\n2026-05-18",
                    "Running\nuntil\n2027-08-31",
                    "2026-09-30\n(53\u00a0days overdue)\nD2 A2: see that the supplier has carried out the action\nÅsa Öberg",
                ],
                [
                    "RE-2023-0044\nLokalvård vid vårdcentraler\nRent & Snyggt i Exempelstad Ekonomisk förening",
                    "Green, no deviation\nmonitored\n2025-09-30",
                    "Running\nuntil\n2027-03-31",
                    "2023-04-01\n(1,331\u00a0days overdue)\nSet a day for the kick-off meeting\nÅsa Öberg",
                ],
                [
                    "RE-2026-0118\nWound care products\nSårvård & Förband Norden AB",
                    "Green, no deviation\nnever monitored",
                    "Not begun\nuntil\n2028-12-31",
                    "2026-11-17\n(5\u00a0days overdue)\nSend the invitation to the kick-off meeting\nÅsa Öberg",
                ],
            ],
        ),
    ],
)
def test_the_web_page_says_the_same_in_words(run, workspace, language, rows):
    done = run("overview", workspace, "--on", "2026-11-22", "--html", "overview.html", language=language)
    page = read_page()
    assert (done.code, done.out, done.err) == (0, "overview.html\n", "")
    assert (page.get("lang"), page.findtext(".//title")) == ("en", "All contracts – Region Exempel")
    assert read_table(page) == rows
    assert [cell.text_content() for cell in page.xpath("//table[starts-with(@class, 'figures')]//td")] == ["1", "0", "2", "5"]
    assert page.xpath("//span[@class='bad' or @class='good']/text()")[:2] == [
        "Red, not remedied in time",
        "(53\u00a0days overdue)",
    ]


def test_the_web_page_in_swedish(start, workspace):  # noqa: ARG001 (where one stands)
    done = start("overview", "region", "--on", "2026-11-22", "--html", "overview.html", language="sv")
    page = read_page()
    assert (done.code, page.get("lang"), page.findtext(".//title")) == (0, "sv", "Alla avtal – Region Exempel")
    first = read_table(page)[0]
    assert first[1] == "Röd, inte åtgärdad i tid\nöppna avvikelser: 2\nuppföljt\n2026-05-18"
    assert (
        first[3] == "2026-09-30\n(53\u00a0dagar försenat)\nD2 A2: kontrollera att leverantören har genomfört åtgärden\nÅsa Öberg"
    )


def test_the_web_page_needs_no_other_file_and_is_the_same_each_time(run, workspace):
    for name in ("a.html", "b.html"):
        run("overview", workspace, "--on", "2026-11-22", "--html", name)
    assert Path("a.html").read_bytes() == Path("b.html").read_bytes()
    other = "//link[not(starts-with(@href, 'data:'))] | //a[not(starts-with(@href, '#'))]"
    assert read_page("a.html").xpath(f"//script | //img | //@src | {other}") == []


def test_a_value_is_never_markup(run, contract):
    change(contract, "name: Nordic Instruments Trading AB", 'name: "<script>alert(1)</script> {{ 7*7 }} & Co"')
    run("overview", contract, "--on", "2026-11-22", "--html", "overview.html")
    assert read_table(read_page())[0][0].endswith("<script>alert(1)</script> {{ 7*7 }} & Co")
    assert read_page().xpath("//script") == []


def test_a_broken_contract_is_told_and_the_others_are_there(run, workspace):
    change(workspace / "contracts" / "wound-care.yaml", "tier: 1", "tier: one")
    done = run("overview", workspace, "--on", "2026-11-22")
    assert (done.code, done.out) == (1, TOLD.rpartition("\n\n")[0] + "\n")
    assert done.err.startswith("region/contracts/wound-care.yaml:")


def test_every_phase_and_light_has_its_word():
    terms = read_terms(Files())
    assert set(terms["Phase"]) == {phase.value for phase in Phase}
    assert set(terms["Light"]) == {light.value for light in Light}
