"""A book with several calendars goes out as one file and comes in elsewhere into the same ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contactdesk.formats.calendar_writers import ENDINGS, FORMATS
from contactdesk.model.event import Event
from contactdesk.model.event_calendar import Calendar
from contactdesk.operations.choosing_events import Choice
from contactdesk.operations.exporting_calendar import export_calendar, losses
from contactdesk.operations.importing import import_files

NAME = "Zażółć, 王小明; office of a name that is folded because it is so very long indeed"


def sorted_in(book: Any) -> dict[str, str]:
    with book.read() as tx:
        names = {each.id: each.name for each in tx.calendars.all()}
        return {event.summary: names[event.calendar] for event in tx.events.each()}


def filled(book: Any) -> Any:
    with book.write("Fill") as tx:
        mine, other = (tx.calendars.add(Calendar(name=name)) for name in (NAME, "Ewa"))
        for summary, calendar in (("One", mine.id), ("Two", other.id), ("Three", "")):
            tx.events.add(Event(summary=summary, starts_at="2026-11-24", ends_at="2026-11-25",
                                calendar=calendar))  # fmt: skip
    return book


@pytest.mark.parametrize("kind", FORMATS)
def test_each_entry_comes_back_into_its_calendar(
    a_book: Callable[..., Any], tmp_path: Path, kind: str
) -> None:
    book, again, third = filled(a_book()), a_book(name="again"), a_book(name="third")
    file = tmp_path / f"all.{ENDINGS[kind]}"
    report = export_calendar(book, file, format=kind)
    assert report.checked is not None
    assert report.checked.is_same
    import_files(again, [file])
    wanted = {"One": NAME, "Two": "Ewa", "Three": ""}
    assert sorted_in(again) == wanted
    with again.write("Rename") as tx:  # what came with an old name goes out with the new one
        calendar = next(each for each in tx.calendars.all() if each.name == "Ewa")
        tx.calendars.save(Calendar(calendar.id, "Eva Lis"), base=calendar)
    export_calendar(again, file, format=kind)
    assert file.read_bytes().upper().count(b"X-CONTACTDESK-CALENDAR") == 2
    import_files(third, [file])
    assert sorted_in(third) == wanted | {"Two": "Eva Lis"}
    assert "back into their calendars" in losses(book, kind)[0]


def test_a_file_of_one_calendar_says_its_name_once(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    book = filled(a_book())
    with book.read() as tx:
        ewa = next(each for each in tx.calendars.all() if each.name == "Ewa")
    file = tmp_path / "ewa.ics"
    assert export_calendar(book, file, choice=Choice(calendar=ewa)).events == 1
    assert b"X-WR-CALNAME:Ewa" in file.read_bytes()
    assert b"X-CONTACTDESK-CALENDAR" not in file.read_bytes()
    again = a_book(name="again")
    import_files(again, [file])
    assert sorted_in(again) == {"Two": "Ewa"}
