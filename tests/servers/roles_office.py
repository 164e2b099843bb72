"""A book on a server with roles, and a person for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import psycopg
from debian_postgres import PostgresServer

from contactdesk.model.contact import Contact
from contactdesk.model.custom import FieldDefinition
from contactdesk.model.event import Event
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery
from contactdesk.store.postgres_rights import roles_of

WORD = "a-Word-1"
PEOPLE = {"viewer": "roles_vera", "editor": "roles_edi", "manager": "roles_mona"}
OWNER = "roles_owner"


class Office:
    """The book, its people, and the address for each."""

    def __init__(self, server: PostgresServer) -> None:
        self.server = server
        for name in (OWNER, *PEOPLE.values(), "roles_eva", "roles_nina"):
            server.sql(f"CREATE ROLE {name} LOGIN PASSWORD '{WORD}'")
        server.sql(f"CREATE DATABASE roles OWNER {OWNER}")
        with Book.open(self.url(OWNER)) as book, book.write("Fill") as tx:
            for name in ("Anna Nowak", "Jan Kowal", "Ola Zet"):
                made = tx.contacts.add(Contact(formatted_name=name, note="x" * 9_000))
                tx.contacts.save(replace(made, note="y" * 9_000), base=made)  # the log has a blob
            tx.events.add(Event(component="task", summary="Call"))
            tx.custom_fields.add(FieldDefinition(label="Shoe size"))
        with roles_of(server.socket_url("roles")) as roles:
            roles.set_up()
            for role, name in PEOPLE.items():
                roles.grant(name, role)
            roles.grant("roles_eva", "editor")

    def url(self, name: str) -> str:
        return self.server.url("roles", WORD, user=name)

    @contextmanager
    def book(self, role: str) -> Iterator[Book]:
        with Book.open(self.url(PEOPLE[role]), create=False) as book:
            yield book

    def end(self) -> None:
        self.server.sql("DROP DATABASE roles WITH (FORCE)")
        groups = ("roles_manager", "roles_editor", "roles_viewer")
        for name in (OWNER, *PEOPLE.values(), "roles_eva", "roles_nina", *groups):
            self.server.sql(f"DROP ROLE {name}")


def rows(office: Office, name: str, sql: str) -> int:
    """How many rows a statement finds or would change, as somebody who connects with psql."""
    with psycopg.connect(office.url(name)) as connection:
        found: Any = connection.execute(sql)  # type: ignore[call-overload]
        connection.rollback()
        return int(found.rowcount)


def opened(office: Office, name: str) -> Book:
    return Book.open(office.url(name), create=False)


def my_id(book: Book) -> str:
    with book.read() as tx:
        return str(tx.people.me().id)


def contact(name: str, **more: Any) -> Contact:
    given, _space, family = name.rpartition(" ")
    return Contact(formatted_name=name, given=given, family=family, **more)


def keep_private(book: Book, name: str = "Zosia Secret", **more: Any) -> Contact:
    me = my_id(book)
    with book.write(f"Add {name}") as tx:
        return tx.contacts.add(contact(name, owner=me, private_to=me, **more))


def names(book: Book, scope: str = "all") -> list[str]:
    with book.read() as tx:
        listed = tx.contacts.listing(ListQuery(scope)).numbers
        return [row.name for row in tx.contacts.rows(listed)]


def in_order(book: Book) -> list[str]:
    """The names of a list, which are in their order; and the search has all of them."""
    with book.read() as tx:
        key = f"sort_by_{book.facts.sort_by}"
        sql = "SELECT o.contact FROM name_order o JOIN contact c ON c.number = o.contact "
        listed = list(tx.contacts.listing(ListQuery()).numbers)
        assert listed == list(tx.connection.exec_driver_sql(
            f"{sql} WHERE archived_at = '' ORDER BY c.{key}, c.number").scalars())  # fmt: skip
    assert book.check() == []
    return names(book)


def found(book: Book, words: str) -> list[str]:
    with book.read() as tx:
        return [row.name for row in tx.contacts.rows(tx.contacts.search(words).numbers)]
