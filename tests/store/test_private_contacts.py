"""Private contacts on a server with roles: for others they are not there, whatever these do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

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
    for asked in ("hush", "Zosia", "a", "%"):  # the functions answer nothing that is in them
        assert rows(office, EVA, f"SELECT book_named_unseen('{asked}')") == 0


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


def test_a_copy_is_made_where_a_step_took_one_back_that_is_hidden(
    office: Office, tmp_path: Path
) -> None:
    with opened(office, EDI) as edi:
        keep_private(edi)
    office.server.sql(  # an undo that found nothing left to do
        "INSERT INTO change_set (uuid, at, author, kind, reverts) SELECT 'u', at, author, 'undo', "
        "id FROM change_set WHERE label = 'Add Zosia Secret'", "roles",
    )  # fmt: skip
    with opened(office, EVA) as eva:
        eva.backup(tmp_path / "copy.cdk")
    with opened(office, OWNER) as book:
        book.backup(tmp_path / "whole.cdk")
    for name, kept in (("copy", 0), ("whole", 1)):
        with Book.open(tmp_path / f"{name}.cdk") as copy, copy.write("Look") as tx:
            sql = "SELECT count(reverts) FROM change_set WHERE uuid = 'u'"
            assert tx.connection.exec_driver_sql(sql).scalar() == kept
            assert tx.connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


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
