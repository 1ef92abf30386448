"""The JSON Schemas are current, sound, and agree with the loader."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from generator.contract.models import Contract
from generator.contract.nodes import read_nodes
from generator.contract.report import Report
from generator.contract.schema import KINDS, make_schema
from generator.contract.shape import list_patterns

ROOT = Path(__file__).parent.parent.parent
CONTRACTS = sorted((ROOT / "examples" / "contracts").glob("*.yaml"))


class PlainDates(yaml.SafeLoader):
    """Guesses as editors do, but leaves dates and times as they are written."""


PlainDates.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":int"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
PlainDates.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^[0-9]+$"), list("0123456789"))


def validate(kind, data):
    schema = json.loads(make_schema(kind))
    jsonschema.Draft202012Validator.check_schema(schema)
    return [error.json_path for error in jsonschema.Draft202012Validator(schema).iter_errors(data)]


def load(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=PlainDates)  # noqa: S506 (it is a safe one)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_checked_in_schema_is_current(kind, golden):
    golden(ROOT / "docs" / f"{kind}.schema.json", make_schema(kind))


def test_the_examples_are_valid():
    assert [validate("contract", load(path)) for path in CONTRACTS] == [[], [], []]
    assert validate("report", load(ROOT / "examples" / "reports" / "2026.yaml")) == []


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*/*.yaml")), ids=lambda path: path.stem)
def test_they_are_valid_as_the_product_reads_them(path):
    kind = "report" if path.parent.name == "reports" else "contract"
    assert validate(kind, read_nodes(path.read_bytes()).data) == []


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"id": "a b"}, "$.id"),
        ({"format": 2}, "$.format"),
        ({"titel": "x"}, "$"),
        ({"dates": {"starts": "1 april", "ends": "2026-01-01"}}, "$.dates.starts"),
        ({"clause": {"level": "full", "version": "2023"}}, "$.clause.level"),
        ({"value": {"amount": -1, "currency": "SEK"}}, "$.value.amount"),
        ({"kickoff": {"participants": ["Anna"]}}, "$.kickoff.participants[0]"),
        ({"title": {}}, "$.title"),
        ({"supplier": None}, "$.supplier"),
    ],
)
def test_what_is_wrong_is_not_valid(change, where):
    assert validate("contract", load(CONTRACTS[0]) | change) == [where]


def test_what_is_required():
    schema = json.loads(make_schema("contract"))
    required = ["format", "id", "registration_number", "title", "clause", "buyer", "supplier", "dates"]
    assert schema["required"] == required
    assert schema["$defs"]["Dates"]["required"] == ["starts"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_key_is_described(kind):
    schema = json.loads(make_schema(kind))
    parts = [schema, *(part for part in schema["$defs"].values() if "properties" in part)]
    assert [key for part in parts for key, field in part["properties"].items() if not field.get("description")] == []
    assert [part for part in parts if not part.get("description")] == []


def test_every_key_has_a_pattern():
    assert len(set(list_patterns(Contract))) == len(list(list_patterns(Contract)))
    assert {"deviations[].escalation[].from", "buyer.contacts[].name", "products[].risks[]"} <= set(list_patterns(Contract))
    assert {"period.from", "goals[].measure.unit"} <= set(list_patterns(Report))
