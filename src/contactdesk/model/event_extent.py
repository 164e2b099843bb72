"""From when until when an event can happen at all: what a book finds a span's events by.

What is said here may be too long, never too short. Times that float and whole days are taken as
if they were UTC, and time zones are changed by governments: whoever looks for what happens in a
span asks for a day more (`MARGIN`) on both sides.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from contactdesk.model.agenda import later, length_of, wall_time
from contactdesk.model.event import Event
from contactdesk.model.zones import zone_of

ENDLESS = "9999-12-31T23:59:59"
MARGIN = timedelta(days=1)
LONG = timedelta(days=31)
"""What lasts no longer is found by its beginning alone."""

_SLACK = timedelta(days=2)  # the end of a rule may be the whole of a day, in another zone
_STEPS = {"DAILY": timedelta(days=1), "WEEKLY": timedelta(days=7)}
_COUNTED = {  # a rule of nothing else happens in every one of its periods
    "DAILY": {"FREQ", "COUNT", "INTERVAL", "WKST"},
    "WEEKLY": {"FREQ", "COUNT", "INTERVAL", "WKST", "BYDAY"},
}


class Extent(NamedTuple):
    """First beginning and last end in UTC ("2026-11-22T09:00:00"), `ENDLESS` for no last one.

    `lasting` says that it repeats or lasts longer than `LONG`. "" where there is no time at all.
    """

    starts_utc: str
    last_ends_utc: str
    lasting: bool


def extent(event: Event) -> Extent:
    """From when until when an event, a whole series too, can happen."""
    at = event.starts_at or event.ends_at
    if not at:
        return Extent("", "", False)
    begins = _utc(at, event)
    lasts = length_of(event) if event.starts_at else timedelta()
    if not (event.rrule or event.rdates or event.and_later):
        return Extent(begins.isoformat(), later(begins, lasts).isoformat(), lasts > LONG)
    others = [_utc(at, event) for text in event.rdates for at in text.split("/")]
    if event.and_later:
        others.append(_utc(event.recurrence_id, event))
    ends = [begins, *others, *(_last(rule, begins) for rule in event.rrule.splitlines())]
    last = max(datetime.max if each is None else each for each in ends)
    if event.and_later or last.year == datetime.max.year:
        return Extent(min([begins, *others]).isoformat(), ENDLESS, True)
    return Extent(min([begins, *others]).isoformat(), later(last, lasts + _SLACK).isoformat(), True)


def _utc(text: str, event: Event) -> datetime:
    at = wall_time(text)
    zone = None if text.endswith("Z") or len(text) == 10 else zone_of(event.time_zone)
    if zone is None:
        return at
    try:
        return at.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
    except OverflowError:
        return at


def _last(rule: str, begins: datetime) -> datetime | None:
    """When a rule is over for certain; None when that is not said, or hard to say."""
    parts = dict(part.strip().partition("=")[::2] for part in rule.upper().split(";"))
    digits = parts.get("UNTIL", "").replace("-", "").replace(":", "").strip()
    if digits[:8].isdecimal() and len(digits) >= 8:
        try:
            return datetime.strptime(digits[:8], "%Y%m%d") + _SLACK
        except (ValueError, OverflowError):
            return None
    frequency, count = parts.get("FREQ", ""), parts.get("COUNT", "")
    interval = parts.get("INTERVAL", "1")
    if not parts.keys() <= _COUNTED.get(frequency, set()):
        return None
    if not (count.isdecimal() and interval.isdecimal()) or len(count + interval) > 9:
        return None
    periods = int(count) * max(1, int(interval)) + 1
    return later(begins, _STEPS[frequency] * periods)
