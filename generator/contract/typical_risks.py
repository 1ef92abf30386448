"""Typical risks of what is bought and where it comes from. Read by `contract.typical_risks_file`; the rules propose them.

These classes are the format of `content/risks/<name>.yaml`: their field names are its keys.
"""

from __future__ import annotations

from msgspec import Struct

from generator.contract.choices import Area, RiskKind, Stage
from generator.contract.clause import SourceText
from generator.contract.fields import Country, CpvStart, Line
from generator.contract.models import Part, Source
from generator.contract.values import FrozenMap

CONTEXT = "typical risk"
"""The context that the catalogs know these texts by."""


class TypicalRisk(Part):
    """A risk that is typical of some goods or services, as others have found."""

    description: Line
    """What may happen, in a sentence in Swedish."""
    cpv: tuple[CpvStart, ...] = ()
    """How the CPV codes of what has it begin; those of the file if absent."""
    area: Area
    """The area that it belongs to."""
    kind: RiskKind | None = None
    """What it comes from."""
    stage: Stage | None = None
    """Where in the chain; anywhere if absent."""
    countries: tuple[Country, ...] = ()
    """Where, two letters each by ISO 3166; everywhere if absent."""
    sources: tuple[Source, ...]
    """Who says so: one source or more."""

    @property
    def text(self) -> SourceText:
        """What may happen, as a text to translate."""
        return SourceText(self.description, CONTEXT)


class TypicalRisksFile(Part):
    """A file that holds the typical risks of one kind of goods or services."""

    name: Line
    """What these goods or services are called, in Swedish."""
    cpv: tuple[CpvStart, ...] = ()
    """How their CPV codes begin; whatever is bought if absent."""
    risks: FrozenMap[TypicalRisk] = FrozenMap()
    """The risks by key. A region that wants none of the product's own writes a file of that name without risks."""


class KnownRisk(Struct, frozen=True):
    """A typical risk, and the goods or services that have it."""

    id: str
    """The name of its file and its key, such as `textiles.yarn_forced_labour`."""
    category: SourceText
    cpv: tuple[str, ...]
    """How their CPV codes begin; nothing where it doesn't matter what is bought."""
    risk: TypicalRisk
