"""Who came into the smart groups that somebody wants to hear of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

from contactdesk.model.smart_group import SmartGroup
from contactdesk.model.today import CameIn
from contactdesk.store.book import Transaction


class GroupNow(NamedTuple):
    """A smart group as it is now: how many are in; whether one wants to hear who comes in, how
    many did since one last looked, and (as bits) whom one saw who has gone since."""

    group: SmartGroup
    people: int
    is_told: bool = False
    came: int = 0
    gone: int = 0


def groups_now(tx: Transaction, now: datetime, home: tzinfo | None = None) -> list[GroupNow]:
    """The smart groups that I see, at a moment (UTC, without saying so)."""
    told, news = tx.group_news.told(), tx.group_news
    found = []
    for group in tx.smart_groups.shown_to(tx.people.me().id):
        people = _people(tx, group, now, home)
        if group.id not in told:
            found.append(GroupNow(group, len(people)))
            continue
        came, gone = news.came(group.id, people), news.gone(group.id, people, tx.queries.listed())
        found.append(GroupNow(group, len(people), True, len(came), gone))
    return found


def who_came(tx: Transaction, now: datetime, home: tzinfo | None = None) -> list[CameIn]:
    """Into which of the groups that I want to hear of somebody came since I last looked."""
    told = tx.group_news.told()
    if not told:
        return []
    groups = [g for g in tx.smart_groups.shown_to(tx.people.me().id) if g.id in told]
    found = [CameIn(g.id, g.name, len(those_who_came(tx, g, now, home))) for g in groups]
    return [each for each in found if each.people]


def those_who_came(
    tx: Transaction, group: SmartGroup, now: datetime, home: tzinfo | None = None
) -> list[int]:
    """Whoever came into a group since I last looked, in name order."""
    return tx.group_news.came(group.id, _people(tx, group, now, home))


def people_in(tx: Transaction, group: SmartGroup, now: datetime) -> list[int]:
    """Whoever is in a group, in name order."""
    return list(_people(tx, group, now, None))


def _people(
    tx: Transaction, group: SmartGroup, now: datetime, home: tzinfo | None
) -> Sequence[int]:
    return tx.queries.of_group(group, now.replace(tzinfo=UTC), home).numbers
