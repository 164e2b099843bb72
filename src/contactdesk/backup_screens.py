"""The screens of backups, for `screens.py`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from contactdesk.pictures import settle, until

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.preferences import Preferences
    from contactdesk.screens import Screens

_WITHOUT = {3, 8, 9, 15, 16, 22, 23}  # days ago on which nothing was made


def _fill(path: str) -> None:
    """A month of backups, one of which failed."""
    from contactdesk.errors import BookError
    from contactdesk.operations.backing_up import Failure, back_up, note, place_of
    from contactdesk.settings import Settings
    from contactdesk.store import guard
    from contactdesk.store.book import Book

    guard.allow_this_thread()
    now = datetime.now(UTC).replace(hour=7, minute=0, second=0)
    settings = Settings(backup_keep="all")
    try:
        with Book.open(path, create=False) as book:
            for ago in reversed(range(30)):
                if ago not in _WITHOUT:
                    reason = ("day", "closing", "import")[ago % 3]
                    back_up(book, settings, reason, now=now - timedelta(days=ago))
        notes = place_of(path, settings).notes
        words = BookError("There was no room left where backups are kept.").message
        note(notes, Failure(now - timedelta(days=12, hours=1), words))
    finally:
        guard.forbid_this_thread()


def _opened(at: Screens, window: MainWindow, who: str, *, filled: bool) -> Preferences:
    from contactdesk.desktop.preferences import show_preferences

    at.studio.choose(window, who)
    if filled:
        _fill(window.desk.path)
    opened = show_preferences(window, window.desk)
    opened.show_backups()
    opened.resize(min(1010, window.width() - 40), min(820, window.height() - 40))
    opened.move(window.geometry().center() - opened.rect().center())
    until(lambda: opened.page("backups").found is not None)
    settle()
    return opened


def backups(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """The page with a month of backups."""
    return [_opened(at, window, who, filled=True)]


def backups_empty(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """The page of a book of which there is no backup yet."""
    return [_opened(at, window, who, filled=False)]


def backups_back(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """What shall come back?"""
    opened = _opened(at, window, who, filled=True)
    opened.page("backups").list.rows[0].back.click()
    sheet = opened.flow.sheet if opened.flow else None
    assert sheet is not None
    until(lambda: sheet.model.rowCount() > 0)
    settle()
    return [opened]
