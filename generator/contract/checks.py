"""What must hold between the fields of a contract or report. Called by `contract.loading`.

A check is a function from the whole to the problems in it. It may be given what `partial` builds: a single value that is None
says nothing, and is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches
from functools import cache

from generator.contract import messages, reading
from generator.contract.choices import AuditNotice, DeviationSeverity, GoalFigure, Method, SevereKind
from generator.contract.date_checks import check_orders
from generator.contract.fields import Reference
from generator.contract.messages import FieldPath, Problem, format_path, shorten
from generator.contract.models import SWEDEN, Contract, Dates, Duration, Organisation, Part, Party
from generator.contract.report import Measure, Report
from generator.contract.shape import find_part, is_pattern, list_patterns, list_types, parse_pattern, read_keys, select
from generator.rules.changes import find_value
from generator.rules.risk_gaps import find_risk_gaps

_THOUSANDTHS = -3
"""The exponent of an amount with three decimals."""

_LISTS = (
    "lots",
    "supply_chain",
    "products",
    "risks",
    "monitoring.activities",
    "monitoring.activities[].answers",
    "deviations",
    "deviations[].action_plan.actions",
    "requests",
)
"""Lists whose items have an id that is unique there."""

REFERENCES = (
    ("products[].lot", "lots"),
    ("products[].risks[]", "risks"),
    ("monitoring.activities[].products[]", "products"),
    ("monitoring.activities[].sites[]", "supply_chain"),
    ("deviations[].found_by", "monitoring.activities"),
    ("deviations[].reaudit.activity", "monitoring.activities"),
    ("deviations[].location", "supply_chain"),
)
"""Fields that hold an id, and the list that it is of."""


_COMPETITION = re.compile(r"\b31\s*(?:kap\.?|:)\s*16\b")
"""The section by which business relations are secret only where harm is to be expected."""
_BESIDE = ("buyer.others[]", "buyer.on_behalf_of[]", "supplier.members[]", "supplier.delivered_by[]")
"""Organisations that stand beside the two that sign."""


def check_contract(contract: Contract) -> Iterator[Problem]:
    """Everything that doesn't hold together in a contract."""
    for check in _CONTRACT_CHECKS:
        yield from check(contract)


def check_report(report: Report) -> Iterator[Problem]:
    """Everything that doesn't hold together in a report file."""
    yield from check_orders(report)
    contact = report.publication.contact if report.publication else None
    if contact and not (contact.email or contact.phone or contact.link):
        yield Problem(("publication", "contact"), messages.NO_WAY_TO_REACH)
    for pattern in ("goals[].measure", "next_goals[].measure"):
        for path, measure in select(report, pattern):
            yield from _check_measure(path, measure)


def find_silences(report: Report) -> Iterator[Problem]:
    """A warning for each question of a report to publish that its file says nothing on: that part is then left out of it.

    Source: the guidance on communicating results, which asks for goals reached, goals ahead, lessons and training. That effects,
    a foreword and a contact belong to what is published is this product's own.
    """
    said = {key: getattr(report, key) for key in ("goals", "next_goals", "lessons", "training", "effects", "publication")}
    if report.publication:
        said |= {f"publication.{key}": getattr(report.publication, key) for key in ("foreword", "contact")}
    yield from (Problem((), messages.NOTHING_TO_PUBLISH, {"key": key}) for key, words in said.items() if not words)


def _check_measure(path: FieldPath, measure: Measure) -> Iterator[Problem]:
    """A computed figure is measured in its own units, and has days if it asks for them."""
    figure, unit, rests_on = measure.figure, measure.unit, (*path, "figure")
    if figure and unit and unit not in figure.units:
        shown = {"figure": figure.value, "value": unit.value, "allowed": reading.list_words(figure.units)}
        yield Problem((*path, "unit"), messages.NOT_ITS_UNIT, shown, rests_on=rests_on)
    if figure and figure.asks_days and measure.days is None:
        yield Problem((*path, "days"), messages.DAYS_MISSING, {"figure": figure.value}, rests_on=rests_on)
    elif measure.days and not (figure and figure.asks_days):
        allowed = reading.list_words([each.value for each in GoalFigure if each.asks_days])
        yield Problem((*path, "days"), messages.DAYS_NOT_ASKED, {"allowed": allowed}, rests_on=rests_on)


def _check_ids(contract: Contract) -> Iterator[Problem]:
    for pattern in _LISTS:
        first: dict[tuple[FieldPath, str], tuple[FieldPath, str]] = {}
        for path, value in select(contract, f"{pattern}[].id"):
            earlier, same = first.setdefault((path[:-2], value.casefold()), (path, value))
            if earlier != path:
                mistake = messages.SAME_ID if value == same else messages.ALMOST_SAME_ID
                yield Problem(path, mistake, {"value": value, "first": format_path(earlier[:-1])})


def _check_references(contract: Contract) -> Iterator[Problem]:
    for pattern, listed in REFERENCES:
        ids = [value for _, value in select(contract, f"{listed}[].id")]
        for path, value in select(contract, pattern):
            if value in ids:
                continue
            nearest = reading.find_nearest(value, ids)
            mistake = messages.NO_SUCH_ID_NEAR if nearest else messages.NO_SUCH_ID if ids else messages.NO_IDS
            shown = {"value": shorten(value), "listed": listed, "allowed": reading.list_words(ids), "nearest": nearest or ""}
            yield Problem(path, mistake, shown, rests_on=parse_pattern(listed))


def _check_persons(contract: Contract) -> Iterator[Problem]:
    sides = {"buyer": contract.buyer, "supplier": contract.supplier}
    known = [f"{side}.{role}" for side, party in sides.items() for role in party.contacts]
    for path, value in (found for pattern in _list_person_fields() for found in select(contract, pattern)):
        if value in known:
            continue
        nearest = reading.find_nearest(value, known)
        mistake = messages.NO_SUCH_PERSON_NEAR if nearest else messages.NO_SUCH_PERSON if known else messages.NO_PERSONS
        shown = {"value": value, "allowed": reading.list_words(known), "nearest": nearest or ""}
        yield Problem(path, mistake, shown, rests_on=(value.side, "contacts"))


@cache
def _list_person_fields() -> tuple[str, ...]:
    """The patterns of all fields that refer to a person."""
    return tuple(pattern for pattern, kind in list_types(Contract) if kind == Reference)


def _check_roles(contract: Contract) -> Iterator[Problem]:
    for side, party in (("buyer", contract.buyer), ("supplier", contract.supplier)):
        for role in party.contacts:
            if not re.fullmatch(reading.ROLE, role):
                yield Problem((side, "contacts", role), messages.NOT_A_ROLE, {"value": shorten(role)})


def _list_parties(contract: Contract) -> Iterator[tuple[FieldPath, Organisation | Party]]:
    """All organisations that have a part in the contract, each with its path."""
    for pattern in ("buyer", "supplier", *_BESIDE):
        yield from select(contract, pattern)


def _check_organisation_numbers(contract: Contract) -> Iterator[Problem]:
    for path, party in _list_parties(contract):
        number = party.organisation_number
        if number is None or party.country not in {None, SWEDEN}:
            continue
        place, country = (*path, "organisation_number"), (*path, "country")
        # Without a hyphen it stands only in what is partly wrong elsewhere: what is right has got its own.
        if not re.fullmatch(r"[0-9]{6}-?[0-9]{4}", number):
            yield Problem(place, messages.NOT_SWEDISH_NUMBER, {"value": shorten(number)}, rests_on=country)
        elif not has_check_digit(number):
            yield Problem(place, messages.WRONG_CHECK_DIGIT, {"value": number}, rests_on=country)


def _check_parties(contract: Contract) -> Iterator[Problem]:
    """Nobody stands twice among buyers or suppliers: the one that signs isn't among those beside it."""
    for side in ("buyer", "supplier"):
        first: dict[str, FieldPath] = {}
        for path, party in _list_parties(contract):
            if path[0] != side or path[1:2] == ("delivered_by",):
                continue
            for known in filter(None, (party.organisation_number, party.name and party.name.casefold())):
                earlier = first.setdefault(known, path)
                if earlier != path:
                    key = "organisation_number" if known == party.organisation_number else "name"
                    shown = {"value": known if key != "name" else party.name, "first": format_path(earlier)}
                    yield Problem((*path, key), messages.SAME_PARTY, shown)
                    break


def _check_framework(contract: Contract) -> Iterator[Problem]:
    """What is a part of a framework agreement is one, with call-offs."""
    if contract.framework and not contract.framework_agreement:
        yield Problem(("framework",), messages.NOT_A_FRAMEWORK, rests_on=("framework_agreement",))


def has_check_digit(number: str) -> bool:
    """Whether the last of the ten digits fits the others.

    Source: the modulus-10 method that the Swedish Tax Agency and the Companies Registration Office use for their numbers.
    """
    digits = [int(digit) for digit in number if digit.isdigit()]
    doubled = [digit * 2 if index % 2 == 0 else digit for index, digit in enumerate(digits)]
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0  # noqa: PLR2004 (the sum of two digits)


def check_codes(contract: Contract) -> Iterator[Problem]:
    """Warnings: CPV codes whose check digit doesn't fit; without one, nothing is known."""
    for path, code in select(contract, "cpv[]"):
        if code and "-" in code and not has_cpv_digit(code):
            nearest = f"{code[:8]}-{find_cpv_digit(code[:8])}"
            yield Problem(path, messages.WRONG_CPV_DIGIT, {"value": code, "nearest": nearest})


def has_cpv_digit(code: str) -> bool:
    """Whether the digit after the hyphen fits the eight before it."""
    return code[9:] == find_cpv_digit(code[:8])


def find_cpv_digit(digits: str) -> str:
    """The check digit of a CPV code.

    Source: worked out from the codes in Regulation (EC) No 213/2008, which doesn't say how: weights 3, 7, 1; the last digit.
    """
    return str(sum(int(digit) * weight for digit, weight in zip(digits, (3, 7, 1, 3, 7, 1, 3, 7), strict=True)) % 10)


def _check_amounts(whole: Part) -> Iterator[Problem]:
    for pattern in _list_money_fields(type(whole)):
        for path, money in select(whole, pattern):
            if money.amount is not None and money.currency:
                yield from _check_decimals((*path, "amount"), money.amount, money.currency)


def _check_end(contract: Contract) -> Iterator[Problem]:
    """A contract says when it ends, how long it runs, or that it has no end; and not two of these that contradict each other."""
    dates = contract.dates
    if dates is None or not any(getattr(dates, name) for name in type(dates).model_fields):
        return
    if dates.until_further_notice:
        given = [name for name in ("ends", "duration", "extensions") if getattr(dates, name)]
        for name in given[:1] if dates.duration else given:
            field = "duration" if dates.duration else name
            yield Problem(("dates", field), messages.HAS_NO_END, {"field": field}, rests_on=("dates", "until_further_notice"))
    elif dates.duration:
        yield from _check_duration(dates, dates.duration) if dates.starts else ()
    elif dates.ends is None:
        yield Problem(("dates", "ends"), messages.END_MISSING)


def _check_duration(dates: Dates, duration: Duration) -> Iterator[Problem]:
    follows = duration.find_last_day(dates.starts)
    if follows is None:
        yield Problem(("dates", "duration"), messages.NO_LAST_DAY, rests_on=("dates", "duration"))
    elif dates.ends and dates.ends != follows:  # of a file that is partly wrong, no last day has been worked out
        shown = {"value": str(dates.ends), "follows": str(follows)}
        yield Problem(("dates", "ends"), messages.NOT_THE_DURATION, shown, rests_on=("dates", "duration"))


def _check_changed_ends(contract: Contract) -> Iterator[Problem]:
    """A change gives the contract another last day, or takes it away."""
    for index, change in enumerate(contract.changes):
        if change.ends and change.until_further_notice:
            path = ("changes", index)
            yield Problem((*path, "ends"), messages.HAS_NO_END, {"field": "ends"}, rests_on=(*path, "until_further_notice"))


def _check_extensions(contract: Contract) -> Iterator[Problem]:
    """An extension is decided on or declined, and not both."""
    for path, declined in select(contract, "dates.extensions[].declined"):
        decided = contract.dates.extensions[int(path[2])].decided
        if decided:
            shown = {"value": str(declined), "decided": str(decided)}
            yield Problem(path, messages.DECIDED_TWICE, shown, rests_on=(*path[:-1], "decided"))


def _check_decimals(path: FieldPath, amount: Decimal, currency: str) -> Iterator[Problem]:
    """A problem where an amount has more decimals than its currency has by Unicode CLDR: most often it was to be thousands."""
    exponent = amount.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= 0:
        return
    from babel.numbers import get_currency_precision  # noqa: PLC0415 (most amounts have no decimals)

    digits = get_currency_precision(currency)
    if -exponent > digits:
        mistake = messages.THOUSAND_POINT if exponent == _THOUSANDTHS else messages.TOO_MANY_DECIMALS
        nearest = amount.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        shown = {"value": str(amount), "currency": currency, "digits": str(digits), "nearest": str(nearest)}
        shown["whole"] = str(amount).replace(".", "").lstrip("0") or "0"
        yield Problem(path, mistake, shown, rests_on=(*path[:-1], "currency"))


@cache
def _list_money_fields(whole: type[Part]) -> tuple[str, ...]:
    """The patterns of all that has an amount in a currency."""
    parts = ((pattern, find_part(kind)) for pattern, kind in list_types(whole))
    return tuple(pattern for pattern, part in parts if part and {"amount", "currency"} <= set(read_keys(part)))


def _check_severity(contract: Contract) -> Iterator[Problem]:
    """Source: the clause; it lists what is severe, and treats only that as severe."""
    for index, deviation in enumerate(contract.deviations):
        here: FieldPath = ("deviations", index)
        given = {"severe_kind": deviation.severe_kind, "severe_remedied_at_once": deviation.severe_remedied_at_once}
        keys = [key for key, value in given.items() if value is not None]
        if deviation.severity is DeviationSeverity.SEVERE and deviation.severe_kind is None:
            kinds = reading.list_words([kind.value for kind in SevereKind])
            yield Problem((*here, "severe_kind"), messages.SEVERE_WITHOUT_KIND, {"allowed": kinds})
        elif deviation.severity is None and keys:
            yield Problem((*here, "severity"), messages.SEVERITY_MISSING, {"key": keys[0]})
        elif deviation.severity is not DeviationSeverity.SEVERE:
            shown = {"severity": str(deviation.severity)}
            yield from (Problem((*here, key), messages.ONLY_IF_SEVERE, shown) for key in keys)


def _check_submissions(contract: Contract) -> Iterator[Problem]:
    """Evidence is accepted or rejected, not both, and a rejection says why."""
    for path, sent in select(contract, "deviations[].action_plan.actions[].submitted[]"):
        if sent.accepted and sent.rejected:
            shown = {"accepted": str(sent.accepted)}
            yield Problem((*path, "rejected"), messages.ACCEPTED_AND_REJECTED, shown, rests_on=(*path, "accepted"))
        if sent.rejected and sent.reason is None:
            yield Problem((*path, "reason"), messages.REJECTED_WITHOUT_REASON)


def _check_audits(contract: Contract) -> Iterator[Problem]:
    """An audit says how it is made, and nothing else does; only a semi-announced one has a span."""
    for index, activity in enumerate(contract.monitoring.activities):
        audit, here = activity.audit, ("monitoring", "activities", index)
        if audit is None:
            continue
        if activity.method not in {None, Method.AUDIT}:
            shown = {"method": activity.method.value}
            yield Problem((*here, "audit"), messages.ONLY_FOR_AUDITS, shown, rests_on=(*here, "method"))
        is_spanned = audit.notice is AuditNotice.SEMI_ANNOUNCED
        for key, day in (("from", audit.from_), ("until", audit.until)):
            if day and not is_spanned:
                yield Problem((*here, "audit", key), messages.NO_SPAN, rests_on=(*here, "audit", "notice"))
        if is_spanned and (audit.from_ is None) != (audit.until is None):
            key, other = ("until", "from") if audit.until is None else ("from", "until")
            yield Problem((*here, "audit", key), messages.HALF_SPAN, {"other": other})
        if audit.notice is AuditNotice.UNANNOUNCED and activity.notified and not activity.done:
            yield Problem((*here, "notified"), messages.TOLD_OF_UNANNOUNCED, rests_on=(*here, "audit", "notice"))


def list_gaps(contract: Contract) -> Iterator[Problem]:
    """Warnings: what nothing is wrong without, and the work can't do without.

    Source: the guidance: without the person responsible for due diligence the cooperation and the monitoring don't work.
    """
    if "due_diligence" not in contract.supplier.contacts:
        yield Problem(("supplier", "contacts", "due_diligence"), messages.NOBODY_RESPONSIBLE, {})
    if contract.supplier.joint_liability is not None and not contract.supplier.members:
        yield Problem(("supplier", "joint_liability"), messages.NO_CONSORTIUM, {})
    yield from _check_lots(contract)
    yield from _check_risks(contract)


def check_secrecy(contract: Contract, on: date) -> Iterator[Problem]:
    """Warnings: what a decision that something is secret lacks, or that it is to be tried again.

    Source: the Public Access to Information and Secrecy Act (2009:400), chapter 31, section 16: the business relations of others
    are secret where there is special reason to expect that they are harmed, for twenty years at most.
    """
    for number, entry in enumerate(contract.confidential):
        basis = entry.basis.choose("sv") if entry.basis else ""
        if _COMPETITION.search(basis) and entry.harm is None:
            yield Problem(("confidential", number, "harm"), messages.NO_HARM, {"basis": basis})
        if entry.decided and entry.until is None:
            yield Problem(("confidential", number, "until"), messages.NO_END, {"value": str(entry.decided)})
        if entry.until and entry.until < on:
            yield Problem(("confidential", number, "until"), messages.DECISION_OVER, {"value": str(entry.until)})


def _check_risks(contract: Contract) -> Iterator[Problem]:
    """Warnings: where chain, products and risks don't fit together."""
    gaps = find_risk_gaps(contract)
    for mixed in gaps.mixed:
        shown = {"value": mixed.country, "actor": mixed.actor.id, "other": mixed.other, "risks": reading.list_words(mixed.risks)}
        yield Problem(("supply_chain", mixed.number, "country"), messages.MIXED_COUNTRIES, shown)
    for each in gaps.unassessed:
        yield Problem(("supply_chain", each.number, "country"), messages.COUNTRY_NOT_ASSESSED, {"value": each.country})
    for number in gaps.without_risks:
        yield Problem(("products", number, "risks"), messages.PRODUCT_WITHOUT_RISKS)
    if gaps.lacks_sample:
        yield Problem(("products",), messages.NO_SAMPLE)


def _check_lots(contract: Contract) -> Iterator[Problem]:
    """Whether the lots are worth no more than the contract, where all amounts cover the same."""
    whole, values = find_value(contract, date.max), [lot.value for lot in contract.lots if lot.value]
    if whole and values and {(each.currency, each.basis) for each in values} == {(whole.currency, whole.basis)}:
        total = sum((each.amount for each in values), Decimal(0))
        if total > whole.amount:
            shown = {"total": str(total), "value": str(whole.amount), "currency": whole.currency}
            yield Problem(("lots",), messages.LOTS_EXCEED, shown)


def _check_confidential(contract: Contract) -> Iterator[Problem]:
    for path, pattern in select(contract, "confidential[].fields"):
        if not is_pattern(Contract, pattern):
            near = get_close_matches(pattern, list_patterns(Contract), 1, 0.6)
            mistake = messages.NO_SUCH_FIELD_NEAR if near else messages.NO_SUCH_FIELD
            yield Problem(path, mistake, {"value": shorten(pattern), "nearest": near[0] if near else ""})


_CONTRACT_CHECKS: tuple[Callable[[Contract], Iterator[Problem]], ...] = (
    check_orders,
    _check_ids,
    _check_references,
    _check_persons,
    _check_roles,
    _check_organisation_numbers,
    _check_parties,
    _check_framework,
    _check_amounts,
    _check_severity,
    _check_audits,
    _check_submissions,
    _check_end,
    _check_changed_ends,
    _check_extensions,
    _check_confidential,
)
