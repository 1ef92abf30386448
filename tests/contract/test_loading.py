"""Files become contracts and reports, or findings; nothing else ever comes out."""

from __future__ import annotations

import hashlib
import pickle
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.contract.choices import Area, DeviationSeverity, Level, Method, SevereKind, WorkerGroup
from generator.contract.loading import LoadedContract, LoadedReport
from generator.contract.values import FrozenMap, Month, Name, RoleReference, Text
from generator.errors import InputError, Place
from tests.loading import load_contract, load_report, load_source

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
INSTRUMENTS = EXAMPLES / "contracts" / "surgical-instruments.yaml"
WOUND_CARE = EXAMPLES / "contracts" / "wound-care.yaml"
LEAST = """\
format: 1
id: A
registration_number: RE 1
title: T
clause: {level: basic, version: 2023}
buyer: {name: NO}
supplier: {name: no}
dates: {starts: 2026-01-01, ends: 2026-12-31}
"""


def load_text(tmp_path, text):
    path = tmp_path / "contract.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return load_contract(path).contract


@pytest.mark.parametrize("path", sorted((EXAMPLES / "contracts").glob("*.yaml")), ids=lambda path: path.stem)
def test_examples_load(path):
    loaded = load_source(path)
    assert isinstance(loaded, LoadedContract)
    assert loaded.contract == load_contract(path).contract
    assert loaded.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert pickle.loads(pickle.dumps(loaded)) == loaded  # noqa: S301 (our own)
    assert hash(pickle.loads(pickle.dumps(loaded))) == hash(loaded)  # noqa: S301 (our own)


def test_the_example_report_loads():
    loaded = load_source(EXAMPLES / "reports" / "2026.yaml")
    assert isinstance(loaded, LoadedReport)
    assert [path.name for path in loaded.contracts] == ["cleaning.yaml", "surgical-instruments.yaml", "wound-care.yaml"]
    report = loaded.report
    assert (report.period.from_, report.period.to) == (date(2026, 1, 1), date(2026, 12, 31))
    assert [(goal.measure.target, goal.measure.result) for goal in report.goals] == [
        (Decimal(100), Decimal(67)),
        (Decimal(100), Decimal(100)),
    ]
    assert report.training[0].hours == Decimal(3)
    assert report.effects[0].get("en") == "Three children go to school instead of working in a forge."
    assert pickle.loads(pickle.dumps(loaded)) == loaded  # noqa: S301 (our own)
    assert load_report(EXAMPLES / "reports" / "2026.yaml") == loaded


def test_the_field_decides_the_type():
    contract = load_contract(INSTRUMENTS).contract
    assert contract.value.amount == Decimal(32500000)
    assert contract.clause.level is Level.ADVANCED
    assert contract.clause.version == "2023"
    assert contract.framework_agreement is True
    assert contract.dates.extensions[0].decided == date(2026, 5, 20)
    assert contract.kickoff.starts == time(10, 0)
    assert contract.kickoff.participants[2] == RoleReference("supplier.due_diligence")
    assert contract.supplier.contacts["account"].title == Text(None, FrozenMap({"sv": "Säljchef", "en": "Sales manager"}))
    assert contract.supply_chain[0].worker_groups == (WorkerGroup.HOME_BASED, WorkerGroup.YOUNG)
    assert contract.supply_chain[0].activities.get("sv") == "Slipning, polering och kontroll"
    assert contract.risks[0].likelihood == 4
    assert [activity.planned for activity in contract.monitoring.activities] == [
        date(2025, 2, 15),
        Month(2026, 5),
        Month(2027, 2),
    ]
    assert contract.monitoring.activities[1].method is Method.AUDIT
    assert [deviation.against for deviation in contract.deviations] == ["2.4", Area.LABOUR_RIGHTS, "2.2"]
    assert contract.deviations[1].severity is DeviationSeverity.SEVERE
    assert contract.deviations[1].severe_kind is SevereKind.CHILD_LABOUR
    assert contract.deviations[1].description.get("en").count("\n\n") == 1
    assert contract.deviations[2].closed == date(2025, 8, 20)


def test_names_belong_to_no_language_and_prose_does():
    contract = load_contract(WOUND_CARE).contract
    assert contract.supply_chain[0].name == Name("Suzhou Gauze Manufacturing Co., Ltd.")
    assert contract.supply_chain[0].name.get("fi") == "Suzhou Gauze Manufacturing Co., Ltd."
    assert contract.supply_chain[2].name.get("en") == "Cotton farms, not named"
    assert contract.supply_chain[2].name.languages == ("sv", "en")
    assert contract.title.get("fi") is None
    cleaning = load_contract(EXAMPLES / "contracts" / "cleaning.yaml").contract
    assert (cleaning.title.plain, cleaning.title.get("sv"), cleaning.title.languages) == ("Lokalvård vid vårdcentraler", None, ())


def test_what_yaml_would_guess_stays_text(tmp_path):
    contract = load_text(tmp_path, LEAST + "value: {amount: 1.10, currency: SEK}\ncpv: [01234567]\n")
    assert (contract.buyer.name, contract.supplier.name, contract.clause.version) == ("NO", "no", "2023")
    assert str(contract.value.amount) == "1.10"
    assert contract.cpv == ("01234567",)
    assert load_text(tmp_path, LEAST.replace("id: A", "id: 010")).id == "010"
    assert load_text(tmp_path, LEAST + "framework_agreement: no\n").framework_agreement is False
    assert load_text(tmp_path, LEAST + "framework_agreement: ja\n").framework_agreement is True
    assert load_text(tmp_path, LEAST + "kickoff: {starts: 12:30}\n").kickoff.starts == time(12, 30)


def test_what_the_format_names_and_the_examples_lack(tmp_path):
    contract = load_text(
        tmp_path,
        LEAST
        + """\
deviations:
  - id: D1
    found: 2026-03-01
    severity: severe
    severe_kind: forced_labour
    severe_remedied_at_once: false
    ground_excluded: {reason: Fabriken vägrade}
    escalation:
      - {step: reminder, date: 2026-03-01, skipped: {reason: Brådskande}}
      - {step: penalty, date: 2026-03-02, from: 2026-03-09, until: 2026-03-30}
""",
    )
    deviation = contract.deviations[0]
    assert deviation.severe_remedied_at_once is False
    assert deviation.ground_excluded.reason == Text("Fabriken vägrade")
    assert deviation.escalation[0].skipped.reason == Text("Brådskande")
    assert (deviation.escalation[1].from_, deviation.escalation[1].until) == (date(2026, 3, 9), date(2026, 3, 30))


def test_an_attribute_is_not_a_key(tmp_path):
    with pytest.raises(InputError, match="there is no key 'from_' here"):
        load_text(
            tmp_path, LEAST + "deviations: [{id: D1, found: 2026-03-01, escalation: [{step: a, date: 2026-03-01, from_: x}]}]\n"
        )


def test_fields_have_places():
    loaded = load_contract(INSTRUMENTS)
    assert loaded.place_of(("deviations", 0, "found")) == Place(str(INSTRUMENTS), 95, 12)
    assert loaded.place_of(("deviations", 0, "title", "en")).line == 99
    assert loaded.place_of(("deviations", 0, "closed")) == Place(str(INSTRUMENTS), 94, 5)
    assert loaded.place_of(("evaluation",)).line == 2


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (Path.absolute, "there is no such file"),
        (lambda path: path.mkdir(), "this is a folder, not a file"),
        (lambda path: path.write_bytes(b"x" * 1_000_001), "the file is larger than 1000000 bytes"),
        (lambda path: path.write_bytes(b""), "the file is empty"),
        (lambda path: path.write_bytes(b"hello"), "the file must hold keys with values"),
    ],
)
def test_files_that_cannot_be_read(tmp_path, make, message):
    path = tmp_path / "a.yaml"
    make(path)
    for load in (load_contract, load_report, load_source):
        with pytest.raises(InputError) as caught:
            load(path)
        assert [finding.format().splitlines()[0].partition(" error: ")[2] for finding in caught.value.findings] == [message]


def test_a_path_that_no_file_can_have():
    with pytest.raises(InputError, match="cannot be read"):
        load_contract(Path("a\0b"))
    with pytest.raises(InputError, match="cannot be read"):
        load_contract(Path("a" * 5000))


@pytest.mark.parametrize("number", ["9" * 5000, "1_000", "+1", "٣", "1e400", "NaN", "Infinity", "-1", "1,5"])
def test_numbers_are_plain_digits(tmp_path, number):
    written = LEAST + f'value: {{amount: "{number}", currency: SEK}}\nclause_: x\n'
    with pytest.raises(InputError) as caught:
        load_text(tmp_path, written)
    assert [finding.subject for finding in caught.value.findings] == ["value.amount", "clause_"]


def load_or_refuse(path):
    """Loads the file; says whether it is fine. Anything but InputError is a fault."""
    try:
        load_source(path)
    except InputError as error:
        findings = error.findings
    else:
        return True
    assert findings
    assert "" not in [str(finding) for finding in findings]
    return False


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_load_or_are_refused(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "bytes.yaml"
    path.write_bytes(data)
    load_or_refuse(path)


PIECES = st.sampled_from(
    [
        "- ",
        ": ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "&a ",
        "*a",
        "!!x ",
        "|\n",
        "---\n",
        "\t",
        "\n",
        "'",
        '"',
        "#",
        "? ",
        "~",
        "\\",
        "x",
        "99999",
    ]
)
SOURCES = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*/*.yaml"))]


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_any_change_of_an_example_loads_or_is_refused(tmp_path_factory, data):
    text = data.draw(st.sampled_from(SOURCES))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 30)))
        text = text[:start] + data.draw(PIECES | st.text(max_size=5)) + text[end:]
    path = tmp_path_factory.getbasetemp() / "changed.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    load_or_refuse(path)


TREES = st.recursive(
    st.sampled_from(["x", "1", "2026-01-01", "buyer.officer", "", "~"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "sv", "name", "date", "from", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


def write_flow(tree):
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{key}: {write_flow(value)}" for key, value in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(write_flow(value) for value in tree) + "]"
    return f"'{tree}'"


KEYS = [
    "title",
    "clause",
    "buyer",
    "dates",
    "kickoff",
    "supply_chain",
    "products",
    "risks",
    "monitoring",
    "deviations",
    "confidential",
]


@given(st.dictionaries(st.sampled_from(KEYS), TREES, max_size=4))
@settings(max_examples=200, deadline=None)
def test_any_structure_loads_or_is_refused(tmp_path_factory, trees):
    lines = [line for line in LEAST.splitlines() if line.partition(":")[0] not in trees]
    path = tmp_path_factory.getbasetemp() / "structure.yaml"
    path.write_text("\n".join([*lines, *(f"{key}: {write_flow(tree)}" for key, tree in trees.items())]), encoding="utf-8")
    load_or_refuse(path)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff"), min_size=1, max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_text_comes_in_letter_by_letter(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "text.yaml"
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\u2028", "\\L").replace("\u2029", "\\P")
    path.write_text(LEAST.replace("title: T", f'title: "{quoted}"'), encoding="utf-8", newline="\n")
    if text.strip():
        assert load_contract(path).contract.title.plain == text
    else:
        assert not load_or_refuse(path)
