"""Calendars in the import assistant: dropped, looked at, decided, imported and taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt

from contactdesk.desktop.import_flow import CHECK, DONE, FILE
from contactdesk.desktop.import_rows import HAPPENS, NAME, PHONE
from contactdesk.operations.decisions import THEIRS
from contactdesk.store.book import Book

SPRINT = """BEGIN:VEVENT
UID:sprint
DTSTART;TZID=Europe/Warsaw:20261102T090000
SUMMARY:Sprint
LOCATION:Room 5
ATTENDEE;CN=Anna:mailto:anna@b.example
RRULE:FREQ=WEEKLY
END:VEVENT"""
HOLIDAY = "BEGIN:VEVENT\nUID:holiday\nDTSTART;VALUE=DATE:20261224\nSUMMARY:Holiday\nEND:VEVENT"
TASK = "BEGIN:VTODO\nUID:task\nSUMMARY:Send the offer\nEND:VTODO"


def write(path: Any, *entries: str) -> Any:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *"\n".join(entries).split("\n"), "END:VCALENDAR", ""]
    path.write_text("\r\n".join(lines), newline="")
    return path


@pytest.fixture
def calendar(tmp_path) -> Any:
    return write(tmp_path / "office.ics", SPRINT, HOLIDAY, TASK)


def events(w: Any, the_book_itself: Any) -> list[str]:
    with the_book_itself(), Book.open(w.window.desk.path) as book, book.read() as tx:
        return [event.summary for event in tx.events.each()]


def test_a_calendar_is_shown_entry_by_entry_and_comes_in(opened, calendar, the_book_itself) -> None:
    w = opened()
    page = w.look_at(calendar)
    assert page.step == CHECK
    rows = page.check.rows
    assert [rows.row(at).outcome for at in range(rows.rowCount())] == ["new"] * 3
    heads = [rows.headerData(n, Qt.Orientation.Horizontal) for n in (NAME, PHONE, HAPPENS)]
    assert heads == ["Subject", "When", "What happens"]
    assert page.title.text() == "Import a calendar"
    assert page.go.text() == "Import 3 entries"
    assert not page.check.category.isVisible()
    tile = page.check.tiles.tiles["new"]
    assert tile.accessibleName() == "3 New entries"
    page.back.click()
    assert page.step == FILE
    assert page.go.text() == "Check 3 entries"
    assert "Calendar" in page.file_page.hint.words.text()
    assert not page.file_page.facts.region.isVisible()
    page.go_on()
    page.go_on()
    w.until(lambda: page.result is not None)
    assert page.step == DONE
    assert page.result.headline == "3 entries imported"
    assert events(w, the_book_itself) == ["Sprint", "Holiday", "Send the offer"]
    page = w.look_at(calendar)
    assert page.check.banner is not None
    assert page.check.banner.words.text().startswith("All of office.ics is in the book already")


def test_what_differs_is_decided_as_for_contacts(
    opened, calendar, tmp_path, the_book_itself
) -> None:
    w = opened()
    w.bring_in(calendar)
    with the_book_itself(), Book.open(w.window.desk.path) as book, book.write("Edit") as tx:
        base = tx.events.get(1)
        tx.events.save(replace(base, summary="Ours"), base)
    page = w.look_at(write(tmp_path / "b.ics", SPRINT.replace("SUMMARY:Sprint", "SUMMARY:Theirs")))
    rows = page.check.rows
    assert rows.row(0).outcome == "conflict"
    assert page.check.difference.isVisible()
    rows.decide([0], THEIRS)
    page.import_now()
    w.until(lambda: page.result is not None)
    assert events(w, the_book_itself)[0] == "Theirs"


def test_contacts_after_a_calendar_are_called_contacts_again(opened, calendar, tmp_path) -> None:
    w = opened()
    w.look_at(calendar)
    cards = tmp_path / "friends.vcf"
    cards.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Anna Nowak\nN:Nowak;Anna\nEND:VCARD\n")
    page = w.look_at(cards)
    assert page.title.text() == "Import contacts"
    assert page.go.text() == "Import 1 contact"
    assert page.check.tiles.tiles["new"].accessibleName() == "1 New contacts"
    assert page.check.rows.headerData(NAME, Qt.Orientation.Horizontal) == "Name"
