"""The values of jCal (RFC 7265) beside those of iCalendar: types, times and rules."""

from __future__ import annotations

import re
from typing import Any

TYPES = {
    "acknowledged": "date-time", "attach": "uri", "attendee": "cal-address",
    "calscale": "text", "categories": "text", "class": "text", "color": "text", "comment": "text",
    "completed": "date-time", "conference": "uri", "contact": "text", "created": "date-time",
    "description": "text", "dtend": "date-time", "dtstamp": "date-time", "dtstart": "date-time",
    "due": "date-time", "duration": "duration", "exdate": "date-time", "exrule": "recur",
    "freebusy": "period", "geo": "float", "image": "uri", "last-modified": "date-time",
    "location": "text", "method": "text", "name": "text", "organizer": "cal-address",
    "percent-complete": "integer", "priority": "integer", "prodid": "text", "rdate": "date-time",
    "recurrence-id": "date-time", "refresh-interval": "duration", "related-to": "text",
    "repeat": "integer", "request-status": "text", "resources": "text", "rrule": "recur",
    "sequence": "integer", "source": "uri", "status": "text", "summary": "text",
    "transp": "text", "trigger": "duration", "tzid": "text", "tzname": "text",
    "tzoffsetfrom": "utc-offset", "tzoffsetto": "utc-offset", "tzurl": "uri", "uid": "text",
    "url": "uri", "version": "text",
}  # fmt: skip
"""What a property's value is where VALUE does not say (RFC 5545, section 3.8; RFC 7986; 9074)."""

LISTS = frozenset({"categories", "exdate", "freebusy", "rdate", "resources"})
STRUCTURED = {"geo": ";", "request-status": ";"}
TIMES = frozenset({"date", "date-time", "time"})
_NUMBERS = frozenset({"count", "interval", "bysecond", "byminute", "byhour", "bymonthday",
                      "byyearday", "byweekno", "bymonth", "bysetpos"})  # fmt: skip
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?")
_EXTENDED = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})(Z?))?", re.IGNORECASE)
_OFFSET = re.compile(r"([+-]\d{2})(\d{2})(\d{2})?")
_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,15})")
_NAME = re.compile(r"[A-Za-z0-9-]+")


def extended(value: str) -> str:
    """A date or time as jCal writes it ("2026-03-02T09:00:00Z"); others as they are."""
    found = _BASIC.fullmatch(value)
    if found is None:
        return value
    year, month, day, hour, minute, second, zone = found.groups()
    date = f"{year}-{month}-{day}"
    return date if hour is None else f"{date}T{hour}:{minute}:{second}{zone}"


def basic(value: str) -> str:
    """The same as iCalendar writes it ("20260302T090000Z")."""
    if not _EXTENDED.fullmatch(value):
        return value
    return value.replace("-", "").replace(":", "").upper()


def offset(value: str) -> str:
    """A distance from UTC as jCal writes it ("-05:00")."""
    found = _OFFSET.fullmatch(value)
    return ":".join(part for part in found.groups() if part) if found else value


def number(value: str) -> Any:
    """A whole number, or the text where it is none that is written like this."""
    return int(value) if _INTEGER.fullmatch(value) and value != "-0" else value


def recur(value: str) -> Any:
    """A rule as an object, or its text where an object would not say it all."""
    found: dict[str, Any] = {}
    for part in value.split(";"):
        name, equals, stated = part.partition("=")
        key = name.strip().lower()
        if not equals or not _NAME.fullmatch(key) or key in found or not stated:
            return value
        values = [_part(key, each) for each in stated.split(",")]
        found[key] = values if len(values) > 1 else values[0]
    return found


def _part(key: str, stated: str) -> Any:
    if key == "until":
        return extended(stated)
    return number(stated) if key in _NUMBERS else stated


def recur_text(value: Any) -> str:
    """A rule as iCalendar writes it."""
    if not isinstance(value, dict):
        return plain(value)
    parts = []
    for name, stated in list(value.items())[:100]:
        if _NAME.fullmatch(name):
            values = stated if isinstance(stated, list) else [stated]
            said = ",".join(basic(plain(each)) for each in values[:1000])
            parts.append(f"{name.upper()}={said}")
    return ";".join(parts)


def plain(value: Any) -> str:
    """One value of JSON as text; nothing for what is no single value."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    return str(value) if isinstance(value, (int, float)) else ""
