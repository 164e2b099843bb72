"""The same change for many contacts, as one step of undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contactdesk.i18n import counted, ngettext
from contactdesk.model.bulk import BulkEdit
from contactdesk.progress import Progress
from contactdesk.store.book import Book, Transaction


@dataclass(frozen=True, slots=True)
class Changed:
    """How many a change of many really changed, and the names of those that it left alone."""

    count: int
    skipped: tuple[str, ...] = ()


def change_all(
    book: Book,
    numbers: Sequence[int],
    edit: BulkEdit,
    progress: Progress | None = None,
    since: int | None = None,
) -> Changed:
    """Apply one change to these contacts.

    Whoever others moved to the bin after the set `since`, or of whom they changed what this would
    write over, is left as it is. Raises `Cancelled` when stopped: then none of them is changed.
    """
    progress = progress or Progress()
    count = len(numbers)
    label = ngettext("Change {n} contact", "Change {n} contacts", count).format(n=counted(count))
    with book.write(label, stopped=lambda: progress.stopped) as tx:
        skipped = _changed_by_others(tx, numbers, edit, since)
        numbers = [n for n in numbers if n not in skipped] if skipped else numbers
        changed = tx.contacts.change_many(
            numbers, edit.applied, edit.fields, lambda done: progress.report(done, count)
        )
        progress.check()
    return Changed(len(changed), tuple(skipped.values()))


def _changed_by_others(
    tx: Transaction, numbers: Sequence[int], edit: BulkEdit, since: int | None
) -> dict[int, str]:
    """Numbers and names of those that somebody else would find written over."""
    if since is None:
        return {}
    touched = tx.history.by_others(numbers, since, at_most=len(numbers))
    over = {"deleted_at", *edit.overwrites}
    found = [n for n, entries in touched.items() if any(over & e.fields.keys() for e in entries)]
    return {c.number: c.formatted_name for c in tx.contacts.get_many(found)}
