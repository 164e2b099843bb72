"""What is asked about one change is answered in one go; no page loses its answer by another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from contactdesk.desktop import background as lines
from contactdesk.desktop.background import Background
from contactdesk.store.book import Book


class Asker(QObject):
    """Notes what it is told, and how often the mailbox was opened for it."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []

    def take(self, answer: object) -> None:
        self.heard.append(answer)

    def stumble(self, answer: object) -> None:
        self.heard.append(answer)
        raise ValueError("this page cannot show it")


@pytest.fixture
def working(tmp_path: Path, qtbot: QtBot) -> Iterator[Background]:
    """A reading line with a book of its own."""
    Book.open(str(tmp_path / "office.cdk")).close()
    work = Background()

    def open_it(line: lines.Line) -> None:
        line.book = Book.open(str(tmp_path / "office.cdk"), create=False)

    work.start()
    work.reader.ask(open_it)
    yield work
    work.close()


def opened(work: Background) -> list[int]:
    """How many times the mailbox was opened."""
    times: list[int] = []
    work.mailbox._arrived.connect(lambda _call: times.append(1))
    return times


def test_two_questions_about_one_change_are_answered_at_once(
    working: Background, qtbot: QtBot
) -> None:
    asker, times = Asker(), opened(working)
    with working.together():
        working.ask(working.reader, lambda _book: "row", asker.take, asker.take)
        working.ask(working.reader, lambda _book: "card", asker.take, asker.take)
    qtbot.waitUntil(lambda: asker.heard == ["row", "card"] and bool(times))  # told after it
    assert len(times) == 1


def test_what_takes_long_does_not_keep_back_what_is_there(
    working: Background, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "WAITED", -1.0)
    asker, times = Asker(), opened(working)
    with working.together():
        working.ask(working.reader, lambda _book: "row", asker.take, asker.take)
        working.ask(working.reader, lambda _book: "card", asker.take, asker.take)
    qtbot.waitUntil(lambda: asker.heard == ["row", "card"] and len(times) > 1)
    assert len(times) == 2


def test_a_page_that_fails_leaves_the_others_their_answer(
    working: Background, qtbot: QtBot
) -> None:
    asker = Asker()
    with capture_exceptions() as caught:
        with working.together():
            working.ask(working.reader, lambda _book: "row", asker.stumble, asker.take)
            working.ask(working.reader, lambda _book: "card", asker.take, asker.take)
        qtbot.waitUntil(lambda: asker.heard == ["row", "card"])
    assert [kind for kind, _error, _trace in caught] == [ValueError]
