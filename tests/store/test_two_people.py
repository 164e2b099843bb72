"""Two programs on one book: both edits are kept, a clash is said, each sees the other's."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contactdesk.errors import EditConflict, NotFound
from contactdesk.model.contact import Contact, Entry
from contactdesk.store import changes

pytestmark = [pytest.mark.both_databases, pytest.mark.encrypted_too]

ADD_FROM_ELSEWHERE = """
import sys
from contactdesk.model.contact import Contact
from contactdesk.store.book import Book
with Book.open(sys.argv[1], create=False) as book, book.write("Add Ola") as tx:
    tx.contacts.add(Contact(formatted_name="Ola Zet", given="Ola", family="Zet"))
"""

WRITE_MUCH = """
import sys
from dataclasses import replace
from contactdesk.model.contact import Contact, Entry
from contactdesk.store.book import Book
me = sys.argv[2]
with Book.open(sys.argv[1], create=False) as book:
    for n in range(12):
        with book.read() as tx:
            base = tx.contacts.get(1)
        phones = (*base.phones, Entry(f"+48 {me} {n:03d}"))
        with book.write("Add a phone") as tx:
            tx.contacts.save(replace(base, phones=phones), base)
        with book.write("Add somebody") as tx:
            tx.contacts.add(Contact(formatted_name=f"Ola {me} Nr{n}"))
"""


@pytest.fixture
def both(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> tuple[Any, Any, Contact]:
    """Two open books on one file with one contact, and that contact."""
    anna = a_contact("Anna Nowak", phones=["+48 501 234 567", "+48 22 555 01 01"], note="Old")
    mine = a_book(anna)
    theirs = a_book()
    with mine.read() as tx:
        base = tx.contacts.get(1)
    theirs.poll()
    mine.poll()
    return mine, theirs, base


def save(book: Any, contact: Contact, base: Contact) -> Contact:
    with book.write("Edit") as tx:
        saved: Contact = tx.contacts.save(contact, base)
        return saved


def test_two_people_editing_different_fields_keeps_both(both: tuple[Any, Any, Contact]) -> None:
    mine, theirs, base = both
    save(theirs, replace(base, note="New"), base)
    saved = save(mine, replace(base, nicknames=("Ania",)), base)
    assert (saved.note, saved.nicknames, saved.revision) == ("New", ("Ania",), base.revision + 2)
    with theirs.read() as tx:
        assert tx.contacts.get(1) == saved


def test_two_people_adding_phones_keeps_both(both: tuple[Any, Any, Contact]) -> None:
    mine, theirs, base = both
    save(theirs, replace(base, phones=(*base.phones, Entry("+49 421"))), base)
    saved = save(mine, replace(base, phones=(*base.phones, Entry("+34 91"))), base)
    assert [e.value for e in saved.phones][2:] == ["+49 421", "+34 91"]
    assert [e.item for e in saved.phones] == [1, 2, 3, 4]


def test_two_people_editing_the_same_phone_are_told_and_nothing_is_overwritten(
    both: tuple[Any, Any, Contact],
) -> None:
    mine, theirs, base = both
    first, second = base.phones
    yours = save(theirs, replace(base, phones=(replace(first, value="+48 1"), second)), base)
    edit = replace(base, phones=(replace(first, value="+48 2"), second), note="Mine")
    with pytest.raises(EditConflict, match="Phones") as caught:
        save(mine, edit, base)
    conflict = caught.value
    assert conflict.fields == ("phones",)
    assert (conflict.base, conflict.mine, conflict.theirs) == (base, edit, yours)
    with mine.read() as tx:
        assert tx.contacts.get(1) == yours
    assert save(mine, replace(edit, phones=edit.phones), yours).phones[0].value == "+48 2"


def test_an_edit_of_somebody_purged_meanwhile_is_told(both: tuple[Any, Any, Contact]) -> None:
    mine, theirs, base = both
    with theirs.write("Purge") as tx:
        tx.contacts.purge([1])
    with pytest.raises(NotFound):
        save(mine, replace(base, note="Mine"), base)


def test_an_edit_of_somebody_in_the_bin_asks_and_can_bring_them_back(
    both: tuple[Any, Any, Contact],
) -> None:
    mine, theirs, base = both
    with theirs.write("Delete") as tx:
        tx.contacts.delete([1])
    with pytest.raises(EditConflict) as caught:
        save(mine, replace(base, note="Mine"), base)
    assert caught.value.fields == ("deleted_at",)
    deleted = caught.value.theirs
    assert isinstance(deleted, Contact)
    assert save(mine, replace(deleted, note="Mine", deleted_at=""), deleted).note == "Mine"
    with mine.read() as tx:
        assert (tx.contacts.counts().bin, tx.contacts.search("anna").numbers) == (0, [1])


def test_two_who_change_a_first_and_a_last_name_both_keep_it(
    both: tuple[Any, Any, Contact],
) -> None:
    mine, theirs, base = both
    save(theirs, replace(base, family="Kowalska"), base)
    saved = save(mine, replace(base, given="Hanna"), base)
    assert (saved.given, saved.family, saved.formatted_name) == (
        "Hanna", "Kowalska", "Hanna Kowalska",
    )  # fmt: skip


def test_an_undo_of_a_first_name_keeps_a_colleagues_last_name(
    both: tuple[Any, Any, Contact], as_somebody_else: Any
) -> None:
    mine, _theirs, base = both
    save(mine, replace(base, given="Hanna"), base)
    with as_somebody_else("ola") as ola:
        with ola.read() as tx:
            now = tx.contacts.get(1)
        save(ola, replace(now, family="Kowalska"), now)
    done = mine.undo()
    assert done is not None
    assert done.kept == ()
    with mine.read() as tx:
        assert tx.contacts.get(1).formatted_name == "Anna Kowalska"


def test_news_come_once_and_only_after_somebody_else_wrote(both: tuple[Any, Any, Contact]) -> None:
    mine, theirs, base = both
    assert mine.news() is None
    save(mine, replace(base, note="Mine"), base)
    assert mine.news() is None  # nobody else has written
    mine.poll()
    with theirs.read() as tx:
        now = tx.contacts.get(1)
    save(theirs, replace(now, note="Theirs"), now)
    news = mine.news()
    assert [(n.contacts, n.moves) for n in news] == [((1,), False)]
    assert mine.news() is None


def test_news_that_could_not_be_told_come_again(both: tuple[Any, Any, Contact]) -> None:
    mine, theirs, base = both
    seen = mine.seen
    save(theirs, replace(base, note="Theirs"), base)
    assert [n.contacts for n in mine.news()] == [(1,)]
    mine.look_again(seen)
    assert [n.contacts for n in mine.news()] == [(1,)]
    assert mine.news() is None


def test_news_do_not_wait_while_somebody_writes(both: tuple[Any, Any, Contact]) -> None:
    mine, theirs, _base = both
    with theirs.write("Add") as tx:
        tx.contacts.add(Contact(formatted_name="Jan"))
        tx.connection.exec_driver_sql("PRAGMA locking_mode=EXCLUSIVE")
        assert mine.news() is None
        tx.connection.exec_driver_sql("PRAGMA locking_mode=NORMAL")
    assert [n.moves for n in mine.news()] == [True]


def test_a_poll_brings_own_and_foreign_changes_once(
    both: tuple[Any, Any, Contact], as_somebody_else: Any
) -> None:
    mine, _theirs, base = both
    save(mine, replace(base, note="Mine"), base)
    with as_somebody_else("ola") as ola:
        assert ola.poll() == []
        with ola.write("Add Jan") as tx:
            tx.contacts.add(Contact(formatted_name="Jan"))
        (own,) = ola.poll()
        assert (own.label, own.author, own.contacts) == ("Add Jan", "ola", (2,))
    edit, foreign = mine.poll()
    assert (edit.label, edit.kind, edit.own, edit.contacts) == ("Edit", "edit", True, (1,))
    assert (foreign.label, foreign.author, foreign.contacts) == ("Add Jan", "ola", (2,))
    assert mine.poll() == []


@pytest.mark.other_programs  # these know no passphrase
def test_a_change_of_another_program_is_not_my_own(
    both: tuple[Any, Any, Contact],
) -> None:
    mine, _theirs, _base = both
    subprocess.run(
        [sys.executable, "-c", ADD_FROM_ELSEWHERE, mine.facts.path], check=True, timeout=60
    )
    (foreign,) = mine.poll()
    assert (foreign.label, foreign.own) == ("Add Ola", False)
    with mine.read() as tx:
        assert tx.contacts.search("ola").numbers == [2]


def test_a_poll_of_very_many_says_to_read_everything_anew(both: tuple[Any, Any, Contact]) -> None:
    mine, theirs, _base = both
    with mine.write("Add many") as tx:
        tx.log.add_many([str(n) for n in range(3)], "create")
        for n in range(2_001):
            tx.connection.exec_driver_sql(
                "INSERT INTO contact (number, id) VALUES (?, ?)", (n + 10, f"x{n}")
            )
        tx.log.add_many([f"x{n}" for n in range(2_001)], "create")
    (found,) = theirs.poll()
    assert found.contacts is None


def test_the_settings_of_the_office_reach_a_program_that_is_open(
    both: tuple[Any, Any, Contact], consistent: Callable[..., Any]
) -> None:
    mine, theirs, _base = both
    mine.configure(sort_by="given", language="pl", region="DE")
    with theirs.write("Add") as tx:
        for given, family in (("Zofia", "Adamik"), ("Adam", "Zieliński"), ("Łucja", "Lis")):
            tx.contacts.add(
                Contact(
                    formatted_name=f"{given} {family}", given=given, family=family,
                    phones=(Entry("0421 300200"),),
                )
            )  # fmt: skip
    assert theirs.facts[3:6] == mine.facts[3:6] == ("DE", "pl", "given")
    consistent(mine, ("49421300200", "adam", "l"))
    consistent(theirs, ("49421300200", "adam", "l"))


@pytest.mark.other_programs  # these know no passphrase
def test_four_programs_writing_at_once_lose_nothing(
    both: tuple[Any, Any, Contact], consistent: Callable[..., Any]
) -> None:
    mine, _theirs, base = both
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITE_MUCH, mine.facts.path, f"{n}00"], stderr=subprocess.PIPE
        )
        for n in range(1, 5)
    ]
    for writer in writers:
        _out, told = writer.communicate(timeout=100)
        assert (writer.returncode, told) == (0, b"")
    with mine.read() as tx:
        anna = tx.contacts.get(1)
        assert tx.contacts.counts().all == 1 + 4 * 12
    added = [e.value for e in anna.phones[len(base.phones) :]]
    assert sorted(added) == sorted(f"+48 {n}00 {i:03d}" for n in range(1, 5) for i in range(12))
    assert len({e.item for e in anna.phones}) == len(anna.phones)
    assert anna.revision == base.revision + 4 * 12
    assert mine.check() == []
    consistent(mine, ("ola", "anna", "48100"))


def test_every_program_hears_of_the_contacts_of_a_step_in_one_order(a_book, a_contact) -> None:
    mine = a_book(*(a_contact(name) for name in ("Anna Nowak", "Ewa Lis", "Jan Kos")))
    theirs = a_book()
    mine.poll(), theirs.poll()
    with mine.write("Note backwards") as tx:
        for number in (3, 1, 2):
            contact = tx.contacts.get(number)
            tx.contacts.save(replace(contact, note="Called"), base=contact)
    told = [book.poll()[-1].contacts for book in (mine, theirs)]
    assert told == [(1, 2, 3), (1, 2, 3)]


def test_who_was_changed_many_times_in_one_step_leaves_nobody_out(
    a_book, a_contact, monkeypatch
) -> None:
    monkeypatch.setattr(changes, "MANY", 5)
    mine = a_book(*(a_contact(name) for name in ("Anna Nowak", "Ewa Lis", "Jan Kos")))
    theirs = a_book()
    theirs.poll()
    with mine.write("Note much") as tx:
        for number, note in [(1, "a"), (2, "a"), (1, "b"), (2, "b"), (1, "c"), (2, "c"), (3, "a")]:
            contact = tx.contacts.get(number)
            tx.contacts.save(replace(contact, note=note), base=contact)
    assert theirs.poll()[-1].contacts == (1, 2, 3)
