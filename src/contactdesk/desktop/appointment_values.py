"""What stands in the editor of an appointment, and the event that it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.agenda import utc_of, wall_time, zone_for
from contactdesk.model.event import Alarm, Event
from contactdesk.model.rule_texts import parts_of, rule_of
from contactdesk.operations.appointments import zone_name

REMINDERS = (0, 5, 10, 15, 30, 60, 120, 1440, 2880, 10_080)  # minutes before
USUAL_LENGTH = timedelta(hours=1)
_DAY = timedelta(days=1)


class Times(NamedTuple):
    """When it is, as an editor has it: the last day is one of its days; no `begins`: whole days."""

    first: date
    last: date
    begins: time | None = None
    ends: time | None = None

    @property
    def is_backwards(self) -> bool:
        """Whether it would end before it begins."""
        if self.last != self.first or self.begins is None or self.ends is None:
            return self.last < self.first
        return self.ends < self.begins


def times_of(event: Event) -> Times:
    """The times of an event (or of one of a series), by the clock of its own zone."""
    starts = wall_time(event.starts_at)
    ends = wall_time(event.ends_at) if event.ends_at else starts
    if event.is_all_day:
        return Times(starts.date(), max(starts.date(), (ends - _DAY).date()))
    return Times(starts.date(), ends.date(), starts.time(), ends.time())


def with_times(event: Event, times: Times, home: tzinfo) -> Event:
    """The event at these times; what had no clock before gets that of the person's zone."""
    if times == times_of(event):
        return event
    if times.begins is None or times.ends is None:
        ends = times.last + _DAY if times.last < date.max else times.last
        return replace(
            event, starts_at=times.first.isoformat(), ends_at=ends.isoformat(), time_zone="",
            duration_minutes=None,
        )  # fmt: skip
    mark = "Z" if event.starts_at.endswith("Z") else ""
    zone = zone_name(home) if event.is_all_day or not event.starts_at else event.time_zone
    return replace(
        event,
        starts_at=datetime.combine(times.first, times.begins).isoformat() + mark,
        ends_at=datetime.combine(times.last, times.ends).isoformat() + mark,
        time_zone=zone,
        duration_minutes=None,
    )


def fresh(day: date, now: datetime, home: tzinfo) -> Event:
    """A new appointment on a day: an hour from nine o'clock on, today from the next half hour."""
    begins = datetime.combine(day, time(9))
    if day == now.date():
        half = now.replace(minute=30 if now.minute < 30 else 0, second=0, microsecond=0)
        begins = half if now.minute < 30 else half + timedelta(hours=1)
    ends = (begins + USUAL_LENGTH).isoformat()
    return Event(starts_at=begins.isoformat(), ends_at=ends, time_zone=zone_name(home))


def moved_along(times: Times, lasts: timedelta) -> Times:
    """The times after the beginning was changed: as long as before."""
    if times.begins is None:
        last = times.first.toordinal() + lasts.days
        return times._replace(last=date.fromordinal(min(last, date.max.toordinal())))
    try:
        ends = datetime.combine(times.first, times.begins) + lasts
    except OverflowError:
        return times
    return times._replace(last=ends.date(), ends=ends.time())


def length(times: Times) -> timedelta:
    """How long these times last, not below nothing."""
    if times.begins is None or times.ends is None:
        return max(timedelta(), times.last - times.first)
    begins = datetime.combine(times.first, times.begins)
    return max(timedelta(), datetime.combine(times.last, times.ends) - begins)


# how it repeats


def rule_without_end(rule: str) -> str:
    """A rule as it is chosen in the list; its end stands in a field of its own."""
    if "\n" in rule:
        return rule
    return rule_of({n: v for n, v in parts_of(rule).items() if n != "UNTIL"})


def last_day(event: Event, home: tzinfo) -> date | None:
    """The last day on which a rule may happen, as the event's own clock has it."""
    stated = parts_of(event.rrule).get("UNTIL", "") if "\n" not in event.rrule else ""
    try:
        if not stated.endswith("Z") or event.is_all_day:
            return datetime.strptime(stated[:8], "%Y%m%d").date()
        at = datetime.strptime(stated[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return at.astimezone(zone_for(event, home)).date()


def with_rule(event: Event, rule: str, until: date | None, home: tzinfo) -> Event:
    """The event repeating by a rule, until the end of a day (RFC 5545, 3.3.10: UNTIL in UTC where
    the event has a zone); what was not changed keeps its text."""
    if rule == rule_without_end(event.rrule) and until == last_day(event, home):
        return event
    if not rule or until is None or "\n" in rule:
        return replace(event, rrule=rule)
    parts = {n: v for n, v in parts_of(rule).items() if n != "COUNT"}
    return replace(event, rrule=rule_of(parts | {"UNTIL": _until(event, until, home)}))


def _until(event: Event, day: date, home: tzinfo) -> str:
    if event.is_all_day:
        return day.strftime("%Y%m%d")
    at = datetime.combine(day, time(23, 59, 59))
    if event.time_zone or event.starts_at.endswith("Z"):
        return utc_of(at, zone_for(event, home)).strftime("%Y%m%dT%H%M%SZ")
    return at.strftime("%Y%m%dT%H%M%S")


# reminders


def reminder_of(event: Event) -> int | None:
    """Minutes before, -1 for no reminder, None for what is more than one plain one."""
    if not event.alarms:
        return -1
    alarm = event.alarms[0]
    plain = replace(alarm, item=0, description="", minutes_before=None)
    minutes = alarm.minutes_before
    known = minutes in REMINDERS and plain in (Alarm(), Alarm(action="AUDIO"))
    return minutes if len(event.alarms) == 1 and known else None


def with_reminder(event: Event, minutes: int | None) -> Event:
    """The event with another reminder; None leaves what is there."""
    if minutes is None or minutes == reminder_of(event):
        return event
    return replace(event, alarms=() if minutes < 0 else (Alarm(minutes_before=minutes),))


def reminder_text(minutes: int) -> str:
    """ "15 minutes before"."""
    if minutes < 0:
        return _("No reminder")
    if minutes == 0:
        return _("When it begins")
    if minutes % 10_080 == 0:
        weeks = minutes // 10_080
        return ngettext("{n} week before", "{n} weeks before", weeks).format(n=counted(weeks))
    if minutes % 1440 == 0:
        days = minutes // 1440
        return ngettext("{n} day before", "{n} days before", days).format(n=counted(days))
    if minutes % 60 == 0:
        hours = minutes // 60
        return ngettext("{n} hour before", "{n} hours before", hours).format(n=counted(hours))
    return ngettext("{n} minute before", "{n} minutes before", minutes).format(n=counted(minutes))
