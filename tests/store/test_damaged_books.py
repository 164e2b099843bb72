"""What is no book, or no whole one, gets a sentence and is left as it is; nothing in it runs."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk.errors import (
    BookDamaged,
    BookError,
    BookReadOnly,
    BookUnreachable,
)
from contactdesk.model.contact import Contact
from contactdesk.store import database
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


def test_damage_on_a_drive_is_believed_only_when_it_stays(
    mounted: Callable[..., None], closed_book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A computer whose cable was out may see old pages beside new ones for a moment."""
    mounted("nfs4")
    sound = closed_book.read_bytes()
    changed = int.from_bytes(sound[24:28]) + 1  # by that number SQLite knows of another's commit
    torn = sound[:24] + changed.to_bytes(4) + sound[28:4_096] + b"\x7f" * (len(sound) - 4_096)
    with Book.open(closed_book, create=False) as book:
        write_over(closed_book, torn)
        with pytest.raises(BookUnreachable):
            names(book)
        monkeypatch.setattr(database, "DOUBT_SECONDS", (0.0, 60.0))
        with pytest.raises(BookDamaged):
            names(book)
        write_over(closed_book, sound[:24] + (changed + 1).to_bytes(4) + sound[28:])
        assert len(names(book)) == 3


def write_over(path: Path, content: bytes) -> None:
    """In place, and by a file that stays open: closing it would give up SQLite's locks."""
    handle = os.open(path, os.O_WRONLY)
    os.pwrite(handle, content, 0)
