"""The repository of contacts: what goes in comes out, and every write is one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contactdesk.errors import NotFound
from contactdesk.model.contact import (
    Address,
    Contact,
    CustomValue,
    Entry,
    Extra,
    Membership,
    Photo,
)
from contactdesk.model.dates import PartialDate
from contactdesk.model.record import FIELDS, numbered
from contactdesk.store.listing import ListQuery

pytestmark = [pytest.mark.both_databases, pytest.mark.encrypted_too]

NOT_SAID = ("deleted_at", "archived_at", "private_to")  # then others could not read it
EVERYTHING = Contact(
    kind="individual",
    uid="urn:uuid:1",
    formatted_name="dr Anna Maria Nowak MBA",
    prefixes="dr",
    given="Anna",
    additional="Maria",
    family="Nowak",
    suffixes="MBA",
    phonetic_given="Ana",
    phonetic_family="Novak",
    sort_as="Nowak",
    nicknames=("Ania", "Anusia"),
    memberships=(
        Membership("Baltica", ("Sales", "North"), "Buyer", "Deputy", "", "2020", "2024-05"),
        Membership("Żuraw", job_title="Head of Procurement"),
    ),
    phones=(
        Entry("501 234 567", ("cell", "voice"), "Mobile", True),
        Entry("+48 22 555 01 01", ("work",), "Empfang"),
    ),
    emails=(Entry("Anna@Baltica.example", ("work",), "", True),),
    addresses=(
        Address("PO 7", "3rd floor", "Długa 1", "Gdańsk", "pomorskie", "80-210", "Polska",
                ("work",), "Warehouse", True),
    ),
    urls=(Entry("https://baltica.example"),),
    impp=(Entry("xmpp:anna@baltica.example", ("home",)),),
    related=(Entry("Jan Nowak", ("spouse",)),),
    members=(Entry("urn:uuid:2"),),
    languages=(Entry("pl", (), "", True), Entry("de")),
    birthday=PartialDate(None, 5, 3),
    anniversary=PartialDate(text="in spring"),
    gender="F",
    time_zone="Europe/Warsaw",
    geo="geo:54.35,18.65",
    keep_in_touch="30",
    custom=(CustomValue("f-1", "PL 000-214-55-10"), CustomValue("f-2", "a\nb \"c\"")),
    categories=("Customer", "VIP"),
    note="Line one\nline two; with, signs \\ and “quotes”",
    photo=Photo("image/png", "ab" * 32, 12),
    extra=(Extra("X-PET", "dog", "item1", ("home",), (("LANGUAGE", "en"),)),),
    revised_at="2026-05-03T10:00:00Z",
    owner="p-1",
)  # fmt: skip


def test_every_field_comes_back_as_it_was_stored(a_book: Callable[..., Any]) -> None:
    book = a_book(EVERYTHING)
    with book.read() as tx:
        (number,) = tx.contacts.listing(ListQuery()).numbers
        found = tx.contacts.get(number)
    expected = numbered(EVERYTHING)
    for field in FIELDS:
        assert getattr(found, field) == getattr(expected, field), field
    assert all(getattr(EVERYTHING, f) for f in FIELDS if f not in NOT_SAID)


def test_an_added_contact_comes_back_with_its_id_number_and_numbered_items(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book()
    with book.write("Add") as tx:
        added = tx.contacts.add(a_contact(phones=["1", "2"], emails=["a@b.example"]))
    assert (added.number, added.revision, len(added.id)) == (1, 1, 36)
    assert [e.item for e in (*added.phones, *added.emails)] == [1, 2, 3]
    with book.read() as tx:
        assert tx.contacts.get(added.number) == tx.contacts.get(added.id) == added


def test_a_contact_that_is_not_there_is_said_to_be_gone(a_book: Callable[..., Any]) -> None:
    book = a_book()
    with book.read() as tx:
        for key in (1, "no-such-id"):
            with pytest.raises(NotFound, match="no longer"):
                tx.contacts.get(key)
        assert tx.contacts.get_many([1, 2]) == []
        assert tx.contacts.rows([1, 2]) == []


def test_many_contacts_come_in_the_order_asked_for(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(*(a_contact(f"Anna No{n}") for n in range(5)))
    with book.read() as tx:
        assert [c.number for c in tx.contacts.get_many([4, 2, 99, 3])] == [4, 2, 3]
        assert [r.number for r in tx.contacts.rows([4, 2, 99, 3])] == [4, 2, 3]


def test_rows_say_what_a_list_shows(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(
        a_contact("Anna Nowak", organisation="Baltica", job_title="Buyer"),
        a_contact("Baltica", kind="org", addresses=[Address(locality="Gdańsk")]),
        a_contact("陳怡君", given="怡君", family="陳", photo=Photo("image/png", "ab" * 32, 1)),
        Contact(),
    )
    with book.write("Star") as tx:
        tx.contacts.star([1], True)
    with book.read() as tx:
        anna, firm, chen, nobody = tx.contacts.rows([1, 2, 3, 4])
        turned = tx.contacts.rows([1, 2, 3], family_first=True)
    assert anna[2:8] == ("individual", "Anna Nowak", "Buyer · Baltica", "N", True, "")
    assert firm[2:8] == ("org", "Baltica", "Organisation · 1 person · Gdańsk", "B", False, "")
    assert (chen.name, chen.letter, chen.photo) == ("陳怡君", "C", "ab" * 32)
    assert nobody.name == "Without a name"
    assert [r.name for r in turned] == ["Nowak, Anna", "Baltica", "陳怡君"]


def test_saving_raises_the_revision_and_keeps_the_rest(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact(note="Old", phones=["1"]))
    with book.read() as tx:
        base = tx.contacts.get(1)
    with book.write("Edit") as tx:
        saved = tx.contacts.save(replace(base, note="New"), base)
    with book.read() as tx:
        found = tx.contacts.get(1)
    assert found == saved == replace(base, note="New", revision=base.revision + 1)


def test_saving_without_a_change_writes_nothing(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact())
    book.poll()
    with book.read() as tx:
        base = tx.contacts.get(1)
    with book.write("Edit") as tx:
        assert tx.contacts.save(base, base) == base
    assert book.poll() == []


def test_a_number_of_an_item_is_never_used_again(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact(phones=["1", "2"]))
    with book.read() as tx:
        base = tx.contacts.get(1)
    with book.write("Delete a phone") as tx:
        saved = tx.contacts.save(replace(base, phones=base.phones[:1]), base)
    with book.write("Add a phone") as tx:
        saved = tx.contacts.save(replace(saved, phones=(*saved.phones, Entry("3"))), saved)
    assert [e.item for e in saved.phones] == [1, 3]
    with book.write("Delete all") as tx:
        empty = tx.contacts.save(replace(saved, phones=()), saved)
    with book.write("Add a mail") as tx:
        saved = tx.contacts.save(replace(empty, emails=(Entry("a@b.example"),)), empty)
    assert [e.item for e in saved.emails] == [4]


def test_a_contact_in_the_bin_leaves_every_list_and_comes_back_whole(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact("Anna Nowak", categories=["VIP"]), a_contact("Jan Kowal"))
    with book.write("Star") as tx:
        tx.contacts.star([1], True)
    with book.read() as tx:
        before = tx.contacts.get(1)
    with book.write("Delete") as tx:
        tx.contacts.delete([1])
    with book.read() as tx:
        for scope in ("all", "people", "starred", "category"):
            assert 1 not in tx.contacts.listing(ListQuery(scope, "VIP")).numbers
        assert list(tx.contacts.listing(ListQuery("bin")).numbers) == [1]
        assert tx.contacts.search("anna").numbers == []
        assert tx.contacts.get(1).deleted_at
        counts = tx.contacts.counts()
        assert (counts.all, counts.bin, counts.starred) == (1, 1, 0)
        assert [(c.name, c.contacts) for c in counts.categories] == [("VIP", 0)]
    with book.write("Restore") as tx:
        tx.contacts.restore([1])
    with book.read() as tx:
        assert tx.contacts.get(1) == replace(before, revision=before.revision + 2)
        assert tx.contacts.search("anna").numbers == [1]
        assert list(tx.contacts.listing(ListQuery("starred")).numbers) == [1]


def test_the_bin_shows_what_was_deleted_last_first(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(*(a_contact(f"Anna No{n}") for n in range(3)))
    for number in (2, 1, 3):
        with book.write("Delete") as tx:
            tx.contacts.delete([number])
            tx.connection.exec_driver_sql(
                "UPDATE contact SET deleted_at = ? WHERE number = ?",
                (f"2026-01-0{number}T00:00:00.000Z", number),
            )
    with book.read() as tx:
        assert list(tx.contacts.listing(ListQuery("bin")).numbers) == [3, 2, 1]


def test_deleting_twice_and_restoring_what_stands_change_nothing(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact(), a_contact("Jan Kowal"))
    with book.write("Delete") as tx:
        tx.contacts.delete([1, 1])
    book.poll()
    with book.write("Again") as tx:
        tx.contacts.delete([1])
        tx.contacts.restore([2])
    assert book.poll() == []


def test_purging_leaves_nothing_but_the_id_in_the_log(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(
        a_contact("Anna Nowak", organisation="Baltica", phones=["+48501234567"],
                  addresses=[Address(street="Długa 1")], categories=["VIP"])
    )  # fmt: skip
    with book.write("Originals") as tx:
        tx.contacts.star([1], True)
        tx.contacts.keep_originals([(1, "3.0", "a.vcf", b"x")])
        tx.contacts.delete([1])
    with book.write("Purge") as tx:
        tx.contacts.purge([1])
    with book.read() as tx:
        for table in ("contact", "entry", "address", "membership", "contact_category", "star",
                      "original", "search_text", "name_order"):  # fmt: skip
            count = tx.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
            assert count == 0, table
        last = tx.connection.exec_driver_sql(
            "SELECT kind, fields FROM change ORDER BY id DESC LIMIT 1"
        ).one()
        assert tuple(last) == ("purge", None)
        assert tx.contacts.search("501234567").numbers == []


def test_purging_takes_every_trace_out_of_the_log_and_the_blobs(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact("Anna Nowak"), a_contact("Jan Kowal"))
    with book.write("Edit Anna Nowak") as tx:
        own = tx.contacts.keep_photo(b"only hers", "image/png")
        shared = tx.contacts.keep_photo(b"of both", "image/png")
        anna, jan = tx.contacts.get_many([1, 2])
        tx.contacts.save(replace(anna, photo=own, note="zebra " * 500), base=anna)
        tx.contacts.save(replace(jan, photo=shared), base=jan)
    with book.write("Edit Anna Nowak") as tx:
        anna = tx.contacts.get(1)
        tx.contacts.save(replace(anna, photo=shared, note="giraffe"), base=anna)
    with book.write("Delete for good") as tx:
        tx.contacts.purge([1])
    with book.read() as tx:
        sql = tx.connection.exec_driver_sql
        told = str(sql("SELECT * FROM change").all() + sql("SELECT * FROM change_set").all())
        assert not any(word in told for word in ("zebra", "giraffe", own.sha256))
        assert "Anna" not in str(sql("SELECT label FROM change_set WHERE id > 2").all())
        assert tx.contacts.photo(own.sha256) is None
        assert tx.contacts.photo(shared.sha256) == b"of both"
        assert sql("SELECT count(*) FROM blob").scalar() == 1
    assert book.undo_labels()[0] == "Edit Anna Nowak"  # Jan's part of that step
    book.undo()
    with book.read() as tx:
        assert tx.contacts.get(2).photo is None


def test_a_star_is_mine_alone_and_no_step_of_undo(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], as_somebody_else: Any
) -> None:
    mine = a_book(a_contact())
    mine.poll()
    with mine.write("Star") as tx:
        tx.contacts.star([1], True)
        tx.contacts.star([1], True)
    assert mine.poll() == []
    with as_somebody_else("ola") as other, other.read() as tx:
        assert not tx.contacts.is_starred(1)
        assert tx.contacts.counts().starred == 0
    with mine.read() as tx:
        assert tx.contacts.is_starred(1)
        assert tx.contacts.counts().starred == 1
    with mine.write("Unstar") as tx:
        tx.contacts.star([1], False)
    with mine.read() as tx:
        assert not tx.contacts.is_starred(1)


def test_a_write_that_fails_leaves_nothing(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact())

    def add_and_fail() -> None:
        with book.write("Add") as tx:
            tx.contacts.add(a_contact("Jan Kowal"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        add_and_fail()
    with book.read() as tx:
        assert tx.contacts.counts().all == 1
        assert tx.contacts.search("jan").numbers == []
    with book.write("Add") as tx:
        assert tx.contacts.add(a_contact("Jan Kowal")).number == 2


def test_a_note_of_any_length_and_script_survives(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], database: str
) -> None:
    note = "Zażółć gęślą jaźń 陳怡君 کریمی 🙂\r\n\t\x00\x01" * 5_000
    book = a_book(a_contact(note=note))
    if database == "postgresql":  # which keeps no NUL in a text
        note = note.replace("\0", "\N{REPLACEMENT CHARACTER}")
    with book.read() as tx:
        assert tx.contacts.get(1).note == note
