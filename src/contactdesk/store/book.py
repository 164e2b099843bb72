"""`Book`: one open database, read and written through short transactions."""

from __future__ import annotations

import getpass
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from contactdesk.errors import BookDamaged, BookError, BookReadOnly, BookTooNew, NotFound
from contactdesk.i18n import _
from contactdesk.model import fold
from contactdesk.model.names import Ordering
from contactdesk.model.record import new_id
from contactdesk.model.table_view import VIEWS
from contactdesk.progress import Progress
from contactdesk.store import configuring, guard, hiding, opening
from contactdesk.store.bell import Bell
from contactdesk.store.bin import Bin
from contactdesk.store.birthdays import Birthdays
from contactdesk.store.book_history import BookHistory
from contactdesk.store.calendars import Calendars
from contactdesk.store.callbacks import Callbacks
from contactdesk.store.changes import ChangeLog
from contactdesk.store.contacts import Contacts
from contactdesk.store.custom_fields import CustomFields, CustomSections
from contactdesk.store.deal_rows import DealRows
from contactdesk.store.deals import Deals, ExchangeRates, Pipelines
from contactdesk.store.documents import Documents
from contactdesk.store.duplicates import Duplicates
from contactdesk.store.engines import BUSY_TRY, PATIENCE, patiently, rolled_back
from contactdesk.store.event_people import EventPeople
from contactdesk.store.events import Events
from contactdesk.store.group_news import GroupNews
from contactdesk.store.history import History
from contactdesk.store.keeping import Keeping
from contactdesk.store.kept_events import KeptEvents
from contactdesk.store.known_columns import ColumnMemory
from contactdesk.store.listing import BookFacts, ChangeSet, ListQuery, Steps, UndoResult
from contactdesk.store.note_search import NoteSearch
from contactdesk.store.organisations import Organisations
from contactdesk.store.pace import Pace
from contactdesk.store.people import People
from contactdesk.store.postgres_order import is_guarded
from contactdesk.store.presence import Presence
from contactdesk.store.queries import Queries, QueryMemory
from contactdesk.store.record_rows import RecordRows
from contactdesk.store.records import Records
from contactdesk.store.relations import Relations
from contactdesk.store.reverting import Reverting
from contactdesk.store.smart_groups import SmartGroups
from contactdesk.store.table_reading import TableReading
from contactdesk.store.tasks import Tasks
from contactdesk.store.timeline import Timelines
from contactdesk.store.unknown_calls import UnknownCalls

INSTANCE = new_id()  # this program's run: its own changes are told apart by it


class Transaction:
    """What a `with book.read()` or `with book.write()` block works with."""

    def __init__(
        self,
        book: Book,
        connection: Connection,
        label: str = "",
        kept: KeptEvents | None = None,
    ) -> None:
        facts = book.facts
        self.connection = connection
        self.log = ChangeLog(connection, book.person, INSTANCE, book.veil.whole(connection))
        self.log.label = label
        self.contacts = Contacts(
            connection, self.log, book.ordering, facts.region, facts.sort_by, book.person
        )
        self.categories = self.contacts.categories
        self.relations = Relations(connection, self.contacts)
        self.organisations = Organisations(connection, self.contacts)
        self.events = Events(connection, self.log, kept)
        self.calendars = Calendars(connection, self.log)
        self.tasks = Tasks(connection)
        self.birthdays = Birthdays(connection)
        self.event_people = EventPeople(connection)
        self.callbacks = Callbacks(connection, self.events)
        self.keeping = Keeping(connection, self.categories, self.events)
        self.timelines = Timelines(connection, self.contacts, self.events)
        self.unknown_calls = UnknownCalls(connection, self.events)
        self.note_search = NoteSearch(connection, self.events)
        self._add_office(book)
        parts = (connection, self.log, self.contacts, self._records(), book.person)
        self.reverting, self.bin = Reverting(*parts), Bin(*parts)
        self.history = History(connection, self.log, book.person)
        self.people = People(connection, book.person)
        self.duplicates = Duplicates(
            connection, self.log, self.contacts, self.organisations, book.person
        )
        self.book_history = BookHistory(connection, self.log, self.contacts, book.person)

    def _add_office(self, book: Book) -> None:
        """Deals, documents, custom fields, smart groups and tables of contacts."""
        connection, log = self.connection, self.log
        self.pipelines = Pipelines(connection, log)
        self.deals = Deals(connection, log)
        self.rates = ExchangeRates(connection, log)
        self.deal_rows = DealRows(connection, self.deals, self.events)
        self.custom_sections = CustomSections(connection, log)
        self.custom_fields = CustomFields(
            connection, log, book.ordering, self.custom_sections, book.person
        )
        self.documents = Documents(connection, log, book.person)
        self.smart_groups = SmartGroups(connection, log)
        self.group_news = GroupNews(connection, book.person)
        # what a write has not committed yet is nothing to remember
        writing = connection.get_execution_options().get("writing")
        memory = QueryMemory() if writing else book.query_memory
        columns = ColumnMemory() if writing else book.column_memory
        self.table = TableReading(
            connection, log, columns, self.contacts.lists, self.keeping, book.ordering,
            self.custom_fields,
        )  # fmt: skip
        self.queries = Queries(
            connection, log, self.events, memory, book.person, book.facts.region,
            self.custom_fields,
        )  # fmt: skip
        self.contacts.members.find = self._in_group
        self.contacts.members.by_rules = self.queries.by_text
        self.table_views = Records(connection, log, RecordRows(VIEWS))

    def _records(self) -> tuple[Records[Any], ...]:
        """Every type of record that an undo takes back."""
        return (
            self.events, self.pipelines, self.deals, self.rates, self.table_views,
            self.custom_fields, self.custom_sections, self.documents, self.smart_groups,
        )  # fmt: skip

    def _in_group(self, query: ListQuery) -> Sequence[int]:
        group = self.smart_groups.by_id(query.group)
        if group is None:
            return ()
        asked = replace(group, rules=query.rules) if query.rules else group
        people = self.queries.of_group(asked).numbers
        only = frozenset(query.only)
        return [n for n in people if n in only] if only else people


class Book:
    """One open book; use one `Book` a thread. `facts.read_only` says why it may only be read."""

    def __init__(self, opened: opening.Opened, patience: float = PATIENCE) -> None:
        self._patience, self._pace = patience, Pace()
        self._engine = opened.engine
        self._connection = opened.engine.connect()
        self._lock = threading.RLock()
        self._database, self.veil = opened.database, hiding.Veil()
        self.facts: BookFacts = opened.facts
        self.person: int = opened.person
        self._kept_events = KeptEvents()
        self.ordering = Ordering(opened.facts.language)
        self._connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_TRY}")
        self._connection.rollback()
        self._version = self._database.version(self._connection)
        self.query_memory, self.column_memory = QueryMemory(), ColumnMemory()
        self._written: set[int] = set()  # own steps that no poll has told yet
        with self.read() as tx:
            self.seen = tx.log.last_set()
            self._stars_seen = tx.contacts.stars.last().times
            older = self._made_by() < fold.MADE_BY
        if older and not self.facts.read_only:
            try:
                self._make_derived_anew()
            except BookDamaged:  # of the words for searching alone: everything else can be read
                words = opening.partly_damaged(Path(self.facts.path))
                self.facts = self.facts._replace(read_only=words, why="damaged")
        elif is_guarded(self._connection) and not self.facts.read_only:
            configuring.make_mine_anew(self)

    @classmethod
    def open(
        cls,
        path: str | Path,
        create: bool = True,
        patience: float = PATIENCE,
        again: bool = False,
    ) -> Book:
        """Open the book at a path, `sqlite:///…` or `postgresql://…`; made where there is none.

        `patience` is how many seconds another program's writing is waited for; more on a slow
        drive. Who has it open already says `again`: it was looked through then.
        Raises a `BookError` with a sentence; a book that may only be read opens all the same.
        """
        guard.check()
        login = getpass.getuser()
        opened = opening.open_place(str(path), create, login, patience, again)
        try:
            with opened.database.translated():
                return cls(opened, patience)
        except BaseException:
            opened.engine.dispose()
            opened.database.let_go()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
        self._engine.dispose()
        self._database.let_go()

    def open_in_copy(self) -> None:
        """Have a connection of its own in a copy of the process that opened the book.

        The one of the original is left as it is: both would speak through one file handle. The
        original must not be reading or writing when it is copied.
        """
        self._inherited = self._connection
        self._engine.dispose(close=False)
        self._connection = self._engine.connect()

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_reason: object) -> None:
        self.close()

    @contextmanager
    def read(self, *, whole: bool = False) -> Iterator[Transaction]:
        """A consistent view of the book; keep it short.

        It lacks what is private to others, but `whole`: then no word of it is for people.
        """
        guard.check()
        with self._lock, self._database.translated():
            patiently(lambda: self._begin_reading(whole), self._pace.patience(self._patience))
            try:
                yield Transaction(self, self._connection, kept=self._kept_events)
            except BaseException as error:
                rolled_back(self._connection, error)
                self._heed_damage(error)
                raise
            rolled_back(self._connection, None)

    def _heed_damage(self, error: BaseException) -> None:
        """Of a book found to be damaged what can be read is read; nothing is written any more."""
        if words := self._database.damage(self._connection, error):
            self.facts = self.facts._replace(read_only=words, why="damaged")
            raise BookDamaged(words) from error

    def _begin_reading(self, whole: bool) -> None:
        """Begin, and take the lock for reading at once: what is read later cannot find it busy."""
        lay = self.veil.lift if whole else partial(self.veil.lay, person=self.person)
        lay(self._connection)
        self._connection.begin()
        try:
            with self._pace.measured():
                hides = self._connection.exec_driver_sql(hiding.ASKED).first() is not None
            self.veil.look(self._connection, past=whole)
        except BaseException as error:
            rolled_back(self._connection, error)
            raise
        if hides and not self.veil.needed:
            self.veil.needed = True
            self._connection.rollback()
            self._begin_reading(whole)

    @contextmanager
    def write(
        self,
        label: str,
        *,
        kind: str = "edit",
        reverts: int | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> Iterator[Transaction]:
        """One change of the book: all of it or nothing, one undo step, one line of history.

        Long statements ask `stopped` now and then and end with `Cancelled`.
        """
        guard.check()
        self._heed_storage()
        if self.facts.read_only:
            raise BookReadOnly(self.facts.read_only)
        with self._lock, self._database.translated():
            writing = self._connection.execution_options(writing=True)
            try:
                self.veil.lift(self._connection)
                left = self._database.take_turn(writing, self._pace.patience(self._patience))
                self.veil.look(self._connection, past=True)
                self._heed_settings()
                self._database.watch(self._connection, stopped)
                tx = Transaction(self, self._connection, label)
                tx.log.kind, tx.log.reverts = kind, reverts
                yield tx
                self._database.watch(self._connection, None)
                self.veil.note(self._connection)
                patiently(self._commit, max(left, 1.0))  # in all, nobody waits longer
                if tx.log.set_id is not None:
                    self._written.add(tx.log.set_id)
            except BaseException as error:
                self._database.watch(self._connection, None)
                rolled_back(self._connection, error)
                self._heed_damage(error)
                raise
            finally:
                self._connection.execution_options(writing=False)
                self._database.end_turn()

    def _commit(self) -> None:
        """Commit by hand: SQLAlchemy's own would give the transaction up when it is busy once."""
        self._connection.exec_driver_sql("COMMIT")
        transaction = self._connection.get_transaction()
        if transaction is not None:
            transaction.close()

    def _heed_storage(self) -> bool:
        """Whether the place of the book has just become one that must not be written."""
        trouble = "" if self.facts.read_only else self._database.trouble()
        if trouble:
            self.facts = self.facts._replace(read_only=trouble, why="worse")
        return bool(trouble)

    def _heed_settings(self) -> None:
        """Settings may have changed since the book was opened: look at every write and poll.

        A newer program may have raised `min_writer`, a colleague may order by first names now.
        """
        stored = opening.settings_of(self._connection)
        if closed := opening.closed_to_us(stored, self.facts.name):
            self.facts = self.facts._replace(read_only=closed, **opening.moved_facts(stored))
            raise BookTooNew(closed)
        names = ("region", "language", "sort_by")
        shared = {k: v for k in names if (v := stored.get(k)) is not None}
        if any(getattr(self.facts, k) != v for k, v in shared.items()):
            self.facts = self.facts._replace(**shared)
            if self.ordering.language != self.facts.language:
                self.ordering = Ordering(self.facts.language)

    def poll(self) -> list[ChangeSet]:
        """What changed since the last poll, by whomever."""
        with self.read(whole=True) as tx:
            found = tx.log.since(self.seen)
            if not self.facts.read_only:
                with suppress(BookTooNew):  # reading goes on; `facts.read_only` says it
                    self._heed_settings()
        if found:
            self.seen = found[-1].id
            self._written = {i for i in self._written if i > self.seen}
        return found

    def news(self) -> list[ChangeSet] | None:
        """Like `poll`, but asks the file first: None when nobody else has written since.

        Cheap enough for twice a second, and never in the way: while somebody is just writing it
        answers None and looks again next time.
        """
        guard.check()
        with self._lock, self._database.translated():
            if self._heed_storage():
                return self.poll()
            version = self._database.version(self._connection)
            if version in (None, self._version):
                return None
            if not self._database.versions_are_others and not self._others_wrote():
                return None
            found = self.poll() + self._stars_elsewhere()
            self._version = version
        return found

    def look_again(self, seen: int) -> None:
        """Let `news` tell once more what came after the set `seen`, and anything else."""
        self.seen, self._version = seen, None

    def _others_wrote(self) -> bool:
        """Whether a set that was not polled yet is somebody else's, or there are other stars."""
        with self.read(whole=True) as tx:
            stars = tx.contacts.stars.last().times
            return stars != self._stars_seen or tx.log.has_others(self.seen, self._written)

    def _stars_elsewhere(self) -> list[ChangeSet]:
        """My own stars that another window of mine gave or took; they are in no log."""
        with self.read() as tx:
            stars = tx.contacts.stars
            found, self._stars_seen = stars.since(self._stars_seen), stars.last().times
        return found

    def presence(self) -> Presence:
        """A way for the windows of this book to know of each other, for one window."""
        return self._database.presence(self._engine)

    def bell(self) -> Bell | None:
        """What rings after each change of the book, for one window; None where nothing can."""
        return self._database.bell()

    def undo_labels(self) -> tuple[str | None, str | None]:
        """What Undo and Redo would do now; None where there is nothing."""
        with self.read() as tx:
            steps = tx.log.next_undo(), tx.log.next_redo()
            undo, redo = (tx.log.label_of(step) if step else None for step in steps)
            return undo, redo

    def undo(self) -> UndoResult | None:
        """Take back my latest change that still stands; None when there is none."""
        return self._step("undo")

    def redo(self) -> UndoResult | None:
        """Take back my latest undo; None when there is none."""
        return self._step("redo")

    def _step(self, kind: str) -> UndoResult | None:
        with self.read() as tx:
            target = tx.log.next_undo() if kind == "undo" else tx.log.next_redo()
            label = tx.log.label_of(target) if target else None
        if target is None:
            return None
        with self.write(label or "", kind=kind, reverts=target) as tx:
            return tx.reverting.revert(target)

    def revert(
        self,
        set_id: int,
        *,
        told: Callable[[int, int], None] | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> UndoResult:
        """Take back any one change set, an import of last week too; an undo taken back does its
        step again.

        `told` hears how many contacts are done, of how many.
        """
        with self.read() as tx:
            label, kind = tx.log.label_of(set_id), tx.log.kind_of(set_id)
        if label is None:
            raise NotFound(_("This change is not in the book's history."))
        again = kind == "undo"
        words = label if again else _("Undo {label}").format(label=label)
        kind = "redo" if again else "undo"
        with self.write(words, kind=kind, reverts=set_id, stopped=stopped) as tx:
            return tx.reverting.revert(set_id, *([told] if told else []))

    def split(self, set_id: int, contact_id: str, label: str) -> UndoResult:
        """Take a merge apart again, and nothing else of its set; what was edited since stays."""
        with self.write(label) as tx:
            first = tx.duplicates.first_done(set_id)
            return tx.reverting.revert_part(first, tx.duplicates.part_of_merge(first, contact_id))

    def revert_steps(
        self,
        steps: Steps,
        label: str,
        *,
        told: Callable[[int, int], None] | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> UndoResult:
        """Take several change sets back as one step, the newest first."""
        with self.write(label, stopped=stopped) as tx:
            result = tx.reverting.revert_steps(steps, *([told] if told else []))
        return result._replace(label=label)

    def configure(self, progress: Progress | None = None, **settings: str) -> None:
        """Change what the office shares: `region`, `language`, `sort_by`; order follows.

        Stopped by its `progress`, it raises `Cancelled` and all is as it was.
        """
        told = progress or Progress()
        changed = {k: v for k, v in settings.items() if getattr(self.facts, k) != v}
        if not changed:
            return
        facts = self.facts._replace(**changed)
        ordering = Ordering(facts.language)
        with self.write(_("Change settings"), stopped=lambda: told.stopped) as tx:
            configuring.configure(tx, changed, facts, ordering, told)
        self.facts, self.ordering = facts, ordering

    def _made_by(self) -> str:
        return str(self._connection.exec_driver_sql(configuring.MADE_BY).scalar() or "")

    def _make_derived_anew(self) -> None:
        """An older program made the sort keys and search words: ours may order otherwise."""
        with self.write(_("Put names in order")) as tx:
            if self._made_by() >= fold.MADE_BY:
                return  # another window did it meanwhile
            configuring.make_derived_anew(tx, self.facts, self.ordering)

    def check(self) -> list[str]:
        """What is wrong with the book, in the database's words; nothing in a sound one."""
        with self.read(whole=True) as tx:
            return self._database.check(tx.connection)

    def backup(self, to: Path) -> None:
        """A verified copy of the whole book; the file at `to` is whole or not there."""
        guard.check()
        if opening.is_same_file(to, self.facts.path):
            raise BookError(_("{name} is the book itself. Choose another file.").format(name=to))
        with self._lock, self._database.translated():
            self._database.copy(self._engine, to)
