"""Duplicates are found, merged in one step, kept apart when told so, and split months later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk.errors import Cancelled, ContactDeskError
from contactdesk.model.contact import Contact, Entry, Extra, Membership
from contactdesk.model.merging import choices, merged, usual
from contactdesk.model.relations import RelationKind
from contactdesk.operations.duplicates import find
from contactdesk.operations.importing import import_files
from contactdesk.operations.merging import merge, merge_all, merge_very_likely, split
from contactdesk.progress import Progress
from contactdesk.store.listing import ListQuery

pytestmark = pytest.mark.both_databases

MOBILE = "+48600000214"


def listed(book: Any, scope: str = "all") -> list[str]:
    with book.read() as tx:
        numbers = tx.contacts.listing(ListQuery(scope)).numbers
        return [row.name for row in tx.contacts.rows(numbers)]


def plain(book: Any, number: int) -> Contact:
    with book.read() as tx:
        return replace(tx.contacts.get(number), revision=0)


def merge_numbers(book: Any, *numbers: int) -> Contact:
    with book.write("Merge") as tx:
        return merge(tx, tx.contacts.get_many(numbers))


@pytest.fixture
def twins(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Any:
    """Agnieszka Baran (1), the same with her other number (2), Jan who is her child (3)."""
    book = a_book(
        a_contact("Agnieszka Baran", phones=[MOBILE, "+48580001240"], categories=("Customer",),
                  memberships=(Membership("Baltica Sp. z o.o.", job_title="Head"),)),
        a_contact("Agnieszka Baran-Nowak", phones=["600 000 214", "+48602000377"],
                  emails=["agnieszka@baran.example"], categories=("Newsletter",),
                  memberships=(Membership("Baltica"),), note="From Gmail"),
        a_contact("Jan Baran"),
    )  # fmt: skip
    book.configure(region="PL")
    with book.write("Relate") as tx:
        tx.relations.add(3, RelationKind(("parent",)), 2)
        tx.contacts.star([2], True)
    return book


def test_all_values_are_brought_together_and_what_both_have_is_there_once(twins: Any) -> None:
    kept = merge_numbers(twins, 1, 2)
    assert [p.value for p in kept.phones] == [MOBILE, "+48580001240", "+48602000377"]
    assert [m.organisation for m in kept.memberships] == ["Baltica Sp. z o.o."]
    assert (kept.job_title, kept.categories) == ("Head", ("Customer", "Newsletter"))
    assert (kept.formatted_name, kept.note) == ("Agnieszka Baran", "From Gmail")


def test_the_values_that_were_chosen_are_taken(twins: Any) -> None:
    with twins.write("Merge") as tx:
        two = tx.contacts.get_many([1, 2])
        taken = usual(choices(two, "PL"))
        taken = taken - {("formatted_name", 0, 0), ("phones", 0, 1)} | {("formatted_name", 1, 0)}
        kept = merge(tx, two, taken)
    assert kept.formatted_name == "Agnieszka Baran-Nowak"
    assert kept.family == two[1].family
    assert [p.value for p in kept.phones] == [MOBILE, "+48602000377"]


def test_the_merged_one_is_in_no_list_and_everything_of_it_follows(
    twins: Any, consistent: Callable[..., list[Contact]]
) -> None:
    merge_numbers(twins, 1, 2)
    assert listed(twins) == ["Agnieszka Baran", "Jan Baran"]
    assert listed(twins, "bin") == []
    with twins.read() as tx:
        assert tx.contacts.search("baran-nowak").numbers == []
        assert tx.contacts.is_starred(1)
        (relation,) = tx.relations.of(tx.contacts.get(3))
        assert relation.row.number == 1
    consistent(twins, ("baran", "602000377", "jan"))


def test_undo_brings_everything_back_and_redo_merges_again(twins: Any) -> None:
    before = [plain(twins, n) for n in (1, 2, 3)]
    merge_numbers(twins, 1, 2)
    after = plain(twins, 1)
    assert twins.undo().kept == ()
    assert [plain(twins, n) for n in (1, 2, 3)] == before
    with twins.read() as tx:
        assert not tx.contacts.is_starred(1)
    assert twins.redo().kept == ()
    assert plain(twins, 1) == after
    assert listed(twins) == ["Agnieszka Baran", "Jan Baran"]


def test_a_merge_is_split_later_and_what_was_edited_since_stays_and_is_named(twins: Any) -> None:
    before = plain(twins, 2)
    merge_numbers(twins, 1, 2)
    with twins.write("Edit") as tx:
        base = tx.contacts.get(1)
        phones = tuple(
            replace(p, value="+48602000999") if p.value == "+48602000377" else p
            for p in base.phones
        )
        new = Entry("new@baltica.example")
        tx.contacts.save(
            replace(base, phones=phones, emails=(*base.emails, new), note="Edited"), base=base
        )
    with twins.read() as tx:
        kept = tx.contacts.get(1)
        (past,) = tx.duplicates.merges_of(kept)
    assert past.names == ("Agnieszka Baran-Nowak",)
    result = split(twins, past.set_id, kept)
    assert plain(twins, 2) == before
    assert [p.value for p in plain(twins, 1).phones] == [MOBILE, "+48580001240", "+48602000999"]
    assert [e.value for e in plain(twins, 1).emails] == ["new@baltica.example"]
    assert plain(twins, 1).note == "Edited"
    assert {k.field for k in result.left} == {"phones", "note"}
    with twins.read() as tx:
        assert tx.duplicates.merges_of(tx.contacts.get(1)) == []
    twins.undo()
    assert listed(twins) == ["Agnieszka Baran", "Jan Baran"]
    assert "agnieszka@baran.example" in [e.value for e in plain(twins, 1).emails]


def test_one_of_many_merges_of_a_step_is_split_alone(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(*(
        a_contact(name, emails=[f"{name[:3].lower()}@x.example"], phones=[phone])
        for name in ("Ewa Lis", "Jan Mazur") for phone in ("+48600000001", "+48600000002")
    ))  # fmt: skip
    with book.write("Relate") as tx:
        tx.relations.add(3, RelationKind(("friend",)), 2)
    done = merge_all(book, find(book).very_likely)
    assert (done.groups, done.contacts, done.left) == (2, 2, 0)
    assert listed(book) == ["Ewa Lis", "Jan Mazur"]
    book.undo()
    assert len(listed(book)) == 4
    book.redo()
    with book.read() as tx:
        kept = tx.contacts.get(1)
        (past,) = tx.duplicates.merges_of(kept)
    split(book, past.set_id, kept)
    assert listed(book) == ["Ewa Lis", "Ewa Lis", "Jan Mazur"]
    assert [p.value for p in plain(book, 1).phones] == ["+48600000001"]
    assert len(plain(book, 3).phones) == 2


def test_who_was_said_to_be_two_is_never_shown_again_until_that_is_undone(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(*(a_contact("Jan Nowak", emails=["j@x.example"]) for _ in range(2)))
    (cluster,) = find(book).very_likely
    with book.read() as tx:
        ids = [c.id for c in tx.contacts.get_many(cluster.numbers)]
    with book.write("Not the same person") as tx:
        tx.duplicates.keep_apart(ids)
    assert find(book).clusters == ()
    book.undo()
    assert find(book).very_likely == (cluster,)
    book.redo()
    assert find(book).clusters == ()
    assert merge_all(book, [cluster]).left == 1


def test_a_merge_of_somebody_who_was_changed_meanwhile_does_nothing(twins: Any) -> None:
    with twins.read() as tx:
        seen = tx.contacts.get_many([1, 2])
    with twins.write("Edit") as tx:
        base = tx.contacts.get(2)
        tx.contacts.save(replace(base, note="Newer"), base=base)
    with pytest.raises(ContactDeskError, match="Nothing was merged"), twins.write("Merge") as tx:
        merge(tx, seen)
    assert len(listed(twins)) == 3


def test_a_stopped_merge_of_all_leaves_nothing(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(*(a_contact("Jan Nowak", emails=["j@x.example"]) for _ in range(2)))
    clusters = find(book).very_likely
    progress = Progress()
    progress.stop()
    with pytest.raises(Cancelled):
        merge_all(book, clusters, progress)
    assert len(listed(book)) == 2


def test_the_card_of_a_merged_contact_is_known_when_it_comes_in_again(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    book = a_book()
    cards = tmp_path / "cards.vcf"
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{u}\r\nFN:{n}\r\nEMAIL:jan@x.example\r\nEND:VCARD\r\n"
    cards.write_text(
        card.format(u="aaaaaaaa1", n="Jan Nowak") + card.format(u="b2b2b2b2b", n="Jan Nowak")
    )
    import_files(book, [cards], on_match="add")
    assert merge_very_likely(book).contacts == 1
    report = import_files(book, [cards])
    assert (report.added, len(listed(book))) == (0, 1)


def test_people_who_work_at_a_merged_organisation_work_at_the_kept_one(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(
        a_contact("Baltica Sp. z o.o.", kind="org", urls=["https://baltica.example"]),
        a_contact("Baltica", kind="org", urls=["https://www.baltica.example/"]),
        a_contact("Jan Nowak", memberships=(Membership("Baltica"),)),
    )
    assert merge_very_likely(book).contacts == 1
    with book.read() as tx:
        firm = tx.contacts.get(1)
        assert [p.row.name for p in tx.contacts.people_of(firm)] == ["Jan Nowak"]
    assert len(firm.urls) == 2
    book.undo()
    assert plain(book, 3).memberships[0].organisation == "Baltica"


def test_who_is_deleted_for_good_takes_along_who_became_part_of_them(twins: Any) -> None:
    gone = plain(twins, 2)
    with twins.read() as tx:
        one, two, three = (c.id for c in tx.contacts.get_many([1, 2, 3]))
    with twins.write("Not the same: Agnieszka Baran-Nowak – Jan Baran") as tx:
        tx.duplicates.keep_apart([two, three])
    with twins.write("Merge Agnieszka Baran and Agnieszka Baran-Nowak") as tx:
        merge(tx, tx.contacts.get_many([1, 2]))
    with twins.write("Delete") as tx:
        tx.contacts.delete([1])
    with twins.write("Purge") as tx:
        tx.contacts.purge([1])
    with twins.read() as tx:
        assert tx.contacts.get_many_by_id([gone.id, one]) == []
        assert tx.duplicates.apart() == set()
        log = tx.connection.exec_driver_sql("SELECT fields FROM change").scalars().all()
        labels = tx.connection.exec_driver_sql("SELECT label FROM change_set").scalars().all()
    assert not any("602000377" in (line or "") for line in log)
    assert "Not the same: Agnieszka Baran-Nowak – Jan Baran" not in labels


def test_the_history_tells_the_merge_once(twins: Any) -> None:
    merge_numbers(twins, 1, 2)
    with twins.read() as tx:
        entries = tx.history.of(tx.contacts.get(1).id)
        step = tx.book_history.page().steps[0]
        touched = tx.book_history.touched(step.id)
    assert [e.label for e in entries] == ["Merge", "Fill the book"]
    assert {t.record_type for t in touched} == {"contact"}


def test_relations_between_merged_ones_are_not_to_oneself(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact("Jan Nowak"), a_contact("Jan Nowak"))
    with book.write("Relate") as tx:
        tx.relations.add(1, RelationKind(("friend",)), 2)
    assert merge_numbers(book, 1, 2).related == ()


def test_whose_it_is_comes_along_and_what_all_see_stays_seen(
    a_contact: Callable[..., Contact],
) -> None:
    seen = a_contact("Anna Nowak", id="1")
    mine = a_contact("Anna Nowak", id="2", extra=(Extra("X-PET", "dog"), Extra("CLASS", "PRIVATE")),
                     owner="me", private_to="me")  # fmt: skip
    for kept, other, private in ((seen, mine, False), (mine, seen, True)):
        found = choices([kept, other])
        both = merged([kept, other], found, usual(found))
        said = [each.name for each in both.extra]
        assert (both.owner, bool(both.private_to)) == ("me", private)
        assert said == (["X-PET", "CLASS"] if private else ["X-PET"])


def test_one_value_at_most_is_the_preferred_one(a_contact: Callable[..., Contact]) -> None:
    two = [
        a_contact("Jan Nowak", phones=(Entry(number, preferred=True),), id=str(place))
        for place, number in enumerate(("+48600000001", "+48600000002"))
    ]
    found = choices(two)
    result = merged(two, found, usual(found))
    assert [p.preferred for p in result.phones] == [True, False]


def test_a_chinese_name_is_met_under_its_reading(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(
        a_contact("陳怡君", emails=["yijun@x.example"]),
        a_contact("Chen Yi-chun", emails=["yijun@x.example"]),
        a_contact("Anna Wrona", emails=["yijun@x.example"]),
    )
    assert [c.numbers for c in find(book).clusters] == [(1, 2)]
