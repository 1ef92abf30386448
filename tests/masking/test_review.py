from __future__ import annotations

import shutil
from datetime import date

import pytest
from click.testing import CliRunner

from generator import __version__
from generator.cli import main
from generator.contract.case import open_case
from generator.masking.case import Masker
from generator.masking.review import review_case
from tests.masking.secrets import WORKSPACE, write_contract

SECRETS = ("Ravi Forging Cooperative", "Zyx Wvu AB", "Rhein-Stahl o Söner")


def write(folder, **grounds):
    path = write_contract(folder, SECRETS)
    cause = "Forgings chef Anna Svensson, R.F.C., betalade låga styckpriser"
    text = path.read_text(encoding="utf-8").replace("Låga styckpriser", cause)
    entry = "".join(f", {name}: {value}" for name, value in grounds.items())
    path.write_text(text.replace("OSL}", f"OSL{entry}}}"), encoding="utf-8")
    return path


def review(path, on=date(2026, 11, 22)):
    return [(each.kind, each.words) for each in review_case(open_case(path, WORKSPACE), Masker(WORKSPACE, "leave"), on)]


def test_what_may_tell_what_is_hidden_is_listed(tmp_path):
    path = write(tmp_path, harm="Skada.")
    doubts = review(path)
    found = review_case(open_case(path, WORKSPACE), Masker(WORKSPACE, "leave"), date(2026, 11, 22))
    cause = [(each.kind, each.words) for each in found if any(path[-1] == "root_cause" for path in each.paths)]
    assert cause == [("part", "Forgings"), ("part", "R.F.C"), ("name", "Anna Svensson")]
    assert {("person", "tomas.berg@supplier.example"), ("person", "Tomas Berg"), ("site", "Region Exempel")} <= set(doubts)
    assert [words for _, words in doubts if "Ravi" in words] == []


def test_a_value_is_listed_once_with_all_its_fields(tmp_path):
    path = write(tmp_path, harm="Skada.")
    path.write_text(path.read_text(encoding="utf-8").replace("sv: Stål,", "sv: Forging och forging,"), encoding="utf-8")
    found = review_case(open_case(path, WORKSPACE), Masker(WORKSPACE, "leave"), date(2026, 11, 22))
    (forging,) = [each for each in found if each.words == "Forging"]
    assert (forging.kind, forging.of) == ("part", (("supply_chain", 0, "name"),))
    assert forging.paths[:2] == (("supply_chain", 1, "activities"), ("supply_chain", 2, "activities"))
    assert [each.kind for each in found] == sorted(
        (each.kind for each in found), key=("part", "like", "person", "site", "name").index
    )


def test_everyday_words_and_what_is_only_like_a_name_are_doubtful(tmp_path):
    path = write_contract(tmp_path, ("Forgery Works", "Zyx Wvu AB", "Rhein Edelstahl AB"))
    path.write_text(path.read_text(encoding="utf-8").replace("sv: Stål,", "sv: Forgers works,"), encoding="utf-8")
    found = review_case(open_case(path, WORKSPACE), Masker(WORKSPACE, "leave"), date(2026, 11, 22))
    words = {each.words: each.kind for each in found if ("supply_chain", 2, "activities") in each.paths}
    assert words["Forgers"] == "like"


def test_a_file_that_is_called_after_a_hidden_name_is_told(tmp_path):
    path = write(tmp_path, harm="Skada.").rename(tmp_path / "forging-avtal.yaml")
    assert review(path)[0] == ("file", "forging")


@pytest.mark.parametrize(("until", "kinds"), [("", ["no_end"]), (", until: 2027-01-01", [])])
def test_a_decision_without_an_end_is_told(tmp_path, until, kinds):
    path = write(tmp_path, harm="Skada.", decided=f"2026-11-20{until}")
    assert [kind for kind, _ in review(path) if kind == "no_end"] == kinds


@pytest.mark.parametrize(("on", "kinds"), [(date(2026, 12, 31), []), (date(2027, 1, 1), ["expired"])])
def test_a_decision_whose_time_is_over_is_to_be_tried_again(tmp_path, on, kinds):
    doubts = review(write(tmp_path, harm="Skada.", until="2026-12-31"), on)
    assert [kind for kind, _ in doubts if kind in {"expired", "no_harm"}] == kinds


def test_harm_is_asked_for_where_the_section_needs_it(tmp_path):
    assert ("no_harm", "31 kap. 16 § OSL") in review(write(tmp_path))


HARM = "confidential[0].harm: is missing: 31 kap. 16 § OSL hides only what harms somebody if it is told"
OVER = "confidential[0].until: the decision held until 2026-12-31"


@pytest.mark.parametrize(
    ("grounds", "on", "told"),
    [
        ({"until": "2026-12-31"}, "2026-12-31", {HARM}),
        ({"until": "2026-12-31", "harm": "Skada."}, "2026-12-31", set()),
        ({"until": "2026-12-31", "harm": "Skada."}, "2027-01-01", {OVER}),
    ],
)
def test_check_and_masked_runs_warn_of_what_decisions_lack(tmp_path, grounds, on, told):
    path = str(write(tmp_path, **grounds))
    options = ["--lang", "sv", "--format", "html", "--leave-short", "--masked", "--out", str(tmp_path / "out")]
    for command in (["check", path], ["generate", "risk-analysis", path, *options]):
        result = CliRunner().invoke(main, [*command, "--on", on])
        assert {each for each in (HARM, OVER) if each in result.output} == told, result.output
        assert result.exit_code == 0


def test_the_command_says_that_it_cannot_be_complete(tmp_path):
    result = CliRunner().invoke(main, ["review", str(write(tmp_path))])
    assert result.exit_code == 1
    assert "confidential[0].harm: 31 kap. 16 § OSL hides only what harms somebody if it is told: say what harm" in result.output
    assert "There may be others: read what is to be sent." in result.output


MAKE = ("generate", "action-plan", "--deviation", "D1", "--lang", "sv", "--format", "html", "--on", "2026-11-22", "--out")


def make(path, out, *masked):
    return CliRunner().invoke(main, [*MAKE, str(out), str(path), *masked])


def test_masked_and_whole_files_never_share_a_folder(tmp_path):
    path, out = write(tmp_path), tmp_path / "out"
    assert make(path, out, "--masked").exit_code == 0
    whole = make(path, out)
    assert whole.exit_code == 1
    assert "this folder holds masked documents" in whole.output
    assert make(path, f"{out}-2").exit_code == 0
    masked = make(path, f"{out}-2", "--masked")
    assert masked.exit_code == 1
    assert "this folder holds documents that aren't masked" in masked.output


def test_nor_does_one_lie_inside_of_what_is_sent(tmp_path):
    path, out = write(tmp_path), tmp_path / "out"
    assert make(path, out, "--masked").exit_code == 0
    inside = make(path, out / "sub")
    assert (inside.exit_code, "this folder holds masked documents" in inside.output) == (1, True)
    assert make(path, tmp_path / "other/sub").exit_code == 0
    around = make(path, tmp_path / "other", "--masked")
    assert (around.exit_code, "this folder holds documents that aren't masked" in around.output) == (1, True)
    below = make(path, tmp_path / "other/sub/masked", "--masked")
    assert (below.exit_code, "this folder holds documents that aren't masked" in below.output) == (1, True)


def test_verify_tells_where_masked_and_whole_documents_lie_together(tmp_path):
    path, out = write(tmp_path), tmp_path / "out"
    for folder, masked in ((out, ["--masked"]), (tmp_path / "whole", [])):
        assert make(path, folder, *masked).exit_code == 0
        alone = CliRunner().invoke(main, ["verify", str(folder)])
        assert (alone.exit_code, "lie together" in alone.output) == (0, False)
    (whole,) = (tmp_path / "whole").rglob("*.html")
    shutil.copy(whole, out)
    mixed = CliRunner().invoke(main, ["verify", str(out)])
    assert (mixed.exit_code, "masked and whole documents lie together here [RE9046]" in mixed.output) == (1, True)


def test_a_masked_edition_carries_no_contract(tmp_path):
    result = CliRunner().invoke(main, ["generate", "action-plan", str(write(tmp_path)), "--masked", "--archive"])
    assert result.exit_code == 2
    assert "--archive carries the whole contract file" in result.output


def test_what_is_wrong_with_a_file_is_told_without_quoting_it(tmp_path):
    path = write(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("tier: 2", "tier: Ravi-2"), encoding="utf-8")
    result = CliRunner().invoke(main, ["generate", "action-plan", str(path), "--masked", "--out", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert "something is wrong here; it isn't told" in result.output
    assert "Ravi" not in result.output


def test_of_a_field_that_is_not_there_its_entry_is_named(tmp_path):
    path = write(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace('"supply_chain[].name"', "Ravi"), encoding="utf-8")
    result = CliRunner().invoke(main, ["generate", "action-plan", str(path), "--masked", "--out", str(tmp_path / "out")])
    line = path.read_text(encoding="utf-8").splitlines().index("  - {fields: Ravi, basis: 31 kap. 16 § OSL}") + 1
    assert f"{path}:{line}:14: error: confidential[0].fields: something is wrong here" in result.output
    assert "Ravi" not in result.output


def test_verify_knows_the_edition_and_prints_nothing_that_is_hidden(tmp_path):
    path, out = write(tmp_path), tmp_path / "out"
    options = ["--lang", "sv", "--format", "docx", "--on", "2026-11-22", "--masked", "--leave-short", "--out", str(out)]
    CliRunner().invoke(main, ["generate", "risk-analysis", str(path), *options])
    file = next(out.rglob("*.docx"))
    result = CliRunner().invoke(main, ["verify", str(file), "--contract", str(path)])
    assert result.exit_code == 0, result.output
    assert "masked edition" in result.output
    assert "contract unchanged" in result.output
    path.write_text(path.read_text(encoding="utf-8").replace("tier: 2", "tier: 3"), encoding="utf-8")
    changed = CliRunner().invoke(main, ["verify", str(file), "--contract", str(path)])
    assert changed.exit_code == 1
    assert "Ravi" not in changed.output


def test_forms_of_what_is_hidden_that_may_mean_something_else_are_listed(tmp_path):
    path = write_contract(tmp_path, SECRETS, ("supply_chain[].country", "value.amount"))
    text = path.read_text(encoding="utf-8").replace("Låga styckpriser", "Varor enligt PK, pakistanska, 32 mnkr, 32 000 000")
    path.write_text(text.replace("OSL}", "OSL, harm: Skada.}"), encoding="utf-8")
    assert [words for kind, words in review(path) if kind == "like"] == ["PK", "32 000 000"]


@pytest.mark.parametrize(("first", "second"), [("--masked", ""), ("", "--masked")])
@pytest.mark.parametrize("below", ["", "RE-2024-0307"])
def test_a_file_that_was_copied_among_those_of_another_edition_stops_the_next_run(tmp_path, first, second, below):
    path, out, other = write(tmp_path), tmp_path / "out", tmp_path / "other"
    for folder, option in ((out, first), (other, second)):
        assert make(path, folder, *filter(None, [option])).exit_code == 0
    (file,) = other.rglob("*.html")
    copied = shutil.copy(file, out / below / "copy.html")
    refused = make(path, out, *filter(None, [first]))
    told = "this document isn't masked" if first else "this document is masked"
    assert (refused.exit_code, f"{copied}: error: {told}" in refused.output) == (1, True), refused.output
    (out / below / "copy.html").unlink()
    (out / below / "other.html").write_text("<p>Foreign</p>", encoding="utf-8")
    assert make(path, out, *filter(None, [first])).exit_code == 0


def test_a_batch_sees_a_whole_file_among_masked_ones(tmp_path):
    path, out, whole = write(tmp_path), tmp_path / "out", tmp_path / "whole"
    assert make(path, whole).exit_code == 0
    shutil.copytree(whole / "RE-2024-0307", out / "sent/before")
    result = CliRunner().invoke(main, ["batch", str(path), "--masked", "--leave-short", "--out", str(out), "--on", "2026-11-22"])
    assert (result.exit_code, "this document isn't masked" in result.output) == (1, True), result.output


def test_an_archive_says_its_edition_so_that_verify_and_the_next_run_know_it(tmp_path):
    path, out = write(tmp_path), tmp_path / "out"
    pack = ["generate", "kickoff-pack", str(path), "--zip", "--lang", "sv", "--format", "html", "--on", "2024-07-01"]
    masked = [*pack, "--masked", "--leave-short", "--out", str(out)]
    assert CliRunner().invoke(main, masked).exit_code == 0
    verified = CliRunner().invoke(main, ["verify", str(out)])
    assert "lie together" not in verified.output
    (archive,) = out.rglob("*.zip")
    assert f"{archive}: as it was made · realisera {__version__} · masked edition" in verified.output
    shutil.copy(archive, out / "sent-before.zip")
    assert CliRunner().invoke(main, masked).exit_code == 0
    whole = tmp_path / "whole"
    assert CliRunner().invoke(main, [*pack, "--out", str(whole)]).exit_code == 0
    shutil.copy(next(whole.rglob("*.zip")), out / "copy.zip")
    refused = CliRunner().invoke(main, masked)
    assert (refused.exit_code, "this document isn't masked" in refused.output) == (1, True)


def test_a_contract_file_among_masked_documents_stops_the_next_run(tmp_path):
    path, out = write(tmp_path), tmp_path / "out"
    assert make(path, out, "--masked").exit_code == 0
    (out / "other.yaml").write_text("title: Confidential\n", encoding="utf-8")
    assert make(path, out, "--masked").exit_code == 0
    copied = shutil.copy(path, out / "RE-2024-0307")
    refused = make(path, out, "--masked")
    assert (refused.exit_code, f"{copied}: error: this contract file tells what is hidden" in refused.output) == (1, True)
