"""Private contacts on a server with roles: for others they are not there, whatever these do."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg
import pytest
from debian_postgres import PostgresServer
from roles_office import OWNER, PEOPLE, Office, rows

from contactdesk.errors import ContactDeskError, NotFound
from contactdesk.model.contact import Address, Contact, Entry, Membership
from contactdesk.model.ownership import Whose
from contactdesk.operations import category_editing
from contactdesk.operations.bringing_back import bring_back
from contactdesk.operations.ownership import CONTACTS, assign
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery
from contactdesk.store.moving import move
from contactdesk.store.postgres_rights import roles_of

EDI, EVA, MONA = PEOPLE["editor"], "roles_eva", PEOPLE["manager"]
OTHERS = (PEOPLE["viewer"], EVA, MONA)
# Every table that has something of a contact, and which of its rows are whose.
TABLES = {
    "contact": "number = {n}",
    **dict.fromkeys(
        ("entry", "address", "membership", "contact_category", "star", "original", "name_order",
         "search_text"), "contact = {n}",
    ),
    "merged": "contact = {n} OR kept = {n}",
    "not_same": "one = '{id}' OR other = '{id}'",
    "change": "record_id = '{id}' OR record_id LIKE '%{id}%'",
}  # fmt: skip
INDEXES = ("name_index", "text_index")


@pytest.fixture
def office(postgres: PostgresServer) -> Iterator[Office]:
    made = Office(postgres)
    yield made
    made.end()


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


def everything(book: Book) -> Contact:
    """A private contact with a row in every table."""
    made = keep_private(
        book, "Zosia Secret", note="hush", categories=("Club",), phones=(Entry("+48501234567"),),
        emails=(Entry("zosia@secret.example"),), addresses=(Address(street="Long 1"),),
        memberships=(Membership("Spies"),),
    )  # fmt: skip
    me = my_id(book)
    with book.write("More") as tx:
        tx.contacts.star([made.number], True)
        tx.contacts.keep_originals([(made.number, "4.0", "a.vcf", b"BEGIN:VCARD")])
        twin = tx.contacts.add(contact("Sophie Secret", private_to=me))
        other = tx.contacts.add(contact("Zofia Secret", private_to=me))
        tx.duplicates.keep_apart([made.id, other.id])
        tx.duplicates.merge(made, made, [twin])
    with book.read() as tx:
        return tx.contacts.get(made.number)


# ── by bare SQL ─────────────────────────────────────────────────────────────────────────


def test_nothing_of_a_private_contact_is_read_or_changed_by_others(office: Office) -> None:
    with opened(office, EDI) as book:
        made = everything(book)
    for name in OTHERS:
        for table, which in TABLES.items():
            where = which.format(n=made.number, id=made.id)
            assert rows(office, name, f"SELECT 1 FROM {table} WHERE {where}") == 0, (name, table)
        for index in INDEXES:
            assert rows(office, name, f"SELECT 1 FROM {index} WHERE contact = {made.number}") == 0
    for name in (EDI, OWNER):
        for table, which in TABLES.items():
            where = which.format(n=made.number, id=made.id)
            assert rows(office, name, f"SELECT 1 FROM {table} WHERE {where}") > 0, (name, table)
    with psycopg.connect(office.url(EVA)) as connection:
        whole = " ".join(
            str(row)
            for (table,) in connection.execute(
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
                "AND relkind = 'r'"
            )
            for row in connection.execute(f"SELECT * FROM {table}")  # type: ignore[call-overload]
        )
    for word in ("ecret", "ECRET", "zosia", "hush", "501234567", "Long 1", "Spies"):
        assert word not in whole


PART_OF = "(contact, item) SELECT {n}, 99"
WRITES = (
    "UPDATE contact SET note = 'y' WHERE number = {n}",
    "UPDATE contact SET private_to = '' WHERE number = {n}",
    "UPDATE entry SET value = 'y' WHERE contact = {n}",
    "UPDATE name_order SET letter = 'y' WHERE contact = {n}",
    "UPDATE search_text SET names = 'y' WHERE contact = {n}",
    "DELETE FROM entry WHERE contact = {n}",
    "DELETE FROM contact_category WHERE contact = {n}",
    "DELETE FROM name_order WHERE contact = {n}",
    "DELETE FROM merged WHERE kept = {n}",
)
INSERTS = (
    "INSERT INTO entry (contact, item) VALUES ({n}, 99)",
    "INSERT INTO star (contact, person) SELECT {n}, number FROM person WHERE login = session_user",
    "INSERT INTO merged (contact, kept) VALUES ({n}, 1)",
    "INSERT INTO original (contact, hash, packed) VALUES ({n}, 'x', 'x')",
    "INSERT INTO name_index (contact, kind, rank, tokens) VALUES ({n}, '', 1, 'spy')",
    "UPDATE name_index SET contact = {n} WHERE contact = 1",
    "INSERT INTO contact (number, id, private_to) VALUES (9999, 'f', '{me}')",
    "UPDATE contact SET private_to = '{me}' WHERE number = 1",
    "UPDATE entry SET contact = {n}",
    "SELECT book_order_anew('family')",
)


def test_others_change_nothing_of_it_and_put_nothing_into_it(office: Office) -> None:
    with opened(office, EDI) as book:
        made, me = everything(book), my_id(book)
        opened(office, EVA).close()  # is taken down as a person
        with book.write("Shared") as tx:
            tx.contacts.add(contact("Anna Shared", phones=(Entry("+48500000000"),)))
    for sql in WRITES:
        assert rows(office, EVA, sql.format(n=made.number)) == 0, sql
        assert rows(office, EDI, sql.format(n=made.number)) > 0, sql
    for sql in INSERTS[:-1]:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            rows(office, EVA, sql.format(n=made.number, me=me))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        rows(office, PEOPLE["viewer"], INSERTS[-1])
    assert rows(office, MONA, f"DELETE FROM contact WHERE number = {made.number}") == 0


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


# ── the order of names ──────────────────────────────────────────────────────────────────


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


# ── what people do ──────────────────────────────────────────────────────────────────────


def test_who_is_shown_again_is_there_for_all_and_who_is_hidden_goes(office: Office) -> None:
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        made = keep_private(edi, note="hush")
        with pytest.raises(NotFound), eva.write("Edit") as tx:
            tx.contacts.save(replace(made, note="y"), base=made)
        with edi.write("Show") as tx:
            shown = tx.contacts.save(replace(made, private_to=""), base=made)
        assert "Zosia Secret" in in_order(eva)
        assert found(eva, "hush") == found(eva, "zosia") == found(edi, "secret") == ["Zosia Secret"]
        with eva.read() as tx:
            assert tx.history.of(made.id)
        with edi.write("Hide") as tx:
            hidden = tx.contacts.save(replace(shown, private_to=my_id_in(tx)), base=shown)
        assert "Zosia Secret" not in in_order(eva)
        assert found(eva, "hush") == found(eva, "zosia") == []
        assert found(edi, "hush") == found(edi, "zosia") == ["Zosia Secret"]
        assert edi.undo()
        assert found(eva, "hush") == found(eva, "zosia") == ["Zosia Secret"]
        assert edi.redo()
        assert found(eva, "zosia") == []
        assert hidden.private_to


def my_id_in(tx: Any) -> str:
    return str(tx.people.me().id)


def test_many_are_hidden_and_shown_at_once(office: Office) -> None:
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        with edi.write("Add") as tx:
            numbers = [tx.contacts.add(contact(f"Nr {n:03} Many")).number for n in range(150)]
        with edi.write("Hide") as tx:
            assert assign(tx, CONTACTS, numbers, Whose(private=True)) == 150
        assert len(in_order(eva)) == 3
        assert rows(office, EVA, "SELECT 1 FROM text_index WHERE contact > 3") == 0
        assert len(in_order(edi)) == 153
        assert len(found(edi, "many")) == 100
        with eva.write("Add") as tx:
            tx.contacts.add(contact("Nr 075 Manya"))
        assert "Nr 075 Manya" in in_order(edi)
        assert edi.undo()
        assert len(in_order(eva)) == 154
        assert len(found(eva, "many")) == 100


def test_an_undo_leaves_alone_whom_a_colleague_keeps_since(office: Office) -> None:
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        with eva.write("Two") as tx:
            one, two = (tx.contacts.add(contact(name)) for name in ("One Two", "Two One"))
        me = my_id(edi)
        with edi.write("Hide") as tx:
            tx.contacts.save(replace(one, private_to=me, owner=me), base=one)
        assert eva.undo()
        assert "Two One" not in names(eva)
        assert "One Two" in in_order(edi)
        with edi.read() as tx:
            assert tx.contacts.get(one.number).private_to == me
        assert eva.redo()
        assert two.formatted_name in in_order(eva)
        assert eva.check() == edi.check() == []


def test_a_category_that_others_rename_or_delete_stays_with_it(office: Office) -> None:
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        made = keep_private(edi, categories=("Club",))
        with eva.write("Add") as tx:
            tx.contacts.add(contact("Shared Club", categories=("Club",)))
        assert category_editing.rename(eva, "Club", "Team").contacts == 1
        with edi.read() as tx:
            assert tx.contacts.get(made.number).categories == ("Club",)
        assert eva.undo()
        category_editing.delete(eva, "Club")
        with edi.read() as tx:
            assert tx.contacts.get(made.number).categories == ("Club",)
            assert [c.name for c in tx.contacts.counts().categories] == ["Club"]
        with eva.read() as tx:
            assert tx.contacts.counts().categories == ()


def test_a_private_organisation_has_people_whom_all_see(office: Office) -> None:
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        firm = keep_private(edi, "Baltica", kind="org")
        with edi.write("Work") as tx:
            worker = tx.contacts.add(
                contact(
                    "Piotr Worker", memberships=(Membership("Baltica", organisation_id=firm.id),)
                )
            )
        with eva.read() as tx:
            seen = tx.contacts.get(worker.number)
            assert tx.contacts.organisation_of(seen.memberships[0]) is None
            assert tx.contacts.organisation_names("balt") == ["Baltica"]  # as typed
        with eva.write("Edit") as tx:
            tx.contacts.save(replace(seen, note="met"), base=seen)
            tx.organisations.make("Baltica")
        with edi.read() as tx:
            assert [p.row.name for p in tx.contacts.people_of(tx.contacts.get(firm.number))] == [
                "Piotr Worker"
            ]


def test_who_is_deleted_for_good_takes_no_picture_of_theirs_along(office: Office) -> None:
    picture = b"\x89PNG\r\n" + b"p" * 500
    with opened(office, EDI) as edi, opened(office, MONA) as mona:
        with edi.write("Picture") as tx:
            photo = tx.contacts.keep_photo(picture, "image/png")
        made = keep_private(edi, photo=photo)
        with mona.write("Same") as tx:
            gone = tx.contacts.add(contact("Gone Soon", photo=photo))
        with mona.write("Purge") as tx:
            tx.contacts.purge([gone.number])
        with edi.read() as tx:
            assert tx.contacts.photo(photo.sha256) == picture
            assert tx.contacts.get(made.number).photo == photo


def test_one_of_an_old_copy_that_a_colleague_keeps_now_is_refused_in_words(
    office: Office, tmp_path: Path
) -> None:
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        with eva.write("Add") as tx:
            one = tx.contacts.add(contact("One Two"))
        eva.backup(tmp_path / "old.cdk")
        me = my_id(edi)
        with edi.write("Hide") as tx:
            tx.contacts.save(replace(one, private_to=me), base=one)
        with pytest.raises(ContactDeskError, match="A colleague keeps this private now"):
            bring_back(eva, tmp_path / "old.cdk", [one.number])
        assert eva.check() == []


def test_a_manager_who_changes_the_language_has_theirs_follow(office: Office) -> None:
    """Their sort keys are made anew when they open the book the next time."""
    with opened(office, EDI) as edi:
        keep_private(edi, "A Łuk")
        keep_private(edi, "A Lz")
    with opened(office, MONA) as mona:
        mona.configure(language="pl")
        mona.configure(sort_by="given")
        mona.configure(sort_by="family")
    with opened(office, EDI) as edi:
        assert [n for n in in_order(edi) if n.startswith("A ")] == ["A Lz", "A Łuk"]
    with opened(office, MONA) as mona:
        mona.configure(language="en")
    with opened(office, EDI) as edi:
        assert [n for n in in_order(edi) if n.startswith("A ")] == ["A Łuk", "A Lz"]
        assert found(edi, "łuk") == ["A Łuk"]


# ── copies, and rules brought up to date ────────────────────────────────────────────────


def test_a_copy_has_whom_its_maker_may_see_in_their_order(office: Office, tmp_path: Path) -> None:
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        everything(edi)
        for number in range(10):
            keep_private(edi, f"Mine {number}")
            keep_private(eva, f"Mine {number}b")
        edi.backup(tmp_path / "edi.cdk")
        eva.backup(tmp_path / "eva.cdk")
    with Book.open(tmp_path / "eva.cdk") as copy, copy.write("Look") as tx:
        listed = tx.contacts.rows(tx.contacts.listing(ListQuery()).numbers)
        assert "Secret" not in str([row.name for row in listed])
        assert tx.connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    with Book.open(office.url(OWNER)) as book:
        assert book.check() == []
        book.backup(tmp_path / "whole.cdk")
        done = move(book, str(tmp_path / "moved.cdk"))
    assert done.rows
    for name in ("whole", "moved"):
        with Book.open(tmp_path / f"{name}.cdk") as copy, copy.read(whole=True) as tx:
            listed = tx.contacts.rows(tx.contacts.listing(ListQuery()).numbers)
            mine = [row.name for row in listed if row.name.startswith("Mine")]
            assert mine == [f"Mine {n}{x}" for n in range(10) for x in ("", "b")]
            assert len(tx.contacts.search("mine").numbers) == 20


OLD_RULES = (
    "ALTER TABLE {t} NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE {t} DISABLE ROW LEVEL SECURITY",
)


def test_a_book_with_older_rules_gets_those_of_today_when_its_owner_opens_it(
    office: Office,
) -> None:
    with opened(office, EDI) as edi:
        made = keep_private(edi)
    for table in ("contact", "entry", "name_order", "search_text"):
        for sql in OLD_RULES:
            office.server.sql(sql.format(t=table), "roles")
    office.server.sql("COMMENT ON FUNCTION book_top(text) IS NULL", "roles")
    office.server.sql("ALTER FUNCTION book_top(text) OWNER TO desk", "roles")
    see = f"SELECT 1 FROM contact WHERE number = {made.number}"
    with opened(office, EVA) as eva:  # as it was before: left out by the program
        assert rows(office, EVA, see) == 1
        assert names(eva) == ["Anna Nowak", "Jan Kowal", "Ola Zet"]
        with eva.write("Add") as tx:
            assert tx.contacts.add(contact("New One")).number == made.number + 1
        assert eva.undo()
    Book.open(office.url(OWNER)).close()
    assert rows(office, EVA, see) == 0
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        assert found(edi, "zosia") == ["Zosia Secret"]
        assert found(eva, "zosia") == []
        with eva.write("Add") as tx:
            tx.contacts.add(contact("New Two"))
        assert edi.check() == eva.check() == []


def test_setting_up_takes_those_who_are_private_already_apart(office: Office) -> None:
    with opened(office, EDI) as edi:
        made = keep_private(edi, "Middle Mmm")
    with roles_of(office.server.socket_url("roles")) as roles:
        roles.set_up()
    with psycopg.connect(office.url(EVA)) as connection:
        ranks = [r[0] for r in connection.execute("SELECT rank FROM name_order ORDER BY 1")]
    assert [b - a for a, b in pairwise(ranks)] == [4096, 4096]
    with opened(office, EDI) as edi, opened(office, EVA) as eva:
        assert "Middle Mmm" in in_order(edi)
        assert made.number not in [*names(eva)]
        assert in_order(eva) == ["Anna Nowak", "Jan Kowal", "Ola Zet"]
