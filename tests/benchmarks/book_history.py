"""The history of a whole book: 100,000 contacts, 20,000 steps, in the window's own page.

`book_history_open` runs from the question to the paint of the first cards; its floor is SQLite
alone reading the newest fifty sets with their people. `undo_preview` is what the page says of an
import of 100,000, `undo_import` taking it back; the floor of both is SQLite alone reading the lines
of the import.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from history import paint
from list_rows import opened
from measure import figure, folder, median, timed
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from contactdesk.desktop.book_history_page import BookHistoryPage
from contactdesk.desktop.desk import Desk
from contactdesk.operations.importing import import_files
from contactdesk.operations.taking_back import take_back
from contactdesk.store import guard
from contactdesk.store.book import Book
from contactdesk.store.listing import Steps

CONTACTS, STEPS, RUNS = 100_000, 20_000, 9
_CARD = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Person {n}\r\nN:Nr{n};Person;;;\r\nEND:VCARD\r\n"


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """Opening the page, and what it would cost to take an import back."""
    del large
    with folder() as place:
        path = place / "office.cdk"
        imported = make(path)
        desk = opened(path)
        times = [opening_time(desk) for _ in range(RUNS + 1)][1:]
        desk.close()
        guard.allow_this_thread()
        floor = median([timed(lambda: newest(path)) for _ in range(RUNS)])
        lines = median([timed(lambda: bare(path, imported)) for _ in range(3)])
        with Book.open(path) as book:
            preview = timed(lambda: previewed(book, imported))
            undo = timed(lambda: take_back(book, imported))
    more = {"contacts": CONTACTS, "steps": STEPS, "worst": round(max(times), 1), "n": RUNS}
    yield figure("book_history_open", median(times), "ms", floor, "SQLite alone, 50 sets", **more)
    more = {"contacts": CONTACTS, "n": 1}
    yield figure("undo_preview", preview, "ms", lines, "SQLite alone, the lines", **more)
    yield figure("undo_import", undo, "ms", lines, "SQLite alone, the lines", **more)


def make(path: Path) -> int:
    """An import of 100,000 and 20,000 edits; the number of the import's set."""
    file = path.with_name("people.vcf")
    file.write_text("".join(_CARD.format(n=n) for n in range(CONTACTS)))
    with Book.open(path) as book:
        report = import_files(book, [file])
        with book.write("Edit Person") as tx:
            base = tx.contacts.get(1)
            tx.contacts.save(replace(base, note="met"), base=base)
    _repeat_last_set(path)
    return report.set_id or 0


def _repeat_last_set(path: Path) -> None:
    """20,000 edits like the one there is, of other contacts; writing each alone took an hour."""
    connection = sqlite3.connect(path)
    connection.executescript(
        f"""
        CREATE TEMP TABLE turn AS WITH RECURSIVE t(n) AS (
          SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < {STEPS}) SELECT n FROM t;
        CREATE TEMP TABLE base AS SELECT * FROM change_set ORDER BY id DESC LIMIT 1;
        CREATE TEMP TABLE line AS SELECT * FROM change ORDER BY id DESC LIMIT 1;
        INSERT INTO change_set (id, uuid, at, author, instance, label, kind)
          SELECT b.id + n, b.uuid || n, b.at, b.author, b.instance, b.label, b.kind
          FROM turn, base b;
        INSERT INTO change (set_id, record_type, record_id, kind, fields)
          SELECT l.set_id + n, l.record_type, c.id, l.kind, l.fields
          FROM turn, line l JOIN contact c ON c.number = 1 + n % {CONTACTS};
        """
    )
    connection.commit()
    connection.close()


def opening_time(desk: Desk) -> float:
    """Milliseconds until the first cards are painted, on a page of its own that then goes."""
    page = BookHistoryPage(desk)
    page.resize(868, 860)
    page.show()
    QApplication.processEvents()
    took = timed(lambda: shown(page))
    page.close()
    page.deleteLater()
    QApplication.processEvents()
    return took


def shown(page: BookHistoryPage) -> None:
    """Ask for the history, until its first cards are painted."""
    page.show_newest()
    while not page.is_read:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    paint()


def previewed(book: Book, imported: int) -> None:
    """What taking the import back would do."""
    with book.read() as tx:
        tx.reverting.preview(Steps(imported, imported))


def newest(path: Path) -> None:
    """Reads the newest sets and their people, and nothing else."""
    connection = sqlite3.connect(path)
    connection.execute(
        "SELECT s.*, p.name, c.*, x.formatted_name FROM change_set s "
        "JOIN person p ON p.number = s.author JOIN change c ON c.set_id = s.id "
        "LEFT JOIN contact x ON x.id = c.record_id ORDER BY s.id DESC LIMIT 50"
    ).fetchall()
    connection.close()


def bare(path: Path, imported: int) -> None:
    """Reads the lines of one set."""
    connection = sqlite3.connect(path)
    connection.execute("SELECT * FROM change WHERE set_id = ?", (imported,)).fetchall()
    connection.close()
