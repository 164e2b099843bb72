"""The history of a contact with a thousand changes, in the window's own page, off screen.

`history_open` runs from the question to the paint of the first cards; its floor is SQLite alone
reading the same thousand rows of the log. `history_as_of` runs from a move of the slider to the
old card on the screen, at fifty places of the history; its floor is `SQLite alone` too.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from list_rows import opened
from measure import figure, folder, median, percentile, timed
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from contactdesk.desktop.desk import Desk
from contactdesk.desktop.history_page import HistoryPage
from contactdesk.model.contact import Contact, Entry
from contactdesk.store.book import Book

CHANGES, RUNS, PLACES = 1_000, 9, 50


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """Opening, and going to a moment."""
    del large
    with folder() as place:
        path = place / "office.cdk"
        make(path)
        desk = opened(path)
        opening = [opening_time(desk) for _ in range(RUNS + 1)][1:]
        moving = moves(desk)
        desk.close()
        floor = median([timed(lambda: bare(path)) for _ in range(RUNS)])
    more = {"changes": CHANGES, "worst": round(max(opening), 1), "n": RUNS}
    yield figure("history_open", median(opening), "ms", floor, "SQLite alone, the rows", **more)
    more = {"changes": CHANGES, "worst": round(max(moving), 1), "n": PLACES}
    p95 = percentile(moving, 0.95)
    yield figure("history_as_of", p95, "ms", floor, "SQLite alone, the rows", **more)


def make(path: Path) -> None:
    """A book with one contact that was changed a thousand times."""
    with Book.open(path) as book:
        with book.write("Add") as tx:
            tx.contacts.add(Contact(formatted_name="Anna Nowak", phones=(Entry("501 234 567"),)))
        for turn in range(CHANGES):
            with book.write("Edit Anna Nowak") as tx:
                base = tx.contacts.get(1)
                phone = replace(base.phones[0], value=f"501 234 {turn:03d}")
                note = f"Changed {turn} times; prefers mail before noon."
                tx.contacts.save(replace(base, phones=(phone,), note=note), base=base)


class Shown:
    """The page as the window shows it."""

    def __init__(self, desk: Desk) -> None:
        self.page = HistoryPage(desk)
        self.page.resize(800, 740)
        self.page.show()

    def open(self) -> None:
        """Ask for the history and wait until its first cards are painted."""
        self.page.show_contact(1)
        while self.page.view is None:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        paint()

    def read_whole(self) -> None:
        """Wait until the whole history is there."""
        while self.page.view is None or not self.page.view.whole:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def go(self, stop: int) -> None:
        """Move to a change; until the card as it was then is painted."""
        self.page.slider.go(stop)
        self.page.show_version()
        paint()


def paint() -> None:
    """Let the window lay out and paint what it has."""
    QApplication.processEvents()
    QApplication.sendPostedEvents()
    QApplication.processEvents()


def opening_time(desk: Desk) -> float:
    """Milliseconds until the first cards are painted, on a page of its own that then goes."""
    shown = Shown(desk)
    QApplication.processEvents()
    took = timed(shown.open)
    shown.read_whole()
    shown.page.close()
    shown.page.deleteLater()
    QApplication.processEvents()
    return took


def moves(desk: Desk) -> list[float]:
    """Milliseconds of a move to each of fifty changes, from the newest to the oldest."""
    shown = Shown(desk)
    shown.open()
    shown.read_whole()
    step = CHANGES // PLACES
    return [timed(lambda at=at: shown.go(at)) for at in range(CHANGES, 0, -step)]


def bare(path: Path) -> None:
    """Reads the rows of the log and nothing else."""
    connection = sqlite3.connect(path)
    connection.execute(
        "SELECT c.*, s.* FROM change c JOIN change_set s ON s.id = c.set_id ORDER BY c.id DESC"
    ).fetchall()
    connection.close()
