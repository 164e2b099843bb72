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

    `traces` has for each line the field that it fills, as `PlainCard` has it.
    """

    traces: list[tuple[str, int, str]]
    version_at: int
    categories_at: tuple[int, ...]
    has_identifier: bool


class _Simple(NamedTuple):
    """A card's lines unfolded, their bytes with CR LF, what their heads say, and its version."""

    lines: list[str]
    raws: list[bytes]
    shape: _Shape
    version: str


_shapes: dict[tuple[str, ...], _Shape | None] = {}


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
    lines, raws, shape, version = simple
    at = shape.categories_at
    categories = _categories(version, b"".join([raws[place] for place in at])) if at else ()
    if categories is None:
        return None
    values = {**before, "categories": categories}  # these may have got another name meanwhile
    changed = {n for n in values if n not in OF_THE_BOOK and values[n] != getattr(contact, n)}
    if not changed:
        return Written(b"".join(raws), True)
    if not (contact.given or contact.family or contact.additional):
        return None  # it might be taken for an organisation
    traces = _numbered(shape.traces, values, changed)
    if traces is None:
        return None
    if not changed.isdisjoint(NAME):
        values = {**{n: getattr(contact, n) for n in NAME}, **values}
    card = Card()
    card.version = version
    plain = PlainCard(card, lines, raws, traces)
    written = Changing(contact, plain, values, changed, unquoted=True).one_for_one()
    return written if written is not None and written.proven else None


def _simple_card(original: bytes) -> _Simple | None:
    """A simple card, of which only the heads were looked at; None for any other.

    Contacts name each other in relations, and a card of the newest version without an identifier
    may get one: these are none either.
    """
    split = plain_lines(original)
    if split is None:
        return None
    lines, raws = split.lines, raw_lines(original)
    if len(raws) != len(lines):
        return None
    if not lines[-1]:  # what stands after the last line end
        del lines[-1], raws[-1]
    shape = _shape_of(lines)
    if shape is None or (lines[0].upper(), lines[-1].upper()) != ("BEGIN:VCARD", "END:VCARD"):
        return None
    upper = original.upper()
    if upper.count(b"VCARD") != 2 or b"QUOTED" in upper:  # a card or a soft break within a line
        return None
    version = lines[shape.version_at].partition(":")[2].strip()
    if version == _NEWEST and not shape.has_identifier:
        return None
    return _Simple(lines, raws, shape, version)


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
    known = [found for head in heads if head and (found := known_head(head[:-1]))]
    keys = [head.key for head, *_rest in known]
    once = all(keys.count(name) == 1 for name in ("BEGIN", "VERSION", "END"))
    if len(keys) != len(heads) or not once or "FN" not in keys or not _APART.isdisjoint(keys):
        return None
    if any(head.group or head.encoding == "q" for head, *_rest in known):
        return None
    fields = [field for *_head, field in known]
    if "related" in fields:
        return None
    at = tuple(place for place, field in enumerate(fields) if field == "categories")
    return _Shape([(field, 0, "") for field in fields], keys.index("VERSION"), at, "uid" in fields)


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


def _numbered(
    traces: list[tuple[str, int, str]], values: Mapping[str, Any], changed: set[str]
) -> list[tuple[str, int, str]] | None:
    """The traces, those of changed lists with the numbers of the items; None unless each item has
    a line.
    """
    for name in changed:
        if name in ITEM_TYPES and name != "memberships":
            places = [place for place, trace in enumerate(traces) if trace[0] == name]
            items = values[name]
            if len(places) != len(items):
                return None
            traces = list(traces)
            for place, item in zip(places, items, strict=True):
                traces[place] = (name, item.item, "")
    return traces
