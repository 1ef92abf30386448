from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum

import pytest
from msgspec.structs import replace

from generator.contract.case import open_case
from generator.contract.checks import REFERENCES
from generator.contract.models import Confidential, Contract
from generator.contract.shape import select
from generator.contract.values import Impact, Month, Name, RoleReference, Text
from generator.errors import InputError
from generator.masking.case import Masker
from generator.masking.contracts import KEPT, walk_fields
from generator.masking.stand_ins import is_country, make_mark
from tests.documents.contracts import EXAMPLES, change
from tests.masking.secrets import MASKS, SECRETS, WORKSPACE, mask_file, write_contract

BASIS = Name("31 kap. 16 § OSL")
FILES = sorted((EXAMPLES / "contracts").glob("*.yaml"))
NAMED_ELSEWHERE = {"buyer.address[]", "supplier.address[]", "category"}
"""Fields of the examples whose values other fields hold too: what differs in nothing else can't be made of them so."""


def name_pattern(path):
    return "".join("[]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def list_some_patterns(contract, most):
    """So many of the fields that may be hidden, from all over a contract."""
    fields = {name_pattern(path) for path, _, _ in walk_fields(contract, Contract) if path[0] != "confidential"}
    named = {each for each in fields if ".contacts." in each and each.endswith("name")}  # their e-mail addresses say the names
    patterns = sorted(fields - named - {*KEPT, "languages[]"} - NAMED_ELSEWHERE)
    return patterns[:: max(1, len(patterns) // most)]


def choose_other(value, annotation):
    """A value of the same kind that is another."""
    if isinstance(value, RoleReference):
        return RoleReference("buyer.officer" if value != "buyer.officer" else "supplier.due_diligence")
    if is_country(annotation):
        return "NZ" if value != "NZ" else "CL"
    others = {
        Enum: lambda: next(each for each in type(value) if each != value),
        bool: lambda: not value,
        date: lambda: value + timedelta(days=77),
        Month: lambda: Month(value.year + 1, value.month),
        time: lambda: time(3, 33),
        Decimal: lambda: value * 3 + 17,
        int: lambda: 4 if value != 4 else 3,
        Impact: lambda: Impact(scale=2),
        Text: lambda: Name("Zyxwv Qqq & Co"),
        str: lambda: "Zyxwv-7",
    }
    return next(make() for kind, make in others.items() if isinstance(value, kind))


def make_twin(contract, pattern):
    """The contract with other values in the fields of a pattern, and wherever these say the same."""
    changes, ids = {}, {}
    known = {path: annotation for path, _, annotation in walk_fields(contract, Contract)}
    for path, value in select(contract, pattern):
        other = choose_other(value, known[path])
        listed = next((listed for each, listed in REFERENCES if each == pattern), None)
        if listed:
            other = next((each for _, each in select(contract, f"{listed}[].id") if each != value), value)
        elif pattern.endswith("[].id"):
            other = ids[value] = f"{other}-{path[-2]}"
        changes[path] = other
    if is_country(known[next(iter(changes))]):
        others = {value: changes[path] for path, value in select(contract, pattern)}
        changes |= {
            path: others[value] for path, value, kind in walk_fields(contract, Contract) if is_country(kind) and value in others
        }
    for each, listed in REFERENCES:
        if pattern == f"{listed}[].id":
            changes |= {path: ids[value] for path, value in select(contract, each)}
    return change(contract, {".".join(map(str, path)): value for path, value in changes.items()})


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_contracts_that_differ_only_in_a_hidden_value_have_the_same_masked_edition(file):
    case, masker, tried = open_case(file, WORKSPACE), Masker(WORKSPACE, "leave"), 0
    for pattern in list_some_patterns(case.contract, MASKS):
        contract = case.contract.model_copy(update={"confidential": (Confidential(fields=pattern, basis=BASIS),)})
        one, other = (masker.mask(replace(case, contract=each)) for each in (contract, make_twin(contract, pattern)))
        assert contract != make_twin(contract, pattern) or pattern in {each for each, _ in REFERENCES}
        assert one.contract == other.contract, pattern
        assert one.variants == other.variants, pattern
        assert one.sha256 == other.sha256, pattern
        tried += 1
    assert tried >= MASKS or tried > 20


def test_a_hidden_name_is_masked_in_other_fields_too(tmp_path):
    contract = mask_file(write_contract(tmp_path, SECRETS)).contract
    mark = make_mark(0)
    assert [link.name for link in contract.supply_chain] == [Name(mark)] * 3
    assert contract.deviations[1].description.by_language["sv"].startswith(f"Hos {mark} och {mark}, {mark} samt {mark} arbetade")


def test_the_key_of_a_question_is_hidden_in_its_own_field_alone(tmp_path):
    path = write_contract(tmp_path, SECRETS, ("monitoring.activities[].answers[].id",))
    masked, whole = mask_file(path).contract, open_case(path, WORKSPACE).contract
    keys = [answer.id for activity in masked.monitoring.activities for answer in activity.answers]
    assert [key for key in keys if not key.startswith("masked-")] == []
    assert whole.deviations[2].title.by_language["en"] == "Incomplete risk analysis"
    assert masked.deviations[2].title == whole.deviations[2].title


def test_of_a_hidden_list_of_values_one_is_left(tmp_path):
    contract = mask_file(write_contract(tmp_path, SECRETS, ("buyer.address[]", "risks[].countries"))).contract
    assert contract.buyer.address == (make_mark(0),)
    assert [len(risk.countries) for risk in contract.risks] == [1, 1]


def test_ids_that_are_hidden_are_numbered_where_they_are_referred_to_too(tmp_path):
    contract = mask_file(write_contract(tmp_path, SECRETS, ("supply_chain[].id",))).contract
    assert [link.id for link in contract.supply_chain] == ["masked-1", "masked-2", "masked-3"]
    assert contract.deviations[1].location == "masked-2"


@pytest.mark.parametrize(
    ("hidden", "message"),
    [
        (("dates.signed", "dates.standstill_ends", "kickoff.place"), "nothing stands in kickoff.place, so nothing is hidden"),
        (("id",), "id can't be hidden: documents are made by it"),
        (("clause",), "clause.version can't be hidden: documents are made by it"),
    ],
)
def test_what_hides_nothing_or_what_documents_are_made_by_is_refused(tmp_path, hidden, message):
    with pytest.raises(InputError) as problem:
        mask_file(write_contract(tmp_path, SECRETS, hidden))
    assert [finding.format_message() for finding in problem.value.findings] == [message]


def test_a_value_that_is_short_or_an_everyday_word_is_asked_about(tmp_path):
    path = write_contract(tmp_path, ("Ab", "Stål", "Rhein-Stahl o Söner"))
    with pytest.raises(InputError) as problem:
        mask_file(path, short="")
    assert [finding.values["count"] for finding in problem.value.findings] == ["1"]
    assert "hos ab" not in mask_file(path, short="mask").contract.deviations[1].description.by_language["sv"].casefold()
    assert "Hos Abs" in mask_file(path, short="leave").contract.deviations[1].description.by_language["sv"]


def test_an_id_that_names_what_is_hidden_is_refused_without_quoting_it(tmp_path):
    path, name = write_contract(tmp_path, SECRETS), "Ravi-Akes-Smedja"
    text = path.read_text(encoding="utf-8").replace("id: M2,", f"id: {name},").replace("found_by: M2", f"found_by: {name}")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as problem:
        mask_file(path)
    subjects = [finding.subject for finding in problem.value.findings]
    assert subjects == ["monitoring.activities[1].id", "deviations[0].found_by", "deviations[1].found_by"]
    assert [str(finding) for finding in problem.value.findings if "Ravi" in str(finding)] == []
