"""A clause file is read whole and right, or every mistake in it is told with its place; a contract names what its clause has."""

from __future__ import annotations

import pytest

from generator.contract.choices import Area, Level, SevereKind
from generator.contract.clause_file import check_generation, check_sections, fill_terms, read_clause
from generator.contract.models import Terms, Transparency
from generator.contract.values import CodePoint
from generator.errors import InputError
from generator.rules.figures import find_area
from generator.workspace import Files
from tests.documents.contracts import change, read_example

FILES = Files()
CONTRACT = read_example("surgical-instruments")
GENERATIONS = ("generation-a", "generation-b", "generation-c")
CLAUSE = """\
sections:
  "1": Åtaganden
  "2": Process
  "2.1": Ett
  "2.2": Två
  "2.3": Tre
  "2.4": Fyra
  "2.5": Fem
  "2.6": Sex
  "2.7": Sju
  "3": Rapportering
  "4": Uppföljning
  "5.1": Vite
process_requirements: ["2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7"]
parts: {commitments: "1", due_diligence: "2", reporting: "3", monitoring: "4", penalty: "5.1"}
words: {severe_deviation: grov avvikelse}
defaults: {severe_deviation_report_days: 21}
severe_kinds: {basic: [child_labour], advanced: [child_labour, forced_labour]}
code:
  "2": {title: Arbete, area: labour_rights}
  "2.3": {title: Barn}
other_numbers:
  generation-b: {"2.1.1": "2.1"}
"""


def read(folder, text):
    path = folder / "content/clause/region.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return read_clause(Files(folder), "region")


def test_all_fields_are_read(tmp_path):
    clause = read(tmp_path, CLAUSE)
    assert [clause.version, *clause.sections] == ["region", "1", "2", *clause.process_requirements, "3", "4", "5.1"]
    assert (clause.parts["reporting"], clause.provisions) == ("3", {"penalty": "5.1"})
    severe = {"ClauseWord": {"severe_deviation": "grov avvikelse"}, "DeviationSeverity": {"severe": "grov avvikelse"}}
    assert (clause.terms, clause.defaults.severe_deviation_report_days) == (severe, 21)
    assert clause.severe_kinds == {
        Level.BASIC: (SevereKind.CHILD_LABOUR,),
        Level.ADVANCED: (SevereKind.CHILD_LABOUR, SevereKind.FORCED_LABOUR),
    }


def test_what_a_region_leaves_out_is_as_usual(tmp_path):
    lines = [line for line in CLAUSE.splitlines() if not line.startswith(("words", "defaults", "other", "  gen"))]
    clause = read(tmp_path, "\n".join(lines))
    assert (clause.terms, clause.defaults.severe_deviation_report_days, clause.find_section("2.1.1")) == ({}, None, None)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("words:", "wrods:", "16:1: error: wrods: there is no key 'wrods' here\n  hint: did you mean 'words'?"),
        (
            "severe_deviation: grov",
            "severe_deviaton: grov",
            "16:9: error: words.severe_deviaton: there is no key 'severe_deviaton' here\n  hint: did you mean",
        ),
        ('reporting: "3", ', "", "15:1: error: parts.reporting: is missing\n  hint: add reporting: to parts"),
        (
            "severe_kinds:",
            "# severe_kinds:",
            "region.yaml:1:1: error: severe_kinds: is missing\n  hint: add severe_kinds: to the file",
        ),
        (
            'reporting: "3"',
            'reporting: "7"',
            "15:58: error: parts.reporting: the file has no section '7'\n  hint: its sections are 1, 2, 2.1, ",
        ),
        (
            ', "2.7"]',
            "]",
            "14:23: error: process_requirements: lists 6 process requirements, not 7\n  hint: list seven of its sections, ",
        ),
        ('"2.6", "2.7"]', '"2.6", "2.8"]', "14:66: error: process_requirements[6]: the file has no section '2.8'\n"),
        ('"5.1": Vite', "vite: Vite", "13:3: error: sections.vite: 'vite' is not a section of the clause\n"),
        (
            '{"2.1.1": "2.1"}',
            '{"2.1.1": "2.9"}',
            "23:27: error: other_numbers.generation-b.2.1.1: the file has no section '2.9'\n",
        ),
        (
            "area: labour_rights",
            "area: labor_rights",
            "20:30: error: code.2.area: 'labor_rights' is not one of the values allowed\n",
        ),
        ('"2.3": {title: Barn}', '"2.3": {area: environment}', "21:3: error: code.2.3.title: is missing\n"),
        ("basic: [child_labour]", "basic: []", "18:23: error: severe_kinds.basic: lists no severe deviation\n"),
        ("basic: [child_labour]", "basic: [child]", "18:24: error: severe_kinds.basic[0]: 'child' is not one of the values"),
        (": 21", ": soon", "17:42: error: defaults.severe_deviation_report_days: 'soon' is not a whole number\n"),
        (
            'sections:\n  "1": Åtaganden',
            'sections: [a]\nmore:\n  "1": Åtaganden',
            "1:11: error: sections: must be keys with values\n",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path, old, new, told):
    assert old in CLAUSE
    with pytest.raises(InputError) as caught:
        read(tmp_path, CLAUSE.replace(old, new, 1))
    assert told in str(caught.value)


def test_a_clause_without_sections_is_told(tmp_path):
    with pytest.raises(InputError, match="sections: the clause has no sections"):
        read(tmp_path, "sections: {}\n" + CLAUSE[CLAUSE.index("process_requirements") :])


def test_a_version_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(InputError) as caught:
        read_clause(FILES, "1923")
    assert "known versions: 2023, generation-a, generation-b, generation-c;" in str(caught.value)


@pytest.mark.parametrize("version", ["2023", *GENERATIONS])
def test_every_generation_has_the_same_process_requirements_by_other_numbers(version):
    own, other = read_clause(FILES, version), read_clause(FILES, "generation-b")
    titles = [own.sections[number].title for number in own.process_requirements]
    assert titles == [other.sections[number].title for number in other.process_requirements]
    assert [own.find_section(number) for number in other.process_requirements] == [
        own.sections[number] for number in own.process_requirements
    ]


@pytest.mark.parametrize("version", ["2023", *GENERATIONS])
def test_what_is_numbered_otherwise_is_told_and_what_is_nowhere_is_wrong(version):
    clause = read_clause(FILES, version)
    numbers = ("2.1.3", "9.9", "3", Area.ENVIRONMENT)
    for number, warned, wrong in zip(
        numbers, (version != "generation-b", False, False, False), (False, True, False, False), strict=True
    ):
        contract = change(
            CONTRACT, {"monitoring.activities": (), "deviations": CONTRACT.deviations[:1], "deviations.0.against": number}
        )
        warnings = list(check_generation(contract, clause))
        assert [(finding.subject, finding.severity) for finding in warnings] == [("deviations[0].against", "warning")] * warned
        assert [finding.subject for finding in check_sections(contract, clause)] == ["deviations[0].against"] * wrong


def test_a_point_of_the_code_goes_by_the_nearest_title_above_it(tmp_path):
    clause = read(tmp_path, CLAUSE)
    points = {
        point: clause.find_point(CodePoint(point)) for point in ("code 2.3", "code 2.3.1", "code 2.4", "code 3", "code 3.1")
    }
    assert {point: (found.number, found.title.text) if found else None for point, found in points.items()} == {
        "code 2.3": ("2.3", "Barn"),
        "code 2.3.1": ("2.3.1", "Barn"),
        "code 2.4": ("2.4", "Arbete"),
        "code 3": None,
        "code 3.1": None,
    }
    assert [find_area(CodePoint(point), clause.parts) for point in points] == [*["labour_rights"] * 3, *["unknown"] * 2]
    for point, found in points.items():
        contract = change(CONTRACT, {"deviations": CONTRACT.deviations[:1], "deviations.0.against": CodePoint(point)})
        told = [finding.subject for finding in check_sections(contract, clause)]
        assert told == ([] if found else ["deviations[0].against"])


def test_a_deviation_that_the_level_does_not_list_as_severe_is_told():
    danger = {
        "deviations": CONTRACT.deviations[1:2],
        "deviations.0.severe_kind": SevereKind.DANGER_TO_LIFE,
        "deviations.0.against": None,
    }
    found = {
        level: [
            str(finding)
            for finding in check_generation(
                change(CONTRACT, {**danger, "clause.level": level, "monitoring.activities": ()}),
                read_clause(FILES, "generation-c"),
            )
        ]
        for level in Level
    }
    assert found == {
        Level.BASIC: [
            (
                "warning: deviations[0].severe_kind: danger_to_life is not among the severe deviations of the clause of version "
                "generation-c at the basic level\n  hint: those are forced_labour, child_labour; check the version and the level "
                "against the contract"
            )
        ],
        Level.ADVANCED: [],
    }


def test_the_clause_fills_in_what_the_contract_leaves_open():
    bare = change(CONTRACT, {"clause.terms": Terms()})
    filled = {version: fill_terms(bare, read_clause(FILES, version)).clause.terms for version in ("2023", *GENERATIONS)}
    assert {version: (terms.severe_deviation_report_days, terms.transparency) for version, terms in filled.items()} == {
        "2023": (None, None),
        "generation-a": (None, Transparency(days=28)),
        "generation-b": (14, Transparency(days=28)),
        "generation-c": (14, Transparency(days=28)),
    }
    deep = change(CONTRACT, {"clause.terms.transparency": Transparency(depth=("smelters",))})
    told = fill_terms(deep, read_clause(FILES, "generation-c")).clause.terms.transparency
    assert told == Transparency(days=28, depth=("smelters",))
    own = change(CONTRACT, {"clause.terms.severe_deviation_report_days": 3, "clause.terms.transparency": Transparency(days=5)})
    assert fill_terms(own, read_clause(FILES, "generation-c")) is own
