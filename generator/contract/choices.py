"""The words that a field may hold where it may hold only some. Anyone may use them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from generator.contract.reading import read_choice, read_word


class Choice(StrEnum):
    """One of some words. In a file it is that word, exactly."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """How pydantic reads one: with this product's own words for what is wrong."""
        return core_schema.no_info_plain_validator_function(cls.read)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The words."""
        return {"type": "string", "enum": [member.value for member in cls]}

    @classmethod
    def read(cls, value: object) -> Self:
        """The member that `value` names."""
        try:
            return cls(read_word(value))
        except ValueError:
            return cls(read_choice(value, [member.value for member in cls]))


class Level(Choice):
    """How far the clause goes."""

    BASIC = "basic"
    ADVANCED = "advanced"


class Basis(Choice):
    """What an amount covers."""

    WHOLE_PERIOD = "whole_period"
    INITIAL_PERIOD = "initial_period"
    PER_YEAR = "per_year"


class Stage(Choice):
    """A stage of the supply chain."""

    FINAL_MANUFACTURING = "final_manufacturing"
    COMPONENT = "component"
    RAW_MATERIAL = "raw_material"
    SERVICE = "service"


class WorkerGroup(Choice):
    """Workers who are more exposed than others."""

    MIGRANT = "migrant"
    SEASONAL = "seasonal"
    HOME_BASED = "home_based"
    AGENCY = "agency"
    YOUNG = "young"


class Area(Choice):
    """An area of the Supplier Code of Conduct."""

    HUMAN_RIGHTS = "human_rights"
    LABOUR_RIGHTS = "labour_rights"
    ENVIRONMENT = "environment"
    BUSINESS_ETHICS = "business_ethics"


class RiskKind(Choice):
    """What a risk comes from."""

    GEOGRAPHICAL = "geographical"
    INDUSTRY = "industry"
    PRODUCT = "product"


class Method(Choice):
    """A method of monitoring."""

    DIALOGUE = "dialogue"
    SELF_ASSESSMENT = "self_assessment"
    TRANSPARENCY = "transparency"
    AUDIT = "audit"
    ORIGIN_VERIFICATION = "origin_verification"
    OPEN_DATA = "open_data"
    AUTHORITY_DATABASE = "authority_database"


class Reply(Choice):
    """What a supplier answers a question of its self-assessment."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


class AuditPlace(Choice):
    """Where an audit is made: at the office, of policies and processes, or where the work is done."""

    OFFICE = "office"
    SITE = "site"


class AuditKind(Choice):
    """Which audit it is: the first, one of those that come regularly, or a re-audit of what was found."""

    INITIAL = "initial"
    PERIODIC = "periodic"
    FOLLOW_UP = "follow_up"


class AuditNotice(Choice):
    """What the supplier knows of when an audit is made: the day, a span of days, or nothing."""

    ANNOUNCED = "announced"
    SEMI_ANNOUNCED = "semi_announced"
    UNANNOUNCED = "unannounced"


class TransparencyDepth(Choice):
    """How far down the chain the supplier must tell who is there."""

    FINAL_FACTORIES = "final_factories"
    ONE_TIER_FURTHER = "one_tier_further"
    COMPONENTS = "components"
    SMELTERS = "smelters"
    EXTRACTION = "extraction"


class Side(Choice):
    """A party to the contract."""

    BUYER = "buyer"
    SUPPLIER = "supplier"


class DelivererKind(Choice):
    """What a company or branch of the supplier's is to it."""

    SUBSIDIARY = "subsidiary"
    BRANCH = "branch"


class AwardNotice(Choice):
    """How those who took part were told of an award, which decides how long the standstill period is."""

    ELECTRONIC = "electronic"
    POST = "post"
    NONE = "none"


class ChangeGround(Choice):
    """Which rule lets a contract be changed without a new procurement.

    Source: LOU (2016:1145) 17 kap. 9–14 §§, in their order; from memory, for a lawyer to read.
    """

    MINOR_VALUE = "minor_value"
    CHANGE_CLAUSE = "change_clause"
    ADDITIONAL_ORDER = "additional_order"
    UNFORESEEN = "unforeseen"
    NEW_SUPPLIER = "new_supplier"
    NOT_SUBSTANTIAL = "not_substantial"


class Channel(Choice):
    """A way of sending something to the other party."""

    LETTER = "letter"
    REGISTERED_LETTER = "registered_letter"
    COURIER = "courier"
    EMAIL = "email"
    HANDED_OVER = "handed_over"


class ReleasedEdition(Choice):
    """What is handed out to whoever asked for a public document."""

    WHOLE = "whole"
    MASKED = "masked"
    REFUSED = "refused"


class DeviationSeverity(Choice):
    """How serious a deviation is; an observation is below all deviations."""

    OBSERVATION = "observation"
    MINOR = "minor"
    MAJOR = "major"
    SEVERE = "severe"


class ActionKind(Choice):
    """What an action is for: to mend what is wrong, or to keep it from coming back."""

    CORRECTIVE = "corrective"
    PREVENTIVE = "preventive"


class SevereKind(Choice):
    """What makes a deviation severe by the clause."""

    FORCED_LABOUR = "forced_labour"
    CHILD_LABOUR = "child_labour"
    DANGER_TO_LIFE = "danger_to_life"
    SERIOUS_ENVIRONMENTAL_HARM = "serious_environmental_harm"
    GRAND_CORRUPTION = "grand_corruption"
    ATTACKS_ON_DEFENDERS = "attacks_on_defenders"


class GroundKind(Choice):
    """A ground for a step of the escalation ladder.

    The first three are the clause's grounds for sanctions; the last lets it suspend call-offs while one of them is looked into.
    """

    REPORTING = "reporting"
    MONITORING = "monitoring"
    ACTION_PLAN = "action_plan"
    NO_ANSWER = "no_answer"
    UNDER_INVESTIGATION = "under_investigation"


class Sanction(Choice):
    """A sanction of the clause, as a step of the escalation ladder."""

    PENALTY = "penalty"
    CALL_OFF_SUSPENSION = "call_off_suspension"
    TERMINATION = "termination"
    IMMEDIATE_TERMINATION = "immediate_termination"


class Unit(Choice):
    """What a goal is measured in."""

    PERCENT = "percent"
    COUNT = "count"
    DAYS = "days"


class GoalFigure(Choice):
    """A figure that is computed from the contract files, or from the report's training, and that a goal may be about."""

    CONTRACTS_FOLLOWED_UP = "contracts_followed_up"
    CONTRACTS_FOLLOWED_UP_IN_PERIOD = "contracts_followed_up_in_period"
    AUDITS = "audits"
    ACTIVITIES = "activities"
    SEVERE_PLANS_APPROVED_WITHIN = "severe_plans_approved_within"
    PLANS_APPROVED_WITHIN = "plans_approved_within"
    ACTIONS_IN_TIME = "actions_in_time"
    MEDIAN_DAYS_TO_PLAN = "median_days_to_plan"
    TRAINING_PARTICIPANTS = "training_participants"
    TRAINING_HOURS = "training_hours"

    @property
    def asks_days(self) -> bool:
        """Whether it asks within how many days."""
        return self in {GoalFigure.PLANS_APPROVED_WITHIN, GoalFigure.SEVERE_PLANS_APPROVED_WITHIN}

    @property
    def units(self) -> tuple[Unit, ...]:
        """What it can be measured in."""
        if self.asks_days:
            return (Unit.PERCENT,)
        if self is GoalFigure.MEDIAN_DAYS_TO_PLAN:
            return (Unit.DAYS,)
        return (Unit.PERCENT, Unit.COUNT) if self in _SHARES else (Unit.COUNT,)


_SHARES = frozenset({GoalFigure.CONTRACTS_FOLLOWED_UP, GoalFigure.CONTRACTS_FOLLOWED_UP_IN_PERIOD, GoalFigure.ACTIONS_IN_TIME})
"""Figures that are a part of a whole."""
