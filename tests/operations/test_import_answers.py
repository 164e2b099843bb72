"""Calendars that were sent as an answer or a cancellation: what an import makes of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from contactdesk.model.agenda import Span
from contactdesk.operations.importing import import_files
from contactdesk.operations.preview_rows import NEW, UNREADABLE, PreviewRows
from contactdesk.operations.previewing import preview

INVITED = """BEGIN:VEVENT
UID:talk@b.example
DTSTART:20261124T090000Z
DTEND:20261124T100000Z
SUMMARY:Talk
SEQUENCE:1
ATTENDEE;CN=Anna;PARTSTAT=NEEDS-ACTION:mailto:anna@b.example
ATTENDEE;CN=Jan;PARTSTAT=NEEDS-ACTION:mailto:jan@b.example
X-ODD:kept
END:VEVENT"""
ANSWER = """BEGIN:VEVENT
UID:talk@b.example
DTSTART:20261124T090000Z
SEQUENCE:1
ATTENDEE;PARTSTAT=ACCEPTED:MAILTO:Anna@B.example
END:VEVENT"""


def sent(path: Path, method: str, entry: str) -> Path:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{method}", *entry.split("\n")]
    path.write_bytes("\r\n".join([*lines, "END:VCALENDAR", ""]).encode())
    return path


def counts(report: Any) -> tuple[int, ...]:
    names = ("cards", "added", "updated", "unchanged", "skipped", "failed")
    return tuple(getattr(report, name) for name in names)


def all_of(book: Any) -> list[Any]:
    with book.read() as tx:
        return [replace(e, revision=0) for e in tx.events.each()]


def look(book: Any, *paths: Path) -> PreviewRows:
    rows = PreviewRows()
    for part in preview(book, paths):
        rows.add(part.rows)
    return rows


def test_an_answer_says_one_thing_of_what_the_book_has(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    book = a_book()
    import_files(book, [sent(tmp_path / "a.ics", "REQUEST", INVITED)])
    answer = sent(tmp_path / "b.ics", "REPLY", ANSWER)
    assert counts(import_files(book, [answer])) == (1, 0, 1, 0, 0, 0)
    (event,) = all_of(book)
    assert [(a.name, a.participation) for a in event.attendees] == [
        ("Anna", "ACCEPTED"), ("Jan", "NEEDS-ACTION"),
    ]  # fmt: skip
    assert (event.summary, event.ends_at) == ("Talk", "2026-11-24T10:00:00Z")
    assert counts(import_files(book, [answer])) == (1, 0, 0, 1, 0, 0)
    with book.read() as tx:
        number = tx.events.numbers()[0]
        assert b"X-ODD:kept" in tx.events.originals(number)[0]  # what it came as stays
    stale = sent(tmp_path / "c.ics", "REPLY", ANSWER.replace("SEQUENCE:1", "SEQUENCE:0")
                 .replace("ACCEPTED", "DECLINED"))  # fmt: skip
    assert counts(import_files(book, [stale])) == (1, 0, 0, 1, 0, 0)


def test_a_cancellation_calls_off_after_the_preview_said_so_and_undo_takes_it_back(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    book = a_book()
    import_files(book, [sent(tmp_path / "a.ics", "REQUEST", INVITED)])
    off = ANSWER.replace("SEQUENCE:1", "SEQUENCE:2")
    file = sent(tmp_path / "b.ics", "CANCEL", off)
    rows = look(book, file)
    assert rows[0].adds == ("status", "sequence")
    assert counts(import_files(book, [file])) == (1, 0, 1, 0, 0, 0)
    (event,) = all_of(book)
    assert (event.status, event.sequence, len(event.attendees)) == ("CANCELLED", 2, 2)
    book.undo()
    assert all_of(book)[0].status == ""


SERIES = INVITED.replace("SEQUENCE:1", "SEQUENCE:1\nRRULE:FREQ=WEEKLY;COUNT=4")


@pytest.mark.parametrize("method", ["REPLY", "CANCEL"])
def test_an_answer_to_what_the_book_does_not_have_says_so_and_is_kept(
    a_book: Callable[..., Any], tmp_path: Path, method: str
) -> None:
    book = a_book()
    file = sent(tmp_path / "b.ics", method, ANSWER)
    words = {"REPLY": "answers an invitation", "CANCEL": "calls off an appointment"}[method]
    (part,) = [p for p in preview(book, [file]) if p.rows]
    (row,) = part.rows
    assert (row.outcome, row.problems[0][1]) == (UNREADABLE, "no-event")
    assert words in row.problems[0][2]
    ((_path, _line, reason, raw),) = part.failed
    assert words in reason
    assert b"UID:talk@b.example" in raw
    report = import_files(book, [file])
    assert counts(report) == (1, 0, 0, 0, 0, 1)
    assert words in report.left_out.cards[0].reason
    assert all_of(book) == []


def test_an_answer_about_one_time_of_a_series_is_about_that_alone(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    book = a_book()
    import_files(book, [sent(tmp_path / "a.ics", "REQUEST", SERIES)])
    one = ANSWER.replace("SEQUENCE:1", "SEQUENCE:1\nRECURRENCE-ID:20261201T090000Z")
    answer = sent(tmp_path / "b.ics", "REPLY", one)
    assert look(book, answer)[0].outcome == NEW
    assert counts(import_files(book, [answer])) == (1, 0, 1, 0, 0, 0)
    assert counts(import_files(book, [answer])) == (1, 0, 0, 1, 0, 0)
    off = sent(tmp_path / "c.ics", "CANCEL", one.replace("SEQUENCE:1", "SEQUENCE:2"))
    assert counts(import_files(book, [off])) == (1, 0, 1, 0, 0, 0)
    with book.read() as tx:
        span = Span(datetime(2026, 11, 1), datetime(2027, 1, 1), UTC)
        times = tx.events.agenda(span).occurrences
    assert [(o.starts_at[:10], o.event.status, o.event.attendees[0].participation)
            for o in times] == [
        ("2026-11-24", "", "NEEDS-ACTION"), ("2026-12-01", "CANCELLED", "ACCEPTED"),
        ("2026-12-08", "", "NEEDS-ACTION"), ("2026-12-15", "", "NEEDS-ACTION"),
    ]  # fmt: skip
    book.undo()
    book.undo()
    assert len(all_of(book)) == 1
    other = sent(tmp_path / "d.ics", "CANCEL", one.replace("20261201", "20261202"))
    assert counts(import_files(book, [other])) == (1, 0, 0, 0, 0, 1)


def test_calling_off_a_series_calls_off_its_moved_times(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    book = a_book()
    instead = "RECURRENCE-ID:20261201T090000Z\nDTSTART:20261202T09"
    moved = INVITED.replace("DTSTART:20261124T09", instead)
    moved = moved.replace("DTEND:20261124", "DTEND:20261202")
    import_files(book, [sent(tmp_path / "a.ics", "REQUEST", SERIES + "\n" + moved)])
    off = sent(tmp_path / "b.ics", "CANCEL", ANSWER.replace("SEQUENCE:1", "SEQUENCE:2"))
    import_files(book, [off])
    assert [event.status for event in all_of(book)] == ["CANCELLED", "CANCELLED"]
    book.undo()
    assert [event.status for event in all_of(book)] == ["", ""]
