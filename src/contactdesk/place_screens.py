"""The screens of a book that may only be read, for `screens.py`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from contactdesk.pictures import settle, until
from contactdesk.store import mounts
from contactdesk.store.opening import too_new
from contactdesk.store.storage import storage_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.screens import Screens


def _show(window: MainWindow, why: str, reason: str) -> None:
    facts = window.desk.facts
    assert facts is not None
    window.desk._take_facts(facts._replace(read_only=reason, why=why))
    window.place.show(why, reason)
    page = window.place.page
    assert page is not None
    until(page.tried.isVisible)
    settle(0.3)


def unsafe_share(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """A Windows share that Linux connected without locks."""
    told = at.book.with_name("mountinfo")
    folder = os.path.realpath(at.book.parent)
    told.write_text(
        "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n"
        f"9 1 0:9 / {folder} rw - cifs //bruno/office rw,vers=3.0,nobrl\n"
    )
    before, mounts.MOUNTINFO = mounts.MOUNTINFO, told
    try:
        _show(window, "place", storage_of(at.book).whole())
    finally:
        mounts.MOUNTINFO = before
    return []


def newer(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """A book that a newer version has changed."""
    _show(window, "newer", too_new(at.book.name))
    return []


def sharing(_at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """The preferences' page of the book, with the size of its file."""
    from contactdesk.desktop.preferences import SIZE, show_preferences

    opened = show_preferences(window, window.desk, "file_size")
    opened.resize(*SIZE)
    opened.move(window.geometry().center() - opened.rect().center())
    row = opened.sharing.rows["file_size"]
    until(lambda: bool(row.text.text().strip()))
    return [opened]
