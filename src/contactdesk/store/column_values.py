"""What a table's columns hold, read column by column: one short text a contact."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.in_one_go import IN_ONE_GO, pairs_of
from contactdesk.store.whole_columns import WholeColumn

Values = dict[int, str]

_AT_ONCE = 500
# {which} narrows a statement to some contacts; the first row of a contact is the one that counts.
_CONTACT = "SELECT number, {column} FROM contact WHERE {column} <> '' {which}"
_ENTRY = (
    "SELECT contact, value FROM entry WHERE field = '{column}' {which} "
    "ORDER BY contact, preferred DESC, position"
)
_MOBILE = (
    "SELECT contact, value FROM entry WHERE field = 'phones' AND ',' || types || ',' LIKE "
    "'%,cell,%' {which} ORDER BY contact, position"
)
_ADDRESS = (
    "SELECT contact, {column} FROM address WHERE 1 = 1 {which} "
    "ORDER BY contact, preferred DESC, position"
)
_JOB = "SELECT contact, {column} FROM membership WHERE position = 0 AND {column} <> '' {which}"
_CATEGORIES = (
    "SELECT contact, name FROM contact_category JOIN category ON number = category "
    "WHERE 1 = 1 {which} ORDER BY contact, position"
)
_DEALS = (
    "SELECT c.number AS number, count(*) FROM deal_link l JOIN deal d ON d.number = l.deal "
    "JOIN contact c ON c.id = l.key WHERE d.closed_on = '' AND d.deleted_at = '' "
    "AND d.withdrawn = 0 AND l.role <> 'competitor' {which} GROUP BY c.number"
)
_SOURCES: dict[str, tuple[str, str]] = {
    **{n: (_CONTACT, n) for n in ("given", "family", "birthday", "anniversary", "note")},
    "name": (_CONTACT, "formatted_name"),
    "nicknames": (_CONTACT, "nicknames"),
    "phone": (_ENTRY, "phones"),
    "mobile": (_MOBILE, ""),
    "email": (_ENTRY, "emails"),
    "url": (_ENTRY, "urls"),
    **{n: (_ADDRESS, n) for n in ("street", "postal_code", "locality", "region", "country")},
    **{n: (_JOB, n) for n in ("job_title", "organisation", "departments")},
    "categories": (_CATEGORIES, ""),
    "open_deals": (_DEALS, "c.number"),
}
# Of several that a contact has, SQLite takes the row whose maximum it is; that spares sorting.
_FIRST_ENTRY = (
    "SELECT contact, value FROM (SELECT contact, value, max(preferred * 1000000 - position) "
    "FROM entry WHERE field = '{column}' {which} GROUP BY contact) e"
)
_ANY_ADDRESS = "SELECT contact, {column} FROM address WHERE 1 = 1 {which}"
_LISTS = ("nicknames", "departments")


class ColumnValues:
    """Reads the columns of one book."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sql = connection.exec_driver_sql

    def of(self, column: str, numbers: Sequence[int] | None = None) -> Values:
        """A column's text of each contact that has one: of all, or of some."""
        if column not in _SOURCES:
            return {}
        statement, name = _SOURCES[column]
        key = {_CONTACT: "number", _DEALS: "c.number"}.get(statement, "contact")
        rows = self._rows(statement.replace("{column}", name), key, numbers)
        if column == "categories":
            return _joined(rows)
        found: Values = {}
        for number, text in rows:
            found.setdefault(number, text)
        if column in _LISTS:
            return {n: ", ".join(_listed(column, text)) for n, text in found.items()}
        return {n: str(text) for n, text in found.items() if text}

    def whole(self, column: str) -> WholeColumn:
        """A column's text of everybody."""
        statement, name = _SOURCES.get(column, (_DEALS, ""))
        top = self._sql("SELECT max(number) FROM contact").scalar() or 0
        if column in _LISTS or statement in (_CATEGORIES, _DEALS):
            found = self.of(column)
            return WholeColumn.of(list(found), list(found.values()), top)
        if statement == _ENTRY and self._connection.dialect.name == "sqlite":
            statement = _FIRST_ENTRY
        if statement == _ADDRESS:  # nearly everybody has one
            statement = _ANY_ADDRESS
        sql = statement.replace("{column}", name)
        if statement == _CONTACT:
            return WholeColumn.put_together(self._parts(sql, "number", top), top)
        several = column if statement == _ANY_ADDRESS else ""
        return WholeColumn.put_together(self._parts(sql, "contact", top, several), top)

    def _parts(
        self, sql: str, key: str, top: int, several: str = ""
    ) -> Iterator[tuple[Sequence[int], Sequence[str]]]:
        """The column in parts; of `several` that somebody has, the one that counts comes first."""
        for start in range(0, top + 1, IN_ONE_GO):
            which = f"AND {key} >= {start} AND {key} < {start + IN_ONE_GO}"
            which += " ORDER BY number" if key == "number" else ""
            whole = sql.replace("{which}", which)
            numbers, texts = pairs_of(self._connection, whole, rising=key == "number")
            if several and len(set(numbers)) < len(numbers):
                twice = [number for number, many in Counter(numbers).items() if many > 1]
                has = self.of(several, twice)
                numbers = [*twice, *numbers]
                texts = [*(has.get(number, "") for number in twice), *texts]
            yield numbers, texts

    def _rows(
        self, statement: str, key: str, numbers: Sequence[int] | None
    ) -> Iterable[Sequence[Any]]:
        if numbers is None:
            yield from driver_rows(self._sql(statement.replace("{which}", "")))
            return
        for start in range(0, len(numbers), _AT_ONCE):
            marks = ",".join(str(int(n)) for n in numbers[start : start + _AT_ONCE]) or "0"
            which = f"AND {key} IN ({marks})"
            yield from driver_rows(self._sql(statement.replace("{which}", which)))


def _joined(rows: Iterable[Sequence[Any]]) -> Values:
    found: dict[int, list[str]] = {}
    for number, word in rows:
        found.setdefault(number, []).append(word)
    return {number: ", ".join(words) for number, words in found.items()}


def _listed(column: str, text: str) -> list[str]:
    """The words of a list's column; of departments the largest, the others are inside it."""
    words: list[str] = json.loads(text)
    return words[:1] if column == "departments" else words
