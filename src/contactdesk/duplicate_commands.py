"""What the verb `duplicates` of the command line does."""

from __future__ import annotations

import argparse
import json
import sys

from contactdesk.backup_commands import back_up_for
from contactdesk.i18n import _, ngettext
from contactdesk.model.duplicates import Cluster
from contactdesk.operations.duplicate_words import why, why_not, words_of
from contactdesk.operations.duplicates import find
from contactdesk.operations.merging import MergedMany, merge_all
from contactdesk.store.book import Book
from contactdesk.store.listing import ContactRow, ListQuery


def duplicates(options: argparse.Namespace) -> int:
    """List groups of contacts that may be one, or merge the very likely ones; status 1 when there
    are none.
    """
    with Book.open(options.book, create=False) as book:
        found = find(book)
        if options.merge_very_likely:
            if found.very_likely:
                back_up_for(options, book, "merge")
            done = merge_all(book, found.very_likely) if found.very_likely else MergedMany(0, 0)
            return _tell_merged(options, done, len(found.possible))
        numbers = sorted({n for c in found.clusters for n in c.numbers})
        rows: dict[int, ContactRow] = {}
        with book.read() as tx:
            for start in range(0, len(numbers), 500):
                rows |= {r.number: r for r in tx.contacts.rows(numbers[start : start + 500])}
            archived = set(tx.contacts.listing(ListQuery("archive")).numbers)
    for cluster in found.clusters:
        if all(n in rows for n in cluster.numbers):
            tell = _json if options.json else _lines
            print(tell(cluster, rows, archived))
    _tell_counts(len(found.very_likely), len(found.possible))
    return 0 if found.clusters else 1


def _json(cluster: Cluster, rows: dict[int, ContactRow], archived: set[int]) -> str:
    facts = {
        "score": cluster.score,
        "certainty": "very likely" if cluster.very_likely else "possible",
        "reasons": words_of(cluster.reasons),
        "against": words_of(cluster.against),
        "contacts": [
            {"id": rows[n].id, "name": rows[n].name, "archived": n in archived}
            for n in cluster.numbers
        ],
    }
    return json.dumps(facts, ensure_ascii=False)


def _lines(cluster: Cluster, rows: dict[int, ContactRow], archived: set[int]) -> str:
    against = f"  ({why_not(cluster)})" if why_not(cluster) else ""
    names = "\n".join(
        f"    {rows[n].name}\t{_about(rows[n], n in archived)}\t{rows[n].id}"
        for n in cluster.numbers
    )
    return f"{cluster.score} %  {why(cluster)}{against}\n{names}"


def _about(row: ContactRow, archived: bool) -> str:
    parts = (row.subtitle, _("in the archive") if archived else "")
    return " · ".join(part for part in parts if part)


def _tell_counts(sure: int, possible: int) -> None:
    words = _("{sure} very likely, {possible} possible")
    print(f"contactdesk: {words.format(sure=sure, possible=possible)}", file=sys.stderr)


def _tell_merged(options: argparse.Namespace, done: MergedMany, possible: int) -> int:
    words = ngettext(
        "{n} contact merged into another; “contactdesk undo” takes it back",
        "{n} contacts merged into others; “contactdesk undo” takes it back",
        done.contacts,
    ).format(n=done.contacts)
    facts = {"groups": done.groups, "contacts": done.contacts, "left": done.left,
             "possible": possible}  # fmt: skip
    print(json.dumps(facts) if options.json else words)
    return 1 if done.left else 0
