"""The words that a field may hold where it may hold only some. Anyone may use them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from generator.contract.reading import read_choice


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


class DeviationSeverity(Choice):
    """How serious a deviation is."""

    MINOR = "minor"
    MAJOR = "major"
    SEVERE = "severe"


class SevereKind(Choice):
    """What makes a deviation severe by the clause."""

    FORCED_LABOUR = "forced_labour"
    CHILD_LABOUR = "child_labour"
    DANGER_TO_LIFE = "danger_to_life"
    SERIOUS_ENVIRONMENTAL_HARM = "serious_environmental_harm"
    GRAND_CORRUPTION = "grand_corruption"
    ATTACKS_ON_DEFENDERS = "attacks_on_defenders"


class Unit(Choice):
    """What a goal is measured in."""

    PERCENT = "percent"
    COUNT = "count"
    DAYS = "days"
