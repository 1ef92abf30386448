"""The contract clause that a contract names: a generation of it, with its own numbers and words. Read by `contract.clause_file`.

`ClauseFile` and what it is built of are the format of `content/clause/<version>.yaml`: their field names are its keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct, field

from generator.contract.choices import Area, Level, SevereKind
from generator.contract.fields import Line, Section, Units
from generator.contract.models import Part
from generator.contract.values import CodePoint, FrozenMap

CONTEXT = "clause"
"""The context that the catalogs know a clause's titles and words by."""
Terms = Mapping[str, Mapping[str, str]]
"""Words for fixed values, by group and value: what `content/terms.yaml` holds, and what a clause says instead."""


class SourceText(Struct, frozen=True):
    """A Swedish text that stands in data rather than in content; each language finds its translation in the catalog."""

    text: str
    context: str


class ClauseWord(Enum):
    """A word of the clause that stands in the running text of documents, and that differs between its generations."""

    SEVERE_DEVIATION = "severe_deviation"
    SEVERE_DEVIATIONS = "severe_deviations"
    TRANSPARENCY = "transparency"
    LABOUR_RIGHTS = "labour_rights"


class ClauseWords(Struct, frozen=True):
    """The words of the clause, as texts use them: `{{ words.severe_deviation }}`."""

    severe_deviation: ClauseWord = ClauseWord.SEVERE_DEVIATION
    severe_deviations: ClauseWord = ClauseWord.SEVERE_DEVIATIONS
    transparency: ClauseWord = ClauseWord.TRANSPARENCY
    labour_rights: ClauseWord = ClauseWord.LABOUR_RIGHTS


class Parts(Part):
    """Which section holds what."""

    commitments: Section
    """The commitments in the Supplier Code of Conduct."""
    due_diligence: Section
    """The process for due diligence."""
    reporting: Section
    """The reporting obligation."""
    monitoring: Section
    """Monitoring."""
    transparency: Section | None = None
    """What the supplier must tell of its supply chains."""
    penalty: Section | None = None
    """The penalty."""
    call_off_suspension: Section | None = None
    """The suspension of call-offs."""
    termination: Section | None = None
    """Termination with notice."""
    immediate_termination: Section | None = None
    """Termination with immediate effect."""


class Words(Part):
    """What this generation calls things, within a sentence, in Swedish; where it says nothing, what `content/terms.yaml` says."""

    severe_deviation: Line | None = None
    """A deviation that must be reported."""
    severe_deviations: Line | None = None
    """More than one of them."""
    transparency: Line | None = None
    """Telling who is in the supply chains."""
    danger_to_life: Line | None = None
    """The severe deviation `danger_to_life`."""
    labour_rights: Line | None = None
    """The area `labour_rights` of the Supplier Code of Conduct."""


class Defaults(Part):
    """What this generation says where nothing else is filled in."""

    severe_deviation_report_days: Units | None = None
    """Days within which the supplier reports a severe deviation."""
    transparency_days: Units | None = None
    """Days from request within which the supplier tells of its supply chains."""


class SevereKinds(Part):
    """The deviations that are severe, by level."""

    basic: tuple[SevereKind, ...]
    """At the basic level."""
    advanced: tuple[SevereKind, ...]
    """At the advanced level."""


class Commitment(Part):
    """A point of the Supplier Code of Conduct."""

    title: Line
    """What it is about, in Swedish."""
    area: Area | None = None
    """The area that it and the points under it belong to."""


class ClauseFile(Part):
    """A file that holds a generation of the clause."""

    sections: FrozenMap[Line]
    """The titles of its sections, in Swedish, by number."""
    process_requirements: tuple[Section, ...]
    """The seven process requirements, by number, in the order of every generation."""
    parts: Parts
    """Which section holds what."""
    words: Words = Words.model_construct()
    """What it calls things."""
    defaults: Defaults = Defaults.model_construct()
    """What holds where nothing else is filled in."""
    severe_kinds: SevereKinds
    """The deviations that are severe."""
    code: FrozenMap[Commitment] = FrozenMap()
    """The points of the Supplier Code of Conduct that goes with it, by number."""
    other_numbers: FrozenMap[FrozenMap[Section]] = FrozenMap()
    """What other generations number otherwise: by their version, their number and what it is here."""


class ClauseSection(Struct, frozen=True):
    """A section of the clause, such as process requirement 2.4."""

    number: str
    title: SourceText


class Clause(Struct, frozen=True):
    """A generation of the clause. Numbers and words differ between generations, so they are data."""

    version: str
    sections: Mapping[str, ClauseSection]
    process_requirements: tuple[str, ...]
    """The numbers of the seven process requirements."""
    parts: Mapping[str, str]
    """Which section holds what: the numbers of `commitments`, `due_diligence`, `reporting` and `monitoring`; and the point of the
    code that each area has, such as `code 2`."""
    provisions: Mapping[str, str] = field(default_factory=dict)
    """Where `transparency` and the sanctions stand, by number, as far as that is known."""
    terms: Terms = field(default_factory=dict)
    """The words that it has in place of those of `content/terms.yaml`."""
    defaults: Defaults = field(default_factory=Defaults.model_construct)
    severe_kinds: Mapping[Level, tuple[SevereKind, ...]] = field(default_factory=dict)
    """The deviations that are severe, by level."""
    code: Mapping[str, SourceText] = field(default_factory=dict)
    """The points of the Supplier Code of Conduct, by number."""
    other_numbers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What other generations number otherwise: by their version, their number and what it is here."""

    def find_section(self, number: str) -> ClauseSection | None:
        """The section with that number, or else the one that another generation gives that number; None if there is none."""
        return self.sections.get(number) or self.sections.get(self.find_number(number))

    def find_number(self, number: str) -> str:
        """What a number of another generation is here; the number itself where it is none."""
        if number in self.sections:
            return number
        return next((numbers[number] for numbers in self.other_numbers.values() if number in numbers), number)

    def find_point(self, point: CodePoint) -> ClauseSection | None:
        """A point of the code, with the title of the nearest one above it that the file has; None if it has none."""
        number = point.number
        while number not in self.code and "." in number:
            number = number.rpartition(".")[0]
        return ClauseSection(point.number, self.code[number]) if number in self.code else None

    def find_generation(self, number: str) -> str | None:
        """The version of another generation that a number belongs to, or None."""
        if number in self.sections:
            return None
        return next((version for version, numbers in self.other_numbers.items() if number in numbers), None)


MAIN_PARTS = ("commitments", "due_diligence", "reporting", "monitoring")
"""The parts that every generation has."""


def make_clause(version: str, file: ClauseFile) -> Clause:
    """The clause that a file holds."""
    parts = {name: number for name in Parts.model_fields if (number := getattr(file.parts, name))}
    return Clause(
        version=version,
        sections={number: ClauseSection(number, SourceText(title, CONTEXT)) for number, title in file.sections.items()},
        process_requirements=file.process_requirements,
        parts={name: parts[name] for name in MAIN_PARTS}
        | {point.area.value: f"code {number}" for number, point in file.code.items() if point.area},
        provisions={name: number for name, number in parts.items() if name not in MAIN_PARTS},
        terms=_make_terms(file.words),
        defaults=file.defaults,
        severe_kinds={Level.BASIC: file.severe_kinds.basic, Level.ADVANCED: file.severe_kinds.advanced},
        code={number: SourceText(point.title, CONTEXT) for number, point in file.code.items()},
        other_numbers=file.other_numbers,
    )


_USED_FOR: Mapping[str, tuple[tuple[str, str], ...]] = {
    "severe_deviation": (("ClauseWord", "severe_deviation"), ("DeviationSeverity", "severe")),
    "severe_deviations": (("ClauseWord", "severe_deviations"),),
    "transparency": (("ClauseWord", "transparency"), ("Method", "transparency")),
    "danger_to_life": (("SevereKind", SevereKind.DANGER_TO_LIFE.value),),
    "labour_rights": (("ClauseWord", "labour_rights"), ("Area", Area.LABOUR_RIGHTS.value)),
}
"""The terms that each word of a clause stands for."""


def _make_terms(words: Words) -> Terms:
    terms: dict[str, dict[str, str]] = {}
    for name, uses in _USED_FOR.items():
        word = getattr(words, name)
        for group, key in uses if word else ():
            terms.setdefault(group, {})[key] = word
    return terms
