"""How deep monitoring has gone, and which parts of the clause it has looked at. Pure; for `rules.figures` and `rules.yearly`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from generator.contract.choices import AuditPlace, Method
from generator.contract.clause import Clause
from generator.contract.models import Activity


class Depth(Enum):
    """How close monitoring comes to the work, the closest last."""

    PAPER = "paper"
    """What is answered, told or published is read."""
    OFFICE = "office"
    """Somebody meets the people who answer for due diligence, and sees how they work."""
    SITE = "site"
    """Somebody has been where the work is done."""

    @property
    def place(self) -> int:
        """How deep it is, from 0."""
        return list(Depth).index(self)


class Demand(Enum):
    """Something that the clause asks of a supplier, whatever its number: the seven process requirements, then the rest."""

    INTEGRATE = "integrate"
    ASSESS = "assess"
    PREVENT_OWN = "prevent_own"
    PREVENT_LINKED = "prevent_linked"
    MONITOR = "monitor"
    COMPLAINTS = "complaints"
    REMEDIATION = "remediation"
    COMMITMENTS = "commitments"
    REPORTING = "reporting"
    TRANSPARENCY = "transparency"


_REQUIREMENTS = list(Demand)[:7]
_PARTS = (Demand.COMMITMENTS, Demand.REPORTING)


def find_depth(activity: Activity) -> Depth:
    """How deep an activity goes: an audit on site, an audit at the office, or what is read and told.

    An audit that doesn't say where it is made is on site where it names a site of the supply chain.

    Source: joint monitoring of the regions, which tells audits at an office from audits on site. That all else is paper, a
    meeting about how the supplier works too, is this product's own: nobody has looked at what is said.
    """
    if activity.method is not Method.AUDIT:
        return Depth.PAPER
    places = activity.audit.places if activity.audit else ()
    is_on_site = AuditPlace.SITE in places if places else bool(activity.sites)
    return Depth.SITE if is_on_site else Depth.OFFICE


def find_deepest(activities: Iterable[Activity]) -> Depth | None:
    """The deepest of some activities; None of none.

    Source: as for `find_depth`.
    """
    return max(map(find_depth, activities), key=lambda depth: depth.place, default=None)


def list_demands(clause: Clause) -> Mapping[Demand, str]:
    """What a generation of the clause asks, each with the section that says so.

    Source: the clause: seven process requirements, the commitments, reporting, transparency. Their numbers are data.
    """
    demands = dict(zip(_REQUIREMENTS, clause.process_requirements, strict=True))
    demands |= {each: clause.parts[each.value] for each in _PARTS}
    if transparency := clause.provisions.get(Demand.TRANSPARENCY.value):
        demands[Demand.TRANSPARENCY] = transparency
    return demands


def find_demand(section: str, demands: Mapping[Demand, str]) -> Demand | None:
    """What a section is about: the demand of that section, or of the closest one above it; None where it is of none.

    Source: as for `list_demands`.
    """
    fitting = [demand for demand, number in demands.items() if _is_under(section, number)]
    return max(fitting, key=lambda demand: len(demands[demand]), default=None)


def list_unchecked(done: Iterable[Activity], demands: Mapping[Demand, str]) -> tuple[Demand, ...]:
    """What the clause asks and no activity has looked at, in the order of the clause.

    An activity looks at the sections that it names and all under them; one that names none looks at the whole clause. By the
    method transparency it looks at that too, and at nothing else that it doesn't name.

    Source: what auditors say goes wrong: what was asked for in the procurement is never checked. The reading is this product's
    own, and that of the follow-up plan: an activity without sections is about the clause as a whole.
    """
    done = tuple(done)
    return tuple(demand for demand, number in demands.items() if not any(_looks_at(each, demand, number) for each in done))


def _looks_at(activity: Activity, demand: Demand, number: str) -> bool:
    if activity.method is Method.TRANSPARENCY:
        return demand is Demand.TRANSPARENCY or any(_is_under(number, each) for each in activity.requirements)
    return not activity.requirements or any(_is_under(number, each) for each in activity.requirements)


def _is_under(section: str, other: str) -> bool:
    return f"{section}.".startswith(f"{other}.")
