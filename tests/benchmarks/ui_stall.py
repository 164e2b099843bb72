"""The longest gap of the window's event loop while 10,000 cards come in.

The real main window, off screen, on a book of its own; a timer of 2 ms notes when it was last
served. The floor is the same window with nothing to do for as long.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import generator
from measure import child, figure, folder, median

CARDS, RUNS = 10_000, 5


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """Five imports, each in a process of its own."""
    del large
    with folder() as place:
        cards = place / "cards.vcf"
        generator.write(cards, CARDS)
        runs = [child("ui_stall:imported", place / str(n), cards) for n in range(RUNS)]
    gaps = [run["longest"] for run in runs]
    more = {"worst": max(gaps), "n": RUNS, "seconds": median([r["seconds"] for r in runs])}
    floor = median([run["idle"] for run in runs])
    yield figure("ui_stall", median(gaps), "ms", floor, "the same window at rest", **more)


class Gaps:
    """Remembers the longest time between two turns of the event loop."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.longest, self._last = 0.0, time.perf_counter()
        self._timer = QTimer(interval=2, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    def _turn(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1_000)
        self._last = now

    def taken(self) -> float:
        """The longest gap so far; counting begins anew."""
        longest, self.longest = self.longest, 0.0
        return round(longest, 2)


def imported(home: str, cards: str) -> dict[str, Any]:
    """One import under the window; the longest gaps at rest and meanwhile, in milliseconds."""
    os.environ["CONTACTDESK_HOME"] = home
    Path(home).mkdir(parents=True)
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from contactdesk.desktop import theme
    from contactdesk.desktop.desk import Desk
    from contactdesk.operations.importing import import_files
    from contactdesk.settings import Settings
    from contactdesk.tour import sample_office

    app = QApplication([])
    theme.apply(app, "light")
    loop, desk = QEventLoop(), Desk(str(Path(home) / "book.cdk"), Settings())

    def bring_in(path: object, rest_ms: int) -> float:
        """Import a file with progress; milliseconds until it is done."""
        started, ended = time.perf_counter(), []

        def done(_report: object) -> None:
            ended.append(time.perf_counter())
            QTimer.singleShot(rest_ms, loop.quit)

        told = {"progressed": lambda _done, _total, _what: None}
        desk.run(lambda book, p: import_files(book, [path], progress=p), done, **told)
        loop.exec()
        return ended[0] - started

    window = shown(desk, loop)
    bring_in(sample_office(), 500)  # a list in use: first names of every script are on the screen
    gaps = Gaps()
    QTimer.singleShot(3_000, loop.quit)
    loop.exec()
    idle, took = gaps.taken(), bring_in(cards, 300)
    found = {"idle": idle, "longest": gaps.taken(), "seconds": round(took, 2)}
    window.close()
    desk.close()
    return found


def shown(desk: Any, loop: Any) -> Any:
    """The main window, its book open, and garbage collected as the program has it."""
    from PySide6.QtCore import QTimer

    from contactdesk.collecting import spare_the_window
    from contactdesk.desktop.main_window import MainWindow

    window = MainWindow()
    window.resize(1366, 768)
    window.show()
    window.complete(desk)
    desk.opened.connect(lambda _facts: QTimer.singleShot(1_500, loop.quit))
    desk.open()
    loop.exec()
    spare_the_window()
    return window
