"""Renaming, merging, colouring and deleting categories, each one step with its undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from contactdesk.errors import ContactDeskError
from contactdesk.model.contact import Contact
from contactdesk.operations import category_editing as editing
from contactdesk.store.listing import ListQuery

pytestmark = pytest.mark.both_databases


@pytest.fixture
def office(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Any:
    return a_book(
        a_contact("Anna", categories=["Work", "Work/Clients"]),
        a_contact("Ewa", categories=["Work/Clients", "VIP"]),
        a_contact("Jan", categories=["VIP", "Friends, old"]),
        a_contact("Ola"),
    )


def shown(book: Any) -> dict[str, int]:
    with book.read() as tx:
        counts = tx.contacts.counts()
        for each in counts.categories:
            listed = tx.contacts.listing(ListQuery("category", each.name)).numbers
            assert len(listed) == each.contacts, each.name
        assert tx.categories.names() == [c.name for c in counts.categories]
        return {c.name: c.contacts for c in counts.categories}


def has(book: Any) -> list[tuple[str, ...]]:
    with book.read() as tx:
        return [c.categories for c in tx.contacts.get_many([1, 2, 3, 4])]


def row(book: Any, name: str) -> tuple[str, str]:
    with book.read() as tx:
        return next((c.id, c.colour) for c in tx.contacts.counts().categories if c.name == name)


def test_a_parent_counts_everybody_inside_once(office: Any) -> None:
    assert shown(office) == {"Friends, old": 1, "VIP": 2, "Work": 2, "Work/Clients": 2}
    with office.read() as tx:
        assert tx.contacts.search("ewa", ListQuery("category", "Work")).numbers == [2]


def test_a_parent_that_is_no_category_itself_is_shown_without_an_id(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact(categories=["Work/Clients"]))
    with book.read() as tx:
        counts = tx.contacts.counts().categories
        assert [(c.name, c.contacts, bool(c.id)) for c in counts] == [
            ("Work", 1, False), ("Work/Clients", 1, True),
        ]  # fmt: skip
    editing.recolour(book, "Work", "teal")
    assert row(book, "Work")[1] == "teal"
    assert book.undo() is not None


def test_an_empty_category_stays_until_it_is_deleted(office: Any) -> None:
    editing.add(office, "Suppliers", "amber")
    assert shown(office)["Suppliers"] == 0
    assert row(office, "Suppliers")[1] == "amber"
    editing.put(office, [4], "Suppliers")
    editing.put(office, [4], "", "Suppliers")
    assert shown(office)["Suppliers"] == 0
    assert office.undo() is not None
    assert has(office)[3] == ("Suppliers",)
    assert office.undo() is not None
    assert office.undo().label == "New category Suppliers"
    assert "Suppliers" not in shown(office)
    assert office.redo() is not None
    assert row(office, "Suppliers")[1] == "amber"


def test_renaming_takes_contacts_inner_categories_id_and_colour_along(office: Any) -> None:
    editing.recolour(office, "Work", "plum")
    before, uuid = has(office), row(office, "Work")[0]
    assert editing.rename(office, "Work", "Job").contacts == 2
    assert has(office)[:2] == [("Job", "Job/Clients"), ("Job/Clients", "VIP")]
    assert row(office, "Job") == (uuid, "plum")
    assert list(shown(office)) == ["Friends, old", "Job", "Job/Clients", "VIP"]
    with office.read() as tx:
        assert tx.contacts.search("job").numbers == [1, 2]
        assert tx.contacts.search("work").numbers == []
    assert office.undo().label == "Rename Work to Job"
    assert has(office) == before
    assert row(office, "Work") == (uuid, "plum")
    assert "Job" not in shown(office)
    assert office.redo() is not None
    assert row(office, "Job") == (uuid, "plum")
    assert list(shown(office)) == ["Friends, old", "Job", "Job/Clients", "VIP"]


def test_renaming_onto_one_that_exists_makes_both_one_and_undo_parts_them(office: Any) -> None:
    editing.recolour(office, "VIP", "rose")
    before, work = has(office), row(office, "Work/Clients")
    done = editing.rename(office, "Work/Clients", "VIP")
    assert done == (2, ("VIP",))
    assert has(office)[:3] == [("Work", "VIP"), ("VIP",), ("VIP", "Friends, old")]
    assert shown(office) == {"Friends, old": 1, "VIP": 3, "Work": 1}
    assert office.undo().label == "Merge Work/Clients into VIP"
    assert has(office) == before
    assert row(office, "Work/Clients") == work
    assert row(office, "VIP")[1] == "rose"
    assert office.redo() is not None
    assert shown(office) == {"Friends, old": 1, "VIP": 3, "Work": 1}


def test_who_got_the_new_name_since_keeps_it_when_the_rename_is_undone(office: Any) -> None:
    editing.rename(office, "VIP", "Gold")
    with office.read() as tx:
        step = tx.log.last_set()
    editing.put(office, [4], "Gold")
    office.revert(step)
    assert has(office) == [
        ("Work", "Work/Clients"), ("Work/Clients", "VIP"), ("VIP", "Friends, old"), ("Gold",),
    ]  # fmt: skip
    assert shown(office)["Gold"] == 1
    assert shown(office)["VIP"] == 2


def test_deleting_leaves_the_contacts_and_undo_brings_everything_back(office: Any) -> None:
    editing.recolour(office, "Work/Clients", "teal")
    before, uuid = has(office), row(office, "Work/Clients")[0]
    assert editing.delete(office, "Work") == 2
    assert has(office)[:2] == [(), ("VIP",)]
    assert shown(office) == {"Friends, old": 1, "VIP": 2}
    assert office.undo() is not None
    assert has(office) == before
    assert row(office, "Work/Clients") == (uuid, "teal")
    assert shown(office)["Work"] == 2


def test_a_deleted_category_comes_back_when_somebody_gets_it_again(office: Any) -> None:
    editing.delete(office, "VIP")
    editing.put(office, [4], "VIP")
    assert shown(office)["VIP"] == 1


def test_the_bin_loses_and_regains_its_categories_too(office: Any) -> None:
    with office.write("Delete") as tx:
        tx.contacts.delete([2])
    editing.rename(office, "VIP", "Gold")
    with office.write("Restore") as tx:
        tx.contacts.restore([2])
    assert has(office)[1] == ("Work/Clients", "Gold")
    assert "VIP" not in shown(office)


def test_undoing_an_import_takes_the_categories_it_made_away(
    office: Any, a_contact: Callable[..., Contact]
) -> None:
    with office.write("Import") as tx:
        for n in range(60):
            tx.contacts.add(a_contact(f"Nr {n}", categories=["Fair", "VIP"]))
    assert shown(office)["Fair"] == 60
    assert office.undo() is not None
    assert "Fair" not in shown(office)
    assert shown(office)["VIP"] == 2
    assert office.redo() is not None
    assert shown(office)["Fair"] == 60


def test_nothing_can_be_put_inside_itself(office: Any) -> None:
    with pytest.raises(ContactDeskError, match="inside itself"):
        editing.rename(office, "Work", "Work/Clients/Work")
    assert shown(office)["Work/Clients"] == 2


def test_moving_takes_from_one_and_gives_another_in_one_step(office: Any) -> None:
    before = has(office)
    assert editing.put(office, [1, 2, 3], "Gold", "Work") == 3
    assert has(office)[:3] == [("Gold",), ("VIP", "Gold"), ("VIP", "Friends, old", "Gold")]
    assert office.undo() is not None
    assert has(office) == before


def test_a_colleagues_open_form_keeps_the_new_name(office: Any) -> None:
    from dataclasses import replace

    with office.read() as tx:
        base = tx.contacts.get(3)
    editing.rename(office, "VIP", "Gold")
    with office.write("Edit") as tx:
        tx.contacts.save(replace(base, note="typed meanwhile"), base)
    assert has(office)[2] == ("Gold", "Friends, old")
    assert "VIP" not in shown(office)


def test_a_contacts_history_counts_contacts_not_the_category_beside_them(office: Any) -> None:
    editing.rename(office, "Friends, old", "Friends")
    with office.read() as tx:
        newest = tx.history.of(tx.contacts.get(3).id, 1)[0]
    assert newest.together == 1
    assert newest.fields["categories"][1] == ["VIP", "Friends"]


def test_hundreds_are_renamed_and_undone(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], consistent: Callable[..., Any]
) -> None:
    book = a_book(*(a_contact(f"Anna Nr{n:03d}", categories=["Old"]) for n in range(250)))
    editing.rename(book, "Old", "New/Inner")
    assert shown(book) == {"New": 250, "New/Inner": 250}
    consistent(book, ("old", "inner", "anna"))
    assert book.undo() is not None
    assert shown(book) == {"Old": 250}
    consistent(book, ("old", "inner", "anna"))
