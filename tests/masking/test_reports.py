"""Reports over contracts of which some have something to hide."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.build.orders import make_orders
from generator.cli import main
from generator.contract.case import Cases
from generator.contract.values import Name
from generator.errors import NothingHiddenError
from generator.masking.case import Masker
from generator.masking.reports import MaskedReportCase, mask_report
from generator.masking.stand_ins import make_mark
from generator.output.store import STORE
from generator.pipeline import Pipeline
from tests.documents.contracts import EXAMPLES
from tests.masking.secrets import HIDDEN, OTHERS, SECRETS, WORKSPACE, find_leaks, write_contract
from tests.masking.test_masked_files import CHANGES, write_twin

TYPES = ("yearly-plan", "communication-report", "evaluation-report")
DAY = date(2026, 11, 22)
MASKER = Masker(WORKSPACE, "leave")
REGION = "Fabriken i Zyxwu-dalen"


def write_report(folder: Path, names: tuple[str, ...], contract: Path, region: str = REGION) -> Path:
    """A report over a contract with secrets, one that hides another basis, and one with none; its own words name secrets."""
    text = (EXAMPLES / "reports/2026.yaml").read_text(encoding="utf-8")
    text = text.replace("Tidiga uppstartsmöten", f"Hos {names[0]} och {names[1]} ser vi att tidiga uppstartsmöten")
    text = text.replace("contracts: [../contracts/*.yaml]", f"contracts: [{contract.name}, other.yaml, plain.yaml]")
    care = (EXAMPLES / "contracts/wound-care.yaml").read_text(encoding="utf-8")
    care = care.replace("region: Jiangsu", f"region: {region}").replace(
        "Överdriven övertid", f"Hos {names[0]} förekommer övertid"
    )
    hidden = '{fields: "supply_chain[].region", basis: 19 kap. 3 § OSL, decided: 2026-11-01, decided_by: buyer.manager}'
    (folder / "other.yaml").write_text(care[: care.index("confidential:")] + f"confidential:\n  - {hidden}\n", encoding="utf-8")
    shutil.copy(EXAMPLES / "contracts/cleaning.yaml", folder / "plain.yaml")
    path = folder / "report.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def mask(path: Path) -> MaskedReportCase:
    cases = Cases(WORKSPACE)
    return mask_report(cases.open(path), cases, MASKER)


def make_files(path: Path, form: str) -> dict[str, bytes]:
    out = path.parent / "masked"
    for slug in TYPES:
        orders = make_orders(slug, on=DAY, languages=("sv+en",), formats=(form,))
        results = list(Pipeline(WORKSPACE, out, masker=MASKER).generate(orders, [path]))
        assert [each.state for each in results] == ["made"], [str(finding) for each in results for finding in each.findings]
    return {file.relative_to(out).as_posix(): file.read_bytes() for file in sorted(out.rglob("*")) if file.is_file()}


@pytest.mark.long
@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
def test_reports_over_contracts_that_differ_only_in_what_is_hidden_are_the_same_and_say_nothing_of_it(tmp_path, form):
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    first = make_files(write_report(folders[0], SECRETS, write_contract(folders[0], SECRETS, HIDDEN)), form)
    twin = write_report(folders[1], OTHERS, write_twin(folders[1], HIDDEN, CHANGES), "En annan dal, långt bort")
    second = make_files(twin, form)
    assert [name for name in first if ".masked." not in name] == [STORE, "manifest.json"]
    assert [leak for name, data in first.items() for leak in find_leaks(Path(name), data, (*SECRETS, REGION))] == []
    assert first.keys() == second.keys()
    assert [name for name, data in first.items() if second[name] != data] == []


def test_what_one_contract_hides_by_name_is_masked_in_all_and_in_the_reports_own_words(tmp_path):
    case = mask(write_report(tmp_path, SECRETS, write_contract(tmp_path, SECRETS)))
    mark = make_mark(0)
    assert case.report.lessons[0].by_language["sv"].startswith(f"Hos {mark} och {mark} ser vi")
    [_, care, _] = [opened.contract for opened in case.open_each(Cases(WORKSPACE))]
    assert care.risks[1].description.by_language["sv"].startswith(f"Hos {mark} förekommer övertid")
    assert care.supply_chain[0].region == Name(make_mark(1))
    assert care.supply_chain[0].name.plain == "Suzhou Gauze Manufacturing Co., Ltd."


def test_each_decision_is_listed_once(tmp_path):
    case = mask(write_report(tmp_path, SECRETS, write_contract(tmp_path, SECRETS, HIDDEN)))
    listed = [(each.basis.get("sv") or each.basis.plain, each.decided, each.decided_by) for each in case.decisions]
    assert [(basis, decided) for basis, decided, _ in listed] == [
        ("31 kap. 16 § OSL", None),
        ("19 kap. 3 § OSL", date(2026, 11, 1)),
    ]
    assert listed[1][2].name == "Maria Hellström"


def test_where_no_contract_has_anything_to_hide_there_is_no_masked_report(tmp_path):
    path = write_report(tmp_path, SECRETS, write_contract(tmp_path, SECRETS))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[contract.yaml, other.yaml, plain.yaml]", "[plain.yaml]"), encoding="utf-8")
    with pytest.raises(NothingHiddenError) as problem:
        mask(path)
    assert [each.subject for each in problem.value.findings] == ["contracts"]


def test_a_contract_that_is_wrong_may_hide_what_nobody_knows_and_is_not_quoted(tmp_path):
    path = write_report(tmp_path, SECRETS, write_contract(tmp_path, SECRETS))
    contract = tmp_path / "contract.yaml"
    contract.write_text(contract.read_text(encoding="utf-8").replace("tier: 2", "tier: Ravi-2"), encoding="utf-8")
    options = ["--masked", "--leave-short", "--lang", "sv", "--format", "html", "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(main, ["generate", "evaluation-report", str(path), *options])
    assert result.exit_code == 1
    assert "something is wrong in contract.yaml, so it isn't known what is confidential there" in result.output
    assert "Ravi" not in result.output


def test_a_report_whose_id_names_what_is_hidden_is_refused_without_quoting_it(tmp_path):
    path = write_report(tmp_path, ("Ravi Smide", *SECRETS[1:]), write_contract(tmp_path, ("Ravi Smide", *SECRETS[1:])))
    path.write_text(path.read_text(encoding="utf-8").replace("id: hallbarhet-2026", "id: ravi-smide-2026"), encoding="utf-8")
    options = ["--masked", "--leave-short", "--lang", "sv", "--format", "html", "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(main, ["generate", "evaluation-report", str(path), *options])
    assert "id: this names what is hidden, and can't be masked" in result.output
    assert "ravi" not in result.output.casefold()


def test_verify_knows_a_masked_report(tmp_path):
    path = write_report(tmp_path, SECRETS, write_contract(tmp_path, SECRETS))
    options = ["--masked", "--leave-short", "--lang", "sv", "--format", "html", "--on", str(DAY), "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(main, ["generate", "evaluation-report", str(path), *options]).exit_code == 0
    [file] = (tmp_path / "out").rglob("*.html")
    result = CliRunner().invoke(main, ["verify", str(file), "--contract", str(path)])
    assert result.exit_code == 0, result.output
    assert "masked edition" in result.output
    assert json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))["files"]
