"""Who does a task, who gave it, and its steps, in files: out and in again without loss."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from contactdesk.formats import ical_writing, jcal_writing, vcal_writing
from contactdesk.formats.event_difference import differing
from contactdesk.formats.ical_reading import read_entries
from contactdesk.formats.jcal_reading import read_entries as read_jcal
from contactdesk.formats.jsonl_event_reading import read_events
from contactdesk.formats.jsonl_events import event_json, event_line
from contactdesk.formats.vcal_fitting import fitted
from contactdesk.model.event import Event, Step

TASK = Event(
    component="task",
    uid="t1",
    summary="Send price list",
    ends_at="2026-11-27",
    owner="01a21f58-7cd0-7000-9df6-cd7b4d74a87f",
    given_by="01a21f58-7cd0-7000-9df6-cd7b4d74a880",
    steps=(
        Step("Ask Jonas; then Ola, again", done=True),
        Step("Dodać fracht do Gdyni – " + "bardzo długi " * 12 + "krok"),
        Step("افزودن هزینه"),
    ),
)
WRITERS: dict[str, Callable[..., Iterable[bytes]]] = {
    "ics": ical_writing.write_calendar,
    "vcs": lambda entries: vcal_writing.write_calendar(fitted(entries)),
    "jcal": jcal_writing.write_calendar,
}


@pytest.mark.parametrize("kind", WRITERS)
def test_steps_and_people_go_through_calendars(kind: str) -> None:
    written = b"".join(WRITERS[kind]([(TASK, None)]))
    read = read_jcal if kind == "jcal" else read_entries
    (entry,) = read(io.BytesIO(written))
    assert entry.event is not None
    assert entry.problems == ()
    assert set(differing(entry.event, TASK)) <= {"revised_at"}
    assert len({each.item for each in entry.event.steps} - {0}) == 3


def test_they_go_through_json_lines_and_are_silent_where_there_are_none() -> None:
    (entry,) = read_events(io.BytesIO(event_line(TASK)))
    assert entry.event is not None
    assert differing(entry.event, TASK) == ()
    assert event_json(TASK)["steps"][0] == {"text": "Ask Jonas; then Ola, again", "done": True}
    bare = event_json(replace(TASK, steps=(), owner="", given_by=""))
    assert not {"steps", "owner", "given_by"} & bare.keys()


def test_a_ticked_step_changes_its_own_lines_alone() -> None:
    written = b"".join(ical_writing.write_calendar([(TASK, None)]))
    (entry,) = read_entries(io.BytesIO(written))
    assert entry.event is not None
    steps = entry.event.steps
    ticked = replace(entry.event, steps=(steps[0], replace(steps[1], done=True), steps[2]))
    again = ical_writing.entry(ticked, (entry.raw, entry.version))
    whole = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + again + b"END:VCALENDAR\r\n"
    (after,) = read_entries(io.BytesIO(whole))
    assert after.event is not None
    assert [each.done for each in after.event.steps] == [True, True, False]
    unlike = [
        line for line in again.replace(b"\r\n ", b"").splitlines()
        if line not in entry.raw.splitlines()
    ]  # fmt: skip
    assert [line.split(b":")[0] for line in unlike] == [b"X-CONTACTDESK-STEP;DONE=TRUE"]


def test_an_appointment_with_such_a_line_keeps_it_as_it_came() -> None:
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:u\r\nDTSTART:20261124T092000Z\r\n"
        "X-CONTACTDESK-STEP:one\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    (entry,) = read_entries(io.BytesIO(text.encode()))
    assert entry.event is not None
    assert entry.event.steps == ()
    assert [(each.name, each.value) for each in entry.event.extra] == [
        ("X-CONTACTDESK-STEP", "one")
    ]
