"""What is done about the lines of Today: done, called, later; each says so, with a way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from PySide6.QtCore import QObject

from contactdesk.desktop import bidi, month_days
from contactdesk.desktop.away_words import wait_words
from contactdesk.desktop.links import call_link, web_link
from contactdesk.desktop.value_row import open_link
from contactdesk.errors import BookUnreachable, ContactDeskError
from contactdesk.i18n import _
from contactdesk.model.agenda import Occurrence
from contactdesk.model.birthdays import Birthday
from contactdesk.model.book_history import Step
from contactdesk.model.deed import Deed, Doing
from contactdesk.model.event import Event
from contactdesk.model.happenings import a_call, a_note
from contactdesk.model.month import days_of
from contactdesk.model.record import new_id
from contactdesk.model.today import Callback, CameIn, FollowUp
from contactdesk.operations import tasks
from contactdesk.operations.outbox import event_deed
from contactdesk.operations.today import mark_returned, returned
from contactdesk.store.listing import ContactRow

if TYPE_CHECKING:
    from contactdesk.desktop.contact_picker import Found
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.today_flow import TodayVerbs
    from contactdesk.desktop.today_lines import TodayLine
    from contactdesk.desktop.today_page import TodayPage

MAP = "https://www.openstreetmap.org/search?query="
OFFERED = 8
NOT_AGAIN = timedelta(days=300)  # a birthday that was thought of comes back next year


class TodayDeeds(QObject):
    """Does what the page asks for."""

    def __init__(self, window: MainWindow, today: TodayVerbs, page: TodayPage) -> None:
        super().__init__(page)
        self._window, self._today, self._page = window, today, page
        page.wanted.connect(self.do)
        page.opened.connect(self.open)
        page.pressed.connect(self.press)
        page.print_wanted.connect(self._print)
        page.calendar_wanted.connect(self._go_to_calendar)
        page.appointment_wanted.connect(window.verbs.calendar.plan)
        page.task_wanted.connect(window.verbs.tasks.plan)
        page.call_wanted.connect(self._ask_for_call)

    @property
    def _now(self) -> datetime:
        return self._today.now().replace(tzinfo=UTC)

    def _row(self, number: int) -> ContactRow | None:
        found = self._today.found
        return found.rows.get(number) if found is not None else None

    def _told(self, words: str) -> None:
        desk = self._window.desk
        desk.toast.emit(words, _("Undo"), desk.undo)

    def _write(self, label: str, do: Callable[[Any], object], told: str) -> None:
        self._window.desk.write(bidi.without_marks(label), do, lambda _answer: self._told(told))

    def _keep(self, deed: Deed, do: Callable[[Any], object], told: str) -> None:
        """The same; while the book is away the deed, which says the same, waits for it."""
        desk = self._window.desk
        desk.outbox.write(deed, do, lambda _answer: self._told(told), None)

    def _add(self, label: str, event: Event, told: str) -> None:
        made = replace(event, id=new_id())
        self._keep(self._deed(label, "add", None, made), lambda tx: tx.events.add(made), told)

    def _deed(self, label: str, doing: Doing, base: Event | None, mine: Event | None) -> Deed:
        home, now = self._today.home(), self._now
        return event_deed(bidi.without_marks(label), doing, base, mine, home, now)

    # ── verbs ───────────────────────────────────────────────────────────────────────────

    def do(self, verb: str, line: TodayLine) -> None:
        """Do a verb of a line; where the book may only be read, only what is not in it."""
        if verb == "called":
            self._called(line)
        elif verb == "note":
            self._ask_for_note(line)
        elif isinstance(line.item, FollowUp):
            self._task(verb, line, line.item)
        elif verb == "done" and isinstance(line.item, Callback):
            self._returned(line, line.item)
        elif verb == "done" and isinstance(line.item, Birthday):
            words = _("{name}: done for this year").format(name=line.title)
            self._put_off(line, self._today.today() + NOT_AGAIN, words)
        else:
            self._later(line, self._day_of(verb))

    def _day_of(self, verb: str) -> date:
        return self._today.today() + timedelta(days=7 if verb == "next-week" else 1)

    def _task(self, verb: str, line: TodayLine, each: FollowUp) -> None:
        event, home, now = each.event, self._today.home(), self._now
        if verb != "done":
            day = self._day_of(verb)
            told = _("“{title}” put off until {day}").format(title=line.title, day=day_words(day))
            label = _("Put off {title}").format(title=line.title)
            mine = tasks.later(event, day, home)
            deed = self._deed(label, "save", event, mine)
            self._keep(deed, lambda tx: tx.events.save(mine, base=event), told)
        elif each.done:
            told = _("“{title}” is to be done again").format(title=line.title)
            label = _("Take up {title} again").format(title=line.title)
            self._take_up(label, event, told)
        else:
            told = _("“{title}” completed").format(title=line.title)
            label = _("Complete {title}").format(title=line.title)
            deed = self._deed(label, "tick", event, None)
            self._keep(deed, lambda tx: tasks.tick(tx, event, now, home), told)

    def _take_up(self, label: str, event: Event, told: str) -> None:
        """A task is to be done again; while the book is away only one that was done meanwhile."""
        desk = self._window.desk
        waiting = desk.outbox.waiting if desk.away.is_away else []
        ticks = [d.id for d in waiting if d.doing == "tick" and d.record.id == event.id]
        if ticks:
            desk.outbox.take_back(ticks)
        elif desk.away.is_away:
            desk.toast.emit(wait_words(), "", None)
        else:
            self._write(label, lambda tx: tasks.untick(tx, event), told)

    def _returned(self, line: TodayLine, each: Callback) -> None:
        told = _("{name}: needs no call any more").format(name=line.title)
        label = _("No call back to {name}").format(name=line.title)
        if not self._window.desk.away.is_away:
            calls, now = each.calls, self._now
            self._write(label, lambda tx: mark_returned(tx, calls, now), told)
            return
        for call in each.calls:
            mine = returned(call, self._now)
            deed = self._deed(label, "save", call, mine)
            self._keep(deed, partial(_save_event, mine=mine, base=call), told)

    def _called(self, line: TodayLine) -> None:
        """Log a call that reached somebody, just now."""
        row = self._row(line.number)
        if row is not None:
            self._keep_call(row, "out", "reached", "")

    def _keep_call(self, row: ContactRow, direction: str, outcome: str, text: str) -> None:
        event = a_call((row.id,), text, self._now, direction=direction, outcome=outcome)
        name = bidi.isolated(row.name)
        told = _("Call with {name} logged").format(name=name)
        label = _("Call with {name}").format(name=row.name)
        self._add(label, event, told)

    def _later(self, line: TodayLine, day: date) -> None:
        words = _("{name}: again {day}").format(name=line.title, day=day_words(day))
        self._put_off(line, day, words)

    def _put_off(self, line: TodayLine, day: date, words: str) -> None:
        """Personal, and on this computer: no step of the book, so it has a way back of its own."""
        self._today.put_off(line.key, day)
        back = partial(self._today.put_off, line.key, date.min)
        self._window.show_toast(words, _("Bring back"), back)

    # ── where lines lead ────────────────────────────────────────────────────────────────

    def open(self, line: TodayLine) -> None:
        """Go to the contact, the appointment, the task, the group, or the step in the history."""
        if isinstance(line.item, Occurrence):
            self._open_appointment(line.item)
        elif isinstance(line.item, FollowUp):
            self._window.verbs.tasks.show_task(line.item.event.id)
        elif isinstance(line.item, CameIn):
            self._window.verbs.groups.show_came(line.item.group)
        elif isinstance(line.item, Step):
            self._window.verbs.show_book_history(line.item.id)
        elif line.number:
            self._window.go_to_contact(line.number)

    def _open_appointment(self, occurrence: Occurrence) -> None:
        self._go_to_calendar()
        page = self._window.verbs.calendar.page()
        if page is not None:
            page.choose(days_of(occurrence, self._today.home())[0])
            if not self._window.desk.read_only:
                page.opened.emit(occurrence)

    def _go_to_calendar(self) -> None:
        calendar = self._window.verbs.calendar
        if not calendar.is_shown():
            calendar.show()

    def press(self, act: str, line: TodayLine) -> None:
        """What a button of a line does."""
        if act == "note":
            self._ask_for_note(line)
        elif act == "call":
            self._call(line)
        elif isinstance(line.item, Occurrence):
            place = line.item.event.location.strip()
            open_link(web_link(place) if act == "join" else MAP + quote(place))

    def _call(self, line: TodayLine) -> None:
        found, row, facts = self._today.found, self._row(line.number), self._window.desk.facts
        if found is None or row is None or facts is None:
            return
        from contactdesk.model.phones import e164, pretty

        phone = found.phones[line.number]
        shown = bidi.left_to_right(pretty(phone, facts.region))
        name = bidi.isolated(row.name)
        if open_link(call_link(e164(phone, facts.region) or phone)):
            words = _("Calling {name}: {phone}").format(name=name, phone=shown)
        else:
            words = _("Dial {phone} for {name}").format(name=name, phone=shown)
        action = "" if facts.read_only else _("Log a call")
        self._window.show_toast(words, action, partial(self._open_call, row))

    # ── writing ─────────────────────────────────────────────────────────────────────────

    def _ask_for_note(self, line: TodayLine) -> None:
        found = self._today.found
        if found is None or self._window.desk.read_only:
            return
        from contactdesk.desktop.today_dialog import NoteDialog

        numbers = found.today.guests.get(line.item.event.number, ())
        people = [row for n in numbers if (row := self._row(n)) is not None]
        dialog = NoteDialog(self._window, people)
        dialog.kept.connect(partial(self._keep_note, people))
        dialog.open()

    def _keep_note(self, people: Sequence[ContactRow], text: str) -> None:
        event = a_note([row.id for row in people], text, self._now)
        name = people[0].name
        told = _("Note about {name} kept").format(name=bidi.isolated(name))
        label = _("Note about {name}").format(name=name)
        self._add(label, event, told)

    def _ask_for_call(self) -> None:
        """A call with whomever the keyboard was on, or with somebody to be chosen."""
        self._open_call(None)

    def _open_call(self, row: ContactRow | None) -> None:
        from contactdesk.desktop.today_dialog import CallDialog

        if self._window.desk.read_only:
            return
        dialog = CallDialog(self._window, self._people, row)
        dialog.kept.connect(self._keep_call)
        dialog.open()

    def _people(self, typed: str, answer: Found) -> None:
        def find(tx: Any) -> list[ContactRow]:
            found = tx.contacts.search(typed, limit=OFFERED).numbers
            return list(tx.contacts.rows(found[:OFFERED]))

        def failed(error: ContactDeskError) -> None:
            desk = self._window.desk
            if isinstance(error, BookUnreachable):
                answer(desk.names.offered(typed, OFFERED))
            else:
                desk.failed.emit(error)

        self._window.desk.read(find, answer, key="today people", failed=failed)

    def _print(self) -> None:
        found = self._today.found
        if found is not None:
            from contactdesk.desktop.today_print import offer

            offer(self._page, self._window.desk, self._page.print)


def _save_event(tx: Any, *, mine: Event, base: Event) -> object:
    return tx.events.save(mine, base=base)


def day_words(day: date) -> str:
    """ "Monday, 30 November"."""
    return _("{weekday}, {day}").format(
        weekday=month_days.weekday_name(day), day=month_days.day_title(day)
    )
