"""A calendar of 50,000 appointments of ten years, every tenth of them a series, for measuring.

Of the series two fifths are weekly and end within a year, a fifth is weekly without an end, and
the rest are monthly or yearly without an end, or daily for ten days. In one year the same count
gives the same bytes.
"""

from __future__ import annotations

import os
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from measure import KEPT, child, code_digest

COUNT = 50_000
FIRST = datetime(datetime.now().year - 8, 1, 1, 8)  # the present year lies in it
DAYS = 3_652
_DAY_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def write(path: Path, count: int = COUNT) -> None:
    """Write the calendar."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ContactDesk//benchmark"]
    for number in range(count):
        lines += _event(number, random.Random(9_000_011 + number))
    path.write_bytes("\r\n".join([*lines, "END:VCALENDAR", ""]).encode())


def _event(number: int, rng: random.Random) -> list[str]:
    at = FIRST + timedelta(days=rng.randrange(DAYS), minutes=15 * rng.randrange(40))
    ends = at + timedelta(minutes=rng.choice((30, 60, 90)))
    lines = [
        "BEGIN:VEVENT", f"UID:{number}@b.example", "DTSTAMP:20240101T000000Z",
        f"DTSTART;TZID=Europe/Warsaw:{at:%Y%m%dT%H%M%S}",
        f"DTEND;TZID=Europe/Warsaw:{ends:%Y%m%dT%H%M%S}", f"SUMMARY:Meeting {number}",
        "LOCATION:Room 5",
    ]  # fmt: skip
    if number % 10 == 0:
        lines.append(f"RRULE:{_rule(number // 10 % 20, at)}")
    return [*lines, "END:VEVENT"]


def _rule(kind: int, at: datetime) -> str:
    day = _DAY_NAMES[at.weekday()]
    if kind < 8:
        until = at + timedelta(days=60 + 15 * kind)
        return f"FREQ=WEEKLY;BYDAY={day};UNTIL={until:%Y%m%dT%H%M%SZ}"
    if kind < 12:
        return f"FREQ=WEEKLY;BYDAY={day}"
    if kind < 15:
        place = (at.day - 1) // 7 + 1
        return f"FREQ=MONTHLY;BYDAY={place if place < 5 else -1}{day}"
    return "FREQ=YEARLY" if kind < 18 else "FREQ=DAILY;COUNT=10"


def book() -> Path:
    """A book of it, made once for every state of the sources."""
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / f"calendar-{code_digest()}.cdk"
    if not path.exists():
        for older in KEPT.glob("calendar-*.cdk"):
            older.unlink()
        child("calendars:fill_book", path)
    return path


def fill_book(path: str) -> dict[str, Any]:
    """Make the book through the ordinary import."""
    from contactdesk.operations.importing import import_files
    from contactdesk.store.book import Book

    part, calendar = Path(path).with_suffix(".part"), Path(path).with_suffix(".ics")
    part.unlink(missing_ok=True)
    write(calendar)
    with Book.open(part) as book:
        added = import_files(book, [calendar]).added
    if added != COUNT:
        raise RuntimeError(f"only {added} appointments came in")
    calendar.unlink()
    os.replace(part, path)
    return {"count": COUNT}
