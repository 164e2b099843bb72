"""An edited entry goes out as it came, with only the lines of what changed written anew."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk.formats.event_difference import differing
from contactdesk.formats.ical_reading import entry_again, read_entries
from contactdesk.formats.ical_writing import entry
from contactdesk.model.contact import Extra
from contactdesk.model.event import Alarm, Attendee, Event

FILE = Path(__file__).parents[1] / "data" / "calendar" / "rich-invitation.ics"


def came() -> tuple[Event, bytes]:
    (found,) = read_entries(io.BytesIO(FILE.read_bytes()))
    assert found.event is not None
    return found.event, found.raw


def lines(data: bytes) -> list[str]:
    return data.replace(b"\r\n ", b"").decode().splitlines()


def edited(**changes: Any) -> tuple[list[str], list[str]]:
    """The lines that are gone and those that are new after an edit; it reads as it was edited."""
    event, raw = came()
    wanted = replace(event, **changes)
    data = entry(wanted, (raw, "2.0"))
    again = entry_again(data, "2.0")
    assert again is not None
    assert differing(again, wanted) == ()
    before, after = lines(raw), lines(data)
    return [x for x in before if x not in after], [x for x in after if x not in before]


def test_another_subject_changes_its_line_alone_and_keeps_its_language() -> None:
    gone, new = edited(summary="Kolacja")
    assert gone == ['SUMMARY;LANGUAGE=pl;ALTREP="http://test.example/a":Obiad']
    assert new == ["SUMMARY;LANGUAGE=pl:Kolacja"]


def test_what_had_no_line_stands_before_the_reminders() -> None:
    event, raw = came()
    gone, new = edited(location="Room 2", priority=3)
    assert (gone, sorted(new)) == ([], ["LOCATION:Room 2", "PRIORITY:3"])
    after = lines(entry(replace(event, location="Room 2"), (raw, "2.0")))
    assert after.index("LOCATION:Room 2") < after.index("BEGIN:VALARM")


def test_what_was_taken_out_takes_its_line_with_it() -> None:
    assert edited(categories=(), rrule="", exdates=()) == (
        ["RRULE:FREQ=WEEKLY;COUNT=10;WKST=SU",
         "EXDATE;TZID=Europe/Warsaw:20260309T120000,20260316T120000", "CATEGORIES:Work"],
        [],
    )  # fmt: skip


def test_an_hour_later_changes_the_lines_of_the_times() -> None:
    gone, new = edited(starts_at="2026-03-02T13:00:00", ends_at="2026-03-02T14:00:00")
    assert len(gone) == 2
    assert new == ["DTSTART;TZID=Europe/Warsaw:20260302T130000",
                   "DTEND;TZID=Europe/Warsaw:20260302T140000"]  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"time_zone": "Asia/Tokyo"},
        {"starts_at": "2026-03-02", "ends_at": "2026-03-03", "time_zone": "", "exdates": ()},
        {"starts_at": "2026-03-02T11:00:00Z", "ends_at": "2026-03-02T12:00:00Z", "time_zone": "",
         "exdates": ("2026-03-09T11:00:00Z",)},
        {"attendees": (), "alarms": (), "organizer": None},
        {"uid": "other", "recurrence_id": "2026-03-23T12:00:00", "and_later": True},
    ],
)  # fmt: skip
def test_whatever_changes_reads_as_it_was_edited_and_unknown_lines_stay(
    changes: dict[str, Any],
) -> None:
    gone, _new = edited(**changes)
    kept = ("X-FIRST;X-A=1:kept", "X-ALT-DESC;FMTTYPE=text/html:<b>Obiad</b>", "X-IN:kept")
    assert not set(kept) & set(gone)


def test_one_guests_answer_keeps_what_else_is_said_of_all() -> None:
    event, _raw = came()
    jan, maja = event.attendees
    gone, new = edited(attendees=(replace(jan, participation="ACCEPTED"), maja))
    assert len(gone) == 1
    assert new == [
        'ATTENDEE;CN="Jan Kot";PARTSTAT=ACCEPTED;RSVP=TRUE;'
        'DELEGATED-FROM="mailto:old@test.example":mailto:jan@test.example'
    ]


def test_a_guest_more_and_a_guest_less_leave_the_other_lines() -> None:
    event, _raw = came()
    gone, new = edited(attendees=(*event.attendees, Attendee("new@test.example", "New")))
    assert (gone, new) == ([], ["ATTENDEE;CN=New:mailto:new@test.example"])
    gone, new = edited(attendees=event.attendees[1:])
    assert (len(gone), new) == (1, [])


def test_a_reminder_at_another_time_keeps_its_repetitions() -> None:
    event, _raw = came()
    first, second = event.alarms
    gone, new = edited(alarms=(replace(first, minutes_before=10), second))
    assert (gone, new) == (["TRIGGER;X-WAS=1:-PT30M"], ["TRIGGER:-PT10M"])
    gone, new = edited(alarms=(second, first, Alarm("DISPLAY", 5)))
    assert (gone, new) == ([], ["TRIGGER:-PT5M"])


def test_a_field_nobody_knows_can_be_changed_too() -> None:
    event, _raw = came()
    others = tuple(e for e in event.extra if e.name not in ("X-FIRST", "BEGIN"))
    gone, new = edited(extra=(*others, Extra("X-NEW", "1")))
    assert gone == ["X-FIRST;X-A=1:kept", "BEGIN:X-PART", "X-IN:kept", "END:X-PART"]
    assert new == ["X-NEW:1"]


def test_another_kind_is_written_whole() -> None:
    event, raw = came()
    data = entry(replace(event, component="task"), (raw, "2.0"))
    assert data.startswith(b"BEGIN:VTODO")
    assert b"DUE" in data


def test_a_newer_version_says_when_in_both_of_its_stamps() -> None:
    event, raw = came()
    gone, new = edited(sequence=event.sequence + 1, revised_at="2026-11-24T09:30:00Z")
    told = {line.partition(":")[0] for line in new}
    assert told == {"SEQUENCE", "LAST-MODIFIED", "DTSTAMP"}
    assert "DTSTAMP:20261124T093000Z" in new
    assert sum(x.startswith("DTSTAMP") for x in lines(raw)) == sum(
        x.startswith("DTSTAMP") for x in gone
    )
