"""The order of names holds whatever is inserted where, and the search follows it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contactdesk.model.contact import Contact, Membership
from contactdesk.model.record import new_id, numbered
from contactdesk.store.listing import ListQuery
from contactdesk.store.rows import prepare

pytestmark = pytest.mark.both_databases

QUERIES = ("anna", "a", "nowak", "n", "b", "陳", "chen", "501")


def person(given: str, family: str, **values: Any) -> Contact:
    return Contact(given=given, family=family, formatted_name=f"{given} {family}", **values)


def test_two_hundred_people_of_one_name_one_by_one(
    a_book: Callable[..., Any], consistent: Any
) -> None:
    book = a_book(person("Adam", "Adamik"), person("Zofia", "Zet"))
    for start in range(0, 200, 25):
        with book.write("Add") as tx:
            for _ in range(start, start + 25):
                tx.contacts.add(person("Anna", "Nowak"))
        consistent(book, QUERIES)
    with book.read() as tx:
        assert len(tx.contacts.search("anna", limit=1000).numbers) == 200


def test_names_inserted_always_before_the_last_one(
    a_book: Callable[..., Any], consistent: Any
) -> None:
    """Each new name halves the same gap, so that room has to be made again and again."""
    book = a_book(person("Adam", "Adamik"), person("Zofia", "Zet"))
    with book.write("Add") as tx:
        for n in range(300, 0, -1):
            tx.contacts.add(person("Anna", f"Nowak{n:04d}"))
    consistent(book, QUERIES)
    with book.write("Add") as tx:
        for n in range(300):
            tx.contacts.add(person("Anna", f"Mazur{n:04d}"))
    consistent(book, QUERIES)


def test_names_inserted_in_several_full_places_of_one_import(
    a_book: Callable[..., Any], consistent: Any
) -> None:
    """Making room in one place moves neighbours that were placed a moment ago."""
    book = a_book()
    with book.write("Import") as tx:
        for n in range(200):
            tx.contacts.add(person("Anna", f"Nowak{n:04d}"))
    rng = random.Random(5)
    for _round in range(12):
        with book.write("Import") as tx:
            first = tx.contacts.writer.next_number()
            new = [person("Ola", f"Nowak{rng.randrange(40, 44):04d}{rng.randrange(99)}")
                   for _ in range(90)]  # fmt: skip
            tx.contacts.writer.insert_many(
                first,
                [
                    prepare(replace(numbered(c), id=new_id(), revision=1), book.ordering, "")
                    for c in new
                ],
            )
            tx.contacts.order.add(range(first, first + len(new)))
        consistent(book, QUERIES)


def test_random_names_in_every_script_and_edits_of_them(
    a_book: Callable[..., Any], consistent: Any
) -> None:
    rng = random.Random(11)
    families = ["Nowak", "Łapa", "Lis", "Żak", "陳", "林", "احمدی", "کریمی", "Иванов", "3M", ""]
    book = a_book()
    for _round in range(6):
        with book.write("Work") as tx:
            for _ in range(25):
                tx.contacts.add(person(rng.choice("ABCDE"), rng.choice(families)))
            for number in rng.sample(range(1, tx.contacts.writer.next_number()), 10):
                base = tx.contacts.get(number)
                if not base.deleted_at:
                    tx.contacts.save(replace(base, family=rng.choice(families)), base)
            tx.contacts.delete(rng.sample(range(1, tx.contacts.writer.next_number()), 5))
        consistent(book, QUERIES)
    for change in ({"sort_by": "given"}, {"language": "zh_TW"}, {"language": "fa"},
                   {"sort_by": "family", "language": "pl", "region": "PL"}):  # fmt: skip
        book.configure(**change)
        consistent(book, QUERIES)


def test_the_letters_of_a_list_lead_to_their_first_contact(a_book: Callable[..., Any]) -> None:
    book = a_book(*(person("Anna", f) for f in ("Zet", "Lis", "Łapa", "Lipa", "3M", "Adamik")))
    book.configure(language="pl")
    with book.read() as tx:
        numbers, sections = tx.contacts.listing(ListQuery())
        rows = tx.contacts.rows(numbers)
    assert sections == (("#", 0), ("A", 1), ("L", 2), ("Ł", 4), ("Z", 5))
    assert all(rows[at].letter == letter for letter, at in sections)


def test_a_list_of_one_kind_has_its_own_letters(a_book: Callable[..., Any]) -> None:
    book = a_book(
        person("Anna", "Nowak", categories=("VIP",)),
        Contact(kind="org", formatted_name="Baltica"),
        person("Jan", "Kowal"),
        Contact(kind="group", formatted_name="Choir"),
    )
    with book.write("Star") as tx:
        tx.contacts.star([1, 2], True)
    with book.read() as tx:
        people = tx.contacts.listing(ListQuery("people"))
        assert [r.name for r in tx.contacts.rows(people.numbers)] == [
            "Choir", "Jan Kowal", "Anna Nowak",
        ]  # fmt: skip
        assert people.sections == (("C", 0), ("K", 1), ("N", 2))
        organisations = tx.contacts.listing(ListQuery("organisations"))
        assert (list(organisations.numbers), organisations.sections) == ([2], (("B", 0),))
        assert list(tx.contacts.listing(ListQuery("starred")).numbers) == [2, 1]
        assert list(tx.contacts.listing(ListQuery("category", "VIP")).numbers) == [1]
        assert list(tx.contacts.listing(ListQuery("category", "Nobody")).numbers) == []
        assert tx.contacts.counts()[:5] == (4, 3, 1, 2, 0)
        assert [(c.name, c.contacts) for c in tx.contacts.counts().categories] == [("VIP", 1)]


@pytest.mark.parametrize("scope", ["all", "people", "organisations", "starred", "category", "bin"])
def test_the_first_rows_and_the_count_of_a_list_are_those_of_the_whole(
    a_book: Callable[..., Any], scope: str
) -> None:
    names = ("Ewa", "Anna", "Jan", "Piotr")
    book = a_book(
        *(person(name, "Nowak", categories=("VIP",)) for name in names),
        Contact(kind="org", formatted_name="Baltica"),
        Contact(kind="org", formatted_name="Alfa"),
    )
    with book.write("Star and delete") as tx:
        tx.contacts.star([1, 2, 3, 5], True)
        tx.contacts.delete([4])
    query = ListQuery(scope, "VIP")
    with book.read() as tx:
        whole = list(tx.contacts.listing(query).numbers)
        assert [r.number for r in tx.contacts.top(query, 2)] == whole[:2]
        assert tx.contacts.counts().of(query) == len(whole)


@pytest.mark.parametrize("scope", ["all", "people", "organisations", "starred", "bin"])
def test_an_empty_book_has_empty_lists(a_book: Callable[..., Any], scope: str) -> None:
    with a_book().read() as tx:
        listing = tx.contacts.listing(ListQuery(scope))
        assert (list(listing.numbers), listing.sections) == ([], ())
        assert tx.contacts.counts() == (0, 0, 0, 0, 0, (), 0, 0)


def test_people_of_an_organisation_are_those_linked_and_those_who_name_it(
    a_book: Callable[..., Any],
) -> None:
    book = a_book(Contact(kind="org", formatted_name="Baltica Sp. z o.o."))
    with book.read() as tx:
        firm = tx.contacts.get(1)
    with book.write("People") as tx:
        for given, work in (
            (
                "Zofia",
                Membership("BALTICA sp. z o.o.", ("Sales", "North"), "Buyer", "", "", "2020"),
            ),
            ("Adam", Membership("The old name", organisation_id=firm.id)),
            ("Jan", Membership("Baltica")),
        ):
            tx.contacts.add(person(given, given, memberships=(work,)))
    with book.read() as tx:
        adam, zofia = tx.contacts.people_of(firm)
        assert (adam.row.name, zofia.row.name) == ("Adam Adam", "Zofia Zofia")
        assert zofia[1:6] == ("Buyer", "Sales", "2020", "", ("Sales", "North"))
        found = tx.contacts.organisation_of(tx.contacts.get(2).memberships[0])
        assert found is not None
        assert found.number == 1
        assert tx.contacts.organisation_of(Membership("Baltica")) is None
        assert tx.contacts.organisation_of(Membership()) is None
        assert tx.contacts.organisation_names("balt") == [
            "BALTICA sp. z o.o.", "Baltica", "Baltica Sp. z o.o.",
        ]  # fmt: skip
        assert tx.contacts.organisation_names("") == []
    with book.write("Delete") as tx:
        tx.contacts.delete([2, 1])
    with book.read() as tx:
        assert [p.row.name for p in tx.contacts.people_of(firm)] == ["Adam Adam"]
        assert tx.contacts.organisation_of(Membership("", organisation_id=firm.id)) is None


def test_somebody_with_the_same_phone_or_mail_is_similar(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(
        a_contact("Anna Nowak", phones=["501 234 567"], emails=["Anna@Baltica.example"]),
        a_contact("Jan Kowal", urls=["anna@baltica.example"]),
    )
    book.configure(region="PL")
    with book.read() as tx:
        by_phone = tx.contacts.similar(a_contact(phones=["+48 501 234 567"]))
        by_mail = tx.contacts.similar(a_contact(emails=["ANNA@baltica.example"]))
        assert by_phone is not None
        assert (by_phone[0].name, by_phone[1]) == ("Anna Nowak", "phones")
        assert by_mail is not None
        assert (by_mail[0].name, by_mail[1]) == ("Anna Nowak", "emails")
        assert tx.contacts.similar(a_contact(phones=["ask"], emails=["x@y.example"])) is None
        assert tx.contacts.similar(tx.contacts.get(1)) is None
    with book.write("Delete") as tx:
        tx.contacts.delete([1])
    with book.read() as tx:
        assert tx.contacts.similar(a_contact(phones=["+48 501 234 567"])) is None


def test_another_language_tells_how_far_it_is_and_stopped_leaves_all_as_it_was(
    a_book, a_contact, consistent
) -> None:
    from contactdesk.errors import Cancelled
    from contactdesk.progress import Progress

    book = a_book(*(a_contact(f"Anna {letter}berg") for letter in "ÅÄZA"))
    told: list[tuple[int, int]] = []
    book.configure(Progress(lambda done, total, _what: told.append((done, total))), language="sv")
    assert told == [(0, 4)]
    stopped = Progress()
    stopped.stop()
    with pytest.raises(Cancelled):
        book.configure(stopped, language="de")
    assert book.facts.language == "sv"
    with book.read() as tx:
        rows = tx.contacts.rows(tx.contacts.listing(ListQuery()).numbers)
    assert [r.name[5] for r in rows] == ["A", "Z", "Å", "Ä"]
