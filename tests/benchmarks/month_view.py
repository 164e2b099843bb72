"""The calendar page on 50,000 appointments, 5,000 of them series: from the key to the paint.

`month_first` is opening the calendar in a window that has not shown it yet, `month_next` the next
month at once, and `month_read_ahead` the one after it, once the months around were read as they
are while somebody looks at one. Each run is a process of its own. The floor is SQLite alone,
reading all columns of the events that the first month touches.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "Europe/Warsaw"  # the person is where the appointments are
os.environ.setdefault("CONTACTDESK_HOME", tempfile.mkdtemp(prefix="contactdesk-bench-"))

import calendars
from measure import child, figure, median, timed

RUNS = 5
NAMES = ("month_first", "month_next", "month_read_ahead")


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """Three figures; `large` changes nothing."""
    del large
    path = calendars.book()
    runs = [child("month_view:one_run", path) for _run in range(RUNS)]
    floor = median([run["floor"] for run in runs])
    more = {"appointments": calendars.COUNT, "n": RUNS}
    for name in NAMES:
        times = [run[name] for run in runs]
        rest = {**more, "worst": round(max(times), 1), "occurrences": runs[0]["occurrences"]}
        yield figure(name, median(times), "ms", floor, "SQLite alone, the rows", **rest)


def one_run(path: str) -> dict[str, Any]:
    """A window of its own; from the key until the month is painted."""
    from pathlib import Path

    from list_rows import opened
    from palette import window_on
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    desk = opened(Path(path))
    window = window_on(desk)
    found = {"month_first": timed(lambda: _shown_first(window))}
    page = window.verbs.calendar.page()
    numbers = sorted({o.event.number for o in page.found.agenda.occurrences})

    def turn() -> None:
        was = page.found
        QTest.keyClick(page.month, Qt.Key.Key_PageDown)
        _until(lambda: page.found is not was)
        _paint()

    found["month_next"] = timed(turn)
    _until(lambda: len(page.known.spans) >= 3)  # the one after it too
    found["month_read_ahead"] = timed(turn)
    found["occurrences"] = len(page.found.agenda.occurrences)
    found["floor"] = timed(lambda: _rows(path, numbers))
    window.close()
    desk.close()
    return found


def _shown_first(window: Any) -> None:
    window.actions_.calendar.trigger()
    page = window.verbs.calendar.page()
    _until(lambda: page.found is not None)
    _paint()


def _paint() -> None:
    """What is still to be painted; of what was painted with the answer, nothing twice."""
    from PySide6.QtWidgets import QApplication

    QApplication.processEvents()


def _until(rule: Callable[[], bool]) -> None:
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    while not rule():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _rows(path: str, numbers: list[int]) -> None:
    connection = sqlite3.connect(path)
    marks = ",".join(map(str, numbers))
    connection.execute(f"SELECT * FROM event WHERE number IN ({marks})").fetchall()
    connection.close()
