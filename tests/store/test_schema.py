"""The schema that Alembic makes is the one that the tables describe."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from contactdesk.errors import BookError
from contactdesk.model.contact import Address, Contact, Entry, Membership
from contactdesk.model.event import Event
from contactdesk.store import tables as t
from contactdesk.store.book import Book
from contactdesk.store.opening import SCHEMA

FULL_TEXT = ("name_index", "text_index")


def test_a_new_book_has_exactly_the_tables_described(a_book: Callable[..., Any]) -> None:
    with a_book().read() as tx:

        def is_ours(_object: Any, name: str | None, kind: str, *_more: Any) -> bool:
            return not (kind == "table" and (name or "").startswith((*FULL_TEXT, "alembic")))

        context = MigrationContext.configure(
            tx.connection, opts={"include_object": is_ours, "compare_server_default": True}
        )
        assert compare_metadata(context, t.metadata) == []


def test_every_table_is_made_with_the_same_words_as_it_is_described(
    a_book: Callable[..., Any],
) -> None:
    """What a comparison of columns does not see: WITHOUT ROWID, partial indexes, cascades."""
    described = {table.name: table for table in t.metadata.sorted_tables}
    with a_book().read() as tx:
        rows = tx.connection.exec_driver_sql("SELECT name, sql FROM sqlite_master").all()
        made = {r[0]: r[1] for r in rows if r[1]}
    for name, table in described.items():
        sql = made[name].upper()
        without_rowid = table.dialect_options["sqlite"]["with_rowid"] is False
        assert ("WITHOUT ROWID" in sql) == without_rowid, name
        autoincrement = bool(table.dialect_options["sqlite"]["autoincrement"])
        assert ("AUTOINCREMENT" in sql) == autoincrement, name
        cascades = sum(1 for key in table.foreign_keys if key.ondelete == "CASCADE")
        assert sql.count("ON DELETE CASCADE") == cascades, name
        for index in table.indexes:
            where = index.dialect_options["sqlite"]["where"]
            assert (" WHERE " in made[str(index.name)].upper()) == (where is not None), index.name
    for statement in t.FULL_TEXT:
        name = statement.split()[3]
        assert re.sub(r"\s", "", made[name]) == re.sub(r"\s", "", statement)


def test_an_item_has_a_column_for_each_of_its_fields() -> None:
    for kind, table in ((Entry, t.entry), (Address, t.address), (Membership, t.membership)):
        columns = {c.name for c in table.columns}
        assert set(kind.__dataclass_fields__) <= columns


def test_an_event_has_a_column_for_each_of_its_fields() -> None:
    assert set(Event.__dataclass_fields__) <= {c.name for c in t.event.columns}


def test_a_book_of_an_earlier_day_opens_and_works_on(
    tmp_path: Path, consistent: Callable[..., Any]
) -> None:
    """One file of every schema lies in tests/data/books (made by make_book.py there)."""
    kept = Path(__file__).parents[1] / "data" / "books"
    for schema in range(1, SCHEMA + 1):
        path = tmp_path / f"{schema}.cdk"
        path.write_bytes((kept / f"schema-{schema}.cdk").read_bytes())
        with Book.open(path) as book:
            assert book.facts.read_only == ""
            assert book.check() == []
            everybody = consistent(book, ("anna", "lodz", "501234567", "chen"))
            names = {c.number: c.formatted_name for c in everybody}
            assert names == {1: "Anna Nowak", 2: "陳怡君", 3: "Baltica"}
            with book.write("Delete") as tx:
                tx.contacts.delete([1])
            assert book.undo() is not None
            consistent(book, ("anna", "lodz", "501234567", "chen"))


def test_an_index_of_an_older_book_becomes_todays_when_it_is_filled_anew(
    tmp_path: Path, consistent: Callable[..., Any]
) -> None:
    older = Path(__file__).parents[1] / "data" / "books" / "schema-8.cdk"
    path = tmp_path / "8.cdk"
    path.write_bytes(older.read_bytes())
    with Book.open(path) as book:
        with book.write("Put names in order") as tx:
            tx.contacts.order.rebuild()
        with book.read() as tx:
            sql = "SELECT sql FROM sqlite_master WHERE name IN ('name_index', 'text_index')"
            made = [re.sub(r"\s", "", row[0]) for row in tx.connection.exec_driver_sql(sql)]
        assert sorted(made) == sorted(re.sub(r"\s", "", statement) for statement in t.FULL_TEXT)
        consistent(book, ("anna", "lod", "501", "chen"))
        assert book.check() == []


@pytest.mark.parametrize("table", ["contact", "setting", "change", "name_order"])
def test_a_book_from_which_a_table_is_missing_says_so(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], tmp_path: Path, table: str
) -> None:
    a_book(a_contact()).close()
    path = tmp_path / "office.cdk"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(f"DROP TABLE {table}")
        connection.commit()
    with pytest.raises(BookError, match=table):
        open_and_delete(path)


def open_and_delete(path: Path) -> None:
    with Book.open(path) as book, book.write("Delete") as tx:
        tx.contacts.delete([1])
