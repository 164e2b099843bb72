"""Cells of a table that were typed into or pasted: contacts get other values, in one step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from contactdesk.errors import EditConflict
from contactdesk.i18n import _
from contactdesk.model.contact import Contact
from contactdesk.model.table_columns import column_of
from contactdesk.store.book import Transaction
from contactdesk.store.table_reading import Now


class CellEdit(NamedTuple):
    """What a cell is to hold; `before` is what it held when one began, None for whatever."""

    number: int
    column: str
    text: str
    before: str | None = None


def edit_cells(tx: Transaction, edits: Sequence[CellEdit], now: Now) -> int:
    """Change the contacts of some cells; how many contacts are others now.

    Raises `EditConflict` where somebody changed a cell since it was read: nothing is changed then.
    """
    _check(tx, edits, now)
    by_contact: dict[int, list[CellEdit]] = {}
    for edit in edits:
        by_contact.setdefault(edit.number, []).append(edit)
    changed = 0
    for contact in tx.contacts.get_many(list(by_contact)):
        after = edited(contact, by_contact[contact.number])
        if after != contact:
            tx.contacts.save(after, base=contact)
            changed += 1
    return changed


def edited(contact: Contact, edits: Iterable[CellEdit]) -> Contact:
    """A contact with what some cells are to hold; cells that nobody can type into are left."""
    for edit in edits:
        column = column_of(edit.column)
        if column is not None and column.set is not None:
            contact = column.set(contact, edit.text.strip())
    return contact


def _check(tx: Transaction, edits: Sequence[CellEdit], now: Now) -> None:
    for column in dict.fromkeys(edit.column for edit in edits if edit.before is not None):
        some = {e.number: e.before for e in edits if e.column == column and e.before is not None}
        has = tx.table.values(column, now, list(some))
        if any(has.get(number, "") != before for number, before in some.items()):
            message = _("Somebody else changed this cell meanwhile. Your text was not written.")
            raise EditConflict(message, fields=(column,), base=None, mine=None, theirs=None)
