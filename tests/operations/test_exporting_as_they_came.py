"""Cards of contacts whose changes are known are written as if everything had been looked at.

Whatever happened to a book, the export gives byte for byte what comes of loading each contact
whole and comparing it with its card.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk.formats.vcard_reading import READS_AS
from contactdesk.model.contact import Contact
from contactdesk.operations import category_editing
from contactdesk.operations.exporting import cards, export
from contactdesk.operations.importing import import_files
from contactdesk.operations.unchanged_cards import as_they_came
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery

pytestmark = pytest.mark.both_databases

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"
DATA = Path(__file__).parents[1] / "data" / "vcard"
CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{n}\r\nFN:Anna {n}\r\nN:{n};Anna;;;\r\nORG:Mill\r\n"
    "TITLE:Buyer\r\nTEL;TYPE=work:600 100 20{n}\r\nTEL;TYPE=cell:600 100 30{n}\r\n"
    "EMAIL:anna{n}@mill.example\r\nCATEGORIES:Friends\r\nNOTE:tea\r\nX-SHOE:4{n}\r\nEND:VCARD\r\n"
)


def numbers(book: Book) -> list[int]:
    with book.read() as tx:
        found = tx.contacts.listing(ListQuery()).numbers
        return [*found, *tx.contacts.listing(ListQuery("archive")).numbers]


def exported(book: Book) -> bytes:
    out = io.BytesIO()
    export(book, out)
    return out.getvalue()


def looked_at_whole(book: Book) -> bytes:
    everybody = numbers(book)
    with book.read() as tx:
        return b"".join(cards(tx, everybody))


def written_at_once(book: Book) -> int:
    everybody = numbers(book)
    with book.read() as tx:
        return len(as_they_came(tx, everybody))


def edit(book: Book, number: int, **changes: Any) -> None:
    with book.write("Edit") as tx:
        contact = tx.contacts.get(number)
        tx.contacts.save(replace(contact, **changes), base=contact)


@pytest.fixture
def annas(a_book: Callable[..., Any], tmp_path: Path) -> Any:
    """Six contacts that came from cards."""
    file = tmp_path / "annas.vcf"
    file.write_bytes("".join(CARD.format(n=n) for n in range(1, 7)).encode())
    book = a_book()
    import_files(book, [file])
    return book


def test_what_nobody_changed_goes_out_without_being_looked_at(annas: Book) -> None:
    assert written_at_once(annas) == 6
    assert exported(annas) == looked_at_whole(annas)


def test_a_changed_value_alone_is_written_anew(annas: Book) -> None:
    first, second, *_rest = numbers(annas)
    edit(annas, first, note="coffee")
    with annas.read() as tx:
        phones = tx.contacts.get(second).phones
    edit(annas, second, phones=(phones[0], replace(phones[1], value="700 1")))
    assert written_at_once(annas) == 6
    data = exported(annas)
    assert data == looked_at_whole(annas)
    assert data.count(b"NOTE:coffee\r\n") == 1
    assert data.count(b":700 1\r\n") == 1


@pytest.mark.parametrize(
    "change",
    [
        {"phones": ()},
        {"kind": "org"},
        {"extra": ()},
        {"family": "", "given": "", "formatted_name": "Mill"},
        {"addresses": (), "archived_at": "2026-01-02T03:04:05Z"},
    ],
)
def test_what_changes_more_than_a_value_is_looked_at_whole(
    annas: Book, change: dict[str, Any]
) -> None:
    edit(annas, numbers(annas)[2], **change)
    assert exported(annas) == looked_at_whole(annas)


def test_another_name_of_a_category_is_on_the_cards(annas: Book) -> None:
    category_editing.rename(annas, "Friends", "Family")
    data = exported(annas)
    assert data == looked_at_whole(annas)
    assert data.count(b"CATEGORIES:Family\r\n") == 6


def test_an_edit_taken_back_leaves_the_card_as_it_came(annas: Book) -> None:
    before = exported(annas)
    edit(annas, numbers(annas)[0], note="coffee")
    annas.undo()
    assert exported(annas) == before


def test_a_contact_that_met_a_second_card_is_looked_at_whole(annas: Book, tmp_path: Path) -> None:
    again = tmp_path / "again.vcf"
    again.write_bytes(CARD.format(n=1).replace("NOTE:tea", "ROLE:Boss").encode())
    import_files(annas, [again])
    assert written_at_once(annas) == 5
    assert exported(annas) == looked_at_whole(annas)


def test_a_contact_that_was_there_before_its_card_is_looked_at_whole(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "anna.vcf"
    file.write_bytes(CARD.format(n=1).encode())
    book = a_book(Contact(uid="1", given="Anna", family="1", nicknames=("Ann",)))
    import_files(book, [file])
    assert written_at_once(book) == 0
    assert b"NICKNAME:Ann" in exported(book)


def test_contacts_that_got_a_category_with_the_import_say_it_on_their_cards(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "anna.vcf"
    file.write_bytes(CARD.format(n=1).encode())
    book = a_book()
    import_files(book, [file], choices={"category": "New"})
    assert b"Friends,New" in exported(book)


def test_what_an_earlier_program_did_not_read_stays_on_the_card_and_is_told(
    annas: Book, tmp_path: Path
) -> None:
    first, second, *_rest = everybody = numbers(annas)
    with annas.write("As an earlier program left it") as tx:
        tx.connection.exec_driver_sql(
            "UPDATE change SET fields = replace(fields, 'read_as', 'was') WHERE kind = 'import'"
        )
        tx.connection.exec_driver_sql(f"DELETE FROM entry WHERE contact = {first}")
    edit(annas, second, note="coffee")
    with annas.read() as tx:
        known = tx.contacts.readings(READS_AS).of(everybody, ())
        assert len(known) == 6
        assert not any(each.is_todays for each in known.values())
    report = export(annas, tmp_path / "all.vcf")
    data = (tmp_path / "all.vcf").read_bytes()
    came = [CARD.format(n=n) for n in range(1, 7)]
    assert data.decode() == "".join([came[0], came[1].replace("tea", "coffee"), *came[2:]])
    assert report.checked is not None
    assert [each.name for each in report.checked.differences] == ["Anna 1"]
    assert set(report.checked.differences[0].fields) == {"phones", "emails"}


def at_random(book: Book, chance: random.Random) -> None:
    """One thing that people do, to some contacts of the book."""
    there = numbers(book)
    number, other = chance.sample(there, 2)
    words = chance.choice(("tea", "a,b", "two\nlines", "QUOTED", "x" * 90, ""))
    way = chance.choice(("text", "item", "less", "name", "bin", "merge", "undo", "job"))
    if way == "undo":
        if not str(book.undo_labels()[0]).startswith("Import"):
            book.undo()
        return
    with book.write(way) as tx:
        contact = tx.contacts.get(number)
        if way == "bin":
            tx.contacts.delete([number])
        elif way == "merge":
            kept = tx.contacts.get(other)
            tx.duplicates.merge(replace(kept, note=contact.note), kept, [contact])
        else:
            changes = {
                "text": {chance.choice(("note", "gender", "time_zone")): words},
                "item": {"emails": tuple(replace(e, value=words) for e in contact.emails)},
                "less": {"phones": contact.phones[1:]},
                "name": {"given": words or "Anna", "formatted_name": f"{words} 1"},
                "job": {"memberships": tuple(replace(m, role=words) for m in contact.memberships)},
            }[way]
            tx.contacts.save(replace(contact, **changes), base=contact)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_the_export_is_as_if_all_had_been_looked_at(
    a_book: Callable[..., Any], seed: int
) -> None:
    chance = random.Random(seed)
    files = chance.sample(sorted(DATA.glob("*.vcf")), 8)
    book = a_book()
    import_files(book, [SAMPLES / "office.vcf", *files])
    assert exported(book) == looked_at_whole(book)
    for _step in range(20):
        at_random(book, chance)
    assert 0 < written_at_once(book) < len(numbers(book))
    assert exported(book) == looked_at_whole(book)
