"""What an export tells beforehand: what the receiver loses, and afterwards: what the file says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contactdesk.formats.receivers import RECEIVERS
from contactdesk.formats.writers import writable
from contactdesk.model.contact import Address, Contact, Entry, Extra, Membership, Photo
from contactdesk.model.dates import PartialDate
from contactdesk.operations import exporting
from contactdesk.operations.exporting import export
from contactdesk.operations.losses import losses
from contactdesk.operations.self_check import Expectation

OFFICE = Path(__file__).parents[2] / "resources" / "samples" / "office.vcf"
PLAIN = Contact(number=1, formatted_name="Anna Nowak", phones=(Entry("501", ("cell",)),))
RICH = Contact(
    number=2,
    formatted_name="Jan Kowal",
    phones=(Entry("501", ("cell",), "Boat"),),
    addresses=(Address(street="ul. Lipowa 3", label="Cottage"),),
    emails=tuple(Entry(f"{n}@b.example") for n in range(4)),
    birthday=PartialDate(None, 2, 3),
    anniversary=PartialDate(1999),
    memberships=(Membership("A", starts_on="2020"), Membership("B")),
    categories=("Clients",),
    impp=(Entry("jan", ("telegram",)), Entry("12", ("icq",))),
    photo=Photo("image/webp", "0" * 64, 5),
    gender="M",
    extra=(Extra("X-PET", "dog"),),
)


def codes(receiver: str, *contacts: Contact) -> set[str]:
    return {loss.code for loss in losses(contacts, receiver)}


@pytest.mark.parametrize("receiver", list(RECEIVERS))
def test_a_plain_contact_loses_nothing(receiver: str) -> None:
    assert losses([PLAIN], receiver) == ()


@pytest.mark.parametrize(
    ("receiver", "lost"),
    [
        ("apple", {"odd-date", "further-jobs", "job-dates", "categories", "rare-facts",
                   "other-fields"}),
        ("google", {"odd-date", "further-jobs", "job-dates", "rare-facts", "other-fields"}),
        ("outlook", {"label", "birthday-without-year", "odd-date", "photo-format",
                     "further-jobs", "job-dates", "messengers", "many-mails", "rare-facts",
                     "other-fields"}),
        ("android", {"label", "odd-date", "job-dates", "categories", "messengers", "rare-facts",
                     "other-fields"}),
        ("nextcloud", set()),
        ("jsonl", {"photo"}),
        ("ldif", set()),
    ],
)  # fmt: skip
def test_each_receiver_loses_what_it_has_no_place_for(receiver: str, lost: set[str]) -> None:
    assert codes(receiver, RICH) == lost


def test_a_loss_is_counted_and_names_who_it_is_about() -> None:
    (label,) = [x for x in losses([PLAIN, RICH, PLAIN], "android") if x.code == "label"]
    assert label.sentence.startswith("1 of 3 loses a label")
    assert label.contacts == ((2, "Jan Kowal"),)


def test_outlook_is_said_to_read_one_contact_of_a_file() -> None:
    assert "one-a-file" in codes("outlook", PLAIN, PLAIN)
    assert "one-a-file" not in codes("outlook", PLAIN)


# the file is read again


@pytest.fixture
def office(a_book: Callable[..., Any]) -> Any:
    from contactdesk.operations.importing import import_files

    book = a_book()
    import_files(book, [OFFICE], region="PL")
    return book


@pytest.mark.parametrize("receiver", list(RECEIVERS))
def test_the_office_is_found_again_in_a_file_for_every_program(
    office: Any, receiver: str, tmp_path: Path
) -> None:
    report = export(office, tmp_path / "out", receiver=receiver)
    assert report.checked is not None
    assert report.checked.is_same
    assert report.checked.found == report.contacts > 300


@pytest.mark.parametrize("kind", writable())
def test_the_office_is_found_again_in_a_file_of_every_format(
    office: Any, kind: str, tmp_path: Path
) -> None:
    report = export(office, tmp_path / "out", kind)
    assert report.checked is not None
    assert report.checked.is_same, report.checked.differences


def test_a_file_that_reads_otherwise_is_told_with_names_and_fields_and_stays(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    book = a_book(a_contact("Anna Nowak", note="tea"), a_contact("Jan Kowal"))
    real = exporting.write_whole

    def spoilt(pieces: Any, to: Path) -> int:  # a disk that writes something else
        return real((piece.replace(b"NOTE:tea", b"NOTE:ink") for piece in pieces), to)

    monkeypatch.setattr(exporting, "write_whole", spoilt)
    checked = export(book, tmp_path / "out.vcf").checked
    assert checked is not None
    assert not checked.is_same
    assert (checked.expected, checked.found, checked.differing) == (2, 2, 1)
    assert checked.differences == (("Anna Nowak", ("note",)),)
    assert (tmp_path / "out.vcf").exists()


@pytest.mark.parametrize("data", [b"", b"nonsense", b"BEGIN:VCARD\r\nVERSION:4.0\r\nEND:VCARD\r\n"])
def test_a_file_that_lacks_somebody_is_told(data: bytes, tmp_path: Path) -> None:
    expected = Expectation("vcard")
    for contact in (PLAIN, RICH):
        expected.note(contact)
    (tmp_path / "out").write_bytes(data)
    checked = expected.check([tmp_path / "out"], lambda _place: PLAIN)
    assert not checked.is_same
    assert checked.found < checked.expected == 2
