"""A damaged book in the window: the newest good backup is offered, and what came since is said."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk.desktop.damage_help import DamageHelp
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.main_window import MainWindow
from contactdesk.operations.backing_up import back_up
from contactdesk.settings import Settings
from contactdesk.store.book import Book


@pytest.fixture
def damaged(qtbot, a_book, a_contact, tmp_path, the_book_itself):
    """Opens a window on a book with a backup, one later step, and damage of a kind."""
    desks: list[Desk] = []

    def make(spoil: Any) -> tuple[Any, Desk, DamageHelp]:
        path = tmp_path / "office.cdk"
        with the_book_itself():
            a_book(*(a_contact(f"Anna Nr{n}", note="y" * 3_000) for n in range(50))).close()
            with Book.open(path) as book:
                back_up(book, Settings(), "day")
                with book.write("Edit") as tx:
                    base = tx.contacts.get(1)
                    tx.contacts.save(replace(base, note="later"), base)
        spoil(path)
        window = MainWindow()
        qtbot.addWidget(window)
        desk = Desk(str(path), Settings())
        desks.append(desk)
        window.show()
        window.list_pane.build_table()
        window.complete(desk)
        help_ = DamageHelp(window, desk)
        desk.open()
        qtbot.waitUntil(lambda: help_.button is not None, timeout=8000)
        return window, desk, help_

    yield make
    for desk in desks:
        desk.close()


def spoil_a_page(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'membership_linked'"
        (page,) = connection.execute(sql).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    data = bytearray(path.read_bytes())
    data[(page - 1) * size : (page - 1) * size + 100] = b"\xff" * 100
    path.write_bytes(data)


def spoil_all(path: Path) -> None:
    path.write_bytes(b"\xff" * 100_000)


def test_a_partly_damaged_book_is_read_and_its_backup_offered(damaged, qtbot, tmp_path) -> None:
    window, desk, help_ = damaged(spoil_a_page)
    before = (tmp_path / "office.cdk").read_bytes()
    assert desk.read_only
    assert "1 step came after it" in help_.offer.words
    qtbot.waitUntil(help_.button.isVisible, timeout=8000)
    opened: list[str] = []
    window.wants_book.connect(lambda path, _create: opened.append(path))
    help_.button.click()
    qtbot.waitUntil(lambda: bool(opened), timeout=8000)
    assert Path(opened[0]).parent == tmp_path
    assert (tmp_path / "office.cdk").read_bytes() == before


def test_of_one_that_does_not_open_the_backup_is_offered(
    damaged, qtbot, tmp_path, the_book_itself
) -> None:
    window, _desk, help_ = damaged(spoil_all)
    assert "cannot be read" in help_.offer.words
    qtbot.waitUntil(help_.button.isVisible, timeout=8000)
    opened: list[str] = []
    window.wants_book.connect(lambda path, _create: opened.append(path))
    help_.button.click()
    qtbot.waitUntil(lambda: bool(opened), timeout=8000)
    with the_book_itself(), Book.open(opened[0], create=False) as book, book.read() as tx:
        assert tx.contacts.counts().all == 50
        assert not book.facts.read_only
