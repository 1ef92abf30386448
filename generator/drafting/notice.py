"""Award notices as published by the EU (eForms, XML): a draft for each contract that was awarded. Called by `cli`.

Anybody may have made the file: no entity is resolved, nothing is fetched, and what declares a document type is refused.

Source: the eForms SDK 1.15 of the Publications Office, its business terms (BT-numbers beside the fields).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from babel.core import get_global
from lxml import etree
from msgspec import Struct, field

from generator.contract.codes import COUNTRIES
from generator.drafting.draft import Draft, Note, Values, make_id
from generator.errors import N_, Finding, InputError, Place
from generator.files.spreadsheets import make_clean

LARGEST = 20_000_000
"""The most bytes that a notice may have."""
_ROOT = "ContractAwardNotice"
_NOT_GIVEN = "2000-01-01"
"""What stands for a date of award that isn't given: the schema wants one (BT-1451)."""
_UNITS = {"YEAR": "years", "MONTH": "months", "WEEK": "weeks", "DAY": "days"}
"""How long a contract runs (BT-36), by the codes of UN/ECE as eForms has them."""
_UNLIMITED = "UNLIMITED"
"""How long one runs that has no end (BT-538)."""
_WON = "selec-w"

Element = Any
"""An element of the notice; what lxml gives has no types here."""


class _Lot(Struct, frozen=True):
    """A lot of the procurement."""

    id: str
    title: Values
    number: str
    cpv: tuple[str, ...]
    starts: str
    ends: str
    duration: tuple[str, str]
    """How long, and in which unit."""
    framework: str
    renewals: str


class _Notice(Struct):
    """The notice, with what its parts refer to by their ids."""

    root: Element
    path: Path
    organisations: dict[str, Element] = field(default_factory=dict)
    lots: dict[str, _Lot] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    """The lots of each group of lots that a tender may be for."""
    tenders: dict[str, Element] = field(default_factory=dict)
    parties: dict[str, Element] = field(default_factory=dict)


def is_notice(data: bytes) -> bool:
    """Whether the file looks like XML."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def read_notice(path: Path, data: bytes) -> list[Draft]:
    """The contracts of the notice, one for each winner.

    Raises:
        InputError: it isn't an award notice, or it names no winner.
    """
    notice = _read(path, data)
    drafts = list(_list_drafts(notice))
    if not drafts:
        hint = "only a notice that a contract was awarded has what a contract file needs"
        raise InputError(Finding("the notice names no winner", Place(str(path)), hint=hint))
    return drafts


def _read(path: Path, data: bytes) -> _Notice:
    root = _parse(data, Place(str(path)))
    notice = _Notice(root, path)
    for company in _find(root, ".//{*}Organizations/{*}Organization/{*}Company"):
        notice.organisations.setdefault(_text(company, "{*}PartyIdentification/{*}ID"), company)
    for read in map(_read_lot, filter(_is_lot, _find(root, "{*}ProcurementProjectLot"))):
        notice.lots.setdefault(read.id, read)
    for group in _find(root, "{*}TenderingTerms/{*}LotDistribution/{*}LotsGroup"):
        inner = [_text(each, "{*}ID") for each in _find(group, "{*}ProcurementProjectLotReference")]
        notice.groups.setdefault(_text(group, "{*}LotsGroupID"), inner)
    for tender in _find(root, ".//{*}NoticeResult/{*}LotTender"):
        notice.tenders.setdefault(_text(tender, "{*}ID"), tender)
    for party in _find(root, ".//{*}NoticeResult/{*}TenderingParty"):
        notice.parties.setdefault(_text(party, "{*}ID"), party)
    return notice


def _parse(data: bytes, place: Place) -> Element:
    """The root of the notice.

    Raises:
        InputError: it is too large, isn't XML, declares a document type, or is something else.
    """
    if len(data) > LARGEST:
        raise InputError(Finding("the file is larger than {limit} bytes", place, values={"limit": str(LARGEST)}))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True)
    try:
        root: Element = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        line, column = getattr(problem, "position", None) or (0, 0)
        hint = "fetch it once more; it may have been cut off on its way"
        raise InputError(
            Finding("from here on this is not well-formed XML", Place(place.file, line, column), hint=hint)
        ) from problem
    if root.getroottree().docinfo.doctype:
        raise InputError(Finding("the file declares a document type, which no notice has", place))
    if etree.QName(root).localname != _ROOT:
        hint = "fetch the result of the procurement as eForms XML from TED, and name that"
        values = {"name": str(etree.QName(root).localname)}
        raise InputError(Finding("this is '{name}', not an award notice", place, hint=hint, values=values))
    return root


def _find(element: Element, path: str) -> list[Element]:
    return list(element.iterfind(path)) if element is not None else []


def _text(element: Element, path: str) -> str:
    """The text of the first element there, on one line; nothing if there is none."""
    found = element.find(path) if element is not None else None
    return _clean(found) if found is not None else ""


def _clean(element: Element) -> str:
    """The text of an element on one line."""
    return " ".join(make_clean(element.text or "").split())


def _texts(element: Element, path: str) -> Values:
    """What is said there, by language."""
    said = ((_find_language(each.get("languageID", "")), _clean(each)) for each in _find(element, path))
    found: Values = {}
    for language, text in said:
        if text:
            found.setdefault(language, text)
    return found


def _find_language(code: str) -> str:
    """A language's tag by its three letters."""
    short = get_global("language_aliases").get(code.lower(), code.lower())
    return short if re.fullmatch("[a-z]{2,3}", short) else "und"


def _read_lot(lot: Element) -> _Lot:
    project, period = lot.find("{*}ProcurementProject"), lot.find("{*}ProcurementProject/{*}PlannedPeriod")
    systems = {each.get("listName", ""): _clean(each) for each in _find(lot, ".//{*}ContractingSystemTypeCode")}
    return _Lot(
        _text(lot, "{*}ID"),
        _texts(project, "{*}Name"),  # BT-21
        _text(project, "{*}ID"),  # BT-22
        _list_cpv(project),  # BT-262, BT-263
        _read_day(_text(period, "{*}StartDate")),  # BT-536
        _read_day(_text(period, "{*}EndDate")),  # BT-537
        _read_duration(period),
        systems.get("framework-agreement", ""),  # BT-765
        _text(project, "{*}ContractExtension/{*}MaximumNumberNumeric"),  # BT-58
    )


def _read_duration(period: Element) -> tuple[str, str]:
    """How long, and in which unit (BT-36); a code alone where that is no number (BT-538)."""
    measure = period.find("{*}DurationMeasure") if period is not None else None
    if measure is not None:
        return _clean(measure), str(measure.get("unitCode", ""))
    return "", _text(period, "{*}DescriptionCode")


def _is_lot(lot: Element) -> bool:
    """Whether it is a lot, not a group of them or a part of a plan."""
    name = lot.find("{*}ID")
    return name is not None and name.get("schemeName", "Lot") == "Lot"


def _list_cpv(project: Element) -> tuple[str, ...]:
    kinds = ("MainCommodityClassification", "AdditionalCommodityClassification")
    codes = chain.from_iterable(_find(project, f"{{*}}{kind}/{{*}}ItemClassificationCode") for kind in kinds)
    return tuple(dict.fromkeys(_clean(code) for code in codes if code.get("listName", "cpv") == "cpv"))


def _read_day(text: str) -> str:
    """A date without its time zone; nothing where none is given."""
    day = text[: len(_NOT_GIVEN)]
    return "" if day == _NOT_GIVEN else day


def _list_drafts(notice: _Notice) -> Iterator[Draft]:
    """A draft for each winner of each contract; where no contracts are listed, of each tender that won."""
    taken: set[str] = set()
    for contract in _find(notice.root, ".//{*}NoticeResult/{*}SettledContract"):
        tenders = [_text(each, "{*}ID") for each in _find(contract, "{*}LotTender")]
        taken.update(tenders)
        by_party: dict[str, list[Element]] = {}
        for tender in (notice.tenders[each] for each in tenders if each in notice.tenders):
            by_party.setdefault(_text(tender, "{*}TenderingParty/{*}ID"), []).append(tender)
        for party, won in by_party.items():
            yield from _make_draft(notice, contract, party, won)
    for result in _find(notice.root, ".//{*}NoticeResult/{*}LotResult"):
        if _text(result, "{*}TenderResultCode") != _WON:
            continue
        for reference in _find(result, "{*}LotTender"):
            tender = _text(reference, "{*}ID")
            if tender in notice.tenders and tender not in taken and not _find(result, "{*}SettledContract"):
                taken.add(tender)
                won = notice.tenders[tender]
                yield from _make_draft(notice, None, _text(won, "{*}TenderingParty/{*}ID"), [won])


def _make_draft(notice: _Notice, contract: Element, party: str, tenders: list[Element]) -> Iterator[Draft]:
    """The draft of what one party has won; nothing if nobody says who that is."""
    tenderers = _find(notice.parties.get(party), "{*}Tenderer")
    leaders = [each for each in tenderers if _text(each, "{*}GroupLeadIndicator") == "true"]
    members = [notice.organisations.get(_text(each, "{*}ID")) for each in (*leaders, *(x for x in tenderers if x not in leaders))]
    winners = [member for member in members if member is not None]
    if not winners:
        return
    named = [_text(tender, "{*}TenderLot/{*}ID") for tender in tenders]
    ids = dict.fromkeys(chain.from_iterable(notice.groups.get(each, [each]) for each in named))
    lots = [notice.lots[each] for each in ids if each in notice.lots]
    values: Values = {"format": "1"}
    notes: dict[str, list[Note]] = {}
    number = _text(contract, "{*}ContractReference/{*}ID") or _text(notice.root, "{*}ProcurementProject/{*}ID")  # BT-150, BT-22
    if number:
        values |= {"id": make_id(number), "registration_number": number}
        notes["registration_number"] = [Note(N_("The notice has this number; write your own in the register if it is another."))]
    else:
        values["id"] = make_id(f"{_text(notice.root, '{*}ID')[:8]}-{_text(contract, '{*}ID') or party}")
    values["title"] = _choose_title(notice, contract, lots)
    values["cpv"] = list(dict.fromkeys(code for lot in lots for code in lot.cpv)) or list(
        _list_cpv(notice.root.find("{*}ProcurementProject"))
    )
    if kinds := [lot.framework for lot in lots if lot.framework]:
        values["framework_agreement"] = "false" if set(kinds) == {"none"} else "true"
    values["value"] = _add_amounts(tenders, notes)
    values["buyer"] = _read_buyer(notice, contract, notes)
    values["supplier"] = _read_organisation(winners[0], notes, "supplier")
    if len(winners) > 1:
        values["supplier"]["members"] = [_read_party(each) for each in winners[1:]]
    values["dates"] = _read_dates(notice, contract, lots, notes)
    values["lots"] = _list_lots(notice, lots)
    _add_rank(values, lots, notice, tenders, notes)
    origin = Note(
        N_("Made on {day} from the award notice {file}. What it lacks stands as comments: fill it in, and delete the sign #."),
        {"file": notice.path.name},
    )
    kept = {key: value for key, value in values.items() if value}
    yield Draft(kept, origin, {(): Place(str(notice.path))}, {pattern: tuple(each) for pattern, each in notes.items()})


def _choose_title(notice: _Notice, contract: Element, lots: list[_Lot]) -> Values:
    """The contract's title, or else that of the procurement, with the lot's where there are several."""
    if titles := _texts(contract, "{*}Title"):  # BT-721
        return titles
    whole = _texts(notice.root, "{*}ProcurementProject/{*}Name")  # BT-21
    if len(notice.lots) > 1 and len(lots) == 1:
        return {tag: f"{text} – {lots[0].title[tag]}" if tag in lots[0].title else text for tag, text in whole.items()}
    return whole


def _add_amounts(tenders: list[Element], notes: dict[str, list[Note]]) -> Values:
    """The sum of what was tendered, where all is in one currency (BT-720)."""
    amounts = [each for tender in tenders for each in _find(tender, "{*}LegalMonetaryTotal/{*}PayableAmount")]
    currencies = {each.get("currencyID", "") for each in amounts}
    shown = [_clean(each) for each in amounts]
    if len(amounts) == 1:
        return {"amount": shown[0], "currency": currencies.pop()}
    if amounts:
        said = ", ".join(f"{text} {each.get('currencyID', '')}" for text, each in zip(shown, amounts, strict=True))
        notes.setdefault("value", []).append(Note(N_("The notice has several amounts: {amounts}."), {"amounts": said}))
    return {}


def _read_buyer(notice: _Notice, contract: Element, notes: dict[str, list[Note]]) -> Values:
    """Who signs the contract, or else who procures; the others are noted."""
    signs = [_text(each, "{*}PartyIdentification/{*}ID") for each in _find(contract, "{*}SignatoryParty")]
    procures = [_text(each, "{*}Party/{*}PartyIdentification/{*}ID") for each in _find(notice.root, "{*}ContractingParty")]
    known = [notice.organisations[each] for each in dict.fromkeys([*signs, *procures]) if each in notice.organisations]
    if not known:
        return {}
    others = [_read_party(each) for each in known[1:]]
    return _read_organisation(known[0], notes, "buyer") | ({"others": others} if others else {})


def _read_party(company: Element) -> Values:
    """What is told of an organisation that stands beside the one that signs."""
    known = _read_organisation(company, {}, "")
    return {key: known[key] for key in ("name", "organisation_number", "country") if key in known}


def _name(company: Element) -> str:
    """What an organisation is called, in Swedish or English where it says so in several languages."""
    names = _texts(company, "{*}PartyName/{*}Name")  # BT-500
    return str(names.get("sv") or names.get("en") or next(iter(names.values()), ""))


def _read_organisation(company: Element, notes: dict[str, list[Note]], side: str) -> Values:
    address = company.find("{*}PostalAddress")
    city = " ".join(filter(None, (_text(address, "{*}PostalZone"), _text(address, "{*}CityName"))))  # BT-512, BT-513
    streets = [_text(address, f"{{*}}{key}") for key in ("StreetName", "AdditionalStreetName", "AddressLine/{*}Line")]  # BT-510
    code = _text(address, "{*}Country/{*}IdentificationCode")  # BT-514
    country = _find_country(code)
    _note_contact(company, notes, side)
    values = {
        "name": _name(company),
        "organisation_number": _text(company, "{*}PartyLegalEntity/{*}CompanyID"),  # BT-501
        "address": [line for line in (*streets, city) if line],
        "country": country,
    }
    return {key: value for key, value in values.items() if value}


def _find_country(code: str) -> str:
    found = get_global("territory_aliases").get(code, [code])
    return found[0] if len(found) == 1 and found[0] in COUNTRIES else code


def _note_contact(company: Element, notes: dict[str, list[Note]], side: str) -> None:
    """What the notice says of how to reach an organisation: seldom the person who is to be named."""
    keys = ("Name", "ElectronicMail", "Telephone")  # BT-502, BT-506, BT-503
    if said := ", ".join(filter(None, (_text(company, f"{{*}}Contact/{{*}}{key}") for key in keys))):
        role = "officer" if side == "buyer" else "due_diligence"
        note = Note(N_("The notice gives this contact: {contact}."), {"contact": said})
        notes.setdefault(f"{side}.contacts.{role}", []).append(note)


def _read_dates(notice: _Notice, contract: Element, lots: list[_Lot], notes: dict[str, list[Note]]) -> Values:
    awarded = _read_day(_text(contract, "{*}AwardDate")) or _read_day(_text(notice.root, "{*}TenderResult/{*}AwardDate"))
    starts, ends = _agree(lot.starts for lot in lots), _agree(lot.ends for lot in lots)
    number, _, unit = _agree(" ".join(lot.duration) if any(lot.duration) else "" for lot in lots).partition(" ")
    if renewals := _agree(lot.renewals for lot in lots):
        note = Note(N_("The notice allows {number} extensions, without their dates."), {"number": renewals})
        notes.setdefault("dates.ends", []).append(note)
    values: Values = {
        "awarded": awarded,
        "signed": _read_day(_text(contract, "{*}IssueDate")),  # BT-145
        "starts": starts,
        "ends": ends,
    }
    if not ends and unit in _UNITS and number:
        values["duration"] = {_UNITS[unit]: number}
    elif not ends and unit == _UNLIMITED:
        values["until_further_notice"] = "true"
    return {key: value for key, value in values.items() if value}


def _agree(said: Iterator[str]) -> str:
    """What all say who say anything; nothing where they differ."""
    found = {each for each in said if each}
    return found.pop() if len(found) == 1 else ""


def _list_lots(notice: _Notice, lots: list[_Lot]) -> list[Values]:
    """The lots that the contract is for, where the procurement has several."""
    return [{"id": lot.id, "name": lot.title or lot.id} for lot in lots] if len(notice.lots) > 1 else []


def _add_rank(values: Values, lots: list[_Lot], notice: _Notice, tenders: list[Element], notes: dict[str, list[Note]]) -> None:
    """How the tender was ranked in a framework agreement (BT-171), which goes by the number of its procurement and its lot."""
    ranks = list(dict.fromkeys(filter(None, (_text(tender, "{*}RankCode") for tender in tenders))))
    if len(ranks) == 1 and ranks[0].isdigit() and values.get("framework_agreement") == "true":
        number = _text(notice.root, "{*}ProcurementProject/{*}ID") or _text(notice.root, "{*}ID")[:8]
        lot = lots[0].id if len(lots) == 1 and len(notice.lots) > 1 else ""
        values["framework"] = {"id": make_id(" ".join(filter(None, (number, lot)))), "rank": ranks[0]}
    elif ranks:
        notes.setdefault("", []).append(Note(N_("Rank of the tender: {rank}."), {"rank": ", ".join(ranks)}))
