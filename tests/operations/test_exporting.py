"""Export: what goes out is everything, as it came in where nobody touched it, and whole."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk.errors import Cancelled, ContactDeskError, FormatError
from contactdesk.model.contact import Contact, Entry
from contactdesk.model.record import FIELDS
from contactdesk.operations.exporting import FORMATS, export
from contactdesk.operations.importing import import_files
from contactdesk.progress import Progress
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery

pytestmark = pytest.mark.both_databases

OFFICE = Path(__file__).parents[2] / "resources" / "samples" / "office.vcf"


def everybody(book: Book) -> list[Contact]:
    with book.read() as tx:
        found: list[Contact] = tx.contacts.get_many(tx.contacts.listing(ListQuery()).numbers)
        return found


def exported(book: Book, **options: Any) -> bytes:
    out = io.BytesIO()
    report = export(book, out, **options)
    assert report.size == len(out.getvalue())
    return out.getvalue()


def without_ids(contact: Contact) -> Contact:
    """The contact as a stranger's book would hold it."""
    return replace(contact, id="", number=0, revision=0)


def cards(data: bytes) -> list[bytes]:
    return [c + b"END:VCARD" for c in data.split(b"END:VCARD")[:-1]]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The sample office, imported once; tests only read it."""
    with Book.open(tmp_path_factory.mktemp("office") / "office.cdk") as book:
        import_files(book, [OFFICE], region="PL")
        yield book


def test_export_and_import_into_a_new_book_give_equal_contacts(
    office: Book, a_book: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "all.vcf"
    report = export(office, path)
    before = everybody(office)
    assert (report.contacts, report.size) == (len(before), path.stat().st_size)
    other = a_book(name="other")
    import_files(other, [path], region="PL")
    after = everybody(other)
    assert len(after) == len(before)
    for ours, theirs in zip(before, after, strict=True):
        for field in FIELDS:
            assert getattr(theirs, field) == getattr(ours, field), (ours.formatted_name, field)
    again = import_files(office, [path], region="PL")
    assert (again.added, again.updated) == (0, 0)


def test_cards_that_nobody_touched_come_out_byte_for_byte(office: Book) -> None:
    came = {c.strip().replace(b"\r\n", b"\n") for c in cards(OFFICE.read_bytes())}
    out = [c.strip().replace(b"\r\n", b"\n") for c in cards(exported(office))]
    assert set(out) == came
    assert len(out) == len(everybody(office))


def test_an_edited_card_keeps_every_line_that_was_not_edited(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str
) -> None:
    book = a_book()
    import_files(book, [a_file(anna + "\nX-ODD;TYPE=weird:keep me")])
    (person,) = everybody(book)
    with book.write("Edit") as tx:
        phones = (*person.phones, Entry("+48 600 100 100", ("home",)))
        tx.contacts.save(replace(person, phones=phones), person)
    out = exported(book).decode()
    for line in ("VERSION:3.0", *anna.split("\n"), "X-ODD;TYPE=weird:keep me"):
        assert line in out.splitlines()
    assert "+48 600 100 100" in out


def test_contacts_go_out_in_name_order_and_only_those_asked_for(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact("Zofia Zet"), a_contact("Anna Bąk"), a_contact("Jan Maj"))
    with book.write("Delete") as tx:
        tx.contacts.delete([3])
    names = [json.loads(x)["formatted_name"] for x in exported(book, format="jsonl").splitlines()]
    assert names == ["Anna Bąk", "Zofia Zet"]
    one = exported(book, format="jsonl", numbers=[1])
    assert json.loads(one)["formatted_name"] == "Zofia Zet"
    assert exported(book, numbers=[]) == b""


def test_an_empty_book_gives_an_empty_file(a_book: Callable[..., Any], tmp_path: Path) -> None:
    for kind in FORMATS:
        path = tmp_path / kind
        assert export(a_book(), path, kind).contacts == 0
        if kind not in ("csv", "xlsx"):  # tables have their heads
            assert path.read_bytes() == (b"[]\n" if kind == "jcard" else b"")  # nor is JSON empty


@pytest.mark.parametrize(
    ("kind", "version"), [("vcard21", "2.1"), ("vcard30", "3.0"), ("vcard40", "4.0")]
)
def test_every_card_is_written_in_the_version_asked_for(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str, kind: str, version: str
) -> None:
    book = a_book()
    import_files(book, [a_file(anna)])
    lines = exported(book, format=kind).decode().splitlines()
    assert f"VERSION:{version}" in lines


def test_a_new_contact_is_written_as_version_4(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    lines = exported(a_book(a_contact(phones=["+48501234567"]))).decode().splitlines()
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:4.0"]
    assert lines[-1] == "END:VCARD"


def test_json_lines_have_the_shape_that_scripts_read(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(
        a_contact("Łucja Żak", phones=[Entry("501", ("cell",), "Mobile", True)],
                  organisation="Baltica", job_title="Buyer", categories=["VIP"])
    )  # fmt: skip
    found = json.loads(exported(book, format="jsonl"))
    assert list(found) == [
        "type", "id", "uid", "kind", "formatted_name", "name", "nicknames", "organisation",
        "departments", "job_title", "role", "phones", "emails", "urls", "impp", "related",
        "addresses", "birthday", "anniversary", "categories", "note", "photo", "custom", "extra",
    ]  # fmt: skip
    assert found["type"] == "contact"
    assert found["phones"] == [
        {"value": "501", "types": ["cell"], "label": "Mobile", "preferred": True}
    ]
    assert found["name"]["given"] == "Łucja"
    assert (found["organisation"], found["job_title"]) == ("Baltica", "Buyer")
    assert "Łucja" in exported(book, format="jsonl").decode()


def test_a_format_that_is_not_known_is_named_with_those_that_are(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    with pytest.raises(FormatError, match=r"docx cannot be written.*vcard40, jsonl"):
        export(a_book(), tmp_path / "all.docx", "docx")
    assert not (tmp_path / "all.docx").exists()


def test_a_stopped_export_leaves_the_older_file_and_nothing_else(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], tmp_path: Path
) -> None:
    book = a_book(*(a_contact(f"Anna Nr{n}") for n in range(300)))
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "all.vcf").write_bytes(b"older")

    def stop(done: int, _total: int, _what: str) -> None:
        if done:
            progress.stop()

    progress = Progress(stop)
    with pytest.raises(Cancelled):
        export(book, folder / "all.vcf", progress=progress)
    assert [p.name for p in folder.iterdir()] == ["all.vcf"]
    assert (folder / "all.vcf").read_bytes() == b"older"


def test_an_export_to_a_folder_that_is_not_there_is_said_in_words(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    for to in (tmp_path / "away" / "all.vcf", tmp_path):
        with pytest.raises(ContactDeskError, match="could not be written"):
            export(a_book(), to)


@pytest.mark.file_only
def test_an_export_never_takes_the_place_of_the_book(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact())
    with pytest.raises(ContactDeskError, match="the book itself"):
        export(book, Path(book.facts.path))
    assert len(everybody(book)) == 1
    assert book.check() == []
