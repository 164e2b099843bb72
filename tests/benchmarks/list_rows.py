"""The contact list: opening it, scrolling through it, jumping about in it.

The window's own table, model, desk and threads, off screen at 320x700. `list_open` runs from
the question to the paint of the first named rows; its floor is SQLite alone reading as many
integers. `list_scroll` is the p99 of one painted frame while paging through; its floor is a plain
QTableView of strings. `list_scroll_named` is the longest time from a jump until every visible
row has its name.
"""

from __future__ import annotations

import os
import random
import sqlite3
from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from measure import book_of, figure, median, percentile, timed
from PySide6.QtCore import QEventLoop, QStringListModel, QTimer
from PySide6.QtWidgets import QApplication, QTableView

from contactdesk.desktop import theme
from contactdesk.desktop.contact_list import ContactTable
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.list_model import ContactListModel
from contactdesk.settings import Settings
from contactdesk.store.listing import ContactRow, ListQuery

RUNS, FRAMES, JUMPS = 7, 300, 60
SIZE = (320, 700)


class Shown:
    """A table on a book, as the window connects them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.model = ContactListModel()
        self.model.wanted.connect(self.name)
        self.table = ContactTable(self.model)
        self.table.resize(*SIZE)
        self.table.show()

    def open(self) -> None:
        """Ask for the whole list and wait until its first names are painted."""
        loop = QEventLoop()
        self.table.filled.connect(loop.quit)
        self.desk.read(lambda tx: tx.contacts.listing(ListQuery()), self.model.show_listing)
        loop.exec()

    def name(self, page: int, numbers: Sequence[int]) -> None:
        """Have one page of rows read."""

        def take(rows: list[ContactRow]) -> None:
            self.model.take_rows(page, numbers, rows)

        self.desk.read(lambda tx: tx.contacts.rows(numbers), take)

    def all_named(self) -> bool:
        """Whether every row in sight has its name."""
        top, bottom = self.table.rowAt(0), self.table.rowAt(SIZE[1] - 1)
        rows = range(max(0, top), (bottom if bottom >= 0 else self.model.rowCount() - 1) + 1)
        return all(self.model.is_letter(r) or self.model.contact_at(r) for r in rows)

    def jump(self, value: int) -> float:
        """Scroll there at once; milliseconds until every visible row is named and painted."""

        def arrive() -> None:
            self.table.verticalScrollBar().setValue(value)
            while not self.all_named():
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            self.table.viewport().repaint()

        return timed(arrive)


def application() -> QApplication:
    """The program's look on this process's application."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    return app


def opened(count: int) -> Desk:
    """A desk whose book is open on its threads."""
    application()
    desk, loop = Desk(str(book_of(count)), Settings()), QEventLoop()
    desk.opened.connect(lambda _facts: QTimer.singleShot(100, loop.quit))
    desk.open()
    loop.exec()
    return desk


def sizes(large: bool) -> tuple[int, ...]:
    """A hundred thousand, and the million that the target speaks of."""
    return (100_000, 1_000_000) if large else (100_000,)


def opening(large: bool) -> Iterator[dict[str, Any]]:
    """`list_open` for each size."""
    for count in sizes(large):
        desk = opened(count)
        times = [timed(Shown(desk).open) for _ in range(RUNS + 1)][1:]
        desk.close()
        floor = median([timed(bare_numbers(count)) for _ in range(RUNS)])
        more = {"contacts": count, "n": RUNS, "worst": round(max(times), 1)}
        name = "list_open" if count < 1_000_000 else "list_open_1m"
        yield figure(name, median(times), "ms", floor, "SQLite alone, the numbers", **more)


def bare_numbers(count: int) -> Callable[[], None]:
    """Reads as many integers from a bare table."""
    bare = sqlite3.connect(":memory:")
    bare.execute("CREATE TABLE number (rank INTEGER PRIMARY KEY, contact INTEGER)")
    bare.executemany("INSERT INTO number VALUES (?, ?)", ((n, n) for n in range(count)))

    def read() -> None:
        array("q", (r[0] for r in bare.execute("SELECT contact FROM number ORDER BY rank")))

    return read


def scrolling(large: bool) -> Iterator[dict[str, Any]]:
    """Frames and jumps for each size."""
    for count in sizes(large):
        desk = opened(count)
        shown = Shown(desk)
        shown.open()
        frames = paged(shown.table)
        bar, rng = shown.table.verticalScrollBar(), random.Random(5)
        jumps = [shown.jump(rng.randrange(bar.maximum())) for _ in range(JUMPS)]
        desk.close()
        plain = QTableView()
        plain.setModel(QStringListModel([f"Contact {n}" for n in range(10_000)]))
        plain.resize(*SIZE)
        plain.show()
        floor = percentile(paged(plain), 0.99)
        more = {"contacts": count, "n": FRAMES, "p50": round(median(frames), 2)}
        end = "" if count < 1_000_000 else "_1m"
        yield figure(
            "list_scroll" + end, percentile(frames, 0.99), "ms", floor, "plain QTableView", **more
        )
        more = {"contacts": count, "n": JUMPS, "p50": round(median(jumps), 2)}
        yield figure("list_scroll_named" + end, max(jumps), "ms", floor, "one plain frame", **more)


def paged(table: QTableView) -> list[float]:
    """Milliseconds of every frame while paging down."""
    bar, times = table.verticalScrollBar(), []
    step = max(1, bar.pageStep() // 3)
    for frame in range(FRAMES):
        bar.setValue(frame * step)
        QApplication.processEvents()
        times.append(timed(table.viewport().repaint))
    return times[5:]
