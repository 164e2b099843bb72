"""The verb `today` of the command line."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from contactdesk import cli
from contactdesk.model.contact import Contact, Entry
from contactdesk.model.dates import PartialDate
from contactdesk.model.event import Event
from contactdesk.model.happenings import a_call
from contactdesk.store.book import Book


@pytest.fixture
def book(tmp_path: Path) -> str:
    return str(tmp_path / "office.cdk")


def today(book: str, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    assert cli.main(["--book", book, "today", *more]) == 0
    return capsys.readouterr().out


def test_a_day_with_something_of_everything(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    day = date.today()
    with Book.open(book) as opened, opened.write("Fill") as tx:
        anna = tx.contacts.add(
            Contact(formatted_name="Anna Nowak", keep_in_touch="30",
                    birthday=PartialDate(None, day.month, day.day),
                    phones=(Entry("+48 501 234 567"),))
        )  # fmt: skip
        about = (anna.id,)
        ends = (day + timedelta(days=1)).isoformat()
        tx.events.add(Event(summary="Fair", starts_at=day.isoformat(), ends_at=ends))
        late = (day - timedelta(days=2)).isoformat()
        tx.events.add(Event(component="task", summary="Send it", ends_at=late, about=about))
        missed = datetime.now(UTC) - timedelta(hours=3)
        tx.events.add(a_call(about, "", missed, direction="missed"))
    said = today(book, capsys)
    heads = [line for line in said.splitlines() if not line.startswith(" ")]
    assert heads == [
        "Appointments", "Follow-ups due", "Calls to return", "Keep in touch",
        "Birthdays this week",
    ]  # fmt: skip
    assert f"  {late}  Send it  Anna Nowak" in said
    assert "Anna Nowak  +48 501 234 567" in said
    assert "Anna Nowak  Every month  " in said
    lines = [json.loads(line) for line in today(book, capsys, "--json").splitlines()]
    facts = {line.pop("part"): line for line in lines}
    assert facts["follow_ups"]["due"] == late
    assert facts["birthdays"] == {
        "name": "Anna Nowak", "date": day.isoformat(), "kind": "birthday", "age": None,
    }  # fmt: skip


def test_a_quiet_day_says_so(book: str, capsys: pytest.CaptureFixture[str]) -> None:
    Book.open(book).close()
    assert today(book, capsys).startswith("A quiet day")
    assert today(book, capsys, "--json") == ""
