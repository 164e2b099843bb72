"""Writing contacts: their rows, their place in the order of names, their words in the search."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection

from contactdesk.errors import NotFound
from contactdesk.i18n import _
from contactdesk.model.contact import Contact
from contactdesk.model.names import Ordering
from contactdesk.progress import Progress
from contactdesk.store.categories import Categories
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.full_text import EVERYTHING, TOKENS
from contactdesk.store.order import NameOrder
from contactdesk.store.rows import (
    CONTACT_COLUMNS,
    PARTS,
    PLACES,
    Prepared,
    differing_parts,
    prepare,
)
from contactdesk.store.search_text import SEARCHED, search_text, with_fields


def _insert_sql(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


_CONTACT = _insert_sql("contact", ("number", *CONTACT_COLUMNS))
_PARTS = tuple((table, _insert_sql(table, columns)) for table, columns in PARTS.items())
_PART_TABLES = ("entry", "address", "membership", "contact_category")
_NEW_TEXT = "INSERT INTO search_text (contact, names, rest) VALUES (?, ?, ?)"
_TEXT = "INSERT OR REPLACE INTO search_text (contact, names, rest) VALUES (?, ?, ?)"


class ContactWriter:
    """Stores contacts whose ids, revisions and item numbers are settled, and logs none of it."""

    def __init__(
        self,
        connection: Connection,
        ordering: Ordering,
        region: str,
        order: NameOrder,
        categories: Categories,
    ) -> None:
        self._sql = connection.exec_driver_sql
        self._ordering = ordering
        self._order = order
        self.region = region
        self._categories = categories

    def top_item(self, number: int) -> int:
        """The highest item number that a contact ever gave away."""
        return self._sql("SELECT top_item FROM contact WHERE number = ?", (number,)).scalar() or 0

    def next_number(self) -> int:
        """The row number that the next new contact gets."""
        return (self._sql("SELECT max(number) FROM contact").scalar() or 0) + 1

    def insert(self, contact: Contact) -> int:
        """Store a new contact; returns its row number."""
        number = self.next_number()
        self.insert_many(number, [prepare(contact, self._ordering, self.region)])
        self._order.add([number])
        return number

    def insert_many(
        self,
        first: int,
        contacts: Sequence[Prepared],
        words: Sequence[tuple[str, str] | None] = (),
    ) -> None:
        """Store prepared contacts as numbers `first`, `first` + 1 …; their order comes later.

        `words` are the `search_text` of each, where somebody has made them already.
        """
        numbered = list(enumerate(contacts, first))
        self._sql(_CONTACT, [(n, *p.contact) for n, p in numbered])
        self._insert_parts(numbered)
        made = words or [None] * len(contacts)
        texts = [w or search_text(p) for w, p in zip(made, contacts, strict=True)]
        self._sql(_NEW_TEXT, [(n, *t) for n, t in enumerate(texts, first)])

    def _insert_parts(self, numbered: Sequence[tuple[int, Prepared]]) -> None:
        self._insert_rows({table for table, _sql in _PARTS}, numbered)
        self._insert_categories(numbered)

    def _insert_rows(self, tables: set[str], numbered: Sequence[tuple[int, Prepared]]) -> None:
        lists: tuple[list[tuple[Any, ...]], ...] = (
            [(n, *row) for n, p in numbered for row in p.entries],
            [(n, *row) for n, p in numbered for row in p.addresses],
            [(n, *row) for n, p in numbered for row in p.memberships],
        )
        for (table, sql), rows in zip(_PARTS, lists, strict=True):
            if rows and table in tables:
                self._sql(sql, rows)

    def write_words(self, numbered: Sequence[tuple[int, Prepared]]) -> None:
        """Store what the search compares of contacts; the indexes follow it."""
        if numbered:
            self._sql(_TEXT, [(n, *search_text(p)) for n, p in numbered])

    def rewrite_words(
        self, numbered: Sequence[tuple[int, Prepared]], fields: Collection[str]
    ) -> None:
        """Store what the search compares of contacts of which only these fields changed."""
        if set(SEARCHED).isdisjoint(fields):
            return
        marks = ",".join(str(n) for n, _p in numbered)
        sql = f"SELECT contact, rest FROM search_text WHERE contact IN ({marks})"
        rest = dict(driver_rows(self._sql(sql)))
        changed = [(with_fields(rest[n], p, fields), n) for n, p in numbered]
        self._sql("UPDATE search_text SET rest = ? WHERE contact = ?", changed)

    def _insert_categories(self, numbered: Sequence[tuple[int, Prepared]]) -> None:
        linked = [
            (n, self._categories.number_of(name), place)
            for n, p in numbered
            for place, name in enumerate(dict.fromkeys(p.categories))
        ]
        if linked:
            self._sql(
                "INSERT INTO contact_category (contact, category, position) VALUES (?, ?, ?)",
                linked,
            )

    def rewrite_parts(self, tables: set[str], numbered: Sequence[tuple[int, Prepared]]) -> None:
        """Replace the parts of contacts in some of the tables."""
        marks = ",".join(str(n) for n, _p in numbered)
        for table in tables:
            self._sql(f"DELETE FROM {table} WHERE contact IN ({marks})")
        self._insert_rows(tables, numbered)
        if "contact_category" in tables:
            self._insert_categories(numbered)

    def update(self, before: Contact, after: Contact, withdrawn: bool | None = None) -> None:
        """Replace a stored contact by its next revision; fails when it moved on meanwhile.

        One whose creation was undone stays `withdrawn` unless it is told or stands again. What
        is stored so already is not written: each page of the file that changes is written twice,
        and on a slow drive that is what a person waits for.
        """
        number, stored = before.number, self._stored(before.number)
        prepared = prepare(after, self._ordering, self.region, stored["top_item"])
        columns = [c for c in CONTACT_COLUMNS if prepared.contact[PLACES[c]] != stored[c]]
        words = self._other_words(number, prepared)
        moves = not self._order.made_of.isdisjoint(columns)
        if moves and not before.deleted_at:
            self._order.remove([number])
        elif not after.deleted_at:
            self._order.unindex(number, words)
        values = {c: prepared.contact[PLACES[c]] for c in columns}
        self._update_row(before, after, values, withdrawn)
        if before.deleted_at or after.deleted_at:  # its categories may come back with it
            tables = set(_PART_TABLES)
        else:
            tables = differing_parts(before, after, self.region)
        self.rewrite_parts(tables, [(number, prepared)])
        if words:
            self.write_words([(number, prepared)])
        if moves and not after.deleted_at:
            self._order.add([number])
        elif not after.deleted_at:
            self._order.index(number, words)
        if "private_to" in columns and not after.deleted_at:
            self._order.show_or_hide([number])

    def _stored(self, number: int) -> dict[str, Any]:
        sql = f"SELECT {', '.join(CONTACT_COLUMNS)} FROM contact WHERE number = ?"
        row = self._sql(sql, (number,)).first()
        if row is None:
            raise _meanwhile()
        return dict(zip(CONTACT_COLUMNS, row, strict=True))

    def _other_words(self, number: int, prepared: Prepared) -> tuple[str, ...]:
        """The indexes in which a contact has other words from now on."""
        sql = "SELECT names, rest FROM search_text WHERE contact = ?"
        row, words = self._sql(sql, (number,)).first(), search_text(prepared)
        if row is None or row[0] != words[0]:
            return tuple(TOKENS)
        return (EVERYTHING,) if row[1] != words[1] else ()

    def _update_row(
        self, before: Contact, after: Contact, values: dict[str, Any], withdrawn: bool | None
    ) -> None:
        hidden = withdrawn if after.deleted_at else False
        done = self._sql(
            f"UPDATE contact SET {''.join(f'{c} = ?, ' for c in values)}"
            "withdrawn = coalesce(?, withdrawn) WHERE number = ? AND revision = ?",
            (*values.values(), hidden, before.number, before.revision),
        )
        if done.rowcount != 1:
            raise _meanwhile()

    def purge(self, contact: Contact) -> None:
        """Remove a contact and all its parts from the file."""
        number = contact.number
        if not contact.deleted_at:
            self._order.remove([number])
        self._sql("DELETE FROM search_text WHERE contact = ?", (number,))
        self._sql("DELETE FROM contact WHERE number = ?", (number,))


def _meanwhile() -> NotFound:
    return NotFound(_("This contact was changed or deleted meanwhile. Open it again."))


def refresh_derived(
    contacts: Any,
    connection: Connection,
    ordering: Ordering,
    region: str,
    progress: Progress | None = None,
    which: str = "",
) -> None:
    """Make sort keys, letters, compared numbers and search words of all contacts anew, or of
    those for whom a condition holds."""
    found = connection.exec_driver_sql(f"SELECT number FROM contact {which}")
    numbers = list(found.scalars())
    for start in range(0, len(numbers), 500):
        if progress is not None:
            progress.report(start, len(numbers))
        for contact in contacts.get_many(numbers[start : start + 500]):
            p = prepare(contact, ordering, region)
            connection.exec_driver_sql(
                "UPDATE contact SET sort_by_family = ?, sort_by_given = ?, "
                "letter_by_family = ?, letter_by_given = ?, name_key = ? WHERE number = ?",
                (*p.contact[-4:], p.contact[CONTACT_COLUMNS.index("name_key")], contact.number),
            )
            connection.exec_driver_sql(
                "UPDATE entry SET compare = ? WHERE contact = ? AND item = ?",
                [(e[-1], contact.number, e[0]) for e in p.entries] or [("", 0, 0)],
            )
            connection.exec_driver_sql(_TEXT, [(contact.number, *search_text(p))])
