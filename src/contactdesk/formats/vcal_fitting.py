"""Entries as vCalendar 1.0 can hold them, and what each loses on the way.

It knows no time zones, no changed occurrences and no notes: a single time goes out in UTC, a series
by the clock of its place; a changed occurrence becomes an appointment of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from contactdesk.formats.ical_lines import basic
from contactdesk.formats.vcal_lines import ALARMS, EXPECT
from contactdesk.formats.vcal_rules_out import old_rule
from contactdesk.formats.vcalendar_rules import rule_of
from contactdesk.model.event import Alarm, Attendee, Event
from contactdesk.model.zones import zone_of

Original = tuple[bytes, str] | None
_ROLES = frozenset({"", "ATTENDEE", "ORGANIZER", "OWNER", "DELEGATE", *EXPECT})
_HOSTS = ("ORGANIZER", "OWNER")
_TEXTS = ("summary", "description", "location", "url")
_UNTIL = re.compile(r"(?<=UNTIL=)(\d{8}T\d{6})Z")
_NO_NAME = str.maketrans({"<": "", ">": "", '"': "'", ":": " ", "\n": " "})
_DAY = len("2026-11-24")


class Fitted(NamedTuple):
    """An entry as it goes out, with the one it came from, its zone, and what it loses (codes)."""

    event: Event
    original: Original
    zone: str
    lost: frozenset[str]


def fitted(entries: Iterable[tuple[Event, Original]]) -> list[Fitted | None]:
    """Every entry in its order; None for one that the format has no place for."""
    found = list(entries)
    instead: dict[str, list[Event]] = {}
    for event, _original in found:
        if event.recurrence_id and event.uid:
            instead.setdefault(event.uid, []).append(event)
    return [
        _fitted(event, original, () if event.recurrence_id else instead.get(event.uid, ()))
        for event, original in found
    ]


def _fitted(event: Event, original: Original, others: Iterable[Event]) -> Fitted | None:
    if event.component in ("journal", "call"):
        return None
    lost: set[str] = set()
    zone = event.time_zone
    if event.rrule or event.rdates:
        out = [_instead_of(each, event) for each in others]
        event = replace(event, exdates=tuple(dict.fromkeys([*event.exdates, *out])))
    event = _with_end(_without_rules(_on_its_own(event, lost), lost))
    event = _with_times(event, lost)
    event = _with_rules(event)
    event = _with_people(event, lost)
    alarms = [_alarm(each, event, lost) for each in event.alarms]
    extra = tuple(e for e in event.extra if e.name not in ("BEGIN", "DTSTAMP"))
    if any(e.name == "BEGIN" for e in event.extra):
        lost.add("part")
    if event.percent:
        lost.add("percent")
    blank: dict[str, Any] = {n: "" for n in _TEXTS if not getattr(event, n).strip()}
    event = replace(
        event, alarms=tuple(a for a in alarms if a), extra=extra, percent=0, **blank,
        categories=tuple(dict.fromkeys(c.strip() for c in event.categories)),
    )  # fmt: skip
    return Fitted(event, original, "" if event.starts_at.endswith("Z") else zone, frozenset(lost))


def _instead_of(other: Event, series: Event) -> str:
    """The time of the series that a changed occurrence takes, by the clock of the series."""
    at = other.recurrence_id
    here, there = zone_of(series.time_zone), zone_of(other.time_zone)
    if here is None or there is None or here == there or len(at) == _DAY or at.endswith("Z"):
        return at
    return _moved(at, there, here)


def _moved(at: str, there: ZoneInfo, here: ZoneInfo) -> str:
    try:
        stated = datetime.fromisoformat(at.removesuffix("Z")).replace(tzinfo=there)
        return stated.astimezone(here).replace(tzinfo=None).isoformat()
    except (OverflowError, ValueError):
        return at


def _on_its_own(event: Event, lost: set[str]) -> Event:
    if not event.recurrence_id:
        return event
    lost.add("later" if event.and_later else "occurrence")
    uid = f"{event.uid or event.id}-{basic(event.recurrence_id)}"
    return replace(event, uid=uid, recurrence_id="", and_later=False)


def _with_end(event: Event) -> Event:
    """A length of time as the end that it leads to."""
    length, starts = event.duration_minutes, event.starts_at
    if length is None:
        return event
    ends = event.ends_at
    if starts and not ends:
        try:
            at = datetime.fromisoformat(starts.removesuffix("Z")) + timedelta(minutes=length)
        except (OverflowError, ValueError):
            return replace(event, duration_minutes=None)
        whole = len(starts) == _DAY
        ends = at.date().isoformat() if whole else at.isoformat() + ("Z" * starts.endswith("Z"))
    return replace(event, duration_minutes=None, ends_at=ends if ends >= starts else "")


def _without_rules(event: Event, lost: set[str]) -> Event:
    """Without the rules that the old grammar has no words for."""
    starts = event.starts_at or event.ends_at
    rules = event.rrule.splitlines()
    kept = [rule for rule in rules if old_rule(rule, starts)]
    if len(kept) < len(rules):
        lost.add("rule")
    return replace(event, rrule="\n".join(kept))


def _with_times(event: Event, lost: set[str]) -> Event:
    rdates = tuple(dict.fromkeys(at.partition("/")[0] for at in event.rdates))
    event = replace(event, rdates=rdates)
    starts = event.starts_at or event.ends_at
    if not event.time_zone or len(starts) == _DAY or starts.endswith("Z"):
        return replace(event, time_zone="")
    lost.add("zone")
    zone = zone_of(event.time_zone)
    if zone is None:
        return replace(event, time_zone="")
    told = _local if event.rrule or event.rdates else _utc
    values: dict[str, Any] = {n: told(getattr(event, n), zone) for n in ("starts_at", "ends_at")}
    for name in ("rdates", "exdates"):
        values[name] = tuple(dict.fromkeys(told(at, zone) for at in getattr(event, name)))
    rules = _UNTIL.sub(lambda found: basic(_of_utc(found[1], zone)), event.rrule)
    return replace(event, time_zone="", rrule=rules, **values)


def _utc(at: str, zone: ZoneInfo) -> str:
    if len(at) <= _DAY or at.endswith("Z"):
        return at
    return _moved(at, zone, ZoneInfo("UTC")) + "Z"


def _local(at: str, zone: ZoneInfo) -> str:
    return _moved(at, ZoneInfo("UTC"), zone) if at.endswith("Z") else at


def _of_utc(text: str, zone: ZoneInfo) -> str:
    try:
        at = datetime.strptime(text, "%Y%m%dT%H%M%S").replace(tzinfo=UTC).astimezone(zone)
    except (ValueError, OverflowError):  # the 12th day of the 56th month
        return text
    return at.replace(tzinfo=None).isoformat()


def _with_rules(event: Event) -> Event:
    """The rules as the old grammar's words are read again."""
    starts = event.starts_at or event.ends_at
    rules = [rule_of(old_rule(rule, starts)) for rule in event.rrule.splitlines()]
    if starts.endswith("Z"):
        rules = [re.sub(r"(?<=UNTIL=)(\d{8}T\d{6})(?!Z)", r"\1Z", rule) for rule in rules]
    return replace(event, rrule="\n".join(dict.fromkeys(rules)))


def _with_people(event: Event, lost: set[str]) -> Event:
    """Whoever invites is one of the guests there."""
    people = [_person(each, lost) for each in event.attendees]
    host = event.organizer
    if host is not None and not any(each.role in _HOSTS for each in people):
        place = next((n for n, p in enumerate(people) if _same(p, host)), -1)
        invites = replace(people[place] if place >= 0 else _person(host, lost), role="ORGANIZER")
        people[max(0, place) : place + 1] = [invites]
    host = next((each for each in people if each.role in _HOSTS), None)
    return replace(event, organizer=host, attendees=tuple(people))


def _same(one: Attendee, other: Attendee) -> bool:
    return bool((one.email.lower() or one.name) == (other.email.lower() or other.name))


def _person(who: Attendee, lost: set[str]) -> Attendee:
    role = who.role if who.role in _ROLES else ""
    if who.kind or role != who.role:
        lost.add("guest")
    name = " ".join(who.name.translate(_NO_NAME).split())
    return replace(who, role=role, kind="", name=name)


def _alarm(alarm: Alarm, event: Event, lost: set[str]) -> Alarm | None:
    base = event.ends_at if alarm.from_end else event.starts_at or event.ends_at
    at = alarm.at
    if not at and base and alarm.minutes_before is not None:
        begins = datetime.fromisoformat(base.removesuffix("Z"))
        try:
            before = begins - timedelta(minutes=alarm.minutes_before)
        except OverflowError:
            before = begins
        at = before.isoformat() + ("Z" if base.endswith("Z") else "")
    if not at:
        lost.add("alarm")
        return None
    said = " ".join(alarm.description.replace(";", ",").split())
    action = alarm.action if alarm.action in ALARMS else "DISPLAY"
    return replace(
        alarm, action=action, at=at, from_end=False, description=said,
        minutes_before=_before(event.starts_at, at),
    )  # fmt: skip


def _before(starts: str, at: str) -> int | None:
    if len(starts) != len(at) or len(at) == _DAY:
        return None
    begins, rings = (datetime.fromisoformat(each.removesuffix("Z")) for each in (starts, at))
    return round((begins - rings).total_seconds() / 60)
