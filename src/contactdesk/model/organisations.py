"""Organisations from within: departments as a tree, who reports to whom, and shared addresses."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from contactdesk.model import fold
from contactdesk.model.contact import Address
from contactdesk.model.dates import PartialDate

K = TypeVar("K", bound=Hashable)
NO_DEPARTMENT = ("",)  # the branch of those who have none


def address_key(address: Address) -> tuple[str, ...]:
    """What makes two addresses one place, however they are written; () for one without a place."""
    texts = (address.street, address.extended, address.post_office_box)
    key = tuple(fold.fold(t) for t in (*texts, address.postal_code, address.locality))
    return key if any(key[:3]) else ()


def with_place_of(address: Address, place: Address) -> Address:
    """An address that keeps its number, type and star, at another place."""
    return Address(
        place.post_office_box, place.extended, place.street, place.locality, place.region,
        place.postal_code, place.country, address.types, address.label, address.preferred,
        address.item,
    )  # fmt: skip


def ends_before_it_begins(starts_on: str, ends_on: str) -> bool:
    """Whether a membership cannot have lasted; partial dates have the benefit of the doubt."""
    start, end = PartialDate.parse(starts_on), PartialDate.parse(ends_on)
    if not (start.year and end.year):
        return False
    first = (start.year, start.month or 1, start.day or 1)
    return first > (end.year, end.month or 12, end.day or 31)


@dataclass(slots=True)
class Department:
    """One department; `people` are places in the sequence it was made from, its own ones only."""

    path: tuple[str, ...]
    people: list[int] = field(default_factory=list)
    parts: list[Department] = field(default_factory=list)
    head: str = ""  # who leads it, if that is known

    @property
    def name(self) -> str:
        """Its own name, without those above it."""
        return self.path[-1] if self.path else ""

    @property
    def count(self) -> int:
        """How many people it has with all its parts."""
        return len(self.people) + sum(part.count for part in self.parts)


def department_tree(paths: Iterable[tuple[str, ...]]) -> Department:
    """Everybody's departments as one tree; the root holds those who have none."""
    root = Department(())
    known: dict[tuple[str, ...], Department] = {(): root}
    for place, path in enumerate(paths):
        parent, key = root, tuple[str, ...]()
        for depth, name in enumerate(path, 1):
            key = (*key, fold.fold(name))
            if key not in known:
                known[key] = Department(path[:depth])
                parent.parts.append(known[key])
            parent = known[key]
        parent.people.append(place)
    return root


def is_within(path: Sequence[str], branch: Sequence[str]) -> bool:
    """Whether somebody's department is a department or a part of it."""
    if tuple(branch) == NO_DEPARTMENT:
        return not path
    same = zip(path, branch, strict=False)
    return len(path) >= len(branch) and all(fold.fold(a) == fold.fold(b) for a, b in same)


def hierarchy(
    people: Sequence[K], above: Mapping[K, K]
) -> tuple[list[K], dict[K, list[K]], set[K]]:
    """Who stands at the top, who reports to whom, and who closed a circle.

    Everybody appears once. In a circle the first of them (in the order given) stands at the top.
    """
    known = set(people)
    upwards = {k: above[k] for k in people if above.get(k) in known and above[k] != k}
    circle = set()
    for person in people:
        path, at = {person}, upwards.get(person)
        while at is not None and at not in path:
            path.add(at)
            at = upwards.get(at)
        if at == person:
            circle.add(person)
            del upwards[person]
    below: dict[K, list[K]] = {}
    for person in people:
        if person in upwards:
            below.setdefault(upwards[person], []).append(person)
    return [p for p in people if p not in upwards], below, circle
