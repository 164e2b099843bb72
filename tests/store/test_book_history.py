"""The history of the whole book: its steps a page at a time, found by person, kind and text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk.errors import Cancelled, ContactDeskError
from contactdesk.model.book_history import StepFilter
from contactdesk.model.contact import Contact
from contactdesk.operations import category_editing
from contactdesk.operations.importing import import_files
from contactdesk.operations.taking_back import do_again, take_back, take_back_since
from contactdesk.progress import Progress
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery, Steps

pytestmark = pytest.mark.both_databases


def edit(book: Book, number: int, label: str = "Edit", **values: Any) -> int:
    with book.write(label) as tx:
        base = tx.contacts.get(number)
        tx.contacts.save(replace(base, **values), base=base)
    return last(book)


def last(book: Book) -> int:
    with book.read() as tx:
        return tx.log.last_set()


def contact_of(book: Book, number: int) -> Contact:
    with book.read() as tx:
        return tx.contacts.get(number)


def steps_of(book: Book, *wanted: Any, **more: Any) -> Any:
    with book.read() as tx:
        return tx.book_history.page(StepFilter(*wanted), **more)


def labels(book: Book, *wanted: Any) -> list[str]:
    return [s.label for s in steps_of(book, *wanted).steps]


def names(book: Book) -> list[str]:
    with book.read() as tx:
        return [r.name for r in tx.contacts.rows(tx.contacts.listing(ListQuery()).numbers)]


def preview(book: Book, steps: Steps) -> Any:
    with book.read() as tx:
        return tx.reverting.preview(steps)


@pytest.fixture
def office(a_book: Callable[..., Any], a_contact: Any, tmp_path: Path) -> Book:
    """Two people, an import of one more, an edit, a deletion and its undo."""
    book: Book = a_book(a_contact("Anna Nowak", note="Old"), a_contact("Jan Kowal"))
    file = tmp_path / "gmail.vcf"
    file.write_text("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ola Zet\r\nEND:VCARD\r\n")
    import_files(book, [file])
    edit(book, 1, "Edit Anna", note="New")
    with book.write("Delete Jan Kowal") as tx:
        tx.contacts.delete([2])
    book.undo()
    return book


def test_steps_are_told_newest_first_with_who_when_what_and_whom(office: Book) -> None:
    told = [(s.kind, s.label, s.contacts, s.names) for s in steps_of(office).steps]
    assert told == [
        ("undo", "Delete Jan Kowal", 1, ("Jan Kowal",)),
        ("delete", "Delete Jan Kowal", 1, ("Jan Kowal",)),
        ("edit", "Edit Anna", 1, ("Anna Nowak",)),
        ("import", "Import gmail.vcf", 1, ("Ola Zet",)),
        ("edit", "Fill the book", 2, ("Anna Nowak", "Jan Kowal")),
    ]
    assert steps_of(office).steps[3].files == ("gmail.vcf",)
    assert [s.taken_back for s in steps_of(office).steps] == [False, True, False, False, False]


def test_pages_follow_one_another_without_a_gap(office: Book) -> None:
    found, before = [], 0
    while True:
        page = steps_of(office, before=before, limit=2)
        found += [s.id for s in page.steps]
        before = page.before
        if not before:
            break
    assert found == [s.id for s in steps_of(office).steps]


def test_steps_are_found_by_person_kind_label_and_whom_they_changed(
    office: Book, as_somebody_else: Any
) -> None:
    with as_somebody_else("ola") as ola:
        edit(ola, 1, "Something", gender="F")
        me, her = (n for n, _name, _own in people(ola))
    assert labels(office, her) == ["Something"]
    assert "Something" not in labels(office, me)
    assert labels(office, 0, "import") == ["Import gmail.vcf"]
    assert labels(office, 0, "delete") == ["Delete Jan Kowal"]
    assert labels(office, 0, "", "gmail") == ["Import gmail.vcf"]
    assert labels(office, 0, "", "nowak") == ["Something", "Edit Anna", "Fill the book"]
    assert labels(office, 0, "", "nobody of that name") == []


def people(book: Book) -> Any:
    with book.read() as tx:
        return tx.book_history.people()


def test_a_step_says_what_it_did_to_each_a_page_at_a_time(office: Book) -> None:
    first = steps_of(office).steps[-1].id
    with office.read() as tx:
        (anna,) = tx.book_history.touched(first, limit=1)
        (jan,) = tx.book_history.touched(first, after=anna.change)
    assert (anna.number, anna.name, anna.kind) == (1, "Anna Nowak", "create")
    assert (jan.number, jan.name) == (2, "Jan Kowal")


def test_a_step_taken_back_and_done_again_says_how_it_stands(office: Book) -> None:
    edited = steps_of(office).steps[2].id
    for turn in range(2):
        take_back(office, edited)
        assert contact_of(office, 1).note == "Old"
        with pytest.raises(ContactDeskError, match="taken back already"):
            take_back(office, edited)
        do_again(office, edited)
        assert contact_of(office, 1).note == "New", turn
        with pytest.raises(ContactDeskError, match="not taken back"):
            do_again(office, edited)
    assert steps_of(office).steps[-3].taken_back is False


def test_undoing_an_undo_counts_as_a_step_that_can_be_undone(office: Book) -> None:
    take_back(office, steps_of(office).steps[0].id)  # the undo of the deletion
    assert names(office) == ["Anna Nowak", "Ola Zet"]
    assert office.undo_labels()[0] == "Delete Jan Kowal"
    office.undo()
    assert len(names(office)) == 3


def test_what_others_changed_since_is_named_before_and_after(
    office: Book, as_somebody_else: Any
) -> None:
    step = edit(office, 1, "Both", note="Mine", gender="F")
    with as_somebody_else("ola") as ola:
        edit(ola, 1, note="Ola's")
    told = preview(office, Steps(step, step))
    assert (told.contacts, told.back) == (1, 1)
    assert [tuple(k) for k in told.left] == [(1, "Anna Nowak", "note", "ola", False)]
    done = take_back(office, step)
    assert done.left == told.left
    assert (contact_of(office, 1).note, contact_of(office, 1).gender) == ("Ola's", "")


def test_everything_since_a_step_goes_back_as_one_step(office: Book, consistent: Any) -> None:
    since = edit(office, 1, "First", note="1")
    edit(office, 1, "Second", note="2", gender="F")
    edit(office, 2, "Third", note="of Jan")
    with office.write("Delete") as tx:
        tx.contacts.delete([2])
    before = contact_of(office, 1)
    told = preview(office, Steps(since, last(office)))
    assert (told.steps, told.contacts, told.back, told.left) == (4, 2, 2, ())
    done = take_back_since(office, Steps(since, last(office)))
    assert sorted(done.contacts) == [1, 2]
    assert contact_of(office, 1).note == "New"
    assert (contact_of(office, 2).note, contact_of(office, 2).deleted_at) == ("", "")
    assert [s.taken_back for s in steps_of(office).steps[:5]] == [False, True, True, True, True]
    office.undo()
    assert replace(contact_of(office, 1), revision=before.revision) == before
    assert contact_of(office, 2).deleted_at
    assert [s.taken_back for s in steps_of(office).steps[2:6]] == [False] * 4
    office.redo()
    assert contact_of(office, 1).note == "New"
    assert steps_of(office).steps[3].taken_back
    consistent(office, ("anna", "jan"))


def test_my_steps_alone_go_back_and_others_stay(office: Book, as_somebody_else: Any) -> None:
    since = edit(office, 1, "Mine", note="mine")
    with as_somebody_else("ola") as ola:
        edit(ola, 1, "Ola's", note="Ola's")
        edit(ola, 2, "Ola's", note="Jan")
    edit(office, 1, "Mine again", gender="F")
    told = preview(office, Steps(since, last(office), office.person))
    assert [(k.field, k.author) for k in told.left] == [("note", "ola")]
    done = take_back_since(office, Steps(since, last(office), office.person))
    assert done.left == told.left
    anna = contact_of(office, 1)
    assert (anna.note, anna.gender, contact_of(office, 2).note) == ("Ola's", "", "Jan")


def test_an_import_and_what_was_done_to_its_people_go_back_together(
    office: Book, a_contact: Any, consistent: Any, tmp_path: Path
) -> None:
    file = tmp_path / "many.vcf"
    card = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Person {n}\r\nEND:VCARD\r\n"
    file.write_text("".join(card.format(n=n) for n in range(80)))
    everybody = names(office)
    since = import_files(office, [file]).set_id
    assert since is not None
    edit(office, 10, "Edit", note="mine")
    book_labels = office.undo_labels()
    take_back_since(office, Steps(since, last(office)))
    assert names(office) == everybody
    office.undo()
    assert len(names(office)) == len(everybody) + 80
    assert contact_of(office, 10).note == "mine"
    assert office.undo_labels()[0] == book_labels[0]
    consistent(office, ("person", "anna"))


def test_what_was_done_to_categories_goes_back_with_the_rest(office: Book) -> None:
    since = edit(office, 1, "Categories", categories=("Work",))
    category_editing.rename(office, "Work", "Job")
    category_editing.recolour(office, "Job", "plum")
    category_editing.rename(office, "Job", "Jobs")
    with office.read() as tx:
        renamed = tx.book_history.touched(tx.log.last_set())
    assert {t.record_type for t in renamed} == {"contact", "category"}
    done = take_back_since(office, Steps(since, last(office)))
    assert done.left == ()
    assert contact_of(office, 1).categories == ()
    with office.read() as tx:
        assert tx.categories.names() == []
    office.undo()
    assert contact_of(office, 1).categories == ("Jobs",)
    with office.read() as tx:
        assert [(c.name, c.colour) for c in tx.categories.counted()] == [("Jobs", "plum")]


def test_an_undo_that_is_stopped_leaves_everything_as_it_was(
    office: Book, tmp_path: Path, consistent: Any
) -> None:
    file = tmp_path / "many.vcf"
    card = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Person {n}\r\nEND:VCARD\r\n"
    file.write_text("".join(card.format(n=n) for n in range(80)))
    imported = import_files(office, [file]).set_id
    before, newest = names(office), last(office)
    progress = Progress(lambda done, total, what: progress.stop() if done else None)
    with pytest.raises(Cancelled):
        take_back(office, imported, progress)
    assert (names(office), last(office)) == (before, newest)
    consistent(office, ("person",))


def test_a_contact_deleted_for_good_is_counted_as_gone(office: Book) -> None:
    step = edit(office, 1, "Both", note="x")
    with office.write("Delete for good") as tx:
        tx.contacts.purge([1])
    assert preview(office, Steps(step, step))[:5] == (1, 1, 0, (), 1)
    done = take_back(office, step)
    assert (done.contacts, done.gone) == ((), 1)


def test_whom_somebody_deleted_again_since_stays_in_the_bin(
    a_book: Callable[..., Any], a_contact: Any, as_somebody_else: Any
) -> None:
    book = a_book(*(a_contact(f"Anna Nr{n}") for n in range(60)))
    with book.write("Delete") as tx:
        tx.contacts.delete(range(1, 61))
    step = last(book)
    with as_somebody_else("ola") as ola:
        with ola.write("Restore") as tx:
            tx.contacts.restore([7])
        with ola.write("Delete") as tx:
            tx.contacts.delete([7])
    done = take_back(book, step)
    assert [(k.name, k.field, k.author) for k in done.left] == [("Anna Nr6", "deleted_at", "ola")]
    assert len(names(book)) == 59


def test_the_first_step_since_a_moment_is_found(office: Book) -> None:
    all_steps = steps_of(office).steps
    with office.read() as tx:
        assert tx.book_history.first_since("2001-01-01T00:00:00Z") == all_steps[-1].id
        assert tx.book_history.first_since("2999-01-01T00:00:00Z") == 0


def test_a_step_that_two_undos_took_back_is_taken_back_until_both_are_undone(office: Book) -> None:
    since = edit(office, 1, "Edit", note="mine")
    take_back_since(office, Steps(since, last(office)))
    first = last(office)
    assert contact_of(office, 1).note == "New"
    take_back_since(office, Steps(since, first))
    assert contact_of(office, 1).note == "New"
    assert [s.taken_back for s in steps_of(office).steps[:3]] == [False, True, True]
    assert [s.kind for s in steps_of(office).steps[:2]] == ["undo", "undo"]
    office.revert(last(office))
    assert [s.taken_back for s in steps_of(office).steps[2:4]] == [False, True]
    office.revert(first)
    assert contact_of(office, 1).note == "mine"
    assert [s.taken_back for s in steps_of(office).steps[3:5]] == [True, False]


def test_undos_of_undos_write_no_more_than_a_line_for_each_step(office: Book) -> None:
    since = edit(office, 1, "Edit", note="mine")
    for _turn in range(12):
        take_back_since(office, Steps(since, last(office)))
    office.revert(last(office))
    with office.read() as tx:
        lines = [len(tx.log.of_set(n)) for n in range(since, tx.log.last_set() + 1)]
        assert max(lines) <= len(lines), lines


def test_a_category_that_keeps_its_name_or_colour_is_named_before_and_after(office: Book) -> None:
    category_editing.add(office, "Work", "blue")
    since = last(office) + 1
    category_editing.rename(office, "Work", "Job")
    category_editing.recolour(office, "Job", "teal")
    mine = Steps(since, last(office))
    category_editing.recolour(office, "Job", "rose")
    category_editing.add(office, "Work")  # its old name is taken
    told = preview(office, mine)
    assert [(k.name, k.field) for k in told.left] == [("Job", "category")]
    assert take_back_since(office, mine).left == told.left
    with office.read() as tx:
        assert tx.categories.names() == ["Job", "Work"]
