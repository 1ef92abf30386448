"""The report file as it is published: a document over many contracts. Everyone may read it."""

from __future__ import annotations

from pydantic import Field

from generator.contract.choices import GoalFigure, Unit
from generator.contract.fields import Count, Day, Email, FolderId, Format, Line, Link, Number, Prose, Units
from generator.contract.models import Part, Person


class Period(Part):
    """The days that a report is about."""

    from_: Day = Field(alias="from")
    """Its first day."""
    to: Day
    """Its last day."""


class Measure(Part):
    """How it is seen whether a goal is reached."""

    unit: Unit
    """What is measured."""
    target: Number
    """What was aimed at."""
    result: Number | None = None
    """What came out."""
    figure: GoalFigure | None = None
    """The computed figure that it is about, if any."""
    days: Units | None = None
    """Within how many days, for figures that ask."""


class Goal(Part):
    """A goal for a period."""

    goal: Prose
    """What is to be reached."""
    measure: Measure | None = None
    """How it is measured."""


class Training(Part):
    """An investment in competence."""

    title: Prose
    """What it was."""
    date: Day | None = None
    """When it was given."""
    participants: Count | None = None
    """How many took part."""
    hours: Number | None = None
    """How long it was, for each of them."""


class Foreword(Part):
    """What somebody who answers for the work says first."""

    text: Prose
    """The words; blank lines part paragraphs."""
    name: Line | None = None
    """Who says so, by their own consent."""
    title: Prose | None = None
    """What they are: chair of the regional board, for example."""


class Contact(Part):
    """Where readers turn: a unit rather than a person."""

    name: Prose
    """Who answers, such as a unit."""
    email: Email | None = None
    """E-mail address."""
    phone: Line | None = None
    """Telephone number, in quotes, with country code."""
    link: Link | None = None
    """Where there is more to read."""


class Publication(Part):
    """What only the report that is published has."""

    title: Prose | None = None
    """What it is called; the product's own title if absent."""
    foreword: Foreword | None = None
    """What is said first."""
    contact: Contact | None = None
    """Where readers turn."""


class Report(Part):
    """A report over a period and a set of contracts."""

    format: Format
    """The version of this format: 1."""
    id: FolderId
    """Names the report in paths: letters a to z, digits and . _ -"""
    registration_number: Line
    """The number in the register."""
    title: Prose
    """What the report is called."""
    organisation: Line | None = None
    """Who reports."""
    officer: Person | None = None
    """The officer in charge."""
    period: Period
    """The days that it is about."""
    contracts: tuple[Line, ...]
    """Contract files: paths or globs from the report file's folder."""
    capacity_days: Number | None = None
    """Working days that the organisation has for monitoring in the period, of its own and of auditors that it pays."""
    goals: tuple[Goal, ...] = ()
    """Goals of the period, with results."""
    next_goals: tuple[Goal, ...] = ()
    """Goals of the next period."""
    lessons: tuple[Prose, ...] = ()
    """What was learnt."""
    training: tuple[Training, ...] = ()
    """How training and competence were invested in."""
    effects: tuple[Prose, ...] = ()
    """Effects on due diligence and on conditions in the supply chains."""
    publication: Publication | None = None
    """What the report that is published is called, and its foreword and contact."""
