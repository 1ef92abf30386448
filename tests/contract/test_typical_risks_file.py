"""Typical risks: the product's own, a region's over them, file by file, and what is wrong with a file."""

from __future__ import annotations

import re

import pytest

from generator.contract.typical_risks_file import read_typical_risks
from generator.errors import InputError
from generator.workspace import Files

OWN = """name: Textil
cpv: ["18"]
risks:
  seams:
    description: Sömmar.
    area: environment
    sources: [{title: Egen undersökning, publisher: Region Exempel}]
    MORE
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "content/risks").mkdir(parents=True)
    return tmp_path


def read(folder, name="textiles", text=OWN, more='cpv: ["19"]'):
    (folder / f"content/risks/{name}.yaml").write_text(text.replace("MORE", more), encoding="utf-8")
    return read_typical_risks(Files(folder))


def list_ids(known):
    return [each.id for each in known]


def test_each_of_the_products_own_has_an_id_of_its_own_and_a_source_with_an_address():
    known = read_typical_risks(Files())
    assert sorted(set(list_ids(known))) == sorted(list_ids(known))
    assert {each.id.partition(".")[0] for each in known} >= {"textiles", "electronics", "services", "all"}
    for each in known:
        assert all(source.title and source.publisher and source.link for source in each.risk.sources)


def test_a_file_of_the_same_name_wins_and_the_others_stay(folder):
    product = read_typical_risks(Files())
    own = read(folder)
    assert [each for each in list_ids(own) if each.startswith("textiles.")] == ["textiles.seams"]
    assert [each for each in own if not each.id.startswith("textiles.")] == [
        each for each in product if not each.id.startswith("textiles.")
    ]


def test_a_file_without_risks_takes_the_products_own_away(folder):
    assert not [each for each in list_ids(read(folder, text="name: Textil\n")) if each.startswith("textiles.")]


def test_a_file_of_another_name_adds_to_them(folder):
    assert set(list_ids(read(folder, "beds"))) == {*list_ids(read_typical_risks(Files())), "beds.seams"}


@pytest.mark.parametrize(("more", "cpv"), [("", ("18",)), ('cpv: ["1925"]', ("1925",))])
def test_a_risk_may_be_typical_of_less_than_its_file(folder, more, cpv):
    (own,) = (each for each in read(folder, "beds", more=more) if each.id == "beds.seams")
    assert own.cpv == cpv


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('["18"]', '["1"]', "cpv[0]: '1' is not the beginning of a CPV code"),
        ("seams:", "Seams:", "risks.Seams: 'Seams' is not a key of a risk"),
        ("area: environment", "area: klimat", "risks.seams.area: 'klimat' is not one of the values allowed"),
        (
            "sources: [{title: Egen undersökning, publisher: Region Exempel}]",
            "sources: []",
            "risks.seams.sources: nobody is",
        ),
        ("MORE", "countries: [Kina]", "risks.seams.countries[0]: 'Kina' is not a country"),
        ("risks:\n  seams:", "risks: seams\nx:\n  y:", "risks: must be risks by key"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(folder, old, new, told):
    with pytest.raises(InputError) as caught:
        read(folder, text=OWN.replace(old, new), more="")
    place, _, said = str(caught.value.findings[0]).partition(": error: ")
    assert re.fullmatch(r".*content/risks/textiles\.yaml:\d+:\d+", place)
    assert said.startswith(told)
