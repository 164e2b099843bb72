"""What is passed over in calendars costs the entries beside it nothing."""

from __future__ import annotations

import io

import pytest

from contactdesk.formats.calendar_lines import components
from contactdesk.formats.calendar_writers import written
from contactdesk.formats.ical_reading import Entry, read_entries

GOOD = "BEGIN:VEVENT\nUID:good\nSUMMARY:Good\nDTSTART:20261124T090000Z\nEND:VEVENT\n"
RULES = (
    "BEGIN:STANDARD\nDTSTART:19701025T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\n"
    "BEGIN:DAYLIGHT\nDTSTART:19700329T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\n"
)


def read(text: str) -> list[Entry]:
    return list(read_entries(io.BytesIO(text.replace("\n", "\r\n").encode())))


def told(text: str) -> list[tuple[str, str, list[str]]]:
    return [(e.event.uid, e.event.summary, [p.code for p in e.problems])
            for e in read(text) if e.event]  # fmt: skip


def in_zone(name: str) -> str:
    start = f"DTSTART;TZID={name}:20261124T090000"
    return GOOD.replace("DTSTART:20261124T090000Z", start)


def zone(name: str) -> str:
    return f"BEGIN:VTIMEZONE\nTZID:{name}\n{RULES}END:VTIMEZONE\n"


def test_an_appointment_that_is_cut_off_outside_of_a_calendar_comes_in() -> None:
    cut = "BEGIN:VEVENT\nUID:cut\nSUMMARY:Cut\nDTSTART:20261124T090000Z\n"
    assert told(cut + GOOD) == [("cut", "Cut", ["cut"]), ("good", "Good", [])]


@pytest.mark.parametrize("around", ["{}", "BEGIN:VCALENDAR\n{}END:VCALENDAR\n"])
@pytest.mark.parametrize("between", ["", "\n", " \n"])
def test_what_begins_many_times_is_one_appointment(around: str, between: str) -> None:
    begins = f"BEGIN:VEVENT\n{between}" * 3
    assert told(around.format(begins + GOOD)) == [("good", "Good", ["cut"])]


def test_a_zone_right_after_the_beginning_of_the_calendar_is_read() -> None:
    (entry,) = read(f"BEGIN:VCALENDAR\n{zone('Own')}{in_zone('Own')}END:VCALENDAR\n")
    assert entry.event is not None
    assert (entry.event.time_zone, entry.problems) == ("Europe/Berlin", ())


@pytest.mark.parametrize("odd", ["X-ODD:1\n", "BEGIN:X-ODD\nX-A:1\nEND:X-ODD\n", "BEGIN:X-ODD\n"])
def test_a_zone_with_something_unknown_in_it_is_read(odd: str) -> None:
    block = zone("Own").replace("END:VTIMEZONE", f"{odd}END:VTIMEZONE")
    (entry,) = read(f"BEGIN:VCALENDAR\n{block}{in_zone('Own')}END:VCALENDAR\n")
    assert entry.event is not None
    assert entry.event.time_zone == "Europe/Berlin"


def test_of_two_zones_with_one_name_the_first_counts_and_a_folded_name_is_whole() -> None:
    other = zone("Own").replace("+0100", "+0900").replace("+0200", "+1000")
    long = "A place with a name that is longer than a line of such a file may be (always)"
    blocks = zone("Own") + other + zone(f"{long[:60]}\n {long[60:]}")
    first, second = read(f"BEGIN:VCALENDAR\n{blocks}{in_zone('Own')}{in_zone(long)}END:VCALENDAR\n")
    assert first.event is not None
    assert second.event is not None
    assert first.event.time_zone == second.event.time_zone == "Europe/Berlin"
    assert "+0900" not in first.text + first.raw.decode()
    assert long.encode() in second.raw


def test_zones_that_no_entry_names_are_not_read() -> None:
    blocks = "".join(zone(f"Own{n}") for n in range(50))
    (calendar,) = components(f"BEGIN:VCALENDAR\n{blocks}{GOOD}".encode(), zones_aside=True)
    assert [child.name for child in calendar.children] == ["VEVENT"]
    assert b"".join(calendar.zones) == blocks.encode()


def test_what_a_zone_says_many_times_is_kept_once_with_each_entry() -> None:
    block = zone("Own").replace(RULES, RULES * 40)
    (entry,) = read(f"BEGIN:VCALENDAR\n{block}{in_zone('Own')}END:VCALENDAR\n")
    assert entry.raw.count(b"BEGIN:DAYLIGHT") == 1
    assert entry.event is not None
    assert entry.event.time_zone == "Europe/Berlin"


@pytest.mark.parametrize(
    "odd",
    [
        "BEGIN:X-ODD\nX-A:1\n",
        "BEGIN:X-ODD\nBEGIN:X-ODD\nEND:X-ODD\n",
        "BEGIN:X-ODD\nBEGIN:X-MORE\nX-A:1\nEND:X-MORE\nEND:X-ODD\n",
        "BEGIN:VFREEBUSY\nFREEBUSY:20261124T090000Z/PT1H\nEND:VFREEBUSY\n",
        "END:VEVENT\nEND:X-ODD\n",
        "BEGIN:X-ODD\n" * 100,
        "BEGIN:X-ODD\nEND:X-ODD\n" * 100,
    ],
)
def test_what_nobody_knows_takes_no_entry_with_it(odd: str) -> None:
    other = GOOD.replace("good", "other")
    whole = f"BEGIN:VCALENDAR\nVERSION:2.0\n{odd}{GOOD}{odd}{other}{odd}END:VCALENDAR\n"
    assert [uid for uid, *_rest in told(whole + whole)] == ["good", "other"] * 2


def test_entries_within_what_nobody_knows_come_in() -> None:
    odd = f"BEGIN:X-GROUP\nX-A:1\n{GOOD}END:X-GROUP\n"
    assert told(f"BEGIN:VCALENDAR\n{odd}END:VCALENDAR\n") == [("good", "Good", [])]


def test_an_entry_keeps_what_stands_behind_too_many_reminders() -> None:
    alarms = "BEGIN:VALARM\nTRIGGER:-PT5M\nEND:VALARM\n" * 600
    odd = GOOD.replace("SUMMARY:Good\n", f"{alarms}SUMMARY:Good\nDTEND:never\n")
    (entry,) = read(f"BEGIN:VCALENDAR\n{odd}END:VCALENDAR\n")
    assert entry.event is not None
    assert (entry.event.summary, len(entry.event.alarms)) == ("Good", 500)
    lines = {problem.code: problem.line for problem in entry.problems}
    assert lines == {"too-many": 4 + 3 * 500, "no-time": 5 + 3 * 600}


def test_lines_are_counted_over_what_is_passed_over() -> None:
    odd = GOOD.replace("20261124T090000Z", "never")
    before = "\n\n" + "BEGIN:VCALENDAR\nX-A:1\nEND:VCALENDAR\n" * 3
    parts = "BEGIN:X-A\nEND:X-A\n" * 5 + zone("Own") * 2 + "END:X\nEND:Y\n" + "\n" * 7
    text = f"{before}BEGIN:VCALENDAR\n{parts}BEGIN:VEVENT\n{odd}END:VCALENDAR\n"
    (entry,) = read(text)
    place = text.split("\n").index("DTSTART:never") + 1
    assert [(p.line, p.code) for p in entry.problems if p.code == "no-time"] == [(place, "no-time")]


def test_what_is_no_text_hides_no_beginning() -> None:
    hidden = GOOD.replace("BEGIN", "BE\0\x01GIN").replace("good", "hidden")
    start = "BEGIN:VEVENT\nUID:odd\nSUMMARY:O\x02dd\nDTSTART:20261124T090000Z\n"
    entries = read(f"BEGIN:VCALENDAR\nVERSION:2.0\n{start}{hidden}END:VCALENDAR\n")
    assert [entry.event.uid for entry in entries if entry.event] == ["odd", "hidden"]
    pairs = [(entry.event, (entry.raw, entry.version)) for entry in entries if entry.event]
    for format_ in ("ical", "vcal"):
        out = b"".join(written(format_, pairs).pieces)
        again = [entry.event for entry in read_entries(io.BytesIO(out)) if entry.event]
        assert [event.summary for event in again] == ["Odd", "Good"]


def test_the_end_of_a_rule_that_is_no_day_is_written_to_old_calendars_as_it_came() -> None:
    rule = "RRULE:FREQ=DAILY;UNTIL=09985612T000000Z\n"
    odd = in_zone("Europe/Berlin").replace("END:VEVENT", f"{rule}END:VEVENT")
    (entry,) = read(f"BEGIN:VCALENDAR\nVERSION:2.0\n{odd}END:VCALENDAR\n")
    assert entry.event is not None
    out = b"".join(written("vcal", [(entry.event, (entry.raw, entry.version))]).pieces)
    (again,) = read_entries(io.BytesIO(out))
    assert again.event is not None
    assert (again.event.summary, again.event.starts_at) == ("Good", "2026-11-24T09:00:00")
