"""The screens of the phone desk, for `screens.py`."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from contactdesk.model.event import Event
from contactdesk.model.happenings import a_call
from contactdesk.pictures import settle, until
from contactdesk.timeline_screens import fill

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.phone_desk import PhoneDesk
    from contactdesk.screens import Screens
    from contactdesk.store.book import Transaction

_UTC = "%Y-%m-%dT%H:%M:%SZ"
PORTO = "+351 22 000 19 40"
_TEXT = "Price list by Friday, incl. Gdynia.\nOla takes over invoices from 1 December.\nAsks for"


def _number_of(tx: Transaction, name: str) -> str:
    found = tx.contacts.search(name, limit=1).numbers
    return tx.contacts.get(found[0]).phones[0].value


def _promise(tx: Transaction, name: str) -> None:
    """Two tasks with somebody, one of them late."""
    contact = tx.contacts.get(tx.contacts.search(name, limit=1).numbers[0])
    for title, days in (("Send price list before Friday", 2), ("Confirm Gdynia", -2)):
        due = (date.today() + timedelta(days=days)).isoformat()
        tx.events.add(Event(component="task", summary=title, ends_at=due, about=(contact.id,)))


def _rung(at: Screens, window: MainWindow, who: str) -> PhoneDesk:
    at.colleague_writes(lambda tx: fill(tx, who))
    at.colleague_writes(lambda tx: _promise(tx, who))
    numbers: list[str] = []
    window.desk.read(lambda tx: _number_of(tx, who), numbers.append)
    until(lambda: bool(numbers))
    return _ring(window, numbers[0])


def _ring(window: MainWindow, number: str) -> PhoneDesk:
    desk = window.verbs.phone.desk()
    desk.ring(number)
    until(desk.panel.isVisible)
    desk.panel.begin(datetime.now(UTC) - timedelta(seconds=8))
    settle(0.3)
    return desk


def known(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """Somebody calls whom the book knows."""
    _rung(at, window, who)
    return []


def note(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """What they say is being written down."""
    from contactdesk.desktop.phone_body import KnownBody
    from contactdesk.desktop.phone_note import NoteBody

    desk = _rung(at, window, who)
    body: Any = desk.panel.body
    assert isinstance(body, KnownBody)
    body.note.click()
    settle(0.1)
    body = desk.panel.body
    assert isinstance(body, NoteBody)
    window.activateWindow()
    body.area.setPlainText(_TEXT)
    desk.panel.begin(datetime.now(UTC) - timedelta(seconds=261))
    settle(0.3)
    return []


def unknown(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """Nobody has the number."""
    _ring(window, PORTO).panel.focus_it()
    settle(0.2)
    return []


def missed(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """A call that nobody took."""
    from contactdesk.desktop.phone_body import KnownBody, MissedBody

    desk = _rung(at, window, who)
    body = desk.panel.body
    assert isinstance(body, KnownBody)
    body.missed.emit(body.who)
    until(lambda: isinstance(desk.panel.body, MissedBody))
    settle(0.3)
    return []


def unknown_calls(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """Calls that were kept with a number alone."""
    from contactdesk.desktop.unknown_calls_dialog import UnknownCallsDialog

    def calls(tx: Transaction) -> None:
        now = datetime.now(UTC)
        for hours, number, text in (
            (1, "+351220001940", "Asks for pallets with corner protectors, calls again on Monday"),
            (30, "+48600000299", ""),
            (50, "+48600000299", "Wrong number?"),
        ):
            way = "in" if text else "missed"
            tx.events.add(a_call((), text, now - timedelta(hours=hours), direction=way,
                                 number=number))  # fmt: skip

    at.colleague_writes(calls)
    window.actions_.unknown_calls.trigger()
    (dialog,) = window.findChildren(UnknownCallsDialog)
    until(lambda: bool(dialog.lines))
    dialog.lines[1].attach.click()
    settle(0.3)
    return [dialog]


def note_search(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """Words found in what happened."""
    from contactdesk.desktop.note_search_dialog import NoteSearchDialog
    from contactdesk.desktop.note_search_flow import search_notes

    at.colleague_writes(lambda tx: fill(tx, who))
    search_notes(window, "pri")
    (dialog,) = window.findChildren(NoteSearchDialog)
    until(lambda: dialog.is_done)
    settle(0.3)
    return [dialog]


def after(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """Who called while the person was in an appointment."""
    from contactdesk.desktop.phone_after import AfterBody

    now = datetime.now(UTC)
    during = Event(summary="Kancelaria Cieślak", starts_at=f"{now - timedelta(hours=1):{_UTC}}",
                   ends_at=f"{now + timedelta(hours=1):{_UTC}}")  # fmt: skip
    at.colleague_writes(lambda tx: tx.events.add(during))
    numbers: list[str] = []
    window.desk.read(lambda tx: _number_of(tx, who), numbers.append)
    until(lambda: bool(numbers))
    desk = window.verbs.phone.desk()
    for many, number in enumerate((PORTO, numbers[0]), 1):
        desk.ring(number)
        until(lambda many=many: len(desk.after.held.calls) >= many)  # type: ignore[misc]  # bound now
    desk.after.held.now = lambda: (now + timedelta(hours=2)).replace(tzinfo=None)
    desk.after.held.look()
    until(lambda: isinstance(desk.panel.body, AfterBody))
    settle(0.3)
    return []
