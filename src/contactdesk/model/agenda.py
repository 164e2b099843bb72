"""What happens between two times: series with their exceptions and moved occurrences applied.

A series is every event with one UID: the one that repeats, and those that are instead of one of
its occurrences (RECURRENCE-ID). Times are compared in UTC; what floats, and what lasts whole days,
is taken to be where the person is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from contactdesk.model.event import Event
from contactdesk.model.recurrence import (
    MOST_STEPS,
    RuleError,
    is_in_step,
    parse_rule,
    wall_times,
    without_start,
)
from contactdesk.model.zones import zone_of

_NOTHING = timedelta()
_LONGEST = timedelta(days=36_500)
_DAY, _YEAR = timedelta(days=1), timedelta(days=366)
_NEVER = datetime(2, 1, 1)  # what is no time at all stands where nobody looks


class Occurrence(NamedTuple):
    """One time that an event happens: as the event writes times, and in UTC for comparing."""

    begins: datetime
    ends: datetime
    event: Event
    starts_at: str
    ends_at: str


class Agenda(NamedTuple):
    """What happens in a span, in its order, and the events whose rule could not be followed with
    a sentence why: of each only its beginning is among the occurrences.
    """

    occurrences: list[Occurrence]
    refused: list[tuple[Event, str]]


class Span(NamedTuple):
    """From a time to another (exclusive), both in UTC without saying so, and the person's zone."""

    begins: datetime
    ends: datetime
    home: tzinfo


def span_of(first: date, until: date, home: tzinfo) -> Span:
    """The days from `first` to `until`, which is not one of them."""
    begins, ends = (datetime.combine(day, time(), home) for day in (first, until))
    return Span(_utc(begins), _utc(ends), home)


def _utc(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:  # the first and the last day that there are
        return at.replace(tzinfo=None)


def later(at: datetime, lasts: timedelta) -> datetime:
    """A time so much later, or the last one that there is."""
    try:
        return at + lasts
    except OverflowError:
        return datetime.max.replace(microsecond=0) if lasts > timedelta() else datetime.min


def agenda(events: Iterable[Event], span: Span, most: int = MOST_STEPS) -> Agenda:
    """Everything of these events that happens in a span; no rule may take more steps than `most`.

    Tasks and journal entries do not happen: they are left out.
    """
    series: dict[tuple[str, str], list[Event]] = {}
    for event in events:
        if event.component == "event" and event.starts_at:
            key = ("", event.uid) if event.uid else (event.id or str(id(event)), "")
            series.setdefault(key, []).append(event)
    found = Agenda([], [])
    for members in series.values():
        if len(members) == 1 and _happens_once(members[0]):
            found.occurrences.extend(_once(members[0], span))
        else:
            found.occurrences.extend(_Series(members, span, most, found.refused).occurrences())
    found.occurrences.sort(key=lambda each: (each.begins, each.ends, each.event.summary))
    return found


def _happens_once(event: Event) -> bool:
    """Whether nothing of it is a series, as of most appointments."""
    return not (event.rrule or event.rdates or event.exdates or event.recurrence_id)


def _once(event: Event, span: Span) -> Iterator[Occurrence]:
    return _within(_occurrence(event, wall_time(event.starts_at), span), span)


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
        others = [e for e in members if all(e is not master for master in masters)]
        instead = sorted(others, key=lambda e: e.sequence)
        self._instead = list({e.recurrence_id: e for e in instead}.values())

    def occurrences(self) -> Iterator[Occurrence]:
        """What happens of it."""
        span = self._span
        for event in self._masters:
            others = {moment_of(e.recurrence_id, event, span) for e in self._instead}
            shape = _Shape(event, span)
            ends = _ends_of_periods(event, span)
            for at in self.starts(event, span):
                if at not in others:
                    found = self._changed_later(event, at) if others else None
                    yield from _within(found or shape.at(at, ends.get(at)), span)
        for event in self._instead:
            if event.status != "CANCELLED":
                for each in _within(_occurrence(event, wall_time(event.starts_at), span), span):
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
        return _occurrence(other, later(at, wall_time(other.starts_at) - since), self._span)

    def _is_outdated(self, event: Event) -> bool:
        """Whether a newer form of the series does without what this was instead of."""
        newer = [m for m in self._masters if m.sequence > event.sequence]
        for master in newer:
            at = moment_of(event.recurrence_id, master, self._span)
            then = _to_utc(at, master, self._span)
            if at in self.starts(master, self._span._replace(begins=then, ends=then)):
                return False
        return bool(newer)

    def starts(self, event: Event, span: Span) -> list[datetime]:
        """The wall times at which an event begins, from a little before a span to its end."""
        first = wall_time(event.starts_at)
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
                    rule = parse_rule(extra.value, _until(extra.value, event, span))
                    found.update(wall_times(rule, first, low, high, self._most))
        return found

    def _by_rules(self, event: Event, first: datetime, span: Span) -> set[datetime]:
        low, high = _bounds(event, first, span)
        found: set[datetime] = set()
        out_of_step = not self._is_in_step(event, first, span)
        for text in event.rrule.splitlines():
            try:
                rule = parse_rule(text, _until(text, event, span))
                if out_of_step and (rule.until is None or first <= rule.until):
                    found.add(first)  # the beginning counts, whatever the rule says
                    rule = without_start(rule)
                found.update(wall_times(rule, first, low, high, self._most))
            except RuleError as error:
                self._refused.append((event, error.message))
                found.add(first)
        return found

    @staticmethod
    def _is_in_step(event: Event, first: datetime, span: Span) -> bool:
        """Whether the beginning of a series is one of the times of its rules."""
        try:
            return any(
                is_in_step(parse_rule(text, _until(text, event, span)), first)
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
    low = later(_from_utc(span.begins, event, span), -lasts - _DAY)
    return max(first, low), later(_from_utc(span.ends, event, span), _DAY)


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


def _within(found: Occurrence, span: Span) -> Iterator[Occurrence]:
    lasts = found.ends > found.begins
    overlaps = found.begins < span.ends and (found.ends > span.begins if lasts else True)
    if overlaps and (lasts or found.begins >= span.begins):
        yield found


def _until(text: str, event: Event, span: Span) -> datetime | None:
    """The end of a rule as a wall time of its event; a date is the whole of that day."""
    stated = next((p[6:] for p in text.split(";") if p.startswith("UNTIL=")), "")
    digits = stated.replace("-", "").replace(":", "").strip()
    try:
        if len(digits) == 8:
            return datetime.fromisoformat(digits + "T235959")
        at = datetime.fromisoformat(digits[:15])
    except ValueError:
        return None
    if event.is_all_day:
        return at.replace(hour=23, minute=59)
    return _from_utc(at, event, span) if digits.endswith("Z") else at


class _Shape:
    """What the occurrences of an event have in common: their zone, and how long they last."""

    def __init__(self, event: Event, span: Span) -> None:
        self._event = event
        self._zone = zone_for(event, span.home)
        self._lasts = length_of(event)
        self._all_day = event.is_all_day
        self._mark = "Z" if event.starts_at.endswith("Z") else ""
        # exact, over a change of clocks
        self._exact = event.duration_minutes is not None and not event.ends_at

    def at(self, wall: datetime, until: datetime | None = None) -> Occurrence:
        """The occurrence that begins at a wall time, and ends at another if that is stated."""
        begins = utc_of(wall, self._zone)
        lasts = self._lasts if until is None else max(until - wall, timedelta())
        if self._all_day:
            after = later(wall, lasts)
            starts_at, ends_at = wall.date().isoformat(), after.date().isoformat()
            return Occurrence(begins, utc_of(after, self._zone), self._event, starts_at, ends_at)
        if self._exact:
            ends = later(begins, lasts)
            after = _wall_of(ends, self._zone)
        else:
            after = later(wall, lasts)
            ends = max(begins, utc_of(after, self._zone))
        mark = self._mark
        return Occurrence(
            begins, ends, self._event, wall.isoformat() + mark, after.isoformat() + mark
        )


def _occurrence(event: Event, at: datetime, span: Span) -> Occurrence:
    return _Shape(event, span).at(at)


def length_of(event: Event) -> timedelta:
    """How long an event lasts, by the clock on the wall."""
    if event.ends_at:
        lasts = wall_time(event.ends_at) - wall_time(event.starts_at)
    elif event.duration_minutes is None:
        lasts = _DAY if event.is_all_day else timedelta()
    elif event.is_all_day:
        lasts = timedelta(days=max(1, round(event.duration_minutes / 1440)))
    else:
        lasts = timedelta(minutes=event.duration_minutes)
    return min(max(lasts, timedelta()), _LONGEST)


def moment_of(text: str, event: Event, span: Span) -> datetime:
    """A time that something else states (RECURRENCE-ID, EXDATE), as a wall time of this event."""
    at = wall_time(text)
    if len(text) == 10 and not event.is_all_day:
        return datetime.combine(at, wall_time(event.starts_at).time())
    if event.is_all_day:
        return datetime.combine(at, time())
    if text.endswith("Z") and not event.starts_at.endswith("Z"):
        return _from_utc(at, event, span)
    return at


def wall_time(text: str) -> datetime:
    """The time that a text says, as a clock shows it; a moment long ago for what is no time."""
    try:
        return datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return _NEVER


def zone_for(event: Event, home: tzinfo) -> tzinfo:
    """The zone whose clock the times of an event are by; the person's for what floats."""
    if event.starts_at.endswith("Z"):
        return UTC
    found = zone_of(event.time_zone) if event.time_zone and not event.is_all_day else None
    return found or home


def _to_utc(at: datetime, event: Event, span: Span) -> datetime:
    return utc_of(at, zone_for(event, span.home))


def _from_utc(at: datetime, event: Event, span: Span) -> datetime:
    return _known_wall(at, zone_for(event, span.home))


@lru_cache(maxsize=256)
def _known_wall(at: datetime, zone: tzinfo) -> datetime:
    """The same for the ends of a span, which every series asks for."""
    return _wall_of(at, zone)


def utc_of(wall: datetime, zone: tzinfo) -> datetime:
    """A wall time of a zone as a moment in UTC, without saying so."""
    try:
        return wall - (zone.utcoffset(wall) or _NOTHING)  # as astimezone, without its copies
    except OverflowError:  # the first and the last day that there are
        return wall


def _wall_of(at: datetime, zone: tzinfo) -> datetime:
    try:
        return at if zone is UTC else at.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    except OverflowError:  # as above
        return at
