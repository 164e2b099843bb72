"""Calendars in: small files written by hand, one a quirk, and what a person must find of them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from contactdesk.formats.ical_reading import Entry, read_entries
from contactdesk.model.event import Attendee, Event

FILES = Path(__file__).parents[1] / "data" / "calendar"


def entries_of(name: str) -> list[Entry]:
    with open(FILES / name, "rb") as stream:
        return list(read_entries(stream))


def events_of(name: str) -> list[Event]:
    return [e.event for e in entries_of(name) if e.event is not None]


def read(*lines: str) -> Event:
    text = "\r\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT", ""))
    (entry,) = read_entries(io.BytesIO(text.encode()))
    assert entry.event is not None
    return entry.event


def codes(entry: Entry) -> list[tuple[int, str]]:
    return [(p.line, p.code) for p in entry.problems]


def test_a_zone_is_kept_by_its_name_whatever_its_definition_holds() -> None:
    (entry,) = entries_of("weekly-over-dst.ics")
    assert entry.problems == ()
    assert entry.event is not None
    assert (entry.event.starts_at, entry.event.time_zone) == (
        "2026-10-12T09:00:00",
        "Europe/Warsaw",
    )
    assert entry.event.rrule == "FREQ=WEEKLY;COUNT=4"


def test_vcalendar_is_translated() -> None:
    event, task = events_of("vcalendar.vcs")
    assert event.summary == "Zażółć gęślą jaźń"
    assert event.rrule == "FREQ=WEEKLY;UNTIL=20260315T000000Z;BYDAY=MO,WE"
    assert event.exdates == ("2026-03-04T09:00:00Z", "2026-03-09T09:00:00Z")
    assert event.categories == ("MEETING", "BUSINESS")
    assert (event.alarms[0].minutes_before, event.alarms[0].action) == (15, "AUDIO")
    assert event.organizer == Attendee("ewa@test.example", "Ewa Lis", "OWNER", "ACCEPTED")
    assert [a.email for a in event.attendees] == ["ewa@test.example", "jan@test.example"]
    assert event.status == "NEEDS-ACTION"
    assert [(e.name, e.value) for e in event.extra] == [("X-PHONE", "old\\;one")]
    assert (task.component, task.ends_at, task.priority) == ("task", "2026-03-05", 2)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("D1 #10", "FREQ=DAILY;COUNT=10"),
        ("D2 19971224T000000Z", "FREQ=DAILY;UNTIL=19971224T000000Z;INTERVAL=2"),
        ("W1 TU TH 19970602T090000", "FREQ=WEEKLY;UNTIL=19970602T090000;BYDAY=TU,TH"),
        ("W2 #0", "FREQ=WEEKLY;INTERVAL=2"),
        ("MP1 1+ FR #10", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR"),
        ("MP2 1+ SU 1- SU #10", "FREQ=MONTHLY;COUNT=10;INTERVAL=2;BYDAY=1SU,-1SU"),
        ("MP6 1+ MO 2+ TH 0900 #5", "FREQ=MONTHLY;COUNT=5;INTERVAL=6;BYDAY=1MO,2TH"),
        ("MD1 2 15 #10", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15"),
        ("MD1 1 LD #10", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1"),
        ("MD1 3- #0", "FREQ=MONTHLY;BYMONTHDAY=-3"),
        ("YM1 6 7 #10", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7"),
        ("YD3 1 100 200 #10", "FREQ=YEARLY;COUNT=10;INTERVAL=3;BYYEARDAY=1,100,200"),
        ("YM1 12", "FREQ=YEARLY;COUNT=2;BYMONTH=12"),
    ],
)
def test_the_old_grammar_of_repeating(old: str, new: str) -> None:
    assert read("DTSTART:19970101T090000", f"RRULE:{old}").rrule == new


def test_what_is_odd_in_one_entry_costs_the_others_nothing() -> None:
    one, two, three, four = entries_of("broken.ics")
    assert codes(one) == [(5, "no-time"), (3, "no-start")]
    assert codes(two) == [(13, "senseless"), (14, "cut"), (8, "end-before-start")]
    assert two.event is not None
    assert (two.event.summary, two.event.ends_at) == ("Ends before", "")
    assert three.event is not None
    assert three.event.description == "First line\nsecond line"
    assert codes(three) == [(20, "senseless"), (17, "odd-rule")]  # an alarm ends that never began
    assert three.event.summary == "Whole"
    assert four.event is not None
    assert (four.event.component, four.event.description) == ("journal", "here")
    assert "cut" in [code for _line, code in codes(four)]


def test_a_rule_nobody_understands_is_kept_and_told() -> None:
    text = "BEGIN:VEVENT\nDTSTART:20260101T100000\nRRULE:XX1 MO\nEND:VEVENT\n"
    (entry,) = read_entries(io.BytesIO(text.encode()))
    assert entry.event is not None
    assert entry.event.rrule == ""
    assert [(e.name, e.value) for e in entry.event.extra] == [("RRULE", "XX1 MO")]
    assert codes(entry) == [(3, "no-rule")]
    assert "RRULE:XX1 MO" in entry.text


def test_alarms_with_each_kind_of_trigger() -> None:
    event = read(
        "DTSTART:20260302T090000Z",
        *("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P1DT2H", "DESCRIPTION:Soon", "END:VALARM"),
        *("BEGIN:VALARM", "ACTION:AUDIO", "TRIGGER;RELATED=END:PT10M", "END:VALARM"),
        *("BEGIN:VALARM", "TRIGGER;VALUE=DATE-TIME:20260302T083000Z", "END:VALARM"),
    )
    assert [(a.minutes_before, a.from_end, a.at) for a in event.alarms] == [
        (26 * 60, False, ""),
        (-10, True, ""),
        (30, False, "2026-03-02T08:30:00Z"),
    ]


def test_times_in_every_spelling() -> None:
    assert read("DTSTART:20260302T090000+0100").starts_at == "2026-03-02T08:00:00Z"
    assert read("DTSTART:2026-03-02T09:00").starts_at == "2026-03-02T09:00:00"
    assert read("DTSTART:20260302T240000").starts_at == "2026-03-03T00:00:00"
    assert read("DTSTART;VALUE=DATE:20260302T090000").starts_at == "2026-03-02"
    assert read("DTSTART:20260229").starts_at == ""
    period = read("DTSTART:20260302", "RDATE;VALUE=PERIOD:20260401T100000Z/PT1H")
    assert period.rdates == ("2026-04-01T10:00:00Z/2026-04-01T11:00:00Z",)


def test_utf_16_and_bytes_that_are_no_utf_8() -> None:
    text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Żółw\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    (entry,) = read_entries(io.BytesIO(text.encode("utf-16")))
    assert entry.event is not None
    assert entry.event.summary == "Żółw"
    western = "BEGIN:VEVENT\nSUMMARY:Müller\nEND:VEVENT\n".encode("cp1252")
    (entry,) = read_entries(io.BytesIO(western))
    assert entry.event is not None
    assert entry.event.summary == "Müller"


def test_deep_nesting_is_left_out_and_told() -> None:
    deep = "BEGIN:X-A\n" * 100_000 + "END:X-A\n" * 100_000
    text = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:In\n{deep}END:VEVENT\nEND:VCALENDAR\n"
    (entry,) = read_entries(io.BytesIO(text.encode()))
    assert entry.event is not None
    assert entry.event.summary == "In"


def test_a_zone_nobody_knows_is_told_and_its_name_kept() -> None:
    text = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Planet Nine:20261124T090000\r\nEND:VEVENT\r\n"
    (entry,) = read_entries(io.BytesIO(text.encode()))
    assert codes(entry) == [(3, "no-zone")]
    assert entry.event is not None
    assert entry.event.time_zone == "Planet Nine"


def test_times_in_another_zone_than_the_start_name_the_occurrence_they_mean() -> None:
    event = read(
        "UID:1",
        "EXDATE;TZID=America/New_York:20260112T020000",
        "RDATE;TZID=America/New_York:20260113T020000,20260114T020000",
        "DTSTART;TZID=Europe/Warsaw:20260105T080000",
        "RRULE:FREQ=WEEKLY",
    )
    assert event.exdates == ("2026-01-12T08:00:00",)
    assert event.rdates == ("2026-01-13T08:00:00", "2026-01-14T08:00:00")
    moved = read(
        "UID:1",
        "RECURRENCE-ID;TZID=America/New_York:20260112T020000",
        "DTSTART;TZID=Europe/Warsaw:20260112T100000",
    )
    assert moved.recurrence_id == "2026-01-12T08:00:00"


def read_all(*lines: str) -> list[Any]:
    text = "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""))
    return list(read_entries(io.BytesIO(text.encode())))


def test_of_very_many_lines_parts_times_and_rules_the_first_are_read_and_the_rest_is_told() -> None:
    begin, end = (
        ("BEGIN:VEVENT", "UID:odd", "DTSTART:20261124T100000Z"),
        ("SUMMARY:x", "END:VEVENT"),
    )
    good = ("BEGIN:VEVENT", "UID:good", "SUMMARY:Good", "DTSTART:20261124T090000Z", "END:VEVENT")
    alarm = ("BEGIN:VALARM", "TRIGGER:-PT5M", "END:VALARM")
    for many, code in (
        (["X-A:b"] * 50_000, "too-many-lines"),
        ([*alarm] * 3_000, "too-many"),
        ([f"RRULE:FREQ=DAILY;COUNT={n}" for n in range(1, 200)], "too-many"),
        (["EXDATE:" + ",".join(["20261124T100000Z"] * 60_000)], "too-many"),
    ):
        odd, other = read_all(*begin, *many, *end, *good)
        assert code in [problem.code for problem in odd.problems], code
        assert (odd.event.uid, other.event.summary, other.line) == (
            "odd", "Good", 2 + len(begin) + len(many) + len(end) + 1,
        )  # fmt: skip


def test_a_long_folded_line_is_whole_and_lines_after_it_keep_their_numbers() -> None:
    (entry,) = read_all(
        "BEGIN:VEVENT", "SUMMARY:a", *[" b", "\tc"] * 20_000, "DTSTART:never", "END:VEVENT"
    )
    assert entry.event.summary == "a" + "bc" * 20_000
    assert (40_005, "no-time") in [(p.line, p.code) for p in entry.problems]
