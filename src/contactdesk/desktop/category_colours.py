"""Which colour of the palette a category has: the one people chose, else one by its name.

Like the theme this is one look for the whole window; chips ask for it while they paint.
"""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from contactdesk.i18n import N_
from contactdesk.model.categories import COLOURS
from contactdesk.store.listing import Category

WORDS = {
    "green": N_("Green"),
    "blue": N_("Blue"),
    "amber": N_("Amber"),
    "violet": N_("Violet"),
    "teal": N_("Teal"),
    "rose": N_("Rose"),
    "olive": N_("Olive"),
    "lime": N_("Lime"),
    "plum": N_("Plum"),
    "orange": N_("Orange"),
    "sky": N_("Sky blue"),
}
_chosen: dict[str, str] = {}


def learn(categories: Iterable[Category]) -> bool:
    """Take over the colours of a book's categories; whether any is another one now."""
    found = {c.name: c.colour for c in categories if c.colour in COLOURS}
    if found == _chosen:
        return False
    _chosen.clear()
    _chosen.update(found)
    return True


def colour_word(name: str) -> str:
    """The palette's word for a category's colour, the same at every start."""
    chosen = _chosen.get(name, "")
    return chosen or COLOURS[(crc32(name.casefold().encode()) >> 17) % len(COLOURS)]


def category_dot(name: str) -> str:
    """The theme's token for a category's dot."""
    return f"dot_{colour_word(name)}"
