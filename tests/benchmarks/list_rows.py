"""The contact list: opening it, scrolling through it, jumping about in it.

The window's own middle pane, desk and threads, off screen at 320x820. `list_open` runs from
the question to the paint of the first named rows, `whole` until every number is there and the
list can be scrolled to its end; its floor is SQLite alone reading as many integers.
`list_scroll` is the p99 of one painted frame while paging through; its floor is a plain
QTableView of strings. `list_scroll_named` is the longest time from a jump until every visible
row has its name.
"""

from __future__ import annotations

import gc
import os
import random
import sqlite3
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from measure import book_of, figure, median, percentile, timed
from PySide6.QtCore import QEventLoop, QStringListModel, QTimer
from PySide6.QtWidgets import QApplication, QTableView

from contactdesk.desktop import theme
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.list_pane import ListPane
from contactdesk.settings import Settings

RUNS, FRAMES, JUMPS = 7, 300, 60
SIZE = (320, 820)


class Shown:
    """The middle pane on a book, as the window shows it."""

    def __init__(self, desk: Desk, count: int) -> None:
        self.count = count
        self.pane = ListPane()
        self.pane.build_table()
        self.pane.use_desk(desk)
        self.table, self.model = self.pane.table, self.pane.model
        self.pane.resize(*SIZE)
        self.pane.show()

    def open(self) -> None:
        """Ask for the whole list and wait until its first names are painted."""
        loop = QEventLoop()
        self.table.filled.connect(loop.quit)
        self.pane.reload()
        loop.exec()

    def open_whole(self) -> None:
        """Open the list and wait until every number is there."""
        self.open()
        while self.model.is_provisional or len(self.model.numbers) < self.count:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def come_to_rest(self) -> None:
        """Wait until nothing that opening the list has asked for is still being read."""
        loop = QEventLoop()
        self.pane.desk.read(lambda tx: None, lambda _answer: loop.quit())
        loop.exec()

    def all_named(self) -> bool:
        """Whether every row in sight has its name."""
        high = self.table.viewport().height()
        top, bottom = self.table.rowAt(0), self.table.rowAt(high - 1)
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


def opened(path: Path) -> Desk:
    """A desk whose book is open on its threads, and the collector as the program sets it."""
    application()
    desk, loop = Desk(str(path), Settings()), QEventLoop()
    desk.opened.connect(lambda _facts: QTimer.singleShot(100, loop.quit))
    desk.open()
    loop.exec()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    return desk


def sizes(large: bool) -> tuple[int, ...]:
    """A hundred thousand, and the million that the target speaks of."""
    return (100_000, 1_000_000) if large else (100_000,)


def opening(large: bool) -> Iterator[dict[str, Any]]:
    """`list_open` for each size."""
    for count in sizes(large):
        desk = opened(book_of(count))
        times = [opening_time(Shown(desk, count), whole=False) for _ in range(RUNS + 1)][1:]
        whole = median([opening_time(Shown(desk, count), whole=True) for _ in range(RUNS)])
        desk.close()
        floor = median([timed(bare_numbers(count)) for _ in range(RUNS)])
        more = {"contacts": count, "n": RUNS, "worst": round(max(times), 1)}
        more["whole"] = round(whole, 1)
        name = "list_open" if count < 1_000_000 else "list_open_1m"
        yield figure(name, median(times), "ms", floor, "SQLite alone, the numbers", **more)


def opening_time(shown: Shown, whole: bool) -> float:
    """Milliseconds to the first names, or to the whole list; nothing is left under way."""
    took = timed(shown.open_whole if whole else shown.open)
    shown.come_to_rest()
    return took


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
        desk = opened(book_of(count))
        shown = Shown(desk, count)
        shown.open_whole()
        shown.come_to_rest()
        frames = paged(shown.table)
        bar, rng = shown.table.verticalScrollBar(), random.Random(5)
        jumps = [shown.jump(rng.randrange(bar.maximum())) for _ in range(JUMPS)]
        desk.close()
        plain = QTableView()
        plain.setModel(QStringListModel([f"Contact {n}" for n in range(10_000)]))
        plain.resize(shown.table.size())
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
