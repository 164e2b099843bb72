"""A book opens as what it is: new, newer, not there; and where it begins."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from contactdesk.errors import (
    BookError,
    BookReadOnly,
    BookTooNew,
    BookUnreachable,
)
from contactdesk.model.contact import Contact
from contactdesk.store import guard
from contactdesk.store.book import Book
from contactdesk.store.first_page import first_page
from contactdesk.store.listing import ListQuery


def sql(path: Path | str, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def names(book: Book) -> list[str]:
    with book.read() as tx:
        return [r.name for r in tx.contacts.rows(tx.contacts.listing(ListQuery()).numbers)]


# a new book


def test_a_new_book_is_a_contactdesk_book_of_todays_schema(closed_book: Path) -> None:
    with closing(sqlite3.connect(closed_book)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (0x43446B31,)
        assert connection.execute("PRAGMA user_version").fetchone() == (8,)
        stored = dict(connection.execute("SELECT name, value FROM setting"))
    assert (stored["min_reader"], stored["min_writer"], stored["sort_by"]) == ("1", "8", "family")


def test_a_book_never_uses_the_write_ahead_log(closed_book: Path) -> None:
    sql(closed_book, "PRAGMA user_version")
    with Book.open(closed_book) as book, book.write("Edit") as tx:
        mode = tx.connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        tx.contacts.delete([1])
        assert sorted(p.name for p in closed_book.parent.glob("office*")) == [
            "office.cdk", "office.cdk-journal",
        ]  # fmt: skip
    assert mode == "delete"
    assert [p.name for p in closed_book.parent.glob("office*")] == ["office.cdk"]


def test_a_book_that_somebody_switched_to_the_write_ahead_log_is_switched_back(
    closed_book: Path,
) -> None:
    sql(closed_book, "PRAGMA journal_mode=WAL")
    with Book.open(closed_book) as book:
        with book.write("Edit") as tx:
            tx.contacts.delete([1])
        with book.read() as tx:
            assert tx.connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"


def test_every_connection_is_set_for_shared_files(closed_book: Path) -> None:
    with Book.open(closed_book) as book, book.read() as tx:
        found = {
            name: tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "trusted_schema", "mmap_size", "synchronous")
        }
    assert found == {"foreign_keys": 1, "trusted_schema": 0, "mmap_size": 0, "synchronous": 2}


def test_a_book_is_opened_by_path_or_address_with_any_letters(
    a_contact: Callable[..., Contact], tmp_path: Path
) -> None:
    path = tmp_path / "Łódź 100% #1?&x=y 陳.cdk"
    with Book.open(path) as book, book.write("Add") as tx:
        tx.contacts.add(a_contact())
    with Book.open(f"sqlite:///{path}", create=False) as book:
        assert names(book) == ["Anna Nowak"]
        assert (book.facts.name, book.facts.path) == (path.stem, str(path))
    assert path.is_file()


def test_an_empty_file_becomes_a_book(tmp_path: Path) -> None:
    path = tmp_path / "new.cdk"
    path.touch()
    with Book.open(path) as book:
        assert names(book) == []


# what is not there


@pytest.mark.parametrize("create", [True, False])
def test_a_missing_folder_is_said_and_nothing_is_made(tmp_path: Path, create: bool) -> None:
    with pytest.raises(BookUnreachable):
        Book.open(tmp_path / "away" / "office.cdk", create=create)
    assert not (tmp_path / "away").exists()


def test_a_missing_file_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(BookUnreachable, match=r"no file office.cdk"):
        Book.open(tmp_path / "office.cdk", create=False)
    assert not (tmp_path / "office.cdk").exists()


def test_a_folder_is_no_book(tmp_path: Path) -> None:
    with pytest.raises(BookUnreachable, match="folder"):
        Book.open(tmp_path)


def test_a_name_that_no_file_can_have_is_said_in_words(tmp_path: Path) -> None:
    for name in ("x" * 300 + ".cdk", "a\0b.cdk", "lone \udcff.cdk"):
        with pytest.raises(BookError):
            Book.open(tmp_path / name)


def test_a_book_that_is_taken_away_while_open_is_said_at_the_next_change(
    closed_book: Path,
) -> None:
    with Book.open(closed_book) as book:
        shutil.rmtree(closed_book.parent / "home", ignore_errors=True)
        closed_book.unlink()
        closed_book.parent.rename(closed_book.parent.with_name("moved"))
        try:
            with pytest.raises(BookError), book.write("Edit") as tx:
                tx.contacts.delete([1])
        finally:
            closed_book.parent.with_name("moved").rename(closed_book.parent)


# newer books


def test_a_newer_book_opens_for_reading_with_its_sentence(closed_book: Path) -> None:
    sql(closed_book, "PRAGMA user_version = 9",
        "UPDATE setting SET value = '9' WHERE name = 'min_writer'")  # fmt: skip
    assert first_page(closed_book) is None
    with Book.open(closed_book) as book:
        assert "newer ContactDesk" in book.facts.read_only
        assert len(names(book)) == 3
        with book.read() as tx:
            assert tx.contacts.search("anna").numbers == [1]
        for change in (lambda: book.configure(sort_by="given"), book.undo, lambda: book.revert(1)):
            with pytest.raises(BookReadOnly, match="newer ContactDesk"):
                change()
        with pytest.raises(BookReadOnly), book.write("Edit"):
            pass


def test_a_newer_book_that_may_still_be_written_is_left_for_reading_only_by_its_schema(
    closed_book: Path,
) -> None:
    sql(closed_book, "PRAGMA user_version = 9")
    with Book.open(closed_book) as book:
        assert "newer ContactDesk" in book.facts.read_only


def test_a_book_that_only_a_newer_program_can_read_is_refused_and_left(closed_book: Path) -> None:
    sql(closed_book, "PRAGMA user_version = 9",
        "UPDATE setting SET value = '9' WHERE name IN ('min_reader', 'min_writer')")  # fmt: skip
    before = closed_book.read_bytes()
    with pytest.raises(BookTooNew, match="only that one can open it"):
        Book.open(closed_book)
    assert closed_book.read_bytes() == before


def test_a_newer_program_at_work_meanwhile_ends_writing_at_once(closed_book: Path) -> None:
    with Book.open(closed_book) as book:
        sql(closed_book, "UPDATE setting SET value = '9' WHERE name = 'min_writer'")
        with pytest.raises(BookTooNew, match="newer ContactDesk"), book.write("Edit") as tx:
            tx.contacts.delete([1])
        assert len(names(book)) == 3
        assert "newer ContactDesk" in book.facts.read_only


def test_settings_that_make_no_sense_do_not_stop_the_book(closed_book: Path) -> None:
    sql(closed_book, "UPDATE setting SET value = 'nonsense' WHERE name LIKE 'min_%'",
        "UPDATE setting SET value = NULL WHERE name = 'region'")  # fmt: skip
    with Book.open(closed_book) as book:
        assert len(names(book)) == 3
        book.poll()


# the window's thread


def test_the_windows_thread_may_not_touch_a_book(closed_book: Path, tmp_path: Path) -> None:
    with Book.open(closed_book) as book:
        guard.forbid_this_thread()
        try:
            for touch in (
                lambda: Book.open(closed_book),
                lambda: first_page(closed_book),
                lambda: names(book),
                book.poll,
                book.undo,
                book.undo_labels,
                book.check,
                lambda: book.backup(tmp_path / "copy.cdk"),
                lambda: book.configure(sort_by="given"),
            ):
                with pytest.raises(guard.BookOnWindowThread):
                    touch()
            with pytest.raises(guard.BookOnWindowThread), book.write("Edit"):
                pass
        finally:
            guard.allow_this_thread()
        assert len(names(book)) == 3


# the first page


def test_the_first_page_is_what_the_list_begins_with(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], tmp_path: Path
) -> None:
    book = a_book(*(a_contact(f"Anna Nr{n:02d}", organisation="Baltica") for n in range(30)),
                  a_contact("Baltica", kind="org"))  # fmt: skip
    with book.write("Star") as tx:
        tx.contacts.star([3], True)
        tx.contacts.delete([1])
    with book.read() as tx:
        numbers = tx.contacts.listing(ListQuery()).numbers
        rows, counts = tx.contacts.rows(numbers[:20]), tx.contacts.counts()
        turned = tx.contacts.rows(numbers[:20], family_first=True)
    page = first_page(tmp_path / "office.cdk", 20)
    assert page is not None
    assert (page.rows, page.total) == (rows, 30)
    assert page.counts == counts._replace(categories=())
    page = first_page(tmp_path / "office.cdk", 20, family_first=True)
    assert page is not None
    assert page.rows == turned


def test_there_is_no_first_page_without_a_book(tmp_path: Path) -> None:
    assert first_page(tmp_path / "office.cdk") is None
    assert first_page(tmp_path) is None
    assert not (tmp_path / "office.cdk").exists()
