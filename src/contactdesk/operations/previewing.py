"""What an import would do, card by card, before it does anything.

The files are read by the same process and matched by the same rules as in an import; the book is
only read, a moment at a time, so nobody who writes has to wait for a preview.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from contactdesk.formats.registry import Choices
from contactdesk.formats.vcard import read_card
from contactdesk.i18n import _
from contactdesk.model.contact import Contact
from contactdesk.model.differing import differing
from contactdesk.model.filling import fill
from contactdesk.model.names import with_name
from contactdesk.model.record import changed_fields
from contactdesk.operations.custom_in_files import ComingIn
from contactdesk.operations.decisions import ANY, EARLIER, NOBODY
from contactdesk.operations.earlier_files import EarlierFiles
from contactdesk.operations.matching import Match, Matcher
from contactdesk.operations.preview_rows import (
    CONFLICT,
    MERGES,
    NEW,
    SAME,
    UNREADABLE,
    PreviewRow,
)
from contactdesk.operations.previewing_entries import EntryPreview
from contactdesk.operations.reading import Batch, Card, reading
from contactdesk.store.book import Book, Transaction
from contactdesk.store.rows import CONTACT_COLUMNS, ENTRY_COLUMNS, MEMBERSHIP_COLUMNS, Prepared

_KIND = CONTACT_COLUMNS.index("kind")
_NAME = CONTACT_COLUMNS.index("formatted_name")
_FIELD, _VALUE = ENTRY_COLUMNS.index("field"), ENTRY_COLUMNS.index("value")
_ORGANISATION = MEMBERSHIP_COLUMNS.index("organisation")
SHOWN = 200  # characters of a value that a row keeps


class Part(NamedTuple):
    """Some rows more, how many bytes of all files are read, the versions of their cards, and the
    cards that cannot be read as (file, line, reason, bytes)."""

    rows: list[PreviewRow]
    done: int
    versions: tuple[str, ...]
    failed: list[tuple[str, int, str, bytes]]


def preview(
    book: Book,
    paths: Sequence[str | Path],
    *,
    on_match: str = "merge",
    region: str = "",
    kind: str = "",
    choices: Choices | None = None,
    stopped: Callable[[], bool] = lambda: False,
    spare: subprocess.Popen[bytes] | None = None,
) -> Iterator[Part]:
    """Read files and say what an import of them (with the same words) would do.

    `spare` is a reading process that was started before. Raises `Cancelled` once `stopped`; a file
    that cannot be read is one row.
    """
    names = [str(path) for path in paths]
    region = region or book.facts.region
    wanted = {**(choices or {}), "region": region, "format": kind}
    with reading(names, wanted, book.facts.language, stopped, spare) as batches:
        work = _Preview(book, region, on_match, len(names))
        for batch in batches:
            rows = work.take(batch)
            failed = _failed(names[batch.file], batch, rows)
            yield Part(rows, batch.done, tuple({c.version for c in batch.cards}), failed)


class _Preview:
    """A preview at work: whom the cards before have met already."""

    def __init__(self, book: Book, region: str, on_match: str, files: int) -> None:
        self._book = book
        self._region = region
        self._on_match = on_match
        self._files = files
        self._file = 0
        self._taken: set[int] = set()
        with book.read() as tx:
            self._first = tx.contacts.writer.next_number()
            self._entries = EntryPreview(tx.events.writer.next_number(), on_match)
        self._earlier = EarlierFiles(self._first, region) if files > 1 else None

    def take(self, batch: Batch) -> list[PreviewRow]:
        """The rows of one batch."""
        if batch.file != self._file:
            self._file = batch.file
            self._taken = set()
            self._entries.begin_file()
            if self._earlier is not None:
                self._earlier.end_of_file()
        rows = []
        if batch.cards:
            with self._book.read() as tx:
                rows = self._rows(tx, batch)
        if batch.entries:
            with self._book.read() as tx:
                rows += self._entries.rows(tx, batch.entries, batch.file)
        if batch.failure:
            rows.append(_unread(batch))
        return rows

    def _rows(self, tx: Transaction, batch: Batch) -> list[PreviewRow]:
        self._custom = ComingIn(tx, makes=False)
        matches: list[Match | None] = [None] * len(batch.cards)
        if self._on_match != "add":
            matcher = Matcher(tx, self._first, self._taken, self._earlier)
            matches = matcher.match(batch.cards)
        found = [m for m in matches if m is not None and m.number < self._first]
        met = [m.number for m in found]
        standing = {c.number: c for c in tx.contacts.get_many(met)} if met else {}
        others = [m.number for m in found if not m.same_card]
        cards = tx.contacts.newest_originals(others) if others else {}
        return [
            self._row(batch.file, card, match, standing, cards)
            for card, match in zip(batch.cards, matches, strict=True)
        ]

    def _row(
        self,
        file: int,
        card: Card,
        match: Match | None,
        standing: dict[int, Contact],
        originals: dict[int, bytes],
    ) -> PreviewRow:
        bare = _bare(file, card)
        if card.rows is None:
            return bare
        found = None
        if match is not None and not match.same_card:
            found = self._what_is_met(match, standing, originals)
        if self._earlier is not None and file + 1 < self._files:
            self._earlier.take(card, match.number if match is not None else 0)
        if match is None:
            return bare
        row = self._same(bare, match, standing.get(match.number))
        return self._met(row, card, *found) if found is not None else row

    def _same(self, bare: PreviewRow, match: Match, current: Contact | None) -> PreviewRow:
        """The row of a card whose contact has it all."""
        problems = bare.problems
        if match.archived:
            words = _("This contact is in the archive and stays there.")
            problems = (*problems, (bare.line, "archived", words))
        return bare._replace(
            number=match.number if match.number < self._first else EARLIER,
            id=match.id,
            revision=ANY if self._knows(match) or current is None else current.revision,
            outcome=SAME,
            problems=problems,
        )

    def _knows(self, match: Match) -> bool:
        return self._earlier is not None and self._earlier.knows(match.number)

    def _what_is_met(
        self, match: Match, standing: dict[int, Contact], originals: dict[int, bytes]
    ) -> tuple[Contact, Contact | None]:
        """The contact that a card meets, as it will be by then, and what its last card said."""
        raw = originals.get(match.number)
        base = read_card(raw).contact if raw else None
        base = self._custom.contact(base) if base is not None else None
        current = standing.get(match.number)
        if self._earlier is not None and self._earlier.knows(match.number):
            return self._earlier.contact(match.number, current, base)
        return current or Contact(), base

    def _met(
        self, row: PreviewRow, card: Card, current: Contact, base: Contact | None
    ) -> PreviewRow:
        """The row of a card that completes a contact, or says something else."""
        incoming = read_card(card.raw).contact
        if incoming is None:
            return row._replace(outcome=UNREADABLE)
        incoming = self._custom.contact(with_name(incoming))
        filled = fill(current, incoming, base, self._region)
        differ = differing(filled, current, incoming)
        adds = tuple(changed_fields(current, filled.contact)) if filled.contact != current else ()
        return row._replace(
            outcome=CONFLICT if differ else MERGES if adds else SAME,
            adds=adds,
            differing=tuple((d.field, d.ours[:SHOWN], d.theirs[:SHOWN]) for d in differ),
        )


def _failed(
    path: str, batch: Batch, rows: Sequence[PreviewRow]
) -> list[tuple[str, int, str, bytes]]:
    """The cards of a batch that nothing can be made of, as `LeftOutCards` takes them."""
    unreadable = {row.place: row for row in rows if row.outcome == UNREADABLE}
    found = [
        (path, *(c.problems[0][::2] if c.problems else (c.line, "")), c.raw)
        for c in batch.cards
        if c.rows is None
    ]
    found += [
        (path, *_reason(unreadable.get(e.place), e.line), e.raw)
        for e in batch.entries
        if e.row is None or e.place in unreadable
    ]
    return [*found, (path, 0, batch.failure, b"")] if batch.failure else found


def _reason(row: PreviewRow | None, line: int) -> tuple[int, str]:
    """The line and the sentence why."""
    if row is None or not row.problems:
        return line, ""
    return row.problems[0][0], row.problems[0][2]


def _bare(file: int, card: Card) -> PreviewRow:
    """The row of a card that meets nobody, or could not be read."""
    rows = card.rows
    return PreviewRow(
        file, card.place, card.line, NEW if rows else UNREADABLE,
        rows.contact[_KIND] if rows else "",
        (rows.contact[_NAME] if rows else card.name)[:SHOWN],
        rows.memberships[0][_ORGANISATION][:SHOWN] if rows and rows.memberships else "",
        _first(rows, "phones"), _first(rows, "emails"), card.uid, NOBODY, "", 0, (), (),
        card.problems,
    )  # fmt: skip


def _first(rows: Prepared | None, field: str) -> str:
    entries = rows.entries if rows else ()
    return next((str(e[_VALUE])[:SHOWN] for e in entries if e[_FIELD] == field), "")


def _unread(batch: Batch) -> PreviewRow:
    """The row of a file that could not be read, or not to its end."""
    return PreviewRow(
        batch.file, 0, 0, UNREADABLE, "", "", "", "", "", "", NOBODY, "", 0, (), (),
        ((0, "unreadable", batch.failure),),
    )  # fmt: skip
