"""Saying whose records are, and keeping them private: for any of them, as one step of undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from contactdesk.model.contact import Contact
from contactdesk.model.event import Event
from contactdesk.model.ownership import FIELDS, Whose, with_owner
from contactdesk.operations.tasks import given
from contactdesk.store.book import Transaction

CONTACTS, EVENTS, DEALS, DOCUMENTS = "contact", "event", "deal", "document"


class Said(NamedTuple):
    """Whose some records are: the owners (ids of people, "" for nobody), how many are private, and
    whether others own any of them, which only they can keep private."""

    records: int
    owners: frozenset[str]
    private: int
    of_others: int


def said_of(tx: Transaction, kind: str, numbers: Sequence[int]) -> Said:
    """What the book says of these records."""
    rows = _rows(tx, kind, numbers)
    me = tx.people.me().id
    return Said(
        len(rows), frozenset(owner for owner, _to in rows), sum(bool(to) for _owner, to in rows),
        sum(owner not in ("", me) for owner, _to in rows),
    )  # fmt: skip


def _rows(tx: Transaction, kind: str, numbers: Sequence[int]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for start in range(0, len(numbers), 500):
        marks = ",".join(str(int(n)) for n in numbers[start : start + 500])
        sql = f"SELECT owner, private_to FROM {kind} WHERE number IN ({marks})"
        found += [(row[0], row[1]) for row in tx.connection.exec_driver_sql(sql)]
    return found


def assign(
    tx: Transaction,
    kind: str,
    numbers: Sequence[int],
    wanted: Whose,
    told: Callable[[int], None] = lambda done: None,
) -> int:
    """Give records to somebody, or keep them private; how many that changed.

    What is private to others is left alone.
    """
    me = tx.people.me().id
    hidden = tx.people.hidden(kind)
    mine = [n for n in numbers if n not in hidden]
    if kind == CONTACTS:

        def change(contact: Contact) -> Contact:
            return with_owner(contact, me, wanted)

        return len(tx.contacts.change_many(mine, change, FIELDS, told))
    return _assign_records(tx, kind, mine, me, wanted)


def _assign_records(
    tx: Transaction, kind: str, numbers: Sequence[int], me: str, wanted: Whose
) -> int:
    kept: dict[str, Any] = {EVENTS: tx.events, DEALS: tx.deals, DOCUMENTS: tx.documents}
    records = kept[kind].get_many(numbers)
    if kind == EVENTS:  # what is instead of an occurrence goes with its series
        whole = [e for each in records for e in tx.events.by_uid(each.uid) or [each]]
        records = list({e.id: e for e in whole}.values())
    count = 0
    for record in records:
        after = with_owner(record, me, wanted)
        if isinstance(record, Event) and record.component == "task":
            after = given(tx, after, record.owner)
        if after is not record:
            kept[kind].save(after, base=record)
            count += 1
    return count
