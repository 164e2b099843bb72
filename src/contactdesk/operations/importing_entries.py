"""Entries of calendars come into the book, so that the same file a second time changes nothing.

What a file says anew of an entry that the book has is taken where nobody edited the same here; the
last entry that it came from is what both are compared with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from contactdesk.formats.jsonl_event_reading import VERSION as LINES
from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.model.event_calendar import Calendar
from contactdesk.model.event_filling import about_more, refreshed, with_note, with_theirs
from contactdesk.model.event_record import LABELS
from contactdesk.model.record import new_ids
from contactdesk.operations.answers import (
    NO_EVENT,
    is_about_another,
    is_outdated,
    no_event_words,
    one_time,
    told_by,
)
from contactdesk.operations.decisions import ADD, EARLIER, MERGE, NOBODY, NOTE, SKIP, THEIRS, Plan
from contactdesk.operations.entries import EntryCard, event_again
from contactdesk.operations.matching_entries import EntryMatcher, is_older
from contactdesk.operations.whom_about import in_the_book
from contactdesk.operations.whose_in_files import private_where_said
from contactdesk.store.book import Transaction
from contactdesk.store.changes import EVENT
from contactdesk.store.event_rows import EVENT_COLUMNS, about_of, with_about
from contactdesk.store.event_writing import entry_hash
from contactdesk.store.events import Events, Known

_CALENDAR = EVENT_COLUMNS.index("calendar")
Problems = tuple[tuple[int, str, str], ...]


class Became(NamedTuple):
    """What became of an entry: added, updated, unchanged, skipped or failed, and which event."""

    card: EntryCard
    outcome: str
    id: str
    problems: Problems


class _Decided(NamedTuple):
    """An entry, the event that it meets, and what is to happen where the two differ."""

    card: EntryCard
    met: Known | None
    decision: str


class _CalendarsByName:
    """The book's calendars; one of a new name is made once something is to be in it."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._ids: dict[str, str] | None = None

    def id_of(self, name: str) -> str:
        """The id of the calendar of that name, "" for no name: the first one."""
        key = name.strip().casefold()
        if not key:
            return ""
        if self._ids is None:
            known = reversed(self._tx.calendars.all())  # of two of one name the first counts
            self._ids = {each.name.strip().casefold(): each.id for each in known if each.name}
        if key not in self._ids:
            self._ids[key] = self._tx.calendars.add(Calendar(name=name.strip())).id
        return self._ids[key]


class EntryImport:
    """The entries of one import, inside its transaction.

    `matched_anew` counts those that no longer met what a preview had said.
    """

    def __init__(self, tx: Transaction, on_match: str, plan: Plan | None = None) -> None:
        self._tx = tx
        self._events = tx.events
        self._on_match = on_match
        self._plan = plan
        self._first = self._next = tx.events.writer.next_number()
        self._matcher = EntryMatcher()
        self._calendars = _CalendarsByName(tx)
        self._me, self._hidden = tx.people.me().id, tx.people.hidden(EVENT)
        self._source = ""
        self.matched_anew = 0

    def begin_file(self, source: str) -> None:
        """What follows is of a file of that name."""
        self._matcher.begin_file()
        self._source = source

    def take(self, cards: Sequence[EntryCard], file: int) -> list[Became]:
        """Store some entries of the import's file number `file`; what became of each."""
        ids = iter(new_ids(len(cards)))
        known = self._known(cards)
        found: list[Became] = []
        waiting: dict[str, EntryCard] = {}
        for each in cards:
            if each.row is None:
                found.append(Became(each, "failed", "", each.problems))
                continue
            if self._on_match != "add" and any(each.key == w.key for w in waiting.values()):
                self._insert(waiting)
                known |= self._known([each])
                waiting = {}
            card, met, decision = self._decided(each, known.get(each.key, []), file)
            if decision == SKIP:
                found.append(Became(card, "skipped", "", card.problems))
            elif met is None and is_about_another(card.method):
                self._insert(waiting)
                waiting = {}
                found.append(self._tell_series(card))
            elif met is not None:
                found.append(self._meet(card, met, decision))
            else:
                waiting[uuid := next(ids)] = card
                found.append(Became(card, "added", uuid, card.problems))
        self._insert(waiting)
        return found

    def _known(self, cards: Sequence[EntryCard]) -> dict[tuple[str, str], list[Known]]:
        if self._on_match == "add":
            return {}
        known = self._events.known([card.uid for card in cards if card.row])
        if not self._hidden:  # what is private to others is not met
            return known
        return {
            key: [each for each in some if each.number not in self._hidden]
            for key, some in known.items()
        }

    def _decided(self, card: EntryCard, known: Sequence[Known], file: int) -> _Decided:
        """Which event it is, once a person's decisions are heeded."""
        met = self._matcher.which(card, known)
        if self._plan is None:
            return _Decided(card, met, MERGE)
        row = self._plan.expected.row(file, card.place)
        decision = self._plan.decision(row)
        number = met.number if met is not None else NOBODY
        number = EARLIER if number >= self._first else number
        if not self._plan.still_holds(row, number, met.revision if met is not None else 0):
            self.matched_anew += 1
            decision = decision if decision in (SKIP, ADD) else ""
            words = _("The book was changed meanwhile, so this card was matched anew.")
            card = card._replace(problems=(*card.problems, (card.line, "changed", words)))
        return _Decided(card, None if decision == ADD else met, decision or self._plan.differ)

    def _insert(self, some: dict[str, EntryCard]) -> None:
        if not some:
            return
        about = {who for card in some.values() if card.row for who in about_of(card.row)}
        names = self._events.about.ids(about)
        rows = [self._row(uuid, card, card.row, names) for uuid, card in some.items() if card.row]
        self._events.writer.insert_many(self._next, rows)
        self._tx.log.add_many(list(some), "create", EVENT)
        self._keep(list(enumerate(some.values(), self._next)))
        for number in range(self._next, self._next + len(some)):
            self._matcher.take(number)
        self._next += len(some)

    def _row(
        self, uuid: str, card: EntryCard, row: tuple[Any, ...], names: Mapping[str, str]
    ) -> tuple[tuple[Any, ...], list[str]]:
        """A new entry's row with its id, in the calendar of the name that its file says, and its
        links; it is about those whom the book has by the `names` that the file has for them."""
        calendar = self._calendars.id_of(card.calendar)
        placed = (uuid, 1, *row[2:_CALENDAR], calendar, *row[_CALENDAR + 1 :])
        placed = private_where_said(placed, self._me)
        return with_about(placed, card.keys, names) if about_of(row) else (placed, card.keys)

    def _keep(self, some: Sequence[tuple[int, EntryCard]]) -> None:
        """Keep what entries came from; our own lines say no more than the events themselves."""
        self._events.keep_originals(
            [(n, card.version, self._source, card.raw) for n, card in some if card.version != LINES]
        )

    def _tell_series(self, card: EntryCard) -> Became:
        """An answer about one time of a series, which has none of its own yet; else it is about
        what the book does not have, and says so."""
        sent = event_again(card.raw, card.version)
        alone = None
        if sent is not None and sent.recurrence_id and self._on_match != "add":
            alone = one_time(self._events.by_uid(sent.uid), card.method, sent)
        if alone is None:
            problem = (card.line, NO_EVENT, no_event_words(card.method))
            return Became(card, "failed", "", (problem, *card.problems))
        added = self._events.add(alone)
        self._matcher.take(added.number)
        self._next = self._events.writer.next_number()
        return Became(card, "updated", added.id, card.problems)

    def _call_off_single_times(self, uid: str) -> None:
        """What is instead of one time of a series that was called off is called off too."""
        for each in self._events.by_uid(uid):
            if each.recurrence_id and each.status != "CANCELLED":
                self._events.save(replace(each, status="CANCELLED"), base=each)

    def _meet(self, card: EntryCard, met: Known, decision: str) -> Became:
        if self._on_match == "skip":
            return Became(card, "skipped", met.id, card.problems)
        if met.hash == entry_hash(card.raw):
            return Became(card, "unchanged", met.id, card.problems)
        if says_nothing_new(self._events, card, met):
            problem = (card.line, "older", older_words())
            return Became(card, "unchanged", met.id, (*card.problems, problem))
        current = self._events.get(met.number)
        incoming = event_again(card.raw, card.version)
        if current is None or incoming is None:
            return Became(card, "failed", "", card.problems)
        if is_about_another(card.method):
            saved = self._events.save(told_by(card.method, incoming, current), base=current)
            outcome = "unchanged" if saved == current else "updated"
            if card.method == "CANCEL" and not current.recurrence_id:
                self._call_off_single_times(current.uid)
            return Became(card, outcome, met.id, card.problems)
        wanted, differing = refreshed(current, incoming, base_of(self._events, met.number))
        wanted = about_more(wanted, in_the_book(self._tx, incoming))
        if decision == THEIRS:
            wanted, differing = with_theirs(wanted, incoming, differing), ()
        elif decision == NOTE:
            wanted = with_note(wanted, incoming, differing, self._source)
        saved = self._events.save(wanted, base=current)
        self._keep([(met.number, card)])
        outcome = "unchanged" if saved == current else "updated"
        return Became(card, outcome, met.id, (*card.problems, *_differ(card, differing)))


def base_of(events: Events, number: int) -> Event | None:
    """What the file said of an event when it came last."""
    newest = events.newest_originals([number]).get(number)
    return event_again(*newest) if newest else None


def says_nothing_new(events: Events, card: EntryCard, met: Known) -> bool:
    """Whether an entry is older than the event, and than what its file said of it last: an edit
    made here does not make old what the file says anew."""
    if is_about_another(card.method):
        return is_outdated(card.stamp, met.stamp)
    if not is_older(card.stamp, met.stamp):
        return False
    base = base_of(events, met.number)
    return base is None or is_older(card.stamp, (base.sequence, base.revised_at))


def older_words() -> str:
    """What is said of an entry that the book has in a newer version."""
    return _("The book has a newer version of this; nothing was changed.")


def _differ(card: EntryCard, fields: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    words = _("{field}: the file says something else; what was here is kept.")
    for name in fields:
        yield card.line, "differs", words.format(field=_(LABELS[name]))
