"""The types of fields: for each, how it is read and what the JSON Schema says of it. Used by the models."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any

from msgspec import Struct
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from generator.contract import addresses, messages, reading
from generator.contract.choices import Area
from generator.contract.codes import COUNTRIES, CURRENCIES
from generator.contract.messages import Mistake
from generator.contract.values import CodePoint, Impact, Month, Name, RoleReference, Text, Title

_ID = r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}"
_CPV = r"[0-9]{8}(-[0-9])?"
_LANGUAGES = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*(\+[a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?"

_TEXTUAL = {"type": ["string", "number", "boolean"]}
"""Text that other readers of YAML may take for a number or a boolean."""


class Reads(Struct, frozen=True, eq=False):
    """How a field is read from text, and its JSON Schema."""

    read: Callable[[object], object]
    schema: dict[str, Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The reading."""
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The schema."""
        return dict(self.schema)


def _matching(pattern: str, mistake: Mistake, **schema: Any) -> Reads:
    return Reads(reading.read_matching(pattern, mistake), {"type": "string", "pattern": f"^({pattern})$", **schema})


def _whole(lowest: int, highest: int) -> Reads:
    whole = {"type": "integer", "minimum": lowest, "maximum": highest}
    return Reads(reading.read_whole(lowest, highest), {"anyOf": [whole, {"type": "string", "pattern": f"^{reading.WHOLE}$"}]})


_PROSE_SCHEMA = {
    "anyOf": [
        _TEXTUAL,
        {
            "type": "object",
            "minProperties": 1,
            "patternProperties": {f"^{reading.LANGUAGE}$": _TEXTUAL},
            "additionalProperties": False,
        },
    ]
}
_DATE_SCHEMA = {"type": "string", "format": "date", "pattern": f"^{reading.DATE}$"}
_NUMBER_SCHEMA = {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": f"^{reading.NUMBER}$"}]}

_COUNTRY_SCHEMA = {"type": "string", "enum": sorted(COUNTRIES)}
_CURRENCY_SCHEMA = {"type": "string", "enum": sorted(CURRENCIES)}
SHARED_SCHEMAS = {
    "Text": _PROSE_SCHEMA,
    "Day": _DATE_SCHEMA,
    "Number": _NUMBER_SCHEMA,
    "Country": _COUNTRY_SCHEMA,
    "Currency": _CURRENCY_SCHEMA,
}
"""What many fields have in common, by the name that the JSON Schema gives it."""

Prose = Annotated[Text, Reads(reading.read_text, _PROSE_SCHEMA)]
"""Prose: a text, or a text by language."""
ProperName = Annotated[Name, Reads(reading.read_name, _PROSE_SCHEMA)]
"""A name that as a plain text is the same in all languages."""
PublishedTitle = Annotated[Title, Reads(reading.read_title, _PROSE_SCHEMA)]
"""A title that is the same in all languages, and may say which one it is in."""
Line = Annotated[str, Reads(reading.read_line, _TEXTUAL)]
"""A name, code or address line: one line of text that belongs to no language."""

Day = Annotated[date, Reads(reading.read_date, _DATE_SCHEMA)]
Planned = Annotated[
    date | Month,
    Reads(reading.read_planned, {"anyOf": [_DATE_SCHEMA, {"type": "string", "pattern": f"^{reading.MONTH}$"}]}),
]
TimeOfDay = Annotated[time, Reads(reading.read_time, {"type": "string", "pattern": f"^({reading.TIME})$"})]
YesNo = Annotated[
    bool, Reads(reading.read_yes_no, {"anyOf": [{"type": "boolean"}, {"enum": ["true", "false", "yes", "no", "ja", "nej"]}]})
]

Number = Annotated[Decimal, Reads(reading.read_number, _NUMBER_SCHEMA)]
"""Zero or more, exactly as written."""
Count = Annotated[int, _whole(0, 10**12)]
Units = Annotated[int, _whole(1, 10_000)]
"""A number of days, weeks or months, a tier: one or more."""
Grade = Annotated[int, _whole(1, 5)]
_IMPACT = Impact.__struct_fields__
"""What the severity of a risk may be given by."""


def _read_severity(value: object) -> int | Impact:
    grade = reading.read_whole(1, 5)
    if not isinstance(value, dict):
        return value if isinstance(value, Impact) else grade(value)
    shown = {"allowed": reading.list_words(_IMPACT), "lowest": "1", "highest": "5"}
    if not value:
        raise reading.refuse(messages.NO_IMPACT, "", **shown)
    for key, each in value.items():
        if key not in _IMPACT:
            raise reading.refuse(messages.NOT_OF_IMPACT, str(key), **shown)
        if not re.fullmatch("[1-5]", str(each)):
            raise reading.refuse(messages.NOT_A_SEVERITY, str(each), key=str(key), **shown)
    return Impact(**{key: grade(each) for key, each in value.items()})


_GRADE_SCHEMA = {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 5}, {"type": "string", "pattern": "^[1-5]$"}]}
RiskSeverity = Annotated[
    int | Impact,
    Reads(
        _read_severity,
        {
            "anyOf": [
                *_GRADE_SCHEMA["anyOf"],
                {
                    "type": "object",
                    "minProperties": 1,
                    "properties": dict.fromkeys(_IMPACT, _GRADE_SCHEMA),
                    "additionalProperties": False,
                },
            ]
        },
    ),
]
"""How severe a risk is: one number, or one each for scale, scope and irremediability."""
Year = Annotated[int, _whole(reading.FIRST_YEAR, reading.LAST_YEAR)]
Format = Annotated[int, Reads(reading.read_format, {"enum": [1, "1"]})]

Id = Annotated[str, _matching(_ID, messages.NOT_AN_ID, type=["string", "number"])]
FolderId = Annotated[
    str, Reads(reading.read_folder_id(_ID), {"type": ["string", "number"], "pattern": f"^({_ID})$", "not": {"pattern": r"\.$"}})
]
"""An id that a folder is named by."""
Currency = Annotated[str, Reads(reading.read_one_of(CURRENCIES, messages.NOT_A_CURRENCY), _CURRENCY_SCHEMA)]
Country = Annotated[str, Reads(reading.read_one_of(COUNTRIES, messages.NOT_A_COUNTRY), _COUNTRY_SCHEMA)]
Cpv = Annotated[str, _matching(_CPV, messages.NOT_CPV, type=["string", "number"])]
CpvStart = Annotated[str, _matching("[0-9]{2,8}", messages.NOT_CPV_START, type=["string", "number"])]
"""The first digits of CPV codes, the division at least."""
Email = Annotated[str, Reads(addresses.read_email, {"type": "string", "pattern": addresses.ROUGH_EMAIL})]
Link = Annotated[str, Reads(addresses.read_link, {"type": "string", "pattern": addresses.ROUGH_LINK})]
Languages = Annotated[str, _matching(_LANGUAGES, messages.NOT_LANGUAGES)]
"""A language, or two side by side as `sv+en`."""
StepName = Annotated[str, _matching(reading.ROLE, messages.NOT_A_STEP)]
Section = Annotated[str, _matching(reading.SECTION, messages.NOT_A_SECTION_NUMBER, type=["string", "number"])]
"""A section of the clause, such as `2.3`."""
Reference = Annotated[RoleReference, Reads(reading.read_reference, {"type": "string", "pattern": f"^{reading.REFERENCE}$"})]
"""A person, by side and role."""


_POINT = rf"code {reading.SECTION}"


def _read_against(value: object) -> Area | CodePoint | str:
    word = reading.read_word(value)
    if word.split(" ")[0] == "code":
        return CodePoint(reading.read_matching(_POINT, messages.NOT_A_POINT)(word))
    if word in list(Area):
        return Area(word)
    if word[:1].isdigit():
        return reading.read_matching(reading.SECTION, messages.NOT_A_SECTION_NUMBER)(word)
    areas = [area.value for area in Area]
    nearest = reading.find_nearest(word, areas)
    if nearest:
        raise reading.refuse(messages.NOT_AGAINST_NEAR, word, nearest=nearest)
    raise reading.refuse(messages.NOT_AGAINST, word, allowed=reading.list_words(areas))


Against = Annotated[
    Area | CodePoint | str,
    Reads(
        _read_against,
        {
            "anyOf": [
                {"enum": [area.value for area in Area]},
                {"type": "string", "pattern": f"^{_POINT}$"},
                {"type": ["string", "number"], "pattern": f"^{reading.SECTION}$"},
            ]
        },
    ),
]
"""What a deviation goes against: a section of the clause, a point of the code of conduct such as `code 2.3`, or an area."""
