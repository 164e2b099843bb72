"""Notes, calls and appointments know in another book, too, whom they are about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk.model.contact import Contact, Entry
from contactdesk.model.event import Event
from contactdesk.operations.exporting import export
from contactdesk.operations.exporting_calendar import export_calendar
from contactdesk.operations.importing import import_files

ENDINGS = {"ical": "ics", "vcal": "vcs", "jcal": "json", "jsonl": "jsonl"}


@pytest.fixture
def office(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Any:
    """Anna, whom other programs know by an identifier, Ola by her address alone, Jan by neither."""
    anna = replace(a_contact("Anna Nowak"), uid="urn:uuid:2A48D1F8-6ce8-fd5f-8340-882574ed9e3e")
    ola = replace(a_contact("Ola Wit"), uid="7", emails=(Entry("Ola@firm.example"),))
    book = a_book(anna, ola, a_contact("Jan Kos"))
    with book.write("Plan") as tx:
        anna, ola, jan = tx.contacts.get_many([1, 2, 3])
        tx.events.add(Event(uid="fair", summary="Fair", starts_at="2026-11-24T09:00:00Z",
                            ends_at="2026-11-24T10:00:00Z", about=(anna.id, ola.id)))  # fmt: skip
        tx.events.add(
            Event(uid="alone", summary="With Jan", starts_at="2026-11-25", about=(jan.id,))
        )
    return book


def written(book: Any, format: str, folder: Path) -> Path:  # noqa: A002 - as the program says
    path = folder / f"out.{ENDINGS[format]}"
    report = export(book, path, format) if format == "jsonl" else export_calendar(
        book, path, format=format
    )  # fmt: skip
    assert report.checked is not None
    assert report.checked.is_same
    return path


def contacts_of(book: Any, folder: Path) -> Path:
    export(book, folder / "all.vcf", "vcard30")
    return folder / "all.vcf"


def with_whom(book: Any) -> dict[str, list[str]]:
    """For everybody the subjects of what their timeline shows."""
    with book.read() as tx:
        everybody = tx.contacts.get_many(list(range(1, 20)))
        return {
            c.formatted_name: [i.event.summary for i in tx.timelines.of(c.number).items]
            for c in everybody
        }


@pytest.mark.parametrize("format", ENDINGS)
def test_what_is_about_somebody_is_so_in_another_book(
    office: Any,
    a_book: Callable[..., Any],
    tmp_path: Path,
    format: str,  # noqa: A002 - as above
) -> None:
    other = a_book(name="other")
    import_files(other, [contacts_of(office, tmp_path)])
    import_files(other, [written(office, format, tmp_path)])
    found = with_whom(other)
    assert (found["Anna Nowak"], found["Ola Wit"]) == (["Fair"], ["Fair"])
    again = import_files(other, [written(office, format, tmp_path)])
    assert (again.added, again.updated) == (0, 0)


def test_the_calendar_may_come_before_the_contacts(
    office: Any, a_book: Callable[..., Any], tmp_path: Path
) -> None:
    other = a_book(name="other")
    import_files(other, [written(office, "ical", tmp_path)])
    import_files(other, [contacts_of(office, tmp_path)])
    found = with_whom(other)
    assert (found["Anna Nowak"], found["Ola Wit"]) == (["Fair"], ["Fair"])


def test_in_the_same_book_nothing_changes(office: Any, tmp_path: Path) -> None:
    with office.read() as tx:
        before = tx.events.get_many([1, 2])
    report = import_files(office, [written(office, "ical", tmp_path)])
    assert (report.added, report.updated) == (0, 0)
    with office.read() as tx:
        assert [e.about for e in tx.events.get_many([1, 2])] == [e.about for e in before]
    assert with_whom(office)["Jan Kos"] == ["With Jan"]


def test_who_is_in_no_other_book_is_still_said_when_it_goes_on(
    office: Any, a_book: Callable[..., Any], tmp_path: Path
) -> None:
    other = a_book(name="other")
    import_files(other, [written(office, "ical", tmp_path)])
    with office.read() as tx:
        jan = tx.contacts.get(3).id
    on = tmp_path / "on"
    on.mkdir()
    assert f"X-CONTACTDESK-ABOUT:{jan}" in written(other, "ical", on).read_text().splitlines()


def test_a_name_that_many_have_says_nobody(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], tmp_path: Path
) -> None:
    book = a_book(replace(a_contact("Ola Wit"), uid="7"))
    file = tmp_path / "one.ics"
    file.write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:x\r\nDTSTART:20261124T090000Z\r\n"
        "SUMMARY:Fair\r\nX-CONTACTDESK-ABOUT:7\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    import_files(book, [file])
    assert with_whom(book) == {"Ola Wit": []}
