"""Tasks: when one is due, whether it is done, and what comes of one that repeats (RFC 5545, 3.6.2).

A task that repeats stands for the time that is to be done next. Done, it is that one time alone,
and a new task goes on with what is left of its rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple
from uuid import NAMESPACE_OID, uuid5

from contactdesk.model.agenda import (
    Span,
    later,
    length_of,
    starts_of,
    utc_of,
    wall_time,
    zone_for,
)
from contactdesk.model.event import Alarm, Event
from contactdesk.model.happenings import stamp
from contactdesk.model.recurrence import RuleError, parse_rule, wall_times
from contactdesk.model.rule_texts import counted_less, moved_rule, parts_of, rule_of
from contactdesk.model.series import repeats, written

DONE = "COMPLETED"
OVER = (DONE, "CANCELLED")
HIGHEST_HIGH = 4  # 1 to 4 are high, 5 is as usual, 6 to 9 are low (RFC 5545, section 3.8.1.9)
_AHEAD = tuple(timedelta(days=days) for days in (400, 3_300, 15_000))
_BY_HOURS = ("BYHOUR", "BYMINUTE", "BYSECOND", "HOURLY", "MINUTELY", "SECONDLY")
# What tells of one time alone is nothing of the next one.
_OF_ONE_TIME = ("DTSTAMP", "CREATED", "X-MOZ-LASTACK", "X-MOZ-SNOOZE-TIME")


class Due(NamedTuple):
    """When something is to be done by the person's clock; no `at` for some time of that day."""

    day: date
    at: time | None = None


def is_done(task: Event) -> bool:
    """Whether it is done; some programs only say when."""
    return task.status == DONE or (not task.status and bool(task.completed_at))


def is_open(task: Event) -> bool:
    """Whether it is still to be done."""
    return not is_done(task) and task.status not in OVER


def is_high(task: Event) -> bool:
    """Whether it has a flag."""
    return 0 < task.priority <= HIGHEST_HIGH


def due_text(task: Event) -> str:
    """When it is due, as the task writes times; "" for no date."""
    if task.ends_at or not task.starts_at or task.duration_minutes is None:
        return task.ends_at
    return written(later(wall_time(task.starts_at), length_of(task)), task)


def due_of(task: Event, home: tzinfo) -> Due | None:
    """When it is due by the person's clock; None for no date."""
    text = due_text(task)
    if not text:
        return None
    wall = wall_time(text)
    if len(text) == len("2026-11-24"):
        return Due(wall.date())
    moment = utc_of(wall, zone_for(timed_at(task, text), home))
    try:
        at = moment.replace(tzinfo=UTC).astimezone(home)
    except OverflowError:  # the first and the last day that there are
        at = wall.replace(tzinfo=home)
    return Due(at.date(), at.time().replace(second=0, microsecond=0))


def done_at(task: Event) -> datetime | None:
    """The moment (in UTC) at which it was done, where that is known."""
    if not is_done(task) or not task.completed_at:
        return None
    return wall_time(task.completed_at).replace(tzinfo=UTC)


def done(task: Event, now: datetime) -> Event:
    """The task once it is done at a moment."""
    return replace(task, status=DONE, percent=100, completed_at=stamp(now))


def not_done(task: Event) -> Event:
    """The task once it is to be done again."""
    return replace(task, status="NEEDS-ACTION", percent=0, completed_at="")


def with_step(task: Event, item: int, done: bool) -> Event:
    """The task with one of its steps done, or not."""
    steps = tuple(replace(s, done=done) if s.item == item else s for s in task.steps)
    return replace(task, steps=steps)


def once(task: Event) -> Event:
    """A time of what repeats, alone."""
    return replace(task, rrule="", rdates=(), exdates=())


def timed_at(task: Event, at: str) -> Event:
    """The task as one that begins at a time that it writes: what rules go by."""
    return replace(task, component="event", starts_at=at)


def anchor_of(task: Event) -> str:
    """From which time its rule counts: its beginning, or when it is due where it has none."""
    return task.starts_at or due_text(task)


def next_of(task: Event, now: datetime, home: tzinfo) -> Event | None:
    """What a task that repeats leaves to do once it is done; None at its end.

    The next time is one after this one, and after today (of a time of the day: after now): of a
    daily task that is five days late nobody wants the four days between.
    """
    anchor = anchor_of(task)
    if not anchor or not repeats(task):
        return None
    at = wall_time(anchor)
    found = _first_after(timed_at(task, anchor), _passed(task, at, now, home), home)
    return None if found is None else _going_on(task, at, found)


def as_current(task: Event, instead_of: Sequence[str], home: tzinfo) -> Event | None:
    """A task that repeats as its first time that is left to do; None where none is.

    Other programs keep each time that was done as an event of its own, instead of that time
    (`instead_of`, as RECURRENCE-ID says it), and the series where it began.
    """
    anchor = anchor_of(task)
    if not (anchor and repeats(task) and (instead_of or task.exdates)):
        return task
    at = wall_time(anchor)
    left = replace(timed_at(task, anchor), exdates=(*task.exdates, *instead_of))
    found = _first_after(left, later(at, -timedelta(seconds=1)), home)
    if found is None or found == at:
        return None if found is None else task
    rules = [counted_less(line, at, found) for line in task.rrule.splitlines()]
    return replace(moved(task, found - at), rrule="\n".join(rules), exdates=left.exdates)


def _passed(task: Event, at: datetime, now: datetime, home: tzinfo) -> datetime:
    """The last time, by the rule's own clock, that the next one must be after."""
    due, here = due_of(task, home), now.astimezone(home).replace(tzinfo=None)
    if due is None:
        return at
    if due.at is None:
        return max(at, later(at, timedelta(days=(here.date() - due.day).days)))
    return max(at, later(at, here - datetime.combine(due.day, due.at)))


def _first_after(series: Event, after: datetime, home: tzinfo) -> datetime | None:
    zone = zone_for(series, home)
    for ahead in _AHEAD:
        span = Span(utc_of(after, zone), utc_of(later(after, ahead), zone), home)
        found = [each for each in starts_of(series, span) if each > after]
        if found:
            return found[0]
    return None


def _going_on(task: Event, at: datetime, found: datetime) -> Event:
    """The task at its next time, with what is left of its rule from then on."""
    shift = found - at
    since = written(found, timed_at(task, anchor_of(task)))
    rules = [counted_less(line, at, found) for line in task.rrule.splitlines()]
    return replace(
        not_done(moved(task, shift)),
        id="", number=0, revision=0, sequence=0, revised_at="", uid=next_uid(task),
        recurrence_id="", and_later=False, rrule="\n".join(rules),
        status="NEEDS-ACTION" if task.status else "",
        rdates=tuple(t for t in task.rdates if t.partition("/")[0] > since),
        exdates=tuple(t for t in task.exdates if t[:10] >= since[:10]),
        extra=tuple(e for e in task.extra if e.name.upper() not in _OF_ONE_TIME),
        steps=tuple(replace(step, done=False) for step in task.steps),
    )  # fmt: skip


def next_uid(task: Event) -> str:
    """By what the one after a task is known: so that whoever takes the task up again finds it."""
    return str(uuid5(NAMESPACE_OID, f"{task.id or task.uid} next"))


def given_back(task: Event, following: Event) -> Event:
    """A task that was done as it was before: with the rule that the one after it goes on with."""
    at, found = wall_time(anchor_of(task)), wall_time(anchor_of(following))
    rules = [_counted_more(line, at, found) for line in following.rrule.splitlines()]
    return replace(
        not_done(task), rrule="\n".join(rules), rdates=following.rdates, exdates=following.exdates
    )


def _counted_more(rule: str, at: datetime, found: datetime) -> str:
    parts = parts_of(rule)
    if not parts.get("COUNT", "").isdecimal():
        return rule
    endless = rule_of({n: v for n, v in parts.items() if n != "COUNT"})
    try:
        over = sum(1 for _at in wall_times(parse_rule(endless), at, at, found))
    except RuleError:
        return rule
    return rule_of(parts | {"COUNT": str(int(parts["COUNT"]) + over)})


def moved(task: Event, shift: timedelta) -> Event:
    """The task so much later by the clock, with its reminders."""
    return replace(
        task,
        starts_at=_later(task.starts_at, shift),
        ends_at=_later(task.ends_at, shift),
        alarms=tuple(_alarm(alarm, shift) for alarm in task.alarms),
    )


def _later(text: str, shift: timedelta) -> str:
    if not text:
        return ""
    at = later(wall_time(text), shift)
    if len(text) == len("2026-11-24"):
        return at.date().isoformat()
    return at.isoformat() + ("Z" if text.endswith("Z") else "")


def _alarm(alarm: Alarm, shift: timedelta) -> Alarm:
    """A reminder at a time of its own moves along; the others go by when it is due."""
    return replace(alarm, at=_later(alarm.at, shift)) if alarm.at else alarm


def with_due(task: Event, due: Due | None, home: tzinfo) -> Event:
    """The task due at another time by the person's clock, or at none; its rule moves along.

    What repeats has a beginning, as the standard wants one for a rule (`begun`); another program's
    beginning keeps its distance.
    """
    was = due_of(task, home)
    if due == was:
        return begun(task)
    if due is None:
        dated = tuple(alarm for alarm in task.alarms if alarm.at)
        none: dict[str, Any] = {"starts_at": "", "ends_at": "", "duration_minutes": None}
        return replace(once(task), time_zone="", alarms=dated, **none)
    if was is None or not due_text(task):
        return begun(_rewritten(task, due, home, timedelta()))
    if has_own_beginning(task):
        task = replace(task, starts_at="")
    if due.at == was.at:
        return begun(_shifted(task, timedelta(days=(due.day - was.day).days)))
    text, old = _text_of(due), wall_time(due_text(task))
    shift = wall_time(text) - old
    return begun(_rewritten(_with_rule_moved(task, shift), due, home, shift))


def put_off(task: Event, day: date, home: tzinfo) -> Event:
    """The task due on another day, at the same time of the day."""
    was = due_of(task, home)
    return with_due(task, Due(day, was.at if was else None), home)


def _shifted(task: Event, shift: timedelta) -> Event:
    return moved(_with_rule_moved(task, shift), shift)


def _with_rule_moved(task: Event, shift: timedelta) -> Event:
    anchor = wall_time(anchor_of(task))
    rules = [moved_rule(line, anchor, later(anchor, shift)) for line in task.rrule.splitlines()]
    return replace(
        task,
        rrule="\n".join(rules),
        rdates=tuple(t if "/" in t else _later(t, shift) for t in task.rdates),
        exdates=tuple(_later(t, shift) for t in task.exdates),
    )


def _rewritten(task: Event, due: Due, home: tzinfo, shift: timedelta) -> Event:
    """The task with times in the person's own zone."""
    text = _text_of(due)
    starts = _later(task.starts_at.removesuffix("Z"), shift) if task.starts_at else ""
    if starts and len(starts) != len(text):
        starts = text  # a day and a time of the day do not go together
    zone = "" if due.at is None else str(getattr(home, "key", ""))
    alarms = tuple(_alarm(alarm, shift) for alarm in task.alarms)
    return replace(
        task, starts_at=starts, ends_at=text, time_zone=zone, duration_minutes=None, alarms=alarms
    )


def _text_of(due: Due) -> str:
    if due.at is None:
        return due.day.isoformat()
    return datetime.combine(due.day, due.at).isoformat()


def begun(task: Event) -> Event:
    """What repeats with a beginning for its rule to count from, where it has none; its reminders
    go on by when it is due.
    """
    if task.starts_at or not repeats(task):
        return task
    alarms = tuple(replace(alarm, from_end=True) if not alarm.at else alarm
                   for alarm in task.alarms)  # fmt: skip
    return replace(task, starts_at=_beginning(task), alarms=alarms)


def _beginning(task: Event) -> str:
    """The beginning of the day of what is due at a time: DUE is to be later than DTSTART (RFC 5545,
    3.8.2.3), and programs throw one of the two away where it is not.

    What is due on a day begins on that day all the same, as others write it: DTSTART of another
    day would make another rule. So does what goes by hours, and what has times of its own.
    """
    due = due_text(task)
    by_hours = any(word in task.rrule for word in _BY_HOURS) or task.rdates or task.exdates
    if len(due) == len("2026-11-24") or by_hours:
        return due
    return f"{due[:10]}T00:00:00{'Z' if due.endswith('Z') else ''}"


def has_own_beginning(task: Event) -> bool:
    """Whether it begins where `begun` has it, now or in earlier versions."""
    bare = not task.rdates and not task.exdates and bool(task.ends_at)
    return repeats(task) and bare and task.starts_at in (task.ends_at, _beginning(task))
