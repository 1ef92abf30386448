"""The supply chain as columns from the supplier to the raw material: where its cards stand. For documents that show it.

A drawing is 640 units wide, as in `charts`. Of a tier with many actors, the cards are countries. What isn't known has a card
too: a tier that nobody is known of, a part of the chain that nobody is known of. No line says who buys from whom, since nobody
has written it down.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import inf
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from generator.contract.choices import Stage
from generator.contract.models import ChainLink, Organisation
from generator.contract.values import Name
from generator.documents.charts import WIDTH
from generator.rules.risks import Band, RankedRisk, concerns
from generator.text.labels import break_label

_ABREAST = 5
"""How many columns stand side by side before the chain goes on below."""
_WIDEST, _GAP = 200, 16
_MOST_ACTORS = {False: 4, True: 2}
"""How many actors a tier has before its cards are countries: fewer where the chain goes on below."""
_MOST_CARDS = {False: 5, True: 4}
"""How many cards of countries a column has; those that have no room share the last."""
_HEAD, _BELOW, _FOOT = 70, 8, 26
_LINE = 15
_PAD, _SIZE = 8, 12.6
_MOST_LINES = 3
"""How many lines a name has at most."""
_PRIVATE, _WORDS = re.compile("[\ue000-\uf8ff]"), "[xxxxxx, xx xxx. xx x xxx]"
"""What stands for a name in the masked edition, and words as long as those that take its place."""
_MARK, _DIGIT, _SPARE = 20, 8, 12
_MOST_MARKS = {"country": 3, "more": 3}
_MANY_MARKS = 8
_BANDS = (Band.HIGH, Band.MEDIUM, Band.LOW)


class Mark(Struct, frozen=True):
    """A risk on a card, or how many more there are."""

    text: str
    band: Band | None
    """None for how many more there are."""
    x: int = 0
    top: int = 0
    width: int = 0


class Card(Struct, frozen=True):
    """An actor, or several; or that nobody is known."""

    kind: Literal["supplier", "actor", "country", "more", "unmapped", "unknown"]
    name: Name | str | None = None
    country: str | None = None
    region: Name | None = None
    count: int = 0
    """How many actors it stands for."""
    stage: Stage | None = None
    """The part of the chain that nobody is known of."""
    risks: tuple[RankedRisk, ...] = ()
    marks: tuple[Mark, ...] = ()
    top: int = 0
    height: int = 0

    @property
    def is_of_many(self) -> bool:
        """Whether it stands for all actors in a country, or in several."""
        return self.kind in {"country", "more"}


class Column(Struct, frozen=True):
    """A tier, or a part of the chain where tiers aren't known."""

    kind: Literal["supplier", "tier", "stage", "unknown"]
    cards: tuple[Card, ...]
    tier: int | None = None
    stages: tuple[Stage, ...] = ()
    """The parts of the chain that its actors stand for."""
    x: int = 0
    top: int = 0
    width: int = 0
    is_known: bool = True
    """Whether anybody is known of it."""
    ends_row: bool = False


class ChainChart(Struct, frozen=True):
    """The columns in order, from the supplier on."""

    columns: tuple[Column, ...]
    everywhere: tuple[str, ...]
    """Risks that have neither a part of the chain nor a country, by id."""
    elsewhere: tuple[str, ...]
    """Risks where no actor is known, by id."""
    bands: tuple[Band, ...]
    """Those that a card has a mark of."""
    height: int

    @property
    def has_counts(self) -> bool:
        """Whether cards say how many actors they stand for."""
        return any(card.is_of_many for column in self.columns for card in column.cards)


def draw_chain(
    supplier: Organisation, links: Sequence[ChainLink], unmapped: Sequence[Stage] = (), risks: Sequence[RankedRisk] = ()
) -> ChainChart:
    """The chain as far as it is known, with risks in order of priority; `unmapped` are parts of it that nobody is known of."""
    tiers = tuple(_list_tiers(links))
    is_long = 1 + len(tiers) + bool(unmapped) > _ABREAST
    columns = (
        Column("supplier", (Card("supplier", supplier.name, supplier.country, count=1),)),
        *(_fill(tier, risks, is_long=is_long) for tier in tiers),
        *_list_unmapped(unmapped, risks),
    )
    placed, height = _place(columns)
    found = {each.risk.id for column in columns for card in column.cards for each in card.risks}
    nowhere = tuple(each.risk.id for each in risks if not (each.risk.stage or each.risk.countries))
    return ChainChart(
        columns=placed,
        everywhere=nowhere,
        elsewhere=tuple(each.risk.id for each in risks if each.risk.id not in {*found, *nowhere}),
        bands=tuple(band for band in _BANDS if any(each.band is band and each.risk.id in found for each in risks)),
        height=height + (_FOOT if found or any(card.is_of_many for column in columns for card in column.cards) else 0),
    )


# What stands in the columns


def _list_tiers(links: Sequence[ChainLink]) -> Iterator[tuple[Column, tuple[ChainLink, ...]]]:
    """A column for each tier down to the last that is known, then those of no tier: by stage where no tier is known at all."""
    deepest = max((link.tier for link in links if link.tier), default=0)
    for tier in range(1, deepest + 1):
        here = tuple(link for link in links if link.tier == tier)
        yield Column("tier", (), tier, is_known=bool(here)), here
    unplaced = tuple(link for link in links if not link.tier)
    for stage in (None,) if deepest else (*Stage, None):
        here = tuple(link for link in unplaced if deepest or link.stage is stage)
        if here:
            yield Column("stage" if stage else "unknown", (), is_known=stage is not None), here


def _fill(tier: tuple[Column, tuple[ChainLink, ...]], risks: Sequence[RankedRisk], *, is_long: bool) -> Column:
    """A column with its cards."""
    column, links = tier
    if not links:
        return replace(column, cards=(Card("unknown"),))
    stages = {link.stage for link in links}
    few = len(links) <= _MOST_ACTORS[is_long]
    cards = tuple(_list_actors(links, risks) if few else _list_countries(links, risks, _MOST_CARDS[is_long]))
    return replace(column, cards=cards, stages=tuple(stage for stage in Stage if stage in stages))


def _list_actors(links: Iterable[ChainLink], risks: Sequence[RankedRisk]) -> Iterator[Card]:
    for link in links:
        yield Card("actor", link.name, link.country, link.region, 1, risks=_find_risks((link,), risks))


def _list_countries(links: Sequence[ChainLink], risks: Sequence[RankedRisk], most: int) -> Iterator[Card]:
    """A card for each country: those with the gravest risks first, then those with most actors, and those of no country last."""
    by_country: dict[str | None, list[ChainLink]] = defaultdict(list)
    for link in links:
        by_country[link.country].append(link)
    cards = [
        Card("country", country=country, count=len(here), risks=_find_risks(here, risks)) for country, here in by_country.items()
    ]
    cards.sort(key=lambda card: (card.country is None, min((each.rank for each in card.risks), default=inf), -card.count))
    shown = len(cards) if len(cards) <= most else most - 1
    yield from cards[:shown]
    if cards[shown:]:
        here = [link for card in cards[shown:] for link in by_country[card.country]]
        yield Card("more", count=len(here), risks=_find_risks(here, risks))


def _list_unmapped(unmapped: Sequence[Stage], risks: Sequence[RankedRisk]) -> Iterator[Column]:
    """A column for the parts of the chain that nobody is known of, with the risks that are there."""
    cards = tuple(
        Card("unmapped", stage=stage, risks=tuple(each for each in risks if each.risk.stage is stage)) for stage in unmapped
    )
    if cards:
        yield Column("unknown", cards, is_known=False)


def _find_risks(links: Iterable[ChainLink], risks: Sequence[RankedRisk]) -> tuple[RankedRisk, ...]:
    here = tuple(links)
    return tuple(each for each in risks if any(concerns(each.risk, link) for link in here))


# Where they stand


def _place(columns: Sequence[Column]) -> tuple[tuple[Column, ...], int]:
    """The columns in their places, row by row, and how high they are together."""
    abreast = min(len(columns), _ABREAST)
    width = min(_WIDEST, (WIDTH - 2 - _GAP * (abreast - 1)) // abreast)
    placed: list[Column] = []
    top = 0
    for row in (columns[first : first + _ABREAST] for first in range(0, len(columns), _ABREAST)):
        here = [
            _place_cards(replace(column, x=1 + number * (width + _GAP), top=top, width=width))
            for number, column in enumerate(row)
        ]
        placed += [*here[:-1], replace(here[-1], ends_row=True)]
        top = max(card.top + card.height for column in here for card in column.cards) + _BELOW
    return tuple(placed), top


def _place_cards(column: Column) -> Column:
    cards: list[Card] = []
    top = column.top + _HEAD
    for card in column.cards:
        lines = _PAD + _LINE * _count_lines(card, column.width)
        marks = tuple(_place_marks(card, column.x + _PAD, top + lines + 2, column.width - 2 * _PAD))
        rows = len({mark.top for mark in marks})
        cards.append(replace(card, marks=marks, top=top, height=lines + _PAD + rows * (_MARK + 2)))
        top += cards[-1].height + _BELOW
    return replace(column, cards=tuple(cards))


def _count_lines(card: Card, width: int) -> int:
    """How many lines of text a card has room for: those of its name, and those of its place."""
    if card.is_of_many:
        return 1
    if card.kind in {"unmapped", "unknown"}:
        return 4  # two languages of each
    names = (card.name.plain or "", *card.name.by_language.values()) if isinstance(card.name, Name) else (card.name or "",)
    names = tuple(_PRIVATE.sub(_WORDS, name) for name in names)
    longest = max(len(break_label(name, (width - 2 * _PAD) / _SIZE, _MOST_LINES)) for name in names)
    return max(longest, 1) + (2 if card.region else 1)


def _place_marks(card: Card, left: int, top: int, room: int) -> Iterator[Mark]:
    """The marks of its risks, line by line."""
    risks, most = card.risks, _MOST_MARKS.get(card.kind, _MANY_MARKS)
    shown = risks if len(risks) <= most else risks[: most - 1]
    marks = [Mark(each.risk.id, each.band) for each in shown]
    if len(risks) > len(shown):
        marks.append(Mark(f"+{len(risks) - len(shown)}", None))
    x = left
    for mark in marks:
        width = min(_DIGIT * len(mark.text) + _SPARE, room)
        if x > left and x + width > left + room:
            x, top = left, top + _MARK + 2
        yield replace(mark, x=x, top=top, width=width)
        x += width + 4
