"""What comes in goes out: cards nobody edited line by line, edited ones but for what was edited.

Over every file of `tests/data/vcard` and, where they are at hand, those of other programs. The
lines are unfolded here by a few lines of its own, not by the reader that is tested.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from contactdesk.formats.base import Parsed
from contactdesk.formats.vcard import read_card, write_card
from contactdesk.formats.vcard_reading import read_file
from contactdesk.model.contact import Address, Contact, Entry
from contactdesk.model.dates import PartialDate
from contactdesk.operations.exporting import cards
from contactdesk.operations.importing import ImportRow, import_files

OWN = Path(__file__).parents[1] / "data" / "vcard"
WILD = Path(__file__).parents[3] / "shared" / "interop" / "files"
FILES = [*sorted(OWN.glob("*.vcf")), *sorted(WILD.rglob("*.vcf"))]
_QUOTED = re.compile(rb'^[^:]*[;=]"?quoted-printable', re.IGNORECASE)
_BASE64 = re.compile(rb"^[^:]*[;=](?:base64|b)(?:;[^:]*)?:", re.IGNORECASE)
_PROPERTY = re.compile(rb"[A-Z]+;[A-Z]")
_BASE64_ONLY = re.compile(rb"[A-Za-z0-9+/=]+[ \t]*")


def lines_of(raw: bytes) -> list[bytes]:
    """The logical lines of a card, whatever its line ends and folds; empty ones apart."""
    for end in (b"\r\r\n", b"\r\n", b"\r"):
        raw = raw.replace(end, b"\n")
    joined: list[bytes] = []
    for line in raw.split(b"\n"):
        last = joined[-1] if joined else b""
        if _QUOTED.match(last) and last.rstrip().endswith(b"=") and not _PROPERTY.match(line):
            joined[-1] = last.rstrip() + line.lstrip(b" \t")
        elif joined and line[:1] in (b" ", b"\t"):
            joined[-1] += line[1:]
        elif last.startswith((b"NOTE:", b"EMAIL;INTERNET:")) and b":" not in line:
            joined[-1] += line
        elif joined and _BASE64.match(joined[-1]) and _BASE64_ONLY.fullmatch(line):
            joined[-1] += line.strip()
        elif line.strip():
            joined.append(line)
    return joined


def as_text(line: bytes) -> bytes:
    """Bytes that are no UTF-8 and do not say what they are come out as UTF-8, saying the same."""
    head = line.partition(b":")[0].lower()
    if b"charset" in head or b"quoted-printable" in head:
        return line
    return line.decode("utf-8", "contactdesk-cp1252").encode()


def same_lines(before: bytes, after: bytes) -> None:
    assert [as_text(x) for x in lines_of(before)] == lines_of(after)


def cards_of(path: Path) -> Iterator[Parsed]:
    with open(path, "rb") as stream:
        yield from (card for card in read_file(stream, {"region": ""}) if card.contact is not None)


def is_whole(card: Parsed) -> bool:
    return "cut" not in {problem.code for problem in card.problems}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_a_card_nobody_edited_comes_out_line_by_line(path: Path) -> None:
    for card in cards_of(path):
        assert card.contact is not None
        after = write_card(card.contact, "keep", card.raw, card.photo)
        if not is_whole(card):
            after = after.removesuffix(b"END:VCARD\r\n")
        same_lines(card.raw, after)


def test_it_does_so_through_a_book(a_book: Callable[..., object]) -> None:
    book = a_book()
    rows: list[ImportRow] = []
    import_files(book, FILES, on_match="add", on_row=rows.append)  # type: ignore[arg-type]
    raws = {
        (str(path), card.index): card for path in FILES for card in cards_of(path) if is_whole(card)
    }
    with book.read() as tx:  # type: ignore[attr-defined]
        numbers = {tx.contacts.get(n).id: n for n in _everybody(tx)}
        for row in rows:
            if (row.file, row.place) in raws:
                (after,) = cards(tx, [numbers[row.id]])
                same_lines(raws[row.file, row.place].raw, after)
    assert len(rows) >= len(raws) > len(FILES) - 3


def _everybody(tx: object) -> list[int]:
    found = tx.connection.exec_driver_sql("SELECT number FROM contact")  # type: ignore[attr-defined]
    return [row[0] for row in found]


# after an edit

Edit = Callable[[Contact], Contact]


def _first(field: str, fresh: Entry | Address, **changes: str) -> Edit:
    def edit(contact: Contact) -> Contact:
        items = getattr(contact, field)
        changed = (replace(items[0], **changes), *items[1:]) if items else (fresh,)
        return replace(contact, **{field: changed})

    return edit


EDITS: dict[str, tuple[Edit, set[str]]] = {
    "phone": (
        _first("phones", Entry("+48 22 000 00 00"), value="+48 22 000 00 00"),
        {"TEL", "X-MS-TEL", "X-ASSISTANT-TEL", "X-SKYPE-PSTNNUMBER"},
    ),
    "name": (lambda c: replace(c, family=c.family + "-Edited"), {"N"}),
    "note": (lambda c: replace(c, note=c.note + "\nadded; yes, here"), {"NOTE"}),
    "mail": (_first("emails", Entry("n@w.example"), value="n@w.example"), {"EMAIL"}),
    "address": (_first("addresses", Address(street="New 1"), street="New 1"), {"ADR"}),
    "category": (
        lambda c: replace(c, categories=(*c.categories, "Added")),
        {"CATEGORIES", "X-CATEGORIES", "X-GN"},
    ),
    "birthday": (lambda c: replace(c, birthday=PartialDate(1999, 12, 31)), {"BDAY"}),
    "web": (_first("urls", Entry("https://n.example"), value="https://n.example"), {"URL"}),
}
SEVERAL = {"NOTE", "CATEGORIES"}
"""Properties of which several lines fill the one field."""


def property_name(line: bytes) -> str:
    head = line.partition(b":")[0].partition(b";")[0].decode("latin-1")
    return head.rpartition(".")[2].strip().upper()


def check_edit(contact: Contact, raw: bytes, edit: Edit, names: set[str]) -> None:
    """Every line is still there but the one that was edited, and the card says the edit."""
    edited = edit(contact)
    after = write_card(edited, "keep", raw)
    lost = Counter(as_text(x) for x in lines_of(raw)) - Counter(lines_of(after))
    assert {property_name(x) for x in lost} <= names
    assert sum(n for x, n in lost.items() if property_name(x) not in SEVERAL) <= 1
    again = read_card(after).contact
    assert again is not None
    assert again.formatted_name == edited.formatted_name or not edited.formatted_name
    for field in ("note", "categories", "birthday"):
        assert getattr(again, field) == getattr(edited, field), field
    for field in ("phones", "emails", "addresses", "urls"):
        before = [replace(i, item=0) for i in getattr(edited, field)]
        assert [replace(i, item=0) for i in getattr(again, field)] == before, field


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_after_an_edit_every_other_line_is_still_there(path: Path) -> None:
    for card in cards_of(path):
        assert card.contact is not None
        for edit, names in EDITS.values():
            check_edit(card.contact, card.raw, edit, names)


@pytest.mark.parametrize("version", ["2.1", "3.0", "4.0"])
def test_so_it_is_for_cards_that_were_written_here(version: str) -> None:
    for path in FILES:
        for card in cards_of(path):
            assert card.contact is not None
            raw = write_card(card.contact, version, None, card.photo)
            contact = read_card(raw).contact
            assert contact is not None
            same_lines(raw, write_card(contact, "keep", raw, card.photo))
            for edit, names in EDITS.values():
                check_edit(contact, raw, edit, names)


def test_an_edit_of_the_first_name_leaves_two_middle_names_two() -> None:
    raw = (
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Doe;John;Philip,Paul;Dr.\\, med.;Jr.,M.D.\r\n"
        b"FN:John Doe\r\nEND:VCARD\r\n"
    )
    contact = read_card(raw).contact
    assert contact is not None
    edited = write_card(replace(contact, given="Jack"), "keep", raw)
    assert b"N:Doe;Jack;Philip,Paul;Dr.\\, med.;Jr.,M.D.\r\n" in edited
