"""Contacts out as a table and in again: equal in every field, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import gc
import io
import string
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from contactdesk.errors import Cancelled, FormatError
from contactdesk.formats.csv_reading import read_file as read_csv
from contactdesk.formats.csv_writing import AS_THEY_ARE
from contactdesk.formats.csv_writing import write_file as write_csv
from contactdesk.formats.tables import detect
from contactdesk.formats.vcard_writing import same_record
from contactdesk.formats.writers import Outgoing
from contactdesk.formats.xlsx_reading import read_file as read_xlsx
from contactdesk.formats.xlsx_writing import CELL_LIMIT
from contactdesk.formats.xlsx_writing import write_file as write_xlsx
from contactdesk.model.contact import Address, Contact, Entry, Extra, Membership, Photo
from contactdesk.model.dates import PartialDate
from contactdesk.operations.exporting import export
from contactdesk.operations.importing import import_files
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery

OFFICE = Path(__file__).parents[2] / "resources" / "samples" / "office.vcf"
NASTY = ("=1+1", "+48 501 234 567", "-5", "@cmd", "\tTab", "\rCR", "\nLF", "'=1", "''@x",
         "'quoted'", '"', 'a"b', "a,b;c", "0012", "  spaces  ", "1.5E+10", "2026-01-02",
         "TRUE", "😀 emoji",
         "سلام\u200cمن", "\u202ertl", "x\0y", "bell\x07", "a\r\nb", "a\\;b", "_x0041_", "＝1",
         "long " + "ż" * 200)  # fmt: skip


def written(contacts: list[Contact], kind: str = "csv", **choices: Any) -> bytes:
    write = write_csv if kind == "csv" else write_xlsx
    return b"".join(write(lambda: iter([Outgoing(c) for c in contacts]), choices))


def read(data: bytes, kind: str = "csv") -> list[Contact]:
    found = list((read_csv if kind == "csv" else read_xlsx)(io.BytesIO(data), {}))
    assert all(p.contact for p in found), [p.problems for p in found]
    return [p.contact for p in found if p.contact]


def full(text: str) -> Contact:
    """A contact that says the same text in every field that may hold it."""
    entry = Entry(text, ("work", text), text, True)
    return Contact(
        kind="group", uid=text, formatted_name=text, prefixes=text, given=text, additional=text,
        family=text, suffixes=text, phonetic_given=text, phonetic_family=text, sort_as=text,
        nicknames=(text, "second; word"), phones=(entry, Entry("1"), entry), emails=(entry,),
        memberships=(Membership(text, (text, "b"), text, text, "", "2020", "2021-05"),
                     Membership("", (), text)),
        addresses=(Address(*[text] * 7, ("home", text), text), Address(street="x", preferred=True)),
        urls=(entry,), impp=(entry,), related=(entry,), members=(entry,), languages=(entry,),
        birthday=PartialDate(None, 2, 29), anniversary=PartialDate(text="in spring"), gender=text,
        time_zone=text, geo=text, keep_in_touch="30", categories=(text, "Work, old"), note=text,
        extra=(Extra("X-A", text, "item1", ("home", text), (("X-P", text),)), Extra("X-B", "1")),
        revised_at=text,
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("text", NASTY)
def test_every_field_comes_back_as_it_went(kind: str, text: str) -> None:
    contacts = [full(text), Contact(formatted_name="Ann"), full("plain")]
    again = read(written(contacts, kind), kind)
    for ours, theirs in zip(contacts, again, strict=True):
        assert same_record(theirs, ours)


@pytest.mark.parametrize("text", NASTY)
def test_left_as_they_are_formulas_come_back_too(text: str) -> None:
    (again,) = read(written([full(text)], formulas=AS_THEY_ARE))
    assert same_record(again, full(text))


WORDS = st.text(
    st.sampled_from(string.ascii_letters + "=+-@'\";,\\\n\r\t żłó漢字سلام😀\0\x07_x"),
    min_size=1,
    max_size=20,
).filter(str.strip)


@settings(max_examples=80)
@given(st.lists(WORDS.map(full), min_size=1, max_size=3), st.sampled_from([",", ";", "\t", "|"]))
def test_whatever_is_written_is_read_again(contacts: list[Contact], delimiter: str) -> None:
    again = read(written(contacts, delimiter=delimiter))
    assert all(same_record(a, b) for a, b in zip(again, contacts, strict=True))


def test_no_cell_of_a_csv_file_begins_like_a_formula() -> None:
    data = written([full(text) for text in NASTY]).decode("utf-8-sig")
    cells = [c for row in csv.reader(io.StringIO(data, newline="")) for c in row]
    assert not [c for c in cells if c[:1] in tuple("=+-@\t\r\n＝＋－＠")]
    assert "'+48 501 234 567" in cells  # readable as it stands
    exact = written([full("+48 501 234 567")], formulas=AS_THEY_ARE).decode("utf-8-sig")
    assert ",+48 501 234 567," in exact


def test_a_csv_file_is_as_spreadsheets_want_it() -> None:
    data = written([Contact(formatted_name="Łucja Żak", note="two\nlines")])
    assert data.startswith(b"\xef\xbb\xbfName,Title before the name,First name,")
    assert data.endswith(b"\r\n")
    assert b'"two\nlines"' in data
    assert written([], delimiter=";").startswith(b"\xef\xbb\xbfName;Title")


def test_a_workbook_holds_texts_alone() -> None:
    data = written([full("=1+1"), full("0012")], "xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert {type(c) for row in rows for c in row} == {str}
    assert rows[1][0] == "=1+1"  # a text, not what it computes to
    assert rows[2][0] == "0012"


@pytest.mark.parametrize("letter", ["x", "ż", "😀"])
def test_notes_that_no_cell_can_hold_go_on_in_further_columns(letter: str) -> None:
    long = Contact(formatted_name="Ann", note="=" + letter * 100_000, extra=(
        Extra("X-LONG", letter * 40_000),
    ))  # fmt: skip
    data = written([Contact(formatted_name="Bob", note="short"), long], "xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert all(len(str(c).encode("utf-16-le")) <= 2 * CELL_LIMIT for row in rows for c in row)
    bob, again = read(data, "xlsx")
    assert (bob.note, again.note) == ("short", long.note)
    assert same_record(again, long)


def test_columns_are_those_that_the_fullest_contact_needs() -> None:
    heads = next(csv.reader(io.StringIO(written([
        Contact(formatted_name="Ann", phones=(Entry("1"), Entry("2", ("cell",)))),
        Contact(formatted_name="Bob", urls=(Entry("x"),)),
    ]).decode("utf-8-sig"))))  # fmt: skip
    assert heads == [
        "Name", "Title before the name", "First name", "Middle names", "Last name",
        "After the name", "Organisation 1", "Organisation 1 job title", "Phone 1", "Phone 2",
        "Phone 2 types", "E-mail 1", "Nicknames", "Birthday", "Anniversary", "Categories", "Note",
        "Web address 1",
    ]  # fmt: skip


def test_a_contact_that_grew_while_it_was_written_is_no_half_file() -> None:
    passes = iter([[Contact(formatted_name="Ann")], [Contact(formatted_name="Ann", geo="1,2")]])
    with pytest.raises(FormatError, match="Nothing was written"):
        list(write_csv(lambda: iter([Outgoing(c) for c in next(passes)]), {}))


def test_an_export_that_is_stopped_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(work))
    passes = iter((3, 1))

    def records() -> Iterator[Outgoing]:
        for _ in range(next(passes)):
            yield Outgoing(Contact(formatted_name="Ann", note="secret"))
        if any(work.iterdir()):
            raise Cancelled

    with pytest.raises(Cancelled):
        list(write_xlsx(records, {}))
    gc.collect()
    assert list(work.iterdir()) == []


def test_our_table_is_exact_also_where_its_columns_were_looked_through() -> None:
    data = written([full("a;b"), full("'=1")])
    chosen = list(detect(data).fields)
    found = [p.contact for p in read_csv(io.BytesIO(data), {"columns": chosen})]
    assert all(
        a and same_record(a, b) for a, b in zip(found, [full("a;b"), full("'=1")], strict=True)
    )
    chosen[chosen.index("note")] = ""
    first = next(read_csv(io.BytesIO(data), {"columns": chosen})).contact
    assert first is not None
    assert same_record(first, replace(full("a;b"), note=""))


def test_our_table_edited_in_a_spreadsheet_is_still_ours() -> None:
    lines = written([replace(full("x"), birthday=PartialDate(1980, 5, 12))]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(lines, newline="")))
    rows[0].append("Colour")
    rows[1].append("red")
    place = rows[0].index("Birthday")
    rows[1][place] = "12.05.1980"  # as a spreadsheet writes it after a look
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    (again,) = read(out.getvalue().encode("cp1250"))
    assert again.birthday == PartialDate(1980, 5, 12)
    assert ("X-Colour", "red") in [(e.name, e.value) for e in again.extra]
    assert again.phones[0].types == ("work", "x")


def everybody(book: Book) -> list[Contact]:
    with book.read() as tx:
        found: list[Contact] = tx.contacts.get_many(tx.contacts.listing(ListQuery()).numbers)
        return found


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_whole_book_comes_back_from_a_table(
    a_book: Callable[..., Any], tmp_path: Path, kind: str
) -> None:
    book = a_book(name="office")
    import_files(book, [OFFICE], region="PL")
    path = tmp_path / f"all.{kind}"
    report = export(book, path, kind)
    before = everybody(book)
    assert (report.contacts, report.size) == (len(before), path.stat().st_size)
    assert report.checked is not None
    assert report.checked.is_same
    photos = sum(c.photo is not None for c in before)
    other = a_book(name="other")
    import_report = import_files(other, [path], region="PL")
    assert (import_report.added, import_report.failed) == (len(before), 0)
    told = [p for row in import_report.rows for p in row.problems]
    assert {p[1] for p in told} == {"photo-elsewhere"}
    assert len(told) == photos > 0
    for ours, theirs in zip(before, everybody(other), strict=True):
        assert same_record(theirs, replace(ours, photo=None))
    again = import_files(book, [path], region="PL")
    assert (again.added, again.updated, again.unchanged) == (0, 0, len(before))


def test_photos_stand_as_words_only(a_book: Callable[..., Any]) -> None:
    photo = Photo("image/png", "a" * 64, 719)
    row = csv.DictReader(io.StringIO(written([Contact(formatted_name="Ann", photo=photo)])
                                     .decode("utf-8-sig")))  # fmt: skip
    assert next(row)["Photo"] == "image/png, 719 bytes"


def test_the_archive_is_exported_and_said_on_the_way_in(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str, jan: str, tmp_path: Path
) -> None:
    book = a_book()
    import_files(book, [a_file(anna, jan)])
    numbers = [c.number for c in everybody(book) if c.given == "Jan"]
    with book.write("Archive") as tx:
        tx.contacts.archive(numbers)
    export(book, tmp_path / "all.csv", "csv")
    other = a_book(name="other")
    report = import_files(other, [tmp_path / "all.csv"])
    assert report.added == 2
    assert [(r.name, r.problems[0][1]) for r in report.rows] == [("Jan Kowal", "was-archived")]
