"""What an import of 100,000 cards would do, shown in the window: how soon, and how smoothly.

The real main window, off screen, on a book that has the first 2,000 of the cards already.
`import_preview_first` is the time from the first byte of the reading process's answer until 200
rows are painted, the file being read anew because a fact was changed (its `floor` is what the
process itself takes for 200 cards); `asked` counts from the change on. Then all rows: seconds,
the longest gap of the event loop, and the longest gap while a person filters, searches, selects
all and decides about them. The memory is that of the window and the reading process together.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import generator
from foreign_change import rest_for, until
from measure import child, figure, folder, median
from ui_stall import Gaps, shown

CARDS, KNOWN, FIRST, RUNS = 100_000, 2_000, 200, 7
LONGEST = 600.0  # seconds that anything may take


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """One window that looks at the file again and again, then to its end."""
    count = 1_000_000 if large else CARDS
    with folder() as place:
        cards, known = place / "cards.vcf", place / "known.vcf"
        generator.write(cards, count)
        generator.write(known, KNOWN)
        run = child("import_preview:looked_at", place / "home", cards, known, watch=True)
        floor = child("import_preview:read_alone", cards)
    more = {"worst": max(run["first"]), "n": RUNS, "asked": median(run["asked"])}
    yield figure(
        "import_preview_first", median(run["first"]), "ms", floor["first"], "reading them", **more
    )
    more = {"cards": count, "peak_mb": run["peak_mb"], "rows_mb": run["rows_mb"]}
    yield figure(
        "import_preview_all", run["seconds"], "s", floor["seconds"], "reading alone", **more
    )
    idle = "the same window at rest"
    more = {"by": run["slowest"]}
    yield figure("import_preview_stall", run["stall"], "ms", run["idle"], idle)
    yield figure("import_preview_work", max(run["work"].values()), "ms", run["idle"], idle, **more)


def read_alone(cards: str) -> dict[str, Any]:
    """Seconds until the reading process has sent all cards, milliseconds of the first 200."""
    from contactdesk.operations.reading import reading

    with reading([cards], {"region": "PL", "format": ""}, "en") as batches:
        got, began, first = 0, 0.0, 0.0
        for batch in batches:
            began = began or time.perf_counter()
            got += len(batch.cards)
            if got >= FIRST and not first:
                first = (time.perf_counter() - began) * 1_000
        return {"seconds": round(time.perf_counter() - began, 2), "first": round(first, 1)}


class Answer:
    """When the reading process began to answer: its pipe is read through this."""

    began = 0.0

    def __init__(self, stream: Any) -> None:
        self._stream, self._first = stream, True

    def read(self, size: int) -> bytes:
        """Bytes of the pipe; the first of them are noted."""
        data: bytes = self._stream.read(size)
        if self._first:
            Answer.began, self._first = time.perf_counter(), False
        return data

    @classmethod
    def watch(cls) -> None:
        """From now on every answer is watched."""
        from contactdesk.operations import reading

        batches: Any = reading._batches
        reading._batches = lambda child, stream, stopped: batches(child, cls(stream), stopped)


def looked_at(home: str, cards: str, known: str) -> dict[str, Any]:
    """The window and what it shows of the file."""
    os.environ["CONTACTDESK_HOME"] = home
    Path(home).mkdir(parents=True)
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    from contactdesk.desktop import theme
    from contactdesk.desktop.desk import Desk
    from contactdesk.settings import Settings

    book = Path(home) / "book.cdk"
    fill(book, known)
    app = QApplication([])
    theme.apply(app, "light")
    desk = Desk(str(book), Settings())
    window = shown(desk, QEventLoop())
    Answer.watch()
    page = window.verbs.import_page()
    window.verbs.start_import([known])
    until(lambda: not page.reader.busy, LONGEST, every=4)
    rest_for(1.0)
    result = {**first_rows(page, cards), **all_rows(page)}
    window.close()
    desk.close()
    return result


def first_rows(page: Any, cards: str) -> dict[str, Any]:
    """Milliseconds until 200 rows are painted, several times, as after a changed fact."""
    page.look_at([cards])
    first, asked = [], []
    for _turn in range(RUNS):
        until(lambda: len(page.reader.rows) > 1_000, LONGEST, every=4)
        rest_for(1.5)  # the process that reads next is ready by then
        began = time.perf_counter()
        page._read()
        painted = until_painted(page)
        first.append(round((painted - Answer.began) * 1_000, 1))
        asked.append(round((painted - began) * 1_000, 1))
    page.reader.close()
    return {"first": first, "asked": asked}


def all_rows(page: Any) -> dict[str, Any]:
    """The whole file, and what a person may do with so many rows."""
    gaps = Gaps()
    rest_for(3.0)
    idle, began = gaps.taken(), time.perf_counter()
    page._read()
    until(lambda: not page.reader.busy, LONGEST, every=4)
    seconds, stall = time.perf_counter() - began, gaps.taken()
    rest_for(0.3)
    work = worked_with(page, gaps)
    return {
        "seconds": round(seconds, 2), "stall": stall, "idle": idle, "work": work,
        "slowest": max(work, key=lambda name: work[name]),
        "rows_mb": round(page.reader.rows.packed_size() / 1_000_000, 1),
    }  # fmt: skip


def fill(book: Path, known: str) -> None:
    """Import the cards that the book has already."""
    from contactdesk.operations.importing import import_files
    from contactdesk.store.book import Book

    with Book.open(book) as opened:
        import_files(opened, [Path(known)])


def until_painted(page: Any) -> float:
    """Wait until 200 rows are there and the table is painted with them; when that was."""
    from PySide6.QtCore import QEvent, QObject

    viewport, found = page.check.table.viewport(), []

    class Watch(QObject):
        def eventFilter(self, _watched: Any, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            if event.type() == QEvent.Type.Paint and page.check.rows.rowCount() >= FIRST:
                found.append(time.perf_counter())
            return False

    watch = Watch()
    viewport.installEventFilter(watch)
    until(lambda: bool(found), LONGEST, every=4)
    viewport.removeEventFilter(watch)
    return found[0]


def worked_with(page: Any, gaps: Gaps) -> dict[str, float]:
    """The longest gap of each thing that a person may do with so many rows."""
    check = page.check
    table, tiles = check.table, check.tiles.tiles
    acts: dict[str, Callable[[], object]] = {
        "filter": tiles["new"].click,
        "all": tiles["new"].click,
        "search": lambda: check.search.setText("zofia"),
        "search_end": check.search.clear,
        "end": lambda: table.choose_row(check.rows.rowCount() - 1),
        "select_all": table.selectAll,
        "leave_out": lambda: check.rows.switch(table.places()),
        "take_in": lambda: check.rows.switch(table.places()),
        "menu": lambda: table.menu(table.places()),
        "decide": lambda: check.rows.decide(table.places(), "skip"),
        "conflicts": lambda: check.rows.decide_all_that_differ("theirs"),
        "back": page.back.click,
        "check": page.go.click,
    }
    found = {}
    for name, act in acts.items():
        gaps.taken()
        act()
        rest_for(1.5)
        found[name] = gaps.taken()
    return found
