"""The verb `agenda` of the command line."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from contactdesk import cli
from contactdesk.model.contact import Contact, Entry
from contactdesk.model.event import Attendee, Event
from contactdesk.model.event_calendar import Calendar
from contactdesk.store.book import Book

FILES = Path(__file__).parent / "data" / "calendar"


def test_the_days_of_calendar_files(capsys: pytest.CaptureFixture[str]) -> None:
    days = ["--from", "2026-03-02", "--to", "2026-03-07"]
    files = [str(FILES / "moved-and-called-off.ics"), str(FILES / "whole-days.ics")]
    assert cli.main(["agenda", *days, *files]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2026-03-02 09:00–09:45 W. Europe Standard Time  Stand-up",
        "2026-03-04 14:00–14:30 W. Europe Standard Time  Stand-up, moved",
        "2026-03-06 09:00–09:45 W. Europe Standard Time  Stand-up",
    ]
    assert cli.main(["agenda", *days, "--format", "jsonl", files[0]]) == 0
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first == {
        "id": "moved-and-called-off.ics#0",
        "uid": "s@test.example",
        "summary": "Stand-up",
        "starts_at": "2026-03-02T09:00:00",
        "ends_at": "2026-03-02T09:45:00",
        "all_day": False,
    }


def test_what_is_no_calendar_and_what_is_no_day_gets_a_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("just words")
    days = ["--from", "2026-03-02", "--to", "2026-03-07"]
    assert cli.main(["agenda", *days, str(other)]) == 1
    assert "looks like plain text" in capsys.readouterr().err
    assert cli.main(["agenda", "--from", "tomorrow", "--to", "2026-03-07", str(other)]) != 0
    assert "2026-11-22" in capsys.readouterr().err


def test_a_calendar_in_the_book_is_listed_and_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The calls that people's scripts make: import with a report, export, agenda."""
    book, report, out = (str(tmp_path / n) for n in ("b.cdk", "report.jsonl", "out.jsonl"))
    files = [str(FILES / "moved-and-called-off.ics"), str(FILES / "whole-days.ics")]
    assert cli.main(["--book", book, "import", "--report", report, *files]) == 0
    said = capsys.readouterr().out
    rows = [json.loads(line) for line in Path(report).read_text("utf-8").splitlines()]
    assert said.startswith(f"{len(rows)} entries: {len(rows)} added, 0 updated")
    assert cli.main(["--book", book, "export", "--format", "jsonl", "--to", out]) == 0
    assert f"and {len(rows)} appointments" in capsys.readouterr().out
    records = [json.loads(line) for line in Path(out).read_text("utf-8").splitlines()]
    assert [r["id"] for r in records] == [row["id"] for row in rows]
    assert {r["type"] for r in records} == {"event"}
    days = ["--from", "2026-03-02", "--to", "2026-03-07"]
    assert cli.main(["--book", book, "agenda", *days]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2026-03-02 09:00–09:45 W. Europe Standard Time  Stand-up",
        "2026-03-04 14:00–14:30 W. Europe Standard Time  Stand-up, moved",
        "2026-03-06 09:00–09:45 W. Europe Standard Time  Stand-up",
    ]
    assert cli.main(["--book", book, "agenda", *days, "--format", "jsonl"]) == 0
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first["id"] in {r["id"] for r in records}
    assert cli.main(["--book", book, "import", "--dry-run", *files]) == 0
    assert f"{len(rows)} the same" in capsys.readouterr().out
    assert cli.main(["--book", book, "undo"]) == 0
    assert cli.main(["--book", book, "agenda", *days]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == []


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """A book with the entries of two files, one of them sorted into a calendar of its own."""
    path = str(tmp_path / "office.cdk")
    files = [str(FILES / "moved-and-called-off.ics"), str(FILES / "whole-days.ics")]
    assert cli.main(["--book", path, "import", *files]) == 0
    capsys.readouterr()
    return path


def test_the_calendar_goes_out_and_comes_in_elsewhere(
    office: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, days = tmp_path / "out.ics", ["--from", "2026-01-01", "--to", "2027-01-01"]
    assert cli.main(["--book", office, "export", "--format", "ical", "--to", str(out)]) == 0
    other = str(tmp_path / "other.cdk")
    assert cli.main(["--book", other, "import", str(out)]) == 0
    capsys.readouterr()
    told = []
    for book in (office, other):
        assert cli.main(["--book", book, "agenda", *days]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] != ""


def test_what_a_calendar_file_has_no_place_for_is_said(
    office: str, capsys: pytest.CaptureFixture[str]
) -> None:
    dry = ["--book", office, "export", "--format", "ical", "--to", "-", "--dry-run"]
    assert cli.main(dry) == 0
    assert "Nothing is lost" in capsys.readouterr().out
    with Book.open(office) as book, book.write("Sort") as tx:
        (first, *_others) = tx.events.each()
        private = tx.calendars.add(Calendar(name="Private"))
        tx.events.save(replace(first, calendar=private.id, about=("somebody",)), base=first)
    assert cli.main(dry) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Only ContactDesk puts 1 appointment back into its calendar.",
        "Only ContactDesk shows whom 1 entry is about.",
    ]


def test_a_calendar_is_one_file_and_its_options_are_its_own(
    office: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = ["--to", str(tmp_path / "out.ics")]
    export = ["--book", office, "export", *to]
    assert cli.main([*export, "--format", "ical", "--each"]) == 2
    assert "one file" in capsys.readouterr().err
    assert cli.main([*export, "--calendar", "Work"]) == 2
    assert "go with a calendar" in capsys.readouterr().err
    assert cli.main([*export, "--format", "ical", "--calendar", "Nobody's"]) == 2
    assert "no calendar called" in capsys.readouterr().err
    assert not (tmp_path / "out.ics").exists()


@pytest.mark.parametrize(("format", "ending"), [("ical", "ics"), ("vcal", "vcs"), ("jcal", "json")])
def test_every_format_is_read_again_and_a_second_import_changes_nothing(
    format: str,  # noqa: A002 - what the command line calls it
    ending: str,
    office: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = str(tmp_path / f"out.{ending}")
    assert cli.main(["--book", office, "export", "--format", format, "--to", out]) == 0
    told = capsys.readouterr()
    assert "appointments written" in told.out
    assert ("loses its time zone" in told.err or "lose their time zone" in told.err) == (
        format == "vcal"
    )
    other = str(tmp_path / "other.cdk")
    assert cli.main(["--book", other, "import", out]) == 0
    assert ", 0 updated, 0 unchanged" in capsys.readouterr().out
    assert cli.main(["--book", other, "import", out]) == 0
    assert ": 0 added, 0 updated" in capsys.readouterr().out


def test_some_days_one_calendar_and_one_person_go_out_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = str(tmp_path / "b.cdk"), tmp_path / "out.ics"
    with Book.open(path, create=True) as book, book.write("Fill") as tx:
        work = tx.calendars.add(Calendar(name="Work; mine"))
        anna = tx.contacts.add(Contact(formatted_name="Anna", emails=(Entry("a@x.example"),)))
        days = ("2026-03-02T09:00:00", "2026-04-02T09:00:00", "2026-05-02T09:00:00")
        for number, day in enumerate(days):
            tx.events.add(Event(summary=f"Meeting {number}", starts_at=day, uid=f"m{number}"))
        tx.events.add(Event(summary="Mine", starts_at="2026-06-02", calendar=work.id))
        tx.events.add(Event(summary="Hers", starts_at="2026-06-03", about=(anna.id,)))
        weekly = Event(summary="Weekly", uid="w", starts_at="2026-03-05T09:00:00",
                       rrule="FREQ=WEEKLY", attendees=(Attendee("a@x.example"),))  # fmt: skip
        tx.events.add(weekly)
        tx.events.add(Event(summary="Moved", uid="w", starts_at="2026-03-13T09:00:00",
                            recurrence_id="2026-03-12T09:00:00"))  # fmt: skip
        tx.events.add(Event(component="task", summary="Task", ends_at="2026-04-20"))

    def summaries(*options: str) -> list[str]:
        export = ["--book", path, "export", "--format", "ical", "--to", str(out), *options]
        assert cli.main(export) == 0
        capsys.readouterr()
        return re.findall(r"SUMMARY:(.*)\r", out.read_bytes().decode())

    april = ("--from", "2026-04-01", "--until", "2026-05-01")
    assert summaries(*april) == ["Meeting 1", "Weekly", "Moved", "Task"]
    assert summaries("--until", "2026-03-04") == ["Meeting 0"]
    assert summaries("--match", "Anna") == ["Hers", "Weekly", "Moved"]
    assert summaries("--match", "Anna", *april) == ["Weekly", "Moved"]
    assert summaries("--calendar", "work; mine") == ["Mine"]
    assert b"X-WR-CALNAME:Work\\; mine\r\nMETHOD:PUBLISH\r\n" in out.read_bytes()
    assert summaries("--match", "Nobody") == []


def test_calendars_are_converted_without_a_book(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = str(FILES / "moved-and-called-off.ics"), tmp_path / "out"
    for format in ("jcal", "vcal", "jsonl", "ical"):  # noqa: A001 - what the command line calls it
        to = ["--format", format, "--to", str(out)]
        assert cli.main(["convert", source, str(FILES / "vcalendar.vcs"), *to]) == 0
        assert "failed" in capsys.readouterr().out
        assert cli.main(["convert", str(out), "--format", "ical", "--to", "-"]) == 0
        assert "Stand-up" in capsys.readouterr().out
    broken = tmp_path / "broken.ics"
    broken.write_text("just words")
    to = ["--format", "ical", "--to", str(tmp_path / "none.ics")]
    assert cli.main(["convert", str(broken), *to]) == 2
    assert "nothing was written" in capsys.readouterr().err
    assert not (tmp_path / "none.ics").exists()


@pytest.mark.parametrize("format", ["ical", "vcal", "jcal"])
def test_entries_without_an_identifier_get_one_so_that_coming_back_changes_nothing(
    format: str,  # noqa: A002 - what the command line calls it
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    source, out = tmp_path / "nameless.ics", str(tmp_path / "out")
    entry = "BEGIN:VEVENT\nDTSTART:2026120{n}T100000Z\nSUMMARY:Nameless {n}\nX-ODD:1\nEND:VEVENT\n"
    whole = "".join(entry.format(n=n) for n in (1, 1, 2))
    source.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{whole}END:VCALENDAR\n")
    book = ["--book", str(tmp_path / "b.cdk")]
    assert cli.main([*book, "import", str(source)]) == 0
    assert cli.main([*book, "export", "--format", format, "--to", out]) == 0
    capsys.readouterr()
    for into in (book, ["--book", str(tmp_path / "other.cdk")]):
        assert cli.main([*into, "import", out]) == 0
        first = capsys.readouterr().out
        assert ("3 unchanged" if into == book else "3 added") in first
        assert cli.main([*into, "import", out]) == 0
        assert "3 unchanged" in capsys.readouterr().out
    converted = str(tmp_path / "converted")
    assert cli.main(["convert", str(source), "--format", format, "--to", converted]) == 0
    assert cli.main([*book, "import", converted]) == 0
    assert "3 unchanged" in capsys.readouterr().out
