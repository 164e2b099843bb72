"""The verb `agenda` of the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from contactdesk import cli
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
        "1 appointment loses which calendar it is in.",
        "1 appointment loses whom it is about.",
    ]


def test_a_part_of_a_calendar_is_refused_with_a_sentence(
    office: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = ["--to", str(tmp_path / "out.ics")]
    assert cli.main(["--book", office, "export", "--format", "ical", *to, "--match", "x"]) != 0
    assert "written whole" in capsys.readouterr().err
    assert not (tmp_path / "out.ics").exists()
