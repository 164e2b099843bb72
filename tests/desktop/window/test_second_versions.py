"""A second version beside the book: told in a banner, looked at in a sheet, brought in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from contactdesk.desktop.feedback import Banner
from contactdesk.desktop.labels import Label
from contactdesk.store.book import Book

NAME = "office (conflicted copy 2026-11-24).cdk"
Key = Qt.Key


def edit(book: Book, number: int, note: str) -> None:
    with book.write("Edit") as tx:
        base = tx.contacts.get(number)
        tx.contacts.save(replace(base, note=note), base)


@pytest.fixture
def office(opened: Any, a_contact: Any, the_book_itself: Any, tmp_path: Path) -> Any:
    """A window on a book, and a second version in which both people have another note."""
    made = opened(a_contact("Anna Nowak"), a_contact("Jan Kos"))
    made.shows("Jan Kos", "Anna Nowak")
    with the_book_itself():
        with Book.open(tmp_path / "office.cdk") as book:
            book.backup(tmp_path / NAME)
            edit(book, 1, "here")
        with Book.open(tmp_path / NAME) as book:
            edit(book, 1, "there")
            edit(book, 2, "there")
    made.copy, made.flow = tmp_path / NAME, made.window.place.copies
    return made


@pytest.fixture
def notes(office: Any, the_book_itself: Any) -> Callable[[], list[str]]:
    def read() -> list[str]:
        with the_book_itself(), Book.open(office.desk.path) as book, book.read() as tx:
            return [tx.contacts.get(n).note for n in (1, 2)]

    return read


def sheet_of(office: Any) -> Any:
    """The sheet to which the banner leads, once it has looked."""
    office.flow.look()
    office.until(lambda: banner(office) is not None)
    banner(office).button.click()
    office.until(lambda: office.flow.sheet is not None and office.flow.sheet.go.isEnabled())
    return office.flow.sheet


def banner(office: Any) -> Banner | None:
    found = [b for b in office.window.findChildren(Banner) if b.isVisible()]
    return next((b for b in found if NAME in b.words.text()), None)


def words(sheet: Any) -> str:
    return "\n".join(label.text() for label in sheet.findChildren(Label) if label.isVisible())


def test_it_is_told_shown_with_its_clashes_and_brought_in_by_keyboard(
    office: Any, notes: Callable[[], list[str]]
) -> None:
    sheet = sheet_of(office)
    told = words(sheet)
    assert "2 steps by" in told
    assert "Would come: 1 changed" in told
    assert "Person 1" in told
    for said in ("Anna Nowak, Note", "Here: here", "There: there"):
        assert said in told
    QTest.keyClick(sheet.go, Key.Key_Return)
    office.until(lambda: "Brought in" in office.window.toast.text())
    assert notes() == ["here", "there"]
    assert not office.copy.exists()
    assert (office.copy.parent / "office.merged-copy.cdk").exists()
    office.until(lambda: banner(office) is None)
    office.desk.undo()
    office.until(lambda: notes() == ["here", ""])


def test_what_is_there_may_be_kept(office: Any, notes: Callable[[], list[str]]) -> None:
    sheet = sheet_of(office)
    (row,) = sheet.clashes.rows
    assert not sheet.side.isVisible()
    QTest.keyClick(row.side, Key.Key_Right)
    sheet.go.click()
    office.until(lambda: notes() == ["there", "there"])


def test_of_several_each_is_answered_by_itself_or_all_at_once(
    office: Any, notes: Callable[[], list[str]], the_book_itself: Any
) -> None:
    with the_book_itself(), Book.open(office.desk.path) as book:
        edit(book, 2, "mine")
    sheet = sheet_of(office)
    assert sheet.side.isVisible()
    QTest.keyClick(sheet.side, Key.Key_Right)
    first, second = sheet.clashes.rows
    assert first.side.value() is second.side.value() is True
    QTest.keyClick(second.side, Key.Key_Left)
    sheet.go.click()
    office.until(lambda: notes() == ["there", "mine"])


def test_later_is_later(office: Any, notes: Callable[[], list[str]]) -> None:
    sheet = sheet_of(office)
    QTest.keyClick(sheet, Key.Key_Escape)
    office.until(lambda: not office.flow.work.is_busy)
    assert office.copy.exists()
    assert notes() == ["here", ""]
    banner(office).button.click()
    office.until(lambda: office.flow.sheet is not sheet and office.flow.sheet.go.isEnabled())


def test_a_file_that_is_no_second_version_says_why(office: Any) -> None:
    office.copy.write_bytes(b"no book")
    office.flow.look()
    office.until(lambda: banner(office) is not None)
    banner(office).button.click()
    office.until(lambda: "Looking at" not in office.flow.sheet.text.text())
    assert not office.flow.sheet.go.isEnabled()
    assert office.copy.read_bytes() == b"no book"
    office.flow.sheet.dismiss()


def test_one_without_anything_new_is_only_put_aside(
    office: Any, the_book_itself: Any, tmp_path: Path
) -> None:
    office.copy.unlink()
    with the_book_itself(), Book.open(office.desk.path) as book:
        book.backup(office.copy)
    sheet = sheet_of(office)
    assert "Nothing in" in words(sheet)
    sheet.go.click()
    office.until(lambda: not office.copy.exists())
    assert (tmp_path / "office.merged-copy.cdk").exists()
