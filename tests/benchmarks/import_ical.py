"""A calendar of 20,000 appointments from reading to commit, end to end.

`import_ical` is appointments a second, beside `icalendar.from_ical` merely parsing the same file
(so here a *higher* ratio is better). A quarter of them repeat, every tenth has an attendee and a
reminder. Ours and the parser run in turns; speeds are those of the median runs. `import_ical_same`
is the same file a second time, which changes nothing. `import_ical_stall` is the longest gap of the
window's event loop while the file comes in, as `ui_stall.py` has it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from measure import child, figure, folder, median

COUNT = 20_000
RUNS = 3
RULES = ("FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=DAILY;COUNT=10", "FREQ=MONTHLY;BYDAY=2TU",
         "FREQ=WEEKLY;UNTIL=20271231T220000Z")  # fmt: skip


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """Speed of a new file, and of the same again."""
    del large
    with folder() as place:
        calendar = place / "office.ics"
        write(calendar, COUNT)
        ours, theirs = [], []
        for turn in range(RUNS):
            ours.append(child("import_ical:import_into", place / f"{turn}.cdk", calendar))
            theirs.append(child("import_ical:parse_only", calendar)["seconds"])
        under = [child("ui_stall:imported", place / f"w{n}", calendar) for n in range(RUNS)]
    floor = COUNT / median(theirs)
    for name, key in (("import_ical", "seconds"), ("import_ical_same", "again")):
        speed = COUNT / median([run[key] for run in ours])
        yield figure(name, speed, "events/s", floor, "icalendar.from_ical", n=RUNS)
    gap, rest = (median([run[key] for run in under]) for key in ("longest", "idle"))
    yield figure("import_ical_stall", gap, "ms", rest, "the same window at rest", n=RUNS)


def write(path: Path, count: int) -> None:
    """The same count gives the same bytes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ContactDesk//benchmark"]
    for number in range(count):
        lines += _event(number, random.Random(7_000_003 + number))
    path.write_bytes("\r\n".join([*lines, "END:VCALENDAR", ""]).encode())


def _event(number: int, rng: random.Random) -> list[str]:
    at = datetime(2024, 1, 1, 8) + timedelta(days=rng.randrange(1200), minutes=rng.randrange(600))
    ends = at + timedelta(minutes=rng.choice((30, 60, 90)))
    lines = [
        "BEGIN:VEVENT", f"UID:{number}@b.example", "DTSTAMP:20240101T000000Z",
        f"DTSTART;TZID=Europe/Warsaw:{at:%Y%m%dT%H%M%S}",
        f"DTEND;TZID=Europe/Warsaw:{ends:%Y%m%dT%H%M%S}",
        f"SUMMARY:Meeting {number} about offers\\, really", "LOCATION:Room 5", "STATUS:CONFIRMED",
        "DESCRIPTION:Some text that is a bit longer than the line\\nand has two lines in it to fo",
        " ld as programs do",
    ]  # fmt: skip
    if number % 4 == 0:
        lines.append(f"RRULE:{rng.choice(RULES)}")
    if number % 10 == 0:
        lines += [
            f"ATTENDEE;CN=Somebody {number};PARTSTAT=ACCEPTED:mailto:p{number}@b.example",
            "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M", "END:VALARM",
        ]  # fmt: skip
    return [*lines, "END:VEVENT"]


def import_into(book_path: str, calendar: str) -> dict[str, Any]:
    """The ordinary import into a new book, and once more; the clock runs from call to return."""
    from contactdesk.operations.importing import import_files
    from contactdesk.store.book import Book

    with Book.open(book_path) as book:
        took = []
        for expected in ("added", "unchanged"):
            started = time.perf_counter()
            report = import_files(book, [Path(calendar)])
            took.append(time.perf_counter() - started)
            if getattr(report, expected) != COUNT:
                raise SystemExit(f"not all were {expected}: {report}")
    return {"seconds": took[0], "again": took[1]}


def parse_only(calendar: str) -> dict[str, Any]:
    """The floor: icalendar reads the file and nothing is kept."""
    import icalendar

    data = Path(calendar).read_bytes()
    started = time.perf_counter()
    read = icalendar.Calendar.from_ical(data)
    return {"seconds": time.perf_counter() - started, "entries": len(read.subcomponents)}
