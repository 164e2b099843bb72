"""The same change for many: one step of undo, all of it or nothing, findable as any other edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contactdesk.errors import Cancelled
from contactdesk.model.bulk import BulkEdit
from contactdesk.model.contact import Address, Contact, Entry, Membership
from contactdesk.model.record import numbered
from contactdesk.operations.bulk_editing import change_all
from contactdesk.progress import Progress
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery

pytestmark = pytest.mark.both_databases

EVERYBODY = list(range(1, 121))
EDIT = BulkEdit(organisation="Żuraw", add=("Spring",), note="Met at the fair")


@pytest.fixture
def book(a_book: Callable[..., Book]) -> Book:
    return a_book(
        *(
            Contact(
                formatted_name=f"Person {n:03d}",
                memberships=(Membership("Baltica", job_title=f"Job {n % 3}"),) if n % 2 else (),
                phones=(Entry(f"501 234 {n:03d}"),),
                categories=("VIP",) if n % 4 == 0 else (),
            )
            for n in EVERYBODY
        )
    )


def state(book: Book) -> list[Contact]:
    with book.read() as tx:
        return [replace(c, revision=0) for c in tx.contacts.get_many(EVERYBODY)]


def found(book: Book, text: str) -> int:
    with book.read() as tx:
        return len(tx.contacts.search(text, limit=1_000).numbers)


def test_many_contacts_are_changed_and_taken_back_in_one_step(book: Book) -> None:
    before = state(book)
    assert change_all(book, EVERYBODY, EDIT).count == 120
    after = state(book)
    assert after == [numbered(EDIT.applied(c)) for c in before]
    assert (found(book, "zuraw"), found(book, "baltica"), found(book, "spring")) == (120, 0, 120)
    assert book.undo_labels()[0] == "Change 120 contacts"
    book.undo()
    assert state(book) == before
    assert (found(book, "zuraw"), found(book, "baltica")) == (0, 60)
    book.redo()
    assert state(book) == after
    assert book.check() == []


def test_what_a_colleague_changed_since_is_kept_when_a_bulk_edit_is_taken_back(
    book: Book,
) -> None:
    change_all(book, EVERYBODY, BulkEdit(job_title="Buyer"))
    step = book.poll()[-1].id
    with book.write("A colleague's edit") as tx:
        base = tx.contacts.get(1)
        job = replace(base.memberships[0], job_title="Head of Sales")
        tx.contacts.save(replace(base, memberships=(job,)), base=base)
    result = book.revert(step)
    assert result.kept == ("Person 001",)
    with book.read() as tx:
        titles = [c.job_title for c in tx.contacts.get_many([1, 2, 3])]
    assert titles == ["Head of Sales", "", "Job 0"]


def test_only_those_that_differ_are_changed_and_logged(book: Book) -> None:
    assert change_all(book, EVERYBODY, BulkEdit(add=("VIP",))).count == 90
    with book.read() as tx:
        assert tx.history.of(tx.contacts.get(4).id)[0].kind == "create"
        assert tx.contacts.counts().of(ListQuery("category", "VIP")) == 120


def test_a_stopped_change_leaves_nothing_of_it(book: Book) -> None:
    before = state(book)
    progress = Progress()
    progress.stop()
    with pytest.raises(Cancelled):
        change_all(book, EVERYBODY, EDIT, progress)
    assert state(book) == before


def test_a_contact_in_the_bin_is_changed_and_stays_out_of_sight(book: Book) -> None:
    with book.write("Delete") as tx:
        tx.contacts.delete([5])
    change_all(book, EVERYBODY, EDIT)
    assert found(book, "spring") == 119
    with book.read() as tx:
        assert tx.contacts.get(5).categories == ("Spring",)
        assert 5 not in tx.contacts.listing(ListQuery()).numbers


def test_a_selection_says_what_it_has_in_common(book: Book) -> None:
    with book.read() as tx:
        common = tx.contacts.common([1, 2, 3, 4])
        affected = tx.contacts.affected([1, 2, 3, 4], BulkEdit(organisation="Baltica", country=""))
    assert (common.contacts, common.people) == (4, 4)
    assert dict(common.values["organisation"]) == {"Baltica": 2, "": 2}
    assert dict(common.values["job_title"]) == {"": 2, "Job 0": 1, "Job 1": 1}
    assert common.values["categories"] == (("VIP", 1),)
    assert affected == {"organisation": 2, "country": 0}


def test_an_address_for_each_who_has_one(a_book: Callable[..., Book]) -> None:
    book = a_book(
        Contact(
            formatted_name="Anna",
            emails=(Entry("a@x.example"), Entry("b@x.example", preferred=True)),
        ),
        Contact(formatted_name="Ewa"),
        Contact(formatted_name="Jan", emails=(Entry("jan@x.example"),)),
    )
    with book.read() as tx:
        assert tx.contacts.mail_addresses([3, 2, 1]) == [(3, "jan@x.example"), (1, "b@x.example")]


@pytest.mark.parametrize("count", [20, 110])
def test_a_change_of_many_is_found_by_the_same_words_as_one_by_one(
    a_book: Callable[..., Book], count: int
) -> None:
    contacts = [
        Contact(
            formatted_name=f"Person {n:03d}",
            phones=(Entry(f"501 234 {n:03d}"),),
            addresses=(Address(street=f"Long Lane {n}", locality="Gdynia"),),
            note="Likes tea" if n % 2 else "",
            related=(Entry("Maria"),) if n % 3 else (),
        )
        for n in range(1, 121)
    ]
    together, alone = a_book(*contacts), a_book(*contacts, name="alone")
    edit = replace(EDIT, country="Polska", job_title="Keeper")
    some = list(range(1, count + 1))
    change_all(together, some, edit)
    for number in some:
        with alone.write("One") as tx:
            now = tx.contacts.get(number)
            tx.contacts.save(edit.applied(now), base=now)
    words = "SELECT contact, names, rest FROM search_text ORDER BY contact"
    with together.read() as one, alone.read() as other:
        assert one.connection.exec_driver_sql(words).all() == (
            other.connection.exec_driver_sql(words).all()
        )
    for text, many in (("zuraw", count), ("likes", 60), ("polska", count), ("maria", 80)):
        assert (found(together, text), found(alone, text)) == (many, many)


def test_a_change_of_many_leaves_alone_what_a_colleague_changed_in_the_same_place(
    book: Book, as_somebody_else: Any
) -> None:
    book.poll()
    since = book.seen
    with as_somebody_else("ola") as ola:
        with ola.read() as tx:
            one, two, three = tx.contacts.get_many(EVERYBODY[:3])
        with ola.write("Work") as tx:
            work = (Membership("Hers"),)
            tx.contacts.save(replace(one, memberships=work), one)
            tx.contacts.save(replace(two, note="hers"), two)
            tx.contacts.delete([three.number])
    done = change_all(book, EVERYBODY[:10], BulkEdit(organisation="Mine", note="all"), None, since)
    assert (done.count, set(done.skipped)) == (8, {one.formatted_name, three.formatted_name})
    with book.read() as tx:
        now = tx.contacts.get_many(EVERYBODY[:3])
    assert [c.organisation for c in now] == ["Hers", "Mine", three.organisation]
    assert now[1].note == "hers\n\nall"


def test_somebody_without_a_name_is_called_by_the_new_organisation(
    a_book: Callable[..., Book], consistent: Any
) -> None:
    nameless = Contact(memberships=(Membership("Baltica"),))
    together = a_book(nameless, Contact(), Contact(formatted_name="Zofia"))
    change_all(together, [1, 2, 3], BulkEdit(organisation="Żuraw"))
    with together.read() as tx:
        named = [c.formatted_name for c in tx.contacts.get_many([1, 2, 3])]
    assert named == ["Żuraw", "Żuraw", "Zofia"]
    consistent(together, ("zuraw", "baltica", "zofia"))
