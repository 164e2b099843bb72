"""What happens with one person: the first page of 5,000 things, as the card asks for it.

`timeline_read` is the question of the reading thread in a book that is open, the first time and
again; `timeline_open` runs from the making of the card's part in the window to the paint of its
first items, off screen; `timeline_words` narrows all of it down by words. The floor is SQLite
alone reading fifty whole rows in the same order.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from history import paint
from list_rows import opened
from measure import figure, folder, median, timed
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QVBoxLayout

from contactdesk.desktop.cards import Page
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.note_drafts import NoteDrafts
from contactdesk.desktop.timeline import Subject, TimelinePanel
from contactdesk.model.contact import Contact, Entry
from contactdesk.model.event import Component, Event
from contactdesk.model.record import new_id
from contactdesk.store.book import Book
from contactdesk.store.event_rows import event_row, link_keys
from contactdesk.store.timeline import Asked

THINGS, OTHERS, PEOPLE, RUNS = 5_000, 45_000, 200, 9
_KINDS: tuple[Component, ...] = ("journal", "call", "event", "task")
_TEXT = "Wants the new price list before Friday, and deliveries to Gdynia twice a week. "
_BARE = """SELECT * FROM event WHERE withdrawn = 0 AND deleted_at = '' AND number IN
(SELECT event FROM event_link WHERE key IN (SELECT id FROM contact WHERE number = 1))
ORDER BY starts_utc DESC, number DESC LIMIT 50"""


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """Opening a person's timeline, and looking for a word in it."""
    del large
    with folder() as place:
        path = place / "office.cdk"
        make(path)
        first = opened_and_read(path)
        reads, floors, words = [], [], []
        with Book.open(path) as book:
            asked(book, Asked())
            for _ in range(RUNS):
                reads.append(timed(lambda: asked(book, Asked())))
                floors.append(timed(lambda: bare(path)))
                words.append(timed(lambda: asked(book, Asked(words="price gdynia"))))
        desk = opened(path)
        opening = [opening_time(desk, place) for _ in range(RUNS + 1)][1:]
        desk.close()
    floor, name = median(floors), "SQLite alone, 50 rows"
    more = {"items": THINGS, "worst": round(max(reads), 1), "first": round(first, 1), "n": RUNS}
    yield figure("timeline_read", median(reads), "ms", floor, name, **more)
    more = {"items": THINGS, "worst": round(max(opening), 1), "n": RUNS}
    yield figure("timeline_open", median(opening), "ms", floor, name, **more)
    yield figure("timeline_words", median(words), "ms", floor, name, items=THINGS, n=RUNS)


def make(path: Path) -> None:
    """A person with 5,000 things among 45,000 of 200 others."""
    with Book.open(path) as book, book.write("Fill the book") as tx:
        anna = tx.contacts.add(Contact(formatted_name="Anna", emails=(Entry("anna@b.example"),)))
        others = [tx.contacts.add(Contact(formatted_name=f"Person {n}")) for n in range(PEOPLE)]
        rows = []
        for n in range(THINGS + OTHERS):
            mine = n % 10 == 0
            event = thing(n // 10 if mine else n, (anna if mine else others[n % PEOPLE]).id)
            rows.append((event_row(event), link_keys(event)))
        tx.events.writer.insert_many(1, rows)


def thing(n: int, about: str) -> Event:
    """The n-th thing that happens with somebody; a text of one to ten lines."""
    at = f"20{10 + n % 17}-{1 + n % 12:02}-{1 + n % 28:02}T{n % 24:02}:{n % 60:02}:00Z"
    return Event(
        id=new_id(), revision=1, component=_KINDS[n % 4], summary=f"Matter {n}",
        description=_TEXT * (1 + n % 10), starts_at=at, about=(about,),
    )  # fmt: skip


def opened_and_read(path: Path) -> float:
    """The first question to a book that was just opened: nothing of it is in its memory."""
    with Book.open(path) as book:
        return timed(lambda: asked(book, Asked()))


def opening_time(desk: Desk, place: Path) -> float:
    """Milliseconds until the first items are painted, on a card's part that then goes."""
    made: list[Page] = []
    took = timed(lambda: made.append(shown(desk, place)))
    made[0].close()
    made[0].deleteLater()
    QApplication.processEvents()
    return took


def shown(desk: Desk, place: Path) -> Page:
    """A page with the part of the card, once its items are painted."""
    who = Subject(1, "1", "Anna", "Anna")
    page, panel = Page(), TimelinePanel(desk, NoteDrafts(str(place), place), who, True)
    column = QVBoxLayout()
    column.addWidget(panel)
    page.set_content(column)
    page.resize(420, 860)
    page.show()
    while panel.items is None:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    paint()
    return page


def asked(book: Book, what: Asked) -> None:
    """One question of the card."""
    with book.read() as tx:
        found = tx.timelines.of(1, what)
    if not found.items:
        raise RuntimeError("the timeline is empty")


def bare(path: Path) -> None:
    """Reads fifty rows, and nothing else."""
    connection = sqlite3.connect(path)
    connection.execute(_BARE).fetchall()
    connection.close()
