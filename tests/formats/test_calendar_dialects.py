"""Calendars as single programs and telephones write them: a file each."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from contactdesk.formats.calendar_values import duration
from contactdesk.formats.ical_reading import entry_again, read_entries
from contactdesk.formats.ical_writing import entry as ical_entry
from contactdesk.model.event import Event
from contactdesk.model.zones import zone_of

FILES = Path(__file__).parents[1] / "data" / "calendar"


def events_of(name: str) -> dict[str, Event]:
    with open(FILES / name, "rb") as stream:
        entries = list(read_entries(stream))
    assert [entry.problems for entry in entries] == [()] * len(entries)
    return {entry.event.uid: entry.event for entry in entries if entry.event is not None}


def test_zones_by_what_outlook_shows_people() -> None:
    events = events_of("outlook-zones.ics")
    colons = events["colons"]
    assert (colons.starts_at, colons.ends_at) == ("2026-07-06T09:00:00", "2026-07-06T10:00:00")
    assert colons.time_zone == "Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London"
    assert events["shown"].exdates == ("2026-07-13T09:00:00",)
    offset = events["offset"]
    assert (offset.starts_at, offset.ends_at) == ("2026-07-06T09:00:00", "2026-07-06T10:00:00")
    assert [alarm.minutes_before for alarm in offset.alarms] == [30]


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("(GMT-07:00) Arizona", "America/Phoenix"), ("(UTC+02:00) Cairo", "Africa/Cairo"),
        ("(UTC-03:00) Brasília", "America/Sao_Paulo"), ("Cairo", None),
        ("GMT+0100", "Etc/GMT-1"), ("UTC-3", "Etc/GMT+3"), ("+00:00", "Etc/UTC"),
        ("GMT+5:30", "Asia/Kolkata"), ("Z", "Etc/UTC"), ("UTC+99", None), ("GMT-0330", None),
        ("europe/warsaw", "Europe/Warsaw"), ("AMERICA/NEW_YORK", "America/New_York"),
    ],
)  # fmt: skip
def test_zones_that_are_no_keys_of_the_database(name: str, zone: str | None) -> None:
    found = zone_of(name)
    assert (found and found.key) == zone


def test_rules_as_telephones_shorten_them() -> None:
    events = events_of("telephone-rules.vcs")
    assert {uid: event.rrule for uid, event in events.items()} == {
        "half-a-time": "FREQ=DAILY;UNTIL=20261231",
        "no-space": "FREQ=DAILY;COUNT=5",
        "no-sign": "FREQ=MONTHLY;COUNT=4;BYDAY=1TU",
        "no-interval": "FREQ=MONTHLY;BYDAY=FR",
        "dollar": "FREQ=MONTHLY;COUNT=2;INTERVAL=6;BYDAY=1MO,2TH",
        "days-of-months": "FREQ=YEARLY;BYMONTH=11;BYDAY=1TU",
    }
    organizer = events["no-space"].organizer
    assert organizer is not None
    assert organizer.email == "ewa@example.com"
    assert [(a.email, a.name) for a in events["half-a-time"].attendees] == [
        ("jan@example.com", "Jan Lis"),
        ("ewa@example.com", "Ewa"),
    ]


def test_times_and_rules_that_say_a_little_too_much() -> None:
    events = events_of("loose-times.ics")
    half = events["half"]
    assert (half.starts_at, half.ends_at) == ("2026-01-05T07:20:00", "2026-01-05T08:20:00")
    assert half.rrule == "FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260120"
    twice = events["twice"]
    assert (twice.starts_at, twice.duration_minutes) == ("2026-01-05", 36 * 60)
    assert twice.rrule == "FREQ=DAILY;UNTIL=20260107"


def test_rules_and_lists_of_times_whose_separators_were_escaped() -> None:
    text = (
        "BEGIN:VEVENT\r\nDTSTART:20260107T070000\r\n"
        "RRULE:FREQ=WEEKLY\\;COUNT=4\\;BYDAY=WE\\,TH\r\n"
        "EXDATE:20260108T070000\\,20260114T070000\r\nEND:VEVENT\r\n"
    )
    (entry,) = read_entries(io.BytesIO(text.encode()))
    assert entry.event is not None
    assert entry.event.rrule == "FREQ=WEEKLY;COUNT=4;BYDAY=WE,TH"
    assert entry.event.exdates == ("2026-01-08T07:00:00", "2026-01-14T07:00:00")


def test_lengths_as_they_are_written_and_what_is_none() -> None:
    quarter = timedelta(minutes=15)
    assert [duration(text) for text in ("-PT15M", "PT-15M", "-P15M", "- PT15M")] == [-quarter] * 4
    assert duration("PT1W1D2H") == timedelta(days=8, hours=2)
    assert [duration(text) for text in ("", "1H", "P1X", "PT5", "P1H30D")] == [None] * 5


def test_a_journal_with_several_descriptions_keeps_them_all_until_they_are_edited() -> None:
    data = (FILES / "journal-of-several-days.ics").read_bytes()
    (entry,) = read_entries(io.BytesIO(data))
    assert entry.event is not None
    said = "Monday: met the builders, signed.\n\nTuesday:\nwaited for the lorry."
    assert entry.event.description == said
    lines = (FILES / "journal-of-several-days.ics").read_bytes().count(b"DESCRIPTION")
    kept = ical_entry(entry.event, (entry.raw, entry.version))
    assert kept.count(b"DESCRIPTION") == lines
    edited = replace(entry.event, description="All of it anew")
    again = ical_entry(edited, (entry.raw, entry.version))
    assert again.count(b"DESCRIPTION") == 1
    assert b"X-MOOD:fine" in again
    read = entry_again(again, "2.0")
    assert read is not None
    assert read.description == "All of it anew"


def test_an_entry_of_nothing_but_a_description_is_not_empty() -> None:
    data = b"BEGIN:VJOURNAL\r\nDESCRIPTION:Said\r\nEND:VJOURNAL\r\n"
    (entry,) = read_entries(io.BytesIO(data))
    assert entry.event is not None
    assert (entry.event.description, entry.problems) == ("Said", ())


def test_an_owner_who_is_also_expected_is_the_organizer_of_an_old_calendar() -> None:
    owner = b"ATTENDEE;ROLE=OWNER;STATUS=ACCEPTED;EXPECT=REQUIRE:Jan Lis <jan@lis.example>"
    lines = (b"BEGIN:VCALENDAR", b"VERSION:1.0", b"BEGIN:VEVENT", b"DTSTART:20261124T100000", owner,
             b"END:VEVENT", b"END:VCALENDAR", b"")  # fmt: skip
    (entry,) = read_entries(io.BytesIO(b"\r\n".join(lines)))
    assert entry.event is not None
    assert entry.event.organizer is not None
    assert (entry.event.organizer.email, entry.event.organizer.name) == (
        "jan@lis.example",
        "Jan Lis",
    )
