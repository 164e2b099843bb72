"""A simple original of which a few lines change: only those are traced, written and read again.

Most edits change one line. All other lines go out as they stand, in one piece, and what they say
is known: the original was read, and in those fields the contact says the same. That holds where
no line has a say in what another field means. Where one might (groups with labels, dates whose
meaning a label tells, properties that fill several fields), the card is none for this module,
and `vcard_editing` traces every line of it.

Where a line only takes another value, that line alone is written. Where lines come, go or change
places, `vcard_editing` writes the card and is given fewer lines to look at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import fields
from itertools import compress
from operator import attrgetter, ne
from typing import Any, NamedTuple

from contactdesk.formats.content_lines import Line, repaired
from contactdesk.formats.heads import parse_head
from contactdesk.formats.said import spelled
from contactdesk.formats.vcard_card import Card, Slot
from contactdesk.formats.vcard_editing import SAID, VERSIONS, Traced, edited_lines
from contactdesk.formats.vcard_lines import CardLines
from contactdesk.formats.vcard_properties import WRITERS
from contactdesk.formats.vcard_reading import (
    PlainCard,
    is_company,
    known_head,
    more_lines,
    plain_card,
    slots_of,
)
from contactdesk.formats.vcard_slots import NAME, NAME_OF, implied_kind, job_slots
from contactdesk.model.contact import ITEM_TYPES, Contact, Membership
from contactdesk.model.record import FIELDS

# No card says these; what custom fields say has become properties before it is written.
OF_THE_BOOK = frozenset({"deleted_at", "archived_at", "custom"})
_FILL_MORE = (b"X-ANDROID-CUSTOM", b"SOUND", b"X-EVOLUTION-LIST")
"""Properties that fill other fields than the one they stand under, wherever they are named."""
_QUOTED = (b"QUOTED", b"ENCODING")
_JOB = ("organisation", "job_title", "role")
_NAMED = frozenset({"formatted_name", "kind"})
_LARGE = 1 << 18
DEFAULTS = {f.name: f.default for f in fields(Contact)}
_PLACES = {name: place for place, name in enumerate(DEFAULTS)}
_VALUES_OF = attrgetter(*DEFAULTS)
_EMPTY = tuple(DEFAULTS[name] for name in FIELDS)


class Written(NamedTuple):
    """A card, and whether it is known to be read as just what its contact says."""

    card: bytes
    proven: bool = False


def few_lines_written(
    contact: Contact, original: bytes, version: str, photo: bytes | None
) -> Written | None:
    """The card that `write_card` gives, or None where the original is not that simple."""
    plain = plain_card(original)
    if plain is None or version not in ("keep", plain.card.version):
        return None
    if not _is_simple(plain, original):
        return None
    values = plain.card.settle()
    if plain.card.slots or not values.get("formatted_name", "").strip():
        return None
    if "kind" not in values and is_company(values, values["formatted_name"]):
        values["kind"] = "org"
    changed = _differing(contact, values)
    if not changed:
        return Written(b"".join(plain.raws), True)
    if "extra" in changed:  # any property's line may be one
        return None
    return Changing(contact, plain, values, changed).written(photo)


def _is_simple(plain: PlainCard, original: bytes) -> bool:
    """Whether every line of a whole card speaks of one field alone."""
    card, upper = plain.card, original.upper()
    first, last = plain.lines[0].upper(), plain.lines[-1].upper()
    if card.together or card.dates or card.labels or card.shown_as_company:
        return False
    if (first, last) != ("BEGIN:VCARD", "END:VCARD") or upper.count(b"VCARD") != 2:
        return False
    if any(name in upper for name in _FILL_MORE):
        return False
    spoken_of, _items, groups = zip(*plain.traces, strict=True)
    return not any(groups) and "label" not in spoken_of


def _differing(contact: Contact, values: dict[str, Any]) -> set[str]:
    """The fields of a card in which a contact says something else than was read."""
    read = map(values.get, FIELDS, _EMPTY)
    return set(compress(FIELDS, map(ne, SAID(contact), read))) - OF_THE_BOOK


class Changing:
    """One simple card and the contact that it is to say now, in `changed` fields another.

    `values` is what the card says: all of it, or for `one_for_one` in the changed fields alone.
    """

    def __init__(
        self,
        contact: Contact,
        plain: PlainCard,
        values: dict[str, Any],
        changed: set[str],
        unquoted: bool = False,
    ) -> None:
        self._contact, self._plain, self._values = contact, plain, values
        self._unquoted = unquoted  # nothing is said of quoted-printable anywhere in the card
        self._changed = changed if changed.isdisjoint(NAME) else changed | set(NAME)
        self._looked_at = properties_of(self._changed)
        self._kind_is_clear = implied_kind(contact) == contact.kind or any(
            field == "kind" for field, _item, _group in plain.traces
        )

    def written(self, photo: bytes | None) -> Written:
        """The card, and whether its changed lines were read as what the contact says."""
        return self.one_for_one() or self._checked(*self._traced(photo))

    def _checked(self, whole: list[bytes], spoken: list[bytes]) -> Written:
        card = b"".join(whole)
        asked = b"".join(spoken) if self._unquoted and len(card) < _LARGE else card
        return Written(card, _is_taken_line_by_line(asked) and self._is_said_by(spoken))

    # one line for one line

    def one_for_one(self) -> Written | None:
        """The same if every change is another value on one line; else None."""
        whole = self._with_other_values()
        if whole is None:
            return None
        pairs = zip(whole, self._plain.traces, strict=True)
        return self._checked(whole, [line for line, trace in pairs if trace[0] in self._looked_at])

    def _with_other_values(self) -> list[bytes] | None:
        """The card's lines, if every change is another value on one line; else None."""
        slots = self._slots_with_other_values() if self._kind_is_clear else None
        if slots is None:
            return None
        places = {slot: self._places_of(slot) for slot in slots}
        if any(len(found) != 1 for found in places.values()):
            return None
        whole = list(self._plain.raws)
        version = self._plain.card.version
        out = CardLines(version if version in VERSIONS else "3.0")
        for (place,), slot in sorted((places[slot], slot) for slot in slots):
            text = self._plain.lines[place].partition(":")[0]
            known = known_head(text)
            head = known[0] if known else parse_head(repaired(text))
            out.instead_of(head.key, head.group, head.params)
            WRITERS[slot[0]](out, slots[slot])
            whole[place] = b"".join(out.lines)
            out.lines.clear()
        return whole

    def _slots_with_other_values(self) -> dict[Slot, Any] | None:
        """The slots that hold another value now, if none of them came or went; else None."""
        found: dict[Slot, Any] = {}
        for field in self._changed:
            before, after = self._values.get(field), getattr(self._contact, field)
            if field in NAME:
                found["name", 0] = name = NAME_OF(self._contact)
                if not any(name) or not any(self._values.get(part) for part in NAME):
                    return None
            elif not before or not after or field in ("photo", "kind"):
                return None
            elif field == "memberships":
                found.update(_other_parts(before, after) or {("", 0): None})
            elif field in ITEM_TYPES:
                found.update(_other_item(field, before, after) or {("", 0): None})
            else:
                found[field, 0] = after
        return found if ("", 0) not in found else None

    def _places_of(self, slot: Slot) -> list[int]:
        """Where a slot's line stands: of a list the item's, else every one of that property."""
        field, item = slot
        return [
            place
            for place, trace in enumerate(self._plain.traces)
            if trace[0] == field and (not item or trace[1] == item)
        ]

    # lines that come, go or change places

    def _traced(self, photo: bytes | None) -> tuple[list[bytes], list[bytes]]:
        """The card's lines, and those of them that say the changed fields (and its END)."""
        few, as_they_are = self._few_lines()
        version = self._plain.card.version
        whole = edited_lines(self._contact, self._old(), few, version, photo)
        kept = set(map(id, as_they_are))
        return whole, [line for line in whole if id(line) not in kept]

    def _old(self) -> Contact:
        """What the original says; where that is the same, the contact's own values."""
        values = list(_VALUES_OF(self._contact))
        for name in self._changed:
            values[_PLACES[name]] = self._values.get(name, DEFAULTS[name])
        return Contact(*values)

    def _few_lines(self) -> tuple[Traced, list[bytes]]:
        """The lines of the changed fields, of name and kind, with their slots; what stands
        between them has none. Second, the bytes that stay as they are.
        """
        plain, last = self._plain, len(self._plain.lines) - 1
        lists = [n for n in (*self._changed, "extra") if n in ITEM_TYPES]
        owner = {item.item: name for name in lists for item in self._values.get(name, ())}
        found: Traced = []
        as_they_are: list[bytes] = []
        after = 0
        for place, trace in enumerate(plain.traces):
            if trace[0] in self._looked_at or trace[0] in _NAMED or place == last:
                run = b"".join(plain.raws[after:place])
                raw, after = plain.raws[place], place + 1
                found.append((Line("", run, 0, False, True), []))
                line = Line(plain.lines[place], raw, place, False, True)
                found.append((line, slots_of(plain.card, owner, *trace)))
                as_they_are += [run] if trace[0] in self._looked_at else [run, raw]
        return found, as_they_are

    # what was written

    def _is_said_by(self, lines: Iterable[bytes]) -> bool:
        """Whether these lines, read again, say the changed fields, and no others.

        All other lines are the original's, and what they say the contact says.
        """
        card = Card()
        card.version = self._plain.card.version
        if not self._kind_is_clear or "kind" in self._changed:
            return False
        if not more_lines(card, b"".join(lines)):
            return False
        values = card.settle()
        if not values.keys() <= self._changed:
            return False
        if "formatted_name" in self._changed and not values.get("formatted_name", "").strip():
            return False
        return all(
            spelled(name, values.get(name, DEFAULTS[name]))
            == spelled(name, getattr(self._contact, name))
            for name in self._changed
        )


def _is_taken_line_by_line(card: bytes) -> bool:
    """Whether a reader takes a card as its lines stand: quoted-printable may join some."""
    upper = card.upper()
    return len(card) < _LARGE and not any(word in upper for word in _QUOTED)


def _other_parts(
    before: tuple[Membership, ...], after: tuple[Membership, ...]
) -> dict[Slot, Any] | None:
    """The parts of the only job that are others now, if none came or went; else None."""
    if len(before) != 1 or len(after) != 1:
        return None
    old, new = job_slots(before[0]), job_slots(after[0])
    if old.keys() != new.keys():
        return None
    return {slot: value for slot, value in new.items() if value != old[slot]} or None


def _other_item(field: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> dict[Slot, Any]:
    """The only item of a list that says something else in its old place; {} if it is not so."""
    if [item.item for item in before] != [item.item for item in after]:
        return {}
    pairs = zip(before, after, strict=True)
    others = [new for old, new in pairs if new != old]
    return {(field, others[0].item): others[0]} if len(others) == 1 else {}


def properties_of(changed: Collection[str]) -> set[str]:
    """The fields of properties (as a trace has them) that fill fields of a contact."""
    found = set(changed)
    if not found.isdisjoint(NAME):
        found.add("name")
    if "memberships" in found:
        found.update(_JOB)
    return found
