"""Making, changing, moving and deleting appointments: from the calendar to the book and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal

from contactdesk.desktop import bidi
from contactdesk.desktop.appointment_editor import (
    AppointmentEditor,
    Opened,
    now_here,
)
from contactdesk.desktop.appointment_values import fresh
from contactdesk.desktop.contact_picker import Found as Offer
from contactdesk.desktop.event_drafts import NEW, EventDrafts, draft_key
from contactdesk.desktop.event_texts import title_of, whole_date
from contactdesk.desktop.invitation_flow import InvitationFlow
from contactdesk.desktop.scope_sheet import ScopeSheet
from contactdesk.errors import ContactDeskError, EditConflict
from contactdesk.i18n import _
from contactdesk.model.agenda import Occurrence, wall_time
from contactdesk.model.event import Attendee, Event
from contactdesk.model.event_calendar import Calendar
from contactdesk.model.month import days_of
from contactdesk.model.names import display_name
from contactdesk.model.series import Scope, another_like, as_one, can_be_one, is_one_of_several
from contactdesk.operations import appointments
from contactdesk.operations.appointments import zone_name

if TYPE_CHECKING:
    from contactdesk.desktop.calendar_page import CalendarPage
    from contactdesk.store.listing import ContactRow

T = TypeVar("T")
OFFERED, MOST_NAMES = 8, 40
Named = list[tuple[str, str]]


class _Around(NamedTuple):
    """What an editor shows beside the event: calendars, and whom it is about."""

    calendars: list[Calendar]
    about: Named
    home: tzinfo


class AppointmentFlow(QObject):
    """What one can do with appointments on a calendar page."""

    went_back = Signal()  # to the contact from which one came for an appointment

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page)
        self._page, self._desk = page, page.desk
        self._drafts = EventDrafts(page.desk.path)
        self._insists = self._busy = self._returns = False
        self.editor: AppointmentEditor | None = None
        page.destroyed.connect(self._drafts.close)
        page.new_wanted.connect(self.new)
        page.opened.connect(self.open)
        page.moved.connect(self.move)
        page.copied.connect(self.copy)
        page.delete_wanted.connect(self.remove)

    # ── opening ─────────────────────────────────────────────────────────────────────────

    def new(self, starts_at: str = "", ends_at: str = "") -> None:
        """Open the editor on a new one: at these times by the person's clock, else on the day
        that is chosen."""
        self._returns = False
        if not self._desk.read_only:
            self._read(lambda tx: _around(tx, ()), lambda a: self._begin(a, starts_at, ends_at))

    def new_with(self, numbers: Sequence[int]) -> None:
        """Open the editor on a new one with these contacts."""
        if not self._desk.read_only:
            self._read(lambda tx: _with_people(tx, numbers), self._begin_with)

    def _read(self, ask: Callable[[Any], T], then: Callable[[T], None]) -> None:
        """Ask the book, and have the drafts by then: both may wait for a disk."""

        def job(tx: Any) -> T:
            self._drafts.wait()
            return ask(tx)

        self._desk.read(job, then)

    def _begin(self, around: _Around, starts_at: str, ends_at: str) -> None:
        event = fresh(self._page.day, now_here(around.home), around.home)
        if starts_at:
            event = appointments.moved_to(event, starts_at, ends_at, around.home)
        self._show(Opened(event, around.home, around.calendars))

    def _begin_with(self, found: tuple[_Around, tuple[Attendee, ...]]) -> None:
        around, guests = found
        event = fresh(self._page.day, now_here(around.home), around.home)
        about = tuple(id_ for id_, _name in around.about)
        event = replace(event, attendees=guests, about=about)
        self._show(Opened(event, around.home, around.calendars, None, around.about))

    def open(self, occurrence: Occurrence) -> None:
        """Open the editor on one of the calendar's."""
        self._returns = False
        if self._desk.read_only:
            return
        about = occurrence.event.about
        self._read(
            lambda tx: _around(tx, about),
            lambda a: self._show(
                Opened(as_one(occurrence), a.home, a.calendars, occurrence, a.about)
            ),
        )

    def show_one(self, wanted: Event | Occurrence) -> None:
        """Open one from elsewhere: an event at its next time."""
        if isinstance(wanted, Occurrence):
            self._show_found(wanted)
            return
        now = datetime.now(UTC).replace(tzinfo=None)
        self._desk.read(
            lambda tx: appointments.one_of(tx, wanted, now, home_here()), self._show_found
        )

    def _show_found(self, found: Occurrence | None) -> None:
        if found is None:
            self._desk.toast.emit(_("This appointment is not in the calendar any more."), "", None)
            return
        self._page.choose(days_of(found, home_here())[0])
        self.open(found)
        self._returns = not self._desk.read_only

    def _show(self, opened: Opened) -> None:
        editor = self._editor()
        self._keep_draft()
        self._insists = False
        if opened.occurrence is not None:
            self._page.hours.plan(None)
        editor.show_appointment(opened)
        draft = self._drafts.of(_key(opened))
        if draft is not None:
            editor.show_as(draft.onto(opened.event))
            editor.say(_("This is what you typed here before. Cancel throws it away."))
        self._page.show_side(editor)
        editor.fields.subject.setFocus()

    def _editor(self) -> AppointmentEditor:
        if self.editor is None:
            self.editor = AppointmentEditor(self._people)
            self.editor.saved.connect(self._save)
            self.editor.cancelled.connect(self._cancel)
            self.editor.delete_wanted.connect(self._delete_opened)
            InvitationFlow(self._desk, self.editor)
            self.editor.times_changed.connect(self._look_for_clashes)
            self.editor.edited.connect(self._keep_draft)
            self.editor.fields.people.wanted.connect(self._add_person)
        return self.editor

    def _people(self, typed: str, answer: Offer) -> None:
        def find(tx: Any) -> list[ContactRow]:
            found = tx.contacts.search(typed, limit=OFFERED).numbers
            return list(tx.contacts.rows(found[:OFFERED]))

        self._desk.read(find, answer, key="appointment people")

    def _add_person(self, row: ContactRow) -> None:
        self._desk.read(lambda tx: _with_people(tx, [row.number]), self._take_person)

    def _take_person(self, found: tuple[_Around, tuple[Attendee, ...]]) -> None:
        around, guests = found
        for about in around.about:
            self._editor().fields.people.add(guests[0] if guests else None, about)

    def _look_for_clashes(self, event: Event) -> None:
        editor = self._editor()
        assert editor.opened is not None
        home = editor.opened.home
        if editor.opened.occurrence is None and event.time_zone in ("", zone_name(home)):
            self._page.hours.plan((event.starts_at, event.ends_at))
        self._desk.read(
            lambda tx: appointments.clashes(tx, event, home), editor.show_clashes, key="clashes"
        )

    # ── what was typed ──────────────────────────────────────────────────────────────────

    def _keep_draft(self) -> None:
        """Nothing that was typed is lost by opening another, by leaving, or by a crash."""
        editor = self.editor
        if editor is None or editor.opened is None or self._busy:
            return
        key = _key(editor.opened)
        if editor.is_changed():
            self._drafts.keep(key, editor.opened.event, editor.value())
        else:
            self._drafts.drop(key)

    def _cancel(self) -> None:
        """Close the editor; what was typed can be had again."""
        editor = self.editor
        if editor is None or editor.opened is None:
            return
        opened, key = editor.opened, _key(editor.opened)
        if editor.is_changed():
            mine = editor.value()
            self._drafts.drop(key)

            def bring_back() -> None:
                self._drafts.keep(key, opened.event, mine)
                self._show(opened)

            self._desk.toast.emit(_("Changes thrown away"), _("Bring back"), bring_back)
        self._close()

    def _close(self) -> None:
        if self.editor is not None:
            self.editor.opened = None
        self._page.show_side(None)
        if self._returns:
            self._returns = False
            self.went_back.emit()

    # ── writing ─────────────────────────────────────────────────────────────────────────

    def _save(self, mine: Event) -> None:
        editor = self._editor()
        opened = editor.opened
        if opened is None or self._busy:
            return
        name = bidi.isolated(title_of(mine))
        if opened.occurrence is None:
            label = _("New appointment: {name}").format(name=name)
            self._write(label, lambda tx: tx.events.add(mine), mine, opened)
        elif not editor.is_changed():
            self._close()
        else:
            occurrence = opened.occurrence
            self._ask_which(
                occurrence, _("Change {name}").format(name=name),
                lambda scope: self._change(occurrence, mine, scope, opened),
                one=can_be_one(opened.event, mine),
            )  # fmt: skip

    def _change(
        self, occurrence: Occurrence, mine: Event, scope: Scope, opened: Opened | None = None
    ) -> None:
        insists, home = self._insists, self._home()

        def do(tx: Any) -> None:
            event = occurrence.event
            members = tx.events.by_uid(event.uid) or None if insists else None
            appointments.change(tx, occurrence, mine, scope, home, members)

        label = _("Change {name}").format(name=bidi.isolated(title_of(mine)))
        self._write(label, do, mine, opened)

    def _write(
        self, label: str, do: Callable[[Any], object], mine: Event, opened: Opened | None
    ) -> None:
        self._busy = True

        def done(_answer: object) -> None:
            self._busy = False
            if opened is not None:
                self._drafts.drop(_key(opened))
                self._close()
            day = wall_time(mine.starts_at).date()
            words = _("{name} is on {date}").format(
                name=bidi.isolated(title_of(mine)), date=whole_date(day)
            )
            self._desk.toast.emit(words, _("Undo"), self._desk.undo)
            self._page.calendars.show(mine.calendar)
            self._page.hours.follow(mine)
            self._page.choose(day)

        self._desk.write(label, do, done, failed=self._not_written)

    def _not_written(self, error: ContactDeskError) -> None:
        self._busy = False
        editor = self.editor
        if editor is None or editor.opened is None:
            self._desk.failed.emit(error)
            return
        words = str(error)
        if isinstance(error, EditConflict):
            words = _("{why} Save once more to keep yours.").format(why=words)
            self._insists = True
        editor.say(words)

    def move(self, occurrence: Occurrence, starts_at: str, ends_at: str) -> None:
        """Move one to another time by the person's clock, as dragging does."""
        if self._desk.read_only or self._busy:
            return
        mine = appointments.moved_to(as_one(occurrence), starts_at, ends_at, self._home())
        title = _("Move {name}").format(name=bidi.isolated(title_of(mine)))
        self._insists = False
        self._ask_which(occurrence, title, lambda scope: self._change(occurrence, mine, scope))

    def copy(self, occurrence: Occurrence, starts_at: str, ends_at: str) -> None:
        """Make another one like it at another time; of a series that is one alone."""
        if self._desk.read_only or self._busy:
            return
        like = another_like(as_one(occurrence))
        mine = appointments.moved_to(like, starts_at, ends_at, self._home())
        label = _("Copy {name}").format(name=bidi.isolated(title_of(mine)))
        self._write(label, lambda tx: tx.events.add(mine), mine, None)

    # ── deleting ────────────────────────────────────────────────────────────────────────

    def _delete_opened(self) -> None:
        editor = self._editor()
        if editor.opened is not None and editor.opened.occurrence is not None:
            self.remove(editor.opened.occurrence)

    def remove(self, occurrence: Occurrence) -> None:
        """Move one, or more of its series, to the bin; the toast brings it back."""
        if self._desk.read_only or self._busy:
            return
        name = bidi.isolated(title_of(occurrence.event))
        title = _("Delete {name}").format(name=name)
        self._ask_which(occurrence, title, lambda scope: self._remove(occurrence, scope, title))

    def _remove(self, occurrence: Occurrence, scope: Scope, label: str) -> None:
        home = self._home()

        def done(_answer: object) -> None:
            words = _("Deleted {name}").format(name=bidi.isolated(title_of(occurrence.event)))
            self._desk.toast.emit(words, _("Undo"), self._desk.undo)
            editor = self.editor
            if editor is not None and editor.opened is not None and editor.opened.occurrence:
                self._drafts.drop(_key(editor.opened))
                self._close()

        self._desk.write(
            label, lambda tx: appointments.remove(tx, occurrence, scope, home), done
        )  # fmt: skip

    def _ask_which(
        self, occurrence: Occurrence, title: str, go_on: Callable[[Scope], None], one: bool = True
    ) -> None:
        if not is_one_of_several(occurrence.event):
            go_on("all")
            return
        sheet = ScopeSheet(self._page, title, one=one)
        sheet.answered.connect(go_on)
        sheet.ask()

    def _home(self) -> tzinfo:
        found = self._page.found
        return found.home if found is not None else UTC


def _key(opened: Opened) -> str:
    if opened.occurrence is None:
        return NEW
    return draft_key(opened.event.id, opened.occurrence.starts_at)


def home_here() -> tzinfo:
    """The zone of the person's clock."""
    from contactdesk.model.zones import home_zone

    return home_zone() or UTC


def _around(tx: Any, about: Sequence[str]) -> _Around:
    known = tx.contacts.get_many_by_id(list(about)[:MOST_NAMES])
    names = [(c.id, display_name(c)) for c in known]
    missing = [(id_, _("Somebody who is no longer here")) for id_ in about
               if id_ not in {c.id for c in known}]  # fmt: skip
    return _Around(tx.calendars.all(), names + missing, home_here())


def _with_people(tx: Any, numbers: Sequence[int]) -> tuple[_Around, tuple[Attendee, ...]]:
    contacts = tx.contacts.get_many(list(numbers)[:MOST_NAMES])
    guests = [
        Attendee(email=c.emails[0].value, name=display_name(c)) for c in contacts if c.emails
    ]  # fmt: skip
    return _around(tx, [c.id for c in contacts]), tuple(guests)
