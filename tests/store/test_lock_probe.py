"""Windows try each other's locks, and what they prove stops the writing of both."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from contactdesk.errors import BookReadOnly
from contactdesk.store import byte_lock
from contactdesk.store.book import Book
from contactdesk.store.presence import FilePresence, Here

BEATS = """
import sys
from pathlib import Path
from contactdesk.store.presence import FilePresence, Here
mine = FilePresence(Path(sys.argv[1]))
for _line in sys.stdin:
    mine.tell(Here("", "ola", "ola", "3", sys.argv[2], "2026-11-24T09:00:00+00:00"))
    print(mine.others() and mine.broken, flush=True)
"""


def here(computer: str = "anna-pc") -> Here:
    return Here("", "anna", "anna", "3", computer, "2026-11-24T09:00:00+00:00")


class Elsewhere:
    """A window of another program, which beats when it is told."""

    def __init__(self, book: Path, computer: str) -> None:
        command = [sys.executable, "-c", BEATS, str(book), computer]
        pipe = subprocess.PIPE
        self.program = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)

    def beat(self) -> str:
        stdin, stdout = self.program.stdin, self.program.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write("\n")
        stdin.flush()
        return stdout.readline().strip()

    def kill(self) -> None:
        self.program.kill()
        self.program.communicate()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Elsewhere]:
    elsewhere = Elsewhere(tmp_path / "office.cdk", "ola-pc")
    yield elsewhere
    elsewhere.kill()


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def mine(tmp_path: Path, said: list[str]) -> Iterator[FilePresence]:
    presence = FilePresence(tmp_path / "office.cdk", said.append)
    yield presence
    presence.leave()


def look(mine: FilePresence, other: Elsewhere, times: int = 4) -> None:
    for _time in range(times):
        mine.tell(here())
        other.beat()
        assert len(mine.others()) == 1


def test_sound_locks_of_two_programs_prove_nothing(
    mine: FilePresence, other: Elsewhere, said: list[str]
) -> None:
    look(mine, other)
    assert (mine.broken, said) == ("", [])


def test_two_windows_of_one_program_prove_nothing(tmp_path: Path, said: list[str]) -> None:
    both = [FilePresence(tmp_path / "office.cdk", said.append) for _each in range(2)]
    for _time in range(4):
        for each in both:
            each.tell(here())
            each.others()
    assert said == []
    for each in both:
        each.leave()


def test_a_window_that_was_killed_proves_nothing(
    mine: FilePresence, other: Elsewhere, said: list[str]
) -> None:
    look(mine, other)
    other.kill()
    for _time in range(4):
        mine.tell(here())
        mine.others()
    assert said == []


def test_a_lock_that_can_be_had_from_a_living_window_stops_both(
    mine: FilePresence, other: Elsewhere, said: list[str]
) -> None:
    look(mine, other, 1)
    assert mine._file is not None
    byte_lock.release(mine._file)  # as a drive does whose locks end at its own computer
    other.beat()
    mine.tell(here())
    assert other.beat() == "locks"
    assert len(mine.others()) == 1  # and is told, for its own tries all failed
    assert mine.broken == "locks"
    assert "were not kept apart" in said[0]
    look(mine, other)
    assert len(said) == 1


def test_two_computers_of_one_name_are_told_and_stopped(
    tmp_path: Path, mine: FilePresence, said: list[str]
) -> None:
    mine.tell(here())
    path = tmp_path / "office.cdk.presence" / "clone.json"
    for beat in (1, 2):
        words = {**here()._asdict(), "beat": beat, "machine": "boot:another", "locked": False}
        path.write_text(json.dumps(words))
        mine.others()
    assert mine.broken == "names"
    assert "both called anna-pc" in said[0]


def test_what_is_proved_stops_every_book_of_the_window(closed_book: Path) -> None:
    with Book.open(closed_book) as writer, Book.open(closed_book) as reader:
        presence = writer.presence()
        assert isinstance(presence, FilePresence)
        other = FilePresence(closed_book)
        other.tell(here("ola-pc"))
        presence.tell(here())
        presence.others()
        assert other._file is not None
        byte_lock.release(other._file)
        presence.others()
        other.tell(here("ola-pc"))
        presence.others()
        assert reader.news() == []
        assert "were not kept apart" in reader.facts.read_only
        with pytest.raises(BookReadOnly, match="not kept apart"), writer.write("A star") as tx:
            tx.contacts.star([1], True)
        presence.leave()
        other.leave()
