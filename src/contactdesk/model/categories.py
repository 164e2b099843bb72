"""Categories nested by their names: "Work/Clients" lies inside "Work".

A category is its whole name, as vCard's CATEGORIES has it; the tree is only how names are shown. A
name in which a part is empty ("http://…", "/") is no path and stands for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from contactdesk.model import fold

SEPARATOR = "/"
# What `category.colour` holds: the words are for ever, their shades are the theme's.
COLOURS = (
    "green", "blue", "amber", "violet", "teal", "rose", "olive", "lime", "plum", "orange", "sky",
)  # fmt: skip


class Branch(NamedTuple):
    """A category in the tree: its whole name, its last part, how deep it lies, what it holds."""

    name: str
    text: str
    depth: int
    is_parent: bool


def parts(name: str) -> tuple[str, ...]:
    """The parts of a name from the outermost in: ("Work", "Clients"); one for a plain name."""
    found = tuple(part.strip() for part in name.split(SEPARATOR))
    return found if all(found) else (name,)


def leaf(name: str) -> str:
    """What a category is called inside the one that holds it."""
    return parts(name)[-1]


def parent(name: str) -> str:
    """The category that holds this one, "" at the top."""
    return SEPARATOR.join(parts(name)[:-1])


def inside(parent_name: str, text: str) -> str:
    """The whole name of a category called `text` inside another ("" = at the top)."""
    return f"{parent_name}{SEPARATOR}{text}" if parent_name else text


def is_within(name: str, outer: str) -> bool:
    """Whether a category is `outer` or lies in it, however deep."""
    ours, theirs = parts(name), parts(outer)
    return name == outer or ours[: len(theirs)] == theirs


def clean(name: str) -> str:
    """A name as typed, without the spaces around it and around its slashes."""
    words = " ".join(name.split())
    return SEPARATOR.join(parts(words))


def renamed(names: Iterable[str], old: str, new: str) -> dict[str, str]:
    """What a category and those inside it are called once `old` is called `new`."""
    depth = len(parts(old))
    return {
        name: SEPARATOR.join((new, *parts(name)[depth:])) for name in names if is_within(name, old)
    }


def replaced(words: Sequence[str], moves: Mapping[str, str]) -> tuple[str, ...]:
    """A contact's categories after some got other names; two that became one stand once."""
    return tuple(dict.fromkeys(moves.get(word, word) for word in words))


def with_parents(names: Iterable[str]) -> list[str]:
    """The names with every category that holds one of them, whether or not it exists itself."""
    given = list(names)
    known = {parts(name) for name in given}
    for name in list(given):
        path = parts(name)
        for depth in range(1, len(path)):
            if path[:depth] not in known:
                known.add(path[:depth])
                given.append(SEPARATOR.join(path[:depth]))
    return given


def tree(names: Iterable[str]) -> list[Branch]:
    """All categories in the order of a tree, those inside below the one that holds them."""
    every = with_parents(names)
    holders = {parts(name)[:depth] for name in every for depth in range(1, len(parts(name)))}
    ordered = sorted(every, key=lambda name: [(fold.fold(part), part) for part in parts(name)])
    return [
        Branch(name, path[-1], len(path) - 1, path in holders)
        for name in ordered
        for path in (parts(name),)
    ]
