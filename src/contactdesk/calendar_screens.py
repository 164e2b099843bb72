"""The screens of the calendar, for `screens.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from contactdesk.model.event_calendar import Calendar
from contactdesk.operations.importing import import_files
from contactdesk.pictures import settle, until

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.calendar_page import CalendarPage
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.screens import Screens
    from contactdesk.store.book import Transaction

_DAY = date(2026, 11, 24)
_LONG = "Contract renewal call about everything that was left open at the fair in Poznań"
_OFFICE = (
    ("Weekly sync", "20261005T090000", "20261005T094500", "RRULE:FREQ=WEEKLY\nLOCATION:Room 2"),
    ("Trade fair\\, Poznań", "20261117", "20261120", ""),
    ("Stand meeting", "20261118T100000", "20261118T110000", "STATUS:CANCELLED"),
    ("Independence Day", "20261111", "20261112", "RRULE:FREQ=YEARLY"),
    ("Night train", "20261128T220000", "20261201T070000", ""),
    (_LONG, "20261124T100000", "20261124T103000", "RRULE:FREQ=MONTHLY;INTERVAL=3\n"
     "LOCATION:+48 600 000 214\nORGANIZER;CN=Marta Zając:mailto:marta@office.example\n"
     "ATTENDEE;CN=Agnieszka Baran;PARTSTAT=ACCEPTED:mailto:a.baran@baltica.example\n"
     "DESCRIPTION:Ask for the new price list.\\nThen send the draft."),
    ("Lunch with Zeynep", "20261124T130000", "20261124T140000", "LOCATION:Bistro Molo"),
    ("陳怡君 – samples", "20261124T150000", "20261124T154500", "STATUS:TENTATIVE"),
    ("رضا ابراهیمی – order", "20261124T163000", "20261124T170000", ""),
)  # fmt: skip

_CALENDARS = (("Marta Zając", "teal"), ("Ewa Lis", "violet"), ("Office (shared)", "olive"))

_CROWDED = (  # side by side, and more all day than there is room for
    ("Kancelaria", "20261124T110000", "20261124T120000", "LOCATION:ul. Długa 4"),
    ("Stock count", "20261124T111500", "20261124T121500", "LOCATION:Magazyn"),
    ("Site visit: Atelier Ahmadi", "20261126T090000", "20261126T103000", "LOCATION:Leila Ahmadi"),
    ("Late shift", "20261126T223000", "20261127T060000", ""),
    *((title, "20261126", "20261127", "")
      for title in ("Björn Fälth", "Inventory", "Open house", "Training", "Visit from Porto")),
)  # fmt: skip


_ODD = (
    ("Team talk", "20261102T083000", "20261102T090000", "RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR"),
    ("Odd one", "20261125T083000", "20261125T090000", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
)


def _entry(number: int, title: str, starts: str, ends: str, more: str) -> str:
    value = ":" if "T" in starts else ";VALUE=DATE:"
    lines = f"DTSTART{value}{starts}\nDTEND{value}{ends}\n{more}".strip()
    return f"BEGIN:VEVENT\nUID:screen-{number}\nSUMMARY:{title}\n{lines}\nEND:VEVENT\n"


def _page(window: MainWindow) -> CalendarPage:
    window.verbs.calendar.leave()
    window.actions_.calendar.trigger()
    page = window.verbs.calendar.page()
    assert page is not None
    until(lambda: page.found is not None)
    page.today = _DAY
    page.choose(_DAY)
    settle(0.3)
    return page


def month(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """A month, and what happens on one of its days."""
    _fill(at, window, _OFFICE)
    page = _page(window)
    until(lambda: bool(page.pane.list.days.items))
    settle(0.3)
    return []


def _fill(at: Screens, window: MainWindow, entries: tuple[tuple[str, str, str, str], ...]) -> None:
    file = at.book.with_name("office.ics")
    whole = "".join(_entry(n, *each) for n, each in enumerate(entries))
    file.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{whole}END:VCALENDAR\n", encoding="utf-8")
    come: list[object] = []
    window.desk.run(lambda book, _p: import_files(book, [file]), come.append)
    until(lambda: bool(come))
    window.desk.write("Sort", _sort, come.append)
    until(lambda: len(come) > 1)


def _sort(tx: Transaction) -> None:
    """Into calendars, some to each."""
    ids = [tx.calendars.add(Calendar(name=n, colour=c)).id for n, c in _CALENDARS]
    for number, event in enumerate(tx.events.get_many(tx.events.numbers())):
        if number % 3:
            mine = replace(event, calendar=ids[number % len(ids)])
            tx.events.save(mine, event)


def week(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """A week by its hours, a little before eleven."""
    return _by_hours("week", at, window)


def one_day(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """A day by its hours."""
    return _by_hours("day", at, window)


def agenda(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """What comes, by day."""
    _fill(at, window, _OFFICE + _CROWDED)
    _show_agenda(window)
    return []


def empty_agenda(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """What comes in a book that has no appointments yet."""
    _show_agenda(window)
    return []


def _show_agenda(window: MainWindow) -> None:
    page = _page(window)
    page.show_as("agenda")
    until(lambda: page.found is not None and not (page.found.weeks or page.found.grid))
    settle(0.3)


def _by_hours(kind: str, at: Screens, window: MainWindow) -> list[QWidget]:
    _fill(at, window, _OFFICE + _CROWDED)
    page = _page(window)
    page.hours.now = lambda: datetime(2026, 11, 24, 10, 50)
    page.show_as(kind)
    until(lambda: page.found is not None and page.found.grid is not None)
    page.hours.show_day(page.day, _DAY, "")
    settle(0.3)
    return []


def empty_month(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """A month of a book that has no appointments yet."""
    _page(window)
    return []


def export(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """What of the calendar goes out, and how."""
    from contactdesk.desktop.calendar_export_dialog import CalendarExportDialog

    _fill(at, window, _OFFICE)
    _page(window).head.export.click()
    until(lambda: bool(window.findChildren(CalendarExportDialog)))
    settle(0.3)
    return list(window.findChildren(CalendarExportDialog))


def new_calendar(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The name and the colour of a calendar."""
    from contactdesk.desktop.calendar_dialog import CalendarDialog

    _fill(at, window, _OFFICE)
    _page(window).calendars.ask_new()
    settle(0.3)
    return list(window.findChildren(CalendarDialog))


def editor(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """An appointment on several days of the week, with what cannot be followed."""
    _fill(at, window, (*_OFFICE, *_ODD))
    page = _page(window)
    found = page.found
    assert found is not None
    odd = [o for o in found.agenda.occurrences if o.event.summary == "Team talk"]
    page.opened.emit(odd[0])
    settle(0.5)
    return []


def odd_editor(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """An appointment that came with a rule and a zone that nobody can follow."""
    _fill(at, window, (*_OFFICE, *_ODD))
    page = _page(window)
    found = page.found
    assert found is not None
    page.opened.emit(next(o for o in found.agenda.occurrences if o.event.summary == "Odd one"))
    settle(0.5)
    return []
