"""When colleagues are busy, and when all of them are free.

Busy is whoever has an appointment of their own, or takes part in one. What is private to others
counts too, but says no more than when it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from contactdesk.errors import NotFound
from contactdesk.i18n import _
from contactdesk.model.agenda import Occurrence, Span, agenda
from contactdesk.model.event import Event
from contactdesk.model.fold import fold
from contactdesk.model.ownership import is_hidden
from contactdesk.store.book import Transaction
from contactdesk.store.people import Colleague

STEP = timedelta(minutes=15)
DAY_BEGINS, DAY_ENDS = time(8), time(18)  # of those times that are proposed
LOOKED_AHEAD = timedelta(days=14)


class Stretch(NamedTuple):
    """From when until when, in UTC without a zone; of which appointment, None for a private one."""

    begins: datetime
    ends: datetime
    event: Event | None = None


def whose(event: Event) -> frozenset[str]:
    """The colleagues (ids) who have or take part in an appointment."""
    return frozenset(who for who in (event.owner, *event.colleagues) if who)


def happening(tx: Transaction, span: Span) -> list[Occurrence]:
    """All that happens in a span, with what is private to others as mere times (`is_hidden`)."""
    return with_hidden(tx, tx.events.agenda(span).occurrences, span)


def with_hidden(tx: Transaction, found: list[Occurrence], span: Span) -> list[Occurrence]:
    """What happens in a span, and what is private to others beside it."""
    hidden = agenda(tx.events.hidden_times(span), span).occurrences
    if not hidden:
        return found
    return sorted([*found, *hidden], key=lambda each: (each.begins, each.ends))


def busy_times(
    tx: Transaction, people: Collection[str], span: Span, apart_from: str = ""
) -> dict[str, list[Stretch]]:
    """When each of these people is busy, in order; the series of an identifier is left out."""
    found: dict[str, list[Stretch]] = {who: [] for who in people}
    for each in happening(tx, span):
        if (apart_from and each.event.uid == apart_from) or not takes_time(each):
            continue
        known = None if is_hidden(each.event) else each.event
        for who in whose(each.event).intersection(people):
            found[who].append(Stretch(each.begins, each.ends, known))
    return found


def takes_time(each: Occurrence) -> bool:
    """Whether somebody is busy then; a whole day takes time only where it says so."""
    event = each.event
    if event.status == "CANCELLED" or event.transparency == "TRANSPARENT":
        return False
    return each.ends > each.begins and not (event.is_all_day and event.transparency != "OPAQUE")


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Stretches put together where they touch."""
    found: list[Stretch] = []
    for each in sorted(stretches, key=lambda s: (s.begins, s.ends)):
        if found and each.begins <= found[-1].ends:
            found[-1] = found[-1]._replace(ends=max(found[-1].ends, each.ends), event=None)
        else:
            found.append(each)
    return found


class Availability(NamedTuple):
    """Who is busy at a time and until when, each for as long as it goes on; and when all are free
    next, None for not soon."""

    busy: Mapping[str, datetime]
    free_from: datetime | None


def availability(
    tx: Transaction, people: Sequence[str], begins: datetime, ends: datetime, home: tzinfo,
    apart_from: str = "",
) -> Availability:  # fmt: skip
    """Who of these people is busy between two moments (UTC), and when they are all free next for
    as long, by the working hours of the place."""
    span = Span(begins, ends + LOOKED_AHEAD, home)
    times = {who: joined(each) for who, each in busy_times(tx, people, span, apart_from).items()}
    busy = {
        who: stretch.ends
        for who, stretches in times.items()
        for stretch in stretches
        if stretch.begins < ends and stretch.ends > begins
    }
    every = joined(stretch for each in times.values() for stretch in each)
    length = ends - begins
    free = next(iter(free_times(every, span, length, home)), None) if busy else None
    return Availability(busy, free.begins if free is not None else None)


def time_of_all(
    tx: Transaction, wanted: Event, people: Sequence[str], home: tzinfo
) -> Availability | None:
    """`availability` for an appointment, the first time of it; None where nobody takes part, or
    it has no hours."""
    span = Span(datetime.min, datetime.max, home)
    alone = Event(starts_at=wanted.starts_at, ends_at=wanted.ends_at, time_zone=wanted.time_zone)
    if not people or wanted.is_all_day or not wanted.starts_at:
        return None
    first = next(iter(agenda([alone], span).occurrences), None)
    if first is None or first.ends <= first.begins:
        return None
    return availability(tx, people, first.begins, first.ends, home, wanted.uid)


def free_times(
    busy: Sequence[Stretch], span: Span, length: timedelta, home: tzinfo
) -> Iterable[Stretch]:
    """Within the working hours of working days, the stretches of a span that are free for at
    least so long; `busy` is joined. They begin at a quarter of an hour."""
    day = _local(span.begins, home).date()
    while True:
        opens, closes = (_utc(datetime.combine(day, at), home) for at in (DAY_BEGINS, DAY_ENDS))
        if opens >= span.ends:
            return
        if day.weekday() < 5:
            low, high = max(opens, span.begins), min(closes, span.ends)
            yield from _gaps(busy, low, high, length)
        day += timedelta(days=1)


def _gaps(
    busy: Sequence[Stretch], low: datetime, high: datetime, length: timedelta
) -> Iterable[Stretch]:
    at = _rounded(low)
    for each in busy:
        if each.ends <= at:
            continue
        if each.begins >= high:
            break
        if each.begins - at >= length:
            yield Stretch(at, each.begins)
        at = max(at, _rounded(each.ends))
    if high - at >= length and high > at:
        yield Stretch(at, high)


def _rounded(moment: datetime) -> datetime:
    over = (moment - datetime.min) % STEP
    return moment + (STEP - over) if over else moment


def _local(moment: datetime, home: tzinfo) -> datetime:
    return moment.replace(tzinfo=UTC).astimezone(home)


def _utc(wall: datetime, home: tzinfo) -> datetime:
    return wall.replace(tzinfo=home).astimezone(UTC).replace(tzinfo=None)


def colleagues_named(tx: Transaction, names: Iterable[str]) -> list[Colleague]:
    """The people who are called so (the beginning is enough, "me" is oneself); raises a sentence
    for a name that is nobody's, or several people's."""
    team = tx.people.team()
    found = []
    for name in names:
        wanted = fold(name)
        if wanted == "me" and team.me:
            found.append(team.people[team.me])
            continue
        exact = [each for each in team.people.values() if fold(each.name) == wanted]
        fitting = exact or [
            each for each in team.people.values()
            if any(fold(each.name[at:]).startswith(wanted) for at in _begins(each.name))
        ]  # fmt: skip
        if len(fitting) != 1:
            known = ", ".join(sorted(each.name for each in team.people.values()))
            words = _("{name} is nobody who uses this book.") if not fitting else _(
                "{name} may be several people.")  # fmt: skip
            words = words.format(name=name)
            raise NotFound(_("{words} There are: {names}.").format(words=words, names=known))
        found += fitting
    return found


def _begins(name: str) -> list[int]:
    return [0, *(at + 1 for at, sign in enumerate(name) if sign == " ")]
