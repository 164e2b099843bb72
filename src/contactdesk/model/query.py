"""What a search, a smart group, a filter or an export asks for: a tree of rules (docs/queries.md).

A rule without a field is words to look for anywhere. Nothing here knows which fields there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

How = Literal["all", "any", "none"]
Comparison = Literal[":", "=", ">", "<", ">=", "<=", "*", "-"]

BEGINS, IS, HAS, LACKS = ":", "=", "*", "-"
COMPARED = (">", "<", ">=", "<=")
UNITS = ("d", "w", "mo", "y")
"""Days, weeks, months, years."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is to be true: a field compared with values, of which one is enough.

    `within` bounds what is counted: calls in the last "90d"; "" for whenever it was.
    """

    field: str = ""
    comparison: Comparison = ":"
    values: tuple[str, ...] = ()
    within: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rules and groups of which all, any or none are to be true."""

    how: How = "all"
    parts: tuple[Part, ...] = ()


Part: TypeAlias = "Rule | Group"


def rules_of(part: Part) -> Iterator[Rule]:
    """Every rule of a tree, in its order."""
    if isinstance(part, Rule):
        yield part
        return
    for each in part.parts:
        yield from rules_of(each)


def is_empty(part: Part) -> bool:
    """Whether a tree asks for nothing: it has no rule."""
    return next(rules_of(part), None) is None


def tidied(group: Group) -> Group:
    """The tree without empty groups, and without groups that change nothing: what its text gives
    back."""
    kept = [tidied(p) if isinstance(p, Group) else p for p in group.parts]
    kept = [p for p in kept if not is_empty(p)]
    parts = tuple(
        p.parts[0] if isinstance(p, Group) and p.how != "none" and len(p.parts) == 1 else p
        for p in kept
    )
    if not parts:
        return Group()
    if len(parts) == 1 and isinstance(parts[0], Group):
        if group.how != "none":
            return parts[0]
        if parts[0].how == "any":  # none of any of these: none of these
            return Group("none", parts[0].parts)
    if len(parts) == 1 and group.how == "any":
        return Group("all", parts)
    return replace(group, parts=parts)


def amount_of(span: str) -> tuple[int, str]:
    """A span of time taken apart: "90d" is (90, "d")."""
    number = span.rstrip("dwmoy")
    return int(number), span[len(number) :]


def is_span(text: str) -> bool:
    """Whether a text is a span of time as rules hold them."""
    number = text.rstrip("dwmoy")
    return (
        number.isascii() and number.isdigit() and len(number) < 6 and text[len(number) :] in UNITS
    )
