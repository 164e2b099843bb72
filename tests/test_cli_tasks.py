"""The verbs `tasks`, `task` and `done` of the command line, and tasks of files in and out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contactdesk import cli
from contactdesk.store.book import Book

CARD = "BEGIN:VCARD\nVERSION:4.0\nFN:Anna Nowak\nEND:VCARD\n"
TODO = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VTODO\r\n"
    "UID:todo-1\r\nDTSTAMP:20261101T100000Z\r\nSUMMARY;LANGUAGE=en:Call Anna\r\n"
    "DUE;VALUE=DATE:20261120\r\nX-APPLE-SORT-ORDER:42\r\nPRIORITY:1\r\n{more}"
    "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER;RELATED=END:-PT15M\r\nDESCRIPTION:Call\r\n"
    "X-WR-ALARMUID:a-1\r\nEND:VALARM\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
)

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def book(tmp_path: Path, capsys: Captured) -> str:
    path, cards = tmp_path / "office.cdk", tmp_path / "cards.vcf"
    cards.write_text(CARD)
    assert cli.main(["--book", str(path), "import", str(cards)]) == 0
    capsys.readouterr()
    return str(path)


def run(book: str, capsys: Captured, *words: str, status: int = 0) -> str:
    assert cli.main(["--book", book, *words]) == status
    found = capsys.readouterr()
    return found.out if status < 2 else found.err


def test_a_task_is_added_listed_done_and_taken_up_again(book: str, capsys: Captured) -> None:
    assert run(book, capsys, "tasks", status=1) == ""
    said = run(book, capsys, "task", "Call", "Anna", "--about", "anna", "--due",
               "2026-11-20 15:00", "--high")  # fmt: skip
    assert said == "Task kept: Call Anna\n"
    run(book, capsys, "task", "Buy stamps")
    first, second = run(book, capsys, "tasks").splitlines()
    assert first[8:].startswith("  !  2026-11-20 15:00  Call Anna  (Anna Nowak)")
    assert second[8:].split() == ["Buy", "stamps"]
    assert run(book, capsys, "done", first[:8]) == "Done: Call Anna\n"
    assert [line[10] for line in run(book, capsys, "tasks", "--all").splitlines()] == [" ", "x"]
    assert run(book, capsys, "done", "--not", "call") == "Not done: Call Anna\n"
    run(book, capsys, "undo")
    assert len(run(book, capsys, "tasks").splitlines()) == 1


def test_as_json_a_task_says_all_of_itself(book: str, capsys: Captured) -> None:
    run(book, capsys, "task", "Stock", "--due", "2026-11-26", "--repeats", "freq=weekly",
        "--about", "anna")  # fmt: skip
    told = json.loads(run(book, capsys, "tasks", "--json"))
    assert told["due"] == "2026-11-26"
    assert (told["repeats"], told["done"], told["priority"]) == ("FREQ=WEEKLY", False, 0)
    assert [person["name"] for person in told["about"]] == ["Anna Nowak"]
    following = json.loads(run(book, capsys, "done", told["id"], "--json"))["next"]
    opened = json.loads(run(book, capsys, "tasks", "--json"))
    assert opened["id"] == following
    assert opened["due"] > "2026-11-26"


def test_where_several_use_the_book_it_is_said_who_does_a_task(
    book: str, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(book, capsys, "task", "Ours")
    monkeypatch.setenv("LOGNAME", "marta")
    run(book, capsys, "task", "Hers")
    ours, hers = (json.loads(line) for line in run(book, capsys, "tasks", "--json").splitlines())
    assert (ours["owner"], hers["owner"], hers["given_by"]) == ("", "marta", "")
    assert (hers["steps"], ours["steps"]) == ([], [])
    assert run(book, capsys, "tasks").splitlines()[1].endswith("Hers  @marta")


def test_what_does_not_go_gets_a_sentence(book: str, capsys: Captured) -> None:
    for text in ("Send the list", "Send the samples"):
        run(book, capsys, "task", text)
    for words, said in (
        (["task", " "], "empty"),
        (["task", "x", "--due", "someday"], "someday is no day"),
        (["task", "x", "--due", "2026-11-22 25:00"], "is no day"),
        (["task", "x", "--repeats", "FREQ=NEVER", "--due", "today"], "makes no sense"),
        (["task", "x", "--repeats", "FREQ=DAILY"], "needs a day"),
        (["task", "x", "--about", "zofia"], "zofia"),
        (["done", "paint"], "no such task"),
        (["done", "send"], "several tasks"),
    ):
        assert said in run(book, capsys, *words, status=2)
    assert len(run(book, capsys, "tasks").splitlines()) == 2


def differing(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went, and those that came."""
    was, became = before.split("\r\n"), after.split("\r\n")
    return [e for e in was if e not in became], [e for e in became if e not in was]


@pytest.mark.parametrize("more", ["STATUS:NEEDS-ACTION\r\nPERCENT-COMPLETE:0\r\n", ""])
def test_of_a_task_that_was_ticked_only_what_says_so_is_written_anew(
    book: str, capsys: Captured, tmp_path: Path, more: str
) -> None:
    came, went = tmp_path / "came.ics", tmp_path / "went.ics"
    came.write_bytes(TODO.format(more=more).encode())
    run(book, capsys, "import", str(came))
    run(book, capsys, "export", "--format", "ical", "--to", str(went))
    before = went.read_bytes().decode()
    run(book, capsys, "done", "Call Anna")
    run(book, capsys, "export", "--format", "ical", "--to", str(went))
    with Book.open(book) as opened, opened.read() as tx:
        done = tx.tasks.done(1)[0].event.completed_at
    gone, new = differing(before, went.read_bytes().decode())
    assert gone == more.split("\r\n")[:-1]
    stamp = done.replace("-", "").replace(":", "")
    assert sorted(new) == [f"COMPLETED:{stamp}", "PERCENT-COMPLETE:100", "STATUS:COMPLETED"]


def test_a_series_goes_on_in_the_file_and_the_one_that_was_done_is_done_once(
    book: str, capsys: Captured, tmp_path: Path
) -> None:
    came, went = tmp_path / "came.ics", tmp_path / "went.ics"
    more = "DTSTART;VALUE=DATE:20261120\r\nRRULE:FREQ=WEEKLY\r\n"
    came.write_bytes(TODO.format(more=more).encode())
    run(book, capsys, "import", str(came))
    run(book, capsys, "done", "Call Anna")
    run(book, capsys, "export", "--format", "ical", "--to", str(went))
    text = went.read_bytes().decode()
    done, following = text.split("BEGIN:VTODO\r\n")[1:]
    assert "UID:todo-1" in done
    assert "STATUS:COMPLETED" in done
    assert "RRULE" not in done
    assert "X-APPLE-SORT-ORDER:42" in done
    assert "RRULE:FREQ=WEEKLY" in following
    assert "UID:todo-1" not in following
    assert "COMPLETED" not in following
