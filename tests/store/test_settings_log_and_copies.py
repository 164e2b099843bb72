"""What the log keeps, what pictures cost, what settings change, and what a copy holds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk.errors import BookError, BookUnreachable
from contactdesk.model.contact import Contact, Photo
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery
from contactdesk.store.originals import original_hash

pytestmark = pytest.mark.both_databases


def logged(book: Book) -> list[tuple[str, Any]]:
    with book.read() as tx:
        rows = tx.connection.exec_driver_sql("SELECT kind, fields FROM change ORDER BY id").all()
    return [(r[0], json.loads(r[1]) if r[1] else None) for r in rows]


# the log


def test_a_creation_logs_no_content(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    assert logged(a_book(a_contact(note="private"))) == [("create", None)]


def test_an_edit_logs_each_changed_field_before_and_after(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact(note="Old"))
    with book.write("Edit") as tx:
        base = tx.contacts.get(1)
        tx.contacts.save(replace(base, note="New", nicknames=("Ania",)), base)
    assert logged(book)[1:] == [("update", {"note": ["Old", "New"], "nicknames": [[], ["Ania"]]})]


def test_a_long_note_is_kept_beside_the_log_by_its_hash(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    long = "Zażółć " * 1_000
    book = a_book(a_contact(note="short"))
    with book.write("Edit") as tx:
        base = tx.contacts.get(1)
        tx.contacts.save(replace(base, note=long), base)
    _kind, fields = logged(book)[1]
    assert fields["note"][0] == "short"
    assert set(fields["note"][1]) == {"blob"}
    assert len(json.dumps(fields)) < 200
    with book.read() as tx:
        assert tx.contacts.photo(fields["note"][1]["blob"]) == long.encode()


def test_nothing_is_ever_taken_out_of_the_log(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact())
    seen = 0
    for _ in range(3):
        with book.write("Delete") as tx:
            tx.contacts.delete([1])
        book.undo()
        book.redo()
        book.undo()
        assert len(logged(book)) == seen + 4 + (not seen)
        seen = len(logged(book))
    with book.read() as tx:
        sets = tx.connection.exec_driver_sql("SELECT kind, label, author FROM change_set").all()
    assert [s[0] for s in sets] == ["edit", *["edit", "undo", "redo", "undo"] * 3]
    assert all(s[2] == book.person for s in sets)


def test_the_clock_orders_nothing(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact(note="0"))
    for note in ("1", "2"):
        with book.write(note) as tx:
            base = tx.contacts.get(1)
            tx.contacts.save(replace(base, note=note), base)
            tx.connection.exec_driver_sql(
                "UPDATE change_set SET at = ? WHERE label = ?", (f"20{9 - int(note)}0-01-01", note)
            )
    assert [c.label for c in book.poll()][-2:] == ["1", "2"]
    assert book.undo_labels()[0] == "2"


# pictures, originals


def test_a_picture_is_kept_once_however_many_have_it(a_book: Callable[..., Any]) -> None:
    book = a_book()
    picture = bytes(range(256)) * 3_000
    with book.write("Photos") as tx:
        one = tx.contacts.keep_photo(picture, "image/png")
        two = tx.contacts.keep_photo(picture, "image/png")
        other = tx.contacts.keep_photo(b"other", "image/jpeg")
    assert one == two == Photo("image/png", one.sha256, len(picture))
    with book.read() as tx:
        assert tx.contacts.photo(one.sha256) == picture
        assert tx.contacts.photo(other.sha256) == b"other"
        assert tx.contacts.photo("0" * 64) is None
        stored = tx.connection.exec_driver_sql(
            "SELECT count(DISTINCT sha256), sum(length(data)) FROM blob_chunk"
        ).one()
    assert tuple(stored) == (2, len(picture) + 5)


def test_originals_come_back_byte_for_byte_newest_first(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact(), a_contact("Jan Kowal"))
    cards = [b"BEGIN:VCARD\r\n\xff\x00one\r\nEND:VCARD\r\n", b"two"]
    with book.write("Originals") as tx:
        tx.contacts.keep_originals([(1, "3.0", "a.vcf", c) for c in cards])
    with book.read() as tx:
        assert tx.contacts.originals(1) == cards[::-1]
        assert tx.contacts.originals(2) == []
        assert tx.contacts.newest_originals([1, 2]) == {1: b"two"}


def test_line_ends_do_not_make_another_card() -> None:
    assert original_hash(b"a\r\nb\r\n") == original_hash(b"a\nb\n\n") != original_hash(b"a\nc")


# settings


def test_settings_are_shared_by_the_office_and_survive_closing(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], as_somebody_else: Any
) -> None:
    book = a_book(a_contact("Anna Zet"), a_contact("Zofia Bąk"))
    book.configure(sort_by="given", language="pl", region="PL")
    with as_somebody_else("ola") as ola:
        assert ola.facts[3:7] == ("PL", "pl", "given", "ola")
        with ola.read() as tx:
            rows = tx.contacts.rows(tx.contacts.listing(ListQuery()).numbers)
        assert [(r.name, r.letter) for r in rows] == [("Anna Zet", "A"), ("Zofia Bąk", "Z")]


@pytest.mark.file_only
def test_settings_that_stay_the_same_write_nothing(a_book: Callable[..., Any]) -> None:
    book = a_book()
    with closing(sqlite3.connect(book.facts.path)) as other:
        before = other.execute("PRAGMA data_version").fetchone()
        book.configure(sort_by=book.facts.sort_by, language=book.facts.language)
        assert other.execute("PRAGMA data_version").fetchone() == before


def test_changing_settings_keeps_contacts_the_bin_and_what_was_withdrawn(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], consistent: Any
) -> None:
    book = a_book(a_contact("Anna Nowak", phones=["501 234 567"]), a_contact("Jan Kowal"))
    with book.write("Delete") as tx:
        tx.contacts.delete([2])
    with book.write("Add") as tx:
        tx.contacts.add(a_contact("Ola Zet"))
    book.undo()
    book.configure(region="PL", language="de", sort_by="given")
    consistent(book, ("anna", "48501234567", "jan", "ola"))
    with book.read() as tx:
        assert tx.contacts.counts()[:5] == (1, 1, 0, 0, 1)
        assert tx.contacts.search("48501", ListQuery()).numbers == [1]
    with book.write("Restore") as tx:
        tx.contacts.restore([2])
    consistent(book, ("anna", "jan"))


def test_every_person_has_a_row_made_at_the_first_opening(
    a_book: Callable[..., Any], as_somebody_else: Any
) -> None:
    a_book()
    with as_somebody_else("ola") as ola:
        assert ola.facts.person == "ola"
        number = ola.person
    with as_somebody_else("ola") as again:
        assert again.person == number


# copies


@pytest.mark.file_only
def test_a_copy_is_whole_and_equal(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], tmp_path: Path, consistent: Any
) -> None:
    book = a_book(a_contact("Anna Nowak", note="x" * 5_000), a_contact("Jan Kowal"))
    with book.write("Photo") as tx:
        tx.contacts.keep_photo(b"picture", "image/png")
    copy = tmp_path / "copy.cdk"
    book.backup(copy)
    assert sorted(p.name for p in tmp_path.glob("copy*")) == ["copy.cdk"]
    with closing(sqlite3.connect(book.facts.path)) as one, closing(sqlite3.connect(copy)) as two:
        assert everything(one) == everything(two)
    with Book.open(copy) as opened:
        assert opened.check() == []
        assert opened.undo_labels()[0] == "Fill the book"
        consistent(opened, ("anna", "jan"))


def everything(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    """Every table that is really in the file, the indexes' own ones too, with all its rows."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE rootpage > 0 AND type='table'"
    )
    return {t: connection.execute(f'SELECT * FROM "{t}"').fetchall() for (t,) in tables.fetchall()}


def test_a_copy_replaces_an_older_one_only_when_it_is_whole(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], tmp_path: Path
) -> None:
    book = a_book(a_contact())
    copy = tmp_path / "copy.cdk"
    copy.write_bytes(b"older")
    book.backup(copy)
    assert copy.read_bytes()[:15] == b"SQLite format 3"


def test_a_copy_to_a_folder_that_is_not_there_is_said_in_words(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    with pytest.raises(BookUnreachable):
        a_book().backup(tmp_path / "away" / "copy.cdk")


@pytest.mark.file_only
def test_a_copy_never_takes_the_place_of_the_book_itself(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], tmp_path: Path
) -> None:
    book = a_book(a_contact())
    path = Path(book.facts.path)
    inode = path.stat().st_ino
    link = tmp_path / "link.cdk"
    link.symlink_to(path)
    for to in (path, link, path.parent / "home" / ".." / path.name):
        with pytest.raises(BookError, match="the book itself"):
            book.backup(to)
    assert path.stat().st_ino == inode
    assert not path.is_symlink()


@pytest.mark.file_only
def test_check_finds_a_row_that_belongs_to_nobody(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact(phones=["1"]))
    assert book.check() == []
    with closing(sqlite3.connect(book.facts.path)) as other:
        other.execute("DELETE FROM contact")
        other.commit()
    assert book.check() == ["entry None → contact"]


@pytest.mark.file_only
def test_what_an_older_program_folded_or_ordered_is_made_anew_at_opening(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], consistent: Any
) -> None:
    book = a_book(a_contact("Łucja Żak"), a_contact("Anna Nowak"))
    path = book.facts.path
    book.close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE setting SET value = '000 50.1' WHERE name = 'made_by'")
        other.execute("UPDATE contact SET sort_by_family = x'00', letter_by_family = '?'")
        other.execute("UPDATE search_text SET names = 'old', rest = ''")
        other.commit()
    with Book.open(path) as opened:
        consistent(opened, ("lucja", "nowak", "old"))
        assert opened.undo_labels() == ("Fill the book", None)
    before = Path(path).read_bytes()
    with Book.open(path) as opened:
        assert opened.check() == []
    assert Path(path).read_bytes() == before
