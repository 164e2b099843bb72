"""Another program changes one contact of a book of 100,000: when it shows, and what it costs.

The real main window, off screen, a card open. The other process says when its commit was done; the
change shows when the list's row has the new values. `foreign_change_card` is the same for the
contact whose card is open, which is then drawn anew. The cost is the processor time that the
window's thread takes until then, less what it takes at rest for as long (the floor). The last
figure is the longest gap of the event loop while the other process imports (10,000 cards; with
`--large` 100,000).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import generator
from measure import HERE, book_of, child, environment, figure, folder, median
from ui_stall import Gaps, shown

COUNT, CHANGES = 100_000, 12
PAINTED = 0.05  # seconds from what is set until it is painted, and more
WHICH = 20  # place in the list of the contact that is changed


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """Twelve changes, then an import, in a window of their own."""
    import shutil

    with folder() as place:
        path, cards = place / "office.cdk", place / "cards.vcf"
        shutil.copy(book_of(COUNT), path)
        count = 100_000 if large else 10_000
        generator.write(cards, count, start=5_000_000)
        run = child("foreign_change:watched", place, path, cards)
    more = {"worst": max(run["shown"]), "n": len(run["shown"])}
    yield figure("foreign_change_shown", median(run["shown"]), "ms", 0.0, "", **more)
    at_rest = "the window's thread at rest for as long"
    for name, cost in (("foreign_change_cost", "cost"), ("foreign_change_card", "card")):
        more = {"worst": max(run[cost]), "n": len(run[cost])}
        yield figure(name, median(run[cost]), "ms", run["rest"], at_rest, **more)
    more = {"cards": count, "seconds": run["seconds"]}
    idle = "the same window at rest"
    yield figure("foreign_import_stall", run["stall"], "ms", run["idle"], idle, **more)


def other(path: str) -> None:
    """The other program: does what it reads, and says when it was done."""
    from contactdesk.operations.importing import import_files
    from contactdesk.store.book import Book

    with Book.open(path) as book:
        for line in sys.stdin:
            verb, what = line.split(maxsplit=1)
            if verb == "import":
                import_files(book, [Path(what.strip())], on_match="add")
            else:
                with book.write("Edit") as tx:
                    base = tx.contacts.get(int(what))
                    job = replace(base.memberships[0], job_title=f"Buyer {time.time():.3f}")
                    work = (job, *base.memberships[1:])
                    tx.contacts.save(replace(base, memberships=work, note=job.job_title), base)
            print(f"{time.time():.6f}", flush=True)


class Other:
    """That program, started."""

    def __init__(self, path: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"import foreign_change as f; f.other({path!r})"],
            cwd=HERE,
            env=environment(PYTHONPATH=str(HERE), LOGNAME="marta"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        os.set_blocking(self._process.stdout.fileno(), False)

    def ask(self, line: str) -> None:
        """Have it do something."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def said(self) -> float | None:
        """When the last thing was done; None as long as it is not."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        return float(line) if line else None

    def end(self) -> None:
        """Let it go."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def watched(home: str, path: str, cards: str) -> dict[str, Any]:
    """The window and what it shows of the other program's changes; times in milliseconds."""
    os.environ["CONTACTDESK_HOME"] = home
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    from contactdesk.desktop import theme
    from contactdesk.desktop.desk import Desk
    from contactdesk.settings import Settings

    app = QApplication([])
    theme.apply(app, "light")
    desk, loop = Desk(path, Settings()), QEventLoop()
    window = shown(desk, loop)
    for _each in range(3):  # the list, the card
        rest_for(0.5)
    table = window.list_pane.table
    table.choose_row(table.first_contact_row() + WHICH)
    rest_for(1.0)
    one = Other(path)
    idle_busy = at_rest()
    shown_card = window.detail.card.view.contact.number
    below = window.list_pane.model.number_at(table.currentIndex().row() + 1)
    found = [one_change(window, one, below) for _turn in range(CHANGES)][1:]
    on_card = [one_change(window, one, shown_card) for _turn in range(CHANGES)][1:]
    idle = gaps_of(gaps := Gaps(), 3.0)  # not before: its looks are no cost of a change
    seconds = imported(one, cards)
    result = {
        "shown": [round(each[0], 1) for each in found],
        "cost": costs(found, idle_busy),
        "card": costs(on_card, idle_busy),
        "rest": round(idle_busy * median([span for _ms, _spent, span in found]), 3),
        "stall": gaps.taken(),
        "idle": idle,
        "seconds": seconds,
    }
    one.end()
    window.close()
    desk.close()
    return result


def gaps_of(gaps: Gaps, seconds: float) -> float:
    """The longest gap of some seconds in which nothing is done."""
    gaps.taken()
    rest_for(seconds)
    return gaps.taken()


def costs(changes: list[tuple[float, float, float]], idle_busy: float) -> list[float]:
    """Milliseconds of the thread's time a change, without what it does at rest anyway."""
    return [round(max(0.0, spent - idle_busy * span), 2) for _ms, spent, span in changes]


def imported(one: Other, cards: str) -> float:
    """Seconds in which the other program imported a file, and the window came to rest."""
    began = time.monotonic()
    one.ask(f"import {cards}")
    until(lambda: one.said() is not None, 600.0)
    rest_for(2.0)
    return round(time.monotonic() - began, 1)


def one_change(window: Any, one: Other, number: int) -> tuple[float, float, float]:
    """Milliseconds from the commit until it shows; of the thread's time; seconds in all."""
    card = window.detail.card.view.contact
    model = window.list_pane.model
    place = model.row_of_number(number)  # a look through 100,000 numbers: once
    before = model.contact_at(place).subtitle
    told: list[object] = []  # until the list was told, looking costs nothing
    heard = model.dataChanged.connect(lambda first, _last: told.append(first))
    began, worked = time.time(), time.thread_time()
    one.ask(f"edit {number}")

    def shows() -> bool:
        row = model.contact_at(place) if told else None
        if row is None or row.subtitle == before:
            return False
        shown = window.detail.card
        return number != card.number or (shown is not None and shown.view.contact.note != card.note)

    until(shows, 20.0)
    now = time.time()
    rest_for(PAINTED)  # what was set is painted: that belongs to the cost
    spent, span = (time.thread_time() - worked) * 1_000, time.time() - began
    model.disconnect(heard)
    while (done := one.said()) is None:
        rest_for(0.01)
    rest_for(0.4)
    return (now - done) * 1_000, spent, span


def until(so: Callable[[], bool], seconds: float, every: int = 10) -> None:
    """Let the event loop run until something is so, looking every so many milliseconds."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, timer, end = QEventLoop(), QTimer(interval=every), time.monotonic() + seconds

    def look() -> None:
        if so() or time.monotonic() > end:
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()
    if time.monotonic() > end:
        raise RuntimeError("what was waited for did not come")


def rest_for(seconds: float) -> None:
    """Let the event loop run."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1_000), loop.quit)
    loop.exec()


def at_rest() -> float:
    """Milliseconds of the thread's time in a second with nothing to do but to be asked."""
    began = time.thread_time()
    end = time.monotonic() + 2.0
    until(lambda: time.monotonic() > end, 5.0)
    return (time.thread_time() - began) * 1_000 / 2.0
