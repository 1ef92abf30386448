"""Award notices as short as they can be, of our own making."""

from __future__ import annotations

_SPACES = (
    'xmlns="urn:oasis:names:specification:ubl:schema:xsd:ContractAwardNotice-2" '
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2" '
    'xmlns:efac="http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1" '
    'xmlns:efbc="http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1"'
)


def make_company(key, name, number, country="SWE", street="Storgatan 1"):
    return f"""<efac:Organization><efac:Company>
      <cac:PartyIdentification><cbc:ID>{key}</cbc:ID></cac:PartyIdentification>
      <cac:PartyName><cbc:Name languageID="SWE">{name}</cbc:Name></cac:PartyName>
      <cac:PostalAddress><cbc:StreetName>{street}</cbc:StreetName><cbc:CityName>Exempelstad</cbc:CityName>
        <cbc:PostalZone>123 45</cbc:PostalZone>
        <cac:Country><cbc:IdentificationCode>{country}</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
      <cac:PartyLegalEntity><cbc:CompanyID>{number}</cbc:CompanyID></cac:PartyLegalEntity>
      <cac:Contact><cbc:ElectronicMail>info@{key.lower()}.example</cbc:ElectronicMail></cac:Contact>
    </efac:Company></efac:Organization>"""


def make_lot(key, title, period="", framework="none"):
    return f"""<cac:ProcurementProjectLot><cbc:ID schemeName="Lot">{key}</cbc:ID>
      <cac:TenderingProcess><cac:ContractingSystem>
        <cbc:ContractingSystemTypeCode listName="framework-agreement">{framework}</cbc:ContractingSystemTypeCode>
      </cac:ContractingSystem></cac:TenderingProcess>
      <cac:ProcurementProject><cbc:Name languageID="SWE">{title}</cbc:Name>
        <cac:MainCommodityClassification><cbc:ItemClassificationCode listName="cpv">33141110</cbc:ItemClassificationCode>
        </cac:MainCommodityClassification><cac:PlannedPeriod>{period}</cac:PlannedPeriod></cac:ProcurementProject>
    </cac:ProcurementProjectLot>"""


def make_tender(key, party, lot, amount="1000000", currency="SEK"):
    return f"""<efac:LotTender><cbc:ID>{key}</cbc:ID>
      <cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="{currency}">{amount}</cbc:PayableAmount></cac:LegalMonetaryTotal>
      <efac:TenderingParty><cbc:ID>{party}</cbc:ID></efac:TenderingParty>
      <efac:TenderLot><cbc:ID>{lot}</cbc:ID></efac:TenderLot></efac:LotTender>"""


def make_contract(key, *tenders, number="", signed="", awarded="2026-03-02+01:00"):
    reference = f"<efac:ContractReference><cbc:ID>{number}</cbc:ID></efac:ContractReference>" if number else ""
    issued = f"<cbc:IssueDate>{signed}</cbc:IssueDate>" if signed else ""
    refs = "".join(f"<efac:LotTender><cbc:ID>{tender}</cbc:ID></efac:LotTender>" for tender in tenders)
    return f"""<efac:SettledContract><cbc:ID>{key}</cbc:ID>{issued}<cbc:AwardDate>{awarded}</cbc:AwardDate>
      <cac:SignatoryParty><cac:PartyIdentification><cbc:ID>ORG-1</cbc:ID></cac:PartyIdentification></cac:SignatoryParty>
      {reference}{refs}</efac:SettledContract>"""


def make_party(key, *members, leader=""):
    inner = "".join(
        f"<efac:Tenderer><cbc:ID>{member}</cbc:ID>"
        f"<efbc:GroupLeadIndicator>{'true' if member == leader else 'false'}</efbc:GroupLeadIndicator></efac:Tenderer>"
        for member in members
    )
    return f"<efac:TenderingParty><cbc:ID>{key}</cbc:ID>{inner}</efac:TenderingParty>"


def make_notice(companies, lots, result, title="Sårvård", prolog=""):
    return f"""<?xml version="1.0" encoding="UTF-8"?>{prolog}
    <ContractAwardNotice {_SPACES}><efac:NoticeResult>{result}</efac:NoticeResult>
      <efac:Organizations>{companies}</efac:Organizations>
      <cbc:ID schemeName="notice-id">65667997-031a</cbc:ID>
      <cac:ContractingParty><cac:Party><cac:PartyIdentification><cbc:ID>ORG-1</cbc:ID></cac:PartyIdentification></cac:Party>
      </cac:ContractingParty>
      <cac:ProcurementProject><cbc:Name languageID="SWE">{title}</cbc:Name><cbc:Name languageID="ENG">Wound care</cbc:Name>
      </cac:ProcurementProject>{lots}
      <cac:TenderResult><cbc:AwardDate>2000-01-01Z</cbc:AwardDate></cac:TenderResult>
    </ContractAwardNotice>""".encode()


BUYER = make_company("ORG-1", "Region Exempel", "232199-9993")
SUPPLIER = make_company("ORG-2", "Sårvård Norden AB", "556699-9917")
