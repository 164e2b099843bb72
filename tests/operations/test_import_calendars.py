"""Calendars come into the book: counted, matched, refreshed, kept as they came, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from contactdesk.model.agenda import span_of
from contactdesk.model.contact import Contact, Extra
from contactdesk.model.event import Alarm, Attendee, Event
from contactdesk.model.series import as_one
from contactdesk.operations.appointments import change
from contactdesk.operations.decisions import Plan
from contactdesk.operations.exporting import export
from contactdesk.operations.importing import ImportRow, import_files
from contactdesk.operations.preview_rows import PreviewRows
from contactdesk.operations.previewing import preview

pytestmark = pytest.mark.both_databases

FULL = Event(
    uid="a-1", recurrence_id="2026-11-23T09:00:00", and_later=True, summary="Sprint “planning”",
    description="Line one\nline two", location="Łódź", starts_at="2026-11-23T09:30:00",
    ends_at="2026-11-23T10:00:00", time_zone="Europe/Warsaw", duration_minutes=0,
    rrule="FREQ=WEEKLY;BYDAY=MO", rdates=("2026-11-24T09:00:00",), exdates=("2027-01-04",),
    status="CONFIRMED", priority=5, percent=50, completed_at="2026-11-22T09:00:00Z",
    transparency="OPAQUE", classification="PRIVATE", categories=("Work", 'the "best"'),
    organizer=Attendee("ola@b.example", "Ola"),
    attendees=(Attendee("Anna@B.example", "Anna", "CHAIR", "ACCEPTED", "INDIVIDUAL"),),
    alarms=(Alarm("AUDIO", 0), Alarm(at="2026-11-23T08:00:00Z", from_end=True)),
    url="https://example.org", sequence=3, revised_at="2026-11-22T09:00:00Z",
    extra=(Extra("X-ODD", "v", "g", ("a",), (("P", "1"),)),),
)  # fmt: skip
WEEKLY = """BEGIN:VEVENT
UID:sprint@b.example
DTSTAMP:20261101T090000Z
DTSTART;TZID=Europe/Warsaw:20261102T090000
DURATION:PT1H
SUMMARY:Sprint
RRULE:FREQ=WEEKLY;COUNT=4
EXDATE;TZID=Europe/Warsaw:20261116T090000
ATTENDEE;CN=Anna:mailto:anna@b.example
X-ODD:kept
END:VEVENT"""
MOVED = """BEGIN:VEVENT
UID:sprint@b.example
RECURRENCE-ID;TZID=Europe/Warsaw:20261109T090000
DTSTART;TZID=Europe/Warsaw:20261110T130000
DURATION:PT1H
SUMMARY:Sprint moved
END:VEVENT"""
TASK = """BEGIN:VTODO
UID:task-1
SUMMARY:Send the offer
DUE;VALUE=DATE:20261130
END:VTODO"""
NAMELESS = "BEGIN:VEVENT\nDTSTART:20261201T100000Z\nSUMMARY:No identifier\nEND:VEVENT"
BROKEN = "BEGIN:VEVENT\nUID:odd\nDTSTART:never\nSUMMARY:Odd\nEND:VEVENT"


def write(path: Path, *entries: str) -> Path:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *"\n".join(entries).split("\n"), "END:VCALENDAR", ""]
    path.write_bytes("\r\n".join(lines).encode())
    return path


@pytest.fixture
def calendar(tmp_path: Path) -> Path:
    return write(tmp_path / "office.ics", WEEKLY, MOVED, TASK, NAMELESS, BROKEN)


def counts(report: Any) -> tuple[int, ...]:
    names = ("cards", "added", "updated", "unchanged", "skipped", "failed")
    return tuple(getattr(report, name) for name in names)


def happening(book: Any) -> list[tuple[str, str]]:
    span = span_of(date(2026, 11, 1), date(2026, 12, 31), ZoneInfo("Europe/Warsaw"))
    with book.read() as tx:
        return [(o.event.summary, o.starts_at) for o in tx.events.agenda(span).occurrences]


def all_of(book: Any) -> list[Any]:
    with book.read() as tx:
        return [replace(e, revision=0) for e in tx.events.each()]


def test_everything_in_a_calendar_is_in_the_book_and_has_a_row(
    a_book: Callable[..., Any], calendar: Path
) -> None:
    book = a_book()
    rows: list[ImportRow] = []
    report = import_files(book, [calendar], on_row=rows.append)
    assert counts(report) == (5, 5, 0, 0, 0, 0)
    assert report.entries == 5
    assert [(r.place, r.outcome, r.name) for r in rows] == [
        (0, "added", "Sprint"), (1, "added", "Sprint moved"), (2, "added", "Send the offer"),
        (3, "added", "No identifier"), (4, "added", "Odd"),
    ]  # fmt: skip
    assert [(p[1]) for r in rows for p in r.problems] == ["no-time", "no-start"]
    assert [r for r in report.rows if not r.problems] == []
    assert happening(book) == [
        ("Sprint", "2026-11-02T09:00:00"),
        ("Sprint moved", "2026-11-10T13:00:00"),
        ("Sprint", "2026-11-23T09:00:00"),
        ("No identifier", "2026-12-01T10:00:00Z"),
    ]
    with book.read() as tx:
        by_id = {e.id: e for e in tx.events.each()}
        assert [by_id[r.id].summary for r in rows] == [r.name for r in rows]
        assert [e.recurrence_id for e in tx.events.by_uid("sprint@b.example")] == [
            "", "2026-11-09T09:00:00"
        ]  # fmt: skip
        original = tx.events.originals(by_id[rows[0].id].number)[0].decode()
    assert original.replace("\r\n", "\n") == WEEKLY + "\n"


def test_a_second_import_changes_nothing(a_book: Callable[..., Any], calendar: Path) -> None:
    book = a_book()
    import_files(book, [calendar])
    before = all_of(book)
    report = import_files(book, [calendar])
    assert counts(report) == (5, 0, 0, 5, 0, 0)
    assert report.set_id is None
    assert all_of(book) == before


def test_one_undo_takes_all_of_it_back_and_a_redo_brings_it(
    a_book: Callable[..., Any], calendar: Path
) -> None:
    book = a_book()
    import_files(book, [calendar])
    before = all_of(book)
    undone = book.undo()
    assert (undone.label, len(undone.events)) == ("Import office.ics", 5)
    assert all_of(book) == []
    book.redo()
    assert all_of(book) == before
    with book.read() as tx:
        step = tx.book_history.page().steps[-1]
    assert (step.kind, step.files, step.events, step.contacts) == ("import", ("office.ics",), 5, 0)


def test_what_the_file_says_anew_comes_and_what_was_edited_here_stays(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    book = a_book()
    import_files(book, [write(tmp_path / "a.ics", WEEKLY)])
    with book.write("Edit") as tx:
        base = tx.events.get(1)
        tx.events.save(replace(base, summary="Our sprint", categories=("Mine",)), base)
    later = WEEKLY.replace("SUMMARY:Sprint", "SUMMARY:Their sprint\nLOCATION:Room 5").replace(
        "ATTENDEE;CN=Anna:",
        "ATTENDEE;CN=Ola:mailto:ola@b.example\nATTENDEE;CN=Anna;PARTSTAT=ACCEPTED:",
    )
    rows: list[ImportRow] = []
    report = import_files(book, [write(tmp_path / "b.ics", later)], on_row=rows.append)
    assert counts(report) == (1, 0, 1, 0, 0, 0)
    with book.read() as tx:
        event = tx.events.get(1)
    assert (event.summary, event.location, event.categories) == ("Our sprint", "Room 5", ("Mine",))
    assert [(a.name, a.participation) for a in event.attendees] == [
        ("Ola", ""),
        ("Anna", "ACCEPTED"),
    ]
    assert [(code, "Subject" in words) for _line, code, words in rows[0].problems] == [
        ("differs", True)
    ]
    assert counts(import_files(book, [tmp_path / "b.ics"])) == (1, 0, 0, 1, 0, 0)
    book.undo()
    with book.read() as tx:
        assert (tx.events.get(1).location, tx.events.get(1).summary) == ("", "Our sprint")


def test_what_was_taken_back_comes_in_anew(a_book: Callable[..., Any], tmp_path: Path) -> None:
    """Imported, undone, and imported again, as people do: not "it was here already"."""
    book = a_book()
    import_files(book, [write(tmp_path / "a.ics", WEEKLY)])
    later = write(tmp_path / "b.ics", WEEKLY.replace("SUMMARY:Sprint", "SUMMARY:Anew"))
    assert counts(import_files(book, [later])) == (1, 0, 1, 0, 0, 0)
    book.undo()
    assert [e.summary for e in all_of(book)] == ["Sprint"]
    assert [row.outcome for row in look(book, later)] == ["merges"]
    assert counts(import_files(book, [later])) == (1, 0, 1, 0, 0, 0)
    assert [e.summary for e in all_of(book)] == ["Anew"]
    assert counts(import_files(book, [later])) == (1, 0, 0, 1, 0, 0)
    book.undo()
    book.undo()
    assert all_of(book) == []
    assert counts(import_files(book, [later])) == (1, 1, 0, 0, 0, 0)


def test_another_stamp_alone_is_no_change(a_book: Callable[..., Any], tmp_path: Path) -> None:
    """Programs write when a file was written into every entry."""
    book = a_book()
    import_files(book, [write(tmp_path / "a.ics", WEEKLY)])
    later = WEEKLY.replace("DTSTAMP:20261101", "DTSTAMP:20261120")
    assert counts(import_files(book, [write(tmp_path / "b.ics", later)])) == (1, 0, 0, 1, 0, 0)


def test_an_older_version_changes_nothing_and_says_so(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    book = a_book()
    newer = WEEKLY.replace("SUMMARY:Sprint", "SUMMARY:Newer\nSEQUENCE:2")
    import_files(book, [write(tmp_path / "a.ics", newer)])
    report = import_files(book, [write(tmp_path / "b.ics", WEEKLY)])
    assert counts(report) == (1, 0, 0, 1, 0, 0)
    assert [p[1] for p in report.rows[0].problems] == ["older"]
    assert all_of(book)[0].summary == "Newer"


def test_two_of_one_file_stay_two_unless_one_is_the_newer(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    book = a_book()
    twin = WEEKLY.replace("SUMMARY:Sprint", "SUMMARY:Twin")
    newer = WEEKLY.replace("SUMMARY:Sprint", "SUMMARY:Newer\nSEQUENCE:1")
    one = write(tmp_path / "a.ics", WEEKLY, twin)
    assert counts(import_files(book, [one])) == (2, 2, 0, 0, 0, 0)
    assert counts(import_files(book, [one])) == (2, 0, 0, 2, 0, 0)
    other = a_book(name="other")
    both = write(tmp_path / "b.ics", WEEKLY, newer)
    assert counts(import_files(other, [both])) == (2, 1, 1, 0, 0, 0)
    assert [e.summary for e in all_of(other)] == ["Newer"]
    assert counts(import_files(other, [both])) == (2, 0, 0, 2, 0, 0)


def test_a_person_decides_what_happens_to_those_that_are_known(
    a_book: Callable[..., Any], calendar: Path
) -> None:
    book = a_book()
    import_files(book, [calendar])
    assert counts(import_files(book, [calendar], on_match="skip")) == (5, 0, 0, 0, 5, 0)
    assert counts(import_files(book, [calendar], on_match="add")) == (5, 5, 0, 0, 0, 0)
    assert len({e.id for e in all_of(book)}) == 10


def test_cards_and_calendars_come_in_together_as_one_step(
    a_book: Callable[..., Any], calendar: Path, tmp_path: Path
) -> None:
    cards = tmp_path / "friends.vcf"
    cards.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Anna Nowak\nN:Nowak;Anna\n"
                     "EMAIL:Anna@B.example\nEND:VCARD\n")  # fmt: skip
    book = a_book()
    report = import_files(book, [cards, calendar])
    assert counts(report) == (6, 6, 0, 0, 0, 0)
    assert report.entries == 5
    with book.read() as tx:
        assert [e.summary for e in tx.events.of_contact(1)] == ["Sprint"]
    undone = book.undo()
    assert (len(undone.contacts), len(undone.events)) == (1, 5)


def test_a_calendar_without_entries_says_so_and_a_broken_file_costs_the_others_nothing(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], calendar: Path, tmp_path: Path
) -> None:
    empty = write(tmp_path / "empty.ics", "X-WR-CALNAME:Nothing")
    cut = tmp_path / "cut.ics"
    cut.write_bytes(calendar.read_bytes()[:60] + b"\x00\xff")
    book = a_book()
    report = import_files(book, [empty, cut, calendar])
    assert (report.added, report.failed) == (6, 1)
    assert "holds no appointments" in report.unread[0][1]
    assert report.cards == report.added + report.failed


def test_our_own_lines_bring_everything_back(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], calendar: Path, tmp_path: Path
) -> None:
    book = a_book(a_contact("Anna Nowak"))
    import_files(book, [calendar])
    with book.write("Add") as tx:
        tx.events.add(replace(FULL, about=(), calendar=""))
    out = tmp_path / "all.jsonl"
    report = export(book, out, "jsonl")
    assert (report.contacts, report.events) == (1, 6)
    assert report.checked is not None
    assert report.checked.is_same
    other = a_book(name="other")
    rows: list[ImportRow] = []
    assert counts(import_files(other, [out], on_row=rows.append)) == (7, 7, 0, 0, 0, 0)
    assert [row.place for row in rows] == list(range(7))

    whoever = {"owner": "", "private_to": ""}  # mine alone where I brought it in

    def said(some: Any) -> list[Any]:
        bare = [replace(e, id="", extra=without(e.extra), attendees=without(e.attendees),
                        alarms=without(e.alarms), **whoever) for e in all_of(some)]  # fmt: skip
        return sorted(bare, key=str)

    def without(items: Any) -> Any:
        return tuple(replace(item, item=0) for item in items)

    assert said(other) == said(book)
    assert counts(import_files(other, [out]))[1:4] == (0, 0, 7)


def test_damaged_lines_of_our_own_are_rows_that_failed(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    lines = [
        b'{"type": "event", "summary": "Good", "starts_at": "2026-11-23", "priority": "x", '
        b'"attendees": [1, {"email": 5}], "alarms": [{"minutes_before": 1e99}], "exdates": {}}',
        b'{"type": "event", "summary": ',
        b'{"type": "task", "uid": "\\u0000", "organizer": [], "extra": [{}], "and_later": "no"}',
    ]
    path = tmp_path / "odd.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n")
    book = a_book()
    report = import_files(book, [path])
    assert counts(report) == (3, 2, 0, 0, 0, 1)
    assert [(r.place, r.outcome) for r in report.rows] == [(1, "failed")]
    good, task = all_of(book)
    assert (good.attendees[0].email, good.alarms[0].minutes_before, good.priority) == ("5", None, 0)
    assert task.uid.startswith("text-")


def look(book: Any, *paths: Path) -> PreviewRows:
    rows = PreviewRows()
    for part in preview(book, paths):
        rows.add(part.rows)
    return rows


def test_a_preview_says_what_the_import_does(
    a_book: Callable[..., Any], calendar: Path, tmp_path: Path
) -> None:
    book = a_book()
    rows = look(book, calendar)
    assert [r.outcome for r in rows] == ["new"] * 5
    first = rows[0]
    assert (first.kind, first.name, first.phone, first.email) == (
        "event", "Sprint", "2026-11-02T09:00:00", "anna@b.example"
    )  # fmt: skip
    import_files(book, [calendar])
    assert [r.outcome for r in look(book, calendar)] == ["same"] * 5
    with book.write("Edit") as tx:
        base = tx.events.get(1)
        tx.events.save(replace(base, summary="Our sprint"), base)
    anew = write(
        tmp_path / "b.ics",
        WEEKLY.replace("SUMMARY:Sprint", "SUMMARY:Their sprint\nLOCATION:Room 5"),
        MOVED.replace("moved", "moved\nLOCATION:Room 6"),
        NAMELESS + "\nBEGIN:VEVENT\nUID:new\nEND:VEVENT",
    )
    rows = look(book, anew)
    assert [r.outcome for r in rows] == ["conflict", "merges", "same", "new"]
    assert rows[0].differing == (("summary", "Our sprint", "Their sprint"),)
    assert (rows[0].adds, rows[1].adds) == (("location",), ("location",))
    both = look(book, anew, anew)
    assert [r.outcome for r in both][4:] == ["conflict", "merges", "same", "same"]
    assert counts(import_files(book, [anew])) == (4, 1, 2, 1, 0, 0)


@pytest.mark.parametrize(
    ("decision", "outcome", "subject", "told"),
    [
        ("skip", "skipped", "Our sprint", ""),
        ("add", "added", "Our sprint", ""),
        ("merge", "updated", "Our sprint", ""),
        ("theirs", "updated", "Their sprint", ""),
        ("note", "updated", "Our sprint", "From b.ics:\nSubject: Their sprint"),
    ],
)
def test_a_person_decides_about_an_entry_that_differs(
    a_book: Callable[..., Any],
    tmp_path: Path,
    decision: str,
    outcome: str,
    subject: str,
    told: str,
) -> None:
    book = a_book()
    import_files(book, [write(tmp_path / "a.ics", WEEKLY)])
    with book.write("Edit") as tx:
        base = tx.events.get(1)
        tx.events.save(replace(base, summary="Our sprint"), base)
    later = WEEKLY.replace("SUMMARY:Sprint", "SUMMARY:Their sprint\nLOCATION:Room 5")
    path = write(tmp_path / "b.ics", later)
    plan = Plan(look(book, path).expected, {0: decision})
    report = import_files(book, [path], plan=plan)
    assert getattr(report, outcome) == 1
    assert report.matched_anew == 0
    with book.read() as tx:
        event = tx.events.get(1)
    assert (event.summary, event.description) == (subject, told)


def test_what_was_changed_after_the_preview_is_matched_anew(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    book = a_book()
    import_files(book, [write(tmp_path / "a.ics", WEEKLY)])
    path = write(tmp_path / "b.ics", WEEKLY.replace("SUMMARY:Sprint", "SUMMARY:Theirs"))
    plan = Plan(look(book, path).expected, {0: "theirs"})
    with book.write("Edit") as tx:
        base = tx.events.get(1)
        tx.events.save(replace(base, summary="Ours"), base)
    report = import_files(book, [path], plan=plan)
    assert (report.matched_anew, all_of(book)[0].summary) == (1, "Ours")
    assert "changed" in [p[1] for p in report.rows[0].problems]


def test_odd_bytes_are_kept_in_the_original_and_stop_nothing(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    path = write(tmp_path / "odd.ics", WEEKLY, TASK)
    odd = path.read_bytes().replace(b"X-ODD:kept", b"X-ODD;P=\x81\x00:\xb3\xf3d\xbc")
    path.write_bytes(odd.replace(b"TZID=Europe/Warsaw:20261102", b"TZID=Euro\x00pe:20261102"))
    book = a_book()
    assert counts(import_files(book, [path])) == (2, 2, 0, 0, 0, 0)
    with book.read() as tx:
        event = tx.events.get(1)
        assert b"\xb3\xf3d\xbc" in tx.events.originals(1)[0]
    assert event.time_zone == "Europe"
    assert event.extra[-1].value.endswith("d\xbc")  # read as Western European
    assert counts(import_files(book, [path])) == (2, 0, 0, 2, 0, 0)


def test_a_file_that_says_its_name_comes_into_the_calendar_of_that_name(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    book = a_book()
    named = "X-WR-CALNAME:Office\\, Łódź"
    first = write(tmp_path / "one.ics", named, TASK)
    import_files(book, [first])
    import_files(book, [write(tmp_path / "two.ics", named.replace("Off", "OFF"), WEEKLY)])
    import_files(book, [write(tmp_path / "three.ics", NAMELESS)])
    chosen = {"into_calendar": "Chosen"}
    import_files(book, [write(tmp_path / "four.ics", named, BROKEN)], choices=chosen)
    assert import_files(book, [first], choices={"into_calendar": "Other"}).unchanged == 1
    with book.read() as tx:
        calendars = {each.id: each.name for each in tx.calendars.all()}
        there = {each.uid: calendars[each.calendar] for each in tx.events.each()}
    assert sorted(calendars.values()) == ["", "Chosen", "Office, Łódź"]
    assert there.pop("task-1") == there.pop("sprint@b.example") == "Office, Łódź"
    assert there.pop("odd") == "Chosen"
    assert list(there.values()) == [""]
    book.undo()
    with book.read() as tx:
        assert "Chosen" not in [each.name for each in tx.calendars.all()]


def test_an_edit_made_here_does_not_make_old_what_the_file_says_anew(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    book = a_book()
    first = WEEKLY.replace("SUMMARY:Sprint", "SUMMARY:Sprint\nLAST-MODIFIED:20261101T000000Z")
    import_files(book, [write(tmp_path / "a.ics", first)])
    span = span_of(date(2026, 11, 1), date(2026, 12, 31), ZoneInfo("Europe/Warsaw"))
    with book.write("Edit") as tx:
        one = tx.events.agenda(span).occurrences[0]
        mine = replace(as_one(one), location="Room 2")
        change(tx, one, mine, "all", ZoneInfo("Europe/Warsaw"))
    anew = first.replace("SUMMARY:Sprint", "SUMMARY:Talk").replace("20261101T00", "20261102T00")
    report = import_files(book, [write(tmp_path / "b.ics", anew)])
    assert counts(report) == (1, 0, 1, 0, 0, 0)
    (event,) = all_of(book)
    assert (event.summary, event.location) == ("Talk", "Room 2")
    assert event.revised_at > "2026-11-02"
