"""Today on the screens, for `screens.py`: a Tuesday in November, ten to eleven."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from contactdesk.model.dates import PartialDate
from contactdesk.model.event import Event
from contactdesk.model.happenings import a_call, stamp
from contactdesk.model.today import birthday_key
from contactdesk.operations.tasks import tick
from contactdesk.pictures import settle, until
from contactdesk.store.listing import ListQuery

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.model.contact import Contact
    from contactdesk.screens import Screens
    from contactdesk.store.book import Transaction

NOW = datetime(2026, 11, 24, 10, 50)  # UTC, as the pictures' clock is
_TIMES = (
    ("Call: Jonas Bergmann", "09:00", "09:20", "", 0),
    ("Kancelaria Cieślak", "11:00", "12:00", "ul. Długa 7, Gdańsk", 2),
    ("Lunch with Zeynep", "13:00", "14:00", "Bistro Molo", 0),
    ("Pipeline review", "15:00", "15:45", "Room 2", 3),
    ("رضا ابراهیمی – order", "16:30", "17:00", "+48 600 000 214", 1),
)  # fmt: skip
_TASKS = (
    ("Send price list before Friday", 0), ("Ask about the January fit-out", 1),
    ("Confirm sample boxes", 2), ("Sign print proof", 0),
)  # fmt: skip


def _people(tx: Transaction) -> list[Contact]:
    numbers = tx.contacts.listing(ListQuery("people")).numbers[:9]
    return tx.contacts.get_many(list(numbers))


def _fill(tx: Transaction) -> None:
    people = _people(tx)
    ids = [person.id for person in people]
    for at, (title, starts, ends, place, guests) in enumerate(_TIMES):
        day = "2026-11-24T"
        tx.events.add(
            Event(summary=title, starts_at=f"{day}{starts}:00", ends_at=f"{day}{ends}:00",
                  location=place, about=tuple(ids[at : at + guests]))
        )  # fmt: skip
    for at, (title, late) in enumerate(_TASKS):
        due = (NOW - timedelta(days=late)).date().isoformat()
        task = tx.events.add(
            Event(component="task", summary=title, ends_at=due, about=(ids[at + 1],))
        )
    tick(tx, task, NOW.replace(tzinfo=UTC), UTC)
    for at, hours in enumerate((2, 3, 17)):
        began = NOW.replace(tzinfo=UTC) - timedelta(hours=hours)
        kind = ("missed", "in", "missed")[at]
        call = a_call((ids[at + 3],), "", began, direction=kind)
        tx.events.add(replace(call, outcome="voicemail") if kind == "in" else call)
    born_on = (PartialDate(1988, 11, 24), PartialDate(1975, 11, 26))
    for at, (days, born) in enumerate(zip((30, 7), born_on, strict=True)):
        base = people[at + 6]
        tx.contacts.save(replace(base, keep_in_touch=str(days), birthday=born), base=base)
    met = NOW - timedelta(days=40)
    tx.events.add(Event(summary="Met", starts_at=stamp(met.replace(tzinfo=UTC)), about=(ids[6],)))


def _page(at: Screens, window: MainWindow, fill: Any) -> None:
    seen: list[int] = []
    window.desk.read(lambda tx: tx.log.last_set(), seen.append)
    until(lambda: bool(seen))
    at.colleague_writes(fill)
    today = window.verbs.today
    today.now = lambda: NOW
    today.left_off(seen[0], "2026-11-23T16:32:00Z")
    today.leave()
    today.show()
    page = today.page()
    assert page is not None
    until(lambda: page.found is not None and bool(page.found.today.appointments))
    settle(0.6)


def day(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """A day with something of everything."""
    _page(at, window, _fill)
    return []


def quiet_day(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """A day on which nothing waits: far from everything that the sample office plans."""
    today = window.verbs.today
    today.now = lambda: datetime(2031, 3, 5, 8, 0)
    today.leave()
    today.show()
    until(lambda: today.found is not None and today.found.today.day.year == 2031)
    assert today.found is not None
    for each in today.found.today.birthdays:
        today.put_off(birthday_key(each), date(2031, 12, 31))
    settle(0.4)
    return []
