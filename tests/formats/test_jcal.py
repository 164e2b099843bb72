"""jCal in and out: says the same as iCalendar, and a damaged component costs itself alone."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from contactdesk.formats import guess_format
from contactdesk.formats.event_difference import differing
from contactdesk.formats.ical_reading import Entry
from contactdesk.formats.ical_reading import read_entries as read_ical
from contactdesk.formats.ical_writing import entry
from contactdesk.formats.jcal_reading import read_entries
from contactdesk.formats.jcal_writing import write_calendar
from contactdesk.model.contact import Extra
from contactdesk.model.event import Event

DATA = Path(__file__).parents[1] / "data" / "calendar"
FILES = sorted([*DATA.rglob("*.ics"), *DATA.rglob("*.vcs")])
MEETING = DATA / "meeting.jcal"


def read(data: bytes) -> list[Entry]:
    return list(read_entries(io.BytesIO(data), ""))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("kept", [False, True], ids=["anew", "as it came"])
def test_every_file_says_the_same_in_json(path: Path, kept: bool) -> None:
    entries = [each for each in read_ical(io.BytesIO(path.read_bytes())) if each.event is not None]
    pairs = [(e.event, (e.raw, e.version) if kept else None) for e in entries if e.event]
    data = b"".join(write_calendar(pairs))
    assert guess_format(data[:4096]) == "jcal"
    again = read(data)
    assert len(again) == len(entries)
    for before, after in zip(entries, again, strict=True):
        assert before.event is not None
        assert after.event is not None
        wrong = set(differing(before.event, after.event))
        assert not wrong - (set() if before.event.uid else {"uid"})


def test_a_file_of_json_is_read_and_written_as_the_same_json() -> None:
    data = MEETING.read_bytes()
    assert guess_format(data[:4096], "meeting.json") == "jcal"
    meeting, task = read(data)
    assert (meeting.line, task.line) == (4, 23)
    event = meeting.event
    assert event is not None
    assert event.summary == 'Obiad, z "cudzysłowem"; i \\ kreską\ni wierszem'
    assert event.rrule == "FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260501T070000Z"
    assert event.exdates == ("2026-03-09T09:00:00", "2026-03-11T09:00:00")
    assert event.categories == ("Work", "A, B")
    assert event.alarms[0].minutes_before == 15
    pairs = [(e.event, (e.raw, e.version)) for e in (meeting, task) if e.event]
    written = json.loads(b"".join(write_calendar(pairs)))
    wanted = json.loads(data)
    assert [c for c in written[2] if c[0] != "vtimezone"] == wanted[2]


def test_a_damaged_component_costs_itself_alone() -> None:
    data = MEETING.read_bytes().replace(b'"PT1H"],', b'"PT1H",')
    broken, task = read(data)
    assert broken.event is None
    assert [problem.code for problem in broken.problems] == ["unreadable"]
    assert task.event is not None
    assert task.event.summary == "Call"
    whole = MEETING.read_bytes()
    cut = whole[: whole.index(b"vtodo") + 40]
    assert [each.event is None for each in read(cut)] == [False, True]
    assert read(b'["vcalendar"') == []


def test_what_is_no_property_is_left_out_and_nothing_becomes_a_line_of_its_own() -> None:
    sly = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:y"
    odd = [None, 1, [], ["a"], ["summary", {}, "text"], [1, {}, "text", ""],
           ["a:b", {}, "text", ""],
           ["summary", {sly: sly, "x-a": [sly, {}]}, "text", {"a": sly}],
           ["rrule", {}, "recur", {sly: sly, "freq": [sly, None]}],
           ["end", {}, "text", "vevent"], ["location", {}, sly, sly], ["x-a", {}, "unknown", sly],
           ["description", {}, "text", sly], ["geo", {}, "float", [1.5, [sly]]]]  # fmt: skip
    data = json.dumps(["vcalendar", odd, [["vevent", odd, [odd, 1, [sly, odd, odd]]]]]).encode()
    (only,) = read(data)
    assert only.event is not None
    assert only.event.description == sly.replace("\r\n", "\n")


def test_a_calendar_of_nothing_is_a_calendar() -> None:
    name, _lines, inner = json.loads(b"".join(write_calendar([])))
    assert (name, inner) == ("vcalendar", [])


def test_several_calendars_and_nesting_without_end() -> None:
    one = json.loads(MEETING.read_bytes())
    assert len(read(json.dumps([one, one]).encode())) == 4
    deep = b'["vevent",[],' + b"[" * 100_000
    assert [each.event for each in read(b'["vcalendar",[],[' + deep)] == [None]


def test_an_entry_keeps_lines_that_go_out_as_icalendar() -> None:
    meeting, _task = read(MEETING.read_bytes())
    assert isinstance(meeting.event, Event)
    data = entry(meeting.event, (meeting.raw, meeting.version)).replace(b"\r\n ", b"")
    assert b'MEMBER="mailto:a@test.example","mailto:b@test.example"' in data
    assert b"X-ODD;X-A=1:kept\\; as it is" in data


def test_odd_names_of_properties_come_back() -> None:
    extra = (Extra("X-Mixed-Case", "1"), Extra("X_LOW/LINE", "2"))
    event = Event(uid="1", summary="A", starts_at="2026-11-24", extra=extra)
    (again,) = read(b"".join(write_calendar([(event, None)])))
    assert again.event is not None
    assert differing(event, again.event) == ()
