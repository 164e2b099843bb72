"""What happens to a book while a window is still opening it is not missed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk.desktop.desk import Desk
from contactdesk.settings import Settings
from contactdesk.store.book import Book
from contactdesk.store.moving import move

WAIT = 8_000


class Slowly:
    """A window that has its book for writing, and waits to have it for reading."""

    def __init__(self, path: Path, qtbot: Any) -> None:
        self.qtbot = qtbot
        self.desk = Desk(str(path), Settings())
        self.changed: list[Any] = []
        self.desk.changed.connect(self.changed.append)
        self._goes_on = threading.Event()
        self.desk.background.reader.ask(lambda line: self._goes_on.wait(WAIT / 1_000) and None)
        with qtbot.waitSignal(self.desk.opened, timeout=WAIT):
            self.desk.open()

    def go_on(self) -> None:
        self._goes_on.set()


@pytest.fixture
def slowly(closed: Path, qtbot: Any) -> Iterator[Slowly]:
    made = Slowly(closed, qtbot)
    yield made
    made.go_on()
    made.desk.close()


def test_a_book_that_is_moved_meanwhile_is_read_only(
    slowly: Slowly, closed: Path, tmp_path: Path, the_book_itself: Callable[[], Any]
) -> None:
    assert not slowly.desk.read_only
    with the_book_itself(), Book.open(closed) as book:
        move(book, str(tmp_path / "elsewhere.cdk"))
    slowly.go_on()
    slowly.qtbot.waitUntil(lambda: slowly.desk.read_only, timeout=WAIT)
    assert slowly.desk.facts is not None
    assert slowly.desk.facts.moved_to == str(tmp_path / "elsewhere.cdk")


def test_what_a_colleague_changes_meanwhile_is_told(
    slowly: Slowly, closed: Path, the_book_itself: Callable[[], Any]
) -> None:
    with the_book_itself(), Book.open(closed) as book, book.write("Edit Anna Baran") as tx:
        base = tx.contacts.get(1)
        tx.contacts.save(replace(base, note="Likes chess"), base)
    slowly.go_on()
    slowly.qtbot.waitUntil(lambda: bool(slowly.changed), timeout=WAIT)
    assert [change.label for change in slowly.changed] == ["Edit Anna Baran"]
