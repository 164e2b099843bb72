"""A card of whose contact it is known what changed since it was read: the rest is not looked at.

Who knows that a contact says what its card says, but for a few fields, need not read the card to
find those fields. All lines go out as they stand but those that have another value now: these are
written as `vcard_one_line` does it, and read again: they must say just that value.

That holds where every line speaks of one field alone. Where one has a say in what another means,
or fills a field it does not stand under, the card is none for this module.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from contactdesk.formats.content_lines import plain_lines, raw_lines
from contactdesk.formats.custom_property import CUSTOM
from contactdesk.formats.vcard_card import Card, Slot
from contactdesk.formats.vcard_few_lines import LARGE, OF_THE_BOOK, Written
from contactdesk.formats.vcard_one_line import other_values, proven_instead, says_just
from contactdesk.formats.vcard_reading import known_head, more_lines
from contactdesk.formats.vcard_slots import NAME
from contactdesk.model.contact import Contact

NEEDED = (*NAME, "categories")
"""The fields that a contact must have beside those that changed."""

_APART = frozenset(
    ("AGENT", "SOUND", "X-ABDATE", "X-ABLABEL", "X-ABSHOWAS", "X-ABSHOWAS-ABSHOWAS", "X-GN",
     "X-ANDROID-CUSTOM", "X-EVOLUTION-LIST", "X-CONTACTDESK-KEEP-IN-TOUCH", CUSTOM)
)  # fmt: skip
"""Properties that fill or explain other fields than the one they stand under."""
_NOT_HERE = frozenset(("kind", "uid", "extra", "custom", "photo", "related", "members", "impp"))
"""Fields that other lines or other contacts have a say in."""
_NEWEST = "4.0"
_SHAPES = 4096
_OFTEN, _MOST_PATTERNS = 16, 4
"""How often a shape is met before cards are compared with it first, and with how many shapes."""
_MOST_LINES = 100


class _Shape(NamedTuple):
    """What the heads of a card's lines say of it; files repeat a few of them in every card.

    `places` has for each field of a property where its lines stand.
    """

    places: dict[str, list[int]]
    version_at: int


class _Simple(NamedTuple):
    """The bytes of a card's lines with CR LF, what their heads say, and its version."""

    raws: list[bytes]
    shape: _Shape
    version: str


_shapes: dict[tuple[str, ...], _Shape | None] = {}
_met: Counter[tuple[str, ...]] = Counter()
_patterns: list[tuple[re.Pattern[bytes], _Shape]] = []


def known_changes_written(
    contact: Contact, original: bytes, before: Mapping[str, Any]
) -> Written | None:
    """The card that `write_card` gives in the original's version; None where it is not that simple.

    `before` has, for each field that changed since the card was read, what it said then. The
    contact has these fields and those `NEEDED`; its others may be empty. The card is proven.
    """
    if not _NOT_HERE.isdisjoint(before):
        return None
    simple = _simple_card(original)
    if simple is None:
        return None
    raws, shape, version = simple
    at = shape.places.get("categories", ())
    categories = _categories(version, b"".join([raws[place] for place in at])) if at else ()
    if categories is None:
        return None
    values = {**before, "categories": categories}  # these may have got another name meanwhile
    changed = {n for n in values if n not in OF_THE_BOOK and values[n] != getattr(contact, n)}
    if not changed:
        return Written(b"".join(raws), True)
    if not (contact.given or contact.family or contact.additional):
        return None  # it might be taken for an organisation
    if contact.kind != "individual" and "kind" not in shape.places:
        return None
    if not changed.isdisjoint(NAME):
        values = {**{n: getattr(contact, n) for n in NAME}, **values}
    others = other_values(contact, values, changed)
    if others is None or not _take_other_values(simple, values, others):
        return None
    card = b"".join(raws)
    return Written(card, True) if len(card) < LARGE else None


def _take_other_values(
    simple: _Simple, values: Mapping[str, Any], others: Mapping[Slot, Any]
) -> bool:
    """Put each value on its line in `raws`; False where it has not just one, or cannot be read."""
    raws, shape, version = simple
    for slot, value in others.items():
        field, number = slot
        places = shape.places.get(field, [])
        items = values[field] if number else ()
        if len(places) != (len(items) or 1):
            return False
        place = places[0]
        if number:
            at = [item.item for item in items].index(number)
            place = places[at]
            if not says_just(version, raws[place], field, items[at]):
                return False
        line = proven_instead(version, raws[place], slot, value)
        if line is None:
            return False
        raws[place] = line
    return True


def _simple_card(original: bytes) -> _Simple | None:
    """A simple card, of which only the heads were looked at; None for any other.

    Contacts name each other in relations, and a card of the newest version without an identifier
    may get one: these are none either.
    """
    if b"\r" not in original:
        original = original.replace(b"\n", b"\r\n")
    parted = _like_one_before(original) or _parted(original)
    if parted is None:
        return None
    raws, shape = parted
    edges = (raws[0].upper(), raws[-1].upper())
    upper = original.upper()
    if edges != (b"BEGIN:VCARD\r\n", b"END:VCARD\r\n") or upper.count(b"VCARD") != 2:
        return None
    if b"QUOTED" in upper:  # a soft break within a line
        return None
    version = raws[shape.version_at].decode().partition(":")[2].strip()
    if version == _NEWEST and "uid" not in shape.places:
        return None
    return _Simple(raws, shape, version)


def _like_one_before(original: bytes) -> tuple[list[bytes], _Shape] | None:
    """The lines of a card whose shape was met often of late, found without looking at each."""
    for pattern, shape in _patterns:
        if found := pattern.fullmatch(original):
            try:
                original.decode()
            except UnicodeDecodeError:
                return None
            *raws, last = found.groups()
            return [*raws, last + b"\r\n"], shape
    return None


def _parted(original: bytes) -> tuple[list[bytes], _Shape] | None:
    split = plain_lines(original)
    if split is None:
        return None
    lines, raws = split.lines, raw_lines(original)
    if len(raws) != len(lines):
        return None
    if not lines[-1]:  # what stands after the last line end
        del lines[-1], raws[-1]
    shape = _shape_of(tuple([line[: line.find(":") + 1] for line in lines]))
    return (raws, shape) if shape is not None else None


def _shape_of(heads: tuple[str, ...]) -> _Shape | None:
    if len(_shapes) >= _SHAPES:
        _shapes.clear()
        _met.clear()
    if heads not in _shapes:
        _shapes[heads] = _shape(heads)
    shape = _shapes[heads]
    _met[heads] += 1
    if shape is not None and _met[heads] % _OFTEN == 0 and len(heads) <= _MOST_LINES:
        _patterns.insert(0, (_pattern(heads), shape))
        del _patterns[_MOST_PATTERNS:]
    return shape


def _pattern(heads: Sequence[str]) -> re.Pattern[bytes]:
    """All cards of this shape whose lines are not folded and hold no control characters."""
    *lines, last = [re.escape(head.encode()) + rb"[\t -~\x80-\xff]*+" for head in heads]
    return re.compile(b"".join([b"(%s\r\n)" % line for line in lines]) + rb"(%s)(?:\r\n)?" % last)


def _shape(heads: Sequence[str]) -> _Shape | None:
    """The shape of a card with these heads (with their colons), None where it is not simple."""
    known = [found for head in heads if head and (found := known_head(head[:-1]))]
    keys = [head.key for head, *_rest in known]
    once = all(keys.count(name) == 1 for name in ("BEGIN", "VERSION", "END"))
    if len(keys) != len(heads) or not once or "FN" not in keys or not _APART.isdisjoint(keys):
        return None
    if any(head.group or head.encoding == "q" or head.rank > 1 for head, *_rest in known):
        return None
    places: dict[str, list[int]] = {}
    for place, (*_head, field) in enumerate(known):
        places.setdefault(field, []).append(place)
    return None if "related" in places else _Shape(places, keys.index("VERSION"))


@lru_cache(maxsize=10_000)
def _categories(version: str, lines: bytes) -> tuple[str, ...] | None:
    """What the lines of categories say; a book has few that differ."""
    card = Card()
    card.version = version
    if not more_lines(card, lines):
        return None
    values = card.settle()
    found: tuple[str, ...] = values.get("categories", ())
    return found if values.keys() <= {"categories"} else None
