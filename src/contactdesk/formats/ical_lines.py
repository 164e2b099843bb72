"""The lines of an event, task or journal entry in iCalendar 2.0 (RFC 5545, section 3.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from contactdesk.formats.content_lines import escaped_extra
from contactdesk.formats.vcard_lines import clean, escaped, param
from contactdesk.model.contact import Extra
from contactdesk.model.event import Alarm, Attendee, Event, Step
from contactdesk.model.happenings import is_mail

NAMES = {"event": "VEVENT", "task": "VTODO", "journal": "VJOURNAL", "call": "VJOURNAL"}
_BREAKS = re.compile(r"\r\n?|\n")


def entry_lines(event: Event) -> Iterator[str]:
    """The lines of an entry, not folded, BEGIN to END."""
    name = NAMES[event.component]
    yield f"BEGIN:{name}"
    yield f"UID:{text(event.uid or event.id)}"
    if not any(each.name.upper() == "DTSTAMP" for each in event.extra):
        yield f"DTSTAMP:{_stamp(event)}"
    yield from properties(event)
    yield from (person("ATTENDEE", each) for each in event.attendees)
    for each in event.extra:
        yield from extra_lines(each)
    for alarm in event.alarms:
        yield from alarm_lines(alarm)
    yield f"END:{name}"


def properties(event: Event) -> Iterator[str]:
    """The lines of all fields that are no lists of items; UID stands before them."""
    yield from _times(event)
    yield from _series(event)
    yield from _words(event)
    if event.organizer is not None:
        yield person("ORGANIZER", event.organizer)
    if event.component == "call":
        yield from _call(event)
    elif is_mail(event):
        yield f"X-CONTACTDESK-MAIL:{clean(event.direction) or 'NONE'}"
    yield from (f"X-CONTACTDESK-ABOUT:{text(who)}" for who in event.about)
    yield from (f"X-CONTACTDESK-WITH:{text(who)}" for who in event.colleagues)
    if event.deal:
        yield f"X-CONTACTDESK-DEAL:{text(event.deal)}"
    for name, value in (("OWNER", event.owner), ("GIVEN-BY", event.given_by)):
        if value:
            yield f"X-CONTACTDESK-{name}:{text(value)}"
    yield from (f"X-CONTACTDESK-STEP{step_state(s)}:{text(s.text)}" for s in event.steps)


def step_state(step: Step) -> str:
    """The parameter that says whether a step is done."""
    return ";DONE=TRUE" if step.done else ""


def _call(event: Event) -> Iterator[str]:
    """What makes a journal entry a call. Its length is with the times, under a name of ours too:
    DURATION has no place in a VJOURNAL (RFC 5545, 3.6.3).
    """
    yield f"X-CONTACTDESK-DIRECTION:{clean(event.direction) or 'NONE'}"
    for name, value in (("OUTCOME", event.outcome), ("CHANNEL", event.channel)):
        if value:
            yield f"X-CONTACTDESK-{name}:{text(value)}"


def _stamp(event: Event) -> str:
    if event.revised_at.endswith("Z"):
        return basic(event.revised_at)
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"


def _times(event: Event) -> Iterator[str]:
    end = "DUE" if event.component == "task" else "DTEND"
    for name, at in (("DTSTART", event.starts_at), (end, event.ends_at)):
        if at:
            yield _time(name, at, event.time_zone)
    if event.duration_minutes is not None:
        sign = "-" if event.duration_minutes < 0 else ""
        length = "X-CONTACTDESK-DURATION" if event.component == "call" else "DURATION"
        yield f"{length}:{sign}{_length(abs(event.duration_minutes))}"


def _length(minutes: int) -> str:
    """So many minutes: "PT90M", "P7DT30M"."""
    days, rest = divmod(minutes, 1440)
    return f"P{days}DT{rest}M" if days else f"PT{rest}M"


def _time(name: str, at: str, zone: str, more: str = "") -> str:
    if "/" in at:
        begins, _slash, ends = at.partition("/")
        where = _zone_param(begins, zone)
        return f"{name};VALUE=PERIOD{where}{more}:{basic(begins)}/{basic(ends)}"
    if len(at) == len("2026-11-24"):
        return f"{name};VALUE=DATE{more}:{basic(at)}"
    return f"{name}{_zone_param(at, zone)}{more}:{basic(at)}"


def _zone_param(at: str, zone: str) -> str:
    return f";TZID={param(zone)}" if zone and not at.endswith("Z") else ""


def basic(at: str) -> str:
    """A time as files write it: "20261122T100000"."""
    return at.replace("-", "").replace(":", "")


def _series(event: Event) -> Iterator[str]:
    if event.recurrence_id:
        later = ";RANGE=THISANDFUTURE" if event.and_later else ""
        yield _time("RECURRENCE-ID", event.recurrence_id, event.time_zone, later)
    for rule in event.rrule.splitlines():
        yield f"RRULE:{clean(rule)}"
    for name, times in (("RDATE", event.rdates), ("EXDATE", event.exdates)):
        for at in times:
            yield _time(name, at, event.time_zone)


def _words(event: Event) -> Iterator[str]:
    texts = (
        ("SUMMARY", event.summary), ("DESCRIPTION", event.description),
        ("LOCATION", event.location), ("URL", event.url),
    )  # fmt: skip
    words = (
        ("STATUS", event.status), ("TRANSP", event.transparency), ("CLASS", event.classification)
    )  # fmt: skip
    numbers = (
        ("PRIORITY", event.priority), ("PERCENT-COMPLETE", event.percent),
        ("SEQUENCE", event.sequence),
    )  # fmt: skip
    stamps = (("COMPLETED", event.completed_at), ("LAST-MODIFIED", event.revised_at))
    yield from (f"{name}:{text(value)}" for name, value in texts if value)
    yield from (f"{name}:{clean(value)}" for name, value in words if value)
    yield from (f"{name}:{value}" for name, value in numbers if value)
    yield from (f"{name}:{basic(value)}" for name, value in stamps if value)
    if event.categories:
        yield "CATEGORIES:" + ",".join(map(text, event.categories))


def text(value: str) -> str:
    """A text, escaped."""
    return escaped(clean(_BREAKS.sub("\n", value)))


def person(name: str, who: Attendee, kept: str = "") -> str:
    """The line of somebody; `kept` are parameters that no field of ours holds."""
    known = (("CN", who.name), ("ROLE", who.role), ("PARTSTAT", who.participation),
             ("CUTYPE", who.kind))  # fmt: skip
    mail = clean(who.email).replace("\n", "")
    params = [*(f";{key}={param(value)}" for key, value in known if value), kept]
    if not mail:  # a name alone stands in its place
        return f"{name}{''.join(params[bool(who.name) :])}:{clean(who.name)}"
    return f"{name}{''.join(params)}:{mail if ':' in mail else f'mailto:{mail}'}"


def alarm_lines(alarm: Alarm) -> Iterator[str]:
    """A reminder as a component of its own."""
    yield "BEGIN:VALARM"
    yield f"ACTION:{clean(alarm.action) or 'DISPLAY'}"
    if alarm.at:
        yield f"TRIGGER;VALUE=DATE-TIME:{basic(alarm.at)}"
    else:
        before = alarm.minutes_before or 0
        related = ";RELATED=END" if alarm.from_end else ""
        yield f"TRIGGER{related}:{'-' if before >= 0 else ''}{_length(abs(before))}"
    if alarm.description:
        yield f"DESCRIPTION:{text(alarm.description)}"
    yield "END:VALARM"


def extra_lines(extra: Extra) -> Iterator[str]:
    """What has no field, as it came."""
    if extra.name == "BEGIN":  # a component that nobody here knows
        yield from (clean(line) for line in extra.value.split("\\n") if line.strip())
        return
    types = "".join(f";TYPE={param(kind)}" for kind in extra.types)
    params = "".join(f";{key}={param(value)}" for key, value in extra.params)
    if ("VALUE", "BINARY") in extra.params:
        params += ";ENCODING=BASE64"  # binary values have no other (RFC 5545, section 3.1.3)
    group = f"{extra.group}." if extra.group else ""
    yield f"{group}{extra.name}{types}{params}:{escaped_extra(clean(extra.value))}"
