"""Sort keys and search words are made anew when an older program made them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

from contactdesk.model import fold
from contactdesk.model.contact import Contact
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery


def test_a_book_from_an_older_program_gets_its_order_and_search_anew(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact("Anna Żak"), a_contact("Jan Kowal"))
    path = book.facts.path
    book.close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE setting SET value = '000 1.0' WHERE name = 'made_by'")
        raw.execute("UPDATE search_text SET names = 'other', rest = ''")
        raw.execute("UPDATE contact SET sort_by_family = x'00', letter_by_family = '?'")
        raw.commit()
    with Book.open(path) as opened, opened.read() as tx:
        shown = tx.contacts.rows(tx.contacts.listing(ListQuery()).numbers)
        assert [r.name for r in shown] == ["Jan Kowal", "Anna Żak"]
        assert len(tx.contacts.search("zak").numbers) == 1
        assert tx.connection.exec_driver_sql(
            "SELECT value FROM setting WHERE name = 'made_by'"
        ).scalar() == (fold.MADE_BY)
