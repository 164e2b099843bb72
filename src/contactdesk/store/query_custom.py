"""Rules about the fields that an office made for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from contactdesk.model.custom import (
    DATE,
    FILE,
    MONEY,
    NUMBER,
    SEVERAL_OF,
    YES_NO,
    FieldDefinition,
)
from contactdesk.model.custom_files import names_of, without_ids
from contactdesk.model.custom_values import BREAK, YES
from contactdesk.model.dates import PartialDate
from contactdesk.model.query import HAS, LACKS, Rule
from contactdesk.model.query_fields import Field, Holds
from contactdesk.model.query_times import compares, stretch_of
from contactdesk.store.custom_fields import CustomFields

PREFIX = "x-"
"""With a field's id behind it, its name in rules."""
_HOLDS: dict[str, Holds] = {NUMBER: "number", MONEY: "number", DATE: "day", YES_NO: "flag"}


def fields_of(definitions: Iterable[FieldDefinition]) -> list[Field]:
    """An office's own fields as rules ask for them."""
    return [
        Field(PREFIX + each.id, each.label, _HOLDS.get(each.type, "words"), own=True)
        for each in definitions
    ]


class QueryCustom:
    """Looks custom fields up in one transaction, for rules."""

    def __init__(self, fields: CustomFields, today: date) -> None:
        self._fields, self._today = fields, today

    def found(self, rule: Rule, words: Callable[[str], bool]) -> set[int]:
        """Whose value is what a rule asks for; `words` tests a text."""
        fits = self._test(rule, words)
        return {number for number, value in self._values(rule).items() if fits(value)}

    def value(self, rule: Rule, number: int) -> str:
        """What a contact says there, "" for nothing."""
        return without_ids(self._values(rule).get(number, "")).replace(BREAK, ", ")

    def _values(self, rule: Rule) -> dict[int, str]:
        return self._fields.values(rule.field.removeprefix(PREFIX))

    def _test(self, rule: Rule, words: Callable[[str], bool]) -> Callable[[str], bool]:
        known = self._fields.by_id(rule.field.removeprefix(PREFIX))
        holds = known.type if known else ""
        if rule.comparison in (HAS, LACKS):
            return (lambda value: value == YES) if holds == YES_NO else bool
        if holds in (NUMBER, MONEY):
            return lambda value: _compares(rule, value)
        if holds == DATE:
            return self._day_test(rule)
        if holds == FILE:
            return lambda value: any(words(name) for name in names_of(value))
        if holds == SEVERAL_OF:
            return lambda value: any(words(each) for each in value.split(BREAK))
        return words

    def _day_test(self, rule: Rule) -> Callable[[str], bool]:
        stretches = [stretch_of(rule, value, self._today) for value in rule.values]

        def fits(text: str) -> bool:
            day = PartialDate.parse(text)
            at = day.last_date() if day.year else None
            return at is not None and any(
                (first is None or at >= first) and (last is None or at <= last)
                for first, last in stretches
            )

        return fits


def _compares(rule: Rule, value: str) -> bool:
    try:
        number = float(value)
    except ValueError:
        return False
    return any(compares(number, rule.comparison, float(wanted)) for wanted in rule.values)
