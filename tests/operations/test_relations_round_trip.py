"""Relations leave the book as other programs read them, and come back as they were."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from contactdesk.model.contact import Contact
from contactdesk.model.relations import RelationKind
from contactdesk.operations.exporting import export
from contactdesk.operations.importing import import_files

pytestmark = pytest.mark.both_databases

ASSISTANT = RelationKind(("assistant",))


@pytest.fixture
def office(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Any:
    """Ola (2) is the assistant of Marek (1); Ewa (3) is Marek's mentor and has an identifier."""
    book = a_book(
        a_contact("Marek Wrona", emails=["marek@b.example"]),
        a_contact("Ola Wit", emails=["ola@b.example"]),
        a_contact("Ewa Rój", uid="crm-2024-000-000-117", emails=["ewa@b.example"]),
    )
    with book.write("Relate") as tx:
        tx.relations.keep_kind("Mentor", "Student")
        tx.relations.add(1, ASSISTANT, 2)
        tx.relations.add(1, RelationKind(label="Mentor"), 3)
    return book


def written(book: Any, format: str) -> bytes:  # noqa: A002 - as in `export`
    out = BytesIO()
    export(book, out, format)
    return out.getvalue()


def shown(book: Any) -> set[tuple[str, str, str]]:
    """Everything that all cards together show: whose card, who, what they are."""
    found = set()
    with book.read() as tx:
        for contact in tx.contacts.get_many([1, 2, 3]):
            for r in tx.relations.of(contact):
                word = r.kind.label or ",".join(r.kind.types) or r.quoted
                found.add((contact.formatted_name, r.row.name if r.row else "? " + r.name, word))
    return found


def test_a_card_of_4_0_names_the_others_card_and_comes_back_linked(
    office: Any, a_book: Callable[..., Any], tmp_path: Path
) -> None:
    text = written(office, "vcard40")
    with office.read() as tx:
        ola = tx.contacts.get(2).id
    assert f"RELATED;TYPE=assistant:urn:uuid:{ola}".encode() in text
    assert f"UID:urn:uuid:{ola}".encode() in text
    assert text.count(b"UID:") == 2  # nobody names Marek: his card needs none
    (tmp_path / "all.vcf").write_bytes(text)
    other = a_book(name="other")
    import_files(other, [tmp_path / "all.vcf"])
    with other.write("Own kind") as tx:
        tx.relations.keep_kind("Mentor", "Student")
    assert shown(other) == shown(office)
    assert written(other, "vcard40") == text


def test_the_books_own_export_comes_in_again_and_changes_no_relation(
    office: Any, tmp_path: Path
) -> None:
    before = shown(office)
    (tmp_path / "all.vcf").write_bytes(written(office, "vcard40"))
    report = import_files(office, [tmp_path / "all.vcf"])
    assert (report.added, report.failed) == (0, 0)
    assert shown(office) == before


@pytest.mark.parametrize("format", ["vcard30", "vcard21"])
def test_before_4_0_the_others_name_is_written_and_stays_a_name(
    office: Any,
    a_book: Callable[..., Any],
    tmp_path: Path,
    format: str,  # noqa: A002 - as in `export`
) -> None:
    text = written(office, format)
    assert (
        b"Ola Wit"
        in text.split(b"END:VCARD")[[b"Marek" in c for c in text.split(b"END:VCARD")].index(True)]
    )
    assert b"urn:uuid" not in text
    (tmp_path / "all.vcf").write_bytes(text)
    other = a_book(name="other")
    import_files(other, [tmp_path / "all.vcf"])
    assert ("Marek Wrona", "? Ola Wit", "assistant") in shown(other)
    assert not any(card == "Ola Wit" for card, *_rest in shown(other))


def test_names_that_come_back_into_the_same_book_show_no_relation_twice(
    office: Any, tmp_path: Path
) -> None:
    before = shown(office)
    (tmp_path / "all.vcf").write_bytes(written(office, "vcard30"))
    import_files(office, [tmp_path / "all.vcf"])
    assert shown(office) == before


def test_a_card_nobody_edited_goes_out_byte_for_byte_though_it_is_linked(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    cards = (
        b"BEGIN:VCARD\r\nVERSION:4.0\r\nUID:urn:uuid:AB-1\r\nFN:Anna\r\n"
        b"RELATED;TYPE=spouse:urn:uuid:cd-2\r\nEND:VCARD\r\n"
        b"BEGIN:VCARD\r\nVERSION:4.0\r\nUID:cd-2\r\nFN:Jan\r\nEND:VCARD\r\n"
    )
    (tmp_path / "two.vcf").write_bytes(cards)
    book = a_book()
    import_files(book, [tmp_path / "two.vcf"])
    with book.read() as tx:
        assert [r.row.name for r in tx.relations.of(tx.contacts.get(2))] == ["Anna"]
    assert written(book, "vcard") == cards
