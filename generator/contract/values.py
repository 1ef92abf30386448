"""The small values that contracts are built of: texts, names, months, references. Anyone may use them; none can be changed."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Generic, TypeVar, get_args

from msgspec import Struct
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

V = TypeVar("V")

MONTHS_A_YEAR = 12


class FrozenMap(Mapping[str, V], Generic[V]):
    """A map that cannot be changed, so that it can be hashed. Keeps the order in which it was written."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, V] | None = None) -> None:
        self._values = dict(values or {})

    def __getitem__(self, key: str) -> V:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FrozenMap) and self._values == other._values

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    def __repr__(self) -> str:
        return f"FrozenMap({self._values!r})"

    def __reduce__(self) -> tuple[Callable[..., FrozenMap[V]], tuple[dict[str, V]]]:
        return FrozenMap, (self._values,)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """How pydantic makes one: from a dict whose values it checks."""

        def read(value: Any, read_dict: core_schema.ValidatorFunctionWrapHandler) -> FrozenMap[Any]:
            return value if isinstance(value, FrozenMap) else cls(read_dict(value))

        inner = core_schema.dict_schema(core_schema.str_schema(), handler(get_args(source)[0]))
        return core_schema.no_info_wrap_validator_function(read, inner)


NO_TEXTS: FrozenMap[str] = FrozenMap()
"""No text in any language."""


class Text(Struct, frozen=True):
    """Prose, as somebody wrote it: one plain text, or a text for each of some languages. One of the two is there, never both.

    A plain text is in the workspace's data language; which one that is, is not known here.
    """

    plain: str | None = None
    by_language: FrozenMap[str] = NO_TEXTS

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it says it is in, in the order written; none for a plain text."""
        return tuple(self.by_language)

    def get(self, language: str) -> str | None:
        """The text that is known to be in `language`, or None."""
        return self.by_language.get(language)

    def choose(self, language: str) -> str:
        """The text in `language`, or else as it is there."""
        return next((words for words in (self.get(language), self.plain, *self.by_language.values()) if words), "")


class Name(Text, frozen=True):
    """A name: as a plain text it belongs to no language and is the same in all. By language, it describes what has no name."""

    def get(self, language: str) -> str | None:
        """The name to use in `language`, or None."""
        return self.plain if self.plain is not None else self.by_language.get(language)


class Title(Name, frozen=True):
    """The title of a publication. By language, it says which it was published in: nobody needs to translate it."""


class Impact(Struct, frozen=True):
    """How severe an adverse impact is, by what makes it so, each from 1 to 5; one that isn't given is None."""

    scale: int | None = None
    """How grave it is for those whom it meets."""
    scope: int | None = None
    """How many it meets, or how wide."""
    irremediability: int | None = None
    """How hard it is to put right."""

    @property
    def grades(self) -> tuple[int, ...]:
        """Those that are given."""
        return tuple(grade for grade in (self.scale, self.scope, self.irremediability) if grade is not None)


class Month(Struct, frozen=True, order=True):
    """A month of a year, for what isn't planned to the day."""

    year: int
    month: int

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


class OwnDay(date):
    """The day that a document is dated: what is printed as such says nothing new on another day."""


class CodePoint(str):
    """A point of the Supplier Code of Conduct, as a contract names it: `code 2.3`."""

    __slots__ = ()

    @property
    def number(self) -> str:
        """Its number in the code."""
        return self.partition(" ")[2]


class RoleReference(str):
    """A person, named by side and role: `buyer.officer`."""

    __slots__ = ()

    @property
    def side(self) -> str:
        """`buyer` or `supplier`."""
        return self.partition(".")[0]

    @property
    def role(self) -> str:
        """The key among that side's contacts."""
        return self.partition(".")[2]


def add_months(day: date, months: int) -> date:
    """The same day of the month, so many months later; the last day of a month that has no such day.

    Source: the Act (1930:173) on the reckoning of statutory time, section 1: time given in months or years ends on the day with
    the same number, or, where the month has no such day, on its last.
    """
    index = day.year * MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(index, MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
