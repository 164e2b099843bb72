"""Making, changing, moving and deleting appointments: from the calendar to the book and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Signal

from contactdesk.desktop import bidi
from contactdesk.desktop.appointment_values import fresh
from contactdesk.desktop.calendar_colours import BIRTHDAYS
from contactdesk.desktop.colleague_layers import is_layer
from contactdesk.desktop.event_flow import MOST_NAMES, EventFlow, home_here, names_of
from contactdesk.desktop.event_texts import title_of, whole_date
from contactdesk.desktop.opened_appointment import Opened, now_here
from contactdesk.errors import BookUnreachable, ContactDeskError
from contactdesk.i18n import _
from contactdesk.model.agenda import Occurrence, wall_time
from contactdesk.model.contact import Contact
from contactdesk.model.deed import Deed
from contactdesk.model.event import Attendee, Event
from contactdesk.model.event_calendar import Calendar
from contactdesk.model.month import days_of
from contactdesk.model.names import display_name
from contactdesk.model.record import new_id
from contactdesk.model.series import Scope, another_like, as_one, can_be_one, is_one_of_several
from contactdesk.operations import appointment_deeds, appointments
from contactdesk.operations.appointments import zone_name
from contactdesk.operations.free_busy import time_of_all, whose
from contactdesk.operations.laid_over import laid_over
from contactdesk.store.people import Team

if TYPE_CHECKING:
    from contactdesk.desktop.appointment_editor import AppointmentEditor
    from contactdesk.desktop.calendar_page import CalendarPage
    from contactdesk.store.listing import ContactRow

Named = tuple[tuple[str, str], ...]


class _Around(NamedTuple):
    """What an editor shows beside the event: calendars, and whom it is about."""

    calendars: list[Calendar]
    about: Named
    home: tzinfo
    team: Team

    @property
    def me(self) -> str:
        """Whose a new appointment is: mine, where others use the book too."""
        return self.team.me if self.team.is_several else ""


class AppointmentFlow(EventFlow):
    """What one can do with appointments on a calendar page."""

    name = "appointments"
    went_back = Signal()  # to the contact from which one came for an appointment

    def __init__(self, page: CalendarPage) -> None:
        super().__init__(page, page.desk)
        self._page = page
        self._returns = False
        self.known_contacts: Callable[[], Sequence[Contact]] = _nobody  # who were looked at
        self.editor: AppointmentEditor | None = None
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
            self._read(
                lambda tx: _around(tx, ()),
                lambda a: self._begin(a, starts_at, ends_at),
                lambda: self._known_around(()),
            )

    def new_with(self, numbers: Sequence[int]) -> None:
        """Open the editor on a new one with these contacts."""
        if not self._desk.read_only:
            self._read(
                lambda tx: _with_people(tx, numbers),
                self._begin_with,
                lambda: self._known_people(numbers),
            )

    def _known_around(self, about: Sequence[str]) -> _Around | None:
        """While the book is away: the calendars and colleagues as they were read last."""
        found = self._page.found
        if found is None:
            return None
        own = [c for c in found.calendars if c.id != BIRTHDAYS and not is_layer(c)]
        names = {contact.id: display_name(contact) for contact in self.known_contacts()}
        named = tuple((id_, names.get(id_) or _("Somebody in the book")) for id_ in about)
        return _Around(own, named, found.home, found.team)

    def _known_people(self, numbers: Sequence[int]) -> tuple[_Around, tuple[Attendee, ...]] | None:
        """The same, with people whose cards were looked at."""
        wanted = list(numbers)[:MOST_NAMES]
        contacts = [c for c in self.known_contacts() if c.number in wanted]
        around = self._known_around([c.id for c in contacts])
        if around is None or len(contacts) < len(wanted):
            return None
        return around, _guests(contacts)

    def _begin(self, around: _Around, starts_at: str, ends_at: str) -> None:
        event = fresh(self._page.day, now_here(around.home), around.home)
        if starts_at:
            event = appointments.moved_to(event, starts_at, ends_at, around.home)
        event = replace(event, owner=around.me)
        self._show(Opened(event, around.home, around.calendars, team=around.team))

    def _begin_with(self, found: tuple[_Around, tuple[Attendee, ...]]) -> None:
        around, guests = found
        event = fresh(self._page.day, now_here(around.home), around.home)
        about = tuple(id_ for id_, _name in around.about)
        event = replace(event, attendees=guests, about=about, owner=around.me)
        self._show(Opened(event, around.home, around.calendars, None, around.about, around.team))

    def open(self, occurrence: Occurrence) -> None:
        """Open the editor on one of the calendar's."""
        self._returns = False
        if self._desk.read_only:
            return
        about = occurrence.event.about
        self._read(
            lambda tx: _around(tx, about),
            lambda a: self._show(
                Opened(as_one(occurrence), a.home, a.calendars, occurrence, a.about, a.team)
            ),
            lambda: self._known_around(about),
        )

    def show_one(self, wanted: Event | Occurrence) -> None:
        """Open one from elsewhere: an event at its next time."""
        if isinstance(wanted, Occurrence):
            self._show_found(wanted)
            return
        now = datetime.now(UTC).replace(tzinfo=None)
        self._desk.read(
            lambda tx: appointments.one_of(tx, wanted, now, home_here()),
            self._show_found,
            failed=partial(self._show_known, wanted, now),
        )

    def _show_known(self, wanted: Event, now: datetime, error: ContactDeskError) -> None:
        """While the book is away: the same, of what was read of it before, with what waits."""
        if not isinstance(error, BookUnreachable):
            self._desk.failed.emit(error)
            return
        known = self._page.known.event(wanted.id) or [wanted]
        members = laid_over(known, self._desk.outbox.waiting).members or tuple(known)
        event = next((each for each in members if each.id == wanted.id), wanted)
        self._show_found(appointments.time_of(members, event, now, home_here()))

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
        words = _("This is what you typed here before. Cancel throws it away.")
        self._show_draft(editor, opened, words)
        self._page.show_side(editor)
        editor.fields.subject.setFocus()

    def _editor(self) -> AppointmentEditor:
        if self.editor is None:  # most people only look at their calendar
            from contactdesk.desktop.appointment_editor import AppointmentEditor
            from contactdesk.desktop.invitation_flow import InvitationFlow

            self.editor = AppointmentEditor(self._people)
            self._connect_editor(self.editor)
            InvitationFlow(self._desk, self.editor)
            self.editor.times_changed.connect(self._look_for_clashes)
            self.editor.fields.people.wanted.connect(self._add_person)
        return self.editor

    def _add_person(self, row: ContactRow) -> None:
        self._desk.read(
            lambda tx: _with_people(tx, [row.number]), self._take_person,
            failed=partial(self._add_known, row),
        )  # fmt: skip

    def _add_known(self, row: ContactRow, error: ContactDeskError) -> None:
        """While the book is away: with the address of whose card was looked at."""
        if not isinstance(error, BookUnreachable):
            self._desk.failed.emit(error)
        elif (found := self._known_people([row.number])) is not None:
            self._take_person(found)
        else:
            editor = self._editor()
            editor.fields.people.add(None, (row.id, row.name))
            editor.say(_("The book is away, and the e-mail address of {name} was not read before: "
                         "to invite them, add them anew when it is back.").format(
                             name=bidi.isolated(row.name)))  # fmt: skip

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
            lambda tx: appointments.clashes(tx, event, home),
            editor.show_clashes,
            key="clashes",
            failed=partial(self._no_answer, lambda: editor.show_clashes([])),
        )
        people = sorted(whose(event))
        if editor.opened.team.is_several and people != [editor.opened.team.me]:
            self._desk.read(
                lambda tx: time_of_all(tx, event, people, home),
                lambda found: editor.fields.whose.show_availability(found, home, len(people)),
                key="availability",
                failed=partial(
                    self._no_answer,
                    lambda: editor.fields.whose.show_availability(None, home, 0),
                ),
            )
        else:
            editor.fields.whose.show_availability(None, home, 0)

    def _no_answer(self, show_nothing: Callable[[], None], error: ContactDeskError) -> None:
        """What is in the way is said beside what is typed, and not missed while it cannot be."""
        if isinstance(error, BookUnreachable):
            show_nothing()
        else:
            self._desk.failed.emit(error)

    # ── leaving ─────────────────────────────────────────────────────────────────────────

    def shown(self) -> AppointmentEditor | None:
        """The editor, if there ever was one."""
        return self.editor

    def _again(self) -> Callable[[Event], None]:
        opened = self._editor().opened
        assert opened is not None

        def again(_mine: Event) -> None:
            self._editor().opened = None  # what it showed is kept by now
            self._show(opened)

        return again

    def _leave(self) -> None:
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
            self._add(label, mine, opened)
        elif not editor.is_changed():
            self._leave()
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
        label = _("Change {name}").format(name=bidi.isolated(title_of(mine)))
        deed = appointment_deeds.changing(
            label, occurrence, mine, scope, self._home(), insists=self._insists
        )
        self._write(deed, lambda tx: appointment_deeds.change(tx, deed), mine, opened)

    def _add(self, label: str, mine: Event, opened: Opened | None) -> None:
        """A new one; it has its ids before it is in the book, for it may have to wait."""
        id_ = new_id()
        mine = replace(mine, id=id_, uid=mine.uid or id_)
        deed = appointment_deeds.adding(label, mine)
        self._write(deed, lambda tx: tx.events.add(mine), mine, opened)

    def _write(
        self, deed: Deed, do: Callable[[Any], object], mine: Event, opened: Opened | None
    ) -> None:
        self._busy = True

        def done(_answer: object) -> None:
            self._busy = False
            if opened is not None:
                self._drafts.drop(opened.key)
                self._leave()
            day = wall_time(mine.starts_at).date()
            words = _("{name} is on {date}").format(
                name=bidi.isolated(title_of(mine)), date=whole_date(day)
            )
            self._toast(words)
            self._page.calendars.show(mine.calendar)
            self._page.hours.follow(mine)
            self._page.choose(day)

        self._desk.outbox.write(deed, do, done, None, failed=self._refused)

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
        self._add(label, mine, None)

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
        deed = appointment_deeds.removing(label, occurrence, scope, self._home())

        def done(_answer: object) -> None:
            words = _("Deleted {name}").format(name=bidi.isolated(title_of(occurrence.event)))
            self._toast(words)
            editor = self.editor
            if editor is not None and editor.opened is not None and editor.opened.occurrence:
                self._drafts.drop(editor.opened.key)
                self._leave()

        self._desk.outbox.write(
            deed, lambda tx: appointment_deeds.remove(tx, deed), done, None
        )  # fmt: skip

    def _ask_which(
        self, occurrence: Occurrence, title: str, go_on: Callable[[Scope], None], one: bool = True
    ) -> None:
        if not is_one_of_several(occurrence.event):
            go_on("all")
            return
        from contactdesk.desktop.scope_sheet import ScopeSheet

        sheet = ScopeSheet(self._page, title, one=one)
        sheet.answered.connect(go_on)
        sheet.ask()

    def _home(self) -> tzinfo:
        found = self._page.found
        return found.home if found is not None else UTC


def _around(tx: Any, about: Sequence[str]) -> _Around:
    return _Around(tx.calendars.all(), names_of(tx, about), home_here(), tx.people.team())


def _with_people(tx: Any, numbers: Sequence[int]) -> tuple[_Around, tuple[Attendee, ...]]:
    contacts = tx.contacts.get_many(list(numbers)[:MOST_NAMES])
    return _around(tx, [c.id for c in contacts]), _guests(contacts)


def _guests(contacts: Sequence[Contact]) -> tuple[Attendee, ...]:
    return tuple(
        Attendee(email=c.emails[0].value, name=display_name(c)) for c in contacts if c.emails
    )


def _nobody() -> Sequence[Contact]:
    return ()
