"""The changes of a clock as a file lists them: times in UTC by them, and the zone of the database
that keeps the same.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from contactdesk.model.zones import CONTINENTS, zone_of

_STEP = timedelta(days=7)
_COMMON = (
    "Europe/Berlin", "Europe/London", "Europe/Helsinki", "Europe/Istanbul", "Europe/Moscow",
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix",
    "America/Los_Angeles", "America/Anchorage", "America/Halifax", "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires", "Asia/Tokyo", "Asia/Shanghai", "Asia/Taipei", "Asia/Kolkata",
    "Asia/Dubai", "Asia/Tehran", "Asia/Singapore", "Asia/Jerusalem", "Australia/Sydney",
    "Australia/Brisbane", "Australia/Adelaide", "Australia/Perth", "Pacific/Auckland",
    "Africa/Johannesburg", "Africa/Cairo", "Etc/UTC",
)  # fmt: skip
"""Whose people are many: of zones with the same rules it is more likely one of these."""


class Onset(NamedTuple):
    """From a moment in UTC on the clock is so far from UTC; before it was otherwise."""

    at: datetime
    before: timedelta
    after: timedelta


def to_utc(onsets: tuple[Onset, ...], wall: datetime) -> datetime:
    """The moment of a wall time; of one that comes twice the first, and one that is left out as
    the clock would have gone on (RFC 5545, section 3.3.5).
    """
    offset = onsets[0].before
    for onset in onsets:
        if wall < onset.at + max(onset.before, onset.after):
            break
        offset = onset.after
    try:
        return wall - offset
    except OverflowError:
        return wall


@lru_cache(maxsize=64)
def same_zone(onsets: tuple[Onset, ...], first: int, last: int, name: str) -> str:
    """The zone of the database whose clock shows the same all through these years, "" for none.

    A place that the name mentions goes first, then what is common.
    """
    found = _all_the_same(onsets, first, last)
    words = {word.lower() for word in re.findall(r"\w+", name)}
    spoken = [key for key in found if key.rpartition("/")[2].lower() in words]
    return next(iter(spoken or found), "")


@lru_cache(maxsize=64)
def _all_the_same(onsets: tuple[Onset, ...], first: int, last: int) -> tuple[str, ...]:
    samples = _samples(onsets, first, last)
    at, offset = samples[0]
    alike = _clocks_at(at).get(offset, ())
    return tuple(zone.key for zone in alike if _agrees(zone, samples))


@lru_cache(maxsize=32)
def _clocks_at(at: datetime) -> dict[timedelta, list[ZoneInfo]]:
    """The zones of the database by how far each is from UTC at a moment."""
    found: dict[timedelta, list[ZoneInfo]] = {}
    for zone in _zones():
        found.setdefault(at.astimezone(zone).utcoffset() or timedelta(), []).append(zone)
    return found


@lru_cache(maxsize=1)
def _zones() -> tuple[ZoneInfo, ...]:
    others = sorted(key for key in available_timezones() if key.startswith(CONTINENTS))
    fixed = sorted(key for key in available_timezones() if key.startswith("Etc/GMT"))
    keys = dict.fromkeys([*_COMMON, *others, *fixed])
    return tuple(zone for zone in map(zone_of, keys) if zone is not None)


def _samples(
    onsets: tuple[Onset, ...], first: int, last: int
) -> tuple[tuple[datetime, timedelta], ...]:
    """Moments in UTC with what a clock is from it: one a week, and both sides of every change."""
    low, high = datetime(first, 1, 1), datetime(last + 1, 1, 1)
    moments = [low + _STEP * n for n in range((high - low) // _STEP + 1)]
    for onset in onsets:
        if low < onset.at < high:
            moments += [onset.at, onset.at - timedelta(seconds=1)]
    moments.sort()
    found, place, offset = [], 0, onsets[0].before
    for at in moments:
        while place < len(onsets) and onsets[place].at <= at:
            offset = onsets[place].after
            place += 1
        found.append((at.replace(tzinfo=UTC), offset))
    middle = len(found) // 2  # half a year on, most zones have shown that they are others
    return (*found[middle:], *found[:middle])


def _agrees(zone: ZoneInfo, samples: tuple[tuple[datetime, timedelta], ...]) -> bool:
    return all(at.astimezone(zone).utcoffset() == offset for at, offset in samples)
