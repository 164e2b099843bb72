"""The rules of a time zone as a calendar file describes them: VTIMEZONE (RFC 5545, 3.6.5).

Changes that come back every year on the same weekday of a month are a rule, which goes on for
ever; all others are listed. A change stands there as the clock shows it before it is put on:
`icalendar.Timezone.from_tzid` writes it as the clock shows it afterwards, an hour late.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from contactdesk.formats.vcard_lines import clean, fold
from contactdesk.model.zones import zone_of

_FIRST, _LAST = datetime(1970, 1, 1), datetime(2038, 1, 1)
_STEP = timedelta(days=7)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SHORTEST = 5  # so many years in a row are a rule
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": " "})


class _Change(NamedTuple):
    """A change of the clocks: `at` by the clock before it."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


def zone_block(name: str) -> bytes:
    """The rules of a zone under the name that the entries use; nothing for one nobody knows."""
    zone = zone_of(name)
    if zone is None:
        return b""
    head = ("BEGIN:VTIMEZONE", f"TZID:{clean(name).translate(_ESCAPES)}")
    lines = (*head, *_rules(zone.key), "END:VTIMEZONE")
    return b"".join(fold(line.encode("utf-8", "replace")) for line in lines)


class SummerTime(NamedTuple):
    """From when to when (by the clock before each) it is so far from UTC, and its two names."""

    begins: datetime
    ends: datetime
    offset: timedelta
    name: str
    other: str


@lru_cache(maxsize=64)
def summer_times(key: str, first: int, last: int) -> tuple[timedelta, tuple[SummerTime, ...]]:
    """What a zone is from UTC outside summer time, and its summers in some years."""
    zone = ZoneInfo(key)
    winter = datetime(max(first, _FIRST.year), 1, 1, tzinfo=UTC).astimezone(zone)
    standard = (winter.utcoffset() or timedelta()) - (winter.dst() or timedelta())
    found = []
    changes = [change for change in _changes(zone) if first <= change.at.year <= last + 1]
    for begins, ends in pairwise(changes):
        if begins.is_summer and not ends.is_summer and begins.at.year <= last:
            found.append(SummerTime(begins.at, ends.at, begins.after, begins.name, ends.name))
    return standard, tuple(found)


@lru_cache(maxsize=64)
def _rules(key: str) -> tuple[str, ...]:
    zone = ZoneInfo(key)
    at = _FIRST.replace(tzinfo=UTC).astimezone(zone)
    always = at.utcoffset() or timedelta()
    first = _Change(_FIRST, always, always, at.tzname() or "", bool(at.dst()))
    groups: dict[tuple[object, ...], list[_Change]] = {}
    for change in _changes(zone):
        groups.setdefault(change[1:], []).append(change)
    lines = list(_part([first], ""))
    for found in groups.values():
        listed, ruled, rule = _split(found)
        lines += _part(listed, "") if listed else ()
        lines += _part(ruled[:1], rule) if ruled else ()
    return tuple(lines)


def _changes(zone: ZoneInfo) -> Iterator[_Change]:
    """Every change of the offset, found between two weeks that differ."""
    at = _FIRST.replace(tzinfo=UTC)
    while at.year < _LAST.year:
        if _offset(at, zone) != _offset(at + _STEP, zone):
            after = _found(at, at + _STEP, zone)
            before, local = _offset(after - timedelta(minutes=1), zone), after.astimezone(zone)
            yield _Change(
                after.replace(tzinfo=None) + before, before, _offset(after, zone),
                local.tzname() or "", bool(local.dst()),
            )  # fmt: skip
        at += _STEP


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _found(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The minute from which on the later offset holds."""
    wanted = _offset(high, zone)
    while high - low > timedelta(minutes=1):
        middle = low + timedelta(minutes=(high - low) // timedelta(minutes=2))
        low, high = (low, middle) if _offset(middle, zone) == wanted else (middle, high)
    return high


def _split(found: list[_Change]) -> tuple[list[_Change], list[_Change], str]:
    """Changes to be listed, those of a rule that goes on, and the rule."""
    best: tuple[list[_Change], str] = ([], "")
    for place in (_place(found[-1].at), -1):
        run = [found[-1]]
        for each in reversed(found[:-1]):
            if each.at.year != run[-1].at.year - 1 or not _is_alike(each.at, run[-1].at, place):
                break
            run.append(each)
        if len(run) > len(best[0]):
            day = _DAYS[found[-1].at.weekday()]
            best = run, f"FREQ=YEARLY;BYMONTH={found[-1].at.month};BYDAY={place}{day}"
    run, rule = best
    goes_on = run[0].at.year == _LAST.year - 1 and len(run) >= _SHORTEST
    if not goes_on or not _is_alike(run[0].at, run[0].at, int(rule.partition("BYDAY=")[2][:-2])):
        return found, [], ""
    return found[: -len(run)], run[::-1], rule


def _place(at: datetime) -> int:
    return (at.day - 1) // 7 + 1


def _is_alike(one: datetime, other: datetime, place: int) -> bool:
    """Whether both are on the same weekday of the month, counted from its start or its end."""
    same = one.month == other.month and one.time() == other.time()
    same = same and one.weekday() == other.weekday()
    if place > 0:
        return same and _place(one) == _place(other) == place
    return same and all((at + _STEP).month != at.month for at in (one, other))


def _part(changes: list[_Change], rule: str) -> Iterator[str]:
    first, *others = changes
    kind = "DAYLIGHT" if first.is_summer else "STANDARD"
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{first.at:%Y%m%dT%H%M%S}"
    if rule:
        yield f"RRULE:{rule}"
    if others:
        yield "RDATE:" + ",".join(f"{each.at:%Y%m%dT%H%M%S}" for each in others)
    yield f"TZNAME:{clean(first.name)}"
    yield f"TZOFFSETFROM:{written_offset(first.before)}"
    yield f"TZOFFSETTO:{written_offset(first.after)}"
    yield f"END:{kind}"


def written_offset(offset: timedelta) -> str:
    """A distance from UTC: "+0130"."""
    seconds = round(abs(offset).total_seconds())
    more = f"{seconds % 60:02}" if seconds % 60 else ""
    sign = "-" if offset < timedelta() else "+"
    return f"{sign}{seconds // 3600:02}{seconds // 60 % 60:02}{more}"
