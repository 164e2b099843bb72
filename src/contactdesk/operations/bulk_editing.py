"""The same change for many contacts, as one step of undo."""

from __future__ import annotations

from collections.abc import Sequence

from contactdesk.i18n import ngettext
from contactdesk.model.bulk import BulkEdit
from contactdesk.progress import Progress
from contactdesk.store.book import Book


def change_all(
    book: Book, numbers: Sequence[int], edit: BulkEdit, progress: Progress | None = None
) -> int:
    """Apply one change to these contacts; how many of them it really changed.

    Raises `Cancelled` when stopped: then none of them is changed.
    """
    progress = progress or Progress()
    count = len(numbers)
    label = ngettext("Change {n} contact", "Change {n} contacts", count).format(n=f"{count:,}")
    with book.write(label, stopped=lambda: progress.stopped) as tx:
        changed = tx.contacts.change_many(
            numbers, edit.applied, edit.fields, lambda done: progress.report(done, count)
        )
        progress.check()
    return len(changed)
