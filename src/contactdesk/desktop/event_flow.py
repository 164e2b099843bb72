"""What becomes of what is typed into an event's editor: drafts, a way back, a conflict's words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, tzinfo
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from contactdesk.desktop.away_words import wait_words
from contactdesk.desktop.event_drafts import EventDrafts
from contactdesk.errors import BookUnreachable, ContactDeskError, EditConflict
from contactdesk.i18n import _
from contactdesk.model.names import display_name

if TYPE_CHECKING:
    from contactdesk.desktop.contact_picker import Found
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.event_editor import EventEditor, OpenedEvent
    from contactdesk.model.event import Event
    from contactdesk.store.listing import ContactRow

T = TypeVar("T")
OFFERED, MOST_NAMES = 8, 40


class EventFlow(QObject):
    """An editor beside a page, its drafts kept under a `name` on this computer."""

    name = ""

    def __init__(self, page: QWidget, desk: Desk) -> None:
        super().__init__(page)
        self._desk = desk
        self._drafts = EventDrafts(desk.path, self.name)
        self._insists = self._busy = False
        page.destroyed.connect(self._drafts.close)

    def shown(self) -> EventEditor | None:
        """The editor, if there ever was one."""
        raise NotImplementedError

    def _leave(self) -> None:
        """Show the page without the editor."""
        raise NotImplementedError

    def _again(self) -> Callable[[Event], None]:
        """What shows once more what is edited now, as it was typed."""
        raise NotImplementedError

    # ── asking ──────────────────────────────────────────────────────────────────────────

    def _read(
        self,
        ask: Callable[[Any], T],
        then: Callable[[T], None],
        known: Callable[[], T | None] | None = None,
    ) -> None:
        """Ask the book, and have the drafts by then: both may wait for a disk. While the book is
        away what is `known` is taken instead; None: it is said that this has to wait."""

        def job(tx: Any) -> T:
            self._drafts.wait()
            return ask(tx)

        def failed(error: ContactDeskError) -> None:
            if known is not None and isinstance(error, BookUnreachable):
                self._desk.background.aside(
                    self._drafts.wait, lambda _none: self._take_known(known(), then)
                )
            else:
                self._desk.failed.emit(error)

        self._desk.read(job, then, key=f"{self.name} opened", failed=failed)

    def _take_known(self, found: T | None, then: Callable[[T], None]) -> None:
        if found is not None:
            then(found)
        else:
            self._desk.toast.emit(wait_words(), "", None)

    def _people(self, typed: str, answer: Found) -> None:
        def find(tx: Any) -> list[ContactRow]:
            found = tx.contacts.search(typed, limit=OFFERED).numbers
            return list(tx.contacts.rows(found[:OFFERED]))

        failed = partial(self._offer_known, typed, answer)
        self._desk.read(find, answer, key=f"{self.name} people", failed=failed)

    def _offer_known(self, typed: str, answer: Found, error: ContactDeskError) -> None:
        """While the book is away: those whose names were read before."""
        is_away = isinstance(error, BookUnreachable)
        rows = self._desk.names.offered(typed, OFFERED) if is_away else []
        answer(rows)
        if not rows:
            self._not_asked(error)

    def _not_asked(self, error: ContactDeskError) -> None:
        """What only the book could say is not there: it is said at the editor."""
        editor = self.shown()
        if isinstance(error, BookUnreachable) and editor is not None:
            editor.say(_("The book is away, so only people whose names were read before can be "
                         "added. What you typed is kept; add others when it is back."))  # fmt: skip
        else:
            self._desk.failed.emit(error)

    def _connect_editor(self, editor: EventEditor) -> None:
        """Do what the editor asks for."""
        editor.saved.connect(self._save)
        editor.closed.connect(self.close)
        editor.delete_wanted.connect(self._delete_opened)
        editor.edited.connect(self._keep_draft)

    def _save(self, mine: Event) -> None:
        """Write what is edited."""
        raise NotImplementedError

    def _delete_opened(self) -> None:
        """Delete what is edited."""
        raise NotImplementedError

    def _show_draft(self, editor: EventEditor, opened: OpenedEvent, words: str) -> None:
        """Show what was typed here before in place of what the book has, and say so."""
        draft = self._drafts.of(opened.key)
        if draft is not None:
            editor.show_as(draft.onto(opened.event))
            editor.say(words)

    # ── what was typed ──────────────────────────────────────────────────────────────────

    def _keep_draft(self) -> None:
        """Nothing that was typed is lost by opening another, by leaving, or by a crash."""
        editor = self.shown()
        place = editor.place() if editor is not None else None
        if editor is None or place is None or self._busy:
            return
        if editor.is_changed():
            self._drafts.keep(place.key, place.event, editor.value())
        else:
            self._drafts.drop(place.key)

    def close(self) -> None:
        """Close the editor; what was typed can be had again."""
        editor = self.shown()
        place = editor.place() if editor is not None else None
        if editor is None or place is None:
            return
        if editor.is_changed():
            mine, again = editor.value(), self._again()
            self._drafts.drop(place.key)

            def bring_back() -> None:
                self._keep_draft()
                self._drafts.keep(place.key, place.event, mine)
                again(mine)

            self._desk.toast.emit(_("Changes thrown away"), _("Bring back"), bring_back)
        self._leave()

    # ── writing ─────────────────────────────────────────────────────────────────────────

    def _toast(self, words: str) -> None:
        self._desk.toast.emit(words, _("Undo"), self._desk.undo)

    def _refused(self, error: ContactDeskError) -> None:
        """Say at the editor why the book did not take it; what was typed stays there."""
        self._busy = False
        editor = self.shown()
        if editor is None or editor.place() is None:
            self._desk.failed.emit(error)
            return
        words = str(error)
        if isinstance(error, EditConflict):
            words = _("{why} Save once more to keep yours.").format(why=words)
            self._insists = True
        editor.say(words)


def names_of(tx: Any, ids: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Contacts by their ids, with what they are called."""
    known = {c.id: display_name(c) for c in tx.contacts.get_many_by_id(list(ids)[:MOST_NAMES])}
    gone = _("Somebody who is no longer here")
    return tuple((id_, known.get(id_, gone)) for id_ in ids)


def home_here() -> tzinfo:
    """The zone of the person's clock."""
    from contactdesk.model.zones import home_zone

    return home_zone() or UTC
