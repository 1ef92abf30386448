"""All contracts at a glance: phase, traffic light, next duty; as rows, and as a web page of one file. Called by `cli`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from msgspec import Struct

from generator.contract.models import Contract, Framework
from generator.contract.values import Text
from generator.rendering.web import WebWriter
from generator.reporting.duties import ContractStanding, OwnedDuty
from generator.rules.standing import Phase
from generator.rules.standing.duty import Duty, Weight
from generator.rules.standing.light import Light, assess_light
from generator.text.composing import Composer
from generator.text.tree import Document
from generator.workspace import Workspace

SLUG = "overview"


class OverviewRow(Struct, frozen=True):
    """A contract."""

    id: str
    title: Text
    supplier: str
    framework: Framework | None
    """The framework agreement with several suppliers that it is a part of."""
    phase: Phase
    ends: date | None
    """None where it runs until further notice, or is terminated with no last day."""
    is_end_open: bool
    """Whether it is terminated, and nobody has put a day to that."""
    light: Light
    open: int
    """Deviations that aren't closed; neither observations nor those that are only suspected are among them."""
    suspected: int
    """Those that are only suspected, and not settled."""
    monitored: date | None
    """When it was last monitored, if ever: without that, no deviation means that nobody has looked."""
    late: int
    """Duties that are late."""
    next: OwnedDuty | None
    """The duty on which most hangs; of several, the first by day."""
    weight: Weight
    """How much hangs on it."""
    what: str
    """That duty in the user's words."""


def sort_rows(rows: Iterable[OverviewRow]) -> tuple[OverviewRow, ...]:
    """The contracts, the worst light first; those of one light by what hangs on their next duty, its day, and then by id."""
    return tuple(
        sorted(rows, key=lambda row: (-row.light.place, row.weight, row.next.duty.day if row.next else date.max, row.id))
    )


def count_lights(rows: Iterable[OverviewRow]) -> Mapping[Light, int]:
    """How many contracts have each light."""
    counts = Counter(row.light for row in rows)
    return {light: counts[light] for light in Light}


def make_row(contract: ContractStanding, tell: Callable[[Duty], str]) -> OverviewRow:
    """The contract in a row; `tell` puts a duty into words."""
    on = contract.standing.on
    following = min(contract.duties, key=lambda each: (each.duty.weigh(on), each.duty.day, each.duty.kind.place), default=None)
    standing, known = contract.standing, contract.case.contract
    found = [each for each in standing.deviations.values() if each.deviation.found <= standing.on]
    return OverviewRow(
        id=known.id,
        title=known.title,
        supplier=known.supplier.name,
        framework=known.framework,
        phase=standing.phase,
        ends=standing.ending.day,
        is_end_open=not standing.ending.is_fixed,
        light=assess_light(found),
        open=sum(each.is_open for each in found),
        suspected=sum(each.is_under_suspicion for each in found),
        monitored=_find_monitored(known, standing.on),
        late=sum(each.duty.count_days_late(standing.on) > 0 for each in contract.duties),
        next=following,
        weight=following.duty.weigh(on) if following else Weight.AHEAD,
        what=tell(following.duty) if following else "",
    )


def _find_monitored(contract: Contract, on: date) -> date | None:
    done = [each.done for each in contract.monitoring.activities if each.done and each.done <= on]
    return max(done, default=None)


# The web page


class NextDuty(Struct, frozen=True):
    """What comes first for a contract, in words."""

    what: str
    day: date
    late: int
    """By how many days."""
    who: str


class PageRow(Struct, frozen=True):
    """A row of the page."""

    row: OverviewRow
    next: NextDuty | None


class OverviewView(Struct, frozen=True):
    """All that the page says."""

    on: date
    contracts: int
    red: int
    yellow: int
    green: int
    late: int
    rows: tuple[PageRow, ...]


def make_view(rows: tuple[OverviewRow, ...], on: date, describe: Callable[[OverviewRow, OwnedDuty], NextDuty]) -> OverviewView:
    """What the page says of contracts on a day; `describe` tells what comes first for one of them."""
    lights = count_lights(rows)
    return OverviewView(
        on=on,
        contracts=len(rows),
        red=lights[Light.RED],
        yellow=lights[Light.YELLOW],
        green=lights[Light.GREEN],
        late=sum(row.late for row in rows),
        rows=tuple(PageRow(row, describe(row, row.next) if row.next else None) for row in rows),
    )


def make_page(view: OverviewView, workspace: Workspace, language: str, organisation: str) -> bytes:
    """The page, as one file that needs no other, in the language that its duties are described in.

    Raises:
        TextError: a text is wrong or has no translation.
        RenderError: the template of the workspace is wrong.
    """
    composition = Composer(workspace.files, workspace.settings.data_language).compose(SLUG, view, (language,))
    title = next(composition.tree.find_all("h1")).text()
    document = Document(
        body=composition.tree,
        title=title,
        languages=(language,),
        layout="report",
        slug=SLUG,
        author=organisation,
        subject="",
        keywords=(),
        date=view.on,
        letterhead={
            "organisation": organisation,
            "organisation_number": "",
            "address": "",
            "registration_number": "",
            "date": view.on.isoformat(),
            "officer": "",
            "officer_phone": "",
            "officer_email": "",
            "title": title,
            **workspace.settings.letterhead,
        },
        translate=composition.translate,
    )
    return WebWriter(workspace.files).render(document)
