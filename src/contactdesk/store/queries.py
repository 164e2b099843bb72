"""Whom a tree of rules finds, how many each rule finds alone, and why somebody is among them.

Each rule's contacts are looked up once and kept in memory for the open book; what changed since is
asked anew of the changed contacts alone.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import NamedTuple

from sqlalchemy import Connection

from contactdesk.model.happenings import title_of
from contactdesk.model.query import Group, Part, Rule, rules_of
from contactdesk.model.query_fields import Fields
from contactdesk.model.query_reading import QueryError, parsed
from contactdesk.model.smart_group import SmartGroup
from contactdesk.model.zones import home_zone
from contactdesk.store.changes import EVENT, MERGE, ChangeLog
from contactdesk.store.custom_fields import CustomFields
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.event_links import LINKED
from contactdesk.store.events import Events
from contactdesk.store.in_one_go import numbers_of
from contactdesk.store.list_queries import ARCHIVE_FROM
from contactdesk.store.merge_links import MergeLinks
from contactdesk.store.number_bits import bits_of, those_in
from contactdesk.store.query_custom import QueryCustom, fields_of
from contactdesk.store.query_leaves import DEAL_COUNTS, DEALS, TIMED, Found, Leaves
from contactdesk.store.query_touches import Touches

_MOST_KEPT = 200  # rules
_MOST_STEPS = 50
OUT = -1
"""Behind the place of a group of which none may be true: how many that leaves out."""
_LISTED, _ARCHIVED = "listed", "archived"
_PERSONAL = ("is",)  # what stars say stands in no log
# What of an event decides who has to do with it: then the log does not say with whom it was before.
_RELINKED = f"""
SELECT 1 FROM change WHERE set_id > ? AND record_type = '{EVENT}' AND (kind = 'purge'
  OR fields LIKE '%"about"%' OR fields LIKE '%"attendees"%' OR fields LIKE '%"organizer"%') LIMIT 1
"""
_MERGED = f"SELECT 1 FROM change WHERE set_id > ? AND record_type = '{MERGE}' LIMIT 1"


class Reason(NamedTuple):
    """What a rule says of somebody: whether it is true, by which value (a text, how often, or on
    which day), and whether it is one of a group of which one is enough or none may be."""

    rule: Rule
    holds: bool
    value: str = ""
    day: date | None = None
    how: str = "all"


class Answer(NamedTuple):
    """Whom rules find, in name order; and how many each part of the tree, by its place, finds."""

    numbers: array[int]
    counts: dict[tuple[int, ...], int]


class QueryMemory:
    """What is known of rules in one open book, as of one step of its history."""

    def __init__(self) -> None:
        self.seen = -1
        self.sets: dict[Rule, int] = {}
        self.around: dict[Rule, bool] = {}
        self.orders: dict[str, array[int]] = {}
        self.order_bits: dict[str, int] = {}
        self.day = date.min
        self.until = ""  # when the next event begins

    def forget(self) -> None:
        """Know nothing any more."""
        self.sets.clear()
        self.around.clear()
        self.orders.clear()
        self.order_bits.clear()

    def forget_fields(self, names: Sequence[str]) -> None:
        """Know nothing of some fields."""
        for rule in [rule for rule in self.sets if rule.field in names]:
            del self.sets[rule], self.around[rule]

    def forget_timed(self, every_day: bool = False) -> None:
        """Know nothing of what happened; with the day gone, of any days either."""
        for rule in list(self.sets):
            if rule.field in TIMED or (every_day and rule.field):
                del self.sets[rule], self.around[rule]


class Queries:
    """Answers rules in one transaction; `memory` is the open book's."""

    def __init__(
        self, connection: Connection, log: ChangeLog, events: Events, memory: QueryMemory,
        person: int, region: str, custom: CustomFields,
    ) -> None:  # fmt: skip
        self._connection = connection
        self._sql = connection.exec_driver_sql
        self._log, self._events, self._memory = log, events, memory
        self._person, self._region, self._custom = person, region, custom
        self._merged = MergeLinks(connection)
        self._leaves: Leaves | None = None

    def find(
        self, tree: Group, out: Iterable[int] = (), now: datetime | None = None,
        home: tzinfo | None = None,
    ) -> Answer:  # fmt: skip
        """Whom a tree finds of those in the lists (of the archive too where it asks for them);
        `out` are left out whatever it says."""
        leaves = self._ready(now, home)
        order = self._order(_asks_archive(tree))
        every = self._memory.order_bits[_ARCHIVED if _asks_archive(tree) else _LISTED]
        counts: dict[tuple[int, ...], int] = {}
        bits = self._bits(tree, every, leaves, (), counts)
        bits &= ~bits_of(tuple(out))
        counts[()] = bits.bit_count()
        return Answer(array("q", those_in(bits, order)), counts)

    def numbers(self, tree: Group, now: datetime | None = None) -> array[int]:
        """The contacts that a tree finds, in name order."""
        return self.find(tree, now=now).numbers

    def by_text(self, text: str) -> array[int] | None:
        """Whom the rules find that somebody typed into a search; None where they are no rules, or
        not whole yet: then the text is words to look for."""
        try:
            tree = parsed(text, self.fields())
        except QueryError:
            return None
        return self.find(tree).numbers if any(rule.field for rule in rules_of(tree)) else None

    def of_group(
        self, group: SmartGroup, now: datetime | None = None, home: tzinfo | None = None
    ) -> Answer:
        """Who is in a smart group; nobody where its rules cannot be read any more."""
        try:
            tree = parsed(group.rules, self.fields())
        except QueryError:
            return Answer(array("q"), {})
        return self.find(tree, self.out_of(group), now, home)

    def listed(self) -> int:
        """Everybody in the lists, as bits."""
        self._ready(None, None)
        self._order(False)
        return self._memory.order_bits[_LISTED]

    def out_of(self, group: SmartGroup) -> list[int]:
        """The contacts that a group leaves out whatever its rules say."""
        return self._numbers(group.always_out)

    def fields(self) -> Fields:
        """The fields that rules of this book may ask for."""
        known = self._custom.known().fields
        people = self._sql("SELECT count(*) FROM person").scalar() or 0
        fields = Fields(several=people > 1)
        return fields.with_own(fields_of(known)) if known else fields

    def _numbers(self, ids: Sequence[str]) -> list[int]:
        found: list[int] = []
        for start in range(0, len(ids), 500):
            some = tuple(ids[start : start + 500])
            marks = ",".join("?" * len(some))
            found += self._sql(f"SELECT number FROM contact WHERE id IN ({marks})", some).scalars()
        return found

    def why(
        self, tree: Group, number: int, now: datetime | None = None, home: tzinfo | None = None
    ) -> list[Reason]:
        """What each rule says of somebody, in the tree's order."""
        leaves = self._ready(now, home)
        return [self._reason(rule, how, number, leaves) for rule, how in _with_how(tree, tree.how)]

    # one tree

    def _bits(
        self, part: Part, every: int, leaves: Leaves, place: tuple[int, ...],
        counts: dict[tuple[int, ...], int],
    ) -> int:  # fmt: skip
        if isinstance(part, Rule):
            found = self._rule_bits(part, every, leaves)
        else:
            found = self._group_bits(part, every, leaves, place, counts)
        counts[place] = found.bit_count()
        return found

    def _group_bits(
        self, group: Group, every: int, leaves: Leaves, place: tuple[int, ...],
        counts: dict[tuple[int, ...], int],
    ) -> int:  # fmt: skip
        sets = [
            self._bits(part, every, leaves, (*place, n), counts)
            for n, part in enumerate(group.parts)
            if next(rules_of(part), None) is not None
        ]
        if group.how == "all":
            found = every
            for each in sets:
                found &= each
            return found
        found = 0
        for each in sets:
            found |= each
        if group.how == "any" and not sets:
            return every
        if group.how == "any":
            return found
        counts[(*place, OUT)] = found.bit_count()
        return every & ~found

    def _rule_bits(self, rule: Rule, every: int, leaves: Leaves) -> int:
        memory = self._memory
        if rule not in memory.sets or rule.field in _PERSONAL:
            if len(memory.sets) >= _MOST_KEPT:
                memory.forget()
                self._order(True)
            found = leaves.found(rule)
            memory.sets[rule], memory.around[rule] = bits_of(found.numbers), found.around
        bits = memory.sets[rule]
        return every & ~bits if memory.around[rule] else every & bits

    # why

    def _reason(self, rule: Rule, how: str, number: int, leaves: Leaves) -> Reason:
        found = leaves.found(rule, [number])
        holds = (number in set(found.numbers)) != found.around
        value, day = self._value(rule, number, leaves)
        return Reason(rule, holds, value, day, how)

    def _value(self, rule: Rule, number: int, leaves: Leaves) -> tuple[str, date | None]:
        touches = leaves.touches
        if rule.field.startswith("last-"):
            touch = touches.last(rule.field.removeprefix("last-"), number)
        elif rule.field == "next-appointment":
            touch = touches.next(number)
        elif rule.field in TIMED or rule.field in DEAL_COUNTS:
            return str(leaves.times(rule, [number]).get(number, 0)), None
        else:
            return ", ".join(leaves.values(rule, number)[:3]), None
        if touch is None:
            return "", None
        return title_of(touch.event), touches.day_of(touch.at)

    # what is known

    def _ready(self, now: datetime | None, home: tzinfo | None) -> Leaves:
        moment, zone = now or datetime.now(UTC), home or home_zone() or UTC
        if self._leaves is None:
            touches = Touches(self._connection, self._events, moment, zone)
            custom = QueryCustom(self._custom, touches.today)
            self._leaves = Leaves(self._connection, self._person, self._region, touches, custom)
            self._bring_up_to_date(self._leaves)
        return self._leaves

    def _bring_up_to_date(self, leaves: Leaves) -> None:
        memory, last = self._memory, self._log.last_set()
        now = leaves.touches.moment
        if last < memory.seen or memory.seen < 0:
            memory.forget()
        elif last > memory.seen:
            self._heed_changes(leaves)
        if memory.day != leaves.touches.today:
            memory.forget_timed(every_day=True)
        elif memory.until and now >= memory.until:
            memory.forget_timed()
        if memory.day != leaves.touches.today or now >= memory.until or last != memory.seen:
            memory.until = leaves.touches.next_change()
        memory.seen, memory.day = last, leaves.touches.today

    def _heed_changes(self, leaves: Leaves) -> None:
        """Ask of those who changed alone; of everybody where that is not known, or too many."""
        memory = self._memory
        if self._log.last_set() - memory.seen > _MOST_STEPS:
            memory.forget()
            return
        steps = self._log.since(memory.seen)
        merged = self._sql(_MERGED, (memory.seen,)).first() is not None
        if merged or any(step.contacts is None for step in steps):
            memory.forget()
            return
        changed = {n for step in steps for n in step.contacts or ()}
        events = {n for step in steps for n in step.events or ()}
        # whom an event that is hidden had to do with, nothing says
        unsaid = bool(events and self._log.whole)
        if unsaid or any(step.events is None for step in steps) or self._relinked():
            memory.forget_timed()
        elif events:
            changed |= self._people_of(events)
        if any({"deal", "pipeline"} & step.records.keys() for step in steps):
            memory.forget_fields(DEALS)
        if any("custom_field" in step.records for step in steps):
            memory.forget()
            return
        if any(step.moves for step in steps):
            memory.orders.clear()
            memory.order_bits.clear()
        if changed:
            self._ask_again(changed, leaves)

    def _ask_again(self, changed: set[int], leaves: Leaves) -> None:
        memory = self._memory
        mask = ~bits_of(changed)
        for rule in list(memory.sets):
            if rule.field in _PERSONAL:
                continue
            found: Found = leaves.found(rule, changed)
            memory.sets[rule] = memory.sets[rule] & mask | bits_of(set(found.numbers) & changed)

    def _relinked(self) -> bool:
        return self._sql(_RELINKED, (self._memory.seen,)).first() is not None

    def _people_of(self, events: set[int]) -> set[int]:
        marks = ",".join(map(str, sorted(events)))
        found = {row[1] for row in driver_rows(self._sql(LINKED.format(events=marks)))}
        if self._merged.any():
            kept = self._merged.kept(found)
            found |= set(kept.values())
        return found

    def _order(self, archived: bool) -> Sequence[int]:
        """Everybody who is in the lists, or in the archive too, in name order."""
        name = _ARCHIVED if archived else _LISTED
        memory = self._memory
        if name not in memory.orders:
            where = "" if archived else f"WHERE rank < {ARCHIVE_FROM}"
            sql = f"SELECT contact FROM name_order {where} ORDER BY rank"
            memory.orders[name] = numbers_of(self._connection, sql)
            memory.order_bits[name] = bits_of(memory.orders[name])
        return memory.orders[name]


def _asks_archive(tree: Group) -> bool:
    return any(rule.field == "is" and "archived" in rule.values for rule in rules_of(tree))


def _with_how(part: Part, how: str) -> Iterable[tuple[Rule, str]]:
    if isinstance(part, Rule):
        yield part, how
        return
    for each in part.parts:
        yield from _with_how(each, part.how)
