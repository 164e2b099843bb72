"""The screens of the tasks, for `screens.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from contactdesk.model.event import Alarm, Event, Step
from contactdesk.pictures import settle, until
from contactdesk.store.listing import ListQuery

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.task_page import TaskPage
    from contactdesk.screens import Screens
    from contactdesk.store.book import Transaction

_NOW = datetime(2026, 11, 24, 10, 10)
_LONG = "Contract renewal with everything that was left open at the fair in Poznań last autumn"
_TASKS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("Ask about the January fit-out", "2026-11-23", "Leila Ahmadi", {}),
    ("Confirm sample boxes", "2026-11-22", "陳怡君", {}),
    ("Return the signed retainer", "2026-11-19", "Katarzyna", {"priority": 1}),
    ("Call back about the January proof", "2026-11-18T14:00:00", "Jonas", {}),
    ("Send the invoice copy", "2026-11-24T15:00:00", "Agnieszka", {}),
    ("Sign print proof", "2026-11-24", "Jonas", {"status": "COMPLETED", "percent": 100,
                                                 "completed_at": "2026-11-24T08:24:00Z"}),
    ("Send price list before Friday", "2026-11-27", "Agnieszka", {
        "priority": 2, "description": "Gdynia twice a week changes the freight line. Ask Jonas "
        "for the pallet price first.", "alarms": (Alarm(minutes_before=-540, from_end=True),),
        "steps": (Step("Ask Jonas for the pallet price", done=True), Step("Add Gdynia freight"),
                  Step("Send as PDF"))}),
    ("Check stock with the port", "2026-11-26", "Nuno", {
        "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "starts_at": "2026-11-26"}),
    (_LONG, "2026-11-27", "Agnieszka", {
        "priority": 1, "rrule": "FREQ=MONTHLY;BYDAY=-1FR", "starts_at": "2026-11-27"}),
    ("Order paper", "2026-12-03", "", {}), ("Plan the fair", "2027-03-01", "", {}),
    ("Read the new terms", "", "", {"description": "They are in the folder of the office."}),
)  # fmt: skip


def _fill(tx: Transaction) -> None:
    for summary, due, name, more in _TASKS:
        found = tx.contacts.search(name, ListQuery("all"), limit=1).numbers if name else []
        about = (tx.contacts.get(found[0]).id,) if found else ()
        tx.events.add(
            Event(component="task", summary=summary, ends_at=due, about=about, **more)
        )  # fmt: skip


# Of how many tasks, counted from the last, who does them and who gave them.
_COLLEAGUES = (
    ("marta", "Marta Zając", "7"),
    ("ewa", "Ewa Lis", "4"),
    ("jonas", "Jonas Keller", "2"),
)
_SHARED = {0: ("ewa", "me"), 3: ("me", "marta"), 4: ("me", "marta"), 6: ("marta", "me"),
           8: ("me", "ewa"), 9: ("jonas", ""), 10: ("ewa", "")}  # fmt: skip


def _share(tx: Transaction) -> None:
    """Several people use the book, and some do what others asked for."""
    for login, name, colour in _COLLEAGUES:
        tx.connection.exec_driver_sql(
            "INSERT OR IGNORE INTO person (id, login, name, colour) VALUES (?, ?, ?, ?)",
            (f"id-{login}", login, name, colour),
        )
    known = {login: f"id-{login}" for login, _name, _colour in _COLLEAGUES}
    known["me"] = tx.people.me().id
    tx.people.introduce("Piotr Maj", "1")
    rows = tx.tasks.open()
    for at, (owner, giver) in _SHARED.items():
        task = rows[at].event
        given_by = known.get(giver, "")
        tx.events.save(replace(task, owner=known[owner], given_by=given_by), base=task)


def _clock(home: tzinfo) -> datetime:
    return _NOW.replace(tzinfo=UTC).astimezone(home).replace(tzinfo=None)


def _page(window: MainWindow) -> TaskPage:
    window.verbs.tasks.leave()
    window.actions_.tasks.trigger()
    page = window.verbs.tasks.page()
    assert page is not None
    page.clock = _clock
    page.read()
    settle(0.3)
    return page


def _filled(window: MainWindow) -> TaskPage:
    come: list[object] = []
    window.desk.write("Tasks", _fill, come.append)
    until(lambda: bool(come))
    page = _page(window)
    until(lambda: bool(page.list.rows.found.open))
    return page


def tasks(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The tasks, one of them opened, and a line being typed."""
    page = _filled(window)
    row = next(r for r in page.list.rows.found.open if r.event.summary.startswith("Send price"))
    page.list.choose(row.event.id)
    page.list.opened.emit(row, False)
    until(page.side.isVisible)
    page.line.begin("Call Nuno about the samples tomorrow 9:00 every week")
    until(lambda: len(page.line.chips) == 3)
    settle(0.3)
    return []


def tasks_together(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """The same in a book that several people use, with a line that names one of them."""
    page = _filled(window)
    come: list[object] = []
    window.desk.write("Share", _share, come.append)
    until(lambda: bool(come))
    page.read()
    until(lambda: page.team().is_several)
    row = next(r for r in page.list.rows.found.open if r.event.summary.startswith("Send price"))
    page.list.choose(row.event.id)
    page.list.opened.emit(row, False)
    until(page.side.isVisible)
    page.line.begin("Call Nuno about the samples @marta tomorrow 9:00")
    until(lambda: len(page.line.chips) == 3)
    settle(0.3)
    return []


def tasks_of_everyone(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """Everyone's tasks beside the pane that says whose."""
    tasks_together(at, window, who)
    page = window.verbs.tasks.page()
    assert page is not None
    page.line.clear()
    page.show_side(None)
    page.show_view("everyone")
    page.list.setFocus()
    settle(0.3)
    return []


def tasks_alone(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The tasks with nothing beside them, all groups open."""
    page = _filled(window)
    for group in ("later", "none", "done"):
        page.list.rows.fold(group, folded=False)
    page.list.setCurrentIndex(page.list.rows.index(1))
    page.list.setFocus()
    settle(0.3)
    return []


def no_tasks(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The page of a book that has no tasks yet."""
    _page(window)
    return []
