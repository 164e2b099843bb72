"""Calendars out: what was read is written and read again as the same, untouched lines verbatim."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import icalendar
import pytest

from contactdesk.formats.event_difference import differing
from contactdesk.formats.ical_reading import Entry, read_entries
from contactdesk.formats.ical_writing import entry, write_calendar
from contactdesk.formats.zone_writing import zone_block
from contactdesk.model.event import Alarm, Attendee, Event

DATA = Path(__file__).parents[1] / "data" / "calendar"
FILES = sorted([*DATA.rglob("*.ics"), *DATA.rglob("*.vcs")])


def read(data: bytes) -> list[Entry]:
    return list(read_entries(io.BytesIO(data)))


def written(*events: Event) -> bytes:
    return b"".join(write_calendar((event, None) for event in events))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("kept", [False, True], ids=["anew", "as it came"])
def test_every_file_says_the_same_when_it_was_written(path: Path, kept: bool) -> None:
    entries = [each for each in read(path.read_bytes()) if each.event is not None]
    pairs = [(e.event, (e.raw, e.version) if kept else None) for e in entries if e.event]
    data = b"".join(write_calendar(pairs))
    again = read(data)
    assert len(again) == len(entries)
    for before, after in zip(entries, again, strict=True):
        assert before.event is not None
        assert after.event is not None
        wrong = set(differing(before.event, after.event))
        assert not wrong - (set() if before.event.uid else {"uid"})
    icalendar.Calendar.from_ical(data)  # another program's opinion


def test_what_nobody_edited_goes_out_as_it_came() -> None:
    came = (
        b"BEGIN:VEVENT\r\nX-FIRST;X-A=1:kept\r\nUID:1\r\nSUMMARY;LANGUAGE=pl:Obiad\r\n"
        b"DTSTART:20261124T100000Z\r\nEND:VEVENT\r\n"
    )
    (found,) = read(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + came + b"END:VCALENDAR\r\n")
    assert found.event is not None
    assert entry(found.event, (found.raw, "2.0")) == came
    edited = entry(replace(found.event, summary="Kolacja"), (found.raw, "2.0"))
    assert b"SUMMARY;LANGUAGE=pl:Kolacja" in edited
    assert b"X-FIRST;X-A=1:kept" in edited


def test_everything_a_book_holds_of_an_appointment_comes_back() -> None:
    event = Event(
        uid="u1", summary="Lunch, with; \\ and\nmore", description="Zażółć 王小明 رضا",
        location="Room 2", starts_at="2026-11-24T10:00:00", ends_at="2026-11-24T11:00:00",
        time_zone="Europe/Warsaw", rrule="FREQ=WEEKLY;COUNT=4",
        rdates=("2026-12-24T10:00:00",), exdates=("2026-12-01T10:00:00",), status="TENTATIVE",
        priority=3, transparency="TRANSPARENT", classification="PRIVATE",
        categories=("A, B", "C"), organizer=Attendee("m@x.example", 'Marta "M" Zając'),
        attendees=(Attendee("a@x.example", "Anna; Nowak", "REQ-PARTICIPANT", "ACCEPTED"),
                   Attendee("", "Somebody")),
        alarms=(Alarm("DISPLAY", 15, "", False, "Go"), Alarm("AUDIO", -5, "", True, "")),
        url="https://x.example/a,b", sequence=2, revised_at="2026-11-01T08:00:00Z",
    )  # fmt: skip
    moved = replace(
        event, recurrence_id="2026-12-08T10:00:00", starts_at="2026-12-08T12:00:00",
        ends_at="2026-12-08T13:00:00", rrule="", rdates=(), exdates=(), and_later=True,
    )  # fmt: skip
    task = Event(component="task", uid="u2", summary="Send", ends_at="2026-11-30", percent=40,
                 completed_at="2026-11-29T10:00:00Z")  # fmt: skip
    note = Event(component="journal", uid="u3", summary="Note", starts_at="2026-11-24")
    plain_call = Event(component="call", uid="u5", starts_at="2026-11-24T09:20:00Z")
    call = replace(plain_call, uid="u4", summary="Prices", duration_minutes=12, direction="in",
                   outcome="reached", channel="phone")  # fmt: skip
    everything = (event, moved, task, note, call, plain_call)
    again = [each.event for each in read(written(*everything))]
    for before, after in zip(everything, again, strict=True):
        assert after is not None
        assert differing(before, after) == ()


def test_lines_are_folded_between_letters() -> None:
    data = written(Event(uid="1", summary="陳怡君" * 60, starts_at="2026-11-24"))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert read(data)[0].event.summary == "陳怡君" * 60  # type: ignore[union-attr]  # it is there


def test_a_call_is_a_journal_entry_to_other_programs() -> None:
    data = written(Event(component="call", uid="1", starts_at="2026-11-24T09:20:00Z",
                         duration_minutes=12, direction="missed"))  # fmt: skip
    lines = data.split(b"\r\n")
    assert b"BEGIN:VJOURNAL" in lines
    assert b"X-CONTACTDESK-DIRECTION:missed" in lines
    assert not any(line.startswith(b"DURATION") for line in lines)  # RFC 5545, 3.6.3


def test_a_zone_is_described_under_the_name_the_entries_use() -> None:
    block = zone_block("W. Europe Standard Time")
    assert b"TZID:W. Europe Standard Time" in block
    assert b"TZOFFSETTO:+0200" in block
    assert zone_block("Nowhere/At all") == b""


def test_nothing_in_a_text_makes_a_line_of_its_own() -> None:
    sly = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:y"
    event = Event(uid=sly, summary=sly, location=sly, status=sly, starts_at="2026-11-24",
                  attendees=(Attendee(sly, sly, sly, sly),))  # fmt: skip
    assert len(read(written(event))) == 1


def test_an_entry_in_another_encoding_goes_out_as_utf8() -> None:
    came = (
        "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Caf\xe9 M\xfcller\r\nDTSTART:20261124\r\nEND:VEVENT\r\n"
    )
    whole = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{came}END:VCALENDAR\r\n".encode("latin-1")
    (found,) = read(whole)
    assert found.event is not None
    assert found.event.summary == "Caf\xe9 M\xfcller"
    data = b"".join(write_calendar([(found.event, (found.raw, found.version))]))
    assert "Caf\xe9 M\xfcller" in data.decode()


@pytest.mark.parametrize("name", ["Somebody", ";aaa", "a, b"])
def test_a_guest_without_an_address_keeps_name_and_answer(name: str) -> None:
    guest = Attendee("", name, "CHAIR", "ACCEPTED")
    event = Event(uid="1", starts_at="2026-11-24", attendees=(guest,))
    for _round in range(2):
        (found,) = read(written(event))
        assert found.event is not None
        event = found.event
    (kept,) = event.attendees
    assert (kept.name, kept.role, kept.participation) == (name, "CHAIR", "ACCEPTED")


def test_a_length_of_years_comes_back() -> None:
    event = Event(uid="1", starts_at="2026-11-24T10:00:00", duration_minutes=10_079_989_920 // 100)
    (found,) = read(written(event))
    assert found.event is not None
    assert found.event.duration_minutes == event.duration_minutes


def test_a_zone_that_only_an_end_names_is_described_too() -> None:
    flight = (
        b"BEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Europe/Warsaw:20261124T100000\r\n"
        b"DTEND;TZID=America/New_York:20261124T130000\r\nEND:VEVENT\r\n"
    )
    (found,) = read(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + flight + b"END:VCALENDAR\r\n")
    assert found.event is not None
    data = b"".join(write_calendar([(found.event, (found.raw, "2.0"))]))
    assert flight in data
    assert data.count(b"BEGIN:VTIMEZONE") == 2
    assert b"TZID:America/New_York" in data
