"""The screens of the bin, and of a second version of the book, for `screens.py`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contactdesk.model.bin import Place
from contactdesk.model.custom import FieldDefinition
from contactdesk.model.deal import Deal
from contactdesk.model.document import Document
from contactdesk.model.event import Event
from contactdesk.model.smart_group import SmartGroup
from contactdesk.pictures import settle, until
from contactdesk.store.listing import ListQuery

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.preferences import Preferences
    from contactdesk.screens import Screens
    from contactdesk.store.book import Transaction

_LONG = "Visiting card scan of the whole purchasing department at the fair in Poznań, second day"


def _fill(tx: Transaction) -> None:
    """Something of every kind, deleted at several moments."""
    made: list[tuple[Any, int]] = [
        (tx.events, tx.events.add(Event(summary="Visit in Gdynia")).number),
        (tx.events, tx.events.add(Event(component="task", summary="Send the offer")).number),
        (tx.events, tx.events.add(Event(component="journal", description="Likes tea")).number),
        (tx.events, tx.events.add(Event(component="call", summary="Asked for prices")).number),
        (tx.deals, tx.deals.add(Deal(title="Pallets for Baltica, 6 000 pieces")).number),
        (tx.documents, tx.documents.add(Document(name=_LONG + ".pdf", path="/x")).number),
        (tx.custom_fields, tx.custom_fields.add(
            FieldDefinition(label="Payment terms", type="text")).number),
        (tx.smart_groups, tx.smart_groups.add(
            SmartGroup(name="Silent customers", rules="city:Gdynia")).number),
    ]  # fmt: skip
    for records, number in made:
        records.delete([number])
    tx.contacts.delete([5, 9])
    places = [Place(records.type.name, number) for records, number in made]
    for at, place in enumerate([*places, Place("contact", 5), Place("contact", 9)]):
        moment = datetime.now(UTC) - timedelta(days=(at * 11) % 89, hours=at)
        tx.connection.exec_driver_sql(
            f"UPDATE {place.type} SET deleted_at = ? WHERE number = ?",
            (moment.isoformat()[:23] + "Z", place.number),
        )


def everything_deleted(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The page with two rows chosen."""
    done: list[object] = []
    window.desk.write("Delete", _fill, done.append)
    until(lambda: bool(done))
    window.actions_.bin.trigger()
    page = window.verbs.bin.page()
    assert page is not None
    until(lambda: len(page.list.entries.items) > 1)
    model = page.list.selectionModel()
    for row in (0, 2):
        model.setCurrentIndex(page.list.entries.index(row), model.SelectionFlag.Select)
    settle(0.4)
    return []


def nothing_deleted(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The page of an empty bin."""
    window.actions_.bin.trigger()
    settle(0.4)
    return []


def contacts_in_bin(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The contacts in the bin, with the line that leads to everything else."""
    done: list[object] = []
    window.desk.write("Delete", _fill, done.append)
    until(lambda: bool(done))
    settle(0.3)
    window.sidebar.choose(ListQuery("bin"))
    until(lambda: window.verbs.bin.hint is not None and window.verbs.bin.hint.isVisible())
    settle(0.4)
    return []


def days_in_preferences(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The setting of how long deleted things stay."""
    from contactdesk.desktop.preferences import show_preferences

    opened: Preferences = show_preferences(window, window.desk, "bin_days")
    settle(0.6)
    return [opened]


def _second_version(window: MainWindow) -> None:
    """A second version beside the book, in which others changed what was changed here too."""
    from dataclasses import replace

    from contactdesk.model.contact import Contact
    from contactdesk.store import guard
    from contactdesk.store.book import Book

    guard.allow_this_thread()
    path = Path(window.desk.path)
    copy = path.with_name(f"{path.stem} (Marta's conflicted copy 2026-11-24){path.suffix}")

    def edit(book: Book, number: int, note: str) -> None:
        with book.write("Edit") as tx:
            base = tx.contacts.get(number)
            tx.contacts.save(replace(base, note=note), base)

    try:
        with Book.open(path, create=False) as book:
            book.backup(copy)
            for number in (3, 5):
                edit(book, number, "Called back, wants the offer until Friday")
        with Book.open(copy, create=False) as book:
            for number in (3, 5, 7, 8):
                edit(book, number, "Prefers to be called in the morning")
            with book.write("Add") as tx:
                tx.contacts.add(Contact(formatted_name="Zofia Wrona", family="Wrona"))
                tx.contacts.delete([9])
    finally:
        guard.forbid_this_thread()
    window.place.copies.look()
    until(lambda: bool(window.place.copies.told))
    settle(0.3)


def second_version_told(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The banner."""
    _second_version(window)
    return []


def second_version(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """What bringing it in would do."""
    _second_version(window)
    flow = window.place.copies
    flow.show(flow.told[0])
    until(lambda: flow.sheet is not None and flow.sheet.report is not None)
    settle(0.4)
    return []
