"""What a contact says, slot by slot: the field a line of a card fills, and the item of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from operator import attrgetter
from typing import Any

from contactdesk.formats.vcard_card import Slot
from contactdesk.formats.vcard_reading import is_company
from contactdesk.model.contact import ITEM_TYPES, Contact, Membership
from contactdesk.model.record import FIELDS

LISTS = tuple(name for name in ITEM_TYPES if name != "memberships")
NAME = ("family", "given", "additional", "prefixes", "suffixes", "sort_as")
# No card says these; what custom fields say has become properties before it is written.
_OF_THE_BOOK = ("deleted_at", "archived_at", "custom", "owner", "private_to")
NAME_OF = attrgetter(*NAME)


def slot_values(
    contact: Contact,
    photo: bytes | None = None,
    several_jobs: bool = False,
    among: Collection[str] = FIELDS,
) -> dict[Slot, Any]:
    """The values of a contact's slots, of all fields or some; those without a value are left out.

    The six fields of the name are one slot. With `several_jobs` the work is one slot too; else
    the first job has one for its organisation, its title and its role.
    """
    values: dict[Slot, Any] = {}
    for field in among:
        if field in NAME:
            if any(name := NAME_OF(contact)):
                values["name", 0] = name
            continue
        value = getattr(contact, field)
        if not value or field in _OF_THE_BOOK:
            continue
        if field in LISTS:
            values.update({(field, item.item): item for item in value})
        elif field == "memberships":
            values.update({(field, 0): value} if several_jobs else job_slots(value[0]))
        else:
            values[field, 0] = (value, photo) if field == "photo" else value
    return values


def job_slots(job: Membership) -> dict[Slot, Any]:
    """The values of an only job: its organisation, its title and its role."""
    values: dict[Slot, Any] = {}
    if job.organisation or job.departments or job.starts_on or job.ends_on:
        values["organisation", 0] = Membership(
            job.organisation, job.departments, starts_on=job.starts_on, ends_on=job.ends_on
        )
    if job.job_title:
        values["job_title", 0] = job.job_title
    if job.role:
        values["role", 0] = job.role
    return values


def called(contact: Contact) -> str:
    """The name that a contact goes by, put together from what it has."""
    from contactdesk.model.names import formatted_name  # brings ICU; few cards need it

    return formatted_name(contact)


def implied_kind(contact: Contact) -> str:
    """The kind that a card is read as where it states none."""
    values = {n: getattr(contact, n) for n in ("family", "given", "additional", "memberships")}
    return "org" if is_company(values, contact.formatted_name or called(contact)) else "individual"


def matched(old: Contact, new: Contact) -> tuple[Contact, set[str]]:
    """The new contact with the old one's item numbers where an item is the same or took its
    place, and the fields whose items stand in another order than before.
    """
    changes: dict[str, Any] = {}
    moved = set()
    fresh = 1_000_000
    for field in LISTS:
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
