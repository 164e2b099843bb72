"""The screens of several people in one book: calendars, owners and privacy, for `screens.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from contactdesk.model.event import Event
from contactdesk.model.ownership import Whose
from contactdesk.operations import ownership
from contactdesk.pictures import settle, until

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.calendar_page import CalendarPage
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.screens import Screens
    from contactdesk.store.book import Transaction

_PEOPLE = (("marta", "Marta Zając", "4"), ("ewa", "Ewa Lis", "3"))
_DAY = datetime(2026, 11, 24)
_WHEN = (
    (0, "Weekly sync", "2026-11-23T09:00:00", "2026-11-23T09:45:00"),
    (1, "Porto samples", "2026-11-25T14:00:00", "2026-11-25T15:30:00"),
    (1, "Site visit", "2026-11-24T10:00:00", "2026-11-24T11:00:00"),
    (2, "Pipeline review", "2026-11-24T15:00:00", "2026-11-24T15:45:00"),
    (0, "Tax papers", "2026-11-23T11:00:00", "2026-11-23T12:00:00"),
)


def _fill(tx: Transaction) -> None:
    """Two colleagues with appointments, one of which only Marta sees."""
    sql = tx.connection.exec_driver_sql
    tx.people.introduce("Piotr Maj", "0")
    for login, name, colour in _PEOPLE:
        values = (f"person-{login}", login, name, colour)
        sql("INSERT OR IGNORE INTO person (id, login, name, colour) VALUES (?, ?, ?, ?)", values)
    ids = [tx.people.me().id, *(f"person-{login}" for login, *_rest in _PEOPLE)]
    for place, title, begins, ends in _WHEN:
        tx.events.add(Event(summary=title, starts_at=begins, ends_at=ends, owner=ids[place]))
    secret = Event(summary="Doctor", starts_at="2026-11-26T11:00:00", ends_at="2026-11-26T12:00:00")
    tx.events.add(replace(secret, owner=ids[1], private_to=ids[1]))


def _come(window: MainWindow) -> None:
    done: list[object] = []
    window.desk.write("Fill", _fill, done.append)
    until(lambda: bool(done))
    window.verbs.owners.look()
    until(lambda: window.verbs.owners.team.is_several)


def _page(window: MainWindow) -> CalendarPage:
    window.verbs.calendar.leave()
    window.actions_.calendar.trigger()
    page = window.verbs.calendar.page()
    assert page is not None
    page.show_as("week")
    page.today = _DAY.date()
    page.choose(_DAY.date())
    until(lambda: page.found is not None and bool(page.found.agenda.occurrences))
    settle(0.3)
    return page


def week(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """A week with two colleagues' layers, what is private as busy."""
    _come(window)
    _page(window)
    return []


def editor(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """A new appointment for which a colleague has no time."""
    _come(window)
    page = _page(window)
    page.new_wanted.emit("2026-11-24T10:00:00", "2026-11-24T11:00:00")
    until(lambda: page.side.currentWidget() is not page.pane)
    settle(0.3)
    from contactdesk.desktop.appointment_editor import AppointmentEditor

    shown = page.side.currentWidget()
    assert isinstance(shown, AppointmentEditor)
    shown.fields.subject.setText("Contract renewal call")
    shown.fields.whose.ticks["person-marta"].click()
    until(shown.fields.whose.busy.isVisible)
    shown.fields.whose.private.setFocus()
    settle(0.4)
    return []


def whose(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """A private contact of one's own, and the window that asks whose it is."""
    _come(window)
    at.studio.choose(window, who)
    number = window.chosen_numbers()[0]
    done: list[object] = []
    window.desk.write(
        "Keep", lambda tx: ownership.assign(tx, "contact", [number], Whose(private=True)),
        done.append,
    )  # fmt: skip
    until(lambda: bool(done))
    settle(0.4)
    window.verbs.owners.ask_of_chosen()
    settle(0.5)
    from contactdesk.desktop.owner_dialog import OwnerDialog

    return list(window.findChildren(OwnerDialog))
