"""What an import would do with the entries of calendars, before it does anything."""

from __future__ import annotations

from collections.abc import Sequence

from contactdesk.model.event_filling import refreshed, said
from contactdesk.model.event_record import changed_fields
from contactdesk.operations.answers import (
    NO_EVENT,
    is_about_another,
    no_event_words,
    one_time,
    told_by,
)
from contactdesk.operations.decisions import ANY, EARLIER, NOBODY
from contactdesk.operations.entries import EntryCard, event_again
from contactdesk.operations.importing_entries import base_of, older_words, says_nothing_new
from contactdesk.operations.matching_entries import EntryMatcher
from contactdesk.operations.preview_rows import (
    CONFLICT,
    MERGES,
    NEW,
    SAME,
    UNREADABLE,
    PreviewRow,
)
from contactdesk.store.book import Transaction
from contactdesk.store.event_rows import EVENT_COLUMNS
from contactdesk.store.event_writing import entry_hash
from contactdesk.store.events import Known

_KIND, _STARTS, _ENDS, _PLACE = (
    EVENT_COLUMNS.index(name) for name in ("component", "starts_at", "ends_at", "location")
)
SHOWN = 200  # characters of a value that a row keeps


class EntryPreview:
    """A preview at work: what the entries before would have made, and which they have met."""

    def __init__(self, first: int, on_match: str) -> None:
        self._first = self._next = first
        self._on_match = on_match
        self._matcher = EntryMatcher()
        self._made: dict[tuple[str, str], list[Known]] = {}

    def begin_file(self) -> None:
        """What follows is another file."""
        self._matcher.begin_file()

    def rows(self, tx: Transaction, cards: Sequence[EntryCard], file: int) -> list[PreviewRow]:
        """A row an entry."""
        known: dict[tuple[str, str], list[Known]] = {}
        if self._on_match != "add":
            known = tx.events.known([card.uid for card in cards if card.row])
        return [self._row(tx, card, known, file) for card in cards]

    def _row(
        self,
        tx: Transaction,
        card: EntryCard,
        known: dict[tuple[str, str], list[Known]],
        file: int,
    ) -> PreviewRow:
        bare = _bare(card, file)
        if card.row is None:
            return bare
        met = None
        if self._on_match != "add":
            same = known.get(card.key, []) + self._made.get(card.key, [])
            met = self._matcher.which(card, same)
        if met is None and is_about_another(card.method):
            return self._told_series(tx, card, bare)
        if met is None:
            self._make(card)
            return bare
        if met.number >= self._first:  # the earlier one is in no book yet to compare with
            outcome = SAME if met.hash == entry_hash(card.raw) else MERGES
            return bare._replace(number=EARLIER, revision=ANY, outcome=outcome)
        row = bare._replace(number=met.number, id=met.id, revision=met.revision, outcome=SAME)
        if met.hash == entry_hash(card.raw):
            return row
        if says_nothing_new(tx.events, card, met):
            return row._replace(problems=(*card.problems, (card.line, "older", older_words())))
        return _met(tx, row, card, met)

    def _told_series(self, tx: Transaction, card: EntryCard, bare: PreviewRow) -> PreviewRow:
        """An answer about one time of a series, or about what the book does not have."""
        sent = event_again(card.raw, card.version)
        if sent is not None and sent.recurrence_id and self._on_match != "add":
            if one_time(tx.events.by_uid(sent.uid), card.method, sent) is not None:
                return bare._replace(outcome=NEW)
            if self._made.get((card.uid, "")):  # of an earlier file
                return bare._replace(outcome=MERGES, number=NOBODY, revision=ANY)
        problem = (card.line, NO_EVENT, no_event_words(card.method))
        return bare._replace(outcome=UNREADABLE, problems=(problem, *card.problems))

    def _make(self, card: EntryCard) -> None:
        """Remember it as the later ones will find it."""
        if self._on_match != "add":
            made = Known(self._next, "", entry_hash(card.raw), *card.stamp)
            self._made.setdefault(card.key, []).append(made)
        self._matcher.take(self._next)
        self._next += 1


def _met(tx: Transaction, row: PreviewRow, card: EntryCard, met: Known) -> PreviewRow:
    """The row of an entry that says something anew, or something else than the book."""
    current, incoming = tx.events.get(met.number), event_again(card.raw, card.version)
    if current is None or incoming is None:
        return row._replace(outcome=UNREADABLE)
    differing: tuple[str, ...] = ()
    if is_about_another(card.method):
        wanted = told_by(card.method, incoming, current)
    else:
        wanted, differing = refreshed(current, incoming, base_of(tx.events, met.number))
    adds = changed_fields(current, wanted)
    told = tuple(
        (name, said(current, name)[:SHOWN], said(incoming, name)[:SHOWN]) for name in differing
    )
    outcome = CONFLICT if differing else MERGES if adds else SAME
    return row._replace(outcome=outcome, adds=adds, differing=told)


def _bare(card: EntryCard, file: int) -> PreviewRow:
    """The row of an entry that meets nothing, or could not be read; when stands for the phone,
    where for the organisation.
    """
    row = card.row or ("",) * len(EVENT_COLUMNS)
    return PreviewRow(
        file, card.place, card.line, NEW if card.row else UNREADABLE, row[_KIND],
        card.name[:SHOWN], row[_PLACE][:SHOWN], (row[_STARTS] or row[_ENDS])[:SHOWN],
        next((key for key in card.keys if "@" in key), "")[:SHOWN], card.uid, NOBODY, "", 0,
        (), (), card.problems,
    )  # fmt: skip
