"""The board of 2,000 deals in 8 stages: from the key to the painted cards, and a move.

`board_first` is opening the board in a window that has come to rest and not shown it yet: its
counts, its totals and the cards that one sees. `board_whole` is until all deals were read,
`board_move` Ctrl and an arrow until the card is painted in its new column. Each run is a process
of its own. The floor is SQLite alone, reading the deals.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("CONTACTDESK_HOME", tempfile.mkdtemp(prefix="contactdesk-bench-"))

from measure import child, figure, median, timed

RUNS, DEALS, PEOPLE = 5, 2_000, 500


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """Three figures; `large` changes nothing."""
    del large
    with tempfile.TemporaryDirectory() as folder:
        path = str(_book(Path(folder) / "deals.cdk"))
        runs = [child("board:one_run", path) for _run in range(RUNS)]
    for name in ("board_first", "board_whole", "board_move"):
        times = [run[name] for run in runs]
        floor = median([run["floor"] for run in runs])
        rest = {"deals": DEALS, "n": RUNS, "worst": round(max(times), 1)}
        yield figure(name, median(times), "ms", floor, "SQLite alone, the rows", **rest)


def _book(path: Path) -> Path:
    from datetime import date, timedelta

    from contactdesk.model.contact import Contact
    from contactdesk.model.deal import Deal, Pipeline, Stage
    from contactdesk.model.event import Event
    from contactdesk.store.book import Book

    today = date.today()
    stages = [Stage(f"Stage {n}", n * 10, "", 14, n) for n in range(1, 7)]
    stages += [Stage("Won", 100, "won", 0, 7), Stage("Lost", 0, "lost", 0, 8)]
    with Book.open(path) as book, book.write("Fill") as tx:
        pipeline = tx.pipelines.add(Pipeline(name="Sales", stages=tuple(stages), currency="EUR"))
        ids = [
            tx.contacts.add(Contact(formatted_name=f"Firm {n}", kind="org")).id
            for n in range(PEOPLE)
        ]
        for n in range(DEALS):
            stage = n % 8 + 1
            day = (today - timedelta(days=n % 30)).isoformat()
            deal = Deal(
                title=f"Deal {n}", pipeline=pipeline.id, stage=stage, amount=str(n * 7 % 9_000),
                currency="EUR", organisation=ids[n % PEOPLE], people=(ids[n * 3 % PEOPLE],),
                stage_since=day, closed_on=day if stage > 6 else "",
            )  # fmt: skip
            made = tx.deals.add(deal)
            if n % 3:
                due = (today + timedelta(days=n % 20)).isoformat()
                tx.events.add(Event(component="task", summary="Call", ends_at=due, deal=made.id))
    return path


def one_run(path: str) -> dict[str, Any]:
    """A window of its own."""
    from list_rows import opened
    from month_view import _until
    from palette import at_rest, window_on

    desk = opened(Path(path))
    window = window_on(desk)
    at_rest(desk)

    def first() -> None:
        window.actions_.pipeline.trigger()
        page = window.verbs.deals.page()
        _until(lambda: bool(page.found.rows))
        page.board.repaint()

    found = {"board_first": timed(first)}
    page = window.verbs.deals.page()

    def whole() -> None:
        _until(lambda: len(page.found.rows) == DEALS)
        page.board.repaint()

    rest = timed(whole)
    found["board_whole"] = found["board_first"] + rest
    found["board_move"] = _moved(desk, page.board.columns)
    found["floor"] = timed(lambda: _rows(path))
    window.close()
    desk.close()
    return found


def _moved(desk: Any, columns: list[Any]) -> float:
    """The seconds from the key until both columns of a board at rest were drawn anew."""
    from month_view import _until
    from palette import at_rest
    from PySide6.QtCore import QEvent, QObject, Qt
    from PySide6.QtTest import QTest

    drawn: set[Any] = set()

    class Drawn(QObject):
        def eventFilter(self, watched: Any, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            if event.type() == QEvent.Type.Paint:
                drawn.add(watched)
            return False

    source, target = columns[0].list, columns[1].list
    source.setFocus()
    at_rest(desk)
    listens = Drawn()
    for each in (source, target):
        each.viewport().installEventFilter(listens)
    many = len(target.cards.rows)

    def move() -> None:
        QTest.keyClick(source, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
        _until(lambda: len(target.cards.rows) > many and len(drawn) == 2)

    return timed(move)


def _rows(path: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute("SELECT * FROM deal").fetchall()
    connection.close()
