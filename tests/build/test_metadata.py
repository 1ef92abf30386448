"""What stands around a text, as writers get it."""

from __future__ import annotations

import re
from datetime import date
from zipfile import ZipFile

import pytest

from generator.build.orders import make_orders
from generator.pipeline import Pipeline
from generator.workspace import find_workspace
from tests.documents.contracts import EXAMPLES


@pytest.mark.parametrize(
    ("languages", "head"),
    [
        ("sv", "Förbered er för en uppföljning: revision"),
        ("de", "Bitte bereiten Sie sich auf eine Überprüfung der Vertragseinhaltung vor: Audit"),
        (
            "sv+de",
            (
                "Förbered er för en uppföljning: revision / "
                "Bitte bereiten Sie sich auf eine Überprüfung der Vertragseinhaltung vor: Audit"
            ),
        ),
    ],
)
def test_the_head_of_a_letters_other_pages_is_in_each_of_its_languages_without_the_last_day(tmp_path, languages, head):
    source = EXAMPLES / "contracts/surgical-instruments.yaml"
    orders = make_orders(
        "monitoring-notice", on=date(2026, 11, 22), languages=(languages,), formats=("docx",), where_it_fits=True
    )
    [made] = [each.path for each in Pipeline(find_workspace(source), tmp_path).generate(orders, [source]) if each.path]
    with ZipFile(made) as package:
        parts = [package.read(name).decode() for name in package.namelist() if name.startswith("word/header")]
    said = [re.sub("<[^>]*>", "", part).strip().replace("\N{NO-BREAK SPACE}", " ") for part in parts]
    assert [text for text in said if text == f"Region Exempel{head} · RE 2024-00307"] != [], said
