"""Cards out: what nobody edited comes out as it came in, the rest as each version wants it.

With the original at hand every line of it is traced to the fields it filled. A line whose fields
still hold what it says is written as it stands; one whose field changed is written anew in its
place; one whose field is gone is dropped; lines that fill no field stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter
from typing import Any

from contactdesk.formats.content_lines import Line, repaired, unescape
from contactdesk.formats.dialects import unwrapped_label
from contactdesk.formats.heads import parse_head
from contactdesk.formats.registry import Choices
from contactdesk.formats.vcard_card import Slot
from contactdesk.formats.vcard_lines import CardLines, fold
from contactdesk.formats.vcard_properties import WRITERS
from contactdesk.formats.vcard_reading import is_company, read_card, traced_card
from contactdesk.formats.writers import Records
from contactdesk.model.contact import ITEM_TYPES, Address, Contact, Entry, Membership
from contactdesk.model.record import FIELDS

NEWEST = "4.0"
VERSIONS = ("2.1", "3.0", "4.0")
_PRODUCT = b"PRODID:-//ContactDesk//ContactDesk//EN\r\n"
_LISTS = tuple(name for name in ITEM_TYPES if name != "memberships")
_SINGLE = ("phonetic_given", "phonetic_family", "nicknames", "birthday", "anniversary", "gender",
           "time_zone", "geo", "categories", "note", "uid", "revised_at")  # fmt: skip
_STATED = re.compile(
    rb"^[ \t]*(?:[\w-]+\.)?version[^:\r\n]*:[ \t]*([\d.]+)", re.IGNORECASE | re.MULTILINE
)
_END = re.compile(r"\s*(?:[\w-]+\.)?end\s*:\s*vcard\s*", re.IGNORECASE)


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
    if original:
        old, traced, stated = traced_card(original)
        if version == "keep" and (whole := _untouched(contact, old, traced, original)):
            return whole
        if version == "keep" or version == stated:
            return _edited(contact, old, traced, stated, photo)
        if contact.photo is not None and photo is None and contact.photo == old.photo:
            photo = read_card(original).photo
    return _fresh(contact, NEWEST if version == "keep" else version, photo)


def write_file(records: Records, choices: Choices) -> Iterator[bytes]:
    """All contacts as vCards, in the version that `choices` names (or "keep")."""
    version = str(choices.get("version") or "keep")
    for each in records():
        yield write_card(each.contact, version, each.original, each.photo)


def target_version(version: str, original: bytes | None) -> str:
    """The version in which `write_card` writes a card, without reading all of the original."""
    if version != "keep":
        return version
    stated = _STATED.search(original) if original else None
    return stated[1].decode() if stated else NEWEST if not original else ""


_SAID = attrgetter(*FIELDS)


def _untouched(
    contact: Contact, old: Contact, traced: list[tuple[Line, list[Slot]]], original: bytes
) -> bytes:
    """The original with CR LF line ends, if nothing in it is odd and the contact says just that."""
    if not traced or not traced[-1][0].clean or not _END.fullmatch(traced[-1][0].text):
        return b""
    if _SAID(old) != _SAID(contact):
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


# a card without an original


def _fresh(contact: Contact, version: str, photo: bytes | None) -> bytes:
    if not _is_numbered(contact):
        contact, _ = _matched(Contact(), contact)
    out = CardLines(version, (extra.group for extra in contact.extra))
    values = _slot_values(contact, photo, several_jobs=True)
    if contact.kind == _implied_kind(contact):
        del values["kind", 0]
    _whole(out, contact, values)
    product = b"" if version == "2.1" else _PRODUCT
    lines = b"".join(out.lines)
    return (
        b"BEGIN:VCARD\r\nVERSION:" + version.encode() + b"\r\n" + product + lines + b"END:VCARD\r\n"
    )


def _is_numbered(contact: Contact) -> bool:
    numbers = [item.item for name in _LISTS for item in getattr(contact, name)]
    return 0 not in numbers and len(set(numbers)) == len(numbers)


def _whole(out: CardLines, contact: Contact, values: dict[Slot, Any]) -> None:
    values["formatted_name", 0] = contact.formatted_name or _called(contact)
    if not out.is_new:
        values.setdefault(("name", 0), ("",) * 6)
    by_field: dict[str, list[Any]] = {}
    for (field, _item), value in values.items():
        by_field.setdefault(field, []).append(value)
    for field, write in WRITERS.items():
        for value in by_field.get(field, ()):
            write(out, value)


def _called(contact: Contact) -> str:
    from contactdesk.model.names import formatted_name  # brings ICU; few cards need it

    return formatted_name(contact)


def _implied_kind(contact: Contact) -> str:
    values = {n: getattr(contact, n) for n in ("family", "given", "additional", "memberships")}
    return "org" if is_company(values, contact.formatted_name or _called(contact)) else "individual"


def _slot_values(
    contact: Contact, photo: bytes | None = None, several_jobs: bool = False
) -> dict[Slot, Any]:
    """What a contact says, field by field and item by item; empty ones are left out."""
    c = contact
    values: dict[Slot, Any] = {("kind", 0): c.kind}
    if c.formatted_name:
        values["formatted_name", 0] = c.formatted_name
    name = (c.family, c.given, c.additional, c.prefixes, c.suffixes, c.sort_as)
    if any(name):
        values["name", 0] = name
    values.update({(n, 0): v for n in _SINGLE if (v := getattr(c, n))})
    if c.photo:
        values["photo", 0] = (c.photo, photo)
    values.update({(n, i.item): i for n in _LISTS for i in getattr(c, n)})
    if several_jobs and c.memberships:
        values["memberships", 0] = c.memberships
    elif c.memberships:
        values.update(_job_values(c.memberships[0]))
    return values


def _job_values(job: Membership) -> dict[Slot, Any]:
    values: dict[Slot, Any] = {}
    if job.organisation or job.departments or job.starts_on or job.ends_on:
        values["organisation", 0] = replace(job, job_title="", role="", organisation_id="", item=0)
    if job.job_title:
        values["job_title", 0] = job.job_title
    if job.role:
        values["role", 0] = job.role
    return values


# a card with its original


def _edited(
    contact: Contact,
    old: Contact,
    traced: list[tuple[Line, list[Slot]]],
    version: str,
    photo: bytes | None,
) -> bytes:
    edit = _Edit(contact, old, traced, version, photo)
    return edit.card()


class _Edit:
    """An original card and the contact that it is to say now."""

    def __init__(
        self,
        contact: Contact,
        old: Contact,
        traced: list[tuple[Line, list[Slot]]],
        version: str,
        photo: bytes | None,
    ) -> None:
        self.contact = contact
        several = max(len(contact.memberships), len(old.memberships)) > 1
        matched, self.moved = _matched(old, contact)
        self.lines = [(line, [_job_slot(s, several) for s in slots]) for line, slots in traced]
        self.old = _slot_values(old, None, several)
        self.new = _slot_values(matched, photo, several)
        self.heads = [parse_head(repaired(line.text.partition(":")[0])) for line, _ in traced]
        groups = {head.group for head in self.heads}
        self.out = CardLines(version if version in VERSIONS else "3.0", groups)
        self.label_types = self._keep_labels()
        self.changed = self._changed()
        self.done: set[Slot] = set()

    def _changed(self) -> set[Slot]:
        """The slots to be written anew: what differs, and whatever shares a line with it."""
        changed = {s for s in {*self.old, *self.new} if not self._is_kept(s)} | self._unsaid()
        while changed:
            more = {
                slot
                for _, slots in self.lines
                if not changed.isdisjoint(slots)
                for slot in slots
                if slot not in changed
            }
            if not more:
                break
            changed |= more
        return changed

    def _keep_labels(self) -> dict[Slot, tuple[str, ...]]:
        """Let the lines of labels stay that hold still, also when the value beside is another.

        Returns the items they speak of, with the types that the label adds to theirs.
        """
        kept: dict[Slot, tuple[str, ...]] = {}
        for place, (line, slots) in enumerate(self.lines):
            if not slots or self.heads[place].key != "X-ABLABEL":
                continue
            value = line.text.partition(":")[2]
            implied = unwrapped_label(unescape(repaired(value)))[1]
            added = [self._added_types(slot, implied) for slot in slots]
            if None not in added:
                self.lines[place] = (line, [])
                kept.update((s, a) for s, a in zip(slots, added, strict=True) if a is not None)
        return kept

    def _added_types(self, slot: Slot, implied: tuple[str, ...]) -> tuple[str, ...] | None:
        """The types that an item's label adds to its own, or None when the label holds no more."""
        before, after = self.old.get(slot), self.new.get(slot)
        if not isinstance(before, (Entry, Address)) or not isinstance(after, (Entry, Address)):
            return None
        if slot[0] in self.moved or before.label != after.label:
            return None
        if not before.label:  # it only repeats the types
            return () if set(implied) <= set(after.types) else None
        own = tuple(t for t in after.types if t not in implied)
        return implied if after.types == own + implied else None

    def _unsaid(self) -> set[Slot]:
        """Name and kind that no line states and that the card would no longer lead to."""
        stated = {slot for _, slots in self.lines for slot in slots}
        unsaid = set()
        if ("kind", 0) not in stated and self.contact.kind != _implied_kind(self.contact):
            unsaid.add(("kind", 0))
        named = replace(self.contact, formatted_name="")
        if ("formatted_name", 0) not in stated and self.contact.formatted_name != _called(named):
            unsaid.add(("formatted_name", 0))
        return unsaid

    def _is_kept(self, slot: Slot) -> bool:
        before, after = self.old.get(slot), self.new.get(slot)
        if slot[0] == "photo" and before and after:
            return bool(before[0] == after[0])
        if slot[0] == "memberships" and before and after:
            return _plain_jobs(before) == _plain_jobs(after)
        return bool(before == after)

    def card(self) -> bytes:
        """The whole card."""
        out = self.out
        ended = False
        for (line, slots), head in zip(self.lines, self.heads, strict=True):
            if not ended and head.key == "END" and _END.fullmatch(line.text):
                self._append_new()
                ended = True
            if not slots or not (self._touched(slots)):
                out.lines.append(_verbatim(line))
                continue
            for slot in slots:
                types = self.label_types.get(slot)
                out.instead_of(head.key, head.group, head.params, types)
                self._write(slot)
        if not ended:
            self._append_new()
            out.lines.append(b"END:VCARD\r\n")
        return b"".join(out.lines)

    def _touched(self, slots: list[Slot]) -> bool:
        return any(slot in self.changed or slot[0] in self.moved for slot in slots)

    def _write(self, slot: Slot) -> None:
        """Write a changed slot, or all of a list whose order changed."""
        if slot[0] in self.moved:
            for other in [s for s in self.new if s[0] == slot[0]]:
                self.out.instead_of()
                self._write_one(other)
        else:
            self._write_one(slot)

    def _write_one(self, slot: Slot) -> None:
        if slot in self.done:
            return
        self.done.add(slot)
        if slot not in self.changed:
            for line, slots in self.lines:
                if slot in slots:
                    self.out.lines.append(_verbatim(line))
        elif slot in self.new:
            WRITERS[slot[0]](self.out, self.new[slot])

    def _append_new(self) -> None:
        """What no line of the original spoke of."""
        self.out.instead_of()
        order = {field: place for place, field in enumerate(WRITERS)}
        for slot in sorted(self.new, key=lambda s: order[s[0]]):
            if slot in self.changed and slot not in self.done:
                self._write_one(slot)


def _plain_jobs(jobs: tuple[Membership, ...]) -> list[Membership]:
    return [replace(job, item=0, organisation_id="") for job in jobs]


def _job_slot(slot: Slot, several: bool) -> Slot:
    if slot[0] not in ("organisation", "job_title", "role"):
        return slot
    return ("memberships", 0) if several else (slot[0], 0)


def _matched(old: Contact, new: Contact) -> tuple[Contact, set[str]]:
    """The new contact with the old one's item numbers where an item is the same or took its
    place, and the fields whose items stand in another order than before.
    """
    changes: dict[str, Any] = {}
    moved = set()
    fresh = 1_000_000
    for field in _LISTS:
        before, after = getattr(old, field), getattr(new, field)
        if before == after:
            continue
        numbers = _pairing(before, after)
        for place, number in enumerate(numbers):
            if not number:
                fresh += 1
                numbers[place] = fresh
        changes[field] = tuple(
            replace(item, item=number) for item, number in zip(after, numbers, strict=True)
        )
        order = {item.item: place for place, item in enumerate(before)}
        places = [order.get(n, len(order)) for n in numbers]  # new ones go to the end
        if places != sorted(places):
            moved.add(field)
    return (replace(new, **changes) if changes else new), moved


def _pairing(before: tuple[Any, ...], after: tuple[Any, ...]) -> list[int]:
    """For each new item the number of the old one it is, or 0.

    An item is the old one of its number if they are equal, else any old one that says the same,
    else what became of the old one of its number.
    """
    free = {item.item: item for item in before}
    found = [0] * len(after)
    for place, item in enumerate(after):
        if item == free.get(item.item):
            found[place] = item.item
            del free[item.item]
    alike: dict[Any, list[int]] = {}
    for number, item in reversed(free.items()):
        alike.setdefault(replace(item, item=0), []).append(number)
    for place, item in enumerate(after):
        numbers = [] if found[place] else alike.get(replace(item, item=0), [])
        if numbers:
            found[place] = numbers.pop()
            del free[found[place]]
    for place, item in enumerate(after):
        if not found[place] and item.item in free:
            found[place] = item.item
            del free[item.item]
    return found


def _verbatim(line: Line) -> bytes:
    """A line as it stood, with CR LF; what is no UTF-8 and does not say what it is, as UTF-8."""
    if line.clean:
        return line.raw
    text, colon, _value = line.text.partition(":")
    head = parse_head(text)
    if colon and not line.nested and not head.charset and head.encoding != "q":
        try:
            line.raw.decode("utf-8")
        except UnicodeDecodeError:
            return fold(repaired(line.text).lstrip(" \t").encode("utf-8", "replace"))
    pieces = [piece.rstrip(b"\r") for piece in line.raw.splitlines()] or [b""]
    if head.encoding == "b":
        pieces[1:] = [b" " + p if p and p[:1] not in b" \t" else p for p in pieces[1:]]
    return b"\r\n".join(pieces) + b"\r\n"
