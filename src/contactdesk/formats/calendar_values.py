"""Times, durations and people of calendar files as the model has them (RFC 5545, section 3.3)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from contactdesk.formats.calendar_lines import CalendarLine, Component
from contactdesk.formats.content_lines import unescape
from contactdesk.model.event import Attendee
from contactdesk.model.zones import zone_of

_MOMENT = re.compile(
    r"(\d{4})[-/]?(\d{2})[-/]?(\d{2})"
    r"(?:\s*T?\s*(\d{2})(?::?(\d{2}))?(?::?(\d{2}))?(?:[.,]\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?T?",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"([+-])?PT?([+-])?(?:(\d{1,6})W)?(?:(\d{1,6})D)?"
    r"T?(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?",
    re.IGNORECASE,
)
"""Some leave the T out, write it too early, or put the sign after it."""
LONGEST_NAME = 200
_MAIL = re.compile(r"[^\s<>:;,\"]+@[^\s<>:;,\"]+")
_ADDRESS = re.compile(r"(?:\"?([^\"<]*?)\"?\s*)?<([^<>]+)>\s*")
_LAST_WORD = re.compile(r"([^@:<>]+)\s([^\s<>:;,\"'@]+@[^\s<>:;,\"'@]+)")
_EXPECTED = {"REQUIRE": "REQ-PARTICIPANT", "REQUEST": "OPT-PARTICIPANT", "FYI": "NON-PARTICIPANT"}
"""What vCalendar 1.0 says of a guest beside ROLE, in words of iCalendar."""


def moment(value: str, whole_day: bool = False) -> str:
    """A date or time as the model writes it, or "" when it is none.

    `whole_day` is for VALUE=DATE: a time that stands there all the same is left out.
    """
    found = _MOMENT.fullmatch(value.strip())
    if found is None:
        return ""
    year, month, day, hour, minute, second, zone = found.groups()
    try:
        stated = date(int(year), int(month), int(day))
        if whole_day or hour is None:
            return stated.isoformat()
        return _time(stated, int(hour), int(minute or 0), int(second or 0), zone or "")
    except (ValueError, OverflowError):
        return ""


def _time(day: date, hour: int, minute: int, second: int, zone: str) -> str:
    later = timedelta()
    if hour == 24 and not minute and not second:
        hour, later = 0, timedelta(days=1)
    at = datetime(day.year, day.month, day.day, hour, minute, min(second, 59)) + later
    if not zone:
        return at.isoformat()
    if zone not in "Zz":
        digits = zone[1:].replace(":", "")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        at = at.replace(tzinfo=timezone(-offset if zone[0] == "-" else offset)).astimezone(UTC)
    return at.replace(tzinfo=None).isoformat() + "Z"


def moment_of(line: CalendarLine) -> str:
    """The time that a line states."""
    return moment(line.value, line.head.value_type == "date")


MOST_TIMES = 50_000
"""Times that are read of one entry (EXDATE, RDATE)."""


def moments_of(line: CalendarLine, most: int) -> list[str]:
    """The times of a line that lists some (`EXDATE:a,b`, in vCalendar `a;b`); "" for one that is
    none. A period is "start/end". Of more than so many, one more than that is read.
    """
    found: list[str] = []
    for each in re.split(r"\\*[,;]", line.value, maxsplit=most + 1):  # some escape what parts them
        if len(found) > most:
            break
        start, slash, end = each.strip().partition("/")
        begins = moment(start, line.head.value_type == "date")
        if slash and begins:
            ends = moment(end) or _end_after(begins, end)
            found.append(f"{begins}/{ends}" if ends else begins)
        elif each.strip():
            found.append(begins)
    return found


def _end_after(begins: str, length: str) -> str:
    lasts = duration(length)
    if lasts is None or len(begins) == 10:
        return ""
    at = datetime.fromisoformat(begins.removesuffix("Z")) + lasts
    return at.isoformat() + ("Z" if begins.endswith("Z") else "")


def duration(value: str) -> timedelta | None:
    """A length of time (`P1DT2H`, `-PT15M`), or None when it is none."""
    found = _DURATION.fullmatch("".join(value.split()))
    if found is None or not any(found.groups()[2:]):
        return timedelta() if found and value.strip().upper() in ("PT", "P", "P0") else None
    before, after, *parts = found.groups()
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in parts)
    try:
        lasts = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return None
    return -lasts if "-" in (before, after) else lasts


def minutes(lasts: timedelta) -> int:
    """Whole minutes of a length of time."""
    return round(lasts.total_seconds() / 60)


def attendee(line: CalendarLine) -> Attendee:
    """Who a line of ATTENDEE or ORGANIZER names.

    vCalendar 1.0 writes `ATTENDEE;ROLE=OWNER;STATUS=ACCEPTED:Jan <jan@example.com>`.
    """
    head, value = line.head, line.value.strip()
    if is_mail := value[:7].lower() == "mailto:":
        value = value[7:].strip()
    name, mail = head.param("CN"), value
    if found := _ADDRESS.fullmatch(value) or _LAST_WORD.fullmatch(value):
        name, mail = name or (found[1] or "").strip(" '\""), found[2].strip()
    elif not is_mail and not _MAIL.fullmatch(value):
        mail = head.param("EMAIL")
        name = name or ("" if ":" in value else value)
        if not mail and ":" in value:  # an identifier of another kind, as servers have them
            mail = value
    stated = head.param("PARTSTAT") or head.param("STATUS")
    stated = "NEEDS-ACTION" if stated.upper() == "NEEDS ACTION" else stated.upper()
    role = _EXPECTED.get(head.param("EXPECT").upper(), head.param("ROLE").upper())
    return Attendee(
        mail.strip(), name.strip(), role, stated,
        head.param("CUTYPE").upper(),
    )  # fmt: skip


def calendar_name(component: Component) -> str:
    """What the calendar of a component calls itself (X-WR-CALNAME; NAME, RFC 7986), or ""."""
    calendar = component.calendar
    for key in ("X-WR-CALNAME", "NAME"):
        line = calendar.first(key) if calendar else None
        if line is not None and (name := " ".join(unescape(line.value).split())):
            return name[:LONGEST_NAME]
    return ""


def sent_for(component: Component) -> str:
    """What the calendar of a component was sent for (METHOD), in capitals, or ""."""
    line = component.calendar.first("METHOD") if component.calendar else None
    return line.value.strip().upper() if line is not None else ""


def clock_of_start(at: str, zone: str, starts: str, own: str) -> str:
    """A time of another zone (a flight lands) as the clock says where what `starts` begins."""
    if len(starts) <= len("2026-11-24") or len(at) == len("2026-11-24"):
        return at
    ours, theirs = (
        "UTC" if moment.endswith("Z") else named for moment, named in ((starts, own), (at, zone))
    )
    here, there = zone_of(ours), zone_of(theirs)
    if ours == theirs or here is None or there is None:
        return at
    try:
        stated = datetime.fromisoformat(at.removesuffix("Z")).replace(tzinfo=there)
        moved = stated.astimezone(here).replace(tzinfo=None).isoformat()
    except (OverflowError, ValueError):
        return at
    return moved + ("Z" if starts.endswith("Z") else "")
