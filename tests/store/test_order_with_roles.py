"""The order of names on a server with roles: right for everybody, and telling of nobody."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import psycopg
import pytest
from debian_postgres import PostgresServer
from roles_office import (
    OWNER,
    PEOPLE,
    Office,
    contact,
    found,
    in_order,
    keep_private,
    my_id,
    names,
    opened,
    rows,
)

from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery

EDI, EVA = PEOPLE["editor"], "roles_eva"


@pytest.fixture
def office(postgres: PostgresServer) -> Iterator[Office]:
    made = Office(postgres)
    yield made
    made.end()


def test_the_places_of_others_do_not_tell_of_it(office: Office) -> None:
    """Whoever looks at the places of a list finds them as they would be without it."""
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        for number in range(20):
            keep_private(edi, f"Nr {number:02} Mmm")
        with edi.write("Anew") as tx:
            tx.contacts.order.rebuild()
        with psycopg.connect(office.url(EVA)) as connection:
            ranks = [r[0] for r in connection.execute("SELECT rank FROM name_order ORDER BY 1")]
        assert {b - a for a, b in pairwise(ranks)} == {4096}
        with eva.write("Add") as tx:
            tx.contacts.add(contact("Nn Mmm"))
        with psycopg.connect(office.url(EVA)) as connection:
            there = [r[0] for r in connection.execute("SELECT rank FROM name_order ORDER BY 1")]
        (new,) = set(there) - set(ranks)
        assert new - max(r for r in ranks if r < new) == 2048


@pytest.mark.parametrize("hidden", [5, 300])
def test_hundreds_are_added_among_those_whom_one_does_not_see(office: Office, hidden: int) -> None:
    """By hand, one after another and many at once; order and search are right for everybody."""
    chance = random.Random(hidden)

    def some(count: int, mark: str) -> list[str]:
        letters = "ABCDEFGHMZ" if hidden > 5 else "M"
        return [
            f"{chance.choice(letters)}{chance.randrange(10**6):06} {mark}" for _n in range(count)
        ]

    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        mine = some(hidden, "Mmm")
        me, her = my_id(edi), my_id(eva)
        with edi.write("Mine") as tx:
            for name in mine:
                tx.contacts.add(contact(name, private_to=me))
        hers = some(20, "Mmm")
        with eva.write("Hers") as tx:
            for name in hers:
                tx.contacts.add(contact(name, private_to=her))
        shared = some(300, "Mmm")
        for start in range(0, 300, 20):
            with eva.write("Some") as tx:
                for name in shared[start : start + 20]:
                    tx.contacts.add(contact(name))
        first = names_of_all = {"Anna Nowak", "Jan Kowal", "Ola Zet"}
        assert set(in_order(eva)) == first | {*hers, *shared}
        assert set(in_order(edi)) == names_of_all | {*mine, *shared}
        assert found(edi, mine[0].split()[0]) == [mine[0]]
        assert found(eva, mine[0].split()[0]) == []
        assert found(eva, hers[0].split()[0]) == [hers[0]]
        with eva.write("Anew") as tx:
            tx.contacts.order.rebuild()
        assert set(in_order(edi)) == names_of_all | {*mine, *shared}
        assert set(in_order(eva)) == first | {*hers, *shared}
        assert found(edi, mine[-1].split()[0]) == [mine[-1]]
        assert rows(office, OWNER, "SELECT 1 FROM name_order") == 3 + hidden + 20 + 300


def test_names_that_come_closer_and_closer_leave_room_for_who_is_between(office: Office) -> None:
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        mine = [f"A Mb{n:02}" for n in range(40)]
        for name in mine:
            keep_private(edi, name)
        low, high = "A Ma", "A Mc"
        for turn in range(40):
            with eva.write("Closer") as tx:
                tx.contacts.add(contact(low + "z" * turn if turn % 2 else high + "a" * (40 - turn)))
        everybody = in_order(edi)
        assert [name for name in everybody if name in mine] == mine
        assert len(in_order(eva)) == 43


def test_the_archive_has_its_own_order_of_them(office: Office) -> None:
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        mine = [keep_private(edi, f"A M{n:02}").number for n in range(0, 20, 2)]
        with edi.write("Archive") as tx:
            tx.contacts.archive(mine)
        with eva.write("Archive") as tx:
            hers = [tx.contacts.add(contact(f"A M{n:02}")).number for n in range(1, 20, 2)]
            tx.contacts.archive(hers)
        assert names(edi, "archive") == [f"A M{n:02}" for n in range(20)]
        assert names(eva, "archive") == [f"A M{n:02}" for n in range(1, 20, 2)]
        with eva.write("Back") as tx:
            tx.contacts.take_out(hers)
            tx.contacts.delete(hers[:1])
        assert names(edi, "archive") == [f"A M{n:02}" for n in range(0, 20, 2)]
        assert edi.check() == eva.check() == []


def test_more_than_find_room_have_it_again_when_their_owner_comes(office: Office) -> None:
    mine = [f"A Mb{n:03}" for n in range(150)]
    with opened(office, EDI) as edi:
        me = my_id(edi)
        with edi.write("Mine") as tx:
            for name in mine:
                tx.contacts.add(contact(name, private_to=me))
    with opened(office, EVA) as eva:
        for turn in range(12):
            with eva.write("Closer") as tx:
                tx.contacts.add(contact("A Ma" + "z" * turn))
                tx.contacts.add(contact("A Mc" + "a" * (12 - turn)))
        assert len(in_order(eva)) == 27
    with opened(office, EDI) as edi:
        assert [name for name in in_order(edi) if name in mine] == mine


@pytest.mark.parametrize("seed", range(3))
def test_whatever_people_do_each_has_all_in_order_and_nothing_of_the_others(
    office: Office, seed: int
) -> None:
    """Adding, renaming, hiding, showing, archiving, the bin, undo: by two editors in turn."""
    chance = random.Random(seed)
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        books = {my_id(edi): edi, my_id(eva): eva}
        for turn in range(150):
            me, book = chance.choice(list(books.items()))
            do_something(book, me, chance, f"{chance.choice('MN')}{chance.randrange(10**4)}")
            if turn % 50 == 49:
                with edi.write("Anew") as tx:
                    tx.contacts.order.rebuild()
        with Book.open(office.url(OWNER)) as book:
            assert book.check() == []
            with book.read(whole=True) as tx:
                sql = "SELECT number, private_to FROM contact WHERE private_to <> ''"
                private = dict(tx.connection.exec_driver_sql(sql).all())
        assert len(private) > 10
        for me, book in books.items():
            in_order(book)
            with book.read() as tx:
                seen = {*tx.contacts.listing(ListQuery()).numbers}
                seen |= {*tx.contacts.listing(ListQuery("archive")).numbers}
                found = {*tx.contacts.search("zz", limit=1000).numbers}
                found |= {*tx.contacts.search("zz", ListQuery("archive"), limit=1000).numbers}
            assert not seen & {number for number, whose in private.items() if whose != me}
            assert found == {number for number in seen if number > 3}


DEEDS = (
    "add", "add", "add", "rename", "hide", "show", "archive", "back", "bin", "restore", "undo"
)  # fmt: skip


def do_something(book: Book, me: str, chance: random.Random, name: str) -> None:
    with book.read() as tx:
        scope = chance.choice(("all", "all", "archive", "bin"))
        listed = list(tx.contacts.listing(ListQuery(scope)).numbers)
        who = tx.contacts.get(chance.choice(listed)) if listed else None
    deed = chance.choice(DEEDS)
    if deed == "undo":
        book.undo()
        return
    with book.write(deed) as tx:
        if deed == "add" or who is None or who.number < 4:
            owner = chance.choice(("", me))
            tx.contacts.add(contact(f"{name} Zz", private_to=owner, owner=owner))
        elif deed == "rename":
            tx.contacts.save(replace(who, given=name, formatted_name=f"{name} Zz"), base=who)
        elif deed in ("hide", "show") and not who.deleted_at:
            whose = me if deed == "hide" else ""
            tx.contacts.save(replace(who, private_to=whose, owner=whose), base=who)
        elif deed in ("archive", "back"):
            (tx.contacts.archive if deed == "archive" else tx.contacts.take_out)([who.number])
        elif deed in ("bin", "restore"):
            (tx.contacts.delete if deed == "bin" else tx.contacts.restore)([who.number])
