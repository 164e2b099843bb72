"""From a letter typed into the command palette until its lines are painted, at 100,000 contacts.

The real main window, off screen, with its menus, settings and threads; every query of the search
benchmark is typed whole. The figure is the p95 over all queries, `worst` the longest of them; the
floor is the same people asked of the book alone, without any window.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("CONTACTDESK_HOME", tempfile.mkdtemp(prefix="contactdesk-bench-"))

import generator
from list_rows import opened
from measure import book_of, figure, median, percentile, timed
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

COUNT, QUERIES, RUNS, SOON_MS = 100_000, 120, 3, 500
WAIT = QEventLoop.ProcessEventsFlag.WaitForMoreEvents


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """One figure; `large` changes nothing."""
    del large
    path = book_of(COUNT)
    texts = list(dict.fromkeys(generator.queries(QUERIES)))
    desk = opened(path)
    window, palette = shown(desk)
    rounds = [[timed(lambda: answer(palette, t)) for t in texts] for _ in range(RUNS)]  # noqa: B023
    times = [median(each) for each in zip(*rounds, strict=True)]
    window.close()
    desk.close()
    alone = people_alone(str(path), texts)
    more = {
        "p50": round(median(times), 2),
        "worst": round(max(times), 2),
        "queries": len(texts),
        "contacts": COUNT,
    }
    floor = percentile(alone, 0.95)
    name = "the people alone, no window"
    yield figure("palette", percentile(times, 0.95), "ms", floor, name, **more)


def shown(desk: Any) -> tuple[Any, Any]:
    """The window with its palette open, and nothing else under way."""
    window = window_on(desk)
    while not window.list_pane.model.count or window.list_pane.model.is_provisional:
        QApplication.processEvents(WAIT)
    window.verbs.find_anything()
    palette = window.palette_
    for text in ("a", "import", "zo"):  # what the first use loads
        answer(palette, text)
    return window, palette


def window_on(desk: Any) -> Any:
    """The main window on the book of a desk."""
    from contactdesk.desktop.main_window import MainWindow

    window = MainWindow()
    window.resize(1366, 768)
    window.show()
    window.list_pane.build_table()
    window.complete(desk)
    desk.opened.emit(desk.facts)
    return window


def at_rest(desk: Any) -> None:
    """Wait until a window has done what it does once it is there."""
    loop = QEventLoop()
    QTimer.singleShot(SOON_MS, loop.quit)
    loop.exec()
    for _turn in range(3):  # an answer may ask for more
        answers: list[object] = []
        desk.read(lambda tx: None, answers.append)
        desk.write("", lambda tx: None, answers.append)
        while len(answers) < 2:
            QApplication.processEvents(WAIT)
    QApplication.processEvents()


def answer(palette: Any, text: str) -> None:
    """Type a text; return once what was found for it is painted, its people among it."""
    palette.field.setText(text)
    while not palette._is_current():
        QApplication.processEvents(WAIT)
    palette.list.viewport().repaint()


def people_alone(path: str, texts: list[str]) -> list[float]:
    """Milliseconds for the people of each query, read by this thread from the book itself."""
    from contactdesk.desktop.palette_people import SHOWN, found_people
    from contactdesk.store.book import Book
    from contactdesk.store.guard import allow_this_thread

    allow_this_thread()
    with Book.open(path) as book:

        def ask(text: str) -> None:
            with book.read() as tx:
                found_people(tx, text, SHOWN, book.facts.region, False)

        for text in texts:
            ask(text)
        return [median([timed(lambda: ask(t)) for _ in range(RUNS)]) for t in texts]  # noqa: B023
