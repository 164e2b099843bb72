"""Time zones that a file describes itself: moments stay right, and nothing of it is lost."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import icalendar

from contactdesk.formats.event_difference import differing
from contactdesk.formats.ical_reading import Entry, entry_again, read_entries
from contactdesk.formats.ical_writing import write_calendar
from contactdesk.formats.zone_rules import Onset, same_zone, to_utc

FILE = Path(__file__).parents[1] / "data" / "calendar" / "own-zones.ics"
HOUR = timedelta(hours=1)


def read(data: bytes) -> dict[str, Entry]:
    found = list(read_entries(io.BytesIO(data)))
    return {each.event.uid.partition("@")[0]: each for each in found if each.event}


def codes(entry: Entry) -> list[str]:
    return [problem.code for problem in entry.problems]


def test_the_place_that_a_description_says_is_taken() -> None:
    entry = read(FILE.read_bytes())["place"]
    assert entry.event is not None
    assert (entry.event.starts_at, entry.event.time_zone) == (
        "2026-07-03T09:00:00",
        "Europe/Warsaw",
    )
    assert codes(entry) == []


def test_the_zone_that_keeps_the_same_rules_is_taken_and_a_place_in_the_name_goes_first() -> None:
    found = read(FILE.read_bytes())
    sydney, old = found["rules"].event, found["old"].event
    assert sydney is not None
    assert old is not None
    assert sydney.time_zone == "Australia/Sydney"
    assert sydney.exdates == ("2026-01-12T09:00:00",)
    assert old.time_zone == "America/New_York"


def test_a_time_by_rules_that_nobody_keeps_is_told_in_utc() -> None:
    entry = read(FILE.read_bytes())["alone"]
    assert entry.event is not None
    assert (entry.event.starts_at, entry.event.ends_at, entry.event.time_zone) == (
        "2026-07-03T07:43:00Z",
        "2026-07-03T08:43:00Z",
        "",
    )
    assert codes(entry) == ["zone-in-utc"]


def test_a_broken_description_costs_a_problem_and_never_the_entry() -> None:
    entry = read(FILE.read_bytes())["broken"]
    assert entry.event is not None
    assert (entry.event.starts_at, entry.event.time_zone) == ("2026-07-03T09:00:00", "Broken")
    assert codes(entry) == ["no-zone"]


def test_a_series_whose_rules_no_zone_keeps_later_takes_that_of_its_first_year() -> None:
    data = FILE.read_bytes().replace(b"19970902", b"20050902").replace(b"19971224", b"20091224")
    entry = read(data)["old"]
    assert entry.event is not None
    assert entry.event.time_zone == "America/New_York"
    assert codes(entry) == ["zone-by-first-year"]


def test_the_original_knows_its_zone_and_goes_out_with_it() -> None:
    entries = list(read_entries(io.BytesIO(FILE.read_bytes())))
    for each in entries:
        assert each.event is not None
        assert entry_again(each.raw, each.version) == each.event
    pairs = [(e.event, (e.raw, e.version)) for e in entries if e.event]
    data = b"".join(write_calendar(pairs))
    assert data.count(b"BEGIN:VTIMEZONE") == 4  # a broken one, other programs would refuse
    assert b"X-UNKNOWN:kept" in data
    assert b"DTSTART;TZID=Eastern:19970902T090000" in data
    icalendar.Calendar.from_ical(data)
    again = read(data)
    for each in entries:
        assert each.event is not None
        after = again[each.event.uid.partition("@")[0]].event
        assert after is not None
        assert differing(each.event, after) == ()


def test_two_files_that_mean_two_zones_by_one_name_both_keep_their_moments() -> None:
    one = read(FILE.read_bytes())["place"]
    other = read(FILE.read_bytes().replace(b"Europe/Warsaw", b"Asia/Tokyo"))["place"]
    assert one.event is not None
    assert other.event is not None
    second = replace(other.event, uid="tokyo@test.example")
    data = b"".join(write_calendar([(one.event, (one.raw, "2.0")), (second, (other.raw, "2.0"))]))
    again = read(data)
    zones = [again[uid].event.time_zone for uid in ("place", "tokyo")]  # type: ignore[union-attr]
    assert zones == ["Europe/Warsaw", "Asia/Tokyo"]


def test_an_hour_that_comes_twice_is_the_first_and_one_left_out_goes_on() -> None:
    spring = Onset(datetime(2026, 3, 29, 1), HOUR, 2 * HOUR)
    autumn = Onset(datetime(2026, 10, 25, 1), 2 * HOUR, HOUR)
    onsets = (spring, autumn)
    assert to_utc(onsets, datetime(2026, 3, 29, 2, 30)) == datetime(2026, 3, 29, 1, 30)
    assert to_utc(onsets, datetime(2026, 10, 25, 2, 30)) == datetime(2026, 10, 25, 0, 30)
    assert to_utc(onsets, datetime(2026, 10, 25, 3)) == datetime(2026, 10, 25, 2)
    assert same_zone(onsets, 2026, 2026, "Warsaw") == "Europe/Warsaw"
    assert same_zone(onsets, 2026, 2027, "Warsaw") == ""
