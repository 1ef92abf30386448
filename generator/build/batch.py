"""What a batch makes of a contract: the documents of all that is due, or those that are asked for. Called by `cli`.

Where a batch that was killed goes on, the manifest knows: `output.manifest`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import Enum
from fnmatch import fnmatchcase
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generator.build.orders import Order, make_orders
from generator.contract.case import Case, ReportCase
from generator.contract.models import Contract
from generator.contract.shape import find_item, find_part, find_type, find_value, is_pattern, list_patterns, select
from generator.contract.values import Text
from generator.documents import DocumentType, Pack, find_answers
from generator.errors import Finding, InputError
from generator.rules.standing import Duty, Standing
from generator.rules.watched_day import Watch


class Condition(Struct, frozen=True):
    """What a contract must say to be taken: `category=Lokalvård`."""

    field: str
    """A field of the contract, such as `category` or `supplier.name`."""
    value: str
    """What stands there, whatever its capital letters; `*` stands for any letters."""

    @classmethod
    def parse(cls, text: str) -> Condition:
        """The condition that somebody wrote.

        Raises:
            InputError: it isn't one, or contracts have no such field.
        """
        name, sign, value = text.partition("=")
        if not sign or not is_pattern(Contract, name):
            hint = "write a field of the contract and what stands there, such as category=Lokalvård"
            raise InputError(Finding("'{text}' is no condition", hint=hint, values={"text": text}))
        field = next(filter(_is_single, list_patterns(find_type(Contract, name), name)))
        if field != name:
            hint = "name a field in it, such as {field}"
            values = {"name": name, "field": field}
            raise InputError(Finding("'{name}' is no condition: it holds other fields", hint=hint, values=values))
        return cls(name, value)

    def holds(self, contract: Contract) -> bool:
        """Whether the contract says so."""
        words = (word for _, value in select(contract, self.field) for word in _say(value))
        return any(fnmatchcase(word.casefold(), self.value.casefold()) for word in words)


def _is_single(pattern: str) -> bool:
    """Whether the fields that a pattern names hold no others."""
    kind = find_type(Contract, pattern)
    return not (find_part(kind) or find_item(kind) or find_value(kind))


def _say(value: Any) -> Sequence[str]:
    """A value as it stands in the file, in each of its languages."""
    if isinstance(value, Text):
        return [words for words in (value.plain, *map(value.get, value.languages)) if words]
    return [str(value.value) if isinstance(value, Enum) else str(value)]


class Duties(Struct, frozen=True):
    """What a batch makes on a day."""

    on: date
    within: timedelta
    """How far ahead."""
    wishes: Mapping[str, Any]
    """The other fields of its orders."""
    only: tuple[str, ...] = ()
    """Documents that are wanted whether they are due or not; nothing means those that are due."""
    conditions: tuple[Condition, ...] = ()

    def choose(self, case: Case | ReportCase, watch: Watch) -> tuple[Order, ...]:
        """What to make of a source, each document once."""
        if not isinstance(case, Case) or not all(each.holds(case.contract) for each in self.conditions):
            return ()
        if self.only:
            return tuple(
                order for slug in self.only for order in make_orders(slug, on=self.on, where_it_fits=True, **self.wishes)
            )
        on = watch.see(self.on)
        standing = Standing(case.contract, case.clause.parts, case.ladder, on)
        due = [task for task in standing.duties if task.day <= on + self.within]
        orders = [order for task in due for order in self._order(task, case.contract, on)]
        return tuple({(order.document.slug, *order.items.values()): order for order in orders}.values())

    def _order(self, task: Duty, contract: Contract, on: date) -> Sequence[Order]:
        """The documents that do a task."""
        return [order for answer in find_answers(task, contract, on) for order in self._make_orders(answer, task)]

    def _make_orders(self, answer: DocumentType | Pack, task: Duty) -> Sequence[Order]:
        kind = answer.item_kind if isinstance(answer, DocumentType) else ""
        items = {kind: task.item} if kind else {}
        wishes = {**self.wishes, "items": items, "formats": (), "is_due": isinstance(answer, DocumentType)}
        orders = make_orders(answer.slug, on=self.on, where_it_fits=True, **wishes)
        # What has none of the formats that are wanted isn't made, and that is no mistake: nobody named it.
        return [replace(order, formats=self.wishes.get("formats", ())) for order in orders]
