"""The custom fields of a book, and what contacts say in them.

All values of a contact are one column of JSON. What is asked about one field takes its text out
of there by its place: quicker than a JSON parser, and the same in both databases.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from json.decoder import scanstring  # type: ignore[attr-defined]  # a string of JSON, read in C
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from contactdesk.model.custom import (
    DATE,
    DEFINITIONS,
    MONEY,
    NUMBER,
    SECTIONS,
    WITH_CHOICES,
    YES_NO,
    FieldDefinition,
    FieldList,
    FieldSection,
    in_order,
    shown_to,
)
from contactdesk.model.names import Ordering
from contactdesk.store.changes import ChangeLog
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.list_queries import LISTED
from contactdesk.store.record_rows import RecordRows
from contactdesk.store.records import Records

_FIELDS = RecordRows(DEFINITIONS)
_SECTIONS = RecordRows(SECTIONS)
_HELD = (
    "SELECT number, custom FROM contact WHERE custom <> '' AND deleted_at = '' AND withdrawn = 0"
)
_ORDERED = f"SELECT contact FROM name_order WHERE {LISTED} ORDER BY rank"


class CustomSections(Records[FieldSection]):
    """Repository of the sections in which custom fields stand."""

    def __init__(self, connection: Connection, log: ChangeLog) -> None:
        super().__init__(connection, log, _SECTIONS)


class CustomFields(Records[FieldDefinition]):
    """Repository of custom fields; what contacts say in one, and their order by it."""

    def __init__(
        self,
        connection: Connection,
        log: ChangeLog,
        ordering: Ordering,
        sections: CustomSections,
        person: int,
    ) -> None:
        super().__init__(connection, log, _FIELDS)
        self._ordering, self._sections, self._person = ordering, sections, person

    def known(self) -> FieldList:
        """All fields that I see, in their order, with their sections."""
        fields = self.all()
        if not fields:
            return FieldList((), tuple(self._in_order()))
        me = str(
            self._sql("SELECT id FROM person WHERE number = ?", (self._person,)).scalar() or ""
        )
        sections = self._in_order()
        return FieldList(tuple(in_order(shown_to(fields, me), sections)), tuple(sections))

    def _in_order(self) -> list[FieldSection]:
        return sorted(self._sections.all(), key=lambda s: (s.position, s.number))

    def values(self, field: str, among: Sequence[int] | None = None) -> dict[int, str]:
        """What each contact, or each of some (500 at most), says in a field (by its id); those
        that say nothing are left out."""
        which = "" if among is None else f" AND number IN ({','.join(map(str, among)) or 0})"
        rows = driver_rows(self._sql(_HELD + which))
        return {n: value for n, value in _taken(field, rows) if value}

    def counts(self) -> dict[str, int]:
        """How many contacts say something in each field, by its id."""
        counted: dict[str, int] = {}
        for _number, text in driver_rows(self._sql(_HELD)):
            for field in json.loads(text):
                counted[field] = counted.get(field, 0) + 1
        return counted

    def numbers_by_custom(self, field: str, descending: bool = False) -> list[int]:
        """Everybody listed, in the order of what they say in a field; who says nothing comes last,
        and who says the same stands in name order.
        """
        said = self.values(field)
        ranked = chain.from_iterable(driver_rows(self._sql(_ORDERED)))
        keys = self.keys(field, said.values())
        placed: list[tuple[Any, int]] = []
        others: list[int] = []
        for number in ranked:
            value = said.get(number)
            if value is None:
                others.append(number)
            else:
                placed.append((keys[value], number))
        placed.sort(key=itemgetter(0), reverse=descending)
        return [number for _key, number in placed] + others

    def keys(self, field: str, values: Iterable[str]) -> dict[str, Any]:
        """By what each value is ordered, as its type asks; what is none of the type comes last."""
        found = self.by_id(field)
        distinct = set(values)
        kind = found.type if found else ""
        if found and kind in WITH_CHOICES:
            places = {choice.name: place for place, choice in enumerate(found.choices)}
            return {v: _place(v, places) for v in distinct}
        if kind in (NUMBER, MONEY):
            return {v: _amount(v) for v in distinct}
        if kind in (DATE, YES_NO):
            return {v: v for v in distinct}
        key = self._ordering.text_key
        return {v: key(v) for v in distinct}


def _taken(field: str, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, str]]:
    """Number and value of those contacts that say something in a field.

    Inside a value every quotation mark has a backslash before it: `head` stands nowhere else.
    """
    head = f'"{field}": "'
    length = len(head)
    for number, text in rows:
        at = text.find(head)
        if at >= 0:
            yield number, scanstring(text, at + length)[0]


def _place(value: str, places: dict[str, int]) -> tuple[list[int], str]:
    """In the order of the choices; what is none of them any more stands behind."""
    return [places.get(each, len(places)) for each in value.split("\n")], value


def _amount(value: str) -> tuple[bool, float, str]:
    try:
        return False, float(value), ""
    except ValueError:
        return True, 0.0, value
