"""Changing a tree of rules at a place: the places of its parts lead down from the outermost group.

A group that lost its last part stays, so that one may fill it again.
"""

from __future__ import annotations

from contactdesk.model.query import Group, Part

Place = tuple[int, ...]


def part_at(tree: Group, place: Place) -> Part:
    """What is at a place."""
    found: Part = tree
    for step in place:
        assert isinstance(found, Group)
        found = found.parts[step]
    return found


def with_part(tree: Group, place: Place, part: Part) -> Group:
    """The tree with something else at a place."""
    if not place:
        assert isinstance(part, Group)
        return part
    parts = list(tree.parts)
    inner = parts[place[0]]
    if len(place) > 1:
        assert isinstance(inner, Group)
        part = with_part(inner, place[1:], part)
    parts[place[0]] = part
    return Group(tree.how, tuple(parts))


def _group_at(tree: Group, place: Place) -> Group:
    found = part_at(tree, place)
    assert isinstance(found, Group)
    return found


def added(tree: Group, place: Place, part: Part, at: int | None = None) -> Group:
    """The tree with one more part in the group at a place: last, or before its part `at`."""
    group = _group_at(tree, place)
    at = len(group.parts) if at is None else at
    return with_part(tree, place, Group(group.how, (*group.parts[:at], part, *group.parts[at:])))


def removed(tree: Group, place: Place) -> Group:
    """The tree without what is at a place."""
    group, at = _group_at(tree, place[:-1]), place[-1]
    return with_part(tree, place[:-1], Group(group.how, group.parts[:at] + group.parts[at + 1 :]))


def moved(tree: Group, place: Place, step: int) -> tuple[Group, Place]:
    """A part one place up (-1) or down (1) within its group, and where it is then."""
    group, at = _group_at(tree, place[:-1]), place[-1]
    to = at + step
    if not 0 <= to < len(group.parts):
        return tree, place
    part = group.parts[at]
    return added(removed(tree, place), place[:-1], part, to), (*place[:-1], to)


def nested(tree: Group, place: Place) -> tuple[Group, Place]:
    """A part put into the group below or above it, or into a new one of which any is enough."""
    group, at = _group_at(tree, place[:-1]), place[-1]
    part, outer = group.parts[at], place[:-1]
    if at + 1 < len(group.parts) and isinstance(group.parts[at + 1], Group):
        return added(removed(tree, place), (*outer, at), part, 0), (*outer, at, 0)
    above = group.parts[at - 1] if at else None
    if isinstance(above, Group):
        target = (*outer, at - 1)
        return added(removed(tree, place), target, part), (*target, len(above.parts))
    return with_part(tree, place, Group("any", (part,))), (*place, 0)


def lifted(tree: Group, place: Place) -> tuple[Group, Place]:
    """A part taken out of its group, to stand before it; the group goes with its last part."""
    if len(place) < 2:
        return tree, place
    part, outer = part_at(tree, place), place[:-1]
    smaller = removed(tree, place)
    if not _group_at(smaller, outer).parts:
        return with_part(smaller, outer, part), outer
    return added(smaller, outer[:-1], part, outer[-1]), outer


def carried(tree: Group, place: Place, group: Place, at: int) -> tuple[Group, Place]:
    """A part carried into the group at another place, before its part `at`, and where it is then;
    a group goes with its last part."""
    if group[: len(place)] == place:
        return tree, place  # not into itself
    to = (*group, at)
    grown = added(tree, group, part_at(tree, place), at)
    gone = _shifted(place, to, 1)
    while True:
        grown, to = removed(grown, gone), _shifted(to, gone, -1)
        gone = gone[:-1]
        if not gone or _group_at(grown, gone).parts:
            return grown, to


def _shifted(place: Place, other: Place, step: int) -> Place:
    """A place once something was put in (1) at another one, or taken out there (-1)."""
    at = len(other) - 1
    if len(place) <= at or place[:at] != other[:at] or place[at] < other[at]:
        return place
    if step < 0 and place[at] == other[at]:
        return place
    return (*place[:at], place[at] + step, *place[at + 1 :])
