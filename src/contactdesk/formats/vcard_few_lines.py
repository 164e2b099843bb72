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

from contactdesk.formats.content_lines import Line
from contactdesk.formats.said import spelled
from contactdesk.formats.vcard_card import Card, Slot
from contactdesk.formats.vcard_editing import SAID, Traced, edited_lines
from contactdesk.formats.vcard_one_line import line_instead, other_values
from contactdesk.formats.vcard_reading import (
    PlainCard,
    is_company,
    more_lines,
    plain_card,
    slots_of,
)
from contactdesk.formats.vcard_slots import NAME, implied_kind
from contactdesk.model.contact import ITEM_TYPES, Contact
from contactdesk.model.record import FIELDS

# No card says these; what custom fields say has become properties before it is written.
OF_THE_BOOK = frozenset({"deleted_at", "archived_at", "custom", "owner", "private_to"})
_FILL_MORE = (b"X-ANDROID-CUSTOM", b"SOUND", b"X-EVOLUTION-LIST")
"""Properties that fill other fields than the one they stand under, wherever they are named."""
_QUOTED = (b"QUOTED", b"ENCODING")
_JOB = ("organisation", "job_title", "role")
_NAMED = frozenset({"formatted_name", "kind"})
LARGE = 1 << 18
"""Bytes of a card from which on it is read as a whole before it counts as proven."""
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
    """One simple card, which says `values`, and the contact that it is to say now: in the
    `changed` fields something else.
    """

    def __init__(
        self,
        contact: Contact,
        plain: PlainCard,
        values: dict[str, Any],
        changed: set[str],
    ) -> None:
        self._contact, self._plain, self._values = contact, plain, values
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
        return Written(card, _is_taken_line_by_line(card) and self._is_said_by(spoken))

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
        if not self._kind_is_clear:
            return None
        slots = other_values(self._contact, self._values, self._changed)
        if slots is None:
            return None
        places = {slot: self._places_of(slot) for slot in slots}
        if any(len(found) != 1 for found in places.values()):
            return None
        whole = list(self._plain.raws)
        for slot, (place,) in places.items():
            whole[place] = line_instead(self._plain.card.version, whole[place], slot, slots[slot])
        return whole

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
    return len(card) < LARGE and not any(word in upper for word in _QUOTED)


def properties_of(changed: Collection[str]) -> set[str]:
    """The fields of properties (as a trace has them) that fill fields of a contact."""
    found = set(changed)
    if not found.isdisjoint(NAME):
        found.add("name")
    if "memberships" in found:
        found.update(_JOB)
    return found
