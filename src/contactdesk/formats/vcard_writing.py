"""Cards out: what nobody edited comes out as it came in, the rest as each version wants it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from contactdesk.formats.registry import Choices
from contactdesk.formats.vcard_card import Slot
from contactdesk.formats.vcard_editing import END, SAID, Traced, edited_lines
from contactdesk.formats.vcard_few_lines import Written, few_lines_written
from contactdesk.formats.vcard_lines import CardLines
from contactdesk.formats.vcard_properties import WRITERS
from contactdesk.formats.vcard_reading import read_card, traced_card
from contactdesk.formats.vcard_slots import LISTS, called, implied_kind, matched, slot_values
from contactdesk.formats.writers import Records
from contactdesk.model.contact import ITEM_TYPES, Contact

NEWEST = "4.0"
_PRODUCT = b"PRODID:-//ContactDesk//ContactDesk//EN\r\n"
_STATED = re.compile(
    rb"^[ \t]*(?:[\w-]+\.)?version[^:\r\n]*:[ \t]*([\d.]+)", re.IGNORECASE | re.MULTILINE
)


def write_card(
    contact: Contact,
    version: str = "keep",
    original: bytes | None = None,
    photo: bytes | None = None,
) -> bytes:
    """A contact as one vCard with CR LF line ends.

    `version` is "2.1", "3.0", "4.0" or "keep": the original's, 4.0 without one. `original` is the
    card as it came in: in its own version its untouched lines come out as they are. `photo` is
    the picture's bytes; without them the original's picture is used if it is the same.
    """
    return written_card(contact, version, original, photo).card


def written_card(
    contact: Contact,
    version: str = "keep",
    original: bytes | None = None,
    photo: bytes | None = None,
) -> Written:
    """`write_card`, and whether the card is known to be read as the contact."""
    if original and (few := few_lines_written(contact, original, version, photo)):
        return few
    return Written(_all_lines(contact, version, original, photo))


def _all_lines(
    contact: Contact, version: str, original: bytes | None, photo: bytes | None
) -> bytes:
    if original:
        old, traced, stated = traced_card(original)
        if version == "keep" and (whole := _untouched(contact, old, traced, original)):
            return whole
        if version == "keep" or version == stated:
            return b"".join(edited_lines(contact, old, traced, stated, photo))
        if contact.photo is not None and photo is None and contact.photo == old.photo:
            photo = read_card(original).photo
    return _fresh(contact, NEWEST if version == "keep" else version, photo)


def write_file(records: Records, choices: Choices) -> Iterator[bytes]:
    """All contacts as vCards, in the version that `choices` names (or "keep")."""
    version = str(choices.get("version") or "keep")
    for each in records():
        if each.card is not None:
            written = Written(each.card, each.is_proven)
        else:
            written = written_card(each.contact, version, each.original, each.photo)
        if written.proven:
            each.proven(written.card)
        yield written.card


def target_version(version: str, original: bytes | None) -> str:
    """The version in which `write_card` writes a card, without reading all of the original."""
    if version != "keep":
        return version
    stated = _STATED.search(original) if original else None
    return stated[1].decode() if stated else NEWEST if not original else ""


def _untouched(contact: Contact, old: Contact, traced: Traced, original: bytes) -> bytes:
    """The original with CR LF line ends, if nothing in it is odd and the contact says just that."""
    if not traced or not traced[-1][0].clean or not END.fullmatch(traced[-1][0].text):
        return b""
    if SAID(old) != SAID(contact):
        return b""
    raw = original if b"\r" in original else original.replace(b"\n", b"\r\n")
    return raw if raw.endswith(b"\r\n") else raw + b"\r\n"


def same_record(one: Contact, other: Contact) -> bool:
    """Whether two contacts say the same: equal but for the book's numbers."""
    return _bare(one) == _bare(other)


def _bare(contact: Contact) -> Contact:
    lists: dict[str, Any] = {
        n: tuple(replace(i, item=0) for i in getattr(contact, n)) for n in ITEM_TYPES
    }
    return replace(contact, id="", number=0, revision=0, **lists)


def _fresh(contact: Contact, version: str, photo: bytes | None) -> bytes:
    if not _is_numbered(contact):
        contact, _ = matched(Contact(), contact)
    out = CardLines(version, (extra.group for extra in contact.extra))
    values = slot_values(contact, photo, several_jobs=True)
    if contact.kind == implied_kind(contact):
        del values["kind", 0]
    _whole(out, contact, values)
    product = b"" if version == "2.1" else _PRODUCT
    lines = b"".join(out.lines)
    return (
        b"BEGIN:VCARD\r\nVERSION:" + version.encode() + b"\r\n" + product + lines + b"END:VCARD\r\n"
    )


def _is_numbered(contact: Contact) -> bool:
    numbers = [item.item for name in LISTS for item in getattr(contact, name)]
    return 0 not in numbers and len(set(numbers)) == len(numbers)


def _whole(out: CardLines, contact: Contact, values: dict[Slot, Any]) -> None:
    values["formatted_name", 0] = contact.formatted_name or called(contact)
    if not out.is_new:
        values.setdefault(("name", 0), ("",) * 6)
    by_field: dict[str, list[Any]] = {}
    for (field, _item), value in values.items():
        by_field.setdefault(field, []).append(value)
    for field, write in WRITERS.items():
        for value in by_field.get(field, ()):
            write(out, value)
