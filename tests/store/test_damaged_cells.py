"""A book with odd cells, indexes or an odd head is read as far as it goes, and never written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk.errors import BookDamaged, BookReadOnly
from contactdesk.model.contact import Contact, Membership
from contactdesk.operations.duplicates import find
from contactdesk.operations.exporting import export
from contactdesk.store import opening
from contactdesk.store.book import Book
from contactdesk.store.connecting import is_in_use
from contactdesk.store.first_page import first_page
from contactdesk.store.listing import ListQuery

BOOKS = Path(__file__).resolve().parents[1] / "data" / "books"
NAMES = ["Baltica", "Anna Nowak", "Łucja Żak"]


def changed(path: Path, *statements: str) -> bytes:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path.read_bytes()


@contextmanager
def unbound(path: Path, table: str) -> Iterator[sqlite3.Connection]:
    """The columns of a table take anything meanwhile."""
    words = "UPDATE sqlite_master SET sql = ? WHERE name = ?"
    with closing(sqlite3.connect(path)) as file:
        (sql,) = file.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        file.execute("PRAGMA writable_schema = ON")
        file.execute(words, (sql.replace(" TEXT", "").replace(" NOT NULL", ""), table))
        file.commit()
    with closing(sqlite3.connect(path)) as file:
        yield file
        file.execute("PRAGMA writable_schema = ON")
        file.execute(words, (sql, table))
        file.commit()


def pages_exchanged(path: Path, one: str, other: str) -> bytes:
    """The file after the first pages of two tables or indexes have changed places."""
    with closing(sqlite3.connect(path)) as connection:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        first, second = (connection.execute(sql, (name,)).fetchone()[0] for name in (one, other))
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    data = bytearray(path.read_bytes())
    a, b = (slice((page - 1) * size, page * size) for page in (first, second))
    data[a], data[b] = data[b], data[a]
    path.write_bytes(data)
    return bytes(data)


def names(book: Book) -> list[str]:
    with book.read() as tx:
        return [r.name for r in tx.contacts.rows(tx.contacts.listing(ListQuery()).numbers)]


def everybody(book: Book) -> list[Contact]:
    with book.read() as tx:
        return list(tx.contacts.get_many(tx.contacts.listing(ListQuery()).numbers))


def texts(book: Book) -> list[str]:
    """Notes and mails, as somebody who searches in them takes them."""
    with book.read() as tx:
        found = list(tx.contacts.get_many(tx.contacts.listing(ListQuery()).numbers))
        return [" ".join((c.note, *(mail.value for mail in c.emails))) for c in found]


def assert_read_and_left(path: Path, data: bytes, called: list[str] = NAMES) -> None:
    """The book opens for reading, all of it can be had, and no byte of the file is another."""
    with Book.open(path, create=False) as book:
        assert "damaged" in book.facts.read_only
        assert names(book) == called
        assert len(everybody(book)) == len(called)
        export(book, path.with_name("all.vcf"))
        find(book)
        with pytest.raises(BookReadOnly, match="damaged"), book.write("Edit"):
            pass
    path.with_name("all.vcf").unlink()
    assert path.read_bytes() == data
    assert list(path.parent.glob("office*")) == [path]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE entry SET value = x'ff41' WHERE field = 'emails'",
        "UPDATE contact SET note = x'4100ff' WHERE number = 1",
        "UPDATE contact SET extra = x'' WHERE number = 1",
        "UPDATE contact SET revision = 'many' WHERE number = 2",
        "UPDATE entry SET position = x'00'",
        "UPDATE entry SET field = 'pho' || char(0) || 'es' WHERE field = 'phones'",
    ],
)
def test_a_cell_of_another_kind_hides_nothing_else(closed_book: Path, damage: str) -> None:
    assert_read_and_left(closed_book, changed(closed_book, damage))


def test_a_number_or_nothing_where_a_text_is_due_is_read_as_a_text(closed_book: Path) -> None:
    with unbound(closed_book, "contact") as connection:
        connection.execute("UPDATE contact SET note = 7 WHERE number = 1")
        connection.execute("UPDATE contact SET note = NULL WHERE number = 2")
    assert_read_and_left(closed_book, closed_book.read_bytes())
    with Book.open(closed_book, create=False) as book:
        assert {c.number: c.note for c in everybody(book)} == {1: "7", 2: "", 3: ""}


def test_a_cell_of_another_kind_in_an_older_book_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "office.cdk"
    path.write_bytes((BOOKS / "schema-6.cdk").read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        (count,) = connection.execute(
            "SELECT count(*) FROM contact WHERE deleted_at = '' AND archived_at = '' "
            "AND NOT withdrawn"
        ).fetchone()
    data = changed(path, "UPDATE contact SET note = x'ff' WHERE number = 1")
    with Book.open(path, create=False) as book:
        assert "damaged" in book.facts.read_only
        assert len(everybody(book)) == count
    assert path.read_bytes() == data
    assert list(tmp_path.glob("office*")) == [path]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE entry SET value = x'ff41' WHERE field = 'emails'",
        "UPDATE contact SET note = CAST(x'41ff' AS TEXT) WHERE number = 1",
    ],
)
def test_damage_found_while_reading_is_told_once_and_then_the_rest_is_read(
    closed_book: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    """A big book is not looked through when it is opened."""
    monkeypatch.setattr(opening, "LOOKED_THROUGH_BELOW", 0)
    data = changed(closed_book, damage)
    with Book.open(closed_book, create=False) as book:
        assert not book.facts.read_only
        with pytest.raises(BookDamaged, match="open for reading"):
            texts(book)
        assert "damaged" in book.facts.read_only
        assert len(texts(book)) == 3
        assert [c.formatted_name for c in everybody(book)] == NAMES
        with pytest.raises(BookReadOnly, match="damaged"), book.write("Edit"):
            pass
    assert closed_book.read_bytes() == data


def test_a_mistake_of_the_programs_own_is_not_called_damage(closed_book: Path) -> None:
    with Book.open(closed_book) as book:
        with pytest.raises(TypeError), book.read():
            len(3)  # type: ignore[arg-type]  # the mistake
        assert not book.facts.read_only


def test_a_look_through_the_book_names_the_odd_cell(closed_book: Path) -> None:
    changed(closed_book, "UPDATE entry SET value = x'ff41' WHERE field = 'emails'")
    with Book.open(closed_book) as book:
        assert "odd value in entry.value" in book.check()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sqlite_autoindex_person_2", "entry_compare"),  # I seem not to be among its people
        ("sqlite_autoindex_setting_1", "entry_compare"),  # it seems to be of an older program
        ("contact_by_family", "membership_organisation"),
    ],
)
def test_an_index_that_says_something_else_is_not_believed(
    a_book: Callable[..., Any],
    a_contact: Callable[..., Contact],
    tmp_path: Path,
    one: str,
    other: str,
) -> None:
    works = (Membership(organisation="Żuraw"),)
    a_book(a_contact("Anna Nowak", memberships=works), a_contact("Łucja Żak")).close()
    path = tmp_path / "office.cdk"
    assert_read_and_left(path, pages_exchanged(path, one, other), NAMES[1:])


@pytest.mark.parametrize("index", ["sqlite_autoindex_person_2", "sqlite_autoindex_setting_1"])
def test_opening_writes_into_no_damaged_table_of_a_big_book(
    closed_book: Path, monkeypatch: pytest.MonkeyPatch, index: str
) -> None:
    monkeypatch.setattr(opening, "LOOKED_THROUGH_BELOW", 0)
    data = pages_exchanged(closed_book, index, "entry_compare")
    with Book.open(closed_book, create=False) as book:
        assert "damaged" in book.facts.read_only
    assert closed_book.read_bytes() == data


@pytest.mark.parametrize("schema", ["schema-6.cdk", "schema-8.cdk"])
@pytest.mark.parametrize(
    ("at", "byte"),
    [
        (18, 8),  # which versions of SQLite may write it: of today's none
        (19, 2),  # that it has a write-ahead log, yet may be written without
        (59, 8),  # an encoding of its texts that does not exist
    ],
)
def test_an_odd_head_leaves_the_book_as_it_is_and_nothing_beside_it(
    tmp_path: Path, schema: str, at: int, byte: int
) -> None:
    path = tmp_path / "office.cdk"
    data = bytearray((BOOKS / schema).read_bytes())
    data[at] = byte
    path.write_bytes(data)
    with Book.open(path, create=False) as book:
        assert "damaged" in book.facts.read_only
        assert names(book)
    assert path.read_bytes() == data
    assert list(tmp_path.glob("office*")) == [path]


def test_the_first_page_is_not_made_of_odd_cells(closed_book: Path) -> None:
    with Book.open(closed_book) as book, book.write("Work") as tx:
        anna = tx.contacts.get(1)
        works = (Membership(organisation="Baltica", job_title="buyer"),)
        tx.contacts.save(replace(anna, memberships=works), anna)
    assert first_page(closed_book) is not None
    changed(closed_book, "UPDATE membership SET job_title = x'ff41'")
    assert first_page(closed_book) is None


def test_a_file_that_was_refused_is_let_go_of(tmp_path: Path) -> None:
    path = tmp_path / "office.cdk"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 8_000)
    with pytest.raises(BookDamaged):
        Book.open(path, create=False)
    assert not is_in_use(path)


def test_who_opens_a_damaged_book_once_more_may_not_write_it_either(closed_book: Path) -> None:
    """A window opens its book several times, and looks through a sound one once."""
    data = changed(closed_book, "UPDATE entry SET value = x'ff41' WHERE field = 'emails'")
    with (
        Book.open(closed_book, create=False) as first,
        Book.open(closed_book, create=False, again=True) as second,
    ):
        assert "damaged" in first.facts.read_only
        assert second.facts.read_only == first.facts.read_only
        with pytest.raises(BookReadOnly, match="damaged"), second.write("Edit"):
            pass
    assert closed_book.read_bytes() == data


@pytest.mark.parametrize("claimed", [0, 1, opening.SCHEMA - 1])
def test_a_head_that_claims_an_older_schema_is_damage_and_no_reason_to_upgrade(
    closed_book: Path, claimed: int
) -> None:
    with closing(sqlite3.connect(closed_book)) as connection:
        connection.execute(f"PRAGMA user_version = {claimed}")
    assert_read_and_left(closed_book, closed_book.read_bytes())
