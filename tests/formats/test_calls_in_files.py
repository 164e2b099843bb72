"""Calls in files: JSON Lines both ways, and a journal entry that other programs wrote."""

from __future__ import annotations

import io
from dataclasses import replace

from contactdesk.formats.event_difference import differing
from contactdesk.formats.ical_reading import read_entries
from contactdesk.formats.ical_writing import write_calendar
from contactdesk.formats.jsonl_event_reading import read_events
from contactdesk.formats.jsonl_events import event_json, event_line
from contactdesk.formats.sniffing import guess_format
from contactdesk.model.event import Event

CALL = Event(
    component="call",
    uid="u1",
    description="Wants prices\nbefore Friday",
    starts_at="2026-11-24T09:20:00Z",
    duration_minutes=12,
    direction="in",
    outcome="left word with Ola",
    channel="video",
)
JOURNAL = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:{kind}
UID:u1
DTSTART:20261124T092000Z
X-CONTACTDESK-DIRECTION:OUT
SUMMARY:Prices
END:{kind}
END:VCALENDAR
"""


def test_a_call_goes_through_json_lines_whole() -> None:
    line = event_line(CALL)
    assert event_json(CALL)["type"] == "call"
    assert guess_format(line, "x.jsonl") == "jsonl"
    (entry,) = read_events(io.BytesIO(line))
    assert entry.problems == ()
    assert entry.event == CALL


def test_a_note_says_nothing_of_calls_in_json_lines() -> None:
    plain = event_json(replace(CALL, component="journal", direction="", outcome="", channel=""))
    assert not {"direction", "outcome", "channel"} & plain.keys()


def test_only_a_journal_entry_becomes_a_call() -> None:
    for kind, component in (("VJOURNAL", "call"), ("VEVENT", "event")):
        text = JOURNAL.format(kind=kind).replace("\n", "\r\n").encode()
        (entry,) = read_entries(io.BytesIO(text))
        assert entry.event is not None
        assert entry.event.component == component
        assert entry.event.direction == ("out" if component == "call" else "")
        names = [each.name for each in entry.event.extra]
        assert names == ([] if component == "call" else ["X-CONTACTDESK-DIRECTION"])


def test_an_edited_call_goes_out_with_the_lines_of_what_changed() -> None:
    first = b"".join(write_calendar([(CALL, None)]))
    (came,) = read_entries(io.BytesIO(first))
    assert came.event is not None
    changed = replace(came.event, direction="missed", outcome="", duration_minutes=None)
    again = b"".join(write_calendar([(changed, (came.raw, came.version))]))
    (read,) = read_entries(io.BytesIO(again))
    assert read.event is not None
    assert differing(read.event, changed) == ()
    assert b"X-CONTACTDESK-OUTCOME" not in again
    assert b"X-CONTACTDESK-CHANNEL:video" in again
