"""A book opens as what it is: new, whole, newer, read-only, damaged, gone, locked, or no book."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk.errors import (
    BookDamaged,
    BookError,
    BookLocked,
    BookReadOnly,
    BookTooNew,
    BookUnreachable,
)
from contactdesk.model.contact import Contact
from contactdesk.store import guard
from contactdesk.store.book import Book
from contactdesk.store.first_page import first_page
from contactdesk.store.listing import ListQuery

AS_NOBODY = """
import os, sys, tempfile
from contactdesk.errors import BookError
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery
with tempfile.TemporaryDirectory() as folder:  # everything is imported while it may be read
    Book.open(folder + "/a.cdk").close()
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
try:
    with Book.open(sys.argv[1], create=len(sys.argv) > 2) as book:
        print("read only:", book.facts.read_only)
        with book.read() as tx:
            print("contacts:", len(tx.contacts.listing(ListQuery()).numbers))
        try:
            with book.write("Try") as tx:
                tx.contacts.delete([1])
            print("written")
        except BookError as error:
            print("write:", type(error).__name__)
except BookError as error:
    print("open:", type(error).__name__, error.message)
"""
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else"
)


def sql(path: Path | str, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def names(book: Book) -> list[str]:
    with book.read() as tx:
        return [r.name for r in tx.contacts.rows(tx.contacts.listing(ListQuery()).numbers)]


@pytest.fixture
def closed_book(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], tmp_path: Path
) -> Path:
    """A book with three contacts that nobody has open."""
    book = a_book(
        a_contact("Anna Nowak", phones=["+48501234567"], note="x" * 9_000),
        a_contact("Łucja Żak", nicknames=["Lusia"], emails=["l@b.example"]),
        a_contact("Baltica", kind="org"),
    )
    book.close()
    return tmp_path / "office.cdk"


# a new book


def test_a_new_book_is_a_contactdesk_book_of_todays_schema(closed_book: Path) -> None:
    with closing(sqlite3.connect(closed_book)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (0x43446B31,)
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        stored = dict(connection.execute("SELECT name, value FROM setting"))
    assert (stored["min_reader"], stored["min_writer"], stored["sort_by"]) == ("1", "1", "family")


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


# what is no book, or no whole one


@pytest.mark.parametrize(
    "content",
    [
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna\r\nEND:VCARD\r\n",
        b"\x89PNG\r\n\x1a\n" + bytes(2_000),
        bytes(4_096),
        b"SQLite format 3\0" + bytes(50),
        b"SQLite format 3\0" + b"\xff" * 8_000,
        b"x",
    ],
)
def test_a_file_of_another_kind_is_refused_and_left_as_it_is(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "office.cdk"
    path.write_bytes(content)
    with pytest.raises(BookDamaged, match=r"not a whole|did not answer"):
        Book.open(path)
    assert path.read_bytes() == content
    assert first_page(path) is None


def test_another_programs_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    sql(path, "CREATE TABLE contact (name TEXT)", "INSERT INTO contact VALUES ('Anna')")
    before = path.read_bytes()
    with pytest.raises(BookDamaged):
        Book.open(path)
    assert path.read_bytes() == before
    assert first_page(path) is None


def test_a_database_that_only_says_it_is_a_book_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.cdk"
    sql(path, "PRAGMA application_id = 0x43446B31", "PRAGMA user_version = 1",
        "CREATE TABLE setting (name TEXT, value TEXT)")  # fmt: skip
    with pytest.raises(BookDamaged):
        Book.open(path)
    assert first_page(path) is None


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_book_cut_short_opens_read_only_or_is_refused(closed_book: Path, share: float) -> None:
    whole = closed_book.read_bytes()
    cut = whole[: int(len(whole) * share)]
    closed_book.write_bytes(cut)
    with suppress(BookDamaged), Book.open(closed_book) as book:
        if not book.facts.read_only:  # only empty space was cut off
            assert names(book) == ["Baltica", "Anna Nowak", "Łucja Żak"]
            assert book.check() == []
    assert closed_book.read_bytes() == cut
    first_page(closed_book)


def test_random_damage_gives_a_sentence_or_the_right_answer_and_never_a_traceback(
    closed_book: Path,
) -> None:
    whole = closed_book.read_bytes()
    opened = 0
    for seed in range(60):
        rng = random.Random(seed)
        damaged = bytearray(whole)
        for _ in range(rng.choice((1, 4, 40))):
            at = rng.randrange(len(damaged))
            damaged[at : at + 16] = rng.randbytes(len(damaged[at : at + 16]))
        closed_book.write_bytes(damaged)
        first_page(closed_book)
        with suppress(BookError), Book.open(closed_book) as book:
            opened += 1
            look_at_everything(book)
    assert opened


def look_at_everything(book: Book) -> None:
    """Reads what there is; a `BookError` is an answer too."""
    with book.read() as tx:
        numbers = tx.contacts.listing(ListQuery()).numbers
        tx.contacts.rows(numbers)
        tx.contacts.get_many(numbers)
        tx.contacts.search("anna")
        tx.contacts.counts()
    if not book.facts.read_only:
        with book.write("Edit") as tx:
            base = tx.contacts.get(1)
            tx.contacts.save(replace(base, note="new"), base)
        book.undo()
    book.check()


def test_a_partly_damaged_book_opens_for_reading_with_the_way_out(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], tmp_path: Path
) -> None:
    book = a_book(*(a_contact(f"Anna Nr{n}", note="y" * 3_000) for n in range(50)))
    book.close()
    path = tmp_path / "office.cdk"
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'membership_linked'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    data = bytearray(path.read_bytes())
    data[(page - 1) * size : (page - 1) * size + 100] = b"\xff" * 100
    path.write_bytes(data)
    with Book.open(path) as book:
        assert "damaged" in book.facts.read_only
        assert "backup" in book.facts.read_only
        assert len(names(book)) == 50
        assert book.check() != []
        with pytest.raises(BookReadOnly, match="damaged"), book.write("Edit"):
            pass
    assert path.read_bytes() == bytes(data)


# newer books


def test_a_newer_book_opens_for_reading_with_its_sentence(closed_book: Path) -> None:
    sql(closed_book, "PRAGMA user_version = 2",
        "UPDATE setting SET value = '2' WHERE name = 'min_writer'")  # fmt: skip
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
    sql(closed_book, "PRAGMA user_version = 2")
    with Book.open(closed_book) as book:
        assert "newer ContactDesk" in book.facts.read_only


def test_a_book_that_only_a_newer_program_can_read_is_refused_and_left(closed_book: Path) -> None:
    sql(closed_book, "PRAGMA user_version = 2",
        "UPDATE setting SET value = '2' WHERE name IN ('min_reader', 'min_writer')")  # fmt: skip
    before = closed_book.read_bytes()
    with pytest.raises(BookTooNew, match="only that one can open it"):
        Book.open(closed_book)
    assert closed_book.read_bytes() == before


def test_a_newer_program_at_work_meanwhile_ends_writing_at_once(closed_book: Path) -> None:
    with Book.open(closed_book) as book:
        sql(closed_book, "UPDATE setting SET value = '2' WHERE name = 'min_writer'")
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


# hostile files


@pytest.mark.parametrize(
    "schema",
    [
        "CREATE TRIGGER t AFTER INSERT ON contact BEGIN DELETE FROM contact; END",
        "CREATE TRIGGER t AFTER UPDATE ON contact BEGIN UPDATE setting SET value = ''; END",
        "CREATE TRIGGER t AFTER INSERT ON star BEGIN SELECT load_extension('x'); END",
        "CREATE VIEW v AS WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i FROM n) "
        "SELECT i FROM n",
    ],
)
def test_a_file_that_brings_instructions_of_its_own_runs_none_of_them(
    closed_book: Path, schema: str
) -> None:
    sql(closed_book, schema)
    before = closed_book.read_bytes()
    with pytest.raises(BookDamaged, match="instructions"):
        Book.open(closed_book)
    assert first_page(closed_book) is None
    assert closed_book.read_bytes() == before


def test_a_view_in_the_place_of_a_table_is_never_asked(closed_book: Path) -> None:
    sql(closed_book, "DROP TABLE name_order",
        "CREATE VIEW name_order AS WITH RECURSIVE n(contact) AS (VALUES(1) UNION ALL "
        "SELECT contact + 1 FROM n) SELECT contact, contact AS rank FROM n")  # fmt: skip
    started = time.monotonic()
    assert first_page(closed_book) is None
    with pytest.raises(BookDamaged):
        Book.open(closed_book)
    assert time.monotonic() - started < 20


# who may write


def run_as_nobody(path: Path, *more: str) -> str:
    """Opens a book in a child process that is nobody: root may do everything, nobody may not."""
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(path), *more],
        env={**os.environ, "LOGNAME": "nobody", "HOME": "/"},
        capture_output=True, text=True, timeout=60, cwd="/", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def for_everybody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that every user can reach."""
    import tempfile

    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@as_root
@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o777), (0o666, 0o555)])
def test_a_file_or_folder_that_may_not_be_written_opens_for_reading(
    closed_book: Path, for_everybody: Path, file_mode: int, folder_mode: int
) -> None:
    path = for_everybody / "office.cdk"
    shutil.copy(closed_book, path)
    path.chmod(file_mode)
    for_everybody.chmod(folder_mode)
    told = run_as_nobody(path)
    assert "may be read but not changed here" in told
    assert "contacts: 3" in told
    assert "write: BookReadOnly" in told
    assert path.read_bytes() == closed_book.read_bytes()


@as_root
def test_a_file_that_may_not_even_be_read_is_said_in_words(
    closed_book: Path, for_everybody: Path
) -> None:
    path = for_everybody / "office.cdk"
    shutil.copy(closed_book, path)
    path.chmod(0o600)
    assert run_as_nobody(path).startswith("open: BookUnreachable")
    path.chmod(0o644)
    for_everybody.chmod(0o700)
    assert run_as_nobody(path).startswith("open: BookUnreachable")


def torn_copy(book: Path, to: Path) -> None:
    """The book as a power cut in the middle of a write leaves it: half changed, with a journal."""
    with closing(sqlite3.connect(book, isolation_level=None)) as other:
        other.execute("PRAGMA cache_size = 2")
        other.execute("BEGIN")
        other.execute("UPDATE contact SET note = ?, family = 'torn'", ("z" * 90_000,))
        shutil.copy(f"{book}-journal", f"{to}-journal")
        shutil.copy(book, to)
        other.execute("ROLLBACK")
    assert b"z" * 2_000 in to.read_bytes()


def test_a_write_that_was_cut_off_is_rolled_back_at_the_next_opening(
    closed_book: Path, tmp_path: Path
) -> None:
    torn = tmp_path / "torn.cdk"
    torn_copy(closed_book, torn)
    page = first_page(torn)
    assert page is None or [r.name for r in page.rows] == ["Baltica", "Anna Nowak", "Łucja Żak"]
    with Book.open(torn) as book:
        assert names(book) == ["Baltica", "Anna Nowak", "Łucja Żak"]
        assert book.check() == []
        assert not Path(f"{torn}-journal").exists()


@as_root
def test_a_write_that_was_cut_off_in_a_place_that_may_only_be_read_is_said_in_words(
    closed_book: Path, for_everybody: Path
) -> None:
    torn = for_everybody / "office.cdk"
    torn_copy(closed_book, torn)
    before = torn.read_bytes()
    torn.chmod(0o444)
    for_everybody.chmod(0o555)
    told = run_as_nobody(torn)
    assert told.startswith("open: BookReadOnly")
    assert "do not copy it before" in told  # a copy without its journal would be torn for good
    assert torn.read_bytes() == before


@as_root
def test_a_new_book_where_no_file_can_be_made_is_said_in_words(for_everybody: Path) -> None:
    told = run_as_nobody(for_everybody / "new.cdk", "create")
    assert told.startswith("open: BookUnreachable")
    assert list(for_everybody.iterdir()) == []


# locks


def test_a_book_that_another_program_keeps_busy_is_said_after_some_patience(
    closed_book: Path,
) -> None:
    with (
        Book.open(closed_book, patience=0.4) as book,
        closing(sqlite3.connect(closed_book, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        with pytest.raises(BookLocked, match="busy"), book.write("Edit") as tx:
            tx.contacts.delete([1])
        assert 0.3 < time.monotonic() - started < 5
        assert len(names(book)) == 3
        other.execute("ROLLBACK")
        with book.write("Edit") as tx:
            tx.contacts.delete([1])
        assert len(names(book)) == 2


def test_a_reader_that_holds_on_delays_a_write_and_loses_nothing(closed_book: Path) -> None:
    with (
        Book.open(closed_book, patience=0.4) as book,
        closing(sqlite3.connect(closed_book, isolation_level=None)) as other,
    ):
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM contact").fetchone()
        with pytest.raises(BookLocked), book.write("Edit") as tx:
            tx.contacts.delete([1])
        assert len(names(book)) == 3
        other.execute("COMMIT")
        with book.write("Edit") as tx:
            tx.contacts.delete([1])
        assert len(names(book)) == 2
        assert book.check() == []


def test_reading_waits_for_a_writer_that_is_just_committing(closed_book: Path) -> None:
    with (
        Book.open(closed_book, patience=0.4) as book,
        closing(sqlite3.connect(closed_book, isolation_level=None)) as other,
    ):
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BookLocked):
            names(book)
        other.execute("ROLLBACK")
        assert len(names(book)) == 3


def test_opening_a_book_that_is_locked_is_said_in_words(closed_book: Path) -> None:
    with closing(sqlite3.connect(closed_book, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert first_page(closed_book) is None
        with pytest.raises(BookLocked, match="busy"):
            Book.open(closed_book, patience=0.4)


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
