"""The verb `agenda` of the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contactdesk import cli

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
