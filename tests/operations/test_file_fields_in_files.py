"""Custom fields of files in files: they come back whole, and what is missing is still named."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contactdesk.model.contact import Contact
from contactdesk.model.custom import FILE, FieldDefinition, value_of, with_custom
from contactdesk.model.custom_files import files_of, names_of
from contactdesk.operations import file_fields
from contactdesk.operations.documents import keep_bytes
from contactdesk.operations.exporting import export
from contactdesk.operations.importing import import_files
from contactdesk.operations.saving_documents import save_all
from contactdesk.progress import Progress

WITH_IDS = ("vcard", "vcard21", "vcard30", "vcard40", "jcard", "jsonl")
ALL = (*WITH_IDS, "csv", "xlsx", "ldif")
NAMES = ("Frame contract; signed, 2026.pdf", "قرارداد.pdf")


@pytest.fixture
def office(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Any:
    """Anna with two files in a field, Bo with the name of one that is nowhere."""
    book = a_book(
        a_contact("Anna Nowak", emails=["anna@x.example"]),
        a_contact("Bo Berg", emails=["bo@x.example"]),
    )
    with book.write("Files") as tx:
        field = tx.custom_fields.add(FieldDefinition(label="Contract", type=FILE))
        anna, bo = tx.contacts.get_many([1, 2])
        found = [keep_bytes(tx, name, name.encode(), [anna.id]) for name in NAMES]
        file_fields.name_in(tx, anna, field.id, found)
        tx.contacts.save(with_custom(bo, {field.id: "by post"}), base=bo)
    return book


def said(book: Any, name: str = "Anna Nowak") -> str:
    with book.read() as tx:
        (field,) = tx.custom_fields.all()
        (number,) = tx.contacts.search(name).numbers
        found = tx.contacts.get(number)
        assert not found.extra
        return value_of(found, field.id)


def type_of(book: Any) -> str:
    with book.read() as tx:
        (field,) = tx.custom_fields.all()
        return str(field.type)


@pytest.mark.parametrize("kind", ALL)
def test_another_book_has_the_names_and_what_leads_to_the_documents(
    office: Any, a_book: Callable[..., Any], tmp_path: Path, kind: str
) -> None:
    file = tmp_path / f"out.{kind}"
    assert export(office, file, kind).checked.differing == 0  # type: ignore[union-attr]
    other = a_book(name="other")
    import_files(other, [file])
    assert names_of(said(other)) == NAMES
    assert said(other, "Bo Berg") == "by post"
    with other.read() as tx:
        assert tx.contacts.search("frame contract").numbers == tx.contacts.search("Anna").numbers
    if kind in WITH_IDS:
        assert said(other) == said(office)
        assert type_of(other) == FILE
    if kind in ("vcard", "vcard40"):
        back = tmp_path / f"back.{kind}"
        export(other, back, kind)
        assert back.read_bytes() == file.read_bytes()


@pytest.mark.parametrize("kind", ALL)
def test_its_own_file_takes_no_document_out_and_tells_of_no_difference(
    office: Any, tmp_path: Path, kind: str
) -> None:
    before = said(office)
    file = tmp_path / f"out.{kind}"
    export(office, file, kind)
    report = import_files(office, [file])
    assert (report.added, report.updated, report.failed) == (0, 0, 0)
    assert not [row for row in report.rows if row.problems]
    assert said(office) == before


def test_a_card_says_name_and_id_and_a_table_the_names(office: Any, tmp_path: Path) -> None:
    card, table, lines = (tmp_path / f"a.{end}" for end in ("vcf", "csv", "jsonl"))
    export(office, card, "vcard40")
    text = card.read_text("utf-8").replace("\n ", "")
    assert "X-KIND=file:urn:uuid:" in text
    assert "قرارداد.pdf" in text
    export(office, table, "csv")
    with table.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["Custom field: Contract"] for row in rows] == ["by post", "\n".join(NAMES)]
    export(office, lines, "jsonl")
    found = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    anna = next(line for line in found if line.get("formatted_name") == "Anna Nowak")
    assert names_of(anna["custom"]["Contract"]) == NAMES
    assert anna["custom"]["Contract"].startswith("urn:uuid:")


def test_a_file_that_came_since_is_added_to_those_that_are_here(
    office: Any, a_book: Callable[..., Any], tmp_path: Path
) -> None:
    other, first, second = a_book(name="other"), tmp_path / "a.vcf", tmp_path / "b.vcf"
    export(office, first, "vcard40")
    import_files(other, [first])
    with office.write("More") as tx:
        (field,) = tx.custom_fields.all()
        base = tx.contacts.get(1)
        annex = keep_bytes(tx, "Annex.pdf", b"annex", [base.id])
        file_fields.name_in(tx, base, field.id, [annex])
    export(office, second, "vcard40")
    import_files(other, [second])
    assert names_of(said(other)) == (*NAMES, "Annex.pdf")
    other.undo()
    assert names_of(said(other)) == NAMES


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_with_their_list_of_documents_the_files_come_back_whole(
    office: Any, a_book: Callable[..., Any], tmp_path: Path, order: tuple[int, int]
) -> None:
    contacts, folder = tmp_path / "all.jsonl", tmp_path / "documents"
    export(office, contacts, "jsonl")
    with office.read() as tx:
        chosen = tx.documents.all()
    save_all(office, chosen, folder, Progress())
    files = (contacts, folder / "documents.jsonl")
    other = a_book(name="other")
    import_files(other, [files[n] for n in order])
    value = said(other)
    assert value == said(office)
    with other.read() as tx:
        (number,) = tx.contacts.search("Anna").numbers
        found = {d.id: d for d in tx.documents.of_contact(number)}
        for file in files_of(value):
            document = found[file.id]
            assert document.name == file.name
            pieces = tx.documents.contents.pieces(document.current.sha256)
            assert b"".join(pieces) == file.name.encode()
