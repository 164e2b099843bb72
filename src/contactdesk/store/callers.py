"""Who a telephone number belongs to: a person, an organisation, or the one whose switchboard it is.

Numbers are compared as E.164, by the index that matching uses; nothing is read through.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection

from contactdesk.model import fold, phones
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.listing import ContactRow, ListQuery, SearchResult

How = Literal["number", "switchboard", "digits"]
MOST = 8
LONGEST_EXTENSION = 3  # digits that may differ from an organisation's own number
LEAST = 5  # digits of a number without a country that are looked for
_SHORTEST = 9  # characters of an E.164 number whose last digits may be an extension
_WHO = """
SELECT e.contact, e.value FROM entry e JOIN name_order o ON o.contact = e.contact
WHERE e.field = 'phones' AND e.compare <> '' AND {} ORDER BY {}o.rank LIMIT ?
"""
_EXACTLY = _WHO.format("e.compare = ?", "CASE WHEN o.kind = 'org' THEN 1 ELSE 0 END, ")
_BETWEEN = _WHO.format("e.compare >= ? AND e.compare < ? AND o.kind = 'org'", "")


class Caller(NamedTuple):
    """Somebody a number may belong to, with the number as their card has it, and how sure it is:
    the very number, one of a switchboard's, or digits that are in it."""

    row: ContactRow
    number: str
    how: How


class Callers:
    """Looks numbers up in one transaction."""

    def __init__(
        self,
        connection: Connection,
        rows: Callable[[Sequence[int]], list[ContactRow]],
        search: Callable[[str, ListQuery | None, int], SearchResult],
    ) -> None:
        self._sql = connection.exec_driver_sql
        self._rows, self._search = rows, search

    def of(self, typed: str, region: str) -> list[Caller]:
        """Who may be calling; people before organisations, [] for nobody."""
        plain = fold.fold(typed).strip()
        number = phones.e164(typed, region)
        if not number and plain.startswith("00"):  # as it is dialled in most countries
            number = phones.e164("+" + plain[2:])
        found: list[tuple[int, str]] = []
        how: How = "number"
        if number:
            found = self._found(_EXACTLY, number)
            if not found:
                how, found = "switchboard", self._switchboard(number)
        if found:
            return self._callers(found, how)
        return self._by_digits(typed)

    def _found(self, sql: str, *values: Any) -> list[tuple[int, str]]:
        found: dict[int, str] = {}
        for contact, value in driver_rows(self._sql(sql, (*values, MOST))):
            found.setdefault(contact, value)
        return list(found.items())

    def _switchboard(self, number: str) -> list[tuple[int, str]]:
        """The one organisation whose number differs in the last digits alone."""
        for cut in range(1, LONGEST_EXTENSION + 1):
            if len(number) - cut < _SHORTEST:
                break
            prefix = number[:-cut]
            found = self._found(_BETWEEN, prefix, prefix + ":")  # ":" follows "9"
            if found:
                return found if len(found) == 1 else []
        return []

    def _by_digits(self, typed: str) -> list[Caller]:
        digits = "".join(c for c in fold.fold(typed) if c.isdigit())
        if len(digits) < LEAST:
            return []
        numbers = self._search(digits, None, MOST).numbers[:MOST]
        return self._callers([(number, typed.strip()) for number in numbers], "digits")

    def near(self, number: str) -> list[Caller]:
        """Whose number differs from an E.164 one in the last two digits alone."""
        if len(number) < _SHORTEST:
            return []
        start = number[:-2]
        sql = _WHO.format("e.compare >= ? AND e.compare < ? AND LENGTH(e.compare) = ?", "")
        found = self._found(sql, start, start + ":", len(number))
        return self._callers(found, "digits")

    def _callers(self, found: Sequence[tuple[int, str]], how: How) -> list[Caller]:
        rows = self._rows([contact for contact, _value in found])
        values = dict(found)
        return [Caller(row, values[row.number], how) for row in rows]
