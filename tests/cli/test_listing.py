"""`documents` and `schema`: what there is, for people and for machines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.documents import DOCUMENTS

DOCS = Path(__file__).parent.parent.parent / "docs"


def test_every_type_is_listed(run):
    listed = run("documents")
    assert listed.code == 0
    for document in DOCUMENTS:
        assert f"\n{document.slug}  " in f"\n{listed.out}"
        assert all(f"    {field.partition(' ')[0]}" in listed.out for field in document.needs)


def test_the_list_can_be_had_as_json(run):
    rows = json.loads(run("documents", "--json").out)
    assert [row["slug"] for row in rows] == [document.slug for document in DOCUMENTS]
    assert all(
        row["name"] and row["formats"] and row["per"] in {"contract", "deviation", "activity", "step", "request"} for row in rows
    )


def test_the_list_is_in_swedish_where_the_user_is(start):
    listed = start("documents", language="sv").out
    words = "action-plan  Åtgärdsplan\n  ett för varje: avvikelse\n  för: leverantören\n  format: docx, pdf, html\n  behöver:\n"
    assert words in listed
    assert "kickoff.place (eller kickoff.link)\n" in listed
    assert "monitoring.activities[].planned (för det som inte är gjort)\n" in listed


@pytest.mark.parametrize("kind", ["contract", "report"])
def test_the_schemas_are_those_of_the_documentation(run, kind):
    assert run("schema", kind).out == (DOCS / f"{kind}.schema.json").read_text(encoding="utf-8")


def test_without_a_kind_it_is_the_schema_of_contracts(run):
    assert run("schema").out == run("schema", "contract").out
