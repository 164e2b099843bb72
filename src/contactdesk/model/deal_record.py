"""Deals, pipelines and exchange rates as types of records: how two edits of one meet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from contactdesk.model.deal import (
    Competitor,
    Deal,
    ExchangeRate,
    FollowUp,
    Pipeline,
    Product,
    Stage,
)
from contactdesk.model.record_type import RecordType

PLACE = ("pipeline", "stage")
"""Where it is: one thing, of which half from one person and half from another is nobody's."""
MONEY = ("amount", "currency")
"""What it is worth, likewise."""
OF_THE_MOVE = ("stage_since", "closed_on")
"""What a move writes beside: of two the later, never anything that people have to decide."""


class _DealType(RecordType[Deal]):
    def merge(self, base: Deal, mine: Deal, theirs: Deal) -> tuple[Deal, tuple[str, ...]]:
        """Three-way merge of two edits, and the fields that clash: there the result has mine."""
        result, conflicts = super().merge(base, mine, theirs)
        later = {
            n: max(getattr(e, n) for e in (mine, theirs)) for n in conflicts if n in OF_THE_MOVE
        }
        if later:
            result = replace(result, **dict[str, Any](later))
            conflicts = tuple(n for n in conflicts if n not in later)
        for names in (PLACE, MONEY):
            result, conflicts = _as_one(names, (base, mine, theirs), result, conflicts)
        return result, conflicts


def _as_one(
    names: tuple[str, ...],
    versions: tuple[Deal, Deal, Deal],
    result: Deal,
    conflicts: tuple[str, ...],
) -> tuple[Deal, tuple[str, ...]]:
    was, ours, yours = (tuple(getattr(e, n) for n in names) for e in versions)
    if was in (ours, yours) or ours == yours:
        return result, conflicts
    _base, mine, theirs = versions
    clash = [n for n in names if getattr(mine, n) != getattr(theirs, n)]
    result = replace(result, **dict[str, Any](zip(names, ours, strict=True)))
    return result, tuple(dict.fromkeys([*clash, *conflicts]))


DEALS = _DealType(
    "deal",
    Deal,
    items={"products": Product, "competitors": Competitor},
    words=("people",),
    title="title",
)
PIPELINES = RecordType("pipeline", Pipeline, items={"stages": Stage, "follow_ups": FollowUp})
RATES = RecordType("exchange_rate", ExchangeRate, title="currency")
