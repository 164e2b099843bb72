"""Making one contact of several, and taking it apart again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from contactdesk.collecting import no_collection
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.contact import Contact
from contactdesk.model.duplicates import Cluster
from contactdesk.model.merging import Place, choices, merged, usual
from contactdesk.operations.duplicates import find
from contactdesk.progress import Progress
from contactdesk.store.book import Book, Transaction
from contactdesk.store.listing import UndoResult


class MergedMany(NamedTuple):
    """How many groups became one contact each, how many contacts went into others, and how many
    groups were left because somebody had changed them meanwhile.
    """

    groups: int
    contacts: int
    left: int = 0


def merge_label(contacts: Sequence[Contact]) -> str:
    """What a merge is called: "Merge Agnieszka Baran and 1 other"."""
    others = len(contacts) - 1
    return ngettext("Merge {name} and {n} other", "Merge {name} and {n} others", others).format(
        name=contacts[0].formatted_name, n=counted(others)
    )


def merge(
    tx: Transaction, contacts: Sequence[Contact], taken: frozenset[Place] | None = None
) -> Contact:
    """Make one of several contacts as they were looked at; the first is kept.

    `taken` are the values that were chosen; without it all are taken once.
    """
    found = choices(contacts, tx.contacts.writer.region)
    result = merged(contacts, found, usual(found) if taken is None else taken)
    return tx.duplicates.merge(result, contacts[0], contacts[1:])


@no_collection()
def merge_all(
    book: Book, clusters: Sequence[Cluster], progress: Progress | None = None
) -> MergedMany:
    """Merge groups as one step of undo; raises `Cancelled` when stopped: then none is merged.

    A group of which somebody is no longer there is left as it is.
    """
    progress = progress or Progress()
    groups = contacts = left = 0
    label = ngettext("Merge {n} duplicate", "Merge {n} duplicates", len(clusters))
    with book.write(label.format(n=counted(len(clusters)))) as tx:
        apart = tx.duplicates.apart()
        for done, cluster in enumerate(clusters):
            progress.report(done, len(clusters), _("Merging"))
            found = [c for c in tx.contacts.get_many(cluster.numbers) if not c.deleted_at]
            ids = {c.id for c in found}
            if len(found) < len(cluster.numbers) or any(ids.issuperset(pair) for pair in apart):
                left += 1
                continue
            merge(tx, found)
            groups += 1
            contacts += len(found) - 1
    return MergedMany(groups, contacts, left)


def merge_very_likely(book: Book, progress: Progress | None = None) -> MergedMany:
    """Find duplicates and merge all that are very likely, as one step of undo."""
    found = find(book, progress).very_likely
    return merge_all(book, found, progress) if found else MergedMany(0, 0)


def split(book: Book, set_id: int, contact: Contact) -> UndoResult:
    """Take a merge of a contact apart again, months later too.

    Who became part of it is back as it was; the contact loses what came from them. What was
    edited since stays and is named in the result.
    """
    label = _("Split {name} again").format(name=contact.formatted_name)
    return book.split(set_id, contact.id, label)
