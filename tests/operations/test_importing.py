"""Import: everybody of a file comes in once, nothing is overwritten, one step takes it back."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk.model.contact import Contact, Entry
from contactdesk.operations.exporting import export
from contactdesk.operations.importing import ImportReport, ImportRow, import_files
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery

pytestmark = pytest.mark.both_databases

OFFICE = Path(__file__).parents[2] / "resources" / "samples" / "office.vcf"


def everybody(book: Book) -> list[Contact]:
    with book.read() as tx:
        found: list[Contact] = tx.contacts.get_many(tx.contacts.listing(ListQuery()).numbers)
        return found


def names(book: Book) -> list[str]:
    return [c.formatted_name for c in everybody(book)]


def counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    return report.added, report.updated, report.unchanged, report.skipped, report.failed


def edit(book: Book, number: int, **values: Any) -> Contact:
    with book.read() as tx:
        base = tx.contacts.get(number)
    with book.write("Edit") as tx:
        saved: Contact = tx.contacts.save(replace(base, **values), base)
        return saved


# counts and rows


def test_every_card_has_one_row_and_the_counts_add_up(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str, jan: str
) -> None:
    book, rows = a_book(), list[ImportRow]()
    first = a_file(anna, name="one.vcf")
    second = a_file(jan, "", anna + "\nNOTE:again", name="two.vcf")
    report = import_files(book, [first, second], on_row=rows.append)
    assert [(Path(r.file).name, r.place, r.outcome) for r in rows] == [
        ("one.vcf", 0, "added"), ("two.vcf", 0, "added"), ("two.vcf", 1, "failed"),
        ("two.vcf", 2, "updated"),
    ]  # fmt: skip
    assert counts(report) == (2, 1, 0, 0, 1)
    assert report.cards == len(rows) == 4
    assert {r.id for r in rows if r.outcome == "added"} == {c.id for c in everybody(book)}
    assert [r.name for r in rows] == ["Anna Nowak", "Jan Kowal", "", "Anna Nowak"]
    assert report.set_id is not None
    assert report.seconds > 0


def test_the_sample_office_comes_in_whole_and_a_second_time_changes_nothing(
    a_book: Callable[..., Any], consistent: Any
) -> None:
    book = a_book()
    first = import_files(book, [OFFICE], region="PL")
    assert first.added == first.cards > 250
    assert first.failed == 0
    before = consistent(book, ("anna", "chen", "a", "l"))
    assert len(before) == first.added
    book.poll()
    again = import_files(book, [OFFICE], region="PL")
    assert counts(again) == (0, 0, first.added, 0, 0)
    assert {c.id: c for c in everybody(book)} == {c.id: c for c in before}
    assert book.poll() == []
    assert again.set_id is None


def test_a_card_that_was_cut_off_is_known_again_after_its_export(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    cut, out = tmp_path / "cut.vcf", tmp_path / "out.vcf"
    cut.write_bytes(b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Nobody knows\r\n")
    book = a_book()
    assert import_files(book, [cut]).added == 1
    export(book, out, "vcard")
    for file in (out, cut):
        assert counts(import_files(book, [file])) == (0, 0, 1, 0, 0)


def test_a_second_import_adds_nothing_though_people_were_edited_here(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str, jan: str
) -> None:
    book = a_book()
    path = a_file(anna, jan)
    import_files(book, [path])
    edited = edit(book, 1, formatted_name="Ania", given="Ania", phones=(), note="Ours")
    assert counts(import_files(book, [path])) == (0, 0, 2, 0, 0)
    with book.read() as tx:
        assert tx.contacts.get(1) == edited


def test_a_file_that_changed_brings_only_what_is_new(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str, jan: str
) -> None:
    book = a_book()
    import_files(book, [a_file(anna, jan)])
    edit(book, 1, nicknames=("Ania",))
    newer = a_file(anna + "\nTEL:+48 600 100 100\nNOTE:New", jan)
    assert counts(import_files(book, [newer])) == (0, 1, 1, 0, 0)
    found = everybody(book)[1]
    assert [e.value for e in found.phones] == ["+48 501 234 567", "+48 600 100 100"]
    assert (found.note, found.nicknames) == ("New", ("Ania",))
    assert counts(import_files(book, [newer])) == (0, 0, 2, 0, 0)


def test_what_was_deleted_here_does_not_come_back_with_the_changed_file(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str
) -> None:
    book = a_book()
    import_files(book, [a_file(anna + "\nTEL:+48 600 100 100\nNOTE:Old")])
    (person,) = everybody(book)
    edit(book, 1, phones=person.phones[:1], note="")
    import_files(book, [a_file(anna + "\nTEL:+48 600 100 100\nNOTE:Old\nNICKNAME:Ania")])
    (person,) = everybody(book)
    assert [e.value for e in person.phones] == ["+48 501 234 567"]
    assert (person.note, person.nicknames) == ("", ("Ania",))


def test_what_differs_is_kept_as_it_was_here_and_listed(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str
) -> None:
    book = a_book()
    import_files(book, [a_file(anna + "\nNOTE:Ours")])
    report = import_files(book, [a_file(anna + "\nNOTE:Theirs")])
    assert everybody(book)[0].note == "Ours"
    (row,) = report.rows
    assert row.outcome == "unchanged"
    assert [(code, message) for _line, code, message in row.problems] == [
        ("differs", "Note: the file says something else; what was here is kept.")
    ]


# who is who


def test_cards_of_one_file_stay_apart_even_with_one_uid(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str, jan: str
) -> None:
    book = a_book()
    path = a_file(anna + "\nUID:1", anna + "\nUID:1", jan + "\nUID:1", anna + "\nUID:1")
    assert counts(import_files(book, [path])) == (4, 0, 0, 0, 0)
    assert counts(import_files(book, [path])) == (0, 0, 4, 0, 0)
    assert len(everybody(book)) == 4


def test_the_uid_finds_somebody_whose_name_was_corrected(
    a_book: Callable[..., Any], a_file: Callable[..., Path]
) -> None:
    book = a_book()
    import_files(book, [a_file("FN:Ana Nowak\nUID:card-7")])
    report = import_files(book, [a_file("FN:Anna Nowak\nUID:card-7\nNOTE:New")])
    assert counts(report) == (0, 1, 0, 0, 0)


def test_one_uid_of_two_quite_different_people_is_no_match(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str, jan: str
) -> None:
    book = a_book()
    import_files(book, [a_file(anna + "\nUID:1")])
    assert counts(import_files(book, [a_file(jan + "\nUID:1")])) == (1, 0, 0, 0, 0)


CASES = (
    ("FN:Anna Nowak\nTEL:+48 501 234 501", "FN:Anna Nowak\nTEL:0048501234501", True),
    ("FN:Ola Zet\nTEL:501 234 502", "FN:Ola M. Zet\nTEL:+48501234502", True),
    ("FN:Ewa Lis\nEMAIL:a@b.example", "FN:Lis Ewa\nEMAIL:A@B.example", True),
    ("FN:Adam Maj\nORG:Baltica", "FN:Adam Maj\nORG:BALTICA", True),
    ("FN:Iga Bąk\nTEL:+48585550101", "FN:Jan Bąk\nTEL:+48585550101", False),
    ("FN:Zoe Ash\nEMAIL:home@n.example", "FN:Tom Ash\nEMAIL:home@n.example", False),
    ("FN:Lena Król", "FN:Lena Król", True),  # the very same card
    ("FN:Piotr Żak\nNOTE:one", "FN:Piotr Żak\nNOTE:two", False),
    ("FN:Hugo Berg\nORG:Baltica", "FN:Hugo Berg\nORG:Adria", False),
    ("FN:Nina Vogt\nTEL:112", "FN:Nina Vogt\nTEL:999", False),
)


def test_two_cards_are_one_person_by_more_than_a_name(
    a_book: Callable[..., Any], a_file: Callable[..., Path]
) -> None:
    book, rows = a_book(), list[ImportRow]()
    import_files(book, [a_file(*(here for here, _comes, _same in CASES))], region="PL")
    newer = a_file(*(comes for _here, comes, _same in CASES))
    import_files(book, [newer], region="PL", on_row=rows.append)
    for (_here, comes, same), row in zip(CASES, rows, strict=True):
        assert (row.outcome != "added") == same, comes


def test_a_couple_with_one_telephone_stays_two_people(
    a_book: Callable[..., Any], a_file: Callable[..., Path]
) -> None:
    book = a_book()
    couple = a_file("FN:Anna Nowak\nTEL:+48585550101", "FN:Jan Nowak\nTEL:+48585550101")
    import_files(book, [couple])
    newer = a_file("FN:Jan Nowak\nTEL:+48585550101\nNOTE:his",
                   "FN:Anna Nowak\nTEL:+48585550101\nNOTE:hers")  # fmt: skip
    assert counts(import_files(book, [newer])) == (0, 2, 0, 0, 0)
    assert [(c.formatted_name, c.note) for c in everybody(book)] == [
        ("Anna Nowak", "hers"), ("Jan Nowak", "his"),
    ]  # fmt: skip


def test_somebody_in_the_bin_is_not_met_again(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str
) -> None:
    book = a_book()
    path = a_file(anna)
    import_files(book, [path])
    with book.write("Delete") as tx:
        tx.contacts.delete([1])
    assert counts(import_files(book, [path])) == (1, 0, 0, 0, 0)
    assert names(book) == ["Anna Nowak"]


@pytest.mark.parametrize(
    ("on_match", "expected", "there"),
    [
        ("merge", (1, 1, 0, 0, 0), 2),
        ("add", (2, 0, 0, 0, 0), 3),
        ("skip", (1, 0, 0, 1, 0), 2),
    ],
)
def test_what_happens_to_a_match_is_as_chosen(
    a_book: Callable[..., Any],
    a_file: Callable[..., Path],
    anna: str,
    jan: str,
    on_match: str,
    expected: tuple[int, ...],
    there: int,
) -> None:
    book = a_book()
    import_files(book, [a_file(anna)])
    report = import_files(book, [a_file(anna + "\nNOTE:New", jan)], on_match=on_match)
    assert counts(report) == expected
    assert len(everybody(book)) == there
    assert {c.note for c in everybody(book)} == ({""} if on_match == "skip" else {"", "New"})


# undo


def test_one_undo_takes_a_whole_import_back_and_redo_brings_it_again(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str, jan: str, consistent: Any
) -> None:
    book = a_book()
    import_files(book, [a_file(anna)])
    before = everybody(book)
    more = [f"FN:Ola Nr{n}\nTEL:+4860010{n:04d}" for n in range(120)]
    import_files(book, [a_file(anna + "\nNOTE:New", jan, *more, name="more.vcf")])
    after = [replace(c, revision=0) for c in everybody(book)]
    assert book.undo_labels()[0] == "Import more.vcf"
    done = book.undo()
    assert done is not None
    assert (len(done.contacts), done.kept) == (122, ())
    assert [replace(c, revision=0) for c in everybody(book)] == [
        replace(c, revision=0) for c in before
    ]
    consistent(book, ("ola", "jan", "600100"))
    book.redo()
    assert [replace(c, revision=0) for c in everybody(book)] == after
    consistent(book, ("ola", "jan", "600100"))


def test_whom_somebody_edited_since_an_undone_import_keeps_and_names(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str, jan: str
) -> None:
    book = a_book()
    report = import_files(book, [a_file(anna, jan)])
    edit(book, 1, note="Ours")
    assert report.set_id is not None
    done = book.revert(report.set_id)
    assert done.kept == ("Anna Nowak",)
    assert names(book) == ["Anna Nowak"]


def test_after_an_undone_import_the_file_comes_in_again(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str, jan: str
) -> None:
    book = a_book()
    path = a_file(anna, jan)
    import_files(book, [path])
    book.undo()
    assert counts(import_files(book, [path])) == (2, 0, 0, 0, 0)


# what comes along


def test_the_picture_of_a_card_comes_along_and_is_kept_once(
    a_book: Callable[..., Any], a_file: Callable[..., Path]
) -> None:
    picture = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
        "rkJggg=="
    )
    line = "PHOTO;ENCODING=b;TYPE=PNG:" + base64.b64encode(picture).decode()
    book = a_book()
    import_files(book, [a_file("FN:Anna\n" + line, "FN:Jan\n" + line)])
    with book.read() as tx:
        photos = {c.photo for c in tx.contacts.get_many([1, 2])}
        (photo,) = photos
        assert photo is not None
        assert photo.sha256 == hashlib.sha256(picture).hexdigest()
        assert tx.contacts.photo(photo.sha256) == picture
        assert tx.connection.exec_driver_sql("SELECT count(*) FROM blob").scalar() == 1


def test_the_originals_are_kept_byte_for_byte(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str
) -> None:
    book = a_book()
    path = a_file(anna)
    import_files(book, [path])
    with book.read() as tx:
        (original,) = tx.contacts.originals(1)
    assert original.strip() == path.read_bytes().strip()


def test_a_mobile_number_is_compared_as_the_books_region_dials_it(
    a_book: Callable[..., Any], a_file: Callable[..., Path]
) -> None:
    book = a_book()
    book.configure(region="PL")
    import_files(book, [a_file("FN:Anna Nowak\nTEL:501 234 567")])
    with book.read() as tx:
        assert tx.contacts.search("+48501234567").numbers == [1]
        assert tx.contacts.get(1).phones == (Entry("501 234 567", item=1),)


def test_importing_runs_as_a_process_of_its_own_that_can_be_asked_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "contactdesk.operations.reading"],
        input=b'{"paths": [], "region": "", "language": "en", "speaks": "en"}',
        capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stderr == b""
