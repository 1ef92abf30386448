"""From a register to drafts: what cells mean, which are refused, and what each is called."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.contract.understanding import find_words
from generator.drafting.layout import Agreed, find_heads, propose, read_layout, read_mapping, write_mapping
from generator.drafting.register import read_register, sort_by_cell
from generator.errors import InputError
from generator.files.spreadsheets import MOST_ROWS, read_tables
from generator.workspace import Files

KINDS = read_layout(Files())
WORDS = find_words(Files())
HEADINGS = [
    "Diarienummer",
    "Avtalets namn",
    "Leverantör",
    "Org.nr",
    "Land",
    "Startdatum",
    "Slutdatum",
    "Avtalsvärde",
    "Ramavtal",
    "Nivå",
]
GOOD = [
    "RE 1",
    "Handskar",
    "Ek & Co",
    5566999917,
    "Sverige",
    date(2026, 1, 1),
    "2027-12-31 00:00:00",
    "12 000 000 kr",
    "ja",
    "bas",
]


def read(path, agreed=None, defaults=None):
    heads = list(find_heads(read_tables(path, path.read_bytes()), KINDS, agreed or Agreed()))
    return read_register(heads, WORDS, defaults or {}), heads


def tell(findings):
    return [(str(finding.place).rpartition("/")[2], finding.subject, finding.format_message()) for finding in findings]


def test_values_as_people_write_them(write_sheets):
    read_in, _ = read(write_sheets("r.xlsx", Avtal=[HEADINGS, GOOD]), defaults={"clause.version": "generation-c"})
    assert read_in.findings == ()
    (draft,) = read_in.drafts
    assert draft.values == {
        "format": "1",
        "id": "RE-1",
        "registration_number": "RE 1",
        "title": "Handskar",
        "supplier": {"name": "Ek & Co", "organisation_number": "556699-9917", "country": "SE"},
        "dates": {"starts": "2026-01-01", "ends": "2027-12-31"},
        "value": {"amount": "12000000", "currency": "SEK"},
        "framework_agreement": "true",
        "clause": {"level": "basic", "version": "generation-c"},
    }


def test_parties_framework_and_lots_are_read(write_sheets):
    more = {
        "Andra medlemmar i konsortiet": "Berg AB; Sjö & Strand HB",
        "Köper tillsammans med": "Region Grann",
        "Tecknar även för": "Exempelstads kommun",
        "Levererande bolag eller filial": "Ek Logistik AB",
        "Ramavtalets nummer": "RA-7",
        "Rangordning": 2,
    }
    path = write_sheets(
        "r.xlsx",
        Avtal=[[*HEADINGS, *more], [*GOOD, *more.values()]],
        Anbudsområden=[["Avtal", "Nummer", "Vad området gäller", "Värde"], ["RE 1", 2, "Stora", "4 000 000"], ["RE 1", 1, "Små"]],
        Produkter=[["Avtal", "Produkt", "Anbudsområde"], ["RE 1", "Handske XL", 2]],
    )
    (draft,) = read(path)[0].drafts
    assert draft.values["framework"] == {"id": "RA-7", "rank": "2"}
    assert draft.values["buyer"] == {"others": [{"name": "Region Grann"}], "on_behalf_of": [{"name": "Exempelstads kommun"}]}
    assert draft.values["supplier"]["members"] == [{"name": "Berg AB"}, {"name": "Sjö & Strand HB"}]
    assert draft.values["supplier"]["delivered_by"] == [{"name": "Ek Logistik AB"}]
    assert draft.values["lots"] == [
        {"id": "2", "name": "Stora", "value": {"amount": "4000000", "currency": "SEK"}},
        {"id": "1", "name": "Små"},
    ]
    assert draft.values["products"] == [{"id": "P1", "name": "Handske XL", "lot": "2"}]


def test_a_bad_cell_is_named_and_good_rows_are_made(write_sheets, saver):
    bad = ["RE 2", "Kök", "Kök AB", None, "Kongo", "8/12 2026", "2027-12-31", "38.500", "kanske", "mellan"]
    read_in, heads = read(write_sheets("register.xlsx", Avtal=[HEADINGS, bad, GOOD]))
    assert [draft.id for draft in read_in.drafts] == ["RE-1"]
    (refused,) = read_in.refused
    assert tell(sort_by_cell((*read_in.findings, *saver.find_wrong(refused)), heads)) == [
        ("register.xlsx:Avtal!E2", "supplier.country", "'Kongo' is not a country"),
        ("register.xlsx:Avtal!F2", "dates.starts", "'8/12 2026' can mean several things: 2026-08-12, 2026-12-08"),
        ("register.xlsx:Avtal!H2", "value", "'38.500' can mean several things: 38.500, 38500"),
        ("register.xlsx:Avtal!I2", "framework_agreement", "'kanske' is neither yes nor no"),
        ("register.xlsx:Avtal!J2", "clause.level", "'mellan' is not one of the values allowed"),
    ]


def test_other_sheets_are_items_of_the_contract_that_they_name(write_sheets):
    path = write_sheets(
        "r.xlsx",
        Risker=[
            ["Avtal", "Risk", "Länder", "Sannolikhet"],
            ["RE 1", "Skuldslaveri", "Malaysia, Thailand", 4],
            ["RE-1", "Buller", "", 2],
            ["RE 9", "X"],
        ],
        Avtal=[HEADINGS, GOOD],
        Uppföljning=[
            ["Diarienr", "Metod", "Planerad", "Kostnad"],
            ["re 1", "revision", "mars 2026", "38 500 kr"],
            [None, "dialog"],
        ],
        Annat=[["Hej"], ["RE 1"]],
    )
    read_in, _ = read(path)
    (draft,) = read_in.drafts
    assert draft.values["risks"] == [
        {"id": "R1", "description": "Skuldslaveri", "countries": ["MY", "TH"], "likelihood": "4"},
        {"id": "R2", "description": "Buller", "likelihood": "2"},
    ]
    assert draft.values["monitoring"] == {
        "activities": [{"id": "M1", "method": "audit", "planned": "2026-03", "cost": {"amount": "38500", "currency": "SEK"}}]
    }
    assert str(draft.find_place(("risks", 0, "likelihood"))).endswith("r.xlsx:Risker!D2")
    assert tell(read_in.findings) == [
        ("r.xlsx:Risker!A4", "contract", "there is no contract 'RE 9'"),
        ("r.xlsx:Uppföljning!A3", "contract", "the row doesn't say which contract it is about"),
    ]


def test_rows_that_name_no_contract_or_one_that_is_there(write_sheets):
    rows = [HEADINGS, GOOD, [None, "Utan nummer"], ["RE 1", "Igen"], ["Exempel: RE 7", "Så här"], [None, None]]
    read_in, _ = read(write_sheets("r.xlsx", Avtal=rows))
    assert [draft.values["title"] for draft in read_in.drafts] == ["Handskar"]
    assert [place for place, _, _ in tell(read_in.findings)] == ["r.xlsx:Avtal!A3", "r.xlsx:Avtal!A4"]


def test_two_currencies_in_a_row_are_refused(write_sheets):
    for said, column in (("12 SEK", "EUR"), ("12 SEK", "SEK"), (12, "EUR")):
        read_in, _ = read(write_sheets("r.xlsx", Avtal=[["Dnr", "Värde", "Valuta"], ["RE 1", said, column]]))
        assert bool(read_in.findings) is (said == "12 SEK" and column == "EUR")


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("Slut", "Tills vidare", {"until_further_notice": "true"}),
        ("Slut", "T.v.", {"until_further_notice": "true"}),
        ("Slut", "3 år", {"duration": {"years": "3"}}),
        ("Avtalstid", "24 månader", {"duration": {"months": "24"}}),
        ("Avtalstid", "4 år", {"duration": {"years": "4"}}),
    ],
)
def test_what_has_no_last_day(write_sheets, column, cell, expected):
    read_in, _ = read(write_sheets("r.xlsx", Avtal=[["Dnr", column], ["RE 1", cell]]))
    assert read_in.drafts[0].values["dates"] == expected


def test_extensions_and_lines_stand_in_one_cell(write_sheets):
    head = ["Dnr", "Kan förlängas till", "Leverantörens adress", "CPV"]
    read_in, _ = read(
        write_sheets("r.xlsx", Avtal=[head, ["RE 1", "2029-03-31; 31.3.2030", "Gatan 1; 123 45 Stad", "33141110-4, 33140000"]])
    )
    values = read_in.drafts[0].values
    assert values["dates"] == {"extensions": [{"until": "2029-03-31"}, {"until": "2030-03-31"}]}
    assert (values["supplier"]["address"], values["cpv"]) == (["Gatan 1", "123 45 Stad"], ["33141110-4", "33140000"])


def test_csv_as_excel_saves_it(tmp_path):
    for number, encoded in enumerate(
        ("Dnr;Leverantör\r\nRE 1;Åh & Co\r\n".encode("cp1252"), "\ufeffDnr,Leverantör\nRE 1,Åh & Co\n".encode())
    ):
        path = tmp_path / f"r{number}.csv"
        path.write_bytes(encoded)
        read_in, _ = read(path)
        assert read_in.drafts[0].values["supplier"] == {"name": "Åh & Co"}
        assert str(read_in.drafts[0].find_place(("supplier", "name"))).endswith(f"r{number}.csv:B2")


def test_headings_of_ones_own_are_proposed_and_agreed_on(write_sheets, tmp_path):
    rows = [["Register över avtal"], [], ["Ärendenummer i W3D3", "Avtalsbenämning", "Anm"], ["RE 1", "Handskar", "x"]]
    path = write_sheets("eget.xlsx", Blad1=rows)
    tables = read_tables(path, path.read_bytes())
    (head,) = find_heads(tables, KINDS, Agreed())
    assert dict(propose(head)) == {"Ärendenummer i W3D3": "registration_number", "Avtalsbenämning": "title", "Anm": ""}
    mapping = tmp_path / "m.yaml"
    mapping.write_text(write_mapping([head], {"Blad1": propose(head)}, "Vad som är vad."), encoding="utf-8")
    agreed = read_mapping(mapping, KINDS)
    (agreed_head,) = find_heads(tables, KINDS, agreed)
    assert (agreed_head.unknown, dict(agreed_head.fields)) == ({}, {0: "registration_number", 1: "title"})
    assert read(path, agreed)[0].drafts[0].values == {
        "format": "1",
        "id": "RE-1",
        "registration_number": "RE 1",
        "title": "Handskar",
    }


def test_a_mapping_names_fields_that_there_are(tmp_path):
    path = tmp_path / "m.yaml"
    path.write_text('sheets:\n  A:\n    is: contracts\n    columns: {"X": titel}\n  B: {is: hej}\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_mapping(path, KINDS)
    assert [finding.subject for finding in caught.value.findings] == ["sheets.A.X", "sheets.B"]


def repack(path, **changed):
    out = BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.pop(name.replace("/", "_").replace(".", "_"), None) or old.read(name))
        for name, data in changed.items():
            new.writestr(name, data)
    return out.getvalue()


def make_sheet(rows):
    return f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"xl/vbaProject.bin": b"x"}, "macros"),
        ({"xl_worksheets_sheet1_xml": b"<worksheet>" + b" " * 110_000_000}, "far too large"),
        (
            {
                "xl_sharedStrings_xml": b"<sst><si><t>" + b"x" * 1_000_000 + b"</t></si></sst>",
                "xl_worksheets_sheet1_xml": make_sheet("<row>" + '<c t="s"><v>0</v></c>' * 200 + "</row>"),
            },
            "more text than",
        ),
        (
            {"xl_worksheets_sheet1_xml": make_sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>')},
            "more than",
        ),
        (
            {"xl_worksheets_sheet1_xml": make_sheet(f'<row r="{MOST_ROWS + 1}"><c><v>1</v></c></row>')},
            "more than",
        ),
    ],
)
def test_bombs_and_macros_are_refused(write_sheets, changed, told):
    path = write_sheets("r.xlsx", Avtal=[HEADINGS, GOOD])
    with pytest.raises(InputError, match=told):
        read_tables(path, repack(path, **changed))


def test_cells_that_are_only_formatted_do_not_count(write_sheets):
    path = write_sheets("r.xlsx", Avtal=[["Dnr"], ["RE 1"]])
    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    far = sheet.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>')
    (table,) = read_tables(path, repack(path, xl_worksheets_sheet1_xml=far))
    assert table.rows == [["Dnr"], ["RE 1"]]


def make_ods(rows):
    space = "urn:oasis:names:tc:opendocument:xmlns"
    names = " ".join(f'xmlns:{name}="{space}:{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="Avtal">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>')
    return out.getvalue()


def make_cell(text, repeat=""):
    more = f' table:number-columns-repeated="{repeat}"' if repeat else ""
    return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'


def test_ods_is_read_and_its_repetitions_are_counted(tmp_path):
    path = tmp_path / "r.ods"
    rows = "".join(
        f"<table:table-row>{make_cell(a)}{make_cell(b)}</table:table-row>" for a, b in (("Dnr", "Leverantör"), ("RE 1", "Ek"))
    )
    path.write_bytes(
        make_ods(rows + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>')
    )
    assert read(path)[0].drafts[0].values["supplier"] == {"name": "Ek"}
    for row in (
        f"<table:table-row>{make_cell('x', '16384')}</table:table-row>",
        f'<table:table-row table:number-rows-repeated="1048576">{make_cell("x")}</table:table-row>',
    ):
        with pytest.raises(InputError, match="more than"):
            read_tables(path, make_ods(row))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0 nor this", b"\x00\x01"])
def test_what_is_no_spreadsheet_is_told(tmp_path, data):
    with pytest.raises(InputError):
        read_tables(tmp_path / "x.xlsx", data)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(
        st.one_of(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
            st.floats(0, 1e9),
            st.booleans(),
        ),
        min_size=10,
        max_size=10,
    )
)
def test_whatever_stands_in_cells_is_made_or_told(write_sheets, saver, cells):
    read_in, _ = read(write_sheets("r.xlsx", Avtal=[HEADINGS, cells]))
    for draft in read_in.drafts:
        assert saver.write(draft)
    assert all(str(finding.place).startswith(str(finding.place).split("!")[0]) and finding.place for finding in read_in.findings)


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "a/b", "..", ".hidden", "a\\b"])
def test_an_id_that_leaves_the_folder_is_refused_whatever_is_there(write_sheets, saver, folder, name):
    (folder / "x.yaml").write_text("format: 1\n", encoding="utf-8")
    read_in, _ = read(write_sheets("r.xlsx", Avtal=[["Dnr", "Filens namn"], ["RE 1", name]]))
    saved = saver.save(read_in.drafts[0])
    assert (saved.is_written, saved.is_there) == (False, False)
    assert [finding.subject for finding in saved.findings if finding.severity == "error"] == ["id"]


def test_of_two_columns_for_the_same_field_the_first_counts_and_the_other_is_told(write_sheets):
    read_in, (head,) = read(write_sheets("r.xlsx", Avtal=[["Dnr", "Titel", "Rubrik"], ["RE 1", "A", "B"]]))
    assert (read_in.drafts[0].values["title"], head.unknown) == ("A", {2: "Rubrik"})


def test_what_nobody_sees_is_left_out(write_sheets, saver):
    read_in, _ = read(write_sheets("r.xlsx", Avtal=[["Dnr", "Titel"], ["RE 1", "Hand\x07skar\ufeff"]]))
    assert read_in.drafts[0].values["title"] == "Handskar"
    assert saver.save(read_in.drafts[0]).is_written


@pytest.mark.parametrize(
    ("penalty", "weeks", "expected"),
    [
        ("20 000 kr", "8", {"amount": "20000", "currency": "SEK", "max_weeks": "8"}),
        (20000, "", {"amount": "20000", "currency": "SEK"}),
        ("2 000 EUR", 8, {"max_weeks": "8", "amount": "2000", "currency": "EUR"}),
        ("", "8", {"max_weeks": "8"}),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_what_is_agreed_of_a_penalty(write_sheets, penalty, weeks, expected, turned):
    columns = [("Dnr", "RE 1"), ("Vite", penalty), ("Vite i högst så många veckor", weeks), ("Uppsägningstid", 90)]
    rows = [list(each) for each in zip(*(columns[::-1] if turned else columns), strict=True)]
    read_in, _ = read(write_sheets("r.xlsx", Avtal=rows))
    assert read_in.findings == ()
    assert read_in.drafts[0].values["clause"]["terms"] == {"penalty": expected, "notice_days": "90"}


def test_an_empty_table_is_no_register(tmp_path):
    path = tmp_path / "r.csv"
    path.write_bytes(b"")
    assert list(find_heads(read_tables(path, b""), KINDS, Agreed())) == []
