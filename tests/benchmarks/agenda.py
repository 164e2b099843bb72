"""What happens in a year of a calendar of 50,000 appointments, 5,000 of them series.

`agenda` is reading the calendar's file and following all its series through one year, without a
book, as `contactdesk agenda FILE` does; beside it `icalendar` parses the same file and
`recurring-ical-events` expands the same year. Occurrences a second of each: a higher ratio is
better. `agenda_book` is the same year from a book. Ours and theirs run in turns, each in a process
of its own, and must come to the same number of occurrences.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import calendars
from measure import child, figure, folder, median

COUNT, RUNS = 50_000, 3
YEAR = calendars.FIRST.year + 5
ZONE = "Europe/Warsaw"  # of the calendar, and of the person


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """Two figures; `large` changes nothing."""
    del large
    os.environ["TZ"] = ZONE
    with folder() as place:
        path, book = place / "office.ics", calendars.book()
        calendars.write(path, COUNT)
        ours, inside, theirs = [], [], []
        for _turn in range(RUNS):
            ours.append(child("agenda:of_file", path))
            inside.append(child("agenda:of_book", book))
            theirs.append(child("agenda:expanded", path))
    counts = {run["count"] for run in (*ours, *inside, *theirs)}
    if len(counts) != 1:
        raise RuntimeError(f"not the same occurrences: {sorted(counts)}")
    many = counts.pop()
    floor = many / median([run["seconds"] for run in theirs])
    more = {"occurrences": many, "appointments": COUNT, "n": RUNS}
    for name, runs in (("agenda", ours), ("agenda_book", inside)):
        speed = many / median([run["seconds"] for run in runs])
        yield figure(name, speed, "occurrences/s", floor, "recurring-ical-events", **more)


def of_file(path: str) -> dict[str, Any]:
    """From the file's text to the occurrences."""
    from contactdesk.model.agenda import span_of
    from contactdesk.model.zones import zone_of
    from contactdesk.operations.agenda import read_agenda

    started = time.perf_counter()
    home = zone_of(ZONE)
    assert home is not None
    span = span_of(date(YEAR, 1, 1), date(YEAR + 1, 1, 1), home)
    found = read_agenda([path], span, 2_000_000).agenda
    return {"seconds": time.perf_counter() - started, "count": len(found.occurrences)}


def of_book(path: str) -> dict[str, Any]:
    """From a book that is open."""
    from contactdesk.model.agenda import span_of
    from contactdesk.model.zones import zone_of
    from contactdesk.store.book import Book

    home = zone_of(ZONE)
    assert home is not None
    with Book.open(path) as book:
        started = time.perf_counter()
        with book.read() as tx:
            span = span_of(date(YEAR, 1, 1), date(YEAR + 1, 1, 1), home)
            found = tx.events.agenda(span)
        return {"seconds": time.perf_counter() - started, "count": len(found.occurrences)}


def expanded(path: str) -> dict[str, Any]:
    """The floor: the two libraries that calendars in Python are read and expanded with."""
    from zoneinfo import ZoneInfo

    import icalendar
    import recurring_ical_events

    started = time.perf_counter()
    calendar = icalendar.Calendar.from_ical(Path(path).read_bytes())
    zone = ZoneInfo(ZONE)
    first, last = datetime(YEAR, 1, 1, tzinfo=zone), datetime(YEAR + 1, 1, 1, tzinfo=zone)
    found = recurring_ical_events.of(calendar).between(first, last)
    return {"seconds": time.perf_counter() - started, "count": len(found)}
