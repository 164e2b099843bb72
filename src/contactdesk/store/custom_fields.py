"""The custom fields of a book, and what contacts say in them.

All values of a contact are one column of JSON. What is asked about one field takes its text out
of there by its place: quicker than a JSON parser, and the same in both databases.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, compress
from json.decoder import scanstring  # type: ignore[attr-defined]  # a string of JSON, read in C
from typing import Any

from sqlalchemy import Connection

from contactdesk.model.custom import (
    DATE,
    DEFINITIONS,
    FILE,
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
from contactdesk.model.custom_files import names_text
from contactdesk.model.names import Ordering
from contactdesk.store.changes import ChangeLog
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.in_one_go import BETWEEN, IN_ONE_GO, joined_of
from contactdesk.store.list_queries import LISTED
from contactdesk.store.record_rows import RecordRows
from contactdesk.store.records import Records
from contactdesk.store.whole_columns import WholeColumn

_FIELDS = RecordRows(DEFINITIONS)
_SECTIONS = RecordRows(SECTIONS)
_HELD = (
    "SELECT number, custom FROM contact WHERE custom <> '' AND deleted_at = '' AND withdrawn = 0"
)
_IN_BIN = "SELECT number FROM contact WHERE deleted_at <> ''"
_SAID = "SELECT number, custom FROM contact WHERE custom <> ''"
_VALUE = r'([^"\\]*(?:\\.[^"\\]*)*)"'  # the rest of a string of JSON, as it is written there
FEW = 4  # contacts a value, from which they are put together by their values and not sorted
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
        self._connection = connection
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
        head = f'"{field}": "'  # in a value every quotation mark has a backslash before it
        length = len(head)
        return {
            number: scanstring(text, at + length)[0]
            for number, text in driver_rows(self._sql(_HELD + which))
            if (at := text.find(head)) >= 0
        }

    def words(self, field: str, among: Sequence[int]) -> dict[int, str]:
        """`values` as a table has them: of files the names."""
        found = self.values(field, among)
        return {n: names_text(v) for n, v in found.items()} if self._has_files(field) else found

    def _has_files(self, field: str) -> bool:
        found = self.by_id(field)
        return found is not None and found.type == FILE

    def whole(self, field: str) -> WholeColumn:
        """The words of everybody in a field (by its id) who is not in the bin."""
        top = self._sql("SELECT max(number) FROM contact").scalar() or 0
        said = self._said(field, top)
        if self._has_files(field):
            said = ((some, list(map(names_text, texts))) for some, texts in said)
        found = WholeColumn.put_together(said, top)
        found.renew(self._sql(_IN_BIN).scalars(), {})
        return found

    def _said(self, field: str, top: int) -> Iterator[tuple[Sequence[int], list[str]]]:
        head = f'"{field}": "'
        value = re.compile(re.escape(head) + _VALUE).findall
        for start in range(0, top + 1, IN_ONE_GO):
            which = f" AND number >= {start} AND number < {start + IN_ONE_GO}"
            # by the table itself, as no index has what is asked for: numbers rise
            some, whole = joined_of(self._connection, _SAID + which, rising=True)
            if whole.count(head) < len(some):  # some say nothing there
                some = list(compress(some, (head in line for line in whole.split(BETWEEN))))
            texts = value(whole)
            if "\\" in whole:
                texts = [scanstring(f'{t}"', 0)[0] if "\\" in t else t for t in texts]
            yield some, texts

    def naming(self, document: str) -> list[int]:
        """Contacts of whose fields one names a document (by its id), in the bin too."""
        sql = "SELECT number FROM contact WHERE custom LIKE ? AND withdrawn = 0 ORDER BY number"
        return list(self._sql(sql, (f"%urn:uuid:{document} %",)).scalars())

    def counts(self) -> dict[str, int]:
        """How many contacts say something in each field, by its id."""
        counted: dict[str, int] = {}
        for _number, text in driver_rows(self._sql(_HELD)):
            for field in json.loads(text):
                counted[field] = counted.get(field, 0) + 1
        return counted

    def with_property(self, name: str) -> list[int]:
        """Contacts that have a further property of this name."""
        said = json.dumps(name, ensure_ascii=False)
        sql = "SELECT number, extra FROM contact WHERE extra <> '' AND withdrawn = 0"
        return [n for n, text in driver_rows(self._sql(sql)) if f'"name": {said}' in text]

    def among(self, numbers: Sequence[int]) -> dict[str, tuple[tuple[str, int], ...]]:
        """What some contacts say in each field, by its id, and how many say it; the commonest
        first.
        """
        marks = ",".join(str(int(n)) for n in numbers) or "0"
        sql = f"SELECT custom FROM contact WHERE custom <> '' AND number IN ({marks})"
        counted: dict[str, Counter[str]] = {}
        for (text,) in driver_rows(self._sql(sql)):
            for field, value in json.loads(text).items():
                counted.setdefault(field, Counter())[value] += 1
        return {field: tuple(values.most_common()) for field, values in counted.items()}

    def numbers_by_custom(self, field: str, descending: bool = False) -> list[int]:
        """Everybody listed, in the order of what they say in a field; who says nothing comes last,
        and who says the same stands in name order.
        """
        said = self.values(field)
        key, distinct = self.key(field), set(said.values())
        ranked = list(chain.from_iterable(driver_rows(self._sql(_ORDERED))))
        if len(distinct) * FEW > len(said):
            key_of = {number: key(value) for number, value in said.items()}
            placed = [number for number in ranked if number in key_of]
            placed.sort(key=key_of.__getitem__, reverse=descending)
        else:
            groups: dict[str, list[int]] = {v: [] for v in sorted(distinct, key=key)}
            for number in ranked:
                if number in said:
                    groups[said[number]].append(number)
            in_turn = reversed(groups.values()) if descending else groups.values()
            placed = list(chain.from_iterable(in_turn))
        return placed + [number for number in ranked if number not in said]

    def key(self, field: str) -> Callable[[str], Any]:
        """By what a value is ordered, as its type asks; what is none of the type comes last."""
        found = self.by_id(field)
        kind = found.type if found else ""
        if found and kind in WITH_CHOICES:
            places = {choice.name: place for place, choice in enumerate(found.choices)}
            return partial(_place, places)
        if kind in (NUMBER, MONEY):
            return _amount
        if kind == FILE:
            return lambda value: self._ordering.text_key(names_text(value))
        return str if kind in (DATE, YES_NO) else self._ordering.text_key


def _place(places: dict[str, int], value: str) -> tuple[list[int], str]:
    """In the order of the choices; what is none of them any more stands behind."""
    return [places.get(each, len(places)) for each in value.split("\n")], value


def _amount(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return math.inf
