"""vCalendar 1.0 out: what it can hold is read again as it was, what it cannot is told."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from contactdesk.formats.event_difference import differing
from contactdesk.formats.ical_reading import Entry, read_entries
from contactdesk.formats.vcal_fitting import Fitted, fitted
from contactdesk.formats.vcal_rules_out import old_rule
from contactdesk.formats.vcal_writing import write_calendar
from contactdesk.formats.vcalendar_rules import rule_of
from contactdesk.model.agenda import agenda, span_of
from contactdesk.model.contact import Extra
from contactdesk.model.event import Alarm, Attendee, Event

DATA = Path(__file__).parents[1] / "data" / "calendar"
FILES = sorted([*DATA.rglob("*.ics"), *DATA.rglob("*.vcs")])
WARSAW = ZoneInfo("Europe/Warsaw")


def read(data: bytes) -> list[Entry]:
    return list(read_entries(io.BytesIO(data)))


def fit(*events: Event) -> list[Fitted]:
    return [each for each in fitted((event, None) for event in events) if each]


def written(*events: Event) -> bytes:
    return b"".join(write_calendar(fit(*events)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("kept", [False, True], ids=["anew", "as it came"])
def test_every_file_says_what_it_can_when_it_was_written(path: Path, kept: bool) -> None:
    pairs = [(e.event, (e.raw, e.version) if kept else None)
             for e in read(path.read_bytes()) if e.event]  # fmt: skip
    fits = [each for each in fitted(pairs) if each]
    data = b"".join(write_calendar(fits))
    again = read(data)
    assert len(again) == len(fits)
    for before, after in zip(fits, again, strict=True):
        assert after.event is not None
        assert set(differing(before.event, after.event)) <= ({"uid"} - {before.event.uid and "uid"})


def test_an_old_file_goes_out_as_it_came_and_an_edit_changes_its_line_alone() -> None:
    came = read((DATA / "vcalendar.vcs").read_bytes())
    pairs = [(e.event, (e.raw, e.version)) for e in came if e.event]
    assert not any(each.lost for each in fitted(pairs) if each)
    data = b"".join(write_calendar(each for each in fitted(pairs) if each))
    assert b"AALARM:20260302T084500Z;PT5M;2;bell.wav\r\n" in data
    first, original = pairs[0]
    edited = replace(first, location="Łódź")
    data = b"".join(write_calendar(each for each in fitted([(edited, original)]) if each))
    assert b"AALARM:20260302T084500Z;PT5M;2;bell.wav\r\n" in data
    assert b"RRULE:W1 MO WE 20260315T000000\r\n" in data
    assert b"LOCATION;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C5=81=C3=B3d=C5=BA\r\n" in data
    assert all(len(line) <= 76 for line in data.split(b"\r\n"))


@pytest.mark.parametrize(
    ("rule", "old"),
    [
        ("FREQ=DAILY", "D1 #0"),
        ("FREQ=DAILY;INTERVAL=3;COUNT=5", "D3 #5"),
        ("FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260401T090000", "W1 MO WE 20260401T090000"),
        ("FREQ=WEEKLY;WKST=SU", "W1 #0"),
        ("FREQ=MONTHLY;BYDAY=2MO,-1FR;COUNT=4", "MP1 2+ MO 1- FR #4"),
        ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1;COUNT=4", "MP1 1- FR #4"),
        ("FREQ=MONTHLY;COUNT=4", "MD1 2 #4"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,-1;COUNT=4", "MD1 1 1- #4"),
        ("FREQ=YEARLY;COUNT=3", "YM1 3 #3"),
        ("FREQ=YEARLY;BYMONTH=3,6;COUNT=3", "YM1 3 6 #3"),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=1MO;COUNT=3", "MP12 1+ MO #3"),
        ("FREQ=YEARLY;BYYEARDAY=61,-1;COUNT=3", "YD1 61 1- #3"),
    ],
)
def test_a_rule_in_the_old_grammar_happens_on_the_same_days(rule: str, old: str) -> None:
    event = Event(uid="1", starts_at="2026-03-02T09:00:00", rrule=rule)
    assert old_rule(rule, event.starts_at) == old
    span = span_of(date(2026, 1, 1), date(2032, 1, 1), WARSAW)
    days = [
        [each.starts_at for each in agenda([one], span).occurrences]
        for one in (event, replace(event, rrule=rule_of(old)))
    ]
    assert days[0] == days[1]
    assert len(days[0]) > 2


@pytest.mark.parametrize(
    "rule",
    ["FREQ=HOURLY", "FREQ=MONTHLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO;BYMONTH=3", "FREQ=DAILY;X=1",
     "FREQ=WEEKLY;INTERVAL=2;WKST=SU", "FREQ=YEARLY;BYWEEKNO=3", "nonsense"],
)  # fmt: skip
def test_a_rule_without_words_there_is_told(rule: str) -> None:
    (one,) = fit(Event(uid="1", starts_at="2026-03-02T09:00:00", rrule=rule))
    assert one.lost == {"rule"}
    assert one.event.rrule == ""


def test_a_single_time_goes_out_in_utc_and_a_series_by_the_clock_of_its_place() -> None:
    single = Event(uid="1", starts_at="2026-07-03T09:00:00", ends_at="2026-07-03T10:00:00",
                   time_zone="Europe/Warsaw")  # fmt: skip
    series = replace(single, uid="2", rrule="FREQ=WEEKLY;UNTIL=20261231T080000Z",
                     exdates=("2026-07-10T09:00:00",))  # fmt: skip
    data = written(single, series).decode()
    assert "DTSTART:20260703T070000Z" in data
    assert "DTSTART:20260703T090000\r\n" in data
    assert "RRULE:W1 20261231T090000" in data
    assert "EXDATE:20260710T090000" in data
    assert "TZ:+0100\r\nDAYLIGHT:TRUE;+0200;20260329T020000;20261025T030000;CET;CEST\r\n" in data


def test_a_moved_occurrence_becomes_an_appointment_of_its_own() -> None:
    series = Event(uid="s", starts_at="2026-03-02T09:00:00", rrule="FREQ=DAILY;COUNT=3")
    moved = Event(uid="s", recurrence_id="2026-03-03T09:00:00", starts_at="2026-03-03T15:00:00")
    span = span_of(date(2026, 3, 1), date(2026, 4, 1), WARSAW)
    again = [e.event for e in read(written(series, moved)) if e.event]
    assert [len(each.lost) for each in fit(series, moved)] == [0, 1]
    assert len({each.uid for each in again}) == 2
    times = [[each.starts_at for each in agenda(some, span).occurrences]
             for some in ([series, moved], again)]  # fmt: skip
    assert times[0] == times[1]
    assert len(times[0]) == 3


def test_guests_reminders_and_texts_come_back() -> None:
    event = Event(
        uid="u", summary="Zażółć; 王小明 = x\nrow 2", description="long " * 40, status="CANCELLED",
        starts_at="2026-03-02T09:00:00Z", duration_minutes=90, transparency="TRANSPARENT",
        categories=("A, B",), organizer=Attendee("ola@test.example", "Ola Żuk"),
        attendees=(Attendee("jan@test.example", "Jan", "REQ-PARTICIPANT", "NEEDS-ACTION"),
                   Attendee("", "Somebody")),
        alarms=(Alarm("AUDIO", 15), Alarm("EMAIL", 10, "", True, "Go; now")),
        extra=(Extra("X-ODD", "Zażółć"), Extra("ATTACH", "https://x.example/a?b=1")),
    )  # fmt: skip
    (one,) = fit(event)
    assert one.lost == frozenset()
    (entry,) = read(written(event))
    assert entry.event is not None
    again = entry.event
    assert differing(one.event, again) == ()
    assert (again.summary, again.description) == (event.summary, event.description.strip() + " ")
    assert again.ends_at == "2026-03-02T10:30:00Z"
    assert [a.email for a in again.attendees] == ["ola@test.example", "jan@test.example", ""]
    assert again.attendees[1].participation == "NEEDS-ACTION"
    assert [a.at for a in again.alarms] == ["2026-03-02T08:45:00Z", "2026-03-02T10:20:00Z"]
    assert again.status == "CANCELLED"


def test_what_has_no_place_is_told_and_a_note_is_left_out() -> None:
    event = Event(
        uid="u", starts_at="2026-03-02T09:00:00", percent=40, alarms=(Alarm(minutes_before=None),),
        attendees=(Attendee("a@test.example", "", "CHAIR"),),
        extra=(Extra("BEGIN", "BEGIN:X-PART\\nEND:X-PART"),),
    )  # fmt: skip
    (one,) = fit(event)
    assert one.lost == {"percent", "alarm", "guest", "part"}
    assert fit(Event(component="journal", summary="Note")) == []


def test_a_text_of_line_breaks_alone_is_none() -> None:
    event = Event(uid="1", summary="A", description="\n", starts_at="2026-11-24")
    (again,) = read(written(event))
    assert again.event is not None
    assert differing(fit(event)[0].event, again.event) == ()


def test_nothing_in_a_text_makes_a_line_of_its_own() -> None:
    sly = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:y"
    event = Event(
        uid=sly,
        summary=sly,
        status=sly,
        starts_at="2026-11-24",
        categories=(sly,),
        attendees=(Attendee(sly, sly, sly, sly),),
        extra=(Extra("X-A", sly),),
    )
    assert len(read(written(event))) == 1
