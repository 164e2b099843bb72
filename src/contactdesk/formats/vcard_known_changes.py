"""A card of whose contact it is known what changed since it was read: the rest is not looked at.

Who knows that a contact says what its card says, but for a few fields, need not read the card to
find those fields. The lines of all others go out as they stand; those of the changed ones are
written as `vcard_few_lines` does it, and read again: they must say what the contact says now.

That holds where every line speaks of one field alone. Where one has a say in what another means,
or fills a field it does not stand under, the card is none for this module.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from contactdesk.formats.content_lines import plain_lines, raw_lines
from contactdesk.formats.custom_property import CUSTOM
from contactdesk.formats.vcard_card import Card
from contactdesk.formats.vcard_few_lines import OF_THE_BOOK, Changing, Written
from contactdesk.formats.vcard_reading import PlainCard, known_head, more_lines
from contactdesk.formats.vcard_slots import NAME
from contactdesk.model.contact import ITEM_TYPES, Contact

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


class _Shape(NamedTuple):
    """What the heads of a card's lines say of it; files repeat a few of them in every card.

    `fields` are those that its lines fill, line by line.
    """

    fields: tuple[str, ...]
    version_at: int
    categories_at: tuple[int, ...]
    has_identifier: bool


_shapes: dict[tuple[str, ...], _Shape | None] = {}


def known_changes_written(
    contact: Contact, original: bytes, before: Mapping[str, Any]
) -> Written | None:
    """The card that `write_card` gives in the original's version; None where it is not that simple.

    `before` has, for each field that changed since the card was read, what it said then. The
    contact has these fields and those `NEEDED`; its others may be empty. The card is proven.
    """
    changed = {name for name in before if name not in OF_THE_BOOK}
    if not _NOT_HERE.isdisjoint(changed):
        return None
    simple = _simple_card(original)
    if simple is None:
        return None
    plain, categories = simple
    values = {**before, "categories": categories}  # these may have got another name meanwhile
    changed.add("categories")
    changed = {n for n in changed if values[n] != getattr(contact, n)}
    if not changed:
        return Written(b"".join(plain.raws), True)
    if not (contact.given or contact.family or contact.additional):
        return None  # it might be taken for an organisation
    if not _take_numbers(plain.traces, values, changed):
        return None
    values |= {n: getattr(contact, n) for n in NAME if n not in before}
    written = Changing(contact, plain, values, changed).one_for_one()
    return written if written is not None and written.proven else None


def _simple_card(original: bytes) -> tuple[PlainCard, tuple[str, ...]] | None:
    """A simple card, no line of it read, and the categories that it says; None for any other.

    Contacts name each other in relations, and a card of the newest version without an identifier
    may get one: these are none either.
    """
    split = plain_lines(original)
    upper = original.upper()
    if split is None or upper.count(b"VCARD") != 2 or b"QUOTED" in upper:
        return None
    lines, raws = split.lines, raw_lines(original)
    if len(raws) != len(lines):
        return None
    if not lines[-1]:  # what stands after the last line end
        del lines[-1], raws[-1]
    shape = _shape_of(lines)
    if shape is None or lines[-1].upper() != "END:VCARD":
        return None
    version = lines[shape.version_at].partition(":")[2].strip()
    if version == _NEWEST and not shape.has_identifier:
        return None
    card = Card()
    card.version = version
    at = shape.categories_at
    categories = _categories(version, b"".join([raws[place] for place in at])) if at else ()
    if categories is None:
        return None
    return PlainCard(card, lines, raws, [(field, 0, "") for field in shape.fields]), categories


def _shape_of(lines: Sequence[str]) -> _Shape | None:
    heads = tuple([line[: line.find(":") + 1] for line in lines])
    try:
        return _shapes[heads]
    except KeyError:
        pass
    if len(_shapes) >= _SHAPES:
        _shapes.clear()
    found = _shapes[heads] = _shape(heads)
    return found


def _shape(heads: Sequence[str]) -> _Shape | None:
    """The shape of a card with these heads (with their colons), None where it is not simple."""
    known = [known_head(head[:-1]) for head in heads if head]
    keys = [found[0].key for found in known if found]
    if len(keys) != len(heads) or keys.count("VERSION") != 1 or "FN" not in keys:
        return None
    if not _APART.isdisjoint(keys) or any(found[0].group for found in known if found):
        return None
    fields = tuple([found[3] for found in known if found])
    if "related" in fields:
        return None
    at = tuple(place for place, field in enumerate(fields) if field == "categories")
    return _Shape(fields, keys.index("VERSION"), at, "uid" in fields)


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


def _take_numbers(
    traces: list[tuple[str, int, str]], values: Mapping[str, Any], changed: set[str]
) -> bool:
    """Have the lines of changed lists the numbers of their items; False unless each line has one."""
    for name in changed:
        if name in ITEM_TYPES and name != "memberships":
            places = [place for place, (field, *_) in enumerate(traces) if field == name]
            items = values[name]
            if len(places) != len(items):
                return False
            for place, item in zip(places, items, strict=True):
                traces[place] = (name, item.item, "")
    return True
