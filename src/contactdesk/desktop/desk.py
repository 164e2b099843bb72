"""The window's context: one open book, the person's settings, and one way to learn of change."""

from __future__ import annotations

import logging
import sys
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from contactdesk.desktop.away import Away, everything
from contactdesk.desktop.background import Background, Calm, Job, Line, alive
from contactdesk.desktop.beginning import Beginning, beginning_of, news_of, since
from contactdesk.desktop.bell_watch import BellWatch
from contactdesk.desktop.outbox import Outbox
from contactdesk.desktop.photos_read import decoded
from contactdesk.desktop.presence import PresenceWatch
from contactdesk.desktop.reports import Reports
from contactdesk.errors import BookAway, Cancelled, ContactDeskError, NotWritten
from contactdesk.i18n import _
from contactdesk.progress import Progress
from contactdesk.settings import Settings, save_settings

if TYPE_CHECKING:
    from contactdesk.desktop.known_rows import KnownRows
    from contactdesk.store.book import Book
    from contactdesk.store.listing import BookFacts

log = logging.getLogger(__name__)
T = TypeVar("T")
POLL_MS = 500  # a colleague's change is on the screen within a second
PHOTOS_KEPT = 400

Failed = Callable[[ContactDeskError], None]


class Desk(QObject):
    """Given to every page: read, write, run, undo, and `changed` for own and foreign edits."""

    changed = Signal(object)  # ChangeSet
    opened = Signal(object)  # BookFacts
    facts_changed = Signal(object)  # BookFacts
    failed = Signal(object)  # ContactDeskError nobody else took
    not_opened = Signal(object)  # ContactDeskError: there is no book
    settings_changed = Signal(object)  # Settings
    undo_changed = Signal()  # what undo and redo would do is another thing now
    toast = Signal(str, str, object)  # sentence, the button's word or "", what it does

    def __init__(self, path: str, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self.settings = settings
        self.facts: BookFacts | None = None
        self.is_backup = False
        self.undo_label: str | None = None
        self.redo_label: str | None = None
        self.background = Background(self)
        self.presence = PresenceWatch(self)
        self.bell = BellWatch(self._look_for_changes, self)
        self.calm = Calm()
        self.seen = 0  # the newest change set that `changed` has told of
        self._looking = False
        self.away = Away(self)
        self.outbox = Outbox(self)
        self._jobs = 0
        self._photos: OrderedDict[tuple[str, int], QImage] = OrderedDict()
        self._photos_asked: dict[tuple[str, int], list[Callable[[QImage], None]]] = {}
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._look_for_changes)

    @cached_property
    def names(self) -> KnownRows:
        """The rows of contacts that were read, which is what is known while the book is away."""
        from contactdesk.desktop.known_rows import KnownRows

        return KnownRows()

    # ── opening and closing ─────────────────────────────────────────────────────────────

    def open(self, create: bool = True) -> None:
        """Open the book on its threads; `opened` or `not_opened` follows."""
        mailbox = self.background.mailbox

        def open_for_writing(line: Line) -> None:
            from contactdesk.store.book import Book

            try:
                line.book = Book.open(self.path, create=create)
                found = beginning_of(line.book)
            except ContactDeskError as caught:
                error = caught
                mailbox.post(lambda: self.not_opened.emit(error))
                return
            # first, so that whatever the window then asks the reader comes after its opening
            self.background.reader.ask(partial(open_for_reading, found))
            mailbox.post(lambda: self._take_book(found))

        def open_for_reading(found: Beginning, line: Line) -> None:
            from contactdesk.store.book import Book

            try:
                line.book = Book.open(self.path, create=False, again=True)
                news = since(line.book, found)
            except ContactDeskError as caught:
                error = caught
                mailbox.post(lambda: self.not_opened.emit(error))
                return
            if news is not None:
                mailbox.post(lambda: self.take_news(*news))

        from contactdesk.store.guard import forbid_this_thread

        forbid_this_thread()
        sys.setswitchinterval(0.001)  # the window gets its turn while rows are read
        self.background.start()
        self.background.writer.ask(open_for_writing)

    def _take_book(self, found: Beginning) -> None:
        facts = self.facts = found.facts
        self.is_backup = found.is_backup
        self.seen = max(self.seen, found.seen)
        self.undo_label, self.redo_label = found.labels
        self.presence.start(found.presence, found.me)
        self.bell.start(found.bell)
        self._poll.start()
        self.opened.emit(facts)
        self.undo_changed.emit()

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed (also while there is no book yet)."""
        return self.facts is None or bool(self.facts.read_only)

    @property
    def busy(self) -> bool:
        """Whether long work is under way."""
        return self._jobs > 0

    def close(self, wait: bool = True) -> None:
        """Finish what is being written and close the book; `wait` until that is done, but not for
        one that is away."""
        self._poll.stop()
        self.away.close()
        self.background.let_go(self.presence.close())
        self.bell.close()
        self.background.close(wait=wait and not self.away.hangs)
        self.outbox.close()

    # ── asking the book ─────────────────────────────────────────────────────────────────

    def read(
        self,
        ask: Callable[[Any], T],
        then: Callable[[T], None],
        *,
        key: str = "",
        failed: Failed | None = None,
    ) -> None:
        """Run `ask(tx)` on the reading thread, then `then(answer)` here.

        With a key, only the newest question of that key is answered.
        """

        def job(book: Book) -> T:
            with book.read() as tx:
                return ask(tx)

        background = self.background
        if self.away.refuses(self.failure(failed)):
            return
        background.ask(background.reader, job, then, self.failure(failed), key)

    def write(
        self,
        label: str,
        do: Callable[[Any], T],
        then: Callable[[T], None] | None = None,
        *,
        failed: Failed | None = None,
    ) -> None:
        """Run `do(tx)` as one undo step called `label`, then `then(answer)` here."""

        def job(book: Book) -> T:
            with book.write(label) as tx:
                return do(tx)

        self.on_writer(job, then or _nothing, failed)

    def run(
        self,
        job: Callable[[Book, Progress], T],
        then: Callable[[T], None],
        *,
        failed: Failed | None = None,
        progressed: Callable[[int, int, str], None] | None = None,
        stopped: Callable[[], None] | None = None,
    ) -> Job:
        """Start long work on the writing thread; `progressed(done, total, what)` comes here."""
        reports = Reports(self.background, progressed)
        progress = Progress(reports.listen)
        self._jobs += 1
        self.calm.enter()

        def over() -> None:
            self._jobs -= 1
            self.calm.leave()

        def done(answer: T) -> None:
            over()
            if alive(then):
                then(answer)

        def broken(error: Exception) -> None:
            over()
            if isinstance(error, Cancelled):
                if stopped is not None and alive(stopped):
                    stopped()
            else:
                self.failure(failed)(error)

        self.on_writer(lambda book: job(book, progress), done, None, broken)
        return Job(progress)

    def on_writer(
        self,
        job: Callable[[Book], T],
        then: Callable[[T], None],
        failed: Failed | None,
        broken: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run `job(book)` on the writing thread, tell what it changed, then `then(answer)`."""

        def work(book: Book) -> Any:
            answer = job(book)
            return answer, book.poll(), book.undo_labels()

        def done(found: Any) -> None:
            answer, changes, labels = found
            self._tell(changes, labels)
            if alive(then):
                then(answer)

        background, heard = self.background, self._said_of_writing(broken or self.failure(failed))
        if self.away.refuses(heard):
            return
        background.ask(background.writer, work, done, heard)

    def _said_of_writing(self, heard: Callable[[Exception], None]) -> Callable[[Exception], None]:
        """Of a book that is away one hears that what was wanted is not done: the banner says only
        that it is away, and that what can wait is kept."""

        def hear(error: Exception) -> None:
            if isinstance(error, BookAway):
                from contactdesk.desktop.away_words import wait_words

                self.away.tell()
                error = NotWritten(wait_words())
            heard(error)

        return hear

    def failure(self, failed: Failed | None) -> Callable[[Exception], None]:
        """What hears that something could not be done: who asked, or else everybody."""

        def take(error: Exception) -> None:
            if isinstance(error, Cancelled):
                return
            if not isinstance(error, ContactDeskError):
                raise error  # a bug: the crash dialog shows it
            if isinstance(error, BookAway):
                self.away.tell()
            if failed is not None and alive(failed):
                failed(error)
            else:
                self.failed.emit(error)

        return take

    # ── change ──────────────────────────────────────────────────────────────────────────

    def _look_for_changes(self) -> bool:
        """Ask the reading thread whether somebody else wrote; never two such questions at once."""
        if self._jobs or self._looking or self.away.is_away:
            return False
        self._looking = True
        self.away.asked()
        background = self.background
        background.ask(background.reader, news_of, self._take_news, self._no_news)
        return True

    def _take_news(self, found: Any) -> None:
        self._looking = False
        self.bell.looked()
        self.away.answered()
        if found is not None:
            self.take_news(*found)

    def take_news(
        self, changes: list[Any], labels: tuple[str | None, str | None], facts: BookFacts
    ) -> None:
        """Tell what the book said of itself and of changes in it."""
        self._tell(changes, labels)
        if self.facts is None:
            return
        facts = facts._replace(person=self.facts.person)  # my name changes in this window alone
        if facts != self.facts:
            self._take_facts(facts)

    def take_back_book(self, seen: int, labels: tuple[str | None, str | None], facts: Any) -> None:
        """The book is there again: what others did meanwhile may be anything."""
        self.seen = max(self.seen, seen)
        self.take_news([], labels, facts)
        with self.background.together():
            self.changed.emit(everything())

    def _no_news(self, error: Exception) -> None:
        self._looking = False
        self.away.answered()
        self.failure(_nothing)(error)

    def _tell(self, changes: list[Any], labels: tuple[str | None, str | None]) -> None:
        """Tell of each change once: both threads learn of all of them, in their order."""
        self.show_labels(*labels)
        with self.background.together():
            for change in changes:
                if change.id > self.seen or change.kind == "star":  # a star is in no log
                    self.seen = max(self.seen, change.id)
                    self.changed.emit(change)

    def show_labels(self, undo: str | None, redo: str | None) -> None:
        """Say what undo and redo would do from now on."""
        if (undo, redo) != (self.undo_label, self.redo_label):
            self.undo_label, self.redo_label = undo, redo
            self.undo_changed.emit()

    def undo(self) -> None:
        """Take back the last step, and say so."""
        if not self.outbox.undo():
            self.on_writer(lambda book: book.undo(), self._undone, None)

    def redo(self) -> None:
        """Do again what was taken back last."""
        if not self.outbox.redo():
            self.on_writer(lambda book: book.redo(), self._redone, None)

    def _undone(self, result: Any) -> None:
        if result is None:
            self.toast.emit(_("There is nothing to undo"), "", None)
        elif result.kept:
            self.toast.emit(
                _("Undone: {label}. Changed since, so left: {names}").format(
                    label=result.label, names=", ".join(result.kept[:3])
                ),
                "",
                None,
            )
        else:
            words = _("Undone: {label}").format(label=result.label)
            self.toast.emit(words, _("Redo"), self.redo)

    def _redone(self, result: Any) -> None:
        if result is None:
            self.toast.emit(_("There is nothing to redo"), "", None)
        else:
            words = _("Done again: {label}").format(label=result.label)
            self.toast.emit(words, _("Undo"), self.undo)

    def star(self, numbers: list[int], on: bool) -> None:
        """Give or take my own star: personal, so no step of undo, but `changed` tells of it."""

        def job(book: Book) -> None:
            with book.write(_("Star")) as tx:
                tx.contacts.star(numbers, on)

        def done(_answer: object) -> None:
            from contactdesk.store.listing import ChangeSet

            self.changed.emit(ChangeSet(0, _("Star"), "star", True, "", "", tuple(numbers)))

        self.on_writer(job, done, None)

    # ── settings ────────────────────────────────────────────────────────────────────────

    def update_settings(self, **changes: Any) -> None:
        """Change preferences, keep them, and tell everybody."""
        settings = replace(self.settings, **changes)
        if settings == self.settings:
            return
        self.settings = settings
        self.settings_changed.emit(settings)
        self.background.mailbox.post(self._keep_settings)

    def _keep_settings(self) -> None:
        try:
            save_settings(self.settings)
        except OSError as error:
            log.warning("settings not kept: %s", error.errno)

    def configure(
        self,
        *,
        then: Callable[[], None] | None = None,
        progressed: Callable[[int, int, str], None] | None = None,
        over: Callable[[], None] | None = None,
        **choices: str,
    ) -> Job:
        """Change what the book itself keeps: region, language, sort_by; then `then()`.

        With many contacts it takes a while; `over()` says that it failed or was stopped.
        """

        def job(book: Book, progress: Progress) -> BookFacts:
            book.configure(progress, **choices)
            return book.facts

        def done(facts: BookFacts) -> None:
            self._take_facts(facts)
            if then is not None and alive(then):
                then()

        def broken(error: ContactDeskError) -> None:
            if over is not None and alive(over):
                over()
            self.failed.emit(error)

        return self.run(job, done, failed=broken, progressed=progressed, stopped=over)

    def introduce(self, name: str, colour: str) -> None:
        """Change my own name and colour in this book, for everybody to see."""

        def job(book: Book) -> BookFacts:
            with book.write(_("Change my name")) as tx:
                tx.people.introduce(name, colour)
            book.facts = book.facts._replace(person=name)
            return book.facts

        self.presence.introduce(name, colour)
        self.on_writer(job, self._take_facts, None)

    def _take_facts(self, facts: BookFacts) -> None:
        self.facts = facts

        def tell_reader(line: Line) -> None:
            if line.book is not None:
                line.book.facts = facts

        self.background.reader.ask(tell_reader)
        self.facts_changed.emit(facts)

    # ── photos ──────────────────────────────────────────────────────────────────────────

    def photo_now(self, sha256: str, side: int) -> QImage | None:
        """A contact's picture if it has been read already."""
        found = self._photos.get((sha256, side))
        if found is not None:
            self._photos.move_to_end((sha256, side))
        return found

    def photo(self, sha256: str, side: int, then: Callable[[QImage], None]) -> None:
        """Read a picture, fitted to cover `side` px, then `then(image)` (null when unreadable)."""
        found = self.photo_now(sha256, side)
        if found is not None:
            then(found)
            return

        key = (sha256, side)
        waiting = self._photos_asked.setdefault(key, [])
        waiting.append(then)
        if len(waiting) > 1:
            return

        def keep(image: QImage) -> None:
            self._photos[key] = image
            while len(self._photos) > PHOTOS_KEPT:
                self._photos.popitem(last=False)
            for each in self._photos_asked.pop(key, []):
                if alive(each):
                    each(image)

        def give_up(_error: ContactDeskError) -> None:
            self._photos_asked.pop(key, None)

        self.read(lambda tx: decoded(tx.contacts.photo(sha256), side), keep, failed=give_up)


def _nothing(_answer: object) -> None:
    """Take an answer nobody waits for."""
