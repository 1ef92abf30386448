"""The lists of documents in the documentation are what the types say."""

from __future__ import annotations

import pytest

from generator.documents import DOCUMENTS, PACKS
from tools.document_lists import list_pages, put_list, write_modules, write_table


def test_the_lists_are_in_step_with_the_types() -> None:
    for page, wanted in list_pages():
        assert page.read_text(encoding="utf-8") == wanted, "run: make documents"


def test_every_document_and_pack_has_a_row_of_its_own() -> None:
    rows = write_table().split("\n")[2:]
    assert [row.split("`")[1] for row in rows] == [each.slug for each in (*PACKS, *DOCUMENTS)]
    [notice] = [row for row in rows if "`monitoring-notice`" in row]
    assert notice.split(" | ")[2:] == ["the supplier", "monitoring activity", "docx pdf html", "monitoring to notify |"]


def test_the_modules_of_a_pack_stand_together() -> None:
    assert write_modules().startswith("of the kickoff-pack `invitation`, `agenda`, `clause_guide`,")
    assert write_modules().endswith(
        "`checklist`; `risk_analysis`, `followup_plan`, `monitoring_notice`, `self_assessment`, `document_review`, `chain_form`, "
        "`audit_protocol`, `intake`, `action_plan`, `escalation_letter`, `escalation_record`, `evaluation_report`, "
        "`communication_report`, `yearly_plan`, `secrecy_review`"
    )


def test_what_stands_around_a_list_stays() -> None:
    page = "Before.\n<!-- a: written by make documents -->old\nrows<!-- /a --> after.\n"
    once = put_list(page, "a", "new\nrows")
    assert once == "Before.\n<!-- a: written by make documents -->\nnew\nrows\n<!-- /a --> after.\n"
    assert put_list(once, "a", "new\nrows") == once


@pytest.mark.parametrize("page", ["", "<!-- a: written by make documents -->", "<!-- /a -->", "<!-- a -->\n<!-- /a -->"])
def test_a_page_without_a_place_for_the_list_is_told(page: str) -> None:
    with pytest.raises(ValueError, match="has no place for the list 'a'"):
        put_list(page, "a", "text")
