"""Where two people's edits of one contact meet: what clashes, what combines, what is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from contactdesk.model.contact import ITEM_TYPES, WORD_FIELDS, Contact
from contactdesk.model.custom import FIELD, value_of, with_custom
from contactdesk.model.history import Difference, HistoryEntry, differences, versions
from contactdesk.model.names import formatted_name, with_name
from contactdesk.model.record import FIELDS, Merged, merge, merge_custom, merge_item

MINE, THEIRS, BOTH = "mine", "theirs", "both"
NAME = "formatted_name"


class Clash(NamedTuple):
    """One value that both changed: of a field, of an item in it, or of one `part` of that item.

    The three values are None where the item was not there, or is not any more.
    """

    field: str
    item: int
    part: str
    before: Any
    mine: Any
    theirs: Any

    @property
    def key(self) -> tuple[str, int, str]:
        """What tells it from the others."""
        return self.field, self.item, self.part

    @property
    def allows_both(self) -> bool:
        """Whether both values can stand side by side: two phones can, two birthdays cannot."""
        whole = self.part in ("", "value")
        return self.field in ITEM_TYPES and whole and None not in (self.mine, self.theirs)


Choices = Mapping[tuple[str, int, str], str]


def meet(base: Contact, mine: Contact, theirs: Contact) -> Merged:
    """`merge`, but a name that only repeats its parts follows them and never clashes itself."""
    base, mine, theirs, follows = _without_repeated_name(base, mine, theirs)
    merged = merge(base, mine, theirs)
    return replace(merged, contact=with_name(merged.contact)) if follows else merged


def _without_repeated_name(
    base: Contact, mine: Contact, theirs: Contact
) -> tuple[Contact, Contact, Contact, bool]:
    bare = [replace(c, formatted_name="") for c in (base, mine, theirs)]
    whole = (base, mine, theirs)
    follows = all(c.formatted_name == formatted_name(b) for c, b in zip(whole, bare, strict=True))
    return (*(bare if follows else whole), follows)


def clashes(base: Contact, mine: Contact, theirs: Contact) -> tuple[Clash, ...]:
    """Every value that both changed, and differently, in the order of the fields."""
    base, mine, theirs, _follows = _without_repeated_name(base, mine, theirs)
    found: list[Clash] = []
    for name in FIELDS:
        b, m, t = getattr(base, name), getattr(mine, name), getattr(theirs, name)
        if b in (m, t) or m == t or name in WORD_FIELDS or name == "deleted_at":
            continue
        if name == FIELD:
            found += _of_custom(base, mine, theirs)
        else:
            found += (
                _of_items(name, b, m, t) if name in ITEM_TYPES else [Clash(name, 0, "", b, m, t)]
            )
    return tuple(found)


def _of_custom(base: Contact, mine: Contact, theirs: Contact) -> list[Clash]:
    """Custom fields that both changed; the part is the field's id."""
    keys = merge_custom(base.custom, mine.custom, theirs.custom)[1]
    return [
        Clash(FIELD, 0, k, *(value_of(c, k) or None for c in (base, mine, theirs))) for k in keys
    ]


def _of_items(
    name: str, base: tuple[Any, ...], mine: tuple[Any, ...], theirs: tuple[Any, ...]
) -> list[Clash]:
    ours, yours = ({i.item: i for i in items} for items in (mine, theirs))
    found: list[Clash] = []
    for old in base:
        m, t = ours.get(old.item), yours.get(old.item)
        for part in merge_item(old, m, t)[1]:
            values = [getattr(v, part) for v in (old, m, t)] if part else [old, m, t]
            found.append(Clash(name, old.item, part, *values))
    return found


def settled(base: Contact, mine: Contact, theirs: Contact, choices: Choices) -> Contact:
    """Both edits together, with what was chosen where they clash (mine where nothing was).

    "both" of what cannot stand side by side is mine; theirs where I removed it. The result is an
    edit of `theirs`: save it with that as its base.
    """
    result = meet(base, mine, theirs).contact
    for clash in clashes(base, mine, theirs):
        choice = choices.get(clash.key, MINE)
        if choice == BOTH and not clash.allows_both:
            choice = THEIRS if clash.mine is None else MINE
        if choice != MINE:
            result = _with_theirs(result, clash, theirs, choice == BOTH)
    follows = _without_repeated_name(base, mine, theirs)[3]
    return with_name(replace(result, formatted_name="")) if follows else result


def _with_theirs(result: Contact, clash: Clash, theirs: Contact, both: bool) -> Contact:
    if clash.field == FIELD:
        return with_custom(result, {clash.part: clash.theirs or ""})
    if not clash.item:
        return replace(result, **{clash.field: clash.theirs})
    items = list(getattr(result, clash.field))
    at = next((n for n, i in enumerate(items) if i.item == clash.item), None)
    other = next((i for i in getattr(theirs, clash.field) if i.item == clash.item), None)
    if both and other is not None and at is not None:
        items.insert(at + 1, replace(other, item=0))
    elif at is None:
        items += [other] if other is not None else []
    elif other is None:
        del items[at]
    elif clash.part:
        names = ("types", "label") if clash.part == "types" else (clash.part,)
        items[at] = replace(items[at], **{n: getattr(other, n) for n in names})
    else:
        items[at] = other
    changed: dict[str, Any] = {clash.field: tuple(items)}
    return replace(result, **changed)


def combined(base: Contact, mine: Contact, theirs: Contact) -> tuple[list[Difference], ...]:
    """What only I changed and what only they changed: both are kept without a question."""
    asked = {_asked(c) for c in clashes(base, mine, theirs)}
    ours, yours = differences(base, mine), differences(base, theirs)
    return (
        [d for d in ours if _asked(d) not in asked],
        [d for d in yours if _asked(d) not in asked and d not in ours],
    )


def _asked(each: Clash | Difference) -> tuple[str, int, str]:
    """What a question is about: an item as a whole, but a custom field for itself."""
    return each.field, each.item, each.part if each.field == FIELD else ""


def last_change(clash: Clash | Difference, entries: Sequence[HistoryEntry]) -> HistoryEntry | None:
    """Who gave a value its present form; `entries` begin with the newest."""
    for entry in entries:
        if clash.field not in entry.fields:
            continue
        changed = {_asked(d) for d in differences(*versions(entry.fields))}
        if _asked(clash) in changed or (clash.field, 0, "") in changed:
            return entry
    return None
