"""One change of ten thousand contacts in a book of ten thousand, and its undo.

`bulk_edit` and `bulk_undo` are the whole step, from the call to its return, beside SQLite alone
writing one column of as many rows. `bulk_stall` is the longest gap of the window's event loop
while the window's desk makes the change on its writing thread, beside that of a window at rest.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from list_rows import opened
from measure import book_of, child, figure, folder, median, timed
from PySide6.QtCore import QEventLoop, QTimer

from contactdesk.model.bulk import BulkEdit

COUNT, RUNS, TICK_MS = 10_000, 5, 2


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """The change, its undo, and the window meanwhile."""
    del large
    source = book_of(COUNT)
    with folder() as place:
        runs = [child("bulk_edit:run", source, place / "book.cdk") for _ in range(RUNS)]
        floor = median([bare(source, place / "bare.cdk") for _ in range(RUNS)])
        stalls = [child("bulk_edit:stall", source, place / "stall.cdk") for _ in range(3)]
    for name in ("edit", "undo"):
        took = [each[name] for each in runs]
        more = {"contacts": COUNT, "worst": round(max(took), 1), "n": RUNS}
        yield figure(f"bulk_{name}", median(took), "ms", floor, "SQLite alone, one column", **more)
    longest = median([each["stall"] for each in stalls])
    rest = median([each["rest"] for each in stalls])
    worst = round(max(each["stall"] for each in stalls), 1)
    yield figure("bulk_stall", longest, "ms", rest, "the same window at rest", worst=worst, n=3)


def run(source: str, path: str) -> dict[str, Any]:
    """Change everybody, take it back; milliseconds of both."""
    from contactdesk.operations.bulk_editing import change_all
    from contactdesk.store.book import Book

    shutil.copy(source, path)
    with Book.open(path) as book:
        everybody = list(range(1, COUNT + 1))
        edit = BulkEdit(organisation="Żuraw Sp. z o.o.", add=("Spring offer",))
        took = timed(lambda: change_all(book, everybody, edit))
        back = timed(book.undo)
    return {"edit": took, "undo": back}


def bare(source: Path, path: Path) -> float:
    """Milliseconds in which SQLite writes one column of every contact."""
    shutil.copy(source, path)
    connection = sqlite3.connect(path)
    changed = [(f"Note {n}", n) for n in range(1, COUNT + 1)]

    def write() -> None:
        connection.executemany("UPDATE contact SET note = ? WHERE number = ?", changed)
        connection.commit()

    took = timed(write)
    connection.close()
    return took


def stall(source: str, path: str) -> dict[str, Any]:
    """The longest gap between two turns of the event loop, while changing and at rest."""
    from time import perf_counter

    from contactdesk.operations.bulk_editing import change_all

    shutil.copy(source, path)
    desk = opened(Path(path))
    gaps: list[float] = []
    last = [perf_counter()]

    def turn() -> None:
        now = perf_counter()
        gaps.append((now - last[0]) * 1_000)
        last[0] = now

    timer = QTimer(interval=TICK_MS)
    timer.timeout.connect(turn)
    timer.start()
    rest = _longest(gaps, last, lambda loop: QTimer.singleShot(1_000, loop.quit))

    def change(count: int, name: str) -> Callable[[QEventLoop], None]:
        edit, some = BulkEdit(organisation=name), list(range(1, count + 1))

        def begin(loop: QEventLoop) -> None:
            desk.run(lambda book, progress: change_all(book, some, edit, progress),
                     lambda _count: loop.quit())  # fmt: skip

        return begin

    _longest(gaps, last, change(200, "Used"))  # a session in use: ICU has read its rules
    longest = _longest(gaps, last, change(COUNT, "Żuraw Sp. z o.o."))
    desk.close()
    return {"stall": longest, "rest": rest}


def _longest(gaps: list[float], last: list[float], begin: Any) -> float:
    from time import perf_counter

    gaps.clear()
    last[0] = perf_counter()
    loop = QEventLoop()
    begin(loop)
    loop.exec()
    return max(gaps)
