"""The queries behind lists: rows, counts, letters, and who works where."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection

from contactdesk.model import fold, phones
from contactdesk.model.contact import Contact, Membership
from contactdesk.store.categories import Categories
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.group_members import GroupMembers
from contactdesk.store.in_one_go import numbers_of
from contactdesk.store.list_queries import (
    ARCHIVED,
    COUNTS,
    LISTED,
    ROWS,
    SCOPES,
    STAFF,
    counts_of,
    row_of,
)
from contactdesk.store.listing import ContactRow, Counts, Listing, ListQuery, Person

# Every letter with its first and last rank: one step of the index a letter, not one a contact.
_LETTERS = """
WITH RECURSIVE found(letter) AS (
  SELECT min(letter) FROM name_order
  UNION ALL
  SELECT (SELECT min(letter) FROM name_order WHERE letter > found.letter)
  FROM found WHERE found.letter IS NOT NULL)
SELECT letter,
  (SELECT rank FROM name_order o WHERE o.letter = found.letter {which} ORDER BY rank LIMIT 1),
  (SELECT rank FROM name_order o WHERE o.letter = found.letter {which} ORDER BY rank DESC LIMIT 1)
FROM found WHERE letter IS NOT NULL
"""
MANY = 20_000  # contacts that a count does not leave in SQLite's cache
_BIN = (
    "SELECT number FROM contact WHERE deleted_at <> '' AND NOT withdrawn "
    "ORDER BY deleted_at DESC, number"
)


class Lists:
    """The lists of one book as one person sees them."""

    def __init__(
        self,
        connection: Connection,
        person: int,
        sort_by: str,
        categories: Categories,
        members: GroupMembers,
    ) -> None:
        self._connection = connection
        self._sql = connection.exec_driver_sql
        self._person = person
        self._sort_by = sort_by
        self._categories = categories
        self._members = members

    def rows(self, numbers: Sequence[int], family_first: bool = False) -> list[ContactRow]:
        """Rows of these contacts, in this order."""
        found: dict[int, ContactRow] = {}
        for start in range(0, len(numbers), 500):
            marks = ",".join(str(int(n)) for n in numbers[start : start + 500])
            sql = ROWS.format(person=self._person, sort_by=self._sort_by, numbers=marks)
            for each in driver_rows(self._sql(sql)):
                found[each[0]] = row_of(each, family_first)
        return [found[n] for n in numbers if n in found]

    def top(self, query: ListQuery, limit: int, family_first: bool = False) -> list[ContactRow]:
        """The first rows of a list: they are known long before all the numbers of a large one."""
        if query.scope == "bin":
            return self.rows([r[0] for r in self._sql(f"{_BIN} LIMIT {int(limit)}")], family_first)
        sql = f"SELECT contact FROM name_order o {self._where(query)} ORDER BY rank LIMIT :limit"
        found = self._sql(sql, {**self._values(query), "limit": limit})
        return self.rows([r[0] for r in found], family_first)

    def _values(self, query: ListQuery) -> dict[str, Any]:
        return self._members.values(query)

    def _where(self, query: ListQuery) -> str:
        within = ARCHIVED if query.scope == "archive" else LISTED
        inner = self._categories.numbers_within(query.category) if query.category else ()
        which = SCOPES[query.scope].format(categories=",".join(map(str, inner)))
        return f"WHERE o.{within} {which}"

    def numbers(self, query: ListQuery) -> array[int]:
        """The numbers of a whole list alone."""
        if query.scope == "bin":
            return numbers_of(self._connection, _BIN)
        return self._numbers(self._where(query), self._values(query))

    def _numbers(self, where: str, values: dict[str, Any]) -> array[int]:
        sql = f"SELECT contact FROM name_order o {where} ORDER BY rank"
        return numbers_of(self._connection, sql, values)

    def listing(self, query: ListQuery) -> Listing:
        """The numbers of a whole list, and the places of its letters."""
        if query.scope == "bin":
            return Listing(self.numbers(query), ())
        where, values = self._where(query), self._values(query)
        numbers = self._numbers(where, values)
        if query.scope in ("all", "people"):
            sections = self._letters_at(numbers, query.scope == "people")
            if sections is not None:
                return Listing(numbers, sections)
        return Listing(numbers, self._sections(where, values))

    def _letters_at(self, numbers: array[int], people: bool) -> tuple[tuple[str, int], ...] | None:
        """Where each letter begins, by a few lookups; None when some letter has two places."""
        which = f"AND o.{LISTED} {SCOPES['people'] if people else ''}"
        found = self._sql(_LETTERS.format(which=which)).all()
        letters = sorted((first, last, letter) for letter, first, last in found if first)
        if any(one[1] > other[0] for one, other in pairwise(letters)):
            return None
        sections, start = [], 0
        for first, _last, letter in letters:
            sql = "SELECT contact FROM name_order WHERE rank = ?"
            start = numbers.index(self._sql(sql, (first,)).scalar_one(), start)
            sections.append((letter, start))
        return tuple(sections)

    def _sections(self, where: str, values: dict[str, Any]) -> tuple[tuple[str, int], ...]:
        """Where each letter begins; a script that is not written as it is sorted may have two."""
        changes = self._sql(
            "SELECT letter, place FROM (SELECT letter, row_number() OVER (ORDER BY rank) - 1 "
            f"AS place, lag(letter) OVER (ORDER BY rank) AS above FROM name_order o {where}) l "
            "WHERE above IS NULL OR above <> letter ORDER BY place",
            values,
        )
        return tuple((r[0], r[1]) for r in changes)

    def counts(self) -> Counts:
        """How many each list has."""
        found = self._sql(COUNTS.format(person=self._person)).one()
        counts = counts_of(found, self._categories.counted())
        if counts.all > MANY and self._connection.dialect.name == "sqlite":
            # whole indexes were gone through: megabytes that nobody asks for again soon
            self._sql("PRAGMA shrink_memory")
        return counts

    def categories_of(self, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """The categories of each of these contacts, in their order."""
        found: dict[int, list[str]] = {}
        marks = ",".join(str(int(n)) for n in numbers)
        rows = self._sql(
            "SELECT contact, name FROM contact_category JOIN category ON number = category "
            f"WHERE contact IN ({marks}) ORDER BY contact, position"
        )
        for contact, name in driver_rows(rows):
            found.setdefault(contact, []).append(name)
        return {n: tuple(words) for n, words in found.items()}

    def people_of(self, organisation: Contact) -> list[Person]:
        """Who is linked to an organisation, or names it exactly."""
        rows = self._sql(
            "SELECT m.contact, m.job_title, m.departments, m.starts_on, m.ends_on, m.item "
            f"FROM ({STAFF}) f JOIN membership m ON m.contact = f.contact AND m.item = f.item "
            "JOIN name_order o ON o.contact = m.contact WHERE m.contact <> :self ORDER BY o.rank",
            {
                "id": organisation.id,
                "key": fold.fold(organisation.formatted_name),
                "self": organisation.number,
            },
        ).all()
        shown = {r.number: r for r in self.rows([r[0] for r in rows])}
        people = []
        for number, title, departments, starts_on, ends_on, item in rows:
            if number in shown:
                path = tuple(json.loads(departments)) if departments else ()
                first = path[0] if path else ""
                people.append(Person(shown[number], title, first, starts_on, ends_on, path, item))
        return people

    def organisation_of(self, membership: Membership) -> ContactRow | None:
        """The contact that a membership's organisation is."""
        if membership.organisation_id:
            sql, key = "SELECT number FROM contact WHERE id = ?", membership.organisation_id
        else:
            sql = "SELECT number FROM contact WHERE name_key = ? AND kind = 'org'"
            key = fold.fold(membership.organisation)
        found = (
            self._sql(f"{sql} AND deleted_at = '' ORDER BY number LIMIT 1", (key,)).scalar()
            if key
            else None
        )
        return next(iter(self.rows([found])), None) if found else None

    def organisation_names(self, start: str, limit: int) -> list[str]:
        """Organisations whose folded name begins so."""
        if not start:
            return []
        end = start[:-1] + chr(ord(start[-1]) + 1)
        rows = self._sql(
            "SELECT formatted_name FROM contact WHERE name_key >= :start AND name_key < :end "
            "AND kind = 'org' AND deleted_at = '' UNION SELECT organisation FROM membership "
            "WHERE organisation_key <> '' AND organisation_key >= :start "
            "AND organisation_key < :end ORDER BY 1 LIMIT :limit",
            {"start": start, "end": end, "limit": limit},
        )
        return [r[0] for r in rows]

    def similar(self, contact: Contact, region: str) -> tuple[ContactRow, str] | None:
        """Somebody else of the same kind with the same phone or mail.

        People share their organisation's switchboard: that makes nobody a duplicate.
        """
        keys = [("phones", phones.e164(e.value, region)) for e in contact.phones]
        keys += [("emails", e.value.strip().lower()) for e in contact.emails]
        for field, key in keys:
            if not key:
                continue
            found = self._sql(
                "SELECT e.contact FROM entry e JOIN name_order o ON o.contact = e.contact "
                "WHERE e.compare = ? AND e.compare <> '' AND e.field = ? AND e.contact <> ? "
                "AND CAST(o.kind = 'org' AS INTEGER) = ? ORDER BY e.contact LIMIT 1",
                (key, field, contact.number, int(contact.kind == "org")),
            ).scalar()
            if found:
                return self.rows([found])[0], field
        return None
