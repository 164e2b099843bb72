"""Coming to the calendar and leaving it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from contactdesk.desktop import bidi
from contactdesk.desktop.away_words import wait_words
from contactdesk.desktop.page_verbs import PageVerbs
from contactdesk.desktop.sidebar_model import CALENDAR as PAGE
from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.model.event_kinds import kinds_text
from contactdesk.operations.file_names import safe_file_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from contactdesk.desktop.appointment_flow import AppointmentFlow
    from contactdesk.desktop.calendar_export_dialog import Export
    from contactdesk.desktop.calendar_page import CalendarPage
    from contactdesk.desktop.card_place import CardPlace
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.reminder_flow import ReminderFlow
    from contactdesk.desktop.wide_room import WideRoom
    from contactdesk.model.agenda import Occurrence
    from contactdesk.model.contact import Contact
    from contactdesk.model.event_calendar import Calendar
    from contactdesk.operations.exporting_calendar import CalendarReport
    from contactdesk.store.book import Book
    from contactdesk.store.listing import ContactRow

    Exported = tuple[str, CalendarReport, tuple[str, ...]]


class CalendarVerbs(PageVerbs):
    """What a window can do about its calendar."""

    name = PAGE

    def __init__(self, window: MainWindow, room: WideRoom) -> None:
        super().__init__(window, room)
        self._flow: AppointmentFlow | None = None
        self.reminders: ReminderFlow | None = None
        self.stand_in_sidebar()
        window.desk.outbox.changed.connect(self._waits_otherwise)

    def _waits_otherwise(self) -> None:
        """The first appointment or task may be one that waits for the book."""
        if any(isinstance(d.record, Event) for d in self._window.desk.outbox.waiting):
            self.remind()

    def page(self) -> CalendarPage | None:
        """The page, if it was ever wanted."""
        return cast("CalendarPage | None", self._window.pages.get(PAGE))

    def has_any(self, tx: Any) -> bool:
        """Whether there is any appointment."""
        return bool(tx.events.has_appointments())

    def is_used(self) -> None:
        """Appointments have reminders."""
        self.remind()

    def remind(self) -> None:
        """From the first appointment or task on, reminders are looked for."""
        from contactdesk.desktop.reminder_flow import ReminderFlow

        if self.reminders is None:
            self.reminders = ReminderFlow(self._window)

    def _make(self) -> CalendarPage:
        from contactdesk.desktop.appointment_flow import AppointmentFlow
        from contactdesk.desktop.calendar_page import CalendarPage

        page = CalendarPage(self._window.desk, self._window.actions_.import_)
        page.left.connect(self.leave)
        page.export_wanted.connect(self.ask_export)
        page.contact_wanted.connect(self._window.go_to_contact)
        self._flow = AppointmentFlow(page)
        self._flow.went_back.connect(self._go_back)
        self._flow.known_contacts = self._known_contacts
        return page

    def _known_contacts(self) -> Sequence[Contact]:
        detail = self._window.detail
        return detail.known.contacts() if detail is not None else ()

    def serve(self, cards: CardPlace) -> None:
        """Follow what is wished for on cards."""
        cards.appointment_wanted.connect(self.plan_with_chosen)
        cards.event_wanted.connect(self.open)

    def open(self, wanted: Event | Occurrence) -> None:
        """An appointment of a contact in its editor; where that is left, the contact is back."""
        if not self.is_shown():
            self.show()
        if self._flow is not None and self.is_shown():
            self._flow.show_one(wanted)

    def _go_back(self) -> None:
        self.leave()
        self._window.verbs.focus_right()

    def _came(self, page: CalendarPage) -> None:
        page.come()

    def plan_with_chosen(self) -> None:
        """A new appointment with the contacts that are selected; in the calendar with nobody."""
        self.plan(() if self.is_shown() else self._window.chosen_numbers())

    def plan(self, numbers: Sequence[int] = ()) -> None:
        """A new appointment in the calendar's editor, with these contacts if there are any."""
        if not self.is_shown():
            self.show()
        if self._flow is None or not self.is_shown():
            return
        if numbers:
            self._flow.new_with(numbers)
        else:
            self._flow.new()

    # ── out ─────────────────────────────────────────────────────────────────────────────

    def ask_export(self) -> None:
        """Ask what goes out and how, then where to."""
        desk = self._window.desk
        if desk.away.is_away:
            desk.toast.emit(wait_words(), "", None)
            return
        desk.read(lambda tx: tx.calendars.all(), self._ask_what, key="export what")

    def _ask_what(self, calendars: list[Calendar]) -> None:
        from contactdesk.desktop.calendar_export_dialog import CalendarExportDialog
        from contactdesk.desktop.phone_quiet import home_here

        dialog = CalendarExportDialog(self._window, calendars, home_here(), self._people)
        dialog.answered.connect(self._ask_where)
        dialog.open()

    def _people(self, typed: str, answer: Callable[[list[ContactRow]], None]) -> None:
        def find(tx: Any) -> list[ContactRow]:
            return list(tx.contacts.rows(tx.contacts.search(typed, limit=8).numbers[:8]))

        self._window.desk.read(find, answer, key="export whom")

    def _ask_where(self, export: Export) -> None:
        from contactdesk.desktop.file_dialogs import ask_calendar_file
        from contactdesk.formats.calendar_writers import ENDINGS

        ending = ENDINGS[export.format]
        only = export.choice.calendar
        name = safe_file_name((only.name if only else "") or _("Calendar"), "Calendar")
        ask_calendar_file(
            self._window, f"{name}.{ending}", ending, lambda to: self.export_to(to, export)
        )

    def export_to(self, path: str, export: Export | None = None) -> None:
        """Write what is chosen (None: all of it) to a file, and say how much and whether it reads
        the same."""
        from contactdesk.operations.choosing_events import Choice

        choice, kind = export if export is not None else (Choice(), "ical")

        def job(book: Book, _progress: object) -> Exported:
            from contactdesk.operations.exporting_calendar import export_calendar, losses

            report = export_calendar(book, Path(path), format=kind, choice=choice)
            return path, report, losses(book, kind, choice)

        self._window.desk.run(job, self._exported)

    def _exported(self, answer: Exported) -> None:
        from contactdesk.operations.exporting_calendar import difference_text

        path, report, lost = answer
        checked = report.checked
        if checked is not None and not checked.is_same:
            self._window.desk.toast.emit(difference_text(checked, Path(path).name), "", None)
            return
        words = (
            _("{file} holds {things}; it was read again and says the same.")
            if report.events
            else _("Nothing fits what was chosen, so {file} is an empty calendar.")
        ).format(things=kinds_text(report.kinds), file=bidi.isolated(Path(path).name))
        self._window.desk.toast.emit(" ".join((words, *lost)), "", None)
