"""An original card that is to say something else: only what changed is written anew.

Every line is traced to the slots it filled. A line whose slots still hold what it says stands as
it is; one with a changed slot is written anew in its place; one whose slots are gone is dropped;
lines that fill no slot stay. Only the fields that differ are looked at, most cards have one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter
from typing import Any

from contactdesk.formats.content_lines import Line, repaired, unescape
from contactdesk.formats.dialects import unwrapped_label
from contactdesk.formats.heads import Head, parse_head
from contactdesk.formats.vcard_card import Slot
from contactdesk.formats.vcard_lines import CardLines, fold
from contactdesk.formats.vcard_properties import WRITERS
from contactdesk.formats.vcard_slots import NAME, called, implied_kind, matched, slot_values
from contactdesk.model.contact import Address, Contact, Entry, Membership
from contactdesk.model.record import FIELDS

VERSIONS = ("2.1", "3.0", "4.0")
END = re.compile(r"\s*(?:[\w-]+\.)?end\s*:\s*vcard\s*", re.IGNORECASE)
SAID = attrgetter(*FIELDS)
_LABEL = "X-ABLABEL"
_JOB = ("organisation", "job_title", "role")

Traced = list[tuple[Line, list[Slot]]]


def edited_lines(
    contact: Contact, old: Contact, traced: Traced, version: str, photo: bytes | None
) -> list[bytes]:
    """The card whose lines are `traced` and that says `old`, saying `contact` in its version."""
    return _Edit(contact, old, traced, version, photo).card()


class _Edit:
    """An original card and the contact that it is to say now."""

    def __init__(
        self, contact: Contact, old: Contact, traced: Traced, version: str, photo: bytes | None
    ) -> None:
        self.contact = contact
        self._photo = photo
        self._several = max(len(contact.memberships), len(old.memberships)) > 1
        self._before = old
        self._after, self.moved = matched(old, contact)
        self.lines = [(line, self._with_jobs(slots)) for line, slots in traced]
        self.out = CardLines(version if version in VERSIONS else "3.0", self._groups())
        self.old: dict[Slot, Any] = {}
        self.new: dict[Slot, Any] = {}
        self._known: set[str] = set()
        """The fields whose slots are in `old` and `new`: those that differ, as a rule."""
        self._look_at(_differing(old, self._after))
        self.label_types = self._keep_labels()
        self.changed = self._changed()
        self.done: set[Slot] = set()

    def _with_jobs(self, slots: list[Slot]) -> list[Slot]:
        if not slots or slots[0][0] not in _JOB:
            return slots
        return [("memberships", 0) if self._several else (field, 0) for field, _item in slots]

    def _groups(self) -> Iterable[str]:
        dotted = (line for line, _slots in self.lines if "." in line.text.partition(":")[0])
        return {_head(line).group for line in dotted}

    def _look_at(self, fields: Iterable[str]) -> None:
        """Have the slots of these fields, before and now."""
        more = set(fields) - self._known
        if more:
            self._known |= more
            self.old.update(slot_values(self._before, None, self._several, more))
            self.new.update(slot_values(self._after, self._photo, self._several, more))

    def _changed(self) -> set[Slot]:
        """The slots to be written anew: what differs, and whatever shares a line with it."""
        changed = {s for s in {*self.old, *self.new} if not self._is_kept(s)} | self._unsaid()
        while more := {
            slot
            for _, slots in self.lines
            if len(slots) > 1 and not changed.isdisjoint(slots)
            for slot in slots
            if slot not in changed
        }:
            changed |= more
        self._look_at(field for slot in changed for field in _fields_of(slot))
        return changed

    def _keep_labels(self) -> dict[Slot, tuple[str, ...]]:
        """Let the lines of labels stay that hold still, also when the value beside is another.

        Returns the items they speak of, with the types that the label adds to theirs.
        """
        kept: dict[Slot, tuple[str, ...]] = {}
        for place, (line, slots) in enumerate(self.lines):
            if not slots or _LABEL not in line.text.upper() or _head(line).key != _LABEL:
                continue
            self._look_at(FIELDS)
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
        if ("kind", 0) not in stated and self.contact.kind != implied_kind(self.contact):
            unsaid.add(("kind", 0))
        if ("formatted_name", 0) not in stated:
            named = replace(self.contact, formatted_name="")
            if self.contact.formatted_name != called(named):
                unsaid.add(("formatted_name", 0))
        return unsaid

    def _is_kept(self, slot: Slot) -> bool:
        before, after = self.old.get(slot), self.new.get(slot)
        if slot[0] == "photo" and before and after:
            return bool(before[0] == after[0])
        if slot[0] == "memberships" and before and after:
            return _plain_jobs(before) == _plain_jobs(after)
        return bool(before == after)

    def card(self) -> list[bytes]:
        """The whole card, line by line."""
        out = self.out
        ended = False
        for line, slots in self.lines:
            if slots and self._is_touched(slots):
                self._write_instead(line, slots)
                continue
            if not slots and not ended and END.fullmatch(line.text):
                self._append_new()
                ended = True
            if line.raw:  # after a last line without its end stands an empty one
                out.lines.append(line.raw if line.clean else verbatim(line))
        if not ended:
            self._append_new()
            out.lines.append(b"END:VCARD\r\n")
        return out.lines

    def _is_touched(self, slots: list[Slot]) -> bool:
        if not self.changed.isdisjoint(slots):
            return True
        return bool(self.moved) and any(slot[0] in self.moved for slot in slots)

    def _write_instead(self, line: Line, slots: list[Slot]) -> None:
        head = _head(line)
        for slot in slots:
            types = self.label_types.get(slot)
            self.out.instead_of(head.key, head.group, head.params, types)
            self._write(slot)

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
                    self.out.lines.append(verbatim(line))
        elif slot in self.new:
            WRITERS[slot[0]](self.out, self.new[slot])

    def _append_new(self) -> None:
        """What no line of the original spoke of."""
        self.out.instead_of()
        left = [slot for slot in self.new if slot in self.changed and slot not in self.done]
        if len(left) > 1:
            order = {field: place for place, field in enumerate(WRITERS)}
            left.sort(key=lambda slot: order[slot[0]])
        for slot in left:
            self._write_one(slot)


def _differing(one: Contact, other: Contact) -> list[str]:
    pairs = zip(FIELDS, SAID(one), SAID(other), strict=True)
    return [name for name, before, after in pairs if before != after]


def _fields_of(slot: Slot) -> tuple[str, ...]:
    """The fields of a contact that a slot holds."""
    if slot[0] in _JOB:
        return ("memberships",)
    return NAME if slot[0] == "name" else (slot[0],)


def _head(line: Line) -> Head:
    return parse_head(repaired(line.text.partition(":")[0]))


def _plain_jobs(jobs: tuple[Membership, ...]) -> list[Membership]:
    return [replace(job, item=0, organisation_id="") for job in jobs]


def verbatim(line: Line) -> bytes:
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
