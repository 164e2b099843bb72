"""JSON Lines of events, tasks and journal entries: the shape that people's scripts read.

What the shape has no key for stands under the book's own names of the fields, where it says
something, so that nothing that the book holds is missing from the file.
"""

from __future__ import annotations

import json
from typing import Any

from contactdesk.formats.jsonl import extra_json
from contactdesk.model.event import Alarm, Attendee, Event, Step
from contactdesk.model.event_record import DEFAULTS, FIELDS, to_plain

SHAPE = (
    "component", "uid", "summary", "description", "location", "starts_at", "ends_at", "time_zone",
    "duration_minutes", "rrule", "exdates", "status", "categories", "organizer", "attendees",
    "alarms", "extra", "steps",
)  # fmt: skip
_MORE = tuple(name for name in FIELDS if name not in (*SHAPE, "deleted_at", "private_to"))


def event_json(event: Event) -> dict[str, Any]:
    """An event as plain values for JSON; every key of the shape is there, also when it is empty."""
    zoned = len(event.starts_at or event.ends_at) > 10 and not event.starts_at.endswith("Z")
    return {
        "type": event.component,
        "id": event.id,
        "uid": event.uid,
        "summary": event.summary,
        "description": event.description,
        "location": event.location,
        "starts_at": event.starts_at or None,
        "ends_at": event.ends_at or None,
        "all_day": event.is_all_day,
        "time_zone": (event.time_zone or None) if zoned else None,
        "duration_minutes": event.duration_minutes,
        "rrule": event.rrule or None,
        "exdates": list(event.exdates),
        "status": event.status,
        "categories": list(event.categories),
        "organizer": _attendee(event.organizer) if event.organizer else None,
        "attendees": [_attendee(each) for each in event.attendees],
        "alarms": [_alarm(each) for each in event.alarms],
        "extra": [extra_json(each) for each in event.extra],
        **({"steps": [_step(each) for each in event.steps]} if event.steps else {}),
        **{n: to_plain(v) for n in _MORE if (v := getattr(event, n)) != DEFAULTS[n]},
    }


def event_line(event: Event) -> bytes:
    """An event as one line of JSON in UTF-8, with its line end."""
    return json.dumps(event_json(event), ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _attendee(who: Attendee) -> dict[str, Any]:
    named = {"email": who.email, "name": who.name, "participation": who.participation}
    return named | {n: v for n in ("role", "kind") if (v := getattr(who, n))}


def _alarm(alarm: Alarm) -> dict[str, Any]:
    known = {
        "minutes_before": alarm.minutes_before, "at": alarm.at or None, "action": alarm.action,
    }  # fmt: skip
    return known | {n: v for n in ("from_end", "description") if (v := getattr(alarm, n))}


def _step(step: Step) -> dict[str, Any]:
    return {"text": step.text, "done": step.done}
