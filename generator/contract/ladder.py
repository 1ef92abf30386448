"""The escalation ladder: its steps, and what each needs. Read by `contract.ladder_file`; the rules climb it.

These classes are the format of `content/ladder/<name>.yaml`: their field names are its keys.
"""

from __future__ import annotations

from msgspec import Struct, field

from generator.contract.choices import DeviationSeverity, GroundKind, Sanction
from generator.contract.clause import SourceText
from generator.contract.fields import Line, Reference, StepName, Units, YesNo
from generator.contract.models import Part
from generator.contract.values import FrozenMap
from generator.errors import Named

CONTEXT = "ladder"
"""The context that the catalogs know a ladder's texts by."""


class Meeting(Part):
    """The meeting that a step calls to."""

    participants: tuple[Reference, ...]
    """Who takes part, of both parties."""
    agenda: tuple[Line, ...]
    """What is on its agenda, point by point, in Swedish."""
    minutes: Line
    """Who writes its minutes, and what becomes of them, in a sentence in Swedish."""

    @property
    def points(self) -> tuple[SourceText, ...]:
        """Its agenda, as texts to translate."""
        return tuple(SourceText(point, CONTEXT) for point in self.agenda)

    @property
    def on_minutes(self) -> SourceText:
        """What becomes of its minutes, as a text to translate."""
        return SourceText(self.minutes, CONTEXT)


class LadderStep(Part):
    """A step of the ladder."""

    name: Line
    """What it is called within a sentence."""
    heading: Line | None = None
    """What the heading of its letter begins with, in Swedish, before the deviation; its name if absent."""
    after: tuple[StepName, ...] = ()
    """The steps that must have been taken, or passed over with a reason, before it."""
    decided_by: tuple[Reference, ...]
    """Who may decide it."""
    to: tuple[Reference, ...] = ()
    """Whom its letter is addressed to: the first of them that the contract names, or else who answers for due diligence."""
    answer_days: Units | None = None
    """Days that the supplier has to answer; none where the letter asks for no answer."""
    grounds: tuple[GroundKind, ...] = ()
    """The grounds of which it needs at least one; none if it needs no ground."""
    sanction: Sanction | None = None
    """Which of the clause's sanctions it is."""
    needs_remediation: YesNo = False
    """Whether a plan about child labour must remedy the children's situation before it is taken."""
    next: tuple[StepName, ...] = ()
    """The steps that may come next, the usual one first."""
    letter: tuple[Line, ...]
    """What its letter says, paragraph by paragraph, in Swedish."""
    while_investigated: tuple[Line, ...] = ()
    """What its letter says instead where all there is is a ground that is being looked into."""
    while_suspected: tuple[Line, ...] = ()
    """What its letter says instead while nothing is established; a step that has none isn't taken for what is only suspected."""
    meeting: Meeting | None = None
    """The meeting that it calls to, if it does."""
    asks_supply: YesNo = False
    """Whether it must be known, before it is taken, who supplies care meanwhile."""
    tells_of_exclusion: YesNo = False
    """Whether its letter says that a supplier may be excluded from later procurements."""

    @property
    def ends_contract(self) -> bool:
        """Whether it is a termination, which is the last resort."""
        return self.sanction in {Sanction.TERMINATION, Sanction.IMMEDIATE_TERMINATION}

    @property
    def title(self) -> SourceText:
        """Its name, as a text to translate."""
        return SourceText(self.name, CONTEXT)

    @property
    def heads(self) -> SourceText:
        """What the heading of its letter begins with, as a text to translate."""
        return SourceText(self.heading, CONTEXT) if self.heading else self.title

    @property
    def paragraphs(self) -> tuple[SourceText, ...]:
        """Its letter, as texts to translate."""
        return tuple(SourceText(paragraph, CONTEXT) for paragraph in self.letter)

    @property
    def investigating(self) -> tuple[SourceText, ...]:
        """Its letter while a ground is being looked into, as texts to translate."""
        return tuple(SourceText(paragraph, CONTEXT) for paragraph in self.while_investigated)

    @property
    def suspecting(self) -> tuple[SourceText, ...]:
        """Its letter while nothing is established, as texts to translate."""
        return tuple(SourceText(paragraph, CONTEXT) for paragraph in self.while_suspected)


class WayBack(Part):
    """How a supplier comes back to normal business: when a step is answered and what it was about remedied."""

    start: StepName
    """The step that a later fault starts from: it and those after it are taken anew, those before it needn't be."""


class Beginning(Part):
    """Where the ladder begins for deviations of a certain extent."""

    step: StepName
    """The first step that must be taken; those before it needn't be."""
    reason: Line
    """Why it begins there, in a sentence in Swedish."""

    @property
    def because(self) -> SourceText:
        """The reason, as a text to translate."""
        return SourceText(self.reason, CONTEXT)


class LadderFile(Part):
    """A file that holds a ladder."""

    steps: FrozenMap[LadderStep]
    """The steps by key, from the first to the last."""
    back: WayBack | None = None
    """The way back to normal business; without it, what was taken once isn't taken again."""
    begin: FrozenMap[Beginning] = FrozenMap()
    """Where it begins higher, by the deviation's severity: minor, major or severe."""
    missing_plan_is_ground: YesNo = False
    """Whether an action plan that was asked for and never came is a ground for sanctions."""


class Ladder(Struct, frozen=True):
    """The ladder that applies in a workspace."""

    steps: FrozenMap[LadderStep]
    is_own: bool
    """Whether it is the region's own; else it is this product's default."""
    back: WayBack | None = None
    """The way back to normal business, if it has one."""
    missing_plan_is_ground: bool = False
    """Whether an action plan that was asked for and never came is a ground for sanctions."""
    begin: FrozenMap[Beginning] = field(default_factory=FrozenMap)
    """Where it begins higher, by the deviation's severity."""

    def find_beginning(self, severity: DeviationSeverity | None) -> Beginning | None:
        """Where it begins for a deviation of that severity, if not with the first step."""
        return self.begin.get(severity.value) if severity else None

    @property
    def first(self) -> str:
        """The key of the step that nothing comes before."""
        return next(iter(self.steps))

    def name(self, key: str) -> Named:
        """The key of a step, with its name; a key that the ladder hasn't is all there is."""
        return Named(key, self.steps[key].name if key in self.steps else "")

    def list_before(self, key: str) -> tuple[str, ...]:
        """The keys of all steps that must have happened before a step, in the ladder's order."""
        before: set[str] = set()
        ahead = [*self.steps[key].after]
        while ahead:
            earlier = ahead.pop()
            if earlier not in before:
                before.add(earlier)
                ahead += self.steps[earlier].after
        return tuple(step for step in self.steps if step in before)

    def list_from(self, key: str) -> tuple[str, ...]:
        """The keys of a step and of all that come after it, by what each needs before it, in the ladder's order."""
        return tuple(step for step in self.steps if step == key or key in self.list_before(step))

    def find_sanction(self, sanction: Sanction) -> str | None:
        """The key of the step that is that sanction, or None."""
        return next((key for key, step in self.steps.items() if step.sanction is sanction), None)
