"""Calendars that were sent as an answer or a cancellation: what an import makes of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from contactdesk.operations.importing import import_files
from contactdesk.operations.preview_rows import PreviewRows
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
