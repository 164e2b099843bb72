"""A book on a PostgreSQL server: what is particular to it. All else is in the suites of both."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from debian_postgres import PASSWORD, USER, PostgresServer
from sqlalchemy import inspect

from contactdesk.errors import (
    BookDamaged,
    BookError,
    BookLocked,
    BookReadOnly,
    BookTooNew,
    BookUnreachable,
    Cancelled,
    ServerUnreachable,
)
from contactdesk.model.contact import Contact
from contactdesk.operations.importing import import_files
from contactdesk.store import server_address, tables
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery
from contactdesk.store.presence import Here
from contactdesk.store.server_address import (
    PORT,
    ServerAddress,
    parsed,
    password_file,
    remember,
    shown,
)

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
COUNT = 10_000 if os.environ.get("CONTACTDESK_WHOLE_BOOK") else 700


@pytest.fixture
def a_database(postgres: PostgresServer) -> Iterator[Callable[..., str]]:
    """Makes a database on the server; gives its name."""
    made: list[str] = []

    def make(name: str, template: str = "template1") -> str:
        postgres.sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        made.append(name)
        return name

    yield make
    for name in made:
        postgres.sql(f'DROP DATABASE "{name}" WITH (FORCE)')


# the same answers


def everything_asked(book: Book, queries: list[str]) -> dict[str, Any]:
    """What lists, searches and histories of a book say."""
    said: dict[str, Any] = {}
    with book.read() as tx:
        contacts = tx.contacts
        scopes = [ListQuery(s) for s in ("all", "people", "organisations", "starred", "bin")]
        counts = contacts.counts()
        of_all = next(c.id for c in counts.categories if c.name == "Customer")
        for scope in (*scopes, ListQuery("category", of_all)):
            name = scope.scope
            listing = contacts.listing(scope)
            said[f"list {name}"] = (list(listing.numbers), listing.sections)
            said[f"top {name}"] = [(*r[2:], r.number) for r in contacts.top(scope)]
            for query in queries[:20]:
                said[f"{query} in {name}"] = contacts.search(query, scope, limit=30)
        for query in queries:
            said[f"search {query}"] = contacts.search(query)
        plain = [c._replace(id="") for c in counts.categories]
        said["counts"] = (counts._replace(categories=()), plain)
        numbers = list(contacts.listing(ListQuery()).numbers[:200])
        said["common"] = contacts.common(numbers)
        said["mail"] = contacts.mail_addresses(numbers)
        said["organisations"] = contacts.organisation_names("ko", 20)
        for number in numbers[:3]:
            entries = tx.history.of(contacts.get(number).id)
            said[f"history {number}"] = [(e.kind, e.label, e.fields) for e in entries]
    return said


def test_both_databases_give_the_same_answers_in_the_same_order(
    tmp_path: Path, postgres: PostgresServer, a_database: Callable[..., str], monkeypatch: Any
) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import generator

    cards = tmp_path / "cards.vcf"
    generator.write(cards, COUNT)
    queries = [*generator.queries(150), "4", "48600", "firm1.example", "customer", "x", "zażółć"]
    said = []
    places = (str(tmp_path / "office.cdk"), postgres.socket_url(a_database("same")))
    for place in places:
        with Book.open(place) as book:
            import_files(book, [cards])
            with book.write("Star and delete") as tx:
                tx.contacts.star([3, 5, 8], True)
                tx.contacts.delete([2, 9])
            with book.write("Edit") as tx:
                for number in list(tx.contacts.listing(ListQuery()).numbers[:40:2]):
                    base = tx.contacts.get(number)
                    mine = replace(base, family="Aaron", formatted_name="")
                    tx.contacts.save(mine, base=base)
            said.append(everything_asked(book, queries))
            assert book.check() == []
    assert said[0].keys() == said[1].keys()
    for question, answer in said[0].items():
        assert said[1][question] == answer, question


def test_the_tables_on_a_server_are_those_described(
    postgres: PostgresServer, a_database: Callable[..., str]
) -> None:
    with Book.open(postgres.socket_url(a_database("tables"))) as book, book.read() as tx:
        found = inspect(tx.connection)
        for table in tables.metadata.sorted_tables:
            columns = {c["name"]: c for c in found.get_columns(table.name)}
            assert set(columns) == {c.name for c in table.columns}
            for column in table.columns:
                assert columns[column.name]["nullable"] == column.nullable, column
            keys = [c.name for c in table.primary_key]
            assert found.get_pk_constraint(table.name)["constrained_columns"] == keys
            assert len(found.get_foreign_keys(table.name)) == len(table.foreign_keys)
            indexes = {i["name"] for i in found.get_indexes(table.name)}
            assert {str(i.name) for i in table.indexes} <= indexes
        collations = tx.connection.exec_driver_sql(
            "SELECT DISTINCT collation_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type = 'text'"
        ).scalars()
        assert list(collations) == ["C"]


# writers


def test_change_sets_get_their_numbers_in_the_order_of_their_commits(
    postgres: PostgresServer,
    a_database: Callable[..., str],
    a_contact: Callable[..., Contact],
) -> None:
    place = postgres.socket_url(a_database("turns", "empty_book"))
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with Book.open(place) as book, book.write("First") as tx:
            tx.contacts.add(a_contact("Anna Nowak"))
            begun.set()
            go_on.wait(20)

    def quick() -> None:
        with Book.open(place) as book, book.write("Second") as tx:
            tx.contacts.add(a_contact("Jan Kowal"))

    with Book.open(place) as watching:
        first, second = threading.Thread(target=slow), threading.Thread(target=quick)
        first.start()
        assert begun.wait(20)
        second.start()
        with (
            Book.open(place, patience=0.1) as impatient,
            pytest.raises(BookLocked, match="busy"),
            impatient.write("Third"),
        ):
            pass
        assert watching.poll() == []
        go_on.set()
        first.join(20)
        second.join(20)
        found = watching.poll()
    assert [c.label for c in found] == ["First", "Second"]
    assert found[0].id < found[1].id


def test_a_long_statement_ends_when_somebody_stops_it(
    postgres: PostgresServer, a_database: Callable[..., str]
) -> None:
    with Book.open(postgres.socket_url(a_database("long", "empty_book"))) as book:
        with pytest.raises(Cancelled), book.write("Long", stopped=lambda: True) as tx:
            tx.connection.exec_driver_sql("SELECT pg_sleep(60)")
        with book.write("Short") as tx:
            tx.contacts.add(Contact(formatted_name="Anna"))


# the server goes away


def lose(book: Book, contact: Contact, server: PostgresServer) -> None:
    with book.write("Lost") as tx:
        tx.contacts.add(contact)
        server.stop()


def test_a_server_that_goes_away_is_said_and_found_again(a_contact: Callable[..., Contact]) -> None:
    server = PostgresServer(safely=True)
    try:
        server.sql("CREATE DATABASE office")
        with Book.open(server.socket_url("office")) as book:
            with book.write("Add") as tx:
                tx.contacts.add(a_contact("Anna Nowak"))
            server.stop()
            with pytest.raises(BookUnreachable, match=r"is gone.*Try again"):
                book.poll()
            for _again in range(2):
                with pytest.raises(BookUnreachable, match=r"cannot be reached.*try again"):
                    book.poll()
                with pytest.raises(BookUnreachable), book.write("Lost") as tx:
                    tx.contacts.add(a_contact("Jan Kowal"))
            server.start()
            assert [c.label for c in book.poll()] == ["Add"]
            with book.write("Add") as tx:
                assert tx.contacts.counts().all == 1
                tx.contacts.add(a_contact("Ola Zet"))
            with pytest.raises(BookUnreachable, match="is gone"):
                lose(book, a_contact("Jan Kowal"), server)
            server.start()
            with book.read() as tx:
                assert tx.contacts.counts().all == 2
    finally:
        server.remove()


# who may open what


def refused(place: str, create: bool = True) -> ServerUnreachable:
    with pytest.raises(ServerUnreachable) as caught:
        Book.open(place, create=create)
    assert "s3cret" not in caught.value.message
    assert "wrong-word" not in caught.value.message
    return caught.value


def test_what_is_wrong_with_an_address_is_said_at_its_field(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    monkeypatch.setattr(server_address, "_typed", {})  # what another test typed for the server
    assert refused(postgres.url("empty_book")).field == "password"
    assert refused(postgres.url("empty_book", "wrong-word")).field == "password"
    assert refused(postgres.url("empty_book", "wrong-word", user="nobody")).field == "password"
    assert refused(postgres.url("nowhere", PASSWORD)).field == "database"
    assert refused("postgresql://desk@127.0.0.1:1/office").field == "host"
    for odd in ("postgresql://", "postgresql://host", "postgresql://h:port/x", "postgres://h:0/x"):
        with pytest.raises(BookUnreachable, match="no address"):
            Book.open(odd)


def test_a_password_is_never_in_what_is_shown_or_kept(
    postgres: PostgresServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    with Book.open(postgres.url("empty_book", PASSWORD)) as book:
        assert book.facts.path == postgres.url("empty_book")
        assert PASSWORD not in repr((book.facts, vars(book)))
        assert shown(postgres.url("empty_book", PASSWORD)) == book.facts.path
        # typed once, it is known until the program ends
        Book.open(book.facts.path, create=False).close()
    assert "s3cret" not in caplog.text
    assert "s3cret" not in shown("postgresql://desk:s3cret@host:nonsense/x")


def test_a_remembered_password_is_in_the_persons_own_file_only(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pgpass"))
    password_file().write_text("other:5432:db:me:word\n", encoding="utf-8")
    postgres.sql("DROP ROLE IF EXISTS ola")
    postgres.sql(r"CREATE ROLE ola LOGIN PASSWORD 'a:b\c'")
    postgres.sql("GRANT pg_read_all_data TO ola")
    place = postgres.url("empty_book", user="ola")
    address, nothing = parsed(place)
    assert nothing == ""
    for word in ("old", r"a:b\c"):
        remember(address, word)
    assert len(password_file().read_text(encoding="utf-8").splitlines()) == 2
    if sys.platform != "win32":
        assert password_file().stat().st_mode & 0o777 == 0o600
    with Book.open(place) as book:
        assert "may be read but not changed by ola" in book.facts.read_only
        with book.read() as tx:
            assert tx.contacts.counts().all == 0
        with pytest.raises(BookReadOnly), book.write("Edit"):
            pass
    postgres.sql("DROP ROLE ola")


def test_a_database_of_something_else_is_refused_and_left(
    postgres: PostgresServer, a_database: Callable[..., str]
) -> None:
    name = a_database("shop")
    postgres.sql("CREATE TABLE setting (name TEXT, value TEXT)", name)
    with pytest.raises(BookDamaged, match=r"holds something else.*untouched"):
        Book.open(postgres.socket_url(name))
    assert postgres.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", name) == [
        ("setting",)
    ]


def test_an_empty_database_becomes_a_book_only_where_one_is_wanted(
    postgres: PostgresServer, a_database: Callable[..., str]
) -> None:
    name = a_database("fresh")
    with pytest.raises(BookError, match="is empty"):
        Book.open(postgres.socket_url(name), create=False)
    with Book.open(postgres.socket_url(name)) as book:
        assert (book.facts.name, book.facts.read_only) == ("fresh", "")


def test_a_newer_book_on_a_server_is_read_and_left(
    postgres: PostgresServer, a_database: Callable[..., str]
) -> None:
    name = a_database("newer", "empty_book")
    with Book.open(postgres.socket_url(name)) as book:
        postgres.sql("UPDATE setting SET value = '99' WHERE name = 'min_writer'", name)
        with pytest.raises(BookTooNew, match="newer ContactDesk"), book.write("Edit"):
            pass
    with Book.open(postgres.socket_url(name)) as book:
        assert "newer ContactDesk" in book.facts.read_only
    postgres.sql("UPDATE setting SET value = '99' WHERE name = 'min_reader'", name)
    with pytest.raises(BookTooNew, match="only that one can open it"):
        Book.open(postgres.socket_url(name))


# copies and looks


def test_a_copy_of_a_servers_book_is_a_whole_file(
    postgres: PostgresServer,
    a_database: Callable[..., str],
    a_contact: Callable[..., Contact],
    tmp_path: Path,
    consistent: Callable[..., Any],
) -> None:
    with Book.open(postgres.socket_url(a_database("copied", "empty_book"))) as book:
        with book.write("Add") as tx:
            photo = tx.contacts.keep_photo(b"\x00\x01\\ picture" * 50_000, "image/png")
            for n in range(60):
                tx.contacts.add(a_contact(f"Anna Nr{n}", note="a\\b\tc\r\nd", photo=photo))
            tx.contacts.keep_originals([(1, "3.0", "a.vcf", b"BEGIN\\\x00\r\n")] * 30)
        book.backup(tmp_path / "copy.cdk")
        assert [p.name for p in tmp_path.glob("copy*")] == ["copy.cdk"]
        with Book.open(tmp_path / "copy.cdk") as copy:
            assert copy.check() == []
            assert copy.facts[2:] == book.facts[2:]
            both = [consistent(each, ("anna", "nr7")) for each in (copy, book)]
            assert sorted(both[0], key=lambda c: c.number) == sorted(
                both[1], key=lambda c: c.number
            )
            assert copy.undo_labels() == book.undo_labels()
            with copy.read() as one, book.read() as other:
                assert one.contacts.originals(1) == other.contacts.originals(1)
                assert one.contacts.photo(photo.sha256) == other.contacts.photo(photo.sha256)


def test_a_check_finds_what_does_not_fit_together(
    postgres: PostgresServer, a_database: Callable[..., str], a_contact: Callable[..., Contact]
) -> None:
    name = a_database("odd", "empty_book")
    with Book.open(postgres.socket_url(name)) as book:
        with book.write("Add") as tx:
            tx.contacts.add(a_contact())
        assert book.check() == []
        postgres.sql("DELETE FROM text_index", name)
        assert book.check() == ["1 contacts missing from the search of all fields"]


def test_addresses_are_read_and_written_alike() -> None:
    for url in (
        "postgresql://ola@server.example/office",
        "postgresql://ola@server.example:5433/office?sslmode=require",
        "postgresql://[::1]/office",
        "postgresql:///office?host=/run/postgresql",
        "postgresql://Łucja%40x@server/b%C3%B3r%20x",
    ):
        address, _none = parsed(url)
        assert parsed(address.url) == (address, "")
    address, password = parsed("postgresql://ola:a%3Ab@server/office")
    assert (address, password) == (ServerAddress("server", PORT, "office", "ola"), "a:b")
    assert USER not in address.url


def test_windows_of_a_servers_book_know_of_each_other(
    postgres: PostgresServer, a_database: Callable[..., str], tmp_path: Path
) -> None:
    place = postgres.socket_url(a_database("presence", "empty_book"))
    with Book.open(place) as one, Book.open(place) as other:
        anna, jan = one.presence(), other.presence()
        me = Here("", "id-1", "Anna", "3", "desk", "2026-01-01T10:00:00Z", "contact-1")
        assert jan.others() == []
        with one.write("An import that takes long"):
            anna.tell(me)
            assert jan.others() == [me._replace(window=anna.window)]
            assert anna.others() == []
        assert other.news() is None
        one.backup(tmp_path / "copy.cdk")
        with Book.open(tmp_path / "copy.cdk") as copy, copy.read() as tx:
            sql = "SELECT count(*) FROM setting WHERE name LIKE 'presence%'"
            assert tx.connection.exec_driver_sql(sql).scalar() == 0
        anna.leave()
        assert jan.others() == []
