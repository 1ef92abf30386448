"""What the tool can tell by itself: `check` names it, `missing` tells of it, and only `record` enters it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

YARN = "textiles.yarn_forced_labour"
ENTER = ("record", "wound", "risk", "--typical", YARN)


@pytest.fixture
def wound(workspace, monkeypatch):
    """A contract with a chain from China, India and Uzbekistan."""
    monkeypatch.chdir(workspace)
    return Path("contracts/wound-care.yaml")


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def find(run, path, subject):
    found = json.loads(run("check", path, "--json").out)
    return [(each["message"], each["line"]) for each in found if each["subject"] == subject]


def test_check_names_the_typical_risks_in_one_line_and_enters_none(run, wound):
    before = wound.read_bytes()
    line = before.decode().split("  - id: R1")[0].count("\n") + 1
    ids = f"all.freedom_of_association, {YARN}"
    assert find(run, wound, "risks") == [(f"typical risks that fit this contract are not assessed: {ids}", line)]
    assert run("check", wound).code == 0
    assert wound.read_bytes() == before


@pytest.mark.usefixtures("wound")
def test_missing_tells_of_each_with_its_source_and_a_line_that_enters_it(run):
    told = run("missing", "wound", "--on", "2026-11-22")
    line = f'realisera record contracts/wound-care.yaml risk --typical {YARN} --likelihood "…" --severity "…"'
    assert f"  {YARN}  Forced labour in spinning mills. (IN)\n    List of Goods Produced by" in told.out
    assert f"https://www.dol.gov/agencies/ilab/reports/child-labor/list-of-goods\n    {line}\n" in told.out
    assert f"  {YARN}  Tvångsarbete i spinnerier. (IN)\n" in run("missing", "wound", "--on", "2026-11-22", language="sv").out


def test_an_officer_enters_it_with_its_source_and_takes_it_back(run, wound):
    before = wound.read_bytes()
    assert run(*ENTER, "--likelihood", "3", "--severity", "4").code == 0
    entered = wound.read_text(encoding="utf-8")
    for line in (
        "  - id: R4\n    area: labour_rights\n    kind: product\n",
        '      sv: "Tvångsarbete i spinnerier."\n      en: "Forced labour in spinning mills."\n',
        "    stage: component\n    countries: [IN]\n    likelihood: 3\n    severity: 4\n    sources: [{title: ",
        f'link: "https://www.dol.gov/agencies/ilab/reports/child-labor/list-of-goods"}}]\n    typical: {YARN}\n',
    ):
        assert line in entered
    assert json.loads(run("check", wound, "--json").out) == []
    assert run("undo", "wound").code == 0
    assert wound.read_bytes() == before


@pytest.mark.usefixtures("wound")
def test_what_an_officer_says_wins_over_what_is_typical(run):
    told = run(*ENTER, "--countries", "IN, PK", "--description", "sv: Eget.", "--dry-run")
    assert re.findall(r"sv: .*|countries: .*|area: .*", told.out) == ["area: labour_rights", "sv: Eget.", "countries: [IN, PK]"]


def test_what_was_entered_is_neither_proposed_nor_entered_again_unless_for_new_countries(run, wound):
    assert run(*ENTER).code == 0
    assert [YARN in message for message, _ in find(run, wound, "risks")] == [False]
    before = wound.read_bytes()
    again = run(*ENTER)
    assert (again.code, f"error: --typical: {YARN} is entered already, as R4 [RE7091]\n" in again.err) == (1, True)
    assert wound.read_bytes() == before
    replace(wound, "    typical: textiles", "    typical: x.")
    assert [YARN in message for message, _ in find(run, wound, "risks")] == [True]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (
            ("risk", "--typical", "textiles.yarn"),
            f"there is no typical risk 'textiles.yarn' [RE7090]\n  hint: did you mean '{YARN}'?",
        ),
        (("risk", "--typical", YARN, "--typical", "all.freedom_of_association"), "this option was given more than once [RE7044]"),
        (("D1", "closed", "--typical", YARN), "'D1 closed' has no such option [RE7036]\n  hint: it goes with: risk"),
    ],
)
def test_what_cannot_be_entered_is_told(run, wound, args, told):
    before = wound.read_bytes()
    done = run("record", "wound", *args)
    assert done.code == 1
    assert f"error: --typical: {told}" in done.out + done.err
    assert wound.read_bytes() == before


def test_a_region_has_its_own(run, wound):
    own = Path("content/risks/textiles.yaml")
    own.parent.mkdir(parents=True)
    own.write_text("name: Textil\n", encoding="utf-8")
    assert [message.partition(": ")[2] for message, _ in find(run, wound, "risks")] == ["all.freedom_of_association"]
    own.write_text("name: Textil\nrisks: {a: {description: x, area: environment}}\n", encoding="utf-8")
    told = run("check", wound.parent.parent)
    assert told.out.count("content/risks/textiles.yaml:2:") == 1
    assert "risks.a.sources: is missing" in told.out


def test_one_congo_for_the_other_is_told_at_the_actor(run, wound):
    replace(wound, "    country: UZ\n", "    country: CG\n")
    replace(wound, "    countries: [UZ]\n", "    countries: [CD]\n")
    message = "no risk names 'CG', where S3 is; R1 names 'CD', where nobody of the chain is"
    assert [each[0] for each in find(run, wound, "supply_chain[2].country")] == [message]
    assert "'CG'" in run("check", wound, language="sv").out


def test_a_country_without_an_assessed_risk_is_told_at_its_first_actor(run, wound):
    assert [each[0] for each in find(run, wound, "supply_chain[1].country")] == ["no risk in 'IN' has been assessed"]


def test_products_without_risks_and_a_sample_that_cannot_be_drawn_are_told(run, wound):
    replace(wound, ", risks: [R2], annual", ", annual")
    assert [each[0] for each in find(run, wound, "products[1].risks")] == ["is missing, so the product comes into no sample"]
    assert find(run, wound, "products[2].risks") == []
    assert find(run, wound, "products") == []
    replace(wound, ", risks: [R1, R2, R3], annual", ", annual")
    told = "no sample can be drawn: no product has a risk that is assessed"
    assert [each[0] for each in find(run, wound, "products")] == [told]
