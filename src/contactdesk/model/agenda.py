"""What happens between two times: series with their exceptions and moved occurrences applied.

A series is every event with one UID: the one that repeats, and those that are instead of one of
its occurrences (RECURRENCE-ID). Times are compared in UTC; what floats, and what lasts whole days,
is taken to be where the person is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from operator import attrgetter, itemgetter
from typing import NamedTuple

from contactdesk.model.event import Event
from contactdesk.model.event_times import (
    Occurrence,
    Shape,
    Span,
    from_utc,
    later,
    length_of,
    moment_of,
    occurrence_at,
    span_of,
    to_utc,
    until_of,
    utc_of,
    wall_time,
    within,
    zone_for,
)
from contactdesk.model.quick_occurrences import Quick, steps_for
from contactdesk.model.recurrence import (
    MOST_STEPS,
    RuleError,
    is_in_step,
    parse_rule,
    wall_times,
    without_start,
)

__all__ = [
    "Agenda", "Occurrence", "Span", "agenda", "later", "length_of", "moment_of", "span_of",
    "starts_of", "utc_of", "wall_time", "zone_for",
]  # fmt: skip
_DAY, _YEAR = timedelta(days=1), timedelta(days=366)
_BY_SUMMARY, _BY_TIMES = attrgetter("event.summary"), itemgetter(0, 1)


class Agenda(NamedTuple):
    """What happens in a span, in its order, and the events whose rule could not be followed with
    a sentence why: of each only its beginning is among the occurrences.
    """

    occurrences: list[Occurrence]
    refused: list[tuple[Event, str]]


def agenda(events: Iterable[Event], span: Span, most: int = MOST_STEPS) -> Agenda:
    """Everything of these events that happens in a span; no rule may take more steps than `most`.

    Tasks and journal entries do not happen: they are left out.
    """
    series: dict[str | tuple[str], list[Event]] = {}
    for event in events:
        if event.component == "event" and event.starts_at:
            key = event.uid or (event.id or str(id(event)),)
            if (members := series.get(key)) is None:
                series[key] = [event]
            else:
                members.append(event)
    found, quick = Agenda([], []), Quick(span, most)
    is_mixed = False  # then what begins and ends together is not in its order yet
    for members in sorted(series.values(), key=_first_summary):
        alone = members[0] if len(members) == 1 and not members[0].recurrence_id else None
        known = quick.found(alone) if alone is not None else None
        if known is None:
            known = list(_Series(members, span, most, found.refused).occurrences())
            is_mixed = is_mixed or alone is None
        found.occurrences.extend(known)
    if is_mixed:
        found.occurrences.sort(key=_BY_SUMMARY)
    found.occurrences.sort(key=_BY_TIMES)
    return found


def _first_summary(members: Sequence[Event]) -> str:
    return members[0].summary


class _Series:
    """All events of one UID, in a span."""

    def __init__(
        self, members: Sequence[Event], span: Span, most: int, refused: list[tuple[Event, str]]
    ) -> None:
        self._span = span
        self._most = most
        self._refused = refused
        masters = [e for e in members if not e.recurrence_id]
        if not masters:  # a file of what an occurrence and those after it became
            masters = [e for e in members if e.rrule or e.rdates]
        self._masters = _newest(masters)
        known = set(map(id, masters))
        others = [e for e in members if id(e) not in known]
        instead = sorted(others, key=lambda e: e.sequence)
        self._instead = list({e.recurrence_id: e for e in instead}.values())

    def occurrences(self) -> Iterator[Occurrence]:
        """What happens of it; one that people were invited to is seen though it was called off."""
        span = self._span
        for event in self._masters:
            others = {moment_of(e.recurrence_id, event, span) for e in self._instead}
            shape = Shape(event, span)
            ends = _ends_of_periods(event, span)
            for at in self.starts(event, span):
                if at not in others:
                    found = self._changed_later(event, at) if others else None
                    yield from within(found or shape.at(at, ends.get(at)), span)
        for event in self._instead:
            if event.status != "CANCELLED" or event.organizer or event.attendees:
                for each in within(occurrence_at(event, wall_time(event.starts_at), span), span):
                    if not self._is_outdated(event):
                        yield each

    def _changed_later(self, event: Event, at: datetime) -> Occurrence | None:
        """The occurrence as an earlier one changed it for all later ones (RANGE=THISANDFUTURE)."""
        changed: tuple[datetime, Event] | None = None
        for other in self._instead:
            since = moment_of(other.recurrence_id, event, self._span)
            if other.and_later and since < at and (changed is None or since > changed[0]):
                changed = since, other
        if changed is None:
            return None
        since, other = changed
        return occurrence_at(other, later(at, wall_time(other.starts_at) - since), self._span)

    def _is_outdated(self, event: Event) -> bool:
        """Whether a newer form of the series does without what this was instead of."""
        newer = [m for m in self._masters if m.sequence > event.sequence]
        for master in newer:
            at = moment_of(event.recurrence_id, master, self._span)
            then = to_utc(at, master, self._span)
            if at in self.starts(master, self._span._replace(begins=then, ends=then)):
                return False
        return bool(newer)

    def starts(self, event: Event, span: Span) -> list[datetime]:
        """The wall times at which an event begins, from a little before a span to its end."""
        first = wall_time(event.starts_at)
        if (steps := steps_for(event, span.home)) is not None:
            low, high = _bounds(event, first, span)
            days = steps.days(low.toordinal(), high.toordinal() + 1)
            if len(days) < self._most:
                times = (datetime.combine(date.fromordinal(d), first.time()) for d in days)
                return [at for at in times if low <= at < high]
        found = self._by_rules(event, first, span) if event.rrule else {first}
        found |= {moment_of(text.partition("/")[0], event, span) for text in event.rdates}
        without = set()
        for text in event.exdates:
            at = moment_of(text, event, span)
            if len(text) == 10 and not event.is_all_day:  # a date leaves out the whole day
                without |= {each for each in found if each.date() == at.date()}
            without.add(at)
        if event.rrule and event.extra:
            without |= self._by_exception_rules(event, first, span)
        return sorted(found - without)

    def _by_exception_rules(self, event: Event, first: datetime, span: Span) -> set[datetime]:
        """When it does not happen by an EXRULE, which calendars had until 2009 (RFC 2445)."""
        low, high = _bounds(event, first, span)
        found: set[datetime] = set()
        for extra in event.extra:
            if extra.name.upper() == "EXRULE":
                with suppress(RuleError):
                    rule = parse_rule(extra.value, until_of(extra.value, event, span))
                    found.update(list(wall_times(rule, first, low, high, self._most)))
        return found

    def _by_rules(self, event: Event, first: datetime, span: Span) -> set[datetime]:
        low, high = _bounds(event, first, span)
        found: set[datetime] = set()
        out_of_step = not self._is_in_step(event, first, span)
        for text in event.rrule.splitlines():
            try:
                rule = parse_rule(text, until_of(text, event, span))
                if out_of_step and (rule.until is None or first <= rule.until):
                    found.add(first)  # the beginning counts, whatever the rule says
                    rule = without_start(rule)
                found.update(list(wall_times(rule, first, low, high, self._most)))  # all, or none
            except RuleError as error:
                self._refused.append((event, error.message))
                found.add(first)
        return found

    @staticmethod
    def _is_in_step(event: Event, first: datetime, span: Span) -> bool:
        """Whether the beginning of a series is one of the times of its rules."""
        try:
            return any(
                is_in_step(parse_rule(text, until_of(text, event, span)), first)
                for text in event.rrule.splitlines()
            )
        except RuleError:
            return True


def starts_of(event: Event, span: Span) -> list[datetime]:
    """The wall times at which a series begins, exceptions left out, until the end of a span."""
    return _Series([event], span, MOST_STEPS, []).starts(event, span)


def _bounds(event: Event, first: datetime, span: Span) -> tuple[datetime, datetime]:
    """Between which wall times an event must begin to happen in a span, a day more at both."""
    lasts = min(length_of(event), _YEAR)  # longer ones do not repeat
    low = later(from_utc(span.begins, event, span), -lasts - _DAY)
    return max(first, low), later(from_utc(span.ends, event, span), _DAY)


def _ends_of_periods(event: Event, span: Span) -> dict[datetime, datetime]:
    """When those of the further times end that say so themselves, by when they begin."""
    periods = [text.split("/", 1) for text in event.rdates if "/" in text]
    return {moment_of(at, event, span): moment_of(end, event, span) for at, end in periods}


def _newest(masters: Sequence[Event]) -> Sequence[Event]:
    """Of an invitation that was sent again only the last counts (RFC 5546, section 2.1.5)."""
    if len(masters) < 2:
        return masters
    last = max((e.sequence for e in masters), default=0)
    return [e for e in masters if e.sequence == last]
