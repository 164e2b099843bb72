"""What is private is seen by its owner alone: in no list, search, count or history of others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contactdesk.errors import NotFound
from contactdesk.model.contact import Contact, Entry, Membership
from contactdesk.model.deal import Deal
from contactdesk.model.document import Document
from contactdesk.model.event import Event
from contactdesk.model.query_reading import parsed
from contactdesk.store.book import Book
from contactdesk.store.first_page import first_page
from contactdesk.store.hiding import ASKED
from contactdesk.store.listing import ListQuery

pytestmark = pytest.mark.both_databases

SECRET = Contact(
    formatted_name="Carl Secret",
    given="Carl",
    family="Secret",
    phones=(Entry("+48501234567"),),
    emails=(Entry("carl@baltica.example"),),
    memberships=(Membership("Baltica", job_title="Spy"),),
    categories=("VIP",),
    birthday=None,
    note="hush",
)


def me(book: Book) -> str:
    with book.read() as tx:
        return str(tx.people.me().id)


def hidden_things(book: Book) -> None:
    """One of everything that is mine alone, beside what all see."""
    mine = me(book)
    with book.write("Fill") as tx:
        anna = tx.contacts.add(Contact(formatted_name="Anna", given="Anna", categories=("VIP",)))
        tx.contacts.add(Contact(kind="org", formatted_name="Baltica"))
        tx.events.add(Event(summary="Lunch", starts_at="2026-11-24T12:00:00Z", about=(anna.id,)))
    with book.write("Hide") as tx:
        carl = tx.contacts.add(replace(SECRET, private_to=mine))
        tx.contacts.star([carl.number], True)
        tx.events.add(Event(summary="Plot", starts_at="2026-11-25T12:00:00Z", about=(anna.id,),
                            private_to=mine))  # fmt: skip
        tx.events.add(Event(component="task", summary="Plotting", private_to=mine))
        tx.deals.add(Deal(title="Bribe", organisation=anna.id, private_to=mine))
        tx.documents.add(Document(name="Plan.txt", path="/plan.txt", about=(anna.id,),
                                  private_to=mine))  # fmt: skip


def seen(book: Book) -> dict[str, Any]:
    """What one person finds in the book, by every way there is."""
    with book.read() as tx:
        contacts = tx.contacts
        counts = contacts.counts()
        return {
            "list": [r.name for r in contacts.rows(contacts.listing(ListQuery()).numbers)],
            "top": [r.name for r in contacts.top(ListQuery())],
            "found": len(contacts.search("secret").numbers + contacts.search("spy").numbers),
            "counts": (counts.all, counts.people, [c.contacts for c in counts.categories]),
            "callers": len(contacts.callers("501234567")),
            "mails": len(contacts.lists.organisation_names("balt", 8)),
            "staff": len(contacts.people_of(contacts.get(2))),
            "row": contacts.rows([2])[0].subtitle,
            "rules": len(tx.queries.numbers(parsed("note:hush"))),
            "meetings": len(tx.queries.numbers(parsed("meetings>1"))),
            "events": [e.summary for e in tx.events.of_contact(1)],
            "tasks": [r.event.summary for r in tx.tasks.open()],
            "deals": len(tx.deals.of_contact(1)) + len(tx.deals.find("bribe")),
            "files": len(tx.documents.of_contact(1)) + len(tx.documents.all()),
            "steps": [s.label for s in tx.book_history.page().steps],
            "numbers": (tx.events.numbers(), tx.deals.numbers()),
        }


def test_what_is_private_is_there_for_its_owner_alone(
    a_book: Callable[..., Book], as_somebody_else: Callable[..., Book]
) -> None:
    book = a_book()
    hidden_things(book)
    mine = seen(book)
    assert mine["list"] == ["Anna", "Baltica", "Carl Secret"]
    assert (mine["found"], mine["callers"], mine["staff"], mine["rules"]) == (2, 1, 1, 1)
    assert (mine["meetings"], mine["deals"], mine["files"]) == (1, 2, 2)
    with as_somebody_else("jonas") as other:
        assert seen(other) == {
            "list": ["Anna", "Baltica"],
            "top": ["Anna", "Baltica"],
            "found": 0,
            "counts": (2, 1, [1]),
            "callers": 0,
            "mails": 1,
            "staff": 0,
            "row": "Organisation",
            "rules": 0,
            "meetings": 0,
            "events": ["Lunch"],
            "tasks": [],
            "deals": 0,
            "files": 0,
            "steps": ["Fill"],
            "numbers": ([1], []),
        }
        with other.read() as tx, pytest.raises(NotFound):
            tx.contacts.get(3)
        assert other.check() == []
    assert seen(book) == mine


def test_what_becomes_private_goes_from_the_lists_of_whoever_has_the_book_open(
    a_book: Callable[..., Book], as_somebody_else: Callable[..., Book]
) -> None:
    """They hear which contact it is, so that a card that is open can go; and remembered rules
    forget it. Given back to all it is there again."""
    book = a_book(replace(SECRET, categories=()))
    with as_somebody_else("jonas") as other:
        asked = parsed("note:hush")
        with other.read() as tx:
            assert list(tx.queries.numbers(asked)) == [1]
            carl = tx.contacts.get(1)
        with book.write("Hide") as tx:
            carl = tx.contacts.save(replace(carl, private_to=tx.people.me().id), base=carl)
        (step,) = other.news() or []
        assert (step.contacts, step.moves) == ((1,), True)
        with other.read() as tx:
            assert list(tx.queries.numbers(asked)) == []
            assert list(tx.contacts.listing(ListQuery()).numbers) == []
        with other.write("Add") as tx:  # while others hide something, writing goes on
            assert tx.contacts.add(Contact(formatted_name="Anna")).number == 2
        with book.write("Show") as tx:
            tx.contacts.save(replace(carl, private_to=""), base=carl)
        assert [s.contacts for s in other.news() or []] == [(2,), (1,)]
        with other.read() as tx:
            assert list(tx.queries.numbers(asked)) == [1]
            assert list(tx.contacts.listing(ListQuery()).numbers) == [2, 1]


def test_a_book_in_which_nothing_is_private_is_read_as_ever(
    a_book: Callable[..., Book], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact())
    views = "SELECT count(*) FROM sqlite_temp_master"
    with book.read() as tx:
        assert tx.connection.exec_driver_sql(ASKED).first() is None
        if tx.connection.dialect.name == "sqlite":
            assert tx.connection.exec_driver_sql(views).scalar() == 0
    with book.write("Hide") as tx:
        anna = tx.contacts.get(1)
        tx.contacts.save(replace(anna, private_to=tx.people.me().id), base=anna)
    with book.read() as tx:
        assert tx.connection.exec_driver_sql(ASKED).scalar() == "1"
        assert tx.contacts.get(1).private_to == tx.people.me().id
    book.undo()
    with book.read() as tx:
        assert tx.contacts.get(1).private_to == ""


@pytest.mark.file_only
def test_the_first_page_lacks_it_too(
    a_book: Callable[..., Book], as_somebody_else: Callable[..., Book], tmp_path: Any
) -> None:
    book = a_book()
    hidden_things(book)
    as_somebody_else("jonas").close()
    page = first_page(tmp_path / "office.cdk")
    assert page is not None
    assert [row.name for row in page.rows] == ["Anna", "Baltica"]
    assert (page.total, page.counts.people) == (2, 1)
