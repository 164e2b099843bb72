"""Edits that are kept on this computer while the book is away, and done when it is back.

One JSON file a book, written by a thread of its own and on the disk before anybody is told that
an edit is kept. Each edit has an id that its change set gets in the book: one whose answer was
lost is found there, and is not done again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from contactdesk.desktop.background import alive, refers_to_what_is
from contactdesk.desktop.own_thread import OwnThread
from contactdesk.errors import BookUnreachable, ContactDeskError, EditConflict, NotFound
from contactdesk.i18n import _

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.model.contact import Contact
    from contactdesk.model.deed import Deed, Need
    from contactdesk.operations.outbox_file import Waiting
    from contactdesk.store.book import Book

AGAIN_MS = 5_000  # after the book was busy, or full


class _Flight(NamedTuple):
    """An edit on its way: who hears of it, and what they hear where it is only kept."""

    deed: Deed
    then: Callable[[Any], None]
    kept: Any
    failed: Callable[[ContactDeskError], None] | None


class Outbox(QObject):
    """The edits that wait for one book, oldest first; `changed` when they are others."""

    changed = Signal()
    sent = Signal(int)  # so many came into the book; some may need a decision
    troubled = Signal(object)  # ContactDeskError: why they still wait

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.deeds: tuple[Deed, ...] = ()
        self._undone: list[Deed] = []
        self._flying: dict[str, _Flight] = {}
        self._book = ""  # the id of the book for which they wait
        self._came = 0
        self._sending = self._closed = False
        self._disk: OwnThread | None = None
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self.send)
        desk.opened.connect(self._take_up)
        desk.not_opened.connect(self._take_up)
        desk.away.changed.connect(self._went)
        desk.away.back.connect(self._back)

    # ── what waits ──────────────────────────────────────────────────────────────────────

    @property
    def waiting(self) -> list[Deed]:
        """The edits that are not in the book yet, as far as anybody knows."""
        return [deed for deed in self.deeds if deed.waits]

    @property
    def needy(self) -> list[Deed]:
        """Those of them that a person has to decide."""
        return [deed for deed in self.deeds if deed.need]

    def about(self) -> frozenset[str]:
        """The ids of the contacts that something waits for."""
        return frozenset(id_ for deed in self.waiting for id_ in deed.about())

    def contact(self, contact_id: str) -> Contact | None:
        """A contact as the last waiting edit of it leaves it."""
        waiting = [d for d in self.waiting if d.type == "contact" and not d.need]
        own = [d for d in waiting if d.record.id == contact_id]
        return own[-1].mine if own else None  # type: ignore[return-value]  # of a contact's deed

    # ── doing ───────────────────────────────────────────────────────────────────────────

    def write(
        self,
        deed: Deed,
        do: Callable[[Any], Any],
        then: Callable[[Any], None],
        kept: Any,
        *,
        failed: Callable[[ContactDeskError], None] | None = None,
    ) -> None:
        """Run `do(tx)` as one undo step, then `then(answer)`; while the book is away the deed,
        which says the same, is kept instead, then `then(kept)`."""
        deed = replace(deed, at=datetime.now(UTC).isoformat(timespec="seconds"))
        flight = _Flight(deed, then, kept, failed)
        self._undone.clear()
        if self._desk.away.is_away or self._is_waited_for(deed):
            self._queue([flight])
            return
        self._flying[deed.id] = flight

        def job(book: Book) -> Any:
            with book.write(deed.label) as tx:
                tx.log.uuid = deed.id
                return do(tx)

        self._desk.on_writer(
            job, partial(self._landed, deed.id), None, partial(self._fell, deed.id)
        )

    def _is_waited_for(self, deed: Deed) -> bool:
        """Whether an edit before it has not come through: none overtakes another."""
        return any(each.touches & deed.touches for each in self.waiting if not each.need)

    def _landed(self, deed_id: str, answer: Any) -> None:
        flight = self._flying.pop(deed_id, None)
        if flight is None:  # it was kept meanwhile: the book took long
            self._remove([d.id for d in self.waiting if d.id == deed_id])
        elif self._hears(flight.then):
            flight.then(answer)

    def _fell(self, deed_id: str, error: Exception) -> None:
        flight = self._flying.pop(deed_id, None)
        if flight is None:
            return  # it is kept, and sent again
        if isinstance(error, BookUnreachable):
            self._queue([flight._replace(deed=replace(flight.deed, tried=True))])
            self._desk.away.tell()
        else:
            self._desk.failure(flight.failed)(error)

    def _went(self) -> None:
        """What was on its way may have arrived or not: it is kept until that is known."""
        flights, self._flying = list(self._flying.values()), {}
        if flights:
            self._queue([f._replace(deed=replace(f.deed, tried=True)) for f in flights])
        self._show_labels()

    def _queue(self, flights: Sequence[_Flight]) -> None:
        self.deeds += tuple(flight.deed for flight in flights)
        self._keep(partial(self._kept, flights), partial(self._not_kept, flights))

    def _kept(self, flights: Sequence[_Flight]) -> None:
        for flight in flights:
            if self._hears(flight.then):
                flight.then(flight.kept)
        self._tell()
        self.send()

    def _hears(self, then: Callable[[Any], None]) -> bool:
        """Whether who asked is there: the window may be going, with what it shows."""
        return alive(then) and (not self._closed or refers_to_what_is(then))

    def _not_kept(self, flights: Sequence[_Flight], error: ContactDeskError) -> None:
        gone = {flight.deed.id for flight in flights}
        self.deeds = tuple(deed for deed in self.deeds if deed.id not in gone)
        for flight in flights:
            self._desk.failure(flight.failed)(error)
        self._tell()

    def _tell(self) -> None:
        self._show_labels()
        self.changed.emit()

    def _show_labels(self) -> None:
        """What undo and redo do while the book is away concerns what waits, and nothing else."""
        if self._desk.away.is_away:
            undo = self.waiting[-1].label if self.waiting else None
            self._desk.show_labels(undo, self._undone[-1].label if self._undone else None)

    # ── taking back ─────────────────────────────────────────────────────────────────────

    def undo(self) -> bool:
        """Take the newest edit out again; False while the book itself does the undoing."""
        if not self._desk.away.is_away:
            return False
        if self.waiting:
            deed = self.waiting[-1]
            self.take_back([deed.id])
            words = _("Undone: {label}").format(label=deed.label)
            self._desk.toast.emit(words, _("Redo"), self._desk.redo)
        else:
            words = _("What is in the book already can be undone when it is back.")
            self._desk.toast.emit(words, "", None)
        return True

    def redo(self) -> bool:
        """Have the edit wait again that was taken out last; False where there is none."""
        if not self._undone:
            return False
        deed = self._undone[-1]
        self.bring_back([deed.id])
        words = _("Done again: {label}").format(label=deed.label)
        self._desk.toast.emit(words, _("Undo"), self._desk.undo)
        return True

    def take_back(self, ids: Sequence[str]) -> None:
        """Take edits out; of one that may have come into the book it is remembered."""
        chosen = [deed for deed in self.waiting if deed.id in ids]
        self._undone += chosen
        self.deeds = tuple(
            replace(deed, taken_back=True, need="") if deed in chosen else deed
            for deed in self.deeds
            if deed.tried or deed not in chosen
        )
        self._keep(self._tell)
        self.changed.emit()

    def bring_back(self, ids: Sequence[str]) -> None:
        """Have edits wait again that were taken out."""
        from contactdesk.model.record import new_id

        chosen = [deed for deed in self._undone if deed.id in ids]
        self._undone = [deed for deed in self._undone if deed.id not in ids]
        there = {deed.id for deed in self.deeds}
        self.deeds = tuple(
            replace(deed, taken_back=False) if deed.id in ids else deed for deed in self.deeds
        ) + tuple(
            replace(deed, id=new_id(), tried=False, need="")  # the old id was done and undone
            for deed in chosen
            if deed.id not in there
        )
        self._keep(self._kept_again)

    def _kept_again(self) -> None:
        self._tell()
        self.send()

    def forget(self, ids: Sequence[str]) -> None:
        """What has become of these is settled elsewhere: a draft, or a decision."""
        self._remove(ids)

    def instead(self, old: str, new: Deed) -> None:
        """Have another edit wait in the place of one, as somebody decided."""
        self.deeds = tuple(new if deed.id == old else deed for deed in self.deeds)
        self._keep(self._kept_again)

    def _remove(self, ids: Sequence[str]) -> None:
        self.deeds = tuple(deed for deed in self.deeds if deed.id not in ids)
        self._keep(self._tell)
        self._tell()

    # ── sending ─────────────────────────────────────────────────────────────────────────

    def _back(self) -> None:
        self._undone.clear()
        self.send()

    def send(self) -> None:
        """Do what waits, one after the other, as far as nobody has to decide."""
        desk = self._desk
        if self._sending or self._closed or desk.away.is_away or desk.read_only or not self.deeds:
            return
        self._sending, self._came = True, 0
        self._next()

    def _next(self) -> None:
        held = frozenset[str]().union(*(deed.touches for deed in self.needy))
        deed = next((d for d in self.deeds if not d.need), None)
        if deed is None:
            self._sending = False
            self.sent.emit(self._came)
        elif deed.touches & held and deed.waits:
            self._decide(deed, "meets")  # it began from what the one before it left
        else:
            known = self._book
            self._desk.on_writer(
                lambda book: _sent(book, deed, known),
                partial(self._came_through, deed),
                None,
                partial(self._did_not, deed),
            )

    def _came_through(self, deed: Deed, answer: Any) -> None:
        from contactdesk.model.deed import after

        self._came += deed.waits
        rest = [each for each in self.deeds if each.id != deed.id]
        for saved in answer if isinstance(answer, list) else [answer]:
            if deed.waits and hasattr(saved, "id"):
                rest = [after(each, saved) for each in rest]
        self.deeds = tuple(rest)
        self._keep(self._next)
        self.changed.emit()

    def _did_not(self, deed: Deed, error: Exception) -> None:
        from contactdesk.operations.organisation_work import WorkMeanwhile

        if isinstance(error, EditConflict | WorkMeanwhile):
            self._decide(deed, "meets")
            return
        if isinstance(error, NotFound):
            self._decide(deed, "gone")
            return
        self._sending = False
        if isinstance(error, ContactDeskError) and not isinstance(error, BookUnreachable):
            self._again.start()
            self.troubled.emit(error)
        else:
            self._desk.failure(None)(error)

    def _decide(self, deed: Deed, need: Need) -> None:
        self.deeds = tuple(
            replace(each, need=need) if each.id == deed.id else each for each in self.deeds
        )
        self._keep(self._next)
        self.changed.emit()

    # ── the disk ────────────────────────────────────────────────────────────────────────

    def _own_disk(self) -> OwnThread:
        if self._disk is None:
            self._disk = OwnThread("outbox")
        return self._disk

    def _take_up(self, _found: object) -> None:
        """What an earlier window kept, or could not send; it is told too while there is no book."""
        post, place = self._desk.background.mailbox.post, self._desk.path

        def read() -> None:
            from contactdesk.operations.outbox_file import (
                OutboxUnreadable,
                put_aside,
                read_outbox,
                unreadable,
            )

            try:
                found = read_outbox(place)
            except OutboxUnreadable as caught:
                aside = put_aside(place)
                error = unreadable(aside) if aside is not None else caught
                post(lambda: self.troubled.emit(error))
                return
            if found.deeds:
                post(partial(self._taken_up, found))

        self._own_disk().submit(read)

    def _taken_up(self, found: Waiting) -> None:
        here = {deed.id for deed in self.deeds}
        old = tuple(replace(d, tried=True, need="") for d in found.deeds if d.id not in here)
        self.deeds = old + self.deeds
        self._book = found.book
        self._tell()
        self.send()

    def _keep(
        self,
        then: Callable[[], None],
        failed: Callable[[ContactDeskError], None] | None = None,
    ) -> None:
        """Have the disk say what waits now, then `then()` here."""
        from contactdesk.operations.outbox_file import Waiting, write_outbox

        post, place = self._desk.background.mailbox.post, self._desk.path
        self._book = self._book or self._desk.away.book
        waiting = Waiting(self.deeds, self._book)

        def work() -> None:
            try:
                write_outbox(place, waiting)
            except OSError as caught:
                error = _no_room(caught)
                post(lambda: (failed or self.troubled.emit)(error))
                return
            post(then)

        self._own_disk().submit(work)

    def wait(self, seconds: float = 5.0) -> None:
        """Until everything kept so far is on the disk."""
        self._own_disk().submit(lambda: None).result(seconds)

    def close(self) -> None:
        """Write what is left; what waits is sent by the next window."""
        self._closed = True
        self._again.stop()
        if self._disk is not None:
            self._disk.shutdown(wait=True)


def kept_here() -> str:
    """What is said where an edit is kept instead of saved."""
    return _("Kept on this computer until the book is back")


def _sent(book: Book, deed: Deed, known: str) -> Any:
    from contactdesk.desktop.form_values import named_contact
    from contactdesk.operations import outbox
    from contactdesk.store.reaching import another_book, book_id

    if known and book_id(book) != known:
        raise another_book(book.facts.name)
    if deed.taken_back:
        outbox.undo_if_done(book, deed)
        return None
    return outbox.perform(book, deed, partial(named_contact, "individual"))


def _no_room(error: OSError) -> ContactDeskError:
    words = _(
        "The book is away, and this could not be kept on this computer either: {reason}. What you "
        "typed is still here: make room and save again."
    )
    return ContactDeskError(words.format(reason=error.strerror))
