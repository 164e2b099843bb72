"""A file of edited cards is read again: cards with the bytes that were written are believed,
all others are read, and what says something else is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk.operations import exporting
from contactdesk.operations.exporting import export
from contactdesk.operations.importing import import_files
from contactdesk.operations.self_check import Checked

CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{0}\r\nN:{0};;;;\r\n"
    "TITLE:Buyer\r\nNOTE:tea\r\nTEL:12\r\nEND:VCARD\r\n"
)
NAMES = ("Adam", "Bela", "Cyra")


@pytest.fixture
def edited_book(a_book: Callable[..., Any], tmp_path: Path) -> Any:
    """Three imported cards; of one the note was changed."""
    book, file = a_book(), tmp_path / "in.vcf"
    file.write_bytes("".join(map(CARD.format, NAMES)).encode())
    import_files(book, [file])
    with book.write("Edit") as tx:
        contact = tx.contacts.get(2)
        tx.contacts.save(replace(contact, note="ink"), base=contact)
    return book


@pytest.fixture
def check(
    edited_book: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[bytes], bytes]], Checked]:
    """Exports to a disk that keeps something else than it was given."""
    real = exporting.write_whole

    def checked(spoil: Callable[[bytes], bytes]) -> Checked:
        monkeypatch.setattr(
            exporting, "write_whole", lambda pieces, to: real(iter([spoil(b"".join(pieces))]), to)
        )
        found = export(edited_book, tmp_path / "out.vcf").checked
        assert found is not None
        return found

    return checked


Check = Callable[[Callable[[bytes], bytes]], Checked]


def test_a_file_that_was_kept_as_it_was_written_is_the_same(check: Check) -> None:
    checked = check(lambda data: data)
    assert checked.is_same
    assert (checked.expected, checked.found) == (3, 3)


@pytest.mark.parametrize(
    ("old", "new", "name", "field"),
    [
        (b"NOTE:ink", b"NOTE:inc", "Bela", "note"),  # the line that was written anew
        (b"FN:Cyra\r\nN:Cyra;;;;\r\nTITLE:Buyer", b"FN:Cyra\r\nN:Cyra;;;;\r\nTITLE:Buzer",
         "Cyra", "memberships"),
    ],
)  # fmt: skip
def test_a_damaged_byte_is_told_with_name_and_field(
    check: Check, old: bytes, new: bytes, name: str, field: str
) -> None:
    checked = check(lambda data: data.replace(old, new))
    assert (checked.found, checked.differing) == (3, 1)
    assert checked.differences == ((name, (field,)),)


def test_other_bytes_that_say_the_same_are_no_difference(check: Check) -> None:
    assert check(lambda data: data.replace(b"NOTE:", b"note:")).is_same


def test_a_missing_card_is_told(check: Check) -> None:
    checked = check(lambda data: data.replace(CARD.format("Cyra").encode(), b""))
    assert not checked.is_same
    assert (checked.expected, checked.found) == (3, 2)


def test_one_card_too_many_is_told(check: Check) -> None:
    checked = check(lambda data: data + CARD.format("Dora").encode())
    assert not checked.is_same
    assert (checked.found, checked.differing) == (4, 1)


def test_cards_in_another_order_are_told(check: Check) -> None:
    adam, cyra = CARD.format("Adam").encode(), CARD.format("Cyra").encode()
    checked = check(lambda data: data.replace(adam, b"").replace(cyra, cyra + adam))
    assert (checked.found, checked.differing) == (3, 3)


def test_a_card_that_is_cut_off_is_told(check: Check) -> None:
    checked = check(lambda data: data[: data.rindex(b"TEL:")])
    assert (checked.found, checked.differing) == (3, 1)
    assert checked.differences == (("Cyra", ("phones",)),)
