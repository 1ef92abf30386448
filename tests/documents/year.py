"""A year over thirty contracts, in no order, odd ones among them: what a yearly plan is made of in tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

THINGS = (
    ("Operationshandskar", "Surgical gloves", "MY", "Handtag Medical AB"),
    ("Patientkläder", "Patient clothing", "BD", "Vävhuset Norden AB"),
    ("Datorer och skärmar", "Computers and screens", "CN", "Skärmgruppen AB"),
    ("Kaffe och te", "Coffee and tea", "ET", "Fika Grossist AB"),
    ("Infusionspumpar", "Infusion pumps", "DE", "Pumpteknik AB"),
    ("Engångsmaterial", "Disposables", "CN", "Handtag Medical AB"),
    ("Fönsterputs", "Window cleaning", "SE", "Rent Glas AB"),
    ("Läkemedel, antibiotika", "Medicines, antibiotics", "IN", "Pharma Distribution AB"),
    ("Möbler", "Furniture", "PL", "Möbelverket AB"),
    ("Sårvårdsprodukter", "Wound care products", "PK", "Kirurgica AB"),
)
"""What is bought, in Swedish and English, from where, by whom."""
_SUPPLIERS = sorted({each[3] for each in THINGS})
_ONE = """format: 1
id: {id}
registration_number: RE 2025-{number:05}
title: {{sv: "{sv}", en: "{en}"}}
clause: {{level: {level}, version: "2023", terms: {{}}}}
buyer: {{name: Region Exempel, contacts: {{officer: {{name: {officer}}}}}}}
supplier: {{name: {supplier}, organisation_number: "{organisation}"}}
"""


def write_year(folder: Path, *, capacity: int | None = 40) -> Path:
    """The report file over the thirty contracts, which are written beside it."""
    for place in range(30):
        key = (place * 7 + 3) % 30
        name, text = _write_contract(key)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    path = folder / "plan.yaml"
    days = f"capacity_days: {capacity}\n" if capacity is not None else ""
    path.write_text(
        "format: 1\nid: plan-2027\nregistration_number: RE 2026-00900\ntitle: {sv: våra avtal 2027, en: our contracts 2027}\n"
        f"organisation: Region Exempel\nperiod: {{from: 2027-01-01, to: 2027-12-31}}\ncontracts: [A*.yaml]\n{days}",
        encoding="utf-8",
    )
    return path


def _write_contract(key: int) -> tuple[str, str]:
    sv, en, country, supplier = THINGS[key % 10]
    name = f"A{key:02}"
    lot = key // 10 + 1
    head = _ONE.format(
        id=name,
        number=900 - key * 13,
        sv=f"{sv}, delområde {lot}",
        en=f"{en}, lot {lot}",
        level="basic" if key % 4 == 0 else "advanced",
        officer=("Maria Ek", "Jonas Lindqvist", "Åsa Öberg")[key % 3],
        supplier=supplier,
        organisation=_make_number(supplier),
    )
    return name, head + "".join(f"{line}\n" for line in _list_rest(key, country))


def _make_number(supplier: str) -> str:
    """An organisation number whose last digit is right, for each supplier another."""
    digits = f"55600{_SUPPLIERS.index(supplier):02}11"
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(digits))
    return f"{digits[:6]}-{digits[6:]}{-total % 10}"


def _list_rest(key: int, country: str) -> Iterator[str]:
    yield from _list_dates(key)
    if key != 11:
        yield f"value: {{amount: {(key * 37 % 29 + 1) * 400000}, currency: {'EUR' if key == 4 else 'SEK'}, basis: whole_period}}"
    if key in {1, 11, 21}:
        yield f"framework_agreement: true\nframework: {{id: KLADER-2025, rank: {key // 10 + 1}}}"
    if key % 6 != 5:
        yield "risks:"
        grades = f"likelihood: {key % 5 + 1}, severity: {key * 3 % 5 + 1}"
        yield f"  - {{id: R1, description: Risk i {country}, area: labour_rights, {grades}}}"
    if key % 6 == 2:
        yield "  - {id: R2, description: Inte bedömd än, area: environment}"
    yield "monitoring:"
    if key % 3:
        yield f"  joint: {'yes' if key % 9 == 7 else 'no'}"
    yield "  responsible: buyer.officer"
    if activities := list(_list_activities(key)):
        yield "  activities:"
        yield from (f"    - {{{each}}}" for each in activities)
    if deviations := list(_list_deviations(key)):
        yield "deviations:"
        yield from deviations


def _list_dates(key: int) -> Iterator[str]:
    if key == 8:
        yield "dates: {starts: 2021-01-01, ends: 2024-12-31}"
    elif key == 17:
        yield "dates: {starts: 2025-01-01, until_further_notice: yes}"
    elif key == 26:
        yield "dates: {starts: 2028-01-01, ends: 2029-12-31}"
    else:
        yield f"dates: {{starts: 2025-0{key % 9 + 1}-01, ends: 20{28 + key % 3}-12-31}}"


def _list_activities(key: int) -> Iterator[str]:
    if key % 2 == 0 and key != 8:
        yield "id: M1, method: self_assessment, planned: 2026-03, done: 2026-03-20, days: 1"
    if key % 5 == 0:
        yield f'id: M2, method: audit, planned: 2027-{key % 12 + 1:02}, days: {key % 4 + 3}, requirements: ["2.2", "2.4"]'
    if key % 7 == 3:
        yield f"id: M3, method: dialogue, planned: 2027-{key % 12 + 1:02}-15"
    if key == 13:
        yield "id: M4, method: transparency, planned: 2026-09, days: 2"
    if key == 9:
        yield "id: M5, method: audit, days: 4"


def _list_deviations(key: int) -> Iterator[str]:
    if key in {0, 10, 5, 15}:
        yield '  - id: D1\n    found: 2026-04-01\n    against: "2.6"\n    severity: minor\n    description: Klagomål'
        yield "    action_plan: {requested: 2026-04-02, due: 2026-04-20, received: 2026-04-15, approved: 2026-04-20}"
        yield "    closed: 2026-06-01"
    if key in {2, 12, 22}:
        yield "  - {id: D1, found: 2026-05-01, against: environment, severity: minor, description: Avfall}"
    if key == 6:
        yield "  - id: D1\n    found: 2026-02-01\n    against: labour_rights\n    severity: major\n    description: Övertid"
        yield "    action_plan:\n      requested: 2026-02-05\n      due: 2026-03-01"
    if key == 19:
        yield "  - id: D1\n    found: 2026-01-10\n    against: labour_rights\n    severity: severe"
        yield "    severe_kind: forced_labour"
        yield "    description: Pass har tagits ifrån människor\n    severe_remedied_at_once: no\n    escalation:"
        yield "      - {step: immediate_termination, date: 2026-09-01, reason: Inget hände}"
